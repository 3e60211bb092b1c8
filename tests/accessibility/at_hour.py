# SPDX-License-Identifier: EUPL-1.2
"""Starts the program as it would be today at another hour, so that what depends on the hour is always the same.

``python -m tests.accessibility.at_hour 10:30 --demo`` opens the training town in the middle of the morning.
"""

from __future__ import annotations

import sys
from datetime import datetime, time
from zoneinfo import ZoneInfo

from comunecast_gui.__main__ import main
from comunecast_gui.system.clock import ReplayClock, SystemClock


def set_clock(hour: time) -> None:
    """From here on the computer's clock of this process shows ``hour`` of today, and goes on from there."""
    zone = ZoneInfo("Europe/Rome")
    shown = ReplayClock(datetime.combine(datetime.now(zone), hour, zone))
    setattr(SystemClock, "now", lambda _: shown.now())  # noqa: B010 - a method, which mypy lets nobody replace


if __name__ == "__main__":
    set_clock(time.fromisoformat(sys.argv[1]))
    sys.exit(main(sys.argv[2:]))
