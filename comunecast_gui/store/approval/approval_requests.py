# SPDX-License-Identifier: EUPL-1.2
"""Stores requests for approval; approving one queues its notice in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.approval import approval_request as machine
from comunecast_gui.core.approval.approval_request import ApprovalRequest, ApprovalState, Way
from comunecast_gui.core.approval.colleagues import Colleague, Role
from comunecast_gui.core.approval.rules import Reason, ends_at
from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.codec import from_data, to_data
from comunecast_gui.core.content import files_of
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.notice.repetition import extent_of, same, says_again, unsigned
from comunecast_gui.core.ports import NewNotice
from comunecast_gui.store.colleagues import approval_ends, colleague_rows, sending_rules
from comunecast_gui.store.consent import audit
from comunecast_gui.store.consent.audit import AuditRow
from comunecast_gui.store.db import change_log
from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.db.schema import notice as notice_rows
from comunecast_gui.store.db.schema_approval import approval_request, approver, colleague
from comunecast_gui.store.delivery import corrected_for_all
from comunecast_gui.store.delivery.corrected_for_all import Corrected
from comunecast_gui.store.delivery.outbox import QUEUE, enqueue_in, not_alone
from comunecast_gui.store.delivery.repeated import already_queued

_MOST_TRIES = 3
"""How often the bot tries to ask one colleague."""
_ASKING = timedelta(minutes=2)
"""After so long without an answer to a call that asks, the process that made it has died."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """The result of a confirmation: queued as ``notice``, or waiting as ``request``.

    ``later``: it is queued for its hour, or for the seconds in which it can be taken back, and nobody sends it yet.
    """

    notice: int | None = None
    request: ApprovalRequest | None = None
    later: bool = False


@dataclass(frozen=True, slots=True)
class Mended:
    """What was done about a wrong notice; with a ``request`` it was only stopped, and the rest waits for somebody."""

    done: Corrected
    request: ApprovalRequest | None = None


@dataclass(frozen=True, slots=True)
class Needed:
    """Why a second person is needed, and the names of those who may be it."""

    reasons: tuple[Reason, ...]
    approvers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """A colleague whom the bot has to ask about a request, and the private chat to ask in."""

    request: int
    colleague: int
    chat: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question still on somebody's phone although its request is over."""

    request: int
    colleague: int
    chat: int
    message: int | None
    """None: it was never asked; only an emergency is told all the same."""


class _NotQueueableError(Exception):
    """What was approved cannot be queued any more; ``why`` is for the person who approved it."""

    def __init__(self, why: InputError) -> None:
        super().__init__(why.code)
        self.why = why


Decision = Callable[[ApprovalRequest, Colleague], ApprovalRequest]


