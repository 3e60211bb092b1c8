# SPDX-License-Identifier: EUPL-1.2
"""The calendars of an office: one of a name, the same for all workstations, and no more than it can use."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from comunecast_gui.core.schedule.remembered import RememberedCalendar
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.shared.remembered_calendars import MOST, RememberedCalendars
from tests.store.samples import NOW

GIVEN = date(2026, 11, 2)
ONE = RememberedCalendar(
    "rifiuti.ics", "/a/rifiuti.ics", GIVEN, (date(2026, 12, 2), date(2026, 12, 9)), date(2026, 12, 1)
)


def test_one_of_a_name_is_kept_as_old_as_its_days_are(database: Database) -> None:
    kept = RememberedCalendars(database)
    kept.remember(ONE, b"1", NOW)
    again = replace(ONE, path="C:\\rifiuti.ics", given=GIVEN + timedelta(days=9), seen_until=date(2026, 12, 8))
    kept.remember(again, b"2", NOW)
    assert kept.all() == (replace(again, given=GIVEN),)
    assert kept.content("rifiuti.ics") == b"2"
    kept.take_over([(replace(ONE, given=date(2020, 1, 1)), None)], NOW)
    assert kept.all() == (replace(again, given=GIVEN),), "what the office has already counts"
    new = replace(again, name="rifiuti-2027.ics", days=(date(2027, 1, 5),))
    kept.remember(new, b"3", NOW, replaces="rifiuti.ics")
    assert kept.all() == (new,)
    kept.remember(replace(new, days=()), b"4", NOW)
    assert (kept.all(), kept.content(new.name)) == ((), None), "one without days asks nothing"


def test_the_ones_that_were_given_first_go(database: Database) -> None:
    kept = RememberedCalendars(database)
    kept.take_over([(replace(ONE, name=f"{number}.ics"), None) for number in range(MOST + 2)], NOW)
    assert [one.name for one in kept.all()] == [f"{number}.ics" for number in range(2, MOST + 2)]
    kept.forget("3.ics", NOW)
    assert len(kept.all()) == MOST - 1
