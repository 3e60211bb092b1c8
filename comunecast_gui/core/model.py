# SPDX-License-Identifier: EUPL-1.2
"""The terms of the program (docs/ARCHITECTURE.md, "Words") as frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Any

from comunecast_gui.core.choices import NO_OFFER, Offer
from comunecast_gui.core.prepared_file import PreparedFile


class ChannelKind(StrEnum):
    """The services; a channel's name is that of its kind, ``whatsapp``, or begins with it, ``telegram:NAME``."""

    TELEGRAM = "telegram"
    WHATSAPP = "whatsapp"

    @property
    def service(self) -> str:
        """The service's name as people know it."""
        return _TRAITS[self].service

    @property
    def personal(self) -> bool:
        """Whether each subscriber gets a message of their own; otherwise a channel is one post for who follows it."""
        return _TRAITS[self].personal


@dataclass(frozen=True, slots=True)
class _Traits:
    service: str
    personal: bool


_TRAITS = {
    ChannelKind.TELEGRAM: _Traits("Telegram", personal=False),
    ChannelKind.WHATSAPP: _Traits("WhatsApp", personal=True),
}
"""Asked instead of "is it WhatsApp?", which would take every further kind for Telegram."""


def kind_of(channel: str) -> ChannelKind:
    """The service behind a channel's name (``telegram:principale`` -> telegram). Raises ValueError."""
    return ChannelKind(channel.partition(":")[0])


class Priority(StrEnum):
    """How soon a notice must go out; the order of declaration is the order of urgency."""

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class DeliveryState(StrEnum):
    """Life of a delivery: queued -> sending -> accepted | held | failed | unknown, then receipts."""

    QUEUED = "queued"
    SENDING = "sending"
    ACCEPTED = "accepted"
    HELD = "held"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DELIVERED = "delivered"
    READ = "read"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"
    EXPIRED = "expired"


MAY_HAVE_ARRIVED = frozenset(
    {
        DeliveryState.ACCEPTED,
        DeliveryState.HELD,
        DeliveryState.UNKNOWN,
        DeliveryState.DELIVERED,
        DeliveryState.READ,
    }
)
"""The states of a delivery that its recipient got, or may have got or may still get without our doing anything."""


class FollowKind(StrEnum):
    """What a notice does to the one that it follows."""

    UPDATE = "update"
    """It takes its place."""
    CORRECTION = "correction"
    """It says what was wrong in it."""
    ALL_CLEAR = "all_clear"
    """It ends what the other one was about."""
    REPETITION = "repetition"
    """It says the same again."""


class Share(StrEnum):
    """Which of the people whom a notice concerns get what follows it."""

    ALL = "all"
    HAVE_IT = "have_it"
    """Only who got it, or may have got it."""
    MISSED_IT = "missed_it"
    """Only who certainly did not get it, or subscribed since."""


@dataclass(frozen=True, slots=True)
class After:
    """A notice that follows another one, for who it is: whoever may have got that one, and who is touched now.

    ``spares_missed``: who certainly did not get the other one does not get this one either, however touched. Of two
    notices that follow the same one with the shares HAVE_IT and MISSED_IT, each person gets one: where the first was
    queued as ``told_by``, who is in it decides, whatever became known of the other one since.
    """

    notice: int
    spares_missed: bool = False
    share: Share = Share.ALL
    told_by: int | None = None

    @classmethod
    def of(cls, notice: int | None, does: FollowKind | None) -> After | None:
        """For whom a notice is that follows ``notice``, by what it ``does`` to that one; None where it follows none.

        A correction and an all-clear say nothing to who never got the other one. An update and a repetition reach
        also those for whom the first message failed.
        """
        spares = does in (FollowKind.CORRECTION, FollowKind.ALL_CLEAR)
        return None if notice is None else cls(notice, spares)


class Verdict(StrEnum):
    """A person's decision about a delivery of unknown outcome."""

    ARRIVED = "arrived"
    RESEND = "resend"
    LEAVE = "leave"
    """Nobody will ever know, and it shall not be sent again: it stays unknown, and waits for nobody any more."""


class SubscriberState(StrEnum):
    """active receives; left wrote Disattiva (the number is gone, a keyed hash stays); blocked needs a person."""

    ACTIVE = "active"
    LEFT = "left"
    BLOCKED = "blocked"


class PriceCategory(StrEnum):
    """Meta's category of a template, which decides the price."""

    UTILITY = "UTILITY"
    MARKETING = "MARKETING"


class MarketingRoute(StrEnum):
    """Which of Meta's two endpoints carries messages of the category MARKETING; all others use ``/messages``."""

    MESSAGES = "messages"
    MARKETING_MESSAGES = "marketing_messages"
    """The way that Meta wants them to take (Meta: "Route template messages by category", 21 September 2026)."""
    AUTO = "auto"
    """The second way as soon as Meta says that the account has it, till then the first."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From ``begin`` in the evening to ``end`` the next morning, in the office's time, what can wait shall wait.

    Messages by night are what people complained of most (Garante, 12 March 2003, "SMS di pubblica utilità"); towns
    promise to write by day, alerts aside.
    """

    begin: time = time(22)
    end: time = time(7)


@dataclass(frozen=True, slots=True)
class Office:
    """The town that sends the notices; ``offer`` is what its citizens may choose to receive."""

    name: str
    localities: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    privacy_url: str = ""
    timezone: str = "Europe/Rome"
    alert_zone: str = ""
    offer: Offer = NO_OFFER
    whatsapp_channel: str = ""
    """The page of the office's WhatsApp Channel, on which a person publishes by hand: no service does (Meta has no API
    for Channels); empty: it has none."""
    quiet: QuietHours = QuietHours()
    usual: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    """What the office usually writes in the fields of this name (``acqua.gestore``): who serves the town."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels with a notice; ``alt`` is the description for who cannot see it. ``size`` in bytes.

    ``path`` is where the officer chose it, and once it is kept where its bytes lie. ``digest`` is the SHA-256 of the
    bytes that go out, in hexadecimal digits, and ``file`` these bytes, once they are prepared.
    """

    path: Path
    alt: str
    mime: str
    size: int
    digest: str = ""
    file: PreparedFile | None = field(default=None, repr=False, compare=False)

    @property
    def is_image(self) -> bool:
        return self.mime.startswith("image/")


@dataclass(frozen=True, slots=True)
class Draft:
    """What the officer wrote, before it is rendered. ``fields`` holds raw values keyed by the category's ids.

    ``uuid`` tells one press of a button from another; empty: what is written decides whether it is the same notice.
    ``channels`` empty means the category's default channels. ``follows`` is the id of an earlier notice. ``zones`` are
    those that it is for, none for the whole town; None: those of the notice that it follows, which was on
    ``followed_topic`` and of ``followed_category``. ``carrier`` is a category whose template carries the text on
    WhatsApp; empty: its own. ``due`` is the aware moment at which it shall go out; None: as soon as it is confirmed.
    """

    uuid: str
    category: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    channels: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    follows: int | None = None
    zones: tuple[str, ...] | None = None
    followed_topic: str = ""
    followed_category: str = ""
    carrier: str = ""
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` to ``end``, both naive local times of the office's timezone, to the minute."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Street:
    """A street of the list, with an optional stretch (``tratto``) or house numbers (``civici``)."""

    name: str
    stretch: str = ""
    numbers: str = ""