@dataclass(frozen=True, slots=True)
class ApprovalRequests:
    """The requests of an office. Every method raises ConfigError (``database_*``)."""

    database: Database

    def submit(self, notice: NewNotice, by: int | None, midnight: datetime) -> Submitted:
        """Queues a confirmed notice, or keeps it for a second person where its author may not send it alone.

        ``midnight`` is the end of the office's day. The same draft with the same digest is asked about once; with
        another digest its former request is over. Raises InputError as :meth:`SqlOutbox.enqueue` does, and
        ``approval_waits_already`` (another request says the same), ``approval_nobody`` (nobody could say yes).
        """
        with self.database.writing() as connection:
            serialise(connection, QUEUE)
            found = already_queued(connection, notice)
            if found is not None:
                return Submitted(notice=found)
            asked = not_alone(connection, notice, by)
            if asked is None:
                later = notice.due is not None or notice.undo_until is not None
                return Submitted(notice=enqueue_in(connection, self.database, notice), later=later)
            return Submitted(request=self._asked(connection, notice, *asked, midnight))

    def mend(self, right: NewNotice, by: int | None, now: datetime, midnight: datetime, who: str) -> Mended:
        """Stops a wrong notice; what is right, with all that it mends, goes out, or waits whole for a second person.

        What was stopped stays so, however the request ends. Raises InputError as
        :func:`~comunecast_gui.store.delivery.corrected_for_all.carry_out` and as :meth:`submit`.
        """
        with self.database.writing() as connection:
            serialise(connection, QUEUE)
            asked = _why_not_alone(connection, right, by)
            if asked is None:
                name = who if by is None else colleague_rows.one(connection, by).name
                return Mended(corrected_for_all.carry_out(connection, self.database, right, now, name))
            stopped = corrected_for_all.stop(connection, self.database, right, now)
            request = self._asked(connection, right, *asked, midnight)
            return Mended(corrected_for_all.Corrected(stopped, 0, ()), request)

    def needed(self, notice: NewNotice, by: int | None) -> Needed | None:
        """Whether a second person has to see this notice if ``by`` confirms it now, and who that may be.

        Raises InputError: ``sign_in_needed``, ``colleague_unknown``, ``colleague_may_not``.
        """
        with self.database.reading() as connection:
            asked = not_alone(connection, notice, by, hold=False)
            if asked is None:
                return None
            author, reasons = asked
            return Needed(reasons, tuple(one.name for one in _others(connection, author)))

    def approve(self, request: int, digest: str, by: int, now: datetime, way: Way) -> ApprovalRequest:
        """A second person says yes to exactly this digest, and the notice is queued.

        Raises InputError as :func:`~comunecast_gui.core.approval.approval_request.approve`; where it cannot be queued
        any more (``no_recipients``, ``repeated_meanwhile``...) that too, and the request is over.
        """
        return self._decided(request, by, now, lambda one, who: machine.approve(one, who, digest, now, way))

    def override(self, request: int, digest: str, by: int, now: datetime, way: Way) -> ApprovalRequest:
        """Somebody who manages sends it alone. Raises InputError as :meth:`approve`."""
        return self._decided(request, by, now, lambda one, who: machine.override(one, who, digest, now, way))

    def refuse(self, request: int, by: int, now: datetime, way: Way) -> ApprovalRequest:
        """A second person says no."""
        return self._decided(request, by, now, lambda one, who: machine.refuse(one, who, now, way))

    def withdraw(self, request: int, by: int, now: datetime, way: Way) -> ApprovalRequest:
        """Its author takes it back."""
        return self._decided(request, by, now, lambda one, who: machine.withdraw(one, who, now, way))

    def lapse(self, now: datetime) -> list[ApprovalRequest]:
        """Ends the requests whose time has run out; returns them."""
        waiting = approval_request.c.state == ApprovalState.WAITING, approval_request.c.ends_at <= now
        with self.database.reading() as connection:
            ids = list(connection.execute(sa.select(approval_request.c.id).where(*waiting)).scalars())
        if not ids:
            return []
        with self.database.writing() as connection:
            serialise(connection, QUEUE)
            over = [machine.lapsed(_one(connection, id), now) for id in ids]
            ended = [one for one in over if one.state is ApprovalState.EXPIRED and one.decided_at == now]
            for one in ended:
                self._keep(connection, one, None)
            return ended

    def get(self, request: int) -> ApprovalRequest:
        """Raises InputError("approval_unknown")."""
        with self.database.reading() as connection:
            return _one(connection, request)

    def waiting(self) -> list[ApprovalRequest]:
        """Those that wait for a decision, the oldest first; call :meth:`lapse` before."""
        return self._some(approval_request.c.state == ApprovalState.WAITING)

    def recent(self, since: datetime, limit: int = 50) -> list[ApprovalRequest]:
        """Those that wait or were decided since, the newest first."""
        new = sa.or_(
            approval_request.c.state == ApprovalState.WAITING,
            approval_request.c.decided_at >= since,
        )
        return self._some(new, limit)[::-1]

    def frozen(self, request: int) -> NewNotice:
        """The frozen notice of a request.

        Raises InputError: ``approval_unknown``, ``approval_over`` (it is not kept longer than it waits),
        ``approval_changed`` (what is kept is not what was asked about).
        """
        with self.database.reading() as connection:
            one = _one(connection, request)
            return _frozen(connection, one)

    def waiting_notices(self) -> dict[int, NewNotice]:
        """The frozen notices of the requests that wait, without those that were tampered with."""
        columns = approval_request.c.id, approval_request.c.digest, approval_request.c.frozen
        with self.database.reading() as connection:
            rows = connection.execute(sa.select(*columns).where(approval_request.c.state == ApprovalState.WAITING))
            read = {row.id: _read(row.frozen, row.digest) for row in rows}
        return {id: notice for id, notice in read.items() if notice is not None}

    def kept_files(self) -> set[Path]:
        """The files that waiting notices carry."""
        waiting = self.waiting_notices().values()
        edited = (one.content for notice in waiting if notice.mends for one in notice.mends.edits if one.content)
        contents = [*(content for notice in waiting for content in notice.contents.values()), *edited]
        return {file.path for content in contents for file in files_of(content)}

    # What the bot asks

    def claim_asking(self, now: datetime) -> list[Asking]:
        """The colleagues to ask now; recorded before the calls, so that two programs never ask at once."""
        due = sa.and_(
            approval_request.c.state == ApprovalState.WAITING,
            approval_request.c.ends_at > now,
            approver.c.message.is_(None),
            approver.c.tries < _MOST_TRIES,
            sa.or_(approver.c.asking_since.is_(None), approver.c.asking_since <= now - _ASKING),
            colleague.c.telegram_chat.is_not(None),
            colleague.c.left_at.is_(None),
            colleague.c.sends,
        )
        query = (
            sa.select(approver.c.request_id, approver.c.colleague_id, colleague.c.telegram_chat)
            .join(approval_request, approval_request.c.id == approver.c.request_id)
            .join(colleague, colleague.c.id == approver.c.colleague_id)
            .where(due)
            .order_by(approver.c.request_id, approver.c.colleague_id)
        )
        with self.database.reading() as connection:
            if connection.execute(query.limit(1)).first() is None:
                return []
        with self.database.writing() as connection:
            serialise(connection, "approver")
            found = [Asking(*row) for row in connection.execute(query)]
            for one in found:
                values = {"asking_since": now, "tries": approver.c.tries + 1, "chat": one.chat}
                connection.execute(approver.update().where(*_of(one)).values(**values))
            return found

    def note_asked(self, one: Asking, message: int) -> None:
        """The question is on the phone, as this message."""
        with self.database.writing() as connection:
            connection.execute(approver.update().where(*_of(one)).values(message=message))

    def note_not_asked(self, one: Asking, again_at: datetime) -> None:
        """The question certainly did not arrive, and nobody is to blame: it counts as not tried, until ``again_at``."""
        again = {"asking_since": again_at - _ASKING, "tries": approver.c.tries - 1}
        with self.database.writing() as connection:
            connection.execute(approver.update().where(*_of(one)).values(**again))

    def to_tell(self, now: datetime) -> list[Asked]:
        """Questions still on somebody's phone although their request is over, and the emergencies of the last day."""
        over = approval_request.c.state != ApprovalState.WAITING
        emergency = sa.and_(
            approval_request.c.state == ApprovalState.OVERRIDDEN,
            approval_request.c.decided_at > now - timedelta(days=1),
            colleague.c.telegram_chat.is_not(None),
        )
        chat = sa.func.coalesce(approver.c.chat, colleague.c.telegram_chat)
        query = (
            sa.select(approver.c.request_id, approver.c.colleague_id, chat, approver.c.message)
            .join(approval_request, approval_request.c.id == approver.c.request_id)
            .join(colleague, colleague.c.id == approver.c.colleague_id)
            .where(over, approver.c.told_at.is_(None), sa.or_(approver.c.message.is_not(None), emergency))
            .order_by(approver.c.request_id, approver.c.colleague_id)
        )
        with self.database.reading() as connection:
            return [Asked(*row) for row in connection.execute(query)]

    def note_told(self, one: Asked, now: datetime) -> None:
        """The phone shows how it ended, or cannot be told."""
        with self.database.writing() as connection:
            connection.execute(approver.update().where(*_of(one)).values(told_at=now))

    def chat_of(self, request: int, chat: int) -> int | None:
        """The colleague whose private chat this is now, and in which the bot asked about this request; None: nobody."""
        mine = approver.c.request_id == request, approver.c.chat == chat, colleague.c.telegram_chat == chat
        query = sa.select(colleague.c.id).join(approver, approver.c.colleague_id == colleague.c.id)
        with self.database.reading() as connection:
            return connection.execute(query.where(*mine, colleague.c.left_at.is_(None))).scalar()

    def _asked(
        self,
        connection: sa.Connection,
        notice: NewNotice,
        author: Colleague,
        reasons: Sequence[Reason],
        midnight: datetime,
    ) -> ApprovalRequest:
        waiting = [
            machine.lapsed(one, notice.at)
            for one in _some(connection, approval_request.c.state == ApprovalState.WAITING)
        ]
        for one in waiting:
            if not one.waits:
                self._keep(connection, one, None)
                continue
            draft, said = _draft_of(connection, one)
            if draft == notice.draft_uuid and one.digest == notice.digest:
                return one
            if draft == notice.draft_uuid:
                self._keep(connection, machine.changed(one, notice.at), author)
            elif said is None or says_again(unsigned(notice.text), unsigned(said.text)) or _same_thing(notice, said):
                raise InputError("approval_waits_already", approval=one.id, title=one.title)
        rules = sending_rules.read(connection)
        others = _others(connection, author)
        if not others and rules.emergency_minutes is None:
            raise InputError("approval_nobody")
        minutes = rules.emergency_minutes
        values = {
            "draft_uuid": notice.draft_uuid,
            "digest": notice.digest,
            "title": notice.title,
            "frozen": to_data(replace(notice, undo_until=None)),
            "author_id": author.id,
            "reasons": list(reasons),
            "state": ApprovalState.WAITING,
            "asked_at": notice.at,
            "ends_at": ends_at(notice, notice.at, midnight),
            "emergency_at": None if minutes is None else notice.at + timedelta(minutes=minutes),
        }
        id = connection.execute(
            approval_request.insert().values(**values).returning(approval_request.c.id)
        ).scalar_one()
        for other in others:
            connection.execute(approver.insert().values(request_id=id, colleague_id=other.id))
        asked = _one(connection, id)
        self._note_asked(connection, author, asked)
        return asked

    def _decided(self, request: int, by: int, now: datetime, decide: Decision) -> ApprovalRequest:
        """Carries a decision out whole: the state, the queued rows and the audit log are one transaction."""
        try:
            with self.database.writing() as connection:
                serialise(connection, QUEUE)
                who = colleague_rows.one(connection, by)
                _hold(connection, request)
                before = _one(connection, request)
                after = decide(before, who)
                if after.state in machine.RELEASED:
                    queued = self._released(connection, before, who, now)
                    after = replace(after, notice=next(iter(queued), None), also=queued[1:])
                if not self._keep(connection, after, who):  # then nothing was queued either
                    raise InputError("approval_over", approval=request, state=before.state)
                return after
        except _NotQueueableError as error:  # nothing of it was stored: neither the decision nor a row
            with self.database.writing() as connection:
                serialise(connection, QUEUE)
                self._keep(connection, machine.changed(_one(connection, request), now, error.why.code), None)
            raise error.why from None

    def _released(
        self, connection: sa.Connection, request: ApprovalRequest, by: Colleague, now: datetime
    ) -> tuple[int, ...]:
        """Queues what the request is about; returns the notices. Raises _NotQueueableError."""
        try:
            notice = replace(_frozen(connection, request), at=now)
            if notice.mends is not None:
                who = colleague_rows.signature(by)
                return corrected_for_all.carry_out(connection, self.database, notice, now, who).notices
            if (found := already_queued(connection, notice)) is None:
                return (enqueue_in(connection, self.database, notice),)
        except InputError as error:
            raise _NotQueueableError(error) from None
        raise _NotQueueableError(InputError("repeated_meanwhile", notice=found))

    def _keep(self, connection: sa.Connection, request: ApprovalRequest, by: Colleague | None) -> bool:
        """Records how a request ended; returns whether it did, because one that had ended before stays as it is."""
        if request.waits:
            return False
        who = approval_ends.THE_PROGRAM
        if by is not None:
            who = colleague_rows.signature(by, "Telegram" if request.way is Way.TELEGRAM else "")
        ended = approval_ends.end_waiting(
            connection,
            self.database,
            approval_request.c.id == request.id,
            request.state,
            request.decided_at or request.asked_at,
            who=who,
            decided_by=request.decided_by,
            way=request.way,
            notice_id=request.notice,
            why=request.why,
        )
        return ended > 0

    def _note_asked(self, connection: sa.Connection, author: Colleague, asked: ApprovalRequest) -> None:
        who, told = colleague_rows.signature(author), f"{asked.id} {asked.digest}"
        audit.write(connection, self.database, AuditRow(asked.asked_at, who, "approval_asked", told))
        change_log.note(connection, self.database, asked.asked_at, ChangeKind.NOTICES)

    def _some(self, where: sa.ColumnElement[bool], limit: int | None = None) -> list[ApprovalRequest]:
        with self.database.reading() as connection:
            return _some(connection, where, limit)


