# SPDX-License-Identifier: EUPL-1.2
"""Opens the dialog for a foreign text: asked for by its button, or by dropping a file or a text on the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QWidget

from comunecast_gui.core.pasted.pasted_notice import Reading, read_pasted
from comunecast_gui.core.periods import local
from comunecast_gui.core.places import Streets
from comunecast_gui.system.foreign_papers.paper_file import SUFFIXES
from comunecast_gui.ui.composer.pasting.paste_dialog import PasteDialog
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import OfficeInfo
from comunecast_gui.ui.widgets.look import Look

_LEAST = 60
"""Characters of a copied text that may be a notice; less is a word that somebody copied for something else."""


class Pasting(QObject):
    """What the composer's pages take from outside."""

    taken = Signal(object)
    """The :class:`Reading` that the form is to be filled from."""

    def __init__(
        self, look: Look, ops: Ops, info: OfficeInfo, streets: Callable[[], Streets | None], page: QWidget
    ) -> None:
        """Listens on ``page`` for what is dropped; ``streets`` are those of the town, where they are known."""
        super().__init__(page)
        self._look, self._ops, self._info, self._streets, self._page = look, ops, info, streets, page
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def begin(self) -> PasteDialog:
        """Opens the dialog, with what was copied if that may be a notice."""
        clipboard = QGuiApplication.clipboard()
        copied = clipboard.text() if clipboard else ""
        dialog = self._dialog()
        if len(copied.strip()) >= _LEAST:
            dialog.begin_with_text(copied)
        return dialog

    def begin_with_file(self, path: Path) -> PasteDialog:
        """Opens the dialog with what is in a file."""
        dialog = self._dialog()
        dialog.begin_with_file(path)
        return dialog

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """A file that may be read, or a text, may be dropped anywhere on the page."""
        if not isinstance(event, QDropEvent) or event.type() not in (
            QEvent.Type.DragEnter,
            QEvent.Type.DragMove,
            QEvent.Type.Drop,
        ):
            return super().eventFilter(watched, event)
        path, text = _dropped(event.mimeData())
        if path is None and not text:
            return super().eventFilter(watched, event)
        event.setDropAction(Qt.DropAction.CopyAction)  # after a move the other program would delete its file
        event.accept()
        if event.type() is QEvent.Type.Drop:
            dialog = watched if isinstance(watched, PasteDialog) else self._dialog()
            if path is not None:
                dialog.begin_with_file(path)
            else:
                dialog.begin_with_text(text)
        return True

    def _dialog(self) -> PasteDialog:
        dialog = PasteDialog(self._look, self._ops, self._info.catalogue, self.read, self._page.window())
        dialog.installEventFilter(self)
        dialog.taken.connect(self.taken)
        dialog.open()
        return dialog

    def read(self, text: str, category: str, written_on: date | None) -> Reading:
        """Reads a foreign text for this office, as of now."""
        info = self._info
        now = local(info.clock.now(), info.office)
        return read_pasted(
            text, info.catalogue, info.office, now, self._streets(), category=category, written_on=written_on
        )


def _dropped(data: QMimeData) -> tuple[Path | None, str]:
    """The one file of a kind that is read, or else a text."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if len(files) == 1 and files[0].suffix.casefold().removeprefix(".") in SUFFIXES:
        return files[0], ""
    return None, data.text() if data.hasText() and not data.hasUrls() else ""
