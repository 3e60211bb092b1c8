# SPDX-License-Identifier: EUPL-1.2
"""The state of one part of the program or of the office, for the command and the window."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Condition:
    """``name`` is program, resources, settings, database, backup, relay, a channel, or ``whatsapp_``, a part
    of it and what is wrong there.

    ``detail`` is for a person: where something is wrong, it says how to mend it.

    ``warning``: the part works, and somebody should look at it all the same.
    """

    name: str
    ok: bool
    detail: str
    warning: bool = False
