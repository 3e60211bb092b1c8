# SPDX-License-Identifier: EUPL-1.2
"""The Telegram driver: posts in one channel through the Bot API and says of every call whether it took effect."""

from __future__ import annotations

import asyncio
import logging
import re
import ssl
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from comunecast_gui.channels.answer_reader import whole
from comunecast_gui.channels.attachment_bytes import read_attachment
from comunecast_gui.channels.telegram import bot_updates
from comunecast_gui.channels.telegram.bot_updates import MESSAGES, BotUpdate
from comunecast_gui.channels.telegram.channel_check import ChannelCheck, can_post, inspect, problem_of
from comunecast_gui.channels.telegram.error_codes import classify, said
from comunecast_gui.channels.telegram.post_parts import Part, PartKind, parts_of
from comunecast_gui.core.content import Content, TelegramPost
from comunecast_gui.core.errors import Misconfigured, OutcomeUnknown, Permanent, SendError, Transient
from comunecast_gui.core.model import Attachment
from comunecast_gui.core.ports import Accepted, Claim, Pacer

if TYPE_CHECKING:
    from telegram import Bot, InputMediaDocument, InputMediaPhoto, LinkPreviewOptions, Message, ReplyParameters

    from comunecast_gui.channels.telegram.bounded_request import BoundedRequest

T = TypeVar("T")

_READ = 30.0
_NAME = re.compile(r"[A-Za-z0-9_]{1,64}")
_LINK = re.compile(r"https://t\.me/(?:c/)?[A-Za-z0-9_]{1,64}")


class NoPace:
    """A pacer that never waits: for the single calls of the settings page."""

    async def wait(self) -> None:
        return None


