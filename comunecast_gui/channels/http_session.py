# SPDX-License-Identifier: EUPL-1.2
"""HTTP calls to services, with our own trust in certificates, a deadline, and a size limit for every answer."""

from __future__ import annotations

import io
import logging
import socket
import ssl
import time
from contextlib import suppress
from functools import partial
from http.client import HTTPResponse
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ReadTimeoutError

from comunecast_gui.channels import out_of_reach
from comunecast_gui.channels.http_call import Answer, CallError, TooLargeError, unpacked

CONNECT_TIMEOUT = 3.05
"""Seconds for reaching one address of a service."""
_HEADER_BYTES = 128 * 1024
"""What status line, headers and chunk sizes of an answer may take beside its content."""
_PIECE = 64 * 1024
_CHATTY = logging.getLogger("urllib3")
"""Writes headers that make no sense into the log as they came, with whatever they quote."""
_NO_ADDRESS = (
    requests.exceptions.InvalidURL,
    requests.exceptions.MissingSchema,
    requests.exceptions.InvalidSchema,
)


class CallLimits:
    """The time and the bytes that the call under way on one session has left.

    Every byte passes here, of the status line and the headers too: a service that sends one a second is cut off at
    the deadline like one that sends none. Also what ends the call from another thread.
    """

    def __init__(self) -> None:
        self._until = 0.0
        self._left = 0
        self.cancelled = False
        self._socket: socket.socket | None = None
        self.overrun = False
        """Whether more came than an answer to this call can be."""

    def begin(self, seconds: float, most_bytes: int) -> None:
        """Starts a call: it has ``seconds``, and its answer may have ``most_bytes`` beside the headers."""
        self._until = time.monotonic() + seconds
        self._left = most_bytes + _HEADER_BYTES
        self.cancelled = self.overrun = False

    def arm(self, connection: socket.socket) -> None:
        """Gives the next step on ``connection`` the remaining time. Raises TimeoutError if there is none."""
        left = self._until - time.monotonic()
        if left <= 0 or self.cancelled:
            raise TimeoutError("the time for this call is over")
        self._socket = connection
        connection.settimeout(left)

    def take(self, size: int) -> None:
        """Counts bytes received. Raises TooLargeError."""
        self._left -= size
        if self._left < 0:
            self.overrun = True
            raise TooLargeError("the answer is too large")

    def cancel(self) -> None:
        """Ends the call under way, from any thread: its next step fails at once."""
        self.cancelled = True
        connection = self._socket
        if connection is not None:
            with suppress(OSError):
                # the plain socket's: that of TLS would drop the session that another thread is reading
                socket.socket.shutdown(connection, socket.SHUT_RDWR)


class _LimitedStream(io.RawIOBase):
    """Reads from a connection, step by step within the limits."""

    def __init__(self, inner: io.RawIOBase, connection: socket.socket, limits: CallLimits) -> None:
        self._inner = inner
        self._connection = connection
        self._limits = limits

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int | None:
        self._limits.arm(self._connection)
        size = self._inner.readinto(buffer)
        self._limits.take(size or 0)
        return size

    def close(self) -> None:
        self._inner.close()
        super().close()


class _LimitedResponse(HTTPResponse):
    """The standard library's response, reading through :class:`_LimitedStream`."""

    def __init__(self, sock: socket.socket, *args: Any, limits: CallLimits, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_LimitedStream(self.fp.detach(), sock, limits))


class _Limited:
    """The additions to urllib3 that both kinds of connection share."""

    limits: CallLimits
    sock: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.response_class = partial(_LimitedResponse, limits=self.limits)

    def send(self, data: Any) -> None:
        """The next bytes of the request; a service that does not take them is waited for no longer than for others."""
        if self.sock is not None:
            self.limits.arm(self.sock)
        super().send(data)  # type: ignore[misc]


