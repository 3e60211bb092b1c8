# SPDX-License-Identifier: EUPL-1.2
"""A file as it goes out: its exact bytes, the name that readers see, and what was changed for the services."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath

JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"

_EXTENSIONS = {JPEG: (".jpg", ".jpeg"), PNG: (".png",), PDF: (".pdf",)}
_REPLACED = frozenset({
    ".avif", ".bmp", ".gif", ".heic", ".heif", ".jfif", ".jpe", ".jpeg", ".jpg", ".pdf", ".png", ".tif", ".tiff",
    ".webp",
})  # fmt: skip
"""Extensions that say what a file is, and are wrong where it is something else now."""
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*]')
"""What one of the three systems refuses in a file name (Windows: Naming Files, Paths, and Namespaces)."""
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
"""Names that are devices on Windows, whatever extension follows (the same source)."""
_LONGEST_NAME = 80
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories of what cannot be seen, and of what turns the order of the letters round."""


class FileChange(StrEnum):
    """A difference from the chosen file that may matter to a person; each is the name of a check."""

    FIRST_FRAME = "picture_first_frame"
    """Only the first frame or page goes out."""
    SCALED = "picture_scaled"
    PADDED = "picture_padded"
    """White bands at two sides of a picture that was too long and thin."""
    FLATTENED = "picture_flattened"
    """White in place of what was transparent."""
    PLACE_REMOVED = "picture_place_removed"
    """The file said where the photo was taken."""


@dataclass(frozen=True, slots=True)
class PreparedFile:
    """The bytes of an attachment as every service takes them; made by :meth:`of`.

    ``name`` ends in the extension that belongs to ``mime``. ``digest`` is the SHA-256 of ``data`` in hexadecimal
    digits. ``width`` and ``height`` are the pixels of a picture, ``pages`` those of a document; 0 where there are none.
    """

    name: str
    mime: str
    data: bytes = field(repr=False)
    digest: str
    width: int = 0
    height: int = 0
    pages: int = 0
    changes: tuple[FileChange, ...] = ()

    @classmethod
    def of(
        cls,
        name: str,
        mime: str,
        data: bytes,
        *,
        size: tuple[int, int] = (0, 0),
        pages: int = 0,
        changes: tuple[FileChange, ...] = (),
    ) -> PreparedFile:
        """``name`` is the chosen file's; ``size`` in pixels."""
        digest = hashlib.sha256(data).hexdigest()
        return cls(readable_name(name, mime), mime, data, digest, *size, pages, changes)


def readable_name(name: str, mime: str) -> str:
    """The name that readers see: as it was, without what is invisible or no system's, with the extension of ``mime``.

    Bot API sendDocument and Meta's document messages show it; it is also the name of the kept copy.
    """
    plain = unicodedata.normalize("NFC", name)
    plain = "".join(" " if char.isspace() else char for char in plain)
    plain = "".join(char for char in plain if unicodedata.category(char) not in _HIDDEN)
    plain = " ".join(_NOT_IN_NAMES.sub("-", plain).split())
    stem, extension = PurePath(plain).stem, PurePath(plain).suffix
    if extension.lower() not in _REPLACED:
        stem, extension = plain, ""
    stem = stem.strip(" .")[:_LONGEST_NAME].strip(" .") or "allegato"
    if _RESERVED.fullmatch(stem.partition(".")[0].strip()):
        stem = f"_{stem}"
    right = _EXTENSIONS[mime]
    return stem + (extension if extension.lower() in right else right[0])
