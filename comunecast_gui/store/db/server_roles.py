# SPDX-License-Identifier: EUPL-1.2
"""Two roles on a database server: one owns the tables, the workstations sign in with another that cannot change proof.

The worker changes every table but those that are append-only: there it reads and adds. So a stolen workstation, with
the password in its keyring, can add to ledger and audit log, and can neither alter nor remove what they hold. It owns
nothing and makes no roles, because an owner, and who may become one, grants itself what it wants (PostgreSQL:
"Privileges", "Role Attributes", "Role Membership", REASSIGN OWNED).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from comunecast_gui.core.errors import ConfigError
from comunecast_gui.store.db import (  # noqa: F401 - they fill the catalogue
    migrate,
    schema,
    schema_inbound,
    schema_meta,
    schema_posts,
    schema_shared,
)
from comunecast_gui.store.db.schema_base import is_append_only, metadata

_VERSION = "alembic_version"
_BOOTSTRAP_OID = 10
"""The role that the cluster was made with; it cannot stop being a superuser (PostgreSQL: "Role Attributes")."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the role that signed in may do. ``rewrites`` are the append-only tables that it may change."""

    role: str
    superuser: bool
    makes_roles: bool
    owns: bool
    rewrites: tuple[str, ...]

    @property
    def is_limited(self) -> bool:
        """Whether it is a worker: nothing that is proof can be changed with it."""
        return not (self.superuser or self.makes_roles or self.owns or self.rewrites)


def append_only() -> tuple[str, ...]:
    """The tables to which a worker only adds."""
    return tuple(sorted(table.name for table in metadata.tables.values() if is_append_only(table)))


def owner_for(worker: str) -> str:
    """The name of the owner that is made for a worker."""
    return f"{worker}_owner"


def standing(connection: sa.Connection) -> Standing:
    """What the role of this connection may do, by itself and through the roles that it belongs to."""
    row = connection.execute(_STANDING).one()
    rewrites = tuple(name for name in append_only() if connection.execute(_REWRITES, {"table": name}).scalar())
    return Standing(row.role, row.superuser, row.makes_roles, row.owns, rewrites)


def prepare(connection: sa.Connection, worker: str, password: str = "") -> str:
    """Gives the tables an owner, lets this transaction act as that owner, and makes the worker where it is missing.

    ``worker`` is the role that workstations sign in with, ``password`` what one that is made now gets. Where the
    worker itself migrates, nothing about roles changes: one role for everything works. Returns the owner.

    Raises ConfigError: ``database_owner_needed`` (the tables are somebody else's), ``database_role_missing``,
    ``database_worker_superuser``; the server's refusal of what this role may not do is ``database_roles_refused``.
    """
    me = connection.execute(_STANDING).one()
    present = connection.execute(_OWNER, {"table": _VERSION}).scalar()
    if me.role == worker:
        if present and not _belongs(connection, present) and not migrate.is_current(migrate.revision(connection)):
            raise ConfigError("database_owner_needed", owner=present, role=me.role)
        return str(present or me.role)
    makes_roles = me.superuser or me.makes_roles
    owner = present if present and present != worker else owner_for(worker) if makes_roles else me.role
    _make_role(connection, owner, "", makes_roles=makes_roles)
    _make_role(connection, worker, "LOGIN", makes_roles=makes_roles, password=password)
    _weaken(connection, worker)
    needed = (owner, worker) if connection.execute(_OWNS_HERE, {"role": worker}).scalar() else (owner,)
    borrowed = [role for role in needed if not _belongs(connection, role)]
    for role in borrowed:
        _run(connection, f"GRANT {_quoted(connection, role)} TO CURRENT_USER")
    for statement in _transfer(connection, worker, owner):
        _run(connection, statement)
    if worker in borrowed:
        _run(connection, f"REVOKE {_quoted(connection, worker)} FROM CURRENT_USER")
    _run(connection, f"SET LOCAL ROLE {_quoted(connection, owner)}")
    return str(owner)


def grant(connection: sa.Connection, worker: str, owner: str) -> None:
    """Gives the worker its rights on each table of the owner, as they are now, and takes every other away."""
    _lock_roles_out(connection, worker)
    for row in connection.execute(_OWNED, {"owner": owner}):
        name, to = _quoted(connection, row.relname), _quoted(connection, worker)
        if row.relkind == "S":
            _run(connection, f"GRANT USAGE ON SEQUENCE {name} TO {to}")
            continue
        _run(connection, f"REVOKE ALL ON TABLE {name} FROM PUBLIC, {to}")
        _run(connection, f"GRANT {_rights(row.relname)} ON TABLE {name} TO {to}")


def script(worker: str, database: str, *, has_tables: bool) -> str:
    """What the administrator of a server types, in ``psql`` and in this database, where the program may not do it."""
    owner = owner_for(worker)
    who, work, base = (f'"{name.replace(chr(34), chr(34) * 2)}"' for name in (owner, worker, database))
    lines = [f"-- psql --dbname={database}", f"CREATE ROLE {who} LOGIN;", f"-- \\password {owner}"]
    if not has_tables:
        lines += [f"CREATE ROLE {work} LOGIN;", f"-- \\password {worker}"]
    lines += ["BEGIN;"]
    if has_tables:
        lines.append(f"REASSIGN OWNED BY {work} TO {who};")
    lines += [
        f"ALTER DATABASE {base} OWNER TO {who};",
        f"GRANT USAGE, CREATE ON SCHEMA public TO {who};",
        f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {work};",
        f"GRANT USAGE ON SCHEMA public TO {work};",
    ]
    if has_tables:
        proof = ", ".join(append_only())
        lines += [
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {work};",
            f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {work};",
            f"REVOKE UPDATE, DELETE ON {proof} FROM {work};",
            f"REVOKE INSERT, UPDATE, DELETE ON {_VERSION} FROM {work};",
        ]
    lines += ["COMMIT;", f"-- comunecast migrate --as {owner}"]
    return "\n".join(lines)


