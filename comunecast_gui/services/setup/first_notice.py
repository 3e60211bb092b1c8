# SPDX-License-Identifier: EUPL-1.2
"""The step *Prova*: the first notice goes to the office's own phone, as citizens will get it, and to nobody else."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from contextlib import suppress

from comunecast_gui.core.content import Content, TelegramPost
from comunecast_gui.core.errors import ConfigError, InputError, SendError, UserError
from comunecast_gui.core.inbound.events import TRIAL_PREFIX
from comunecast_gui.core.model import ChannelKind, Draft, kind_of
from comunecast_gui.core.notice.categories import Category
from comunecast_gui.core.notice.compose import compose
from comunecast_gui.core.ports import Accepted, Claim
from comunecast_gui.core.setup.launch import SEEN, LaunchFacts
from comunecast_gui.core.setup.step_report import StepReport
from comunecast_gui.core.setup.trial_record import Trial
from comunecast_gui.services import inbox, wiring
from comunecast_gui.services.approval import bot_chats
from comunecast_gui.services.setup import trial_log
from comunecast_gui.services.setup.setup_folder import SetupFolder
from comunecast_gui.services.setup.telegram_setup import TelegramSetup
from comunecast_gui.services.wiring import APPROVED, WHATSAPP, Workspace
from comunecast_gui.store.db.database import FILE_NAME as DATABASE_FILE
from comunecast_gui.system import phones
from comunecast_gui.system.locks import sending_lock
from comunecast_gui.system.settings import database_address
from comunecast_gui.system.settings.values import Settings
from comunecast_gui.system.user_account import user_name

TELEGRAM = str(ChannelKind.TELEGRAM)
_PLAIN = "generico"
"""The category whose text is free: what is tried with, where Meta has approved its template."""
_TITLE = "Prova di ComuneCast"
_POSTER, _ALONE = "launch.poster", "launch.alone"


class NoPace:
    """A pacer that never waits: one message."""

    async def wait(self) -> None:
        return None


class FirstNotice:
    """Sends the first notice to the person who sets up; number and chat are known here only, and in no file."""

    def __init__(self, folder: SetupFolder, telegram: TelegramSetup) -> None:
        self._folder = folder
        self._telegram = telegram
        self._word = secrets.token_urlsafe(12)
        self._chat = 0

    def facts(self) -> LaunchFacts:
        """Raises ConfigError (``database_*``, ``keyring_locked``), InputError (``settings_...``)."""
        found = self._folder.configured()
        bot = self._telegram.facts()
        return LaunchFacts(
            office=found.office.name,
            channels={name: self._folder.noted(f"first.{name}") == SEEN for name in _services(found)},
            privacy_page=bool(found.office.privacy_url),
            poster=bool(self._folder.noted(_POSTER)),
            second_person=self._has_second_person(),
            alone=bool(self._folder.noted(_ALONE)),
            bot=bot.name,
            chat=bot.chat if bot.chat.startswith("@") else "",
            number=found.whatsapp.display_phone if found.whatsapp else "",
        )

    def report(self) -> StepReport:
        """Raises as :meth:`facts`."""
        if self._folder.settings() is None:
            return LaunchFacts("").report
        return self.facts().report

    def chat_address(self) -> str:
        """Who opens it and presses Start makes their private chat known (Telegram: Bot features, "Deep linking").

        Raises InputError("setup_bot_in_use") where the office reads the bot's chats otherwise: two readers would take
        each other's messages (Bot API getUpdates: 409). Raises ConfigError, InputError("setup_no_bot"), SendError.
        """
        if self._has_archive():
            with self._folder.workspace() as workspace:
                if bot_chats.is_wanted(workspace):
                    raise InputError("setup_bot_in_use")
        return f"https://t.me/{self._telegram.bot_name()}?start={self._word}"

    def look_for_chat(self) -> bool:
        """Whether somebody opened :meth:`chat_address` by now; waits a few seconds for it. Raises as there."""
        self._chat = self._chat or self._telegram.look_for_person(self._word)
        return self._chat != 0

    def send_on_telegram(self, text: str) -> None:
        """Sends the first notice into the private chat.

        Raises InputError("setup_no_chat" | "setup_trial_text"), SendError, ConfigError; "already_sending" and
        "moved_away" as every sending.
        """
        if not self._chat:
            raise InputError("setup_no_chat")
        with sending_lock(self._folder.data_dir):
            content = self._content(TELEGRAM, text)
            if isinstance(content, TelegramPost):
                with self._folder.workspace() as workspace, trial_log.noted(workspace, TELEGRAM, text):
                    self._telegram.write_privately(self._chat, content)

    def send_on_whatsapp(self, text: str, number: str) -> None:
        """Sends the first notice to a phone of the office, with an approved template as citizens will get it.

        Raises InputError (``phone_*``, "setup_own_number", "setup_trial_text", "setup_no_template"), SendError,
        ConfigError; "already_sending" and "moved_away" as every sending.
        """
        digits = phones.parse(number).digits
        if digits == _sending_number(self._folder.configured()):
            raise InputError("setup_own_number")
        with sending_lock(self._folder.data_dir):
            content = self._content(WHATSAPP, text)
            with self._folder.workspace() as workspace, trial_log.noted(workspace, WHATSAPP, text) as trial:
                reference = f"{TRIAL_PREFIX}{trial.token}"  # comes back with its receipts, which belong to no delivery
                claim = Claim(0, 0, WHATSAPP, digits, reference=reference)
                trial.message = asyncio.run(_send(workspace, claim, content)).remote_id

    def told(self) -> Trial | None:
        """This person's last trial on WhatsApp with what WhatsApp told of it by now; None where nobody can hear that.

        Reads the relay first; where that fails, what is known already. Raises ConfigError (``database_*``,
        ``office_key_*``).
        """
        with self._folder.workspace() as workspace:
            if workspace.settings.relay is None:
                return None
            with suppress(UserError, SendError):  # the relay's own step and the page of today tell of it
                inbox.pull(workspace)
            mine = (one for one in trial_log.known(workspace) if (one.channel, one.who) == (WHATSAPP, user_name()))
            return next(mine, None)

    def note_seen(self, channel: str) -> None:
        """The person saw it on the phone. Raises ConfigError (``database_*``, ``office_key_*``)."""
        self._folder.note(f"first.{channel}", SEEN)
        if self._has_archive():
            with self._folder.workspace() as workspace:
                trial_log.note_seen(workspace, channel)

    def note_poster(self) -> None:
        """The poster was kept."""
        self._folder.note(_POSTER, SEEN)

    def note_alone(self, alone: bool) -> None:
        """The office has no second person, or has one to come."""
        self._folder.note(_ALONE, SEEN if alone else "")

    # -- within -------------------------------------------------------------------------------------------------------

    def _has_second_person(self) -> bool:
        if not self._has_archive():
            return False
        with self._folder.workspace() as workspace:
            return len(workspace.colleagues.here()) > 1

    def _has_archive(self) -> bool:
        """Whether there is one by now: looking is no reason to make it."""
        server = database_address.is_server(self._folder.configured().database.url)
        return server or (self._folder.data_dir / DATABASE_FILE).exists()

    def _content(self, service: str, text: str) -> Content:
        """What the channel carries: the free text; for WhatsApp the example of a category where no other is approved.

        Raises InputError("setup_trial_text" | "setup_no_template"), ConfigError.
        """
        if not text.strip():
            raise InputError("setup_trial_text")
        with self._folder.workspace() as workspace:
            channel = next((name for name in workspace.channels if kind_of(name) == service), "")
            if not channel:
                raise ConfigError("channel_not_configured", channel=service)
            category = workspace.catalogue.get(_PLAIN)
            if service == WHATSAPP:
                category = _approved(workspace)
            own = category.id == _PLAIN
            fields = (
                {"titolo": _TITLE, "testo": " ".join(text.split())} if own else category.example_for(workspace.office)
            )
            now = workspace.clock.now()
            draft = Draft(self._word, category.id, fields, (channel,))
            context = wiring.check_context(workspace, now)
            composed = compose(
                workspace.catalogue, draft, workspace.office, now, workspace.channels, context, workspace.language
            )
            return composed.contents[channel]


def _approved(workspace: Workspace) -> Category:
    """The category to try with: that of the free text if Meta approved its template, else the first that it did.

    Raises InputError("setup_no_template").
    """
    language = workspace.language
    approved = {row.name for row in workspace.templates.all() if row.status == APPROVED and row.language == language}
    known: Mapping[str, Category] = {one.id: one for one in workspace.catalogue}
    ordered = [*([known[_PLAIN]] if _PLAIN in known else []), *known.values()]
    for category in ordered:
        if category.in_force(approved).whatsapp.template_name in approved:
            return category
    raise InputError("setup_no_template")


async def _send(workspace: Workspace, claim: Claim, content: Content) -> Accepted:
    channel = wiring.channel_factories(workspace)[WHATSAPP]()
    try:
        memory = await channel.open(NoPace(), {})
        memory = await channel.prepare(content, memory)
        return await channel.send(claim, content, memory)
    finally:
        await channel.close()


def _sending_number(configured: Settings) -> str:
    """In digits: it cannot receive what it sends (Meta: 131021). Empty where the settings do not tell it."""
    try:
        return phones.parse(configured.whatsapp.display_phone if configured.whatsapp else "").digits
    except InputError:
        return ""


def _services(configured: Settings) -> tuple[str, ...]:
    kinds = (str(kind_of(name)) for name in wiring.channel_names(configured))
    return tuple(dict.fromkeys(kinds))
