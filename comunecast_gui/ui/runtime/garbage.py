# SPDX-License-Identifier: EUPL-1.2
"""Runs Python's garbage collector in the thread of the window, and in no other, while there is a window.

Left to itself the collector starts in whatever thread happens to allocate: a send, a query, an upload. If a closed
dialog is among what it finds, the dialog is then taken apart in that thread while Qt draws in this one, and the
process dies without a word (``tests/ui/runtime/test_garbage.py`` shows it). Only objects that hold each other in a
circle wait for the collector; everything else is freed at once, in any thread, as ever.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QTimer

_EVERY_MS = 1_000


@contextmanager
def collected_here() -> Iterator[None]:
    """Within this, garbage is looked for once a second in this thread, which must run Qt's event loop.

    A generation is looked through when its threshold is passed, as Python does it by itself
    (https://docs.python.org/3.11/library/gc.html#gc.set_threshold).
    """
    before = gc.isenabled()
    gc.disable()
    timer = QTimer()
    timer.timeout.connect(collect_what_is_due)
    timer.start(_EVERY_MS)
    try:
        yield
    finally:
        timer.stop()
        if before:
            gc.enable()


def collect_what_is_due() -> None:
    """Looks through the oldest generation whose threshold is passed, and with it the younger ones."""
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return
