# SPDX-License-Identifier: EUPL-1.2
"""Puts the parts of one office together: settings, store, texts, and the drivers for its channels.

The window and the commands open the same :class:`Desk`; nothing else knows which driver serves which channel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from comunecast_gui.core.categories import Catalogue
from comunecast_gui.core.changes import Event
from comunecast_gui.core.checks import CheckContext, RecentNotice
from comunecast_gui.core.engine import Engine
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.model import ChannelKind, Office, kind_of
from comunecast_gui.core.pace import Pace
from comunecast_gui.core.ports import Channel, Clock
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.store.db import Database, open_database
from comunecast_gui.store.notices import Notices
from comunecast_gui.store.outbox import SqlOutbox
from comunecast_gui.store.subscribers import Subscribers
from comunecast_gui.store.templates import Templates
from comunecast_gui.system import paths, settings, tls
from comunecast_gui.system.clock import SystemClock
from comunecast_gui.system.secrets import Secrets
from comunecast_gui.system.settings import Settings

WHATSAPP = "whatsapp"
TELEGRAM_PACE = Pace(gap=1.1, most=20, window=60.0)
"""One message a second in a chat and 20 a minute in a group, which holds for channels too (Bots FAQ: Broadcasting)."""
_LOOK_BACK = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything of one office, ready to use. Opened by :func:`open_desk`; closing the database ends it."""

    data_dir: Path
    settings: Settings
    secrets: Secrets
    clock: Clock
    database: Database
    subscribers: Subscribers
    notices: Notices
    outbox: SqlOutbox
    templates: Templates

    @property
    def office(self) -> Office:
        return self.settings.office

    @property
    def channels(self) -> tuple[str, ...]:
        """The names of the configured channels, WhatsApp first."""
        return channel_names(self.settings)


def channel_names(configured: Settings) -> tuple[str, ...]:
    """``whatsapp`` and ``telegram:NAME`` for each channel of the settings."""
    whatsapp = (WHATSAPP,) if configured.whatsapp else ()
    telegram = configured.telegram.channels if configured.telegram else ()
    return whatsapp + tuple(f"{ChannelKind.TELEGRAM}:{channel.name}" for channel in telegram)


@contextmanager
def open_desk(data_dir: Path, *, clock: Clock | None = None, secrets: Secrets | None = None) -> Iterator[Desk]:
    """Opens the office that lives in ``data_dir``.

    Raises ConfigError: ``not_configured``, and what the settings and the database raise.
    """
    configured = settings.load(data_dir)
    clock = clock or SystemClock()
    database = open_database(data_dir, configured.database.url)
    try:
        yield Desk(
            data_dir,
            configured,
            secrets or Secrets(data_dir),
            clock,
            database,
            Subscribers(database),
            Notices(database),
            SqlOutbox(database),
            Templates(database),
        )
    finally:
        database.close()


def catalogue() -> Catalogue:
    """The categories that ship with the program. Raises ConfigError("category_file")."""
    return Catalogue.load(paths.resource("categories"))


def sentences(language: str = "it") -> Sentences:
    return Sentences.load(paths.resource("sentences"), language)


def check_context(desk: Desk, at: datetime) -> CheckContext:
    """What the checks compare a draft with: streets, towns, words, and what this office sent lately."""
    day_began = at.astimezone(timezone_of(desk.office)).replace(hour=0, minute=0, second=0, microsecond=0)
    recent = desk.notices.recent(at - _LOOK_BACK)
    return replace(
        CheckContext.load(paths.resource()),
        channels=desk.channels,
        recent=tuple(RecentNotice(notice.category, notice.text, notice.created_at) for notice in recent),
        sent_today=sum(1 for notice in recent if notice.created_at >= day_began),
    )


def paces(configured: Settings) -> dict[str, Pace]:
    """How fast each channel may send."""
    return {
        name: Pace(1 / configured.whatsapp.rate_per_second)
        if kind_of(name) is ChannelKind.WHATSAPP and configured.whatsapp
        else TELEGRAM_PACE
        for name in channel_names(configured)
    }


def build_channels(desk: Desk) -> list[Channel]:
    """A driver for each configured channel; one whose secret is missing refuses to open and says so."""
    return [_channel(desk, name) for name in desk.channels]


def build_engine(desk: Desk, emit: Callable[[Event], None]) -> Engine:
    """The engine of this office, with every channel."""
    return Engine(desk.outbox, build_channels(desk), desk.clock, emit, paces(desk.settings))
