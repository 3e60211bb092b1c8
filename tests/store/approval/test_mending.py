# SPDX-License-Identifier: EUPL-1.2
"""A mistake that two people have to see mended: it is stopped at once, and all the rest waits, and goes out, whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from comunecast_gui.core.approval.approval_request import ApprovalState, Way
from comunecast_gui.core.approval.colleagues import Colleague, Role
from comunecast_gui.core.approval.rules import Reason, Rules
from comunecast_gui.core.content import TelegramPost
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import DeliveryState, FollowKind, Share
from comunecast_gui.core.ports import Mending, NewNotice, PostEdit
from comunecast_gui.core.thread.post_change import Act
from comunecast_gui.store.approval.approval_requests import ApprovalRequests
from comunecast_gui.store.colleagues.colleague_rows import Colleagues
from comunecast_gui.store.consent.audit import Audit
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import delivery
from comunecast_gui.store.delivery.outbox import SqlOutbox
from comunecast_gui.store.delivery.post_changes import PostChanges
from tests.store.samples import NOW, TELEGRAM, WHATSAPP, new_notice, people

LATER, MIDNIGHT = NOW + timedelta(minutes=5), NOW + timedelta(hours=9)
POST = TelegramPost("giusto", "giusto")


def whole(parent: int) -> NewNotice:
    correction = new_notice(follows=parent, does=FollowKind.CORRECTION, share=Share.HAVE_IT, channels=(WHATSAPP,))
    mends = Mending(correction, (PostEdit(TELEGRAM, POST, {"vie": ["x"]}),))
    return replace(new_notice(follows=parent, does=FollowKind.REPETITION, share=Share.MISSED_IT), mends=mends)


def alone(right: NewNotice) -> NewNotice:
    """The same without its correction."""
    assert right.mends is not None
    return replace(right, mends=replace(right.mends, correction=None))


def rows(database: Database) -> dict[int, dict[int, str]]:
    """By notice and person (0: the Telegram channel), the state of each delivery."""
    found: dict[int, dict[int, str]] = {}
    with database.reading() as connection:
        for row in connection.execute(sa.select(delivery)):
            found.setdefault(row.notice_id, {})[row.recipient_key] = row.state
    return found


@pytest.fixture
def wrong(database: Database, outbox: SqlOutbox) -> int:
    """The first of three people has it, and the channel; the others were about to get it."""
    people(database, 3)
    parent = outbox.enqueue(new_notice())
    with database.writing() as connection:
        have = delivery.c.recipient_key.in_((0, 1))
        connection.execute(delivery.update().where(have).values(state=DeliveryState.ACCEPTED, remote_id="7"))
    return parent


@pytest.fixture
def office(database: Database, wrong: int) -> tuple[Colleague, Colleague]:
    """Two who send, and what goes to the whole town needs both."""
    kept = Colleagues(database)
    anna = kept.add("Anna", "anna", tuple(Role), "472913", NOW, None)
    carla = kept.add("Carla", "carla", [Role.SENDS], "730146", NOW, anna)
    kept.set_rules(Rules(whole_town=True), NOW, anna)
    return anna, carla


def test_it_is_stopped_at_once_and_goes_out_whole_when_a_second_person_says_yes(
    database: Database, wrong: int, office: tuple[Colleague, Colleague]
) -> None:
    (anna, carla), requests, right = office, ApprovalRequests(database), whole(wrong)
    asked = requests.mend(right, anna.id, NOW, MIDNIGHT, "anna")
    assert asked.request is not None
    assert (asked.done.stopped, asked.done.notices, asked.request.reasons) == (2, (), (Reason.WHOLE_TOWN,))
    assert rows(database) == {wrong: {0: "accepted", 1: "accepted", 2: "cancelled", 3: "cancelled"}}
    assert PostChanges(database).of([wrong]) == {}, "nothing that is out is changed before somebody else saw it"
    again = requests.mend(right, anna.id, NOW, MIDNIGHT, "anna")
    assert again.request is not None
    assert again.request.id == asked.request.id, "asked about once"
    id, digest = asked.request.id, asked.request.digest
    assert requests.frozen(id) == right
    with pytest.raises(InputError, match="approval_own"):
        requests.approve(id, digest, anna.id, LATER, Way.WINDOW)
    with pytest.raises(InputError, match="approval_changed"):
        requests.approve(id, alone(right).digest, carla.id, LATER, Way.WINDOW)
    after = requests.approve(id, digest, carla.id, LATER, Way.WINDOW)
    assert after.state is ApprovalState.APPROVED
    first, second = after.notices
    told = rows(database)
    assert (told[first], told[second]) == ({1: "queued"}, {2: "queued", 3: "queued"}), (
        "one message each, no second post"
    )
    [change] = PostChanges(database).of([wrong])[wrong]
    assert (change.act, change.content, change.asked_at) == (Act.EDIT, POST, LATER)
    [noted] = [row for row in Audit(database).recent() if row.what == "post_edit"]
    assert noted.who.startswith("Carla")
    assert requests.get(id).notices == (first, second), "whoever sends knows of both"
    with pytest.raises(InputError, match="approval_over"):
        requests.approve(id, digest, carla.id, LATER, Way.WINDOW)


def test_refused_nothing_goes_out_and_what_was_stopped_stays_so(
    database: Database, wrong: int, office: tuple[Colleague, Colleague]
) -> None:
    (anna, carla), requests = office, ApprovalRequests(database)
    asked = requests.mend(whole(wrong), anna.id, NOW, MIDNIGHT, "anna").request
    assert asked is not None
    requests.refuse(asked.id, carla.id, LATER, Way.WINDOW)
    assert list(rows(database)) == [wrong]
    assert PostChanges(database).of([wrong]) == {}


def test_where_everybody_has_it_the_posts_alone_are_changed(
    database: Database, wrong: int, office: tuple[Colleague, Colleague]
) -> None:
    (anna, carla), requests, right = office, ApprovalRequests(database), whole(wrong)
    with database.writing() as connection:
        connection.execute(delivery.delete().where(delivery.c.recipient_key != 0))
    only_post = replace(alone(right), contents={TELEGRAM: right.contents[TELEGRAM]})
    asked = requests.mend(only_post, anna.id, NOW, MIDNIGHT, "anna").request
    assert asked is not None
    after = requests.approve(asked.id, asked.digest, carla.id, LATER, Way.WINDOW)
    assert (after.state, after.notices) == (ApprovalState.APPROVED, ())
    assert len(PostChanges(database).of([wrong])[wrong]) == 1
