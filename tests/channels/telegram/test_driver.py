# SPDX-License-Identifier: EUPL-1.2
"""The Telegram driver against real sockets: which calls a post takes, and what each fault means for it."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import ssl
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from comunecast_gui.channels.telegram.bot_updates import Wrote
from comunecast_gui.channels.telegram.driver import TelegramChannel
from comunecast_gui.core.content import TelegramPost
from comunecast_gui.core.errors import Misconfigured, OutcomeUnknown, Permanent, SendError, Transient, Waits
from comunecast_gui.core.model import Attachment
from comunecast_gui.core.ports import Accepted, Claim
from tests.channels.service_stub import CAPTIVE_PORTAL, HTML_502, Answer, Call, Manner, ServiceStub, as_json

TOKEN = "4839574812:AAFD39kkdpWt3ywyRZergyOLMaJhac60qcK"
CHAT = -1001234567890
POST = TelegramPost("<b>Acqua</b> in via Roma &amp; dintorni", "Acqua in via Roma & dintorni")
LONG = TelegramPost("<b>Acqua</b>" + "a" * 1100, "Acqua" + "a" * 1100)
CLAIM = Claim(42, 7, "telegram:principale")
MEMORY = {"chat": "@comunecalcinaia", "chat_id": str(CHAT)}
HANG = Answer(manner=Manner.HANG)


class CountingPacer:
    def __init__(self) -> None:
        self.waits = 0

    async def wait(self) -> None:
        self.waits += 1


class Telegram:
    """Answers as the Bot API does for one channel, with message ids that count from 101."""

    def __init__(self) -> None:
        self.next_id = 101
        self.chat: dict[str, Any] = {"id": CHAT, "type": "channel", "title": "Calcinaia", "username": "comunecalcinaia"}
        self.member: dict[str, Any] = {"status": "administrator", "can_post_messages": True}

    def __call__(self, call: Call) -> Answer:
        match method(call):
            case "getMe":
                return ok({"id": 77, "is_bot": True, "first_name": "Avvisi"})
            case "getChat":
                return ok({**self.chat, "accent_color_id": 0, "max_reaction_count": 0, "accepted_gift_types": GIFTS})
            case "getChatMember":
                rights = dict.fromkeys(RIGHTS, False)
                return ok({"user": {"id": 77, "is_bot": True, "first_name": "Avvisi"}, **rights, **self.member})
            case "getChatMemberCount":
                return ok(812)
            case "sendMediaGroup":
                return ok([self.message() for _ in json.loads(multipart(call)["media"])])
            case "deleteMessage" | "pinChatMessage":
                return ok(True)
            case _:
                return ok(self.message())

    def message(self) -> dict[str, Any]:
        self.next_id += 1
        return {"message_id": self.next_id - 1, "date": 1661158800, "chat": self.chat}


GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)
RIGHTS = (
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
    *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories"),
    *("can_edit_stories", "can_delete_stories", "can_post_messages", "can_edit_messages"),
)


def ok(result: object) -> Answer:
    return as_json({"ok": True, "result": result})


def refused(code: int, description: str, **parameters: Any) -> Answer:
    body = {"ok": False, "error_code": code, "description": description}
    return as_json({**body, "parameters": parameters} if parameters else body, code)


def method(call: Call) -> str:
    return call.path.rpartition("/")[2]


def form(call: Call) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(call.body.decode(), strict_parsing=True).items()}


def multipart(call: Call) -> dict[str, str]:
    found = re.findall(rb'name="(\w+)"\r\n\r\n(.*?)\r\n--', call.body, re.DOTALL)
    return {name.decode(): value.decode() for name, value in found}


def uploads(call: Call) -> set[str]:
    """The names of the parts that hold a file."""
    return {name.decode() for name in re.findall(rb'name="(\w+)"; filename=', call.body)}


def driver(url: str, trust: ssl.SSLContext, token: str = TOKEN) -> TelegramChannel:
    return TelegramChannel("telegram:principale", token, "@comunecalcinaia", f"{url}/bot", trust, read_timeout=0.4)


def run(channel: TelegramChannel, work: Callable[[TelegramChannel], Awaitable[Any]]) -> Any:
    async def whole() -> Any:
        try:
            return await work(channel)
        finally:
            await channel.close()

    return asyncio.run(whole())


def send(
    channel: TelegramChannel, post: TelegramPost = POST, claim: Claim = CLAIM, pacer: CountingPacer | None = None
) -> Accepted:
    async def work(channel: TelegramChannel) -> Accepted:
        await channel.open(pacer or CountingPacer(), MEMORY)
        return await channel.send(claim, post, {})

    accepted: Accepted = run(channel, work)
    return accepted


def refusal(channel: TelegramChannel, post: TelegramPost = POST, claim: Claim = CLAIM) -> SendError:
    with pytest.raises(SendError) as caught:
        send(channel, post, claim)
    assert TOKEN not in "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    return caught.value


@pytest.fixture
def telegram(stub: ServiceStub) -> Telegram:
    service = Telegram()
    stub.default = service
    return service


def test_a_text_is_one_call_to_the_numeric_id(stub: ServiceStub, telegram: Telegram, trust: ssl.SSLContext) -> None:
    accepted = send(driver(stub.url, trust))
    assert accepted == Accepted("101", link="https://t.me/comunecalcinaia/101", parts=("101",))
    (call,) = stub.calls
    assert call.path == f"/bot{TOKEN}/sendMessage"
    assert form(call) == {
        "chat_id": str(CHAT),
        "text": POST.html,
        "parse_mode": "HTML",
        "link_preview_options": '{"is_disabled": true}',
    }


def test_a_link_is_previewed_when_the_post_names_it(
    stub: ServiceStub, telegram: Telegram, trust: ssl.SSLContext
) -> None:
    send(driver(stub.url, trust), replace(POST, preview_url="https://www.comune.calcinaia.pi.it/"))
    preview = json.loads(form(stub.calls[0])["link_preview_options"])
    assert preview == {"url": "https://www.comune.calcinaia.pi.it/"}


def test_a_short_text_is_the_caption_of_its_picture(
    stub: ServiceStub, telegram: Telegram, trust: ssl.SSLContext, picture: Attachment
) -> None:
    accepted = send(driver(stub.url, trust), replace(POST, attachments=(picture,)))
    assert accepted.parts == ("101",)
    (call,) = stub.calls
    assert method(call) == "sendPhoto"
    fields = multipart(call)
    assert (fields["chat_id"], fields["caption"], fields["parse_mode"]) == (str(CHAT), POST.html, "HTML")
    assert picture.path.read_bytes() in call.body
    assert b'filename="lavori.png"' in call.body


def test_a_long_text_follows_its_picture_and_is_what_the_link_shows(
    stub: ServiceStub, telegram: Telegram, trust: ssl.SSLContext, picture: Attachment, document: Attachment
) -> None:
    pacer = CountingPacer()
    accepted = send(driver(stub.url, trust), replace(LONG, attachments=(document, picture)), pacer=pacer)
    assert [method(call) for call in stub.calls] == ["sendPhoto", "sendMessage", "sendDocument"]
    assert "caption" not in multipart(stub.calls[0])
    assert accepted == Accepted("102", link="https://t.me/comunecalcinaia/102", parts=("101", "102", "103"))
    assert pacer.waits == 2


def test_several_pictures_are_an_album_with_the_text_on_the_first(
    stub: ServiceStub, telegram: Telegram, trust: ssl.SSLContext, picture: Attachment
) -> None:
    accepted = send(driver(stub.url, trust), replace(POST, attachments=(picture,) * 3))
    (call,) = stub.calls
    assert method(call) == "sendMediaGroup"
    media = json.loads(multipart(call)["media"])
    assert [item["type"] for item in media] == ["photo"] * 3
    assert [item.get("caption") for item in media] == [POST.html, None, None]
    assert {item["media"] for item in media} == {f"attach://{name}" for name in uploads(call)}
    assert len(uploads(call)) == 3
    assert accepted == Accepted("101", link="https://t.me/comunecalcinaia/101", parts=("101", "102", "103"))


def test_a_single_document_carries_a_short_text(
    stub: ServiceStub, telegram: Telegram, trust: ssl.SSLContext, document: Attachment
) -> None:
    send(driver(stub.url, trust), replace(POST, attachments=(document,)))
    (call,) = stub.calls
    assert method(call) == "sendDocument"
    assert multipart(call)["caption"] == POST.html


def test_a_later_try_does_not_repeat_posted_parts(
    stub: ServiceStub, telegram: Telegram, trust: ssl.SSLContext, picture: Attachment, document: Attachment
) -> None:
    post = replace(LONG, attachments=(picture, picture, document))
    stub.answers = [ok([telegram.message(), telegram.message()]), refused(429, "Too Many Requests", retry_after=3)]
    error = refusal(driver(stub.url, trust), post)
    assert isinstance(error, Transient)
    assert error.parts == ("101", "102")
    stub.calls.clear()
    stub.answers = [ok(telegram.message()), HTML_502]
    error = refusal(driver(stub.url, trust), post, replace(CLAIM, parts=error.parts))
    assert isinstance(error, OutcomeUnknown)
    assert error.parts == ("101", "102", "103")
    assert [method(call) for call in stub.calls] == ["sendMessage", "sendDocument"]
    stub.calls.clear()
    accepted = send(driver(stub.url, trust), post, replace(CLAIM, parts=error.parts))
    assert [method(call) for call in stub.calls] == ["sendDocument"]
    assert accepted == Accepted("103", link="https://t.me/comunecalcinaia/103", parts=("101", "102", "103", "104"))


def test_many_pictures_are_albums_of_ten_at_the_pace_of_their_items(
    stub: ServiceStub, telegram: Telegram, trust: ssl.SSLContext, picture: Attachment
) -> None:
    pacer = CountingPacer()
    accepted = send(driver(stub.url, trust), replace(POST, attachments=(picture,) * 21), pacer=pacer)
    assert [method(call) for call in stub.calls] == ["sendMediaGroup", "sendMediaGroup", "sendPhoto"]
    assert [len(uploads(call)) for call in stub.calls] == [10, 10, 1]
    assert len(accepted.parts) == 21
    assert accepted.remote_id == "101"  # the caption is on the very first
    assert pacer.waits == 20


def test_an_album_of_unknown_outcome_is_not_taken_for_posted(
    stub: ServiceStub, telegram: Telegram, trust: ssl.SSLContext, picture: Attachment
) -> None:
    post = replace(POST, attachments=(picture,) * 12)
    for answer in (HTML_502, ok([telegram.message()]), ok([])):
        stub.calls.clear()
        stub.answers = [ok([telegram.message() for _ in range(10)]), answer]
        error = refusal(driver(stub.url, trust), post)
        assert isinstance(error, OutcomeUnknown)
        assert len(error.parts) == 10
        assert len(stub.calls) == 2
    stub.calls.clear()
    accepted = send(driver(stub.url, trust), post, replace(CLAIM, parts=error.parts))
    assert [len(uploads(call)) for call in stub.calls] == [2]
    assert len(accepted.parts) == 12


UNKNOWN_AFTER_SENDING = [
    (HANG, "timeout"),
    (Answer(manner=Manner.RESET_AFTER_BODY), "connection"),
    (Answer(manner=Manner.CLOSE), "connection"),
    (replace(ok(True), manner=Manner.HALF), "connection"),
    (HTML_502, "server"),
    (refused(500, "Internal Server Error: restart"), "server"),
    (Answer(503, b"", "text/plain"), "server"),
    (CAPTIVE_PORTAL, "junk"),
    (Answer(302, b"", headers={"Location": "http://127.0.0.1:1/login"}), "server"),
    (as_json({"ok": True}), "junk"),
    (as_json({"ok": True, "result": True}), "junk"),
    (
        as_json({"ok": True, "result": {"message_id": "101", "date": 1, "chat": {"id": CHAT, "type": "channel"}}}),
        "junk",
    ),
    (as_json({"ok": True, "result": {"message_id": True, "date": 1, "chat": {"id": CHAT, "type": "channel"}}}), "junk"),
    (
        as_json({"ok": False, "error_code": 500, "description": "restart", "parameters": {"retry_after": 1}}, 500),
        "server",
    ),
    (as_json({"ok": False, "description": "boom"}, 503), "server"),
    (as_json({"ok": "yes", "result": {}}), "junk"),
    (Answer(200, b"[" * 100_000), "junk"),
    (Answer(408, b"", "text/plain"), "server"),
    (as_json({"ok": False, "error_code": 408, "description": "Request Timeout"}, 408), "server"),
]


@pytest.mark.parametrize(("answer", "code"), UNKNOWN_AFTER_SENDING, ids=lambda value: str(value)[:60])
def test_a_post_that_may_be_out_is_unknown_and_never_repeated(
    stub: ServiceStub, trust: ssl.SSLContext, answer: Answer, code: str
) -> None:
    stub.answers = [answer]
    error = refusal(driver(stub.url, trust))
    assert (type(error), error.code) == (OutcomeUnknown, code)
    assert len(stub.calls) == 1


def test_a_request_that_never_left_may_be_tried_again(stub: ServiceStub, trust: ssl.SSLContext, deaf_port: int) -> None:
    for url, codes in {
        f"http://127.0.0.1:{deaf_port}": {"connect"},
        "http://telegram.calcinaia.invalid": {"name_unknown", "offline"},
        f"https://127.0.0.1:{stub.port}": {"tls"},
    }.items():
        error = refusal(driver(url, trust))
        assert type(error) is Transient
        assert error.code in codes
    assert stub.calls == []


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (refused(401, "Unauthorized"), Misconfigured, "telegram_token"),
        (refused(404, "Not Found"), Misconfigured, "telegram_token"),
        (refused(400, "Bad Request: chat not found"), Misconfigured, "telegram_chat_not_found"),
        (
            refused(400, "Bad Request: need administrator rights in the channel chat"),
            Misconfigured,
            "telegram_rights",
        ),
        (refused(403, "Forbidden: bot is not a member of the channel chat"), Misconfigured, "telegram_rights"),
        (refused(403, "Forbidden: bot was kicked from the channel chat"), Misconfigured, "telegram_rights"),
        (Answer(403, b"<html>filtro</html>", "text/html"), Misconfigured, "telegram_blocked"),
        (
            refused(400, 'Bad Request: can\'t parse entities: Unsupported start tag "br" at byte offset 1'),
            Permanent,
            "400",
        ),
        (refused(400, "Bad Request: message is too long"), Permanent, "400"),
        (refused(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"), Permanent, "400"),
        (refused(409, "Conflict: terminated by other getUpdates request"), Permanent, "409"),
        (refused(413, "Request Entity Too Large"), Permanent, "413"),
        (Answer(413, b"<html>Request Entity Too Large</html>", "text/html"), Permanent, "413"),
    ],
)
def test_refusals_are_told_apart(
    stub: ServiceStub, telegram: Telegram, trust: ssl.SSLContext, answer: Answer, kind: type[SendError], code: str
) -> None:
    stub.answers = [answer]
    error = refusal(driver(stub.url, trust))
    assert (type(error), error.code) == (kind, code)
    assert [method(call) for call in stub.calls].count("sendMessage") == 1
    if kind is Permanent and code == "400":
        assert error.detail.lower() in json.loads(answer.body)["description"].lower()
        assert error.detail


def test_a_flood_makes_the_lane_wait_as_long_as_telegram_says(stub: ServiceStub, trust: ssl.SSLContext) -> None:
    stub.answers = [
        refused(429, "Too Many Requests: retry after 34", retry_after=34),
        refused(429, "Too Many Requests"),
    ]
    errors = [refusal(driver(stub.url, trust)) for _ in range(2)]
    assert [(type(error), error.code, getattr(error, "waits", None)) for error in errors] == [
        (Transient, "429", Waits.LANE)
    ] * 2
    assert [getattr(error, "retry_after", None) for error in errors] == [34.5, 30.0]


@pytest.mark.parametrize("token", ["", "con\na capo"])
def test_a_token_that_cannot_be_one_is_a_setting_to_mend(stub: ServiceStub, trust: ssl.SSLContext, token: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        send(driver(stub.url, trust, token))
    assert caught.value.code in ("telegram_token", "telegram_address")
    assert stub.calls == []


def test_the_environment_names_the_proxy_but_not_the_authorities(
    stub: ServiceStub, telegram: Telegram, trust: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", stub.url)
    monkeypatch.setenv("http_proxy", stub.url)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/ca.pem")
    assert send(driver("http://api.telegram.invalid", trust)).remote_id == "101"
    assert stub.calls[0].path == f"http://api.telegram.invalid/bot{TOKEN}/sendMessage"


def test_a_channel_made_anew_under_its_name_is_found(
    stub: ServiceStub, telegram: Telegram, trust: ssl.SSLContext
) -> None:
    stub.answers = [refused(400, "Bad Request: chat not found")]
    telegram.chat["id"] = CHAT - 1
    assert send(driver(stub.url, trust)).remote_id == "101"
    asked = ["sendMessage", "getMe", "getChat", "getChatMember", "sendMessage"]
    assert [method(call) for call in stub.calls] == asked
    assert form(stub.calls[-1])["chat_id"] == str(CHAT - 1)


def test_posted_parts_are_remembered_whatever_fails(trust: ssl.SSLContext) -> None:
    error = refusal(driver("http://127.0.0.1:9", trust, ""), LONG, replace(CLAIM, parts=()))
    assert (error.code, error.parts) == ("telegram_token", ())
    album = replace(LONG, attachments=(Attachment(Path("gone.png"), "", "image/png", 1),))
    error = refusal(driver("http://127.0.0.1:9", trust, ""), album, replace(CLAIM, parts=("101",)))
    assert (error.code, error.parts) == ("telegram_token", ("101",))


@pytest.mark.filterwarnings("ignore:Please use:telegram.warnings.PTBUserWarning")
def test_a_server_of_another_version_may_leave_fields_out(
    stub: ServiceStub, telegram: Telegram, trust: ssl.SSLContext
) -> None:
    bare = {
        "getChat": telegram.chat,
        "getChatMember": {**telegram.member, "user": {"id": 77, "is_bot": True, "first_name": "Avvisi"}},
    }
    stub.default = lambda call: ok(bare[method(call)]) if method(call) in bare else telegram(call)
    memory = run(driver(stub.url, trust), lambda opened: opened.open(CountingPacer(), {}))
    assert memory["chat_id"] == str(CHAT)
    telegram.member["can_post_messages"] = bare["getChatMember"]["can_post_messages"] = False
    with pytest.raises(Misconfigured) as refused:
        run(driver(stub.url, trust), lambda opened: opened.open(CountingPacer(), {}))
    assert refused.value.code == "telegram_rights"


def test_opening_finds_the_channel_once(stub: ServiceStub, telegram: Telegram, trust: ssl.SSLContext) -> None:
    pacer = CountingPacer()
    channel = driver(stub.url, trust)
    memory = run(channel, lambda opened: opened.open(pacer, {"chat": "@altro", "chat_id": "-1"}))
    assert memory == {
        "chat": "@comunecalcinaia",
        "chat_id": str(CHAT),
        "title": "Calcinaia",
        "username": "comunecalcinaia",
    }
    assert [method(call) for call in stub.calls] == ["getMe", "getChat", "getChatMember"]
    assert pacer.waits == 2  # getMe is no call about the chat
    assert run(channel, lambda opened: opened.open(pacer, memory)) == memory
    assert len(stub.calls) == 3


def test_opening_a_channel_says_which_right_is_missing(
    stub: ServiceStub, telegram: Telegram, trust: ssl.SSLContext
) -> None:
    def opening() -> str:
        with pytest.raises(Misconfigured) as caught:
            run(driver(stub.url, trust), lambda channel: channel.open(CountingPacer(), {}))
        return caught.value.code

    telegram.member = {"status": "administrator", "can_post_messages": False}
    assert opening() == "telegram_rights"
    telegram.member = {"status": "member"}
    assert opening() == "telegram_rights"
    telegram.chat = {**telegram.chat, "type": "supergroup"}
    assert opening() == "telegram_not_channel"
    stub.answers = [HTML_502]
    with pytest.raises(Transient):
        run(driver(stub.url, trust), lambda channel: channel.open(CountingPacer(), {}))


def test_the_check_of_the_settings_page(stub: ServiceStub, telegram: Telegram, trust: ssl.SSLContext) -> None:
    telegram.member = {"status": "administrator", "can_post_messages": True, "can_edit_messages": True}
    check = run(driver(stub.url, trust), lambda channel: channel.check())
    assert (check.title, check.username, check.members) == ("Calcinaia", "comunecalcinaia", 812)
    assert (check.can_post, check.can_edit, check.can_delete, check.problems) == (True, True, False, ())
    stub.answers = [refused(401, "Unauthorized")]
    assert run(driver(stub.url, trust), lambda channel: channel.check()).problems == ("telegram_token",)


def test_edit_delete_and_pin_of_a_post(stub: ServiceStub, telegram: Telegram, trust: ssl.SSLContext) -> None:
    channel = driver(stub.url, trust)
    run(channel, lambda opened: opened.edit("101", POST))
    run(channel, lambda opened: opened.pin("101"))
    run(channel, lambda opened: opened.delete("101"))
    assert run(channel, lambda opened: opened.member_count()) == 812
    edit, pin, delete, _ = stub.calls
    assert method(edit) == "editMessageText"
    assert (form(edit)["text"], form(edit)["message_id"], form(edit)["parse_mode"]) == (POST.html, "101", "HTML")
    assert (method(pin), form(pin)["message_id"], form(pin)["disable_notification"]) == (
        *("pinChatMessage", "101"),
        "true",
    )
    assert (method(delete), form(delete)["message_id"]) == ("deleteMessage", "101")


def test_an_edit_or_delete_already_done_counts_as_done(
    stub: ServiceStub, telegram: Telegram, trust: ssl.SSLContext
) -> None:
    channel = driver(stub.url, trust)
    same = "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"
    stub.answers = [refused(400, same), refused(400, "Bad Request: message to delete not found")]
    run(channel, lambda opened: opened.edit("101", POST))
    run(channel, lambda opened: opened.delete("101"))
    stub.answers = [refused(400, "Bad Request: message can't be deleted")]
    with pytest.raises(Permanent) as caught:
        run(channel, lambda opened: opened.delete("101"))
    assert caught.value.detail == "Message can't be deleted"


def test_the_caption_of_a_picture_is_edited_as_such(
    stub: ServiceStub, telegram: Telegram, trust: ssl.SSLContext
) -> None:
    stub.answers = [refused(400, "Bad Request: there is no text in the message to edit")]
    run(driver(stub.url, trust), lambda channel: channel.edit("101", POST))
    assert [method(call) for call in stub.calls] == ["editMessageText", "editMessageCaption"]
    assert form(stub.calls[1])["caption"] == POST.html


def test_a_file_that_is_gone_stops_before_the_call(
    stub: ServiceStub, telegram: Telegram, trust: ssl.SSLContext, picture: Attachment
) -> None:
    picture.path.unlink()
    error = refusal(driver(stub.url, trust), replace(POST, attachments=(picture,)))
    assert (type(error), error.code) == (Permanent, "attachment_unreadable")
    assert stub.calls == []


def test_neither_logs_nor_repr_show_the_token(
    stub: ServiceStub, telegram: Telegram, trust: ssl.SSLContext, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    stub.answers = [refused(400, f"Bad Request: strange {TOKEN}")]
    channel = driver(stub.url, trust)
    error = refusal(channel)
    assert error.detail == "Strange …"
    assert TOKEN not in caplog.text + repr(channel)


def test_what_people_wrote_to_the_bot_stays_out_of_the_log_where_an_update_makes_no_sense(
    stub: ServiceStub, trust: ssl.SSLContext, caplog: pytest.LogCaptureFixture
) -> None:
    wrote = {"message_id": 1, "date": 1661158800, "text": "sono malata", "chat": {"id": 9, "first_name": "Adalgisa"}}
    stub.answers = [ok([{"update_id": 5, "message": wrote}, {"update_id": 6, "callback_query": {"id": "4"}}])]
    assert run(driver(stub.url, trust), lambda opened: opened.updates(4)) == (6, ())
    assert "stepped over: 2" in caplog.text
    assert "malata" not in caplog.text
    assert "Adalgisa" not in caplog.text


WROTE = {"message_id": 1, "date": 1661158800, "text": "/start parola", "chat": {"id": 9, "type": "private"}}


@pytest.mark.parametrize(
    "strange",
    [
        {"update_id": 5, "message": {**WROTE, "chat": {"id": 9}}},
        {"update_id": 5, "message": {**WROTE, "chat": None}},
        {"update_id": 5, "message": "parola"},
        {"update_id": 5, "callback_query": {"id": "4"}},
        {"update_id": "5", "message": WROTE},
        {"message": WROTE},
        "parola",
        None,
    ],
    ids=str,
)
def test_an_update_that_makes_no_sense_hides_nothing_that_comes_after_it(
    stub: ServiceStub, trust: ssl.SSLContext, caplog: pytest.LogCaptureFixture, strange: object
) -> None:
    stub.answers = [ok([strange, {"update_id": 7, "message": WROTE}]), ok([strange])]
    last, found = run(driver(stub.url, trust), lambda opened: opened.updates(4))
    assert (last, found) == (7, (Wrote(9, "parola"),))
    assert "stepped over: 1" in caplog.text
    assert "parola" not in caplog.text
    if isinstance(strange, dict) and strange.get("update_id") == 5:
        assert run(driver(stub.url, trust), lambda opened: opened.updates(4)) == (5, ())
        return
    with pytest.raises(Transient):  # with nothing to step to, the same would come at once, again and again
        run(driver(stub.url, trust), lambda opened: opened.updates(4))


@pytest.mark.filterwarnings("ignore:Please use:telegram.warnings.PTBUserWarning")
def test_rights_that_come_as_a_text_are_no_answer(stub: ServiceStub, telegram: Telegram, trust: ssl.SSLContext) -> None:
    stub.default = lambda call: ok("x") if method(call) == "getChatMember" else telegram(call)
    with pytest.raises(Transient, match="junk"):
        run(driver(stub.url, trust), lambda opened: opened.open(CountingPacer(), {}))
    with pytest.raises(Transient, match="junk"):
        run(driver(stub.url, trust), lambda opened: opened.check())
