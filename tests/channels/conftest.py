# SPDX-License-Identifier: EUPL-1.2
"""Loopback services and pictures for the tests of the drivers."""

from __future__ import annotations

import shutil
import socket
import ssl
import struct
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from comunecast_gui.core.model import Attachment
from tests.channels.service_stub import ServiceStub


@pytest.fixture
def stub() -> Iterator[ServiceStub]:
    server = ServiceStub()
    yield server
    server.close()


@pytest.fixture(scope="session")
def trust() -> ssl.SSLContext:
    return ssl.create_default_context()


@pytest.fixture
def deaf_port() -> int:
    """A port of this machine where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def picture(tmp_path: Path) -> Attachment:
    """A real PNG of 8 x 8 pixels."""
    path = tmp_path / "lavori.png"
    path.write_bytes(png(8, 8))
    return Attachment(path, "Lavori in via Roma", "image/png", path.stat().st_size)


@pytest.fixture
def document(tmp_path: Path) -> Attachment:
    path = tmp_path / "ordinanza.pdf"
    path.write_bytes(b"%PDF-1.4\n%%EOF\n")
    return Attachment(path, "Ordinanza", "application/pdf", path.stat().st_size)


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x30\x60\x90" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.fixture
def certificate(tmp_path: Path) -> ssl.SSLContext:
    """A server's context whose self-signed certificate for localhost is in ``server.pem``."""
    if shutil.which("openssl") is None:  # Windows has none of its own
        pytest.skip("openssl is not installed")
    both = tmp_path / "both.pem"
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    )
    files = ["-keyout", str(both), "-out", str(tmp_path / "server.pem")]
    subprocess.run([*command.split(), *files], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.pem", both)
    return context
