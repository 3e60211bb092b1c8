# SPDX-License-Identifier: EUPL-1.2
"""Two workstations on one server: shared work and pace, takeover, and news of each other's changes."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from comunecast_gui.core.approval.colleagues import Role
from comunecast_gui.core.changes import Changed, ChangeKind, SetAside
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.model import DeliveryState, Verdict
from comunecast_gui.core.ports import Result
from comunecast_gui.core.thread.post_change import Act, ChangeState
from comunecast_gui.core.trust.chain import Register
from comunecast_gui.store.approval.approval_requests import ApprovalRequests
from comunecast_gui.store.colleagues import colleague_rows
from comunecast_gui.store.colleagues.colleague_rows import Colleagues
from comunecast_gui.store.consent import ledger
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.store.consent.registers import examine
from comunecast_gui.store.consent.subscribers import Subscribers
from comunecast_gui.store.db import change_log
from comunecast_gui.store.db.change_log import ChangeLog
from comunecast_gui.store.db.database import Database, migrate_server, open_database
from comunecast_gui.store.db.schema import lane, subscriber
from comunecast_gui.store.delivery import outcomes
from comunecast_gui.store.delivery.claims import LEASE
from comunecast_gui.store.delivery.notices import Notices
from comunecast_gui.store.delivery.outbox import SqlOutbox
from comunecast_gui.store.delivery.post_changes import PostChanges, Wanted
from comunecast_gui.store.inbound import purge
from tests import databases
from tests.store.samples import NOW, TELEGRAM, WHATSAPP, accepted, new_notice, people, row

pytestmark = pytest.mark.skipif(not databases.SERVER, reason="COMUNECAST_TEST_PG names no server")


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[tuple[Database, Database]]:
    """The same database, opened on two workstations."""
    with databases.fresh_url("postgresql") as url:
        opened = []
        for name in ("uno", "due"):
            (tmp_path / name).mkdir()
            opened.append(open_database(tmp_path / name, url))
        yield opened[0], opened[1]
        for each in opened:
            each.close()


def end_leases(database: Database) -> None:
    """Ten minutes pass for the server."""
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE delivery SET lease_until = lease_until - interval '11 minutes'")


def test_a_dead_workstation_is_taken_over_when_its_lease_ends(offices: tuple[Database, Database]) -> None:
    first, second = offices
    people(first, 6)
    notice = SqlOutbox(first).enqueue(new_notice(channels=(WHATSAPP,)))
    dead = {claim.delivery for claim in SqlOutbox(first).exchange([], WHATSAPP, 2, now=NOW)}
    other = SqlOutbox(second)
    assert other.recover(NOW) == 0
    mine = other.exchange([], WHATSAPP, 2, now=NOW)
    assert not dead & {claim.delivery for claim in mine}
    end_leases(first)
    late = NOW + LEASE
    more = other.exchange([accepted(claim) for claim in mine], WHATSAPP, 9, now=late)
    assert len(more) == 2
    assert {each.delivery for each in Notices(second).unknown()} == dead
    assert other.counts(notice)[WHATSAPP]["unknown"] == 2


def test_a_workstation_that_wakes_up_late_records_only_acceptances(offices: tuple[Database, Database]) -> None:
    first, second = offices
    people(first, 2)
    sleeper, other = SqlOutbox(first), SqlOutbox(second)
    sleeper.enqueue(new_notice(channels=(WHATSAPP,)))
    one, two = sleeper.exchange([], WHATSAPP, 2, now=NOW)
    end_leases(first)
    late = NOW + LEASE
    other.recover(late)
    for claim in (one, two):
        Notices(second).settle(claim.delivery, Verdict.RESEND, late)
    assert {claim.delivery for claim in other.exchange([], WHATSAPP, 2, now=late)} == {one.delivery, two.delivery}
    again = Result(one.delivery, DeliveryState.QUEUED, late, "429", not_before=late)
    sleeper.exchange([again, accepted(two, late)], WHATSAPP, 0, now=late)
    assert row(first, one.delivery).state == DeliveryState.SENDING
    assert row(first, two.delivery).state == DeliveryState.ACCEPTED


def test_two_workstations_keep_the_pace_of_a_channel_together(offices: tuple[Database, Database]) -> None:
    people(offices[0], 400)
    SqlOutbox(offices[0]).enqueue(new_notice(channels=(WHATSAPP,)))
    began = time.monotonic()

    def claim(database: Database) -> int:
        outbox, count = SqlOutbox(database), 0
        while time.monotonic() < began + 1.5:
            claims = outbox.exchange([], WHATSAPP, 9, now=datetime.now(UTC), gap=1 / 80)
            outbox.exchange([accepted(each) for each in claims], WHATSAPP, 0, now=datetime.now(UTC))
            count += len(claims)
            time.sleep(0.01)
        return count

    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(claim, offices))
    took = time.monotonic() - began  # a busy machine ends its last exchange later; how many at least is up to it too
    assert min(counts) > 0
    assert sum(counts) <= 80 * took + 1


def test_a_server_whose_clock_is_set_back_an_hour_stops_nobody(offices: tuple[Database, Database]) -> None:
    """The next slot of the channel was an hour away by then, and nothing went out until it came."""
    people(offices[0], 2)
    outbox = SqlOutbox(offices[0])
    outbox.enqueue(new_notice(channels=(WHATSAPP,)))
    assert outbox.exchange([], WHATSAPP, 1, now=NOW, gap=1.0)
    with offices[0].writing() as connection:
        connection.execute(lane.update().values(next_at=sa.text("next_at + interval '1 hour'")))
    assert SqlOutbox(offices[1]).exchange([], WHATSAPP, 1, now=NOW, gap=1.0)


def test_a_change_of_a_post_that_one_workstation_makes_is_doubted_by_no_other(
    offices: tuple[Database, Database],
) -> None:
    here, there, outbox = PostChanges(offices[0]), PostChanges(offices[1]), SqlOutbox(offices[0])
    outbox.enqueue(new_notice(channels=(TELEGRAM,)))
    [claim] = outbox.exchange([], TELEGRAM, 1, now=NOW)
    outbox.exchange([accepted(claim)], TELEGRAM, 0, now=NOW)
    change = here.ask(Wanted(claim.notice, TELEGRAM, Act.DELETE, NOW))
    assert there.claim(NOW) is not None
    assert here.retire(NOW) == 0
    assert here.claim(NOW) is None
    assert here.retire(NOW + timedelta(minutes=11)) == 1, "it died: nobody is making it any more"
    there.record(change, ChangeState.DONE, NOW)
    assert (here.one(change).state, here.one(change).code) == (ChangeState.UNKNOWN, "interrupted")


def test_each_workstation_hears_the_changes_of_the_other(offices: tuple[Database, Database]) -> None:
    first, second = offices
    people(first, 3)
    log, own = ChangeLog(second), ChangeLog(first)
    outbox = SqlOutbox(first)
    notice = outbox.enqueue(new_notice())
    assert log.news() == [Changed(ChangeKind.NOTICES, (notice,), first.owner)]
    claims = outbox.exchange([], WHATSAPP, 2, now=NOW)
    outbox.exchange([accepted(claim) for claim in claims], WHATSAPP, 0, now=NOW)
    told = tuple(sorted(claim.delivery for claim in claims))
    assert log.news() == [Changed(ChangeKind.DELIVERIES, told, first.owner)]
    assert log.news() == []
    Notices(first).cancel(notice, NOW)
    left = Person("393339999999")
    Subscribers(first).join(left, NOW, source="whatsapp")
    Subscribers(first).leave(left, NOW, source="whatsapp")
    gone = Subscribers(first).find(left)
    assert gone is not None
    assert log.news() == [
        Changed(ChangeKind.NOTICES, (notice,), first.owner),
        Changed(ChangeKind.SUBSCRIBERS, (gone.id,), first.owner),
    ]
    assert own.news() == []
    outbox.recover(NOW + timedelta(hours=2))
    assert ChangeLog(second).news() == log.news() == []


def test_each_workstation_hears_of_retired_and_expired_rows(offices: tuple[Database, Database]) -> None:
    first, second = offices
    people(first, 3)
    dead, other, log = SqlOutbox(first), SqlOutbox(second), ChangeLog(first)
    other.enqueue(new_notice(channels=(WHATSAPP,), valid_until=NOW + timedelta(hours=1)))
    [interrupted] = dead.exchange([], WHATSAPP, 1, now=NOW)
    log.news()
    end_leases(first)
    assert other.exchange([], WHATSAPP, 1, now=NOW + timedelta(hours=2)) == []  # retires one, two are no longer valid
    [told] = log.news()
    assert (told.kind, told.origin) == (ChangeKind.DELIVERIES, second.owner)
    assert set(told.ids) == {each.id for each in Notices(first).deliveries(1)}
    assert row(first, interrupted.delivery).state == DeliveryState.UNKNOWN

    other.enqueue(new_notice(channels=(WHATSAPP,)))
    [again] = SqlOutbox(second).exchange([], WHATSAPP, 1, now=NOW)
    log.news()
    assert other.recover(NOW) == 1
    assert log.news() == [Changed(ChangeKind.DELIVERIES, (again.delivery,), second.owner)]


def test_a_change_committed_late_is_heard_exactly_once(offices: tuple[Database, Database]) -> None:
    first, second = offices
    log = ChangeLog(second)

    def told() -> list[int]:
        return [id for change in log.news() for id in change.ids]

    with first.writing() as slow:
        change_log.note(slow, first, NOW, ChangeKind.DELIVERIES, [1])
        for number in range(2, 302):
            with first.writing() as connection:
                change_log.note(connection, first, NOW, ChangeKind.DELIVERIES, [number])
        assert told() == list(range(2, 302))
        assert told() == []
    assert told() == [1]
    with first.writing() as connection:
        change_log.note(connection, first, NOW, ChangeKind.DELIVERIES, [302])
    assert told() == [302]
    assert told() == []


def test_very_many_changed_ids_are_told_as_any(offices: tuple[Database, Database]) -> None:
    first, second = offices
    log = ChangeLog(second)
    with first.writing() as connection:
        change_log.note(connection, first, NOW, ChangeKind.DELIVERIES, range(15_000))
        change_log.note(connection, first, NOW, ChangeKind.DELIVERIES, [])
        change_log.note(connection, first, NOW, ChangeKind.DELIVERIES, [7])
    assert log.news() == [Changed(ChangeKind.DELIVERIES, (), first.owner)]


def test_two_that_write_the_ledger_at_once_keep_one_chain(offices: tuple[Database, Database]) -> None:
    def come_and_go(database: Database) -> None:
        workspace = Subscribers(database)
        for n in range(20):
            workspace.join(Person(f"39333000{n:04d}"), NOW, source="whatsapp")
            workspace.leave(Person(f"39333000{n:04d}"), NOW + timedelta(minutes=1), source="whatsapp")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(come_and_go, offices))
    assert examine(offices[0]).first(Register.CONSENTS) is None
    assert Subscribers(offices[0]).count() == 20


def test_two_that_meet_the_same_stale_notice_do_not_block_each_other(offices: tuple[Database, Database]) -> None:
    people(offices[0], 300)
    notice = SqlOutbox(offices[0]).enqueue(new_notice(channels=(WHATSAPP,), valid_until=NOW + timedelta(hours=1)))
    late = NOW + timedelta(hours=2)
    with ThreadPoolExecutor(2) as pool:
        taken = list(pool.map(lambda each: SqlOutbox(each).exchange([], WHATSAPP, 50, now=late), offices))
    assert taken == [[], []]
    while SqlOutbox(offices[0]).exchange([], WHATSAPP, 50, now=late):
        pass
    assert SqlOutbox(offices[0]).counts(notice)[WHATSAPP]["expired"] == 300


def test_a_server_is_brought_up_to_date_only_on_purpose(tmp_path: Path) -> None:
    with databases.empty_url() as url:
        with pytest.raises(ConfigError, match="database_older"):
            open_database(tmp_path, url)
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(migrate_server, [url] * 3))
        opened = open_database(tmp_path, url)
        SqlOutbox(opened).enqueue(new_notice(channels=(TELEGRAM,)))
        opened.close()


def test_a_server_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="database_unreachable"):
        open_database(tmp_path, "postgresql+psycopg://comunecast@127.0.0.1:9/comunecast")


def test_a_lock_that_somebody_keeps_is_said_so(offices: tuple[Database, Database]) -> None:
    first, second = offices
    people(first, 1)
    with first.writing() as connection:
        connection.exec_driver_sql("LOCK TABLE delivery IN EXCLUSIVE MODE")
        with pytest.raises(ConfigError, match="database_locked"), second.writing() as other:
            other.exec_driver_sql("SET LOCAL lock_timeout = 50; LOCK TABLE delivery IN EXCLUSIVE MODE")
        assert SqlOutbox(second).counts(1) == {}


def until_waiting(connection: sa.Connection, transactions: int) -> None:
    """Returns once so many others wait for a lock."""
    until = time.monotonic() + 10
    while connection.exec_driver_sql("SELECT count(*) FROM pg_locks WHERE NOT granted").scalar() != transactions:
        assert time.monotonic() < until, "they do not wait"
        time.sleep(0.01)


def test_what_another_workstation_is_just_putting_back_is_cancelled_with_the_rest(
    offices: tuple[Database, Database],
) -> None:
    first, second = offices
    people(first, 3)
    notice = SqlOutbox(first).enqueue(new_notice(channels=(WHATSAPP,)))
    back, late = SqlOutbox(second).exchange([], WHATSAPP, 2, now=NOW)
    with ThreadPoolExecutor(1) as pool:
        with second.writing() as connection:
            refused = Result(back.delivery, DeliveryState.QUEUED, NOW, code="131056", not_before=NOW)
            outcomes.record(connection, second, [refused], second.owner)
            cancelling = pool.submit(Notices(first).cancel, notice, NOW)
            until_waiting(connection, 1)
        assert cancelling.result() == 2
    refused = Result(late.delivery, DeliveryState.QUEUED, NOW, code="131056", not_before=NOW)
    assert SqlOutbox(second).exchange([refused], WHATSAPP, 9, now=NOW) == []
    assert SqlOutbox(second).counts(notice)[WHATSAPP]["cancelled"] == 3


def test_of_two_workstations_one_forgets_what_served_its_time(offices: tuple[Database, Database]) -> None:
    first, second = offices
    with ThreadPoolExecutor(1) as pool:
        with first.writing() as connection:
            assert purge.is_time(connection, NOW)
            other = pool.submit(purge.forget_daily, second, NOW)
            until_waiting(connection, 1)
        assert other.result() is False


def test_somebody_whom_two_workstations_remove_is_erased_once(offices: tuple[Database, Database]) -> None:
    people(offices[0], 1)
    [person] = Subscribers(offices[0]).page()

    def remove(database: Database) -> str:
        try:
            Subscribers(database).remove(person.id, NOW, source="ufficio")
        except InputError as error:
            return error.code
        return "removed"

    with ThreadPoolExecutor(2) as pool:
        with offices[0].writing() as connection:
            connection.execute(sa.select(subscriber.c.id).with_for_update())
            removals = [pool.submit(remove, each) for each in offices]
            until_waiting(connection, 2)
        assert sorted(each.result() for each in removals) == ["removed", "subscriber_left_already"]
    assert ledger.count(offices[0]) == 1


def test_a_colleague_who_is_being_changed_can_be_named_for_an_approval(offices: tuple[Database, Database]) -> None:
    first, second = offices
    colleagues = Colleagues(first)
    anna = colleagues.add("Anna", "anna", tuple(Role), "472913", NOW, None)
    bruno = colleagues.add("Bruno", "bruno", [Role.WRITES], "559201", NOW, anna)
    with first.writing() as connection:
        assert colleague_rows.one(connection, anna.id) == anna
        asked = ApprovalRequests(second).submit(new_notice(channels=(TELEGRAM,)), bruno.id, NOW + timedelta(hours=9))
    assert asked.request is not None
    assert asked.request.approvers == {anna.id}


def test_looking_at_a_colleague_waits_for_nobody(offices: tuple[Database, Database]) -> None:
    first, second = offices
    anna = Colleagues(first).add("Anna", "anna", tuple(Role), "472913", NOW, None)
    asked = new_notice(channels=(TELEGRAM,))
    with ThreadPoolExecutor(1) as pool, first.writing() as connection:
        assert colleague_rows.one(connection, anna.id) == anna
        assert pool.submit(Colleagues(second).get, anna.id).result(timeout=10) == anna
        assert pool.submit(ApprovalRequests(second).needed, asked, anna.id).result(timeout=10) is None


@pytest.mark.parametrize("call", ["offer_chat", "forget_chat"])
def test_two_managers_who_change_each_other_s_chat_do_not_wait_for_each_other(
    offices: tuple[Database, Database], call: str
) -> None:
    anna = Colleagues(offices[0]).add("Anna", "anna", tuple(Role), "472913", NOW, None)
    bruno = Colleagues(offices[0]).add("Bruno", "bruno", tuple(Role), "559201", NOW, anna)
    both = threading.Barrier(2)

    def pause(_connection: object, _cursor: object, statement: str, *_further: object) -> None:
        if "FOR NO KEY UPDATE" in statement:  # each holds its first row, if they are let on at the same time
            with suppress(threading.BrokenBarrierError):
                both.wait(0.5)

    for office in offices:
        sa.event.listen(office.engine, "after_cursor_execute", pause)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(getattr(Colleagues(offices[0]), call), anna.id, NOW, bruno)
        second = pool.submit(getattr(Colleagues(offices[1]), call), bruno.id, NOW, anna)
    assert (first.exception(), second.exception()) == (None, None)


def test_the_reason_of_a_workstation_without_the_key_ends_where_another_one_sends(
    offices: tuple[Database, Database],
) -> None:
    first, second = (SqlOutbox(office) for office in offices)
    people(offices[0], 4)
    notice, other = (first.enqueue(new_notice(channels=(WHATSAPP,))) for _ in range(2))
    reasons = [SetAside(id, "whatsapp_token") for id in (notice, other)]
    assert first.note_aside(WHATSAPP, reasons, [], now=NOW) == [notice, other]
    log = ChangeLog(offices[0])
    log.news()
    assert second.exchange([], WHATSAPP, 2, now=NOW)
    assert Notices(offices[0]).get(notice).aside == {}
    assert Notices(offices[0]).get(other).aside[WHATSAPP].code == "whatsapp_token"
    assert Changed(ChangeKind.NOTICES, (notice,), offices[1].owner) in log.news()
