# SPDX-License-Identifier: EUPL-1.2
"""Builds one office from its parts: settings, store, texts, and the drivers for its channels.

The window and the commands open the same :class:`Workspace`; nothing else knows which driver serves which channel.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Protocol

from comunecast_gui.channels.missing_token import MissingTokenChannel
from comunecast_gui.channels.telegram.driver import TelegramChannel
from comunecast_gui.channels.whatsapp.driver import WhatsAppChannel
from comunecast_gui.core.bulletin.forecast import Forecast
from comunecast_gui.core.bulletin.place import Place
from comunecast_gui.core.changes import Event
from comunecast_gui.core.delivery.engine import Engine
from comunecast_gui.core.delivery.pace import Pace
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.model import ChannelKind, Draft, Office, kind_of
from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.core.notice.checks.check import CheckContext, RecentNotice, open_alerts
from comunecast_gui.core.notice.compose import Composed
from comunecast_gui.core.notice.costs import Rates
from comunecast_gui.core.notice.overlays.overlay_reader import FOLDER as OVERLAYS
from comunecast_gui.core.notice.overlays.overlay_reader import office_catalogue, shipped_catalogue
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.places import Municipalities
from comunecast_gui.core.ports import Channel, ChannelFactory, Clock, NewNotice
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.core.trust.office_key import KeySource, OfficeKey
from comunecast_gui.core.work.long_work import UNWATCHED, Work
from comunecast_gui.store.approval.approval_requests import ApprovalRequests
from comunecast_gui.store.colleagues.colleague_rows import Colleagues
from comunecast_gui.store.consent import audience
from comunecast_gui.store.consent.subscribers import Subscribers
from comunecast_gui.store.db.database import Database, open_database
from comunecast_gui.store.delivery import rollup
from comunecast_gui.store.delivery.closings import Closings
from comunecast_gui.store.delivery.notices import NoticeRow, Notices
from comunecast_gui.store.delivery.outbox import SqlOutbox
from comunecast_gui.store.delivery.schedules import Schedules
from comunecast_gui.store.delivery.templates import Templates
from comunecast_gui.store.inbound import purge
from comunecast_gui.store.restore import placing
from comunecast_gui.system import paths, phones, tls
from comunecast_gui.system.bulletins import bulletin_file
from comunecast_gui.system.clock import SystemClock
from comunecast_gui.system.engine_process import EngineProcess
from comunecast_gui.system.locks import opening_lock, sending_lock
from comunecast_gui.system.phones import PhoneKind
from comunecast_gui.system.secrets import Secret, SecretName, Secrets, as_variables
from comunecast_gui.system.settings import database_address, office_file, street_file
from comunecast_gui.system.settings.usual_values import UsualValues
from comunecast_gui.system.settings.values import Settings, TelegramSettings, WhatsAppSettings

WHATSAPP = str(ChannelKind.WHATSAPP)
APPROVED = "APPROVED"
"""The only status in which a template can be sent (Meta: Template management)."""
TELEGRAM_PACE = Pace(gap=1.1, most=20, window=60.0)
"""A message a second in a chat, 20 a minute in a group, which holds for channels too (Bots FAQ: Broadcasting)."""
LOOK_BACK = timedelta(days=7)
_FLUID_RATE = 200.0
"""Messages a second up to which the interpreter's lock is free often enough for a window beside the engine."""
_JITTER = 1.005
"""A window is that much longer than the service's: calls that go out evenly do not arrive evenly."""
_SLOWEST_ANSWER = 0.3
"""Seconds within which WhatsApp usually answers; so many calls are under way at once as the rate asks for."""


class SecretSource(KeySource, Protocol):
    """Where tokens and the office key come from: the keyring and the environment, or the training ground."""

    def get(self, name: SecretName | str) -> Secret | None: ...

    def elsewhere(self, name: SecretName | str) -> str: ...

    def require(self, name: SecretName | str) -> Secret: ...


