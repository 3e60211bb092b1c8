# SPDX-License-Identifier: EUPL-1.2
"""The town's streets from what an office has: lines that it types, its own table, an extract of OpenStreetMap."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.places import Streets

MOST = 20_000
"""Streets of one town: Rome has about 16,000."""
_LONGEST = 100
_KINDS = frozenset(
    [
        "via",
        "viale",
        "vialetto",
        "vicolo",
        "piazza",
        "piazzale",
        "piazzetta",
        "largo",
        "corso",
        "strada",
        "stradello",
        "stradone",
        "lungarno",
        "lungomare",
        "lungofiume",
        "lungotevere",
        "borgo",
        "contrada",
        "località",
        "localita",
        "frazione",
        "traversa",
        "salita",
        "discesa",
        "scalinata",
        "galleria",
        "ponte",
        "rotonda",
        "rotatoria",
        "circonvallazione",
        "vico",
        "calle",
        "campo",
        "corte",
        "cortile",
        "passaggio",
        "passeggiata",
        "sentiero",
        "argine",
        "vocabolo",
        "rione",
        "villaggio",
        "rampa",
        "tangenziale",
        "sottopasso",
        "cavalcavia",
        "quartiere",
        "riva",
        "fondamenta",
        "ruga",
        "salizada",
        "chiasso",
    ]
)
"""How the names of streets begin in Italy; the word is written small within a sentence."""
_NAME_HEADINGS = (
    "via",
    "strada",
    "nome via",
    "denominazione",
    "toponimo",
    "odonimo",
    "indirizzo",
    "descrizione",
    "nome",
)
_KIND_HEADINGS = ("dug", "specie", "tipo", "qualificatore", "denominazione urbanistica")
_PLACE_HEADINGS = ("frazione", "località", "localita", "locality", "quartiere", "zona")
_LINE = re.compile(r"\s*(?P<name>[^;\t]+?)\s*(?:[;\t]\s*(?P<after>.*?)|\((?P<inside>[^()]*)\))?\s*")
_ROMAN = re.compile(r"[IVXLC]+")
_SMALL = 3
"""Letters of a word that stays small within a name: dei, del, di."""
_PLACES = frozenset({"town", "village", "hamlet", "suburb", "quarter", "neighbourhood", "locality", "city"})
"""Values of ``place`` that a town's parts have (OpenStreetMap wiki: Key:place)."""


@dataclass(frozen=True, slots=True)
class StreetEntry:
    """One street; ``locality`` is empty where it is not known."""

    name: str
    locality: str = ""


@dataclass(frozen=True, slots=True)
class StreetsFound:
    """What a file holds: streets, and the names of localities."""

    streets: tuple[StreetEntry, ...]
    places: tuple[str, ...] = ()


def from_text(text: str) -> tuple[StreetEntry, ...]:
    """One street a line: ``via Roma``, ``via Roma; Fornacette`` or ``via Roma (Fornacette)``."""
    found = (_LINE.fullmatch(line) for line in text.splitlines() if line.strip())
    return tidy(StreetEntry(one["name"], one["after"] or one["inside"] or "") for one in found if one)


def as_text(streets: Iterable[StreetEntry]) -> str:
    """The lines that :func:`from_text` reads back."""
    return "\n".join(f"{one.name}; {one.locality}" if one.locality else one.name for one in streets)


def from_table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> StreetsFound:
    """A table of the town's: the columns are known by their headings, or the first is the street's name.

    A separate column for the kind of street (``DUG``) is put in front of the name.
    """
    names = [" ".join(header.replace("_", " ").split()).casefold() for header in headers]
    name, kind, place = (_column(names, known) for known in (_NAME_HEADINGS, _KIND_HEADINGS, _PLACE_HEADINGS))
    content = list(rows)
    if name is None:
        name = 0
        content.insert(0, headers)  # no heading at all: the first row is a street too
    if kind == name:
        kind = None

    def cell(row: Sequence[str], column: int | None) -> str:
        return row[column].strip() if column is not None and column < len(row) else ""

    streets = tidy(StreetEntry(f"{cell(row, kind)} {cell(row, name)}".strip(), cell(row, place)) for row in content)
    return StreetsFound(streets, tuple(dict.fromkeys(one.locality for one in streets if one.locality)))


