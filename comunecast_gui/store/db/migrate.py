# SPDX-License-Identifier: EUPL-1.2
"""Finds out which version of the tables a database has, and migrates it to the version of this program."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from comunecast_gui.core.errors import ConfigError

_FOLDER = Path(__file__).parent / "migrations"


def revision(connection: sa.Connection) -> str | None:
    """The version that the database holds; None for an empty one."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def is_current(found: str | None) -> bool:
    """Whether ``found`` is this program's version. Raises ConfigError("database_newer") for one unknown to it."""
    if found is not None and found not in revisions():
        raise ConfigError("database_newer", found=found, known=head())
    return found == head()


def head() -> str:
    """The version that this program was written for."""
    return revisions()[-1]


def revisions() -> list[str]:
    """All versions, the oldest first; read from the steps' names, because Alembic costs a tenth of a second to import.

    Raises ConfigError("program_incomplete").
    """
    found = sorted(path.name[1:5] for path in (_FOLDER / "versions").glob("v[0-9]*.py"))
    if not found:
        raise ConfigError("program_incomplete", missing=str(_FOLDER))
    return found


def require_current(connection: sa.Connection) -> None:
    """Raises ConfigError: ``database_newer``, or ``database_older`` where a person has to ask for the change."""
    found = revision(connection)
    if not is_current(found):
        raise ConfigError("database_older", found=found or "", known=head())


def upgrade(connection: sa.Connection, to: str = "head") -> None:
    """Runs the missing steps inside the connection's transaction, up to a version if not all of them.

    Raises ConfigError("database_newer").
    """
    if is_current(revision(connection)):
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, to)
