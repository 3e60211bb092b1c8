# SPDX-License-Identifier: EUPL-1.2
"""Finds out which version of the tables a database has, and migrates it to the version of this program."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import sqlalchemy as sa

from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.work.long_work import UNWATCHED, Work

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


def upgrade(connection: sa.Connection, to: str = "head", work: Work = UNWATCHED) -> None:
    """Runs the missing steps inside the connection's transaction, up to a version if not all of them.

    ``work`` hears of each. Raises ConfigError("database_newer") and InputError("work_stopped"): whoever began the
    transaction undoes it, and the database is as it was.
    """
    found = revision(connection)
    if is_current(found):
        return
    missing = [one for one in revisions() if one > (found or "") and (to == "head" or one <= to)]
    applied = count(1)
    work(0, len(missing))
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["applied"] = lambda **_: work(next(applied), len(missing))
    command.upgrade(config, to)
