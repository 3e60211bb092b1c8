# SPDX-License-Identifier: EUPL-1.2
"""The fields in which the entries of ``office.toml`` are written, one for each kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.ui.settings.entries import Entry, Kind
from comunecast_gui.ui.settings.topic_subjects import SubjectsDialog
from comunecast_gui.ui.widgets.by_keyboard import in_reading_order
from comunecast_gui.ui.widgets.look import Look, buddy_label, label
from comunecast_gui.ui.widgets.still_fields import ChoiceField, TextArea
from comunecast_gui.ui.widgets.wrapping_check_box import WrappingCheckBox

_LINES_SHOWN = 3


class EntryField(QWidget):
    """One entry as it is being written; ``input`` is what takes the focus and is read by its name."""

    changed = Signal()

    def __init__(self, input: QWidget | None = None) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(6)
        self.input: QWidget = input or self
        if input is not None:
            self.column.addWidget(input)

    def value(self) -> Any:
        """What is written, as the file would say it."""
        raise NotImplementedError


def field_for(look: Look, entry: Entry, value: Any, catalogue: Catalogue, queued: Mapping[str, int]) -> EntryField:
    """The field of an entry, with its present value; ``queued`` are the notices that wait for each Telegram channel."""
    if entry.kind is Kind.CHANNELS:
        return ChannelsField(look, value, queued)
    if entry.kind is Kind.TOPICS:
        return TopicsField(look, value, catalogue)
    plain = {Kind.LINES: LinesField, Kind.FLAG: FlagField, Kind.NUMBER: NumberLine, Kind.CHOICE: ChosenField}
    return plain.get(entry.kind, TextLine)(entry, value)


class TextLine(EntryField):
    """A text of one line."""

    def __init__(self, entry: Entry, value: Any) -> None:
        self.edit = QLineEdit(self._written(value))
        self.edit.setCursorPosition(0)
        super().__init__(self.edit)
        self.edit.textChanged.connect(self.changed)

    def value(self) -> Any:
        return self.edit.text().strip()

    def _written(self, value: Any) -> str:
        return str(value)


class NumberLine(TextLine):
    """A number, with the decimal comma or the point; what is none stays as it was typed, and is refused so."""

    def value(self) -> Any:
        text = self.edit.text().strip().replace(",", ".")
        try:
            return int(text) if text.isdecimal() else float(text)
        except ValueError:
            return text

    def _written(self, value: Any) -> str:
        return f"{value:g}".replace(".", ",")


class LinesField(EntryField):
    """A list of texts, one on each line; Tab goes on to the next field."""

    def __init__(self, entry: Entry, value: Sequence[str]) -> None:
        self.edit = TextArea("\n".join(value))
        self.edit.setTabChangesFocus(True)
        line = self.edit.fontMetrics().lineSpacing()
        self.edit.setFixedHeight(line * (_LINES_SHOWN + 1))
        super().__init__(self.edit)
        self.edit.textChanged.connect(self.changed)

    def value(self) -> Any:
        return [line.strip() for line in self.edit.toPlainText().splitlines() if line.strip()]


class FlagField(EntryField):
    """Yes or no; its words are those of the entry."""

    def __init__(self, entry: Entry, value: bool) -> None:
        self.box = WrappingCheckBox(entry.label.replace("&", "&&"))
        self.box.setChecked(value)
        super().__init__(self.box)
        self.box.toggled.connect(self.changed)

    def value(self) -> Any:
        return self.box.isChecked()


class ChosenField(EntryField):
    """One of several."""

    def __init__(self, entry: Entry, value: str) -> None:
        self.box = ChoiceField()
        for code, words in entry.choices:
            self.box.addItem(words, code)
        self.box.setCurrentIndex(self.box.findData(value))
        super().__init__(self.box)
        self.box.currentIndexChanged.connect(self.changed)

    def value(self) -> Any:
        return self.box.currentData()


class _RowsField(EntryField):
    """Rows of which each can be taken away, and a button that adds one."""

    def __init__(self, look: Look, add_words: str) -> None:
        super().__init__()
        self._look = look
        self.rows: list[QWidget] = []
        self._rows_column = QVBoxLayout()
        self._rows_column.setSpacing(10)
        self.column.addLayout(self._rows_column)
        self.add = look.button(add_words, "quiet", "it-plus-circle")
        self.add.clicked.connect(self._on_add)
        self.column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.input = self.add

    def put(self, row: QWidget) -> None:
        """Adds a row at the end; the Tab key reaches it before the button."""
        self.rows.append(row)
        self._rows_column.addWidget(row)
        self._order()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Only in its window is there something before it."""
        super().showEvent(event)
        self._order()

    def _order(self) -> None:
        in_reading_order(self, [*(stop for each in self.rows for stop in self.stops(each)), self.add])

    def stops(self, row: QWidget) -> list[QWidget]:
        """What takes the focus in a row, in its order."""
        return [*row.findChildren(QLineEdit), *row.findChildren(QPushButton)]

    def remover(self, row: QWidget, name: str) -> QPushButton:
        """The button that takes a row away."""
        button = self._look.icon_button("it-minus-circle", name)
        button.clicked.connect(lambda: self._on_remove(row))
        return button

    def add_row(self) -> QWidget:
        """Adds an empty row, and returns it."""
        raise NotImplementedError

    def _on_add(self) -> None:
        row = self.add_row()
        self.stops(row)[0].setFocus()
        self.changed.emit()

    def _on_remove(self, row: QWidget) -> None:
        self.rows.remove(row)
        self._rows_column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.add.setFocus()
        self.changed.emit()


