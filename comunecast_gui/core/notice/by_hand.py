# SPDX-License-Identifier: EUPL-1.2
"""The text of a notice for a place where a person publishes it by hand: WhatsApp's marks, the whole list, no button."""

from __future__ import annotations

from collections.abc import Mapping

from comunecast_gui.core import markup
from comunecast_gui.core.content import Content, TelegramPost, files_of
from comunecast_gui.core.model import Attachment


def channel_text(contents: Mapping[str, Content]) -> str:
    """What was frozen, as it is pasted into a WhatsApp Channel; the post where there is one, for it is never shortened.

    Without a post it is the message of WhatsApp, without its footer: nobody writes "Disattiva" to a Channel.
    """
    for content in contents.values():
        if isinstance(content, TelegramPost):
            return markup.whatsapp(markup.telegram_spans(content.html))
    return next((content.text for content in contents.values() if not isinstance(content, TelegramPost)), "")


def channel_files(contents: Mapping[str, Content]) -> tuple[Attachment, ...]:
    """The pictures and documents that belong to it, each once."""
    found = {(file.digest or file.path.name): file for content in contents.values() for file in files_of(content)}
    return tuple(found.values())
