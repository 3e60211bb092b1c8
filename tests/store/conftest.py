# SPDX-License-Identifier: EUPL-1.2
"""A fresh database for each test, on every kind of database that is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from comunecast_gui.store.db.database import Database, open_database
from comunecast_gui.store.delivery.outbox import SqlOutbox


@pytest.fixture
def database(tmp_path: Path, database_url: str) -> Iterator[Database]:
    opened = open_database(tmp_path, database_url)
    yield opened
    opened.close()


@pytest.fixture
def outbox(database: Database) -> SqlOutbox:
    return SqlOutbox(database)
