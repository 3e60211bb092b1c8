# SPDX-License-Identifier: EUPL-1.2
"""The editor for the notice that another one speaks of: chosen from those that were sent, never typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from comunecast_gui.core.notice.categories import Field
from comunecast_gui.ui.composer.editors.base import Editor
from comunecast_gui.ui.widgets.still_fields import ChoiceField


@dataclass(frozen=True, slots=True)
class Reference:
    """A notice that was sent: how the list shows it, and how the new text speaks of it."""

    notice: int
    shown: str
    said: str


class ReferenceEditor(Editor):
    """The notices that were sent lately, the newest first."""

    def __init__(self, field: Field, references: Sequence[Reference], parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._box = ChoiceField()
        self._box.addItem(self.tr("Choose…") if field.required else self.tr("(not said)"), None)
        for one in references:
            self._box.addItem(one.shown, one)
        self._box.currentIndexChanged.connect(self.changed)
        column.addWidget(self._box)

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
            self._box.addItem(str(wanted), str(wanted))
            place = self._box.count() - 1
        self._box.setCurrentIndex(place)

    def choose(self, notice: int) -> None:
        """Shows this notice, if the list has it."""
        for place in range(self._box.count()):
            one = self._box.itemData(place)
            if isinstance(one, Reference) and one.notice == notice:
                self._box.setCurrentIndex(place)

    def inputs(self) -> list[QWidget]:
        return [self._box]

    def _said(self, place: int) -> Any:
        one = self._box.itemData(place)
        return one.said if isinstance(one, Reference) else one
