# SPDX-License-Identifier: EUPL-1.2
"""Stores which templates go to Meta in several goes, and when the next one is: one round for all workstations."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TypeVar

import sqlalchemy as sa

from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.db.schema import setting

_KEY = "template_round"


@dataclass(frozen=True, slots=True)
class SubmissionRound:
    """The categories whose templates are being submitted; ``files``: also the variants that carry one.

    ``at`` is when it goes on by itself; ``limit``: Meta takes nothing before. While ``owner`` submits, nobody else does
    before ``at``, by when a process that lives would have moved it on.
    """

    categories: tuple[str, ...]
    files: bool
    at: datetime
    owner: str = ""
    limit: bool = False


T = TypeVar("T", bound="SubmissionRound | None")


class SubmissionRounds:
    """Reads and changes the round, each time in one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def owner(self) -> str:
        """This process, as other workstations know it."""
        return self._database.owner

    def present(self) -> SubmissionRound | None:
        """The round that is not finished; None without one, or where nobody can read what is kept."""
        with self._database.reading() as connection:
            return _kept(connection)

    def change(self, judge: Callable[[SubmissionRound | None], T]) -> T:
        """Keeps what ``judge`` makes of the present round (None: it is finished), and returns that.

        Two that change it at once do so one after the other.
        """
        with self._database.writing() as connection:
            serialise(connection, _KEY)
            before = _kept(connection)
            after = judge(before)
            if after != before:
                connection.execute(setting.delete().where(setting.c.key == _KEY))
                if after is not None:
                    connection.execute(setting.insert().values(key=_KEY, value=_text(after)))
            return after


def _kept(connection: sa.Connection) -> SubmissionRound | None:
    kept = connection.execute(sa.select(setting.c.value).where(setting.c.key == _KEY)).scalar()
    try:
        found = json.loads(kept or "")
        at = datetime.fromisoformat(found["at"])
        categories = tuple(str(one) for one in found["categories"])
        owner, limit = str(found["owner"]), bool(found["limit"])
        return SubmissionRound(categories, bool(found["files"]), at, owner, limit) if at.tzinfo else None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _text(one: SubmissionRound) -> str:
    return json.dumps({**asdict(one), "at": one.at.isoformat()}, ensure_ascii=False)