class TelegramChannel:
    """Driver of one Telegram channel; satisfies :class:`comunecast_gui.core.ports.Channel`.

    ``chat`` is ``@name`` or the numeric id as the officer set it, ``base_url`` the address that the token is
    appended to. Nothing is opened before the first call, which must come on the loop that makes all the others.
    """

    concurrency = 1

    def __init__(
        self,
        name: str,
        token: str,
        chat: str,
        base_url: str,
        ssl_context: ssl.SSLContext,
        proxy: str | None = None,
        *,
        read_timeout: float = _READ,
    ) -> None:
        self.name = name
        self._token = token
        self._chat = chat
        self._base_url = base_url
        self._ssl_context = ssl_context
        self._proxy = proxy
        self._read_timeout = read_timeout
        self._chat_id = ""
        self._may_post = False
        self._pacer: Pacer = NoPace()
        self._connected: tuple[Bot, BoundedRequest] | None = None

    def __repr__(self) -> str:
        return f"TelegramChannel(name={self.name!r}, chat={self._chat!r})"

    async def open(self, pacer: Pacer, memory: Mapping[str, str]) -> Mapping[str, str]:
        """Finds the channel's numeric id and checks the right to post, unless ``memory`` knows them already.

        Raises Misconfigured with telegram_token, telegram_chat_not_found, telegram_not_channel or
        telegram_rights; Transient when Telegram is out of reach.
        """
        self._pacer = pacer
        if memory.get("chat_id") and memory.get("chat") == self._chat:
            self._chat_id = memory["chat_id"]
            return memory
        found = await inspect(self._bot(), self._chat, pacer)
        if found.problems:
            raise Misconfigured(found.problems[0])
        self._chat_id = str(found.chat_id)
        self._may_post = True
        return {"chat": self._chat, "chat_id": self._chat_id, "title": found.title, "username": found.username}

    async def prepare(self, content: Content, memory: Mapping[str, str]) -> Mapping[str, str]:
        """Checks the files, and the right to post unless :meth:`open` has just done so; ``memory`` comes back as it is.

        Posts share nothing with one another, but of one with several parts none may go out where another cannot.
        Raises as :meth:`open`, and Permanent("attachment_unreadable" | "attachment_altered").
        """
        if isinstance(content, TelegramPost):
            for file in content.attachments:
                await asyncio.to_thread(read_attachment, file)
        just_checked, self._may_post = self._may_post, False
        if not just_checked:
            try:
                may_post = await can_post(self._bot(), self._target)
            except Misconfigured as error:
                if error.code != "telegram_chat_not_found":
                    raise
                await self._look_up_again(error)
            else:
                if not may_post:
                    raise Misconfigured("telegram_rights")
        return memory

    async def send(self, claim: Claim, content: Content, memory: Mapping[str, str]) -> Accepted:
        """Posts the parts that ``claim.parts`` does not hold yet; ``remote_id`` is the message with the text.

        Raises SendError carrying the ids of the parts that are out.
        """
        if not isinstance(content, TelegramPost):
            raise Permanent("wrong_content", type(content).__name__)
        done = list(claim.parts)
        text_id = link = ""
        planned = just_posted = 0
        for part in parts_of(content):
            start, planned = planned, planned + part.messages
            if planned > len(claim.parts):
                for _ in range(just_posted):  # each item of an album counts; the lane waited for the first call
                    await self._pacer.wait()
                try:
                    reply_to = claim.reply_to if not done else ""
                    messages = await self._publish(part, content.preview_url, reply_to, first=not done)
                    ids = _ids(messages, part.messages)
                except SendError as error:
                    error.parts = tuple(done)
                    raise
                just_posted = len(messages)
                done += ids
                link = _link(messages[0])
            if part.html:
                text_id = done[start]
        place = link.rpartition("/")[0]
        link = f"{place}/{text_id}" if _LINK.fullmatch(place) else ""
        return Accepted(text_id, link=link, parts=tuple(done))

    def cancel(self) -> None:
        """Ends the calls under way at once; what may have been published is an unknown outcome."""
        if self._connected:
            self._connected[1].cancel()

    async def close(self) -> None:
        """Closes the connections; a later call opens new ones."""
        if self._connected:
            connected, self._connected = self._connected, None
            await connected[1].shutdown()

    async def check(self) -> ChannelCheck:
        """The state of the channel for the settings page. Raises Transient when Telegram is out of reach."""
        try:
            return await inspect(self._bot(), self._chat, NoPace(), count_members=True)
        except Misconfigured as error:
            return problem_of(error)

    async def edit(self, remote_id: str, content: TelegramPost) -> None:
        """Replaces the text or caption of a post of ours; no time limit (Bot API editMessageText). Raises SendError.

        A post that already reads so counts as edited.
        """
        await self._change(partial(self._replace_text, int(remote_id), content), done="message is not modified")

    async def replace_files(self, parts: Sequence[str], content: TelegramPost, shown: Sequence[str]) -> None:
        """Puts the files of ``content`` in the place of those that a post of ours shows, one message after the other.

        ``parts`` are all messages of the post, ``shown`` the digests of the files there, by place; what is there
        already is left alone. The text stays as it is where no file bears it: :meth:`edit` changes that. Of an album
        each item is edited by itself (Bot API editMessageMedia). Raises SendError; doing it again does no harm.
        """
        places = [(one, html) for part in parts_of(content) for one, html in _messages(part)]
        if len(places) != len(parts):
            raise Permanent("other_shape")
        files = iter(shown)
        for id, (file, html) in zip(parts, places, strict=True):
            if file is not None and next(files, "") != file.digest:
                await self._pacer.wait()
                media = await self._media(file, html)
                call = partial(self._bot().edit_message_media, media, self._target, int(id))
                await self._change(call, done="message is not modified")

    async def delete(self, remote_id: str) -> None:
        """Deletes a post less than 48 hours old (Bot API deleteMessage); one already gone counts as deleted.

        Raises SendError, for an older post Permanent("400", "Message can't be deleted").
        """
        delete = partial(self._bot().delete_message, self._target, int(remote_id))
        await self._change(delete, done="message to delete not found")

    async def pin(self, remote_id: str) -> None:
        """Pins a post; needs the right to edit messages (Bot API pinChatMessage). Raises SendError."""
        await self._change(
            partial(self._bot().pin_chat_message, self._target, int(remote_id), disable_notification=True)
        )

    async def unpin(self, remote_id: str) -> None:
        """Unpins a post; one not pinned, or gone, counts as done (Bot API unpinChatMessage). Raises SendError."""
        unpin = partial(self._bot().unpin_chat_message, self._target, message_id=int(remote_id))
        await self._change(unpin, done="message to unpin not found")

    async def member_count(self) -> int:
        """How many people follow the channel. Raises SendError."""
        count = whole(await self._call(partial(self._bot().get_chat_member_count, self._target), reading=True))
        if count is None or count < 0:
            raise Transient("junk")
        return count

    async def updates(
        self, after: int, wait: int = 0, kinds: Sequence[str] = MESSAGES
    ) -> tuple[int, tuple[BotUpdate, ...]]:
        """What people did with the bot itself since update ``after``, and the last update's id.

        Waits at most ``wait`` seconds for the first (Bot API getUpdates). ``kinds`` holds for what comes from now on:
        Telegram forgets other kinds. Raises SendError, with the code 409 where another program reads for the same bot.
        """
        poll = partial(self._bot().get_updates, after + 1, timeout=wait, allowed_updates=list(kinds))
        return bot_updates.read(await self._call(poll, reading=True), after)

    async def ask(self, user: int, text: str, choices: Sequence[tuple[str, str]]) -> int:
        """Asks one person in private, with a button for each of ``choices`` (its words, and its data of 1-64 bytes).

        Returns the message's id. Raises SendError as :meth:`answer`.
        """
        from telegram import InlineKeyboardButton, InlineKeyboardMarkup

        row = [InlineKeyboardButton(words, callback_data=data) for words, data in choices]
        asked = partial(self._bot().send_message, user, text, reply_markup=InlineKeyboardMarkup([row]))
        message = await self._call(asked)
        return int(_ids([message], 1)[0])

    async def replace_question(self, user: int, message: int, text: str) -> None:
        """Puts ``text`` in the place of a question; its buttons go (Bot API editMessageText without ``reply_markup``).

        A question that reads so already counts as done. Raises SendError.
        """
        await self._change(partial(self._bot().edit_message_text, text, user, message), done="message is not modified")

    async def answer_press(self, press: str, text: str) -> None:
        """Shows ``text`` (at most 200 characters) to who pressed a button (Bot API answerCallbackQuery).

        Raises SendError, for a press that is too old Permanent("400").
        """
        await self._call(partial(self._bot().answer_callback_query, press, text, show_alert=True))

    async def bot_name(self) -> str:
        """The bot's own name, without ``@`` (Bot API getMe). Raises SendError."""
        name = getattr(await self._call(self._bot().get_me, reading=True), "username", None)
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise Transient("junk")
        return name

    async def answer(self, user: int, text: str) -> None:
        """Writes to one person, in plain text. Raises SendError; who blocked the bot is Misconfigured by its code."""
        await self._call(partial(self._bot().send_message, user, text))

    @property
    def clock_ahead(self) -> timedelta | None:
        """How much this computer's clock was ahead of Telegram's at the last answer; None where none came."""
        return self._connected[1].clock_ahead if self._connected else None

    @property
    def chat(self) -> str:
        """The channel as the officer set it: ``@name`` or its number."""
        return self._chat

    @property
    def _target(self) -> str:
        return self._chat_id or self._chat

    def _bot(self) -> Bot:
        """The library's bot, made on the running loop at the first need. Raises Misconfigured for no token."""
        if self._connected is None:
            from telegram import Bot
            from telegram.error import InvalidToken

            from comunecast_gui.channels.telegram.bounded_request import BoundedRequest

            # both log addresses, with the token; the library also what people wrote, where it cannot read it
            logging.getLogger("httpx").setLevel(logging.WARNING)
            logging.getLogger("telegram.Bot").setLevel(logging.CRITICAL + 1)
            request = BoundedRequest(self._ssl_context, self._read_timeout, self._proxy)
            try:
                # updates are never polled here: one set of connections is enough
                bot = Bot(self._token, self._base_url, request=request, get_updates_request=request)
            except InvalidToken:
                raise Misconfigured("telegram_token") from None
            self._connected = bot, request
        return self._connected[0]

    async def _call(self, call: Callable[[], Awaitable[T]], *, reading: bool = False) -> T:
        """Makes one call of the library and turns what it raises into a SendError without the token."""
        try:
            return await call()
        except Exception as error:
            raise classify(error, reading=reading, token=self._token) from None

    async def _change(self, call: Callable[[], Awaitable[object]], *, done: str = "") -> None:
        """A call on an existing post; the refusal that contains ``done`` says that it is as wanted already."""
        try:
            await call()
        except Exception as error:
            if not (done and said(error, done)):
                raise classify(error, token=self._token) from None

    async def _replace_text(self, message: int, content: TelegramPost) -> None:
        from telegram.error import BadRequest

        if any(part.files and part.html for part in parts_of(content)):
            await self._replace_caption(message, content)
            return
        preview = _preview(content.preview_url)
        try:
            await self._bot().edit_message_text(
                content.html, self._target, message, parse_mode="HTML", link_preview_options=preview
            )
        except BadRequest as error:
            if not said(error, "no text in the message to edit"):
                raise
            await self._pacer.wait()
            await self._replace_caption(message, content)

    async def _replace_caption(self, message: int, content: TelegramPost) -> None:
        await self._bot().edit_message_caption(self._target, message, caption=content.html, parse_mode="HTML")

    async def _media(self, file: Attachment, html: str) -> InputMediaDocument | InputMediaPhoto:
        from telegram import InputFile, InputMediaDocument, InputMediaPhoto

        data = await asyncio.to_thread(read_attachment, file)
        upload = InputFile(data, filename=file.path.name, attach=True)
        kind = InputMediaPhoto if file.is_image else InputMediaDocument
        return kind(upload, caption=html or None, parse_mode="HTML" if html else None)

    async def _publish(self, part: Part, preview_url: str, reply_to: str, *, first: bool) -> tuple[Message, ...]:
        """Like :meth:`_post`, but looks for a channel whose remembered id is gone: it may have been made anew."""
        try:
            return await self._post(part, preview_url, reply_to)
        except Misconfigured as error:
            if error.code != "telegram_chat_not_found" or not first:
                raise
            await self._look_up_again(error)
        await self._pacer.wait()
        return await self._post(part, preview_url, "")  # another channel has none of the earlier posts

    async def _look_up_again(self, gone: Misconfigured) -> None:
        """Finds the channel's new id, or raises ``gone`` if there is none."""
        found = await inspect(self._bot(), self._chat, self._pacer)
        if found.problems or str(found.chat_id) == self._chat_id:
            raise gone
        self._chat_id = str(found.chat_id)

    async def _post(self, part: Part, preview_url: str, reply_to: str) -> tuple[Message, ...]:
        """Makes the one call of ``part``. Raises SendError."""
        from telegram import InputFile, InputMediaPhoto

        bot, mode, caption = self._bot(), "HTML" if part.html else None, part.html or None
        shared: dict[str, Any] = {"parse_mode": mode, "reply_parameters": _reply(reply_to)}
        if part.kind is PartKind.TEXT:
            preview = _preview(preview_url)
            text = partial(bot.send_message, self._target, part.html, link_preview_options=preview, **shared)
            return (await self._call(text),)
        contents = await asyncio.to_thread(lambda: [read_attachment(item) for item in part.files])
        several = part.kind is PartKind.ALBUM  # each item of an album names its own part of the request
        files = [
            InputFile(data, filename=item.path.name, attach=several)
            for data, item in zip(contents, part.files, strict=True)
        ]
        if part.kind is PartKind.PHOTO:
            photo = partial(bot.send_photo, self._target, files[0], caption, **shared)
            return (await self._call(photo),)
        if part.kind is PartKind.DOCUMENT:
            document = partial(bot.send_document, self._target, files[0], caption, **shared)
            return (await self._call(document),)
        media = [InputMediaPhoto(file) for file in files]
        album = partial(bot.send_media_group, self._target, media, caption=caption, **shared)
        return await self._call(album)


