# SPDX-License-Identifier: EUPL-1.2
"""Counts the followers of the office's Telegram channels, once a day."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from comunecast_gui.channels.telegram.driver import TelegramChannel
from comunecast_gui.core.errors import SendError
from comunecast_gui.core.model import ChannelKind, kind_of
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.services.wiring import Workspace, telegram_channels
from comunecast_gui.store.inbound.followers import Followers
from comunecast_gui.system.secrets import SecretName


@dataclass(frozen=True, slots=True)
class ChannelSize:
    """A channel and its counts, oldest day first."""

    channel: str
    counts: tuple[tuple[date, int], ...]


def count_members(workspace: Workspace) -> list[ChannelSize]:
    """Asks Telegram how many people follow each channel and notes it for today; blocks.

    Raises SendError for the first channel that gave no number, after the others were noted.
    """
    channels, followers = _channels(workspace), Followers(workspace.database)
    failed = asyncio.run(_count(channels, partial(_note, workspace, followers)))
    if failed:
        raise failed
    return [ChannelSize(channel.name, tuple(followers.series(channel.name))) for channel in channels]


def count_daily(workspace: Workspace) -> bool:
    """Like :func:`count_members`, but only if a channel has no number of today yet; whether it asked."""
    if workspace.settings.telegram is None:
        return False
    today, followers = _today(workspace), Followers(workspace.database)
    names = [name for name in workspace.channels if kind_of(name) is ChannelKind.TELEGRAM]
    if all(today in dict(followers.series(name)) for name in names):
        return False
    count_members(workspace)
    return True


async def _count(channels: list[TelegramChannel], note: Callable[[str, int], None]) -> SendError | None:
    failed = None
    for channel in channels:
        try:
            note(channel.name, await channel.member_count())
        except SendError as error:
            failed = failed or error
        finally:
            await channel.close()
    return failed


def _note(workspace: Workspace, followers: Followers, channel: str, count: int) -> None:
    followers.record(channel, _today(workspace), count)


def _today(workspace: Workspace) -> date:
    return workspace.clock.now().astimezone(timezone_of(workspace.office)).date()


def _channels(workspace: Workspace) -> list[TelegramChannel]:
    """The drivers of the office's channels. Raises ConfigError("secret_missing")."""
    if workspace.settings.telegram is None:
        return []
    return telegram_channels(workspace.settings.telegram, workspace.secrets.require(SecretName.TELEGRAM_TOKEN))
