# SPDX-License-Identifier: EUPL-1.2
"""The changes that a restore would make, shown before it happens: people, channels, addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from comunecast_gui.core.model import SubscriberState
from comunecast_gui.core.trust.backup_contents import Address, Ahead
from comunecast_gui.services import wiring
from comunecast_gui.store.consent.subscribers import Subscribers
from comunecast_gui.store.db.database import Database
from comunecast_gui.system.settings.values import Settings


@dataclass(frozen=True, slots=True)
class Office:
    """The parts of an office that are compared; None: missing or unreadable."""

    settings: Settings | None
    database: Database | None


def look_ahead(file: str, made_at: datetime, present: Office, copy: Office, *, sealed: bool) -> Ahead:
    """Compares a backup with what it would replace. Raises ConfigError (``database_*``)."""
    before, after = addresses_of(present.settings), addresses_of(copy.settings)
    found = tuple(Address(key, before.get(key, ""), value) for key, value in after.items())
    # The settings of a sealed backup are the office's own; those of a plain one may come from anybody.
    compared = present.settings is not None or not sealed
    return Ahead(
        file,
        made_at,
        sealed,
        people=_people(copy.database) or 0,
        people_now=_people(present.database),
        channels=wiring.channel_names(copy.settings) if copy.settings else (),
        channels_now=wiring.channel_names(present.settings) if present.settings else None,
        addresses=found,
        moved=tuple(one for one in found if compared and one.after != one.before),
    )


def addresses_of(settings: Settings | None) -> Mapping[str, str]:
    """All addresses in an office's settings, by their names in ``office.toml``."""
    if settings is None:
        return {}
    found = {}
    if telegram := settings.telegram:
        found["telegram.base_url"] = telegram.base_url
        found |= {f"telegram.channels.{one.name}": one.chat for one in telegram.channels}
    if whatsapp := settings.whatsapp:
        found["whatsapp.graph_url"] = whatsapp.graph_url
        found["whatsapp.phone_number_id"] = whatsapp.phone_number_id
        found["whatsapp.business_account_id"] = whatsapp.business_account_id
    if settings.relay:
        found["relay.url"] = settings.relay.url
    found |= {"updates.url": settings.updates.url, "updates.key": settings.updates.key}
    return {key: value for key, value in found.items() if value}


def _people(database: Database | None) -> int | None:
    return None if database is None else Subscribers(database).count(state=SubscriberState.ACTIVE)
