# SPDX-License-Identifier: EUPL-1.2
"""A time stamp on the line of the registers is one that OpenSSL makes and believes; other answers are refused."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from comunecast_gui.core.trust.time_stamp import StampRequest
from tests.e2e.conftest import Town, make_town, town  # noqa: F401

_CONFIG = """
[ tsa ]
default_tsa = own
[ own ]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
certs = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
"""

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl")


def openssl(*words: str | Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["openssl", *map(str, words)], capture_output=True, check=False)


@pytest.fixture
def authority(tmp_path: Path) -> Callable[[bytes], bytes]:
    """A time stamping authority of its own, made of OpenSSL: answers a request."""
    folder = tmp_path / "tsa"
    folder.mkdir()
    (folder / "tsa.cnf").write_text(_CONFIG.format(folder=folder), encoding="ascii")
    (folder / "serial").write_text("01", encoding="ascii")
    made = openssl(
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder / "tsa.key", "-out", folder / "tsa.pem",
        "-days", "2", "-subj", "/CN=Prova TSA", "-addext", "extendedKeyUsage=critical,timeStamping",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr

    def answer(request: bytes) -> bytes:
        (folder / "request.tsq").write_bytes(request)
        done = openssl(
            "ts", "-reply", "-config", folder / "tsa.cnf", "-queryfile", folder / "request.tsq", "-out", folder / "out"
        )
        assert done.returncode == 0, done.stderr
        return (folder / "out").read_bytes()

    return answer


@contextmanager
def served(answer: Callable[[bytes], bytes]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/timestamp-query"
            body = answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/tsr"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_openssl_believes_the_stamp_on_the_line(
    town: Town,  # noqa: F811
    authority: Callable[[bytes], bytes],
    tmp_path: Path,
) -> None:
    town.subscribe(2)
    target = tmp_path / "marca.tsr"
    with served(authority) as url:
        ended = town.run("ledger", "head", "--stamp", str(target), "--authority", url)
    line = tmp_path / "marca.tsr.txt"
    assert line.read_text(encoding="utf-8") == ended.out
    known = tmp_path / "tsa" / "tsa.pem"
    verified = openssl("ts", "-verify", "-data", line, "-in", target, "-CAfile", known)
    assert verified.returncode == 0, verified.stderr
    line.write_text(ended.out.replace("ComuneCast", "Comunecast"), encoding="utf-8")
    assert openssl("ts", "-verify", "-data", line, "-in", target, "-CAfile", known).returncode != 0


def test_an_answer_about_something_else_is_refused(
    town: Town,  # noqa: F811
    authority: Callable[[bytes], bytes],
    tmp_path: Path,
) -> None:
    other, target = StampRequest.of(b"something else").encoded(), tmp_path / "marca.tsr"
    for answer in (
        lambda _: authority(other),
        lambda _: b"",
        lambda _: b"<html>",
        lambda _: b"\x30\x84\xff\xff\xff\xff",
    ):
        with served(answer) as url:
            ended = town.run("ledger", "head", "--stamp", str(target), "--authority", url, code=1)
            assert "marca temporale" in ended.err
    ended = town.run("ledger", "head", "--stamp", str(target), "--authority", "http://127.0.0.1:9/tsr", code=1)
    assert "non risponde" in ended.err
    town.run("ledger", "head", "--stamp", str(target), code=1)
    assert not target.exists()


def test_a_granted_stamp_is_recognised_byte_by_byte(authority: Callable[[bytes], bytes]) -> None:
    request = StampRequest.of(b"the line")
    answer = authority(request.encoded())
    assert request.is_answered_by(answer)
    assert not StampRequest(request.digest, request.nonce ^ 2).is_answered_by(answer)
    assert not StampRequest(bytes(32), request.nonce).is_answered_by(answer)
    assert not any(request.is_answered_by(answer[:size]) for size in range(0, len(answer), 7))
    assert not request.is_answered_by(answer + b"\0")
