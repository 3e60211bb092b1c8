# SPDX-License-Identifier: EUPL-1.2
"""Looks at every part of the program and of the office, and says of each whether it works."""

from __future__ import annotations

import asyncio
import importlib
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit
from urllib.request import getproxies

from comunecast_gui import __version__
from comunecast_gui.channels.telegram.driver import TelegramChannel
from comunecast_gui.core import messaging_limit
from comunecast_gui.core.approval.colleagues import Role
from comunecast_gui.core.errors import ConfigError, SendError, UserError
from comunecast_gui.core.meta.whatsapp_health import (
    Finding,
    Grade,
    TemplateFacts,
    WhatsAppFacts,
    examine_whatsapp,
)
from comunecast_gui.core.model import ChannelKind, SubscriberState
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.report.health import SILENT, Condition
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.services import (
    backups,
    database_server,
    inbox,
    meta_account,
    meta_news,
    template_approval,
    update_check,
    wiring,
)
from comunecast_gui.services.categories import overlay_faults
from comunecast_gui.services.trust import register_head, relay_keys
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.inbound.meta_news import MetaNewsLog
from comunecast_gui.system import private_folder
from comunecast_gui.system.disk import bitlocker, disk_encryption, filevault
from comunecast_gui.system.disk.disk_state import Protection
from comunecast_gui.system.locks import why_silent
from comunecast_gui.system.settings import database_address, office_file

T = TypeVar("T")
_MODULES = (
    "PySide6.QtWidgets", "sqlalchemy", "alembic", "requests", "telegram", "phonenumbers", "openpyxl", "keyring",
    "nacl.public", "fpdf", "pypdf", "PIL.ImageCms", "PIL.WebPImagePlugin",
)  # fmt: skip
_OLD = timedelta(days=30)
"""The age from which a backup is worth a warning."""
_SWITCHES = {bitlocker.PRODUCT: "bitlocker", filevault.PRODUCT: "filevault"}
"""Where a person turns encryption on, which is another place on each system."""
_MEGABYTE = 1024 * 1024
_ROOM_NEEDED, _ROOM_WANTED = 50 * _MEGABYTE, 500 * _MEGABYTE
"""Free bytes below which nothing can be queued safely, and below which somebody should make room."""
_CLOCK_OFF = timedelta(minutes=3)
"""From here on the hour that citizens read of a sending is wrong, and receipts seem to come from another time."""
_UNREAD_LONG = timedelta(hours=1)
"""A window fetches letters every few seconds: what waits so long on the relay, nobody fetches."""
_UNPAID = "131042"
"""Meta, "Error codes": a message that was not sent for want of a payment."""
_SILENT = SILENT | {"relay_unreachable"}
_KNOWN_HERE = (f"{wiring.WHATSAPP}_account", f"{wiring.WHATSAPP}_payment")
"""The conditions that the database tells, also where nobody can be asked."""
_AGES = {0: "health.backup_today", 1: "health.backup_yesterday"}


def examine(data_dir: Path, sentences: Sentences) -> tuple[Condition, ...]:
    """Imports, resources, data folder, settings, database, backups, disk and channels. An office that was never
    configured is not a fault of the program: what belongs to the office is left out then."""
    folder = _folder(data_dir, sentences)  # before anything in it is believed
    try:
        office_file.load(data_dir)
    except UserError as error:
        unconfigured = isinstance(error, ConfigError)
        return (*_program(sentences), *folder, Condition("settings", unconfigured, sentences.of(error)))
    try:
        with wiring.open_workspace(data_dir) as workspace:
            return examine_workspace(workspace, sentences, folder=folder)
    except UserError as error:
        without = Condition("database", False, sentences.of(error))
        return (*_program(sentences), *folder, without, _disk(data_dir, sentences))


