# SPDX-License-Identifier: EUPL-1.2
"""What is found in a pasted text: exactly the values that stand in the table, each with its own words."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from comunecast_gui.core.model import Office
from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.core.notice.checks.check import CheckContext
from comunecast_gui.core.notice.compose import jsonable
from comunecast_gui.core.notice.fields import parse
from comunecast_gui.core.pasted.pasted_notice import Reading, read_pasted

NOW = datetime(2026, 3, 2, 9)
TEXTS = tomllib.loads((Path(__file__).parent / "texts.toml").read_text(encoding="utf-8"))["text"]


def read(text: dict[str, Any], catalogue: Catalogue, office: Office, context: CheckContext) -> Reading:
    written = date.fromisoformat(text["written_on"]) if "written_on" in text else None
    return read_pasted(text["text"], catalogue, office, NOW, context.streets, written_on=written)


def test_the_table_has_enough_texts_of_every_sender() -> None:
    assert len(TEXTS) >= 40
    assert {text["category"] for text in TEXTS} >= {
        "acqua_programmata",
        "energia_programmata",
        "rifiuti_variazione",
        "scuole",
        "viabilita",
    }


@pytest.mark.parametrize("text", TEXTS, ids=[text["what"] for text in TEXTS])
def test_exactly_what_the_text_says_each_with_its_words(
    text: dict[str, Any], catalogue: Catalogue, office: Office, context: CheckContext
) -> None:
    found = read(text, catalogue, office, context)

    assert found.category == text["category"]
    assert {id: jsonable(value) for id, value in found.values.items()} == _stored(text["fields"])
    if "doubts" in text:
        assert found.doubts == text["doubts"]
    assert list(found.emptied) == text.get("emptied", [])
    if found.category:
        _each_fits_and_has_its_words(found, catalogue, office)


def _each_fits_and_has_its_words(found: Reading, catalogue: Catalogue, office: Office) -> None:
    parsed = parse(catalogue.get(found.category), dict(found.values), office)

    assert {problem.check for problem in parsed.problems} <= {"missing_field", "one_of_fields", "manca_fine"}
    for id in found.values:
        assert found.words(id)
        assert 0 <= found.pieces[id].start < found.pieces[id].end <= len(found.text)


def _stored(value: Any) -> Any:
    """The expected values as JSON has them; moments in the table have no seconds."""
    if isinstance(value, dict):
        return {key: _stored(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_stored(item) for item in value]
    return f"{value}:00" if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d", value) else value
