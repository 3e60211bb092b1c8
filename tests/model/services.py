# SPDX-License-Identifier: EUPL-1.2
"""Services with scripted answers, and a record of what each phone shows."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from comunecast_gui.core.content import Content, TelegramPost
from comunecast_gui.core.errors import Misconfigured, OutcomeUnknown, Permanent, SendError, Transient, Waits
from comunecast_gui.core.ports import Accepted, Claim, Pacer
from comunecast_gui.core.thread.post_change import Act
from comunecast_gui.store.delivery.receipts import ReceiptKind
from tests.model.virtual_time import VirtualLoop

T = TypeVar("T")


class Answer(StrEnum):
    """What a service does with a call."""

    ACCEPTED = "accepted"
    SLOW = "slow"
    """Accepted after twenty seconds; the phone has it after ten."""
    HELD = "held"
    FAILS_LATER = "fails later"
    """Accepted, but no phone ever shows it, and a receipt says so."""
    BUSY = "busy"
    """Not processed: the whole channel has to wait."""
    BUSY_FOR_LONG = "busy for long"
    TOO_MUCH_FOR_ONE = "too much for one"
    """Not processed: this recipient has to wait."""
    TRY_TWICE = "try twice"
    """Not processed; worth two tries in all."""
    REFUSED = "refused"
    STRANGE = "strange"
    """Refused with a code that is not documented."""
    NOT_ALLOWED = "not allowed"
    """Nothing can be sent before somebody mends something."""
    LOST = "lost"
    """The phone has it, and the answer never comes."""
    LOST_AND_FAILS = "lost, and fails later"
    """The answer never comes, no phone ever shows it, and a receipt says so."""
    NEVER_CAME = "never came"
    """The phone does not have it, and no answer comes either."""
    BROKEN = "broken"
    """The phone has it, and the driver falls over the answer."""


FAULT_OF_A_DRIVER = "a driver fell over an answer"
_SHOWN = frozenset({Answer.ACCEPTED, Answer.SLOW, Answer.HELD, Answer.LOST, Answer.BROKEN})
_FAILS_LATER = frozenset({Answer.FAILS_LATER, Answer.LOST_AND_FAILS})
_DOUBTFUL = frozenset({Answer.LOST, Answer.LOST_AND_FAILS, Answer.NEVER_CAME, Answer.BROKEN})
READY_ANSWERS = (Answer.ACCEPTED, Answer.BUSY, Answer.BUSY_FOR_LONG, Answer.NEVER_CAME, Answer.NOT_ALLOWED)
"""What may come of opening a channel or preparing a notice, which tell nobody anything and may be repeated."""
POST_ANSWERS = (
    *(Answer.ACCEPTED, Answer.SLOW, Answer.BUSY, Answer.TOO_MUCH_FOR_ONE, Answer.REFUSED, Answer.NOT_ALLOWED),
    *(Answer.LOST, Answer.NEVER_CAME, Answer.BROKEN),
)
"""What may come of changing a post."""
_WAY = 0.05
"""Seconds that a call takes to the service, and its answer back."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as a phone (or a channel) shows it."""

    claim: Claim
    content: Content
    at: float


@dataclass(frozen=True, slots=True)
class Later:
    """Something that the service will say of a message."""

    kind: ReceiptKind
    remote_id: str
    delivery: int


@dataclass
class Posted:
    """A post as the channel shows it now. ``answer_was_lost``: the office never learned its number."""

    notice: int
    content: TelegramPost
    answer_was_lost: bool
    deleted: bool = False
    pinned: bool = False


