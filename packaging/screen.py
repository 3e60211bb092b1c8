# SPDX-License-Identifier: EUPL-1.2
"""A screen without a monitor (Xvfb), and pictures of what a program shows on it."""

from __future__ import annotations

import os
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QImage

WIDTH, HEIGHT = 1440, 960
_POLL = 0.02
_ENOUGH_COLOURS = 12
"""A window of the program has dozens; an empty screen has one, and a bare frame a few."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A running X server: the value of DISPLAY, and the file where it keeps its picture."""

    display: str
    frame: Path

    def picture(self) -> QImage:
        """What is shown now. The file is an X window dump (X.Org: XWDFile.h)."""
        data = self.frame.read_bytes()
        head = struct.unpack_from(">25I", data)
        header_size, width, height, bytes_per_line, colours = head[0], head[4], head[5], head[12], head[19]
        start = header_size + 12 * colours
        pixels = data[start : start + bytes_per_line * height]
        return QImage(pixels, width, height, bytes_per_line, QImage.Format.Format_RGB32).copy()

    def settled(self, quiet: float = 1.0, patience: float = 20.0) -> QImage:
        """The picture once it has not changed for ``quiet`` seconds, or the last one after ``patience``."""
        began = changed = time.monotonic()
        last = self.picture()
        while time.monotonic() - changed < quiet and time.monotonic() - began < patience:
            time.sleep(_POLL * 5)
            now = self.picture()
            if now != last:
                last, changed = now, time.monotonic()
        return last

    def until_drawn(self, program: subprocess.Popen[bytes], patience: float) -> float:
        """Waits until ``program`` has drawn a window; returns the seconds. Raises TimeoutError, and RuntimeError if
        the program ended."""
        began = time.monotonic()
        while time.monotonic() - began < patience:
            if colours(self.picture()) >= _ENOUGH_COLOURS:
                return time.monotonic() - began
            if program.poll() is not None:
                raise RuntimeError(f"the program ended by itself with status {program.returncode}")
            time.sleep(_POLL)
        raise TimeoutError(f"no window after {patience:.0f} s")


def colours(image: QImage, step: int = 7) -> int:
    """How many colours the picture has, looked at in every ``step``-th point of each direction."""
    return len({image.pixel(x, y) for y in range(0, image.height(), step) for x in range(0, image.width(), step)})


@contextmanager
def screen() -> Iterator[Screen]:
    """Starts a screen and ends it. Raises FileNotFoundError where Xvfb is not installed."""
    with tempfile.TemporaryDirectory() as folder:
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{WIDTH}x{HEIGHT}x24"]
        server = subprocess.Popen(
            [*command, "-fbdir", folder, "-nolisten", "tcp", "-ac"], pass_fds=[writing], stderr=subprocess.DEVNULL
        )
        os.close(writing)
        try:
            with os.fdopen(reading) as told:
                number = told.readline().strip()
            if not number:
                raise RuntimeError("Xvfb did not start")
            yield Screen(f":{number}", Path(folder, "Xvfb_screen0"))
        finally:
            server.terminate()
            server.wait()
