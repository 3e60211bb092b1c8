# SPDX-License-Identifier: EUPL-1.2
"""Buttons below a message, and presses on them, are taken and refused as Telegram does."""

from __future__ import annotations

import json
from typing import Any

import pytest

from comunecast_gui.sandbox.server import Sandbox
from tests.sandbox.telegram.test_methods import Bot, refusal

PERSON = 77


@pytest.fixture
def known(sandbox: Sandbox) -> Bot:
    sandbox.control.telegram_writes(PERSON, "/start")
    return Bot(sandbox)


def ask(bot: Bot, *rows: list[dict[str, Any]], **more: Any) -> Any:
    return bot(
        "sendMessage", chat_id=PERSON, text="Approvi?", reply_markup=json.dumps({"inline_keyboard": rows}), **more
    )


@pytest.mark.parametrize(
    ("button", "description"),
    [
        ({"text": "Sì", "callback_data": "x" * 65}, "Bad Request: BUTTON_DATA_INVALID"),
        ({"text": "Sì", "callback_data": "à" * 33}, "Bad Request: BUTTON_DATA_INVALID"),
        (
            {"text": "Sì", "callback_data": ""},
            "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        ({"callback_data": "x"}, "Bad Request: can't parse inline keyboard button: Can't find field \"text\""),
        ({"text": "Sì", "url": "x"}, "Bad Request: inline keyboard button URL 'x' is invalid: Wrong HTTP URL"),
    ],
)
def test_a_wrong_button_refuses_the_whole_message(known: Bot, button: dict[str, Any], description: str) -> None:
    assert ask(known, [button]) == refusal(400, description)


def test_a_press_arrives_and_is_answered_once(known: Bot, sandbox: Sandbox) -> None:
    message = ask(known, [{"text": "Approva", "callback_data": "x" * 64}])["result"]
    assert message["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "x" * 64
    query = sandbox.control.telegram_presses(PERSON, message["message_id"], "x" * 64)
    pressed = known("getUpdates", allowed_updates='["message", "callback_query"]')["result"][-1]["callback_query"]
    assert (pressed["id"], pressed["data"], pressed["from"]["id"]) == (query, "x" * 64, PERSON)
    assert pressed["message"]["message_id"] == message["message_id"]
    assert known("answerCallbackQuery", callback_query_id=query, text="Fatto", show_alert=True)["ok"]
    assert sandbox.control.press_answer(query).text == "Fatto"
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert known("answerCallbackQuery", callback_query_id=query) == refusal(400, too_old)


def test_a_press_is_answered_in_time_or_not_at_all(known: Bot, sandbox: Sandbox) -> None:
    message = ask(known, [{"text": "Approva", "callback_data": "x"}])["result"]
    query = sandbox.control.telegram_presses(PERSON, message["message_id"], "x")
    assert known("answerCallbackQuery", callback_query_id=query, text="x" * 201)["description"] == (
        "Bad Request: MESSAGE_TOO_LONG"
    )
    sandbox.control.advance(16)
    assert known("answerCallbackQuery", callback_query_id=query)["error_code"] == 400


def test_a_kind_of_update_that_was_not_asked_for_is_lost(known: Bot, sandbox: Sandbox) -> None:
    message = ask(known, [{"text": "Approva", "callback_data": "x"}])["result"]
    known("getUpdates", offset=-1, allowed_updates='["message"]')
    sandbox.control.telegram_presses(PERSON, message["message_id"], "x")
    assert not any("callback_query" in update for update in known("getUpdates")["result"])


def test_an_edit_without_buttons_takes_them_away(known: Bot, sandbox: Sandbox) -> None:
    message = ask(known, [{"text": "Approva", "callback_data": "x"}])["result"]
    place = {"chat_id": PERSON, "message_id": message["message_id"]}
    other = {"inline_keyboard": [[{"text": "Rifiuta", "callback_data": "y"}]]}
    edited = known("editMessageReplyMarkup", **place, reply_markup=json.dumps(other))["result"]
    assert edited["reply_markup"] == other
    assert "reply_markup" not in known("editMessageText", **place, text="Approvata.")["result"]
    assert known("editMessageReplyMarkup", **place)["error_code"] == 400, "there is nothing left to change"
