# SPDX-License-Identifier: EUPL-1.2
"""Brings in what citizens wrote: fetch, apply, answer, acknowledge, in this order, so that a crash loses nothing.

A repeated pull changes nothing: the inbox knows each message, and an answer is recorded before its call.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from comunecast_gui.core.choices import WANTS_EVERYTHING, Wants
from comunecast_gui.core.content import ContactMessage, TextMessage
from comunecast_gui.core.errors import Misconfigured, OutcomeUnknown, SendError, Transient, Waits
from comunecast_gui.core.inbound.answers import WINDOW, AnswerKind, AnswerState, AnswerTexts
from comunecast_gui.core.inbound.events import ANSWER_PREFIX, Fact, News, Said, Sender, Skipped, Wrote
from comunecast_gui.core.inbound.intent import OTHER, Intent, IntentReader
from comunecast_gui.core.ports import Channel, Claim, Clock, Pacer

AT_ONCE = 8
"""Answers under way at the same time."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """One event of the relay, decrypted."""

    id: int
    news: tuple[News, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Letters in the order of their ids; ``last`` is the id to go on from, or to acknowledge."""

    letters: tuple[Letter, ...]
    last: int


@dataclass(frozen=True, slots=True)
class Due:
    """An answer that has to be sent. Its sender is known only while the letter is at hand.

    ``wants`` is what the sender receives, brought up to date when the answer is claimed.
    """

    id: int
    kind: AnswerKind
    sender: Sender
    at: datetime
    wants: Wants = WANTS_EVERYTHING


class Tally(StrEnum):
    """The effects that a letter can have, counted for the report."""

    MESSAGES = "messages"
    """Messages of people that were not seen before."""
    JOINED = "joined"
    LEFT = "left"
    CHOSEN = "chosen"
    """People who changed what they receive."""
    RECEIPTS = "receipts"
    REPEATED = "repeated"
    """Messages that were seen before."""
    MOVED = "moved"
    """People who went on to another number or user id."""
    NEWS = "news"
    """What Meta told of the office's own templates, number and account, and was not told before."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What a letter changed, and the answers that it asks for."""

    counts: Counter[Tally]
    due: tuple[Due, ...] = ()


@dataclass(frozen=True, slots=True)
class PullReport:
    """What one pull did. ``answered`` counts answers that the service took; ``waiting`` will be tried again.

    ``late``: the 24 hours were over. ``problem`` is why answers wait, if it takes a person to mend it.
    """

    events: int = 0
    messages: int = 0
    joined: int = 0
    left: int = 0
    receipts: int = 0
    answered: int = 0
    skipped: int = 0
    late: int = 0
    waiting: int = 0
    moved: int = 0
    chosen: int = 0
    news: int = 0
    problem: SendError | None = field(default=None, compare=False)


class LetterSource(Protocol):
    """The source of letters: the relay's client."""

    def fetch(self, after: int) -> Page:
        """The next letters after the one with id ``after``; none if there are no more."""
        ...

    def acknowledge(self, upto: int) -> None:
        """Tells the relay that it may delete the letters up to this id."""
        ...


class Inbox(Protocol):
    """The record of messages seen and answers due."""

    def apply(self, facts: Sequence[Fact], now: datetime) -> Applied:
        """Applies facts in the order of their times; what was applied before changes nothing."""
        ...

    def claim(self, due: Due, now: datetime) -> Due | None:
        """Records that the answer is being sent, and brings what it tells up to date; None if somebody else has it."""
        ...

    def settle(self, answer: int, state: AnswerState, now: datetime, code: str = "") -> None:
        """Records what became of an answer."""
        ...

    def tidy(self, now: datetime) -> None:
        """Ends answers that a dead process left open, and deletes what is no longer needed."""
        ...


