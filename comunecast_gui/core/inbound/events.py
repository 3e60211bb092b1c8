# SPDX-License-Identifier: EUPL-1.2
"""What a service reports about people and deliveries, in the program's own terms; message texts go no further."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from comunecast_gui.core.inbound.intent import Reading
from comunecast_gui.core.meta.charges import Pricing
from comunecast_gui.core.meta.news import MetaNews


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote: the number in digits without ``+`` (``wa_id``), WhatsApp's business-scoped user id, or both."""

    wa_id: str = field(default="", repr=False)
    bsuid: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Wrote:
    """A person wrote. ``texts`` are the ways to read it (a button has a label and a payload), none for a photo.

    ``typed`` is false for a caption: it may ask to leave or to get less, but a subscription is a message of its own.
    """

    message: str = field(repr=False)
    at: datetime
    sender: Sender
    texts: tuple[str, ...] = field(default=(), repr=False)
    typed: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """What is kept of a message once it was read: who wrote it, when, and what it asked for."""

    message: str = field(repr=False)
    at: datetime
    sender: Sender
    reading: Reading


@dataclass(frozen=True, slots=True)
class NumberChanged:
    """A person moved to another number; with it the user id changes too, where WhatsApp tells it."""

    message: str = field(repr=False)
    at: datetime
    sender: Sender
    number: str = field(repr=False)
    bsuid: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class UserIdChanged:
    """WhatsApp gave a person another business-scoped user id."""

    at: datetime
    previous: str = field(repr=False)
    current: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Preference:
    """A person lets WhatsApp hold back our marketing messages, or takes them again (``marketing``)."""

    at: datetime
    sender: Sender
    marketing: bool


@dataclass(frozen=True, slots=True)
class Status:
    """The status of a message that the office sent: ``kind`` is sent, delivered, read or failed.

    ``delivery`` or ``answer`` is our own id where it came back, ``trial`` the token of a trial of the set-up;
    ``detail`` is free of numbers.
    """

    kind: str
    at: datetime
    message: str = field(repr=False)
    delivery: int | None = None
    answer: int | None = None
    code: str = ""
    detail: str = ""
    pricing: Pricing | None = None
    trial: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that changes nothing; ``what`` is its kind, without any of its content."""

    what: str


News = Wrote | NumberChanged | UserIdChanged | Preference | Status | MetaNews | Skipped
Fact = Said | NumberChanged | UserIdChanged | Preference | Status | MetaNews
"""What the store applies."""

ANSWER_PREFIX = "answer-"
"""Sets the callback data of an answer apart from that of a delivery, which is its bare id."""
TRIAL_PREFIX = "trial-"
"""Sets the callback data of a trial of the set-up apart; its token follows."""
