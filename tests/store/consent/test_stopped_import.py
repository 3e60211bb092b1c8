# SPDX-License-Identifier: EUPL-1.2
"""An import, or a look at the registers, that a person stops changes nothing, in a file and on a server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import sqlalchemy as sa

from comunecast_gui.core.subscriber_import import ImportRow
from comunecast_gui.core.work.long_work import LongWork, counted
from comunecast_gui.store.consent import registers
from comunecast_gui.store.consent.subscriber_import import import_rows
from comunecast_gui.store.db.database import Database
from tests.core.work.stopped import leaves_everything

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)


def rows_of(database: Database) -> Callable[[], object]:
    """Every row of every table."""

    def look() -> object:
        with database.reading() as connection:
            tables = sorted(sa.inspect(connection).get_table_names())
            return {name: sorted(map(repr, connection.execute(sa.text(f'SELECT * FROM "{name}"')))) for name in tables}  # noqa: S608

    return look


def test_a_stopped_import_adds_nobody(database: Database) -> None:
    people = [ImportRow(row, str(393_330_000_000 + row), str(393_330_000_000 + row)) for row in range(1_200)]

    def run(work: LongWork) -> None:
        import_rows(database, counted(people, len(people), work), source="moduli", now=NOW, who="anna", work=work)

    work = leaves_everything(run, rows_of(database))
    assert work.stages == ["", "rows", "writing", "noting"]
    assert work.reached.final
    with database.reading() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM subscriber")).scalar() == 1_200


def test_a_stopped_look_at_the_registers_changes_nothing(database: Database) -> None:
    people = [ImportRow(row, str(393_330_000_000 + row), str(393_330_000_000 + row)) for row in range(3)]
    import_rows(database, people, source="moduli", now=NOW)
    found = []
    work = leaves_everything(lambda work: found.append(registers.examine(database, work=work)), rows_of(database))
    assert work.stages == ["", "consents", "actions"]
    assert [one.intact for one in found] == [True]
