# SPDX-License-Identifier: EUPL-1.2
"""Webhook posts as Meta makes them: receipts by the thousand, and now and then what a citizen wrote."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Sequence
from typing import Any

SIZES = {
    "in batches as after a notice": (1, 1, 1, 1, 2, 3, 5, 10, 30, 100, 1000),
    "evenly from 1 to 1,000": tuple(range(1, 1001, 37)),
}
"""Updates in a post, each size as often as the others. Meta: "Webhooks", up to 1,000 updates are put in one post."""


def bodies(sizes: Sequence[int], seed: int) -> list[bytes]:
    """One body for each size. A receipt takes about 270 bytes; two posts of one update in three are a message."""
    draw = random.Random(seed)
    return [_body(draw, size) for size in sizes]


def _body(draw: random.Random, size: int) -> bytes:
    if size == 1 and draw.random() < 2 / 3:
        value: dict[str, Any] = {"messages": [_message(draw)]}
    else:
        value = {"statuses": [_receipt(draw) for _ in range(size)]}
    number = {"display_phone_number": "393336492690", "phone_number_id": "106540352242922"}
    value = {"messaging_product": "whatsapp", "metadata": number, **value}
    entry = {"id": "102290129340398", "changes": [{"value": value, "field": "messages"}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}, separators=(",", ":")).encode()


def _message(draw: random.Random) -> dict[str, Any]:
    phone = _phone(draw)
    text = {"body": draw.choice(["Attiva", "Disattiva", "Buongiorno, quando passa la carta?", "Grazie 👍"])}
    return {"from": phone, "id": _wamid(draw, phone), "timestamp": _moment(draw), "text": text, "type": "text"}


def _receipt(draw: random.Random) -> dict[str, Any]:
    phone = _phone(draw)
    return {
        "id": _wamid(draw, phone),
        "status": draw.choice(["sent", "delivered", "read"]),
        "timestamp": _moment(draw),
        "recipient_id": phone,
        "biz_opaque_callback_data": str(draw.randrange(10**6)),
        "pricing": {"billable": True, "pricing_model": "PMP", "category": "utility", "type": "regular"},
    }


def _phone(draw: random.Random) -> str:
    return f"393{draw.randrange(10**9):09d}"


def _moment(draw: random.Random) -> str:
    return str(1796112000 + draw.randrange(3600))


def _wamid(draw: random.Random, phone: str) -> str:
    inside = b"\x1d\x18\x0c" + phone.encode() + b"\x15\x02\x00\x11\x18\x12" + f"{draw.getrandbits(72):018X}\0".encode()
    return "wamid." + base64.b64encode(inside).decode()
