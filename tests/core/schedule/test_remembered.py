# SPDX-License-Identifier: EUPL-1.2
"""A calendar asks for drafts of its next days, and for its successor at its end or a year later."""

from __future__ import annotations

from datetime import date

import pytest

from comunecast_gui.core.schedule.remembered import Ask, RememberedCalendar

GIVEN = date(2026, 1, 10)
TAXES = RememberedCalendar("tributi.csv", "", GIVEN, (date(2026, 6, 16), date(2026, 12, 16)), date(2026, 2, 21))
WEEKLY = RememberedCalendar("carta.ics", "", GIVEN, (date(2026, 2, 18), date(2027, 2, 3)), date(2026, 2, 21))


@pytest.mark.parametrize(
    ("calendar", "today", "asked"),
    [
        (TAXES, GIVEN, None),
        (TAXES, date(2026, 6, 1), None),
        (TAXES, date(2026, 6, 2), Ask.MORE),
        (TAXES, date(2026, 6, 16), None),  # its own day is too late for a draft
        (TAXES, date(2026, 12, 2), Ask.MORE),
        (TAXES, date(2026, 12, 6), Ask.NEW),  # a year, or nearly
        (WEEKLY, date(2026, 2, 20), None),
        (WEEKLY, date(2026, 12, 5), None),
        (WEEKLY, date(2026, 12, 6), Ask.NEW),
        (RememberedCalendar("x", "", GIVEN, (date(2026, 1, 20),), date(2026, 2, 21)), GIVEN, Ask.NEW),
    ],
)
def test_when_it_asks(calendar: RememberedCalendar, today: date, asked: Ask | None) -> None:
    assert calendar.asks(today) is asked
