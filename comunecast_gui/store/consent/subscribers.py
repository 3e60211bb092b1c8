# SPDX-License-Identifier: EUPL-1.2
"""The subscribers of an office: joining, leaving, searching, and showing numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.choices import WANTS_EVERYTHING, Wants
from comunecast_gui.core.consent import ConsentEvent, ConsentKind, refuse_number
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.masking import mask
from comunecast_gui.core.model import After, SubscriberState
from comunecast_gui.store.consent import audience, audit, choices, consent_requests, number_changes, person_rows
from comunecast_gui.store.consent.audit import AuditRow
from comunecast_gui.store.consent.consent_requests import Outcome
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.store.consent.request import ConsentRequest, Proof
from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.db.schema import subscriber

_PAGE = 200


@dataclass(frozen=True, slots=True)
class SubscriberRow:
    """A subscriber for a table or an export; ``phone`` is masked, unless numbers were asked for by name.

    ``phone`` is empty for a person who left. ``since`` is when the present state began.
    """

    id: int
    phone: str = field(repr=False)
    state: SubscriberState
    since: datetime
    source: str
    wants: Wants = WANTS_EVERYTHING


@dataclass(frozen=True, slots=True)
class Filter:
    """Which subscribers a table shows; an empty field does not filter.

    ``text`` with digits looks for them in the number; without, for the words in the source. ``source`` is a whole
    source, ``since`` the moment after which the present state began. ``zone`` and ``topic`` are the office's words:
    the people who get a notice for that zone, or on that topic.
    """

    text: str = ""
    state: SubscriberState | None = None
    source: str = ""
    since: datetime | None = None
    zone: str = ""
    topic: str = ""


EVERYBODY = Filter()
StateCounts = Mapping[SubscriberState, int]


class Subscribers:
    """The subscribers of an office; usable from several threads.

    Every method raises ConfigError (``database_*``, ``disk_full``) when the database cannot be used.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def join(self, person: Person, at: datetime, *, source: str, words: str = "", privacy: str = "") -> bool:
        """A person asked to receive notices, at ``at``. Returns whether that changed anything.

        A request older than the person's last one changes nothing.
        """
        with self._database.writing() as connection:
            request = ConsentRequest(person, Proof(at, source, words, privacy))
            outcome = consent_requests.join(connection, self._database, request)
            return outcome is Outcome.JOINED

    def add(self, person: Person, at: datetime, *, source: str, who: str = "", privacy: str = "") -> int:
        """The office adds somebody by hand, who consented in the way that ``source`` names; returns the row's id.

        Raises InputError: ``subscriber_already``, ``subscriber_left_before`` (only the person's own word brings
        the person back), ``subscriber_conflict``, ``source_holds_number``.
        """
        refuse_number(source)
        with self._database.writing() as connection:
            serialise(connection, "subscriber")
            row = person_rows.row_of(connection, self._database.hash_key, person)
            if row is not None:
                left = row.state == SubscriberState.LEFT
                raise InputError("subscriber_left_before" if left else "subscriber_already", field="phone")
            request = ConsentRequest(person, Proof(at, source, privacy=privacy))
            kept = consent_requests.activate(connection, self._database, request, None, wish_at=None)
            audit.write(connection, self._database, AuditRow(at, who, "subscriber_added", str(kept.id)))
            return int(kept.id)

    def leave(self, person: Person, at: datetime, *, source: str, words: str = "") -> bool:
        """A person asked to be left alone, at ``at``: the number is erased at once. Returns whether anything changed.

        A request older than the person's last one changes nothing. An unknown person is remembered by the keyed hash
        alone, so that an older request to join that arrives late, or an import, does not make a subscriber of the
        person.
        """
        with self._database.writing() as connection:
            request = ConsentRequest(person, Proof(at, source, words))
            outcome = consent_requests.leave(connection, self._database, request)
            return outcome in (Outcome.LEFT, Outcome.NEVER_HERE)

    def remove(self, subscriber_id: int, at: datetime, *, source: str, who: str = "") -> str:
        """The office removes somebody, on request; the number is erased at once.

        Returns the business-scoped user id that went with it, empty if none was known: it is stored nowhere else now,
        and the caller may have to erase by it at Meta.

        Raises InputError: ``unknown_subscriber``, ``subscriber_left_already``.
        """
        with self._database.writing() as connection:
            serialise(connection, "subscriber")
            row = _row(connection, subscriber_id)
            if row.state == SubscriberState.LEFT:
                raise InputError("subscriber_left_already", subscriber=subscriber_id)
            consent_requests.erase(connection, self._database, row, ConsentKind.ERASED, Proof(at, source))
            audit.write(connection, self._database, AuditRow(at, who, "subscriber_removed", str(subscriber_id)))
            return row.bsuid or ""

    def find(self, person: Person) -> SubscriberRow | None:
        """The person's row, also of a person who left. Raises InputError("subscriber_conflict")."""
        with self._database.reading() as connection:
            row = person_rows.row_of(connection, self._database.hash_key, person)
            return None if row is None else _shown(row)

    def history(self, person: Person) -> Sequence[ConsentEvent]:
        """The person's events in the consent ledger, for a request under GDPR art. 15."""
        with self._database.reading() as connection:
            rows = person_rows.rows_of(connection, self._database.hash_key, person)
            known = {each for row in rows for each in person_rows.names_of(row).both}
            known.update(person_rows.hashed(self._database.hash_key, person).both)
            return number_changes.history(connection, sorted(known))

    def reveal(self, subscriber_id: int, who: str, at: datetime) -> str:
        """The number in digits, empty for a person who left; the audit log records that ``who`` saw it.

        Raises InputError("unknown_subscriber").
        """
        with self._database.writing() as connection:
            row = _row(connection, subscriber_id)
            audit.write(connection, self._database, AuditRow(at, who, "number_shown", str(subscriber_id)))
            return row.wa_id or ""

    def page(self, wanted: Filter = EVERYBODY, after: int = 0, limit: int = _PAGE) -> Sequence[SubscriberRow]:
        """The next rows after the one with id ``after``, in the order of ids."""
        with self._database.reading() as connection:
            return _page(connection, wanted, after, limit)

    def look(self, wanted: Filter = EVERYBODY, limit: int = _PAGE) -> tuple[Sequence[SubscriberRow], StateCounts]:
        """The first page, and the number of matches in each state that has any.

        Rows are counted only where they do not fit the page, so that a rare word costs one way through the table.
        """
        with self._database.reading() as connection:
            rows = _page(connection, wanted, 0, limit)
            return rows, Counter(row.state for row in rows) if len(rows) < limit else _by_state(connection, wanted)

    def count(self, text: str = "", state: SubscriberState | None = None) -> int:
        """How many people match, by number or source and by state."""
        return self.count_of(Filter(text, state))

    def reached_by(self, zones: Sequence[str], topic: str, after: After | None = None) -> int:
        """How many people get a notice for these zones (none: the whole town) on this topic (empty: any)."""
        return audience.people(self._database, zones, topic, after)

    def count_of(self, wanted: Filter) -> int:
        """How many rows :meth:`page` would return in all."""
        with self._database.reading() as connection:
            return _count(connection, wanted)

    def sources(self, limit: int = 50) -> Sequence[str]:
        """The sources of consent, the most frequent first."""
        often = sa.func.count().desc()
        query = sa.select(subscriber.c.source).where(subscriber.c.source != "").group_by(subscriber.c.source)
        with self._database.reading() as connection:
            return list(connection.execute(query.order_by(often, subscriber.c.source).limit(limit)).scalars())

    def counts_by_state(self) -> dict[SubscriberState, int]:
        """How many people are in each state; every state is there."""
        with self._database.reading() as connection:
            return dict.fromkeys(SubscriberState, 0) | _by_state(connection, EVERYBODY)

    def list(
        self, state: SubscriberState | None = None, limit: int | None = None, *, wanted: Filter = EVERYBODY
    ) -> Sequence[SubscriberRow]:
        """All rows of a state that match, with masked numbers, in the order of ids."""
        return self._all(wanted if state is None else replace(wanted, state=state), limit, whole=False)

    def list_numbers(
        self,
        who: str,
        at: datetime,
        state: SubscriberState | None = None,
        limit: int | None = None,
        *,
        wanted: Filter = EVERYBODY,
    ) -> Sequence[SubscriberRow]:
        """The same with whole numbers (``+39…``); that ``who`` saw them is written in the audit log."""
        rows = self._all(wanted if state is None else replace(wanted, state=state), limit, whole=True)
        with self._database.writing() as connection:
            audit.write(connection, self._database, AuditRow(at, who, "numbers_listed", str(len(rows))))
        return rows

    def _all(self, wanted: Filter, limit: int | None, *, whole: bool) -> Sequence[SubscriberRow]:
        with self._database.reading() as connection:
            query = _matching(connection, sa.select(subscriber), wanted).order_by(subscriber.c.id).limit(limit)
            return [_shown(row, whole=whole) for row in connection.execute(query)]


