# SPDX-License-Identifier: EUPL-1.2
"""The charges of WhatsApp by month: according to the receipts, and according to Meta's analytics."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

from comunecast_gui.core.errors import InputError, SendError
from comunecast_gui.core.meta.charges import MonthCharges
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.report.statistics import months_before
from comunecast_gui.services import meta_account
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.delivery.charge_counts import Charges

MONTHS = 12
"""Meta keeps a year ("Analytics")."""
_ASK_AGAIN = timedelta(hours=20)
"""How old Meta's answer about a month may be: asked once a day, whatever the hour of the first look."""
_SETTLED = timedelta(days=3)
"""How long after its end a month is asked about again: messages are charged when they arrive, and counted later."""
logger = logging.getLogger(__name__)


def months(workspace: Workspace, count: int = MONTHS) -> tuple[MonthCharges, ...]:
    """The last ``count`` months of the office, the present one last; asks nobody.

    Raises ConfigError (``database_*``).
    """
    return Charges(workspace.database).months(_today(workspace), timezone_of(workspace.office), count)


def reconcile(workspace: Workspace, month: date | None = None) -> MonthCharges:
    """Asks Meta what it charged in a month (None: the present one; any day of it), keeps and returns it; blocks.

    Raises InputError("month_out_of_reach"), ConfigError("no_whatsapp" | "secret_missing" | ``database_*``), SendError.
    """
    today = _today(workspace)
    first = (month or today).replace(day=1)
    back = (today.year - first.year) * 12 + today.month - first.month
    if not 0 <= back < MONTHS:
        raise InputError("month_out_of_reach", field="month", month=f"{first:%Y-%m}")
    zone, now = timezone_of(workspace.office), workspace.clock.now()
    since, until = (datetime.combine(day, datetime.min.time(), zone) for day in (first, months_before(first, -1)))
    with meta_account.graph(workspace) as (client, configured):
        api = meta_account.account_api(client, configured)
        found = api.charges(since, min(until, now + timedelta(seconds=1)), configured.display_phone)
    Charges(workspace.database).keep(first, found.currency, found.lines, now)
    return months(workspace, back + 1)[0]


def reconcile_daily(workspace: Workspace) -> bool:
    """Asks Meta about the present month, and about the one before while it still changes; whether it asked.

    Only where the last answer is from another day. Raises ConfigError (``database_*``); what Meta does not answer is
    noted in the log, and asked again at the next look.
    """
    if workspace.settings.whatsapp is None:
        return False
    charges, now, first = Charges(workspace.database), workspace.clock.now(), _today(workspace).replace(day=1)
    ended = datetime.combine(first, datetime.min.time(), timezone_of(workspace.office))
    due = []
    for month, final_at in ((months_before(first, 1), ended + _SETTLED), (first, now)):
        asked_at = charges.asked_at(month)
        if asked_at is None or (asked_at < final_at and now - asked_at >= _ASK_AGAIN):
            due.append(month)
    try:
        for month in due:
            reconcile(workspace, month)
    except SendError as error:
        logger.info("Meta did not say what it charged: %s", error.code)
        return False
    return bool(due)


def _today(workspace: Workspace) -> date:
    return workspace.clock.now().astimezone(timezone_of(workspace.office)).date()
