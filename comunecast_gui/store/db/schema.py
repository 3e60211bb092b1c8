# SPDX-License-Identifier: EUPL-1.2
"""The tables of subscribers, notices and deliveries, for SQLite and PostgreSQL alike."""

from __future__ import annotations

import sqlalchemy as sa

from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.choices import Breadth
from comunecast_gui.core.model import DeliveryState, Priority, SubscriberState, Verdict
from comunecast_gui.store.db.schema_base import UtcDateTime, json_value, metadata, numbered, one_of

RANKS: dict[Priority, int] = {priority: rank for rank, priority in enumerate(Priority)}
"""A notice's place in the queue: the lower goes first."""


subscriber = numbered(
    "subscriber",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("wa_id", sa.String(20), unique=True),
    sa.Column("bsuid", sa.String(200), unique=True),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("since", UtcDateTime, nullable=False),
    # When the person last said anything; NULL while only the office spoke: then any "no" outweighs it.
    sa.Column("wish_at", UtcDateTime),
    sa.Column("source", sa.Text, nullable=False, server_default=""),
    # The keyed hashes stay when the number is erased, so that an import does not bring back a person who left.
    sa.Column("number_hash", sa.String(64), unique=True),
    sa.Column("bsuid_hash", sa.String(64), unique=True),
    # What the person wants of each kind, as the rows in "choice" say: with "some" the names, with "but" all the others.
    # Kept here too, each name between two blanks, so that one way through this table counts who gets a notice.
    sa.Column("zone_breadth", sa.String(8), nullable=False, server_default=Breadth.ALL),
    sa.Column("zone_names", sa.Text, nullable=False, server_default=""),
    sa.Column("topic_breadth", sa.String(8), nullable=False, server_default=Breadth.ALL),
    sa.Column("topic_names", sa.Text, nullable=False, server_default=""),
    # When the person last asked for everything or left: choices that were said before count no longer.
    sa.Column("choices_since", UtcDateTime),
    # When the person last told WhatsApp to hold back our marketing messages, and last took them again.
    sa.Column("marketing_stopped_at", UtcDateTime),
    sa.Column("marketing_resumed_at", UtcDateTime),
    one_of("state", SubscriberState),
    one_of("zone_breadth", Breadth),
    one_of("topic_breadth", Breadth),
    sa.Index("ix_subscriber_state_id", "state", "id"),
)

