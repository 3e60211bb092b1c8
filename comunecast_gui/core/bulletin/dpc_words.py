# SPDX-License-Identifier: EUPL-1.2
"""The words in which the civil protection's files name levels, risks, days and hours.

Source: pcm-dpc/DPC-Bollettini-Criticita-Idrogeologica-Idraulica and its tables by Open Data Sicilia (CC BY 4.0).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from comunecast_gui.core.bulletin.forecast import GREEN, HYDRAULIC, HYDROGEOLOGICAL, THUNDERSTORMS

ROME = ZoneInfo("Europe/Rome")
"""Bulletins are issued in Rome, wherever the office is."""
RISK_WORDS = {"idraulico": HYDRAULIC, "temporali": THUNDERSTORMS, "idrogeologico": HYDROGEOLOGICAL}
_LEVEL = re.compile(r"\bALLERTA\s+(VERDE|GIALLA|ARANCIONE|ROSSA)\b|\b(NESSUNA)\s+ALLERTA\b", re.IGNORECASE)
_MONTHS = (
    "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
    "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
)  # fmt: skip
_DAY = re.compile(rf"\b(\d{{1,2}})\s{{1,4}}({'|'.join(_MONTHS)})\s{{1,4}}(\d{{4}})\b", re.IGNORECASE)
_HOUR = re.compile(r"\bore\s{1,4}(\d{1,2})[:.](\d{2})\b", re.IGNORECASE)


def level_of(text: str) -> str:
    """The level that ``Moderata / ALLERTA ARANCIONE`` names. Raises ValueError where it names none, or two."""
    found = {match[1].lower() if match[1] else GREEN for match in _LEVEL.finditer(text)}
    if len(found) != 1:
        raise ValueError(f"no level: {text[:80]!r}")
    return found.pop()


def day_of(text: str) -> date:
    """The first day in a text: ``Venerdì 14 marzo 2025`` or ``  lunedì 20 luglio 2026``. Raises ValueError."""
    match = _DAY.search(text)
    if match is None:
        raise ValueError("no day")
    return date(int(match[3]), _MONTHS.index(match[2].lower()) + 1, int(match[1]))


def issued_of(name: str, published: str) -> datetime:
    """When it was issued, as its title says; ``published`` (ISO, UTC) where the title does not. Raises ValueError.

    The bulletin of 20 July 2026, 23:31, was published after midnight: the title is what counts.
    """
    hour = _HOUR.search(name)
    if hour is None:
        return moment_of(published)
    day = day_of(name)
    return datetime(day.year, day.month, day.day, int(hour[1]), int(hour[2]), tzinfo=ROME).astimezone(UTC)


def moment_of(text: str) -> datetime:
    """An ISO moment, aware; one without offset is Rome's. To the minute, as titles have it. Raises ValueError."""
    found = datetime.fromisoformat(text.strip())
    found = found if found.tzinfo else found.replace(tzinfo=ROME)
    return found.astimezone(UTC).replace(second=0, microsecond=0)
