# SPDX-License-Identifier: EUPL-1.2
"""Whatever became of a wrong notice, each person gets what is right once: as a correction, or as a notice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa

from comunecast_gui.core.content import TelegramPost
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import MAY_HAVE_ARRIVED, DeliveryState, FollowKind, Share, SubscriberState
from comunecast_gui.core.ports import Mending, NewNotice, PostEdit
from comunecast_gui.store.consent import audience
from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.db.schema import delivery, subscriber
from comunecast_gui.store.delivery import corrected_for_all
from comunecast_gui.store.delivery.corrected_for_all import Corrected, carry_out
from comunecast_gui.store.delivery.notices import Notices
from comunecast_gui.store.delivery.outbox import QUEUE, SqlOutbox
from comunecast_gui.store.delivery.post_changes import PostChanges
from tests.store.samples import NOW, TELEGRAM, WHATSAPP, new_notice, people

STATES = list(DeliveryState)
HAVE_IT = {*MAY_HAVE_ARRIVED, DeliveryState.SENDING}
ZONE = ("Fornacette",)


def pair(parent: int) -> tuple[NewNotice, NewNotice]:
    """What is right, for who has it not; and its correction, for who has it."""
    right = new_notice(follows=parent, does=FollowKind.REPETITION, share=Share.MISSED_IT, zones=ZONE)
    rule = new_notice(follows=parent, does=FollowKind.CORRECTION, share=Share.HAVE_IT, zones=ZONE, channels=(WHATSAPP,))
    return right, rule


def edit() -> PostEdit:
    return PostEdit(TELEGRAM, TelegramPost("giusto", "giusto"), {"vie": ["x"]})


def correct_for_all(
    database: Database,
    right: NewNotice,
    correction: NewNotice,
    edits: Sequence[PostEdit],
    reads_right: Sequence[str] = (),
) -> Corrected:
    mends = Mending(correction, tuple(edits), frozenset(reads_right))
    with database.writing() as connection:
        serialise(connection, QUEUE)
        return carry_out(connection, database, replace(right, mends=mends), NOW, "anna")


def rows(database: Database, notice: int) -> dict[int, str]:
    """By person (0: the Telegram channel), the state of a notice's delivery."""
    query = sa.select(delivery.c.recipient_key, delivery.c.state).where(delivery.c.notice_id == notice)
    with database.reading() as connection:
        return {row.recipient_key: row.state for row in connection.execute(query)}


def set_states(database: Database, notice: int, draw: Random) -> dict[int, DeliveryState]:
    states = {key: draw.choice(STATES) for key in rows(database, notice)}
    with database.writing() as connection:
        for key, state in states.items():
            mine = delivery.c.notice_id == notice, delivery.c.recipient_key == key
            connection.execute(delivery.update().where(*mine).values(state=state))
    return states


def shuffle(database: Database, draw: Random) -> tuple[set[int], set[int]]:
    """Some people leave, some choose another zone, some come; returns who left, and whom the notice does not touch."""
    gone, elsewhere = set[int](), set[int]()
    with database.writing() as connection:
        new = [{"wa_id": f"3934{draw.randrange(10**8):08}", "state": "active", "since": NOW} for _ in range(4)]
        connection.execute(subscriber.insert(), new)
        for id in connection.execute(sa.select(subscriber.c.id)).scalars().all():
            fate = draw.randrange(6)
            left = fate == 0
            values = {"state": SubscriberState.LEFT if left else SubscriberState.ACTIVE, "zone_breadth": "all"}
            if fate == 1:
                values |= {"zone_breadth": "some", "zone_names": " calcinaia "}
            connection.execute(subscriber.update().where(subscriber.c.id == id).values(**values))
            gone |= {id} if left else set()
            elsewhere |= {id} if fate == 1 else set()
    return gone, elsewhere


def test_whatever_became_of_each_delivery_everybody_is_told_once_and_nobody_twice(
    database: Database, outbox: SqlOutbox
) -> None:
    people(database, 30)
    for seed in range(12):
        draw = Random(seed)
        parent = outbox.enqueue(new_notice(zones=ZONE))
        states = set_states(database, parent, draw)
        gone, elsewhere = shuffle(database, draw)
        there, posted = set(rows(database, parent)), states[0] in HAVE_IT
        right, correction = pair(parent)
        waits = sum(state == DeliveryState.QUEUED for state in states.values())
        done = correct_for_all(database, right, correction, [edit()])
        assert done.stopped == waits
        assert DeliveryState.QUEUED not in rows(database, parent).values(), "nothing wrong goes out any more"
        told = {notice: rows(database, notice) for notice in done.notices}
        kinds = {notice: Notices(database).get(notice).counts.keys() for notice in told}
        everybody = [key for found in told.values() for key in found if key]
        assert len(everybody) == len(set(everybody)), "nobody twice"
        have = {key for key, state in states.items() if key and state in HAVE_IT} - gone
        with database.reading() as connection:
            known = set(connection.execute(sa.select(subscriber.c.id)).scalars())
        assert set(everybody) == have | (known - gone - elsewhere), "nobody forgotten"
        for notice, found in told.items():
            people_there = {key for key in found if key}
            if 0 in found:
                assert not posted, "a post that is there is edited, not posted anew"
            if kinds[notice] == {WHATSAPP} and people_there & there & have:
                assert people_there == have, "a correction is for who has what it corrects"
            else:
                assert not people_there & have
        changes = PostChanges(database).of([parent]).get(parent, [])
        assert len([one for one in changes if one.content is not None]) == done.posts == int(posted)
        assert any(0 in found for found in told.values()) is not posted
        with database.writing() as connection:
            connection.execute(delivery.delete().where(delivery.c.notice_id.in_(told)))


