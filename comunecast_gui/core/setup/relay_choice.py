# SPDX-License-Identifier: EUPL-1.2
"""Where the relay runs, the values that are pasted there, and what of the way from Meta is proven."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class RelayWay(StrEnum):
    """How an office hears what citizens write."""

    WEB_SPACE = "web_space"
    """A web space that runs Python."""
    SERVER = "server"
    """A server or a container of the town."""
    NOT_NOW = "not_now"
    """Not yet: people are added by hand or from a file."""


@dataclass(frozen=True, slots=True)
class RelayPresent:
    """What is kept: the way, the address, whether the app secret is known, and the number to write to."""

    way: RelayWay | None = None
    url: str = ""
    has_secret: bool = False
    number: str = ""


@dataclass(frozen=True, slots=True)
class RelayPoint:
    """One thing of the way from Meta to this computer that was tried; ``code`` names its sentence."""

    code: str
    fine: bool
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listening:
    """What was there when somebody began to listen: people in the list, and answers sent ``since`` a little before."""

    since: datetime
    people: int
    answered: int


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """What has come since somebody began to listen: people who joined, and answers that went out.

    ``newest`` is the masked number of who joined last.
    """

    joined: int = 0
    answered: int = 0
    newest: str = ""

    @property
    def whole(self) -> bool:
        """Whether a phone wrote, was read here, and got its answer."""
        return self.answered > 0
