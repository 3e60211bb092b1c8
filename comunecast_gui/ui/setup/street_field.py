# SPDX-License-Identifier: EUPL-1.2
"""The town's streets in the step *Ente*: how many are known, a list to write in, and a file to take them from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from comunecast_gui.core.setup import street_list
from comunecast_gui.core.setup.street_list import StreetEntry, StreetsFound
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import Look, announce, buddy_label, label
from comunecast_gui.ui.widgets.still_fields import TextArea

_HEIGHT = 150


class StreetField(QWidget):
    """The list is shown when somebody wants to write in it; ``chosen`` tells that a file was picked."""

    chosen = Signal(object)
    """A path."""

    def __init__(self, look: Look, example: Callable[[], tuple[StreetEntry, ...]]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(label(self.tr("Streets of the town"), "strong"))
        column.addWidget(
            label(
                self.tr(
                    "With them the program completes streets as you type, and notices a wrong one. From the town's own "
                    "table (CSV, Excel), from an extract of OpenStreetMap (Overpass JSON, .osm), or by hand."
                ),
                "small",
            )
        )
        self.count = label("", "muted")
        column.addWidget(self.count)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        self.from_file = look.button(self.tr("Streets from a &file…"), "", "it-upload")
        self.from_file.clicked.connect(self._on_choose)
        flow.addWidget(self.from_file)
        self.write = look.button(self.tr("&Write or correct them…"), "quiet", "it-pencil")
        self.write.clicked.connect(self._on_write)
        flow.addWidget(self.write)
        column.addWidget(buttons)
        self.lines = TextArea()
        self.lines.setTabChangesFocus(True)
        self.lines.setFixedHeight(look.theme.px(_HEIGHT))
        self.lines.setPlaceholderText(street_list.as_text(example()))
        self._lines_title = buddy_label(self.tr("One street a line; after a semicolon its locality"), self.lines)
        column.addWidget(self._lines_title)
        column.addWidget(self.lines)
        self.lines.textChanged.connect(self._show_count)
        for widget in (self._lines_title, self.lines):
            widget.hide()
        self._show_count()

    @property
    def streets(self) -> tuple[StreetEntry, ...]:
        """What is in the list now."""
        return street_list.from_text(self.lines.toPlainText())

    def show_streets(self, streets: tuple[StreetEntry, ...]) -> None:
        """Puts other streets into the list."""
        self.lines.setPlainText(street_list.as_text(streets))

    def take(self, found: StreetsFound) -> None:
        """Adds what a file holds to what is there; a street that is there already keeps its locality."""
        known = {one.name.casefold() for one in self.streets}
        fresh = [one for one in found.streets if one.name.casefold() not in known]
        self.show_streets(street_list.tidy([*self.streets, *fresh]))
        announce(self, self.count.text())

    def _show_count(self) -> None:
        count = len(self.streets)
        self.count.setText(self.tr("%n street(s) known", "", count) if count else self.tr("No street is known yet."))

    def _on_write(self) -> None:
        for widget in (self._lines_title, self.lines):
            widget.show()
        self.lines.setFocus()

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, self.tr("List of streets"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilter(self.tr("Lists of streets (*.csv *.xlsx *.txt *.json *.osm *.xml)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.chosen.emit(Path(name)))
        dialog.open()
