# SPDX-License-Identifier: EUPL-1.2
"""Writes the list of notices with their outcomes as a table, for the file of an ordinance or the year's account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.core.work.long_work import Work, counted
from comunecast_gui.store.delivery.notices import NoticeFilter, NoticeRow, Notices
from comunecast_gui.system.csv_export import write_table
from comunecast_gui.ui.history.history_model import by_hand_words, channel_words
from comunecast_gui.ui.widgets import labels


def save(
    path: Path,
    headers: Sequence[str],
    notices: Notices,
    wanted: NoticeFilter,
    catalogue: Catalogue,
    zone: ZoneInfo,
    titles: Mapping[str, str],
    work: Work,
) -> int:
    """Writes every notice that is looked for, the newest first; returns how many.

    One row for each notice and channel, the one that a person published on by hand among them. Raises
    InputError("export_kind" | "export_unwritable" | "work_stopped") and ConfigError (``database_*``).
    """
    work.plan({"notices": 1, "table": 1})
    found = notices.every(wanted, work)
    work.begin("table")
    told = counted(found, len(found), work)
    write_table(path, headers, (cells for row in told for cells in _rows(row, catalogue, zone, titles)))
    return len(found)


def _rows(row: NoticeRow, catalogue: Catalogue, zone: ZoneInfo, titles: Mapping[str, str]) -> list[tuple[str, ...]]:
    told = (labels.moment(row.created_at, zone), catalogue.name_of(row.category), row.title, ", ".join(row.zones))
    found: list[tuple[str, ...]] = [
        (*told, labels.channel_title(channel, titles), labels.outcomes_sentence(labels.outcomes([counts])))
        for channel, counts in row.counts.items()
    ]
    if row.by_hand is not None:
        at = labels.moment(row.by_hand.at, zone)
        found.append((at, *told[1:], channel_words(), by_hand_words(row.by_hand)))
    return found
