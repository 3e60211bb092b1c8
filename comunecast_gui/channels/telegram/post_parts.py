# SPDX-License-Identifier: EUPL-1.2
"""Splits a post into its calls, always in the same way, so that a later try knows which parts are out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from comunecast_gui.core.content import CAPTION_LIMIT, TelegramPost, size
from comunecast_gui.core.model import Attachment

ALBUM_LIMIT = 10
"""Items of an album (Bot API sendMediaGroup)."""


class PartKind(StrEnum):
    """The method that a part takes."""

    TEXT = "sendMessage"
    PHOTO = "sendPhoto"
    ALBUM = "sendMediaGroup"
    DOCUMENT = "sendDocument"


@dataclass(frozen=True, slots=True)
class Part:
    """One call. ``html`` is its text or caption; ``files`` are sent with it; it makes ``messages`` messages."""

    kind: PartKind
    html: str = ""
    files: tuple[Attachment, ...] = ()

    @property
    def messages(self) -> int:
        return max(1, len(self.files))


def parts_of(post: TelegramPost) -> tuple[Part, ...]:
    """The calls for ``post``: pictures first, then the text unless a caption holds it, then documents.

    The text is the caption of the first picture, or of a single document, when it fits a caption.
    """
    pictures = tuple(item for item in post.attachments if item.is_image)
    documents = tuple(item for item in post.attachments if not item.is_image)
    fits = size(post.plain) <= CAPTION_LIMIT
    parts: list[Part] = []
    for start in range(0, len(pictures), ALBUM_LIMIT):
        files = pictures[start : start + ALBUM_LIMIT]
        kind = PartKind.PHOTO if len(files) == 1 else PartKind.ALBUM
        parts.append(Part(kind, post.html if fits and not start else "", files))
    if not pictures and fits and len(documents) == 1:
        return (Part(PartKind.DOCUMENT, post.html, documents),)
    if not pictures or not fits:
        parts.append(Part(PartKind.TEXT, post.html))
    return (*parts, *(Part(PartKind.DOCUMENT, files=(document,)) for document in documents))


def _shape_of(post: TelegramPost) -> tuple[tuple[PartKind, int, bool], ...]:
    """The messages that the post is made of: by part its method, how many, and whether it bears the text."""
    return tuple((part.kind, part.messages, bool(part.html)) for part in parts_of(post))


def can_become(post: TelegramPost, other: TelegramPost) -> bool:
    """Whether a post can be edited into another one where it stands.

    Telegram replaces a text by a text, a file by a file, and a text by a file with a caption; it makes no message more
    or less of it (Bot API editMessageText, editMessageMedia).
    """
    before, after = _shape_of(post), _shape_of(other)
    one_text = [kind for kind, _, _ in before] == [PartKind.TEXT]
    return before == after or (one_text and [messages for _, messages, _ in after] == [1])