def _others(connection: sa.Connection, author: Colleague) -> list[Colleague]:
    """The colleagues who may be the second person."""
    return [one for one in colleague_rows.here(connection) if one.may(Role.SENDS) and one.id != author.id]


def _some(connection: sa.Connection, where: sa.ColumnElement[bool], limit: int | None = None) -> list[ApprovalRequest]:
    """The newest ``limit`` of these, the oldest first."""
    query = sa.select(approval_request).where(where).order_by(approval_request.c.id.desc()).limit(limit)
    rows = connection.execute(query).all()[::-1]
    named = _approvers(connection, [row.id for row in rows])
    also = _also(connection, [row.notice_id for row in rows if row.notice_id])
    return [replace(_as_request(row, named.get(row.id, frozenset())), also=also.get(row.notice_id, ())) for row in rows]


def _also(connection: sa.Connection, notices: Collection[int]) -> Mapping[int, tuple[int, ...]]:
    """By notice, those that were queued in the same step: they follow the same one, at the same moment."""
    if not notices:
        return {}
    other = notice_rows.alias()
    same = (
        other.c.follows == notice_rows.c.follows,
        other.c.created_at == notice_rows.c.created_at,
        other.c.id > notice_rows.c.id,
    )
    query = sa.select(notice_rows.c.id, other.c.id).where(notice_rows.c.id.in_(notices), *same).order_by(other.c.id)
    found: dict[int, tuple[int, ...]] = {}
    for one, beside in connection.execute(query):
        found[one] = (*found.get(one, ()), beside)
    return found


