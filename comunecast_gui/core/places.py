# SPDX-License-Identifier: EUPL-1.2
"""The lists that texts and settings are compared with: streets, Italy's towns and alert zones, bureaucratic words."""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from heapq import nsmallest
from pathlib import Path
from typing import Any

from comunecast_gui.core import toml_text
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.regular_file import read_text

STREETS_FILE = "streets.toml"
"""The office's own streets, in its data folder, in its backups, and where it moves."""
MOST_STREETS_BYTES = 4 * 1024 * 1024
"""Of a list of streets; that of Rome has 1.3 million."""
_OFFICE_WORDS = re.compile(
    r"^(?:comune|città|unione dei comuni|municipio)\s+(?:di\s|del\s|della\s|dell['’]|d['’])\s*", re.IGNORECASE
)
_WORDS = re.compile(r"\w+")
_ARTICLE = re.compile(r"^(?:l|la|il|lo|le|i|gli) (?=.)")


@dataclass(frozen=True, slots=True)
class Streets:
    """The town's streets: name -> locality (empty if unknown), and other spellings -> name."""

    localities: Mapping[str, str]
    aliases: Mapping[str, str]

    @classmethod
    def load(cls, path: Path) -> Streets:
        """Reads ``streets/<town>.toml``, or an office's own list. Raises ConfigError("resource_file")."""
        try:
            return cls.parse(read_text(path, most=MOST_STREETS_BYTES), path.name)
        except (OSError, UnicodeDecodeError, InputError) as error:
            raise ConfigError("resource_file", file=path.name, reason=str(error)) from error

    @classmethod
    def parse(cls, text: str, name: str = STREETS_FILE) -> Streets:
        """Reads the list in ``text``, whoever wrote it. Raises ConfigError("resource_file")."""
        try:
            data = toml_text.parse(text)
            localities = {item["name"]: item.get("locality", "") for item in data["streets"]}
            aliases = dict(data.get("aliases", {}))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ConfigError("resource_file", file=name, reason=str(error)) from error
        if not all(isinstance(word, str) for words in (localities, aliases) for pair in words.items() for word in pair):
            raise ConfigError("resource_file", file=name, reason="a name is no text")
        return cls(localities, aliases)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.localities)

    def find(self, name: str) -> str:
        """The street's name as the list has it, or an empty string."""
        wanted = _key(name)
        for known in self.localities:
            if _key(known) == wanted:
                return known
        return next((real for alias, real in self.aliases.items() if _key(alias) == wanted), "")


@dataclass(frozen=True, slots=True)
class Municipality:
    """A town: its name, Istat's code of six digits, the two letters of its province, the codes of its alert zones.

    Most towns have one zone, some have two, and a few have none that is known.
    """

    name: str
    istat: str
    province: str
    zones: tuple[str, ...]

    @property
    def title(self) -> str:
        """``Calcinaia (PI)``: six names belong to two towns each."""
        return f"{self.name} ({self.province})"


@dataclass(frozen=True, slots=True)
class Province:
    """A province by its two letters, and the region that it is in."""

    code: str
    name: str
    region: str


