# SPDX-License-Identifier: EUPL-1.2
"""The tables of consent, choices and incoming messages; people appear in them as keyed hashes."""

from __future__ import annotations

import sqlalchemy as sa

from comunecast_gui.core.choices import ChoiceKind
from comunecast_gui.core.consent import ConsentKind
from comunecast_gui.core.inbound.answers import AnswerKind, AnswerState
from comunecast_gui.core.inbound.identities import StatementKind
from comunecast_gui.core.inbound.letters import Closed
from comunecast_gui.store.db.schema_base import UtcDateTime, json_value, metadata, numbered, one_of

choice = sa.Table(
    "choice",
    metadata,
    sa.Column("subscriber_id", sa.ForeignKey("subscriber.id"), primary_key=True),
    sa.Column("kind", sa.String(8), primary_key=True),
    sa.Column("name", sa.String(64), primary_key=True),
    # When the person last asked for it, and last asked not to get it.
    sa.Column("on_at", UtcDateTime),
    sa.Column("off_at", UtcDateTime),
    one_of("kind", ChoiceKind),
)

consent_event = numbered(
    "consent_event",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("person", sa.String(64), nullable=False, index=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("privacy", sa.Text, nullable=False),
    # The name by which the ledger knew the person before a change of number.
    sa.Column("former", sa.String(64), nullable=False, server_default=""),
    # UNIQUE: two writers cannot both append to the same end of the chain.
    sa.Column("previous", sa.String(64), nullable=False, unique=True),
    sa.Column("digest", sa.String(64), nullable=False),
    one_of("kind", ConsentKind),
    append_only=True,
)

inbound = sa.Table(
    "inbound",
    metadata,
    # A keyed hash of the message's id: Meta repeats itself, and its ids hold the number.
    sa.Column("mark", sa.String(64), primary_key=True),
    sa.Column("seen_at", UtcDateTime, nullable=False, index=True),
)

answer = numbered(
    "answer",
    sa.Column("id", sa.Integer, primary_key=True),
    # The message that is answered: at most one answer each. Its sender's number is nowhere here.
    sa.Column("mark", sa.String(64), nullable=False, unique=True),
    # A keyed hash, kept for as long as it bounds the answers of a day.
    sa.Column("person", sa.String(64)),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("code", sa.String(64), nullable=False, server_default=""),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("changed_at", UtcDateTime, nullable=False, index=True),
    one_of("kind", AnswerKind),
    one_of("state", AnswerState),
    sa.Index("ix_answer_person_at", "person", "at"),
)

name_wish = numbered(
    "name_wish",
    sa.Column("id", sa.Integer, primary_key=True),
    # Requests with the names they came under, as keyed hashes: a move read later may give them to somebody else.
    sa.Column("number", sa.String(64), nullable=False, server_default="", index=True),
    sa.Column("bsuid", sa.String(64), nullable=False, server_default="", index=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("privacy", sa.Text, nullable=False),
    sa.Column("kept_since", UtcDateTime, nullable=False, index=True),
    one_of("kind", StatementKind),
)

name_move = numbered(
    "name_move",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("number", sa.String(64), nullable=False, server_default="", index=True),
    sa.Column("bsuid", sa.String(64), nullable=False, server_default="", index=True),
    sa.Column("to_number", sa.String(64), nullable=False, server_default="", index=True),
    sa.Column("to_bsuid", sa.String(64), nullable=False, server_default="", index=True),
    sa.Column("at", UtcDateTime, nullable=False),
    # The new names, encrypted with the former name: only somebody who knows that can open them.
    sa.Column("sealed", json_value(), nullable=False),
    sa.Column("kept_since", UtcDateTime, nullable=False, index=True),
)

quarantine = numbered(
    "quarantine",
    # A letter of the relay that does not open here, as it came: what it says, and of whom, nobody can read.
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("relay", sa.String(512), nullable=False),
    sa.Column("event", sa.BigInteger, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False, unique=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("received_at", UtcDateTime, nullable=False),
    sa.Column("kept_since", UtcDateTime, nullable=False),
    sa.Column("why", sa.String(16), nullable=False),
    # Whether letters without a signature were still read when it came.
    sa.Column("unsigned", sa.Boolean, nullable=False),
    # With which keys it was tried last, as a keyed hash of them.
    sa.Column("tried", sa.String(64), nullable=False, index=True),
    # When a person stepped over it.
    sa.Column("stepped_at", UtcDateTime),
    one_of("why", Closed),
)

mailbox = sa.Table(
    "mailbox",
    metadata,
    # How far each relay was read, what it hands on, and for which public key it seals.
    sa.Column("relay", sa.String(512), primary_key=True),
    sa.Column("read_event", sa.BigInteger),
    sa.Column("read_digest", sa.String(64)),
    sa.Column("let_go", sa.BigInteger, nullable=False),
    sa.Column("signed_since", UtcDateTime),
    sa.Column("sealed_for", sa.String(64), nullable=False),
    sa.Column("sealed_since", UtcDateTime),
)

private_answer = sa.Table(
    "private_answer",
    metadata,
    # People who wrote to the Telegram bot itself, as a keyed hash, and when the one answer of the day was sent.
    sa.Column("person", sa.String(64), primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False),
)
