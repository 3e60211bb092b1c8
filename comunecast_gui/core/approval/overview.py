# SPDX-License-Identifier: EUPL-1.2
"""A request as the window shows it: names in place of ids, and the notice while it waits."""

from __future__ import annotations

from dataclasses import dataclass

from comunecast_gui.core.approval.approval_request import ApprovalRequest
from comunecast_gui.core.ports import NewNotice


@dataclass(frozen=True, slots=True)
class Shown:
    """``author``, ``decided_by``, ``approvers`` are names; ``notice`` is None once it is over, or was tampered with."""

    request: ApprovalRequest
    author: str
    decided_by: str
    approvers: tuple[str, ...]
    notice: NewNotice | None = None
