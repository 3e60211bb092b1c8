# SPDX-License-Identifier: EUPL-1.2
"""Every refusal of the Bot API on a channel, in its words, and what an accepted post looks like."""

from __future__ import annotations

import json
import threading
from typing import Any, cast

import pytest
import requests

from comunecast_gui.sandbox import Sandbox, SandboxConfig, TelegramChannel, run_sandbox
from tests.sandbox.conftest import Bot, jpeg, png


def refusal(code: int, description: str) -> dict[str, Any]:
    return {"ok": False, "error_code": code, "description": description}


def test_a_good_post_is_shown_without_complaints(bot: Bot, sandbox: Sandbox) -> None:
    answer = bot.say("<b>Acqua</b> oggi #avvisi", parse_mode="HTML", disable_notification="true")
    assert answer["result"]["text"] == "Acqua oggi #avvisi"
    assert answer["result"]["sender_chat"]["username"] == "comunecalcinaia"
    assert "from" not in answer["result"]
    (post,) = sandbox.control.posts()
    assert post.silent
    assert [e["type"] for e in post.entities] == ["bold", "hashtag"]
    assert sandbox.control.complaints() == []


def test_takes_json_query_and_form_alike(bot: Bot, sandbox: Sandbox) -> None:
    url = f"{sandbox.telegram_base_url}{sandbox.config.telegram_token}/sendMessage"
    values = {"chat_id": bot.chat, "text": "x"}
    assert requests.get(url, params=cast("dict[str, str]", values), timeout=5).json()["ok"]
    body = {**values, "link_preview_options": {"is_disabled": True}}
    answer = requests.post(url, json=body, timeout=5).json()
    assert answer["result"]["link_preview_options"] == {"is_disabled": True}
    assert sandbox.control.complaints() == []


def test_set_up_check_of_the_channel(bot: Bot) -> None:
    me = bot("getMe")["result"]
    chat = bot("getChat", chat_id="@ComuneCalcinaia")["result"]
    assert (chat["type"], chat["id"]) == ("channel", bot.chat)
    member = bot("getChatMember", chat_id=chat["id"], user_id=me["id"])["result"]
    assert (member["status"], member["can_post_messages"]) == ("administrator", True)
    assert bot("getChatMemberCount", chat_id=chat["id"])["result"] == 1240


def test_wrong_token_and_unknown_method(bot: Bot, sandbox: Sandbox) -> None:
    wrong = requests.get(f"{sandbox.telegram_base_url}1:wrong/getMe", timeout=5)
    assert (wrong.status_code, wrong.json()) == (401, refusal(401, "Unauthorized"))
    assert bot("sendFax") == refusal(404, "Not Found: method not found")
    assert [item.code for item in sandbox.control.complaints()] == [401, 404]


def test_unknown_parameters_are_ignored_but_noted(bot: Bot, sandbox: Sandbox) -> None:
    assert bot.say("x", disable_web_page_preview="true")["ok"]
    (complaint,) = sandbox.control.complaints()
    assert complaint.message == "the unknown parameter disable_web_page_preview is ignored"


@pytest.mark.parametrize(
    ("values", "description"),
    [
        ({"text": ""}, "Bad Request: message text is empty"),
        ({"text": " \n "}, "Bad Request: text must be non-empty"),
        ({"text": "😀" * 4097}, "Bad Request: message is too long"),
        ({"text": "😀" * 8193}, "Bad Request: text is too long"),
        ({"text": "x", "parse_mode": "BBCode"}, "Bad Request: unsupported parse_mode"),
        (
            {"text": "a<br>", "parse_mode": "HTML"},
            'Bad Request: can\'t parse entities: Unsupported start tag "br" at byte offset 1',
        ),
        ({"text": "x", "entities": "{}"}, "Bad Request: can't parse entities JSON object"),
        ({"text": "x", "link_preview_options": "no"}, "Bad Request: can't parse link preview options JSON object"),
        ({"text": "x", "chat_id": "@nessuno"}, "Bad Request: chat not found"),
        ({"text": "x", "reply_markup": '{"keyboard": []}'}, "Bad Request: inline keyboard expected"),
    ],
)
def test_refused_texts(bot: Bot, sandbox: Sandbox, values: dict[str, str], description: str) -> None:
    assert bot("sendMessage", **{"chat_id": bot.chat, **values}) == refusal(400, description)
    assert sandbox.control.posts() == []
    assert [item.message for item in sandbox.control.complaints()] == [description]


def test_entities_given_by_the_caller(bot: Bot) -> None:
    inside, outside = ({"type": "bold", "offset": at, "length": 5} for at in (3, 6))
    answer = bot.say("🔴 Acqua", entities=json.dumps([inside, outside]))
    assert answer["result"]["entities"] == [inside]


