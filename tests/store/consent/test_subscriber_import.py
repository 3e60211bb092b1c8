# SPDX-License-Identifier: EUPL-1.2
"""A list comes in whole or not at all, and nobody who left comes back with it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comunecast_gui.core.model import SubscriberState
from comunecast_gui.core.subscriber_import import ImportRow
from comunecast_gui.core.trust.chain import Register
from comunecast_gui.store.consent import ledger
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.store.consent.registers import examine
from comunecast_gui.store.consent.subscriber_import import DUPLICATE, ImportReport, import_rows
from comunecast_gui.store.consent.subscribers import Subscribers
from comunecast_gui.store.db.database import Database
from tests import databases
from tests.store.samples import NOW

ROWS = [
    ImportRow(2, "333 1111111", "393331111111"),
    ImportRow(3, "333 2222222", "393332222222"),
    ImportRow(4, "+39 333 1111111", "393331111111"),
    ImportRow(5, "abc", None, "phone_letters"),
    ImportRow(6, "0587 265442", "390587265442", warning="landline"),
    ImportRow(7, "333 3333333", "393333333333"),
    ImportRow(8, "333 4444444", "393334444444"),
    ImportRow(9, ""),
]


def shape(report: ImportReport) -> tuple[object, ...]:
    return (
        report.added,
        report.already,
        report.left_before,
        [(issue.row, issue.reason) for issue in report.refused],
        [(issue.row, issue.reason) for issue in report.warned],
    )


def test_the_import_report_accounts_for_every_row(database: Database) -> None:
    subscribers = Subscribers(database)
    subscribers.join(Person("393333333333"), NOW, source="whatsapp")
    subscribers.join(Person("393334444444"), NOW, source="whatsapp")
    subscribers.leave(Person("393334444444"), NOW + timedelta(minutes=1), source="whatsapp")
    expected = (2, 1, 1, [(4, DUPLICATE), (5, "phone_letters"), (9, "phone_empty")], [(6, "landline")])
    later = NOW + timedelta(hours=1)
    assert shape(import_rows(database, ROWS, source="elenco 2016", now=later, dry_run=True)) == expected
    assert subscribers.count() == 2
    assert shape(import_rows(database, iter(ROWS), source="elenco 2016", now=later, who="anna")) == expected
    assert subscribers.counts_by_state() == {
        SubscriberState.ACTIVE: 3,
        SubscriberState.LEFT: 1,
        SubscriberState.BLOCKED: 0,
    }
    again = import_rows(database, ROWS, source="elenco 2016", now=later, accept_warned=True)
    assert (again.added, again.already, again.left_before) == (1, 3, 1)
    assert [event.source for event in subscribers.history(Person("393332222222"))] == ["elenco 2016"]
    assert examine(database).first(Register.CONSENTS) is None


def test_the_report_hides_numbers_from_logs(database: Database) -> None:
    report = import_rows(database, ROWS, source="elenco", now=NOW)
    assert "333" not in repr(report)
    assert "333" not in repr(ROWS)


def test_a_failure_half_way_adds_nobody(database: Database) -> None:
    with databases.owning(database) as connection:
        connection.exec_driver_sql("DROP TABLE audit")
    with pytest.raises(Exception, match="audit"):
        import_rows(database, ROWS, source="elenco", now=NOW)
    assert Subscribers(database).count() == 0
    assert ledger.count(database) == 0


def test_an_import_of_many_rows_in_one_transaction(database: Database) -> None:
    rows = [ImportRow(n, str(n), f"39340{n:07d}") for n in range(1200)]
    assert import_rows(database, rows, source="elenco", now=NOW).added == 1200
    assert import_rows(database, rows, source="elenco", now=NOW).already == 1200
    assert examine(database).first(Register.CONSENTS) is None