def _messages(part: Part) -> Iterator[tuple[Attachment | None, str]]:
    """The messages of a part: the file of each, none for a text alone, and what stands below it."""
    if not part.files:
        yield None, part.html
    for place, file in enumerate(part.files):
        yield file, "" if place else part.html


def _link(message: Message) -> str:
    """The address of a post; empty if the answer does not name a public channel."""
    try:
        return message.link or ""
    except (AttributeError, TypeError):
        return ""


def _ids(messages: Sequence[Message], expected: int) -> list[str]:
    """The ids of the messages that a call made. Raises OutcomeUnknown where the answer does not tell them."""
    ids = [whole(getattr(message, "message_id", None)) for message in messages]
    if len(ids) != expected or not all(id and id > 0 for id in ids):
        raise OutcomeUnknown("junk")
    return [str(id) for id in ids]


def _reply(post: str) -> ReplyParameters | None:
    """A reply to a post of the same channel; where that is gone, the new one stands alone (Bot API ReplyParameters)."""
    from telegram import ReplyParameters

    return ReplyParameters(int(post), allow_sending_without_reply=True) if post.isdecimal() else None


def _preview(url: str) -> LinkPreviewOptions:
    from telegram import LinkPreviewOptions

    return LinkPreviewOptions(url=url) if url else LinkPreviewOptions(is_disabled=True)