@dataclass(frozen=True, slots=True)
class Municipalities:
    """Every town of Italy, by Istat's code, with its province, region and alert zones (code -> name)."""

    all: tuple[Municipality, ...]
    provinces: Mapping[str, Province]
    zones: Mapping[str, str]
    _keys: tuple[str, ...]

    @classmethod
    def load(cls, folder: Path) -> Municipalities:
        """Reads ``towns.csv``, ``provinces.csv`` and ``zones.csv``, once. Raises ConfigError("resource_file")."""
        return _municipalities(folder)

    def search(self, typed: str, most: int = 20) -> tuple[Municipality, ...]:
        """The towns whose name, or a later word of it, begins with ``typed``.

        A whole name comes first, then names that begin so, the shorter before the longer: ``Calci`` finds Calci before
        Calcinaia. Case, accents, an article and the signs between the words do not count.
        """
        wanted = _key(typed)
        if not wanted:
            return ()
        inside = f" {wanted}"
        found = [
            (_bare(key) != wanted, not key.startswith(wanted), len(key), key, place)
            for place, key in enumerate(self._keys)
            if key.startswith(wanted) or inside in key
        ]
        return tuple(self.all[place] for *_, place in nsmallest(most, found))

    def named(self, name: str) -> tuple[Municipality, ...]:
        """The towns with this name, with or without its article (``Aquila``)."""
        wanted = _bare(_key(name))
        if not wanted:
            return ()
        alike = [(town, key) for town, key in zip(self.all, self._keys, strict=True) if key.endswith(wanted)]
        return tuple(town for town, key in alike if _bare(key) == wanted)

    def in_zone(self, code: str) -> tuple[Municipality, ...]:
        """The towns of an alert zone."""
        return tuple(town for town in self.all if code in town.zones)

    def region_of(self, town: Municipality) -> str:
        return self.provinces[town.province].region

    def around(self, office: str, zone: str = "") -> tuple[Municipality, ...]:
        """The towns of the office's region, found by its alert zone, else by its name.

        Empty if neither tells, or if towns of two regions have this name.
        """
        homes = self.in_zone(zone) if zone else ()
        regions = {self.region_of(town) for town in homes or self.named(town_of(office))}
        if len(regions) != 1:
            return ()
        return tuple(town for town in self.all if self.region_of(town) in regions)


@cache
def _municipalities(folder: Path) -> Municipalities:
    provinces = {row[0]: Province(*row) for row in _table(folder / "provinces.csv", 3)}
    zones = load_zones(folder)
    found = tuple(
        Municipality(name, istat, province, tuple(codes.split()))
        for istat, name, province, codes in _table(folder / "towns.csv", 4)
    )
    for town in found:
        if town.province not in provinces or not zones.keys() >= set(town.zones):
            raise ConfigError("resource_file", file="towns.csv", reason=town.istat)
    return Municipalities(found, provinces, zones, tuple(_key(town.name) for town in found))


def load_zones(folder: Path) -> Mapping[str, str]:
    """Reads ``zones.csv``: code of an alert zone -> name. Raises ConfigError("resource_file")."""
    return {code: name for code, name in _table(folder / "zones.csv", 2)}


def _table(path: Path, columns: int) -> list[list[str]]:
    """The rows below the heading; lines that begin with # are notes about the source."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(line for line in file if not line.startswith("#")))[1:]
    except (OSError, ValueError, csv.Error) as error:
        raise ConfigError("resource_file", file=path.name, reason=str(error)) from error
    if not rows or any(len(row) != columns for row in rows):
        raise ConfigError("resource_file", file=path.name, reason="rows")
    return rows


def load_jargon(path: Path) -> Mapping[str, str]:
    """Reads ``language/<language>.toml``: hard word -> better one. Raises ConfigError("resource_file")."""
    data = _toml(path)
    words = data.get("words", {})
    if not isinstance(words, dict):
        raise ConfigError("resource_file", file=path.name, reason="[words] is missing")
    return words


def town_of(office: str) -> str:
    """``Calcinaia`` of ``Comune di Calcinaia``."""
    return _OFFICE_WORDS.sub("", office).strip()


def file_stem(town: str) -> str:
    """The name of a town's street file: ``san_giuliano_terme``."""
    return _key(town).replace(" ", "_")


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError("resource_file", file=path.name, reason=str(error)) from error


def _bare(key: str) -> str:
    """The key of a name without its article: ``aquila`` of ``l aquila``."""
    return _ARTICLE.sub("", key, count=1)


def _key(name: str) -> str:
    plain = name.casefold()
    if not plain.isascii():
        plain = "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))
    return " ".join(_WORDS.findall(plain))
