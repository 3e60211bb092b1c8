# SPDX-License-Identifier: EUPL-1.2
"""Gives the ledger a column for the name that a person had before, which until now ended a sentence."""

import sqlalchemy as sa
from alembic import op

from comunecast_gui.core.consent import MOVE_AS_A_SENTENCE

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    former = sa.Column("former", sa.String(length=64), server_default="", nullable=False)
    op.add_column("consent_event", former)
    events = sa.table("consent_event", sa.column("id"), sa.column("person"), sa.column("source"), sa.column("former"))
    connection = op.get_bind()
    moves = sa.select(events.c.id, events.c.source).where(events.c.source.startswith(MOVE_AS_A_SENTENCE))
    for row in connection.execute(moves).all():
        beginning = row.source.removeprefix(MOVE_AS_A_SENTENCE)
        whole = sa.select(events.c.person).where(events.c.person.startswith(beginning, autoescape=True)).limit(1)
        # The sentence itself stays as it is: its digest vouches for it.
        name = connection.execute(whole).scalar() or beginning
        connection.execute(events.update().where(events.c.id == row.id).values(former=name))
