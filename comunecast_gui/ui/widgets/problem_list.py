# SPDX-License-Identifier: EUPL-1.2
"""Lists the problems found by the checks, each with an icon, a word and a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from comunecast_gui.core.notice.checks.check import Mend, Problem, Severity
from comunecast_gui.core.sentences import cut_short
from comunecast_gui.ui.widgets.by_keyboard import in_reading_order
from comunecast_gui.ui.widgets.look import Look, label

ICONS = {Severity.ERROR: "it-error", Severity.WARNING: "it-warning-circle", Severity.HINT: "it-info-circle"}
TONES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "muted"}


def severity_word(severity: Severity) -> str:
    """Error, Warning or Hint, in the language of the screen."""
    return {
        Severity.ERROR: QCoreApplication.translate("Problems", "Error"),
        Severity.WARNING: QCoreApplication.translate("Problems", "Warning"),
        Severity.HINT: QCoreApplication.translate("Problems", "Hint"),
    }[severity]


class ProblemLines(QWidget):
    """Problems one under the other; ``chosen`` gives the field of one that was pressed, where they are links."""

    chosen = Signal(str)
    mended = Signal(object)
    """The :class:`Mend` of a problem was pressed."""
    followed = Signal(int)
    """A person wants to go on with this notice instead."""

    def __init__(self, look: Look, *, links: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._links = links
        self._shown: tuple[Problem, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.hide()

    @property
    def shown(self) -> tuple[Problem, ...]:
        return self._shown

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Shows these and nothing else."""
        problems = tuple(problems)
        if problems == self._shown:
            return
        self._shown = problems
        while (item := self._column.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for problem in problems:
            self._column.addWidget(self._line(problem))
        self.setVisible(bool(problems))
        in_reading_order(self)

    def focus_first(self) -> None:
        """Moves the focus to the first link, if there is one."""
        for button in self.findChildren(QPushButton):
            if not button.isHidden():
                button.setFocus()
                return

    def _mend(self, problem: Problem, mend: Mend) -> QPushButton:
        """The button of the one right answer, which says what it writes."""
        new = cut_short(mend.new)
        words = self.tr("Write “{text}”").format(text=new) if mend.writes else self.tr("Write the end")
        button = self._look.button(words.replace("&", "&&"), "link")
        button.setAccessibleName(self.tr("{words}. It mends: {problem}").format(words=words, problem=problem.message))
        button.clicked.connect(lambda: self.mended.emit(mend))
        return button

    def _follow(self, problem: Problem) -> QPushButton:
        """The button that begins what follows the notice that says it already."""
        button = self._look.button(self.tr("Write what follows that one"), "link")
        button.setAccessibleName(self.tr("Write what follows that one: {problem}").format(problem=problem.message))
        button.clicked.connect(lambda: self.followed.emit(problem.follows))
        return button

    def _line(self, problem: Problem) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        tone = TONES[problem.severity]
        icon = self._look.icon_label(ICONS[problem.severity], tone, 18)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        words: QLabel = label(f"{severity_word(problem.severity)}: {problem.message}", tone)
        # beside the middle of the first line, however many there are
        self._look.on_theme(icon, lambda: icon.setFixedHeight(words.fontMetrics().lineSpacing()))
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(words, 0, Qt.AlignmentFlag.AlignTop)
        if problem.mend is not None:
            said.addWidget(self._mend(problem, problem.mend), 0, Qt.AlignmentFlag.AlignLeft)
        if problem.follows and self._links:
            said.addWidget(self._follow(problem), 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(said, 1)
        if self._links and problem.field:
            go = self._look.button(self.tr("Go to it"), "link")
            go.setAccessibleName(self.tr("Go to the field of: {problem}").format(problem=problem.message))
            go.clicked.connect(lambda: self.chosen.emit(problem.field))
            row.addWidget(go, 0, Qt.AlignmentFlag.AlignTop)
        return line
