# SPDX-License-Identifier: EUPL-1.2
"""The templates of the account: created, reviewed, listed, edited, paused and deleted."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from typing import Any

from comunecast_gui.sandbox.graph.error_bodies import GraphRefused, missing_object
from comunecast_gui.sandbox.graph.known_keys import TEMPLATE, refuse_unknown_keys
from comunecast_gui.sandbox.graph.template_rules import check_components, check_template, refuse
from comunecast_gui.sandbox.graph.webhook_push import push_change
from comunecast_gui.sandbox.graph_state import Template
from comunecast_gui.sandbox.journal import Complaint
from comunecast_gui.sandbox.state import SandboxState

DAY = 86400
EDITS_A_DAY = 1
EDITS_A_MONTH = 10
NAME_LOCK_DAYS = 30
UNSEEN_BUTTONS = 4
_BAD_LINK = re.compile(
    r"http://\S+|https://(?:bit\.ly|tinyurl\.com|t\.co|goo\.gl|is\.gd|ow\.ly|wa\.me)\S*", re.IGNORECASE
)
_DEFAULT_FIELDS = ("name", "parameter_format", "components", "language", "status", "category", "id")


def create_template(state: SandboxState, body: Mapping[str, Any]) -> dict[str, Any]:
    """``POST /{WABA}/message_templates``.

    Raises:
        GraphRefused: as Meta does (Meta: "Message templates").
    """
    refuse_unknown_keys(body, TEMPLATE)
    check_template(body, state.config.words_per_variable)
    graph = state.graph
    now = state.clock.now()
    key = (str(body["name"]), str(body["language"]))
    if key in graph.names:
        raise refuse(
            f"There is already {key[1]} content for this template. You can create a new template and try again.",
            2388024,
            "Content in This Language Already Exists",
        )
    if now < graph.deleted.get(key[0], 0.0):
        raise refuse(
            f"New {key[1]} content can't be added while the existing content is being deleted.",
            2388023,
            "Message Template Language is Being Deleted",
        )
    _check_handles(state, body["components"])
    template = Template(
        template_id=str(1_640_000_000_000_000 + graph.next_number()),
        name=key[0],
        language=key[1],
        category=str(body["category"]),
        parameter_format=str(body.get("parameter_format", "positional")).upper(),
        components=json.loads(json.dumps(body["components"])),
        ttl_seconds=body.get("message_send_ttl_seconds"),
    )
    _submit(state, template)
    graph.templates[template.template_id] = template
    graph.names[key] = template
    return {"id": template.template_id, "status": template.status, "category": template.category}


def _check_handles(state: SandboxState, components: list[dict[str, Any]]) -> None:
    handles = {session.handle for session in state.graph.uploads.values() if session.handle}
    for part in components:
        if str(part.get("type", "")).upper() == "HEADER" and part.get("format") != "TEXT":
            for handle in (part.get("example") or {}).get("header_handle") or []:
                if handle not in handles:
                    raise refuse("The sample of the header is not a handle of the Resumable Upload API.")


def _submit(state: SandboxState, template: Template) -> None:
    template.status = "PENDING"
    template.due_at = state.clock.now() + state.config.review_seconds
    template.verdict, template.verdict_category = state.graph.verdicts.get(template.name, ("APPROVED", ""))
    if not template.verdict_category and template.category == "UTILITY" and _promotional(state, template):
        template.verdict_category = "MARKETING"
    problem = _rejection(state, template)
    if template.verdict == "APPROVED" and problem:
        template.verdict, template.rejected_reason = "REJECTED", "INVALID_FORMAT"
        _complain(state, problem)
    kinds = [button.get("type") == "QUICK_REPLY" for button in template.component("BUTTONS").get("buttons") or []]
    if len(kinds) >= UNSEEN_BUTTONS or len(set(kinds)) > 1:
        _complain(state, f"template {template.name} cannot be seen on WhatsApp for desktop: too many or mixed buttons")


def _complain(state: SandboxState, message: str) -> None:
    state.journal.complaints.append(Complaint(state.clock.now(), "whatsapp", "message_templates", "", 0, message))


def _rejection(state: SandboxState, template: Template) -> str:
    """Why the review would reject a template that was well formed; empty where it would not."""
    twins = (other for other in state.graph.templates.values() if other is not template)
    if any(_wording(other) == _wording(template) for other in twins):
        return f"template {template.name} is rejected: another has the same body and footer"
    text = str(template.component("BODY").get("text", ""))
    link = _BAD_LINK.search(text)
    if link:
        return f"template {template.name} is rejected: the link {link[0]} is not https, or is shortened"
    return ""


def _promotional(state: SandboxState, template: Template) -> bool:
    text = f"{template.component('HEADER').get('text', '')} {template.component('BODY').get('text', '')}".lower()
    words = state.config.promotional_words
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) for word in words)


def _wording(template: Template) -> tuple[str, str, str]:
    body = template.component("BODY").get("text", "")
    return (str(body), str(template.component("FOOTER").get("text", "")), template.language)


def settle_review(state: SandboxState, template: Template) -> None:
    """End the review of a template whose time has come."""
    if template.status != "PENDING" or state.clock.now() < template.due_at:
        return
    if template.verdict == "REJECTED" and template.rejected_reason == "NONE":
        template.rejected_reason = "INVALID_FORMAT"
    if template.verdict_category and template.verdict_category != template.category:
        change_category(state, template, template.verdict_category)
    change_status(state, template, template.verdict)


def change_status(state: SandboxState, template: Template, status: str) -> None:
    """Give a template a status and push ``message_template_status_update``."""
    template.status = status
    value = {
        "event": status,
        "message_template_id": int(template.template_id),
        "message_template_name": template.name,
        "message_template_language": template.language,
        "reason": template.rejected_reason,
    }
    push_change(state, "message_template_status_update", value)


def change_category(state: SandboxState, template: Template, category: str) -> None:
    """Move a template to another category, without touching its status, and push ``template_category_update``."""
    value = {
        "message_template_id": int(template.template_id),
        "message_template_name": template.name,
        "message_template_language": template.language,
        "previous_category": template.category,
        "new_category": category,
    }
    template.category = category
    push_change(state, "template_category_update", value)


def change_quality(state: SandboxState, template: Template, quality: str) -> None:
    """Give a template another quality score and push ``message_template_quality_update``."""
    value = {
        "previous_quality_score": template.quality,
        "new_quality_score": quality,
        "message_template_id": int(template.template_id),
        "message_template_name": template.name,
        "message_template_language": template.language,
    }
    template.quality = quality
    push_change(state, "message_template_quality_update", value)


def announce_category(state: SandboxState, template: Template, category: str, at: float) -> None:
    """Push that the category will change at ``at``, a day ahead or more; ``new_category`` is then the present one."""
    value = {
        "message_template_id": int(template.template_id),
        "message_template_name": template.name,
        "message_template_language": template.language,
        "correct_category": category,
        "new_category": template.category,
        "category_update_timestamp": int(at),
    }
    push_change(state, "template_category_update", value)


def list_templates(state: SandboxState, query: Mapping[str, str], address: str) -> dict[str, Any]:
    """``GET /{WABA}/message_templates`` with ``fields``, ``limit``, ``after`` and the filters."""
    found = []
    for template in state.graph.templates.values():
        settle_review(state, template)
        if all(
            str(getattr(template, key)).upper() == query[key].upper()
            for key in ("status", "category", "language")
            if query.get(key)
        ) and query.get("name", "") in {"", template.name}:
            found.append(template)
    limit = _number(query.get("limit", ""), 25)
    start = _decode_cursor(query.get("after", ""))
    page = found[start : start + limit]
    paging: dict[str, Any] = {}
    if page:
        paging["cursors"] = {"before": _cursor(start), "after": _cursor(start + len(page))}
    if start + limit < len(found):
        kept = "&".join(f"{key}={value}" for key, value in query.items() if key not in {"after", "access_token"})
        paging["next"] = f"{address}?{kept}{'&' if kept else ''}after={_cursor(start + len(page))}"
    answer: dict[str, Any] = {"data": [template_json(item, query.get("fields", "")) for item in page]}
    if paging:
        answer["paging"] = paging
    return answer


def get_template(state: SandboxState, template: Template, query: Mapping[str, str]) -> dict[str, Any]:
    """``GET /{template id}``."""
    settle_review(state, template)
    return template_json(template, query.get("fields", ""))


def edit_template(state: SandboxState, template: Template, body: Mapping[str, Any]) -> dict[str, Any]:
    """``POST /{template id}``: components or category, back to review; an approved one once a day."""
    allowed = {key: TEMPLATE[key] for key in ("components", "category", "message_send_ttl_seconds", "parameter_format")}
    refuse_unknown_keys(body, allowed)
    settle_review(state, template)
    if template.status not in {"APPROVED", "REJECTED", "PAUSED"}:
        raise refuse(
            "The status for this message template can't be changed. You can only delete or add templates.",
            2388039,
            "Message template status can't be changed",
        )
    if template.status == "APPROVED" and body.get("category", template.category) != template.category:
        raise refuse("The category of an approved template cannot be changed.")
    if "components" in body:
        check_components(body["components"], template.parameter_format, state.config.words_per_variable)
        _check_handles(state, body["components"])
    now = state.clock.now()
    lately = [moment for moment in template.edits if moment > now - 30 * DAY]
    today = sum(moment > now - DAY for moment in lately)
    if template.status == "APPROVED" and (today >= EDITS_A_DAY or len(lately) >= EDITS_A_MONTH):
        raise refuse("An approved template can be edited once a day and ten times in 30 days.")
    template.edits.append(now)
    template.components = json.loads(json.dumps(body.get("components", template.components)))
    template.category = str(body.get("category", template.category))
    template.rejected_reason = "NONE"
    _submit(state, template)
    return {"success": True, "id": template.template_id, "name": template.name, "category": template.category}


def delete_templates(state: SandboxState, query: Mapping[str, str]) -> dict[str, Any]:
    """``DELETE /{WABA}/message_templates?name=`` (all languages), or one by ``hsm_id``; the name is locked 30 days."""
    name = query.get("name", "")
    if not name:
        raise GraphRefused(100, message="(#100) The parameter name is required.")
    wanted = query.get("hsm_id", "")
    found = [
        template
        for template in state.graph.templates.values()
        if template.name == name and wanted in {"", template.template_id}
    ]
    if not found:
        raise refuse("The message template was not found.", title="Message Template Not Found")
    for template in found:
        if template.status == "APPROVED":
            state.graph.deleted[name] = state.clock.now() + NAME_LOCK_DAYS * DAY
        del state.graph.templates[template.template_id]
        del state.graph.names[template.name, template.language]
    return {"success": True}


def unpause_template(state: SandboxState, template: Template) -> dict[str, Any]:
    """``POST /{template id}/unpause``, by hand after a pause of pacing."""
    if template.status != "PAUSED":
        return {"success": False, "reason": "Template is not paused"}
    change_status(state, template, "APPROVED")
    return {"success": True}


def template_json(template: Template, fields: str) -> dict[str, Any]:
    """The template's object with the fields asked for; ``id`` always."""
    known: dict[str, Any] = {
        "name": template.name,
        "parameter_format": template.parameter_format,
        "components": template.components,
        "language": template.language,
        "status": template.status,
        "category": template.category,
        "id": template.template_id,
        "quality_score": {"score": template.quality},
        "rejected_reason": template.rejected_reason,
        "message_send_ttl_seconds": template.ttl_seconds,
    }
    names = [name.strip() for name in fields.split(",") if name.strip()] or list(_DEFAULT_FIELDS)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise GraphRefused(100, message=f"(#100) Tried accessing nonexisting field ({unknown[0]})")
    return {name: known[name] for name in dict.fromkeys([*names, "id"]) if known[name] is not None}


def template_by_id(state: SandboxState, template_id: str, method: str) -> Template:
    """The template with this id.

    Raises:
        GraphRefused: 100 with subcode 33.
    """
    template = state.graph.templates.get(template_id)
    if template is None:
        raise missing_object(template_id, method)
    return template


def _number(text: str, default: int) -> int:
    return min(max(int(text), 1), 1000) if text.isdigit() else default


def _cursor(position: int) -> str:
    return base64.urlsafe_b64encode(f"at{position:06d}".encode()).decode().rstrip("=")


def _decode_cursor(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().removeprefix("at"))
    except ValueError:
        raise GraphRefused(100, message="(#100) Param after is not a valid cursor") from None
