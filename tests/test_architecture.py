# SPDX-License-Identifier: EUPL-1.2
"""What docs/ARCHITECTURE.md says of the program is still so."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "comunecast_gui"
PAPER = ROOT / "docs" / "ARCHITECTURE.md"
LAYERS = "core|store|channels|system|services|cli|relay|sandbox|ui"
PLACE = re.compile(rf"`((?:(?:{LAYERS})(?:/\w+)*(?:/|\.py)|resources/[\w/]+(?:/|\.toml)|tests/[\w/]+(?:\.py)?))`")
FEWEST_ROWS = 25


def section(title: str) -> str:
    text = PAPER.read_text(encoding="utf-8")
    return text.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


def missing(text: str) -> list[str]:
    """The files and folders named in a text that are not there."""
    roots = {True: ROOT, False: PACKAGE}
    named = PLACE.findall(text)
    return [place for place in named if not (roots[place.startswith(("resources", "tests"))] / place).exists()]


def test_every_file_that_is_named_exists() -> None:
    assert missing(PAPER.read_text(encoding="utf-8")) == []


def test_each_row_of_where_to_change_what_names_a_place() -> None:
    rows = [row for row in section("Where to change what").splitlines() if row.startswith("| ")][1:]
    rows = [row for row in rows if not row.startswith("| **")]  # the headings between them
    assert len(rows) > FEWEST_ROWS
    assert [row for row in rows if not PLACE.search(row)] == []


def test_every_room_is_in_the_table() -> None:
    told = section("Layers and rooms")
    rooms = {path.parent for path in PACKAGE.rglob("__init__.py")} - {PACKAGE}
    names = {str(room.relative_to(PACKAGE)) + "/" for room in rooms}
    unsaid = {
        "store/db/migrations/",
        "core/notice/checks/",
        "ui/composer/editors/",
        "channels/",
        "store/",
        "sandbox/",
        "ui/",
    }
    assert {name for name in names - unsaid if f"`{name}`" not in told} == set()
