# SPDX-License-Identifier: EUPL-1.2
"""Asks Telegram whether the office's channels really are channels, not groups, before anything is queued for them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

from comunecast_gui.channels.telegram.driver import NoPace, TelegramChannel
from comunecast_gui.core.errors import ConfigError, InputError, Misconfigured, SendError
from comunecast_gui.core.model import ChannelKind, kind_of
from comunecast_gui.services.wiring import Workspace, office_telegram_channels, telegram_channels
from comunecast_gui.system.secrets import Secret, SecretName
from comunecast_gui.system.settings.values import Settings, TelegramSettings

_NOT_A_CHANNEL = "telegram_not_channel"
"""The driver's word for a group or a person. All else that may be wrong with a channel (its name, the bot's rights) can
be mended while a notice waits in the queue."""


def obstacle(workspace: Workspace, channels: Iterable[str]) -> ConfigError | None:
    """ConfigError("chat_not_channel") where one of ``channels`` (``telegram:NAME``) is a group or a person.

    Only a channel of which nothing is known yet is asked about; what is found is remembered. None also where that
    cannot be found out now, for want of a token or of a connection: the lane asks before its first post.
    Raises ConfigError("keyring_locked" | "database_*").
    """
    wanted, configured = set(channels), workspace.settings.telegram
    if configured is None or not any(kind_of(name) is ChannelKind.TELEGRAM for name in wanted):
        return None
    for channel in office_telegram_channels(workspace):
        if channel.name in wanted and isinstance(channel, TelegramChannel):
            memory = workspace.outbox.channel_memory(channel.name)
            try:
                kept = asyncio.run(_opened(channel, memory))
            except Misconfigured as error:
                if error.code == _NOT_A_CHANNEL:
                    return ConfigError("chat_not_channel", field="channels", chat=channel.chat)
            except SendError:
                continue
            else:
                if dict(kept) != dict(memory):
                    workspace.outbox.keep_channel_memory(channel.name, kept)
    return None


def refuse_groups(configured: TelegramSettings, token: Secret) -> None:
    """Refuses settings that name a group or a person in a channel's place; silent about all else.

    Raises InputError("chat_not_channel") with the field ``telegram.channels.chat``.
    """
    for place, channel in zip(configured.channels, telegram_channels(configured, token), strict=True):
        try:
            asyncio.run(_opened(channel, {}))
        except Misconfigured as error:
            if error.code == _NOT_A_CHANNEL:
                raise InputError("chat_not_channel", field="telegram.channels.chat", chat=place.chat) from None
        except SendError:
            return  # out of reach, for all of them


def vet(workspace: Workspace, fresh: Settings) -> None:
    """As :func:`refuse_groups`, for settings that an office is about to take; a host that is new to it hears nothing.

    Raises ConfigError("keyring_locked").
    """
    token = workspace.secrets.get(SecretName.TELEGRAM_TOKEN)
    if fresh.telegram and token and token.fits(fresh.telegram.base_url):
        refuse_groups(fresh.telegram, token)


async def _opened(channel: TelegramChannel, memory: Mapping[str, str]) -> Mapping[str, str]:
    try:
        return await channel.open(NoPace(), memory)
    finally:
        await channel.close()
