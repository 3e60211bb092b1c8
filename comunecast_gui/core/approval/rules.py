# SPDX-License-Identifier: EUPL-1.2
"""Decides whether a notice needs a second person, from the notice, its author and the office's rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from comunecast_gui.core.approval.colleagues import Colleague, Role
from comunecast_gui.core.ports import NewNotice

RED = "rossa"
"""The level of a red alert, as the field of the category reads it."""
LONGEST_WAIT = timedelta(hours=12)
"""How long a notice waits for its second person at most."""
EMERGENCY_MINUTES = 15
"""After how many minutes without an answer somebody who manages may send alone, unless the office says otherwise."""


class Reason(StrEnum):
    """Why a notice needs a second person."""

    RED_ALERT = "red_alert"
    WHOLE_TOWN = "whole_town"
    AUTHOR = "author"
    """Its author may write, but not send."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The office's rules for a second person; by default there are none.

    After ``emergency_minutes`` without an answer a colleague who manages may send alone; None: never.
    """

    red_alerts: bool = False
    whole_town: bool = False
    emergency_minutes: int | None = EMERGENCY_MINUTES

    @property
    def any(self) -> bool:
        return self.red_alerts or self.whole_town


def reasons(notice: NewNotice, author: Colleague | None, rules: Rules) -> tuple[Reason, ...]:
    """The reasons why this notice needs a second person; empty: it goes out when its author confirms it.

    ``author`` is None in an office without colleagues, where nobody could be the second.
    """
    if author is None:
        return ()
    found = {
        Reason.RED_ALERT: rules.red_alerts and notice.alert_level == RED,
        Reason.WHOLE_TOWN: rules.whole_town and not notice.zones,
        Reason.AUTHOR: not author.may(Role.SENDS),
    }
    return tuple(reason for reason, applies in found.items() if applies)


def ends_at(notice: NewNotice, asked_at: datetime, midnight: datetime) -> datetime:
    """When a request expires: the notice ends, it waited too long, or its text has yesterday's date.

    ``midnight`` is the end of the office's day in which it was asked: each text ends with the date of sending. What is
    due later has the date of that day, and may be approved until its hour.
    """
    if notice.due is not None:
        return notice.due
    ends = [asked_at + LONGEST_WAIT, midnight]
    return min([*ends, notice.valid_until] if notice.valid_until else ends)
