# SPDX-License-Identifier: EUPL-1.2
"""Requests spoilt in one place at random: refused or taken, never the end of the sandbox."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from typing import Any

from comunecast_gui.sandbox import Sandbox
from tests.sandbox.conftest import Bot, Graph, template_body, template_message

JUNK: list[Any] = [None, 0, -1, "", [], {}, "x", [1], {"a": 1}, True, "{{", 3.5]
ROUNDS = 150


def spoil(body: dict[str, Any], draw: random.Random) -> dict[str, Any]:
    """A copy of ``body`` with one value, at any depth, removed or replaced by junk."""
    whole = copy.deepcopy(body)
    place: Any = whole
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = draw.choice(keys)
        if isinstance(place[key], dict | list) and place[key] and draw.random() < 0.75:
            place = place[key]
            continue
        if draw.random() < 0.2:
            del place[key]
        else:
            place[key] = draw.choice(JUNK)
        return whole


def test_no_malformed_request_is_an_internal_error(with_config: Callable[..., Sandbox]) -> None:
    sandbox = with_config(messages_per_second=0, pair_seconds=0, telegram_per_second=0, telegram_per_minute=0)
    draw = random.Random(7)
    graph, bot = Graph(sandbox), Bot(sandbox)
    graph.approve()
    template = {**template_body(), "message_send_ttl_seconds": 3600}
    post = {
        "chat_id": bot.chat,
        "text": "<b>x</b>",
        "parse_mode": "HTML",
        "entities": [{"type": "bold", "offset": 0, "length": 1}],
        "media": [{"type": "photo", "media": "attach://x"}, {"type": "document", "media": "y", "caption": "z"}],
        "message_id": 1,
    }
    url = f"{sandbox.telegram_base_url}{sandbox.config.telegram_token}"
    for n in range(ROUNDS):
        message = graph.response("POST", f"{graph.phone}/messages", json=spoil(template_message(), draw))
        made = graph.response(
            "POST", f"{graph.account}/message_templates", json=spoil({**template, "name": f"t{n}"}, draw)
        )
        answers = [message, made]
        for method in ("sendMessage", "sendMediaGroup", "editMessageText", "pinChatMessage"):
            answers.append(bot.session.post(f"{url}/{method}", json=spoil(post, draw), timeout=5))
        assert [answer.json() for answer in answers if answer.status_code >= 500] == []
    summary = sandbox.control.summary()
    assert summary["complaints"] > ROUNDS
    assert summary["requests"] == 6 * ROUNDS + 2
