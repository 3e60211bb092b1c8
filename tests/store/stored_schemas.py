# SPDX-License-Identifier: EUPL-1.2
"""Databases as each version of the tables left them, kept as text: what an office may bring along to an update.

``python -m tests.store.stored_schemas 0012`` makes the one of version 0012: the steps up to it, and some rows of every
table. A file that is there is never made anew: it stands for what was in use then.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from comunecast_gui.core.consent import ConsentEvent, ConsentKind, digest, person_key
from comunecast_gui.core.trust.chain import START
from comunecast_gui.core.trust.office_key import OfficeKey
from comunecast_gui.store.db import database_keys, migrate
from tests.conftest import OFFICE_KEY

FOLDER = Path(__file__).parent / "data"
SECRET = b"k" * 32
MORNING = datetime(2026, 11, 30, 7, 30, tzinfo=UTC)
ANNA, BRUNO, CARLA, BEFORE = "393331111111", "393332222222", "393333333333", "393334444444"
ANNA_ID = "IT.13491208655302741918"


def at(minutes: int) -> datetime:
    return MORNING + timedelta(minutes=minutes)


def upgrade(connection: sa.Connection, revision: str) -> None:
    """Runs the steps up to a version inside the connection's transaction."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def number(wa_id: str) -> str:
    return person_key(SECRET, "number", wa_id)


