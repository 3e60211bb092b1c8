# SPDX-License-Identifier: EUPL-1.2
"""A relay in a thread of the test, which starts in no time: for tests of what talks to it, and not of its process."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from comunecast_gui.relay.environment import RelaySettings
from comunecast_gui.relay.event_store import EventStore
from comunecast_gui.relay.web import make_app

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_NOT_YET = {
    "RELAY_VERIFY_TOKEN": "not yet",
    "RELAY_APP_SECRET": "not yet",
    "RELAY_KEY_HASH": "0" * 64,
    "RELAY_PUBLIC_KEY": base64.b64encode(bytes(32)).decode(),
}


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = False


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        return


@dataclass
class HostedRelay:
    """One web space at one address; what runs there can be changed, stopped, and put behind a proxy."""

    folder: Path
    url: str
    values: dict[str, str] = field(default_factory=dict)
    page: Wsgi | None = None
    """What answers in place of the relay."""
    proxied: bool = False
    stopped: bool = False
    _app: Wsgi | None = None
    _stores: list[EventStore] = field(default_factory=list)

    def paste(self, **values: str) -> None:
        """The values of the panel; the relay starts again with them, and keeps what it holds."""
        self.values = values
        settings = RelaySettings.from_environment(
            {**_NOT_YET, "RELAY_DATABASE": str(self.folder / "relay.db"), **values}
        )
        store = EventStore(settings.database)
        self._stores.append(store)
        self._app = make_app(settings, store).wsgi_app

    def answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if self.stopped:
            start_response("503 Service Unavailable", [("Content-Type", "text/plain"), ("Content-Length", "0")])
            return [b""]
        if self.proxied:
            environ["HTTP_X_FORWARDED_FOR"] = "203.0.113.7"
        app = self.page or self._app
        assert app is not None
        return app(environ, start_response)

    def close(self) -> None:
        for store in self._stores:
            store.close()


@contextmanager
def hosted(folder: Path) -> Iterator[HostedRelay]:
    """A web space on which the relay runs, without the office's values yet."""
    relay = HostedRelay(folder, "")
    relay.paste()
    server = make_server("127.0.0.1", 0, relay.answer, server_class=_Server, handler_class=_Silent)
    relay.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, name="hosted-relay")
    thread.start()
    try:
        yield relay
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        relay.close()
