# SPDX-License-Identifier: EUPL-1.2
"""Compares what WhatsApp charged in a month according to the receipts with what Meta counts.

Sources: Meta, "Pricing" (charged on delivery, by category and type), messages webhook (``pricing``), "Analytics".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Pricing:
    """The price information in a status: Meta's ``category``, ``type``, ``pricing_model`` and ``billable``.

    ``billable`` is None where it is missing: Meta means to drop it, and then category and type decide.
    """

    category: str
    kind: str = ""
    model: str = ""
    billable: bool | None = None

    @property
    def charged(self) -> bool:
        """Whether the message costs anything once it is delivered."""
        return not self.kind.lower().startswith("free") and self.billable is not False


@dataclass(frozen=True, slots=True)
class MetaCharge:
    """One line of Meta's own account: how many messages of a category and type, and what they cost (None: unsaid)."""

    category: str
    kind: str
    volume: int
    cost: Decimal | None = None

    @property
    def charged(self) -> bool:
        return not self.kind.lower().startswith("free")


@dataclass(frozen=True, slots=True)
class MonthCharges:
    """A month from its first day. ``counted`` are delivered messages that cost, by category, as the receipts told.

    ``free`` are those that cost nothing. ``meta`` is what Meta said at ``asked_at``; None: it was never asked.
    """

    first: date
    counted: Mapping[str, int] = field(default_factory=dict)
    free: int = 0
    meta: Sequence[MetaCharge] = ()
    currency: str = ""
    asked_at: datetime | None = None

    @property
    def paid(self) -> int:
        """Messages that cost something, according to the receipts."""
        return sum(self.counted.values())

    @property
    def meta_paid(self) -> int:
        """Messages that cost something, according to Meta."""
        return sum(line.volume for line in self.meta if line.charged)

    @property
    def cost(self) -> Decimal | None:
        """The month's cost without VAT according to Meta, which calls the figure approximate."""
        costs = [line.cost for line in self.meta if line.cost is not None]
        return sum(costs, Decimal(0)) if costs else None

    @property
    def unexplained(self) -> int:
        """How many more Meta counts than the receipts told of; negative: fewer. 0 where Meta was not asked."""
        return self.meta_paid - self.paid if self.asked_at else 0
