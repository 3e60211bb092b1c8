# SPDX-License-Identifier: EUPL-1.2
"""A window that does not start says why: in a sentence, and in a file of the log folder, also where Qt ends all itself.

Qt ends the process when it finds no way to a screen, with a message for programmers (``qFatal``: the message handler is
called, then the process aborts). Imports no Qt: it also speaks where Qt's own libraries cannot be loaded.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from comunecast_gui.core.atomic_file import make_private, replace_text
from comunecast_gui.core.errors import ConfigError, UserError
from comunecast_gui.system import paths
from comunecast_gui.system.logs import redact
from comunecast_gui.ui.runtime import qt_libraries

FILE = "start-failure.txt"
"""In the log folder: why the last start that failed did so."""
_TRACES = "crash-traces.txt"
_DESKTOPS = ("", "xcb", "wayland")
_NOT_FOUND = "cannot open shared object file"
logger = logging.getLogger(__name__)


def no_window(said: Sequence[str]) -> ConfigError:
    """Why Qt could not open a window, after what it ``said``: no screen, missing libraries, or its own words."""
    lacking = qt_libraries.missing(qt_libraries.ALWAYS | qt_libraries.ON_X11)
    if lacking:
        return _lacks(lacking)
    asked = os.environ.get("QT_QPA_PLATFORM", "")
    on_a_desktop = any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
    if sys.platform == "linux" and asked.partition(":")[0] in _DESKTOPS and not on_a_desktop:
        return ConfigError("no_screen")
    return ConfigError("screen_unusable", reason=next(iter(said), asked) or "-")


def not_loaded(error: ImportError) -> ConfigError | None:
    """Why Qt itself cannot be loaded; None where ``error`` is about something else."""
    text = str(error)
    if _NOT_FOUND not in text:
        return None
    first = text.partition(":")[0]
    return _lacks(qt_libraries.missing(qt_libraries.ALWAYS) or {first: first})


def _lacks(lacking: dict[str, str]) -> ConfigError:
    return ConfigError("screen_libraries", libraries=", ".join(lacking), install=qt_libraries.command(lacking.values()))


def note(data_dir: Path | None, text: str) -> Path | None:
    """Writes why the start failed into :data:`FILE`; returns where, or None if the folder cannot be written."""
    with suppress(OSError, UserError):
        folder = paths.data_dir(data_dir) / "logs"
        folder.mkdir(mode=0o700, exist_ok=True)
        replace_text(folder / FILE, redact(text))
        return folder / FILE
    return None


def tell(error: UserError, data_dir: Path | None, language: str, details: Sequence[str] = ()) -> None:
    """Says why the start failed on the terminal, and with the ``details`` in :data:`FILE`."""
    from comunecast_gui.core.sentences import Sentences  # no start that goes well reads them before its first frame

    sentences = Sentences.load(paths.resource("sentences"), language)
    file = note(data_dir, "\n".join([sentences.of(error), "", *details]))
    where = [sentences.text("start_noted", file=file)] if file else []
    print(sentences.of(error), *where, file=sys.stderr, flush=True)


@contextmanager
def crash_traces(data_dir: Path) -> Iterator[None]:
    """Within this, a crash of the process leaves the place where it happened in a file of the log folder.

    What an earlier run left there goes into the log. Whoever watches for crashes already goes on doing so. A run that
    ends in order leaves nothing: on Windows faulthandler also notes exceptions that the program survives.
    """
    path = data_dir / "logs" / _TRACES
    if faulthandler.is_enabled():
        yield
        return
    try:
        make_private(path)
        file = path.open("r+", encoding="utf-8", errors="replace")
    except OSError:
        yield
        return
    with file:
        if left := file.read():
            logger.error("An earlier run of the window ended in a crash:\n%s", left)
            file.seek(0)
            file.truncate()
        faulthandler.enable(file)
        try:
            yield
        finally:
            faulthandler.disable()
            file.seek(0)
            file.truncate()
