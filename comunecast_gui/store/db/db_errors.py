# SPDX-License-Identifier: EUPL-1.2
"""Translates database errors into errors that a person can act on."""

from __future__ import annotations

import errno
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from comunecast_gui.core.errors import ConfigError

_SQLITE_CODES = {
    "SQLITE_BUSY": "database_locked",
    "SQLITE_LOCKED": "database_locked",
    "SQLITE_FULL": "disk_full",
    "SQLITE_READONLY": "database_read_only",
    "SQLITE_PERM": "database_read_only",
    "SQLITE_CANTOPEN": "database_read_only",
    "SQLITE_CORRUPT": "database_corrupt",
    "SQLITE_NOTADB": "database_corrupt",
    "SQLITE_IOERR": "database_unusable",
}
"""SQLite: Result and Error Codes (sqlite.org/rescode.html), the primary part of each."""

_SERVER_CODES = {
    "55P03": "database_locked",
    "40P01": "database_locked",
    "53100": "disk_full",
    "25006": "database_read_only",
    "42501": "database_read_only",
    "XX001": "database_corrupt",
    "XX002": "database_corrupt",
}
"""PostgreSQL: Appendix A, Error Codes: lock_not_available, deadlock_detected, disk_full, read_only_sql_transaction,
insufficient_privilege, data_corrupted, index_corrupted."""

_REFUSALS = (
    (re.compile(r"\b(SSL|certificate|TLS|sslmode)\b"), "database_way_unsafe"),
    (re.compile(r"password|SCRAM|authentication", re.IGNORECASE), "database_signin_refused"),
)
"""libpq's messages: "server does not support SSL, but SSL was required", "SSL error: certificate verify failed",
"root certificate file ... does not exist", "password authentication failed for user", "fe_sendauth: no password
supplied"."""

_UNREACHABLE = frozenset({"OperationalError", "InterfaceError", "AdminShutdown", "CannotConnectNow"})
"""DB-API 2.0 (PEP 249) errors of the connection, and psycopg's own of a server that stops or starts."""


@contextmanager
def translated(path: Path | None) -> Iterator[None]:
    """Raises ConfigError in place of what the driver raises; the values of the statement stay behind.

    A constraint that does not hold, and a mistake of ours in a statement, are raised as they are.
    """
    try:
        yield
    except sa.exc.DBAPIError as error:
        if isinstance(error, sa.exc.IntegrityError) or not isinstance(error.orig, Exception):
            raise
        code = _code_of(error.orig)
        if code is None:
            raise
        # The statement's parameters may hold numbers: they must not travel with the error.
        raise ConfigError(code, path=str(path or "")) from None
    except sqlite3.Error as error:
        code = _code_of(error)
        if code is None:
            raise
        raise ConfigError(code, path=str(path or "")) from None
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        raise ConfigError("disk_full" if full else "database_read_only", path=str(path or "")) from None


def _code_of(error: Exception) -> str | None:
    if isinstance(error, sqlite3.Error):
        name = getattr(error, "sqlite_errorname", None) or ""
        return _SQLITE_CODES.get("_".join(name.split("_")[:2]))
    known = _SERVER_CODES.get(getattr(error, "sqlstate", None) or "")
    return known or (_refusal(str(error)) if type(error).__name__ in _UNREACHABLE else None)


def _refusal(text: str) -> str:
    """Why there is no connection: libpq has words for it, and no code; each line is about one address."""
    line = text.strip().splitlines()[-1] if text.strip() else ""
    return next((code for words, code in _REFUSALS if words.search(line)), "database_unreachable")
