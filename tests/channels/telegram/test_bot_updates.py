# SPDX-License-Identifier: EUPL-1.2
"""What the bot hears of becoming administrator, also from a server that tells fewer rights than the library wants."""

from __future__ import annotations

import json
from typing import Any

import pytest
from telegram import Update

from comunecast_gui.channels.telegram import bot_updates
from comunecast_gui.channels.telegram.bot_updates import Appointed, BotUpdate

BOT = {"id": 42, "is_bot": True, "first_name": "ComuneCast", "username": "x_bot"}
CHANNEL = {"id": -1001234567890, "type": "channel", "title": "Comune", "username": "comune"}
PERSON = {"id": 7, "is_bot": False, "first_name": "Anna"}


def heard(*changes: dict[str, Any]) -> tuple[BotUpdate, ...]:
    updates = [{"update_id": 5 + at, "my_chat_member": one} for at, one in enumerate(changes)]
    kept = json.loads(bot_updates.legible(json.dumps({"ok": True, "result": updates}).encode()))["result"]
    last, found = bot_updates.read([Update.de_json(one, None) for one in kept], 0)
    assert last == 4 + len(changes)
    return found


@pytest.mark.parametrize("rights", [{"can_post_messages": True}, {"can_post_messages": False}, {}])
def test_an_administrator_with_only_some_rights_told(rights: dict[str, bool]) -> None:
    member = {"status": "administrator", "user": BOT, **rights}
    full = {"chat": CHANNEL, "from": PERSON, "date": 1_790_000_000, "old_chat_member": {"status": "left", "user": BOT}}
    expected = Appointed(-1001234567890, "Comune", "comune", True, rights.get("can_post_messages", False))
    assert heard({**full, "new_chat_member": member}, {"chat": CHANNEL, "new_chat_member": member}) == (
        expected,
        expected,
    )


def test_put_out_of_a_channel_and_into_a_group() -> None:
    kicked = {"chat": CHANNEL, "new_chat_member": {"status": "kicked", "user": BOT}}
    group = {"chat": {**CHANNEL, "type": "supergroup"}, "new_chat_member": {"status": "administrator", "user": BOT}}
    [out] = heard(kicked, group)
    assert isinstance(out, Appointed)
    assert (out.administrator, out.can_post) == (False, False)


@pytest.mark.parametrize("junk", [3, [], {}, {"chat": 3, "new_chat_member": {}}, {"new_chat_member": {"status": []}}])
def test_what_makes_no_sense_is_stepped_over(junk: Any) -> None:
    assert heard(junk) == ()