def examine_workspace(
    workspace: Workspace, sentences: Sentences, *, copied: bool = True, folder: Sequence[Condition] | None = None
) -> tuple[Condition, ...]:
    """The same for an office that is open. ``copied``: whether it is worth a look at its backups, registers and disk;
    ``folder``: what was found of the data folder, where somebody has looked already. Blocks."""
    found = [*_program(sentences), *(_folder(workspace.data_dir, sentences) if folder is None else folder)]
    found += overlay_faults.conditions(workspace.catalogue.faults, sentences)
    found.append(_try("database", lambda: _read_database(workspace, sentences), sentences))
    found += database_server.examine(workspace, sentences)
    found.append(_office_key(workspace, sentences))
    found += _second_person(workspace, sentences)
    if copied:
        if database_address.is_server(workspace.settings.database.url):
            found.append(_server_copies(workspace, sentences))
        elif not workspace.database.shared:  # the program does not copy a file given by its address
            found.append(_copies(workspace, sentences))
        found.append(_registers(workspace, sentences))
        found.append(_disk(workspace.data_dir, sentences))
        found.append(_recovery_words(workspace, sentences))
        found += _updates(workspace, sentences)
    found += _sending(workspace, sentences)
    return tuple(found)


def examine_sending(workspace: Workspace, sentences: Sentences) -> tuple[Condition, ...]:
    """Only the parts that a notice sent now needs, for who asks often: asks the services, reads no table whole. Blocks.

    What it finds of them is what :func:`examine_workspace` finds.
    """
    database = _try("database", lambda: _reach_database(workspace, sentences), sentences)
    if not database.ok:
        return (database,)
    key = _office_key(workspace, sentences)
    return (database, key, *_sending(workspace, sentences))


def _sending(workspace: Workspace, sentences: Sentences) -> Iterator[Condition]:
    """Whether the office is still here, room on the disk, the channels, the clock, the Internet, and the relay."""
    if silent := why_silent(workspace.data_dir):
        yield Condition("moved_away", False, sentences.of(silent), code=silent.code)
    yield from _room(workspace, sentences)
    clocks: list[timedelta] = []
    channels = list(_channels(workspace, sentences, clocks))
    yield from channels
    yield from _clock(clocks, sentences)
    relay = list(_letters(workspace, sentences)) if workspace.settings.relay else []
    yield from _internet([*channels, *relay], sentences)
    yield from relay


