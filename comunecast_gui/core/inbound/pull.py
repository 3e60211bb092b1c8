# SPDX-License-Identifier: EUPL-1.2
"""Brings in what citizens wrote: fetch, apply, answer, acknowledge, in this order, so that a crash loses nothing.

A repeated pull changes nothing: the inbox knows each message, and an answer is recorded before its call. A letter that
cannot be opened is kept in quarantine (:mod:`.letters`), and the letters after it are applied all the same.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from comunecast_gui.core.choices import WANTS_EVERYTHING, Wants
from comunecast_gui.core.content import ContactMessage, TextMessage
from comunecast_gui.core.errors import Misconfigured, OutcomeUnknown, SendError, Transient, Waits
from comunecast_gui.core.inbound.answers import WINDOW, AnswerKind, AnswerState, AnswerTexts
from comunecast_gui.core.inbound.events import ANSWER_PREFIX, Fact, News, Said, Sender, Skipped, Wrote
from comunecast_gui.core.inbound.intent import OTHER, Intent, IntentReader
from comunecast_gui.core.inbound.letters import Letter, Letters, Page, SealedLetter
from comunecast_gui.core.ports import Channel, Claim, Clock, Pacer

AT_ONCE = 8
"""Answers under way at the same time."""
logger = logging.getLogger(__name__)


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

    ``late``: the 24 hours were over. ``quarantined`` letters wait for a person, those of earlier pulls included.
    ``problem`` is why answers wait, if it takes a person to mend it.
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
    quarantined: int = 0
    problem: SendError | None = field(default=None, compare=False)


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
    letters: Letters,
    inbox: Inbox,
    words: IntentReader,
    texts: AnswerTexts,
    channel: Channel,
    pacer: Pacer,
    clock: Clock,
    card: ContactMessage | None = None,
) -> PullReport:
    """Reads the mailbox until it is empty or answers have to wait, and tries the quarantine again.

    ``card`` follows each welcome. Raises ConfigError, and InputError("work_stopped") between two pages of letters: what
    was read until then is applied and acknowledged, and the next pull goes on there.
    """
    replies = _Replies(inbox, texts, channel, pacer, clock, card)
    letters.work.begin("letters")
    reading = _Reading(letters, inbox, words, replies, clock)
    inbox.tidy(clock.now())
    try:
        await reading.read()
    finally:
        await channel.close()
    for kind, count in reading.skipped.items():
        logger.info("Skipped %d of kind %s", count, kind)
    counts = reading.counts
    return PullReport(
        events=reading.events,
        messages=counts[Tally.MESSAGES],
        joined=counts[Tally.JOINED],
        left=counts[Tally.LEFT],
        receipts=counts[Tally.RECEIPTS],
        answered=replies.counts[AnswerState.ACCEPTED],
        skipped=reading.skipped.total() + counts[Tally.REPEATED],
        late=replies.counts[AnswerState.LATE],
        waiting=len(replies.waiting),
        moved=counts[Tally.MOVED],
        chosen=counts[Tally.CHOSEN],
        news=counts[Tally.NEWS],
        quarantined=letters.quarantine.count(),
        problem=replies.problem,
    )


class _Reading:
    """Reads the letters of one pull: each is applied or kept in quarantine, and only then acknowledged."""

    def __init__(self, letters: Letters, inbox: Inbox, words: IntentReader, replies: _Replies, clock: Clock) -> None:
        self._work = letters.work
        self._mailbox = letters.source
        self._quarantine = letters.quarantine
        self._inbox = inbox
        self._words = words
        self._replies = replies
        self._clock = clock
        self._standing = self._noted = letters.quarantine.standing()
        self._unsigned = self._standing.signed_since is None
        """Whether letters without a signature are still read: until the first letter that has one."""
        self.counts: Counter[Tally] = Counter()
        self.skipped: Counter[str] = Counter()
        self.events = 0

    async def read(self) -> None:
        """Asks the relay first, so that a pull which fails has changed nothing; then tries the quarantine again."""
        page = self._first_page()
        await self._try_kept()
        await self._read_mailbox(page)

    def _first_page(self) -> Page:
        """The page to begin with: behind what was read already, if closed letters keep the relay from deleting that."""
        read = self._standing.read
        if read is not None:
            page = self._mailbox.fetch(read[0] - 1)
            if self._is_read(page):
                return page
            # The relay was made anew, or another workstation has acknowledged this letter.
            self._standing = replace(self._standing, read=None, let_go=0)
        return self._mailbox.fetch(0)

    async def _try_kept(self) -> None:
        """Tries letters of the quarantine again, if the keys have changed since the last try."""
        means = self._mailbox.means
        while kept := self._quarantine.untried(means):
            # They get the keys of their rows as ids: two relays may have given the same id.
            looked = [self._mailbox.open(replace(one.letter, id=one.key), unsigned=one.unsigned) for one in kept]
            self._quarantine.still_closed({one.id: one.closed for one in looked if one.closed}, means)
            opened = [letter for letter in looked if not letter.closed]
            stuck = await self._apply(opened)
            self._quarantine.release([letter.id for letter in opened if letter.id not in stuck])
            if stuck:
                return

    async def _read_mailbox(self, page: Page) -> None:
        """Applies or keeps each letter, page after page, and acknowledges what neither needs any more."""
        blocked = self._quarantine.blocking() if self._is_read(page) else None
        signs = False
        stuck: set[int] = set()
        while page.letters and not stuck:
            self._work(self.events, 0)  # nobody knows how many wait on the relay
            letters = page.letters[1:] if self._is_read(page) else page.letters
            if self._standing.read is None:
                self._standing = replace(self._standing, let_go=max(self._standing.let_go, page.letters[0].id - 1))
            looked = [self._look_into(letter) for letter in letters]
            signs |= page.signs or any(letter.signed for letter in looked)
            blocked = self._keep([letter for letter in looked if letter.closed], blocked)
            stuck = await self._apply([letter for letter in looked if not letter.closed])
            done = min(stuck) - 1 if stuck else page.last
            behind = [letter for letter in page.letters if letter.id <= done]
            self._acknowledge(behind[-1] if behind else None, done, blocked)
            if not stuck:
                page = self._mailbox.fetch(page.last)
        self._end(page, signs=signs or page.signs, whole=not stuck)

    def _is_read(self, page: Page) -> bool:
        return bool(page.letters) and (page.letters[0].id, page.letters[0].digest) == self._standing.read

    def _look_into(self, letter: SealedLetter) -> Letter:
        looked = self._mailbox.open(letter, unsigned=self._unsigned)
        self._unsigned &= not looked.signed
        return looked

    def _keep(self, closed: Sequence[Letter], blocked: int | None) -> int | None:
        """Puts closed letters into the quarantine; returns the first id that must not be acknowledged."""
        if not closed:
            return blocked
        over = self._quarantine.stepped_over([letter.letter.digest for letter in closed])
        kept = [letter for letter in closed if letter.letter.digest not in over]
        self._quarantine.keep(kept, self._mailbox.means, self._clock.now())
        for why, count in Counter(letter.closed for letter in kept).items():
            logger.warning("%d letters of the relay cannot be opened (%s): kept in quarantine", count, why)
        return min([letter.id for letter in kept] + ([] if blocked is None else [blocked]), default=None)

    def _acknowledge(self, last: SealedLetter | None, done: int, blocked: int | None) -> None:
        """Notes how far the mailbox was read, and acknowledges the letters before the first closed one."""
        upto = done if blocked is None else min(done, blocked - 1)
        before = self._standing
        if blocked is None:
            self._standing = replace(before, read=None)
        elif last is not None:
            self._standing = replace(before, read=(last.id, last.digest))
        if upto > before.let_go:
            self._mailbox.acknowledge(upto)
            self._standing = replace(self._standing, let_go=upto)
        if self._standing.read is None:
            self._standing = replace(self._standing, let_go=0)
        self._note()

    def _end(self, page: Page, *, signs: bool, whole: bool) -> None:
        """Notes which key the relay uses; a mailbox read to its end has no letters of an older relay left."""
        now = self._clock.now()
        if signs and whole and self._standing.signed_since is None:
            self._standing = replace(self._standing, signed_since=now)
        if page.sealed_for and page.sealed_for != self._standing.sealed_for:
            self._standing = replace(self._standing, sealed_for=page.sealed_for, sealed_since=now)
        self._note()

    def _note(self) -> None:
        if self._standing != self._noted:
            self._quarantine.note(self._standing)
            self._noted = self._standing

    async def _apply(self, letters: Sequence[Letter]) -> set[int]:
        """Applies letters and sends the answers; returns the ids of letters whose answers have to wait."""
        due: dict[int, Due] = {}
        letter_of: dict[int, int] = {}
        for letter in letters:
            applied = self._inbox.apply(facts_of(letter.news, self._words, self.skipped), self._clock.now())
            self.counts.update(applied.counts)
            for one in applied.due:
                due[one.id] = one
                letter_of.setdefault(one.id, letter.id)
        self.events += len(letters)
        await self._replies.send(list(due.values()))
        return {letter for answer, letter in letter_of.items() if answer in self._replies.waiting}


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