def _row(connection: sa.Connection, subscriber_id: int) -> sa.Row[Any]:
    row = connection.execute(sa.select(subscriber).where(subscriber.c.id == subscriber_id)).first()
    if row is None:
        raise InputError("unknown_subscriber", subscriber=subscriber_id)
    return row


def _page(connection: sa.Connection, wanted: Filter, after: int, limit: int) -> list[SubscriberRow]:
    query = _matching(connection, sa.select(subscriber), wanted).where(subscriber.c.id > after)
    return [_shown(row) for row in connection.execute(query.order_by(subscriber.c.id).limit(limit))]


def _count(connection: sa.Connection, wanted: Filter) -> int:
    query = _matching(connection, sa.select(sa.func.count()).select_from(subscriber), wanted)
    return int(connection.execute(query).scalar_one())


def _by_state(connection: sa.Connection, wanted: Filter) -> dict[SubscriberState, int]:
    query = _matching(connection, sa.select(subscriber.c.state, sa.func.count()).select_from(subscriber), wanted)
    return {SubscriberState(state): count for state, count in connection.execute(query.group_by(subscriber.c.state))}


def _matching(connection: sa.Connection, query: sa.Select[Any], wanted: Filter) -> sa.Select[Any]:
    if wanted.state is not None:
        query = query.where(subscriber.c.state == wanted.state)
    if wanted.source:
        query = query.where(subscriber.c.source == wanted.source)
    if wanted.since is not None:
        query = query.where(subscriber.c.since >= wanted.since)
    digits = re.sub(r"\D", "", wanted.text)
    if digits:
        query = query.where(subscriber.c.wa_id.contains(digits))
    elif words := wanted.text.strip():
        if connection.dialect.name == "sqlite":  # whose LIKE does not tell cases apart: twice as fast as lower()
            query = query.where(subscriber.c.source.contains(words, autoescape=True))
        else:
            query = query.where(subscriber.c.source.icontains(words, autoescape=True))
    if wanted.zone or wanted.topic:  # after the text, which leaves fewer rows to ask
        query = query.where(*audience.recipients([wanted.zone] if wanted.zone else [], wanted.topic))
    return query


def _shown(row: sa.Row[Any], *, whole: bool = False) -> SubscriberRow:
    number = row.wa_id or ""
    phone = (f"+{number}" if number else "") if whole else mask(number)
    return SubscriberRow(row.id, phone, SubscriberState(row.state), row.since, row.source, choices.wants_of(row))
