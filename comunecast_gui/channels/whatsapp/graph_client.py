# SPDX-License-Identifier: EUPL-1.2
"""Makes one call to Meta's Graph API: returns data, or an error that says whether the call took effect."""

from __future__ import annotations

import io
import json
import ssl
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from comunecast_gui.channels.answer_reader import Json, read_object, wait_from
from comunecast_gui.channels.http_call import Answer, CallError
from comunecast_gui.channels.server_clock import clock_ahead
from comunecast_gui.channels.whatsapp.error_codes import classify, without_answer
from comunecast_gui.core.errors import Misconfigured, OutcomeUnknown, SendError, Transient

if TYPE_CHECKING:
    from comunecast_gui.channels.http_session import HttpSession

READ_TIMEOUT = 20.0
"""Seconds for a whole call, from its first byte to the last of the answer."""
UPLOAD_TIMEOUT = 120.0
"""Seconds for the call that carries a file, and more where it is large: see ``_SLOWEST_UPLOAD``."""
_SLOWEST_UPLOAD = 100_000.0
"""Bytes a second at which a file must leave at least."""
IDLE_LIMIT = 4.0
"""Seconds after which an unused connection is not used again.

A server may close an idle connection just as a request leaves on it, and then nobody knows what became of it.
"""
_MOST_BYTES = 8 * 1024 * 1024
"""What an answer may hold; a page of a hundred templates takes a few hundred kB."""


class _Body(io.BytesIO):
    """A request body that knows whether any of it was asked for: before that the service cannot have acted."""

    left = False

    def read(self, size: int | None = -1, /) -> bytes:
        self.left = True
        return super().read(size)


class _Line(threading.local):
    """A thread's own session and when it was last used: sessions are not made to be shared."""

    session: HttpSession | None = None
    used = 0.0


