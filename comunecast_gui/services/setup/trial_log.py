# SPDX-License-Identifier: EUPL-1.2
"""Writes each trial of the set-up into the audit log, with how its call ended, and reads them for the history.

What WhatsApp tells of it later is written there by the inbox (:mod:`comunecast_gui.store.inbound.trial_receipts`).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from comunecast_gui.core.errors import OutcomeUnknown, SendError, UserError
from comunecast_gui.core.setup.trial_record import LogLine, Trial, TrialAct, TrialOutcome, subject, trials_of
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.consent.audit import Audit, AuditRow
from comunecast_gui.store.delivery.message_digest import message_digest
from comunecast_gui.system.logs import redact
from comunecast_gui.system.user_account import user_name

_LONGEST = 300
"""Characters of the text that are kept: enough to know it again."""


@dataclass(slots=True)
class Noted:
    """A trial whose call is being made: a receipt finds it by the token, which travels with it, or by the message."""

    token: str
    message: str = ""
    """WhatsApp's id of it, to be filled in once the call told it; only a keyed hash of it is kept."""


@contextmanager
def noted(workspace: Workspace, channel: str, text: str) -> Iterator[Noted]:
    """Notes a trial before its call, and afterwards how the call ended; no number that somebody wrote into the text.

    Raises what the call raises.
    """
    trial = Noted(secrets.token_hex(8))

    def write(act: TrialAct, rest: str) -> None:
        _write(workspace, act, subject(channel, trial.token, rest))

    write(TrialAct.SENT, redact(" ".join(text.split()))[:_LONGEST])
    try:
        yield trial
    except OutcomeUnknown:
        write(TrialAct.ENDED, TrialOutcome.UNKNOWN)
        raise
    except (SendError, UserError) as error:
        write(TrialAct.ENDED, error.code)
        raise
    digest = message_digest(workspace.database.hash_key, trial.message) if trial.message else ""
    write(TrialAct.ENDED, f"{TrialOutcome.TAKEN} {digest}")


def note_seen(workspace: Workspace, channel: str) -> None:
    """The person saw it on the phone."""
    _write(workspace, TrialAct.SEEN, channel)


def known(workspace: Workspace) -> tuple[Trial, ...]:
    """The trials of this office, the newest first. Raises ConfigError (``database_*``)."""
    rows = Audit(workspace.database).of(tuple(TrialAct))
    return trials_of(LogLine(row.at, row.who, row.what, row.subject) for row in rows)


def _write(workspace: Workspace, act: TrialAct, what: str) -> None:
    Audit(workspace.database).write(AuditRow(workspace.clock.now(), user_name(), act, what))
