# SPDX-License-Identifier: EUPL-1.2
"""What an office still lacks before it tells its citizens that the service is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from comunecast_gui.core.setup.step_report import OpenPoint, StepReport

SEEN = "seen"
"""What is noted of a channel once the first notice arrived on the officer's own phone."""


@dataclass(frozen=True, slots=True)
class LaunchFacts:
    """``channels`` are the services that are set up (``whatsapp``, ``telegram``), each with whether its first notice
    was seen on a phone of the office. ``bot`` is the bot's name, ``number`` the one that citizens write to.
    """

    office: str
    channels: Mapping[str, bool] = field(default_factory=dict)
    privacy_page: bool = False
    poster: bool = False
    second_person: bool = False
    alone: bool = False
    """A person said that the office has no second one."""
    bot: str = ""
    chat: str = ""
    """The public channel, as ``@name``; empty where it has no public name."""
    number: str = ""

    @property
    def report(self) -> StepReport:
        """Missing until each channel's first notice was seen; then to be checked until the launch has all it needs."""
        if not self.channels:
            return StepReport.of((OpenPoint("setup_no_service"),))
        unseen = tuple(OpenPoint(f"setup_unseen_{name}") for name, seen in self.channels.items() if not seen)
        return StepReport.of(unseen, self.before_launch)

    @property
    def before_launch(self) -> tuple[OpenPoint, ...]:
        """What is missing beside the first notice."""
        return (
            *(() if self.privacy_page else (OpenPoint("setup_no_privacy_page"),)),
            *(() if self.poster else (OpenPoint("setup_no_poster"),)),
            *(() if self.second_person or self.alone else (OpenPoint("setup_no_second_person"),)),
        )
