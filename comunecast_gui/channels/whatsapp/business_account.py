# SPDX-License-Identifier: EUPL-1.2
"""Asks Meta about the office's token, number, account, subscribed apps and charges.

Sources: Meta, "Access tokens" (``debug_token``), "Business phone numbers", "Messaging health status", "Manage webhooks"
(``subscribed_apps``), "Analytics" (``pricing_analytics``), "Business-scoped user IDs" (``contact_book``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from comunecast_gui.channels.answer_reader import Json, id_at, object_at, objects_at, text_at, whole
from comunecast_gui.channels.redaction import harmless
from comunecast_gui.channels.whatsapp.account_webhooks import moment
from comunecast_gui.channels.whatsapp.graph_client import GraphClient
from comunecast_gui.core.errors import Transient
from comunecast_gui.core.meta.charges import MetaCharge
from comunecast_gui.core.meta.whatsapp_health import MANAGEMENT, MESSAGING, NumberFacts, Subscription, TokenFacts

_NUMBER_FIELDS = (
    "display_phone_number,verified_name,quality_rating,throughput,status,name_status,code_verification_status,"
    "whatsapp_business_manager_messaging_limit,health_status"
)
_BSUID = re.compile(r"[A-Z]{2}\.[A-Za-z0-9]{1,128}")
"""The plain form: entries are not kept under the parent form with ``ENT`` (Meta: "Business-scoped user IDs")."""
_STANDINGS = ("AVAILABLE", "LIMITED", "BLOCKED")
_ACCOUNTS = 100
_PAGES = 50
_TEXT = 512
_SCOPE = 64
"""Characters of a permission's name that are kept; Meta's own are shorter (Meta: Permissions Reference)."""


@dataclass(frozen=True, slots=True)
class AccountCharges:
    """What Meta charged in a span of time, in the account's ``currency`` (empty where Meta does not name it)."""

    currency: str
    lines: tuple[MetaCharge, ...]


class AccountApi:
    """One WhatsApp Business account and its number at Meta. Every method is one call, blocks, and raises SendError."""

    def __init__(self, client: GraphClient, account_id: str, number_id: str) -> None:
        self._client = client
        self._account = account_id
        self._number = number_id

    def token(self) -> TokenFacts:
        """What the token may do, until when, and of which app it is. Raises Transient("junk") where it is not said."""
        data = object_at(self._client.inspect_token(), "data")
        if not data:
            raise Transient("junk")
        scopes = {scope[:_SCOPE] for scope in _list(data, "scopes") if isinstance(scope, str)}
        named: dict[str, None] = {}
        for item in objects_at(data, "granular_scopes"):
            accounts = _list(item, "target_ids")  # none: all that the user may see
            if not accounts or not self._account or self._account in accounts:
                scopes.add(text_at(item, "scope", _SCOPE))
            if text_at(item, "scope", _SCOPE) in (MANAGEMENT, MESSAGING):
                named |= dict.fromkeys(filter(None, (id_at({"id": one}, "id") for one in accounts[:_ACCOUNTS])))
        return TokenFacts(
            id_at(data, "app_id"),
            data.get("is_valid") is not False,
            frozenset(scopes),
            moment(data.get("expires_at")),
            tuple(named),
            id_at(data, "user_id"),
        )

    def number(self) -> NumberFacts:
        """The number's limits and standing."""
        answer = self._client.get(self._number, fields=_NUMBER_FIELDS)
        can_send, errors = _standing(object_at(answer, "health_status"))
        return NumberFacts(
            text_at(answer, "display_phone_number"),
            text_at(answer, "verified_name"),
            text_at(answer, "quality_rating"),
            text_at(answer, "whatsapp_business_manager_messaging_limit"),
            text_at(object_at(answer, "throughput"), "level") or text_at(answer, "throughput"),
            text_at(answer, "status"),
            text_at(answer, "name_status"),
            can_send,
            tuple(dict.fromkeys(map(_reason, errors))),
            frozenset(code for one in errors if (code := whole(one.get("error_code"))) is not None),
            text_at(answer, "code_verification_status"),
        )

    def numbers(self) -> frozenset[str]:
        """The ids of the account's numbers."""
        return frozenset(
            id_at(item, "id") for item in pages(self._client, f"{self._account}/phone_numbers", fields="id")
        )

    def subscription(self) -> Subscription:
        """The apps that hear the account's webhooks."""
        apps, callbacks = {}, {}
        for item in pages(self._client, f"{self._account}/subscribed_apps"):
            app = object_at(item, "whatsapp_business_api_data") or item
            if name := id_at(app, "id"):
                apps[name] = text_at(app, "name")
                callbacks[name] = text_at(item, "override_callback_uri")
        return Subscription(apps, {name: address for name, address in callbacks.items() if address})

    def subscribe(self) -> None:
        """Subscribes the token's app to the account's webhooks; once more does no harm.

        Raises OutcomeUnknown where nobody knows whether Meta did it; :meth:`subscription` tells.
        """
        if self._client.post(f"{self._account}/subscribed_apps", {}).get("success") is not True:
            raise Transient("junk")

    def forget(self, bsuid: str) -> bool:
        """Deletes a person's entry in Meta's Contact Book for ever; returns whether there was one.

        Source: Meta, "Business-scoped user IDs", section "Delete a contact book entry", as the API references of
        360dialog and YCloud repeat it: the plain form of the id only, ``deleted`` false where there was no entry. Meta
        may show the number for 30 days after the last message all the same, and a new message makes a new entry.
        """
        if not _BSUID.fullmatch(bsuid):
            return False
        answer = self._client.delete(f"{self._number}/contact_book", messaging_product="whatsapp", bsuid=bsuid)
        if answer.get("success") is not True:
            raise Transient("junk")
        return answer.get("deleted") is True

    def charges(self, since: datetime, until: datetime, display_phone: str = "") -> AccountCharges:
        """What Meta charged from ``since`` to ``until``, by category and kind of price.

        Of the number ``display_phone`` alone where it is given. Meta keeps a year ("Analytics"); without a cost of its
        own (a shared credit line) it tells only how many.
        """
        digits = "".join(filter(str.isdecimal, display_phone))
        fields = (
            f"currency,pricing_analytics.start({int(since.timestamp())}).end({int(until.timestamp())})"
            '.granularity(DAILY).dimensions(["PRICING_CATEGORY","PRICING_TYPE"])'
        )
        fields += f'.phone_numbers(["{digits}"])' if digits else ""
        answer = self._client.get(self._account, fields=fields)
        sums: dict[tuple[str, str], tuple[int, Decimal | None]] = {}
        for block in objects_at(object_at(answer, "pricing_analytics"), "data"):
            for point in objects_at(block, "data_points"):
                key = text_at(point, "pricing_category").upper(), text_at(point, "pricing_type").upper()
                volume, cost = sums.get(key, (0, None))
                more = _amount(point.get("cost"))
                sums[key] = (volume + _count(point.get("volume")), cost if more is None else (cost or 0) + more)
        lines = tuple(MetaCharge(*key, volume, cost) for key, (volume, cost) in sorted(sums.items()) if volume)
        return AccountCharges(text_at(answer, "currency")[:3], lines)


