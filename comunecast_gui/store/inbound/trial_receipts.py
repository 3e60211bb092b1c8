# SPDX-License-Identifier: EUPL-1.2
"""Notes what WhatsApp tells of a trial of the set-up in the audit log, where the trial itself stands."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from comunecast_gui.core.inbound.events import Status
from comunecast_gui.core.setup.trial_record import TrialAct, TrialOutcome, subject, token_in
from comunecast_gui.store.consent.audit import AuditRow, write
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import audit, delivery
from comunecast_gui.store.delivery.message_digest import message_digest

_WHO = "whatsapp"
_LONGEST = 300
"""Characters of Meta's own words that are kept."""


def token_of(connection: sa.Connection, database: Database, status: Status) -> str:
    """The token of the trial that a status is about, also where the service did not send it back; empty for others."""
    if status.trial or status.delivery is not None or not status.message:
        return status.trial
    digest = message_digest(database.hash_key, status.message)
    if connection.execute(sa.select(delivery.c.id).where(delivery.c.remote_id == digest).limit(1)).first():
        return ""  # the audit log is looked through only for what is no delivery
    ended = audit.c.what == TrialAct.ENDED, audit.c.subject.endswith(f" {TrialOutcome.TAKEN} {digest}")
    found = connection.execute(sa.select(audit.c.subject).where(*ended).limit(1)).scalar()
    return token_in(found) if found else ""


def note(connection: sa.Connection, database: Database, token: str, status: Status, now: datetime) -> bool:
    """Notes the status of the trial with this token; returns False for one that is known, or of no trial of ours.

    Each kind of status is noted once, so that repeated letters add nothing. Raises ConfigError (``office_key_*``).
    """
    head = subject(_WHO, token, "")
    of_it = audit.c.subject.startswith(f"{head} ", autoescape=True)
    sent = sa.select(audit.c.id).where(audit.c.what == TrialAct.SENT, of_it)
    if connection.execute(sent.limit(1)).first() is None:
        return False
    why = f"{status.code} {' '.join(status.detail.split())[:_LONGEST]}" if status.code else ""
    told = subject(_WHO, token, f"{status.kind} {why}")
    kind = audit.c.subject.startswith(subject(_WHO, token, status.kind), autoescape=True)
    if connection.execute(sa.select(audit.c.id).where(audit.c.what == TrialAct.RECEIPT, kind).limit(1)).first():
        return False
    write(connection, database, AuditRow(now, _WHO, TrialAct.RECEIPT, told))
    return True
