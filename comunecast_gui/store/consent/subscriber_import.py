# SPDX-License-Identifier: EUPL-1.2
"""Imports a list of numbers in one transaction, whole or not at all, and reports the result of every row."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.consent import ConsentEvent, ConsentKind, refuse_number
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.core.subscriber_import import ImportRow
from comunecast_gui.core.work.long_work import UNWATCHED, Work, counted
from comunecast_gui.store.consent import audit, ledger, person_rows
from comunecast_gui.store.consent.audit import AuditRow
from comunecast_gui.store.db import bulk, change_log
from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.db.schema import subscriber

DUPLICATE = "import_duplicate"
"""The reason of a row whose number stands further up in the same file."""

_BATCH = 500
_MARK = 12
_AS_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")


@dataclass(frozen=True, slots=True)
class ImportIssue:
    """A row to look at; ``reason`` is a code with a sentence of its own."""

    row: int
    value: str = field(repr=False)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The result of an import, or of its rehearsal."""

    added: int
    already: int
    left_before: int
    refused: tuple[ImportIssue, ...]
    warned: tuple[ImportIssue, ...]


def import_rows(
    database: Database,
    rows: Iterable[ImportRow],
    *,
    source: str,
    now: datetime,
    accept_warned: bool = False,
    dry_run: bool = False,
    who: str = "",
    work: Work = UNWATCHED,
) -> ImportReport:
    """Adds the numbers in one transaction; with ``dry_run`` only says what would happen.

    ``source`` says how these people consented; it goes to their rows and to the consent ledger. People who left stay
    out. ``work`` can be stopped until the last row is written.
    Raises InputError("source_holds_number" | "work_stopped") and ConfigError (``database_*``, ``office_key_*``,
    ``disk_full``); nothing was added then.
    """
    refuse_number(source)
    work.plan({"rows": 1} if dry_run else {"rows": 1, "writing": 3, "noting": 4})
    work.begin("rows")
    wanted, refused, warned = _sorted_out(rows, accept_warned)
    names = {number: person_rows.number_hash(database.hash_key, number) or "" for number in wanted}
    with database.reading() if dry_run else database.writing() as connection:
        serialise(connection, "subscriber")
        known = _known(connection, list(names.values()))
        new = {number: name for number, name in names.items() if name not in known}
        if not dry_run and new:
            _add(connection, database, new, source, now, work)
            change_log.note(connection, database, now, ChangeKind.SUBSCRIBERS)
            audit.write(connection, database, AuditRow(now, who, "subscribers_imported", str(len(new))))
            work.last_step()
    left = sum(state == SubscriberState.LEFT for state in known.values())
    return ImportReport(len(new), len(known) - left, left, tuple(refused), tuple(warned))


def list_mark(database: Database, digest: bytes) -> str:
    """What stands for a list in the ledger, which is for ever: the name of a file may be that of a person.

    ``digest`` is the SHA-256 of the file; only who has both the file and the office key can tell that it was this one.
    Twelve letters, which nobody takes for a number. Raises ConfigError (``office_key_*``).
    """
    return hmac.digest(database.keys.office.derived("lists"), digest, "sha256").hex()[:_MARK].translate(_AS_LETTERS)


def _sorted_out(
    rows: Iterable[ImportRow], accept_warned: bool
) -> tuple[list[str], list[ImportIssue], list[ImportIssue]]:
    wanted: list[str] = []
    refused: list[ImportIssue] = []
    warned: list[ImportIssue] = []
    seen: set[str] = set()
    for row in rows:
        if row.wa_id is None or row.reason is not None:
            refused.append(ImportIssue(row.row, row.value, row.reason or "phone_empty"))
            continue
        if row.wa_id in seen:
            refused.append(ImportIssue(row.row, row.value, DUPLICATE))
            continue
        seen.add(row.wa_id)
        if row.warning is not None:
            warned.append(ImportIssue(row.row, row.value, row.warning))
        if row.warning is None or accept_warned:
            wanted.append(row.wa_id)
    return wanted, refused, warned


def _known(connection: sa.Connection, names: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for batch in _batches(names):
        query = sa.select(subscriber.c.number_hash, subscriber.c.state).where(subscriber.c.number_hash.in_(batch))
        found.update({row.number_hash: row.state for row in connection.execute(query)})
    return found


def _add(
    connection: sa.Connection, database: Database, new: dict[str, str], source: str, now: datetime, work: Work
) -> None:
    work.begin("writing")
    rows = ((number, name, SubscriberState.ACTIVE, now, source) for number, name in new.items())
    columns = ("wa_id", "number_hash", "state", "since", "source")
    bulk.insert(connection, subscriber, columns, counted(rows, len(new), work))
    work.begin("noting")
    events = (ConsentEvent(name, ConsentKind.IMPORTED, now, source) for name in new.values())
    ledger.append(connection, database, counted(events, len(new), work))


def _batches(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), _BATCH):
        yield names[start : start + _BATCH]
