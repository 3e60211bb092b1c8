# SPDX-License-Identifier: EUPL-1.2
"""Gets the categories' templates approved by Meta, and knows which may be sent, at what price and to how many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import product

from comunecast_gui.channels.whatsapp.graph_client import GraphClient
from comunecast_gui.channels.whatsapp.templates import TemplateApi, TemplateSpec, TemplateStatus, phone_info
from comunecast_gui.core import messaging_limit
from comunecast_gui.core.content import Content, TemplateMessage
from comunecast_gui.core.errors import ConfigError, OutcomeUnknown, SendError, Transient
from comunecast_gui.core.messaging_limit import Allowance
from comunecast_gui.core.model import Attachment, Office, PriceCategory
from comunecast_gui.core.notice import notice_file
from comunecast_gui.core.notice.categories import Category
from comunecast_gui.core.notice.render import body_of, samples
from comunecast_gui.services.wiring import APPROVED, WHATSAPP, Workspace
from comunecast_gui.store.delivery.templates import TemplateRow
from comunecast_gui.system import paths, tls
from comunecast_gui.system.secrets import SecretName
from comunecast_gui.system.settings.values import WhatsAppSettings


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

    @property
    def dearer(self) -> bool:
        """Whether Meta made a utility template a marketing one, which costs more than twice as much."""
        return self.expected is PriceCategory.UTILITY and self.price_category == PriceCategory.MARKETING


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
    )


def sample_files() -> tuple[Attachment, ...]:
    """A picture and a document that show Meta what the headers of templates will hold."""
    return (
        notice_file.attachment(paths.resource("samples", "avviso.png"), "Un avviso di esempio"),
        notice_file.attachment(paths.resource("samples", "avviso.pdf"), "Un avviso di esempio"),
    )


def submit(
    workspace: Workspace, categories: Iterable[Category], attachments: Sequence[Attachment] = ()
) -> tuple[TemplateState, ...]:
    """Asks Meta to approve the templates of ``categories``; those that exist already are left as they are.

    With ``attachments`` also the variants that carry a file like each of these.

    What Meta said of the earlier ones is kept also when a later one is refused.
    Raises ConfigError("no_whatsapp" | "secret_missing"), InputError("template_refused"), SendError.
    """
    states = []
    with _templates_at_meta(workspace) as templates:
        known = templates.list_all()
        for category, sample in product(categories, (None, *attachments)):
            submitted = templates.submit(spec_of(category, workspace.office, workspace.language, sample), known)
            states.append(_state(category, submitted.template, submitted.differences))
            workspace.templates.save([_row(submitted.template, workspace.clock.now())])
    return tuple(states)


def sync(workspace: Workspace, categories: Iterable[Category]) -> tuple[TemplateState, ...]:
    """Reads from Meta the state of the templates of ``categories``; those it does not have are absent.

    Raises ConfigError("no_whatsapp" | "secret_missing"), SendError.
    """
    with _templates_at_meta(workspace) as templates:
        found = {(one.name, one.language): one for one in templates.list_all()}
    states = []
    for category in categories:
        layout = category.whatsapp
        for name in (layout.template_name, *map(layout.media_template_name, sample_files())):
            if template := found.get((name, workspace.language)):
                workspace.templates.save([_row(template, workspace.clock.now())])
                states.append(_state(category, template))
    return tuple(states)


def confirm(workspace: Workspace, category: Category, contents: Iterable[Content]) -> TemplateState | None:
    """The state of the template that is about to be sent, asked of Meta now; None if none is, or Meta is silent.

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
        return None  # the lane asks again before the first message
    template = next((one for one in versions if one.language == message.language), None)
    if template is None:
        raise ConfigError("template_missing", field="whatsapp", detail=message.template)
    workspace.templates.save([_row(template, workspace.clock.now())])
    if template.status != APPROVED:
        raise ConfigError("template_not_approved", field="whatsapp", detail=f"{template.name}: {template.status}")
    return _state(category, template)


def allowance(workspace: Workspace) -> Allowance | None:
    """How many more people Meta lets the office reach, asked of Meta now; None: no limit, or Meta does not say.

    A question that Meta does not answer keeps nothing back: what is wrong with the account shows at the template's.
    Raises ConfigError("no_whatsapp" | "secret_missing").
    """
    try:
        with _meta(workspace) as (client, configured):
            limit = phone_info(client, configured.phone_number_id).limit
    except SendError:
        return None
    return messaging_limit.allowance(
        limit, workspace.outbox.reached(WHATSAPP, workspace.clock.now() - messaging_limit.DAY)
    )


@contextmanager
def _templates_at_meta(workspace: Workspace) -> Iterator[TemplateApi]:
    with _meta(workspace) as (client, configured):
        yield TemplateApi(client, configured.business_account_id)


@contextmanager
def _meta(workspace: Workspace) -> Iterator[tuple[GraphClient, WhatsAppSettings]]:
    configured = workspace.settings.whatsapp
    if configured is None:
        raise ConfigError("no_whatsapp", field="whatsapp")
    token = workspace.secrets.require(SecretName.WHATSAPP_TOKEN)
    client = GraphClient(configured.graph_url, configured.api_version, token.reveal(), tls.context())
    try:
        yield client, configured
    finally:
        client.close()


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
    )


def _row(template: TemplateStatus, now: datetime) -> TemplateRow:
    return TemplateRow(template.name, template.language, template.status, template.category, template.body, now)
