# SPDX-License-Identifier: EUPL-1.2
"""The step *Telegram*: the bot's key, its channel, its rights there, and a test post that goes again."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from html import escape
from typing import TypeVar

from comunecast_gui.channels.telegram.bot_updates import SETTING_UP, Appointed, Wrote
from comunecast_gui.channels.telegram.channel_check import ChannelCheck
from comunecast_gui.channels.telegram.driver import TelegramChannel
from comunecast_gui.core.content import TelegramPost
from comunecast_gui.core.errors import InputError, Misconfigured, Permanent, SendError
from comunecast_gui.core.ports import Claim
from comunecast_gui.core.setup.step_report import OpenPoint, StepReport
from comunecast_gui.core.setup.telegram_facts import BotFacts, ChannelFacts, PostedTest
from comunecast_gui.services.setup.setup_folder import SetupFolder
from comunecast_gui.system import tls
from comunecast_gui.system.locks import sending_lock
from comunecast_gui.system.secrets import Secret, SecretName, Secrets, host_of
from comunecast_gui.system.settings.chat_address import is_invitation, read_chat
from comunecast_gui.system.settings.office_file import TELEGRAM_URL
from comunecast_gui.system.settings.toml_table import is_safe_url
from comunecast_gui.system.settings.values import TelegramChannelSettings, TelegramSettings

T = TypeVar("T")
MAIN = "principale"
"""The name of the first channel in the settings, and so of ``telegram:principale``."""
_TOKEN = re.compile(r"(?<!\d)\d{5,20}:[A-Za-z0-9_-]{30,80}")
"""A key as @BotFather writes it, also in the middle of its whole message (Bot API: "Authorizing your bot")."""
_POLL = 4
"""Seconds that one look for a channel waits; who closes the window waits for the end of that."""
_BOT, _SERVER, _TESTED, _STANDING = "telegram.bot", "telegram.server", "telegram.tested", "telegram.standing"
_OURS = {
    "telegram_token": "setup_telegram_token",
    "telegram_chat_not_found": "setup_telegram_chat",
    "telegram_not_channel": "setup_telegram_group",
    "telegram_rights": "setup_telegram_rights",
    "telegram_address": "setup_telegram_address",
    "409": "setup_telegram_other_reader",
}
"""What Telegram's refusals mean here, where the person who reads it can mend it."""


@dataclass(frozen=True, slots=True)
class _Way:
    """Where the bot is reached, with its key."""

    url: str
    token: Secret


