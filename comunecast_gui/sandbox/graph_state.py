# SPDX-License-Identifier: EUPL-1.2
"""What Meta knows: templates, media, uploads, the token, the rates, and the webhooks it has to push."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

from comunecast_gui.sandbox.citizen_phones import PhoneMessage
from comunecast_gui.sandbox.clock import TokenBucket
from comunecast_gui.sandbox.config import SandboxConfig


@dataclass(slots=True)
class Template:
    """A message template. ``due_at`` is when its review ends, ``verdict`` what the review will say."""

    template_id: str
    name: str
    language: str
    category: str
    parameter_format: str
    components: list[dict[str, Any]]
    status: str = "PENDING"
    verdict: str = "APPROVED"
    verdict_category: str = ""
    rejected_reason: str = "NONE"
    quality: str = "UNKNOWN"
    ttl_seconds: int | None = None
    due_at: float = 0.0
    edits: list[float] = field(default_factory=list)

    def component(self, kind: str) -> dict[str, Any]:
        """The component HEADER, BODY, FOOTER or BUTTONS, empty where there is none."""
        return next((part for part in self.components if str(part.get("type", "")).upper() == kind), {})


@dataclass(frozen=True, slots=True)
class Media:
    """An uploaded file, kept for 30 days."""

    media_id: str
    mime: str
    filename: str
    sha256: str
    size: int
    uploaded_at: float


@dataclass(slots=True)
class UploadSession:
    """A resumable upload; ``handle`` is set once all ``length`` bytes have come."""

    upload_id: str
    filename: str
    mime: str
    length: int
    received: int = 0
    handle: str = ""


@dataclass(frozen=True, slots=True)
class StatusUpdate:
    """One status that Meta pushes for a message, as its webhook value, with the number it is about."""

    wamid: str
    number: str
    status: str
    value: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Charge:
    """A delivered message as it is charged: when, its category, and its type of price."""

    at: float
    category: str
    kind: str


@dataclass(frozen=True, slots=True)
class HeldMessage:
    """A message that waits for the quality assessment of its template."""

    number: str
    message: PhoneMessage


@dataclass(slots=True)
class GraphState:
    """One WhatsApp business account with one phone number."""

    token: str = field(repr=False)
    scopes: tuple[str, ...] = ()
    revoked: bool = False
    former_tokens: set[str] = field(default_factory=set, repr=False)
    """Those that another one took the place of: whoever still has one did nothing wrong."""
    templates: dict[str, Template] = field(default_factory=dict)
    names: dict[tuple[str, str], Template] = field(default_factory=dict)
    verdicts: dict[str, tuple[str, str]] = field(default_factory=dict)
    deleted: dict[str, float] = field(default_factory=dict)
    media: dict[str, Media] = field(default_factory=dict)
    uploads: dict[str, UploadSession] = field(default_factory=dict)
    statuses: list[StatusUpdate] = field(default_factory=list)
    held: list[HeldMessage] = field(default_factory=list)
    charges: list[Charge] = field(default_factory=list)
    contact_book: set[str] = field(default_factory=set)
    """The business-scoped user ids whose numbers are kept for the office."""
    answers: Counter[str] = field(default_factory=Counter)
    """Delivered service messages by month (``2026-11``, UTC): the first thousand of each are free."""
    webhooks: list[dict[str, Any]] = field(default_factory=list)
    delivered: int = 0
    """How many of ``webhooks`` reached the address they go to."""
    throughput: TokenBucket = field(default_factory=lambda: TokenBucket(0, 1))
    pairs: dict[str, TokenBucket] = field(default_factory=dict)
    management: deque[float] = field(default_factory=deque)
    quality: str = "GREEN"
    status: str = "CONNECTED"
    name_status: str = "APPROVED"
    can_send: str = "AVAILABLE"
    blocked_by: str = ""
    """Why the account may not send, in Meta's words."""
    subscribed: bool = True
    number_verified: str = "VERIFIED"
    pin: str = field(default="", repr=False)
    """The number's two-step verification PIN, empty where it has none."""
    registrations: deque[float] = field(default_factory=deque)
    paid: str = "yes"
    """Anything else: the account has no working payment method."""
    business_verified: str = "yes"
    messaging_limit: str = "TIER_2K"
    counter: int = 0

    @classmethod
    def of(cls, config: SandboxConfig) -> GraphState:
        """The state before the first request."""
        rate = config.messages_per_second
        return cls(
            token=config.whatsapp_token,
            scopes=config.scopes,
            throughput=TokenBucket(rate, max(1.0, rate)),
            messaging_limit=config.messaging_limit,
            subscribed=config.subscribed,
            status="CONNECTED" if config.registered else "PENDING",
            number_verified="VERIFIED" if config.number_verified else "NOT_VERIFIED",
            pin=config.pin,
        )

    def next_number(self) -> int:
        """A number never given before, for ids of all kinds."""
        self.counter += 1
        return self.counter
