# SPDX-License-Identifier: EUPL-1.2
"""A PostgreSQL server as a town has one: on the network, with TLS and passwords. Made for a test, gone after it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import psycopg
import pytest

from tests.certificates import self_signed

NAME = "127.0.0.1"
"""What the certificate is for, beside the address on the network."""


@dataclass(frozen=True)
class TownServer:
    """``address`` is this computer's on the network: what goes there does not count as staying here."""

    folder: Path
    address: str
    port: int

    @property
    def roots(self) -> Path:
        """The certificate that the server is known by."""
        return self.folder / "server.crt"

    def run(self, *statements: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Runs statements as the server's administrator, over its socket; returns the rows of the last."""
        with psycopg.connect(self.admin(database).replace("+psycopg", ""), autocommit=True) as connection:
            done = [connection.execute(statement.encode()) for statement in statements][-1]
            return done.fetchall() if done.description else []

    def admin(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}&port={self.port}"

    def url(self, user: str, database: str, **parameters: str) -> str:
        """The address as it stands in a settings file; ``user`` may be ``name:password``."""
        query = "&".join(f"{key}={value}" for key, value in parameters.items())
        return f"postgresql+psycopg://{user}@{self.address}:{self.port}/{database}{'?' if query else ''}{query}"


@contextmanager
def town_server() -> Iterator[TownServer]:
    """Starts it; skips the test where there is no PostgreSQL, or no network to be on."""
    programs = _programs()
    address = _own_address()
    # A path of the test would be too long for a socket, and the server's own user must reach it.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    as_user: tuple[str, ...] = ()
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres")
        as_user = ("runuser", "-u", "postgres", "--")

    def run(*command: str) -> None:
        subprocess.run([*as_user, *command], cwd=folder, check=True, capture_output=True, timeout=60)

    try:
        run(f"{programs}/initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        _write_certificate(folder, address)
        (folder / "data" / "pg_hba.conf").write_text(
            f"local all postgres trust\nhost all all {address}/32 scram-sha-256\n", encoding="ascii"
        )
        # In its file, and not among its options, so that a test may turn TLS off.
        with (folder / "data" / "postgresql.conf").open("a", encoding="ascii") as settings:
            settings.write(
                f"ssl = on\nssl_cert_file = '{folder}/server.crt'\nssl_key_file = '{folder}/server.key'\nfsync = off\n"
            )
        for tries_left in (2, 1, 0):
            port = _free_port(address)
            options = f"-p {port} -c listen_addresses={address} -k {folder}"
            try:
                run(f"{programs}/pg_ctl", "-D", "data", "-w", "-l", "log", "-o", options, "start")
                break
            except subprocess.CalledProcessError:  # somebody took the port meanwhile
                if not tries_left:
                    raise
        try:
            yield TownServer(folder, address, port)
        finally:
            run(f"{programs}/pg_ctl", "-D", "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _programs() -> Path:
    found: Sequence[Path] = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if found:
        return found[-1]
    if path := shutil.which("pg_ctl"):
        return Path(path).resolve().parent
    pytest.skip("there is no PostgreSQL on this computer")


def _own_address() -> str:
    """This computer's address on the network; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            pytest.skip("this computer is on no network")
        address = str(probe.getsockname()[0])
    if ip_address(address).is_loopback:
        pytest.skip("this computer is on no network")
    return address


def _free_port(address: str) -> int:
    with socket.socket() as listening:
        listening.bind((address, 0))
        return int(listening.getsockname()[1])


def _write_certificate(folder: Path, address: str) -> None:
    pytest.importorskip("cryptography")
    certificate, secret = self_signed(address)
    shown = folder / "server.crt"
    shown.write_bytes(certificate)
    shown.chmod(0o644)  # the server's own user reads it, whatever umask an earlier test's command left
    path = folder / "server.key"
    path.write_bytes(secret)
    path.chmod(0o600)
    if os.geteuid() == 0:
        shutil.chown(path, "postgres")
