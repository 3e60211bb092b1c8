# SPDX-License-Identifier: EUPL-1.2
"""The step *Modelli*: one button submits all templates, and each is followed with its price and what to change."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from comunecast_gui.core.setup.step_report import StepReport
from comunecast_gui.core.setup.template_review import ReviewRound, ReviewState, TemplateReview, state_of
from comunecast_gui.core.work.long_work import Work
from comunecast_gui.ui.setup.status_rows import StatusRow, StatusRows
from comunecast_gui.ui.setup.step_page import StepFrame, StepPage
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import announce, label

_AGAIN_MS = 120_000
"""How often Meta is asked while it looks at some: 30 of the 200 calls that it allows a new account an hour."""
_LOOK_MS = 60_000
"""How often it is looked whether Meta's hour is over; that asks nobody."""
_ORDER = (
    ReviewState.REFUSED,
    ReviewState.STOPPED,
    ReviewState.ABSENT,
    ReviewState.PENDING,
    ReviewState.APPROVED,
)
_TONES = {
    ReviewState.ABSENT: "muted",
    ReviewState.PENDING: "warning",
    ReviewState.APPROVED: "success",
    ReviewState.REFUSED: "error",
    ReviewState.STOPPED: "error",
}


def templates_title() -> str:
    """What a person calls this step."""
    return QCoreApplication.translate("Setup", "Templates")


class TemplatesWork(Protocol):
    """What this page needs; every call may take long."""

    def present(self) -> ReviewRound: ...

    def submit(self, work: Work, /) -> ReviewRound: ...

    def go_on(self) -> ReviewRound: ...

    def follow(self) -> ReviewRound: ...


