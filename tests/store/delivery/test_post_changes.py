# SPDX-License-Identifier: EUPL-1.2
"""A change of a post is never made twice by itself, never before the post's own turn, and survives every kill."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta

import pytest

from comunecast_gui.core.content import TelegramPost
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import DeliveryState, FollowKind
from comunecast_gui.core.thread.post_change import Act, ChangeState, ChangeVerdict, Mark
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import delivery
from comunecast_gui.store.delivery.outbox import SqlOutbox
from comunecast_gui.store.delivery.post_changes import Claimed, PostChanges, Wanted
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


RIGHT, WRONG = (TelegramPost(words, words) for words in ("Acqua sospesa in via Verdi", "Acqua sospesa in via Bianchi"))


def correction(notice: int, content: TelegramPost, seconds: int = 0) -> Wanted:
    return Wanted(notice, TELEGRAM, Act.EDIT, NOW + timedelta(seconds=seconds), Mark.CORRECTED, content)


def made(kept: PostChanges, state: ChangeState = ChangeState.DONE, spared: Collection[int] = ()) -> Claimed:
    claimed = kept.claim(NOW, spared)
    assert claimed is not None
    kept.record(claimed.change.id, state, NOW)
    return claimed


def test_two_workstations_change_one_post_one_after_the_other(database: Database, outbox: SqlOutbox) -> None:
    """The second call arrived first, and the post ended with the text that had been corrected once more."""
    notice, here, there = posted(database, outbox), PostChanges(database), PostChanges(database)
    first = here.ask(correction(notice, WRONG))
    slow = here.claim(NOW)
    assert slow is not None
    there.ask(correction(notice, RIGHT, 1))
    assert there.claim(NOW) is None, "one call at a time for one post"
    here.record(first, ChangeState.DONE, NOW)
    assert made(there).change.content == RIGHT


@pytest.mark.parametrize("ended", [ChangeState.WAITING, ChangeState.UNKNOWN, ChangeState.FAILED])
def test_a_second_correction_while_the_first_is_under_way_is_the_last_word(
    database: Database, outbox: SqlOutbox, ended: ChangeState
) -> None:
    """The first one, tried again later, put its own text over the second."""
    notice, kept = posted(database, outbox), PostChanges(database)
    first = kept.ask(correction(notice, WRONG))
    assert kept.claim(NOW) is not None
    second = kept.ask(correction(notice, RIGHT, 1))
    kept.record(first, ended, NOW)
    if ended is ChangeState.WAITING:
        assert kept.claim(NOW, {first}) is None, "what is asked for later does not pass it"
    else:
        assert made(kept).change.id == second
        kept.settle(first, ChangeVerdict.AGAIN, NOW)
    claimed = kept.claim(NOW)
    assert claimed is None or claimed.change.id == second
    assert (kept.one(first).state, kept.one(first).code) == (ChangeState.DROPPED, "asked_again")


@pytest.mark.parametrize("first", [ChangeState.DONE, ChangeState.WAITING])
def test_the_last_correction_is_the_last_word_also_where_the_clock_was_set_back(
    database: Database, outbox: SqlOutbox, first: ChangeState
) -> None:
    """The post kept the wrong text for good, and the right one was dropped as if it had been asked for before."""
    notice, kept = posted(database, outbox), PostChanges(database)
    wrong = kept.ask(correction(notice, WRONG, 3600))
    assert kept.claim(NOW) is not None
    right = kept.ask(correction(notice, RIGHT))
    kept.record(wrong, first, NOW)
    claimed = made(kept).change
    assert (claimed.id, claimed.content) == (right, RIGHT)
    assert kept.claim(NOW) is None
    kept.ask(Wanted(notice, TELEGRAM, Act.PIN, NOW + timedelta(hours=1)))
    made(kept)
    unpin = kept.ask(Wanted(notice, TELEGRAM, Act.UNPIN, NOW))
    assert made(kept).change.id == unpin


def test_a_pin_that_is_tried_again_after_the_all_clear_pins_nothing(database: Database, outbox: SqlOutbox) -> None:
    red = posted(database, outbox, alert_level="rossa")
    kept = PostChanges(database)
    pin = made(kept, ChangeState.UNKNOWN).change
    outbox.enqueue(new_notice(channels=(TELEGRAM,), follows=red, does=FollowKind.ALL_CLEAR))
    [claim] = outbox.exchange([], TELEGRAM, 1, now=NOW)
    outbox.exchange([accepted(claim)], TELEGRAM, 0, now=NOW)
    assert [made(kept).change.act, made(kept).change.act] == [Act.EDIT, Act.UNPIN]
    kept.settle(pin.id, ChangeVerdict.AGAIN, NOW)
    assert kept.claim(NOW) is None
    assert kept.one(pin.id).code == "asked_again"


def test_a_correction_neither_takes_the_mark_of_the_end_away_nor_keeps_it_from_coming(
    database: Database, outbox: SqlOutbox
) -> None:
    """It was dropped with the correction asked for meanwhile, or overwritten by the one that was made late."""
    red, kept = posted(database, outbox), PostChanges(database)
    late = kept.ask(correction(red, RIGHT))
    made(kept, ChangeState.UNKNOWN)
    follow = outbox.enqueue(
        new_notice(channels=(TELEGRAM,), follows=red, does=FollowKind.ALL_CLEAR, at=NOW + timedelta(minutes=1))
    )
    put(database, follow, DeliveryState.ACCEPTED)
    ended = made(kept)
    assert (ended.change.mark, ended.post.content) == (Mark.ENDED, RIGHT)
    kept.settle(late, ChangeVerdict.AGAIN, NOW)
    again = made(kept)
    assert (again.change.id, again.change.mark, again.change.content) == (late, Mark.ENDED, RIGHT)
    other = posted(database, outbox)
    outbox.enqueue(new_notice(channels=(TELEGRAM,), follows=other, does=FollowKind.ALL_CLEAR))
    kept.ask(correction(other, RIGHT))
    assert [one.state for one in kept.of([other])[other]] == [ChangeState.WAITING] * 2
