# SPDX-License-Identifier: EUPL-1.2
"""Verifies both registers of an office: the consent ledger and the audit log."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from comunecast_gui.core.consent import followed
from comunecast_gui.core.trust.chain import ChainKey, Fault, Head, Point, Problem, Register
from comunecast_gui.core.work.long_work import UNWATCHED, Work, counted
from comunecast_gui.store.consent import ledger
from comunecast_gui.store.db import chain_ends
from comunecast_gui.store.db.chain_ends import Side
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import audit
from comunecast_gui.store.db.schema_inbound import consent_event


@dataclass(frozen=True, slots=True)
class Examined:
    """The result of a verification. ``before_key`` counts the consents from before there was a key."""

    consents: Point
    actions: Point
    head: Head
    before_key: int
    problems: tuple[Problem, ...]

    @property
    def intact(self) -> bool:
        return not self.problems

    def first(self, register: Register) -> int | None:
        """The first entry of this register at which a fault shows, 0 where it is no entry's; None: it is whole."""
        return next((one.entry for one in self.problems if one.register is register), None)


def examine(database: Database, against: Head | str = "", work: Work = UNWATCHED) -> Examined:
    """Reads both registers whole. ``against`` is a head that was noted elsewhere (:meth:`.Head.parse`).

    Raises ConfigError (``office_key_*``, ``keyring_locked``, ``database_*``) and InputError("work_stopped").
    """
    work.plan({"consents": 1, "actions": 1})
    wanted = (against.consents, against.actions) if isinstance(against, Head) else (0, 0)
    with database.reading() as connection:
        consents, actions = (database.keys.chain(register) for register in Register)
        begun, problems = _ends(connection, consents)
        walk = _Walk(wanted[0], against if isinstance(against, str) else "")
        work.begin("consents")
        entries = counted(ledger.entries(connection), _count(connection, consent_event), work)
        for entry, holds in followed(entries, consents, begun):
            walk.step(entry.position, entry.digest, holds)
        first = walk.end(connection, consents, problems)
        begun_actions, more = _ends(connection, actions)
        walked = _Walk(wanted[1])
        work.begin("actions")
        told = counted(_actions(connection, actions, begun_actions), _count(connection, audit), work)
        for position, digest, holds in told:
            walked.step(position, digest, holds)
        second = walked.end(connection, actions, more)
    problems += more
    if isinstance(against, Head) and str(Head.of(database.keys.office, walk.then, walked.then)) != str(against):
        problems.append(Problem(Register.CONSENTS, Fault.OTHER_HEAD))
    if isinstance(against, str) and against and not walk.met:
        problems.append(Problem(Register.CONSENTS, Fault.OTHER_HEAD))
    head = Head.of(database.keys.office, first, second)
    return Examined(first, second, head, begun.entries, tuple(problems))


def _count(connection: sa.Connection, table: sa.Table) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


class _Walk:
    """Walks along a register: where it ended, where it was after ``wanted`` entries, the first fault."""

    def __init__(self, wanted: int, met: str = "") -> None:
        self.now, self.then = Point(), Point()
        self.met = False
        self._wanted, self._looked_for = wanted, met
        self._broken: int | None = None

    def step(self, position: int, digest: str, holds: bool) -> None:
        self.now = Point(self.now.entries + 1, digest)
        if self.now.entries == self._wanted:
            self.then = self.now
        self.met = self.met or digest == self._looked_for
        if not holds and self._broken is None:
            self._broken = position

    def end(self, connection: sa.Connection, key: ChainKey, problems: list[Problem]) -> Point:
        """Adds to ``problems`` what the way showed; returns where it ended."""
        if self._broken is not None:
            problems.append(Problem(key.register, Fault.ALTERED, self._broken))
        elif chain_ends.noted(connection, key, Side.ENDS) != self.now:
            problems.append(Problem(key.register, Fault.END))
        return self.now


def _ends(connection: sa.Connection, key: ChainKey) -> tuple[Point, list[Problem]]:
    begun = chain_ends.noted(connection, key, Side.BEGUN)
    return (begun, []) if begun is not None else (Point(), [Problem(key.register, Fault.BEGINNING)])


def _actions(connection: sa.Connection, key: ChainKey, begun: Point) -> Iterator[tuple[int, str, bool]]:
    """Each entry of the audit log: its id, its digest, and whether it holds."""
    previous = Point()
    for row in connection.execute(sa.select(audit).order_by(audit.c.id)):
        own = Point(previous.entries + 1, key.link(previous.digest, chain_ends.action_facts(row)))
        if own.entries > begun.entries:
            holds = hmac.compare_digest(row.digest, own.digest)
            own = Point(own.entries, row.digest)
        else:
            holds = own.entries < begun.entries or own.digest == begun.digest
        yield row.id, own.digest, holds
        previous = own