def _room(workspace: Workspace, sentences: Sentences) -> Iterator[Condition]:
    """Whether what is queued still fits on the disk; nothing where there is room enough.

    Where the archive is elsewhere, on a server, only what a notice carries and the log are kept on this disk.
    """
    folder = workspace.data_dir
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return  # the line of the database says what is wrong with the folder
    if free < _ROOM_WANTED:
        stops = free < _ROOM_NEEDED and not workspace.database.shared
        code = "disk_space_none" if stops else "disk_space_low"
        told = sentences.text(f"health.{code}", free=free // _MEGABYTE, folder=folder)
        yield Condition("disk_space", not stops, told, warning=not stops, code=code)


def _clock(ahead: Sequence[timedelta], sentences: Sentences) -> Iterator[Condition]:
    """Whether this computer's clock is that of the services; nothing where it is, or where none answered.

    The nearest counts: one service behind a strange proxy is not enough to doubt the clock.
    """
    off = min(ahead, key=abs, default=timedelta())
    if abs(off) < _CLOCK_OFF:
        return
    code = "clock_ahead" if off > timedelta() else "clock_behind"
    told = sentences.text(f"health.{code}", minutes=max(round(abs(off) / timedelta(minutes=1)), 1))
    yield Condition("clock", True, told, warning=True, code=code)


def _internet(asked: Sequence[Condition], sentences: Sentences) -> Iterator[Condition]:
    """Whether anything outside can be reached at all; nothing where something can."""
    outside = [one for one in asked if one.name in (wiring.WHATSAPP, "relay") or one.name.startswith("telegram:")]
    silent = [one for one in outside if one.code in _SILENT]
    told = [one for one in asked if one.name.startswith(f"{wiring.WHATSAPP}_") and one.code not in _SILENT]
    heard = [one for one in told if not one.name.startswith(_KNOWN_HERE)]
    if not silent or len(silent) < len(outside) or heard:
        return
    proxies = getproxies()  # those that are not meant to go through one are among them
    proxy = proxies.get("https") or proxies.get("all") or proxies.get("http") or ""
    host = urlsplit(proxy if "//" in proxy else f"//{proxy}").hostname or ""
    code = "internet_proxy" if host else "internet"
    yield Condition("internet", False, sentences.text(f"health.{code}", proxy=host), code=code)


def _updates(workspace: Workspace, sentences: Sentences) -> list[Condition]:
    """Whether a newer version exists, or nothing was heard for weeks; nothing where the office does not let it ask."""
    updates = workspace.settings.updates
    if not (updates.ask or updates.url):
        return []
    if update_check.asked_at(workspace.settings) is None:
        return [Condition("updates", True, sentences.text("health.updates_nowhere"), warning=True)]
    news = update_check.news(workspace)
    if news.newer is not None:
        told = {"version": news.newer.version, "url": news.newer.url, "present": __version__}
        return [Condition("updates", True, sentences.text("health.updates_newer", **told), warning=True)]
    if news.silent_since is not None:
        told = {"date": f"{news.silent_since:%d/%m/%Y}"}
        return [Condition("updates", True, sentences.text("health.updates_silent", **told), warning=True)]
    return [Condition("updates", True, sentences.text("health.updates_fine", present=__version__))]


def _program(sentences: Sentences) -> tuple[Condition, ...]:
    return (
        _try("program", lambda: _import_everything(sentences), sentences),
        _try("resources", lambda: _read_resources(sentences), sentences),
    )


def _folder(data_dir: Path, sentences: Sentences) -> list[Condition]:
    """Whether other users can read or change the data folder; empty on Windows, where rights are not checked."""
    if os.name != "posix":
        return []
    try:
        exposure = private_folder.close(data_dir)
    except UserError as error:
        return [Condition("data_folder", False, sentences.of(error))]
    if exposure is None:
        return [Condition("data_folder", True, sentences.text("health.folder", folder=data_dir))]
    return [Condition("data_folder", True, sentences.text(exposure.sentence, **exposure.values), warning=True)]


def _try(name: str, call: Callable[[], str], sentences: Sentences) -> Condition:
    try:
        return Condition(name, True, call())
    except (UserError, SendError) as error:
        return Condition(name, False, sentences.of(error), code=error.code)
    except ImportError as error:
        return Condition(name, False, str(error))


def _import_everything(sentences: Sentences) -> str:
    for module in _MODULES:
        importlib.import_module(module)
    return sentences.text("health.program", count=len(_MODULES))


def _read_resources(sentences: Sentences) -> str:
    categories = wiring.catalogue()
    wiring.sentences("en")
    wiring.rates()
    return sentences.text("health.resources", count=len(categories))


def _read_database(workspace: Workspace, sentences: Sentences) -> str:
    if not workspace.database.is_sound():
        raise ConfigError("database_corrupt", path=str(workspace.database.path or ""))
    return sentences.text("health.database", count=workspace.subscribers.count())


def _reach_database(workspace: Workspace, sentences: Sentences) -> str:
    return sentences.text("health.database_reached", count=workspace.subscribers.count())


def _disk(data_dir: Path, sentences: Sentences) -> Condition:
    """Whether a thief of the computer can read what is in the data folder."""
    state = disk_encryption.look(data_dir)
    code = str(state.protection)
    if state.protection is Protection.OFF:
        code = f"off_{_SWITCHES.get(state.product, 'luks')}"
    elif state.remote:
        code = "remote"
    told = sentences.text(f"health.disk_{code}", product=state.product, volume=state.volume)
    return Condition("disk", True, told, warning=state.protection is not Protection.ON)


def _office_key(workspace: Workspace, sentences: Sentences) -> Condition:
    """Whether the office key is here and the right one. An office that only posts on Telegram can do without it."""
    try:
        _ = workspace.office_key
    except UserError as error:
        needless = error.code == "office_key_missing" and not workspace.database.keys.tied
        fine = needless and not workspace.settings.whatsapp
        return Condition("office_key", fine, sentences.of(error), warning=True, code=error.code)
    return Condition("office_key", True, sentences.text("health.office_key"))


def _second_person(workspace: Workspace, sentences: Sentences) -> list[Condition]:
    """Whether somebody can be the second person also when nobody is in the office; nothing where none is required."""
    try:
        rules, here = workspace.colleagues.rules(), workspace.colleagues.here()
    except ConfigError:  # the line of the database says so
        return []
    if not rules.any:
        return []
    senders = [one for one in here if one.may(Role.SENDS)]
    phones = [one.name for one in senders if one.on_telegram]
    few = len(phones) < 2  # the author is one of them, and may not approve
    code = "health.second_person_few" if few else "health.second_person"
    told = sentences.text(code, names=[one.name for one in senders], phones=phones or "-")
    return [Condition("second_person", True, told, warning=few)]


def _registers(workspace: Workspace, sentences: Sentences) -> Condition:
    """Whether the line that proves the registers was noted lately; the registers themselves take long to read."""
    try:
        last, due = register_head.last_taken(workspace), register_head.is_due(workspace)
    except UserError as error:
        return Condition("ledger", False, sentences.of(error))
    if due:
        return Condition("ledger", True, sentences.text("health.ledger_due"), warning=True)
    day = f"{last.astimezone(timezone_of(workspace.office)):%d/%m/%Y}" if last else ""
    return Condition("ledger", True, sentences.text("health.ledger_noted" if last else "health.ledger_empty", date=day))


def _copies(workspace: Workspace, sentences: Sentences) -> Condition:
    """The age of the last copy: the daily one in the data folder, or one that a person made."""
    try:
        copies = backups.safekeeping(workspace)
    except UserError as error:
        return Condition("backup", False, sentences.of(error))
    if copies.last is None:
        return Condition("backup", True, sentences.text("health.backup_none"), warning=True)
    now, zone = workspace.clock.now(), timezone_of(workspace.office)
    day = copies.last.astimezone(zone).date()
    days = max((now.astimezone(zone).date() - day).days, 0)
    old = now - copies.last > _OLD
    code = "health.backup_old" if old else _AGES.get(days, "health.backup")
    told = [sentences.text(code, date=f"{day:%d/%m/%Y}", days=days)]
    if copies.elsewhere:
        told.append(sentences.text("health.backup_elsewhere", date=f"{copies.elsewhere.astimezone(zone):%d/%m/%Y}"))
    else:
        told.append(sentences.text("health.backup_only_here"))
    return Condition("backup", True, " ".join(told), warning=old)


def _server_copies(workspace: Workspace, sentences: Sentences) -> Condition:
    """The age of the last copy of the database server, as far as its administrator noted one."""
    try:
        last = backups.last_server_copy(workspace)
    except UserError as error:
        return Condition("backup", False, sentences.of(error))
    if last is None:
        return Condition("backup", True, sentences.text("health.backup_server_none"), warning=True)
    now = workspace.clock.now()
    day, old = last.astimezone(timezone_of(workspace.office)).date(), now - last > _OLD
    code = "health.backup_server_old" if old else "health.backup_server"
    told = sentences.text(code, date=f"{day:%d/%m/%Y}", days=max((now - last).days, 0))
    return Condition("backup", True, told, warning=old)


def _recovery_words(workspace: Workspace, sentences: Sentences) -> Condition:
    """When somebody last proved that the recovery words on paper open a backup."""
    try:
        found = backups.safekeeping(workspace)
    except UserError as error:
        return Condition("recovery_words", False, sentences.of(error))
    if found.proven is None:
        return Condition("recovery_words", True, sentences.text("health.recovery_words_never"), warning=True)
    due = found.proof_is_due(workspace.clock.now())
    date = f"{found.proven.astimezone(timezone_of(workspace.office)):%d/%m/%Y}"
    code = "health.recovery_words_old" if due else "health.recovery_words"
    return Condition("recovery_words", True, sentences.text(code, date=date), warning=due)


def _channels(workspace: Workspace, sentences: Sentences, clocks: list[timedelta]) -> Iterator[Condition]:
    """Asks each service; how far the computer's clock is ahead of theirs goes into ``clocks``."""
    if workspace.settings.whatsapp:
        yield from _whatsapp(workspace, sentences, clocks)
    if workspace.settings.telegram:
        try:
            channels = wiring.office_telegram_channels(workspace)
        except UserError as error:
            yield Condition(str(ChannelKind.TELEGRAM), False, sentences.of(error), code=error.code)
            return
        for channel in channels:
            if isinstance(channel, TelegramChannel):
                yield _telegram(channel, sentences, clocks)
            else:
                told = sentences.text(channel.code, detail=channel.detail)
                yield Condition(channel.name, False, told, code=channel.code)


def whatsapp_facts(workspace: Workspace, clocks: list[timedelta]) -> WhatsAppFacts:
    """Asks Meta of the office's key, number, templates and webhooks; an answer that fails is an error in its place.

    Raises ConfigError("no_whatsapp" | "secret_missing" | ``database_*``).
    """
    relay = workspace.settings.relay
    yesterday = workspace.clock.now() - messaging_limit.DAY
    with meta_account.graph(workspace) as (client, configured):
        api = meta_account.account_api(client, configured)
        ask = _Questions()
        facts = WhatsAppFacts(
            number_id=configured.phone_number_id,
            account_id=configured.business_account_id,
            token=ask(api.token),
            number=ask(api.number),
            account_numbers=ask(api.numbers),
            templates=ask(lambda: _template_facts(workspace)),
            subscription=ask(api.subscription),
            app_id=configured.app_id,
            display_phone=configured.display_phone,
            webhook_url=f"{relay.url}/webhook" if relay else "",
            news=[one.news for one in MetaNewsLog(workspace.database).current(workspace.clock.now())],
            people=workspace.subscribers.count(state=SubscriberState.ACTIVE),
            reached=workspace.outbox.reached(wiring.WHATSAPP, yesterday),
            unpaid=workspace.outbox.failed_with(_UNPAID, wiring.WHATSAPP, yesterday),
        )
        if client.clock_ahead is not None:
            clocks.append(client.clock_ahead)
        return facts


class _Questions:
    """Asks one thing after another, and nothing more once nobody can be reached: each would wait as long again."""

    def __init__(self) -> None:
        self._silence: SendError | None = None

    def __call__(self, question: Callable[[], T]) -> T | SendError:
        if self._silence is not None:
            return self._silence
        try:
            return question()
        except SendError as error:
            if error.code in _SILENT:
                self._silence = error
            return error


def _template_facts(workspace: Workspace) -> tuple[TemplateFacts, ...]:
    states = template_approval.sync(workspace, workspace.catalogue)
    return tuple(TemplateFacts(one.name, one.status, one.price_category, one.expected, one.quality) for one in states)


def _whatsapp(workspace: Workspace, sentences: Sentences, clocks: list[timedelta]) -> Iterator[Condition]:
    """One line for the whole, and one for each thing to mend or to look at, with what to do about it."""
    try:
        facts = whatsapp_facts(workspace, clocks)
    except UserError as error:
        yield Condition(wiring.WHATSAPP, False, sentences.of(error), code=error.code)
        return
    found = examine_whatsapp(facts, workspace.clock.now())
    broken = sum(one.grade is Grade.BROKEN for one in found)
    doubtful = sum(one.grade is Grade.LOOK for one in found)
    approved = 0 if isinstance(facts.templates, SendError) else sum(one.sendable for one in facts.templates)
    code = "whatsapp_broken" if broken else "whatsapp_doubtful" if doubtful else "whatsapp"
    told = sentences.text(f"health.{code}", count=approved, broken=broken, doubtful=doubtful)
    silent = facts.number.code if isinstance(facts.number, SendError) else ""
    yield Condition(
        wiring.WHATSAPP, not broken, told, warning=bool(doubtful) and not broken, code=silent if broken else ""
    )
    for one in found:
        text = (
            sentences.of(one.error)
            if one.error
            else sentences.text(_sentence_of(one), **meta_news.spoken(one.values, workspace.office, sentences))
        )
        code = one.error.code if one.error else one.code
        yield Condition(_name_of(one), one.grade is not Grade.BROKEN, text, warning=one.grade is Grade.LOOK, code=code)


def _name_of(finding: Finding) -> str:
    """``whatsapp_number`` where a part is fine or did not answer, ``whatsapp_number_red`` for what is wrong with it."""
    part = f"{wiring.WHATSAPP}_{finding.part}"
    if finding.grade is Grade.FINE or finding.error:
        return part
    what = finding.code.rpartition(".")[2].removeprefix(f"{wiring.WHATSAPP}_").removeprefix(f"{finding.part}_")
    return f"{part}_{what}"


def _sentence_of(finding: Finding) -> str:
    return finding.code if finding.code.startswith("meta.") else f"health.{finding.code}"


def _relay(workspace: Workspace, sentences: Sentences) -> Iterator[Condition]:
    """Whether the relay answers, and how old the oldest letter is that nobody fetched from it."""
    try:
        inbox.words(workspace)
        since = inbox.unread_since(workspace)
    except UserError as error:
        yield Condition("relay", False, sentences.of(error), code=error.code)
        return
    yield Condition("relay", True, workspace.settings.relay.url if workspace.settings.relay else "")
    if since is not None and workspace.clock.now() - since >= _UNREAD_LONG:
        local = since.astimezone(timezone_of(workspace.office))
        told = sentences.text("health.relay_unread", date=f"{local:%d/%m/%Y}", time=f"{local:%H:%M}")
        yield Condition("relay_unread", True, told, warning=True, code="relay_unread")


def _letters(workspace: Workspace, sentences: Sentences) -> Iterator[Condition]:
    """The relay, what of it does not open, and whether its keys and signatures are as they should be."""
    yield from _relay(workspace, sentences)
    try:
        closed = inbox.closed_letters(workspace, sentences)
        pending = relay_keys.pending(workspace)
        verifies = inbox.opener_of(workspace).verifies
        signed_since = inbox.quarantine_of(workspace).standing().signed_since
    except UserError:  # told of the relay already
        return
    for sentence in closed:
        yield Condition("relay_letters", False, sentence)
    if pending:
        yield Condition("relay_keys", True, sentences.text("health.relay_keys_pending"), warning=True)
    code = "fine" if verifies and signed_since else "none" if verifies else "off"
    yield Condition("relay_signatures", True, sentences.text(f"health.signatures_{code}"), warning=code != "fine")


def _telegram(channel: TelegramChannel, sentences: Sentences, clocks: list[timedelta]) -> Condition:
    async def look() -> Condition:
        try:
            found = await channel.check()
        except SendError as error:
            return Condition(channel.name, False, sentences.of(error), code=error.code)
        finally:
            if channel.clock_ahead is not None:
                clocks.append(channel.clock_ahead)
            await channel.close()
        if found.problems:
            code = found.problems[0]
            return Condition(channel.name, False, sentences.text(code), code=code)
        return Condition(channel.name, True, sentences.text("health.telegram", title=found.title, count=found.members))

    return asyncio.run(look())
