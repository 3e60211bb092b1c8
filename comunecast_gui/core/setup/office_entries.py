# SPDX-License-Identifier: EUPL-1.2
"""What the set-up asks about the office itself, as a person types it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BETWEEN = re.compile(r"[,;\n]")


@dataclass(frozen=True, slots=True)
class OfficeEntries:
    """The fields of the step *Ente*; ``localities`` as typed, separated by commas."""

    name: str = ""
    localities: str = ""
    phone: str = ""
    email: str = ""
    privacy_url: str = ""
    alert_zone: str = ""

    @property
    def places(self) -> tuple[str, ...]:
        """The localities, each once, in the order in which they were typed."""
        found = (part.strip() for part in _BETWEEN.split(self.localities))
        return tuple(dict.fromkeys(place for place in found if place))


def web_address(typed: str) -> str:
    """``https://www.comune.example.it/privacy`` also where the beginning was left out; empty stays empty."""
    typed = typed.strip()
    return typed if not typed or "://" in typed else f"https://{typed}"
