# SPDX-License-Identifier: EUPL-1.2
"""Writes the data protection papers of an office (GDPR articles 13, 28, 30, 35), filled from its settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from comunecast_gui import __version__
from comunecast_gui.core import markup, periods
from comunecast_gui.core.atomic_file import replace_text
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.inbound.answers import REPEAT
from comunecast_gui.core.notice import text_template
from comunecast_gui.core.report.html_page import html_page
from comunecast_gui.relay import event_store
from comunecast_gui.services import backups
from comunecast_gui.store.inbound import purge
from comunecast_gui.system import paths
from comunecast_gui.system.settings.values import Settings


def write(settings: Settings, folder: Path, day: date) -> tuple[Path, ...]:
    """Writes the four papers into ``folder``, which is made where it is missing; returns their files.

    Each is written twice: as ``.html`` to read and to complete in a word processor, and as ``.md``. ``day`` is the
    office's local day. Papers that are there already may have been completed by a person, and are never
    replaced. Raises InputError("papers_taken" | "papers_unwritable"); nothing was replaced then.
    """
    filling = values(settings, day)
    texts = {name: _filled(paths.paper(name).read_text(encoding="utf-8"), filling) for name in paths.PAPERS}
    texts |= {name.replace(".md", ".html"): html_page(text) for name, text in texts.items()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if taken := [name for name in texts if (folder / name).exists()]:
            raise InputError("papers_taken", folder=folder, names=taken)
        for name, text in texts.items():
            replace_text(folder / name, text)
    except OSError as error:
        raise InputError("papers_unwritable", folder=folder, reason=error.strerror) from error
    return tuple(folder / name for name in texts)


def _filled(source: str, values: Mapping[str, str]) -> str:
    return markup.neutral(text_template.parse(source).fill(lambda field, _: values[field]))


def values(settings: Settings, day: date) -> Mapping[str, str]:
    """The value of every field of the papers; a condition (``{?relay}``) holds where its value is not empty."""
    office, whatsapp, telegram = settings.office, settings.whatsapp, settings.telegram
    offer = office.offer
    keep = settings.database.keep_days
    server = urlsplit(settings.database.url).hostname or ""
    offered = [*offer.zones, *(topic.word for topic in offer.topics)]
    return {
        "versione": __version__,
        "data": periods.full_date(day),
        "ente": _cell(office.name),
        "telefono": _cell(office.phone),
        "email": _cell(office.email),
        "privacy_url": _cell(office.privacy_url),
        "whatsapp": _if(whatsapp),
        "senza_whatsapp": _if(not whatsapp),
        "senza_canali": _if(not whatsapp and not telegram),
        "numero_whatsapp": _cell(whatsapp.display_phone) if whatsapp else "",
        "telegram": _if(telegram),
        "canali": periods.listed([_cell(channel.chat) for channel in telegram.channels]) if telegram else "",
        "risposte_private": _if(telegram and telegram.answer_private),
        "relay": _cell(urlsplit(settings.relay.url).hostname or settings.relay.url) if settings.relay else "",
        "scelte": periods.listed([_cell(word) for word in offered]) if offered else "",
        "server": _cell(server),
        "locale": _if(not settings.database.url),
        "versione_informativa": _cell(settings.inbox.privacy_version),
        "giorni_esiti": f"{keep} giorni" if keep else "finché il Comune tiene l'archivio",
        "giorni_messaggi": _days(purge.MARKS_KEPT),
        "giorni_risposte": _days(2 * REPEAT),
        "giorni_conteggi": _days(purge.ANSWERS_KEPT),
        "giorni_codici": _days(purge.IDS_KEPT),
        "giorni_parole": _days(purge.WISHES_KEPT),
        "giorni_cambi": _days(purge.MARKS_KEPT),
        "giorni_scavalcati": _days(purge.STEPPED_KEPT),
        "giorni_copie": _days(backups.KEPT),
        "giorni_relay": _days(event_store.KEEP),
    }


def _if(condition: object) -> str:
    return "x" if condition else ""


def _days(span: timedelta) -> str:
    return str(span.days)


def _cell(text: str) -> str:
    """The text on one line, without the sign that would end a table's cell."""
    return " ".join(text.replace("|", "/").split())