@dataclass(frozen=True, slots=True)
class Workspace:
    """Everything of one office, ready to use. Opened by :func:`open_workspace`, which also closes it."""

    data_dir: Path
    settings: Settings
    secrets: SecretSource
    clock: Clock
    database: Database
    subscribers: Subscribers
    notices: Notices
    outbox: SqlOutbox
    templates: Templates
    screen_language: str = "it"
    """The language in which problems are explained to the person at the screen; notices are in Italian."""
    usual: UsualValues = field(default_factory=lambda: UsualValues({}))
    """What the office usually writes, which ``office`` knows of."""

    @property
    def office(self) -> Office:
        return self.settings.office

    @property
    def office_key(self) -> OfficeKey:
        """The office key, compared with the database. Raises ConfigError (``office_key_*``, ``keyring_locked``)."""
        return self.database.keys.office

    @property
    def channels(self) -> tuple[str, ...]:
        """The names of the configured channels, WhatsApp first."""
        return channel_names(self.settings)

    @property
    def catalogue(self) -> Catalogue:
        """The categories as this office has them; those that come with the program where its own do not work."""
        return office_catalogue(paths.resource("categories"), self.data_dir / OVERLAYS)

    @property
    def colleagues(self) -> Colleagues:
        """The office's own people; most offices have none."""
        return Colleagues(self.database)

    @property
    def approvals(self) -> ApprovalRequests:
        """What waits for a second one of them."""
        return ApprovalRequests(self.database)

    @property
    def closings(self) -> Closings:
        """What was declared over."""
        return Closings(self.database)

    @property
    def schedules(self) -> Schedules:
        """What goes out later."""
        return Schedules(self.database)

    @property
    def language(self) -> str:
        """The language of the WhatsApp templates."""
        return self.settings.whatsapp.language if self.settings.whatsapp else "it"


def channel_names(configured: Settings) -> tuple[str, ...]:
    """``whatsapp`` and ``telegram:NAME`` for each channel of the settings."""
    whatsapp = (WHATSAPP,) if configured.whatsapp else ()
    telegram = configured.telegram.channels if configured.telegram else ()
    return whatsapp + tuple(f"{ChannelKind.TELEGRAM}:{channel.name}" for channel in telegram)


@contextmanager
def open_workspace(
    data_dir: Path, *, clock: Clock | None = None, secrets: SecretSource | None = None, work: Work = UNWATCHED
) -> Iterator[Workspace]:
    """Opens the office that lives in ``data_dir``; ``work`` tells how far a database is that is brought up to date.

    Raises ConfigError("not_configured"), and what the settings and the database raise.
    """
    finish_restore(data_dir)
    configured = office_file.load(data_dir)
    clock, secrets = clock or SystemClock(), secrets or Secrets.of(data_dir, configured)
    with opening_lock(data_dir):  # never while a backup takes the database's place
        database = open_database(data_dir, database_url(configured, secrets), secrets, work)
    try:
        usual, notices = UsualValues(configured.office.usual, configured.providers.usual), Notices(database)
        configured = replace(configured, office=replace(configured.office, usual=usual))
        opened = Workspace(
            data_dir,
            configured,
            secrets,
            clock,
            database,
            Subscribers(database),
            notices,
            SqlOutbox(database),
            Templates(database),
            usual=usual,
        )
        _learn(opened)
        yield opened
    finally:
        database.close()


def _learn(workspace: Workspace) -> None:
    """Learns from the last notice of each category what the office usually writes; the newest counts most."""
    learning = {one.id: one for one in workspace.catalogue if any(each.usual for each in one.fields)}
    for category, fields in workspace.notices.last_of_each(learning):
        workspace.usual.learn(learning[category], fields)


def database_url(configured: Settings, secrets: SecretSource) -> str:
    """The address of the office's database, with the password that is kept for this server; empty for a file.

    Raises ConfigError("keyring_locked").
    """
    url = configured.database.url
    if not database_address.is_server(url):
        return url
    password = secrets.get(SecretName.DATABASE_PASSWORD)
    return database_address.with_password(url, password.reveal_to(database_address.place_of(url))) if password else url


def finish_restore(data_dir: Path) -> None:
    """Puts the files of a backup that was put back where they belong, if the process that did so died meanwhile.

    Raises ConfigError("already_opening" | "data_dir_unusable").
    """
    if not placing.is_pending(data_dir):
        return
    with opening_lock(data_dir):
        try:
            placing.finish(data_dir)
        except OSError as error:
            raise ConfigError("data_dir_unusable", folder=data_dir, reason=error.strerror or "") from None


