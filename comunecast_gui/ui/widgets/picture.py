# SPDX-License-Identifier: EUPL-1.2
"""Draws a small version of a prepared picture, from the bytes that go out."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImageReader, QPixmap

from comunecast_gui.core.prepared_file import JPEG, PNG, PreparedFile

_FORMATS = {JPEG: b"jpeg", PNG: b"png"}
"""The only two formats that are decoded; Qt must not guess from the bytes."""


def picture_of(file: PreparedFile | None, *, width: int = 0, height: int = 0) -> QPixmap:
    """The picture scaled to ``width`` or ``height`` pixels; null for a document or where there is no file.

    Only as many pixels are decoded as are shown, so that a large photo does not hold up the window.
    """
    if file is None or file.mime not in _FORMATS:
        return QPixmap()
    buffer = QBuffer()
    buffer.setData(QByteArray(file.data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, _FORMATS[file.mime])
    reader.setAutoDetectImageFormat(False)
    whole = reader.size()
    if whole.isEmpty():
        return QPixmap()
    factor = width / whole.width() if width else height / whole.height()
    reader.setScaledSize(QSize(max(1, round(whole.width() * factor)), max(1, round(whole.height() * factor))))
    return QPixmap.fromImage(reader.read())
