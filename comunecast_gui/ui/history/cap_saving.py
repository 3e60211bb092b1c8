# SPDX-License-Identifier: EUPL-1.2
"""Saves an alert of the history as a CAP file, for the archive and for other services."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from comunecast_gui.core.bulletin.proposal import ALERT, ALL_CLEAR, UPDATE
from comunecast_gui.store.delivery.notices import NoticeRow
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.widgets.look import announce, set_tip


class CapSaving(QObject):
    """What ``button`` does: it is there for weather alerts that reached somebody, their updates and their ends."""

    def __init__(
        self, ops: Ops, save: Callable[[int, Path], object] | None, button: QPushButton, page: QWidget
    ) -> None:
        super().__init__(page)
        self._ops = ops
        self._save = save
        self._button = button
        self._page = page
        self._id = 0
        set_tip(button, self.tr("The alert in the format that alarm services exchange, for the archive."))
        button.clicked.connect(self._ask)
        button.hide()

    def offer(self, row: NoticeRow) -> None:
        """Shows the button for a notice that can be saved so."""
        if row.id != self._id:
            self._button.setText(self.tr("Save as CA&P…"))
        self._id = row.id
        fits = row.category in (ALERT, UPDATE, ALL_CLEAR) and row.reaches_people
        self._button.setVisible(self._save is not None and fits)

    def save(self, path: Path | str) -> None:
        """Writes the file, and says where it is."""
        if self._save is not None:
            file = Path(path)
            call = partial(self._save, self._id, file)
            self._ops.query(self._page, call, lambda _: self._saved(file), self._ops.trouble.emit)

    def _ask(self) -> None:
        dialog = QFileDialog(self._page, self.tr("Save the alert"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("CAP file (*.cap)"))
        dialog.setDefaultSuffix("cap")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save)
        dialog.open()

    def _saved(self, file: Path) -> None:
        text = self.tr("Saved: {file}").format(file=file.name)
        self._button.setText(text)
        announce(self._page, text)
