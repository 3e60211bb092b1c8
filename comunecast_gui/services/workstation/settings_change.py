# SPDX-License-Identifier: EUPL-1.2
"""Takes new settings into use: the services are asked about them, then they are kept.

``comunecast configure``, the settings page and the set-up all come through here.
"""

from __future__ import annotations

from pathlib import Path

from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.model import ChannelKind
from comunecast_gui.services import telegram_chats, wiring
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.db import server_look
from comunecast_gui.system import settings_keeping
from comunecast_gui.system.secrets import SecretName, Secrets
from comunecast_gui.system.settings import database_address, office_file
from comunecast_gui.system.settings.edits import Changes
from comunecast_gui.system.settings.values import Settings


def take(data_dir: Path, fresh: Settings) -> bool:
    """Asks Telegram about the channels, then keeps the settings; whether a password of theirs is in the keyring now.

    Nothing is kept where this raises: InputError("chat_not_channel" | "settings_bad_alert_zone"),
    ConfigError("keyring_locked" | "no_keyring" | "data_dir_unusable").
    """
    settings_keeping.bind_keys(data_dir)  # else a key without a host would go to whatever host is new
    _ask_telegram(data_dir, fresh)
    return settings_keeping.keep(data_dir, fresh)


def change(data_dir: Path, changes: Changes) -> Settings:
    """Changes entries of ``office.toml``, made where there is none yet, and returns the settings that are kept now.

    Notes and order of the file stay; Telegram is asked about channels that are new. Raises InputError as
    :func:`.office_file.parse` does, with the refused entry as ``field``, and what :func:`take` raises; then the file is
    as it was.
    """
    present = _present(data_dir)
    fresh = office_file.changed(present.source if present else "", changes)
    settings_keeping.bind_keys(data_dir)
    if present is None or fresh.telegram != present.telegram:
        _ask_telegram(data_dir, fresh)
    settings_keeping.keep(data_dir, fresh)
    return office_file.load(data_dir)


def change_open(workspace: Workspace, changes: Changes) -> Settings:
    """As :func:`change`, for the office that is open: a channel for which notices wait is neither renamed nor removed.

    They would stay in the queue for ever, and nobody would be told. Another archive on a server is looked at first: the
    office would not open. Raises InputError("channel_has_queued" | "archive_empty") too, and ConfigError
    (``database_*``).
    """
    fresh = preview(workspace.data_dir, changes)
    stay = {(one.name, one.chat) for one in fresh.telegram.channels} if fresh.telegram else set()
    present = workspace.settings.telegram.channels if workspace.settings.telegram else ()
    waiting = queued(workspace)
    for one in present:
        if (one.name, one.chat) not in stay and (count := waiting.get(one.name)):
            raise InputError("channel_has_queued", field="telegram.channels", name=one.name, count=count)
    if fresh.database.url != workspace.settings.database.url:
        _look_at_server(workspace.data_dir, fresh)
    return change(workspace.data_dir, changes)


def _look_at_server(data_dir: Path, fresh: Settings) -> None:
    url = wiring.database_url(fresh, Secrets.of(data_dir, fresh))
    if database_address.is_server(url) and not server_look.look(url).tables:
        raise InputError("archive_empty", field="database.url")


def queued(workspace: Workspace) -> dict[str, int]:
    """How many notices wait for each Telegram channel, by its name in the settings. Raises ConfigError."""
    prefix = f"{ChannelKind.TELEGRAM}:"
    return {
        channel.removeprefix(prefix): count
        for channel, count in workspace.outbox.queued().items()
        if channel.startswith(prefix)
    }


def preview(data_dir: Path, changes: Changes) -> Settings:
    """The settings as they would be, read whole; nothing is kept. Raises InputError as :func:`change` does."""
    present = _present(data_dir)
    return office_file.changed(present.source if present else "", changes)


def _present(data_dir: Path) -> Settings | None:
    """The settings that are kept; None where the office is not configured yet."""
    try:
        return office_file.load(data_dir)
    except ConfigError:
        return None


def _ask_telegram(data_dir: Path, fresh: Settings) -> None:
    token = Secrets.of(data_dir, fresh).get(SecretName.TELEGRAM_TOKEN)
    if fresh.telegram and token:
        telegram_chats.refuse_groups(fresh.telegram, token)