def from_openstreetmap(data: bytes) -> StreetsFound:
    """An extract of OpenStreetMap: the JSON that Overpass gives, or ``.osm`` XML.

    Streets are ways with ``highway`` and ``name``, localities nodes with ``place`` and ``name``. XML with a document
    type is refused: entities could grow without end. Raises InputError("setup_streets_file").
    """
    try:
        tags = _tags_of_json(data) if data.lstrip()[:1] == b"{" else _tags_of_xml(data)
    except (TypeError, ValueError, RecursionError, expat.ExpatError):
        raise InputError("setup_streets_file") from None
    named = [(one.get("name", ""), one) for one in tags]
    streets = tidy(StreetEntry(name) for name, one in named if one.get("highway"))
    places = sorted({name[:_LONGEST] for name, one in named if name and one.get("place") in _PLACES})
    return StreetsFound(streets, tuple(places))


def tidy(streets: Iterable[StreetEntry]) -> tuple[StreetEntry, ...]:
    """Each street once, in alphabetical order, its kind written small: ``Via Roma`` is ``via Roma``."""
    found: dict[tuple[str, str], StreetEntry] = {}
    for one in streets:
        name = _written(one.name)
        if name and not name.isdigit() and len(found) < MOST:
            place = " ".join(one.locality.split())[:_LONGEST]
            found.setdefault((name.casefold(), place.casefold()), StreetEntry(name, place))
    return tuple(sorted(found.values(), key=lambda one: (one.name.casefold(), one.locality.casefold())))


def entries_of(streets: Streets) -> tuple[StreetEntry, ...]:
    """The streets that are known already."""
    return tuple(StreetEntry(name, place) for name, place in streets.localities.items())


def _written(name: str) -> str:
    """The name with its kind small, and one that is all in capitals as people write it: ``via XX Settembre``."""
    words = name.split()
    if name.isupper():
        words = [_plain(word, first=not place) for place, word in enumerate(words)]
    if len(words) > 1 and words[0].casefold() in _KINDS:
        words[0] = words[0].casefold()
    return " ".join(words)[:_LONGEST]


def _plain(word: str, *, first: bool) -> str:
    if _ROMAN.fullmatch(word) and not first:
        return word
    return word.capitalize() if first or len(word) > _SMALL else word.lower()


def _column(names: Sequence[str], known: Sequence[str]) -> int | None:
    return next((names.index(name) for name in known if name in names), None)


def _tags_of_json(data: bytes) -> list[dict[str, str]]:
    answer = json.loads(data)
    elements = answer.get("elements") if isinstance(answer, dict) else None
    if not isinstance(elements, list):
        raise TypeError("no elements")
    found = (one.get("tags") for one in elements if isinstance(one, dict))
    return [{str(key): str(value) for key, value in tags.items()} for tags in found if isinstance(tags, dict)]


def _tags_of_xml(data: bytes) -> list[dict[str, str]]:
    parser = expat.ParserCreate()
    found: list[dict[str, str]] = []
    seen: list[str] = []

    def refuse(*_: Any) -> None:
        raise ValueError("a document type")

    def start(name: str, attributes: dict[str, str]) -> None:
        if not seen and name != "osm":
            raise ValueError(name)
        seen[:] = [name]
        if name in ("node", "way", "relation"):
            found.append({})
        elif name == "tag" and found:
            found[-1][attributes.get("k", "")] = attributes.get("v", "")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.Parse(data, True)
    return [tags for tags in found if tags]
