# SPDX-License-Identifier: EUPL-1.2
"""The content that goes out on a channel: frozen when queued, the same bytes for preview, check and sending."""

from __future__ import annotations

import re
from dataclasses import dataclass

from comunecast_gui.core.model import Attachment, ChannelKind

TEXT_LIMITS = {ChannelKind.TELEGRAM: 4096, ChannelKind.WHATSAPP: 1024}
"""The longest text, as :func:`size` counts (Bot API sendMessage; Meta, Template components: the body once filled)."""
CAPTION_LIMIT = 1024
"""The longest text under a picture or a document, as :func:`size` counts (Bot API sendPhoto)."""
_TWO_UNITS = re.compile(r"[\U00010000-\U0010ffff]")
"""What takes two units in UTF-16."""


@dataclass(frozen=True, slots=True)
class TelegramPost:
    """A post of a Telegram channel; ``html`` uses the Bot API's HTML parse mode, ``plain`` is what people read."""

    html: str
    plain: str
    attachments: tuple[Attachment, ...] = ()
    preview_url: str = ""
    """The link to show as a preview; empty: no preview (Bot API LinkPreviewOptions)."""


@dataclass(frozen=True, slots=True)
class TemplateMessage:
    """A WhatsApp template message with named parameters; ``text`` is the filled body, with WhatsApp's marks."""

    template: str
    language: str
    parameters: tuple[tuple[str, str], ...]
    text: str
    footer: str = ""
    quick_replies: tuple[str, ...] = ()
    header: Attachment | None = None
    """The picture or document of a template with a media header."""


@dataclass(frozen=True, slots=True)
class TextMessage:
    """A free WhatsApp text, allowed only within 24 hours of the citizen's last message."""

    text: str


@dataclass(frozen=True, slots=True)
class ContactMessage:
    """The office's own card, to be saved with one touch; allowed within the same 24 hours.

    ``phone`` as people read it, ``wa_id`` the same number in digits. Source: Meta, Cloud API "Contacts messages".
    """

    name: str
    phone: str
    wa_id: str
    email: str = ""
    url: str = ""

    @property
    def text(self) -> str:
        return f"{self.name}\n{self.phone}"


Content = TelegramPost | TemplateMessage | TextMessage | ContactMessage


def files_of(content: Content) -> tuple[Attachment, ...]:
    """The pictures and documents of a content."""
    if isinstance(content, TelegramPost):
        return content.attachments
    return (content.header,) if isinstance(content, TemplateMessage) and content.header else ()


def readable(content: Content) -> str:
    """The content's text as a citizen reads it, without markup."""
    return content.plain if isinstance(content, TelegramPost) else content.text


def has_link_card(post: TelegramPost) -> bool:
    """Whether Telegram puts a card of the linked page under the post: under a text (Bot API LinkPreviewOptions).

    A text that travels as the caption of a picture, or of a single document, gets none.
    """
    pictures = any(file.is_image for file in post.attachments)
    is_caption = size(post.plain) <= CAPTION_LIMIT and (pictures or len(post.attachments) == 1)
    return bool(post.preview_url) and not is_caption


def size(text: str) -> int:
    """The length of a text as both services count it: in UTF-16 units, never fewer than its code points.

    Telegram's server counts code points (TDLib, ``utf8_length``), Meta does not say which of both it counts: what is
    short enough in the larger number is short enough in either.
    """
    return len(text) + len(_TWO_UNITS.findall(text))