def uses_kept_password(workspace: Workspace) -> bool:
    """Whether the office signed in to its database server with a password from the keyring or the environment.

    Many servers need none of ours: they know the account, a certificate, or libpq's own password file.
    """
    given = database_address.without_password(workspace.settings.database.url)[1]
    return bool(workspace.database.engine.url.password) and not given


def catalogue() -> Catalogue:
    """The categories that ship with the program, read once in each process. Raises ConfigError("category_file").

    What an office writes with is ``Workspace.catalogue``, which has its own over them.
    """
    return shipped_catalogue(paths.resource("categories"))


def sentences(language: str = "it") -> Sentences:
    """What a terminal says."""
    return Sentences.load(paths.resource("sentences"), language)


def window_sentences(language: str = "it") -> Sentences:
    """The same for an officer, who has no terminal."""
    return Sentences.load(paths.resource("sentences"), language, window=True)


def rates() -> Rates:
    """What messages cost."""
    return Rates.load(paths.resource("costs.toml"))


def check_context(workspace: Workspace, at: datetime) -> CheckContext:
    """The data that the checks compare a draft with: streets, towns, words, and recent notices."""
    day_began = at.astimezone(timezone_of(workspace.office)).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = workspace.notices.recent(at - LOOK_BACK)
    known = {row.id for row in rows}
    recent = tuple(map(recent_notice, [*rows, *(row for row in workspace.notices.to_come() if row.id not in known)]))
    over = workspace.closings.declared([row.id for row in rows])
    stands = (recent_notice(row) for row in rows if row.reaches_people and row.id not in over)
    return replace(
        CheckContext.load(paths.resource(), workspace.screen_language, office=workspace.office),
        streets=street_file.of_office(workspace.data_dir, workspace.office.name),
        bulletin=bulletin_days(workspace),
        channels=workspace.channels,
        templates=frozenset(row.name for row in workspace.templates.all() if row.status == APPROVED),
        recent=recent,
        open_alerts=open_alerts(stands, workspace.catalogue, at),
        sent_today=sum(1 for notice in recent if notice.at >= day_began),
        addresses=_public_pages(workspace),
        asked_about=tuple(map(_asked_about, workspace.approvals.waiting_notices().values())),
    )


def bulletin_place(office: Office) -> Place:
    """Where in a bulletin this office is looked for. Raises ConfigError("bulletin_no_zone")."""
    return Place.of(office, Municipalities.load(paths.resource("towns")))


def bulletin_days(workspace: Workspace) -> tuple[Forecast, ...]:
    """What the bulletins that were read say of the office's zone; nothing where it is not known which one that is."""
    with suppress(ConfigError):
        return bulletin_file.kept(workspace.data_dir, bulletin_place(workspace.office).code)
    return ()


def recent_notice(row: NoticeRow) -> RecentNotice:
    """A row of the history as the checks look at it."""
    return RecentNotice(
        row.category,
        row.text,
        row.created_at,
        row.id,
        row.valid_until,
        row.follows,
        row.title,
        # What was taken off the queue, or never left it in time, told nobody: it is not said twice.
        row.fields if row.reaches_people or row.later else {},
        row.later.at if row.later and not row.later.undo else None,
    )


def _public_pages(workspace: Workspace) -> Mapping[str, str]:
    """The pages of the public Telegram channels; one known by its number alone has none that anybody may open."""
    telegram = workspace.settings.telegram
    found = {one.name: one.chat for one in (telegram.channels if telegram else ()) if one.chat.startswith("@")}
    return {f"{ChannelKind.TELEGRAM}:{name}": f"https://t.me/{chat[1:]}" for name, chat in found.items()}


def _asked_about(new: NewNotice) -> RecentNotice:
    """What waits for a second person, as the checks look at it."""
    return RecentNotice(new.category, new.text, new.at, 0, new.valid_until, new.follows, new.title, dict(new.fields))


