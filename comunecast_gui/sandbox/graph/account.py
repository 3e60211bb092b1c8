# SPDX-License-Identifier: EUPL-1.2
"""What the account says of itself: the phone number, the app, and whether a token is good."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from comunecast_gui.sandbox.graph.error_bodies import GraphRefused
from comunecast_gui.sandbox.state import SandboxState

_DEFAULT_PHONE_FIELDS = ("verified_name", "code_verification_status", "display_phone_number", "quality_rating", "id")


def phone_json(state: SandboxState, fields: str) -> dict[str, Any]:
    """``GET /{phone}?fields=`` (Meta: "WhatsApp Business Phone Number").

    Raises:
        GraphRefused: 100 for a field that does not exist.
    """
    config, graph = state.config, state.graph
    level = "HIGH" if config.messages_per_second > 80 else "STANDARD"
    known: dict[str, Any] = {
        "id": config.phone_number_id,
        "verified_name": config.verified_name,
        "display_phone_number": config.display_phone,
        "code_verification_status": graph.number_verified,
        "quality_rating": graph.quality,
        "platform_type": "CLOUD_API",
        "throughput": {"level": level},
        "status": graph.status,
        "name_status": graph.name_status,
        "account_mode": "LIVE",
        "whatsapp_business_manager_messaging_limit": graph.messaging_limit,
        "messaging_limit_tier": graph.messaging_limit,
        "health_status": _health(state),
    }
    names = [name.strip() for name in fields.split(",") if name.strip()] or list(_DEFAULT_PHONE_FIELDS)
    for name in names:
        if name not in known:
            raise GraphRefused(100, message=f"(#100) Tried accessing nonexisting field ({name})")
    return {name: known[name] for name in dict.fromkeys([*names, "id"])}


def _health(state: SandboxState) -> dict[str, Any]:
    """``health_status`` (Meta: "Messaging and Calling Health Status"): account and business say why they may not send.

    141006 is a payment method that is missing or does not work, 141010 a business that is not verified.
    """
    config, graph = state.config, state.graph
    fine = "AVAILABLE"
    account: dict[str, Any] = {
        "entity_type": "WABA",
        "id": config.business_account_id,
        "can_send_message": graph.can_send,
    }
    business: dict[str, Any] = {"entity_type": "BUSINESS", "id": _BUSINESS, "can_send_message": fine}
    if graph.paid != "yes":
        account |= {"can_send_message": "BLOCKED", "errors": [_NOT_PAID]}
    elif graph.can_send != fine:
        account["errors"] = [{"error_code": 141000, "error_description": graph.blocked_by, "possible_solution": ""}]
    if graph.business_verified != "yes":
        business |= {"can_send_message": "LIMITED", "errors": [_NOT_VERIFIED]}
    entities = [
        {"entity_type": "PHONE_NUMBER", "id": config.phone_number_id, "can_send_message": fine},
        account,
        business,
        {"entity_type": "APP", "id": config.app_id, "can_send_message": fine},
    ]
    worst = max((str(one["can_send_message"]) for one in entities), key=("AVAILABLE", "LIMITED", "BLOCKED").index)
    return {"can_send_message": worst, "entities": entities}


_BUSINESS = "506914307656634"
_NOT_PAID = {
    "error_code": 141006,
    "error_description": "There is an error with the payment method. This will block business initiated conversations.",
    "possible_solution": "There was an error with your payment method. Please add a new payment method to the account.",
}
_NOT_VERIFIED = {
    "error_code": 141010,
    "error_description": "The Business has not passed business verification.",
    "possible_solution": "Visit business settings and start or resolve the business verification request.",
}


def account_ids(state: SandboxState) -> list[str]:
    """The accounts that the token may see, that of the number that sends first."""
    further = [one.account_id for one in state.config.further_numbers if one.account_id]
    return list(dict.fromkeys([state.config.business_account_id, *further]))


def numbers_json(state: SandboxState, account: str, fields: str) -> list[dict[str, Any]]:
    """``GET /{WABA}/phone_numbers?fields=``."""
    own = state.config.business_account_id
    found = [phone_json(state, fields)] if account == own else []
    for one in state.config.further_numbers:
        if (one.account_id or own) == account:
            told = {
                "id": one.id,
                "display_phone_number": one.display,
                "verified_name": one.verified_name,
                "status": one.status,
                "code_verification_status": "VERIFIED",
                "quality_rating": "UNKNOWN",
            }
            wanted = [name.strip() for name in fields.split(",")] if fields else list(_DEFAULT_PHONE_FIELDS)
            found.append({name: value for name, value in told.items() if name in {*wanted, "id"}})
    return found


def assigned_accounts(state: SandboxState) -> dict[str, Any]:
    """``GET /{system user}/assigned_whatsapp_business_accounts`` (Meta: Marketing API reference of the same name)."""
    names = {state.config.business_account_id: state.config.verified_name}
    return {"data": [{"id": id, "name": names.get(id, "")} for id in account_ids(state)], "paging": {}}


_PIN = re.compile(r"\d{6}")
_REGISTRATIONS, _WINDOW = 10, 72 * 3600.0


def register(state: SandboxState, body: Mapping[str, Any]) -> dict[str, Any]:
    """``POST /{phone}/register`` (Meta: "Register a business phone number").

    Raises:
        GraphRefused: 100 without the two parameters, 133016 after ten requests in 72 hours, 133006 for a number that
        was not verified, 133005 for another PIN than the number's own.
    """
    graph, now = state.graph, state.clock.now()
    if body.get("messaging_product") != "whatsapp":
        raise GraphRefused(100, message="(#100) The parameter messaging_product is required.")
    pin = _pin(body)
    while graph.registrations and graph.registrations[0] <= now - _WINDOW:
        graph.registrations.popleft()
    if len(graph.registrations) >= _REGISTRATIONS:
        raise GraphRefused(133016)
    graph.registrations.append(now)
    if graph.number_verified != "VERIFIED":
        raise GraphRefused(133006)
    if graph.pin and pin != graph.pin:
        raise GraphRefused(133005, complaint=False)
    graph.pin, graph.status = pin, "CONNECTED"
    return {"success": True}


def set_pin(state: SandboxState, body: Mapping[str, Any]) -> dict[str, Any]:
    """``POST /{phone} {"pin"}`` (Meta: "Two-step verification"); GraphRefused 100 for anything else."""
    state.graph.pin = _pin(body)
    return {"success": True}


def _pin(body: Mapping[str, Any]) -> str:
    pin = str(body.get("pin", ""))
    if not _PIN.fullmatch(pin):
        raise GraphRefused(100, message="(#100) Param pin must be a 6-digit number.")
    return pin


def account_json(state: SandboxState, fields: str) -> dict[str, Any]:
    """``GET /{WABA}?fields=``, also with ``pricing_analytics`` and its filters (Meta: "Analytics").

    Raises:
        GraphRefused: 100 for a field or a filter that does not exist.
    """
    config = state.config
    known: dict[str, Any] = {
        "id": config.business_account_id,
        "name": config.verified_name,
        "currency": "EUR",
        "marketing_messages_onboarding_status": "ONBOARDED" if config.marketing_messages else "ELIGIBLE",
    }
    answer: dict[str, Any] = {"id": known["id"]}
    for field in filter(None, _split(fields or "id,name")):
        name, filters = field.partition(".")[::2]
        if name == "pricing_analytics":
            answer[name] = {"data": [{"data_points": _data_points(state, dict(_FILTER.findall(filters)))}]}
        elif name in known and not filters:
            answer[name] = known[name]
        else:
            raise GraphRefused(100, message=f"(#100) Tried accessing nonexisting field ({name})")
    return answer


_FILTER = re.compile(r"(\w+)\(([^)]*)\)")
_PRICES = {"utility": 0.0248, "marketing": 0.0658, "service": 0.0248}
"""In euros, Italy, October 2026."""


def _split(fields: str) -> list[str]:
    """Fields at the commas that stand in no bracket."""
    return re.split(r",(?![^()]*\))", fields)


def _data_points(state: SandboxState, filters: dict[str, str]) -> list[dict[str, Any]]:
    if not {"start", "end", "granularity"} <= filters.keys():
        raise GraphRefused(100, message="(#100) start, end and granularity are required")
    if filters["granularity"] not in {"HALF_HOUR", "DAILY", "MONTHLY"}:
        raise GraphRefused(100, message="(#100) Param granularity must be one of {HALF_HOUR, DAILY, MONTHLY}")
    start, end = int(filters["start"]), int(filters["end"])
    ours = "".join(char for char in state.config.display_phone if char.isdigit())
    asked = json.loads(filters.get("phone_numbers") or "[]")
    sums: Counter[tuple[str, str]] = Counter()
    for charge in state.graph.charges:
        if start <= charge.at < end and (not asked or ours in asked):
            sums[charge.category, charge.kind] += 1
    return [
        {
            "start": start,
            "end": end,
            "pricing_category": category.upper(),
            "pricing_type": kind.upper(),
            "volume": volume,
            "cost": 0 if kind.startswith("free") else round(volume * _PRICES[category], 4),
        }
        for (category, kind), volume in sums.items()
    ]


def subscribed_apps(state: SandboxState, verb: str) -> dict[str, Any]:
    """``GET``, ``POST`` and ``DELETE /{WABA}/subscribed_apps``: whether the token's app hears the account."""
    if verb == "GET":
        app = {"id": state.config.app_id, "link": "https://www.facebook.com/games/?app_id=1", "name": "ComuneCast"}
        return {"data": [{"whatsapp_business_api_data": app}] if state.graph.subscribed else []}
    state.graph.subscribed = verb == "POST"
    return {"success": True}


