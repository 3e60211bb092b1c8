# SPDX-License-Identifier: EUPL-1.2
"""A desk to work at without a screen: an X server, a session bus, a window manager, and the program on it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.accessibility.atspi import Node, Reader

_ROOT = Path(__file__).parents[2]
_ENDS = 20
"""Seconds that a process may take to end."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a program can be started and read."""

    reader: Reader
    environment: Mapping[str, str]
    folder: Path

    @contextmanager
    def program(self, *arguments: str, hour: str = "") -> Iterator[Node]:
        """``python -m comunecast_gui`` with these arguments, until its end; its errors are in ``folder``.

        ``hour``, such as 10:30, is shown by the clock that it starts with; empty: that of the computer.
        """
        module = ["tests.accessibility.at_hour", hour] if hour else ["comunecast_gui"]
        command = [sys.executable, "-m", *module, *arguments]
        log = self.folder / "program.txt"
        with (
            log.open("w") as errors,
            subprocess.Popen(command, env=self.environment, stderr=errors, cwd=_ROOT) as process,
        ):
            try:
                yield self.reader.until(self._program, lambda: f"no window: {process.poll()} {log.read_text()}")
            finally:
                process.kill()  # where something is written, closing asks a question

    def _program(self) -> Node | None:
        """The program once it has a window."""
        return next((one for one in self.reader.programs() if len(one.all()) > 1), None)


@contextmanager
def desk(folder: Path) -> Iterator[Desk]:
    """A desk with nothing on it; what the processes write goes under ``folder``."""
    with ExitStack() as stack:
        runtime = stack.enter_context(tempfile.TemporaryDirectory(prefix="desk-"))  # a socket's path has to be short
        environment = os.environ | {
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": runtime,
            "XDG_CONFIG_HOME": str(folder / "config"),
            "QT_QPA_PLATFORM": "xcb",
            "QT_ACCESSIBILITY": "1",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "LANG": "C.UTF-8",
        }
        for name in ("WAYLAND_DISPLAY", "DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "AT_SPI_BUS_ADDRESS"):
            environment.pop(name, None)
        ours, theirs = os.pipe()
        screen = ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "1366x768x24", "-nolisten", "tcp", "-noreset"]
        stack.enter_context(_running(screen, environment, pass_fds=(theirs,)))
        os.close(theirs)
        with os.fdopen(ours) as told:
            environment["DISPLAY"] = f":{told.readline().strip()}"
        bus = ["dbus-daemon", "--session", "--nofork", "--print-address"]
        daemon = stack.enter_context(_running(bus, environment, stdout=subprocess.PIPE))
        assert daemon.stdout is not None
        environment["DBUS_SESSION_BUS_ADDRESS"] = daemon.stdout.readline().decode().strip()
        stack.enter_context(_running(["openbox", "--sm-disable"], environment))
        reader = Reader(environment["DBUS_SESSION_BUS_ADDRESS"])
        stack.callback(reader.close)
        yield Desk(reader, environment, folder)


@contextmanager
def _running(command: list[str], environment: Mapping[str, str], **more: object) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(  # type: ignore[call-overload]
        command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True, **more
    )
    with process:
        try:
            yield process
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(_ENDS)
    except subprocess.TimeoutExpired:
        process.kill()
