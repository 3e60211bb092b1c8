# SPDX-License-Identifier: EUPL-1.2
"""Collects the figures for the statistics page: people reached, joined and left, notices by month, answers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import dropwhile
from zoneinfo import ZoneInfo

from comunecast_gui.core.inbound.answers import FREE_A_MONTH
from comunecast_gui.core.model import SubscriberState, kind_of
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.report.statistics import Figures, Month, Reach, Week, months_before, months_of, weeks_of
from comunecast_gui.services import charges, inbox
from comunecast_gui.services.wiring import WHATSAPP, Workspace
from comunecast_gui.store.delivery.statistics import Statistics
from comunecast_gui.store.inbound.followers import Followers

WEEKS, MONTHS = 26, 12
_YEAR = timedelta(days=365)


def figures(workspace: Workspace) -> Figures:
    """The data of the statistics page; only reads. Raises ConfigError (``database_*``)."""
    zone = timezone_of(workspace.office)
    today, weeks = _today_and_weeks(workspace)
    notices = Statistics(workspace.database).notices(_began(months_before(today.replace(day=1), MONTHS - 1), zone))
    return Figures(
        tuple(_reach(workspace, name, weeks, today) for name in workspace.channels),
        weeks if WHATSAPP in workspace.channels else (),
        months_of(notices, today, zone, MONTHS),
        inbox.answered_this_month(workspace) if workspace.settings.relay else None,
        FREE_A_MONTH,
        charges.months(workspace) if WHATSAPP in workspace.channels else (),
    )


def reach(workspace: Workspace) -> tuple[Reach, ...]:
    """The people of each channel over time. Raises ConfigError (``database_*``)."""
    today, weeks = _today_and_weeks(workspace)
    return tuple(_reach(workspace, name, weeks, today) for name in workspace.channels)


def this_month(workspace: Workspace) -> Month:
    """The notices of the present month so far. Raises ConfigError (``database_*``)."""
    zone = timezone_of(workspace.office)
    today = workspace.clock.now().astimezone(zone).date()
    notices = Statistics(workspace.database).notices(_began(today.replace(day=1), zone))
    return months_of(notices, today, zone, 1)[0]


def _today_and_weeks(workspace: Workspace) -> tuple[date, tuple[Week, ...]]:
    zone = timezone_of(workspace.office)
    today = workspace.clock.now().astimezone(zone).date()
    active = workspace.subscribers.count(state=SubscriberState.ACTIVE)
    moves = Statistics(workspace.database).moves(_began(today - timedelta(weeks=WEEKS), zone))
    return today, weeks_of(moves, active, today, zone, WEEKS)


def _reach(workspace: Workspace, channel: str, weeks: tuple[Week, ...], today: date) -> Reach:
    if kind_of(channel).personal:
        lived = tuple(dropwhile(lambda week: not week.active, weeks))
        return Reach(channel, tuple((min(week.monday + timedelta(days=6), today), week.active) for week in lived))
    counted = Followers(workspace.database).series(channel)
    return Reach(channel, tuple((day, count) for day, count in counted if day > today - _YEAR))


def _began(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, datetime.min.time(), zone)
