# SPDX-License-Identifier: EUPL-1.2
"""Sensible moments for sending each worked example, in the town's own time."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def rome(text: str) -> datetime:
    """A local time of the town as the aware moment in UTC that the program uses."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Rome")).astimezone(UTC)


SENT = {
    "acqua_programmata": "2022-08-19T10:00",
    "acqua_guasto": "2021-10-20T09:00",
    "acqua_non_potabile": "2026-05-03T16:30",
    "energia_programmata": "2026-02-24T10:00",
    "energia_guasto": "2026-11-04T08:00",
    "servizio_ripristinato": "2022-08-24T15:55",
    "rifiuti_variazione": "2026-12-21T10:00",
    "rifiuti_servizio": "2025-03-14T16:00",
    "meteo_allerta": "2025-03-14T10:00",
    "meteo_aggiornamento": "2025-03-14T11:00",
    "meteo_cessata": "2025-03-15T14:05",
    "fiume_piena": "2025-03-14T20:00",
    "emergenza": "2026-07-10T14:00",
    "evento": "2025-06-10T10:00",
    "evento_modifica": "2025-03-14T16:00",
    "viabilita": "2026-02-10T10:00",
    "cantiere": "2026-03-10T10:00",
    "scuole": "2025-03-14T18:00",
    "trasporto_scolastico": "2026-09-16T10:00",
    "tributi": "2026-12-01T10:00",
    "uffici": "2026-12-03T10:00",
    "elezioni": "2026-06-04T10:00",
    "bandi": "2026-09-28T10:00",
    "persona_scomparsa": "2026-10-03T20:00",
    "donazione_sangue": "2026-11-10T10:00",
    "salute_ambiente": "2026-07-13T10:00",
    "rettifica": "2022-08-19T11:00",
    "generico": "2026-05-05T10:00",
}
