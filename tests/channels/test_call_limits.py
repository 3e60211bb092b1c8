# SPDX-License-Identifier: EUPL-1.2
"""No service holds a call longer than its deadline, or makes it read more than an answer can be."""

from __future__ import annotations

import asyncio
import base64
import gzip
import logging
import socket
import ssl
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from typing import Any

import pytest
from nacl.public import PrivateKey

from comunecast_gui.channels import relay_client, update_feed
from comunecast_gui.channels.relay_client import RelayClient
from comunecast_gui.channels.sealed_letter import LetterOpener
from comunecast_gui.channels.telegram.driver import TelegramChannel
from comunecast_gui.channels.whatsapp import graph_client
from comunecast_gui.channels.whatsapp.driver import WhatsAppChannel
from comunecast_gui.channels.whatsapp.graph_client import GraphClient
from comunecast_gui.core.content import TelegramPost, TextMessage
from comunecast_gui.core.errors import ConfigError, OutcomeUnknown, SendError, Transient
from comunecast_gui.core.ports import Claim
from tests.channels.service_stub import Answer, ServiceStub

WHATSAPP_TOKEN = "EAAsecrettokenofatest1234567890abcdef"
TELEGRAM_TOKEN = "4839574812:AAFD39kkdpWt3ywyRZergyOLMaJhac60qcK"
PHONE = "393331234567"
MEMORY = {"chat": "@c", "chat_id": "-100123"}
DEADLINE = 0.5
MUCH_LATER = 3.0
"""Seconds after which a call with that deadline was held by the service; a busy machine needs some of it."""
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
MEGABYTE = 1024 * 1024

Manner = Callable[[socket.socket], None]


class RawServer:
    """Treats each connection as ``manner`` says, once the head of the request was read."""

    def __init__(self, manner: Manner, *, reads: bool = True) -> None:
        self._manner = manner
        self._reads = reads
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._connections: list[socket.socket] = []
        self.asked = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def close(self) -> None:
        self._listening.close()
        for connection in self._connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                self._connections.append(connection)
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            if self._reads:
                connection.recv(65536)
            self.asked.set()
            self._manner(connection)
            while connection.recv(65536):  # closing on what was not read would reset the connection
                pass


def dripping(data: bytes) -> Manner:
    """Sends ``data`` a byte at a time, each well before anybody's patience with silence ends."""

    def drip(connection: socket.socket) -> None:
        for byte in data:
            connection.sendall(bytes([byte]))
            time.sleep(0.05)

    return drip


