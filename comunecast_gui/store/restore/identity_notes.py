# SPDX-License-Identifier: EUPL-1.2
"""Copies into a restored backup the changes of number since then, so that late messages find their person."""

from __future__ import annotations

import sqlalchemy as sa

from comunecast_gui.store.db.schema_inbound import name_move, name_wish


def carry(current: sa.Connection, restored: sa.Connection) -> int:
    """Adds to ``restored`` the requests and moves that only ``current`` has; returns how many."""
    added = 0
    for table in (name_wish, name_move):
        columns = [column for column in table.c if column.name not in ("id", "kept_since", "sealed")]
        known = {tuple(row) for row in restored.execute(sa.select(*columns))}
        rows = [
            {name: value for name, value in row.items() if name != "id"}
            for row in current.execute(sa.select(table)).mappings()
            if tuple(row[column.name] for column in columns) not in known
        ]
        if rows:
            restored.execute(table.insert(), rows)
        added += len(rows)
    return added
