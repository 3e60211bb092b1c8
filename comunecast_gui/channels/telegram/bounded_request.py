# SPDX-License-Identifier: EUPL-1.2
"""Carries the calls of the Bot API library, with a deadline, a size limit, and a judgement of every answer.

The library trusts what it reads: it takes an HTTP status for the service's word and any value for a waiting time, and
writes what is no JSON into its log. Here it only ever sees a plain success or a plain refusal.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from comunecast_gui.channels.http_call import TooLargeError, unpacked
from comunecast_gui.channels.server_clock import clock_ahead
from comunecast_gui.channels.telegram.bot_updates import legible
from comunecast_gui.channels.telegram.error_codes import judged
from comunecast_gui.core.errors import OutcomeUnknown, Transient

_CONNECT = 10.0
_WRITE = 20.0
_UPLOAD = 120.0
_POOL = 5.0
_MOST_BYTES = 2 * 1024 * 1024
"""What an answer may hold; a hundred updates of the longest texts take less."""


class BoundedRequest(HTTPXRequest):
    """One set of connections to the Bot API. ``seconds`` is how long the service may take for an answer.

    A call may take half as long again in all, and two minutes more where it carries files. It keeps no cookie and
    follows no redirect. Raises SendError, which the library hands on as the cause of its NetworkError.
    """

    def __init__(self, context: ssl.SSLContext, seconds: float, proxy: str | None = None) -> None:
        self._seconds = seconds
        self._deadlines: set[asyncio.Timeout] = set()
        self._cancelled = False
        self.clock_ahead: timedelta | None = None
        """How much this computer's clock was ahead of the service's at the last answer; None before one."""
        super().__init__(
            connection_pool_size=4,
            connect_timeout=_CONNECT,
            read_timeout=seconds,
            write_timeout=_WRITE,
            pool_timeout=_POOL,
            media_write_timeout=_UPLOAD,
            proxy=proxy,
            httpx_kwargs={
                "verify": context,
                "cookies": CookieJar(DefaultCookiePolicy(allowed_domains=[])),
                "headers": {"Accept-Encoding": "identity"},
                "event_hooks": {"response": [_bound, self._note_clock]},
            },
        )

    async def _note_clock(self, response: httpx.Response) -> None:
        self.clock_ahead = clock_ahead(response.headers.get("Date", ""), datetime.now(UTC))

    def cancel(self) -> None:
        """Ends the calls under way at once, and lets no other begin."""
        self._cancelled = True
        now = asyncio.get_running_loop().time()
        for deadline in self._deadlines:
            deadline.reschedule(now)

    def _is_cancelled(self) -> bool:
        return self._cancelled

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Makes the call; returns 200 and a success (legible updates), or the code of a plain refusal and its text."""
        if self._is_cancelled():
            raise Transient("connect", "cancelled")
        waits = read_timeout if isinstance(read_timeout, (int, float)) else self._seconds
        uploads = bool(request_data and request_data.multipart_data)
        deadline = asyncio.timeout(1.5 * waits + (_UPLOAD if uploads else 0.0))
        self._deadlines.add(deadline)
        try:
            async with deadline:
                status, content = await super().do_request(
                    url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
                )
        except TimeoutError:
            raise OutcomeUnknown("interrupted" if self._is_cancelled() else "timeout", "deadline") from None
        except TooLargeError:
            raise OutcomeUnknown("junk", "size") from None
        finally:
            self._deadlines.discard(deadline)
        status, content = judged(status, content)
        return status, legible(content) if status == 200 and url.endswith("/getUpdates") else content


async def _bound(response: httpx.Response) -> None:
    """Bounds what is read of an answer; it is unpacked here, where the library would unpack without end."""
    encoding = response.headers.pop("Content-Encoding", "")
    if isinstance(response.stream, httpx.AsyncByteStream):
        response.stream = _BoundedStream(response.stream, encoding)


class _BoundedStream(httpx.AsyncByteStream):
    """The content of an answer, unpacked, or TooLargeError."""

    def __init__(self, inner: httpx.AsyncByteStream, encoding: str) -> None:
        self._inner = inner
        self._encoding = encoding

    async def __aiter__(self) -> AsyncIterator[bytes]:
        content = bytearray()
        async for piece in self._inner:
            content += piece
            if len(content) > _MOST_BYTES:
                raise TooLargeError("the answer is too large")
        yield unpacked(bytes(content), self._encoding, _MOST_BYTES)

    async def aclose(self) -> None:
        await self._inner.aclose()
