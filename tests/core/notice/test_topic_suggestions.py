# SPDX-License-Identifier: EUPL-1.2
"""What is offered first is what the office uses, what the season brings and what the hour allows."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.core.notice.topic_suggestions import MOST, Season, read_seasons, suggested

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
SEASONS = read_seasons(RESOURCES / "seasons.toml")
IDS = [one.id for one in Catalogue.load(RESOURCES / "categories")]
USED = {"rifiuti_variazione": 9, "evento": 6, "uffici": 1}


def at(month: int, day: int, hour: int) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZoneInfo("Europe/Rome"))


def offered(now: datetime, **used: int) -> list[str]:
    return suggested(IDS, used, SEASONS, now)


def test_what_the_office_uses_most_comes_first_in_its_hours() -> None:
    assert offered(at(3, 10, 10), **USED)[:2] == ["rifiuti_variazione", "evento"]


@pytest.mark.parametrize(
    ("month", "wanted"), [(6, "tributi"), (7, "salute_ambiente"), (9, "trasporto_scolastico"), (11, "meteo_allerta")]
)
def test_the_month_suggests_what_it_brings_every_year(month: int, wanted: str) -> None:
    seasons = {wanted: SEASONS[wanted]}
    assert suggested(IDS, {}, seasons, at(month, 10, 10)) == [wanted]
    assert wanted in SEASONS
    assert suggested(IDS, {}, seasons, at(4, 10, 10)) == []


def test_in_the_evening_and_on_holidays_failures_and_alerts_come_before_what_can_wait() -> None:
    for evening in (at(11, 10, 22), at(11, 15, 10)):  # a Tuesday at ten in the evening, a Sunday morning
        found = offered(evening, **USED)
        assert found[0] in ("meteo_allerta", "acqua_guasto", "energia_guasto", "fiume_piena")
        assert all(SEASONS[id].always for id in found)


def test_a_few_are_offered_and_only_what_exists() -> None:
    for hour in range(24):
        for month in range(1, 13):
            found = offered(at(month, 10, hour), **USED, gone=99)
            assert 0 < len(found) <= MOST
            assert set(found) <= set(IDS)


def test_an_office_that_begins_without_a_season_is_offered_nothing() -> None:
    assert suggested(IDS, {}, {}, at(5, 10, 10)) == []
    assert suggested(["a", "b"], {"b": 1}, {"a": Season()}, at(5, 10, 10)) == ["b"]


def test_every_season_is_of_a_category() -> None:
    assert set(SEASONS) <= set(IDS)
    assert all(1 <= month <= 12 for one in SEASONS.values() for month in one.months)
