# SPDX-License-Identifier: EUPL-1.2
"""How serious news from Meta is: what stops notices, what costs more, and what is only recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from comunecast_gui.core.meta.news import UNLIMITED, MetaMatter, MetaNews, Weight, in_force, people, weigh

NOW = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
OF_A_TEMPLATE = {"subject": "acqua_v1", "language": "it"}


def news(matter: MetaMatter, event: str = "", value: str = "", before: str = "", subject: str = "") -> MetaNews:
    return MetaNews(matter, NOW, event, subject, value=value, before=before)


@pytest.mark.parametrize(
    ("told", "weight", "code"),
    [
        (news(MetaMatter.TEMPLATE_STATUS, "PAUSED"), Weight.WARNING, "template_stopped"),
        (news(MetaMatter.TEMPLATE_STATUS, "DISABLED"), Weight.WARNING, "template_stopped"),
        (news(MetaMatter.TEMPLATE_STATUS, "FLAGGED"), Weight.WARNING, "template_poor"),
        (news(MetaMatter.TEMPLATE_STATUS, "APPROVED"), Weight.NOTED, ""),
        (news(MetaMatter.TEMPLATE_STATUS, "SOMETHING_NEW"), Weight.NOTED, ""),
        (news(MetaMatter.TEMPLATE_CATEGORY, "CHANGED", "MARKETING", "UTILITY"), Weight.WARNING, "template_dearer"),
        (news(MetaMatter.TEMPLATE_CATEGORY, "CHANGED", "UTILITY", "MARKETING"), Weight.NOTED, ""),
        (news(MetaMatter.TEMPLATE_QUALITY, "RED", "RED", "GREEN"), Weight.WARNING, "template_poor"),
        (news(MetaMatter.TEMPLATE_QUALITY, "YELLOW", "YELLOW", "GREEN"), Weight.NOTED, ""),
        (news(MetaMatter.NUMBER_QUALITY, "FLAGGED"), Weight.WARNING, "number_flagged"),
        (news(MetaMatter.NUMBER_QUALITY, "UNFLAGGED"), Weight.NOTED, ""),
        (news(MetaMatter.LIMIT, "LIMIT", "TIER_250", "TIER_2K"), Weight.WARNING, "limit_lowered"),
        (news(MetaMatter.LIMIT, "LIMIT", "10000", "TIER_2K"), Weight.GOOD, "limit_raised"),
        (news(MetaMatter.LIMIT, "LIMIT", "-1", "TIER_100K"), Weight.GOOD, "limit_gone"),
        (news(MetaMatter.LIMIT, "LIMIT", "TIER_2K", ""), Weight.NOTED, ""),
        (news(MetaMatter.ACCOUNT, "DISABLED_UPDATE", "DISABLE"), Weight.GRAVE, "account_off"),
        (news(MetaMatter.ACCOUNT, "DISABLED_UPDATE", "SCHEDULE_FOR_DISABLE"), Weight.WARNING, "account_will_be_off"),
        (news(MetaMatter.ACCOUNT, "DISABLED_UPDATE", "REINSTATE"), Weight.GOOD, "account_back"),
        (news(MetaMatter.ACCOUNT, "ACCOUNT_DELETED"), Weight.GRAVE, "account_gone"),
        (news(MetaMatter.ACCOUNT, "ACCOUNT_VIOLATION", "SPAM"), Weight.WARNING, "account_violation"),
        (
            news(MetaMatter.RESTRICTION, subject="RESTRICTED_BIZ_INITIATED_MESSAGING"),
            Weight.GRAVE,
            "restricted_notices_openly",
        ),
        (
            news(MetaMatter.RESTRICTION, subject="RESTRICTED_CUSTOMER_INITIATED_MESSAGING"),
            Weight.GRAVE,
            "restricted_answers_openly",
        ),
        (news(MetaMatter.RESTRICTION, subject="RESTRICTED_ADD_PHONE_NUMBER_ACTION"), Weight.WARNING, "restricted"),
        (news(MetaMatter.ALERT, "CRITICAL", "OBA_REJECTED"), Weight.WARNING, "alert"),
        (news(MetaMatter.ALERT, "INFORMATIONAL", "OBA_APPROVED"), Weight.NOTED, ""),
        (news(MetaMatter.ALERT, "NONE", "X"), Weight.NOTED, ""),
    ],
)
def test_each_kind_is_weighed(told: MetaNews, weight: Weight, code: str) -> None:
    verdict = weigh(told)
    assert (verdict.weight, verdict.code) == (weight, code)


def test_an_announced_change_names_its_day_and_a_restriction_its_end() -> None:
    day = NOW + timedelta(days=1)
    announced = MetaNews(MetaMatter.TEMPLATE_CATEGORY, NOW, "ANNOUNCED", "a_v1", value="MARKETING", until=day)
    assert weigh(announced).values["date"] == day
    restricted = MetaNews(MetaMatter.RESTRICTION, NOW, "", "RESTRICTED_BIZ_INITIATED_MESSAGING", until=day)
    assert weigh(restricted).code == "restricted_notices"
    assert in_force(restricted, NOW)
    assert not in_force(restricted, day)
    assert in_force(replace(restricted, until=None), day)


def test_a_limit_is_read_in_each_way_that_meta_writes_it() -> None:
    assert [people(text) for text in ("TIER_250", "TIER_2K", "TIER_100K", "10000")] == [250, 2_000, 100_000, 10_000]
    assert [people(text) for text in ("TIER_UNLIMITED", "-1")] == [UNLIMITED, UNLIMITED]
    assert [people(text) for text in ("", "TIER_", "K", "TIER_NOT_SET", "²")] == [None] * 5
