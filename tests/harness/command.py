# SPDX-License-Identifier: EUPL-1.2
"""The real command, in a world whose clock can be set while it runs and where no answer is awaited for long.

``HARNESS_CLOCK`` names a file with the seconds by which this machine's clock is wrong.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from comunecast_gui import __main__
from comunecast_gui.channels.telegram.driver import TelegramChannel
from comunecast_gui.channels.whatsapp.driver import WhatsAppChannel
from comunecast_gui.store.db import database
from comunecast_gui.system.clock import SystemClock

READ_TIMEOUT = 1.0
BUSY_MILLISECONDS = 1500
_true_time = SystemClock.now


def _wrong_time(self: SystemClock) -> datetime:
    return _true_time(self) + timedelta(seconds=float(Path(os.environ["HARNESS_CLOCK"]).read_text()))


def main() -> int:
    SystemClock.now = _wrong_time  # type: ignore[method-assign]
    for driver in (WhatsAppChannel, TelegramChannel):
        (driver.__init__.__kwdefaults__ or {})["read_timeout"] = READ_TIMEOUT
    database._BUSY_MILLISECONDS = BUSY_MILLISECONDS
    database._SERVER_OPTIONS = f"-c lock_timeout={BUSY_MILLISECONDS}"
    return __main__.main()


if __name__ == "__main__":
    raise SystemExit(main())
