# SPDX-License-Identifier: EUPL-1.2
"""What of the office's work is open today and needs a person, and how the month has gone so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from comunecast_gui.core.report.statistics import Reach
from comunecast_gui.core.schedule.due import Scheduled
from comunecast_gui.core.schedule.remembered import RememberedCalendar


@dataclass(frozen=True, slots=True)
class StillOpen:
    """Something that was told and that nobody has ended; times are aware.

    ``notice`` is the last one that spoke of it, ``end`` what was said of its end (None: nothing). ``closing`` is the
    category of the notice that ends it (empty: none can), ``longer`` of the one that says that it goes on; ``place`` is
    where it is, ``street`` in which street, each empty where that is not one. ``promised`` is the moment for which more
    news was promised. What ``closes`` is over at its end by itself; ``works`` are done in a street. ``begin`` is
    what was said of its begin (None: nothing).
    """

    notice: int
    title: str
    end: datetime | None
    category: str
    alert: bool
    closing: str
    longer: str
    place: str = ""
    street: str = ""
    promised: datetime | None = None
    closes: bool = False
    works: bool = False
    begin: datetime | None = None

    @property
    def due(self) -> datetime | None:
        """When somebody has to say what became of it; None: never by itself."""
        return None if self.closes else min(filter(None, (self.end, self.promised)), default=None)

    def has_begun(self, now: datetime) -> bool:
        """Whether it is under way: what said nothing of its begin began when it was told."""
        return self.begin is None or self.begin <= now

    def asks(self, now: datetime) -> bool:
        """Whether its end has come, or the hour of more news, and somebody has to say what became of it."""
        return self.due is not None and self.due <= now

    def is_ended(self, now: datetime) -> bool:
        """Whether the end that was told has come."""
        return self.end is not None and self.end <= now


@dataclass(frozen=True, slots=True)
class Unsent:
    """A notice of which ``count`` messages are still queued."""

    notice: int
    title: str
    at: datetime
    count: int


@dataclass(frozen=True, slots=True)
class PostTrouble:
    """A notice of whose post a change failed, or nobody knows whether it was made; the rest says which and why."""

    notice: int
    title: str
    act: str
    mark: str
    state: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class JustSent:
    """A notice that went out, or began to, within the last hour."""

    notice: int
    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MonthSoFar:
    """The present month from its first day: notices, messages that went out, and what WhatsApp costs without VAT.

    ``cost`` is Meta's own figure, or where it was not asked yet an estimate from the receipts (``estimated``); None
    where WhatsApp is not used.
    """

    first: date
    notices: int = 0
    messages: int = 0
    failed: int = 0
    cost: Decimal | None = None
    currency: str = ""
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class OpenWork:
    """What is open and needs a person. ``unknown`` counts deliveries of unknown outcome.

    ``told`` is what was told and is not over. ``later`` is what goes out at its hour, or waits for a person because it
    could not. ``calendars`` ask for drafts of their next days, or for a new one.
    """

    told: tuple[StillOpen, ...]
    unsent: tuple[Unsent, ...]
    unknown: int
    later: tuple[Scheduled, ...] = ()
    just_sent: tuple[JustSent, ...] = ()
    posts: tuple[PostTrouble, ...] = ()
    calendars: tuple[RememberedCalendar, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """The people reached and the month so far: counted over all people, and so later than what is open."""

    reach: tuple[Reach, ...]
    month: MonthSoFar