def _why_not_alone(
    connection: sa.Connection, right: NewNotice, by: int | None
) -> tuple[Colleague, tuple[Reason, ...]] | None:
    """As :func:`.outbox.not_alone`, of a notice and of the correction that goes with it."""
    both = [right, *([right.correction] if right.correction else [])]
    asked = [one for one in (not_alone(connection, each, by) for each in both) if one is not None]
    return (asked[0][0], tuple(dict.fromkeys(reason for one in asked for reason in one[1]))) if asked else None


def _one(connection: sa.Connection, id: int) -> ApprovalRequest:
    """Raises InputError("approval_unknown")."""
    for one in _some(connection, approval_request.c.id == id):
        return one
    raise InputError("approval_unknown", approval=id)


def _hold(connection: sa.Connection, id: int) -> None:
    """On a server nobody else ends the request until this transaction does, the author's leaving included."""
    connection.execute(sa.select(approval_request.c.id).where(approval_request.c.id == id).with_for_update())


def _approvers(connection: sa.Connection, requests: Collection[int]) -> Mapping[int, frozenset[int]]:
    found: dict[int, frozenset[int]] = {}
    query = sa.select(approver.c.request_id, approver.c.colleague_id).where(approver.c.request_id.in_(list(requests)))
    for request, one in connection.execute(query):
        found[request] = found.get(request, frozenset()) | {one}
    return found


