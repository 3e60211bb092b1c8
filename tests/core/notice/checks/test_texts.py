# SPDX-License-Identifier: EUPL-1.2
"""Texts as towns write them: exactly the checks of the table fire, whichever others there are."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from comunecast_gui.core.model import Draft, Office
from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.core.notice.checks.check import CheckContext
from tests.core.moments import rome
from tests.core.notice.checked import problems_of

GROUPS: list[dict[str, Any]] = tomllib.loads((Path(__file__).with_name("texts.toml")).read_text("utf-8"))["group"]
ROWS = [(group, text) for group in GROUPS for text in group["texts"]]


@pytest.mark.parametrize(("group", "text"), ROWS, ids=[text for _, text in ROWS])
def test_exactly_these_checks_fire(
    catalogue: Catalogue, office: Office, context: CheckContext, group: dict[str, Any], text: str
) -> None:
    draft = Draft("u", "generico", {"titolo": group.get("title", "Avviso"), "testo": text})
    at = rome(group.get("at", "2026-05-05T10:00"))
    found = problems_of(catalogue.get("generico"), draft, office, at, context)
    assert {problem.check for problem in found} == set(group["fires"]), [problem.message for problem in found]


def test_no_text_stands_twice() -> None:
    assert len({(group.get("at"), group.get("title"), text) for group, text in ROWS}) == len(ROWS)
