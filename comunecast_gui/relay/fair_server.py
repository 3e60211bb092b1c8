# SPDX-License-Identifier: EUPL-1.2
"""Limits the time, the connections and the memory that one caller can take from the relay's web server.

waitress by itself stops accepting at a fixed number of connections, so that one slow caller with so many shuts
everybody out. Here a new connection is always accepted, and the one that has waited longest for its caller is closed.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import MultiSocketServer, TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from comunecast_gui.relay.rate_limit import network_of

_RECV_BYTES = 512 * 1024
_SPARE = 64
"""Room in waitress's own limit, which must never be reached: it would stop accepting there."""
_TELL_EVERY = 60.0
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Share:
    """The limits: seconds that a connection may wait for its caller, and how much callers may hold.

    ``per_network``: connections of one address, or of one /64 with IPv6; 0 for any number. ``memory``: bytes of bodies
    held at once, of all callers together. ``proxies``: how many reverse proxies stand in front. The caller is then the
    address in X-Forwarded-For, and a connection counts as the caller's while a request is being received on it.
    """

    header: float = 10.0
    body: float = 30.0
    idle: float = 120.0
    """A proxy keeps a connection for a minute (nginx: keepalive_timeout), and should be the one to end it."""
    connections: int = 256
    per_network: int = 64
    memory: int = 64 * 1024 * 1024
    proxies: int = 0


class Connection(HTTPChannel):  # type: ignore[misc]
    """A connection that records since when it waits for its caller, and how long it may wait."""

    def __init__(self, server: FairServer, *further: Any, **options: Any) -> None:
        self.since = time.monotonic()
        self.patience = server.share.header
        self.network = ""
        self._coming: HTTPRequestParser | None = None
        self._in_body = False
        super().__init__(server, *further, **options)
        self.network = network_of(str(self.addr[0]))

    @property
    def waits(self) -> bool:
        """Whether the caller has to send something next: no request of this connection is being answered."""
        return not self.requests

    @property
    def counts(self) -> bool:
        """Whether it counts against its caller's limit: an idle connection of a proxy belongs to no caller."""
        return not self.server.share.proxies or self.request is not None

    @property
    def held(self) -> int:
        """Bytes of request bodies in memory."""
        unfinished = self.request
        return sum(one.body_bytes_received for one in [*self.requests, *([unfinished] if unfinished else [])])

    def received(self, data: bytes) -> bool:
        """Receives data, then restarts the clock where a new part of the request begins, and bounds the memory."""
        taken = bool(super().received(data))
        now, coming, share = time.monotonic(), self.request, self.server.share
        if coming is None:
            self._rest(now)
            return taken
        if coming is not self._coming:
            self._coming, self._in_body = coming, False
            self.since, self.patience = now, share.header
        if coming.headers_finished and not self._in_body:
            self._in_body = True
            self.since, self.patience = now, share.body
            if share.proxies and (caller := _caller(coming.headers, share.proxies)):
                self.network = network_of(caller)
                self.server.keep_to_share(self)
        if coming.body_bytes_received > _RECV_BYTES and not self.will_close:
            self.server.make_room(self)
        return taken

    def service(self) -> None:
        """See waitress; afterwards the connection is idle."""
        super().service()
        if self.request is None:
            self._rest(time.monotonic())

    def _rest(self, now: float) -> None:
        self._coming = None
        self.since, self.patience = now, self.server.share.idle


