# SPDX-License-Identifier: EUPL-1.2
"""Databases for tests: a file always, and a real PostgreSQL server where ``COMUNECAST_TEST_PG`` has its address."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.work.long_work import UNWATCHED, Work
from comunecast_gui.store.db import migrate
from comunecast_gui.store.db.database import Database, migrate_server

SERVER = os.environ.get("COMUNECAST_TEST_PG", "")
"""Read when tests are collected: no test sees the environment of the person who runs it."""
_ALL = ("sqlite", "postgresql") if SERVER else ("sqlite",)
_WANTED = os.environ.get("COMUNECAST_DATABASE", "")
KINDS = tuple(kind for kind in _ALL if _WANTED in ("", kind))

WORKER = f"workstation_{os.getpid()}"
"""The role of the tests' workstations: everything that is tested works with its few rights."""

_numbers = itertools.count(1)


@contextmanager
def fresh_url(kind: str) -> Iterator[str]:
    """The address of an up-to-date database without a row, as a workstation signs in to it; empty for a file.

    It is dropped afterwards.
    """
    if kind == "sqlite":
        yield ""
        return
    name = f"test_{os.getpid()}_{next(_numbers)}"
    _on_server(f"CREATE DATABASE {name} TEMPLATE {_template()}{_copying()}")
    try:
        yield _address(name, WORKER)
    finally:
        _on_server(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def owning(database: Database) -> Iterator[sa.Connection]:
    """A transaction of the owner of the tables, who may rewrite what a workstation only adds to."""
    if database.path is not None:
        with database.writing() as connection:
            yield connection
        return
    engine = sa.create_engine(database.engine.url.set(username=sa.make_url(SERVER).username))
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def empty_url() -> Iterator[str]:
    """The address of a database on the server without a table."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    _on_server(f"CREATE DATABASE {name}")
    try:
        yield _address(name)
    finally:
        _on_server(f"DROP DATABASE {name} WITH (FORCE)")


def upgrade(connection: sa.Connection, to: str = "head", work: Work = UNWATCHED) -> None:
    """:func:`.migrate.upgrade`, which makes the tables of an empty file as those of the first one came out.

    The steps run once in each process of the tests, and whenever there is anything in the file already.
    """
    to_newest = to in ("head", migrate.head())
    if connection.dialect.name == "sqlite" and to_newest and not sa.inspect(connection).get_table_names():
        raw: Any = connection.connection.dbapi_connection  # in the same transaction, without a hundred results
        for statement in _migrated():
            raw.execute(statement)
    else:
        _upgrade(connection, to, work)


_upgrade = migrate.upgrade


@cache
def _migrated() -> list[str]:
    engine = sa.create_engine("sqlite://")
    try:
        with engine.connect() as connection:
            _upgrade(connection)
            raw: Any = connection.connection.dbapi_connection
            return [line for line in raw.iterdump() if line not in ("BEGIN TRANSACTION;", "COMMIT;")]
    finally:
        engine.dispose()


@cache
def _template() -> str:
    name = f"template_{os.getpid()}"
    _on_server(f"CREATE DATABASE {name}")
    migrate_server(_address(name), WORKER)
    return name


@cache
def _copying() -> str:
    """Has the files copied, since PostgreSQL 15 writes each page into its log otherwise, which takes longer."""
    engine = sa.create_engine(SERVER)
    try:
        with engine.connect() as connection:
            version = connection.dialect.server_version_info or (0,)
    finally:
        engine.dispose()
    return " STRATEGY FILE_COPY" if version >= (15,) else ""


def _address(name: str, role: str | None = None) -> str:
    url = sa.make_url(SERVER).set(database=name)
    return (url.set(username=role) if role else url).render_as_string(hide_password=False)


def _on_server(statement: str) -> None:
    engine = sa.create_engine(SERVER, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
    finally:
        engine.dispose()
