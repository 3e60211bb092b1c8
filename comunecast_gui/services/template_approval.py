# SPDX-License-Identifier: EUPL-1.2
"""Submits the categories' templates to Meta, and knows which may be sent, at what price and to how many people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from comunecast_gui.channels.whatsapp.templates import TemplateApi, TemplateSpec, TemplateStatus
from comunecast_gui.core import messaging_limit
from comunecast_gui.core.content import Content, TemplateMessage
from comunecast_gui.core.errors import ConfigError, InputError, OutcomeUnknown, SendError, Transient, UserError
from comunecast_gui.core.messaging_limit import Allowance
from comunecast_gui.core.model import Attachment, Office, PriceCategory, Priority
from comunecast_gui.core.notice.categories import Category
from comunecast_gui.core.notice.compose import GENERIC
from comunecast_gui.core.notice.render import body_of, samples
from comunecast_gui.core.prepared_file import PDF, PNG
from comunecast_gui.core.work.long_work import STOPPED, UNWATCHED, Work
from comunecast_gui.services import meta_account
from comunecast_gui.services.wiring import APPROVED, WHATSAPP, Workspace
from comunecast_gui.store.delivery.templates import TemplateRow
from comunecast_gui.system import paths


@dataclass(frozen=True, slots=True)
class TemplateState:
    """A category's template as Meta has it. ``changed`` names what it has otherwise than we would submit it."""

    category: str
    name: str
    language: str
    status: str
    price_category: str
    expected: PriceCategory
    rejected_reason: str = ""
    changed: tuple[str, ...] = ()
    quality: str = ""
    lifetime: int | None = None
    """Seconds that Meta tries to deliver a message; 0: its own 30 days; None: it was not asked."""
    wanted_lifetime: int = 0
    """The same as it would be submitted."""

    @property
    def lives_otherwise(self) -> bool:
        """Whether Meta tries to deliver for another time than we would ask for: an existing template keeps its own."""
        return self.lifetime is not None and self.lifetime != self.wanted_lifetime

    @property
    def dearer(self) -> bool:
        """Whether Meta made a utility template a marketing one, which costs more than twice as much."""
        return self.expected is PriceCategory.UTILITY and self.price_category == PriceCategory.MARKETING


@dataclass(frozen=True, slots=True)
class Refusal:
    """A template that Meta refused, and why: InputError("template_refused" | "template_sample")."""

    name: str
    error: InputError


@dataclass(frozen=True, slots=True)
class Submission:
    """The result of a submission.

    ``left`` were not submitted because of ``stopped_by``; none of them is lost, and none of the others repeated.
    """

    states: tuple[TemplateState, ...]
    created: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()
    left: tuple[str, ...] = ()
    stopped_by: UserError | SendError | None = None


LIMIT_CODES = frozenset({"4", "80007", "80008", "613", "429"})
"""Meta takes no more calls for a while (Meta: "Rate limits"; Graph API, WhatsApp Business Account: 80008)."""
CREATED_A_RUN = 100
"""Templates that an account may create in an hour (Meta: "Message templates", "Limitations")."""
CALLS_A_RUN = 190
"""Calls to Meta in one run, a little below the 200 that a new account may make in an hour (Meta: "Rate limits"; an
account with an active number may make 5,000)."""


def spec_of(category: Category, office: Office, language: str, sample: Attachment | None = None) -> TemplateSpec:
    """The category's template as it is submitted; with a ``sample`` file, the variant that carries such a file."""
    layout = category.whatsapp
    return TemplateSpec(
        name=layout.media_template_name(sample) if sample else layout.template_name,
        language=language,
        category=layout.price_category,
        body=body_of(layout, office, sample),
        variables=tuple(samples(category, office, sample).items()),
        footer=layout.footer,
        quick_replies=layout.quick_replies,
        header_kind=("IMAGE" if sample.is_image else "DOCUMENT") if sample else "",
        header_sample=sample.path if sample else None,
        lifetime=layout.lifetime_hours * 3600,
    )


def by_need(categories: Iterable[Category]) -> tuple[Category, ...]:
    """In the order in which a town needs them: the one that can say anything, then the more urgent before the others.

    Meta takes so many an hour, and looks at each for up to a day: what came first can be sent first.
    """
    urgency = list(Priority)
    return tuple(
        sorted(categories, key=lambda one: (one.id != GENERIC, urgency.index(one.priority), not one.alert, one.order))
    )


def sample_files() -> tuple[Attachment, ...]:
    """A picture and a document that show Meta what the headers of templates will hold."""
    picture, document = paths.resource("samples", "avviso.png"), paths.resource("samples", "avviso.pdf")
    return (
        Attachment(picture, "Un avviso di esempio", PNG, picture.stat().st_size),
        Attachment(document, "Un avviso di esempio", PDF, document.stat().st_size),
    )


