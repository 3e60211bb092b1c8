# SPDX-License-Identifier: EUPL-1.2
"""``POST /{phone}/messages``: accepts or refuses a message, shows it on the phone, and tells its fate."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

from comunecast_gui.sandbox.citizen_phones import Phone, PhoneMessage
from comunecast_gui.sandbox.clock import TokenBucket
from comunecast_gui.sandbox.faults import Fault, FaultKind
from comunecast_gui.sandbox.graph.error_bodies import GraphRefused
from comunecast_gui.sandbox.graph.known_keys import MESSAGE, refuse_unknown_keys
from comunecast_gui.sandbox.graph.template_fill import check_media, fill_template
from comunecast_gui.sandbox.graph.template_store import settle_review
from comunecast_gui.sandbox.graph.webhook_push import push_statuses, reads
from comunecast_gui.sandbox.graph_state import HeldMessage, Template
from comunecast_gui.sandbox.state import SandboxState

CALLBACK_CHARACTERS = 512
TEXT_CHARACTERS = 4096
CAPTION_CHARACTERS = 1024
_NUMBER = re.compile(r"[1-9]\d{6,14}")
_BSUID = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}")
_UNREGISTERED = {"PENDING", "DISCONNECTED", "UNVERIFIED"}
"""States of a number before ``/register`` (Meta: "Business phone numbers", status)."""
_UNSENDABLE = {"PAUSED": 132015, "DISABLED": 132016}


def digits(number: str) -> str:
    """A number without plus, spaces, dashes and brackets, as Meta reads it."""
    return re.sub(r"[+\s().\-]", "", number)


def send(
    state: SandboxState, body: Mapping[str, Any], fault: Fault | None, *, marketing: bool = False
) -> dict[str, Any]:
    """Send a message; ``fault`` of kind ``status`` makes it fail after it was accepted.

    ``marketing``: by ``/marketing_messages``, which takes templates of that category alone (Meta: "Route template
    messages by category").

    Raises:
        GraphRefused: as ``/messages`` does (Meta: Cloud API "Messages" and "Error codes").
    """
    if body.get("messaging_product") != "whatsapp":
        raise GraphRefused(100, message="(#100) The parameter messaging_product is required.")
    refuse_unknown_keys(body, MESSAGE)
    if body.get("status") == "read":
        return _mark_read(body)
    if state.graph.status in _UNREGISTERED:
        raise GraphRefused(133010, complaint=False)
    phone = _recipient(state, body)
    callback = str(body.get("biz_opaque_callback_data", ""))
    if len(callback) > CALLBACK_CHARACTERS:
        raise GraphRefused(
            100, message=f"(#100) Param biz_opaque_callback_data must be at most {CALLBACK_CHARACTERS} characters long."
        )
    _check_rates(state, phone)
    message, template = _compose(state, body, phone, callback)
    promotional = template is not None and template.category == "MARKETING"
    if marketing and not promotional:
        raise GraphRefused(100, message="(#100) Only marketing templates can be sent by this endpoint.")
    if promotional and not marketing and not state.config.marketing_on_messages:
        raise GraphRefused(131063, complaint=False)
    held = fault is not None and fault.kind is FaultKind.HELD and template is not None
    if held:
        state.graph.held.append(HeldMessage(phone.number, message))
    else:
        finish(state, phone, message, _failure(state, phone, message, fault))
    contact: dict[str, Any] = {"input": str(body.get("to") or body.get("recipient"))}
    contact.update({"wa_id": phone.number} if body.get("to") else {"user_id": phone.bsuid})
    sent: dict[str, Any] = {"id": message.wamid}
    if template:
        sent["message_status"] = "held_for_quality_assessment" if held else "accepted"
    return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [sent]}


def finish(state: SandboxState, phone: Phone, message: PhoneMessage, failure: int) -> None:
    """Show an accepted message on its phone and push its statuses, or push that it failed with ``failure``."""
    with state.memory.together() if state.memory else nullcontext():
        if not failure:
            phone.messages.append(message)
            if state.memory:
                state.memory.message(state.graph, phone, message)
        push_statuses(
            state,
            phone,
            message.wamid,
            category=message.category.lower() or "service",
            callback=message.callback_data,
            failure=failure,
            read=reads(state, phone.number),
        )


def settle_held(state: SandboxState, failure: int) -> int:
    """Release every held message, or drop them with ``failure`` (132015); returns how many there were."""
    held, state.graph.held = state.graph.held, []
    for entry in held:
        finish(state, state.phones.get(entry.number), entry.message, failure)
    return len(held)


def _mark_read(body: Mapping[str, Any]) -> dict[str, Any]:
    if not body.get("message_id"):
        raise GraphRefused(100, message="(#100) The parameter message_id is required.")
    return {"success": True}


def _recipient(state: SandboxState, body: Mapping[str, Any]) -> Phone:
    if body.get("recipient_type", "individual") != "individual":
        raise GraphRefused(100, message="(#100) Param recipient_type must be one of {INDIVIDUAL}")
    if body.get("to"):
        number = digits(str(body["to"]))
        if not _NUMBER.fullmatch(number):
            raise GraphRefused(131009, "The phone number is malformed")
        if number == digits(state.config.display_phone):
            raise GraphRefused(131021)
        return state.phones.get(number)
    bsuid = str(body.get("recipient", ""))
    if not bsuid:
        raise GraphRefused(100, message="(#100) The parameter to is required.")
    if not _BSUID.fullmatch(bsuid):
        raise GraphRefused(131009, "The business-scoped user ID is malformed")
    return state.phones.by_bsuid.get(bsuid) or state.phones.name(bsuid, bsuid)


def _check_rates(state: SandboxState, phone: Phone) -> None:
    now = state.clock.now()
    graph = state.graph
    if graph.throughput.wait(now) > 0:
        raise GraphRefused(130429)
    if state.config.pair_seconds > 0:
        pair = graph.pairs.get(phone.number)
        if pair is None:
            pair = graph.pairs[phone.number] = TokenBucket(1 / state.config.pair_seconds, state.config.pair_burst)
        if pair.wait(now) > 0:
            raise GraphRefused(131056)


def _failure(state: SandboxState, phone: Phone, message: PhoneMessage, fault: Fault | None) -> int:
    if fault and fault.code:
        return fault.code
    absent = phone.number in state.config.not_on_whatsapp or not phone.on_whatsapp
    if absent:
        return 131026
    return 131050 if message.category == "MARKETING" and not phone.takes_marketing else 0


def _compose(
    state: SandboxState, body: Mapping[str, Any], phone: Phone, callback: str
) -> tuple[PhoneMessage, Template | None]:
    kind = str(body.get("type", "text"))
    if kind not in {"text", "template", "image", "document", "contacts"}:
        raise GraphRefused(131051, f"Message type {kind} is not supported")
    content = body.get(kind)
    if kind == "contacts":
        return _compose_contacts(state, content, phone, callback), None
    if not isinstance(content, Mapping):
        raise GraphRefused(131008, f"The parameter {kind} is required")
    now = state.clock.now()
    wamid = _wamid(state, phone)
    if kind == "template":
        template = _sendable(state, content)
        filled = fill_template(state, template, content.get("components") or [])
        shown = PhoneMessage(
            wamid, now, kind, filled.text, filled.header, filled.footer, filled.buttons, filled.media,
            template.name, template.category, callback,
        )  # fmt: skip
        return shown, template
    if not phone.window_open(now):
        raise GraphRefused(131047)
    if kind == "text":
        text = str(content.get("body", ""))
        if not text.strip():
            raise GraphRefused(100, message="(#100) The parameter text['body'] is required.")
        if len(text) > TEXT_CHARACTERS:
            raise GraphRefused(
                100, message=f"(#100) Param text['body'] must be at most {TEXT_CHARACTERS} characters long."
            )
        return PhoneMessage(wamid, now, kind, text, callback_data=callback), None
    media = check_media(state, content, kind)
    caption = str(content.get("caption", ""))
    if len(caption) > CAPTION_CHARACTERS:
        raise GraphRefused(
            100, message=f"(#100) Param {kind}['caption'] must be at most {CAPTION_CHARACTERS} characters long."
        )
    return PhoneMessage(wamid, now, kind, caption, media=media, callback_data=callback), None


def _compose_contacts(state: SandboxState, contacts: Any, phone: Phone, callback: str) -> PhoneMessage:
    """Contacts as a phone shows them (Meta: "Contacts messages"): the name whole, and in at least one part."""
    now = state.clock.now()
    if not contacts:
        raise GraphRefused(131008, "The parameter contacts is required")
    names = [contact.get("name") or {} for contact in contacts]
    if not all(name.get("formatted_name") and len(name) > 1 for name in names):
        raise GraphRefused(131008, "The parameter contacts['name'] is required, with one more part of the name")
    if not phone.window_open(now):
        raise GraphRefused(131047)
    shown = "\n".join(str(name["formatted_name"]) for name in names)
    return PhoneMessage(_wamid(state, phone), now, "contacts", shown, callback_data=callback)


def _sendable(state: SandboxState, content: Mapping[str, Any]) -> Template:
    name = str(content.get("name", ""))
    language = content.get("language") or {}
    code = str(language.get("code", ""))
    if not name or not code:
        raise GraphRefused(131008, "The parameters template['name'] and template['language']['code'] are required")
    if language.get("policy", "deterministic") != "deterministic":
        raise GraphRefused(
            100, message="(#100) The parameter template['language']['policy'] must be one of {DETERMINISTIC}."
        )
    template = state.graph.names.get((name, code))
    if template:
        settle_review(state, template)
    if template and template.status in _UNSENDABLE:
        raise GraphRefused(_UNSENDABLE[template.status], complaint=False)
    if template is None or template.status != "APPROVED":
        raise GraphRefused(132001, f"template name ({name}) does not exist in {code}")
    return template


def _wamid(state: SandboxState, phone: Phone) -> str:
    inner = f"{phone.number}{state.graph.next_number():012d}".encode()
    return f"wamid.HBg{base64.b64encode(inner).decode()}"
