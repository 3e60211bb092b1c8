# SPDX-License-Identifier: EUPL-1.2
"""Brings an office's database server up to date, with an owner and a worker, and says what is not safe about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from comunecast_gui.core.errors import ConfigError, UserError
from comunecast_gui.core.report.health import Condition
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.services import wiring
from comunecast_gui.services.wiring import SecretSource, Workspace
from comunecast_gui.store.db import server_connection, server_roles
from comunecast_gui.store.db.database import Database, migrate_server, server_has_tables
from comunecast_gui.store.db.server_connection import Way
from comunecast_gui.store.db.server_roles import Standing
from comunecast_gui.system.settings import database_address
from comunecast_gui.system.settings.values import Settings

ADMINISTRATOR_PASSWORD = "COMUNECAST_DATABASE_ADMIN_PASSWORD"  # noqa: S105 - the name of a variable
"""The environment variable with the password of the role that brings the server up to date; it is kept nowhere."""


@dataclass(frozen=True, slots=True)
class Roles:
    """The role that owns the tables, and the role that workstations sign in with."""

    owner: str
    worker: str

    @property
    def separate(self) -> bool:
        return self.owner != self.worker


def migrate(configured: Settings, secrets: SecretSource, role: str = "", password: str = "") -> Roles:
    """Brings the server up to date as ``role``; if that is empty, as the workstations' role, which may own everything.

    Raises ConfigError (``database_*``, "keyring_locked").
    """
    url = wiring.database_url(configured, secrets)
    worker = database_address.user_of(url)
    if not role:
        owner = migrate_server(url, worker)
        return Roles(owner, worker or owner)
    as_role = database_address.with_password(database_address.with_user(url, role), password)
    return Roles(migrate_server(as_role, worker, database_address.without_password(url)[1]), worker or role)


def script(configured: Settings, secrets: SecretSource, sentences: Sentences) -> str:
    """What the server's administrator types so that owner and worker are two roles, with a comment above."""
    url = wiring.database_url(configured, secrets)
    try:
        has_tables = server_has_tables(url)
    except ConfigError:  # there is no such role or database yet
        has_tables = False
    worker, database = database_address.user_of(url) or "comunecast", database_address.database_of(url)
    comment = sentences.text("cli.sql_of_an_office" if has_tables else "cli.sql_of_a_new_office")
    return f"-- {comment}\n{server_roles.script(worker, database, has_tables=has_tables)}"


def examine(workspace: Workspace, sentences: Sentences) -> Iterator[Condition]:
    """Whether the way to the server is safe, whether this workstation can change proof, and where its password is.

    What is not safe still works: it is a warning, and no reason not to send an alert.
    """
    database = workspace.database
    if database.engine.dialect.name != "postgresql":
        return
    try:
        yield from _examine(database, sentences)
    except UserError as error:
        yield Condition("database_connection", False, sentences.of(error))
    if database_address.without_password(workspace.settings.database.url)[1]:
        yield Condition("database_password", True, sentences.text("health.database_password_in_file"), warning=True)


def _examine(database: Database, sentences: Sentences) -> Iterator[Condition]:
    with database.reading() as connection:
        way, standing = server_connection.way_of(connection), server_roles.standing(connection)
    yield of_the_way(way, sentences)
    yield of_the_rights(standing, sentences)


def of_the_way(way: Way, sentences: Sentences) -> Condition:
    """Whether the way to the server is safe; one that is not still works."""
    code = "local" if way.local else "safe" if way.is_safe else "unverified" if way.encrypted else "plain"
    told = sentences.text(f"health.database_connection_{code}", mode=way.mode)
    return Condition("database_connection", True, told, warning=not way.is_safe)


def of_the_rights(standing: Standing, sentences: Sentences) -> Condition:
    """Whether a workstation can change proof with its role; one that can still works."""
    code = "two" if standing.is_limited else "superuser" if standing.superuser else "one"
    told = sentences.text(f"health.database_roles_{code}", role=standing.role)
    return Condition("database_roles", True, told, warning=not standing.is_limited)
