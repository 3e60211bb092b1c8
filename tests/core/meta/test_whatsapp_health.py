# SPDX-License-Identifier: EUPL-1.2
"""Meta's answers about an office become findings: each thing that keeps WhatsApp from working is named, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from comunecast_gui.core.errors import Misconfigured, Transient
from comunecast_gui.core.meta.news import MetaMatter, MetaNews
from comunecast_gui.core.meta.whatsapp_health import (
    MANAGEMENT,
    MESSAGING,
    Grade,
    NumberFacts,
    Part,
    Subscription,
    TemplateFacts,
    TokenFacts,
    WhatsAppFacts,
    examine_whatsapp,
)
from comunecast_gui.core.model import PriceCategory

NOW = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
TOKEN = TokenFacts("670", True, frozenset({MESSAGING, MANAGEMENT}))
NUMBER = NumberFacts(
    "+39 333 6492690", "Comune di Calcinaia", "GREEN", "TIER_2K", "STANDARD", "CONNECTED", "APPROVED", "AVAILABLE"
)
WATER = TemplateFacts("acqua_v1", "APPROVED", "UTILITY", PriceCategory.UTILITY)
WELL = WhatsAppFacts(
    number_id="106",
    account_id="102",
    token=TOKEN,
    number=NUMBER,
    account_numbers=frozenset({"106"}),
    templates=(WATER,),
    subscription=Subscription({"670": "ComuneCast"}),
)


def found(**changes: Any) -> dict[str, Grade]:
    """The code of each finding that is not fine, and how bad it is; an error's own code for a failed question."""
    told = examine_whatsapp(replace(WELL, **changes), NOW)
    return {one.error.code if one.error else one.code: one.grade for one in told if one.grade is not Grade.FINE}


def test_an_office_that_is_well_has_one_fine_line_for_each_part() -> None:
    told = examine_whatsapp(WELL, NOW)
    assert [one.part for one in told] == [Part.TOKEN, Part.NUMBER, Part.TEMPLATES, Part.WEBHOOKS]
    assert {one.grade for one in told} == {Grade.FINE}


@pytest.mark.parametrize(
    ("changes", "code", "grade"),
    [
        ({"number": Misconfigured("whatsapp_100")}, "whatsapp_number_wrong", Grade.BROKEN),
        ({"number": Misconfigured("whatsapp_33")}, "whatsapp_number_wrong", Grade.BROKEN),
        ({"account_numbers": frozenset({"999"})}, "whatsapp_number_elsewhere", Grade.BROKEN),
        ({"display_phone": "+39 0587 265442"}, "whatsapp_number_other", Grade.LOOK),
        ({"number": replace(NUMBER, status="DISCONNECTED")}, "whatsapp_number_status", Grade.BROKEN),
        ({"number": replace(NUMBER, status="BANNED")}, "whatsapp_number_status", Grade.BROKEN),
        ({"number": replace(NUMBER, status="FLAGGED")}, "whatsapp_number_red", Grade.LOOK),
        ({"number": replace(NUMBER, quality="RED")}, "whatsapp_number_red", Grade.LOOK),
        ({"number": replace(NUMBER, quality="YELLOW")}, "whatsapp_number_yellow", Grade.LOOK),
        ({"number": replace(NUMBER, can_send="BLOCKED", reasons=("x",))}, "whatsapp_number_blocked", Grade.BROKEN),
        ({"number": replace(NUMBER, can_send="LIMITED")}, "whatsapp_number_limited", Grade.LOOK),
        ({"number": replace(NUMBER, name_status="DECLINED")}, "whatsapp_number_name", Grade.LOOK),
        ({"templates": ()}, "whatsapp_templates_none", Grade.BROKEN),
        ({"templates": (replace(WATER, status="PENDING"),)}, "whatsapp_templates_waiting", Grade.BROKEN),
        ({"templates": (WATER, replace(WATER, status="PAUSED"))}, "whatsapp_templates_stopped", Grade.LOOK),
        ({"templates": (replace(WATER, category="MARKETING"),)}, "whatsapp_templates_dearer", Grade.LOOK),
        ({"templates": (replace(WATER, quality="RED"),)}, "whatsapp_templates_poor", Grade.LOOK),
        ({"token": replace(TOKEN, scopes=frozenset({MANAGEMENT}))}, "whatsapp_token_scope", Grade.BROKEN),
        ({"token": replace(TOKEN, expires_at=NOW)}, "whatsapp_token_expired", Grade.BROKEN),
        ({"token": replace(TOKEN, expires_at=NOW + timedelta(days=3))}, "whatsapp_token_expires", Grade.LOOK),
        ({"token": replace(TOKEN, valid=False)}, "whatsapp_190", Grade.BROKEN),
        ({"subscription": Subscription({})}, "whatsapp_webhooks_missing", Grade.BROKEN),
        ({"subscription": Subscription({"999": "Altro"})}, "whatsapp_webhooks_missing", Grade.BROKEN),
        (
            {"webhook_url": "https://a/webhook", "subscription": Subscription({"670": ""}, {"670": "https://b/webhook"})},
            "whatsapp_webhooks_elsewhere",
            Grade.LOOK,
        ),
    ],
)  # fmt: skip
def test_each_whatsapp_fault_is_named(changes: dict[str, Any], code: str, grade: Grade) -> None:
    assert found(**changes) == {code: grade}


