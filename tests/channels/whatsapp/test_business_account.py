# SPDX-License-Identifier: EUPL-1.2
"""Meta's answers about token, number and account are read in any shape, and asked as documented."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from comunecast_gui.channels.whatsapp.account_webhooks import FIELDS
from comunecast_gui.channels.whatsapp.business_account import AccountApi
from comunecast_gui.channels.whatsapp.graph_client import GraphClient
from comunecast_gui.core.errors import Transient
from comunecast_gui.core.meta.charges import MetaCharge
from comunecast_gui.core.meta.whatsapp_health import NumberFacts, TokenFacts
from tests.channels.service_stub import ServiceStub, as_json

TOKEN = "EAAsecrettokenofatest1234567890abcdef"
JUNK: list[Any] = [None, 5, "text", [], [None], {}, {"data": 7}, {"data": [1, None, {"id": []}]}, True]


@pytest.fixture
def api(stub: ServiceStub, trust: ssl.SSLContext) -> Iterator[AccountApi]:
    graph = GraphClient(stub.url, "v25.0", TOKEN, trust)
    yield AccountApi(graph, "102", "106")
    graph.close()


def test_the_token_tells_its_app_its_end_and_what_it_may_do(stub: ServiceStub, api: AccountApi) -> None:
    stub.default = lambda call: as_json(
        {
            "data": {
                "app_id": "670",
                "is_valid": True,
                "expires_at": 1_796_000_000,
                "scopes": ["whatsapp_business_management"],
                "granular_scopes": [{"scope": "whatsapp_business_messaging", "target_ids": ["102"]}],
            }
        }
    )
    assert api.token() == TokenFacts(
        "670",
        True,
        frozenset({"whatsapp_business_management", "whatsapp_business_messaging"}),
        datetime.fromtimestamp(1_796_000_000, UTC),
        ("102",),
    )
    [asked] = stub.calls
    assert parse_qs(urlsplit(asked.path).query) == {"input_token": [TOKEN]}
    stub.default = lambda call: as_json({"data": {"app_id": 670, "is_valid": True, "expires_at": 0, "scopes": []}})
    assert api.token() == TokenFacts("670", True, frozenset())
    endless = {"scopes": ["s" * 100_000], "granular_scopes": [{"scope": "g" * 100_000}]}
    stub.default = lambda call: as_json({"data": {"app_id": 670, "is_valid": True, "expires_at": 0, **endless}})
    assert sorted(map(len, api.token().scopes)) == [64, 64]


def test_the_number_tells_its_limits_and_why_it_may_not_send(stub: ServiceStub, api: AccountApi) -> None:
    told = {
        "display_phone_number": "+39 333 6492690",
        "verified_name": "Comune di Calcinaia",
        "quality_rating": "GREEN",
        "throughput": {"level": "STANDARD"},
        "status": "CONNECTED",
        "name_status": "APPROVED",
        "whatsapp_business_manager_messaging_limit": "TIER_2K",
        "health_status": {
            "can_send_message": "BLOCKED",
            "entities": [
                {"entity_type": "PHONE_NUMBER", "can_send_message": "AVAILABLE"},
                {
                    "entity_type": "WABA",
                    "can_send_message": "BLOCKED",
                    "errors": [{"error_description": "No payment method.", "possible_solution": "Add one."}],
                },
            ],
        },
    }
    stub.default = lambda call: as_json(told)
    assert api.number() == NumberFacts(
        "+39 333 6492690", "Comune di Calcinaia", "GREEN", "TIER_2K", "STANDARD", "CONNECTED", "APPROVED", "BLOCKED",
        ("No payment method. Add one.",),
    )  # fmt: skip


def test_whatever_meta_answers_is_read_without_a_fault(stub: ServiceStub, api: AccountApi) -> None:
    for junk in JUNK:
        keys = (
            "data", "throughput", "health_status", "quality_rating", "paging", "status", "display_phone_number",
        )  # fmt: skip
        body = {key: junk for key in keys}
        stub.default = lambda call, body=body: as_json(body)  # type: ignore[misc]
        with suppress(Transient):  # which says that nothing was said
            assert isinstance(api.token(), TokenFacts)
        assert isinstance(api.number(), NumberFacts)
        assert isinstance(api.numbers(), frozenset)
        assert isinstance(api.subscription().apps, dict)


def test_the_manual_subscribes_to_the_fields_that_are_read_and_to_no_other() -> None:
    manual = (Path(__file__).parents[3] / "docs" / "relay.md").read_text(encoding="utf-8")
    step = manual[manual.index("**Gli argomenti del webhook.**") : manual.index("9. **")]
    named = set(re.findall(r"`([a-z_]+)`", step))
    assert named == {"messages", "user_preferences", *FIELDS}


def test_the_charges_of_a_month_are_asked_as_documented_and_summed(stub: ServiceStub, api: AccountApi) -> None:
    def point(category: str, kind: str, volume: Any, cost: Any) -> dict[str, Any]:
        return {
            "start": 1,
            "end": 2,
            "pricing_category": category,
            "pricing_type": kind,
            "volume": volume,
            "cost": cost,
        }

    points = [
        point("UTILITY", "REGULAR", 3, 0.0744),
        point("UTILITY", "REGULAR", 2, 0.0496),
        point("SERVICE", "FREE_CUSTOMER_SERVICE", 9, 0),
        point("MARKETING", "REGULAR", 4, None),
        point("MARKETING", "REGULAR", "many", -1),
    ]
    answer = {"currency": "EUR", "pricing_analytics": {"data": [{"data_points": points}, {"data_points": 7}, 5]}}
    stub.default = lambda call: as_json(answer)
    since, until = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 27, tzinfo=UTC)
    found = api.charges(since, until, "+39 333 6492690")
    assert found.currency == "EUR"
    assert found.lines == (
        MetaCharge("MARKETING", "REGULAR", 4, None),
        MetaCharge("SERVICE", "FREE_CUSTOMER_SERVICE", 9, Decimal(0)),
        MetaCharge("UTILITY", "REGULAR", 5, Decimal("0.1240")),
    )
    [asked] = stub.calls
    assert urlsplit(asked.path).path == "/v25.0/102"
    [fields] = parse_qs(urlsplit(asked.path).query)["fields"]
    assert fields == (
        f"currency,pricing_analytics.start({int(since.timestamp())}).end({int(until.timestamp())}).granularity(DAILY)"
        '.dimensions(["PRICING_CATEGORY","PRICING_TYPE"]).phone_numbers(["393336492690"])'
    )
    for junk in JUNK:
        stub.default = lambda call, junk=junk: as_json({"currency": junk, "pricing_analytics": junk})  # type: ignore[misc]
        assert api.charges(since, until).lines == ()


def test_an_entry_of_the_contact_book_is_deleted_by_its_plain_identifier(stub: ServiceStub, api: AccountApi) -> None:
    stub.default = lambda call: as_json({"messaging_product": "whatsapp", "success": True, "deleted": True})
    assert api.forget("IT.1349ab")
    [asked] = stub.calls
    assert (asked.method, urlsplit(asked.path).path) == ("DELETE", "/v25.0/106/contact_book")
    assert parse_qs(urlsplit(asked.path).query) == {"messaging_product": ["whatsapp"], "bsuid": ["IT.1349ab"]}
    for other in ("IT.ENT.1349", "1349", "IT.1&bsuid=IT.2", ""):
        assert not api.forget(other)
    assert len(stub.calls) == 1
    stub.default = lambda call: as_json({"success": False})
    with pytest.raises(Transient):
        api.forget("IT.1349ab")
