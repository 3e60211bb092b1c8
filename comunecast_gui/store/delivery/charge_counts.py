# SPDX-License-Identifier: EUPL-1.2
"""Counts the charged messages of each hour from the receipts, and keeps Meta's figures for each month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from comunecast_gui.core.meta.charges import MetaCharge, MonthCharges, Pricing
from comunecast_gui.core.report.statistics import months_before
from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.db.schema_meta import charge_count, meta_month

_ROWS = sa.select(
    charge_count.c.hour, charge_count.c.category, charge_count.c.charged, charge_count.c["count"].label("messages")
)


class ChargeTally:
    """The charges of one transaction, added up and written as its last step.

    Last, because two transactions that both hold deliveries would otherwise wait for each other's counts for ever.
    """

    def __init__(self) -> None:
        self._counts: Counter[tuple[datetime, str, str, bool]] = Counter()

    def add(self, at: datetime, pricing: Pricing) -> None:
        """A message of this price was delivered at ``at``."""
        hour = at.replace(minute=0, second=0, microsecond=0)
        self._counts[hour, pricing.category.upper(), pricing.kind.upper(), pricing.charged] += 1

    def write(self, connection: sa.Connection) -> None:
        """Adds what was gathered to the counts."""
        if not self._counts:
            return
        serialise(connection, "charge_count")
        kept = charge_count.c
        for (hour, category, kind, charged), count in sorted(self._counts.items()):
            where = kept.hour == hour, kept.category == category, kept.kind == kind, kept.charged == charged
            more = charge_count.update().where(*where).values(count=kept["count"] + count)
            if not connection.execute(more).rowcount:
                values = {"hour": hour, "category": category, "kind": kind, "charged": charged, "count": count}
                connection.execute(charge_count.insert().values(**values))
        self._counts.clear()


@dataclass(frozen=True, slots=True)
class Charges:
    """The charges of an office. Every method raises ConfigError (``database_*``)."""

    database: Database

    def months(self, today: date, zone: ZoneInfo, count: int) -> tuple[MonthCharges, ...]:
        """The last ``count`` months of the office, the present one last; those without any charge as well."""
        first = today.replace(day=1)
        months = [months_before(first, back) for back in range(count - 1, -1, -1)]
        since = datetime.combine(months[0], datetime.min.time(), zone)
        counted: dict[date, Counter[str]] = {month: Counter() for month in months}
        free: Counter[date] = Counter()
        with self.database.reading() as connection:
            rows = connection.execute(_ROWS.where(charge_count.c.hour >= since)).all()
            kept = connection.execute(sa.select(meta_month).where(meta_month.c.month >= months[0])).all()
        for row in rows:
            month = row.hour.astimezone(zone).date().replace(day=1)
            if month not in counted:
                continue
            if row.charged:
                counted[month][row.category] += row.messages
            else:
                free[month] += row.messages
        told = {row.month: row for row in kept}
        return tuple(_month(month, counted[month], free[month], told.get(month)) for month in months)

    def keep(self, month: date, currency: str, lines: Sequence[MetaCharge], asked_at: datetime) -> None:
        """Keeps what Meta said of a month, in place of what it said before."""
        written = [
            {"category": one.category, "kind": one.kind, "volume": one.volume, "cost": _text(one.cost)} for one in lines
        ]
        with self.database.writing() as connection:
            serialise(connection, "meta_month")
            connection.execute(meta_month.delete().where(meta_month.c.month == month))
            values = {"month": month, "currency": currency, "lines": written, "asked_at": asked_at}
            connection.execute(meta_month.insert().values(**values))

    def asked_at(self, month: date) -> datetime | None:
        """When Meta was asked about a month last."""
        query = sa.select(meta_month.c.asked_at).where(meta_month.c.month == month)
        with self.database.reading() as connection:
            found: datetime | None = connection.execute(query).scalar()
        return found


def _month(month: date, counted: Mapping[str, int], free: int, told: sa.Row[tuple[object, ...]] | None) -> MonthCharges:
    if told is None:
        return MonthCharges(month, dict(counted), free)
    lines = tuple(
        MetaCharge(one["category"], one["kind"], one["volume"], Decimal(one["cost"]) if one["cost"] else None)
        for one in told.lines
    )
    return MonthCharges(month, dict(counted), free, lines, told.currency, told.asked_at)


def _text(amount: Decimal | None) -> str:
    return "" if amount is None else str(amount)
