# SPDX-License-Identifier: EUPL-1.2
"""How far one template is at Meta, in an office's words: what happened, what it costs, and what to change.

Source: Meta, "Template management", "message_template_status_update" (statuses and reasons of a refusal).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from comunecast_gui.core.errors import InputError, SendError, UserError
from comunecast_gui.core.model import PriceCategory


class ReviewState(StrEnum):
    """How far a template is."""

    ABSENT = "absent"
    """It was not submitted yet."""
    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    STOPPED = "stopped"
    """It was approved, and cannot be sent now: paused, disabled, locked."""


_STATES = {
    "": ReviewState.ABSENT,
    "APPROVED": ReviewState.APPROVED,
    "PENDING": ReviewState.PENDING,
    "IN_APPEAL": ReviewState.PENDING,
    "REJECTED": ReviewState.REFUSED,
}
_REASONS = frozenset(
    {"ABUSIVE_CONTENT", "INCORRECT_CATEGORY", "INVALID_FORMAT", "PROMOTIONAL", "SCAM", "TAG_CONTENT_MISMATCH"}
)


def state_of(status: str) -> ReviewState:
    """What Meta's status means; one that nobody knows may not be sent."""
    return _STATES.get(status, ReviewState.STOPPED)


@dataclass(frozen=True, slots=True)
class TemplateReview:
    """One category's template. ``price`` is in euros for each delivered message, without VAT, None where unknown.

    ``reason`` is Meta's word for a refusal; ``refusal`` is there where it refused at once. ``dearer``:
    Meta put it among the promotional ones, though it was submitted as a notice.
    """

    category: str
    title: str
    template: str
    status: str = ""
    price_category: PriceCategory | None = None
    price: Decimal | None = None
    dearer: bool = False
    reason: str = ""
    refusal: InputError | None = None

    @property
    def state(self) -> ReviewState:
        return ReviewState.REFUSED if self.refusal is not None else state_of(self.status)

    @property
    def advice(self) -> str:
        """The sentence under ``[template_review]`` that says what happened and what to do."""
        if self.refusal is not None:
            return "refused_at_once"
        if self.state is ReviewState.REFUSED:
            return f"reason_{self.reason.lower()}" if self.reason in _REASONS else "reason_other"
        if self.dearer and self.state in (ReviewState.PENDING, ReviewState.APPROVED):
            return "dearer"
        return str(self.state)


@dataclass(frozen=True, slots=True)
class ReviewRound:
    """All templates after something was asked of Meta; ``left`` were not submitted, and ``code`` names why.

    ``code`` is empty where nothing stopped it: "limit" (Meta takes no more this hour), "silent" (it does not answer) or
    "trouble", of which ``error`` tells more. ``with_files`` are the statuses of the variants that carry a picture or a
    PDF, empty for one that was not submitted. ``goes_on_at`` is when the rest goes on by itself, in local time; until
    then nothing can be submitted.
    """

    reviews: tuple[TemplateReview, ...]
    created: int = 0
    left: int = 0
    code: str = ""
    error: UserError | SendError | None = None
    with_files: tuple[str, ...] = ()
    goes_on_at: datetime | None = None

    @property
    def absent(self) -> int:
        """How many are still to be submitted, the variants with files too."""
        missing = sum(one.state is ReviewState.ABSENT or one.refusal is not None for one in self.reviews)
        return missing + sum(not status for status in self.with_files)

    @property
    def waiting(self) -> int:
        """How many Meta is looking at."""
        states = [one.state for one in self.reviews] + [state_of(status) for status in self.with_files]
        return states.count(ReviewState.PENDING)
