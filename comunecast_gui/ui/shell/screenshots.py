# SPDX-License-Identifier: EUPL-1.2
"""Saves a picture of every page, for the tour, the manual and designers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtWidgets import QApplication, QWidget

from comunecast_gui.core.atomic_file import replacing
from comunecast_gui.ui.shell.main_window import PAGES, MainWindow

_ROUNDS = 5
"""A layout whose height depends on its width settles in several rounds."""


def shoot_pages(window: MainWindow, folder: Path, prefix: str = "") -> list[Path]:
    """Shows each page as it is now and saves it as ``<prefix><page>.png``; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name in PAGES:
        window.go_to(name)
        files.append(shoot(window, folder / f"{prefix}{name}.png"))
    return files


def shoot(window: MainWindow, file: Path) -> Path:
    """Saves the window as it is now. Raises OSError if the picture cannot be written."""
    for _ in range(_ROUNDS):
        QApplication.sendPostedEvents()
        QApplication.processEvents()
    return save_picture(window, file)


def save_picture(widget: QWidget, file: Path) -> Path:
    """Saves what a widget shows, readable by its owner alone. Raises OSError if the picture cannot be written."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "PNG")
    with replacing(file) as target:
        target.write(buffer.data().data())
    return file