def test_asked_for_twice_it_is_done_once(database: Database, outbox: SqlOutbox) -> None:
    people(database, 5)
    parent = outbox.enqueue(new_notice(zones=ZONE))
    set_states(database, parent, Random(3))
    right, correction = pair(parent)
    first = correct_for_all(database, right, correction, [edit()])
    before = {notice: rows(database, notice) for notice in first.notices}
    again = correct_for_all(database, right, correction, [edit()])
    assert again.notices == first.notices
    assert {notice: rows(database, notice) for notice in again.notices} == before


def test_a_post_that_reads_right_already_is_left_alone_and_does_not_go_out_twice(
    database: Database, outbox: SqlOutbox
) -> None:
    """What was wrong stood in the messages to people alone, and the post said CORRETTO."""
    people(database, 2)
    parent = outbox.enqueue(new_notice(zones=ZONE))
    with database.writing() as connection:
        connection.execute(delivery.update().values(state=DeliveryState.ACCEPTED))
    right, correction = pair(parent)
    done = correct_for_all(database, right, correction, [], reads_right=[TELEGRAM])
    assert [0 in rows(database, one) for one in done.notices] == [False]
    assert PostChanges(database).of([parent]) == {}


@pytest.mark.parametrize(
    ("before", "after"),
    [(DeliveryState.ACCEPTED, DeliveryState.FAILED), (DeliveryState.FAILED, DeliveryState.DELIVERED)],
)
def test_a_receipt_that_comes_in_between_the_two_tells_nobody_twice_and_leaves_nobody_out(
    database: Database,
    outbox: SqlOutbox,
    monkeypatch: pytest.MonkeyPatch,
    before: DeliveryState,
    after: DeliveryState,
) -> None:
    """As a server shows it: each statement sees what was committed before it (PostgreSQL: Read Committed)."""
    people(database, 3)
    parent = outbox.enqueue(new_notice(zones=ZONE))
    whole = corrected_for_all._queued

    def interrupted(connection: sa.Connection, *rest: Any) -> int:
        made = whole(connection, *rest)
        changed = delivery.c.notice_id == parent, delivery.c.recipient_key == 1
        connection.execute(delivery.update().where(*changed).values(state=after))
        return made

    monkeypatch.setattr(corrected_for_all, "_queued", interrupted)
    with database.writing() as connection:
        connection.execute(delivery.update().values(state=DeliveryState.ACCEPTED))
        one = delivery.update().where(delivery.c.recipient_key.in_((1, 2)))
        connection.execute(
            one.values(state=sa.case((delivery.c.recipient_key == 1, before), else_=DeliveryState.FAILED))
        )
    done = correct_for_all(database, *pair(parent), [edit()])
    told = [key for notice in done.notices for key in rows(database, notice)]
    assert sorted(told) == [1, 2, 3]


def test_what_has_nobody_left_to_be_told_changes_nothing(database: Database, outbox: SqlOutbox) -> None:
    people(database, 1)
    parent = outbox.enqueue(new_notice(channels=(WHATSAPP,)))
    with database.writing() as connection:
        connection.execute(subscriber.update().values(state=SubscriberState.LEFT))
    right, correction = pair(parent)
    only_people = new_notice(channels=(WHATSAPP,), follows=parent, does=FollowKind.REPETITION, share=Share.MISSED_IT)
    with pytest.raises(InputError, match="no_recipients"):
        correct_for_all(database, only_people, correction, [])
    assert rows(database, parent) == {1: DeliveryState.QUEUED}, "not even stopped"
    assert audience.people(database, after=right.after) == 0


def test_who_got_what_is_right_does_not_get_the_wrong_one_by_another_try(database: Database, outbox: SqlOutbox) -> None:
    people(database, 3)
    parent = outbox.enqueue(new_notice())
    with database.writing() as connection:
        connection.execute(delivery.update().values(state=DeliveryState.FAILED))
    kept = Notices(database)
    assert kept.retriable(parent) == 4
    right, correction = pair(parent)
    done = correct_for_all(database, replace(right, zones=()), replace(correction, zones=()), [])
    with database.writing() as connection:
        mine = delivery.c.notice_id.in_(done.notices), delivery.c.recipient_key == 2
        connection.execute(delivery.update().where(*mine).values(state=DeliveryState.FAILED))
    assert kept.retriable(parent) == kept.retry_failed(parent, None, NOW) == 1, "the one whom the right one missed too"
