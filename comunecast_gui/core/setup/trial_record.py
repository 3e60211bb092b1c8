# SPDX-License-Identifier: EUPL-1.2
"""The trials of the set-up as the audit log keeps them: no notices, and so in no number, statistic or list of these.

A trial is begun in the log before its call, and ended with what the service said of it: one whose program died on the
way is shown as one of which nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class TrialAct(StrEnum):
    """What is written in the audit log; the subject is the channel, a space, and the text or the code."""

    SENT = "trial_sent"
    ENDED = "trial_ended"
    SEEN = "trial_seen"


class TrialOutcome(StrEnum):
    """How a trial ended."""

    UNKNOWN = "unknown"
    """Nobody knows: the call broke off, or the program did."""
    TAKEN = "taken"
    """The service took it."""
    REFUSED = "refused"
    SEEN = "seen"
    """The person saw it on the phone."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry of the audit log."""

    at: datetime
    who: str
    what: str
    subject: str


@dataclass(frozen=True, slots=True)
class Trial:
    """One message to the office's own phone on ``whatsapp`` or ``telegram``; ``code`` tells why it was refused."""

    at: datetime
    who: str
    channel: str
    text: str
    outcome: TrialOutcome = TrialOutcome.UNKNOWN
    code: str = ""


def trials_of(lines: Iterable[LogLine]) -> tuple[Trial, ...]:
    """The trials of a log, whose oldest entry comes first; the newest trial first. What else it holds is left out.

    Two people at two workstations may try at once: an outcome is that of the person's own last trial on its channel.
    """
    found: list[Trial] = []
    last: dict[tuple[str, str], int] = {}
    for line in lines:
        channel, _, rest = line.subject.partition(" ")
        key = line.who, channel
        if line.what == TrialAct.SENT:
            last[key] = len(found)
            found.append(Trial(line.at, line.who, channel, rest))
        elif key in last and line.what in (TrialAct.ENDED, TrialAct.SEEN):
            place = last[key]
            found[place] = _ended(found[place], line.what, rest)
    return tuple(reversed(found))


def _ended(trial: Trial, what: str, code: str) -> Trial:
    if what == TrialAct.SEEN:
        return replace(trial, outcome=TrialOutcome.SEEN, code="")
    if code in (TrialOutcome.TAKEN, TrialOutcome.UNKNOWN):  # in place of the code of a refusal
        return replace(trial, outcome=TrialOutcome(code))
    return replace(trial, outcome=TrialOutcome.REFUSED, code=code)