async def pull(
    mailbox: LetterSource,
    inbox: Inbox,
    words: IntentReader,
    texts: AnswerTexts,
    channel: Channel,
    pacer: Pacer,
    clock: Clock,
    card: ContactMessage | None = None,
) -> PullReport:
    """Reads the mailbox until it is empty, or until answers have to wait. Raises ConfigError.

    ``card`` follows each welcome.
    """
    counts: Counter[Tally] = Counter()
    events = 0
    skipped: Counter[str] = Counter()
    replies = _Replies(inbox, texts, channel, pacer, clock, card)
    inbox.tidy(clock.now())
    after = 0
    try:
        while (page := mailbox.fetch(after)).letters:
            due: dict[int, Due] = {}
            letter_of: dict[int, int] = {}
            for letter in page.letters:
                applied = inbox.apply(facts_of(letter.news, words, skipped), clock.now())
                counts.update(applied.counts)
                for one in applied.due:
                    due[one.id] = one
                    letter_of.setdefault(one.id, letter.id)
            events += len(page.letters)
            await replies.send(list(due.values()))
            stuck = [letter_of[each] for each in replies.waiting]
            done = min(stuck) - 1 if stuck else page.last
            if done >= page.letters[0].id:
                mailbox.acknowledge(done)
            if stuck:
                break
            after = page.last
    finally:
        await channel.close()
    for kind, count in skipped.items():
        logger.info("Skipped %d of kind %s", count, kind)
    return PullReport(
        events=events,
        messages=counts[Tally.MESSAGES],
        joined=counts[Tally.JOINED],
        left=counts[Tally.LEFT],
        receipts=counts[Tally.RECEIPTS],
        answered=replies.counts[AnswerState.ACCEPTED],
        skipped=skipped.total() + counts[Tally.REPEATED],
        late=replies.counts[AnswerState.LATE],
        waiting=len(replies.waiting),
        moved=counts[Tally.MOVED],
        chosen=counts[Tally.CHOSEN],
        news=counts[Tally.NEWS],
        problem=replies.problem,
    )


def facts_of(news: Sequence[News], words: IntentReader, skipped: Counter[str]) -> list[Fact]:
    """The events of a letter without their texts: each text is read here and goes no further."""
    facts: list[Fact] = []
    for one in news:
        if isinstance(one, Skipped):
            skipped[one.what] += 1
        elif isinstance(one, Wrote):
            readings = (words.read(text) for text in one.texts)
            reading = next((found for found in readings if found.wish is not Intent.OTHER), OTHER)
            if not one.typed and reading.wish not in (Intent.LEAVE, Intent.DROP):
                reading = OTHER
            facts.append(Said(one.message, one.at, one.sender, reading))
        else:
            facts.append(one)
    return facts


class _Replies:
    """Sends the answers of one pull; each is recorded before its call, and never sent again when in doubt."""

    def __init__(
        self,
        inbox: Inbox,
        texts: AnswerTexts,
        channel: Channel,
        pacer: Pacer,
        clock: Clock,
        card: ContactMessage | None,
    ) -> None:
        self._card = card
        self._inbox = inbox
        self._texts = texts
        self._channel = channel
        self._pacer = pacer
        self._clock = clock
        self._room = asyncio.Semaphore(AT_ONCE)
        self._stopped = False
        self.waiting: set[int] = set()
        self.problem: SendError | None = None
        self.counts: Counter[AnswerState] = Counter()

    async def send(self, due: Sequence[Due]) -> None:
        """Sends them all; answers that certainly did not go out are in ``waiting`` afterwards."""
        await asyncio.gather(*(self._send(one) for one in due))

    async def _send(self, due: Due) -> None:
        async with self._room:
            if self._stopped:
                self.waiting.add(due.id)
                return
            if self._clock.now() - due.at > WINDOW:
                self._settle(due, AnswerState.LATE)
                return
            await self._pacer.wait()
            mine = self._inbox.claim(due, self._clock.now())
            if mine is None:
                return
            due = mine
            claim = Claim(
                0,
                0,
                self._channel.name,
                recipient=due.sender.wa_id,
                bsuid=due.sender.bsuid,
                reference=f"{ANSWER_PREFIX}{due.id}",
            )
            try:
                await self._channel.send(claim, TextMessage(self._texts.text(due.kind, due.wants)), {})
            except SendError as error:
                self._failed(due, error)
            else:
                self._settle(due, AnswerState.ACCEPTED)
                if due.kind is AnswerKind.WELCOME and self._card is not None:
                    await self._send_card(claim, self._card)

    async def _send_card(self, claim: Claim, card: ContactMessage) -> None:
        """Sends the contact card after a welcome; a card that fails is not tried again."""
        await self._pacer.wait()
        try:
            await self._channel.send(claim, card, {})
        except SendError as error:
            logger.info("The office's card did not go out: %s", error.code)

    def _failed(self, due: Due, error: SendError) -> None:
        if isinstance(error, OutcomeUnknown):
            self._settle(due, AnswerState.UNKNOWN, error.code)
        elif isinstance(error, (Transient, Misconfigured)):
            self._settle(due, AnswerState.DUE, error.code)
            self.waiting.add(due.id)
            self._stopped |= not isinstance(error, Transient) or error.waits is Waits.LANE
            if isinstance(error, Misconfigured):
                self.problem = error
        else:
            self._settle(due, AnswerState.FAILED, error.code)

    def _settle(self, due: Due, state: AnswerState, code: str = "") -> None:
        self._inbox.settle(due.id, state, self._clock.now(), code)
        self.counts[state] += 1