def endless(head: bytes, part: bytes) -> Manner:
    """Sends ``part`` again and again."""

    def flood(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(part)

    return flood


@cache
def _packed() -> bytes:
    return gzip.compress(b" " * 300 * MEGABYTE, 1)


def bomb(connection: socket.socket) -> None:
    """300 MB in little more than one, whatever the client takes."""
    body = _packed()
    connection.sendall(HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


def silence(connection: socket.socket) -> None:
    """Says nothing."""


HOLDING = {
    "body": dripping(HEAD + b"Content-Length: 500\r\n\r\n" + b" " * 500),
    "headers": dripping(HEAD + b"X-Padding: " + b"x" * 500),
    "chunks": dripping(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 200),
    "continue": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "silence": silence,
}
FLOODING = {
    "no length": endless(HEAD + b"\r\n", b" " * MEGABYTE),
    "chunked": endless(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"100000\r\n" + b" " * MEGABYTE + b"\r\n"),
    "one chunk": endless(HEAD + b"Transfer-Encoding: chunked\r\n\r\nfffffffffff\r\n", b" " * MEGABYTE),
    "long": endless(HEAD + b"Content-Length: 99999999999\r\n\r\n", b" " * MEGABYTE),
    "bomb": bomb,
}


@pytest.fixture
def raw() -> Iterator[Callable[..., RawServer]]:
    servers: list[RawServer] = []

    def make(manner: Manner, *, reads: bool = True) -> RawServer:
        servers.append(RawServer(manner, reads=reads))
        return servers[-1]

    yield make
    for server in servers:
        server.close()


def whatsapp(url: str, trust: ssl.SSLContext, seconds: float) -> Any:
    channel = WhatsAppChannel("whatsapp", WHATSAPP_TOKEN, url, "v25.0", "1", "2", trust, 2, read_timeout=seconds)
    return channel, lambda: channel.send(Claim(1, 1, "whatsapp", recipient=PHONE), TextMessage("Ciao"), {})


def telegram(url: str, trust: ssl.SSLContext, seconds: float) -> Any:
    channel = TelegramChannel("telegram:a", TELEGRAM_TOKEN, "@c", f"{url}/bot", trust, read_timeout=seconds)
    return channel, lambda: channel.send(Claim(1, 1, "telegram:a"), TelegramPost("Ciao", "Ciao"), MEMORY)


def failure(make: Any, url: str, trust: ssl.SSLContext, seconds: float = DEADLINE) -> tuple[SendError, float]:
    """How a send ends, and after how many seconds."""

    async def whole() -> SendError:
        channel, send = make(url, trust, seconds)
        try:
            with pytest.raises(SendError) as caught:
                await send()
        finally:
            await channel.close()
        return caught.value

    began = time.monotonic()
    error = asyncio.run(whole())
    return error, time.monotonic() - began


@pytest.mark.parametrize("make", [whatsapp, telegram])
@pytest.mark.parametrize("name", HOLDING)
def test_a_send_ends_at_its_deadline(raw: Any, trust: ssl.SSLContext, make: Any, name: str) -> None:
    error, seconds = failure(make, raw(HOLDING[name]).url, trust)
    assert type(error) is OutcomeUnknown
    assert error.code in ("timeout", "junk" if name == "continue" else "timeout")
    assert seconds < MUCH_LATER


@pytest.mark.parametrize("make", [whatsapp, telegram])
@pytest.mark.parametrize("name", FLOODING)
def test_a_send_reads_no_more_than_an_answer_can_be(raw: Any, trust: ssl.SSLContext, make: Any, name: str) -> None:
    server = raw(FLOODING[name])
    _packed()
    tracemalloc.start()
    try:
        error, seconds = failure(make, server.url, trust, 20.0)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (type(error), error.code) == (OutcomeUnknown, "junk")
    assert peak < 60 * MEGABYTE
    assert seconds < 15


def test_a_compressed_answer_that_nobody_asked_for_is_read(stub: ServiceStub, trust: ssl.SSLContext) -> None:
    packed = gzip.compress(b'{"messages": [{"id": "wamid.1"}]}')
    stub.answers = [Answer(200, packed, headers={"Content_Encoding": "gzip"})]

    async def whole() -> str:
        channel, send = whatsapp(stub.url, trust, 5.0)
        try:
            return str((await send()).remote_id)
        finally:
            await channel.close()

    assert asyncio.run(whole()) == "wamid.1"
    assert stub.calls[0].headers["Accept-Encoding"] == "identity"


def test_a_service_that_takes_no_more_of_a_file_is_left(
    raw: Any, trust: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph_client, "UPLOAD_TIMEOUT", DEADLINE)
    monkeypatch.setattr(graph_client, "_SLOWEST_UPLOAD", 1e12)
    server = raw(lambda connection: time.sleep(MUCH_LATER), reads=False)
    client = GraphClient(server.url, "v25.0", WHATSAPP_TOKEN, trust)
    began = time.monotonic()
    with pytest.raises(Transient):
        client.upload("1/media", {}, "a.pdf", b"x" * 30 * MEGABYTE, "application/pdf")
    client.close()
    assert time.monotonic() - began < MUCH_LATER


@pytest.mark.parametrize("make", [whatsapp, telegram])
def test_calls_under_way_can_be_cut_off(raw: Any, trust: ssl.SSLContext, make: Any) -> None:
    server = raw(HOLDING["body"])

    async def whole() -> tuple[SendError, float]:
        channel, send = make(server.url, trust, 60.0)
        sending = asyncio.ensure_future(send())
        await asyncio.to_thread(server.asked.wait, 5)
        began = time.monotonic()
        channel.cancel()
        try:
            with pytest.raises(SendError) as caught:
                await sending
        finally:
            await channel.close()
        return caught.value, time.monotonic() - began

    error, seconds = asyncio.run(whole())
    assert (type(error), error.code) == (OutcomeUnknown, "interrupted")
    assert seconds < 1.0


@pytest.mark.parametrize("manner", [HOLDING["body"], HOLDING["headers"], FLOODING["no length"], bomb])
def test_relay_and_announcements_are_bounded_too(
    raw: Any, trust: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch, manner: Manner
) -> None:
    monkeypatch.setattr(relay_client, "_SECONDS", DEADLINE)
    monkeypatch.setattr(relay_client, "_MOST_BYTES", MEGABYTE)
    monkeypatch.setattr(update_feed, "_SECONDS", DEADLINE)
    server = raw(manner)
    key = base64.b64encode(bytes(PrivateKey.generate())).decode()
    began = time.monotonic()
    with RelayClient(server.url, ["key"], LetterOpener([key]), trust) as client, pytest.raises(ConfigError) as caught:
        client.fetch(0)
    assert caught.value.code == "relay_unreachable"
    assert update_feed.fetch(server.url, trust) is None
    assert time.monotonic() - began < 2 * MUCH_LATER


def test_a_look_at_a_silent_relay_keeps_nobody_waiting_as_long_as_its_letters_may(
    raw: Any, trust: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_client, "_LOOK_SECONDS", DEADLINE)
    key = base64.b64encode(bytes(PrivateKey.generate())).decode()
    began = time.monotonic()
    url, opener = raw(HOLDING["body"]).url, LetterOpener([key])
    with RelayClient(url, ["key"], opener, trust) as client, pytest.raises(ConfigError, match="relay_unreachable"):
        client.fetch(relay_client.BEYOND)
    assert time.monotonic() - began < MUCH_LATER


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_takes_a_token_elsewhere(stub: ServiceStub, trust: ssl.SSLContext, status: int) -> None:
    other = ServiceStub()
    try:
        away = Answer(status, b"", headers={"Location": f"{other.url}/login", "Set_Cookie": "a=b"})
        stub.default = lambda call: away
        key = base64.b64encode(bytes(PrivateKey.generate())).decode()
        for make in (whatsapp, telegram):
            failure(make, stub.url, trust, 5.0)
        with RelayClient(stub.url, ["key"], LetterOpener([key]), trust) as client, pytest.raises(ConfigError):
            client.fetch(0)
        assert update_feed.fetch(stub.url, trust) is None
        assert len(stub.calls) == 4
        assert other.calls == []
        assert not [call for call in stub.calls if "Cookie" in call.headers]
    finally:
        other.close()


def test_headers_that_make_no_sense_are_not_quoted_in_the_log(
    raw: Any, trust: ssl.SSLContext, caplog: pytest.LogCaptureFixture
) -> None:
    quoting = f"HTTP/1.1 200 OK\r\n\xe8: {WHATSAPP_TOKEN}\r\n\r\n{{}}".encode("latin-1")
    caplog.set_level(logging.INFO)

    def answer(connection: socket.socket) -> None:
        connection.sendall(quoting)
        connection.shutdown(socket.SHUT_WR)

    error, _ = failure(whatsapp, raw(answer).url, trust, 5.0)
    assert type(error) is OutcomeUnknown
    assert WHATSAPP_TOKEN not in caplog.text
