# SPDX-License-Identifier: EUPL-1.2
"""The changes of posts that are out: asked for, claimed before their call, recorded after it, settled by a person.

As with a delivery, a change is committed as ``calling`` before its call; one found so after its process died is
``unknown``, and never made again by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import accumulate
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.approval.colleagues import Colleague
from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.codec import content_from_data, content_to_data
from comunecast_gui.core.content import Content, TelegramPost, files_of
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import DeliveryState, FollowKind, kind_of
from comunecast_gui.core.ports import NewNotice
from comunecast_gui.core.thread.post_change import (
    NEVER_POSTED,
    Act,
    ChangeState,
    ChangeVerdict,
    Mark,
    PostChange,
    mark_for,
)
from comunecast_gui.store.colleagues import colleague_rows, sending_rules
from comunecast_gui.store.consent import audit
from comunecast_gui.store.consent.audit import AuditRow
from comunecast_gui.store.db import change_log
from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.db.schema import delivery, notice, notice_content
from comunecast_gui.store.db.schema_posts import post_change

LEASE = timedelta(minutes=10)
"""After so long a call of another workstation has ended, or its process has died."""
PINNED_LEVEL = "rossa"
"""An alert of this level stays on top of its channel until it is called off."""
RESTORED = "restored"
ASKED_AGAIN = "asked_again"
"""The code of a change in whose place there is a later one."""
_OUT = frozenset({DeliveryState.ACCEPTED, DeliveryState.DELIVERED, DeliveryState.READ, DeliveryState.HELD})
_UNDER_WAY = frozenset({DeliveryState.QUEUED, DeliveryState.SENDING})
_OPEN = (ChangeState.WAITING, ChangeState.CALLING)
_MADE = (ChangeState.DONE, ChangeState.UNKNOWN)
_UNSETTLED = (ChangeState.FAILED, ChangeState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Post:
    """A post on a channel as the service knows it: ``id`` is the message with the text, ``parts`` all its messages.

    ``content`` is what it reads by now, without a mark. ``shown`` are the digests of the files that it shows, pictures
    first; empty for one of which nobody knows.
    """

    id: str
    parts: tuple[str, ...]
    content: TelegramPost
    sent: datetime
    link: str = ""
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claimed:
    """A change whose call this process makes now."""

    change: PostChange
    post: Post


@dataclass(frozen=True, slots=True)
class Wanted:
    """A change that is asked for: the notice and channel of the post, what is done to it, and the mark that it gets.

    ``content`` is what it reads from then on, without the mark (None: as before), ``fields`` the raw values behind it.
    ``cause`` is the notice for whose sake it is; None: a person asked.
    """

    notice: int
    channel: str
    act: Act
    at: datetime
    mark: Mark = Mark.NONE
    content: TelegramPost | None = None
    fields: Mapping[str, Any] | None = None
    cause: int | None = None


class PostChanges:
    """Keeps the changes; usable from several threads. Every method raises ConfigError (``database_*``)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(
        self, wanted: Wanted, who: str = "", valid_until: datetime | None = None, by: Colleague | None = None
    ) -> int:
        """A person wants this change of the notice's post; returns its id. The audit log names ``who`` it was.

        In an office with colleagues ``by`` has to be one who sends.

        One of the same kind that waits still, or that failed, is replaced. Where the post gets other values, the
        notice holds until ``valid_until`` from now on. Raises InputError: ``no_post`` where it has none on this
        channel, ``sign_in_needed``, ``colleague_may_not``.
        """
        with self._database.writing() as connection:
            return ask_in(connection, self._database, wanted, who, valid_until, by)

    def of(self, notices: Collection[int]) -> dict[int, list[PostChange]]:
        """The changes of these notices' posts, the oldest first."""
        query = sa.select(post_change).where(post_change.c.notice_id.in_(list(notices))).order_by(post_change.c.id)
        found: dict[int, list[PostChange]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(query):
                found.setdefault(row.notice_id, []).append(_change(row))
        return found

    def one(self, id: int) -> PostChange:
        """Raises InputError("unknown_post_change")."""
        with self._database.reading() as connection:
            row = connection.execute(sa.select(post_change).where(post_change.c.id == id)).first()
        if row is None:
            raise InputError("unknown_post_change", change=id)
        return _change(row)

    def corrected_fields(self, notices: Collection[int]) -> dict[int, dict[str, Any]]:
        """By notice, the raw values behind the newest correction of its posts; without one it is left out."""
        wanted = post_change.c.notice_id.in_(list(notices)), post_change.c.fields.is_not(None)
        query = sa.select(post_change.c.notice_id, post_change.c.fields).where(*wanted).order_by(post_change.c.id)
        with self._database.reading() as connection:
            return {row.notice_id: dict(row.fields) for row in connection.execute(query)}

    def corrections(self, notice: int) -> dict[str, PostChange]:
        """By channel, the newest correction of the notice's post, whether it is made already or not."""
        wanted = (
            post_change.c.notice_id == notice,
            post_change.c.fields.is_not(None),
            post_change.c.content.is_not(None),
        )
        query = sa.select(post_change).where(*wanted).order_by(post_change.c.id)
        with self._database.reading() as connection:
            return {row.channel: _change(row) for row in connection.execute(query)}

    def unsettled(self, limit: int = 100) -> list[PostChange]:
        """The changes that failed, or of which nobody knows, and that nobody has settled; the oldest first."""
        query = sa.select(post_change).where(post_change.c.state.in_(_UNSETTLED)).order_by(post_change.c.id)
        with self._database.reading() as connection:
            return [_change(row) for row in connection.execute(query.limit(limit))]

    def is_idle(self) -> bool:
        """Whether no change waits for its call or is under way."""
        query = sa.select(post_change.c.id).where(post_change.c.state.in_(_OPEN)).limit(1)
        with self._database.reading() as connection:
            return connection.execute(query).first() is None

    def claim(self, now: datetime, spared: Collection[int] = ()) -> Claimed | None:
        """Claims the next change whose turn it is, committed as ``calling``; None where there is none.

        What has become pointless is dropped on the way. ``spared`` were tried just now: they are left alone, and so is
        what was asked for after them of the same post. One post has one call under way, on whatever workstation, so
        that it ends as it was asked for last.
        """
        waiting = sa.select(post_change).where(post_change.c.state == ChangeState.WAITING)
        with self._database.writing() as connection:
            serialise(connection, _CLAIMS)
            rows = connection.execute(waiting.order_by(post_change.c.id).with_for_update()).all()
            busy = {(row.notice_id, row.channel) for row in rows if row.id in set(spared)}
            for row in rows:
                why = _WAIT if (row.notice_id, row.channel) in busy else _why_not(connection, row)
                if why == _WAIT:
                    continue
                if why:
                    told = ChangeState.FAILED if why in (_POST_UNKNOWN, NEVER_POSTED) else ChangeState.DROPPED
                    self._end(connection, row, told, why, "", now)
                    continue
                values = {"state": ChangeState.CALLING, "changed_at": now, "owner": self._database.owner}
                connection.execute(post_change.update().where(post_change.c.id == row.id).values(**values))
                return Claimed(
                    _as_it_reads_then(connection, row), _post(connection, row.notice_id, row.channel, row.id)
                )
        return None

    def record(self, id: int, state: ChangeState, now: datetime, code: str = "", detail: str = "") -> None:
        """How the call of a claimed change ended; ``waiting``: it certainly had no effect, and is tried again."""
        with self._database.writing() as connection:
            row = connection.execute(
                sa.select(post_change).where(post_change.c.id == id, post_change.c.state == ChangeState.CALLING)
            ).first()
            if row is not None:
                self._end(connection, row, state, code, detail, now)

    def settle(self, id: int, verdict: ChangeVerdict, now: datetime) -> None:
        """A person's verdict on a change that failed or of which nobody knows.

        Raises InputError: ``unknown_post_change``; ``post_change_settled`` where it has an outcome by now.
        """
        state = {
            ChangeVerdict.DONE: ChangeState.DONE,
            ChangeVerdict.AGAIN: ChangeState.WAITING,
            ChangeVerdict.LEAVE: ChangeState.DROPPED,
        }[verdict]
        with self._database.writing() as connection:
            row = connection.execute(sa.select(post_change).where(post_change.c.id == id).with_for_update()).first()
            if row is None:
                raise InputError("unknown_post_change", change=id)
            if row.state not in _UNSETTLED:
                raise InputError("post_change_settled", change=id)
            self._end(connection, row, state, "" if verdict is ChangeVerdict.AGAIN else f"said_{verdict}", "", now)

    def note_posted_anew(self, id: int, now: datetime) -> None:
        """What a correction said was queued as a post of its own; one that was settled meanwhile stays as it is."""
        mine = post_change.c.id == id, post_change.c.state.in_(_UNSETTLED)
        with self._database.writing() as connection:
            row = connection.execute(sa.select(post_change).where(*mine).with_for_update()).first()
            if row is not None:
                self._end(connection, row, ChangeState.DROPPED, "posted_anew", "", now)

    def retire(self, now: datetime) -> int:
        """Changes that a dead process was making become ``unknown``; returns how many.

        Only for who holds the lock of this data folder: then no live process of it is making one.
        """
        mine: sa.ColumnElement[bool] = sa.true()
        if self._database.shared:
            mine = sa.or_(
                post_change.c.owner.startswith(self._database.workstation + "/", autoescape=True),
                post_change.c.changed_at < now - LEASE,
            )
        dead = post_change.c.state == ChangeState.CALLING, mine
        with self._database.writing() as connection:
            rows = connection.execute(sa.select(post_change).where(*dead).with_for_update(skip_locked=True)).all()
            for row in rows:
                self._end(connection, row, ChangeState.UNKNOWN, "interrupted", "", now)
        return len(rows)

    def _end(
        self, connection: sa.Connection, row: sa.Row[Any], state: ChangeState, code: str, detail: str, now: datetime
    ) -> None:
        values = {"state": state, "code": code, "detail": detail, "changed_at": now, "owner": None}
        connection.execute(post_change.update().where(post_change.c.id == row.id).values(**values))
        change_log.note(connection, self._database, now, ChangeKind.NOTICES, [row.notice_id])


def ask_in(
    connection: sa.Connection,
    database: Database,
    wanted: Wanted,
    who: str = "",
    valid_until: datetime | None = None,
    by: Colleague | None = None,
) -> int:
    """:meth:`PostChanges.ask` inside a transaction."""
    author = colleague_rows.one(connection, by.id) if by else None
    sending_rules.require_sender(connection, author)
    return ask_judged(connection, database, wanted, author.name if author else who, valid_until)


def ask_judged(
    connection: sa.Connection, database: Database, wanted: Wanted, who: str, valid_until: datetime | None = None
) -> int:
    """The same for a transaction that has judged that this may be done; the audit log names ``who``."""
    id = wanted.notice
    if _delivery(connection, id, wanted.channel) is None:
        raise InputError("no_post", notice=id, channel=wanted.channel)
    if wanted.fields is not None:
        connection.execute(notice.update().where(notice.c.id == id).values(valid_until=valid_until))
    asked = _asked(connection, wanted)
    audit.write(connection, database, AuditRow(wanted.at, who, f"post_{wanted.act}", f"{id} {wanted.channel}"))
    change_log.note(connection, database, wanted.at, ChangeKind.NOTICES, [id])
    return asked


def may_be_out(connection: sa.Connection, notice_id: int, channel: str) -> bool:
    """Whether the notice has a post on the channel, may have one, or is being posted just now."""
    row = _delivery(connection, notice_id, channel)
    return row is not None and row.state in _OUT | {DeliveryState.SENDING, DeliveryState.UNKNOWN}


def ask_for(connection: sa.Connection, notice_id: int, new: NewNotice) -> None:
    """What a notice that is just queued means for the posts: of its own, and of those that it follows.

    The post that it follows gets its mark; a red alert is pinned, and what follows one takes its place on top until an
    all-clear. Each waits for the notice's own turn on that channel.
    """
    channels = [name for name in new.contents if not kind_of(name).personal]
    if new.follows is not None and new.does is not None:
        _mark_followed(connection, notice_id, new, new.does)
    pinned = _pinned(connection, new.follows)
    replaces = new.does in (FollowKind.UPDATE, FollowKind.REPETITION)
    for channel in channels:
        takes_over = replaces and any(where == channel for _, where in pinned)
        if takes_over or (new.alert_level == PINNED_LEVEL and new.does is not FollowKind.ALL_CLEAR):
            _asked(connection, Wanted(notice_id, channel, Act.PIN, new.at, cause=notice_id))
    for pinned_notice, channel in pinned:
        ends = new.does is FollowKind.ALL_CLEAR
        if ends or (replaces and channel in channels):
            _asked(connection, Wanted(pinned_notice, channel, Act.UNPIN, new.at, cause=notice_id))


def doubt_all(connection: sa.Connection, now: datetime) -> None:
    """After a backup was put back: what waited then may have been done since, and a person decides."""
    values = {"state": ChangeState.UNKNOWN, "code": RESTORED, "changed_at": now, "owner": None}
    connection.execute(post_change.update().where(post_change.c.state.in_(_OPEN)).values(**values))


_CLAIMS = "post_changes"
"""What transactions that claim a change wait for one another about (:func:`.database.serialise`)."""
_WAIT = "wait"
_POST_UNKNOWN = "post_unknown"
"""Nobody knows whether there is a post: a person is told that it could not be changed."""


def _why_not(connection: sa.Connection, row: sa.Row[Any]) -> str:
    """Why the change cannot be made now: :data:`_WAIT`, a code for ever, or nothing."""
    own = _delivery(connection, row.notice_id, row.channel)
    # What is right would reach nobody there: a person is told, and may have it posted anew.
    never = NEVER_POSTED if row.act == Act.EDIT and row.content is not None else "not_posted"
    if own is None:
        return never
    if own.state in _UNDER_WAY:
        return _WAIT
    if own.state not in _OUT or not own.remote_id:
        return _POST_UNKNOWN if own.state == DeliveryState.UNKNOWN or own.state in _OUT else never
    if _is_under_way(connection, row):
        return _WAIT
    if row.act != Act.DELETE and _is_deleted(connection, row.notice_id, row.channel):
        return "post_deleted"
    why = _why_not_for_its_cause(connection, row)
    return why or (ASKED_AGAIN if _is_overtaken(connection, row) else "")


def _why_not_for_its_cause(connection: sa.Connection, row: sa.Row[Any]) -> str:
    """The same, as far as the notice for whose sake it is has its own turn first."""
    if row.cause_id is None or row.cause_id == row.notice_id:
        return ""
    states = {
        each.channel: each.state
        for each in connection.execute(
            sa.select(delivery.c.channel, delivery.c.state).where(delivery.c.notice_id == row.cause_id).distinct()
        )
    }
    here = {states[row.channel]} if row.channel in states else set(states.values())
    if here & _UNDER_WAY:
        return _WAIT
    return "" if here & (_OUT | {DeliveryState.UNKNOWN}) else "cause_not_sent"


def _is_under_way(connection: sa.Connection, row: sa.Row[Any]) -> bool:
    """Whether another change of the same post is being made now."""
    here = post_change.c.notice_id == row.notice_id, post_change.c.channel == row.channel
    query = sa.select(post_change.c.id).where(*here, post_change.c.state == ChangeState.CALLING)
    return connection.execute(query.limit(1)).first() is not None


def _is_overtaken(connection: sa.Connection, row: sa.Row[Any]) -> bool:
    """Whether the post reads, or is pinned, as it was asked for later: doing this now would undo that.

    A correction is overtaken by each later one, a pin by the last of pin and unpin, and a mark by any later edit.
    """
    if row.act == Act.DELETE:
        return False
    if row.act == Act.EDIT and row.content is not None:
        return any(each.content is not None for each in _later(connection, row))
    return any(each.state in _MADE for each in _later(connection, row))


def _later(connection: sa.Connection, row: sa.Row[Any]) -> list[sa.Row[Any]]:
    """The changes of the same kind that are meant for a later moment, the last one last; without those dropped.

    That of a notice that waited for its hour is meant for that hour; all others follow each other as they were asked
    for, also where a clock was set back in between.
    """
    acts = (Act.EDIT,) if row.act == Act.EDIT else (Act.PIN, Act.UNPIN)
    query = (
        sa.select(post_change, notice.c.created_at.label("went_out"))
        .outerjoin(notice, notice.c.id == post_change.c.cause_id)
        .where(post_change.c.notice_id == row.notice_id, post_change.c.channel == row.channel)
        .where(post_change.c.act.in_(acts), post_change.c.state != ChangeState.DROPPED)
        .order_by(post_change.c.id)
    )
    found = connection.execute(query).all()
    asked = accumulate((each.asked_at for each in found), max)
    meant = [max(moment, each.went_out or moment) for moment, each in zip(asked, found, strict=True)]
    ordered = [each for _, _, each in sorted(zip(meant, range(len(found)), found, strict=True), key=itemgetter(0, 1))]
    return ordered[next(place for place, each in enumerate(ordered) if each.id == row.id) + 1 :]


def _as_it_reads_then(connection: sa.Connection, row: sa.Row[Any]) -> PostChange:
    """The change; a correction that is made late keeps the mark that the post got since."""
    change = _change(row)
    if change.act is not Act.EDIT:
        return change
    marks = [each for each in _later(connection, row) if each.state in _MADE and each.mark != Mark.NONE]
    if not marks:
        return change
    last = marks[-1]
    return replace(change, mark=Mark(last.mark), cause=last.cause_id, asked_at=last.asked_at)


def _mark_followed(connection: sa.Connection, notice_id: int, new: NewNotice, does: FollowKind) -> None:
    mark = mark_for(does)
    if mark is Mark.NONE or new.follows is None:
        return
    posts = sa.select(delivery.c.channel).where(delivery.c.notice_id == new.follows)
    for channel in connection.execute(posts.distinct()).scalars().all():
        if kind_of(channel).personal:
            continue
        if does is FollowKind.CORRECTION and channel not in new.contents:
            continue  # who reads the post finds nothing that was corrected
        corrected = post_change.c.mark == Mark.CORRECTED, post_change.c.content.is_not(None)
        said = sa.select(post_change.c.id).where(*_same(new.follows, channel, Act.EDIT), *corrected)
        if does is FollowKind.CORRECTION and connection.execute(said.limit(1)).first():
            continue  # the post itself reads right by now, and bears the mark
        _asked(connection, Wanted(new.follows, channel, Act.EDIT, new.at, mark, cause=notice_id))


def _pinned(connection: sa.Connection, follows: int | None) -> list[tuple[int, str]]:
    """The posts of the thread that are on top of a channel, or will be: notice and channel."""
    found: list[tuple[int, str]] = []
    seen: set[int] = set()
    while follows is not None and follows not in seen:
        seen.add(follows)
        last: dict[str, str] = {}
        acts = post_change.c.act.in_((Act.PIN, Act.UNPIN)), post_change.c.state != ChangeState.DROPPED
        rows = sa.select(post_change).where(post_change.c.notice_id == follows, *acts).order_by(post_change.c.id)
        for row in connection.execute(rows):
            last[row.channel] = row.act
        found += [(follows, channel) for channel, act in last.items() if act == Act.PIN]
        follows = connection.execute(sa.select(notice.c.follows).where(notice.c.id == follows)).scalar()
    return found


def _asked(connection: sa.Connection, wanted: Wanted) -> int:
    if wanted.cause is None:  # a person asks again: what failed, or waits still, is this one by now
        old = post_change.c.state.in_((ChangeState.WAITING, *_UNSETTLED))
        same = list(_same(wanted.notice, wanted.channel, wanted.act))
        if wanted.act is Act.EDIT:  # not the mark of a notice that goes out just now
            same.append(post_change.c.cause_id.is_(None))
        replaced = {"state": ChangeState.DROPPED, "code": ASKED_AGAIN, "changed_at": wanted.at}
        connection.execute(post_change.update().where(*same, old).values(**replaced))
    values = {
        "notice_id": wanted.notice,
        "channel": wanted.channel,
        "act": wanted.act,
        "mark": wanted.mark,
        "content": wanted.content and content_to_data(wanted.content),
        "fields": wanted.fields and dict(wanted.fields),
        "cause_id": wanted.cause,
        "state": ChangeState.WAITING,
        "asked_at": wanted.at,
        "changed_at": wanted.at,
    }
    return int(connection.execute(post_change.insert().values(**values).returning(post_change.c.id)).scalar_one())


def _same(notice_id: int, channel: str, act: Act) -> tuple[sa.ColumnElement[bool], ...]:
    return post_change.c.notice_id == notice_id, post_change.c.channel == channel, post_change.c.act == act


def _is_deleted(connection: sa.Connection, notice_id: int, channel: str) -> bool:
    done = post_change.c.state == ChangeState.DONE
    query = sa.select(post_change.c.id).where(*_same(notice_id, channel, Act.DELETE), done)
    return connection.execute(query.limit(1)).first() is not None


def _delivery(connection: sa.Connection, notice_id: int, channel: str) -> sa.Row[Any] | None:
    query = sa.select(delivery).where(delivery.c.notice_id == notice_id, delivery.c.channel == channel)
    return connection.execute(query).first()


def _post(connection: sa.Connection, notice_id: int, channel: str, claimed: int) -> Post:
    row = _delivery(connection, notice_id, channel)
    if row is None:
        raise LookupError(notice_id)
    frozen = sa.select(notice_content.c.content).where(
        notice_content.c.notice_id == notice_id, notice_content.c.channel == channel
    )
    content = content_from_data(connection.execute(frozen).scalar_one())
    shown = _digests(content)
    others = *_same(notice_id, channel, Act.EDIT), post_change.c.content.is_not(None), post_change.c.id != claimed
    for each in connection.execute(sa.select(post_change).where(*others).order_by(post_change.c.id)):
        files = _digests(content_from_data(each.content))
        # What did not surely end may have replaced some of its files and not the others.
        sure = each.state == ChangeState.DONE
        shown = files if sure else tuple(old if old == new else "" for old, new in zip(shown, files, strict=False))
    edits = sa.select(post_change.c.content).where(
        *_same(notice_id, channel, Act.EDIT),
        post_change.c.content.is_not(None),
        post_change.c.state.in_((ChangeState.DONE, ChangeState.UNKNOWN, ChangeState.CALLING)),
    )
    newest = connection.execute(edits.order_by(post_change.c.id.desc()).limit(1)).scalar()
    if newest is not None:
        content = content_from_data(newest)
    if not isinstance(content, TelegramPost):
        raise TypeError(type(content).__name__)
    sent = row.changed_at
    return Post(str(row.remote_id), tuple(row.parts or (str(row.remote_id),)), content, sent, row.link or "", shown)


def _digests(content: Content) -> tuple[str, ...]:
    """In the order in which they are posted."""
    return tuple(file.digest for file in sorted(files_of(content), key=lambda one: not one.is_image))


def _change(row: sa.Row[Any]) -> PostChange:
    content = content_from_data(row.content) if row.content else None
    return PostChange(
        id=row.id,
        notice=row.notice_id,
        channel=row.channel,
        act=Act(row.act),
        mark=Mark(row.mark),
        content=content if isinstance(content, TelegramPost) else None,
        asked_at=row.asked_at,
        cause=row.cause_id,
        state=ChangeState(row.state),
        code=row.code,
        detail=row.detail,
        changed_at=row.changed_at,
    )