class TelegramSetup:
    """Talks to Telegram with the key that is kept; a key is kept once Telegram knew it."""

    def __init__(self, folder: SetupFolder) -> None:
        self._folder = folder

    def facts(self) -> BotFacts:
        """What is known of the bot and its channel, without asking Telegram.

        Raises ConfigError("keyring_locked"), InputError (``settings_...``).
        """
        configured = self._telegram()
        channel = _first(configured)
        return BotFacts(
            name=self._folder.noted(_BOT),
            has_key=self._secrets().state(SecretName.TELEGRAM_TOKEN).present,
            chat=channel.chat if channel else "",
            tested=bool(channel) and self._folder.noted(_TESTED) == (channel.chat if channel else ""),
            standing=bool(self._folder.noted(_STANDING)),
            server=self._server(),
            office=self._office_name(),
        )

    def take_key(self, pasted: str, server: str = "") -> str:
        """Finds the key in what was pasted, asks Telegram about it, keeps it in the keyring; returns the bot's name.

        ``server`` is another address than Telegram's own, for an office with its own Bot API server. Raises
        InputError("setup_telegram_no_key" | "setup_telegram_address" | "setup_telegram_token"),
        ConfigError("no_keyring" | "keyring_locked" | "setup_office_first"), SendError for what passes by itself.
        Nothing is kept then.
        """
        found = _TOKEN.search(pasted)
        if found is None:
            raise InputError("setup_telegram_no_key")
        self._folder.configured()
        url = server.strip().rstrip("/") or TELEGRAM_URL
        if not (is_safe_url(url) and url.endswith("/bot")):  # before the key goes anywhere
            raise InputError("setup_telegram_address")
        name = self._call(_Way(url, Secret(found[0], host_of(url))), lambda driver: driver.bot_name())
        if self._telegram() is not None:
            self._folder.change({"telegram.base_url": url})
        self._folder.note(_SERVER, url)
        self._secrets().set(SecretName.TELEGRAM_TOKEN, found[0])
        self._folder.note(_BOT, name)
        return name

    def look_for_channels(self) -> tuple[ChannelFacts, ...]:
        """The channels that made the bot their administrator lately; waits a few seconds for the first.

        Updates are left where they are: whoever reads the bot's chats otherwise loses none. Raises
        InputError("setup_telegram_other_reader" | "setup_telegram_token"), ConfigError, SendError.
        """
        _, updates = self._call(self._way(), lambda driver: driver.updates(0, _POLL, SETTING_UP))
        found: dict[int, ChannelFacts] = {}
        for update in updates:
            if isinstance(update, Appointed):
                found.pop(update.chat, None)
                if update.administrator:
                    chat = f"@{update.username}" if update.username else str(update.chat)
                    found[update.chat] = ChannelFacts(chat, update.title, can_post=update.can_post)
        return tuple(found.values())

    def take_channel(self, typed: str) -> ChannelFacts:
        """Checks a channel and the bot's rights in it, and keeps it as the office's first.

        Raises InputError("setup_telegram_invitation" | "setup_telegram_address_of_chat" | "setup_telegram_chat" |
        "setup_telegram_group" | "setup_telegram_rights"), ConfigError, SendError; then nothing is kept.
        """
        chat = read_chat(typed.strip()) or read_chat(f"@{typed.strip()}")
        if not chat:
            code = "setup_telegram_invitation" if is_invitation(typed.strip()) else "setup_telegram_address_of_chat"
            raise InputError(code, value=typed.strip())
        checked = self._call(self._way(), lambda driver: driver.check(), chat)
        if checked.problems:
            raise InputError(_OURS.get(checked.problems[0], checked.problems[0]), chat=chat, bot=self._bot())
        kept = _first(self._telegram())
        others = [one for one in self._channels() if one != kept]
        fresh = TelegramChannelSettings(kept.name if kept else MAIN, chat)
        channels = [{"name": one.name, "chat": one.chat} for one in (fresh, *others)]
        self._folder.change({"telegram.base_url": self._server(), "telegram.channels": channels})
        return _channel_facts(chat, checked)

    def post_test(self) -> PostedTest:
        """Posts a few words in the channel, for everybody who follows it.

        Raises InputError (``setup_telegram_...``), SendError, ConfigError; "already_sending" and "moved_away" as every
        sending.
        """
        text = "Prova di ComuneCast: il canale è collegato. Questo messaggio sparisce subito."
        post = TelegramPost(escape(text), text)
        chat = self._chat()
        claim = Claim(0, 0, f"telegram:{MAIN}")
        with sending_lock(self._folder.data_dir):
            accepted = self._call(self._way(), lambda driver: driver.send(claim, post, {}), chat)
        self._folder.note(_STANDING, f"{chat} {accepted.remote_id}")
        return PostedTest(chat, accepted.link)

    def delete_test(self) -> None:
        """Deletes the test post that stands, and notes that the channel works. Raises as :meth:`post_test`."""
        chat, _, message = self._folder.noted(_STANDING).rpartition(" ")
        if chat and message.isdigit():
            self._call(self._way(), lambda driver: driver.delete(message), chat)
        self._folder.note(_STANDING, "")
        self._folder.note(_TESTED, self._chat())

    def bot_name(self) -> str:
        """The bot's own name, asked of Telegram if it is not known. Raises as :meth:`post_test`."""
        if not self._folder.noted(_BOT):
            self._folder.note(_BOT, self._call(self._way(), lambda driver: driver.bot_name()))
        return self._folder.noted(_BOT)

    def look_for_person(self, word: str) -> int:
        """The private chat of who pressed Start with this word; 0 if nobody did yet. Waits and raises as
        :meth:`look_for_channels`.
        """
        _, updates = self._call(self._way(), lambda driver: driver.updates(0, _POLL, SETTING_UP))
        return next((one.user for one in reversed(updates) if isinstance(one, Wrote) and one.word == word), 0)

    def write_privately(self, user: int, post: TelegramPost) -> None:
        """Sends a notice into a private chat with the bot. Raises as :meth:`post_test`."""
        self._call(self._way(), lambda driver: driver.send(Claim(0, 0, "telegram:private"), post, {}), str(user))

    def report(self) -> StepReport:
        """Raises ConfigError("keyring_locked"), InputError (``settings_...``)."""
        facts = self.facts()
        if not facts.has_key:
            return StepReport.of((OpenPoint("setup_no_bot"),))
        if not facts.chat:
            return StepReport.of((OpenPoint("setup_no_channel", {"bot": facts.name}),))
        return StepReport.of((), () if facts.tested else (OpenPoint("setup_channel_untested"),))

    # -- within -------------------------------------------------------------------------------------------------------

    def _telegram(self) -> TelegramSettings | None:
        found = self._folder.settings()
        return found.telegram if found else None

    def _channels(self) -> tuple[TelegramChannelSettings, ...]:
        found = self._telegram()
        return found.channels if found else ()

    def _office_name(self) -> str:
        found = self._folder.settings()
        return found.office.name if found else ""

    def _bot(self) -> str:
        name = self._folder.noted(_BOT)
        return f"@{name}" if name else "-"

    def _chat(self) -> str:
        channel = _first(self._telegram())
        if channel is None:
            raise InputError("setup_no_channel", bot=self._bot())
        return channel.chat

    def _server(self) -> str:
        """Where the Bot API answers: as the settings say; before they do, where the key was tried."""
        configured = self._telegram()
        return configured.base_url if configured else self._folder.noted(_SERVER) or TELEGRAM_URL

    def _secrets(self) -> Secrets:
        """The bot's key before the settings name a host, too: it is bound to the one that it was tried with."""
        hosts = {**self._folder.secrets().hosts, SecretName.TELEGRAM_TOKEN: host_of(self._server())}
        return Secrets(self._folder.data_dir, hosts)

    def _way(self) -> _Way:
        token = self._secrets().get(SecretName.TELEGRAM_TOKEN)
        if token is None:
            raise InputError("setup_no_bot")
        return _Way(self._server(), token)

    def _call(self, way: _Way, ask: Callable[[TelegramChannel], Awaitable[T]], chat: str = "") -> T:
        """One call with a driver of its own; refusals that a person can mend become sentences of the set-up."""

        async def asked() -> T:
            driver = TelegramChannel("telegram:setup", way.token.reveal_to(way.url), chat, way.url, tls.context())
            try:
                return await ask(driver)
            finally:
                await driver.close()

        try:
            return asyncio.run(asked())
        except (Misconfigured, Permanent) as error:
            raise self._in_our_words(error, chat) from None

    def _in_our_words(self, error: SendError, chat: str) -> Exception:
        code = _OURS.get(error.code)
        return InputError(code, chat=chat, bot=self._bot()) if code else error


def _first(configured: TelegramSettings | None) -> TelegramChannelSettings | None:
    return next(iter(configured.channels), None) if configured else None


def _channel_facts(chat: str, checked: ChannelCheck) -> ChannelFacts:
    return ChannelFacts(
        chat,
        checked.title,
        can_post=checked.can_post,
        members=checked.members,
        can_edit=checked.can_edit,
        can_delete=checked.can_delete,
    )
