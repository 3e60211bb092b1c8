# SPDX-License-Identifier: EUPL-1.2
"""Reads the office's own categories; one that does not work is named, and the program goes on without it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from comunecast_gui.core import toml_text
from comunecast_gui.core.errors import UserError
from comunecast_gui.core.model import ChannelKind, Draft, Office
from comunecast_gui.core.notice import render
from comunecast_gui.core.notice.categories import NAME, Catalogue, Category, OverlayFault
from comunecast_gui.core.notice.overlays.entry_lines import line_of
from comunecast_gui.core.notice.overlays.entry_shapes import EntryPath, misshapen
from comunecast_gui.core.notice.overlays.merging import Entries, laid_over
from comunecast_gui.core.regular_file import read_text, shown_name

FOLDER = "categories"
"""In the data folder: there an update of the program never comes."""
MINE = ".mine"
"""The ending of a file that was changed here while another workstation changed it too: for a person to compare."""
MOST_BYTES = 64 * 1024
"""Of one file; the longest that comes with the program has a tenth of that."""
MOST_FILES = 200
_TOWN = Office("Comune di Prova", ("Prova", "Frazione"))
_SOME_DAY = datetime.fromisoformat("2026-01-12T09:00:00+00:00")


class _FaultyFile(Exception):
    """A file that cannot be used: a finding on its way out."""

    def __init__(self, code: str, line: int = 0, **values: object) -> None:
        super().__init__(code)
        self.code, self.line, self.values = code, line, values


def entries_of(path: Path) -> dict[str, Any]:
    """The entries of a category file. Raises OSError, ValueError, and UserError for what is no regular small file."""
    return toml_text.parse(read_text(path, most=MOST_BYTES))


def office_catalogue(shipped_folder: Path, folder: Path) -> Catalogue:
    """The categories of an office, whose own lie in ``folder``: read again only where a file there has changed.

    Raises ConfigError("category_file" | "no_categories") for the program's own files, never for the office's.
    """
    try:
        with os.scandir(folder) as found:
            stamp = tuple(sorted((one.name, one.stat().st_mtime_ns, one.stat().st_size) for one in found))
    except OSError:
        stamp = ()
    return _office_catalogue(shipped_folder, folder, stamp)


@lru_cache(maxsize=4)
def _office_catalogue(shipped_folder: Path, folder: Path, _stamp: object) -> Catalogue:
    return read_overlays(shipped_catalogue(shipped_folder), shipped_folder, folder)


shipped_catalogue = cache(Catalogue.load)
"""The categories that come with the program, read once in each process."""


def read_overlays(shipped: Catalogue, shipped_folder: Path, folder: Path) -> Catalogue:
    """The shipped categories with the office's own over them; whatever lies in ``folder``, this never raises.

    A file that does not work is left out whole, and told in ``faults``: its shipped category is as it comes.
    """
    found = {category.id: category for category in shipped}
    icons = {category.icon for category in shipped}
    faults: list[OverlayFault] = []
    for path in _files(folder, faults):
        base = shipped_folder / path.name if path.stem in found else None
        try:
            category = _read(path, base, icons)
        except _FaultyFile as fault:
            faults.append(OverlayFault(shown_name(path), fault.code, fault.line, fault.values))
        else:
            found[category.id] = category
    return Catalogue.of(map(_leading_somewhere(found), found.values()), faults)


def _files(folder: Path, faults: list[OverlayFault]) -> list[Path]:
    try:
        found = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except FileNotFoundError:
        return []
    except OSError as error:
        faults.append(OverlayFault(folder.name, "overlay_unreadable", values={"reason": error.strerror or ""}))
        return []
    faults += [OverlayFault(shown_name(path), "overlay_mine") for path in found if path.suffix.startswith(MINE)]
    paths = [path for path in found if path.suffix == ".toml"]
    if len(paths) > MOST_FILES:
        faults.append(OverlayFault(folder.name, "overlay_too_many", values={"limit": MOST_FILES}))
    return paths[:MOST_FILES]


def _read(path: Path, base: Path | None, icons: Iterable[str]) -> Category:
    if not NAME.fullmatch(path.stem):
        raise _FaultyFile("overlay_name")
    try:
        text = read_text(path, most=MOST_BYTES)
        own = toml_text.parse(text)
    except toml_text.TomlMistake as mistake:
        raise _FaultyFile("overlay_syntax", mistake.line, reason=mistake.reason) from None
    except UnicodeDecodeError as error:
        raise _FaultyFile("overlay_encoding", error.object.count(b"\n", 0, error.start) + 1) from None
    except (OSError, UserError) as error:
        raise _FaultyFile("overlay_unreadable", reason=getattr(error, "strerror", "") or str(error)) from None
    for where in misshapen(own):
        raise _FaultyFile("overlay_entry", line_of(text, where), entry=_shown(where))
    if own.get("id", path.stem) != path.stem:
        raise _FaultyFile("overlay_id", line_of(text, ("id",)), entry=own["id"])
    if "icon" in own and own["icon"] not in icons:
        raise _FaultyFile("overlay_entry", line_of(text, ("icon",)), entry="icon")
    shipped = entries_of(base) if base else None
    reason = why_not(shipped, own, path.stem)
    if reason:
        culprit = _culprit(shipped, own, path.stem)
        entry = _shown(culprit) or path.stem
        raise _FaultyFile("overlay_fits_not", line_of(text, culprit), entry=entry, reason=reason)
    return laid_over(shipped, own, path.stem)


def why_not(base: Entries | None, own: Entries, id: str) -> str:
    """Why these entries make no category that can be written with; empty if they do."""
    try:
        try_out(laid_over(base, own, id))
    except KeyError as error:
        return f"{error.args[0]} is missing"
    except Exception as error:  # whatever a file holds: it must not be what stops the program later
        return str(error) or type(error).__name__
    return ""


def try_out(category: Category, office: Office = _TOWN) -> None:
    """Writes a notice of this category, once with its example and once with nothing; raises what would be raised."""
    for fields in (category.example_for(office), {}):
        draft = Draft("try", category.id, fields)
        for one in (category, *(replace(category, whatsapp=layout) for layout in category.former)):
            written = render.read(one, draft, office, _SOME_DAY)
            for kind in ChannelKind:
                render.render(written, kind, gap=render.GAP)
            render.samples(one, office)


def _culprit(base: Entries | None, own: Entries, id: str) -> EntryPath:
    """The entry without which all the others would do; nothing if there is more than one such entry."""
    for where in _parts(own):
        if not why_not(base, _without(own, where), id):
            return where
    return ()


def _parts(own: Mapping[str, Any]) -> Iterator[EntryPath]:
    for name, value in own.items():
        if isinstance(value, dict):
            yield from ((name, *rest) for rest in _parts(value))
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            yield from ((name, place) for place in range(len(value)))
        else:
            yield (name,)


def _without(own: Any, where: EntryPath) -> Any:
    if isinstance(own, list):
        return [item for place, item in enumerate(own) if place != where[0]]
    if len(where) == 1:
        return {name: value for name, value in own.items() if name != where[0]}
    return {name: _without(value, where[1:]) if name == where[0] else value for name, value in own.items()}


def _shown(where: EntryPath) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in where)


def _leading_somewhere(found: Mapping[str, Category]) -> Any:
    """Leaves out what leads to a category that is not there, or not any more."""

    def kept(category: Category) -> Category:
        there = {id for id, one in found.items() if not one.retired}
        follow_ups = tuple(one for one in category.follow_ups if one.category in there)
        return replace(category, follow_ups=follow_ups) if follow_ups != category.follow_ups else category

    return kept
