# SPDX-License-Identifier: EUPL-1.2
"""The webhooks that Meta would push: kept for tests to read and, where there is an address, signed and delivered."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import zlib
from datetime import UTC, datetime
from typing import Any

import aiohttp

from comunecast_gui.sandbox.citizen_phones import Phone
from comunecast_gui.sandbox.graph.error_bodies import status_error
from comunecast_gui.sandbox.graph_state import Charge, StatusUpdate
from comunecast_gui.sandbox.state import SandboxState

BATCH = 100
FREE_ANSWERS = 1000
RETRY_SECONDS = (0.0, 0.5, 2.0)


def push_change(state: SandboxState, field: str, value: dict[str, Any]) -> None:
    """Queue one change of the account (Meta: "Webhooks"); it is lost while no app is subscribed."""
    if not state.graph.subscribed:
        return
    change = {"field": field, "value": value, "time": int(state.clock.now())}
    state.graph.webhooks.append(change)
    if state.memory:
        state.memory.webhook(state.graph, change)


def push_statuses(
    state: SandboxState, phone: Phone, wamid: str, *, category: str, callback: str, failure: int, read: bool
) -> None:
    """Queue ``sent``, ``delivered`` and ``read``, or ``failed`` where ``failure`` is an error code."""
    now = state.clock.now()
    if failure:
        _push_status(state, phone, wamid, "failed", now, callback, {"errors": [status_error(failure)]})
        return
    pricing = {"pricing": _pricing(state, category, now)}
    _push_status(state, phone, wamid, "sent", now, callback, pricing)
    _push_status(state, phone, wamid, "delivered", now + 1, callback, pricing)
    if read:
        _push_status(state, phone, wamid, "read", now + 2, callback, {})


def _pricing(state: SandboxState, category: str, at: float) -> dict[str, Any]:
    """What a delivered message costs: the first answers of a month are free (Meta: "Pricing", October 2026)."""
    answers, month = state.graph.answers, datetime.fromtimestamp(at, UTC).strftime("%Y-%m")
    answers[month] += category == "service"
    free = category == "service" and answers[month] <= FREE_ANSWERS
    kind = "free_customer_service" if free else "regular"
    state.graph.charges.append(Charge(at, category, kind))
    return {"billable": not free, "pricing_model": "PMP", "type": kind, "category": category}


def push_quality(state: SandboxState, event: str, old_limit: str = "") -> None:
    """Queue that the number's quality or limit changed (Meta: "phone_number_quality_update webhook")."""
    value = {"display_phone_number": _metadata(state)["metadata"]["display_phone_number"], "event": event}
    value["max_daily_conversations_per_business"] = state.graph.messaging_limit
    if old_limit:
        value["old_limit"] = old_limit
    push_change(state, "phone_number_quality_update", value)


def reads(state: SandboxState, number: str) -> bool:
    """Whether this citizen has read receipts on: the same answer for the same number and seed."""
    draw = zlib.crc32(f"{state.config.seed}:{number}".encode()) / 2**32
    return draw < state.config.read_share


def _push_status(
    state: SandboxState, phone: Phone, wamid: str, status: str, at: float, callback: str, extra: dict[str, Any]
) -> None:
    value: dict[str, Any] = {"id": wamid, "status": status, "timestamp": str(int(at)), "recipient_id": phone.number}
    if phone.bsuid:
        value["recipient_user_id"] = phone.bsuid
    if callback:
        value["biz_opaque_callback_data"] = callback
    value.update(extra)
    state.graph.statuses.append(StatusUpdate(wamid, phone.number, status, value))
    push_change(state, "messages", {**_metadata(state), "statuses": [value]})


def push_inbound(state: SandboxState, phone: Phone, message: dict[str, Any]) -> None:
    """Queue what a citizen wrote; a person known only by a business-scoped id comes without a number."""
    contact: dict[str, Any] = {"profile": {"name": "Cittadino"}}
    if phone.number.isdigit():
        contact["wa_id"] = phone.number
        message["from"] = phone.number
    if phone.bsuid:
        if phone.number.isdigit():
            state.graph.contact_book.add(phone.bsuid)
        contact["user_id"] = phone.bsuid
        message["from_user_id"] = phone.bsuid
    push_change(state, "messages", {**_metadata(state), "contacts": [contact], "messages": [message]})


def push_preference(state: SandboxState, phone: Phone, value: str) -> None:
    """Queue that a citizen stopped or resumed marketing messages (Meta: "user_preferences webhook")."""
    preference = {
        "wa_id": phone.number,
        "detail": f"User requested to {value} marketing messages",
        "category": "marketing_messages",
        "value": value,
        "timestamp": int(state.clock.now()),
    }
    contacts = [{"profile": {"name": "Cittadino"}, "wa_id": phone.number}]
    value_sent = {**_metadata(state), "contacts": contacts, "user_preferences": [preference]}
    push_change(state, "user_preferences", value_sent)


def push_number_change(state: SandboxState, number: str, new: str, wamid: str) -> None:
    """Queue that a citizen moved to another number; system messages come without ``contacts``."""
    message = {
        "from": number,
        "id": wamid,
        "timestamp": str(int(state.clock.now())),
        "type": "system",
        "system": {
            "body": f"User Cittadino changed from {number} to {new}",
            "wa_id": new,
            "type": "user_changed_number",
        },
    }
    push_change(state, "messages", {**_metadata(state), "messages": [message]})


def _metadata(state: SandboxState) -> dict[str, Any]:
    digits = "".join(char for char in state.config.display_phone if char.isdigit())
    return {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": digits, "phone_number_id": state.config.phone_number_id},
    }


def payload(state: SandboxState, changes: list[dict[str, Any]]) -> dict[str, Any]:
    """The body of one webhook POST."""
    entries: list[dict[str, Any]] = []
    for change in changes:
        time = change.get("time", 0)
        if not entries or entries[-1]["time"] != time:
            entries.append({"id": state.config.business_account_id, "time": time, "changes": []})
        entries[-1]["changes"].append({"field": change["field"], "value": change["value"]})
    return {"object": "whatsapp_business_account", "entry": entries}


def signature(secret: str, body: bytes) -> str:
    """The header ``X-Hub-Signature-256`` of a body."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


async def deliver(state: SandboxState) -> None:
    """Deliver what is queued to ``webhook_url`` until cancelled; a failed POST is tried again, then left to the next.

    Changes go up to a hundred in a POST, in order; with ``webhook_disorder`` in reverse, the first of them twice,
    because Meta promises neither order nor uniqueness.
    """
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        while True:
            with state.lock:
                queued = state.graph.webhooks
                done = min(state.graph.delivered, len(queued))
                changes = queued[done : done + BATCH]
            taken = len(changes)
            if not changes:
                await asyncio.sleep(0.05)
                continue
            if state.config.webhook_disorder:
                changes = [*reversed(changes), changes[0]]
            body = json.dumps(payload(state, changes), ensure_ascii=False).encode()
            if await _post(session, state.config.webhook_url, body, signature(state.config.app_secret, body)):
                with state.lock:
                    state.graph.delivered = done + taken
                    if state.memory:
                        state.memory.delivered(state.graph)


async def _post(session: aiohttp.ClientSession, url: str, body: bytes, signed: str) -> bool:
    headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signed}
    for pause in RETRY_SECONDS:
        await asyncio.sleep(pause)
        try:
            async with session.post(url, data=body, headers=headers) as answer:
                if answer.status == 200:
                    return True
        except (aiohttp.ClientError, TimeoutError):
            continue
    return False
