# SPDX-License-Identifier: EUPL-1.2
"""Draws the program's one SVG as the icon files that Windows, macOS and Linux want."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

WINDOWS_SIZES = (16, 24, 32, 48, 64, 128, 256)
LINUX_SIZES = (16, 24, 32, 48, 64, 128, 256)
MACOS_TYPES = {b"icp4": 16, b"icp5": 32, b"icp6": 64, b"ic07": 128, b"ic08": 256, b"ic09": 512, b"ic10": 1024}
"""Type and pixels of each picture in an .icns file that may be a PNG (Apple: Icon Image Files)."""


def png(svg: Path, size: int) -> bytes:
    """A picture of ``size`` pixels on each side. Raises ValueError for a file that is no SVG."""
    renderer = QSvgRenderer(str(svg))
    if not renderer.isValid():
        raise ValueError(f"not an SVG picture: {svg}")
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(data.data())


def ico(pictures: Sequence[tuple[int, bytes]]) -> bytes:
    """A Windows icon of PNG pictures, each with its side in pixels (at most 256)."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    offset = len(head) + 16 * len(pictures)
    table = b""
    for size, data in pictures:
        side = size % 256  # 0 stands for 256
        table += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(data), offset)
        offset += len(data)
    return head + table + b"".join(data for _, data in pictures)


def icns(pictures: Sequence[tuple[bytes, bytes]]) -> bytes:
    """A macOS icon of PNG pictures, each with its four-letter type."""
    body = b"".join(kind + struct.pack(">I", 8 + len(data)) + data for kind, data in pictures)
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def draw(svg: Path, folder: Path) -> None:
    """Writes ``comunecast.ico``, ``comunecast.icns`` and ``comunecast-SIZE.png`` into ``folder``."""
    sizes = {*WINDOWS_SIZES, *LINUX_SIZES, *MACOS_TYPES.values()}
    drawn = {size: png(svg, size) for size in sorted(sizes)}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "comunecast.ico").write_bytes(ico([(size, drawn[size]) for size in WINDOWS_SIZES]))
    (folder / "comunecast.icns").write_bytes(icns([(kind, drawn[size]) for kind, size in MACOS_TYPES.items()]))
    for size in LINUX_SIZES:
        (folder / f"comunecast-{size}.png").write_bytes(drawn[size])
