# SPDX-License-Identifier: EUPL-1.2
"""Ends the window in order on Ctrl+C or a shutdown; without this, Qt's loop hides the signal from Python."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def quits_on_signals(app: QApplication) -> Iterator[None]:
    """Within this, SIGINT and SIGTERM end the event loop; what is under way can then be awaited and recorded.

    A signal writes a byte to a socket that Qt watches: that wakes the loop, and Python runs its handler. One that comes
    while no loop runs ends the next one: the window is filled between two.
    """
    inside, outside = socket.socketpair()
    for end in (inside, outside):
        end.setblocking(False)
    notifier = QSocketNotifier(inside.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: inside.recv(64))

    def leave() -> None:
        app.quit()  # the windows close as if a person closed them: what is written is kept
        app.exit()  # and where one would rather ask something, nobody may be there to answer

    wakeup = signal.set_wakeup_fd(outside.fileno(), warn_on_full_buffer=False)
    handlers = {number: signal.signal(number, lambda *_: QTimer.singleShot(0, leave)) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(wakeup)
        notifier.setEnabled(False)
        inside.close()
        outside.close()