def pages(client: GraphClient, path: str, **params: str) -> Iterator[Json]:
    """The objects of an edge, page after page; never by the ready-made ``next`` address, which holds the token."""
    after: dict[str, str] = {}
    for _ in range(_PAGES):
        answer = client.get(path, **params, **after)
        yield from objects_at(answer, "data")
        paging = object_at(answer, "paging")
        cursor = text_at(object_at(paging, "cursors"), "after")
        if not paging.get("next") or not cursor or {"after": cursor} == after:
            return
        after = {"after": cursor}


def number_status(client: GraphClient, number_id: str) -> str:
    """The number's ``status`` in Meta's word (CONNECTED, DISCONNECTED...), empty where Meta does not tell.

    One field, so that it is as cheap and as old as can be (Meta: "Business phone numbers"). Blocks; raises SendError.
    """
    return text_at(client.get(number_id, fields="status"), "status")


def has_marketing_messages(client: GraphClient, account_id: str) -> bool:
    """Whether the account may send by ``/marketing_messages``: it is ONBOARDED, not only ELIGIBLE.

    Source: Meta, Marketing Messages API for WhatsApp, "Onboard", "Check WABA onboarding status and eligibility" (30
    June 2026), which names this field of the account and both values. False where Meta does not tell, as versions
    before v24.0 do not. Blocks; raises SendError.
    """
    answer = client.get(account_id, fields="marketing_messages_onboarding_status")
    return answer.get("marketing_messages_onboarding_status") == "ONBOARDED"


def _standing(health: Json) -> tuple[str, list[Json]]:
    """Whether messages may be sent, and the errors of the parts that limit it.

    Each part says so of itself. What Meta says of all of them together also counts calls, which no office here makes:
    it is believed only where no part says anything (Meta: "Messaging and Calling Health Status").
    """
    parts = [one for one in objects_at(health, "entities") if text_at(one, "can_send_message") in _STANDINGS]
    if not parts:
        return text_at(health, "can_send_message"), []
    limiting = [one for one in parts if text_at(one, "can_send_message") != _STANDINGS[0]]
    worst = max((text_at(one, "can_send_message") for one in parts), key=_STANDINGS.index)
    return worst, [error for one in limiting for error in objects_at(one, "errors")]


def _reason(error: Json) -> str:
    """Why a part of the account limits sending, and what Meta proposes."""
    said = (text_at(error, "error_description"), text_at(error, "possible_solution"))
    return harmless(" ".join(filter(None, said)))


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**12 else 0


def _amount(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 10**9:
        return None
    return Decimal(str(value))


def _list(data: Mapping[str, Any], key: str) -> list[Any]:
    value = data.get(key)
    return value if isinstance(value, list) else []