def _rights(table: str) -> str:
    if table == _VERSION:
        return "SELECT"
    return "SELECT, INSERT" if table in append_only() else "SELECT, INSERT, UPDATE, DELETE"


def _make_role(connection: sa.Connection, role: str, may: str, *, makes_roles: bool, password: str = "") -> None:
    if connection.execute(_ROLE, {"role": role}).first():
        return
    if not makes_roles:
        raise ConfigError("database_role_missing", role=role)
    # Only a worker signs in; the program acts as the owner after an administrator signed in.
    how = f" {may}" if may else ""
    if password:
        raw = connection.connection.dbapi_connection
        hashed = raw.pgconn.encrypt_password(password.encode(), role.encode()).decode()  # type: ignore[union-attr]
        how += f" PASSWORD '{hashed}'"  # a SCRAM verifier, so that no log of the server holds the password
    _run(connection, f"CREATE ROLE {_quoted(connection, role)}{how}")


def _weaken(connection: sa.Connection, worker: str) -> None:
    """A superuser, and who makes roles, can do everything whatever is granted."""
    row = connection.execute(_ROLE, {"role": worker}).one()
    if row.superuser and row.oid == _BOOTSTRAP_OID:
        raise ConfigError("database_worker_superuser", role=worker)
    if row.superuser:
        _run(connection, f"ALTER ROLE {_quoted(connection, worker)} NOSUPERUSER")
    if row.makes_roles:
        _run(connection, f"ALTER ROLE {_quoted(connection, worker)} NOCREATEROLE")


def _transfer(connection: sa.Connection, worker: str, owner: str) -> Iterable[str]:
    """What makes everything that the worker owns in this database the owner's, and lets the owner make tables."""
    work, who = _quoted(connection, worker), _quoted(connection, owner)
    if connection.execute(_OWNS_HERE, {"role": worker}).scalar():
        yield f"REASSIGN OWNED BY {work} TO {who}"
    if not connection.execute(_MAY_CREATE, {"role": owner}).scalar():
        yield f"GRANT USAGE, CREATE ON SCHEMA {_schema(connection)} TO {who}"


def _lock_roles_out(connection: sa.Connection, worker: str) -> None:
    """Until version 15 every role could make tables in ``public``, and so put one in the place of another."""
    if connection.execute(_MAY_CREATE, {"role": worker}).scalar():
        with_schema = f"ON SCHEMA {_schema(connection)}"
        savepoint = connection.begin_nested()
        try:
            connection.exec_driver_sql(f"REVOKE CREATE {with_schema} FROM PUBLIC, {_quoted(connection, worker)}")
        except sa.exc.DBAPIError:  # a schema of the cluster's administrator: the script has this line
            savepoint.rollback()
        else:
            savepoint.commit()


def _belongs(connection: sa.Connection, role: str) -> bool:
    return bool(connection.execute(_BELONGS, {"role": role}).scalar())


def _run(connection: sa.Connection, statement: str) -> None:
    """Raises ConfigError("database_roles_refused") where this role may not do that."""
    try:
        connection.exec_driver_sql(statement)
    except sa.exc.DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != _NO_PRIVILEGE:
            raise
        raise ConfigError("database_roles_refused", statement=statement) from None


def _quoted(connection: sa.Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote_identifier(name)


def _schema(connection: sa.Connection) -> str:
    return _quoted(connection, str(connection.execute(sa.text("SELECT current_schema()")).scalar()))


_NO_PRIVILEGE = "42501"
_HERE = "current_schema()::regnamespace"
_STANDING = sa.text(f"""
    SELECT rolname AS role, rolsuper AS superuser, rolcreaterole AS makes_roles,
        EXISTS (SELECT FROM pg_class WHERE relnamespace = {_HERE} AND pg_has_role(relowner, 'MEMBER'))
        OR EXISTS (SELECT FROM pg_database WHERE datname = current_database() AND pg_has_role(datdba, 'MEMBER'))
        OR EXISTS (SELECT FROM pg_namespace WHERE oid = {_HERE} AND pg_has_role(nspowner, 'MEMBER')) AS owns
    FROM pg_roles WHERE rolname = current_user
""")  # noqa: S608 - fixed text
_REWRITES = sa.text("""
    SELECT has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE, TRIGGER') OR has_any_column_privilege(c.oid, 'UPDATE')
    FROM pg_class c WHERE c.oid = to_regclass(quote_ident(:table))
""")
_OWNER = sa.text("SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = to_regclass(quote_ident(:table))")
_ROLE = sa.text("SELECT oid, rolsuper AS superuser, rolcreaterole AS makes_roles FROM pg_roles WHERE rolname = :role")
_BELONGS = sa.text("SELECT pg_has_role(CAST(:role AS name), 'MEMBER')")
_OWNED = sa.text(f"""
    SELECT relname, relkind FROM pg_class
    WHERE relnamespace = {_HERE} AND relkind IN ('r', 'p', 'S') AND pg_get_userbyid(relowner) = :owner ORDER BY relname
""")  # noqa: S608 - fixed text
_OWNS_HERE = sa.text(f"""
    SELECT EXISTS (SELECT FROM pg_class WHERE relnamespace = {_HERE} AND pg_get_userbyid(relowner) = :role)
        OR EXISTS (SELECT FROM pg_database WHERE datname = current_database() AND pg_get_userbyid(datdba) = :role)
""")  # noqa: S608 - fixed text
_MAY_CREATE = sa.text("SELECT has_schema_privilege(CAST(:role AS name), current_schema(), 'CREATE')")
