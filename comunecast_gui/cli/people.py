# SPDX-License-Identifier: EUPL-1.2
"""The commands about subscribers: import, export, list."""

from __future__ import annotations

import getpass
from argparse import Namespace
from collections.abc import Iterator

from comunecast_gui.cli.reply import OK, WRONG_INPUT, Reply
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.store.subscriber_import import import_rows
from comunecast_gui.system import phones, tables
from comunecast_gui.wiring import Desk

_PAGE = 1000


def load(desk: Desk, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast subscribers import``: all the rows of a file in one transaction, or none with ``--dry-run``."""
    table = tables.read_table(arguments.file)
    column = tables.phone_column(table.headers, _column(arguments.map))
    report = import_rows(
        desk.database,
        tables.to_import_rows(table, column, phones.parse),
        source=f"file {arguments.file.name}",
        accept_warned=arguments.accept_warned,
        dry_run=arguments.dry_run,
        now=desk.clock.now(),
    )

    def rows(found: object) -> list[dict[str, object]]:
        return [
            {"row": row.row, "value": row.value, "reason": sentences.text(row.reason)}
            for row in found  # type: ignore[attr-defined]
        ]

    data = {
        "added": report.added,
        "already": report.already,
        "left_before": report.left_before,
        "refused": rows(report.refused),
        "warned": rows(report.warned),
    }
    lines = [
        f"aggiunti {report.added}, già iscritti {report.already}, usciti in passato {report.left_before}, "
        f"rifiutati {len(report.refused)}, dubbi {len(report.warned)}"
    ]
    notes = [f"riga {row['row']}: {row['value']} – {row['reason']}" for row in (*data["refused"], *data["warned"])]
    nothing = not (report.added or report.already or report.left_before or report.warned)
    return Reply(data, lines, notes, WRONG_INPUT if nothing else OK)


def export(desk: Desk, arguments: Namespace) -> Reply:
    """``comunecast subscribers export``: masked numbers, unless asked for, which is written in the audit log."""
    rows = [
        (person["phone"], person["state"], person["since"])
        for person in _people(desk, None, arguments.show_numbers, f"export {arguments.file.name}")
    ]
    tables.write_table(arguments.file, ("telefono", "stato", "dal"), rows)
    return Reply({"exported": len(rows), "file": str(arguments.file)}, [f"esportati {len(rows)} in {arguments.file}"])


def show(desk: Desk, arguments: Namespace) -> Reply:
    """``comunecast subscribers list``."""
    state = SubscriberState(arguments.state) if arguments.state else None
    people = list(_people(desk, state, arguments.show_numbers, "list"))
    lines = [f"{person['id']}: {person['phone']} {person['state']} dal {person['since']}" for person in people]
    return Reply({"total": len(people), "subscribers": people}, [*lines, f"{len(people)} in tutto"])


def _people(desk: Desk, state: SubscriberState | None, numbers: bool, what: str) -> Iterator[dict[str, object]]:
    if numbers:
        desk.subscribers.note_disclosure(getpass.getuser(), what, desk.clock.now())
    after = 0
    while page := desk.subscribers.page(state=state, after=after, limit=_PAGE, numbers=numbers):
        for row in page:
            yield {"id": row.id, "phone": row.phone, "state": str(row.state), "since": row.since.isoformat()}
        after = page[-1].id


def _column(mapping: str) -> str | None:
    """The column of ``--map phone=COLUMN``. Raises InputError("map_malformed")."""
    if not mapping:
        return None
    name, found, column = mapping.partition("=")
    if name != "phone" or not found or not column:
        raise InputError("map_malformed", field="map", value=mapping)
    return column
