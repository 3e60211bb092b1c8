# SPDX-License-Identifier: EUPL-1.2
"""The bot's private chats: asks colleagues for approvals, and gives citizens one answer a day."""

from __future__ import annotations

import asyncio
import base64
import binascii
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from html import escape

from comunecast_gui.channels.telegram.bot_updates import MESSAGES, MESSAGES_AND_PRESSES, Pressed, Wrote
from comunecast_gui.channels.telegram.driver import TelegramChannel
from comunecast_gui.core.approval.approval_request import ApprovalRequest, ApprovalState, Way
from comunecast_gui.core.approval.colleagues import Colleague
from comunecast_gui.core.content import Content, TelegramPost, TemplateMessage, files_of, readable
from comunecast_gui.core.errors import ConfigError, InputError, OutcomeUnknown, Permanent, SendError, Transient
from comunecast_gui.core.inbound.answers import AnswerTexts
from comunecast_gui.core.periods import local
from comunecast_gui.core.ports import Claim, NewNotice
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.services import wiring
from comunecast_gui.services.wiring import Workspace, telegram_channels
from comunecast_gui.store.approval.approval_requests import Asked, Asking
from comunecast_gui.store.consent import audience
from comunecast_gui.store.inbound import bot_reader
from comunecast_gui.store.inbound.followers import Followers
from comunecast_gui.system import paths
from comunecast_gui.system.locks import queuing_lock, why_silent
from comunecast_gui.system.secrets import SecretName
from comunecast_gui.system.settings.values import TelegramChannelSettings

_MEMORY = "telegram-private"
_YES, _NO = "y", "n"
_DATA = re.compile(rf"([{_YES}{_NO}])\.([0-9]{{1,12}})\.([A-Za-z0-9_-]{{43}})")
"""What a button holds: the answer, the request, and the whole digest of what was shown, in 64 bytes at most."""
_LONGEST_ANSWER = 200
"""Characters of the answer to a press (Bot API answerCallbackQuery)."""
_SHORT = {"approval_over": "over", "approval_expired": "expired", "approval_changed": "changed"}
_NOT_ALLOWED = frozenset({"approval_own", "approval_not_named", "approval_role", "colleague_unknown"})
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """The result of one round.

    ``answered``: how many citizens got their answer of the day. ``released``: the notices that an approval queued.
    """

    answered: int = 0
    released: tuple[int, ...] = ()


def is_wanted(workspace: Workspace) -> bool:
    """Whether the bot's private chats have to be read. Raises ConfigError (``database_*``)."""
    if workspace.settings.telegram is None or why_silent(workspace.data_dir):
        return False
    return workspace.settings.telegram.answer_private or workspace.colleagues.asks_in_chats(workspace.clock.now())


def look(workspace: Workspace, wait: int = 0) -> Round:
    """One round: reads what people did, carries it out, and asks colleagues; blocks.

    Takes at most ``wait`` seconds longer than its calls. Raises ConfigError("private_answers_off") where nobody wants
    it, and SendError: with the code 409 (another program reads for this bot) the caller must not try again by itself.
    """
    if workspace.settings.telegram is None or not is_wanted(workspace):
        raise ConfigError("private_answers_off", field="telegram.answer_private")
    answers = workspace.settings.telegram.answer_private
    if not bot_reader.claim(workspace.database, workspace.clock.now(), answers=answers):
        return Round()
    try:
        return asyncio.run(_Talk(workspace).round(wait))
    except Permanent as error:
        # A workstation that answers citizens too has taken over: that ends no loop.
        if error.code == "409" and not bot_reader.claim(workspace.database, workspace.clock.now(), answers=answers):
            return Round()
        raise


def ask_due(workspace: Workspace) -> None:
    """Asks who is to be asked now, without reading any answer.

    Never raises what a service, the keyring or the database says: whoever calls has a request that waits by now.
    """
    try:
        if workspace.settings.telegram is not None and workspace.colleagues.asks_in_chats(workspace.clock.now()):
            asyncio.run(_Talk(workspace).ask_and_tell())
    except (SendError, ConfigError) as error:
        logger.warning("Nobody could be asked on Telegram: %s", error.code)


def tell(workspace: Workspace, chats: Sequence[int], text: str) -> int:
    """Writes to these private chats; returns how many got it. Never raises what a service or the keyring says."""
    try:
        return asyncio.run(_Talk(workspace).tell_all(chats, text))
    except (SendError, ConfigError) as error:
        logger.warning("The office's telephones could not be told: %s", error.code)
        return 0


def offer_chat(workspace: Workspace, colleague: int, by: Colleague) -> str:
    """An address: who opens it within a quarter of an hour has the private chat in which the colleague is asked.

    Raises InputError("colleague_may_not"), ConfigError("secret_missing"), SendError.
    """
    name = asyncio.run(_Talk(workspace).bot_name())
    word = workspace.colleagues.offer_chat(colleague, workspace.clock.now(), by)
    return f"https://t.me/{name}?start={word}"  # Telegram: Bot features, "Deep linking"


