# SPDX-License-Identifier: EUPL-1.2
"""The engine's ports to the outside, as protocols: a clock, an outbox, a channel, a pacer, and the engine itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from comunecast_gui.core.changes import LaneProgress, SetAside
from comunecast_gui.core.codec import content_to_data
from comunecast_gui.core.content import Content, TelegramPost
from comunecast_gui.core.messaging_limit import Allowance
from comunecast_gui.core.model import After, DeliveryState, FollowKind, Priority, Share


class Clock(Protocol):
    """The time; a protocol so that training can replay a day of 2022."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that this process may send, already recorded as ``sending``.

    ``recipient`` is the number in digits without ``+`` (``wa_id``), ``bsuid`` WhatsApp's business-scoped user
    id; both empty for a Telegram channel. ``attempt`` counts from 1. ``parts`` are the remote ids of parts
    accepted in earlier attempts.
    """

    delivery: int
    notice: int
    channel: str
    recipient: str = ""
    bsuid: str = ""
    attempt: int = 1
    parts: tuple[str, ...] = ()
    reference: str = ""
    """What comes back with the receipts; empty: the delivery's id. An automatic answer has one of its own."""

    reply_to: str = ""
    """On a channel that is one post: the remote id of the post that this one follows; empty: none."""

    def __repr__(self) -> str:  # a claim may reach a log: never with the number
        return f"Claim(delivery={self.delivery}, notice={self.notice}, channel={self.channel!r})"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The service took the delivery. ``held``: Meta keeps it back for quality assessment."""

    remote_id: str
    held: bool = False
    recipient: str = ""
    """The ``wa_id`` that WhatsApp answered with, where it differs from what was asked."""
    bsuid: str = ""
    link: str = ""
    """The permanent address of a Telegram post."""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """How one attempt ended, as the outbox records it.

    ``state`` is accepted, held, failed, unknown, or queued (to be tried again, not before ``not_before``).
    """

    delivery: int
    state: DeliveryState
    at: datetime
    code: str = ""
    detail: str = ""
    accepted: Accepted | None = None
    not_before: datetime | None = None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """Which queued rows a run may send: those of ``notices`` (None: of all notices), and these ``deliveries``.

    Of these, where ``among`` is given, only rows of the notices in it.
    """

    notices: frozenset[int] | None = None
    deliveries: frozenset[int] = frozenset()
    among: frozenset[int] | None = None

    def within(self, notices: Collection[int]) -> Scope:
        """The part of this scope that belongs to ``notices``."""
        return Scope(self.notices, self.deliveries, frozenset(notices))

    @property
    def whole_notices(self) -> frozenset[int]:
        """The notices of which every queued row belongs to it; of a scope of all notices, those in ``among``."""
        if self.notices is None or self.among is None:
            return self.among or frozenset() if self.notices is None else self.notices
        return self.notices & self.among

    def __or__(self, other: Scope) -> Scope:
        if self.notices is None or other.notices is None:
            return ALL_ROWS
        return Scope(self.notices | other.notices, self.deliveries | other.deliveries)


@dataclass(frozen=True, slots=True)
class Lineup:
    """The state of a queued notice across its channels.

    ``awaited`` are its channels with queued rows, but for those that a person set aside: nothing of it goes out before
    each of them is prepared. ``begun``: something of it went out already, or may have, on whichever channel.
    """

    awaited: frozenset[str]
    begun: bool = False


ALL_ROWS = Scope()
NO_ROWS = Scope(frozenset())


@dataclass(frozen=True, slots=True)
class NewNotice:
    """A notice ready to be queued; exactly what the person confirmed is queued.

    Texts and parameters, files, channels and whom it is for are frozen here and never worked out again.

    ``fields`` is the JSON-able raw input (for follow-ups and for writing a similar notice), ``text`` the plain
    text with the signature, ``valid_until`` the moment after which nothing of it may go out any more.
    ``contents`` maps a channel's name to what goes out there. ``first`` are numbers in digits that get it before
    the others; with an ``allowance``, people beyond what is left of it wait for the next days. ``zones`` (none: the
    whole town) and ``topic`` (empty: none) decide who gets it of those who chose. ``prepared`` is what channels
    returned when they got ready for it before it was queued: no upload is repeated. Its other channels do not wait for
    those in ``set_aside``, as a person decided. ``warnings`` are the checks whose warnings the person was shown.

    ``compared`` are the notices that the checks compared this one with, so that the queue only has to judge those that
    came since; None: nobody judges. ``derived``: the ``draft_uuid`` was worked out from the content, because nobody
    gave one. ``alert_level`` is the level that the text speaks of (empty: none), as its field was read.

    Nothing of it goes out before ``due``, and after it only what is still true (None: at once). ``undo_until`` is when
    it leaves where a person may still take it back; that is not part of what they confirmed.
    """

    draft_uuid: str
    category: str
    priority: Priority
    title: str
    text: str
    at: datetime
    contents: Mapping[str, Content]
    fields: Mapping[str, Any] = field(default_factory=dict)
    valid_until: datetime | None = None
    follows: int | None = None
    first: tuple[str, ...] = field(default=(), repr=False)
    allowance: Allowance | None = None
    zones: tuple[str, ...] = ()
    topic: str = ""
    prepared: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    set_aside: frozenset[str] = frozenset()
    warnings: tuple[str, ...] = ()
    compared: frozenset[int] | None = None
    derived: bool = False
    alert_level: str = ""
    due: datetime | None = None
    undo_until: datetime | None = None
    does: FollowKind | None = None
    """What it does to the notice that it follows; None where it follows none."""
    share: Share = Share.ALL
    """Which of the people of the notice that it follows get it."""
    told_by: int | None = None
    """The notice that has told the others; None where none was queued before it."""
    mends: Mending | None = None
    """What goes with it where it is what is right in the place of the notice that it follows."""

    @property
    def after(self) -> After | None:
        """For whom it is, where it follows another notice."""
        after = After.of(self.follows, self.does)
        return after and replace(after, share=self.share, told_by=self.told_by)

    @property
    def correction(self) -> NewNotice | None:
        """What goes to those who have the wrong one, where this is what is right."""
        return self.mends.correction if self.mends else None

    @property
    def letters(self) -> tuple[tuple[str, Content], ...]:
        """All that goes out, with its channel: what a second person has to see."""
        more = self.correction.contents.items() if self.correction else ()
        return (*self.contents.items(), *more)

    @property
    def digest(self) -> str:
        """SHA-256, in hexadecimal digits, of all that goes out, to whom, and after which warnings.

        The moment is not part of it: two digests tell whether the same would go out now.
        """
        said = {
            "category": self.category,
            "priority": self.priority,
            "text": self.text,
            "contents": {channel: _frozen(content) for channel, content in self.contents.items()},
            "fields": self.fields,
            "valid_until": self.valid_until and self.valid_until.isoformat(),
            "follows": self.follows,
            **({"does": self.does} if self.does else {}),
            **({"share": self.share} if self.share is not Share.ALL else {}),
            "first": self.first,
            "allowance": self.allowance and asdict(self.allowance),
            "zones": self.zones,
            "topic": self.topic,
            "set_aside": sorted(self.set_aside),
            "warnings": self.warnings,
        }
        if self.due is not None:
            said["due"] = self.due.isoformat()
        if self.mends is not None:
            said["mends"] = self.mends.said
        return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PostEdit:
    """What the post of the wrong notice on a channel reads from now on, with its raw values; None: it is deleted."""

    channel: str
    content: TelegramPost | None = None
    fields: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Mending:
    """What goes out in one step with the right notice: a ``correction`` for who has the wrong one, and the ``edits``.

    ``correction`` is None where nobody can have it. A post on a channel that ``reads_right`` already stays as it is.
    """

    correction: NewNotice | None
    edits: tuple[PostEdit, ...] = ()
    reads_right: frozenset[str] = frozenset()

    @property
    def said(self) -> dict[str, Any]:
        """All of it that is confirmed with the notice, for its digest."""
        return {
            "correction": self.correction and self.correction.digest,
            "edits": [[one.channel, one.content and _frozen(one.content), one.fields] for one in self.edits],
            "reads_right": sorted(self.reads_right),
        }


def _frozen(content: Content) -> dict[str, Any]:
    """The content with its files by name and digest, wherever they are kept."""
    data = content_to_data(content)
    for file in [*data.get("attachments", ()), data.get("header")]:
        if file:
            file["path"] = Path(file["path"]).name
    return data


class Pacer(Protocol):
    """Spaces the calls of one channel as its service demands."""

    async def wait(self) -> None:
        """Returns when the next call may go out, and counts it."""
        ...


class Channel(Protocol):
    """One destination behind one service; called on one asyncio loop, never from two."""

    @property
    def name(self) -> str: ...

    @property
    def concurrency(self) -> int:
        """How many sends may be under way at once."""
        ...

    async def open(self, pacer: Pacer, memory: Mapping[str, str]) -> Mapping[str, str]:
        """Gets ready and returns what is worth keeping for the next time (a chat's numeric id).

        ``memory`` is what the last ``open`` returned. Raises :class:`~comunecast_gui.core.errors.SendError`.
        """
        ...

    async def prepare(self, content: Content, memory: Mapping[str, str]) -> Mapping[str, str]:
        """Does once per notice what all its deliveries share (upload a picture, check the template).

        ``memory`` is what the last ``prepare`` for this notice returned, and the return value is kept in the
        outbox: an upload is not repeated after a crash. Raises SendError.
        """
        ...

    async def send(self, claim: Claim, content: Content, memory: Mapping[str, str]) -> Accepted:
        """Makes the call for one delivery (the pacer was already waited for; further parts wait themselves).

        Raises SendError: Transient, Permanent, OutcomeUnknown or Misconfigured, and nothing else.
        """
        ...

    def cancel(self) -> None:
        """Ends the calls under way at once and starts no new ones until :meth:`close`.

        Each of them raises OutcomeUnknown, or Transient where it certainly had no effect.
        """
        ...

    async def close(self) -> None: ...


ChannelFactory = Callable[[], Channel]
"""Makes a channel with the keys and settings of the moment; called in a thread. Raises ConfigError."""


class Outbox(Protocol):
    """The durable queue of deliveries. Every method is one short transaction; called from one thread.

    Each raises ConfigError (``database_locked``, ``disk_full``, ``database_unusable``) when the database
    cannot be used; nothing of that call was stored then.
    """

    def exchange(
        self,
        results: Sequence[Result],
        channel: str,
        room: int,
        *,
        now: datetime,
        scope: Scope = ALL_ROWS,
        gap: float = 0.0,
    ) -> list[Claim]:
        """Records ``results`` and claims at most ``room`` queued rows of ``channel``, in one transaction.

        ``gap`` is the seconds between two calls on the channel: workstations that share the outbox keep it together,
        and fewer rows than ``room`` are claimed when it is not yet time for more.

        Claimed rows are committed as ``sending`` before this returns. Rows whose subscriber is no longer
        active, or no longer wants such a notice, become ``skipped``, rows whose notice is no longer valid ``expired``;
        neither is returned.
        What is to be tried again of a notice that was cancelled while the call was under way becomes ``cancelled``.
        Urgent notices first, then the order in which they were queued; rows outside ``scope`` are left alone.
        """
        ...

    def enqueue(self, notice: NewNotice) -> int:
        """Stores the notice and one queued row per recipient in one transaction; returns its id.

        A ``draft_uuid`` that is already there returns the existing notice's id and changes nothing, so that two
        presses queue once; for one that was ``derived``, and for a notice not ``compared`` so far that says the same,
        raises InputError("repeated_meanwhile"). Raises InputError("draft_already_queued") where that ``draft_uuid`` was
        queued with something else in it, "no_recipients" when no channel of the notice has anyone to send to.
        """
        ...

    def content(self, notice: int, channel: str) -> tuple[Content, dict[str, str]]:
        """What to send, and what ``prepare`` returned last (empty at first)."""
        ...

    def keep_prepared(self, notice: int, channel: str, memory: Mapping[str, str]) -> None: ...

    def channel_memory(self, channel: str) -> dict[str, str]: ...

    def keep_channel_memory(self, channel: str, memory: Mapping[str, str]) -> None: ...

    def waiting(self, channel: str, scope: Scope = ALL_ROWS) -> dict[int, int]:
        """The notices with queued rows of the channel and how many each, the most urgent first."""
        ...

    def queued(self, scope: Scope = ALL_ROWS) -> dict[str, int]:
        """The channels with queued rows and how many each."""
        ...

    def newest(self) -> int:
        """The id of the notice that was queued last; 0 where there is none."""
        ...

    def lineups(self, notices: Collection[int]) -> dict[int, Lineup]:
        """The lineup of each of these notices; those without queued rows are absent."""
        ...

    def set_aside(self, notice: int, channels: Collection[str], now: datetime) -> None:
        """A person decided that the notice's other channels do not wait for these."""
        ...

    def note_aside(
        self, channel: str, aside: Sequence[SetAside], going: Collection[int], *, now: datetime
    ) -> list[int]:
        """Keeps why the channel does not send some notices, and that it sends those ``going``; returns what changed.

        What it returns are the notices for which something else was kept before.
        """
        ...

    def expire(self, channel: str, *, now: datetime, scope: Scope = ALL_ROWS) -> int:
        """Queued rows of notices that are no longer valid become ``expired``; returns how many."""
        ...

    def give_back(self, channel: str, kept: Collection[int], *, now: datetime) -> list[int]:
        """Queues again the rows that this process claimed and never began; returns them.

        One whose notice was cancelled meanwhile is cancelled too.
        Only for when nothing is under way: all rows that it has in ``sending`` but those ``kept`` are meant.
        """
        ...

    def next_due(self, channel: str, *, now: datetime, scope: Scope = ALL_ROWS) -> datetime | None:
        """When the first waiting row may be tried: ``now`` if one is due, None if none waits."""
        ...

    def waits_because(self, channel: str, scope: Scope = ALL_ROWS) -> str:
        """The code for which the first waiting row has to wait; empty where no service asked for it (later days)."""
        ...

    def recent_calls(self, channel: str, since: datetime) -> list[datetime]:
        """The moments of the channel's attempts after ``since``, so that a restart does not forget the pace."""
        ...

    def set_back(self, now: datetime) -> int:
        """The clock may have been set back: rows that wait since a time later than ``now`` wait from now on.

        Returns how many there were.
        """
        ...

    def recover(self, now: datetime) -> int:
        """Rows left in ``sending`` by a process that died become ``unknown``; returns how many. As :meth:`set_back`.

        Only for who holds the sending lock: then no live process of this data folder is sending.
        """
        ...


class SendingEngine(Protocol):
    """The engine as its users see it: in this process, or in one of its own."""

    @property
    def running(self) -> bool:
        """Whether something is being sent."""
        ...

    async def run(self, scope: Scope) -> Mapping[str, LaneProgress]:
        """Sends the queued rows in ``scope``; returns how each lane ended. Joins a sending under way."""
        ...

    def stop(self) -> None:
        """Drains: no new claims, those under way are awaited, the rest stays queued."""
        ...

    def pause(self) -> None: ...

    def resume(self) -> None: ...

    def renew(self) -> None:
        """Keys or settings have changed: every channel is made anew, also where one had given up."""
        ...
