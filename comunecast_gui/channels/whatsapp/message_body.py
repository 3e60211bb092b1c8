# SPDX-License-Identifier: EUPL-1.2
"""Writes the JSON body of a WhatsApp message and reads Meta's answer, without any network.

Source: Meta, Cloud API "Messages", "Text messages", "Utility templates"; biz_opaque_callback_data is what comes
back in each status webhook.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from comunecast_gui.channels.answer_reader import Json, id_at, objects_at
from comunecast_gui.core.content import ContactMessage, TemplateMessage, TextMessage
from comunecast_gui.core.errors import Misconfigured, OutcomeUnknown, Permanent
from comunecast_gui.core.ports import Accepted, Claim

_WA_ID = re.compile(r"[1-9][0-9]{5,14}")
_BSUID = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}")


def message_body(claim: Claim, content: TemplateMessage | TextMessage | ContactMessage, media_id: str = "") -> Json:
    """The JSON for one recipient. ``media_id`` is the uploaded header. Raises Permanent for no recipient."""
    if claim.recipient:
        address = {"to": claim.recipient}
    elif claim.bsuid:
        address = {"recipient": claim.bsuid}
    else:
        raise Permanent("no_recipient")
    callback = claim.reference or str(claim.delivery)
    head: Json = {"messaging_product": "whatsapp", "recipient_type": "individual", **address}
    if isinstance(content, TextMessage):
        text = {"preview_url": False, "body": content.text}
        return {**head, "type": "text", "biz_opaque_callback_data": callback, "text": text}
    if isinstance(content, ContactMessage):
        return {**head, "type": "contacts", "biz_opaque_callback_data": callback, "contacts": [_card(content)]}
    template = {
        "name": content.template,
        "language": {"policy": "deterministic", "code": content.language},
        "components": _components(content, media_id),
    }
    return {**head, "type": "template", "biz_opaque_callback_data": callback, "template": template}


def _card(content: ContactMessage) -> Json:
    """A contact; Meta asks for a part of the name besides the whole ("Contacts messages")."""
    card: Json = {
        "name": {"formatted_name": content.name, "first_name": content.name},
        "org": {"company": content.name},
        "phones": [{"phone": content.phone, "type": "WORK", "wa_id": content.wa_id}],
    }
    if content.email:
        card["emails"] = [{"email": content.email, "type": "WORK"}]
    if content.url:
        card["urls"] = [{"url": content.url, "type": "WORK"}]
    return card


def _components(content: TemplateMessage, media_id: str) -> list[Json]:
    components: list[Json] = []
    if content.header:
        components.append({"type": "header", "parameters": [_header(content, media_id)]})
    if content.parameters:
        parameters = [{"type": "text", "parameter_name": name, "text": value} for name, value in content.parameters]
        components.append({"type": "body", "parameters": parameters})
    for index, label in enumerate(content.quick_replies):
        payload = [{"type": "payload", "payload": label.upper()}]
        components.append({"type": "button", "sub_type": "quick_reply", "index": str(index), "parameters": payload})
    return components


def _header(content: TemplateMessage, media_id: str) -> Json:
    if content.header and content.header.is_image:
        return {"type": "image", "image": {"id": media_id}}
    name = content.header.path.name if content.header else ""
    return {"type": "document", "document": {"id": media_id, "filename": name}}


def read_answer(claim: Claim, answer: Mapping[str, Any]) -> Accepted:
    """What Meta accepted. Raises OutcomeUnknown for an answer without a message id, Misconfigured for a pause."""
    message = next(objects_at(answer, "messages"), {})
    contact = next(objects_at(answer, "contacts"), {})
    remote_id = id_at(message, "id")
    if not remote_id:
        raise OutcomeUnknown("junk")
    status = message.get("message_status")
    if status == "paused":
        raise Misconfigured("whatsapp_132015")
    wa_id, bsuid = _matching(contact, "wa_id", _WA_ID), _matching(contact, "user_id", _BSUID)
    return Accepted(
        remote_id,
        held=status == "held_for_quality_assessment",
        recipient=wa_id if wa_id != claim.recipient else "",
        bsuid=bsuid if bsuid != claim.bsuid else "",
    )


def _matching(contact: Mapping[str, Any], key: str, pattern: re.Pattern[str]) -> str:
    """The id of a person under ``key``; empty for what can be none."""
    value = contact.get(key)
    return value if isinstance(value, str) and pattern.fullmatch(value) else ""