class GraphClient:
    """Calls ``{base_url}/{version}/{path}`` with a token; usable from many threads at once, one connection each.

    Nothing is ever repeated and no redirect followed. Every method raises SendError and nothing else:
    ``writes`` calls raise OutcomeUnknown where the call may have taken effect, the others Transient in that case.
    ``read_timeout`` is in seconds, and is what a call without a file may take in all.
    """

    def __init__(
        self,
        base_url: str,
        version: str,
        token: str,
        ssl_context: ssl.SSLContext,
        *,
        read_timeout: float = READ_TIMEOUT,
    ) -> None:
        self._root = f"{base_url.rstrip('/')}/{version}".rstrip("/")
        self._token = token
        self._context = ssl_context
        self._read_timeout = read_timeout
        self._line = _Line()
        self._sessions: list[HttpSession] = []
        self._lock = threading.Lock()
        self._calls = 0
        self._cancelled = False
        self.clock_ahead: timedelta | None = None
        """How much this computer's clock was ahead of Meta's at the last answer; None before one."""

    @property
    def calls(self) -> int:
        """How many calls were made: Meta allows so many an hour (Meta: "Rate limits")."""
        return self._calls

    def __repr__(self) -> str:
        return f"GraphClient({self._root!r})"

    def get(self, path: str, **params: str) -> Json:
        """Reads a node or an edge."""
        return self._answer("GET", path, params=params)

    def inspect_token(self) -> Json:
        """What Meta says of the token itself (Graph API: ``debug_token``)."""
        return self._answer("GET", "debug_token", params={"input_token": self._token})

    def delete(self, path: str, **params: str) -> Json:
        """Deletes; doing it twice does no harm."""
        return self._answer("DELETE", path, params=params)

    def post(self, path: str, body: Mapping[str, Any], *, attempt: int = 1) -> Json:
        """Writes ``body`` as JSON. ``attempt`` counts the tries of what is sent, from 1."""
        data = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {"Content-Type": "application/json"}
        return self._answer("POST", path, body=_Body(data), headers=headers, writes=True, attempt=attempt)

    def upload(self, path: str, fields: Mapping[str, str], name: str, data: bytes, mime: str) -> Json:
        """Sends a file as multipart/form-data; doing it twice does no harm.

        A file that Meta refuses (131053) stops at once: everybody would get the same file.
        """
        files = {"file": (name, data, mime)}
        return self._answer("POST", path, data=dict(fields), files=files, seconds=_upload_time(data), attempt=2)

    def open_upload(self, path: str, **params: str) -> Json:
        """Begins a resumable upload; doing it twice does no harm."""
        return self._answer("POST", path, params=params)

    def send_bytes(self, path: str, data: bytes) -> Json:
        """Sends the bytes of a resumable upload from the beginning (Graph API: Resumable Upload API)."""
        headers = {"Authorization": f"OAuth {self._token}", "file_offset": "0"}
        return self._answer("POST", path, data=data, headers=headers, seconds=_upload_time(data))

    def cancel(self) -> None:
        """Ends the calls under way in all threads at once; whatever may have taken effect is an unknown outcome.

        Until :meth:`close` no other call begins.
        """
        self._cancelled = True
        with self._lock:
            sessions = list(self._sessions)
        for session in sessions:
            session.cancel()

    def close(self) -> None:
        """Closes the connections of all threads; none of them may be in a call."""
        with self._lock:
            sessions, self._sessions = self._sessions, []
            self._line = _Line()
        for session in sessions:
            session.close()
        self._cancelled = False

    def _answer(
        self,
        method: str,
        path: str,
        *,
        body: _Body | None = None,
        writes: bool = False,
        attempt: int = 1,
        seconds: float = 0.0,
        **content: Any,
    ) -> Json:
        if body is not None:
            content["data"] = body
        session = self._session()
        if self._cancelled:
            raise Transient("connect")
        with self._lock:
            self._calls += 1
        try:
            answer = session.call(
                method,
                f"{self._root}/{path}",
                seconds=seconds or self._read_timeout,
                most_bytes=_MOST_BYTES,
                **content,
            )
        except CallError as error:
            raise _silence(error, may_have_acted=writes and (body is None or body.left)) from None
        finally:
            self._line.used = time.monotonic()
        self.clock_ahead = clock_ahead(answer.headers.get("Date", ""), datetime.now(UTC))
        try:
            return self._read(answer, attempt)
        except OutcomeUnknown as error:
            if writes:
                raise
            raise Transient(error.code, error.detail) from None

    def _read(self, answer: Answer, attempt: int) -> Json:
        """The answer's data. Raises SendError for everything but a 2xx with a JSON object that is no error."""
        data = read_object(answer.content)
        wait = wait_from(answer.headers.get("Retry-After"))
        if data is not None and data.get("error") is not None:
            error = data["error"] if isinstance(data["error"], dict) else {}
            raise classify(error, status=answer.status, attempt=attempt, secret=self._token, retry_after=wait)
        if data is not None and 200 <= answer.status < 300:
            return data
        raise without_answer(answer.status, retry_after=wait)

    def _session(self) -> HttpSession:
        """This thread's session, without connections that were idle too long. Raises Misconfigured for no token."""
        line = self._line
        if line.session is None:
            if not self._token.isascii() or not self._token.isprintable() or not self._token.strip():
                raise Misconfigured("whatsapp_190")
            from comunecast_gui.channels.http_session import HttpSession  # large, and not needed to start

            session = HttpSession(self._root, self._token, self._context)
            line.session = session
            with self._lock:
                self._sessions.append(session)
        elif time.monotonic() - line.used > IDLE_LIMIT:
            line.session.close()
        return line.session


def _upload_time(data: bytes) -> float:
    return UPLOAD_TIMEOUT + len(data) / _SLOWEST_UPLOAD


def _silence(error: CallError, *, may_have_acted: bool) -> SendError:
    """The error for a call without an answer."""
    if error.reason == "address":
        return Misconfigured("whatsapp_address")
    if may_have_acted:
        return OutcomeUnknown("connection" if error.reason == "tls" else error.reason, error.name)
    return Transient(error.reach, error.name)
