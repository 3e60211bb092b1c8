# SPDX-License-Identifier: EUPL-1.2
"""Texts of the office that were put aside for a person to compare, on their way into a backup or to another computer.

They are of no use to the program, and stand in no archive on a server: who moves away would leave a colleague's work
behind with them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from comunecast_gui.core.atomic_file import replace_text
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.notice.overlays.overlay_reader import FOLDER, MINE
from comunecast_gui.core.places import MOST_STREETS_BYTES, STREETS_FILE
from comunecast_gui.core.regular_file import read_text

MOST = 200
"""Files that are taken along; an office has a few."""
MOST_BYTES = MOST_STREETS_BYTES
"""Of one of them."""
_STREETS = STREETS_FILE.partition(".")[0]
_PLACE = re.compile(rf"(?:{FOLDER}/[a-z][a-z0-9_]{{0,63}}|{_STREETS})(?:-[0-9]{{1,4}}){{0,3}}{re.escape(MINE)}")
"""Where such a file lies in the data folder (see ``shared_files.put_aside``), and in an archive."""


def is_place(name: str) -> bool:
    """Whether a member of an archive may be such a file."""
    return _PLACE.fullmatch(name) is not None


def texts(data_dir: Path) -> dict[str, str]:
    """Those of a data folder by their places; one that cannot be read stays where it is."""
    found: dict[str, str] = {}
    for path in sorted((*(data_dir / FOLDER).glob(f"*{MINE}"), *data_dir.glob(f"{_STREETS}*{MINE}"))):
        place = path.relative_to(data_dir).as_posix()
        if is_place(place) and len(found) < MOST:
            try:
                found[place] = read_text(path, most=MOST_BYTES)
            except (OSError, InputError, UnicodeError):
                continue
    return found


def put(data_dir: Path, found: Mapping[str, str]) -> None:
    """Writes these into a data folder, beside what was put aside there already; what is there stays once.

    Raises OSError.
    """
    for place, text in found.items():
        path = data_dir / place
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not any(_says(one, text) for one in path.parent.glob(f"{path.stem}*{path.suffix}")):
            replace_text(free(path), text)


def free(path: Path) -> Path:
    """The same name, or the next number of it that no other file has."""
    target, number = path, 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return target


def _says(path: Path, text: str) -> bool:
    try:
        return read_text(path, most=MOST_BYTES) == text
    except (OSError, InputError, UnicodeError):
        return False