def with_audience(workspace: Workspace, draft: Draft) -> Draft:
    """The draft with the zones and the topic of what it follows, as far as it has none of its own.

    Raises InputError("unknown_notice").
    """
    if draft.follows is None:
        return draft
    followed = workspace.notices.get(draft.follows)
    zones = workspace.office.offer.zones_of(followed.zones) if draft.zones is None else draft.zones
    return replace(draft, zones=zones, followed_topic=followed.topic, followed_category=followed.category)


def reach(workspace: Workspace, composed: Composed) -> int:
    """How many people get it on WhatsApp. Raises ConfigError (``database_*``)."""
    return audience.people(workspace.database, composed.zones, composed.topic, composed.after)


def may_be_approved(workspace: Workspace, template: str) -> bool:
    """Whether Meta takes the template, as far as it is known here: one that was never looked up may be approved."""
    known = [one for one in workspace.templates.all() if one.name == template]
    return not known or any(one.status == APPROVED for one in known)


def tidy(workspace: Workspace, most: int = 3) -> int:
    """Shrinks the deliveries of at most ``most`` old notices to their counts, as the settings say; returns how many.

    Raises ConfigError (``database_*``, ``disk_full``).
    """
    before = _old_before(workspace)
    return rollup.roll_up(workspace.database, before, most) if before else 0


def forget_daily(workspace: Workspace) -> bool:
    """Forgets once a day what is kept only for a while; returns whether it did. Raises ConfigError (``database_*``)."""
    return purge.forget_daily(workspace.database, workspace.clock.now())


def tidy_a_little(workspace: Workspace) -> bool:
    """The smallest step of :func:`tidy` and :func:`forget_daily`: one short transaction. Returns whether it did any."""
    if forget_daily(workspace):
        return True
    before = _old_before(workspace)
    return before is not None and rollup.roll_up_some(workspace.database, before)


def _old_before(workspace: Workspace) -> datetime | None:
    days, latest = workspace.settings.database.keep_days, workspace.notices.latest(1)
    if not days or not latest:
        return None
    # Age is counted back from the latest notice: a clock that is years ahead for a moment must not cost the history.
    return min(workspace.clock.now(), latest[0].created_at) - timedelta(days=days)


def recover_interrupted(workspace: Workspace) -> None:
    """Marks as unknown the deliveries that a dead process was sending; does nothing while another process sends."""
    with suppress(ConfigError), sending_lock(workspace.data_dir):
        workspace.outbox.recover(workspace.clock.now())


def own_numbers(configured: Settings) -> frozenset[str]:
    """The office's own numbers, in digits, in whatever way the settings write them: nobody subscribes with them.

    The number that it sends from, also a landline, cannot receive (Meta: 131021). A mobile number under
    ``office.phone`` is the office's too; a landline there is told like any other landline.
    """
    found = set()
    with suppress(InputError):
        found.add(phones.parse(configured.whatsapp.display_phone if configured.whatsapp else ""))
    with suppress(InputError):
        phone = phones.parse(configured.office.phone)
        found.update({phone} if phone.kind is PhoneKind.MOBILE else ())
    return frozenset(phone.digits for phone in found)


def secret_names(names: Iterable[str]) -> tuple[SecretName, ...]:
    """The secrets that sending on these channels needs."""
    kinds = {kind_of(name) for name in names}
    needed = {ChannelKind.WHATSAPP: SecretName.WHATSAPP_TOKEN, ChannelKind.TELEGRAM: SecretName.TELEGRAM_TOKEN}
    return tuple(secret for kind, secret in needed.items() if kind in kinds)


def paces(configured: Settings) -> dict[str, Pace]:
    """How fast each channel may send."""
    found = {name: TELEGRAM_PACE for name in channel_names(configured)}
    if configured.whatsapp:
        rate = configured.whatsapp.rate_per_second
        # What a busy computer was late with it makes up for, but no second ever sees more than the service allows.
        most = max(1, int(rate))
        found[WHATSAPP] = Pace(1 / rate, most, window=most / rate * _JITTER, catch_up=0.5)
    return found


