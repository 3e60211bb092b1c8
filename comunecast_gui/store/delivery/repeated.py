# SPDX-License-Identifier: EUPL-1.2
"""Decides, in the transaction that queues a notice, whether the queue holds it already."""

from __future__ import annotations

import sqlalchemy as sa

from comunecast_gui.core.codec import content_from_data
from comunecast_gui.core.content import Content, files_of
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.notice.repetition import SAME_DAY, says_again, unsigned
from comunecast_gui.core.ports import NewNotice
from comunecast_gui.store.db.schema import notice, notice_content


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
    """A notice of the last day with nearly the same text, among those that ``new`` was not compared with."""
    if new.compared is None:
        return None
    since = notice.c.created_at > new.at - SAME_DAY
    rows = connection.execute(sa.select(notice.c.id, notice.c.text).where(since).order_by(notice.c.id.desc()))
    mine = unsigned(new.text)
    return next((row.id for row in rows if row.id not in new.compared and says_again(mine, unsigned(row.text))), None)


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
