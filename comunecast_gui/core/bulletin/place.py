# SPDX-License-Identifier: EUPL-1.2
"""Where a bulletin is looked into: the office's alert zones, by code and by name, and its town."""

from __future__ import annotations

import html
import unicodedata
from dataclasses import dataclass

from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.model import Office
from comunecast_gui.core.places import Municipalities, town_of

_LOST = "\ufffd"
"""What is left of a letter that a file has lost: ``Castel San Niccol\ufffd``."""


@dataclass(frozen=True, slots=True)
class Place:
    """``zones`` maps codes to names, both of a town that lies in two; ``siblings`` are the names in the region."""

    zones: dict[str, str]
    region: str
    siblings: tuple[str, ...]
    town: str

    @classmethod
    def of(cls, office: Office, italy: Municipalities) -> Place:
        """The zone of the settings; without one those of the town. Raises ConfigError("bulletin_no_zone")."""
        town = town_of(office.name)
        named = italy.named(town)
        codes: tuple[str, ...] = (office.alert_zone,) if office.alert_zone in italy.zones else ()
        if not codes and not office.alert_zone and len(named) == 1:
            codes = named[0].zones
        homes = italy.in_zone(codes[0]) if codes else ()
        if not homes:
            raise ConfigError("bulletin_no_zone", field="office.alert_zone", office=office.name)
        region = italy.region_of(homes[0])
        prefix = codes[0].split("-")[0] + "-"
        siblings = tuple(name for code, name in italy.zones.items() if code.startswith(prefix))
        return cls({code: italy.zones[code] for code in codes}, region, siblings, town)

    @property
    def code(self) -> str:
        """The zones in one word: ``Tosc-A4``, or ``Tosc-E1+Tosc-E2``."""
        return "+".join(self.zones)


def folded(text: str) -> str:
    """Small letters without accents; every sign but the comma is a space: ``valle d aosta , bassa valle``."""
    plain = unicodedata.normalize("NFKD", html.unescape(text).casefold())
    kept = "".join(
        sign if sign.isalnum() or sign == _LOST else " , " if sign == "," else " "
        for sign in plain
        if not unicodedata.combining(sign)
    )
    return " ".join(kept.split())


def same_name(written: str, known: str) -> bool:
    """Whether a name of a file is this name; a letter that the file has lost stands for any."""
    one, other = folded(written), folded(known)
    if _LOST not in one:
        return one == other
    return len(one) == len(other) and all(sign in (_LOST, wanted) for sign, wanted in zip(one, other, strict=True))


def same_region(written: str, known: str) -> bool:
    """``Trentino Alto Adige`` is ``Trentino-Alto Adige/Südtirol``."""
    one, other = folded(written), folded(known)
    return bool(one and other) and (one.startswith(other) or other.startswith(one))