def build_engine(workspace: Workspace, emit: Callable[[Event], None], patience: float = math.inf) -> Engine:
    """The engine of this office, with every channel; one whose token is missing refuses to open and says so.

    ``patience`` is in seconds: see :class:`~comunecast_gui.core.delivery.engine.Engine`.
    """
    return Engine(
        workspace.outbox, channel_factories(workspace), workspace.clock, emit, paces(workspace.settings), patience
    )


def needs_own_process(configured: Settings) -> bool:
    """Whether sending is so fast that it would make a window in the same process stutter (docs/PERFORMANCE.md)."""
    return any(1 / pace.gap > _FLUID_RATE for pace in paces(configured).values())


def build_engine_process(workspace: Workspace, emit: Callable[[Event], None]) -> EngineProcess:
    """The same engine in a process of its own, with the secrets that this one has."""
    return EngineProcess(workspace.data_dir, emit, partial(_secrets_in_environment, workspace))


def _secrets_in_environment(workspace: Workspace) -> dict[str, str]:
    """The keys that are kept now, as the environment variables that name them. Raises ConfigError("keyring_locked")."""
    password = (SecretName.DATABASE_PASSWORD,) if workspace.database.shared else ()
    names = (*secret_names(workspace.channels), SecretName.OFFICE_KEY, *password)
    return as_variables({name: workspace.secrets.get(name) for name in names})


def channel_factories(workspace: Workspace) -> dict[str, ChannelFactory]:
    """What makes each configured channel, with the key that is kept at the moment of making."""
    return {name: partial(_channel, workspace, name) for name in workspace.channels}


def _channel(workspace: Workspace, name: str) -> Channel:
    """Raises ConfigError ("keyring_locked", ``office_key_*``)."""
    configured = workspace.settings
    if configured.whatsapp and name == WHATSAPP:
        _ = workspace.database.hash_key  # each outcome is noted under its mark: without the key nothing may go out
        token = workspace.secrets.get(SecretName.WHATSAPP_TOKEN)
        if token is None:
            return MissingTokenChannel(name, *missing_key(workspace, SecretName.WHATSAPP_TOKEN))
        return whatsapp_channel(configured.whatsapp, token)
    if configured.telegram:
        for channel in office_telegram_channels(workspace):
            if channel.name == name:
                return channel
    raise ConfigError("channel_not_configured", channel=name)


def whatsapp_channel(configured: WhatsAppSettings, token: Secret) -> WhatsAppChannel:
    """The driver of the office's WhatsApp number."""
    return WhatsAppChannel(
        WHATSAPP,
        token.reveal_to(configured.graph_url),
        configured.graph_url,
        configured.api_version,
        configured.phone_number_id,
        configured.business_account_id,
        tls.context(),
        concurrency=max(8, round(configured.rate_per_second * _SLOWEST_ANSWER)),
        marketing=configured.marketing,
    )


def telegram_channels(configured: TelegramSettings, token: Secret) -> list[TelegramChannel]:
    """A driver for each Telegram channel of these settings."""
    key = token.reveal_to(configured.base_url)
    return [
        TelegramChannel(f"{ChannelKind.TELEGRAM}:{channel.name}", key, channel.chat, configured.base_url, tls.context())
        for channel in configured.channels
    ]


def office_telegram_channels(workspace: Workspace) -> Sequence[TelegramChannel | MissingTokenChannel]:
    """A driver for each Telegram channel of the office, or what stands in for want of its key.

    Raises ConfigError("keyring_locked").
    """
    configured = workspace.settings.telegram
    if configured is None:
        return ()
    token = workspace.secrets.get(SecretName.TELEGRAM_TOKEN)
    if token is not None:
        return telegram_channels(configured, token)
    code, detail = missing_key(workspace, SecretName.TELEGRAM_TOKEN)
    names = (f"{ChannelKind.TELEGRAM}:{channel.name}" for channel in configured.channels)
    return [MissingTokenChannel(name, code, detail) for name in names]


def missing_key(workspace: Workspace, name: SecretName) -> tuple[str, str]:
    """Why there is no key for a channel: a code of ``[channel]``, and the host that the one in the keyring is for."""
    host = workspace.secrets.elsewhere(name)
    return (f"{name}_moved", host) if host else (str(name), "")
