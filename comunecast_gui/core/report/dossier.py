# SPDX-License-Identifier: EUPL-1.2
"""All data that an office holds about one person, gathered to be shown to that person (GDPR art. 15)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from comunecast_gui.core.choices import WANTS_EVERYTHING, ChoiceKind, Wants
from comunecast_gui.core.consent import ConsentEvent
from comunecast_gui.core.model import SubscriberState


@dataclass(frozen=True, slots=True)
class DossierDelivery:
    """One notice that went, or was to go, to the person."""

    title: str
    channel: str
    state: str
    queued_at: datetime


@dataclass(frozen=True, slots=True)
class DossierChoice:
    """A zone or a topic that the person asked for, or asked not to get, and when."""

    kind: ChoiceKind
    name: str
    wanted: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Dossier:
    """``phone`` is the whole number with ``+``, empty for a person who left; there is no name and no message."""

    id: int
    phone: str = field(repr=False)
    state: SubscriberState
    since: datetime
    source: str
    events: tuple[ConsentEvent, ...]
    deliveries: tuple[DossierDelivery, ...]
    choices: tuple[DossierChoice, ...] = ()
    wants: Wants = WANTS_EVERYTHING
    """What follows from the choices."""
    marketing_stopped: datetime | None = None
    """Since when the person lets WhatsApp hold back our marketing messages."""
