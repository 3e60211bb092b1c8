# SPDX-License-Identifier: EUPL-1.2
"""What a notice costs, to the hundredth of a cent, and how many SMS it would have been."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.model import PriceCategory
from comunecast_gui.core.notice.costs import Rates, estimate, sms_parts


@pytest.fixture(scope="module")
def rates(resources: Path) -> Rates:
    return Rates.load(resources / "costs.toml")


def test_the_cost_of_a_notice_to_three_thousand_people(rates: Rates) -> None:
    day = date(2026, 11, 24)
    utility = estimate(rates, PriceCategory.UTILITY, "x" * 161, 3000, day)
    assert utility.whatsapp_eur == Decimal("74.4")
    assert (utility.sms_parts, utility.sms_eur) == (2, Decimal(300))
    marketing = estimate(rates, PriceCategory.MARKETING, "x", 3000, day)
    assert (marketing.whatsapp_eur, marketing.sms_eur) == (Decimal("197.4"), Decimal(150))


def test_the_price_list_of_the_day_counts(rates: Rates) -> None:
    before, after = rates.on(date(2026, 9, 30)), rates.on(date(2026, 10, 1))
    assert (before.since, after.since) == (date(2026, 7, 1), date(2026, 10, 1))
    assert rates.on(date(2020, 1, 1)) is rates.whatsapp[0]
    assert all(rate.source for rate in rates.whatsapp)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 0),
        ("à" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 152, 3),
        ("’" * 70, 1),
        ("’" * 71, 2),
        ("’" * 134, 2),
        ("💧" * 35, 1),
        ("💧" * 36, 2),
        ("💧" * 67, 3),
    ],
)
def test_sms_parts(text: str, parts: int) -> None:
    assert sms_parts(text) == parts


@pytest.mark.parametrize(
    "text", ["", "[sms]\neur = 'x'\nsource = ''\nwhatsapp = []", "whatsapp = []\n[sms]\neur='1'\nsource=''"]
)
def test_a_broken_price_list_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "costs.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match="resource_file"):
        Rates.load(path)
