# SPDX-License-Identifier: EUPL-1.2
"""Starts the engine in its own process, because hundreds of messages a second would make the window stutter."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from comunecast_gui.core.changes import Event, LaneProgress
from comunecast_gui.core.delivery import wire
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.ports import NO_ROWS, Scope

_LINE = 16 * 1024 * 1024
"""Bytes; a line names the deliveries that changed within a moment."""


class EngineProcess:
    """Runs ``comunecast resume --events`` and passes on what it says; used like core's Engine, on one loop.

    ``secrets`` gives environment variables with what the child cannot read from the keyring itself; it is asked in a
    thread whenever a child is started.
    """

    def __init__(self, data_dir: Path, emit: Callable[[Event], None], secrets: Callable[[], Mapping[str, str]]) -> None:
        self._data_dir = data_dir
        self._emit = emit
        self._secrets = secrets
        self._scope = NO_ROWS
        self._told = 0
        self._stopping = False
        self._paused = False
        self._renewing = False
        self._process: asyncio.subprocess.Process | None = None
        self._task: asyncio.Task[dict[str, LaneProgress]] | None = None

    def __repr__(self) -> str:
        return f"EngineProcess(running={self.running})"

    @property
    def running(self) -> bool:
        """Whether something is being sent."""
        return self._task is not None

    async def run(self, scope: Scope) -> dict[str, LaneProgress]:
        """Sends the queued rows in ``scope``; returns how each lane ended. Joins a sending under way.

        Raises ConfigError("child_refused") with what the child had to say.
        """
        if self._stopping:  # what was asked for before the stop is not begun again
            self._scope, self._stopping = NO_ROWS, False
        self._scope |= scope
        if self._task is None:
            self._task = asyncio.ensure_future(self._keep_sending())
        else:
            self._ask(scope)
        return await asyncio.shield(self._task)

    def stop(self) -> None:
        """Drains: no new claims, those under way are awaited, the rest stays queued."""
        self._stopping = self.running
        self._say(wire.order(wire.STOP))

    def pause(self) -> None:
        """No new claims until :meth:`resume`, also of a child that is only being started."""
        self._paused = self.running
        self._say(wire.order(wire.PAUSE))

    def resume(self) -> None:
        """Ends a pause."""
        self._paused = False
        self._say(wire.order(wire.RESUME))

    def renew(self) -> None:
        """Keys have changed: the child ends what is under way, and another one goes on with the new keys."""
        if self.running and not self._stopping:
            self._renewing = True
            self._say(wire.order(wire.STOP))

    async def _keep_sending(self) -> dict[str, LaneProgress]:
        ended: dict[str, LaneProgress] = {}
        try:
            while True:
                last = await self._one_child()
                ended |= {name: wire.progress_of(lane) for name, lane in last["ended"].items()}
                # An order may have reached a child that had just come to its end.
                if self._stopping or (last["runs"] >= self._told and not self._renewing):
                    return ended
        finally:
            self._scope, self._task = NO_ROWS, None
            self._stopping = self._paused = self._renewing = False

    async def _one_child(self) -> dict[str, Any]:
        """Runs one child process to its end; returns its last line."""
        self._renewing = False
        secrets = await asyncio.to_thread(self._secrets)
        process = await asyncio.create_subprocess_exec(
            *_program(),
            *("--data-dir", str(self._data_dir), "resume", "--events", "--json"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={**os.environ, **secrets},
            limit=_LINE,
        )
        self._process, self._told = process, 0
        self._ask(self._scope)
        # What a person asked for while the child was being started.
        if self._paused:
            self._say(wire.order(wire.PAUSE))
        if self._stopping or self._renewing:
            self._say(wire.order(wire.STOP))
        last: dict[str, Any] = {}
        try:
            while process.stdout and (line := await process.stdout.readline()):
                last = json.loads(line)
                event = wire.event_of(last)
                if event is not None:
                    self._emit(event)
            await process.wait()
        finally:
            self._process = None
        if "ended" not in last:
            said = last.get("error", {}).get("message", "")
            raise ConfigError("child_refused" if said else "child_died", said=said)
        return last

    def _ask(self, scope: Scope) -> None:
        self._told += 1
        self._say(wire.order(wire.RUN, scope))

    def _say(self, line: str) -> None:
        if self._process and self._process.stdin and not self._process.stdin.is_closing():
            self._process.stdin.write(f"{line}\n".encode())


def _program() -> list[str]:
    """The command that starts this program, also from a frozen bundle."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "comunecast_gui"]