def _as_request(row: sa.Row[Any], approvers: frozenset[int]) -> ApprovalRequest:
    return ApprovalRequest(
        id=row.id,
        digest=row.digest,
        title=row.title,
        author=row.author_id,
        reasons=tuple(map(Reason, row.reasons)),
        approvers=approvers,
        asked_at=row.asked_at,
        ends_at=row.ends_at,
        emergency_at=row.emergency_at,
        state=ApprovalState(row.state),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        way=Way(row.way) if row.way else None,
        notice=row.notice_id,
        why=row.why,
    )


def _frozen(connection: sa.Connection, request: ApprovalRequest) -> NewNotice:
    """The notice as it was asked about. Raises InputError: ``approval_over``, ``approval_changed``."""
    kept = connection.execute(
        sa.select(approval_request.c.frozen).where(approval_request.c.id == request.id)
    ).scalar_one()
    if kept is None:
        raise InputError("approval_over", approval=request.id, state=request.state)
    notice = _read(kept, request.digest)
    if notice is None:
        raise InputError("approval_changed", approval=request.id)
    return notice


def _read(kept: Any, digest: str) -> NewNotice | None:
    """The notice that is kept under this digest; None if it is another, or none at all."""
    try:
        notice = from_data(kept, NewNotice)
    except (KeyError, TypeError, ValueError):
        return None
    return notice if notice.digest == digest else None


def _same_thing(one: NewNotice, other: NewNotice) -> bool:
    """Whether both tell of the same outage, in whatever words."""
    mine = extent_of(one.category, one.fields, one.at, one.text)
    theirs = extent_of(other.category, other.fields, other.at, other.text)
    return bool(mine and theirs and same(mine, theirs))


def _draft_of(connection: sa.Connection, request: ApprovalRequest) -> tuple[str, NewNotice | None]:
    """The draft that a request is about, and its notice, where that can be read."""
    query = sa.select(approval_request.c.draft_uuid).where(approval_request.c.id == request.id)
    draft = str(connection.execute(query).scalar_one())
    try:
        return draft, _frozen(connection, request)
    except InputError:
        return draft, None


def _of(one: Asking | Asked) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    return approver.c.request_id == one.request, approver.c.colleague_id == one.colleague
