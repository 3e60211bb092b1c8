# SPDX-License-Identifier: EUPL-1.2
"""Asks for whom a notice is: the whole town, or some of the zones that citizens may choose."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QVBoxLayout, QWidget

from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import label


class ZonePicker(QWidget):
    """The whole town, or zones to tick; hidden where the office has none."""

    changed = Signal()

    def __init__(self, zones: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        title = self.tr("For whom")
        column.addWidget(label(title, "strong"))
        help_ = self.tr("On WhatsApp, whoever chose a zone gets only what is for it and what is for the whole town.")
        column.addWidget(label(help_, "small"))
        self.whole = QRadioButton(self.tr("The whole town"))
        self.some = QRadioButton(self.tr("Only some zones"))
        group = QButtonGroup(self)
        choice = QWidget()
        flow = FlowLayout(choice, gap=16)
        for button in (self.whole, self.some):
            button.setAccessibleName(f"{title}: {button.text()}")
            group.addButton(button)
            flow.addWidget(button)
        column.addWidget(choice)
        self._zones = QWidget()
        inner = FlowLayout(self._zones, gap=16)
        self.ticks: dict[str, QCheckBox] = {}
        for zone in zones:
            tick = QCheckBox(zone)
            tick.setAccessibleName(self.tr("Zone {zone}").format(zone=zone))
            tick.toggled.connect(self.changed)
            inner.addWidget(tick)
            self.ticks[zone] = tick
        column.addWidget(self._zones)
        self._missing = label(self.tr("Tick at least one zone."), "error")
        self._missing.hide()
        column.addWidget(self._missing)
        self.whole.setChecked(True)
        self._zones.hide()
        self.some.toggled.connect(self._on_some)
        self.changed.connect(self._show_missing)
        self.setVisible(bool(zones))

    @property
    def chosen(self) -> tuple[str, ...]:
        """The zones that the notice is for; none for the whole town."""
        return tuple(zone for zone, tick in self.ticks.items() if tick.isChecked()) if self.some.isChecked() else ()

    @property
    def unsaid(self) -> bool:
        """Whether some zones are wanted and none is ticked."""
        return self.some.isChecked() and not self.chosen

    @property
    def untouched(self) -> bool:
        """Whether it still says the whole town, as it does at first."""
        return self.whole.isChecked()

    def choose(self, zones: Sequence[str]) -> None:
        """Shows these zones; none for the whole town."""
        before = self.chosen
        self.blockSignals(True)
        for zone, tick in self.ticks.items():
            tick.setChecked(zone in zones)
        (self.some if any(zone in self.ticks for zone in zones) else self.whole).setChecked(True)
        self.blockSignals(False)
        if self.chosen != before:
            self.changed.emit()

    def focus_first(self) -> None:
        """Moves the focus to the zones where some are wanted, else to the first answer."""
        first = next(iter(self.ticks.values())) if self.some.isChecked() else self.whole
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def tab_stops(self) -> list[QWidget]:
        """Where the Tab key stops."""
        return [self.whole, self.some, *self.ticks.values()] if self.ticks else []

    def _show_missing(self) -> None:
        self._missing.setVisible(self.unsaid)
        for tick in self.ticks.values():
            tick.setAccessibleDescription(self._missing.text() if self.unsaid else "")

    def _on_some(self, on: bool) -> None:
        self._zones.setVisible(on)
        self.changed.emit()
