# SPDX-License-Identifier: EUPL-1.2
"""Certificates are verified, an office's own CA is accepted, and a wrong variable is no crash."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from comunecast_gui.system import tls
from tests.certificates import self_signed

pytest.importorskip("cryptography.x509")


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A self-signed certificate of 127.0.0.1 with its key, made for this test."""
    path = tmp_path / "office.pem"
    path.write_bytes(b"".join(self_signed()))
    return path


@pytest.fixture
def port(certificate: Path) -> Iterator[int]:
    """A TLS server on loopback that greets whoever finishes the handshake."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            try:
                plain, _ = listening.accept()
                with plain, context.wrap_socket(plain, server_side=True) as secure:
                    secure.sendall(b"hello")
            except OSError:
                return

        thread = threading.Thread(target=serve)
        thread.start()
        yield listening.getsockname()[1]
        thread.join()


def greeting(port: int, name: str = "127.0.0.1") -> bytes:
    with (
        socket.create_connection(("127.0.0.1", port), timeout=5) as plain,
        tls.context().wrap_socket(plain, server_hostname=name) as secure,
    ):
        return secure.recv(5)


def test_an_unknown_certificate_is_refused(port: int) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        greeting(port)


@pytest.mark.skipif("sys.platform != 'linux'")
def test_the_ca_of_the_office_is_accepted(port: int, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert greeting(port) == b"hello"


@pytest.mark.skipif("sys.platform != 'linux'")
def test_the_name_must_be_right(port: int, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with pytest.raises(ssl.SSLCertVerificationError):
        greeting(port, "api.telegram.org")


def test_a_variable_that_names_a_missing_file_is_no_crash(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/ca.pem")
    with pytest.raises(ssl.SSLCertVerificationError):  # reached the verification
        greeting(port)


def test_both_http_clients_take_the_context(monkeypatch: pytest.MonkeyPatch) -> None:
    import httpx
    import urllib3

    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/ca.pem")
    context = tls.context()
    with httpx.Client(verify=context), urllib3.PoolManager(ssl_context=context):
        assert context.verify_mode is ssl.CERT_REQUIRED
        assert context.check_hostname