def test_limits_count_code_points(bot: Bot) -> None:
    assert bot.say("😀" * 4096)["ok"]


def test_photos(bot: Bot, sandbox: Sandbox) -> None:
    def send(data: bytes, caption: str = "") -> Any:
        files = {"photo": ("p.png", data, "image/png")}
        return bot("sendPhoto", files=files, chat_id=bot.chat, caption=caption)

    sent = send(png(), "<b>")["result"]
    assert (sent["photo"][0]["width"], sent["caption"]) == (40, "<b>")
    assert send(png(), "x" * 1025) == refusal(400, "Bad Request: message caption is too long")
    assert send(png(2100, 100)) == refusal(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
    assert send(b"%PDF-1.7 no picture") == refusal(400, "Bad Request: IMAGE_PROCESS_FAILED")
    for damaged in (png(bits=16), png()[:50], jpeg()[:-300], jpeg("CMYK")):
        assert send(damaged) == refusal(400, "Bad Request: IMAGE_PROCESS_FAILED")
    assert send(jpeg())["ok"]
    assert send(b"") == refusal(400, "Bad Request: file must be non-empty")
    big = send(png() + b"\0" * 10485760)
    assert big["description"].endswith("is too big for a photo; the maximum size is 10485760 bytes")
    again = bot("sendPhoto", chat_id=bot.chat, photo=sent["photo"][0]["file_id"])
    assert again["result"]["photo"] == sent["photo"]
    assert bot("sendPhoto", chat_id=bot.chat) == refusal(400, "Bad Request: there is no photo in the request")
    assert "wrong remote file identifier specified" in bot("sendPhoto", chat_id=bot.chat, photo="AgACx")["description"]
    assert len(sandbox.control.posts()) == 3


def test_albums_count_each_item(bot: Bot, sandbox: Sandbox) -> None:
    media = [{"type": "photo", "media": f"attach://p{n}", "caption": f"n. {n}"} for n in range(3)]
    files = {f"p{n}": (f"{n}.png", png(40 + n), "image/png") for n in range(3)}
    sent = bot("sendMediaGroup", files=files, chat_id=bot.chat, media=json.dumps(media))["result"]
    assert len({message["media_group_id"] for message in sent}) == 1
    assert [post.text for post in sandbox.control.posts()] == ["n. 0", "n. 1", "n. 2"]
    assert bot.say("quarto")["error_code"] == 429  # three photos spent the burst


@pytest.mark.parametrize(
    ("items", "description"),
    [
        ([], "there are no messages to send"),
        (["photo"] * 11, "too many messages to send as an album"),
        (["photo"], "an album must include 2-10 items"),
        (["photo", "document"], "document can't be mixed with other media types"),
    ],
)
def test_refused_albums(bot: Bot, items: list[str], description: str) -> None:
    media = [{"type": kind, "media": "attach://p"} for kind in items]
    files = {"p": ("p.png", png(), "image/png")}
    answer = bot("sendMediaGroup", files=files, chat_id=bot.chat, media=json.dumps(media))
    assert answer == refusal(400, f"Bad Request: {description}")


@pytest.mark.parametrize("item", [{}, {"media": ""}, {"media": "attach://q"}, {"media": "attach://"}])
@pytest.mark.parametrize("part", ["p", "media"])
def test_an_item_of_an_album_names_its_own_file(bot: Bot, item: dict[str, str], part: str) -> None:
    files = {part: ("p.png", png(), "image/png")}
    media = json.dumps([{"type": "photo", **item}] * 2)
    answer = bot("sendMediaGroup", files=files, chat_id=bot.chat, media=media)
    assert answer == refusal(400, "Bad Request: can't parse InputMedia: media not found")


def test_edit(bot: Bot, sandbox: Sandbox) -> None:
    number = bot.say("Allerta")["result"]["message_id"]
    same = bot("editMessageText", chat_id=bot.chat, message_id=number, text="Allerta ")
    assert same["description"].startswith("Bad Request: message is not modified: specified new message content")
    assert sandbox.control.complaints() == []  # a repeated edit is no fault
    sandbox.control.advance(90 * 86400)  # a bot's own posts have no time limit
    assert bot("editMessageText", chat_id=bot.chat, message_id=number, text="ANNULLATO")["ok"]
    assert sandbox.control.posts()[0].text == "ANNULLATO"
    gone = bot("editMessageText", chat_id=bot.chat, message_id=99, text="x")
    assert gone == refusal(400, "Bad Request: message to edit not found")
    photo = bot("sendPhoto", files={"photo": ("p.png", png(), "image/png")}, chat_id=bot.chat)["result"]["message_id"]
    wrong = bot("editMessageText", chat_id=bot.chat, message_id=photo, text="x")
    assert wrong == refusal(400, "Bad Request: there is no text in the message to edit")
    assert (
        bot("editMessageCaption", chat_id=bot.chat, message_id=photo, caption="nuova")["result"]["caption"] == "nuova"
    )


def test_delete_only_within_48_hours(bot: Bot, sandbox: Sandbox) -> None:
    first, second = (bot.say(text)["result"]["message_id"] for text in ("uno", "due"))
    sandbox.control.advance(47 * 3600)
    assert bot("deleteMessage", chat_id=bot.chat, message_id=first)["result"] is True
    missing = bot("deleteMessage", chat_id=bot.chat, message_id=first)
    assert missing == refusal(400, "Bad Request: message to delete not found")
    sandbox.control.advance(3600)
    late = bot("deleteMessage", chat_id=bot.chat, message_id=second)
    assert late == refusal(400, "Bad Request: message can't be deleted")


def test_pin_uses_up_a_message_id_and_needs_the_right_to_edit(bot: Bot, sandbox: Sandbox) -> None:
    number = bot.say("fissato")["result"]["message_id"]
    assert bot("pinChatMessage", chat_id=bot.chat, message_id=number)["result"] is True
    assert bot("getChat", chat_id=bot.chat)["result"]["pinned_message"]["message_id"] == number
    assert bot.say("dopo")["result"]["message_id"] == number + 2
    assert bot("unpinChatMessage", chat_id=bot.chat, message_id=number)["result"] is True
    sandbox.control.set_rights(can_edit_messages=False)
    refused = bot("pinChatMessage", chat_id=bot.chat, message_id=number)
    assert refused == refusal(400, "Bad Request: not enough rights to manage pinned messages in the chat")
    sandbox.control.set_rights(can_edit_messages=True)
    missing = bot("pinChatMessage", chat_id=bot.chat, message_id=99)
    assert missing == refusal(400, "Bad Request: message to pin not found")


def test_a_reply_shows_what_it_replies_to_and_stands_alone_where_that_is_gone(bot: Bot, sandbox: Sandbox) -> None:
    first = bot.say("prima")["result"]["message_id"]
    reply = bot("sendMessage", chat_id=bot.chat, text="dopo", reply_parameters=f'{{"message_id": {first}}}')["result"]
    assert reply["reply_to_message"]["message_id"] == first
    assert "reply_to_message" not in reply["reply_to_message"]
    sandbox.control.advance(60)
    missing = '{"message_id": 99}'
    refused = bot("sendMessage", chat_id=bot.chat, text="solo", reply_parameters=missing)
    assert refused == refusal(400, "Bad Request: message to be replied not found")
    alone = '{"message_id": 99, "allow_sending_without_reply": true}'
    assert "reply_to_message" not in bot("sendMessage", chat_id=bot.chat, text="solo", reply_parameters=alone)["result"]


def test_a_file_takes_the_place_of_another_one_or_of_a_text(bot: Bot) -> None:
    text = bot.say("solo testo")["result"]["message_id"]
    media = '{"type": "photo", "media": "AgACnone"}'
    wrong = bot("editMessageMedia", chat_id=bot.chat, message_id=text, media=media)
    assert wrong == refusal(400, "Bad Request: wrong remote file identifier specified: Wrong string length")
    nothing = bot("editMessageMedia", chat_id=bot.chat, message_id=text)
    assert nothing == refusal(400, "Bad Request: can't parse InputMedia: media not found")
    sent = bot("sendPhoto", files={"photo": ("p.png", png(), "image/png")}, chat_id=bot.chat)["result"]
    media = json.dumps({"type": "photo", "media": sent["photo"][0]["file_id"], "caption": "con foto"})
    now = bot("editMessageMedia", chat_id=bot.chat, message_id=text, media=media)["result"]
    assert (now["message_id"], now["caption"], now["photo"], "text" in now) == (text, "con foto", sent["photo"], False)
    back = bot("editMessageText", chat_id=bot.chat, message_id=text, text="senza foto")
    assert back == refusal(400, "Bad Request: there is no text in the message to edit")


@pytest.mark.parametrize(
    ("status", "rights", "expected"),
    [
        ("kicked", {}, refusal(403, "Forbidden: bot was kicked from the channel chat")),
        ("left", {}, refusal(403, "Forbidden: bot is not a member of the channel chat")),
        ("member", {}, refusal(400, "Bad Request: need administrator rights in the channel chat")),
        ("", {"can_post_messages": False}, refusal(400, "Bad Request: need administrator rights in the channel chat")),
    ],
)
def test_rights(bot: Bot, sandbox: Sandbox, status: str, rights: dict[str, bool], expected: dict[str, Any]) -> None:
    sandbox.control.set_rights(bot_status=status, **rights)
    assert bot.say("x") == expected
    assert bot("getChat", chat_id="@comunecalcinaia")["ok"]  # a public channel answers to anyone


def test_a_renamed_channel_is_found_by_its_number_only(bot: Bot, sandbox: Sandbox) -> None:
    sandbox.control.rename_channel("nuovonome")
    assert bot("getChat", chat_id="@comunecalcinaia") == refusal(400, "Bad Request: chat not found")
    assert bot.say("x")["ok"]


def test_burst_then_one_a_second(bot: Bot, sandbox: Sandbox) -> None:
    assert [bot.say(str(n))["ok"] for n in range(4)] == [True, True, True, False]
    refused = bot.response("sendMessage", chat_id=bot.chat, text="ancora")
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "1"
    assert refused.json() == {
        **refusal(429, "Too Many Requests: retry after 1"),
        "parameters": {"retry_after": 1},
    }
    sandbox.control.advance(1)
    assert bot.say("ora")["ok"]
    assert [item.code for item in sandbox.control.complaints()] == [429, 429]


def test_twenty_a_minute_in_a_channel(bot: Bot, sandbox: Sandbox) -> None:
    for n in range(20):
        assert bot.say(str(n))["ok"]
        sandbox.control.advance(1.1)
    wait = bot.say("ventunesimo")["parameters"]["retry_after"]
    assert 36 <= wait <= 40
    sandbox.control.advance(wait)
    assert bot.say("ventunesimo")["ok"]


def test_channels_are_paced_apart() -> None:
    second = TelegramChannel(chat_id=-1009, username="protezionecivile", title="Protezione civile")
    with run_sandbox(SandboxConfig(channels=(TelegramChannel(), second))) as sandbox:
        bot = Bot(sandbox)
        assert [bot.say("x")["ok"] for _ in range(4)][-1] is False
        assert bot("sendMessage", chat_id="@protezionecivile", text="x")["ok"]
        assert len(sandbox.control.posts("@protezionecivile")) == 1


def test_polling(bot: Bot, sandbox: Sandbox) -> None:
    first = sandbox.control.telegram_writes(77, "/start ora")
    updates = bot("getUpdates", timeout=5)["result"]
    assert updates[0]["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert bot("getUpdates", offset=first + 1)["result"] == []
    assert bot("sendMessage", chat_id=77, text="Questo canale non riceve messaggi.")["ok"]
    assert bot("sendMessage", chat_id=78, text="x") == refusal(400, "Bad Request: chat not found")


@pytest.mark.parametrize("kinds", ["message", "{}", "[1]"])
def test_kinds_of_updates_that_are_no_list_of_names_are_refused(bot: Bot, sandbox: Sandbox, kinds: str) -> None:
    sandbox.control.telegram_writes(77, "oggi")
    answer = bot("getUpdates", allowed_updates=kinds)
    assert answer == refusal(400, "Bad Request: can't parse allowed updates JSON object")
    (complaint,) = sandbox.control.complaints()
    assert (complaint.code, complaint.message) == (400, answer["description"])
    assert [update["message"]["text"] for update in bot("getUpdates")["result"]] == ["oggi"]


def test_updates_older_than_a_day_are_lost(bot: Bot, sandbox: Sandbox) -> None:
    sandbox.control.telegram_writes(77, "ieri")
    sandbox.control.advance(25 * 3600)
    sandbox.control.telegram_writes(77, "oggi")
    assert [update["message"]["text"] for update in bot("getUpdates")["result"]] == ["oggi"]


def test_a_second_poll_ends_the_first(sandbox: Sandbox) -> None:
    answers: list[Any] = []
    waiting = threading.Thread(target=lambda: answers.append(Bot(sandbox)("getUpdates", timeout=4)))
    waiting.start()
    while sandbox.state.telegram.poll == 0:
        assert waiting.is_alive()
    Bot(sandbox)("getUpdates")
    waiting.join(5)
    text = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    assert answers == [refusal(409, text)]


def test_a_webhook_stands_in_the_way_of_polling(bot: Bot, sandbox: Sandbox) -> None:
    sandbox.control.set_telegram_webhook(True)
    text = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    assert bot("getUpdates") == refusal(409, f"Conflict: {text}")
    assert bot("deleteWebhook")["result"] is True
    assert bot("getUpdates")["result"] == []
