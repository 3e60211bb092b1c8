# SPDX-License-Identifier: EUPL-1.2
"""A town as the set-up offers it: found by name among all of Italy, with what else is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from comunecast_gui.core.places import Municipalities, Municipality, town_of

_VOWEL_ARTICLE = "l'"
_ARTICLES = {"la ": "della ", "il ": "del ", "lo ": "dello ", "le ": "delle ", "i ": "dei ", "gli ": "degli "}


@dataclass(frozen=True, slots=True)
class TownChoice:
    """``Calcinaia (PI)``: its region, Istat's code, its alert zones (code -> name), and the towns in the same zones."""

    name: str
    title: str
    region: str
    istat: str
    zones: Mapping[str, str]
    neighbours: tuple[str, ...]

    @property
    def office(self) -> str:
        """What such an office is usually called: ``Comune di Calcinaia``, ``Comune dell'Aquila``."""
        return office_name(self.name)


def offers(towns: Municipalities, typed: str, most: int = 8) -> tuple[TownChoice, ...]:
    """The towns that ``typed`` may mean, the likeliest first."""
    return tuple(choice_of(towns, town) for town in towns.search(typed, most))


def choice_of(towns: Municipalities, town: Municipality) -> TownChoice:
    """One town with its region, zones and neighbours."""
    zones = {code: towns.zones[code] for code in town.zones}
    near = {one.name for code in town.zones for one in towns.in_zone(code)} - {town.name}
    return TownChoice(town.name, town.title, towns.region_of(town), town.istat, zones, tuple(sorted(near)))


def chosen(towns: Municipalities, office: str, zone: str) -> TownChoice | None:
    """The town of an office that is set up already; None if its name and its zone fit none, or several."""
    alike = towns.named(town_of(office))
    fitting = [town for town in alike if zone in town.zones] or (list(alike) if len(alike) == 1 else [])
    return choice_of(towns, fitting[0]) if len(fitting) == 1 else None


def office_name(town: str) -> str:
    """``Comune di Calcinaia``; an article becomes part of the preposition: ``Comune della Spezia``."""
    low = town.casefold()
    if low.startswith((_VOWEL_ARTICLE, "l’")):
        return f"Comune dell'{town[2:]}"
    for article, joined in _ARTICLES.items():
        if low.startswith(article):
            return f"Comune {joined}{town[len(article) :]}"
    return f"Comune di {town}"
