# SPDX-License-Identifier: EUPL-1.2
"""Every line of the threat model in SECURITY.md says what is not stopped, and names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEADINGS = ("what they want", "what stops them", "what does not", "test")


def lines() -> list[list[str]]:
    """The cells of every row of the threat model."""
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8").partition("## Threat model")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in re.findall(r"^\|.*\|$", text, re.MULTILINE)]
    return [row for row in rows if tuple(row) != HEADINGS and set(row[0]) != {"-"}]


def test_every_line_of_the_threat_model_has_a_test_or_says_why_not() -> None:
    assert len(lines()) > 20
    assert not [row for row in lines() if len(row) != len(HEADINGS)]
    assert not [
        row[0] for row in lines() if not re.search(r"`test_\w+`", row[3]) and not row[3].startswith("no test: ")
    ]
    assert not [row[0] for row in lines() if not row[1] and not row[2]]


def test_every_test_of_the_threat_model_exists() -> None:
    named = {name for row in lines() for name in re.findall(r"`(test_\w+)`", row[3])}
    there = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert named - there == set()
