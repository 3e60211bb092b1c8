# SPDX-License-Identifier: EUPL-1.2
"""A town for a test by hand, and the files that ship with the program read once for all games."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from comunecast_gui.core.notice.checks.context import CheckContext
from comunecast_gui.core.places import Streets
from comunecast_gui.services import wiring
from tests.model.town import Town


@pytest.fixture(autouse=True)
def shipped_files_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """They take longer to read than ten moves to play."""
    monkeypatch.setattr(wiring, "catalogue", cache(wiring.catalogue))
    monkeypatch.setattr(wiring, "bulletin_place", cache(wiring.bulletin_place))
    monkeypatch.setattr(CheckContext, "load", cache(CheckContext.load))
    monkeypatch.setattr(Streets, "load", cache(Streets.load))


@pytest.fixture
def town(tmp_path: Path, database_url: str) -> Iterator[Town]:
    """Five citizens, and a window in which nothing is being sent."""
    opened = Town(tmp_path, database_url)
    for _ in range(5):
        opened.join()
    opened.start()
    try:
        yield opened
    finally:
        opened.close()
