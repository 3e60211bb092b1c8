# SPDX-License-Identifier: EUPL-1.2
"""The table of Meta's error codes: what each means for a delivery, for its lane and for the officer.

Source: Meta, Cloud API "Error codes" and "About the platform" (rate limits), Graph API "Handling errors" and
"WhatsApp Business Account" (80008: too many calls to this account).
Only ``error.code`` decides: the HTTP status of the same code differs from case to case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from comunecast_gui.channels.answer_reader import object_at, whole
from comunecast_gui.channels.redaction import harmless
from comunecast_gui.core.errors import Misconfigured, OutcomeUnknown, Permanent, SendError, Stops, Transient, Waits


class Then(StrEnum):
    """What to do after a refusal."""

    RETRY = "retry"
    DROP = "drop"
    """This recipient gets nothing now; the others go on."""
    STOP = "stop"
    """Nobody can be sent to, or nothing of this notice, before a person mends something."""


@dataclass(frozen=True, slots=True)
class Rule:
    """``wait`` is in seconds, None leaves it to the engine; ``tries`` 0 means without limit.

    ``stop_after`` tries the retry becomes a stop: the same fault would meet everybody. ``backs_off``: the wait is
    4^X seconds, X counting the earlier tries. ``as_code`` is the code whose sentence explains a stop, ``stops`` what
    it stops: what is wrong with one template or one text concerns no other notice.
    """

    then: Then
    wait: float | None = None
    tries: int = 0
    waits: Waits = Waits.LANE
    slow_down: bool = False
    stop_after: int = 0
    backs_off: bool = False
    as_code: int | None = None
    stops: Stops = Stops.LANE


_LONG = 300.0
_MOST_BACK_OFFS = 5
"""The wait for one recipient grows up to 4^5 seconds."""

_SERVICE_DOWN = Rule(Then.RETRY)
_CALL_RATE = Rule(Then.RETRY, wait=_LONG)
_FEW_TIMES = Rule(Then.RETRY, tries=3, waits=Waits.DELIVERY)
_DROP = Rule(Then.DROP)
_STOP = Rule(Then.STOP)
_NOT_THIS_NOTICE = Rule(Then.STOP, stops=Stops.NOTICE)
_TOKEN = Rule(Then.STOP, as_code=190)
_PERMISSION = Rule(Then.STOP, as_code=10)

RULES: Mapping[int, Rule] = {
    1: Rule(Then.RETRY, tries=2, waits=Waits.DELIVERY),
    2: _SERVICE_DOWN,
    4: _CALL_RATE,
    80007: _CALL_RATE,
    80008: _CALL_RATE,
    613: _CALL_RATE,
    429: _CALL_RATE,
    130429: Rule(Then.RETRY, wait=2.0, slow_down=True),
    131056: Rule(Then.RETRY, tries=8, waits=Waits.DELIVERY, backs_off=True),
    131000: _FEW_TIMES,
    131016: Rule(Then.RETRY, tries=3),
    133004: Rule(Then.RETRY, tries=3),
    135000: _FEW_TIMES,
    131057: Rule(Then.RETRY, wait=60.0, tries=5),
    131053: Rule(Then.RETRY, stop_after=1, stops=Stops.NOTICE),
    # this recipient only
    131021: _DROP,
    131026: _DROP,
    131047: _DROP,
    131049: _DROP,
    131050: _DROP,
    131051: _DROP,
    131052: _DROP,
    131062: _DROP,
    130472: _DROP,
    130497: _DROP,
    132068: _DROP,
    132069: _DROP,
    137000: _DROP,
    139100: _DROP,
    139101: _DROP,
    139102: _DROP,
    139103: _DROP,
    # of the registration of a number alone (Meta: "Register a business phone number"), never of a message
    133000: _DROP,
    133005: _DROP,
    133006: _DROP,
    133008: _DROP,
    133009: _DROP,
    133016: _DROP,
    # nothing of this notice can be sent: its template, its text or its file is refused
    132000: _NOT_THIS_NOTICE,
    132001: _NOT_THIS_NOTICE,
    132005: _NOT_THIS_NOTICE,
    132007: _NOT_THIS_NOTICE,
    132008: _NOT_THIS_NOTICE,
    132012: _NOT_THIS_NOTICE,
    132015: _NOT_THIS_NOTICE,
    132016: _NOT_THIS_NOTICE,
    132018: _NOT_THIS_NOTICE,
    131061: _NOT_THIS_NOTICE,
    131063: _NOT_THIS_NOTICE,
    131008: _NOT_THIS_NOTICE,
    131009: _NOT_THIS_NOTICE,
    # nobody can be sent to
    131048: _STOP,
    131064: _STOP,
    131030: _STOP,
    100: _STOP,
    33: _STOP,
    0: _TOKEN,
    190: _TOKEN,
    3: _PERMISSION,
    10: _PERMISSION,
    **dict.fromkeys(range(200, 300), _PERMISSION),
    131005: _PERMISSION,
    131042: _STOP,
    131037: _STOP,
    131045: _STOP,
    133010: _STOP,
    133015: _STOP,
    131031: _STOP,
    368: _STOP,
}
NEVER_AGAIN = frozenset({"131021", "131050", "130497"})
"""Failures of one recipient that another try would only repeat: the recipient is the office itself, stopped such
messages, or lives where WhatsApp does not deliver them (Meta: Error codes)."""


def classify(
    error: Mapping[str, Any], *, status: int = 400, attempt: int = 1, secret: str = "", retry_after: float | None = None
) -> SendError:
    """What a Graph ``error`` object means. ``status`` (HTTP) matters only for a code that the table lacks.

    ``attempt`` counts the tries of this delivery from 1; ``secret`` is removed from the words. ``retry_after`` are the
    seconds that Meta itself asks to wait, where it does.
    """
    code = whole(error.get("code"))
    detail = harmless(_words(error), secret)
    rule = RULES.get(code) if code is not None else None
    if rule is None:
        return _undocumented(code, detail, status, retry_after)
    if rule.then is Then.DROP:
        return Permanent(str(code), detail)
    if rule.then is Then.STOP or (rule.stop_after and attempt > rule.stop_after):
        named = f"whatsapp_{code if rule.as_code is None else rule.as_code}"
        return Misconfigured(named, detail, stops=rule.stops)
    wait = rule.wait
    if rule.backs_off:
        wait = 4.0 ** min(max(attempt, 1) - 1, _MOST_BACK_OFFS)
    if retry_after is not None:
        wait = retry_after
    return Transient(str(code), detail, retry_after=wait, waits=rule.waits, slow_down=rule.slow_down, tries=rule.tries)


def _undocumented(code: int | None, detail: str, status: int, retry_after: float | None) -> SendError:
    """The error for a code that Meta does not document, or for an error without a code.

    Only a documented code says that nothing was processed. A refusal of the request (4xx) says so too; behind a 5xx,
    or in an answer that reads like a success, nobody knows what became of the message.
    """
    if status == 429:
        return Transient("429", detail, retry_after=_LONG if retry_after is None else retry_after)
    if 400 <= status < 500 and status != 408:
        return Permanent("refused" if code is None else str(code), detail, suspect=True)
    return OutcomeUnknown("server" if status >= 400 else "junk", detail or f"HTTP {status}")


def without_answer(status: int, *, retry_after: float | None = None) -> SendError:
    """The error for an answer that is not Meta's: no message id and no error object.

    Something in between (a proxy, a captive portal, a wrong address) refused with 3xx and 4xx, so nothing was
    sent; after everything else nobody knows.
    """
    if status == 429:
        return Transient("429", retry_after=_LONG if retry_after is None else retry_after)
    if 300 <= status < 500 and status != 408:
        return Misconfigured("whatsapp_blocked", f"HTTP {status}")
    return OutcomeUnknown("server" if status >= 400 else "junk", f"HTTP {status}")


def _words(error: Mapping[str, Any]) -> str:
    """Meta advises to show ``details``; template reviews say it in ``error_user_msg``."""
    found = [object_at(error, "error_data").get("details"), *map(error.get, ("error_user_msg", "message", "title"))]
    return next((words for words in found if isinstance(words, str) and words), "")
