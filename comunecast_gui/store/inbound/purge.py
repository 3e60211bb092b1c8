# SPDX-License-Identifier: EUPL-1.2
"""Deletes data that is kept only for a while: messages seen, answers given, hashed ids of erased people."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from comunecast_gui.core.inbound.answers import REPEAT
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.store.consent import choices
from comunecast_gui.store.db import scrub
from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.db.schema import delivery, receipt, setting, subscriber, verdict
from comunecast_gui.store.db.schema_inbound import (
    answer,
    choice,
    inbound,
    name_move,
    name_wish,
    private_answer,
    quarantine,
)
from comunecast_gui.store.db.schema_meta import meta_news

EVERY = timedelta(days=1)
MARKS_KEPT = timedelta(days=90)
"""Longer than the relay keeps an event and Meta repeats one together."""
ANSWERS_KEPT = timedelta(days=400)
"""As counts, for the costs of the year before; who was answered goes after two days."""
NEWS_KEPT = timedelta(days=400)
"""What Meta told of templates and account: for the year in which a bill may be looked into."""
IDS_KEPT = timedelta(days=35)
"""A status can come for 30 days (Cloud API: time-to-live); until then it has to find its delivery."""
WISHES_KEPT = 2 * MARKS_KEPT
"""What was asked under which name: beyond the moves that may give it to somebody else. The rows know the outcome."""
STEPPED_KEPT = timedelta(days=35)
"""A letter that a person stepped over, should its key turn up: as long as the relay keeps what nobody fetches."""
_KEY = "forgotten_at"


def forget_daily(database: Database, now: datetime) -> bool:
    """Forgets what has served its time, where that was not done today; returns whether it did.

    For every way in which an office is used: one without a relay never pulls. Raises ConfigError (``database_*``).
    """
    with database.reading() as connection:
        if not _is_due(connection, now):  # nearly always: a command or a window waits for no writer then
            return False
    with database.writing() as connection:
        due = is_time(connection, now)
        if due:
            forget(connection, now)
    return due


def is_time(connection: sa.Connection, now: datetime) -> bool:
    """Whether the last run was a day ago; if so, notes that it runs now."""
    serialise(connection, _KEY)  # of two workstations that open in the morning, one forgets
    if not _is_due(connection, now):
        return False
    connection.execute(setting.delete().where(setting.c.key == _KEY))
    connection.execute(setting.insert().values(key=_KEY, value=now.isoformat()))
    return True


def _is_due(connection: sa.Connection, now: datetime) -> bool:
    last = connection.execute(sa.select(setting.c.value).where(setting.c.key == _KEY)).scalar()
    return last is None or now - datetime.fromisoformat(last) >= EVERY


def forget(connection: sa.Connection, now: datetime) -> None:
    """Deletes data past its retention time; counts, consent and deliveries stay."""
    if scrub.is_due(connection):  # somebody was in the way
        scrub.ask(connection)
    connection.execute(
        answer.update().where(answer.c.person.is_not(None), answer.c.at < now - 2 * REPEAT).values(person=None)
    )
    connection.execute(private_answer.delete().where(private_answer.c.at <= now - REPEAT))
    connection.execute(answer.delete().where(answer.c.changed_at < now - ANSWERS_KEPT))
    connection.execute(inbound.delete().where(inbound.c.seen_at < now - MARKS_KEPT))
    connection.execute(quarantine.delete().where(quarantine.c.stepped_at < now - STEPPED_KEPT))
    connection.execute(meta_news.delete().where(meta_news.c.at < now - NEWS_KEPT))
    connection.execute(name_move.delete().where(name_move.c.kept_since < now - MARKS_KEPT))
    connection.execute(name_wish.delete().where(name_wish.c.kept_since < now - WISHES_KEPT))
    connection.execute(receipt.delete().where(receipt.c.delivery_id.is_(None), receipt.c.at < now - MARKS_KEPT))
    # WhatsApp's message ids contain the number: they are deleted with the person who left.
    gone = sa.select(subscriber.c.id).where(subscriber.c.state == SubscriberState.LEFT)
    theirs = (
        delivery.c.subscriber_id.in_(gone),
        delivery.c.remote_id.is_not(None),
        delivery.c.changed_at < now - IDS_KEPT,
    )
    # The choices of an unknown person are needed only for a request to join that arrives late.
    idle = sa.select(choice.c.subscriber_id).where(choice.c.subscriber_id.in_(gone)).distinct()
    for subscriber_id in connection.execute(idle).scalars().all():
        choices.clear(connection, subscriber_id, now - MARKS_KEPT)
    # A verdict remembers the message id of before; after this time nobody takes it back.
    old = verdict.c.at < now - IDS_KEPT
    left = sa.select(delivery.c.id).where(delivery.c.subscriber_id.in_(gone))
    connection.execute(verdict.delete().where(old, verdict.c.delivery_id.in_(left)))
    connection.execute(receipt.delete().where(receipt.c.delivery_id.in_(sa.select(delivery.c.id).where(*theirs))))
    connection.execute(delivery.update().where(*theirs).values(remote_id=None))
