# SPDX-License-Identifier: EUPL-1.2
"""Writes the list of subscribers into a table: for the command and for the window the same file."""

from __future__ import annotations

from pathlib import Path

from comunecast_gui.core.sentences import Sentences
from comunecast_gui.core.work.long_work import UNWATCHED, Work, counted
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system.csv_export import write_table

COLUMNS = ("phone", "state", "since")
"""What the file says of each person; neither a name nor what the person chose is in it."""


def export(
    workspace: Workspace, path: Path, who: str, sentences: Sentences, *, whole: bool, work: Work = UNWATCHED
) -> int:
    """Writes everybody who is or was on the list as ``.csv`` or ``.xlsx``; returns how many.

    Numbers are masked unless they are to be ``whole``: that ``who`` saw them all is then written in the audit log, also
    where the file cannot be written. Raises InputError("export_kind" | "export_unwritable" | "not_a_file" |
    "work_stopped") and ConfigError (``database_*``, ``office_key_*``).
    """
    headings = [sentences.text(f"cli.column_{name}") for name in COLUMNS]
    work.plan({"people": 2, "table": 1})
    work.begin("people")
    subscribers = workspace.subscribers
    people = subscribers.list_numbers(who, workspace.clock.now()) if whole else subscribers.list()
    work.begin("table")
    rows = ((row.phone, str(row.state), row.since.isoformat()) for row in counted(people, len(people), work))
    write_table(path, headings, rows, sheet="iscritti")
    return len(people)