@dataclass
class Service:
    """One service. It outlives every process of the office."""

    name: str
    loop: VirtualLoop
    sending: deque[Answer] = field(default_factory=deque)
    getting_ready: deque[Answer] = field(default_factory=deque)
    key: int = 1
    """The key that it takes."""
    shown: list[Shown] = field(default_factory=list)
    ready_at: dict[Content, float] = field(default_factory=dict)
    """When it was first ready for each content."""
    taken: Counter[int] = field(default_factory=Counter)
    """How often it took each delivery."""
    ended_well: dict[int, bool] = field(default_factory=dict)
    """Whether the last call for each delivery was accepted, and a phone shows the message."""
    doubtful: set[int] = field(default_factory=set)
    """Deliveries of which an answer left the outcome open."""
    later: list[Later] = field(default_factory=list)
    changing: deque[Answer] = field(default_factory=deque)
    """What comes of changing posts."""
    posts: dict[str, Posted] = field(default_factory=dict)
    made: dict[int, list[bool]] = field(default_factory=dict)
    """By change of a post, whether each call for it took effect."""
    doubtful_changes: set[int] = field(default_factory=set)
    answered_at: float = -1.0
    """When it last said anything."""
    faults: list[str] = field(default_factory=list)
    """What the engine asked for and should not have."""
    _calls: int = 0

    def heal(self) -> None:
        """Everything goes well from now on."""
        self.sending.clear()
        self.changing.clear()
        self.getting_ready.clear()

    async def get_ready(self, key: int) -> None:
        await asyncio.sleep(_WAY)
        self._check(key)
        answer = self.getting_ready.popleft() if self.getting_ready else Answer.ACCEPTED
        await asyncio.sleep(_WAY)
        self.answered_at = self.loop.time()
        _raise(answer)

    async def send(self, key: int, claim: Claim, content: Content) -> Accepted:
        await asyncio.sleep(_WAY)
        self._check(key)
        answer = self.sending.popleft() if self.sending else Answer.ACCEPTED
        self._calls += 1
        remote_id = f"{self.name}-{self._calls}"
        await asyncio.sleep(10 if answer is Answer.SLOW else 0)
        if answer in _SHOWN:
            self.shown.append(Shown(claim, content, self.loop.time()))
            if isinstance(content, TelegramPost):
                self.posts[remote_id] = Posted(claim.notice, content, answer in _DOUBTFUL)
        if answer in _SHOWN | _FAILS_LATER:
            self._took(claim, remote_id, fails=answer in _FAILS_LATER)
        if answer in _DOUBTFUL:
            self.doubtful.add(claim.delivery)
        await asyncio.sleep(10 if answer is Answer.SLOW else _WAY)
        self.answered_at = self.loop.time()
        self.ended_well[claim.delivery] = answer in _SHOWN - _DOUBTFUL
        _raise(answer)
        return Accepted(remote_id, held=answer is Answer.HELD)

    async def change(self, key: int, change: int, act: Act, remote_id: str, content: TelegramPost | None) -> None:
        """One call for a change of a post: what the service does with it, and its answer."""
        calls = self.made.setdefault(change, [])
        calls.append(False)
        await asyncio.sleep(_WAY)
        if key != self.key:
            raise Misconfigured("telegram_token")
        answer = self.changing.popleft() if self.changing else Answer.ACCEPTED
        if answer in _DOUBTFUL:
            self.doubtful_changes.add(change)
        await asyncio.sleep(10 if answer is Answer.SLOW else 0)
        if answer in _SHOWN:
            self._change(act, self.posts.get(remote_id), content)
            calls[-1] = True
        await asyncio.sleep(10 if answer is Answer.SLOW else _WAY)
        _raise(answer)

    def _change(self, act: Act, post: Posted | None, content: TelegramPost | None) -> None:
        if post is None or post.deleted:
            if act in (Act.EDIT, Act.PIN):  # what is gone counts as deleted, and as not pinned
                raise Permanent("400", f"Bad Request: message to {act} not found")
        elif act is Act.EDIT and content is not None:
            post.content = content
        elif act is Act.DELETE:
            post.deleted = True
        else:
            post.pinned = act is Act.PIN

    def _check(self, key: int) -> None:
        self.answered_at = self.loop.time()
        if key != self.key:
            raise Misconfigured("whatsapp_190" if self.name == "whatsapp" else "telegram_token")

    def _took(self, claim: Claim, remote_id: str, *, fails: bool) -> None:
        self.taken[claim.delivery] += 1
        kinds = [ReceiptKind.FAILED] if fails else [ReceiptKind.SENT, ReceiptKind.DELIVERED, ReceiptKind.READ]
        self.later += [Later(kind, remote_id, claim.delivery) for kind in kinds]


def _raise(answer: Answer) -> None:
    match answer:
        case Answer.BUSY:
            raise Transient("429")
        case Answer.BUSY_FOR_LONG:
            raise Transient("429", retry_after=100, slow_down=True)
        case Answer.TOO_MUCH_FOR_ONE:
            raise Transient("131056", retry_after=6, waits=Waits.DELIVERY)
        case Answer.TRY_TWICE:
            raise Transient("131000", tries=2)
        case Answer.REFUSED:
            raise Permanent("131026")
        case Answer.STRANGE:
            raise Permanent("999999", suspect=True)
        case Answer.NOT_ALLOWED:
            raise Misconfigured("whatsapp_131042")
        case Answer.LOST | Answer.LOST_AND_FAILS | Answer.NEVER_CAME:
            raise OutcomeUnknown("timeout")
        case Answer.BROKEN:
            raise RuntimeError(FAULT_OF_A_DRIVER)


class ScriptedChannel:
    """The driver of one process for a :class:`Service`, with the key that the process had when it was made."""

    concurrency = 2

    def __init__(self, service: Service, key: int) -> None:
        self._service = service
        self._key = key
        self._cut = asyncio.Event()

    @property
    def name(self) -> str:
        return self._service.name

    async def open(self, pacer: Pacer, memory: Mapping[str, str]) -> Mapping[str, str]:
        await self._call(self._service.get_ready(self._key), Transient("cut"))
        return {"opened": "yes"}

    async def prepare(self, content: Content, memory: Mapping[str, str]) -> Mapping[str, str]:
        await self._call(self._service.get_ready(self._key), Transient("cut"))
        self._service.ready_at.setdefault(content, self._service.loop.time())
        return {"prepared": "yes"}

    async def send(self, claim: Claim, content: Content, memory: Mapping[str, str]) -> Accepted:
        if memory.get("prepared") != "yes":
            self._service.faults.append(f"delivery {claim.delivery} was sent before its notice was prepared")
        try:
            return await self._call(self._service.send(self._key, claim, content), OutcomeUnknown("cut"))
        except OutcomeUnknown:
            self._service.doubtful.add(claim.delivery)
            raise

    def cancel(self) -> None:
        self._cut.set()

    async def close(self) -> None: ...

    async def _call(self, call: Coroutine[Any, Any, T], error: SendError) -> T:
        """The call's answer, or ``error`` as soon as it is cut off: what the service does goes as far as it had got."""
        calling, cut = asyncio.ensure_future(call), asyncio.ensure_future(self._cut.wait())
        calling.add_done_callback(_hear)
        await asyncio.wait({calling, cut}, return_when=asyncio.FIRST_COMPLETED)
        cut.cancel()
        if calling.done():
            return calling.result()
        calling.cancel()
        raise error


def _hear(call: asyncio.Task[Any]) -> None:
    """Whoever asked may be gone by the time of the answer: that is no fault."""
    if not call.cancelled():
        call.exception()
