# SPDX-License-Identifier: EUPL-1.2
"""Reads from the database what the home page shows: what is open, the people reached, the month so far."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from comunecast_gui.core.model import DeliveryState
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.report.statistics import Month
from comunecast_gui.core.report.today import JustSent, MonthSoFar, OpenWork, PostTrouble, Standing, Unsent
from comunecast_gui.services import statistics, wiring
from comunecast_gui.services.schedule import calendars
from comunecast_gui.services.today import still_open
from comunecast_gui.services.wiring import WHATSAPP, Workspace
from comunecast_gui.store.delivery.charge_counts import Charges
from comunecast_gui.store.delivery.post_changes import PostChanges

_SENT = (DeliveryState.ACCEPTED, DeliveryState.HELD, DeliveryState.DELIVERED, DeliveryState.READ)
_EURO = "EUR"
_JUST = timedelta(hours=1)
_MOST_JUST = 2
"""Notices that were just sent of which the page shows each."""


def gather(workspace: Workspace) -> OpenWork:
    """What is open; only reads, and asks nobody. Raises ConfigError (``database_*``)."""
    return OpenWork(
        told=still_open.still_open(workspace),
        unsent=tuple(_unsent(workspace)),
        unknown=workspace.notices.count_unknown(),
        later=tuple(
            one for one in workspace.schedules.all() if not one.undo or one.held_because(workspace.clock.now())
        ),
        just_sent=tuple(_just_sent(workspace)),
        posts=tuple(_posts(workspace)),
        calendars=calendars.due(workspace),
    )


def standing(workspace: Workspace) -> Standing:
    """The people and the month; only reads, and asks nobody. Raises ConfigError (``database_*``)."""
    zone = timezone_of(workspace.office)
    today = workspace.clock.now().astimezone(zone).date()
    month = _month(workspace, statistics.this_month(workspace), today)
    return Standing(reach=statistics.reach(workspace), month=month)


def waiting(workspace: Workspace) -> dict[int, int]:
    """The notices with queued rows and how many each. Raises ConfigError (``database_*``)."""
    found: dict[int, int] = {}
    for channel in workspace.channels:
        for notice, count in workspace.outbox.waiting(channel).items():
            found[notice] = found.get(notice, 0) + count
    return found


def _unsent(workspace: Workspace) -> Iterator[Unsent]:
    """The notices with something queued, the oldest first."""
    for notice, count in sorted(waiting(workspace).items()):
        row = workspace.notices.get(notice)
        yield Unsent(notice, row.title, row.created_at, count)


def _just_sent(workspace: Workspace) -> Iterator[JustSent]:
    """The newest first; what waits for its hour has not gone out."""
    since, waiting = workspace.clock.now() - _JUST, {one.notice for one in workspace.schedules.all()}
    for row in workspace.notices.recent(since, _MOST_JUST + len(waiting)):
        if row.reaches_people and row.id not in waiting:
            yield JustSent(row.id, row.title, row.created_at)


def _posts(workspace: Workspace) -> Iterator[PostTrouble]:
    """One for each notice: its page shows all of them."""
    unsettled = {one.notice: one for one in PostChanges(workspace.database).unsettled()}
    for notice, change in unsettled.items():
        title = workspace.notices.get(notice).title
        yield PostTrouble(notice, title, change.act, change.mark, change.state, change.code, change.detail)


def _month(workspace: Workspace, month: Month, today: date) -> MonthSoFar:
    messages = sum(month.states.get(state, 0) for state in _SENT)
    found = MonthSoFar(month.first, month.notices, messages, month.states.get(DeliveryState.FAILED, 0))
    if WHATSAPP not in workspace.channels:
        return found
    [charged] = Charges(workspace.database).months(today, timezone_of(workspace.office), 1)
    cost, currency, estimated = charged.cost, charged.currency, False
    if cost is None:
        prices = wiring.rates().on(today).eur
        known = {category.upper(): price for category, price in prices.items()}
        cost = sum((known.get(one, Decimal()) * count for one, count in charged.counted.items()), Decimal())
        currency, estimated = _EURO, True
    return MonthSoFar(found.first, found.notices, found.messages, found.failed, cost, currency, estimated)
