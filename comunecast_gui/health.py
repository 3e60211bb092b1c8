# SPDX-License-Identifier: EUPL-1.2
"""Looks at every part of the program and of the office, and says of each whether it works."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from comunecast_gui import approval, inbox, wiring
from comunecast_gui.channels.telegram import TelegramChannel
from comunecast_gui.core.errors import ConfigError, SendError, UserError
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.system import settings
from comunecast_gui.system.secrets import SecretName, Secrets
from comunecast_gui.wiring import Desk

_MODULES = (
    "PySide6.QtWidgets", "sqlalchemy", "alembic", "requests", "telegram", "phonenumbers", "openpyxl", "keyring",
    "nacl.public", "fpdf",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One part: whether it works, and what there is to say about it."""

    name: str
    ok: bool
    detail: str


def examine(data_dir: Path, sentences: Sentences) -> tuple[Finding, ...]:
    """Imports, resources, settings, database and channels. An office that was never configured is not a fault
    of the program: what belongs to the office is left out then."""
    findings = [_try("program", _import_everything, sentences), _try("resources", _read_resources, sentences)]
    try:
        settings.load(data_dir)
    except ConfigError as error:
        return (*findings, Finding("settings", True, sentences.of(error)))
    except UserError as error:
        return (*findings, Finding("settings", False, sentences.of(error)))
    try:
        with wiring.open_desk(data_dir) as desk:
            findings.append(_try("database", lambda: _read_database(desk), sentences))
            findings += _channels(desk, sentences)
            if desk.settings.relay:
                findings.append(_try("relay", lambda: _relay(desk), sentences))
    except UserError as error:
        findings.append(Finding("database", False, sentences.of(error)))
    return tuple(findings)


def _try(name: str, call: Callable[[], str], sentences: Sentences) -> Finding:
    try:
        return Finding(name, True, call())
    except (UserError, SendError) as error:
        return Finding(name, False, sentences.of(error))
    except ImportError as error:
        return Finding(name, False, str(error))


def _import_everything() -> str:
    for module in _MODULES:
        importlib.import_module(module)
    return ", ".join(_MODULES)


def _read_resources() -> str:
    categories = wiring.catalogue()
    wiring.sentences("en")
    wiring.rates()
    return f"{len(categories)} categories"


def _read_database(desk: Desk) -> str:
    if not desk.database.is_sound():
        raise ConfigError("database_corrupt", path=str(desk.database.path or ""))
    return f"{desk.subscribers.count()} subscribers"


def _channels(desk: Desk, sentences: Sentences) -> Iterator[Finding]:
    if desk.settings.whatsapp:
        yield _try(wiring.WHATSAPP, lambda: _whatsapp(desk), sentences)
    if desk.settings.telegram:
        token = Secrets(desk.data_dir).get(SecretName.TELEGRAM_TOKEN)
        for channel in wiring.telegram_channels(desk.settings.telegram, token):
            if isinstance(channel, TelegramChannel):
                yield _telegram(channel, sentences)
            else:
                yield Finding(channel.name, False, sentences.text(channel.code))


def _whatsapp(desk: Desk) -> str:
    states = approval.sync(desk, wiring.catalogue())
    return f"{sum(1 for one in states if one.status == wiring.APPROVED)} templates approved"


def _relay(desk: Desk) -> str:
    inbox.words(desk)
    inbox.look_at_relay(desk)
    return desk.settings.relay.url if desk.settings.relay else ""


def _telegram(channel: TelegramChannel, sentences: Sentences) -> Finding:
    async def look() -> Finding:
        try:
            found = await channel.check()
        except SendError as error:
            return Finding(channel.name, False, sentences.of(error))
        finally:
            await channel.close()
        if found.problems:
            return Finding(channel.name, False, sentences.text(found.problems[0]))
        return Finding(channel.name, True, f"{found.title} ({found.members})")

    return asyncio.run(look())
