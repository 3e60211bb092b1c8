# SPDX-License-Identifier: EUPL-1.2
"""Decides, in the transaction that queues a notice, whether the queue holds it already."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.codec import content_from_data
from comunecast_gui.core.content import Content, files_of
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.notice.repetition import SAME_DAY, extent_of, same, says_again, unsigned
from comunecast_gui.core.ports import NewNotice
from comunecast_gui.store.db.schema import notice, notice_content, schedule


def already_queued(connection: sa.Connection, new: NewNotice) -> int | None:
    """The notice that a second press of the same button would queue again; None if there is none.

    The caller holds the lock of the queue (:func:`.database.serialise`), so the answer stays true until the end of the
    transaction. Raises InputError("repeated_meanwhile") for a notice that says what another one, which its writer could
    not see, says already; InputError("draft_already_queued") where the same draft was queued with something else in it.
    """
    found = connection.execute(sa.select(notice).where(notice.c.draft_uuid == new.draft_uuid)).first()
    if found is not None and not new.derived:
        if _written(found, _stored(connection, found.id)) != _written_new(new):
            raise InputError("draft_already_queued", notice=found.id)
        return int(found.id)
    repeated = found.id if found is not None else _said_since(connection, new)
    if repeated is not None:
        raise InputError("repeated_meanwhile", notice=repeated)
    return None


def _said_since(connection: sa.Connection, new: NewNotice) -> int | None:
    """A notice of the last day, or still to come, that says the same, and that ``new`` was not compared with."""
    if new.compared is None:
        return None
    waits = sa.select(schedule.c.notice_id).where(schedule.c.released_at.is_(None), schedule.c.cancelled_at.is_(None))
    among = sa.or_(notice.c.created_at > new.at - SAME_DAY, notice.c.id.in_(waits))
    columns = notice.c.id, notice.c.text, notice.c.category, notice.c.fields, notice.c.created_at
    rows = connection.execute(sa.select(*columns).where(among).order_by(notice.c.id.desc()))
    known = {*new.compared, new.follows}
    return next((row.id for row in rows if row.id not in known and _alike(new, row)), None)


def _alike(new: NewNotice, row: Any) -> bool:
    """Whether nobody may get both: nearly the same words, or the same thing in other ones."""
    if says_again(unsigned(new.text), unsigned(row.text)):
        return True
    mine = extent_of(new.category, new.fields, new.at, new.text)
    theirs = extent_of(row.category, row.fields or {}, row.created_at, row.text) if mine else None
    return bool(mine and theirs and same(mine, theirs))


def _stored(connection: sa.Connection, notice_id: int) -> dict[str, Content]:
    rows = connection.execute(sa.select(notice_content).where(notice_content.c.notice_id == notice_id))
    return {row.channel: content_from_data(row.content) for row in rows}


def _written(row: sa.Row[tuple[object, ...]], stored: dict[str, Content]) -> tuple[object, ...]:
    return row.category, dict(row.fields), row.follows, tuple(row.zones or ()), _files(stored)


def _written_new(new: NewNotice) -> tuple[object, ...]:
    return new.category, dict(new.fields), new.follows, new.zones, _files(dict(new.contents))


def _files(of: dict[str, Content]) -> dict[str, tuple[tuple[str, str], ...]]:
    """The files of each channel by name and description; the day in the texts does not make another notice of it."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for channel, content in of.items():
        found[channel] = tuple((file.digest or file.path.name, file.alt) for file in files_of(content))
    return found