class TemplatesStep(StepPage):
    """What was refused or stopped stands first, then what Meta looks at, then what is approved."""

    def __init__(self, work: TemplatesWork, frame: StepFrame) -> None:
        super().__init__(
            frame,
            self.tr("The texts that Meta approves beforehand"),
            self.tr(
                "On WhatsApp a notice is a template that Meta has approved, filled in. One press submits all of them, "
                "in the order in which the town needs them; Meta looks at each, usually for less than a day."
            ),
        )
        self._work = work
        self._round = ReviewRound(())
        row = QWidget()
        flow = FlowLayout(row)
        self.submit = self.look.button(self.tr("&Submit all templates"), "primary", "it-upload")
        self.submit.clicked.connect(self._on_submit)
        self.follow = self.look.button(self.tr("&Look again"), "", "it-refresh")
        self.follow.clicked.connect(self._follow)
        flow.addWidget(self.submit)
        flow.addWidget(self.follow)
        self.summary = label("", "strong")
        self.column.addWidget(self.summary)
        self.files = label("", "muted")
        self.column.addWidget(self.files)
        self.column.addWidget(row)
        self.rest = label("", "warning")
        self.rest.hide()
        self.column.addWidget(self.rest)
        self.bar = self.work_bar(self.tr("Sending the texts to Meta…"))
        self.column.addWidget(self.bar)
        self.place_banner()
        self.list = StatusRows(self.look, self.tr("Templates"))
        self.column.addWidget(self.list)
        self._timer = self.timer(self._follow, _AGAIN_MS)
        self._hour = self.timer(self._look, _LOOK_MS)
        self._refresh()

    def show_report(self, report: StepReport) -> None:
        self._refresh()

    def leave(self) -> None:
        self._timer.stop()
        self._hour.stop()

    # -- what is known ------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        self.ask(self._work.present, self._show, failed=self._on_nothing)

    def _on_nothing(self, _: str) -> None:
        """Before the office exists there is nothing to show; what is missing the window says."""

    def _show(self, found: ReviewRound) -> None:
        known = {one.category: one for one in self._round.reviews}
        reviews = [_with_refusal(one, known.get(one.category)) for one in found.reviews]
        self._round = replace(found, reviews=tuple(reviews))
        order = [
            ReviewState.REFUSED,
            ReviewState.STOPPED,
            ReviewState.ABSENT,
            ReviewState.PENDING,
            ReviewState.APPROVED,
        ]
        self.list.show_rows([self._row(one) for one in sorted(reviews, key=lambda one: order.index(one.state))])
        counts = {state: sum(one.state is state for one in reviews) for state in ReviewState}
        words = self.tr("{approved} of {all} approved, {waiting} waiting, {refused} refused.")
        files = [state_of(status) for status in found.with_files]
        also = self.tr("With a picture or a PDF: {approved} of {all} approved.")
        self.files.setText(also.format(approved=files.count(ReviewState.APPROVED), all=len(files)))
        self.files.setVisible(bool(files))
        self.summary.setText(
            words.format(
                approved=counts[ReviewState.APPROVED],
                all=len(reviews),
                waiting=counts[ReviewState.PENDING],
                refused=counts[ReviewState.REFUSED] + counts[ReviewState.STOPPED],
            )
        )
        left, all_ = self._round.absent, len(reviews) + len(files)
        held = found.goes_on_at is not None
        self.submit.setVisible((bool(left) or not reviews) and not held)
        self._show_rest(found)
        self.submit.setText(
            self.tr("&Submit all templates") if left == all_ else self.tr("&Submit the other %n", "", left)
        )
        self.follow.setVisible(counts[ReviewState.ABSENT] < len(reviews))
        if self._round.waiting and self.isVisible():
            self._timer.start()

    def _show_rest(self, found: ReviewRound) -> None:
        """What goes on by itself, and when."""
        self.rest.setVisible(found.goes_on_at is not None)
        if found.goes_on_at is None:
            self._hour.stop()
            return
        goes_on = self.tr("Goes on by itself at {time}: %n template(s) left.", "", found.left)
        close = self.tr("You may close the program: it goes on when it is open again.")
        self.rest.setText(f"{goes_on.format(time=labels.hour(found.goes_on_at))} {close}")
        if self.isVisible():
            self._hour.start()

    def _row(self, one: TemplateReview) -> StatusRow:
        refusal = self.sentences.of(one.refusal) if one.refusal is not None else ""
        advice = self.sentences.text(
            f"template_review.{one.advice}", reason=one.reason, status=one.status, refusal=refusal
        )
        price = self._price(one)
        dear = one.dearer and one.state in (ReviewState.PENDING, ReviewState.APPROVED)
        return StatusRow(one.title, _state(one.state), f"{advice} {price}", "warning" if dear else _TONES[one.state])

    def _price(self, one: TemplateReview) -> str:
        if one.price_category is None:
            return ""
        kind = labels.price_word(one.price_category)
        kind = kind[:1].upper() + kind[1:]
        if one.price is None:
            return f"{kind}."
        return self.tr("{kind}: {price} for each message delivered, without VAT.").format(
            kind=kind, price=labels.price_amount(one.price)
        )

    # -- events -------------------------------------------------------------------------------------------------------

    def _on_submit(self) -> None:
        self.be_silent()
        off = (self.submit, self.follow)
        self.bar.run(self._work.submit, self._on_submitted, self.say_failure, off=off)

    def _on_submitted(self, found: ReviewRound) -> None:
        self._show(found)
        done = self.tr("%n template(s) submitted.", "", found.created)
        later = self.tr("%n are left.", "", found.left)
        match found.code:
            case "":
                self.say("success", done)
            case "limit":
                rest = self.tr("Meta takes no more this hour: the rest goes on by itself.")
                self.say("warning", f"{done} {rest}")
            case "silent":
                words = self.tr("Meta did not answer any more. Press again in a while: it goes on where it stopped.")
                self.say("warning", f"{done} {later} {words}")
            case _:
                why = self.sentences.of(found.error, queued=False) if found.error is not None else ""
                self.say("error", f"{done} {later} {why}")
        self.kept.emit()

    def _look(self) -> None:
        """Whether the hour is over; the rest is submitted then."""
        self.ask(self._work.go_on, self._on_gone_on, self.submit, self.follow, failed=self._on_not_gone_on)

    def _on_gone_on(self, found: ReviewRound) -> None:
        if found.created or found.code not in ("", "limit"):
            self._on_submitted(found)
        else:
            self._show(found)

    def _on_not_gone_on(self, sentence: str) -> None:
        if sentence != self.said:
            self.say("warning", sentence)
        self._hour.start()

    def _follow(self, *_: object) -> None:
        self.ask(self._work.follow, self._on_followed, self.follow)

    def _on_followed(self, found: ReviewRound) -> None:
        before = self._round.waiting
        self._show(found)
        if found.waiting != before:
            announce(self, self.summary.text())
        self.kept.emit()


def _with_refusal(fresh: TemplateReview, known: TemplateReview | None) -> TemplateReview:
    """A template that Meta refused at once is not among Meta's: what it said stays until it is submitted again."""
    if known is None:
        return fresh
    if fresh.state is ReviewState.ABSENT and known.refusal is not None:
        return known
    if fresh.state is ReviewState.REFUSED and not fresh.reason:  # Meta tells why only to who asks
        return replace(fresh, reason=known.reason)
    return fresh


def _state(state: ReviewState) -> str:
    return {
        ReviewState.ABSENT: QCoreApplication.translate("Setup", "to submit"),
        ReviewState.PENDING: QCoreApplication.translate("Setup", "waiting"),
        ReviewState.APPROVED: QCoreApplication.translate("Setup", "approved"),
        ReviewState.REFUSED: QCoreApplication.translate("Setup", "refused"),
        ReviewState.STOPPED: QCoreApplication.translate("Setup", "stopped"),
    }[state]
