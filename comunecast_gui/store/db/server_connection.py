# SPDX-License-Identifier: EUPL-1.2
"""The connection to a database server: encrypted and verified, unless it stays on this computer.

``sslmode=verify-full`` is the only mode of libpq that protects from listeners and from a false server (PostgreSQL:
"Protection Provided in Different Modes"). It holds wherever the address does not name another mode.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

SAFE = "verify-full"
_SYSTEM_ROOTS_SINCE = 160_000
"""libpq's version that knows ``sslrootcert=system`` (PostgreSQL 16: "Database Connection Control Functions")."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a connection travels. ``mode`` is libpq's ``sslmode``."""

    mode: str
    encrypted: bool
    local: bool

    @property
    def is_safe(self) -> bool:
        """Whether nobody on the way can read what is sent, or answer in the server's place."""
        return self.local or (self.encrypted and self.mode == SAFE)


def protected(address: sa.URL, libpq_version: int) -> sa.URL:
    """The address with ``sslmode=verify-full``, unless it names a mode itself or stays on this computer.

    If nobody chose certificates for the server, the system's own are used, if this libpq can.
    """
    if "sslmode" in address.query or is_here(address):
        return address
    wanted = {"sslmode": SAFE}
    chosen = "sslrootcert" in address.query or os.environ.get("PGSSLROOTCERT") or _own_roots().exists()
    if not chosen and libpq_version >= _SYSTEM_ROOTS_SINCE:
        wanted["sslrootcert"] = "system"
    return address.update_query_dict(wanted)


def is_here(address: sa.URL) -> bool:
    """Whether the address names this computer and no other: a loopback address, or the socket of the system."""
    if "service" in address.query:
        return False  # a file elsewhere names the host
    for key in ("hostaddr", "host"):
        if named := address.query.get(key):
            return all(map(_is_loopback, ",".join([named] if isinstance(named, str) else named).split(",")))
    named = address.host or os.environ.get("PGHOSTADDR") or os.environ.get("PGHOST") or ""
    return all(map(_is_loopback, named.split(",")))


def way_of(connection: sa.Connection) -> Way:
    """How this connection travels, as libpq says of it."""
    raw: Any = connection.connection.dbapi_connection
    parameters: Mapping[str, str] = raw.info.get_parameters()
    where = raw.info.hostaddr or raw.info.host
    return Way(parameters.get("sslmode", ""), bool(raw.pgconn.ssl_in_use), _is_loopback(where))


def _is_loopback(host: str) -> bool:
    host = host.partition(":")[0] if host.count(":") == 1 else host  # SQLAlchemy takes host:port here
    if host in ("", "localhost") or host.startswith(("/", "@")):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _own_roots() -> Path:
    """Where libpq looks for what a person trusts (PostgreSQL: "Client Verification of Server Certificates")."""
    if os.name == "nt":
        return Path(os.environ.get("APPDATA", "")) / "postgresql" / "root.crt"
    return Path.home() / ".postgresql" / "root.crt"
