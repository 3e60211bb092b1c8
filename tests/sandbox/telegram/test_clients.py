# SPDX-License-Identifier: EUPL-1.2
"""python-telegram-bot, the library of the real driver, must find its service in the sandbox."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from telegram import Bot as Client
from telegram import InputMediaPhoto, LinkPreviewOptions
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from comunecast_gui.sandbox import Fault, FaultKind, Sandbox
from tests.sandbox.conftest import png

CHAT = -1001234567890
pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")


def run(sandbox: Sandbox, work: Callable[[Client], Awaitable[Any]], token: str = "") -> Any:
    """Run ``work`` with a client of its own."""

    async def whole() -> Any:
        async with Client(token or sandbox.config.telegram_token, base_url=sandbox.telegram_base_url) as client:
            return await work(client)

    return asyncio.run(whole())


def fault(kind: FaultKind, **more: Any) -> Fault:
    return Fault(service="telegram", kind=kind, method="sendMessage", **more)


def test_everything_a_channel_needs(sandbox: Sandbox) -> None:
    async def work(client: Client) -> None:
        chat = await client.get_chat("@comunecalcinaia")
        member = await client.get_chat_member(chat.id, client.id)
        assert (member.status, member.can_post_messages) == ("administrator", True)
        assert await client.get_chat_member_count(chat.id) == 1240
        preview = LinkPreviewOptions(is_disabled=True)
        text = "<b>Acqua</b> &amp; strade"
        post = await client.send_message(chat.id, text, parse_mode="HTML", link_preview_options=preview)
        assert post.text == "Acqua & strade"
        assert post.link == f"https://t.me/comunecalcinaia/{post.message_id}"
        assert post.from_user is None
        photo = await client.send_photo(chat.id, png(), caption="<i>foto</i>", parse_mode="HTML")
        assert (photo.photo[-1].width, photo.caption) == (40, "foto")
        again = await client.send_photo(chat.id, photo.photo[-1].file_id)
        sandbox.control.advance(10)
        assert (await client.send_document(chat.id, b"%PDF-1.7", filename="o.pdf")).document.file_name == "o.pdf"
        album = [InputMediaPhoto(png(50, 50), caption="a"), InputMediaPhoto(png(60, 60))]
        assert len(await client.send_media_group(chat.id, album)) == 2
        sandbox.control.advance(10)
        edited = await client.edit_message_text("ANNULLATO", chat.id, post.message_id)
        assert edited.edit_date
        assert (await client.edit_message_caption(chat.id, photo.message_id, caption="altra")).caption == "altra"
        assert await client.pin_chat_message(chat.id, post.message_id, disable_notification=True)
        assert await client.unpin_chat_message(chat.id, post.message_id)
        assert await client.delete_message(chat.id, again.message_id)
        sandbox.control.telegram_writes(5, "/start")
        (update,) = await client.get_updates(timeout=2, allowed_updates=["message"])
        assert update.message.text == "/start"
        assert await client.delete_webhook()

    run(sandbox, work)
    assert sandbox.control.complaints() == []


@pytest.mark.parametrize(
    ("armed", "error", "posted"),
    [
        (fault(FaultKind.ERROR, code=429, retry_after=34), RetryAfter, False),
        (fault(FaultKind.ERROR, code=403, message="bot was kicked from the channel chat"), Forbidden, False),
        (fault(FaultKind.ERROR, code=400, message="chat not found"), BadRequest, False),
        (fault(FaultKind.ERROR, code=409, message="terminated by other getUpdates request"), Conflict, False),
        (fault(FaultKind.SERVER_ERROR), NetworkError, False),
        (fault(FaultKind.SERVER_ERROR, status=502, html=True, processed=True), TelegramError, True),
        (fault(FaultKind.RESET), NetworkError, False),
        (fault(FaultKind.RESET, processed=True), NetworkError, True),
        (fault(FaultKind.JUNK), TelegramError, False),
        (fault(FaultKind.DELAY, seconds=1.0), TimedOut, True),
        (fault(FaultKind.REVOKE_TOKEN), InvalidToken, False),
    ],
)
def test_faults_reach_the_client_as_its_own_errors(
    sandbox: Sandbox, armed: Fault, error: type[TelegramError], posted: bool
) -> None:
    sandbox.control.add_fault(armed)
    with pytest.raises(error) as raised:
        run(sandbox, lambda client: client.send_message(CHAT, "x", read_timeout=0.3))
    assert len(sandbox.control.posts()) == posted
    assert sandbox.control.complaints() == []  # an injected fault is nobody's mistake
    if isinstance(raised.value, RetryAfter):
        assert int(raised.value._retry_after.total_seconds()) == 34


def test_a_retry_before_the_wait_is_over_is_a_complaint(sandbox: Sandbox) -> None:
    sandbox.control.add_fault(fault(FaultKind.ERROR, code=429, retry_after=34))

    async def work(client: Client) -> None:
        for _ in range(2):
            with pytest.raises(RetryAfter):
                await client.send_message(CHAT, "x")
        sandbox.control.advance(34)
        await client.send_message(CHAT, "x")

    run(sandbox, work)
    assert [item.code for item in sandbox.control.complaints()] == [429]


def test_a_wrong_token(sandbox: Sandbox) -> None:
    with pytest.raises(InvalidToken):
        run(sandbox, lambda client: client.get_me(), token="1:wrong")
