# SPDX-License-Identifier: EUPL-1.2
"""The office's own streets, in ``streets.toml`` of its data folder; where it has none, those that ship for its town."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from comunecast_gui.core.atomic_file import replace_text
from comunecast_gui.core.errors import ConfigError, UserError
from comunecast_gui.core.places import MOST_STREETS_BYTES, STREETS_FILE, Streets, file_stem, town_of
from comunecast_gui.core.regular_file import read_text
from comunecast_gui.system import paths

FILE_NAME = STREETS_FILE


def of_office(data_dir: Path, office: str) -> Streets | None:
    """The streets of an office with this name; None where none are known.

    A file of its own that somebody damaged is left alone, and counts as none: checks of streets are a help.
    """
    shipped = paths.resource("streets", f"{file_stem(town_of(office))}.toml")
    for path in (data_dir / FILE_NAME, shipped):
        try:
            if path.is_file():
                return Streets.load(path)
        except ConfigError:
            continue
    return None


def own_text(data_dir: Path) -> str:
    """The office's own list, as its file has it; empty where there is none that can be read."""
    try:
        text = read_text(data_dir / FILE_NAME, most=MOST_STREETS_BYTES)
        Streets.parse(text)
    except (OSError, UnicodeDecodeError, UserError):
        return ""
    return text


def keep(data_dir: Path, localities: Mapping[str, str], aliases: Mapping[str, str]) -> None:
    """Keeps the office's own streets (name -> locality) in one step; none: those that ship are used again.

    Raises ConfigError("data_dir_unusable").
    """
    path = data_dir / FILE_NAME
    lines = ["# The streets of the office: a name, and the locality where it is known.", "streets = ["]
    for name, place in localities.items():
        where = f", locality = {_quoted(place)}" if place else ""
        lines.append(f"  {{ name = {_quoted(name)}{where} }},")
    lines += ["]", "", "[aliases]", *(f"{_quoted(one)} = {_quoted(name)}" for one, name in aliases.items()), ""]
    try:
        if localities:
            replace_text(path, "\n".join(lines))
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise ConfigError("data_dir_unusable", folder=data_dir, reason=error.strerror) from error


def _quoted(text: str) -> str:
    # JSON's escapes are TOML's, but for DEL, which TOML wants escaped too.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
