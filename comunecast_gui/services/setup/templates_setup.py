# SPDX-License-Identifier: EUPL-1.2
"""The step *Modelli*: submits all templates in the order in which the town needs them, and follows their review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from comunecast_gui.core.errors import InputError, OutcomeUnknown, SendError, Transient, UserError
from comunecast_gui.core.model import PriceCategory
from comunecast_gui.core.notice.costs import Rates
from comunecast_gui.core.setup.step_report import OpenPoint, StepReport
from comunecast_gui.core.setup.template_review import ReviewRound, ReviewState, TemplateReview
from comunecast_gui.core.work.long_work import UNWATCHED, Work
from comunecast_gui.services import template_approval, wiring
from comunecast_gui.services.categories import going_on
from comunecast_gui.services.setup.setup_folder import SetupFolder
from comunecast_gui.services.template_approval import LIMIT_CODES, Submission
from comunecast_gui.services.wiring import Workspace


class TemplatesSetup:
    """One button for all templates. Where Meta's hourly limit stops it, it goes on by itself; pressed again, it goes
    on where anything else stopped it.
    """

    def __init__(self, folder: SetupFolder) -> None:
        self._folder = folder

    def present(self) -> ReviewRound:
        """What is known from before; asks nobody. Raises ConfigError (``database_*``), "setup_office_first"."""
        with self._folder.workspace() as workspace:
            return _with_rest(workspace, ReviewRound(_reviews(workspace), with_files=_with_files(workspace)))

    def submit(self, work: Work = UNWATCHED) -> ReviewRound:
        """Submits what Meta does not have yet, those with a picture or a PDF after all others.

        Those that it has are left as they are.
        Raises ConfigError("no_whatsapp" | "secret_missing"), SendError where Meta was not reached at all.
        """
        with self._folder.workspace() as workspace:
            wanted = [one.id for one in template_approval.by_need(workspace.catalogue.offered)]
            return _round(workspace, going_on.submit(workspace, wanted, files=True, work=work))

    def go_on(self) -> ReviewRound:
        """Goes on where Meta's hour is over; what is known where it is not. Raises as :meth:`submit`."""
        with self._folder.workspace() as workspace:
            done = going_on.go_on(workspace)
            if done is not None:
                return _round(workspace, done)
        return self.present()

    def follow(self) -> ReviewRound:
        """Asks Meta how far the review is. Raises ConfigError("no_whatsapp" | "secret_missing"), SendError."""
        with self._folder.workspace() as workspace:
            states = template_approval.sync(workspace, workspace.catalogue)
            known = ReviewRound(_reviews(workspace, Submission(states)), with_files=_with_files(workspace))
            return _with_rest(workspace, known)

    def report(self) -> StepReport:
        """Missing without any, to be checked while Meta looks at some; those that it refused are told on the page.

        Asks nobody. Raises ConfigError (``database_*``), InputError (``settings_...``).
        """
        found = self._folder.settings()
        if found is None or found.whatsapp is None:
            return StepReport.of((OpenPoint("setup_templates_later"),))
        known = self.present()
        usable = any(one.state is ReviewState.APPROVED for one in known.reviews)
        if known.absent:
            return StepReport.of((OpenPoint("setup_templates_absent", {"count": known.absent}),))
        if known.waiting or not usable:
            return StepReport.of((), (OpenPoint("setup_templates_waiting", {"count": known.waiting}),))
        return StepReport.of(())


def _round(workspace: Workspace, done: Submission) -> ReviewRound:
    """What the page shows after one go."""
    refusals = {one.name: one.error for one in done.refused}
    known, files = _reviews(workspace, done, refusals), _with_files(workspace)
    shown = {one.template for one in known}
    error = done.stopped_by or next((why for name, why in refusals.items() if name not in shown), None)
    found = ReviewRound(known, len(done.created), len(done.left), _why(error), error, files)
    return _with_rest(workspace, found)


def _with_rest(workspace: Workspace, found: ReviewRound) -> ReviewRound:
    """The same with when the rest goes on by itself, in the office's time."""
    rest = going_on.waiting(workspace)
    if rest is None or not rest.held:
        return found
    return replace(found, left=rest.left, goes_on_at=going_on.minute_of(workspace, rest))


def _why(error: UserError | SendError | None) -> str:
    """Why Meta was not asked further, in a word; empty where it was asked of all."""
    if error is None:
        return ""
    if isinstance(error, Transient):
        return "limit" if error.code in LIMIT_CODES else "silent"
    return "silent" if isinstance(error, OutcomeUnknown) else "trouble"


def _reviews(
    workspace: Workspace, done: Submission | None = None, refusals: Mapping[str, InputError] | None = None
) -> tuple[TemplateReview, ...]:
    """One for each category in the order of need: what Meta told last, and with it what it has just told."""
    rates, today = wiring.rates(), workspace.clock.now().date()
    rows = {(row.name, row.language): row for row in workspace.templates.all()}
    fresh = {state.name: state for state in (done.states if done else ())}
    found = []
    for category in template_approval.by_need(workspace.catalogue.offered):
        name, wanted = category.whatsapp.template_name, category.whatsapp.price_category
        row = rows.get((name, workspace.language))
        told = row.category if row else ""
        charged = PriceCategory(told) if told in list(PriceCategory) else wanted
        review = TemplateReview(
            category.id,
            category.name,
            name,
            row.status if row else "",
            charged,
            _price(rates, charged, today),
            dearer=wanted is PriceCategory.UTILITY and charged is PriceCategory.MARKETING,
            refusal=(refusals or {}).get(name),
        )
        if name in fresh:
            review = replace(review, reason=fresh[name].rejected_reason)
        found.append(review)
    return tuple(found)


def _with_files(workspace: Workspace) -> tuple[str, ...]:
    """What Meta told last of the variants that carry a picture or a PDF."""
    rows = {row.name: row.status for row in workspace.templates.all() if row.language == workspace.language}
    files = template_approval.sample_files()
    offered = workspace.catalogue.offered
    return tuple(rows.get(one.whatsapp.media_template_name(file), "") for one in offered for file in files)


def _price(rates: Rates, category: PriceCategory, day: date) -> Decimal | None:
    return rates.on(day).eur.get(category)
