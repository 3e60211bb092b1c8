# SPDX-License-Identifier: EUPL-1.2
"""The error types of the program: what a service answered, and what a person must fix.

The sentence for a person is not here: each error carries a ``code`` and values, and the sentence with that
code comes from ``resources/sentences`` (see :mod:`comunecast_gui.core.sentences`).
"""

from __future__ import annotations

import math
from enum import StrEnum
from typing import ClassVar

LONGEST_WAIT = 7 * 86400.0
"""Seconds; no service asks to wait longer, and what asks for more is not one."""


class Waits(StrEnum):
    """Who has to wait after a transient refusal: this recipient, or the whole channel."""

    LANE = "lane"
    """The whole channel waits: the service limits the sender, or is out of reach."""
    DELIVERY = "delivery"
    """Only this recipient waits (WhatsApp's pair rate limit)."""


class Stops(StrEnum):
    """How much stays unsent until a person fixes the cause."""

    LANE = "lane"
    """Nothing on the whole channel."""
    NOTICE = "notice"
    """Nothing of this notice on the channel (its template is paused, its text too long); other notices go on."""


LONGEST_DETAIL = 300
"""Characters of what a service says of an error; what is kept and shown may not be longer, whoever answers."""


class SendError(Exception):
    """A call to a service that did not end in acceptance.

    ``code`` is the service's own code where it gave one (``"131056"``, ``"429"``), else a short word of ours
    (``"connect"``, ``"timeout"``). ``detail`` is the service's own sentence, already free of tokens and numbers.
    ``parts`` are the remote ids of the parts of this delivery that were accepted before the failure, so that
    a later try does not repeat them.
    """

    def __init__(self, code: str, detail: str = "", *, parts: tuple[str, ...] = ()) -> None:
        detail = detail[:LONGEST_DETAIL]
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
        self.parts = parts


class Transient(SendError):
    """Certainly not delivered, and worth another try after ``retry_after`` seconds.

    ``tries`` is how often the delivery may be tried in all before it counts as failed; 0 means without limit
    (nothing was wrong with it: the service was out of reach or asked the sender to wait).
    """

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        retry_after: float | None = None,
        waits: Waits = Waits.LANE,
        slow_down: bool = False,
        tries: int = 0,
        parts: tuple[str, ...] = (),
    ) -> None:
        super().__init__(code, detail, parts=parts)
        sane = retry_after is not None and math.isfinite(retry_after)
        self.retry_after = min(max(retry_after or 0.0, 0.0), LONGEST_WAIT) if sane else None
        self.waits = waits
        self.slow_down = slow_down
        self.tries = tries


class Permanent(SendError):
    """Certainly not delivered, and another try with the same content would be refused again.

    ``suspect``: the service's code is not in its documentation; after three such in a row the lane stops,
    because then the fault is more likely ours than the recipients'.
    """

    def __init__(self, code: str, detail: str = "", *, suspect: bool = False, parts: tuple[str, ...] = ()) -> None:
        super().__init__(code, detail, parts=parts)
        self.suspect = suspect


class OutcomeUnknown(SendError):
    """The request may have been processed: never tried again by the program itself."""


class Misconfigured(SendError):
    """Certainly not delivered, and nothing else of what it ``stops`` can be sent before a person mends something.

    The rows stay queued. ``code`` has a sentence of its own under ``[channel]``.
    """

    def __init__(self, code: str, detail: str = "", *, stops: Stops = Stops.LANE, parts: tuple[str, ...] = ()) -> None:
        super().__init__(code, detail, parts=parts)
        self.stops = stops


class UserError(Exception):
    """Something a person can mend. ``code`` names the sentence; ``values`` fill it; ``field`` is what to look at."""

    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, *, field: str = "", **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.values = values


class InputError(UserError):
    """The input is wrong; nothing was sent (exit status 1)."""


class ConfigError(UserError):
    """The configuration is wrong; nothing was sent, or a lane stopped (exit status 2)."""

    exit_code: ClassVar[int] = 2