def data_of(answer: str, request: int, digest: str) -> str:
    """The button data for this answer to a request with this digest."""
    return f"{answer}.{request}.{base64.urlsafe_b64encode(bytes.fromhex(digest)).decode().rstrip('=')}"


class _Talk:
    """One round of one office's bot, on one loop."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._sentences: Sentences = wiring.sentences()
        self._bot = _bot(workspace)

    async def bot_name(self) -> str:
        try:
            return await self._bot.bot_name()
        finally:
            await self._bot.close()

    async def tell_all(self, chats: Sequence[int], text: str) -> int:
        told = 0
        try:
            for chat in chats:
                try:
                    await self._bot.answer(chat, text)
                    told += 1
                except SendError as error:  # one who blocked the bot keeps nobody else from knowing
                    logger.warning("A colleague could not be told on Telegram: %s", error.code)
        finally:
            await self._bot.close()
        return told

    async def ask_and_tell(self) -> None:
        try:
            await self._ask_and_tell()
        finally:
            await self._bot.close()

    async def round(self, wait: int) -> Round:
        workspace = self._workspace
        after = int(workspace.outbox.channel_memory(_MEMORY).get("after", 0))
        chats = workspace.colleagues.asks_in_chats(workspace.clock.now())
        released: list[int] = []
        answered, all_tried = 0, True
        try:
            # Before anybody is asked: of presses, Telegram keeps none before they were wanted.
            last, updates = await self._bot.updates(after, wait, MESSAGES_AND_PRESSES if chats else MESSAGES)
            for update in updates:
                if isinstance(update, Pressed):
                    released += await self._decide(update)
                elif isinstance(update, Wrote) and not (update.word and await self._know(update)):
                    sent = await self._answer(update.user)
                    answered += bool(sent)
                    all_tried = all_tried and sent is not None
            if all_tried and last != after:
                workspace.outbox.keep_channel_memory(_MEMORY, {"after": str(last)})
            if chats:
                await self._ask_and_tell()
        except (ConfigError, InputError, SendError) as error:
            if not released:
                raise
            # Whoever called has to send what is queued by now; what is left is done in the next round.
            logger.warning("A round with the bot's chats broke off after an approval: %s", error.code)
        finally:
            await self._bot.close()
        return Round(answered, tuple(released))

    async def _answer(self, user: int) -> bool | None:
        """The one answer of the day to a citizen: whether it went out; None: it has to be tried again."""
        workspace = self._workspace
        if not (workspace.settings.telegram and workspace.settings.telegram.answer_private):
            return False
        followers = Followers(workspace.database)
        if not followers.claim_answer(user, workspace.clock.now()):
            return False
        try:
            texts = AnswerTexts.load(paths.resource("answers", "it.toml"), workspace.office)
            await self._bot.answer(user, texts.telegram)
        except OutcomeUnknown:
            return True  # it may have arrived: not again before tomorrow
        except Transient as error:  # certainly not out: read and answered again in the next round
            followers.release_answer(user)
            logger.info("An answer on Telegram has to wait: %s", error.code)
            return None
        except SendError as error:
            logger.info("An answer on Telegram did not go out: %s", error.code)
            return False
        return True

    async def _know(self, wrote: Wrote) -> bool:
        """Whether the word made this chat known as a colleague's, who is told so."""
        known = self._workspace.colleagues.take_chat(wrote.word, wrote.user, self._workspace.clock.now())
        if known is None:
            return False
        with suppress(SendError):
            await self._bot.answer(wrote.user, self._sentences.text("bot.known", name=known.name))
        return True

    async def _decide(self, pressed: Pressed) -> list[int]:
        """Carries a press out, says so, and returns the notice that it queued. Raises ConfigError (``database_*``)."""
        after, said = self._decided(pressed)
        with suppress(SendError):  # a press that is too old is carried out all the same, and the question says so
            await self._bot.answer_press(pressed.press, self._sentences.text(f"bot.{said}")[:_LONGEST_ANSWER])
        return list(after.notices) if after else []

    def _decided(self, pressed: Pressed) -> tuple[ApprovalRequest | None, str]:
        """What a press makes of its request, and the name of what to say of it."""
        found = _DATA.fullmatch(pressed.data)
        if found is None or pressed.user != pressed.chat:
            return None, "void"
        approvals, request = self._workspace.approvals, int(found[2])
        by = approvals.chat_of(request, pressed.chat)
        if by is None:
            return None, "not_for_you"
        now = self._workspace.clock.now()
        try:
            if found[1] == _NO:
                return approvals.refuse(request, by, now, Way.TELEGRAM), "refused"
            digest = base64.urlsafe_b64decode(f"{found[3]}=").hex()
            with queuing_lock(self._workspace.data_dir):
                return approvals.approve(request, digest, by, now, Way.TELEGRAM), "approved"
        except InputError as error:
            return None, _SHORT.get(error.code, "not_for_you" if error.code in _NOT_ALLOWED else "cannot_go")
        except binascii.Error:
            return None, "void"

    async def _ask_and_tell(self) -> None:
        workspace = self._workspace
        now = workspace.clock.now()
        workspace.approvals.lapse(now)
        for one in workspace.approvals.claim_asking(now):
            try:
                workspace.approvals.note_asked(one, await self._ask(one))
            except Transient as error:  # Telegram says how long to wait (Bot API ResponseParameters, retry_after)
                wait = timedelta(seconds=error.retry_after or 0.0)
                workspace.approvals.note_not_asked(one, workspace.clock.now() + wait)
            except (SendError, InputError) as error:
                logger.warning("A colleague could not be asked on Telegram: %s", error.code)
        for asked in workspace.approvals.to_tell(now):
            try:
                await self._tell(asked)
            except Transient:  # the others wait for the next round too
                break
            except SendError as error:
                logger.info("A question on Telegram stays as it is: %s", error.code)
            workspace.approvals.note_told(asked, workspace.clock.now())

    async def _ask(self, one: Asking) -> int:
        """Shows exactly what citizens will get, then asks; returns the question's id.

        Raises SendError, and InputError where the request is over or was tampered with.
        """
        workspace = self._workspace
        request, notice = workspace.approvals.get(one.request), workspace.approvals.frozen(one.request)
        await self._show(one.chat, notice)
        choices = [
            (self._sentences.text("bot.approve"), data_of(_YES, request.id, notice.digest)),
            (self._sentences.text("bot.refuse"), data_of(_NO, request.id, notice.digest)),
        ]
        return await self._bot.ask(one.chat, self._question(request, notice), choices)

    async def _show(self, chat: int, notice: NewNotice) -> None:
        """Each different text with its files, as the drivers send it."""
        private = _bot(self._workspace, str(chat))
        try:
            for place, post in _previews(notice):
                await private.answer(chat, self._sentences.text("bot.preview", channels=place))
                await private.send(Claim(0, 0, "telegram:private"), post, {})
        finally:
            await private.close()

    def _question(self, request: ApprovalRequest, notice: NewNotice) -> str:
        workspace = self._workspace
        authors = workspace.colleagues.all()
        people = audience.people(workspace.database, notice.zones, notice.topic, notice.after)
        if (correction := notice.correction) is not None:
            people += audience.people(workspace.database, correction.zones, correction.topic, correction.after)
        question = self._sentences.text(
            "bot.question",
            author=authors[request.author].name,
            reasons=[self._sentences.text(f"approval_reason.{reason}") for reason in request.reasons],
            channels=list(notice.contents),
            people=people if wiring.WHATSAPP in notice.contents else 0,
            zones=list(notice.zones) or self._sentences.text("approval_reason.whole_town"),
            ends=f"{local(request.ends_at, workspace.office):%H:%M}",
            digest=request.digest[:8],
        )
        if notice.due is None:
            return question
        at = f"{local(notice.due, workspace.office):%d/%m/%Y %H:%M}"
        return "\n".join((question, self._sentences.text("bot.goes_later", at=at)))

    async def _tell(self, asked: Asked) -> None:
        """Puts how it ended in the question's place; an emergency is also said aloud. Raises SendError."""
        workspace = self._workspace
        request = workspace.approvals.get(asked.request)
        everybody = workspace.colleagues.all()
        name = everybody[request.decided_by].name if request.decided_by in everybody else ""
        moment = f"{local(request.decided_at or request.ends_at, workspace.office):%d/%m %H:%M}"
        text = self._sentences.text(f"bot.ended_{request.state}", title=request.title, name=name, moment=moment)
        if asked.message is not None:
            await self._bot.replace_question(asked.chat, asked.message, text)
        if request.state is ApprovalState.OVERRIDDEN:
            await self._bot.answer(asked.chat, text)


