# SPDX-License-Identifier: EUPL-1.2
"""The window of the guided set-up: its steps with their state, of which one is in front."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from comunecast_gui.core.sentences import Sentences
from comunecast_gui.core.setup.step_report import StepReport, StepState
from comunecast_gui.ui.runtime.setup_step import SetupParts, Step
from comunecast_gui.ui.runtime.slow_calls import Asks
from comunecast_gui.ui.setup.step_page import StepFrame, StepPage
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import Banner, Look, announce, label, lay_out, set_role, tab_stops

_WIDTH, _HEIGHT = 1000, 680
"""In pixels at normal text size, as far as the screen has that much."""
_ICONS = {
    StepState.DONE: ("it-check-circle", "success"),
    StepState.MISSING: ("it-pencil", "muted"),
    StepState.CHECK: ("it-warning-circle", "warning"),
}


class SetupDialog(FittingDialog):
    """The steps as buttons at the top, each with its state; below them the page of the one in front.

    Steps may be taken in any order, left, and taken up again; what was typed is kept when a step is left and when the
    window closes. ``extra`` buttons stand at the foot: what else a person may want at the first start.
    """

    changed = Signal()
    """Something was kept while this window was open."""

    def __init__(
        self,
        look: Look,
        asks: Asks,
        sentences: Sentences,
        parts: SetupParts,
        parent: QWidget | None,
        *,
        title: str = "",
        explanation: str = "",
        extra: Sequence[QPushButton] = (),
    ) -> None:
        super().__init__(look.theme.px(560), parent)
        self.begin_with(look.theme.px(_WIDTH), look.theme.px(_HEIGHT))
        self._look = look
        self._asks = asks
        self._sentences = sentences
        self._steps = parts.steps
        self._entries = parts.entries
        self._frame = StepFrame(look, asks, sentences)
        self._pages: dict[str, StepPage] = {}
        self.reports: dict[str, StepReport] = {}
        self._chips: dict[str, QPushButton] = {}
        self.current = ""
        self._needed = ""
        self._asked = 0
        self._found_first = False
        self.setWindowTitle(self.tr("Set up ComuneCast"))
        heading = label(title or self.tr("Set up ComuneCast"))
        heading.setObjectName("title")
        self.column.setSpacing(12)
        self.column.addWidget(heading)
        if explanation:
            self.column.addWidget(label(explanation))
        self._progress = label("", "muted")
        self.column.addWidget(self._progress)
        self.column.addWidget(self._chip_row())
        self._trouble = Banner(look, "error")
        self._trouble.hide()
        self.column.addWidget(self._trouble)
        self._needs = Banner(look, "info")
        self._needs_button = look.button("")
        self._needs_button.clicked.connect(lambda: self.show_step(self._needed))
        self._needs.add_button(self._needs_button)
        self._needs.hide()
        self.column.addWidget(self._needs)
        self._place = QVBoxLayout()
        self.column.addLayout(self._place)
        self.column.addStretch(1)
        self._marking = QTimer(self)  # once for all that changes at a time
        self._marking.setSingleShot(True)
        self._marking.timeout.connect(self._mark_next)
        self._foot(extra)
        self.show_step(self._steps[0].id)
        self.look_again()

    # -- building -----------------------------------------------------------------------------------------------------

    def _chip_row(self) -> QWidget:
        box = QWidget()
        box.setAccessibleName(self.tr("Steps"))
        flow = FlowLayout(box, gap=8)
        for number, step in enumerate(self._steps, 1):
            chip = self._look.button(f"{number}  {step.title}", "step")
            chip.clicked.connect(partial(self.show_step, step.id))
            self._chips[step.id] = chip
            flow.addWidget(chip)
        return box

    def _foot(self, extra: Sequence[QPushButton]) -> None:
        flow = FlowLayout(gap=10, side=Qt.AlignmentFlag.AlignRight)
        for button in extra:
            flow.addWidget(button)
        close = self._look.button(self.tr("&Close"))
        close.clicked.connect(self.close)
        flow.addWidget(close)
        self.next = self._look.button("", "", "it-arrow-right")
        self.next.clicked.connect(self.go_on)
        flow.addWidget(self.next)
        self.set_foot(flow)

    # -- steps --------------------------------------------------------------------------------------------------------

    def page(self, id: str) -> StepPage:
        """The page of a step, made when it is first wanted."""
        if id not in self._pages:
            made = self._step(id).page(self._frame)
            assert isinstance(made, StepPage)  # noqa: S101 - a step's own promise
            made.take_entries(self._entries.entries(id))
            made.kept.connect(self._on_kept)
            made.go_on.connect(self.go_on)
            made.hide()
            self._place.addWidget(made)
            self._pages[id] = made
        return self._pages[id]

    def show_step(self, id: str, *_: object) -> None:
        """Puts a step in front; the one before keeps what was typed in it."""
        if id == self.current:
            self._found_first = True  # chosen: no other comes to the front any more
            self._mark()
            return
        self._leave()
        if self.current:
            self.page(self.current).hide()
        self.current = id
        page = self.page(id)
        page.show()
        self._mark()
        self._focus_page()
        if id in self.reports:
            page.show_report(self.reports[id])

    def go_on(self) -> None:
        """Puts the next step in front."""
        ids = [step.id for step in self._steps]
        later = ids[ids.index(self.current) + 1 :]
        if later:
            self.show_step(later[0])
        else:
            self.close()

    def look_again(self) -> None:
        """Looks on threads how far each step has come."""
        self._asked += 1
        for step in self._steps:
            ok = partial(self._on_report, self._asked, step.id)
            self._asks.query(self, step.report, ok, self.say_trouble)

    def say_trouble(self, sentence: str) -> None:
        """Says what went wrong with the window's own work, above the step in front."""
        self._trouble.set_text(sentence)
        self._trouble.show()
        announce(self, sentence)

    def _step(self, id: str) -> Step:
        return next(step for step in self._steps if step.id == id)

    def _focus_page(self) -> None:
        """The first thing in front that takes keys gets the focus; where another step is needed first, its button."""
        if self._needed:
            self._needs_button.setFocus()
            return
        page = self.page(self.current)
        stops = [one for one in tab_stops(page) if one.isVisibleTo(page) and one.isEnabled()]
        if stops:
            stops[0].setFocus()

    def _leave(self) -> None:
        if page := self._pages.get(self.current):
            self._entries.keep_entries(self.current, page.entries())
            page.leave()

    def _mark(self) -> None:
        """Shows which step is in front, what each is like, and what this one waits for."""
        states = {
            StepState.DONE: self.tr("done"),
            StepState.MISSING: self.tr("to do"),
            StepState.CHECK: self.tr("to be checked"),
        }
        for number, step in enumerate(self._steps, 1):
            chip, report = self._chips[step.id], self.reports.get(step.id)
            set_role(chip, "current", "yes" if step.id == self.current else "no")
            chip.setAccessibleDescription(self.tr("This step is in front.") if step.id == self.current else "")
            words = f"{step.title}: {states[report.state]}" if report else step.title
            chip.setText(f"{number}  {words}")
            chip.setAccessibleName(f"{number}, {words}")
        later = [step for step in self._steps if step.id != self.current]
        ids = [step.id for step in self._steps]
        after = self._steps[ids.index(self.current) + 1 :]
        self.next.setText(self.tr("Ne&xt: {step}").format(step=after[0].title) if after else self.tr("&Finish"))
        done = sum(report.state is StepState.DONE for report in self.reports.values())
        text = self.tr("{done} of {all} steps are done. Each can be left and taken up again: nothing is lost.")
        self._progress.setText(text.format(done=done, all=len(later) + 1))
        self._mark_needs()

    def _mark_needs(self) -> None:
        step = self._step(self.current)
        open_ = [one for one in step.needs if one in self.reports and self.reports[one].state is StepState.MISSING]
        self._needed = open_[0] if open_ else ""
        page, focused = self.page(self.current), self.focusWidget()
        moved = focused is not None and (page.isAncestorOf(focused) if open_ else focused is self._needs_button)
        page.setEnabled(not open_)
        self._needs.setVisible(bool(open_))
        if open_:
            title = self._step(self._needed).title
            self._needs.set_text(self.tr("This step needs “{step}” first.").format(step=title))
            self._needs_button.setText(self.tr("&Go to {step}").format(step=title))
        self._marking.start(0)
        if moved:  # else the focus would be wherever Qt puts it when what has it goes away
            self._focus_page()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """A step shows or hides something: its next button may be another."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._marking.start(0)
        return super().eventFilter(watched, event)

    def _mark_next(self) -> None:
        """One button stands out: the step's next one; the way to a step that is needed first; else the next step."""
        report = self.reports.get(self.current)
        done = bool(self._needed) or (report is not None and report.state is StepState.DONE)
        within = self.page(self.current).mark_next(done=done)
        self._look.set_kind(self._needs_button, "primary" if self._needed else "")
        self._look.set_kind(self.next, "" if within or self._needed else "primary")

    # -- events -------------------------------------------------------------------------------------------------------

    def _on_kept(self) -> None:
        self.changed.emit()
        self.look_again()

    def _on_report(self, asked: int, id: str, report: StepReport) -> None:
        if asked != self._asked:  # a later look is under way
            return
        self._trouble.hide()
        before = self.reports.get(id)
        self.reports[id] = report
        if before is None or before.state is not report.state:
            self._look.put_icon(self._chips[id], *_ICONS[report.state])
        if report.state is StepState.DONE and before is not None and before.state is not StepState.DONE:
            announce(self, self.tr("{step}: done").format(step=self._step(id).title))
        if id == self.current:
            self.page(id).show_report(report)
        if not self._found_first and len(self.reports) == len(self._steps):
            self._found_first = True
            self._begin_where_work_is()
        self._mark()
        lay_out()

    def _begin_where_work_is(self) -> None:
        """The first look is over: the first step that is not done comes to the front, if nobody chose another."""
        first = next((step.id for step in self._steps if self.reports[step.id].state is not StepState.DONE), "")
        if first and self.current == self._steps[0].id and not self.page(self.current).entries():
            self.show_step(first)
            self.open_at_top()

    def done(self, result: int) -> None:
        """However the window closes, what was typed is kept."""
        self._leave()
        super().done(result)
