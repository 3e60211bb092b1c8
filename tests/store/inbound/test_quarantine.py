# SPDX-License-Identifier: EUPL-1.2
"""The quarantine of closed letters and the standing of a relay, in the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from comunecast_gui.core.inbound.letters import Closed, Letter, SealedLetter, Standing
from comunecast_gui.store.consent.audit import Audit
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.inbound import purge
from comunecast_gui.store.inbound.quarantine import SqlQuarantine
from tests.store.samples import NOW

RELAY = "https://avvisi.example.it"


def letter(id: int, why: Closed = Closed.KEY) -> Letter:
    return Letter(SealedLetter(id, NOW, b"sealed %d" % id, f"{id:064d}"), closed=why, unsigned=True)


@pytest.fixture
def quarantine(database: Database) -> SqlQuarantine:
    return SqlQuarantine(database, RELAY)


def test_a_closed_letter_is_kept_once_and_tried_again_with_other_keys(quarantine: SqlQuarantine) -> None:
    for _ in range(2):
        quarantine.keep([letter(7), letter(9, Closed.SIGNATURE)], "first", NOW)
    assert quarantine.count() == 2
    assert quarantine.waiting("first").reasons == {Closed.KEY: 1, Closed.SIGNATURE: 1}
    assert quarantine.waiting("second").count == 0
    assert quarantine.untried("first") == []
    first, second = quarantine.untried("second")
    assert (first.letter, first.unsigned) == (letter(7).letter, True)
    quarantine.still_closed({first.key: Closed.UNSIGNED}, "second")
    assert [one.key for one in quarantine.untried("second")] == [second.key]
    quarantine.release([second.key])
    assert quarantine.waiting().reasons == {Closed.UNSIGNED: 1}


def test_a_letter_stepped_over_blocks_nothing_and_is_deleted_in_time(
    database: Database, quarantine: SqlQuarantine
) -> None:
    quarantine.keep([letter(7), letter(9)], "first", NOW)
    assert quarantine.blocking() == 7
    assert SqlQuarantine(database, "https://another.example.it").blocking() is None
    waiting = quarantine.waiting()
    assert quarantine.step_over(waiting.keys[:1], "Maria", NOW) == 1
    assert (quarantine.blocking(), quarantine.count()) == (9, 1)
    assert quarantine.stepped_over([letter(7).letter.digest, letter(9).letter.digest]) == {letter(7).letter.digest}
    [row] = Audit(database).recent(1)
    assert (row.who, row.what, row.subject) == ("Maria", "letters_skipped", "1")
    assert purge.forget_daily(database, NOW + purge.STEPPED_KEPT - timedelta(days=2))
    assert len(quarantine.untried("second")) == 2
    assert purge.forget_daily(database, NOW + purge.STEPPED_KEPT + timedelta(days=2))
    assert [one.letter.id for one in quarantine.untried("second")] == [9]


def test_the_standing_of_a_relay_is_read_back(database: Database, quarantine: SqlQuarantine) -> None:
    assert quarantine.standing() == Standing()
    noted = Standing((12, "d" * 64), 3, NOW, "k" * 44, NOW + timedelta(hours=1))
    quarantine.note(replace(noted, let_go=1))
    quarantine.note(noted)
    assert quarantine.standing() == noted
    assert SqlQuarantine(database, "https://another.example.it").standing() == Standing()


def test_the_purge_runs_once_a_day_without_any_pull(database: Database) -> None:
    assert purge.forget_daily(database, NOW)
    assert not purge.forget_daily(database, NOW + timedelta(hours=20))
    assert purge.forget_daily(database, NOW + timedelta(days=2))
