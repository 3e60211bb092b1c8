# SPDX-License-Identifier: EUPL-1.2
"""Applies incoming messages and receipts; of a message it keeps only that it was seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.inbound.answers import REPEAT, AnswerKind, AnswerState
from comunecast_gui.core.inbound.events import Fact, NumberChanged, Preference, Said, Status, UserIdChanged
from comunecast_gui.core.inbound.intent import Intent
from comunecast_gui.core.inbound.pull import Applied, Due, Tally
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.store.consent import (
    choices,
    consent_requests,
    identity,
    marketing_opt_out,
    number_changes,
    person_rows,
)
from comunecast_gui.store.consent.consent_requests import Outcome
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.store.consent.request import ConsentRequest, Proof
from comunecast_gui.store.db import change_log
from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.db.schema_inbound import answer, inbound
from comunecast_gui.store.delivery import message_digest, receipts
from comunecast_gui.store.delivery.charge_counts import ChargeTally
from comunecast_gui.store.delivery.receipts import Receipt, ReceiptKind
from comunecast_gui.store.inbound import meta_news, purge, trial_receipts

_STALLED = timedelta(minutes=10)
"""After this long a call of another workstation is over, whatever became of the process that made it."""

_ANSWERS: dict[Outcome, AnswerKind] = {
    Outcome.JOINED: AnswerKind.WELCOME,
    Outcome.ALREADY: AnswerKind.ALREADY,
    Outcome.CHOSE: AnswerKind.CHOSEN,
    Outcome.SAME: AnswerKind.CHOSEN,
    Outcome.LEFT: AnswerKind.GOODBYE,
    Outcome.NEVER_HERE: AnswerKind.NOT_HERE,
    Outcome.LEFT_BEFORE: AnswerKind.NOT_HERE,
}
_CHANGES = {Outcome.JOINED: Tally.JOINED, Outcome.LEFT: Tally.LEFT, Outcome.CHOSE: Tally.CHOSEN}
_COUNTED = (AnswerState.ACCEPTED, AnswerState.DELIVERED, AnswerState.UNKNOWN)
_ADVANCES: dict[str, tuple[AnswerState, frozenset[AnswerState]]] = {
    "sent": (AnswerState.ACCEPTED, frozenset({AnswerState.SENDING, AnswerState.UNKNOWN})),
    "delivered": (AnswerState.DELIVERED, frozenset(AnswerState)),
    "read": (AnswerState.DELIVERED, frozenset(AnswerState)),
    "failed": (AnswerState.FAILED, frozenset(AnswerState) - {AnswerState.DELIVERED, AnswerState.DUE}),
}
"""For each status of an answer the state that it leads to, and the states that it may replace."""


@dataclass(frozen=True, slots=True)
class InboxPolicy:
    """How the office answers: at all, also to other texts, and under which privacy notice people join."""

    answers: bool = True
    answer_others: bool = True
    privacy: str = ""
    choices: bool = False
    """Whether citizens may choose: only then an answer speaks of it."""
    card: bool = False
    """Whether each welcome is followed by a card, which counts as an answer of its own."""


class SqlInbox:
    """The inbox of an office; satisfies :class:`comunecast_gui.core.inbound.pull.Inbox`.

    Every method is one short transaction and raises ConfigError (``database_*``).
    """

    def __init__(self, database: Database, policy: InboxPolicy) -> None:
        self._database = database
        self._policy = policy

    def apply(self, facts: Sequence[Fact], now: datetime) -> Applied:
        """See :meth:`comunecast_gui.core.inbound.pull.Inbox.apply`."""
        if not facts:
            return Applied(Counter())
        with self._database.writing() as connection:
            serialise(connection, "inbound")
            work = _Work(connection, self._database, self._policy, now)
            for fact in sorted(facts, key=lambda each: each.at):
                work.take(fact)
            return work.done()

    def claim(self, due: Due, now: datetime) -> Due | None:
        """See :meth:`comunecast_gui.core.inbound.pull.Inbox.claim`."""
        with self._database.writing() as connection:
            mine = answer.update().where(answer.c.id == due.id, answer.c.state == AnswerState.DUE)
            if connection.execute(mine.values(state=AnswerState.SENDING, changed_at=now)).rowcount != 1:
                return None
            if not (due.kind.tells_choices and self._policy.choices):
                return due
            person = Person(due.sender.wa_id, due.sender.bsuid)
            rows = identity.rows_of(connection, self._database, person, due.at)
            here = next((row for row in rows if row.state != SubscriberState.LEFT), None)
            if here is None:  # left since
                return replace(due, kind=AnswerKind.NOT_HERE)
            return replace(due, wants=choices.wants_of(here))

    def settle(self, answer_id: int, state: AnswerState, now: datetime, code: str = "") -> None:
        """See :meth:`comunecast_gui.core.inbound.pull.Inbox.settle`. A status that came first is not undone."""
        with self._database.writing() as connection:
            open_ = answer.c.state.in_((AnswerState.DUE, AnswerState.SENDING))
            values = {"state": state, "code": code, "changed_at": now}
            connection.execute(answer.update().where(answer.c.id == answer_id, open_).values(values))

    def tidy(self, now: datetime) -> None:
        """See :meth:`comunecast_gui.core.inbound.pull.Inbox.tidy`. Only for who holds the lock on pulling."""
        stalled = _STALLED if self._database.shared else timedelta()
        with self._database.writing() as connection:
            connection.execute(
                answer.update()
                .where(answer.c.state == AnswerState.SENDING, answer.c.changed_at <= now - stalled)
                .values(state=AnswerState.UNKNOWN, changed_at=now)
            )
            if purge.is_time(connection, now):
                purge.forget(connection, now)

    def answered_since(self, moment: datetime) -> int:
        """How many answers went out, or may have, since ``moment``: they count against the free ones of a month."""
        query = sa.select(sa.func.count()).where(answer.c.at >= moment, answer.c.state.in_(_COUNTED))
        with self._database.reading() as connection:
            count = int(connection.execute(query).scalar_one())
            if self._policy.card:
                count += int(connection.execute(query.where(answer.c.kind == AnswerKind.WELCOME)).scalar_one())
            return count


class _Work:
    """The work of one transaction: the facts one after the other, and their total effect."""

    def __init__(self, connection: sa.Connection, database: Database, policy: InboxPolicy, now: datetime) -> None:
        self._connection = connection
        self._database = database
        self._policy = policy
        self._now = now
        self._counts: Counter[Tally] = Counter()
        self._due: list[Due] = []
        self._changed: list[int] = []
        self._trials = False
        self._charges = ChargeTally()

    def take(self, fact: Fact) -> None:
        if isinstance(fact, Status):
            self._counts[Tally.RECEIPTS] += 1
            self._status(fact)
            return
        if isinstance(fact, Said):
            self._said(fact)
        elif isinstance(fact, NumberChanged):
            if self._is_new(self._mark(fact.message)):
                self._moved(Person(fact.sender.wa_id, fact.sender.bsuid), Person(fact.number, fact.bsuid), fact.at)
        elif isinstance(fact, UserIdChanged):
            self._moved(Person(bsuid=fact.previous), Person(bsuid=fact.current), fact.at)
        elif isinstance(fact, Preference):
            person = Person(fact.sender.wa_id, fact.sender.bsuid)
            marketing_opt_out.tell(self._connection, self._database, person, fact.at, marketing=fact.marketing)
        elif meta_news.record(self._connection, fact, self._now):
            self._counts[Tally.NEWS] += 1

    def done(self) -> Applied:
        changed = None if self._trials else self._changed  # a trial is none of the deliveries: any of the kind
        change_log.note(self._connection, self._database, self._now, ChangeKind.DELIVERIES, changed)
        self._charges.write(self._connection)
        return Applied(self._counts, tuple(self._due))

    def _moved(self, old: Person, new: Person, at: datetime) -> None:
        self._counts[Tally.MOVED] += number_changes.change_names(self._connection, self._database, old, new, at)

    def _said(self, said: Said) -> None:
        mark = self._mark(said.message)
        if not self._is_new(mark):
            self._counts[Tally.REPEATED] += 1
            self._ask_again(mark, said)
            return
        self._counts[Tally.MESSAGES] += 1
        outcome = self._outcome_of(said, mark)
        kind = self._answer_to(said, outcome)
        if kind and self._policy.answers and (kind is not AnswerKind.OTHER or self._policy.answer_others):
            self._answer(mark, kind, said, always=kind.confirms or outcome is Outcome.CHOSE)

    def _outcome_of(self, said: Said, mark: str) -> Outcome | None:
        """What the message changes; None for one that asks for no change."""
        reading, sender = said.reading, Person(said.sender.wa_id, said.sender.bsuid)
        privacy = "" if reading.wish is Intent.LEAVE else self._policy.privacy
        proof = Proof(said.at, f"whatsapp, messaggio {mark[:12]}", reading.word, privacy)
        where = self._connection, self._database, ConsentRequest(sender, proof)
        outcome = None
        match reading.wish:
            case Intent.JOIN:
                outcome = consent_requests.join(*where)
            case Intent.LEAVE:
                outcome = consent_requests.leave(*where)
            case Intent.CHOOSE:
                outcome = consent_requests.choose(*where, reading.choices)
            case Intent.DROP:
                outcome = consent_requests.drop(*where, reading.choices)
        if outcome in _CHANGES:
            self._counts[_CHANGES[outcome]] += 1
        return outcome

    def _answer_to(self, said: Said, outcome: Outcome | None) -> AnswerKind | None:
        """The answer to the message."""
        if outcome is None:
            return AnswerKind.PRIVACY if said.reading.wish is Intent.PRIVACY else AnswerKind.OTHER
        if outcome is Outcome.CHOSE and not self._policy.choices:
            return AnswerKind.ALREADY  # what was chosen while the office offered it
        return _ANSWERS.get(outcome)

    def _answer(self, mark: str, kind: AnswerKind, said: Said, *, always: bool) -> None:
        sender = Person(said.sender.wa_id, said.sender.bsuid)
        person = person_rows.hashed(self._database.hash_key, sender).both[0]
        lately = (answer.c.person == person, answer.c.kind == kind, answer.c.at > said.at - REPEAT,
                  answer.c.at < said.at + REPEAT)  # fmt: skip
        if not always and self._connection.execute(sa.select(answer.c.id).where(*lately)).first():
            return
        values = {"mark": mark, "person": person, "kind": kind, "at": said.at, "changed_at": self._now}
        new = answer.insert().values(state=AnswerState.DUE, **values).returning(answer.c.id)
        self._due.append(Due(int(self._connection.execute(new).scalar_one()), kind, said.sender, said.at))

    def _ask_again(self, mark: str, said: Said) -> None:
        """Sends an answer that is still due, now that the letter brings the sender's number again."""
        query = sa.select(answer.c.id, answer.c.kind).where(answer.c.mark == mark, answer.c.state == AnswerState.DUE)
        for row in self._connection.execute(query):
            self._due.append(Due(row.id, AnswerKind(row.kind), said.sender, said.at))

    def _status(self, status: Status) -> None:
        if status.answer is not None:
            state, replaces = _ADVANCES[status.kind]
            where = answer.c.id == status.answer, answer.c.state.in_(replaces)
            values = {"state": state, "code": status.code, "changed_at": self._now}
            self._connection.execute(answer.update().where(*where).values(values))
            self._charge(status)
            return
        if token := trial_receipts.token_of(self._connection, self._database, status):
            self._trials |= trial_receipts.note(self._connection, self._database, token, status, self._now)
            return
        kind = ReceiptKind(status.kind)
        news = Receipt(kind, status.at, status.message, status.delivery, status.code, status.detail, status.pricing)
        changed = receipts.apply(self._connection, self._database.hash_key, news, self._charges)
        if changed is not None:
            self._changed.append(changed)

    def _charge(self, status: Status) -> None:
        """Counts an answer that was delivered, and the card that may follow it, by their messages: each once."""
        arrived = status.kind in (ReceiptKind.DELIVERED, ReceiptKind.READ)
        if status.pricing and arrived and self._is_new(self._mark(f"{status.message} charged")):
            self._charges.add(status.at, status.pricing)

    def _is_new(self, mark: str) -> bool:
        """Marks the message as seen; False if it was seen before."""
        if self._connection.execute(sa.select(inbound.c.mark).where(inbound.c.mark == mark)).first():
            return False
        self._connection.execute(inbound.insert().values(mark=mark, seen_at=self._now))
        return True

    def _mark(self, message: str) -> str:
        return message_digest.message_digest(self._database.hash_key, message)
