# SPDX-License-Identifier: EUPL-1.2
"""The poster for citizens: one A4 page with what to write to receive the notices, and QR codes that begin it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from comunecast_gui.core.atomic_file import replacing
from comunecast_gui.system.accessible_pdf.tagged_poster import Way, poster_page
from comunecast_gui.ui.widgets.qr_code import modules


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on it, in Italian, for citizens. ``number`` as people write it, ``chat`` as ``@name``."""

    office: str
    number: str = ""
    chat: str = ""

    @property
    def whatsapp_address(self) -> str:
        """Opens a chat with the office, with *Attiva* written already (WhatsApp Help Center: "click to chat")."""
        digits = "".join(sign for sign in self.number if sign.isdigit())
        return f"https://wa.me/{digits}?text={quote('Attiva')}" if digits else ""

    @property
    def telegram_address(self) -> str:
        return f"https://t.me/{self.chat.removeprefix('@')}" if self.chat else ""


def write_poster(poster: Poster, path: Path) -> bool:
    """Writes the poster as a tagged PDF; returns False if the file cannot be written."""
    data = poster_page(
        f"{poster.office}: avvisi sul telefono",
        poster.office,
        "Gli avvisi del Comune sul tuo telefono: gratis, e quando vuoi smetti.",
        tuple(_ways(poster)),
    )
    try:
        with replacing(path) as file:
            file.write(data)
    except OSError:
        return False
    return True


def _ways(poster: Poster) -> Iterator[Way]:
    if poster.whatsapp_address:
        words = (
            f"Salva il numero {poster.number} in rubrica, poi scrivi Attiva. "
            "Per non ricevere più avvisi scrivi Disattiva. Nessuno vede il tuo numero."
        )
        yield _way("WhatsApp", words, poster.whatsapp_address)
    if poster.telegram_address:
        words = f"Apri il canale {poster.chat} e premi «Unisciti». Per uscire basta «Lascia il canale»."
        yield _way("Telegram", words, poster.telegram_address)


def _way(title: str, words: str, address: str) -> Way:
    return Way(title, words, modules(address), f"Codice QR che apre {title}: {address}")
