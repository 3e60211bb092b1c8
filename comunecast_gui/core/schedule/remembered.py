# SPDX-License-Identifier: EUPL-1.2
"""A calendar that an office gave the program: when its next days are to be prepared, and when a new one is due."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

_AHEAD = timedelta(days=14)
"""So long before its next day, and before it has no more, a calendar asks."""
_YEAR = timedelta(days=330)
"""A calendar as old as this is last year's, also where its days return for ever."""


class Ask(StrEnum):
    """What a person is asked about a calendar."""

    MORE = "more"
    """It has days that no draft was prepared of."""
    NEW = "new"
    """It comes to its end: is there a new one?"""


@dataclass(frozen=True, slots=True)
class RememberedCalendar:
    """``name`` and ``path`` of the file, the day on which it was ``given``, and its ``days`` in their order.

    Those up to ``seen_until`` were shown to a person.
    """

    name: str
    path: str
    given: date
    days: tuple[date, ...]
    seen_until: date

    def after(self, before: RememberedCalendar | None) -> RememberedCalendar:
        """What is kept of it where there was one ``before`` of its name: with the same days it is as old as that."""
        if before is None or not set(self.days) <= set(before.days):
            return self
        return replace(before, path=self.path, seen_until=self.seen_until)

    @property
    def next_day(self) -> date | None:
        """The first of its days that nobody was shown."""
        return next((day for day in self.days if day > self.seen_until), None)

    def asks(self, today: date) -> Ask | None:
        """What it asks today; nothing is prepared or sent by that."""
        if today >= self.given + _YEAR:
            return Ask.NEW
        coming = next((day for day in self.days if day > max(self.seen_until, today)), None)
        if coming is not None:
            return Ask.MORE if coming <= today + _AHEAD else None
        return Ask.NEW if not self.days or self.days[-1] <= today + _AHEAD else None