class FairServer(TcpWSGIServer):  # type: ignore[misc]
    """A waitress server with limits for each caller; servers that share one ``map`` count together."""

    channel_class = Connection

    def __init__(self, *further: Any, share: Share, **options: Any) -> None:
        self.share = share
        self._closed: Counter[str] = Counter()
        self._told = -_TELL_EVERY
        super().__init__(*further, **options)

    def maintenance(self, now: float) -> None:
        """Closes connections whose time is over; waitress calls this once a second (``cleanup_interval``)."""
        moment = time.monotonic()
        for one in self._connections():
            if one.waits and moment - one.since > one.patience:
                self._close(one, "of who was too slow")
        if self._closed and moment - self._told > _TELL_EVERY:
            self._told = moment
            told = ", ".join(f"{count} {why}" for why, count in sorted(self._closed.items()))
            logger.warning("Closed connections that kept others waiting: %s", told)
            self._closed.clear()

    def handle_accept(self) -> None:
        """Accepts a connection, and closes the longest waiting one if there are too many."""
        before = len(self.active_channels)
        super().handle_accept()
        if len(self.active_channels) == before:
            return
        newest: Connection = next(reversed(self.active_channels.values()))
        if not self.share.proxies:
            self.keep_to_share(newest)
        if len(everybody := self._connections()) > self.share.connections:
            many = Counter(one.network for one in everybody)
            waiting = [one for one in everybody if one.waits and one is not newest]
            oldest = max(waiting, key=lambda one: (many[one.network], -one.since), default=newest)
            self._close(oldest, "because there were too many in all")

    def keep_to_share(self, newest: Connection) -> None:
        """Closes the longest waiting connection of the same caller if the caller has more than its limit."""
        theirs = [one for one in self._connections() if one.network == newest.network and one.counts]
        if 0 < self.share.per_network < len(theirs):
            waiting = [one for one in theirs if one.waits and one is not newest]
            oldest = min(waiting, key=lambda one: one.since, default=newest)
            self._close(oldest, "of who had too many")

    def make_room(self, growing: Connection) -> None:
        """Closes connections with unfinished bodies, of the caller that holds most first, until the memory suffices."""
        everybody = self._connections()
        held: Counter[str] = Counter()
        for one in everybody:
            held[one.network] += one.held
        while held.total() > self.share.memory:
            unfinished = [one for one in everybody if one.waits and one.held and not one.will_close]
            oldest = max(unfinished, key=lambda one: (held[one.network], -one.since), default=growing)
            held[oldest.network] -= oldest.held
            self._close(oldest, "with unfinished bodies")
            if oldest is growing:
                return

    def _close(self, one: Connection, why: str) -> None:
        # At the loop's next turn: a number that became free within this one could be given to a fresh connection, and
        # what was announced of the old one would be read from it.
        one.will_close = True
        self._closed[why] += 1

    def _connections(self) -> list[Connection]:
        return [one for one in self._map.values() if isinstance(one, Connection) and not one.will_close]


def _caller(headers: Mapping[str, str], proxies: int) -> str:
    """The address that our outermost proxy was called from; empty if the proxies do not tell."""
    said = [one.strip() for one in headers.get("X_FORWARDED_FOR", "").split(",")]
    return said[-proxies] if len(said) >= proxies else ""


def make_server(application: Any, host: str, port: int, threads: int, max_bytes: int, share: Share) -> Any:
    """Makes the web server of the relay, not yet running. Raises OSError, ValueError."""
    options = waitress_options(max_bytes)
    limit = share.connections + _SPARE
    adjustments = Adjustments(
        host=host, port=port, threads=threads, connection_limit=limit, cleanup_interval=1, **options
    )
    everybody: dict[int, Any] = {}
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(threads)
    servers = [
        FairServer(application, everybody, dispatcher=dispatcher, adj=adjustments, sockinfo=one, share=share)
        for one in adjustments.listen
    ]
    if len(servers) == 1:
        return servers[0]
    listening = [(one.effective_host, one.effective_port) for one in servers]
    return MultiSocketServer(everybody, adjustments, listening, dispatcher, logger.info)


def waitress_options(max_bytes: int) -> dict[str, Any]:
    """How waitress receives posts of up to ``max_bytes``."""
    return {
        "backlog": 2048,
        "max_request_body_size": max_bytes + 1,
        # A body that waitress moved to a temporary file would lie on the disk unsealed.
        "inbuf_overflow": max_bytes + 2,
        # The default of 8 KiB reads a post of 1,000 updates in thirty turns of the loop instead of one or two.
        "recv_bytes": _RECV_BYTES,
        "ident": None,
        "clear_untrusted_proxy_headers": False,
    }
