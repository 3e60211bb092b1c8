# SPDX-License-Identifier: EUPL-1.2
"""The commands about subscribers: import, export, list."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Sequence

from comunecast_gui.cli.progress.work_line import shown
from comunecast_gui.cli.reply import OK, WRONG_INPUT, Reply
from comunecast_gui.core.choices import ChoiceKind, Offer, Wants
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.masking import mask_within
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.core.work.long_work import counted
from comunecast_gui.services import wiring
from comunecast_gui.services.people import list_export
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.consent.subscriber_import import ImportIssue, import_rows, list_mark
from comunecast_gui.store.consent.subscribers import Filter, SubscriberRow
from comunecast_gui.system import phones, spreadsheet_reader
from comunecast_gui.system.user_account import user_name

_SHOWN = 60


def load(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast subscribers import``: all the rows of a file in one transaction, or none with ``--dry-run``.

    Ends with 1 where the file holds no number that could ever be added.
    """
    table = spreadsheet_reader.read_table(arguments.file)
    column = spreadsheet_reader.phone_column(table, _column(arguments.map))
    with shown(sentences, arguments) as work:
        own = wiring.own_numbers(workspace.settings)
        report = import_rows(
            workspace.database,
            counted(spreadsheet_reader.to_import_rows(table, column, phones.parse, own), len(table.rows), work),
            source=sentences.text("cli.imported_from", mark=list_mark(workspace.database, table.digest)),
            accept_warned=arguments.accept_warned,
            dry_run=arguments.dry_run,
            now=workspace.clock.now(),
            who=user_name(),
            work=work,
        )
    whole = arguments.show_numbers
    refused, warned = _issues(report.refused, whole, sentences), _issues(report.warned, whole, sentences)
    data = {
        "added": report.added,
        "already": report.already,
        "left_before": report.left_before,
        "refused": refused,
        "warned": warned,
    }
    line = sentences.text("cli.imported", **{**data, "refused": len(refused), "warned": len(warned)})
    notes = [
        sentences.text("cli.import_row", row=row["row"], value=_printable(row["value"]), reason=row["reason"])
        for row in (*refused, *warned)
    ]
    nothing = not (report.added or report.already or report.left_before or warned)
    return Reply(data, [line], notes, WRONG_INPUT if nothing else OK)


def export(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast subscribers export``: masked numbers, unless asked for, which is written in the audit log."""
    with shown(sentences, arguments) as work:
        whole = arguments.show_numbers
        count = list_export.export(workspace, arguments.file, user_name(), sentences, whole=whole, work=work)
    line = sentences.text("cli.exported", count=count, file=arguments.file)
    return Reply({"exported": count, "file": str(arguments.file)}, [line])


def show(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast subscribers list``."""
    offer = workspace.office.offer
    wanted = Filter(
        state=SubscriberState(arguments.state) if arguments.state else None,
        zone=_offered(offer, ChoiceKind.ZONE, arguments.zone),
        topic=_offered(offer, ChoiceKind.TOPIC, arguments.topic),
    )
    people = [
        {"id": row.id, "phone": row.phone, "state": str(row.state), "since": row.since.isoformat()}
        | ({"choices": _choices(row.wants)} if offer else {})
        for row in _people(workspace, wanted, arguments.show_numbers)
    ]
    lines = [sentences.text("cli.subscriber", **one) for one in people]
    total = sentences.text("cli.subscribers_total", count=len(people))
    return Reply({"total": len(people), "subscribers": people}, [*lines, total])


def _people(workspace: Workspace, wanted: Filter, numbers: bool) -> Sequence[SubscriberRow]:
    if numbers:
        return workspace.subscribers.list_numbers(user_name(), workspace.clock.now(), wanted=wanted)
    return workspace.subscribers.list(wanted=wanted)


def _offered(offer: Offer, kind: ChoiceKind, word: str) -> str:
    """The office's own spelling; empty for none. Raises InputError("unknown_zone" | "unknown_topic")."""
    return offer.pick(kind, [word])[0] if word else ""


def _choices(wants: Wants) -> dict[str, object]:
    """What a person gets: of each kind ``all``, ``some`` (only these) or ``but`` (all the others), and the names."""
    return {
        kind: {"breadth": str(wants.of(kind).breadth), "names": sorted(wants.of(kind).names)} for kind in ChoiceKind
    }


def _issues(found: Iterable[ImportIssue], whole: bool, sentences: Sentences) -> list[dict[str, object]]:
    """What to say of each row; its number is masked unless it is to be ``whole``."""
    return [
        {
            "row": one.row,
            "value": one.value if whole else mask_within(str(one.value)),
            "reason": sentences.text(one.reason),
        }
        for one in found
    ]


def _printable(value: object) -> str:
    """A cell's content as a terminal may show it: one line, shortened, without control characters."""
    text = "".join(sign if sign.isprintable() else "�" for sign in str(value)[:_SHOWN])
    return text if len(str(value)) <= _SHOWN else f"{text}…"


def _column(mapping: str) -> dict[str, str]:
    """What ``--map phone=COLUMN`` says. Raises InputError("map_malformed")."""
    if not mapping:
        return {}
    name, found, column = mapping.partition("=")
    if name != "phone" or not found or not column:
        raise InputError("map_malformed", field="map", value=mapping)
    return {name: column}
