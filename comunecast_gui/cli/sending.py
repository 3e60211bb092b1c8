# SPDX-License-Identifier: EUPL-1.2
"""Runs the engine for a command: after any other send of the office, with progress, until it ends or is stopped."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

from comunecast_gui.core.changes import Changed, Event, LanePhase, LaneProgress
from comunecast_gui.core.delivery.engine import Engine
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.ports import Scope
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.services import wiring
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system.locks import sending_lock

_LOCK_WAIT = 24 * 3600.0
"""Seconds to wait for another send of the same office to end; a list of 150,000 people takes about half an hour."""
_PATIENCE = 1800.0
"""Seconds that a command waits for rows that are due later; the longest pause that WhatsApp asks for is shorter."""


def run_engine(workspace: Workspace, scope: Scope, sentences: Sentences) -> dict[str, LaneProgress]:
    """Runs the engine until its lanes end, after any other send of this office; Ctrl-C drains."""
    with sending_turn(workspace, sentences):
        ended = asyncio.run(_run(workspace, scope, sentences))
        with suppress(ConfigError):  # what was sent counts; the next time is early enough to tidy up
            wiring.tidy(workspace)
        return ended


@contextmanager
def sending_turn(workspace: Workspace, sentences: Sentences) -> Iterator[None]:
    """The right to send. Another send of this office may have it: then this one says so and waits."""
    with ExitStack() as held:
        try:
            held.enter_context(sending_lock(workspace.data_dir))
        except ConfigError:
            tell(sentences.text("cli.waiting_for_lock"))
            held.enter_context(sending_lock(workspace.data_dir, _LOCK_WAIT))
        yield


async def _run(workspace: Workspace, scope: Scope, sentences: Sentences) -> dict[str, LaneProgress]:
    engine = wiring.build_engine(workspace, _teller(sentences) if sys.stderr.isatty() else _ignore, _PATIENCE)
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM"):
        _on_signal(loop, getattr(signal, name), engine, sentences)
    return await engine.run(scope)


def _on_signal(loop: asyncio.AbstractEventLoop, number: signal.Signals, engine: Engine, sentences: Sentences) -> None:
    def drain(*_: object) -> None:
        tell(sentences.text("cli.stopping"))
        loop.call_soon_threadsafe(engine.stop)

    signal.signal(number, drain)


def _teller(sentences: Sentences) -> Callable[[Event], None]:
    def show(event: Event) -> None:
        if not isinstance(event, Changed):
            total = event.done + event.left
            sys.stderr.write(f"\r\x1b[K{event.channel}: {event.done}/{total}, {event.rate:.0f}/s ")
            if event.phase is LanePhase.WAITING:
                sys.stderr.write(sentences.text("cli.lane_waits"))
            sys.stderr.flush()

    return show


def _ignore(event: Event) -> None:
    """Nobody is watching: the rows are the record."""


def tell(text: str) -> None:
    """Says something to the person, beside the command's answer."""
    print(text, file=sys.stderr)
