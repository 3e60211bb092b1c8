# SPDX-License-Identifier: EUPL-1.2
"""Reads the map of all zones (TopoJSON, GeoJSON, or only its properties), whose file name holds the day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

from comunecast_gui.core.bulletin.dpc_words import RISK_WORDS, ROME, level_of
from comunecast_gui.core.bulletin.forecast import GREEN, Bulletin, Forecast, rank
from comunecast_gui.core.bulletin.place import Place, same_name
from comunecast_gui.core.errors import InputError

_NAME = re.compile(r"(\d{8})_(\d{4})_(today|tomorrow)\b")
_RISK_KEYS = {f"Per rischio {word}": risk for word, risk in RISK_WORDS.items()}
_VIGILANCE = frozenset({"Nome_Zona", "comuni"})
"""Keys of the other bulletin of the civil protection, the one of the weather: it has no alert levels."""
_DEEPEST = 6


def read(data: Any, place: Place, name: str) -> Bulletin:
    """Raises InputError: ``bulletin_vigilance``, ``bulletin_zone_missing``, ``bulletin_no_day``.

    Also ValueError, KeyError or TypeError for what is no such map.
    """
    zones = list(_zones(data))
    if any(_VIGILANCE & zone.keys() for zone in zones) and not any("Nome zona" in zone for zone in zones):
        raise InputError("bulletin_vigilance", file=name)
    if not zones:
        raise ValueError("no zones")
    ours = [zone for zone in zones if _named(zone, place)] or [zone for zone in zones if _holds_town(zone, place)]
    if not ours:
        raise InputError("bulletin_zone_missing", file=name, zone=place.code)
    day, issued = _moments(name)
    levels: dict[str, str] = {}
    for zone in ours:
        for key, risk in _RISK_KEYS.items():
            levels[risk] = max(levels.get(risk, GREEN), level_of(zone[key]), key=rank)
    return Bulletin(place.code, (Forecast.of(day, levels, issued),), "map")


def _zones(data: Any, deep: int = 0) -> Iterator[Mapping[str, Any]]:
    """The properties of each zone, wherever the file keeps them."""
    if deep > _DEEPEST:
        return
    if isinstance(data, list):
        for one in data:
            if isinstance(one, (dict, list)):
                yield from _zones(one, deep + 1)
    elif isinstance(data, dict):
        if "Nome zona" in data or "Nome_Zona" in data:
            yield data
            return
        for key in ("properties", "features", "geometries"):
            yield from _zones(data.get(key), deep + 1)
        objects = data.get("objects")
        for one in objects.values() if isinstance(objects, dict) else ():
            yield from _zones(one, deep + 1)


def _named(zone: Mapping[str, Any], place: Place) -> bool:
    return any(same_name(str(zone.get("Nome zona", "")), known) for known in place.zones.values())


def _holds_town(zone: Mapping[str, Any], place: Place) -> bool:
    towns = zone.get("Comuni", ())
    return isinstance(towns, list) and any(isinstance(one, str) and same_name(one, place.town) for one in towns)


def _moments(name: str) -> tuple[date, datetime]:
    """The day and the moment of issue in ``20250314_1512_tomorrow.json``. Raises InputError("bulletin_no_day")."""
    match = _NAME.search(name)
    with suppress(ValueError):
        stamp = datetime.strptime(match[1] + match[2], "%Y%m%d%H%M") if match else None
        if match and stamp:
            day = stamp.date() + timedelta(days=match[3] == "tomorrow")
            return day, stamp.replace(tzinfo=ROME).astimezone(UTC)
    raise InputError("bulletin_no_day", file=name)