def rows_of(revision: str) -> dict[str, list[dict[str, Any]]]:
    """Rows of every table, with the columns of every version; each table takes those that it has."""
    people = [
        {"id": 1, "wa_id": ANNA, "bsuid": ANNA_ID, "state": "active", "since": at(0), "wish_at": at(0),
         "source": "whatsapp", "number_hash": number(ANNA), "bsuid_hash": person_key(SECRET, "bsuid", ANNA_ID),
         "zone_breadth": "some", "zone_names": " fornacette ", "marketing_stopped_at": at(3)},
        {"id": 2, "state": "left", "since": at(9), "wish_at": at(9), "source": "whatsapp",
         "number_hash": number(BRUNO), "choices_since": at(9)},
        {"id": 3, "wa_id": CARLA, "state": "blocked", "since": at(1), "source": "moduli del 2022",
         "number_hash": number(CARLA)},
    ]  # fmt: skip
    return {
        "setting": [{"key": "hash_key", "value": SECRET.hex()}],
        "subscriber": people,
        "consent_event": ledger(revision),
        "choice": [{"subscriber_id": 1, "kind": "zone", "name": "fornacette", "on_at": at(2)}],
        "notice": [
            {"id": 1, "draft_uuid": "draft-1", "category": "acqua_programmata", "priority": "normal",
             "title": "Acqua sospesa", "text": "Acqua sospesa\n\nComune di Calcinaia",
             "fields": {"vie": ["via Roma"], "note": "perché sì"}, "created_at": at(0), "valid_until": at(600),
             "zones": ["Fornacette"], "topic": "acqua", "digest": "d" * 64, "warnings": ["giorno"]},
            {"id": 2, "draft_uuid": "draft-2", "category": "servizio_ripristinato", "priority": "high",
             "title": "Acqua tornata", "text": "Acqua tornata", "fields": {}, "created_at": at(700), "follows": 1,
             "topic": "", "digest": ""},
        ],
        "schedule": [
            {"notice_id": 2, "due_at": at(690), "undo": False, "held_code": "restored", "held_detail": "perché",
             "released_at": at(700)},
        ],
        "post_change": [
            {"id": 1, "notice_id": 1, "channel": "telegram:principale", "act": "edit", "mark": "corrected",
             "content": {"kind": "telegram_post", "html": "Acqua", "plain": "Acqua", "attachments": [],
                         "preview_url": ""},
             "fields": {"vie": ["via Piave"]}, "cause_id": 2, "state": "unknown", "code": "timeout", "detail": "perché",
             "asked_at": at(20), "changed_at": at(21), "owner": None},
        ],
        "hand_publication": [
            {"notice_id": 1, "place": "whatsapp_channel", "published_at": at(30), "who": "Anna"},
        ],
        "shared_text": [
            {"id": 1, "name": "categories/evento.toml", "version": 1, "content": "name = 'Feste'", "written_at": at(5),
             "who": "Anna"},
            {"id": 2, "name": "categories/evento.toml", "version": 2, "content": None, "written_at": at(6),
             "who": "Bruno"},
        ],
        "remembered_calendar": [
            {"id": 1, "name": "rifiuti.ics", "path": "/home/anna/rifiuti.ics", "given_on": date(2026, 11, 2),
             "days": ["2026-12-02", "2026-12-09"], "seen_until": date(2026, 12, 1), "content": b"BEGIN:VCALENDAR"},
            {"id": 2, "name": "tributi.csv", "path": "C:\\tributi.csv", "given_on": date(2026, 11, 3),
             "days": ["2026-12-16"], "seen_until": date(2026, 12, 1), "content": None},
        ],
        "closing": [{"notice_id": 1, "closed_at": at(710), "who": "Anna", "reminded_at": at(620)}],
        "notice_content": [
            {"notice_id": 1, "channel": "whatsapp", "prepared": {"media": "7"}, "set_aside_at": at(1),
             "aside_code": "template_missing", "aside_detail": "acqua_v1", "aside_since": at(2), "content": {
                "kind": "template_message", "template": "acqua_v1", "language": "it",
                "parameters": [["vie", "via Roma"]],
                "text": "Acqua sospesa in via Roma", "footer": "", "quick_replies": [], "header": None}},
            {"notice_id": 1, "channel": "telegram:principale", "prepared": {}, "content": {
                "kind": "telegram_post", "html": "<b>Acqua</b> sospesa", "plain": "Acqua sospesa", "attachments": [],
                "preview_url": ""}},
            {"notice_id": 2, "channel": "telegram:principale", "prepared": {}, "content": {
                "kind": "telegram_post", "html": "Tornata", "plain": "Tornata", "attachments": [], "preview_url": ""}},
        ],
        "delivery": [
            {"id": 1, "notice_id": 1, "channel": "whatsapp", "subscriber_id": 1, "recipient_key": 1, "rank": 2,
             "state": "read", "attempts": 1, "remote_id": "r" * 64, "queued_at": at(0), "changed_at": at(5),
             "settled_at": at(5), "price_category": "utility", "price_kind": "regular", "price_model": "PMP",
             "billable": True, "charged_at": at(4)},
            {"id": 2, "notice_id": 1, "channel": "whatsapp", "subscriber_id": 2, "recipient_key": 2, "rank": 2,
             "state": "unknown", "attempts": 1, "code": "timeout", "queued_at": at(0), "changed_at": at(1)},
            {"id": 3, "notice_id": 1, "channel": "whatsapp", "subscriber_id": 3, "recipient_key": 3, "rank": 2,
             "state": "queued", "not_before": at(1440), "queued_at": at(0), "changed_at": at(0)},
            {"id": 4, "notice_id": 1, "channel": "telegram:principale", "recipient_key": 0, "rank": 2,
             "state": "accepted", "attempts": 2, "remote_id": "12", "link": "https://t.me/comunecalcinaia/12",
             "parts": ["12"], "queued_at": at(0), "changed_at": at(1), "settled_at": at(1)},
            {"id": 5, "notice_id": 2, "channel": "telegram:principale", "recipient_key": 0, "rank": 1,
             "state": "failed", "attempts": 1, "code": "400", "detail": "chat not found", "queued_at": at(700),
             "changed_at": at(701), "settled_at": at(701)},
        ],
        "attempt": [
            {"id": 1, "delivery_id": 1, "channel": "whatsapp", "at": at(1), "state": "accepted"},
            {"id": 2, "delivery_id": 2, "channel": "whatsapp", "at": at(1), "state": "unknown", "code": "timeout"},
            {"id": 3, "delivery_id": 4, "channel": "telegram:principale", "at": at(0), "state": "queued",
             "code": "429"},
            {"id": 4, "delivery_id": 4, "channel": "telegram:principale", "at": at(1), "state": "accepted"},
        ],
        "receipt": [
            {"id": 1, "subject": "r" * 64, "delivery_id": 1, "kind": "delivered", "at": at(4),
             "pricing": {"billable": True, "category": "utility"}},
            {"id": 2, "subject": "r" * 64, "delivery_id": 1, "kind": "read", "at": at(5)},
            {"id": 3, "subject": "e" * 64, "kind": "sent", "at": at(6)},
        ],
        "verdict": [
            {"delivery_id": 4, "settlement": 1, "verdict": "arrived", "at": at(1), "last_receipt": 0, "attempts": 2,
             "code": "timeout", "detail": "", "changed_at": at(0)},
        ],
        "channel_memory": [{"channel": "telegram:principale", "memory": {"chat_id": "-1001234567890"}}],
        "wa_template": [
            {"name": "acqua_v1", "language": "it", "status": "APPROVED", "category": "UTILITY", "body": "Acqua",
             "seen_at": at(0), "quality": "GREEN"},
        ],
        "delivery_count": [{"notice_id": 2, "channel": "whatsapp", "state": "read", "count": 412}],
        "lane": [{"channel": "whatsapp", "next_at": at(1)}],
        "change_log": [
            {"id": 1, "at": at(0), "owner": "uno/1", "channel": "", "deliveries": [], "kind": "notices", "ids": []},
            {"id": 2, "at": at(1), "owner": "uno/1", "channel": "whatsapp", "deliveries": [1, 2],
             "kind": "deliveries", "ids": [1, 2]},
        ],
        "inbound": [{"mark": "1" * 64, "seen_at": at(0)}],
        "answer": [
            {"id": 1, "mark": "1" * 64, "person": number(ANNA), "kind": "welcome", "state": "delivered", "at": at(0),
             "changed_at": at(1)},
            {"id": 2, "mark": "2" * 64, "kind": "goodbye", "state": "failed", "code": "131047", "at": at(9),
             "changed_at": at(9)},
        ],
        "member_count": [{"channel": "telegram:principale", "day": date(2026, 11, 29), "count": 1893}],
        "quarantine": [
            {"id": 1, "relay": "https://avvisi.example.it", "event": 12, "digest": "a" * 64, "sealed": b"sealed",
             "received_at": at(8), "kept_since": at(9), "why": "key", "unsigned": True, "tried": "t" * 64},
        ],
        "mailbox": [
            {"relay": "https://avvisi.example.it", "read_event": 14, "read_digest": "b" * 64, "let_go": 11,
             "signed_since": at(9), "sealed_for": "k" * 44, "sealed_since": at(9)},
        ],
        "private_answer": [{"person": "p" * 64, "at": at(0)}],
        "name_wish": [
            {"id": 1, "number": number(BEFORE), "at": at(0), "kind": "join", "source": "whatsapp", "words": "attiva",
             "privacy": "2026-05", "kept_since": at(0)},
        ],
        "name_move": [
            {"id": 1, "number": number(BEFORE), "to_number": number(ANNA), "at": at(1), "sealed": {},
             "kept_since": at(1)},
        ],
        "audit": [{"id": 1, "at": at(0), "who": "anna", "what": "number_shown", "subject": "1"}],
        "meta_news": [
            {"id": 1, "matter": "template_status", "at": at(0), "event": "PAUSED", "subject": "acqua_v1",
             "language": "it", "value": "", "before": "", "detail": ""},
        ],
        "charge_count": [
            {"hour": MORNING, "category": "utility", "kind": "regular", "charged": True, "count": 412},
        ],
        "colleague": [
            {"id": 1, "name": "Anna", "account": "anna", "writes": True, "sends": True, "manages": True,
             "pin": "scrypt$", "telegram_chat": 5_000_000_001, "since": at(0)},
            {"id": 2, "name": "Bruno", "account": "bruno", "writes": True, "sends": False, "manages": False,
             "pin": "", "failures": 5, "blocked_until": at(9), "since": at(0), "left_at": at(10)},
        ],
        "approval_request": [
            {"id": 1, "draft_uuid": "draft-1", "digest": "d" * 64, "title": "Acqua sospesa", "author_id": 2,
             "reasons": ["author"], "state": "approved", "asked_at": at(0), "ends_at": at(60), "emergency_at": at(15),
             "decided_by": 1, "decided_at": at(1), "way": "telegram", "notice_id": 1},
        ],
        "approver": [{"request_id": 1, "colleague_id": 1, "chat": 5_000_000_001, "message": 3, "told_at": at(1)}],
        "meta_month": [{"month": date(2026, 11, 1), "currency": "EUR", "lines": [], "asked_at": at(0)}],
    }  # fmt: skip