class ChannelsField(_RowsField):
    """The Telegram channels. One for which notices are queued stays as it is until they are sent or cancelled."""

    def __init__(self, look: Look, value: Sequence[Mapping[str, str]], queued: Mapping[str, int]) -> None:
        super().__init__(look, self.tr("Add a channel"))
        for one in value:
            self._add(one["name"], one["chat"], queued.get(one["name"], 0))
        if not value:
            self.add_row()

    def value(self) -> Any:
        found = []
        for row in self.rows:
            name, chat = (line.text().strip() for line in row.findChildren(QLineEdit))
            if name or chat:
                found.append({"name": name, "chat": chat})
        return found

    def add_row(self) -> QWidget:
        return self._add("", "", 0)

    def _add(self, name: str, chat: str, queued: int) -> QWidget:
        row = QWidget()
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        number = len(self.rows) + 1
        words = (self.tr("Name of channel {number}"), self.tr("Address of channel {number}"))
        for column, (title, text) in enumerate(zip(words, (name, chat), strict=True)):
            line = QLineEdit(text)
            line.setCursorPosition(0)
            line.setReadOnly(queued > 0)
            line.textChanged.connect(self.changed)
            line.setAccessibleName(title.format(number=number))
            grid.addWidget(buddy_label(title.format(number=number), line, "small"), 0, column)
            grid.addWidget(line, 1, column)
            grid.setColumnStretch(column, 2 + column)
        remove = self.remover(row, self.tr("Remove channel {name}").format(name=name or number))
        remove.setEnabled(not queued)
        grid.addWidget(remove, 1, 2)
        if queued:
            text = self.tr(
                "%n notice(s) still wait for this channel: send them, or take them off the queue in the history, "
                "before you rename or remove it.",
                "",
                queued,
            )
            grid.addWidget(label(text, "warning"), 2, 0, 1, 3)
        self.put(row)
        return row


class TopicsField(_RowsField):
    """The topics: the word that citizens write, and the subjects behind it."""

    def __init__(self, look: Look, value: Mapping[str, Sequence[str]], catalogue: Catalogue) -> None:
        super().__init__(look, self.tr("Add a topic"))
        self._catalogue = catalogue
        self._subjects: dict[QWidget, tuple[str, ...]] = {}
        self._told: dict[QWidget, QLabel] = {}
        for word, subjects in value.items():
            self._add(word, tuple(subjects))

    def value(self) -> Any:
        found = {}
        for row in self.rows:
            word = row.findChildren(QLineEdit)[0].text().strip()
            if word or self._subjects[row]:
                found[word] = list(self._subjects[row])
        return found

    def choose(self, row: QWidget, subjects: Sequence[str]) -> None:
        """Says which subjects the topic of a row stands for."""
        self._subjects[row] = tuple(subjects)
        self._show(row)
        self.changed.emit()

    def add_row(self) -> QWidget:
        return self._add("", ())

    def _add(self, word: str, subjects: tuple[str, ...]) -> QWidget:
        row = QWidget()
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        number = len(self.rows) + 1
        title = self.tr("Word of topic {number}").format(number=number)
        line = QLineEdit(word)
        line.textChanged.connect(self.changed)
        line.setAccessibleName(title)
        pick = self._look.button(self.tr("Its subjects…"))
        pick.setAccessibleName(self.tr("Subjects of topic {number}").format(number=number))
        pick.clicked.connect(lambda: self._ask(row))
        grid.addWidget(buddy_label(title, line, "small"), 0, 0)
        grid.addWidget(line, 1, 0)
        grid.addWidget(pick, 1, 1)
        grid.addWidget(self.remover(row, self.tr("Remove topic {word}").format(word=word or number)), 1, 2)
        self._told[row] = label("", "small")
        grid.addWidget(self._told[row], 2, 0, 1, 3)
        grid.setColumnStretch(0, 1)
        self._subjects[row] = subjects
        self._show(row)
        self.put(row)
        return row

    def _show(self, row: QWidget) -> None:
        names = [self._catalogue.name_of(one) for one in self._subjects[row]]
        self._told[row].setText(", ".join(names) or self.tr("no subject yet"))

    def _ask(self, row: QWidget) -> None:
        taken = {one for other in self.rows if other is not row for one in self._subjects[other]}
        word = row.findChildren(QLineEdit)[0].text().strip()
        dialog = SubjectsDialog(self._look, word, self._catalogue, self._subjects[row], taken, self.window())
        dialog.accepted.connect(lambda: self.choose(row, dialog.chosen()))
        dialog.open()
