# SPDX-License-Identifier: EUPL-1.2
"""A change of a post is never made twice by itself, never before the post's own turn, and survives every kill."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta

import pytest

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import DeliveryState, FollowKind
from comunecast_gui.core.thread.post_change import Act, ChangeState, ChangeVerdict, Mark
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import delivery
from comunecast_gui.store.delivery.outbox import SqlOutbox
from comunecast_gui.store.delivery.post_changes import PostChanges, Wanted
from tests.store.samples import NOW, TELEGRAM, accepted, new_notice

MOVES = 150
ENDS = (ChangeState.DONE, ChangeState.FAILED, ChangeState.UNKNOWN, ChangeState.WAITING)


def put(database: Database, notice: int, state: DeliveryState) -> None:
    """The notice's own delivery in this state; one that is out has an id of the service."""
    values = {"state": state, "remote_id": "7" if state is DeliveryState.ACCEPTED else None}
    with database.writing() as connection:
        connection.execute(delivery.update().where(delivery.c.notice_id == notice).values(**values))


def posted(database: Database, outbox: SqlOutbox, **changes: object) -> int:
    notice = outbox.enqueue(new_notice(channels=(TELEGRAM,), **changes))
    [claim] = outbox.exchange([], TELEGRAM, 1, now=NOW)
    outbox.exchange([accepted(claim)], TELEGRAM, 0, now=NOW)
    put(database, notice, DeliveryState.ACCEPTED)
    return notice


@pytest.mark.parametrize("seed", range(3))
def test_any_game_of_presses_answers_and_kills_makes_no_call_twice_by_itself(
    database: Database, outbox: SqlOutbox, seed: int
) -> None:
    draw, kept, now = random.Random(seed), PostChanges(database), NOW
    notices = [posted(database, outbox) for _ in range(3)]
    made, allowed = Counter[int](), Counter[int]()
    under_way: list[int] = []
    for _ in range(MOVES):
        now += timedelta(seconds=1)
        match draw.choice(("ask", "ask", "claim", "claim", "claim", "record", "record", "kill", "settle", "sending")):
            case "ask":
                id = kept.ask(Wanted(draw.choice(notices), TELEGRAM, draw.choice(list(Act)), now))
                allowed[id] += 1
            case "claim":
                if not under_way and (claimed := kept.claim(now)):
                    made[claimed.change.id] += 1
                    under_way.append(claimed.change.id)
            case "record":
                if under_way:
                    id, state = under_way.pop(), draw.choice(ENDS)
                    allowed[id] += state is ChangeState.WAITING  # it certainly had no effect
                    kept.record(id, state, now)
            case "kill":
                assert kept.retire(now) == len(under_way)
                under_way.clear()
            case "settle":
                _settle_one(kept, draw, now, allowed)
            case "sending":
                _while_sending(database, kept, draw.choice(notices), now, busy=bool(under_way))
        assert all(made[id] <= allowed[id] for id in made)


def _settle_one(kept: PostChanges, draw: random.Random, now: datetime, allowed: Counter[int]) -> None:
    if waiting := kept.unsettled():
        one, verdict = draw.choice(waiting), draw.choice(list(ChangeVerdict))
        allowed[one.id] += verdict is ChangeVerdict.AGAIN
        kept.settle(one.id, verdict, now)


def _while_sending(database: Database, kept: PostChanges, notice: int, now: datetime, *, busy: bool) -> None:
    """Nothing of a post is changed while its own call is under way."""
    if busy:
        return
    put(database, notice, DeliveryState.SENDING)
    mine = [one.id for one in kept.of([notice]).get(notice, []) if one.state is ChangeState.WAITING]
    others = [one.id for rows in kept.of(range(1, 10)).values() for one in rows if one.notice != notice]
    assert kept.claim(now, others) is None
    assert all(kept.one(id).state is ChangeState.WAITING for id in mine)
    put(database, notice, DeliveryState.ACCEPTED)


def test_a_follow_up_that_never_goes_out_leaves_the_post_as_it_is(database: Database, outbox: SqlOutbox) -> None:
    red = posted(database, outbox, alert_level="rossa")
    follow = outbox.enqueue(new_notice(channels=(TELEGRAM,), follows=red, does=FollowKind.ALL_CLEAR))
    kept = PostChanges(database)
    pin, mark, unpin = kept.of([red])[red]
    assert [pin.act, mark.act, unpin.act] == [Act.PIN, Act.EDIT, Act.UNPIN]
    assert mark.mark is Mark.ENDED
    claimed = kept.claim(NOW)
    assert claimed is not None
    assert claimed.change.id == pin.id
    kept.record(pin.id, ChangeState.DONE, NOW)
    assert kept.claim(NOW) is None, "the mark waits for the turn of what it is for"
    put(database, follow, DeliveryState.CANCELLED)
    assert kept.claim(NOW) is None
    assert {kept.one(mark.id).code, kept.one(unpin.id).code} == {"cause_not_sent"}
    assert kept.is_idle()


def test_a_post_of_which_nobody_knows_is_not_changed_and_an_unknown_change_is_not_found(
    database: Database, outbox: SqlOutbox
) -> None:
    notice, kept = posted(database, outbox), PostChanges(database)
    put(database, notice, DeliveryState.UNKNOWN)
    id = kept.ask(Wanted(notice, TELEGRAM, Act.DELETE, NOW))
    assert kept.claim(NOW) is None
    assert (kept.one(id).state, kept.one(id).code) == (ChangeState.FAILED, "post_unknown")
    with pytest.raises(InputError, match="unknown_post_change"):
        kept.one(99)
    with pytest.raises(InputError, match="no_post"):
        kept.ask(Wanted(notice, "telegram:altro", Act.PIN, NOW))
