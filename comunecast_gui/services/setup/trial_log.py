# SPDX-License-Identifier: EUPL-1.2
"""Writes each trial of the set-up into the audit log, with its outcome, and reads them for the history."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from comunecast_gui.core.errors import OutcomeUnknown, SendError, UserError
from comunecast_gui.core.setup.trial_record import LogLine, Trial, TrialAct, TrialOutcome, trials_of
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.consent.audit import Audit, AuditRow
from comunecast_gui.system.logs import redact
from comunecast_gui.system.user_account import user_name

_LONGEST = 300
"""Characters of the text that are kept: enough to know it again."""


@contextmanager
def noted(workspace: Workspace, channel: str, text: str) -> Iterator[None]:
    """Notes a trial before its call, and afterwards how the call ended; no number that somebody wrote into the text.

    Raises what the call raises.
    """
    _write(workspace, TrialAct.SENT, f"{channel} {redact(' '.join(text.split()))[:_LONGEST]}")
    try:
        yield
    except OutcomeUnknown:
        _write(workspace, TrialAct.ENDED, f"{channel} {TrialOutcome.UNKNOWN}")
        raise
    except (SendError, UserError) as error:
        _write(workspace, TrialAct.ENDED, f"{channel} {error.code}")
        raise
    _write(workspace, TrialAct.ENDED, f"{channel} {TrialOutcome.TAKEN}")


def note_seen(workspace: Workspace, channel: str) -> None:
    """The person saw it on the phone."""
    _write(workspace, TrialAct.SEEN, channel)


def known(workspace: Workspace) -> tuple[Trial, ...]:
    """The trials of this office, the newest first. Raises ConfigError (``database_*``)."""
    rows = Audit(workspace.database).of(tuple(TrialAct))
    return trials_of(LogLine(row.at, row.who, row.what, row.subject) for row in rows)


def _write(workspace: Workspace, act: TrialAct, subject: str) -> None:
    Audit(workspace.database).write(AuditRow(workspace.clock.now(), user_name(), act, subject))
