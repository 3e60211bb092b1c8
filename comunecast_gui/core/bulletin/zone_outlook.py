# SPDX-License-Identifier: EUPL-1.2
"""What the bulletins say of the office's zone from today on, and the notice to write, with where each value is from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from comunecast_gui.core.bulletin.forecast import Forecast
from comunecast_gui.core.bulletin.proposal import Proposal


class Origin(StrEnum):
    """Where the value of a field comes from."""

    BULLETIN = "bulletin"
    LAST_NOTICE = "last_notice"
    ADVICE = "advice"
    """The category's own advice for this level and these risks."""
    USUAL = "usual"


@dataclass(frozen=True, slots=True)
class Prefilled:
    """A notice to write. ``fields`` are raw values, ``origins`` says of each where it comes from.

    ``asks`` names the fields that only a person can know: the hours, which are the Region's, and what is closed. Zones
    and channels are those of the notice that it follows; none: the usual ones.
    """

    category: str
    follows: int | None
    fields: Mapping[str, Any]
    origins: Mapping[str, Origin]
    asks: tuple[str, ...]
    zones: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ZoneOutlook:
    """``zone`` is the code, ``name`` what the bulletin calls it; ``days`` are those from today on.

    ``prefilled`` belongs to ``proposal``.
    """

    zone: str
    name: str
    days: tuple[Forecast, ...] = ()
    proposal: Proposal | None = None
    prefilled: Prefilled | None = None

    @property
    def asks(self) -> bool:
        """Whether the bulletin says more than the last notice."""
        return self.proposal is not None and self.proposal.news
