# SPDX-License-Identifier: EUPL-1.2
"""Ends approval requests: the only place where one ends, so that each end is in the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.approval.approval_request import ApprovalState
from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.store.consent import audit
from comunecast_gui.store.consent.audit import AuditRow
from comunecast_gui.store.db import change_log
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema_approval import approval_request

_NAMES = {
    ApprovalState.APPROVED: "approval_given",
    ApprovalState.OVERRIDDEN: "approval_overridden",
    ApprovalState.REFUSED: "approval_refused",
    ApprovalState.WITHDRAWN: "approval_withdrawn",
    ApprovalState.EXPIRED: "approval_expired",
    ApprovalState.CHANGED: "approval_changed",
}
"""What the audit log calls each end."""
THE_PROGRAM = "ComuneCast"
"""Whom the audit log names where nobody decided."""


def end_waiting(
    connection: sa.Connection,
    database: Database,
    which: sa.ColumnElement[bool],
    state: ApprovalState,
    at: datetime,
    *,
    who: str = THE_PROGRAM,
    **decided: Any,
) -> int:
    """Ends those of ``which`` that wait, and returns how many; one that had ended before stays as it is.

    ``who`` is named in the audit log; ``decided`` are further columns of how it ended. The frozen notice goes.
    """
    over = {"state": state, "decided_at": at, "frozen": None, **decided}
    mine = which, approval_request.c.state == ApprovalState.WAITING
    told = approval_request.c.id, approval_request.c.digest, approval_request.c.notice_id
    ended = connection.execute(approval_request.update().where(*mine).values(**over).returning(*told)).all()
    for row in sorted(ended):
        subject = f"{row.id} {row.digest}" + (f" notice {row.notice_id}" if row.notice_id else "")
        audit.write(connection, database, AuditRow(at, who, _NAMES[state], subject))
    if ended:
        queued = {row.notice_id for row in ended if row.notice_id}
        change_log.note(connection, database, at, ChangeKind.NOTICES, queued or None)
    return len(ended)
