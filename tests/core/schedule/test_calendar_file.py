# SPDX-License-Identifier: EUPL-1.2
"""Calendar files: single days and those that return every week or year; what is not understood is refused."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.schedule.calendar_file import fields_of, read_calendar

ROME = ZoneInfo("Europe/Rome")
FIRST, LAST = date(2026, 11, 24), date(2027, 1, 5)


def days(*lines: str, title: str = "Carta") -> list[str]:
    text = "\r\n".join(("BEGIN:VCALENDAR", "BEGIN:VEVENT", f"SUMMARY:{title}", *lines, "END:VEVENT", "END:VCALENDAR"))
    return [f"{one.day:%d/%m}" for one in read_calendar(text, ROME, FIRST, LAST)]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("DTSTART;VALUE=DATE:20261202",), "02/12"),
        (("DTSTART;VALUE=DATE:20261102",), ""),
        (("DTSTART:20261201T233000Z",), "02/12"),
        (("DTSTART;TZID=Europe/Rome:20261201T233000",), "01/12"),
        (("DTSTART;VALUE=DATE:20260107", "RRULE:FREQ=WEEKLY"), "25/11 02/12 09/12 16/12 23/12 30/12"),
        (("DTSTART;VALUE=DATE:20260107", "RRULE:FREQ=WEEKLY;INTERVAL=2"), "25/11 09/12 23/12"),
        (("DTSTART;VALUE=DATE:20261124", "RRULE:FREQ=WEEKLY;BYDAY=TU,FR;COUNT=3"), "24/11 27/11 01/12"),
        (("DTSTART;VALUE=DATE:20261124", "RRULE:FREQ=WEEKLY;UNTIL=20261208"), "24/11 01/12 08/12"),
        (("DTSTART;VALUE=DATE:20261125", "RRULE:FREQ=WEEKLY", "EXDATE;VALUE=DATE:20261209,20261216"),
         "25/11 02/12 23/12 30/12"),
        (("DTSTART;VALUE=DATE:20121216", "RRULE:FREQ=YEARLY"), "16/12"),
        (("DTSTART;VALUE=DATE:20261202", "STATUS:CANCELLED"), ""),
    ],
)  # fmt: skip
def test_the_days_of_an_event(lines: tuple[str, ...], found: str) -> None:
    assert " ".join(days(*lines)) == found


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("RRULE:FREQ=MONTHLY", "calendar_unknown_rule"),
        ("RRULE:FREQ=WEEKLY;BYSETPOS=1", "calendar_unknown_rule"),
        ("RRULE:FREQ=YEARLY;BYDAY=1MO", "calendar_unknown_rule"),
        ("RRULE:FREQ=WEEKLY;INTERVAL=0", "calendar_unknown_rule"),
        ("EXDATE:domani", "calendar_broken"),
    ],
)
def test_what_is_not_understood_is_refused_and_never_guessed(line: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        days("DTSTART;VALUE=DATE:20261202", line)
    assert refused.value.code == code


def test_no_calendar_is_refused() -> None:
    with pytest.raises(InputError, match="calendar_not_one"):
        read_calendar("PK\x03\x04", ROME, FIRST, LAST)


def test_escapes_folded_lines_and_alarms() -> None:
    text = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261202\nSUMMARY:Carta\\, carto\n ne\n"
        "BEGIN:VALARM\nDESCRIPTION:sveglia\nEND:VALARM\nDESCRIPTION:Entro le 6\\;\\nfuori casa\n"
        "END:VEVENT\nEND:VCALENDAR"
    )
    [one] = read_calendar(text, ROME, FIRST, LAST)
    assert (one.title, one.text) == ("Carta, cartone", "Entro le 6; fuori casa")
    assert fields_of(one, 2026)["testo"] == "Mercoledì 2 dicembre: Carta, cartone. Entro le 6; fuori casa"
