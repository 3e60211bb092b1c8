# SPDX-License-Identifier: EUPL-1.2
"""Runs the engine for a command, with progress, until it ends or a person stops it; other sends go first."""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from types import FrameType

from comunecast_gui.cli import terminal
from comunecast_gui.cli.progress_teller import ProgressTeller
from comunecast_gui.core.changes import LaneProgress
from comunecast_gui.core.delivery.engine import Engine
from comunecast_gui.core.errors import ConfigError, SendError, UserError
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.ports import Scope
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.services import wiring
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system.locks import sending_lock

_LOCK_WAIT = 24 * 3600.0
"""Seconds to wait for another send of the same office to end; a list of 150,000 people takes about half an hour."""
_LOOK_EVERY = 0.5
_PATIENCE = 1800.0
"""Seconds that a command waits for rows that are due later; the longest pause that WhatsApp asks for is shorter."""
_DRAIN_SECONDS = 1.2
"""What Ctrl-C leaves to the calls under way; most take a tenth of it, and a person does not wait for a dead service."""
_ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Ctrl-C, a polite end, and a terminal that was closed."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sending:
    """How a sending ended: the last progress of each lane and, where something cut it short, a sentence about that.

    The outcomes are not here: they are in the deliveries.
    """

    lanes: Mapping[str, LaneProgress] = field(default_factory=dict)
    trouble: str = ""


def run_engine(workspace: Workspace, scope: Scope, sentences: Sentences, *, interrupted: bool = False) -> Sending:
    """Runs the engine until its lanes end, after any other send of this office; Ctrl-C drains.

    A command that was ``interrupted`` while it queued the rows sends none of them. Never raises: rows are queued by
    now, and the caller has to report their outcome.
    """
    lanes: dict[str, LaneProgress] = {}
    if interrupted:
        return Sending(trouble=sentences.text("cli.interrupted_queued"))
    teller = ProgressTeller(sentences, timezone_of(workspace.office))
    unexpected = sentences.text("cli.unexpected", folder=workspace.data_dir / "logs")
    try:
        with sending_turn(workspace, sentences):
            lanes = asyncio.run(_run(workspace, scope, sentences, teller))
            _tidy(workspace)
    except KeyboardInterrupt:
        return Sending(lanes, "" if lanes else sentences.text("cli.interrupted_queued"))
    except (UserError, SendError) as error:
        return Sending(lanes, sentences.of(error))
    except Exception:
        logger.exception("The sending failed")
        return Sending(lanes, unexpected)
    return Sending(lanes, unexpected if teller.faulty else "")


def _tidy(workspace: Workspace) -> None:
    """Shrinks old deliveries; a failure does not matter, because the next run tries again."""
    try:
        wiring.tidy(workspace)
    except (Exception, KeyboardInterrupt) as error:
        logger.warning("Old deliveries could not be shrunk", exc_info=error)


@contextmanager
def uninterrupted() -> Iterator[Callable[[], bool]]:
    """Delays Ctrl-C and SIGTERM for one short step; the returned function tells whether one came.

    Between the commit of a queue and the program's knowing of it there must be no way out.
    """
    came: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        came.append(number)

    with _handled(note):
        yield lambda: bool(came)


@contextmanager
def _handled(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Sends the signals that end a process to ``handler``, and restores the former handlers at the end."""
    if threading.current_thread() is not threading.main_thread():  # which is the only one that gets any
        yield
        return
    # Who started this with nohup wants it to outlive the terminal.
    meant = [each for each in _ENDING if each.name != "SIGHUP" or signal.getsignal(each) is not signal.SIG_IGN]
    before = {number: signal.signal(number, handler) for number in meant}
    try:
        yield
    finally:
        for number, former in before.items():
            signal.signal(number, former)


@contextmanager
def sending_turn(workspace: Workspace, sentences: Sentences) -> Iterator[None]:
    """Waits for the right to send while another send of this office has it, and says so.

    Raises KeyboardInterrupt where a person, or the system, ends the waiting. It looks for that between two tries: an
    exception that a signal raises wherever it happens to strike may be lost there.
    """
    with ExitStack() as held:
        with uninterrupted() as interrupted:
            _wait_for_turn(held, workspace, interrupted, sentences)
        yield


def _wait_for_turn(
    held: ExitStack, workspace: Workspace, interrupted: Callable[[], bool], sentences: Sentences
) -> None:
    until = time.monotonic() + _LOCK_WAIT
    told = False
    while True:
        try:
            held.enter_context(sending_lock(workspace.data_dir, _LOOK_EVERY if told else 0.0))
        except ConfigError as error:
            if error.code != "already_sending":
                raise
            if interrupted():
                raise KeyboardInterrupt from None
            if time.monotonic() > until:
                raise
            if not told:
                terminal.tell(sentences.text("cli.waiting_for_lock"))
            told = True
        else:
            return


async def _run(
    workspace: Workspace, scope: Scope, sentences: Sentences, teller: ProgressTeller
) -> dict[str, LaneProgress]:
    asyncio.get_running_loop().set_exception_handler(teller.note_fault)
    engine = wiring.build_engine(workspace, teller.take, _PATIENCE)
    with _handled(_drain(asyncio.get_running_loop(), engine, sentences)):
        telling = asyncio.ensure_future(teller.keep_telling())
        try:
            return await engine.run(scope)
        finally:
            telling.cancel()


def _drain(
    loop: asyncio.AbstractEventLoop, engine: Engine, sentences: Sentences
) -> Callable[[int, FrameType | None], None]:
    def stop() -> None:
        engine.stop()
        loop.call_later(_DRAIN_SECONDS, engine.cut_off)

    def drain(_number: int, _frame: FrameType | None) -> None:
        terminal.tell(sentences.text("cli.stopping"))
        loop.call_soon_threadsafe(stop)

    return drain
