# SPDX-License-Identifier: EUPL-1.2
"""Stores the last known state of each WhatsApp template, so that the composer can show it without asking Meta."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.db.schema import wa_template


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template as Meta knows it; ``status`` and ``category`` in Meta's words (``APPROVED``, ``UTILITY``)."""

    name: str
    language: str
    status: str
    category: str
    body: str
    seen_at: datetime
    quality: str = ""
    """GREEN, YELLOW, RED or UNKNOWN (Meta: "Template quality rating"); empty where Meta did not say."""


class Templates:
    """The last known state of the templates."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, rows: Iterable[TemplateRow]) -> None:
        """Replaces what was known of each of these templates; the others stay as they are."""
        fresh = {(row.name, row.language): row for row in rows}
        if not fresh:
            return
        keys = [{"its_name": name, "its_language": language} for name, language in fresh]
        with self._database.writing() as connection:
            serialise(connection, "wa_template")
            connection.execute(_FORGET, keys)
            connection.execute(wa_template.insert(), [asdict(row) for row in fresh.values()])

    def get(self, name: str, language: str) -> TemplateRow | None:
        with self._database.reading() as connection:
            row = connection.execute(sa.select(wa_template).where(*_key(name, language))).first()
        return None if row is None else _template_row(row)

    def all(self) -> list[TemplateRow]:
        """Every known template, by name and language."""
        query = sa.select(wa_template).order_by(wa_template.c.name, wa_template.c.language)
        with self._database.reading() as connection:
            return [_template_row(row) for row in connection.execute(query)]


_FORGET = wa_template.delete().where(
    wa_template.c.name == sa.bindparam("its_name"), wa_template.c.language == sa.bindparam("its_language")
)


def _key(name: str, language: str) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    return wa_template.c.name == name, wa_template.c.language == language


def _template_row(row: sa.Row[Any]) -> TemplateRow:
    return TemplateRow(row.name, row.language, row.status, row.category, row.body, row.seen_at, row.quality)
