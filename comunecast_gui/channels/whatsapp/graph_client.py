# SPDX-License-Identifier: EUPL-1.2
"""One call to Meta's Graph API: its answer as data, or an error that says whether the call took effect."""

from __future__ import annotations

import io
import json
import ssl
import threading
import time
from collections.abc import Mapping
from typing import Any

import requests
from requests.utils import get_environ_proxies
from urllib3.exceptions import HTTPError

from comunecast_gui.channels.http_session import new_session
from comunecast_gui.channels.whatsapp.error_codes import classify, without_answer
from comunecast_gui.core.errors import Misconfigured, OutcomeUnknown, SendError, Transient

CONNECT_TIMEOUT = 3.05
READ_TIMEOUT = 20.0
UPLOAD_TIMEOUT = 120.0
IDLE_LIMIT = 4.0
"""Seconds after which an unused connection is not used again.

A server may close an idle connection just as a request leaves on it, and then nobody knows what became of it.
"""

Json = dict[str, Any]
_NO_ADDRESS = (
    requests.exceptions.InvalidURL,
    requests.exceptions.MissingSchema,
    requests.exceptions.InvalidSchema,
)


class _Body(io.BytesIO):
    """A request body that knows whether any of it was asked for: before that the service cannot have acted."""

    left = False

    def read(self, size: int | None = -1, /) -> bytes:
        self.left = True
        return super().read(size)


class _Line(threading.local):
    """A thread's own session and when it was last used: sessions are not made to be shared."""

    session: requests.Session | None = None
    used = 0.0


class GraphClient:
    """Calls ``{base_url}/{version}/{path}`` with a token; usable from many threads at once, one connection each.

    Nothing is ever repeated and no redirect followed. Every method raises SendError and nothing else:
    ``writes`` calls raise OutcomeUnknown where the call may have taken effect, the others Transient in that case.
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
        self._proxies = get_environ_proxies(self._root)
        self._line = _Line()
        self._sessions: list[requests.Session] = []
        self._lock = threading.Lock()
        self._calls = 0

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
        file = (name, data, mime)
        return self._answer("POST", path, data=dict(fields), files={"file": file}, timeout=UPLOAD_TIMEOUT, attempt=2)

    def open_upload(self, path: str, **params: str) -> Json:
        """Begins a resumable upload; doing it twice does no harm."""
        return self._answer("POST", path, params=params)

    def send_bytes(self, path: str, data: bytes) -> Json:
        """Sends the bytes of a resumable upload from the beginning (Graph API: Resumable Upload API)."""
        headers = {"Authorization": f"OAuth {self._token}", "file_offset": "0"}
        return self._answer("POST", path, data=data, headers=headers, timeout=UPLOAD_TIMEOUT)

    def close(self) -> None:
        """Closes the connections of all threads; none of them may be in a call."""
        with self._lock:
            sessions, self._sessions = self._sessions, []
            self._line = _Line()
        for session in sessions:
            session.close()

    def _answer(
        self,
        method: str,
        path: str,
        *,
        body: _Body | None = None,
        headers: Mapping[str, str] | None = None,
        writes: bool = False,
        attempt: int = 1,
        timeout: float = 0.0,
        **content: Any,
    ) -> Json:
        if body is not None:
            content["data"] = body
        with self._lock:
            self._calls += 1
        try:
            response = self._session().request(
                method,
                f"{self._root}/{path}",
                headers=headers,
                timeout=(CONNECT_TIMEOUT, timeout or self._read_timeout),
                allow_redirects=False,
                proxies=self._proxies,
                **content,
            )
        except (requests.RequestException, HTTPError, OSError) as error:
            raise _silence(error, may_have_acted=writes and (body is None or body.left)) from None
        finally:
            self._line.used = time.monotonic()
        try:
            return self._read(response, attempt)
        except OutcomeUnknown as error:
            if writes:
                raise
            raise Transient(error.code, error.detail) from None

    def _read(self, response: requests.Response, attempt: int) -> Json:
        """The answer's data. Raises SendError for everything but a 2xx with a JSON object that is no error."""
        try:
            answer = json.loads(response.content)
        except ValueError:
            answer = None
        error = answer.get("error") if isinstance(answer, dict) else None
        retry_after = response.headers.get("Retry-After", "")
        if isinstance(error, dict):
            raise classify(
                error, status=response.status_code, attempt=attempt, secret=self._token, retry_after=retry_after
            )
        if isinstance(answer, dict) and 200 <= response.status_code < 300:
            return answer
        raise without_answer(response.status_code, retry_after=retry_after)

    def _session(self) -> requests.Session:
        """This thread's session, without connections that were idle too long. Raises Misconfigured for no token."""
        line = self._line
        if line.session is None:
            if not self._token.isascii() or not self._token.isprintable() or not self._token.strip():
                raise Misconfigured("whatsapp_190")
            session = new_session(self._token, self._context)
            line.session = session
            with self._lock:
                self._sessions.append(session)
        elif time.monotonic() - line.used > IDLE_LIMIT:
            line.session.close()
        return line.session


def _silence(error: Exception, *, may_have_acted: bool) -> SendError:
    """A call without an answer. The exception's own text is not used: it can hold addresses."""
    kind = type(error).__name__
    if isinstance(error, _NO_ADDRESS):
        return Misconfigured("whatsapp_address")
    if may_have_acted:
        code = "timeout" if isinstance(error, requests.Timeout) else "connection"
        return OutcomeUnknown(code, kind)
    if isinstance(error, requests.exceptions.SSLError):
        return Transient("tls", kind)
    return Transient("connect", kind)
