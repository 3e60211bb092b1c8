# SPDX-License-Identifier: EUPL-1.2
"""What the workstations of an office share beside its notices: text files in every version, and calendars."""

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

# The calendars of waste and taxes that a person gave the program, which asks for drafts of their days.
remembered_calendar = numbered(
    "remembered_calendar",
    sa.Column("id", sa.Integer, primary_key=True),
    # The file's own name; a file of the same name takes its place.
    sa.Column("name", sa.String(255), nullable=False, unique=True),
    # Where it lay, on the computer on which it was given.
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("given_on", sa.Date, nullable=False),
    # Its days, in ISO 8601.
    sa.Column("days", sa.JSON, nullable=False),
    sa.Column("seen_until", sa.Date, nullable=False),
    # The file itself, for the other computers; NULL: it could not be read any more when it was taken over.
    sa.Column("content", sa.LargeBinary),
)
