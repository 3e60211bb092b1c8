# SPDX-License-Identifier: EUPL-1.2
"""The state of one part of the program or of the office, for the command and the window."""

from __future__ import annotations

from dataclasses import dataclass

SILENT = frozenset({"offline", "name_unknown", "connect", "tls", "timeout", "connection"})
"""The codes of a service that was not reached, or did not answer at all."""


@dataclass(frozen=True, slots=True)
class Condition:
    """``name`` is program, resources, settings, database, backup, disk, relay, a channel, or ``database_``,
    ``relay_`` and ``whatsapp_`` with a part of it, and of the latter with what is wrong there.

    ``detail`` is for a person: where something is wrong, it says how to mend it.

    ``ok``: the part works. ``warning``: it does, and somebody should look at it all the same. What is not safe, or may
    stop working one day, is a warning: nothing there keeps an alert from going out now.
    """

    name: str
    ok: bool
    detail: str
    warning: bool = False
    code: str = ""
    """The code of the error behind it, where there is one."""