def test_a_wrong_account_is_told_once() -> None:
    wrong = Misconfigured("whatsapp_100")
    assert found(templates=wrong, subscription=wrong, account_numbers=wrong) == {"whatsapp_account_wrong": Grade.BROKEN}


def test_a_failure_that_all_questions_share_is_told_once() -> None:
    for error in (Transient("connect"), Misconfigured("whatsapp_190")):
        told = examine_whatsapp(
            replace(WELL, token=error, number=error, account_numbers=error, templates=error, subscription=error), NOW
        )
        assert [(one.grade, one.error) for one in told] == [(Grade.BROKEN, error)]


def test_of_what_meta_names_without_end_only_the_first_few_are_told() -> None:
    reasons = tuple(f"Motivo {n}." for n in range(900))
    apps = Subscription({str(n): f"app {n:03}" for n in range(900)})
    for can_send in ("BLOCKED", "LIMITED"):
        number = replace(NUMBER, can_send=can_send, reasons=reasons)
        told = examine_whatsapp(replace(WELL, number=number, token=replace(TOKEN, app_id=""), subscription=apps), NOW)
        assert [list(one.values.values()) for one in told if one.part in (Part.NUMBER, Part.WEBHOOKS)] == [
            [["Motivo 0.", "Motivo 1.", "Motivo 2.", "Motivo 3.", "Motivo 4.", "+895"]],
            [["app 000", "app 001", "app 002", "app 003", "app 004", "+895"]],
        ]


def test_the_app_of_the_settings_counts_where_meta_does_not_say_whose_token_it_is() -> None:
    unseen = Misconfigured("whatsapp_100", "no")
    assert found(token=unseen, app_id="670") == {"whatsapp_token_unseen": Grade.LOOK}
    assert found(token=unseen) == {"whatsapp_token_unseen": Grade.LOOK, "whatsapp_webhooks_unsure": Grade.LOOK}
    assert found(app_id="999") == {"whatsapp_webhooks_missing": Grade.BROKEN}


def test_what_meta_pushed_of_the_account_stays_until_it_ends() -> None:
    kind = "RESTRICTED_BIZ_INITIATED_MESSAGING"
    until = NOW + timedelta(days=2)
    news = MetaNews(MetaMatter.RESTRICTION, NOW, "ACCOUNT_RESTRICTION", kind, until=until)
    assert found(news=(news,)) == {"meta.restricted_notices": Grade.BROKEN}
    assert found(news=(replace(news, until=NOW),)) == {}
    off = MetaNews(MetaMatter.ACCOUNT, NOW, "DISABLED_UPDATE", value="DISABLE")
    flagged = MetaNews(MetaMatter.NUMBER_QUALITY, NOW, "FLAGGED")
    assert found(news=(off, flagged)) == {"meta.account_off": Grade.BROKEN, "meta.number_flagged": Grade.LOOK}
    limit = MetaNews(MetaMatter.LIMIT, NOW, "LIMIT", value="TIER_250", before="TIER_2K")
    assert found(news=(limit,)) == {}
