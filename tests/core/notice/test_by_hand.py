# SPDX-License-Identifier: EUPL-1.2
"""The text for a WhatsApp Channel: the whole list in WhatsApp's marks, without the words for who subscribed."""

from __future__ import annotations

from pathlib import Path

from comunecast_gui.core.content import TelegramPost, TemplateMessage
from comunecast_gui.core.model import Attachment
from comunecast_gui.core.notice.by_hand import channel_files, channel_text

PICTURE = Attachment(Path("x.png"), "La mappa", "image/png", 10, "d" * 64)
MESSAGE = TemplateMessage("acqua_v1", "it", (), "*Acqua* (elenco completo: x)", "Scrivi Disattiva", header=PICTURE)
POST = TelegramPost("💧 <b>Acqua &amp; vie</b>\nvia *Roma*", "💧 Acqua & vie", (PICTURE,))


def test_the_post_s_whole_text_in_whatsapp_s_marks() -> None:
    text = channel_text({"whatsapp": MESSAGE, "telegram:principale": POST})

    assert text.startswith("💧 *Acqua & vie*\nvia ")
    assert "*Roma*" not in text, "marks that are no marks are made harmless"


def test_without_a_post_the_message_without_its_footer() -> None:
    assert channel_text({"whatsapp": MESSAGE}) == MESSAGE.text
    assert channel_text({}) == ""


def test_each_file_once() -> None:
    assert channel_files({"whatsapp": MESSAGE, "telegram:principale": POST}) == (PICTURE,)
