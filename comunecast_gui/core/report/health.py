# SPDX-License-Identifier: EUPL-1.2
"""The condition of one part of the program or of the office, as the command and the window tell it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Condition:
    """``name`` is program, resources, settings, database, backup, relay or a channel; ``detail`` is for a person.

    ``warning``: the part works, and somebody should look at it all the same.
    """

    name: str
    ok: bool
    detail: str
    warning: bool = False
