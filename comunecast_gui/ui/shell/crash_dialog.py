# SPDX-License-Identifier: EUPL-1.2
"""Shows an unexpected exception once per kind, with details to copy; the window goes on."""

from __future__ import annotations

import hashlib
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.look import Look, button_row, label

logger = logging.getLogger(__name__)


class CrashWatch(QObject):
    """Takes over Python's hooks; whatever thread a fault happened in, its dialog opens in the UI thread."""

    _found = Signal(str)

    def __init__(self, look: Look, redact: Callable[[str], str], window: QWidget) -> None:
        super().__init__(window)
        self._look = look
        self._redact = redact
        self._window = window
        self._seen: set[str] = set()
        self.dialogs: list[CrashDialog] = []
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        self._found.connect(self._show)

    def install(self) -> None:
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread
        sys.unraisablehook = self._on_unraisable

    def remove(self) -> None:
        """Gives the hooks back."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before

    def report(self, error: BaseException) -> None:
        """Logs an unexpected exception and has it shown; callable from any thread."""
        text = self._redact("".join(traceback.format_exception(error)))
        logger.error("Unexpected error\n%s", text)
        self._found.emit(text)

    def show(self, text: str) -> None:
        """Shows the traceback of something that is in the log already; callable from any thread."""
        self._found.emit(self._redact(text))

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
        else:
            self.report(error)

    def _on_thread(self, args: Any) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            self.report(args.exc_value)

    def _on_unraisable(self, args: Any) -> None:
        if args.exc_value is not None:
            self.report(args.exc_value)

    @Slot(str)
    def _show(self, text: str) -> None:
        kind = hashlib.sha256(text.encode()).hexdigest()
        if kind in self._seen:
            return
        self._seen.add(kind)
        dialog = CrashDialog(self._look, text, self._window)
        self.dialogs.append(dialog)
        dialog.open()


class CrashDialog(FittingDialog):
    """Says that something failed, what is safe, and gives the details to whoever can mend it."""

    def __init__(self, look: Look, text: str, parent: QWidget | None = None) -> None:
        super().__init__(look.theme.px(480), parent)
        self.setWindowTitle(self.tr("Something unexpected happened"))
        column = self.column
        column.setSpacing(12)
        column.addWidget(label(self.tr("Something unexpected happened"), "section"))
        column.addWidget(
            label(
                self.tr(
                    "What you wrote is still in the window, and what was queued is safe. You can go on. "
                    "If it happens again, send these details to whoever looks after the program."
                )
            )
        )
        self.details = QPlainTextEdit(text)
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setAccessibleName(self.tr("Details of the error"))
        column.addWidget(self.details, 1)
        copy = look.button(self.tr("&Copy the details"), "", "it-copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        close = look.button(self.tr("&Go on"), "primary")
        close.clicked.connect(self.accept)
        self.set_foot(button_row(copy, close))
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.begin_with(look.theme.px(620), look.theme.px(420))