def _previews(notice: NewNotice) -> Iterator[tuple[list[str], TelegramPost]]:
    """What goes out, each different content once, with the channels that it goes out on."""
    shown: dict[str, tuple[list[str], TelegramPost]] = {}
    for channel, content in notice.letters:
        post = _as_post(content)
        key = f"{post.html}\n{[file.digest or file.path.name for file in post.attachments]}"
        shown.setdefault(key, ([], post))[0].append(channel)
    yield from shown.values()


def _as_post(content: Content) -> TelegramPost:
    """A post of a channel as it is; a WhatsApp message letter by letter, with its footer and its buttons."""
    if isinstance(content, TelegramPost):
        return content
    lines = [readable(content)]
    if isinstance(content, TemplateMessage):
        lines += [content.footer, *(f"[ {reply} ]" for reply in content.quick_replies)]
    text = "\n\n".join(line for line in lines if line)
    return TelegramPost(escape(text), text, files_of(content))


def _bot(workspace: Workspace, chat: str = "") -> TelegramChannel:
    """The driver of the bot; with a ``chat`` its posts go to that private chat.

    Raises ConfigError("secret_missing" | "private_answers_off").
    """
    configured = workspace.settings.telegram
    if configured is None or not configured.channels:
        raise ConfigError("private_answers_off", field="telegram.answer_private")
    if chat:
        configured = replace(configured, channels=(TelegramChannelSettings("private", chat),))
    return telegram_channels(configured, workspace.secrets.require(SecretName.TELEGRAM_TOKEN))[0]
