# SPDX-License-Identifier: EUPL-1.2
"""Reads the index of a bulletin of the civil protection (``20250314_1512.json``), which tells two days in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from comunecast_gui.core.bulletin.dpc_words import RISK_WORDS, day_of, issued_of, level_of
from comunecast_gui.core.bulletin.forecast import GREEN, Bulletin, Forecast, rank
from comunecast_gui.core.bulletin.place import Place, folded, same_region
from comunecast_gui.core.errors import InputError

_SENTENCES = ("html_descrition", "html_description")
"""The key as the files have it, and as it will be called when somebody mends it."""
_BOLD = re.compile(r"<b>([^<]{1,300})</b>([^<]*)")
_HEADING = re.compile(r"CRITICIT.{1,10}PER\s+RISCHIO\s+(IDRAULICO|TEMPORALI|IDROGEOLOGICO)", re.IGNORECASE)
_ALERT = re.compile(r"/\s*ALLERTA\b", re.IGNORECASE)


def read(data: Mapping[str, Any], place: Place, name: str) -> Bulletin:
    """Raises InputError("bulletin_zone_unsure"), and ValueError, KeyError or TypeError for what is no index."""
    issued = issued_of(data["name"], str(data.get("date", "")))
    days = []
    for one in (data["today"], data["tomorrow"]):
        said = next((one[key] for key in _SENTENCES if key in one), "")
        days.append(Forecast.of(day_of(said), _levels(said, place, name), issued))
    if days[1].day - days[0].day != timedelta(days=1):
        raise ValueError("today and tomorrow are not one after the other")
    return Bulletin(place.code, tuple(days), "index", data.get("type") == "update")


def _levels(said: str, place: Place, name: str) -> dict[str, str]:
    """The level of each risk; who is not named is in no alert, where nothing speaks against it."""
    levels: dict[str, str] = {}
    risk = level = ""
    headings = 0
    for title, rest in _parts(said):
        if heading := _HEADING.search(title):
            risk, level = RISK_WORDS[heading[1].lower()], level_of(title)
            headings += 1
        elif risk and same_region(title, place.region) and _names_us(rest, place, name):
            levels[risk] = max(levels.get(risk, GREEN), level, key=rank)
    if headings != len(_ALERT.findall(said)):
        raise ValueError("an alert of which nobody knows whose it is")
    return levels


def _parts(said: str) -> Iterator[tuple[str, str]]:
    for match in _BOLD.finditer(said):
        yield match[1].strip(" :"), match[2].lstrip(" :")


def _names_us(zones: str, place: Place, name: str) -> bool:
    """Whether one of our zones stands in the list of its region.

    Names hold commas themselves, so the list cannot be split: the names that the region has are taken out of it, the
    longest first. What is left is a zone that got another name; if ours is missing then, it may be that one.
    Raises InputError("bulletin_zone_unsure").
    """
    left = f" , {folded(zones)} , "
    found = False
    own = {folded(one) for one in place.zones.values()}
    for known in sorted({folded(one) for one in place.siblings}, key=len, reverse=True):
        if f" , {known} , " in left:
            found = found or known in own
            left = left.replace(f" , {known} , ", " , ")
    if not found and left.strip(" ,"):
        raise InputError("bulletin_zone_unsure", file=name, zone=place.code)
    return found
