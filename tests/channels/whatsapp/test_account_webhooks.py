# SPDX-License-Identifier: EUPL-1.2
"""Meta's webhooks about templates, number and account are read as documented, and malformed ones never fail."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from comunecast_gui.channels.whatsapp.account_webhooks import FIELDS, OwnAccount
from comunecast_gui.channels.whatsapp.webhook_reader import read_payload
from comunecast_gui.core.inbound.events import News, Skipped, Status
from comunecast_gui.core.meta.charges import Pricing
from comunecast_gui.core.meta.news import MetaMatter, MetaNews

TIME = 1_795_000_000
AT = datetime.fromtimestamp(TIME, UTC)
NOW = AT + timedelta(minutes=1)
TEMPLATE = {
    "message_template_id": 806312974732579,
    "message_template_name": "acqua_v1",
    "message_template_language": "it",
}
OWN = OwnAccount("102", "+39 333 6492690")


def read(field: str, value: Any, account: str = "102") -> list[News]:
    change = {"field": field, "value": value}
    body = {"object": "whatsapp_business_account", "entry": [{"id": account, "time": TIME, "changes": [change]}]}
    return read_payload(json.dumps(body).encode(), NOW, "106", OWN)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        (
            "message_template_status_update",
            {"event": "PAUSED", "reason": "NONE", **TEMPLATE},
            [MetaNews(MetaMatter.TEMPLATE_STATUS, AT, "PAUSED", "acqua_v1", "it")],
        ),
        (
            "message_template_status_update",
            {
                "event": "REJECTED",
                "reason": "INVALID_FORMAT",
                "rejection_info": {"reason": "Bad", "recommendation": "Mend"},
                **TEMPLATE,
                "message_template_language": "en-US",
            },
            [MetaNews(MetaMatter.TEMPLATE_STATUS, AT, "REJECTED", "acqua_v1", "en_US", detail="Bad. Mend")],
        ),
        (
            "template_category_update",
            {"previous_category": "UTILITY", "new_category": "MARKETING", **TEMPLATE},
            [MetaNews(MetaMatter.TEMPLATE_CATEGORY, AT, "CHANGED", "acqua_v1", "it", "MARKETING", "UTILITY")],
        ),
        (
            "template_category_update",
            {
                "correct_category": "MARKETING",
                "new_category": "UTILITY",
                "category_update_timestamp": TIME + 86_400,
                **TEMPLATE,
            },
            [
                MetaNews(
                    MetaMatter.TEMPLATE_CATEGORY,
                    AT,
                    "ANNOUNCED",
                    "acqua_v1",
                    "it",
                    "MARKETING",
                    "UTILITY",
                    AT + timedelta(days=1),
                )
            ],
        ),
        (
            "message_template_quality_update",
            {"previous_quality_score": "GREEN", "new_quality_score": "RED", **TEMPLATE},
            [MetaNews(MetaMatter.TEMPLATE_QUALITY, AT, "RED", "acqua_v1", "it", "RED", "GREEN")],
        ),
        (
            "phone_number_quality_update",
            {
                "display_phone_number": "393336492690",
                "event": "FLAGGED",
                "max_daily_conversations_per_business": "TIER_2K",
            },
            [
                MetaNews(MetaMatter.NUMBER_QUALITY, AT, "FLAGGED"),
                MetaNews(MetaMatter.LIMIT, AT, "LIMIT", value="TIER_2K"),
            ],
        ),
        (
            "phone_number_quality_update",
            {
                "display_phone_number": "393336492690",
                "event": "DOWNGRADE",
                "old_limit": "TIER_10K",
                "current_limit": "TIER_2K",
            },
            [MetaNews(MetaMatter.LIMIT, AT, "LIMIT", value="TIER_2K", before="TIER_10K")],
        ),
        ("phone_number_quality_update", {"event": "THROUGHPUT_UPGRADE", "current_limit": "TIER_UNLIMITED"}, []),
        ("phone_number_quality_update", {"display_phone_number": "39055", "event": "FLAGGED"}, []),
        (
            "business_capability_update",
            {"max_daily_conversation_per_phone": 250, "max_daily_conversations_per_business": 2000},
            [MetaNews(MetaMatter.LIMIT, AT, "LIMIT", value="2000")],
        ),
        (
            "account_update",
            {
                "event": "ACCOUNT_RESTRICTION",
                "restriction_info": [
                    {"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": TIME + 86_400},
                    {
                        "restriction_type": "RESTRICTED_ADD_PHONE_NUMBER_ACTION",
                        "expiration": "2026-12-19T13:59:20+0000",
                    },
                ],
            },
            [
                MetaNews(
                    MetaMatter.RESTRICTION,
                    AT,
                    "ACCOUNT_RESTRICTION",
                    "RESTRICTED_BIZ_INITIATED_MESSAGING",
                    until=AT + timedelta(days=1),
                ),
                MetaNews(
                    MetaMatter.RESTRICTION,
                    AT,
                    "ACCOUNT_RESTRICTION",
                    "RESTRICTED_ADD_PHONE_NUMBER_ACTION",
                    until=datetime(2026, 12, 19, 13, 59, 20, tzinfo=UTC),
                ),
            ],
        ),
        (
            "account_update",
            {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "DISABLE", "waba_ban_date": "October 9, 2026"}},
            [MetaNews(MetaMatter.ACCOUNT, AT, "DISABLED_UPDATE", value="DISABLE")],
        ),
        (
            "account_update",
            {"event": "ACCOUNT_VIOLATION", "violation_info": {"violation_type": "SCAM"}},
            [MetaNews(MetaMatter.ACCOUNT, AT, "ACCOUNT_VIOLATION", "violation", value="SCAM")],
        ),
        (
            "account_alerts",
            {
                "entity_type": "BUSINESS",
                "entity_id": "1",
                "alert_info": {
                    "alert_severity": "WARNING",
                    "alert_status": "ACTIVE",
                    "alert_type": "OBA_REJECTED",
                    "alert_description": "Call +39 333 1234567 \ud800.",
                },
            },
            [MetaNews(MetaMatter.ALERT, AT, "WARNING", "OBA_REJECTED", value="OBA_REJECTED", detail="Call … .")],
        ),
        ("account_update", {"event": "VOLUME_BASED_PRICING_TIER_UPDATE"}, []),
        ("account_update", {"event": "VERIFIED_ACCOUNT"}, []),
    ],
)
def test_documented_account_webhooks_are_read(field: str, value: dict[str, Any], told: list[MetaNews]) -> None:
    expected: list[News] = [*told] or [Skipped(field)]
    assert read(field, value) == expected


def test_another_account_of_the_same_app_is_skipped() -> None:
    assert read("account_update", {"event": "ACCOUNT_DELETED"}, "999") == [Skipped("account_update")]
    assert read("account_update", {"event": "ACCOUNT_DELETED"}) == [MetaNews(MetaMatter.ACCOUNT, AT, "ACCOUNT_DELETED")]


@pytest.mark.slow
def test_anything_in_any_place_is_read_without_a_fault() -> None:
    chance = random.Random(7)
    keys = (
        "event",
        "message_template_name",
        "message_template_language",
        "reason",
        "rejection_info",
        "other_info",
        "title",
        "new_category",
        "correct_category",
        "previous_category",
        "category_update_timestamp",
        "new_quality_score",
        "display_phone_number",
        "current_limit",
        "old_limit",
        "max_daily_conversations_per_business",
        "restriction_info",
        "restriction_type",
        "expiration",
        "ban_info",
        "waba_ban_state",
        "violation_info",
        "violation_type",
        "alert_info",
        "alert_type",
        "alert_severity",
        "alert_description",
        "alert_status",
    )
    words = ("PAUSED", "ACCOUNT_RESTRICTION", "DISABLED_UPDATE", "FLAGGED", "acqua_v1", "it", "TIER_2K", "MARKETING")

    def anything(depth: int = 0) -> Any:
        kinds: list[Any] = [
            chance.choice(words),
            chance.choice(words),
            None,
            True,
            -1,
            10**40,
            1.5,
            1e300,
            "",
            "\0\ud800",
            "x" * 900,
            chance.choice(words),
            TIME,
            str(TIME),
            [],
            {},
        ]
        if depth < 3:
            kinds += [[anything(depth + 1)], {chance.choice(keys): anything(depth + 1) for _ in range(3)}] * 3
        return chance.choice(kinds)

    seen = 0
    for _ in range(4_000):
        value = anything() if chance.random() < 0.1 else {chance.choice(keys): anything() for _ in range(8)}
        for news in read(chance.choice(FIELDS), value):
            assert isinstance(news, (MetaNews, Skipped))
            if isinstance(news, MetaNews):
                seen += 1
                assert len(news.value) <= 64
                assert len(news.subject) <= 512
                news.detail.encode()
    assert seen > 25


def priced(pricing: Any) -> Pricing | None:
    status = {
        "id": "wamid.A",
        "status": "delivered",
        "timestamp": str(TIME),
        "recipient_id": "39333",
        "pricing": pricing,
    }
    [news] = read("messages", {"statuses": [status]})
    assert isinstance(news, Status)
    return news.pricing


def test_the_price_of_a_status_is_read_whatever_it_is() -> None:
    told = {"billable": True, "pricing_model": "PMP", "type": "regular", "category": "utility"}
    assert priced(told) == Pricing("utility", "regular", "PMP", True)
    assert priced({**told, "billable": "false"}) == Pricing("utility", "regular", "PMP", False)
    without = priced({"category": "service", "type": "free_customer_service"})
    assert without == Pricing("service", "free_customer_service")
    assert not without.charged
    junks: list[Any] = [
        None,
        [],
        "utility",
        5,
        {},
        {"category": None},
        {"category": ["utility"]},
        {"category": "\ud800"},
    ]
    for junk in junks:
        assert priced(junk) is None