def ledger(revision: str) -> list[dict[str, Any]]:
    """Anna joined and changed number, Bruno came and went, Carla was on a list; as that version wrote it."""
    as_sentence = revision < "0011"
    moved = ConsentEvent(
        number(ANNA),
        ConsentKind.JOINED,
        at(1),
        f"cambio di numero, prima {number(BEFORE)[:16]}" if as_sentence else "cambio di numero",
        former="" if as_sentence else number(BEFORE),
    )
    events = [
        ConsentEvent(number(BEFORE), ConsentKind.JOINED, at(0), "whatsapp", "attiva", "2026-05"),
        ConsentEvent(number(BRUNO), ConsentKind.JOINED, at(0), "whatsapp", "attiva", "2026-05"),
        moved,
        ConsentEvent(number(CARLA), ConsentKind.IMPORTED, at(1), "moduli del 2022"),
        ConsentEvent(number(BRUNO), ConsentKind.LEFT, at(9), "whatsapp", "disattiva"),
    ]
    rows, previous = [], START
    for position, event in enumerate(events, start=1):
        own = digest(previous, event)
        facts = {"person": event.person, "kind": event.kind, "at": event.at, "source": event.source}
        facts |= {"words": event.words, "privacy": event.privacy, "former": event.former}
        rows.append({"id": position, **facts, "previous": previous, "digest": own})
        previous = own
    return rows


