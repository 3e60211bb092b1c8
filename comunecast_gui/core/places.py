# SPDX-License-Identifier: EUPL-1.2
"""The lists that texts are compared with: streets, municipalities with their alert zone, and bureaucratic words."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comunecast_gui.core.errors import ConfigError

_OFFICE_WORDS = re.compile(
    r"^(?:comune|città|unione dei comuni|municipio)\s+(?:di\s|del\s|della\s|dell['’]|d['’])\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Streets:
    """The town's streets: name -> locality (empty if unknown), and other spellings -> name."""

    localities: Mapping[str, str]
    aliases: Mapping[str, str]

    @classmethod
    def load(cls, path: Path) -> Streets:
        """Reads ``streets/<town>.toml``. Raises ConfigError("resource_file")."""
        data = _toml(path)
        try:
            localities = {item["name"]: item.get("locality", "") for item in data["streets"]}
        except (KeyError, TypeError) as error:
            raise ConfigError("resource_file", file=path.name, reason=str(error)) from error
        return cls(localities, data.get("aliases", {}))

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
    """A town and its alert zones (code -> name); most have one, some two."""

    name: str
    istat: str
    zones: Mapping[str, str]


def load_municipalities(path: Path) -> tuple[Municipality, ...]:
    """Reads ``zones/<region>.csv`` (istat, name, zone, zone_name). Raises ConfigError("resource_file")."""
    found: dict[str, Municipality] = {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            lines = (line for line in file if not line.startswith("#"))
            for row in csv.DictReader(lines):
                earlier = found.get(row["istat"])
                zones = {**(earlier.zones if earlier else {}), row["zone"]: row["zone_name"]}
                found[row["istat"]] = Municipality(row["name"], row["istat"], zones)
    except (OSError, ValueError, KeyError) as error:
        raise ConfigError("resource_file", file=path.name, reason=str(error)) from error
    if not found:
        raise ConfigError("resource_file", file=path.name, reason="no municipality")
    return tuple(found.values())


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


def _key(name: str) -> str:
    return re.sub(r"[^\w]+", " ", name.casefold()).strip()
