# SPDX-License-Identifier: EUPL-1.2
"""Reads kind and size of a picture from its first bytes, because both services refuse files by what they hold."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage"),
)


@dataclass(frozen=True, slots=True)
class ImageInfo:
    """Pixels, bits per sample and whether the colours are RGB, RGBA or grey."""

    mime: str
    width: int
    height: int
    bits: int = 8
    rgb: bool = True
    four_colours: bool = False
    """Cyan, magenta, yellow and black, as printers use them."""


def read_image(data: bytes) -> ImageInfo | None:
    """Kind and size of a PNG or JPEG, or None where the bytes are neither (or are cut short)."""
    if data.startswith(PNG_SIGNATURE) and len(data) >= 26:
        width, height, bits, colours = struct.unpack(">IIBB", data[16:26])
        return ImageInfo("image/png", width, height, bits, colours in {2, 6})
    if data.startswith(b"\xff\xd8"):
        return _read_jpeg(data)
    return None


def _read_jpeg(data: bytes) -> ImageInfo | None:
    at = 2
    while at + 9 < len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in _JPEG_FRAMES:
            bits, height, width, parts = struct.unpack(">BHHB", data[at + 4 : at + 10])
            return ImageInfo("image/jpeg", width, height, bits, parts == 3, parts == 4)
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


def decodes(data: bytes) -> bool:
    """Whether a picture can be shown to its last line: both services decode what they get."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as picture:
            picture.load()
    except Exception:  # a damaged file makes decoders raise a dozen types
        return False
    return True


def sniff(data: bytes) -> str:
    """The MIME type that the first bytes tell, or an empty string."""
    image = read_image(data)
    if image:
        return image.mime
    return next((mime for magic, mime in _MAGIC if data.startswith(magic)), "")