def submit(
    workspace: Workspace,
    categories: Iterable[Category],
    attachments: Sequence[Attachment] = (),
    most_calls: int = CALLS_A_RUN,
    after_each: Callable[[], object] = lambda: None,
    work: Work = UNWATCHED,
) -> Submission:
    """Asks Meta to approve the templates of ``categories``; those that exist already are left as they are.

    With ``attachments`` also the variants that carry a file like each of these, after all others: a notice without a
    file can go out while a sample is refused. A template that Meta refuses stops none of the others; what would stop
    every further one (the key, the network, Meta's limit, ``most_calls`` reached) ends the run, as a person does who
    stops ``work``, and the outcome tells what is left. To run it again submits exactly that. ``after_each`` is called
    after each template.

    Raises ConfigError("no_whatsapp" | "secret_missing") and SendError where nothing was submitted and nothing is known.
    """
    wanted = [(category, sample) for sample in (None, *attachments) for category in categories]
    specs = [(category, spec_of(category, workspace.office, workspace.language, sample)) for category, sample in wanted]
    states: list[TemplateState] = []
    created: list[str] = []
    refused: list[Refusal] = []
    with meta_account.graph(workspace) as (client, configured):
        app_id = partial(meta_account.app_id, client, configured)
        templates = TemplateApi(client, configured.business_account_id, app_id)
        work.begin("templates")
        known = templates.list_all()

        def ended(place: int, error: UserError | SendError) -> Submission:
            left = tuple(each.name for _, each in specs[place:] if not any(each.is_of(one) for one in known))
            return Submission(tuple(states), tuple(created), tuple(refused), left, error)

        for place, (category, spec) in enumerate(specs):
            try:
                work(place, len(specs))
                enough = client.calls >= most_calls or len(created) >= CREATED_A_RUN
                if enough and not any(spec.is_of(one) for one in known):
                    raise Transient("80007")
                submitted = templates.submit(spec, known)
            except InputError as error:
                if error.code == STOPPED:
                    return ended(place, InputError("templates_stopped", created=len(created)))
                refused.append(Refusal(spec.name, error))
                continue
            except (ConfigError, SendError) as error:
                return ended(place, error)
            states.append(_state(category, submitted.template, submitted.differences))
            created += [spec.name] if submitted.created else []
            workspace.templates.save([_row(submitted.template, workspace.clock.now())])
            after_each()
    return Submission(tuple(states), tuple(created), tuple(refused))


def sync(workspace: Workspace, categories: Iterable[Category]) -> tuple[TemplateState, ...]:
    """Reads from Meta the state of the templates of ``categories``; those it does not have are absent.

    Of a category whose new text is not approved yet also those of the text that goes out meanwhile.

    Raises ConfigError("no_whatsapp" | "secret_missing"), SendError.
    """
    with _templates_at_meta(workspace) as templates:
        found = {(one.name, one.language): one for one in templates.list_all()}
    states: list[TemplateState] = []
    rows: list[TemplateRow] = []
    for category in categories:
        settled = False
        for layout in category.layouts:
            for name in (layout.template_name, *map(layout.media_template_name, sample_files())):
                if template := found.get((name, workspace.language)):
                    rows.append(_row(template, workspace.clock.now()))
                    states += [] if settled else [_state(replace(category, whatsapp=layout), template)]
            settled = settled or any(row.name == layout.template_name and row.status == APPROVED for row in rows)
    workspace.templates.save(rows)  # in one transaction: each is written to the disk itself, and this is asked often
    return tuple(states)


def confirm(workspace: Workspace, category: Category, contents: Iterable[Content]) -> TemplateState | None:
    """The state of the template that is about to be sent, asked of Meta now; None if none is sent.

    While Meta is silent it is what Meta told last, by its list or by a webhook; None if it never told.

    Raises ConfigError("template_missing" | "template_not_approved"), so that nothing is queued that could not go
    out; SendError Misconfigured for a wrong token.
    """
    message = next((one for one in contents if isinstance(one, TemplateMessage)), None)
    if message is None:
        return None
    try:
        with _templates_at_meta(workspace) as templates:
            versions = templates.find(message.template)
    except (Transient, OutcomeUnknown):
        return _told_last(workspace, category, message)  # the lane asks again before the first message
    template = next((one for one in versions if one.language == message.language), None)
    if template is None:
        raise ConfigError("template_missing", field="whatsapp", detail=message.template)
    workspace.templates.save([_row(template, workspace.clock.now())])
    if template.status != APPROVED:
        raise ConfigError("template_not_approved", field="whatsapp", detail=f"{template.name}: {template.status}")
    return _state(category, template)


def _told_last(workspace: Workspace, category: Category, message: TemplateMessage) -> TemplateState | None:
    row = workspace.templates.get(message.template, message.language)
    if row is None:
        return None
    expected = category.whatsapp.price_category
    return TemplateState(category.id, row.name, row.language, row.status, row.category, expected, quality=row.quality)


def allowance(workspace: Workspace) -> Allowance | None:
    """How many more people Meta lets the office reach, asked of Meta now; None: no limit, or Meta does not say.

    A question that Meta does not answer keeps nothing back: what is wrong with the account shows at the template's.
    Raises ConfigError("no_whatsapp" | "secret_missing").
    """
    try:
        with meta_account.graph(workspace) as (client, configured):
            limit = meta_account.account_api(client, configured).number().limit
    except SendError:
        return None
    return messaging_limit.allowance(
        limit, workspace.outbox.reached(WHATSAPP, workspace.clock.now() - messaging_limit.DAY)
    )


@contextmanager
def _templates_at_meta(workspace: Workspace) -> Iterator[TemplateApi]:
    with meta_account.graph(workspace) as (client, configured):
        yield TemplateApi(client, configured.business_account_id)


def _state(category: Category, template: TemplateStatus, changed: tuple[str, ...] = ()) -> TemplateState:
    return TemplateState(
        category.id,
        template.name,
        template.language,
        template.status,
        template.category,
        category.whatsapp.price_category,
        template.rejected_reason,
        changed,
        template.quality,
        template.lifetime,
        category.whatsapp.lifetime_hours * 3600,
    )


def _row(template: TemplateStatus, now: datetime) -> TemplateRow:
    return TemplateRow(
        template.name, template.language, template.status, template.category, template.body, now, template.quality
    )
