# SPDX-License-Identifier: EUPL-1.2
"""The request to approve a notice, as a pure state machine: what each decision changes.

What must be true, whatever happens in whatever order (tests/core/approval plays it):

- It ends ``approved`` only by a colleague who is not its author, was named when it was asked, may send now, and decided
  on exactly the digest that was asked about; or ``overridden`` by one who manages, where and when the rules allowed it.
- Only these two let anything go out, and each happens at most once: every state but ``waiting`` is final.
- A letter that changes, its time running out, a refusal, and its author taking it back each end it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from comunecast_gui.core.approval.colleagues import Colleague, Role
from comunecast_gui.core.approval.rules import Reason
from comunecast_gui.core.errors import InputError


class ApprovalState(StrEnum):
    """The state of a request. Only ``waiting`` is not final."""

    WAITING = "waiting"
    APPROVED = "approved"
    OVERRIDDEN = "overridden"
    """Somebody who manages sent it alone, in an emergency."""
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    """Its author took it back, or left the office."""
    EXPIRED = "expired"
    CHANGED = "changed"
    """It is not any more what was asked about: another version took its place, or it cannot be queued now."""


class Way(StrEnum):
    """The way by which a decision came in."""

    WINDOW = "window"
    COMMAND = "command"
    TELEGRAM = "telegram"


RELEASED = frozenset({ApprovalState.APPROVED, ApprovalState.OVERRIDDEN})
"""The states in which a notice was queued."""


@dataclass(frozen=True, slots=True)
class ApprovalRequest:
    """One request about one frozen notice. ``digest`` is that of the notice (:attr:`NewNotice.digest`).

    ``approvers`` are the colleagues who were named when it was asked. ``emergency_at`` is the moment from which one who
    manages may send it alone; None: never. Nothing of it goes out after ``ends_at``. ``notice`` is its number in the
    history once it was queued; ``why`` the code of an obstacle that ended it.
    """

    id: int
    digest: str
    title: str
    author: int
    reasons: tuple[Reason, ...]
    approvers: frozenset[int]
    asked_at: datetime
    ends_at: datetime
    emergency_at: datetime | None = None
    state: ApprovalState = ApprovalState.WAITING
    decided_by: int | None = None
    decided_at: datetime | None = None
    way: Way | None = None
    notice: int | None = None
    why: str = ""
    also: tuple[int, ...] = ()
    """Further notices that were queued with it: of what corrects a mistake there are two."""

    @property
    def notices(self) -> tuple[int, ...]:
        """All that was queued, to be sent by whoever saw it approved."""
        return () if self.notice is None else (self.notice, *self.also)

    @property
    def waits(self) -> bool:
        return self.state is ApprovalState.WAITING


def lapsed(request: ApprovalRequest, now: datetime) -> ApprovalRequest:
    """The same request, expired if its time has run out."""
    if request.waits and now >= request.ends_at:
        return replace(request, state=ApprovalState.EXPIRED, decided_at=now)
    return request


def approve(request: ApprovalRequest, by: Colleague, digest: str, now: datetime, way: Way) -> ApprovalRequest:
    """A second person approves the notice with this ``digest``.

    Raises InputError: ``approval_over`` (decided before), ``approval_expired``, ``approval_changed`` (it is not what
    was asked about), ``approval_own``, ``approval_not_named``, ``approval_role``.
    """
    _require_open(request, now)
    _require_second(request, by)
    if digest != request.digest:
        raise InputError("approval_changed", approval=request.id)
    return replace(request, state=ApprovalState.APPROVED, decided_by=by.id, decided_at=now, way=way)


def refuse(request: ApprovalRequest, by: Colleague, now: datetime, way: Way) -> ApprovalRequest:
    """A second person refuses. Raises InputError as :func:`approve`, except for the digest, which is not needed."""
    _require_open(request, now)
    _require_second(request, by)
    return replace(request, state=ApprovalState.REFUSED, decided_by=by.id, decided_at=now, way=way)


def withdraw(request: ApprovalRequest, by: Colleague, now: datetime, way: Way) -> ApprovalRequest:
    """The author withdraws. Raises InputError: ``approval_over``, ``approval_expired``, ``approval_not_yours``."""
    _require_open(request, now)
    if by.id != request.author or by.left_at is not None:
        raise InputError("approval_not_yours", approval=request.id)
    return replace(request, state=ApprovalState.WITHDRAWN, decided_by=by.id, decided_at=now, way=way)


def override(request: ApprovalRequest, by: Colleague, digest: str, now: datetime, way: Way) -> ApprovalRequest:
    """A manager, who may be the author, sends the notice alone because nobody answers.

    Raises InputError: ``approval_over``, ``approval_expired``, ``approval_changed``, ``approval_role``,
    ``emergency_never`` (the office does not allow it), ``emergency_too_soon``.
    """
    _require_open(request, now)
    if not by.may(Role.MANAGES):
        raise InputError("approval_role", approval=request.id)
    if digest != request.digest:
        raise InputError("approval_changed", approval=request.id)
    if request.emergency_at is None:
        raise InputError("emergency_never", approval=request.id)
    if now < request.emergency_at:
        minutes = math.ceil((request.emergency_at - now).total_seconds() / 60)
        raise InputError("emergency_too_soon", approval=request.id, minutes=minutes)
    return replace(request, state=ApprovalState.OVERRIDDEN, decided_by=by.id, decided_at=now, way=way)


def changed(request: ApprovalRequest, now: datetime, why: str = "") -> ApprovalRequest:
    """Ends a request because the notice would no longer go out as it was; ``why`` names the reason."""
    if not request.waits:
        return request
    return replace(request, state=ApprovalState.CHANGED, decided_at=now, why=why)


def _require_open(request: ApprovalRequest, now: datetime) -> None:
    if not request.waits:
        raise InputError("approval_over", approval=request.id, state=request.state)
    if now >= request.ends_at:
        raise InputError("approval_expired", approval=request.id)


def _require_second(request: ApprovalRequest, by: Colleague) -> None:
    if by.id == request.author:
        raise InputError("approval_own", approval=request.id)
    if by.id not in request.approvers:
        raise InputError("approval_not_named", approval=request.id)
    if not by.may(Role.SENDS):
        raise InputError("approval_role", approval=request.id)
