# SPDX-License-Identifier: EUPL-1.2
"""Takes a calendar file that is dropped anywhere on the window, where the page under it takes no such file itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

CALENDARS = frozenset({".ics", ".csv", ".xlsx"})
"""How the names of calendars and tables end."""


class CalendarDrop(QObject):
    """Listens on a window; a page that accepts what is dragged over it comes first."""

    dropped = Signal(object)
    """The path of the file."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if not isinstance(event, QDropEvent) or (path := _calendar(event.mimeData())) is None:
            return super().eventFilter(watched, event)
        event.setDropAction(Qt.DropAction.CopyAction)  # after a move the other program would delete its file
        event.accept()
        if event.type() is QEvent.Type.Drop:
            # After the event: a dialog opened inside it would keep the other program waiting.
            QTimer.singleShot(0, self, lambda: self.dropped.emit(path))
        return True


def _calendar(data: QMimeData) -> Path | None:
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return files[0] if len(files) == 1 and files[0].suffix.casefold() in CALENDARS else None
