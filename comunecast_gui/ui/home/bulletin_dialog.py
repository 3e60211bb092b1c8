# SPDX-License-Identifier: EUPL-1.2
"""Reads a weather bulletin from the network or from a file, shows what it says, and offers the notice to write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from comunecast_gui.core.bulletin.zone_outlook import ZoneOutlook
from comunecast_gui.core.model import Office
from comunecast_gui.core.work.long_work import Work
from comunecast_gui.ui.home import bulletin_words
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import BulletinServices
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.look import Banner, Look, announce, button_row, label
from comunecast_gui.ui.widgets.work_bar import WorkBar


class BulletinDialog(FittingDialog):
    """Nothing is sent from here: it leads to a notice that is begun, and a person finishes."""

    write = Signal(object)
    """The officer wants to write the notice of this :class:`ZoneOutlook`."""
    read = Signal(object)
    """A bulletin was read; this :class:`ZoneOutlook` holds now."""

    def __init__(
        self, look: Look, ops: Ops, office: Office, services: BulletinServices, parent: QWidget | None = None
    ) -> None:
        super().__init__(look.theme.px(560), parent)
        self._office = office
        self._services = services
        self._outlook: ZoneOutlook | None = None
        self.setWindowTitle(self.tr("Weather bulletin"))
        heading = label(self.tr("Weather bulletin"))
        heading.setObjectName("title")
        self.column.addWidget(heading)
        self._place = label("", "muted")
        self.column.addWidget(self._place)
        self._days = QVBoxLayout()
        self._days.setSpacing(6)
        self.column.addLayout(self._days)
        self._said = label(self.tr("Looking for what was read last…"), "strong")
        self.column.addWidget(self._said)
        hint = self.tr(
            "This is the national bulletin: the hours, wind, snow and ice are in the Region's warning. Nothing is sent "
            "by itself."
        )
        self.column.addWidget(label(hint, "small"))
        self.column.addStretch(1)
        self.bar = WorkBar(look, ops, self.tr("Reading the bulletin…"))
        self._failure = Banner(look, "error")
        self._failure.hide()
        self.fetch_button = look.button(self.tr("&Fetch it now"), "", "it-download")
        self.fetch_button.clicked.connect(self.fetch)
        self.fetch_button.setVisible(services.fetch is not None)
        self.open_button = look.button(self.tr("&Open a file…"), "", "it-files")
        self.open_button.clicked.connect(self._choose)
        self.write_button = look.button("", "primary", "it-pencil")
        self.write_button.clicked.connect(self._on_write)
        self.write_button.hide()
        close = look.button(self.tr("&Close"))
        close.clicked.connect(self.reject)
        self.set_foot(
            button_row(self.fetch_button, self.open_button, close, self.write_button), self.bar, self._failure
        )
        self.begin_with(look.theme.px(640), look.theme.px(430))

    @property
    def failure(self) -> str:
        """Why the last bulletin was not read; empty if it was."""
        return self._failure.text if self._failure.isVisibleTo(self) else ""

    @property
    def said(self) -> str:
        """What follows from the bulletin, in words."""
        return self._said.text()

    def look_up(self) -> None:
        """Shows what was read last."""
        known = self._services.known
        self._ask(lambda _: known(), self._on_known, self.tr("Looking for what was read last…"))

    def fetch(self) -> None:
        """Asks the addresses of the settings."""
        if self._services.fetch is not None:
            self._ask(self._services.fetch, self._on_read, self.tr("Fetching the bulletin…"))

    def read_file(self, path: Path) -> None:
        """Reads a file that a person chose or dropped."""
        read = self._services.read
        self._ask(lambda work: read(path, work), self._on_read, self.tr("Reading the bulletin…"))

    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Open a bulletin"))
        dialog.setNameFilters([self.tr("Bulletins (*.json *.csv)"), self.tr("All files (*)")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)  # a hidden one would keep the focus
        dialog.fileSelected.connect(lambda name: self.read_file(Path(name)))
        dialog.open()

    def _ask(self, call: Callable[[Work], ZoneOutlook], done: Callable[[ZoneOutlook], None], name: str) -> None:
        self._failure.hide()
        off = (self.fetch_button, self.open_button)
        self.bar.run(call, done, self._on_failed, name=name, only_looks=True, off=off)

    def _on_known(self, found: ZoneOutlook) -> None:
        self.show_outlook(found)
        announce(self, self.said)

    def _on_read(self, found: ZoneOutlook) -> None:
        self.show_outlook(found)
        announce(self, self.said)
        self.read.emit(found)

    def show_outlook(self, found: ZoneOutlook) -> None:
        """Shows the days, and what follows from them."""
        self._outlook = found
        self._place.setText(self.tr("Alert zone {zone}, {name}").format(zone=found.zone, name=found.name))
        while item := self._days.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for one in found.days:
            title, detail = bulletin_words.day_line(one, self._office)
            self._days.addWidget(label(title, "strong"))
            self._days.addWidget(label(detail, "muted"))
        self._said.setText(bulletin_words.conclusion(found))
        self.write_button.setVisible(found.proposal is not None)
        if found.proposal:
            self.write_button.setText(bulletin_words.button_words(found.proposal))
        # whoever pressed a button that was switched off meanwhile goes on at what comes next
        (self.write_button if found.asks else self._first_button()).setFocus()

    def _first_button(self) -> QPushButton:
        return self.fetch_button if self._services.fetch is not None else self.open_button

    def _on_failed(self, sentence: str) -> None:
        self._failure.set_text(sentence)
        self._failure.show()
        if self._outlook is not None:
            self.show_outlook(self._outlook)
        else:
            self._said.setText(self.tr("No bulletin was read."))
            self._first_button().setFocus()
        announce(self, sentence)

    def _on_write(self) -> None:
        found = self._outlook
        if found is not None:
            self.accept()
            self.write.emit(found)
