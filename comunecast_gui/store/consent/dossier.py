# SPDX-License-Identifier: EUPL-1.2
"""Collects all data held about one person for a request under GDPR art. 15, and records who looked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.choices import Record, wants
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.core.report.dossier import Dossier, DossierChoice, DossierDelivery
from comunecast_gui.store.consent import audit, choices, marketing_opt_out, number_changes, person_rows
from comunecast_gui.store.consent.audit import AuditRow
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import delivery, notice, subscriber


@dataclass(frozen=True, slots=True)
class Dossiers:
    """Collects dossiers from one database."""

    database: Database

    def of(self, person: Person, who: str, at: datetime) -> Dossier:
        """The person's dossier; that ``who`` read it is written in the audit log.

        Raises InputError: ``person_unknown``, ``subscriber_conflict``.
        """
        with self.database.writing() as connection:
            row = person_rows.row_of(connection, self.database.hash_key, person)
            if row is None:
                raise InputError("person_unknown", field="phone")
            return self._gather(connection, row, who, at, person_rows.hashed(self.database.hash_key, person).both)

    def by_id(self, subscriber_id: int, who: str, at: datetime) -> Dossier:
        """The same for a row of the table, also of a person who left. Raises InputError("unknown_subscriber")."""
        with self.database.writing() as connection:
            row = connection.execute(sa.select(subscriber).where(subscriber.c.id == subscriber_id)).first()
            if row is None:
                raise InputError("unknown_subscriber", subscriber=subscriber_id)
            return self._gather(connection, row, who, at, ())

    def _gather(
        self, connection: sa.Connection, row: sa.Row[Any], who: str, at: datetime, also: Iterable[str]
    ) -> Dossier:
        """``also`` are hashes that name the person besides those of the row."""
        audit.write(connection, self.database, AuditRow(at, who, "person_read", str(row.id)))
        sent = (
            sa.select(notice.c.title, delivery.c.channel, delivery.c.state, delivery.c.queued_at)
            .join(notice, notice.c.id == delivery.c.notice_id)
            .where(delivery.c.subscriber_id == row.id)
            .order_by(delivery.c.id)
        )
        told = choices.record_of(connection, row.id)
        names = {each for each in (row.number_hash, row.bsuid_hash) if each} | set(also)
        return Dossier(
            row.id,
            f"+{row.wa_id}" if row.wa_id else "",
            SubscriberState(row.state),
            row.since,
            row.source,
            tuple(number_changes.history(connection, sorted(names))),
            tuple(DossierDelivery(*each) for each in connection.execute(sent)),
            _choices(told),
            wants(told),
            marketing_stopped=marketing_opt_out.stopped_since(row),
        )


def _choices(told: Record) -> tuple[DossierChoice, ...]:
    return tuple(
        DossierChoice(choice.kind, choice.name, mark.wanted, at)
        for choice, mark in sorted(told.marks.items())
        if (at := mark.on if mark.wanted else mark.off) is not None
    )
