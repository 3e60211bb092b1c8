# SPDX-License-Identifier: EUPL-1.2
"""The dialog in which the settings of one section are written, each judged while a person types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.system.settings.edits import Changes
from comunecast_gui.system.settings.values import Settings
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import OfficeInfo
from comunecast_gui.ui.settings.entries import Entry, Kind, Section, entry_of
from comunecast_gui.ui.settings.entry_fields import EntryField, field_for
from comunecast_gui.ui.widgets.by_keyboard import let_rest
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.look import Banner, Look, announce, buddy_label, button_row, label, rule, set_role
from comunecast_gui.ui.widgets.question import ask
from comunecast_gui.ui.widgets.wrapping_check_box import WrappingCheckBox

_PAUSE_MS = 150
"""After that a person has stopped typing for a moment, and what stands there is judged."""


@dataclass(frozen=True, slots=True)
class Editing:
    """What a section's dialog works with.

    ``refusals`` judges changes and takes no time; ``keep`` keeps them, may ask a service, and raises InputError and
    ConfigError. ``queued`` are the notices that wait, by the name of the Telegram channel.
    """

    settings: Settings
    refusals: Callable[[Changes], Mapping[str, InputError]]
    keep: Callable[[Changes], Settings]
    queued: Mapping[str, int]


class SectionDialog(FittingDialog):
    """One field below the other, each with what it is for; what is wrong with it stands in red below."""

    kept = Signal(object)
    """The settings as they are kept now."""

    def __init__(
        self, look: Look, ops: Ops, info: OfficeInfo, section: Section, editing: Editing, parent: QWidget | None
    ) -> None:
        super().__init__(look.theme.px(620), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._look = look
        self._ops = ops
        self._info = info
        self._section = section
        self._editing = editing
        self._there = section.used(editing.settings)
        self.setWindowTitle(section.title)
        self.column.addWidget(label(section.title, "section"))
        self.column.addWidget(label(section.explanation, "muted"))
        self.use: WrappingCheckBox | None = None
        if section.name:
            self.use = WrappingCheckBox(section.use)
            self.use.setChecked(self._there)
            self.use.toggled.connect(self._on_changed)
            self.column.addWidget(self.use)
        self.fields: dict[str, EntryField] = {}
        self._before: dict[str, Any] = {}
        self._wrong: dict[str, QLabel] = {}
        self._explained: dict[str, QLabel] = {}
        self._all = QWidget()
        inner = QVBoxLayout(self._all)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(6)
        self._add_entries(inner)
        self.column.addWidget(self._all)
        self.column.addStretch(1)
        self._failure = Banner(look, "error")
        self._failure.hide()
        back = look.button(self.tr("&Cancel"))
        back.clicked.connect(self.reject)
        self.save = look.button(self.tr("&Save"), "primary")
        self.save.clicked.connect(self._on_save)
        self.save.setDefault(True)
        self.set_foot(button_row(back, self.save), self._failure)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self.judge)
        self.judge()

    @property
    def failure(self) -> str:
        """Why it was not kept; empty if nothing was wrong."""
        return self._failure.text if self._failure.isVisibleTo(self) else ""

    @property
    def wrong(self) -> dict[str, str]:
        """What is said in red, by entry."""
        return {key: said.text() for key, said in self._wrong.items() if said.isVisibleTo(self)}

    def changes(self) -> dict[str, Any]:
        """What differs from the present settings, as the file would say it."""
        if self.use is not None and not self.use.isChecked():
            return {self._section.name: None} if self._there else {}
        found: dict[str, Any] = {}
        for entry in self._section.entries:
            value = self.fields[entry.key].value()
            missing = entry.wanted and not self._there
            if value != self._before[entry.key] or missing:
                found[entry.key] = None if value in ("", []) and entry.default is not None else value
        return found

    def judge(self) -> None:
        """Says of each field what is wrong with it, and whether there is something to keep."""
        self._timer.stop()
        changes = self.changes()
        refused = self._editing.refusals(changes)
        for key, said in self._wrong.items():
            error = next((error for place, error in refused.items() if _belongs(place, key)), None)
            self._say(key, said, error)
        elsewhere = [error for place, error in refused.items() if not any(_belongs(place, key) for key in self._wrong)]
        self._failure.setVisible(bool(elsewhere))
        if elsewhere:
            self._failure.set_text(why(self._info.sentences, elsewhere[0]))
        self._all.setEnabled(self.use is None or self.use.isChecked())
        self.save.setEnabled(bool(changes) and not refused)

    def reject(self) -> None:
        """Asks first where something was written that would be lost."""
        if not self.changes():
            super().reject()
            return
        ask(
            self._look,
            self,
            self.tr("Leave without keeping?"),
            self.tr("What you changed here is not saved yet."),
            self.tr("&Leave without keeping"),
            self.tr("&Back to the settings"),
            super().reject,
            kind="danger",
        )

    # -- building -----------------------------------------------------------------------------------------------

    def _add_entries(self, column: QVBoxLayout) -> None:
        entries = self._section.entries
        for entry in (one for one in entries if not one.for_staff):
            self._add(column, entry)
        staff = [one for one in entries if one.for_staff]
        if staff and len(staff) < len(entries):
            column.addSpacing(6)
            column.addWidget(rule())
            column.addWidget(label(self.tr("For whoever looks after the computers"), "strong"))
        for entry in staff:
            self._add(column, entry)

    def _add(self, column: QVBoxLayout, entry: Entry) -> None:
        settings = self._editing.settings
        field = field_for(self._look, entry, entry.of(settings), self._info.catalogue, self._editing.queued)
        if entry.kind is not Kind.FLAG:
            if entry.kind in (Kind.CHANNELS, Kind.TOPICS):
                column.addWidget(label(entry.label, "strong"))
            else:
                field.input.setAccessibleName(entry.label)
                column.addWidget(buddy_label(entry.label.replace("&", "&&"), field.input))
        field.input.setAccessibleDescription(entry.explanation)
        column.addWidget(field)
        said = label("", "error")
        said.hide()
        column.addWidget(said)
        self._explained[entry.key] = label(entry.explanation, "small")
        column.addWidget(self._explained[entry.key])
        column.addSpacing(8)
        self.fields[entry.key] = field
        self._before[entry.key] = field.value()
        self._wrong[entry.key] = said
        field.changed.connect(self._on_changed)

    def _say(self, key: str, said: QLabel, error: InputError | None) -> None:
        text = why(self._info.sentences, error) if error else ""
        if text and text != said.text():
            announce(self, text)
        said.setText(text)
        said.setVisible(bool(text))
        entry = entry_of(key)
        if entry is not None:
            twice = entry.explanation.rstrip(".").casefold() in text.casefold()
            self._explained[key].setHidden(twice)
            self.fields[key].input.setAccessibleDescription(text if twice else f"{text} {entry.explanation}".strip())
            set_role(self.fields[key].input, "problem", "error" if text else "")

    # -- events -------------------------------------------------------------------------------------------------

    def _on_changed(self) -> None:
        self.save.setEnabled(False)  # until it is judged
        self._timer.start()

    def _on_save(self) -> None:
        self.judge()
        if not self.save.isEnabled():
            return
        let_rest(self.save)
        self._ops.query(self, partial(self._editing.keep, self.changes()), self._on_kept, self._on_failed)

    def _on_kept(self, settings: Settings) -> None:
        self.accept()
        self.kept.emit(settings)

    def _on_failed(self, sentence: str) -> None:
        self._failure.set_text(sentence)
        self._failure.show()
        announce(self, sentence)
        self.save.setEnabled(True)


def _belongs(place: str, key: str) -> bool:
    return place == key or place.startswith(f"{key}.")


def why(sentences: Sentences, error: InputError) -> str:
    """What is wrong with an entry, in a few words beside its field; elsewhere the whole sentence."""
    short = f"settings_field.{error.code.removeprefix('settings_')}"
    entry = entry_of(error.field)
    values = {**error.values, "key": entry.label if entry else error.field}
    return sentences.text(short if sentences.has(short) else error.code, **values)
