# SPDX-License-Identifier: EUPL-1.2
"""``comunecast resume --events``: runs the engine in its own process, for a window that must stay responsive."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from collections.abc import Callable
from typing import Any

from comunecast_gui.cli import terminal
from comunecast_gui.cli.reply import Reply
from comunecast_gui.core.changes import Event, LaneProgress
from comunecast_gui.core.delivery import wire
from comunecast_gui.core.delivery.engine import Engine
from comunecast_gui.core.delivery.throttle import EventThrottle
from comunecast_gui.services import wiring
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system.locks import sending_lock
from comunecast_gui.system.process_priority import give_way

Ended = dict[str, LaneProgress]


def serve(workspace: Workspace) -> Reply:
    """Takes orders from standard input and writes events to standard output until nothing is left to send.

    The end of standard input, so also the death of the window, drains. Raises ConfigError("already_sending").
    """
    give_way()
    with sending_lock(workspace.data_dir):
        service = _Service(workspace)
        ended = asyncio.run(service.run())
    lanes = {name: wire.progress_data(lane) for name, lane in ended.items()}
    return Reply({"ended": lanes, "runs": service.runs})


class _Service:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._orders: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.runs = 0
        """How many orders to RUN were carried out."""

    async def run(self) -> Ended:
        news = EventThrottle(_tell)
        engine = wiring.build_engine(self._workspace, news.add)
        self._listen(asyncio.get_running_loop().call_soon_threadsafe)
        sending: asyncio.Task[Ended] | None = None
        while sending is None or not sending.done():
            order = asyncio.ensure_future(self._orders.get())
            await asyncio.wait({order, sending} if sending else {order}, return_when=asyncio.FIRST_COMPLETED)
            if not order.done():
                order.cancel()
                break
            data = order.result()
            if data["do"] == wire.RUN:
                self.runs += 1
                run = asyncio.ensure_future(engine.run(wire.scope_of(data)))
                await asyncio.sleep(0)  # it has begun when the next order is looked at: a pause finds what to pause
                sending = asyncio.ensure_future(_after(sending, run))
            elif sending is None:  # told to end before there was anything to do
                return {}
            else:
                _ACTIONS[data["do"]](engine)
        ended = await sending if sending else {}
        news.flush()
        return ended

    def _listen(self, call_soon: Callable[..., Any]) -> None:
        def read() -> None:
            for line in sys.stdin:
                call_soon(self._orders.put_nowait, json.loads(line))
            call_soon(self._orders.put_nowait, {"do": wire.STOP})

        threading.Thread(target=read, name="orders", daemon=True).start()


async def _after(earlier: asyncio.Task[Ended] | None, later: asyncio.Task[Ended]) -> Ended:
    """The lanes' last phases after two runs."""
    both = [earlier, later] if earlier else [later]
    return {name: lane for ended in await asyncio.gather(*both) for name, lane in ended.items()}


_ACTIONS: dict[str, Callable[[Engine], None]] = {
    wire.STOP: Engine.stop,
    wire.PAUSE: Engine.pause,
    wire.RESUME: Engine.resume,
}


def _tell(event: Event) -> None:
    """Writes an event; a reader that has died is noticed by the end of the orders, which drains."""
    terminal.answer(wire.event_line(event))
