# SPDX-License-Identifier: EUPL-1.2
"""The contents of a backup beside what is there now: what somebody sees before it is restored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Address:
    """An address in the settings, by its name in ``office.toml``; ``before`` is empty if it is new."""

    key: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a backup contains, beside what is there now (``..._now``; None where nothing is, or none can be read).

    ``sealed``: the seal proved that the file is as the program wrote it. ``people`` counts active subscribers.
    ``addresses`` are all addresses in the settings of the backup, ``moved`` those that differ from the present ones.
    Without present settings all addresses of a plain backup count as moved, and none of a sealed one.
    """

    file: str
    made_at: datetime
    sealed: bool
    people: int
    people_now: int | None
    channels: tuple[str, ...]
    channels_now: tuple[str, ...] | None
    addresses: tuple[Address, ...]
    moved: tuple[Address, ...]

    def promises_the_same(self, other: Ahead) -> bool:
        """Whether somebody who agreed to ``other`` agreed to this too: people may have come or gone meanwhile."""
        return self == replace(other, people_now=self.people_now)
