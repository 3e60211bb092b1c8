# SPDX-License-Identifier: EUPL-1.2
"""One entry of a category on the page: its name, the field in which it is written, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from comunecast_gui.core.notice.checks.check import Problem, Severity
from comunecast_gui.ui.widgets.by_keyboard import tell_change
from comunecast_gui.ui.widgets.look import Look, bring_into_view, buddy_label, label, set_role
from comunecast_gui.ui.widgets.problem_list import ProblemLines
from comunecast_gui.ui.widgets.still_fields import TextArea

_LINES = 8, 32
"""The least and the most lines of a text that are in sight without scrolling in it."""
_AROUND = 10
_MARKED = (
    (re.compile(r"\[\[|\]\]|\*\*?"), "muted", False),
    (re.compile(r"\{\{[^{}]*\}\}|\{[^{}]*\}"), "accent", True),
)
Insertion = tuple[str, str]
"""The words of a menu, and what is written into the text."""


class Entry(QWidget):
    """A field with its name above it, and under it a line of help and the problems.

    With something ``beside`` the field it is one of several rows; not ``named``, its name is only spoken.
    """

    def __init__(
        self,
        look: Look,
        title: str,
        field: QWidget,
        help_text: str = "",
        *,
        beside: Sequence[QWidget] = (),
        named: bool = True,
    ) -> None:
        super().__init__()
        self.field = field
        self._help = help_text
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._head = QHBoxLayout()
        column.addLayout(self._head)
        if beside:
            field.setAccessibleName(title)
            if named:
                column.insertWidget(0, buddy_label(title, field))
            self._head.addWidget(field, 1)
            self._head.setSpacing(8)
            for one in beside:
                self._head.addWidget(one)
        else:
            self._head.addWidget(buddy_label(title, field), 1)
            column.addWidget(field)
        if help_text:
            column.addWidget(label(help_text, "small"))
        self.problems = ProblemLines(look)
        column.addWidget(self.problems)
        self._describe("")

    def add_beside(self, button: QWidget) -> None:
        """Puts a button, or several, at the right of the name."""
        self._head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Marks the field, and says under it, and to a screen reader, what is wrong."""
        before = self._errors(self.problems.shown)
        self.problems.show_problems(problems)
        worst = min((list(Severity).index(one.severity) for one in problems), default=-1)
        set_role(self.field, "problem", str(list(Severity)[worst]) if worst >= 0 else "")
        self._describe(" ".join(one.message for one in problems))
        mended = QCoreApplication.translate("FieldRow", "{field}: no error any more")
        mended = mended.format(field=self.field.accessibleName())
        tell_change(self, before, self._errors(problems), mended)

    def _errors(self, problems: Sequence[Problem]) -> dict[str, str]:
        name = self.field.accessibleName()
        return {one.check: f"{name}: {one.message}" for one in problems if one.severity is Severity.ERROR}

    def focus(self) -> None:
        bring_into_view(self, 40)
        self.field.setFocus()

    def _describe(self, said: str) -> None:
        text = " ".join(filter(None, (said, self._help)))
        if self.field.accessibleDescription() != text:
            self.field.setAccessibleDescription(text)


def line_entry(look: Look, title: str, value: str, on_change: Callable[[str], object], help_text: str = "") -> Entry:
    """An entry of one line."""
    line = QLineEdit(value)
    line.setCursorPosition(0)
    line.textChanged.connect(on_change)
    return Entry(look, title, line, help_text)


class TextEntry(Entry):
    """An entry of several lines, with a menu of what can be inserted."""

    def __init__(
        self, look: Look, title: str, value: str, on_change: Callable[[str], object], help_text: str = ""
    ) -> None:
        self.area = TextArea()
        self._look = look
        super().__init__(look, title, self.area, help_text)
        self.area.setPlainText(value)
        self.area.setTabChangesFocus(True)
        self._marks = _Marks(look, self.area)
        look.on_theme(self.area, self._fit)
        self.area.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._last, self._on_change = value, on_change
        self.area.textChanged.connect(self._on_text)
        self.insert = look.button(self.tr("Insert a field"), "quiet", "it-plus-circle")
        self._menu = QMenu(self.insert)
        self._menu.setToolTipsVisible(True)
        self.insert.setAccessibleName(f"{title.replace('&', '')}: {self.insert.text()}")
        self.insert.setMenu(self._menu)
        self.add_beside(self.insert)

    def offer(self, insertions: Sequence[Insertion]) -> None:
        """Fills the menu."""
        self._menu.clear()
        for words, text in insertions:
            action = self._menu.addAction(words.replace("&", "&&"))
            action.triggered.connect(lambda _=False, text=text: self._put(text))

    def _on_text(self) -> None:
        """Qt tells of new colours as well: what counts is another text."""
        if (text := self.area.toPlainText()) != self._last:
            self._last = text
            self._on_change(text)

    def _put(self, text: str) -> None:
        cursor = QTextCursor(self.area.textCursor())
        cursor.insertText(text)
        self.area.setTextCursor(cursor)
        self.area.setFocus()

    def _fit(self, *_: object) -> None:
        block, high = self.area.document().firstBlock(), 0.0
        while block.isValid():
            high += self.area.blockBoundingRect(block).height()
            block = block.next()
        line = self.area.fontMetrics().lineSpacing()
        least, most = (line * lines for lines in _LINES)
        self.area.setFixedHeight(min(max(int(high) + line, least), most) + 2 * self._look.theme.px(_AROUND))


class _Marks(QSyntaxHighlighter):
    """Tells fields and blocks that may vanish from the words around them."""

    def __init__(self, look: Look, area: TextArea) -> None:
        super().__init__(area.document())
        self._look = look
        look.on_theme(area, self.rehighlight)

    def highlightBlock(self, text: str) -> None:  # noqa: N802 - Qt's name
        for pattern, tone, bold in _MARKED:
            shape = QTextCharFormat()
            shape.setForeground(QColor(getattr(self._look.theme.colours, tone)))
            shape.setFontWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
            for match in pattern.finditer(text):
                self.setFormat(_units(text[: match.start()]), _units(match[0]), shape)


def _units(text: str) -> int:
    """The length as Qt counts it, in UTF-16."""
    return len(text.encode("utf-16-le")) // 2