notice = numbered(
    "notice",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("draft_uuid", sa.String(64), nullable=False, unique=True),
    sa.Column("category", sa.String(64), nullable=False),
    sa.Column("priority", sa.String(16), nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("fields", json_value(), nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False, index=True),
    sa.Column("valid_until", UtcDateTime),
    sa.Column("follows", sa.ForeignKey("notice.id")),
    # Who gets it: zones (none: the whole town) and the topic of its category, under the names of that time.
    sa.Column("zones", json_value()),
    sa.Column("topic", sa.String(64), nullable=False, server_default=""),
    # What was confirmed (NewNotice.digest), and the checks whose warnings were shown before.
    sa.Column("digest", sa.String(64), nullable=False, server_default=""),
    sa.Column("warnings", json_value()),
    one_of("priority", Priority),
)

schedule = sa.Table(
    "schedule",
    metadata,
    # A notice of which nothing goes out before it was released, at its hour or by a person.
    sa.Column("notice_id", sa.ForeignKey("notice.id"), primary_key=True),
    sa.Column("due_at", UtcDateTime, nullable=False),
    # The few seconds in which a person may still take it back, and no hour that somebody chose.
    sa.Column("undo", sa.Boolean, nullable=False),
    # What had become false at its hour; empty: nothing so far.
    sa.Column("held_code", sa.String(64), nullable=False, server_default=""),
    sa.Column("held_detail", sa.Text, nullable=False, server_default=""),
    sa.Column("released_at", UtcDateTime),
    sa.Column("cancelled_at", UtcDateTime),
)

closing = sa.Table(
    "closing",
    metadata,
    # When a person said that what the notice tells of is over, with no message to anybody.
    sa.Column("notice_id", sa.ForeignKey("notice.id"), primary_key=True),
    sa.Column("closed_at", UtcDateTime),
    sa.Column("who", sa.Text, nullable=False, server_default=""),
    # When the office's own telephones were last reminded of it.
    sa.Column("reminded_at", UtcDateTime),
)

hand_publication = sa.Table(
    "hand_publication",
    metadata,
    # Where a person published the notice by hand, and when: the program sent nothing there, and counts nothing.
    sa.Column("notice_id", sa.ForeignKey("notice.id"), primary_key=True),
    sa.Column("place", sa.String(32), primary_key=True),
    sa.Column("published_at", UtcDateTime, nullable=False),
    sa.Column("who", sa.Text, nullable=False, server_default=""),
)

notice_content = sa.Table(
    "notice_content",
    metadata,
    sa.Column("notice_id", sa.ForeignKey("notice.id"), primary_key=True),
    sa.Column("channel", sa.String(80), primary_key=True),
    sa.Column("content", json_value(), nullable=False),
    sa.Column("prepared", json_value(), nullable=False),
    # When a person decided that the notice's other channels do not wait for this one to be ready.
    sa.Column("set_aside_at", UtcDateTime),
    # Why this channel does not send it now, as the lane found it, and since when; empty: it would.
    sa.Column("aside_code", sa.String(64), nullable=False, server_default=""),
    sa.Column("aside_detail", sa.Text, nullable=False, server_default=""),
    sa.Column("aside_since", UtcDateTime),
)

delivery = numbered(
    "delivery",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("notice_id", sa.ForeignKey("notice.id"), nullable=False),
    sa.Column("channel", sa.String(80), nullable=False),
    sa.Column("subscriber_id", sa.ForeignKey("subscriber.id"), index=True),
    # The subscriber's id, 0 for a channel that is its own recipient: NULLs would be distinct in a UNIQUE.
    sa.Column("recipient_key", sa.Integer, nullable=False),
    sa.Column("rank", sa.SmallInteger, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("not_before", UtcDateTime),
    sa.Column("remote_id", sa.String(255)),
    sa.Column("link", sa.Text),
    sa.Column("code", sa.String(64), nullable=False, server_default=""),
    sa.Column("detail", sa.Text, nullable=False, server_default=""),
    sa.Column("parts", json_value()),
    sa.Column("owner", sa.String(80)),
    sa.Column("lease_until", UtcDateTime),
    sa.Column("queued_at", UtcDateTime, nullable=False),
    sa.Column("changed_at", UtcDateTime, nullable=False),
    # In "sending": when its notice was cancelled. The call goes on, and where it is not the last, it ends as cancelled.
    sa.Column("settled_at", UtcDateTime),
    # The price information of the service, in its terms, and when the message was delivered and so charged.
    sa.Column("price_category", sa.String(32)),
    sa.Column("price_kind", sa.String(32)),
    sa.Column("price_model", sa.String(16)),
    sa.Column("billable", sa.Boolean),
    sa.Column("charged_at", UtcDateTime),
    one_of("state", DeliveryState),
    sa.UniqueConstraint("notice_id", "channel", "recipient_key"),
    # Counts of the history, and the queue of one notice, without touching the table.
    sa.Index("ix_delivery_notice_id_channel_state_id", "notice_id", "channel", "state", "id"),
    # The queue of a channel in its order; partial, so that years of past deliveries do not slow it.
    sa.Index(
        "ix_delivery_queue",
        "channel",
        "rank",
        "id",
        "not_before",
        "notice_id",
        sqlite_where=sa.text("state = 'queued'"),
        postgresql_where=sa.text("state = 'queued'"),
    ),
    sa.Index(
        "ix_delivery_open",
        "state",
        "id",
        sqlite_where=sa.text("state IN ('sending', 'unknown')"),
        postgresql_where=sa.text("state IN ('sending', 'unknown')"),
    ),
    sa.Index(
        "ix_delivery_remote_id",
        "remote_id",
        sqlite_where=sa.text("remote_id IS NOT NULL"),
        postgresql_where=sa.text("remote_id IS NOT NULL"),
    ),
)

attempt = numbered(
    "attempt",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("delivery_id", sa.ForeignKey("delivery.id"), nullable=False, index=True),
    sa.Column("channel", sa.String(80), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("code", sa.String(64), nullable=False, server_default=""),
    sa.Index("ix_attempt_channel_at", "channel", "at"),
)

receipt = numbered(
    "receipt",
    sa.Column("id", sa.Integer, primary_key=True),
    # The service's message id, or "#" and our delivery id where only that came back.
    sa.Column("subject", sa.String(255), nullable=False),
    sa.Column("delivery_id", sa.ForeignKey("delivery.id"), index=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("code", sa.String(64), nullable=False, server_default=""),
    sa.Column("detail", sa.Text, nullable=False, server_default=""),
    # What it said of the price, where the message had not arrived yet: then the delivery takes it over.
    sa.Column("pricing", json_value()),
    sa.UniqueConstraint("subject", "kind"),
)

verdict = sa.Table(
    "verdict",
    metadata,
    # The last thing that a person said of a delivery of unknown outcome, together with others of one number.
    sa.Column("delivery_id", sa.ForeignKey("delivery.id"), primary_key=True),
    sa.Column("settlement", sa.Integer, nullable=False, index=True),
    sa.Column("verdict", sa.String(16), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    # The newest receipt of that moment: a later one is something else that happened.
    sa.Column("last_receipt", sa.Integer, nullable=False),
    # How the delivery stood before, so that it can be taken back.
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("code", sa.String(64), nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("remote_id", sa.String(255)),
    sa.Column("not_before", UtcDateTime),
    sa.Column("settled_at", UtcDateTime),
    sa.Column("changed_at", UtcDateTime, nullable=False),
    one_of("verdict", Verdict),
)

channel_memory = sa.Table(
    "channel_memory",
    metadata,
    sa.Column("channel", sa.String(80), primary_key=True),
    sa.Column("memory", json_value(), nullable=False),
)

wa_template = sa.Table(
    "wa_template",
    metadata,
    sa.Column("name", sa.String(512), primary_key=True),
    sa.Column("language", sa.String(16), primary_key=True),
    sa.Column("status", sa.String(32), nullable=False),
    sa.Column("category", sa.String(32), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("seen_at", UtcDateTime, nullable=False),
    sa.Column("quality", sa.String(16), nullable=False, server_default=""),
)

delivery_count = sa.Table(
    "delivery_count",
    metadata,
    # The counts that replace deliveries of old notices: enough for the history, no personal data.
    sa.Column("notice_id", sa.ForeignKey("notice.id"), primary_key=True),
    sa.Column("channel", sa.String(80), primary_key=True),
    sa.Column("state", sa.String(16), primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
    one_of("state", DeliveryState),
)

lane = sa.Table(
    "lane",
    metadata,
    # On a shared database all workstations together keep a channel's pace.
    sa.Column("channel", sa.String(80), primary_key=True),
    sa.Column("next_at", UtcDateTime, nullable=False),
)

change_log = numbered(
    "change_log",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False, index=True),
    sa.Column("owner", sa.String(80), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    # The ids of the changed notices, deliveries or subscribers; none: any of them.
    sa.Column("ids", json_value(), nullable=False),
    # The server's id of the transaction that made the entry; NULL on SQLite, where nobody else listens.
    sa.Column("xact", sa.BigInteger, index=True),
    one_of("kind", ChangeKind),
)

member_count = sa.Table(
    "member_count",
    metadata,
    sa.Column("channel", sa.String(80), primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
)

audit = numbered(
    "audit",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("what", sa.String(64), nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    # Chained with the office key; empty in rows from before it, which the register's beginning vouches for.
    sa.Column("digest", sa.String(64), nullable=False, server_default=""),
    append_only=True,
)

setting = sa.Table(
    "setting",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

IS_QUEUED = delivery.c.state == sa.literal_column("'queued'")
"""Written out, not bound: SQLite uses a partial index only when the statement itself proves its condition."""

IS_SENDING = delivery.c.state == sa.literal_column("'sending'")
IS_UNKNOWN = delivery.c.state == sa.literal_column("'unknown'")
IS_UNRELEASED = delivery.c.notice_id.in_(sa.select(schedule.c.notice_id).where(schedule.c.released_at.is_(None)))
"""A row of a notice that goes out later: it is in the queue, and nobody sends it before it is released."""
