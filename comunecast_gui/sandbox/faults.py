# SPDX-License-Identifier: EUPL-1.2
"""Faults on demand: what goes wrong, on which calls, and how often."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class FaultKind(StrEnum):
    """What happens to the call that a fault falls on."""

    ERROR = "error"
    """The service answers with error ``code``; nothing was processed."""
    STATUS = "status"
    """WhatsApp accepts the message, then reports it ``failed`` with ``code``."""
    HELD = "held"
    """WhatsApp takes the message and holds it for quality assessment, until it is released or dropped."""
    SERVER_ERROR = "server_error"
    """HTTP ``status`` (5xx), as HTML where ``html``, else as JSON."""
    RESET = "reset"
    """The connection is reset."""
    DELAY = "delay"
    """The answer comes after ``seconds``; the call was processed before the wait."""
    JUNK = "junk"
    """HTTP 200 with the page of a captive portal."""
    ANSWER = "answer"
    """HTTP ``status`` with ``body`` as it stands, and ``headers``: whatever a service might come to say."""
    DRIP = "drip"
    """The right answer, a byte every ``seconds``."""
    FLOOD = "flood"
    """An answer of ``megabytes``, compressed to a thousandth, whatever the client said it takes."""
    TEMPLATE_STATUS = "template_status"
    """From this call on, ``template`` has the status ``template_status``."""
    REVOKE_TOKEN = "revoke_token"  # noqa: S105 - a kind of fault, not a secret
    """From this call on, the token of ``service`` is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault and the calls it falls on.

    ``service`` is ``telegram`` or ``whatsapp``; ``method`` a Bot API method, or ``messages``, ``media``,
    ``message_templates``, ``phone``, ``app``, ``uploads``, ``debug_token``; ``*`` means any. ``recipient`` is a
    number in digits or a chat id. The first ``after`` matching calls are spared, then it falls ``times`` times
    (None: always), each with ``probability`` drawn from ``seed``. ``processed`` says whether the service did the
    work before a reset, a 5xx, a junk answer, or one of the kinds ``answer`` and ``flood``; a drip always did.
    """

    service: str
    kind: FaultKind
    method: str = "*"
    recipient: str = "*"
    times: int | None = 1
    after: int = 0
    probability: float = 1.0
    seed: int = 0
    code: int = 0
    message: str = ""
    retry_after: int = 0
    status: int = 500
    html: bool = False
    seconds: float = 0.0
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    megabytes: int = 300
    processed: bool = False
    template: str = ""
    template_status: str = "PAUSED"


@dataclass(slots=True)
class _Armed:
    fault: Fault
    random: random.Random
    seen: int = 0
    fired: int = 0


@dataclass(slots=True)
class Faults:
    """The armed faults, in the order in which they were asked for."""

    armed: list[_Armed] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        """Arm a fault."""
        self.armed.append(_Armed(fault, random.Random(fault.seed)))  # noqa: S311 - reproducible, not secret

    def clear(self) -> None:
        """Disarm all."""
        self.armed.clear()

    def take(self, service: str, method: str, recipient: str) -> Fault | None:
        """The first fault that falls on this call, counted as fired; or None."""
        for entry in self.armed:
            fault = entry.fault
            if fault.service != service or fault.method not in {"*", method}:
                continue
            if fault.recipient not in {"*", recipient} or (fault.times is not None and entry.fired >= fault.times):
                continue
            entry.seen += 1
            if entry.seen <= fault.after or entry.random.random() >= fault.probability:
                continue
            entry.fired += 1
            return fault
        return None
