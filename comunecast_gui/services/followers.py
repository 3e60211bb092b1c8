# SPDX-License-Identifier: EUPL-1.2
"""Counts the followers on Telegram, and gives one answer a day to people who write to the bot."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from comunecast_gui.channels.telegram.driver import TelegramChannel
from comunecast_gui.core.errors import ConfigError, OutcomeUnknown, SendError, Transient
from comunecast_gui.core.inbound.answers import AnswerTexts
from comunecast_gui.core.model import ChannelKind, kind_of
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.services.wiring import Workspace, telegram_channels
from comunecast_gui.store.inbound.followers import Followers
from comunecast_gui.system import paths
from comunecast_gui.system.secrets import SecretName

_MEMORY = "telegram-private"
logger = logging.getLogger(__name__)


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


def answer_private(workspace: Workspace, wait: int = 0) -> int:
    """One round of answers to people who wrote to the bot; returns how many were sent.

    Blocks, at most ``wait`` seconds longer than the calls take. Raises ConfigError("private_answers_off") unless the
    settings ask for it, and SendError: with the code 409 (another program reads for this bot) the caller must not
    try again by itself.
    """
    if workspace.settings.telegram is None or not workspace.settings.telegram.answer_private:
        raise ConfigError("private_answers_off", field="telegram.answer_private")
    return asyncio.run(_answered(workspace, _channels(workspace)[0], wait))


async def _answered(workspace: Workspace, bot: TelegramChannel, wait: int) -> int:
    text = AnswerTexts.load(paths.resource("answers", "it.toml"), workspace.office).telegram
    followers, sent = Followers(workspace.database), 0
    after = int(workspace.outbox.channel_memory(_MEMORY).get("after", 0))
    try:
        last, people = await bot.private_messages(after, wait)
        all_tried = True
        for user in people:
            if not followers.claim_answer(user, workspace.clock.now()):
                continue
            try:
                await bot.answer(user, text)
            except OutcomeUnknown:
                pass  # it may have arrived: not again before tomorrow
            except Transient as error:  # certainly not out: read and answered again in the next round
                followers.release_answer(user)
                all_tried = False
                logger.info("An answer on Telegram has to wait: %s", error.code)
                continue
            except SendError as error:
                logger.info("An answer on Telegram did not go out: %s", error.code)
                continue
            sent += 1
        if all_tried and last != after:
            workspace.outbox.keep_channel_memory(_MEMORY, {"after": str(last)})
        return sent
    finally:
        await bot.close()


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
