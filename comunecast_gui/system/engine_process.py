# SPDX-License-Identifier: EUPL-1.2
"""The engine in a process of its own: at hundreds of messages a second it would make the window stutter."""

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

    ``secrets`` are environment variables with what the child cannot read from the keyring itself.
    """

    def __init__(self, data_dir: Path, emit: Callable[[Event], None], secrets: Mapping[str, str]) -> None:
        self._data_dir = data_dir
        self._emit = emit
        self._secrets = dict(secrets)
        self._scope = NO_ROWS
        self._told = 0
        self._stopping = False
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
        self._scope |= scope
        if self._task is None:
            self._stopping = False
            self._task = asyncio.ensure_future(self._keep_sending())
        else:
            self._ask(scope)
        return await asyncio.shield(self._task)

    def stop(self) -> None:
        """Drains: no new claims, those under way are awaited, the rest stays queued."""
        self._stopping = True
        self._say(wire.order(wire.STOP))

    def pause(self) -> None:
        self._say(wire.order(wire.PAUSE))

    def resume(self) -> None:
        self._say(wire.order(wire.RESUME))

    async def _keep_sending(self) -> dict[str, LaneProgress]:
        ended: dict[str, LaneProgress] = {}
        try:
            while True:
                self._told = 0
                last = await self._one_child()
                ended |= {name: wire.progress_of(lane) for name, lane in last["ended"].items()}
                # An order may have reached a child that had just come to its end.
                if last["runs"] >= self._told or self._stopping:
                    return ended
        finally:
            self._scope, self._task = NO_ROWS, None

    async def _one_child(self) -> dict[str, Any]:
        """Runs a child to its end; returns its last line."""
        process = await asyncio.create_subprocess_exec(
            *_program(),
            *("--data-dir", str(self._data_dir), "resume", "--events", "--json"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={**os.environ, **self._secrets},
            limit=_LINE,
        )
        self._process = process
        self._ask(self._scope)
        if self._stopping:
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
