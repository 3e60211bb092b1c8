# SPDX-License-Identifier: EUPL-1.2
"""Runs both stand-ins on one port of the loopback interface, in a thread of the caller's process."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator

from aiohttp import web

from comunecast_gui.sandbox.config import SandboxConfig
from comunecast_gui.sandbox.control import Control
from comunecast_gui.sandbox.control_app import ControlService
from comunecast_gui.sandbox.graph.api import GraphService
from comunecast_gui.sandbox.graph.webhook_push import deliver
from comunecast_gui.sandbox.state import SandboxState
from comunecast_gui.sandbox.telegram.api import TelegramService

HOST = "127.0.0.1"
BODY_BYTES = 128 * 1024 * 1024


class Sandbox:
    """Both services on loopback. ``start`` returns once they answer, ``stop`` once the port is free."""

    def __init__(self, config: SandboxConfig | None = None) -> None:
        self.config = config or SandboxConfig()
        self.state = SandboxState(self.config)
        self.control = Control(self.state)
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._failure: BaseException | None = None
        self._stopping = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="sandbox", daemon=True)

    @property
    def telegram_base_url(self) -> str:
        """The Bot API's address, to which the token is appended."""
        return f"{self.graph_url}/bot"

    @property
    def graph_url(self) -> str:
        """The Graph API's address, to which ``/v25.0/...`` is appended."""
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        """Start serving.

        Raises:
            OSError: where the port is taken.
        """
        self._thread.start()
        self._ready.wait()
        if self._failure:
            raise self._failure

    def stop(self) -> None:
        """Stop serving and close what is open."""
        if self._thread.is_alive():
            with contextlib.suppress(RuntimeError):  # the loop may close in between
                self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join()
        if self.state.memory:
            self.state.memory.close()

    def wait(self) -> None:
        """Wait until it stops."""
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        except OSError as error:
            self._failure = error
        finally:
            self._ready.set()
            self._loop.run_until_complete(self._end_the_slow())
            self._loop.close()

    async def _end_the_slow(self) -> None:
        """Ends the answers that take their time although nobody waits for them any more."""
        slow = asyncio.all_tasks() - {asyncio.current_task()}
        for task in slow:
            task.cancel()
        await asyncio.gather(*slow, return_exceptions=True)

    async def _serve(self) -> None:
        runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=0.2, handle_signals=False)
        await runner.setup()
        try:
            site = web.TCPSite(runner, HOST, self.config.port)
            await site.start()
            self.port = int(runner.addresses[0][1])
            pushing = asyncio.create_task(deliver(self.state)) if self.config.webhook_url else None
            self._ready.set()
            await self._stopping.wait()
            if pushing:
                pushing.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await pushing
        finally:
            await runner.cleanup()

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=BODY_BYTES)
        app.add_routes(ControlService(self.control).routes())
        app.add_routes(TelegramService(self.state).routes())
        app.add_routes(GraphService(self.state).routes())
        return app


@contextlib.contextmanager
def run_sandbox(config: SandboxConfig | None = None) -> Iterator[Sandbox]:
    """A running sandbox for the length of a ``with`` block."""
    sandbox = Sandbox(config)
    sandbox.start()
    try:
        yield sandbox
    finally:
        sandbox.stop()
