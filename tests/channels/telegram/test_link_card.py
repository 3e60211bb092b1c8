# SPDX-License-Identifier: EUPL-1.2
"""The preview shows a link card exactly where the driver sends a text with a link preview."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from comunecast_gui.channels.telegram.post_parts import PartKind, parts_of
from comunecast_gui.core.content import CAPTION_LIMIT, TelegramPost, has_link_card
from comunecast_gui.core.model import Attachment

PICTURE = Attachment(Path("foto.jpg"), "Una foto", "image/jpeg", 1000)
DOCUMENT = Attachment(Path("mappa.pdf"), "Una mappa", "application/pdf", 1000)
FILES = ((), (PICTURE,), (PICTURE, PICTURE), (DOCUMENT,), (DOCUMENT, DOCUMENT), (PICTURE, DOCUMENT))


@pytest.mark.parametrize(
    ("files", "length", "url"),
    list(product(FILES, (10, CAPTION_LIMIT, CAPTION_LIMIT + 1), ("", "https://www.comune.calcinaia.pi.it/acqua"))),
)
def test_a_card_is_shown_where_a_text_goes_out_with_a_preview(
    files: tuple[Attachment, ...], length: int, url: str
) -> None:
    post = TelegramPost("a" * length, "a" * length, files, url)
    as_text = any(part.kind is PartKind.TEXT for part in parts_of(post))
    assert has_link_card(post) == (as_text and bool(url))
