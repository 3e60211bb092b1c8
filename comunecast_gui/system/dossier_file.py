# SPDX-License-Identifier: EUPL-1.2
"""Writes all data held about one person as a document to hand over (PDF) or to pass on (JSON)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from comunecast_gui.core.atomic_file import replacing
from comunecast_gui.core.choices import ChoiceKind
from comunecast_gui.core.consent import ConsentKind
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import Office, SubscriberState
from comunecast_gui.core.regular_file import refuse_irregular
from comunecast_gui.core.report.dossier import Dossier
from comunecast_gui.system.accessible_pdf.tagged_document import Block, Tag, document

_STATES = {
    SubscriberState.ACTIVE: "iscritto",
    SubscriberState.LEFT: "non iscritto: il numero è stato cancellato",
    SubscriberState.BLOCKED: "sospeso",
}
_EVENTS = {
    ConsentKind.JOINED: "iscrizione",
    ConsentKind.IMPORTED: "iscrizione registrata dall'ente",
    ConsentKind.CHOSE: "scelta di zone o argomenti",
    ConsentKind.LEFT: "uscita",
    ConsentKind.ERASED: "cancellazione su richiesta",
}
_KINDS = {ChoiceKind.ZONE: "zona", ChoiceKind.TOPIC: "argomento"}


def as_data(dossier: Dossier) -> dict[str, Any]:
    """The dossier as JSON-able data; times are ISO 8601 in UTC."""
    return {
        "id": dossier.id,
        "phone": dossier.phone,
        "state": str(dossier.state),
        "since": dossier.since.isoformat(),
        "source": dossier.source,
        "consent": [
            {
                "kind": str(event.kind),
                "at": event.at.isoformat(),
                "source": event.source,
                "words": event.words,
                "privacy": event.privacy,
            }
            for event in dossier.events
        ],
        "choices": [
            {"kind": str(each.kind), "name": each.name, "wanted": each.wanted, "at": each.at.isoformat()}
            for each in dossier.choices
        ],
        "marketing_stopped": dossier.marketing_stopped.isoformat() if dossier.marketing_stopped else None,
        "deliveries": [
            {
                "title": each.title,
                "channel": each.channel,
                "state": str(each.state),
                "queued_at": each.queued_at.isoformat(),
            }
            for each in dossier.deliveries
        ],
    }


def lines(dossier: Dossier, office: Office) -> list[str]:
    """The dossier in Italian, with the office's own times; a heading ends with a colon."""
    return list(_lines(dossier, ZoneInfo(office.timezone)))


def write(path: Path, dossier: Dossier, office: Office) -> None:
    """Writes ``.json`` or ``.pdf``, readable by its owner alone.

    Raises InputError("person_export" | "not_a_file" | "export_unwritable"); an older file is left as it was.
    """
    kind = path.suffix.lower()
    if kind not in (".json", ".pdf"):
        raise InputError("person_export", field="export", file=path.name)
    if kind == ".json":
        content = json.dumps(as_data(dossier), ensure_ascii=False, indent=2).encode()
    else:
        content = _pdf(dossier, office)
    refuse_irregular(path)
    try:
        with replacing(path) as file:
            file.write(content)
    except OSError as error:
        raise InputError("export_unwritable", field="export", file=path.name, reason=error.strerror) from error


def _lines(dossier: Dossier, zone: ZoneInfo) -> Iterator[str]:
    yield f"Numero: {dossier.phone or 'non conservato'}"
    yield f"Stato: {_STATES[dossier.state]}, dal {_shown(dossier.since, zone)}"
    yield f"Origine: {dossier.source or '-'}"
    if dossier.marketing_stopped:
        since = _shown(dossier.marketing_stopped, zone)
        yield f"Messaggi promozionali: fermati dalla persona in WhatsApp, dal {since}; riceve gli avvisi di servizio"
    yield "Eventi di consenso:"
    for event in dossier.events:
        words = f", parola «{event.words}»" if event.words else ""
        privacy = f", informativa {event.privacy}" if event.privacy else ""
        yield f"- {_shown(event.at, zone)} {_EVENTS[event.kind]}{words} ({event.source}{privacy})"
    if dossier.choices:
        yield "Scelte:"
    for choice in dossier.choices:
        wish = "da ricevere" if choice.wanted else "da non ricevere"
        yield f"- {_shown(choice.at, zone)} {_KINDS[choice.kind]} «{choice.name}», {wish}"
    yield "Comunicazioni inviate:"
    for each in dossier.deliveries:
        yield f"- {_shown(each.queued_at, zone)} {each.title} ({each.channel}, {each.state})"
    if not dossier.deliveries:
        yield "- nessuna"


def _shown(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%d/%m/%Y %H:%M")


def _pdf(dossier: Dossier, office: Office) -> bytes:
    return document(f"Dati personali conservati da {office.name}", _blocks(dossier, office))


def _blocks(dossier: Dossier, office: Office) -> Iterator[Block]:
    yield Block(office.name, Tag.TITLE)
    yield Block("Dati personali conservati per il servizio di messaggi (art. 15 del Regolamento UE 2016/679)")
    for line in lines(dossier, office):
        heading = line.endswith(":")
        yield Block(line.rstrip(":") if heading else line, Tag.SECTION if heading else Tag.PARAGRAPH)
    if office.privacy_url:
        yield Block(f"Informativa: {office.privacy_url}")
