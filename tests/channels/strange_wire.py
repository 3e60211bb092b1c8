# SPDX-License-Identifier: EUPL-1.2
"""Strange answers without a network: sockets in this process, below the libraries that read what comes from them.

A driver and the libraries below it (``requests``, ``urllib3``, ``http.client``; ``httpx``, ``httpcore``, ``h11``)
make the same of the bytes as over loopback. Only the kernel and the server's threads are left out: they cost more than
the rest.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from typing import Any

import httpcore
import pytest
import urllib3.connection
from httpcore._async import connection_pool

from tests.channels.strange_answers import Said, plain, request_in


class StrangeWire:
    """Stands in for every connection of the drivers. ``answer`` is asked with a request's first line for what comes."""

    def __init__(self, url: str, patch: pytest.MonkeyPatch) -> None:
        self.url = url
        self.answer: Callable[[str], Said] = lambda line: plain(b"{}")
        patch.setattr(urllib3.connection.HTTPConnection, "_new_conn", lambda connection: _Socket(self))
        patch.setattr(urllib3.connection, "wait_for_read", lambda end, timeout: end.far.readable)
        patch.setattr(connection_pool, "AutoBackend", lambda: _Backend(self))
        if "sniffio" not in sys.modules:  # httpcore looks for it on the disk at every call
            patch.setitem(sys.modules, "sniffio", None)


class _FarEnd:
    """The server's side of one connection."""

    def __init__(self, wire: StrangeWire) -> None:
        self._wire = wire
        self._asked = b""
        self._said = io.BytesIO()
        self._ended = False

    @property
    def readable(self) -> bool:
        """Whether something can be read, be it the end."""
        return self._ended or self._said.tell() < self._said.getbuffer().nbytes

    def take(self, data: bytes) -> None:
        """Bytes of the request. Raises BrokenPipeError where the connection has ended."""
        if self._ended:
            raise BrokenPipeError
        self._asked += data
        while (found := request_in(self._asked)) and not self._ended:
            line, self._asked = found
            said = self._wire.answer(line)
            self._said = io.BytesIO(self._said.read() + said.wire)
            self._ended = said.closes

    def give(self, size: int) -> bytes:
        """Bytes of the answer; none after the end. Raises TimeoutError where the client would wait for ever."""
        data = self._said.read(size)
        if not data and not self._ended:
            raise TimeoutError
        return data


class _Socket:
    """As much of a socket as ``urllib3``, ``http.client`` and our own limits use."""

    def __init__(self, wire: StrangeWire) -> None:
        self.far = _FarEnd(wire)

    def sendall(self, data: Any) -> None:
        self.far.take(bytes(data))

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Raw(self.far))

    def settimeout(self, seconds: float | None) -> None:
        assert seconds is None or seconds > 0

    def shutdown(self, how: int) -> None:
        return None

    def close(self) -> None:
        return None


class _Raw(io.RawIOBase):
    def __init__(self, far: _FarEnd) -> None:
        self._far = far

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        data = self._far.give(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Stream(httpcore.AsyncNetworkStream):
    def __init__(self, wire: StrangeWire) -> None:
        self._far = _FarEnd(wire)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            return self._far.give(max_bytes)
        except TimeoutError:
            raise httpcore.ReadTimeout from None

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        try:
            self._far.take(buffer)
        except BrokenPipeError:
            raise httpcore.WriteError from None

    async def aclose(self) -> None:
        return None

    def get_extra_info(self, info: str) -> Any:
        return self._far.readable if info == "is_readable" else None


class _Backend(httpcore.AsyncNetworkBackend):
    def __init__(self, wire: StrangeWire) -> None:
        self._wire = wire

    async def connect_tcp(self, *args: Any, **kwargs: Any) -> httpcore.AsyncNetworkStream:
        return _Stream(self._wire)
