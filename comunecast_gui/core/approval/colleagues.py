# SPDX-License-Identifier: EUPL-1.2
"""The colleagues of an office and their roles; an office without colleagues lets everybody do everything."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from comunecast_gui.core.errors import InputError

LONGEST_NAME = 80


class Role(StrEnum):
    """What a colleague may do."""

    WRITES = "writes"
    """Write notices, and ask a second person to approve them."""
    SENDS = "sends"
    """Send notices, and approve those of others."""
    MANAGES = "manages"
    """Say who works in the office, what needs two people, and send in an emergency without the second."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """One person of the office. ``account`` is the name of their operating system account."""

    id: int
    name: str
    account: str
    roles: frozenset[Role]
    on_telegram: bool = False
    """Whether the bot knows their private chat, and asks them there."""
    left_at: datetime | None = None

    def may(self, role: Role) -> bool:
        """Whether the person has the role now; a person who left has none."""
        return self.left_at is None and role in self.roles


def checked_name(name: str) -> str:
    """The name without blanks around it. Raises InputError("colleague_name")."""
    clean = " ".join(name.split())
    if not clean or len(clean) > LONGEST_NAME or not clean.isprintable():
        raise InputError("colleague_name", field="name", most=LONGEST_NAME)
    return clean


def require_sound(after: Collection[Colleague], *, second_person: bool) -> None:
    """Refuses a change of colleagues after which the office could not go on.

    Raises InputError("colleague_last_manager") where nobody could say any more who works here, and
    InputError("colleague_too_few") where two people are required (``second_person``) and fewer than two may send.
    """
    here = [one for one in after if one.left_at is None]
    if here and not any(one.may(Role.MANAGES) for one in here):
        raise InputError("colleague_last_manager")
    if second_person and sum(one.may(Role.SENDS) for one in here) < 2:
        raise InputError("colleague_too_few")
