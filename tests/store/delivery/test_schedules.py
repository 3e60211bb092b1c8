# SPDX-License-Identifier: EUPL-1.2
"""Notices for later in the database: exactly one caller releases each, and hours move with their days."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import sqlalchemy as sa

from comunecast_gui.core.messaging_limit import Allowance
from comunecast_gui.core.schedule.due import GRACE
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import delivery
from comunecast_gui.store.delivery.outbox import SqlOutbox
from comunecast_gui.store.delivery.schedules import Schedules
from comunecast_gui.store.restore import prepare_copy
from tests.store.samples import NOW, WHATSAPP, new_notice, people

DUE = NOW + timedelta(days=2)


def hours(database: Database) -> list[datetime | None]:
    query = sa.select(delivery.c.not_before).where(delivery.c.channel == WHATSAPP).order_by(delivery.c.id)
    with database.reading() as connection:
        return list(connection.execute(query).scalars())


def test_of_many_who_release_it_at_once_one_does(database: Database, outbox: SqlOutbox) -> None:
    people(database, 5)
    notice = outbox.enqueue(new_notice(due=DUE))
    released: list[bool] = []
    starts = threading.Barrier(4)

    def release() -> None:
        starts.wait()
        released.append(Schedules(database).release(notice, DUE))

    threads = [threading.Thread(target=release) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(released) == [False, False, False, True]
    assert outbox.waiting(WHATSAPP) == {notice: 5}


def test_only_a_person_releases_it_before_its_hour_long_after_it_or_when_it_is_held(
    database: Database, outbox: SqlOutbox
) -> None:
    schedules = Schedules(database)
    for moment, held in ((DUE - timedelta(seconds=1), ""), (DUE + GRACE + timedelta(seconds=1), ""), (DUE, "over")):
        notice = outbox.enqueue(new_notice(due=DUE, channels=("telegram:principale",)))
        assert not held or schedules.hold(notice, held, "", moment)
        assert not schedules.release(notice, moment)
        assert schedules.next_due(moment) == (DUE if moment < DUE else None)
        assert schedules.release(notice, moment, by_person=True)
        assert schedules.get(notice) is None


def test_the_days_of_a_large_notice_move_with_its_hour(database: Database, outbox: SqlOutbox) -> None:
    people(database, 4)
    spread = Allowance(2, 2)
    notice = outbox.enqueue(new_notice(due=DUE, allowance=spread, channels=(WHATSAPP,)))
    before = hours(database)
    assert before[:2] == [DUE, DUE]
    assert len(set(before)) > 1
    schedules = Schedules(database)
    for shift in (timedelta(hours=24), timedelta(hours=-30)):
        former = hours(database)
        schedules.move(notice, DUE + shift, NOW)
        one = schedules.get(notice)
        assert one
        assert one.at == DUE + shift
        moved = hours(database)
        assert {after - was for was, after in zip(former, moved, strict=True) if was and after} == {
            moved[0] - former[0]  # type: ignore[operator]
        }
    now = DUE - timedelta(hours=30)
    assert schedules.release(notice, now)
    assert hours(database)[:2] == [None, None]
    assert None not in hours(database)[2:]


def test_a_backup_that_was_put_back_sends_nothing_at_its_hour(database: Database, outbox: SqlOutbox) -> None:
    notice = outbox.enqueue(new_notice(due=DUE, channels=("telegram:principale",)))
    prepare_copy.quieten(database, NOW)
    one = Schedules(database).get(notice)
    assert one
    assert one.held_because(NOW) == "restored"
    assert not Schedules(database).release(notice, DUE)