def delete_contact(state: SandboxState, query: dict[str, str]) -> dict[str, Any]:
    """``DELETE /{phone}/contact_book?messaging_product=whatsapp&bsuid=`` (Meta: "Business-scoped user IDs").

    Raises:
        GraphRefused: 100 where something is missing, or the id is of the parent form.
    """
    bsuid = query.get("bsuid", "")
    if query.get("messaging_product") != "whatsapp" or not re.fullmatch(r"[A-Z]{2}\.[A-Za-z0-9]{1,128}", bsuid):
        raise GraphRefused(100, message="(#100) Invalid parameter")
    deleted = bsuid in state.graph.contact_book
    state.graph.contact_book.discard(bsuid)
    return {"messaging_product": "whatsapp", "success": True, "deleted": deleted}


def app_json(state: SandboxState) -> dict[str, Any]:
    """``GET /app``."""
    return {"id": state.config.app_id, "name": "ComuneCast"}


def debug_token(state: SandboxState, token: str) -> dict[str, Any]:
    """``GET /debug_token``: ``expires_at`` 0 means never."""
    valid = token == state.graph.token and not state.graph.revoked
    data: dict[str, Any] = {
        "app_id": state.config.app_id,
        "type": "SYSTEM_USER",
        "user_id": state.config.system_user,
        "application": "ComuneCast",
        "expires_at": state.config.token_expires_at,
        "is_valid": valid,
        "scopes": list(state.graph.scopes) if valid else [],
    }
    if valid:
        targets = {"target_ids": account_ids(state)} if state.config.granular else {}
        data["granular_scopes"] = [{"scope": scope, **targets} for scope in state.graph.scopes]
    if not valid:
        data["error"] = {"code": 190, "message": "Error validating access token", "subcode": 467}
    return {"data": data}
