# SPDX-License-Identifier: EUPL-1.2
"""Days and hours as they are typed: one meaning or none, the coming date, both clock changes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from comunecast_gui.core.notice.typed_dates import Misread, NotRead, exists, read_day, read_hour, read_moment
from comunecast_gui.core.periods import MONTHS, WEEKDAYS

ROME = ZoneInfo("Europe/Rome")
TUESDAY = datetime(2026, 11, 24, 10)
USUAL = datetime(2026, 11, 26, 8, 30)

MOMENTS = {
    "2/12 9:00": datetime(2026, 12, 2, 9),
    "2/12": datetime(2026, 12, 2, 8, 30),
    "2 dic": datetime(2026, 12, 2, 8, 30),
    "2 dicembre 2026 ore 9": datetime(2026, 12, 2, 9),
    "MERCOLEDÌ 2 Dicembre, ore 9": datetime(2026, 12, 2, 9),
    "domani 9": datetime(2026, 11, 25, 9),
    "domani a mezzogiorno": datetime(2026, 11, 25, 12),
    "dopodomani alle 9.05": datetime(2026, 11, 26, 9, 5),
    "lun 9.30": datetime(2026, 11, 30, 9, 30),
    "lunedi' 9.30": datetime(2026, 11, 30, 9, 30),
    "mar 9": datetime(2026, 12, 1, 9),
    "oggi": datetime(2026, 11, 24, 8, 30),
    "oggi h 18": datetime(2026, 11, 24, 18),
    "18:45": datetime(2026, 11, 26, 18, 45),
    "alle 9 di lunedì": datetime(2026, 11, 30, 9),
    "1° gennaio 9": datetime(2027, 1, 1, 9),
    "primo gennaio 9": datetime(2027, 1, 1, 9),
    "23/11 9": datetime(2027, 11, 23, 9),
    "24/11 9": datetime(2026, 11, 24, 9),
    "2/12/28 9": datetime(2028, 12, 2, 9),
    "2 dic '28 9": datetime(2028, 12, 2, 9),
    "2.12.2026 9.00": datetime(2026, 12, 2, 9),
    "2026-12-02T09:00": datetime(2026, 12, 2, 9),
    "29 feb 9": datetime(2028, 2, 29, 9),
    "9,30": datetime(2026, 11, 26, 9, 30),
    "2/12 alle ore 8,30": datetime(2026, 12, 2, 8, 30),
    "2/12 8 30": datetime(2026, 12, 2, 8, 30),
    "28,10:00": datetime(2026, 11, 28, 10),
    "alle 9 del 2 dic 2028": datetime(2028, 12, 2, 9),
    "31/12 24:00": datetime(2027, 1, 1, 0),
    "31/10/2027 2:30": datetime(2027, 10, 31, 2, 30),
}
REFUSED = {
    "": Misread.UNREADABLE,
    "quando finisce": Misread.UNREADABLE,
    "domani 900": Misread.UNREADABLE,
    "2/12 9:75": Misread.UNREADABLE,
    "2/12 25:00": Misread.UNREADABLE,
    "oggi domani": Misread.UNREADABLE,
    "9:00 10:00": Misread.UNREADABLE,
    "2/13": Misread.NO_SUCH_DAY,
    "31/11": Misread.NO_SUCH_DAY,
    "29/2/2027": Misread.NO_SUCH_DAY,
    "lun 2/12": Misread.OTHER_WEEKDAY,
    "9.11": Misread.TWO_MEANINGS,
    "lun 7": Misread.TWO_MEANINGS,
    "9": Misread.TWO_MEANINGS,
    "9 30": Misread.TWO_MEANINGS,
    "28/3/2027 2:30": Misread.SKIPPED_HOUR,
    "9" * 5000: Misread.UNREADABLE,
}


def moment(text: str, now: datetime = TUESDAY, usual: datetime | None = USUAL) -> datetime:
    return read_moment(text, now, ROME, usual)


def refused(text: str) -> Misread:
    with pytest.raises(NotRead) as caught:
        moment(text)
    return caught.value.why


@pytest.mark.parametrize("text", MOMENTS)
def test_what_an_officer_types_is_read(text: str) -> None:
    assert moment(text) == MOMENTS[text]


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:20])
def test_what_has_no_meaning_or_two_is_refused_with_the_reason(text: str) -> None:
    assert refused(text) is REFUSED[text]


def test_what_is_left_out_is_that_of_before_and_never_made_up() -> None:
    with pytest.raises(NotRead) as caught:
        moment("2/12", usual=None)
    assert caught.value.why is Misread.NO_HOUR
    with pytest.raises(NotRead):
        moment("9:00", usual=None)
    assert moment("2/12 9", usual=None) == datetime(2026, 12, 2, 9)


def test_a_day_alone_takes_no_hour_and_reads_a_dot_as_a_date() -> None:
    assert read_day("2.12", TUESDAY) == date(2026, 12, 2)
    assert read_day("2", TUESDAY) == date(2026, 12, 2)
    assert read_day("30", TUESDAY) == date(2026, 11, 30)
    assert read_day("sabato", TUESDAY) == date(2026, 11, 28)
    assert read_day("martedì", TUESDAY) == date(2026, 12, 1), "today is called so"
    with pytest.raises(NotRead):
        read_day("2/12 9:00", TUESDAY)


def test_a_day_that_may_lie_behind_is_the_nearest() -> None:
    assert read_day("23/11", TUESDAY, past=True) == date(2026, 11, 23)
    assert read_day("lun", TUESDAY, past=True) == date(2026, 11, 23)
    assert read_day("ieri", TUESDAY, past=True) == date(2026, 11, 23)
    assert read_moment("31/12 9", datetime(2027, 1, 2, 9), ROME, past=True) == datetime(2026, 12, 31, 9)


@pytest.mark.parametrize("text", ["8:30", "8.30", "8h30", "ore 8:30", "alle 8.30"])
def test_a_time_of_day_is_read(text: str) -> None:
    assert read_hour(text) == time(8, 30)


@pytest.mark.parametrize("text", ["", "24:00", "8:3", "lun 8:30", "2/12", "otto"])
def test_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(NotRead):
        read_hour(text)


def test_a_bare_hour_is_one_where_only_an_hour_is_asked_for() -> None:
    assert read_hour("9") == time(9)


NOWS = st.datetimes(datetime(2020, 1, 1), datetime(2099, 12, 31))


@given(now=NOWS, ahead=st.integers(0, 364), minutes=st.integers(0, 24 * 60 - 1), usual=NOWS)
def test_each_way_of_writing_a_moment_of_the_coming_year_means_the_same(
    now: datetime, ahead: int, minutes: int, usual: datetime
) -> None:
    day = now.date() + timedelta(days=ahead)
    at = datetime.combine(day, time(minutes // 60, minutes % 60))
    assume(exists(at, ROME))
    month, weekday = MONTHS[day.month - 1], WEEKDAYS[day.weekday()]
    for text in (
        f"{day.day}/{day.month} {at:%H:%M}",
        f"{day:%d/%m/%Y} {at:%H.%M}",
        f"{day.day} {month[:3]} {at.hour}:{at:%M}",
        f"{weekday} {day.day} {month} {day.year} ore {at.hour}.{at:%M}",
        f"{weekday[:3]} {day.day} {month[:3]} {day.year} {at:%H:%M}",
        f"alle {at:%H:%M} di {weekday} {day.day} {month}",
        at.isoformat(),
    ):
        assert read_moment(text, now, ROME, usual) == at, text


@given(now=NOWS, weekday=st.integers(0, 6), hour=st.integers(0, 23))
def test_a_weekday_is_one_of_the_next_seven_days(now: datetime, weekday: int, hour: int) -> None:
    day = read_day(WEEKDAYS[weekday], now)
    assert day.weekday() == weekday
    assert timedelta(days=1) <= day - now.date() <= timedelta(days=7)


@given(
    text=st.text(st.sampled_from("0123456789/.-: ,'°lunmardicoegtvsbpz"), max_size=24) | st.text(max_size=80),
    now=NOWS,
    usual=st.none() | NOWS.map(lambda at: at.replace(second=0, microsecond=0)),
)
def test_any_text_is_read_or_refused_and_never_stands_for_an_hour_that_is_not(
    text: str, now: datetime, usual: datetime | None
) -> None:
    try:
        found = read_moment(text, now, ROME, usual)
    except NotRead:
        return
    assert exists(found, ROME)
    assert (found.second, found.microsecond, found.tzinfo) == (0, 0, None)
    assert read_moment(found.isoformat(), now, ROME) == found


@pytest.mark.parametrize("year", range(2024, 2040))
def test_the_clocks_leave_one_hour_out_and_show_one_twice(year: int) -> None:
    def last_sunday(month: int) -> date:
        last = date(year, month, 31)
        return last - timedelta(days=(last.weekday() + 1) % 7)

    now = datetime(year, 1, 1)
    for minute in (0, 1, 30, 59):
        text = f"{last_sunday(3):%d/%m} 2:{minute:02}"
        with pytest.raises(NotRead) as caught:
            read_moment(text, now, ROME)
        assert caught.value.why is Misread.SKIPPED_HOUR
        twice = read_moment(f"{last_sunday(10):%d/%m} 2:{minute:02}", now, ROME)
        assert twice == datetime.combine(last_sunday(10), time(2, minute))
    assert read_moment(f"{last_sunday(3):%d/%m} 3:00", now, ROME).hour == 3
    assert read_moment(f"{last_sunday(3):%d/%m} 1:59", now, ROME).hour == 1