def _pools(limits: CallLimits) -> dict[str, Any]:
    plain = type("PlainConnection", (_Limited, HTTPConnection), {"limits": limits})
    secure = type("SecureConnection", (_Limited, HTTPSConnection), {"limits": limits})
    return {
        "http": type("PlainPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
        "https": type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
    }


class OwnTrust(HTTPAdapter):
    """Connections within ``limits`` that trust what ``context`` trusts, also through a proxy."""

    def __init__(self, context: ssl.SSLContext, limits: CallLimits) -> None:
        self._context = context
        self._pools = _pools(limits)
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._context, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        if proxy.lower().startswith("https:"):
            kwargs["proxy_ssl_context"] = self._context
        manager = super().proxy_manager_for(proxy, ssl_context=self._context, **kwargs)
        manager.pool_classes_by_scheme = self._pools
        return manager

    def cert_verify(self, *args: Any, **kwargs: Any) -> None:
        """The context decides; ``requests`` would add its own list of authorities to it."""


class HttpSession:
    """One connection to one service, for one thread: every call has a deadline and a size.

    It follows no redirect (the token would travel along), keeps no cookie, repeats nothing, and reads nothing from the
    environment but the proxy for ``url``. ``token`` is sent as a bearer's; empty: none is.
    """

    def __init__(self, url: str, token: str, context: ssl.SSLContext) -> None:
        _CHATTY.setLevel(logging.ERROR)
        self._proxies = get_environ_proxies(url)
        self._limits = CallLimits()
        session = self._session = requests.Session()
        session.trust_env = False  # no netrc, no REQUESTS_CA_BUNDLE
        session.headers["Accept-Encoding"] = "identity"
        if token:
            session.headers["Authorization"] = f"Bearer {token}"
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = OwnTrust(context, self._limits)
        session.mount("https://", adapter)
        session.mount("http://", adapter)
        self._kept: tuple[object, requests.PreparedRequest] | None = None

    def call(self, method: str, url: str, *, seconds: float, most_bytes: int, **content: Any) -> Answer:
        """Makes one call and reads its answer whole: in ``seconds`` at most, ``most_bytes`` at most.

        ``content`` is what :meth:`requests.Session.request` takes for the request. Raises CallError, nothing else.
        """
        self._limits.begin(seconds, most_bytes)
        try:
            response = self._session.send(
                self._prepared(method, url, **content),
                timeout=(CONNECT_TIMEOUT, seconds),
                allow_redirects=False,
                proxies=self._proxies,
                stream=True,
            )
            with response:
                return Answer(response.status_code, _content(response, most_bytes), response.headers)
        except Exception as error:  # whatever a library makes of a strange answer is an answer that did not come
            reason = "interrupted" if self._limits.cancelled else "junk" if self._limits.overrun else _reason(error)
            reach = out_of_reach.TLS if reason == "tls" else out_of_reach.why(error)
            raise CallError(reason, type(error).__name__, reach) from None

    def _prepared(self, method: str, url: str, **content: Any) -> requests.PreparedRequest:
        """The request; one that differs from the last only in what it carries keeps address and headers.

        A notice is the same address and the same headers thousands of times, and to prepare them was a fifth of the
        CPU time of a message.
        """
        data, headers = content.get("data"), content.get("headers") or {}
        if not isinstance(data, io.BytesIO) or not data.getbuffer().nbytes or content.keys() - {"data", "headers"}:
            return self._session.prepare_request(requests.Request(method, url, **content))
        key = (method, url, tuple(headers.items()))
        if self._kept is None or self._kept[0] != key:
            self._kept = key, self._session.prepare_request(requests.Request(method, url, headers=headers))
        request = self._kept[1]
        request.prepare_body(data, None)
        return request

    def cancel(self) -> None:
        """Ends the call under way, from another thread."""
        self._limits.cancel()

    def close(self) -> None:
        """Closes the connection; the next call opens another."""
        self._session.close()


def _content(response: requests.Response, most: int) -> bytes:
    length = response.headers.get("Content-Length", "")
    if length.isdecimal() and (len(length) > len(str(most)) or int(length) > most):
        raise TooLargeError("the answer is too large")
    pieces = []
    size = 0
    while piece := response.raw.read(_PIECE, decode_content=False):
        pieces.append(piece)
        size += len(piece)
        if size > most:
            raise TooLargeError("the answer is too large")
    return unpacked(b"".join(pieces), response.headers.get("Content-Encoding", ""), most)


def _reason(error: Exception) -> str:
    if isinstance(error, _NO_ADDRESS):
        return "address"
    if isinstance(error, requests.exceptions.SSLError):
        return "tls"
    if isinstance(error, TooLargeError):
        return "junk"
    if isinstance(error, (requests.Timeout, ReadTimeoutError, TimeoutError)):
        return "timeout"
    return "connection"
