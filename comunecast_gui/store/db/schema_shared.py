# SPDX-License-Identifier: EUPL-1.2
"""The table of the text files that the workstations of an office share: every version of each, none ever changed."""

from __future__ import annotations

import sqlalchemy as sa

from comunecast_gui.store.db.schema_base import UtcDateTime, numbered

shared_text = numbered(
    "shared_text",
    sa.Column("id", sa.Integer, primary_key=True),
    # The file's name in the data folder, with a slash between its folder and its own.
    sa.Column("name", sa.String(120), nullable=False),
    # From 1: who writes the next version says which one they saw, and no two say the same.
    sa.Column("version", sa.Integer, nullable=False),
    # NULL: from this version on there is no such file.
    sa.Column("content", sa.Text),
    sa.Column("written_at", UtcDateTime, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.UniqueConstraint("name", "version"),
    append_only=True,
)
