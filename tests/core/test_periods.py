# SPDX-License-Identifier: EUPL-1.2
"""Days, hours and periods as Italian says them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from comunecast_gui.core import periods
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.model import Office, Period

CASES = [
    (2022, "2022-08-24T08:30", "2022-08-24T16:30", "mercoledì 24 agosto dalle 8:30 alle 16:30"),
    (
        2019,
        "2019-09-24T22:30",
        "2019-09-25T06:30",
        "dalle 22:30 di martedì 24 settembre alle 6:30 di mercoledì 25 settembre",
    ),
    (2025, "2025-03-14T12:00", "2025-03-15T14:00", "dalle 12:00 di venerdì 14 marzo alle 14:00 di sabato 15 marzo"),
    (2025, "2025-03-15T00:00", "2025-03-15T23:59", "tutto il giorno di sabato 15 marzo"),
    (2025, "2025-03-14T00:00", "2025-03-15T23:59", "tutto il giorno da venerdì 14 marzo a sabato 15 marzo"),
    (2025, "2025-10-22T00:00", "2025-10-22T08:00", "mercoledì 22 ottobre dalle 0:00 alle 8:00"),
    (
        2025,
        "2025-12-30T20:00",
        "2026-01-02T08:00",
        "dalle 20:00 di martedì 30 dicembre alle 8:00 di venerdì 2 gennaio 2026",
    ),
    (2026, "2026-07-15T01:00", "2026-07-15T04:30", "mercoledì 15 luglio dall'1:00 alle 4:30"),
    (2026, "2026-02-16T07:30", "2026-03-13T18:00", "dalle 7:30 di lunedì 16 febbraio alle 18:00 di venerdì 13 marzo"),
    (2026, "2026-11-26T00:00", "2026-11-27T00:00", "tutto il giorno di giovedì 26 novembre"),
    (2026, "2026-11-26T14:00", "2026-11-27T00:00", "giovedì 26 novembre dalle 14:00 alle 24:00"),
    (
        2026,
        "2026-11-25T14:00",
        "2026-11-27T00:00",
        "dalle 14:00 di mercoledì 25 novembre alle 24:00 di giovedì 26 novembre",
    ),
]


@pytest.mark.parametrize(("year", "start", "end", "expected"), CASES)
def test_a_period_is_said_as_people_say_it(year: int, start: str, end: str, expected: str) -> None:
    period = Period(datetime.fromisoformat(start), datetime.fromisoformat(end))
    assert periods.period(period, year) == expected


@pytest.mark.parametrize(
    ("moment", "at", "since"),
    [
        ("2021-10-20T18:00", "alle 18:00 di mercoledì 20 ottobre", "dalle 18:00 di mercoledì 20 ottobre"),
        ("2021-10-20T01:15", "all'1:15 di mercoledì 20 ottobre", "dall'1:15 di mercoledì 20 ottobre"),
        ("2021-10-20T08:00", "alle 8:00 di mercoledì 20 ottobre", "dalle 8:00 di mercoledì 20 ottobre"),
        ("2021-10-20T11:00", "alle 11:00 di mercoledì 20 ottobre", "dalle 11:00 di mercoledì 20 ottobre"),
        ("2022-01-01T00:00", "alle 0:00 di sabato 1 gennaio 2022", "dalle 0:00 di sabato 1 gennaio 2022"),
    ],
)
def test_only_one_oclock_is_elided_and_only_another_year_is_written(moment: str, at: str, since: str) -> None:
    when = datetime.fromisoformat(moment)
    assert periods.moment(when, 2021) == at
    assert periods.since(when, 2021) == since


def test_a_list_of_days_ends_with_and() -> None:
    days = [date(2025, 3, 15), date(2025, 3, 17), date(2025, 3, 18)]
    assert periods.days(days, 2025) == "sabato 15 marzo, lunedì 17 marzo e martedì 18 marzo"
    assert periods.days(days[:1], 2025) == "sabato 15 marzo"
    assert periods.listed([]) == ""


def test_an_hour_has_no_leading_zero_and_a_full_date_always_its_year() -> None:
    assert periods.hour(time(8, 5)) == "8:05"
    assert periods.full_date(date(2022, 8, 22)) == "22 agosto 2022"


def test_local_time_follows_the_offices_summer_time() -> None:
    office = Office("Comune di Calcinaia")
    assert periods.local(datetime(2026, 7, 1, 10, 0, 59, tzinfo=UTC), office) == datetime(2026, 7, 1, 12)
    assert periods.local(datetime(2026, 12, 31, 23, 30, tzinfo=UTC), office) == datetime(2027, 1, 1, 0, 30)


def test_an_unknown_timezone_is_a_setting_to_mend() -> None:
    with pytest.raises(ConfigError) as caught:
        periods.timezone_of(Office("X", timezone="Europe/Nowhere"))
    assert caught.value.code == "timezone"
