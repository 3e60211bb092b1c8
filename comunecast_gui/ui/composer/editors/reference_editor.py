# SPDX-License-Identifier: EUPL-1.2
"""The editor for the notice that another one speaks of: chosen from those that were sent, never typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStyle, QStyleOptionComboBox, QVBoxLayout, QWidget

from comunecast_gui.core.notice.categories import Field
from comunecast_gui.ui.composer.editors.base import Editor
from comunecast_gui.ui.widgets.look import label, set_tip
from comunecast_gui.ui.widgets.still_fields import ChoiceField

_LEAST = 16
"""Signs that the field shows at the least: the moment of a notice."""
_WHOLE = int(Qt.ItemDataRole.UserRole) + 1
"""Where the list keeps what an item says in full."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A notice that was sent: how the list shows it, and how the new text speaks of it."""

    notice: int
    shown: str
    said: str


class ReferenceEditor(Editor):
    """The notices that were sent lately, the newest first.

    A title that is longer than the field ends in an ellipsis there, and stands in full below: it makes no form wider
    than its window.
    """

    def __init__(self, field: Field, references: Sequence[Reference], parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._box = ChoiceField()
        self._box.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._box.setMinimumContentsLength(_LEAST)
        self._whole = label("", "small")
        self._whole.hide()
        self._add(self.tr("Choose…") if field.required else self.tr("(not said)"), None)
        for one in references:
            self._add(one.shown, one)
        self._box.currentIndexChanged.connect(self._tell_whole)
        self._box.currentIndexChanged.connect(self.changed)
        column.addWidget(self._box)
        column.addWidget(self._whole)

    @property
    def notice(self) -> int | None:
        """The notice that is chosen; None where none is, or one that the list does not have."""
        chosen = self._box.currentData()
        return chosen.notice if isinstance(chosen, Reference) else None

    def value(self) -> Any:
        chosen = self._box.currentData()
        return chosen.said if isinstance(chosen, Reference) else chosen

    def set_value(self, raw: Any) -> None:
        """Shows the notice that is spoken of so; what the list does not have is added as it is."""
        wanted = raw or None
        if wanted is not None and wanted == self.value():
            return
        places = (place for place in range(1, self._box.count()) if self._said(place) == wanted)
        place = 0 if wanted is None else next(places, -1)
        if place < 0:
            self._add(str(wanted), str(wanted))
            place = self._box.count() - 1
            self._fit()
        self._box.setCurrentIndex(place)

    def choose(self, notice: int) -> None:
        """Shows this notice, if the list has it."""
        for place in range(self._box.count()):
            one = self._box.itemData(place)
            if isinstance(one, Reference) and one.notice == notice:
                self._box.setCurrentIndex(place)

    def inputs(self) -> list[QWidget]:
        return [self._box]

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _add(self, words: str, value: object) -> None:
        self._box.addItem(words, value)
        place = self._box.count() - 1
        self._box.setItemData(place, words, _WHOLE)
        self._box.setItemData(place, words, Qt.ItemDataRole.AccessibleTextRole)

    def _fit(self) -> None:
        """Shortens what is longer than the field."""
        option = QStyleOptionComboBox()
        self._box.initStyleOption(option)
        part, control = QStyle.SubControl.SC_ComboBoxEditField, QStyle.ComplexControl.CC_ComboBox
        room = self._box.style().subControlRect(control, option, part, self._box).width()
        for place in range(self._box.count()):
            words = self._box.itemData(place, _WHOLE)
            self._box.setItemText(place, self._box.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room))
        self._tell_whole()

    def _tell_whole(self) -> None:
        words = self._box.currentData(_WHOLE) or ""
        cut = words != self._box.currentText()
        self._whole.setText(words if cut else "")
        self._whole.setVisible(cut)
        set_tip(self._box, words if cut else "")

    def _said(self, place: int) -> Any:
        one = self._box.itemData(place)
        return one.said if isinstance(one, Reference) else one
