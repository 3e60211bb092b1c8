# SPDX-License-Identifier: EUPL-1.2
"""How many people WhatsApp lets an office reach in a day, and how a longer list is spread over days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

DAY = timedelta(hours=24)
_MARGIN = timedelta(minutes=5)
"""Meta counts over moving 24 hours: those of the day before must be surely out of the count."""

LIMITS: Mapping[str, int] = {"TIER_250": 250, "TIER_2K": 2_000, "TIER_10K": 10_000, "TIER_100K": 100_000}
"""Values of ``whatsapp_business_manager_messaging_limit`` (Meta: "Messaging limits"); TIER_UNLIMITED has no number."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many more people may be reached: ``left`` within the present 24 hours, then ``daily`` in each 24 hours."""

    left: int
    daily: int

    def days(self, people: int) -> int:
        """Over how many days (1: today is enough) a notice to ``people`` has to be spread."""
        return 1 + -(-max(0, people - self.left) // self.daily)

    def batches(self, people: int) -> list[tuple[int, timedelta]]:
        """How many people at a time, and how long after now each batch may go out."""
        sizes = [min(people, self.left)]
        rest = people - sizes[0]
        while rest > 0:
            sizes.append(min(rest, self.daily))
            rest -= sizes[-1]
        return [(size, day * (DAY + _MARGIN)) for day, size in enumerate(sizes)]


@dataclass(frozen=True, slots=True)
class OverDays:
    """How a notice would be spread: ``people`` wait for it, ``today`` of them get it at once, the last on day
    ``days`` (1 is today).
    """

    people: int
    today: int
    days: int


def allowance(limit: str, reached: int) -> Allowance | None:
    """What is left of Meta's ``limit`` after ``reached`` people in the last 24 hours; None where no limit is known."""
    daily = LIMITS.get(limit)
    return None if daily is None else Allowance(max(0, daily - reached), daily)
