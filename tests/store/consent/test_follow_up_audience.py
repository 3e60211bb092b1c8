# SPDX-License-Identifier: EUPL-1.2
"""A follow-up goes to whoever may have got what it follows and to who is touched now, and never to who left."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import DeliveryState, FollowKind, SubscriberState
from comunecast_gui.store.consent import audience
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import delivery, subscriber
from comunecast_gui.store.delivery.notices import Notices
from comunecast_gui.store.delivery.outbox import SqlOutbox
from tests.store.samples import NOW, TELEGRAM, WHATSAPP, accepted, new_notice, people

STATES = list(DeliveryState)
HAVE_IT = {"queued", "sending", "accepted", "held", "unknown", "delivered", "read"}


def put(database: Database, column: str, values: dict[int, object]) -> None:
    """Sets a column of these people."""
    with database.writing() as connection:
        for id, value in values.items():
            connection.execute(subscriber.update().where(subscriber.c.id == id).values({column: value}))


def parent_in_every_state(database: Database, outbox: SqlOutbox, **changes: object) -> int:
    """A notice of which the first person's delivery is queued, the second one's sending, and so on."""
    people(database, len(STATES))
    parent = outbox.enqueue(new_notice(channels=(WHATSAPP,), **changes))
    with database.writing() as connection:
        for place, state in enumerate(STATES, start=1):
            connection.execute(delivery.update().where(delivery.c.subscriber_id == place).values(state=state))
    return parent


def recipients(database: Database, notice: int) -> set[int]:
    query = sa.select(delivery.c.subscriber_id).where(delivery.c.notice_id == notice, delivery.c.channel == WHATSAPP)
    with database.reading() as connection:
        return {id for id in connection.execute(query).scalars() if id}


@pytest.mark.parametrize("does", FollowKind)
def test_each_state_of_the_parents_delivery_decides(database: Database, outbox: SqlOutbox, does: FollowKind) -> None:
    parent = parent_in_every_state(database, outbox)
    follow = new_notice(channels=(WHATSAPP,), follows=parent, does=does)
    counted = audience.people(database, after=follow.after)
    got = recipients(database, outbox.enqueue(follow))
    wanted = {
        place
        for place, state in enumerate(STATES, start=1)
        if does in (FollowKind.UPDATE, FollowKind.REPETITION) or state in HAVE_IT
    }
    assert got == wanted
    assert counted == len(wanted)


def test_who_joined_since_gets_it_if_touched_and_who_left_never(database: Database, outbox: SqlOutbox) -> None:
    parent = parent_in_every_state(database, outbox, zones=("Fornacette",))
    with database.writing() as connection:
        for number, zones in enumerate(("fornacette", "calcinaia")):
            connection.execute(
                subscriber.insert().values(
                    wa_id=f"3934500000{number}",
                    state="active",
                    since=NOW,
                    zone_breadth="some",
                    zone_names=f" {zones} ",
                )
            )
    accepted_row, read_row = STATES.index(DeliveryState.ACCEPTED) + 1, STATES.index(DeliveryState.READ) + 1
    put(database, "state", {accepted_row: SubscriberState.LEFT})
    put(database, "zone_breadth", {read_row: "some"})
    put(database, "zone_names", {read_row: " calcinaia "})
    follow = new_notice(channels=(WHATSAPP,), follows=parent, does=FollowKind.CORRECTION, zones=("Fornacette",))
    got = recipients(database, outbox.enqueue(follow))
    joined, elsewhere = len(STATES) + 1, len(STATES) + 2
    assert joined in got
    assert elsewhere not in got
    assert accepted_row not in got
    assert read_row in got, "who moved on since has read the wrong hour"
    claims = outbox.exchange([], WHATSAPP, 20, now=NOW)
    mine = {claim.delivery for claim in claims if claim.notice != parent}
    rows = Notices(database).deliveries(claims[-1].notice, [DeliveryState.SENDING])
    assert len(mine) == len(rows) == len(got), "nobody is skipped at their turn for what they chose since"


def test_what_is_only_counted_or_was_only_posted_leaves_it_to_the_choices(
    database: Database, outbox: SqlOutbox
) -> None:
    people(database, 3)
    posted = outbox.enqueue(new_notice(channels=(TELEGRAM,)))
    follow = new_notice(channels=(WHATSAPP,), follows=posted, does=FollowKind.CORRECTION)
    assert audience.people(database, after=follow.after) == 3
    assert recipients(database, outbox.enqueue(follow)) == {1, 2, 3}


def test_a_correction_of_what_nobody_got_has_no_recipients(database: Database, outbox: SqlOutbox) -> None:
    people(database, 2)
    parent = outbox.enqueue(new_notice(channels=(WHATSAPP,)))
    Notices(database).cancel(parent, NOW)
    with pytest.raises(InputError, match="no_recipients"):
        outbox.enqueue(new_notice(channels=(WHATSAPP,), follows=parent, does=FollowKind.CORRECTION))


def test_a_thread_is_read_from_any_of_its_notices(database: Database, outbox: SqlOutbox) -> None:
    people(database, 1)
    first = outbox.enqueue(new_notice())
    second = outbox.enqueue(new_notice(follows=first))
    third = outbox.enqueue(new_notice(follows=first))
    fourth = outbox.enqueue(new_notice(follows=second))
    outbox.enqueue(new_notice())
    [claim, *_] = outbox.exchange([], WHATSAPP, 1, now=NOW)
    outbox.exchange([accepted(claim)], WHATSAPP, 0, now=NOW)
    for one in (first, second, third, fourth):
        assert [row.id for row in Notices(database).thread(one)] == [first, second, third, fourth]
    with pytest.raises(InputError, match="unknown_notice"):
        Notices(database).thread(99)