def stored(value: Any) -> Any:
    """A value as SQLAlchemy has SQLite keep it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value) if isinstance(value, (dict, list)) else value


def make(revision: str) -> str:
    """The text of a database of this version."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "comunecast.db"
        engine = sa.create_engine(f"sqlite:///{path}")
        with engine.begin() as connection:
            upgrade(connection, revision)
        engine.dispose()
        with closing(sqlite3.connect(path)) as connection:
            for table, rows in rows_of(revision).items():
                columns = {name for _, name, *_ in connection.execute(f'PRAGMA table_info("{table}")')}
                for row in rows if columns else ():
                    mine = {name: stored(value) for name, value in row.items() if name in columns}
                    names, marks = ", ".join(f'"{name}"' for name in mine), ", ".join("?" * len(mine))
                    insert = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608 - our own names
                    connection.execute(insert, tuple(mine.values()))
            connection.commit()
        if revision >= "0017":  # from here on a database holds no key of its own
            with engine.begin() as bound:
                database_keys.bind(bound, OfficeKey.parse(OFFICE_KEY))
                bound.exec_driver_sql("DELETE FROM setting WHERE key = 'scrub_due'")  # nothing was ever erased in it
            engine.dispose()
        with closing(sqlite3.connect(path)) as connection:
            title = (
                f"-- SPDX-License-Identifier: EUPL-1.2\n-- A database as version {revision} of the tables left it.\n"
            )
            return title + "\n".join(connection.iterdump()) + "\n"


if __name__ == "__main__":
    for wanted in sys.argv[1:]:
        target = FOLDER / f"version_{wanted}.sql"
        if target.exists():
            raise SystemExit(f"{target.name} is there already")
        target.write_text(make(wanted), encoding="utf-8")
