# SPDX-License-Identifier: EUPL-1.2
"""Looks at every part of the program and of the office, and says of each whether it works."""

from __future__ import annotations

import asyncio
import importlib
import os
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from comunecast_gui import __version__
from comunecast_gui.channels.telegram.driver import TelegramChannel
from comunecast_gui.core.approval.colleagues import Role
from comunecast_gui.core.errors import ConfigError, SendError, UserError
from comunecast_gui.core.meta.whatsapp_health import (
    Finding,
    Grade,
    TemplateFacts,
    WhatsAppFacts,
    examine_whatsapp,
)
from comunecast_gui.core.model import ChannelKind
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.report.health import Condition
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
from comunecast_gui.services.trust import register_head, relay_keys
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.inbound.meta_news import MetaNewsLog
from comunecast_gui.system import private_folder
from comunecast_gui.system.disk import bitlocker, disk_encryption, filevault
from comunecast_gui.system.disk.disk_state import Protection
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
    found += _channels(workspace, sentences)
    if workspace.settings.relay:
        found += _letters(workspace, sentences)
    return tuple(found)


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
        return Condition(name, False, sentences.of(error))
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
        return Condition("office_key", needless and not workspace.settings.whatsapp, sentences.of(error), warning=True)
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


def _channels(workspace: Workspace, sentences: Sentences) -> Iterator[Condition]:
    if workspace.settings.whatsapp:
        yield from _whatsapp(workspace, sentences)
    if workspace.settings.telegram:
        try:
            channels = wiring.office_telegram_channels(workspace)
        except UserError as error:
            yield Condition(str(ChannelKind.TELEGRAM), False, sentences.of(error))
            return
        for channel in channels:
            if isinstance(channel, TelegramChannel):
                yield _telegram(channel, sentences)
            else:
                yield Condition(channel.name, False, sentences.text(channel.code, detail=channel.detail))


def whatsapp_facts(workspace: Workspace) -> WhatsAppFacts:
    """Asks Meta of the office's key, number, templates and webhooks; an answer that fails is an error in its place.

    Raises ConfigError("no_whatsapp" | "secret_missing" | ``database_*``).
    """
    relay = workspace.settings.relay
    with meta_account.graph(workspace) as (client, configured):
        api = meta_account.account_api(client, configured)
        return WhatsAppFacts(
            number_id=configured.phone_number_id,
            account_id=configured.business_account_id,
            token=_ask(api.token),
            number=_ask(api.number),
            account_numbers=_ask(api.numbers),
            templates=_ask(lambda: _template_facts(workspace)),
            subscription=_ask(api.subscription),
            app_id=configured.app_id,
            display_phone=configured.display_phone,
            webhook_url=f"{relay.url}/webhook" if relay else "",
            news=[one.news for one in MetaNewsLog(workspace.database).current(workspace.clock.now())],
        )


def _ask(question: Callable[[], T]) -> T | SendError:
    try:
        return question()
    except SendError as error:
        return error


def _template_facts(workspace: Workspace) -> tuple[TemplateFacts, ...]:
    states = template_approval.sync(workspace, wiring.catalogue())
    return tuple(TemplateFacts(one.name, one.status, one.price_category, one.expected, one.quality) for one in states)


def _whatsapp(workspace: Workspace, sentences: Sentences) -> Iterator[Condition]:
    """One line for the whole, and one for each thing to mend or to look at, with what to do about it."""
    try:
        facts = whatsapp_facts(workspace)
    except UserError as error:
        yield Condition(wiring.WHATSAPP, False, sentences.of(error))
        return
    found = examine_whatsapp(facts, workspace.clock.now())
    broken = sum(one.grade is Grade.BROKEN for one in found)
    doubtful = sum(one.grade is Grade.LOOK for one in found)
    approved = 0 if isinstance(facts.templates, SendError) else sum(one.sendable for one in facts.templates)
    code = "whatsapp_broken" if broken else "whatsapp_doubtful" if doubtful else "whatsapp"
    told = sentences.text(f"health.{code}", count=approved, broken=broken, doubtful=doubtful)
    yield Condition(wiring.WHATSAPP, not broken, told, warning=bool(doubtful) and not broken)
    for one in found:
        text = (
            sentences.of(one.error)
            if one.error
            else sentences.text(_sentence_of(one), **meta_news.spoken(one.values, workspace.office))
        )
        yield Condition(_name_of(one), one.grade is not Grade.BROKEN, text, warning=one.grade is Grade.LOOK)


def _name_of(finding: Finding) -> str:
    """``whatsapp_number`` where a part is fine or did not answer, ``whatsapp_number_red`` for what is wrong with it."""
    part = f"{wiring.WHATSAPP}_{finding.part}"
    if finding.grade is Grade.FINE or finding.error:
        return part
    what = finding.code.rpartition(".")[2].removeprefix(f"{wiring.WHATSAPP}_").removeprefix(f"{finding.part}_")
    return f"{part}_{what}"


def _sentence_of(finding: Finding) -> str:
    return finding.code if finding.code.startswith("meta.") else f"health.{finding.code}"


def _relay(workspace: Workspace) -> str:
    inbox.words(workspace)
    inbox.look_at_relay(workspace)
    return workspace.settings.relay.url if workspace.settings.relay else ""


def _letters(workspace: Workspace, sentences: Sentences) -> Iterator[Condition]:
    """The relay, what of it does not open, and whether its keys and signatures are as they should be."""
    yield _try("relay", lambda: _relay(workspace), sentences)
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


def _telegram(channel: TelegramChannel, sentences: Sentences) -> Condition:
    async def look() -> Condition:
        try:
            found = await channel.check()
        except SendError as error:
            return Condition(channel.name, False, sentences.of(error))
        finally:
            await channel.close()
        if found.problems:
            return Condition(channel.name, False, sentences.text(found.problems[0]))
        return Condition(channel.name, True, sentences.text("health.telegram", title=found.title, count=found.members))

    return asyncio.run(look())
