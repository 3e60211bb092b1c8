# SPDX-License-Identifier: EUPL-1.2
"""The trials of the set-up as the audit log keeps them: no notices, and so in no number, statistic or list of these.

A trial is begun in the log before its call, and ended with what the service said of it: one whose program died on the
way is shown as one of which nobody knows. What the service tells later stands there too, under the trial's own token.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class TrialAct(StrEnum):
    """What is written in the audit log, with a :func:`subject`."""

    SENT = "trial_sent"
    ENDED = "trial_ended"
    RECEIPT = "trial_receipt"
    SEEN = "trial_seen"


class TrialOutcome(StrEnum):
    """How a trial ended; of two that are told, the later one of this list counts, whichever came first."""

    UNKNOWN = "unknown"
    """Nobody knows: the call broke off, or the program did."""
    TAKEN = "taken"
    """The service took it."""
    REFUSED = "refused"
    """The service did not take it."""
    FAILED = "failed"
    """The service took it, and told later that it could not be delivered."""
    DELIVERED = "delivered"
    SEEN = "seen"
    """The person saw it on the phone."""
    READ = "read"


_RECEIPTS = {
    "sent": TrialOutcome.TAKEN,
    "delivered": TrialOutcome.DELIVERED,
    "read": TrialOutcome.READ,
    "failed": TrialOutcome.FAILED,
}
"""What each status of a message means (Meta: messages webhook, statuses)."""
_ORDER = tuple(TrialOutcome)
_TOKEN = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry of the audit log."""

    at: datetime
    who: str
    what: str
    subject: str


@dataclass(frozen=True, slots=True)
class Trial:
    """One message to the office's own phone on ``whatsapp`` or ``telegram``.

    ``code`` tells why it was refused or not delivered; ``detail`` is what the service said of that, without numbers.
    """

    at: datetime
    who: str
    channel: str
    text: str
    outcome: TrialOutcome = TrialOutcome.UNKNOWN
    code: str = ""
    detail: str = ""
    token: str = ""


def is_token(text: str) -> bool:
    """Whether a trial may be known by this: 16 hexadecimal digits."""
    return _TOKEN.fullmatch(text) is not None


def subject(channel: str, token: str, rest: str) -> str:
    """The subject of an entry about the trial with this token; ``rest`` is its text, its code, or what was told."""
    return f"{channel}/{token} {rest}".rstrip()


def token_in(text: str) -> str:
    """The token of the trial that an entry with this subject is about; empty in one of an earlier version."""
    return text.partition(" ")[0].partition("/")[2]


def trials_of(lines: Iterable[LogLine]) -> tuple[Trial, ...]:
    """The trials of a log, whose oldest entry comes first; the newest trial first. What else it holds is left out.

    Two people at two workstations may try at once: what names no token is about that person's own last trial on its
    channel.
    """
    found: list[Trial] = []
    last: dict[tuple[str, str], int] = {}
    by_token: dict[str, int] = {}
    for line in lines:
        head, _, rest = line.subject.partition(" ")
        channel, token = head.partition("/")[0], token_in(line.subject)
        if line.what == TrialAct.SENT:
            last[line.who, channel] = len(found)
            if token:
                by_token[token] = len(found)
            found.append(Trial(line.at, line.who, channel, rest, token=token))
            continue
        place = by_token.get(token) if token else last.get((line.who, channel))
        if place is not None:
            found[place] = _after(found[place], line.what, rest)
    return tuple(reversed(found))


def _after(trial: Trial, what: str, rest: str) -> Trial:
    """The trial once this is known too; what tells less than what was known changes nothing."""
    word, _, why = rest.partition(" ")
    outcome, code, detail = trial.outcome, "", ""
    if what == TrialAct.SEEN:
        outcome = TrialOutcome.SEEN
    elif what == TrialAct.RECEIPT and word in _RECEIPTS:
        outcome = _RECEIPTS[word]
        code, _, detail = why.partition(" ")
    elif what == TrialAct.ENDED:
        if word in (TrialOutcome.TAKEN, TrialOutcome.UNKNOWN):  # in place of the code of a refusal
            outcome = TrialOutcome(word)
        else:
            outcome, code = TrialOutcome.REFUSED, word
    if _ORDER.index(outcome) <= _ORDER.index(trial.outcome):
        return trial
    return replace(trial, outcome=outcome, code=code, detail=detail)
