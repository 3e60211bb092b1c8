# SPDX-License-Identifier: EUPL-1.2
"""Makes damaged backups (bit flips, missing parts) and tampered ones (foreign contents with correct checksums)."""

from __future__ import annotations

import io
import json
import random
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

DATABASE = "comunecast.db"
SETTINGS = "office.toml"
MANIFEST = "comunecast-backup.json"
_FRONT = 24 + 24
"""Bytes of a sealed file before its first piece."""
_PIECE = 64 * 1024 + 17


@dataclass(frozen=True)
class Mutant:
    """A changed backup; ``how`` names the change in the message of a failed test."""

    how: str
    data: bytes


def damaged(whole: bytes, other: bytes, seed: int) -> Mutant:
    """The backup ``whole`` with one random change to its bytes; ``other`` is another backup of the same office."""
    chance = random.Random(seed)
    at = chance.randrange(len(whole))
    cut = chance.randrange(1, 400)

    def flipped() -> bytes:
        data = bytearray(whole)
        for _ in range(chance.choice((1, 1, 1, 2, 8, 64))):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        return bytes(data)

    def flipped_front() -> bytes:
        data = bytearray(whole)
        data[chance.randrange(_FRONT)] ^= 1 << chance.randrange(8)
        return bytes(data)

    pieces = [whole[n : n + _PIECE] for n in range(_FRONT, len(whole), _PIECE)]
    chance.shuffle(pieces)
    ways: dict[str, Callable[[], bytes]] = {
        "bits turned": flipped,
        "bits of the front turned": flipped_front,
        "cut off": lambda: whole[:at],
        "cut off at a piece": lambda: whole[: _FRONT + chance.randrange(len(pieces)) * _PIECE],
        "begins later": lambda: whole[at:],
        "bytes missing": lambda: whole[:at] + whole[at + cut :],
        "bytes doubled": lambda: whole[: at + cut] + whole[at:],
        "zeros": lambda: whole[:at] + bytes(cut) + whole[at + cut :] if any(whole[at : at + cut]) else b"",
        "something behind": lambda: whole + chance.randbytes(cut),
        "twice": lambda: whole + whole,
        "a piece missing": lambda: whole[:_FRONT] + whole[_FRONT + _PIECE :],
        "first piece twice": lambda: whole[: _FRONT + _PIECE] + whole[_FRONT:],
        "half of another backup": lambda: whole[:at] + other[at:] if whole[:at] + other[at:] != other else b"",
        "the front of another backup": lambda: other[:_FRONT] + whole[_FRONT:],
        "the seal of another backup": lambda: whole[:_FRONT] + other[_FRONT:],
        "chance": lambda: whole[:_FRONT] + chance.randbytes(len(whole) - _FRONT),
    }
    how = chance.choice(sorted(ways))
    return Mutant(f"{how} (seed {seed})", ways[how]())


def repacked(whole: bytes, changes: dict[str, bytes | None], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A plain backup with changed members; None removes a member."""
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        members: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", kind) as archive:
        for name, data in (members | changes).items():
            if data is not None:
                archive.writestr(name, data)
    return file.getvalue()


def member(whole: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        return archive.read(name)


def altered(whole: bytes, *statements: str) -> bytes:
    """A plain backup after these SQL statements on its database, with correct checksums."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / DATABASE
        path.write_bytes(member(whole, DATABASE))
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA writable_schema = ON")
            for statement in statements:
                connection.execute(statement)
            connection.commit()
        return repacked(whole, {DATABASE: path.read_bytes()})


_CONTENT = """UPDATE notice_content SET content = json_set(content, '$.attachments', json_array(json_object(
    'path', '{path}', 'alt', 'x', 'mime', 'image/png', 'size', 9, 'digest', '')))"""
_SQL: dict[str, tuple[str, ...]] = {
    "a trigger": ("CREATE TRIGGER back AFTER DELETE ON subscriber BEGIN DELETE FROM audit; END",),
    "a trigger on a setting": ("CREATE TRIGGER t AFTER INSERT ON audit BEGIN DELETE FROM consent_event; END",),
    "a temporary name": ("CREATE TRIGGER ' ' AFTER INSERT ON notice BEGIN SELECT 1; END",),
    "a view": ("CREATE VIEW everybody AS SELECT wa_id FROM subscriber",),
    "a view in a table's place": (
        "ALTER TABLE member_count RENAME TO hidden",
        "CREATE VIEW member_count AS SELECT * FROM hidden",
    ),
    "another table": ("CREATE TABLE luggage (x)",),
    "a virtual table": ("CREATE VIRTUAL TABLE words USING fts5(x)",),
    "a table missing": ("DROP TABLE attempt",),
    "another column": ("ALTER TABLE subscriber ADD COLUMN name TEXT",),
    "a computed column": ("ALTER TABLE subscriber ADD COLUMN twice TEXT AS (wa_id || wa_id)",),
    "an index on an expression": ("CREATE INDEX odd ON subscriber (lower(wa_id))",),
    "an index missing": ("DROP INDEX ix_subscriber_state_id",),
    "a schema that does not parse": ("UPDATE sqlite_master SET sql = 'CREATE TABLE subscriber (' WHERE name = "
                                     "'subscriber'",),
    "a schema with a function": ("UPDATE sqlite_master SET sql = replace(sql, 'NOT NULL', 'DEFAULT (randomblob(9))') "
                                 "WHERE name = 'notice'", "ALTER TABLE notice ADD COLUMN y"),
    "no version": ("DELETE FROM alembic_version",),
    "two versions": ("INSERT INTO alembic_version VALUES ('0001')",),
    "a version of its own": ("UPDATE alembic_version SET version_num = '../../x'",),
    "an older version than its tables": ("UPDATE alembic_version SET version_num = '0003'",),
    "text for a moment": ("UPDATE subscriber SET since = 'tomorrow'",),
    "a day that does not exist": ("UPDATE subscriber SET since = '2026-19-39 29:59:69'",),
    "text for a number": ("UPDATE notice SET follows = 'x'",),
    "bytes for text": ("UPDATE subscriber SET source = x'00ff'",),
    "bytes that are no text": ("UPDATE subscriber SET source = CAST(x'fffe' AS TEXT)",),
    "broken JSON": ("UPDATE notice SET fields = '{'",),
    "a state that does not exist": ("PRAGMA ignore_check_constraints = ON", "UPDATE subscriber SET state = 'owner'"),
    "a notice that nobody wrote": ("UPDATE notice SET follows = 99999",),
    "a file of this computer": (_CONTENT.format(path="/etc/passwd"),),
    "a file beside the attachments": (_CONTENT.format(path="attachments/0123456789abcdef/.."),),
}  # fmt: skip


def tampered(plain: bytes) -> list[Mutant]:
    """Plain backups changed by an attacker who knows the format; restore must refuse each of them."""
    toml = member(plain, SETTINGS).decode()
    database = member(plain, DATABASE)
    made: dict[str, bytes] = {how: altered(plain, *sql) for how, sql in _SQL.items()}
    kept = "attachments/0123456789abcdef"
    files: dict[str, dict[str, bytes | None]] = {
        "settings that are none": {SETTINGS: b"[office\nname ="},
        "settings with a strange key": {SETTINGS: toml.encode() + b"\n[run]\ncommand = 'x'\n"},
        "settings without an office": {SETTINGS: b"[telegram]\n"},
        "settings with bytes": {SETTINGS: b"\xff\xfe\x00"},
        "settings without an end": {SETTINGS: b"# " + b"x" * 3_000_000},
        "a database elsewhere": {SETTINGS: toml.encode() + b'\n[database]\nurl = "postgresql://x@evil.example/db"\n'},
        "a way out": {"../../outside.txt": b"x"},
        "a way out of the attachments": {"attachments/../../outside.txt": b"x"},
        "a way out below": {f"{kept}/../../../x": b"x"},
        "the root": {"/etc/cron.d/x": b"x"},
        "a drive": {f"{kept}/C:x": b"x"},
        "another folder": {"logs/comunecast.log": b"x"},
        "a hidden file": {f"{kept}/.bashrc": b"x"},
        "a shared memory": {"comunecast.db-shm": b"x" * 100},
        "no manifest": {MANIFEST: None},
        "no database": {DATABASE: None},
        "an empty database": {DATABASE: b""},
        "a database cut off": {DATABASE: database[: len(database) // 2]},
        "a manifest that is none": {MANIFEST: b"[]"},
        "a manifest without an end": {MANIFEST: b"[" * 100_000},
        "a deep manifest": {MANIFEST: b"[" * 4000},
        "a manifest of tomorrow": {MANIFEST: json.dumps({"format": 9, "made_at": "2026-01-01T00:00:00Z"}).encode()},
        "a manifest with words": {MANIFEST: json.dumps({"format": "1", "made_at": 3}).encode()},
        "80 MB in 80 kB": {f"{kept}/x.png": bytes(80_000_000)},
    }
    made |= {how: repacked(plain, changes) for how, changes in files.items()}
    made["packed otherwise"] = repacked(plain, {}, zipfile.ZIP_LZMA)
    made["two databases"] = _doubled(plain)
    made["a size that is not true"] = _lying(plain)
    return [Mutant(how, data) for how, data in made.items()]


def moved(plain: bytes, host: str) -> bytes:
    """A correct plain backup whose WhatsApp server address was changed to ``host``."""
    toml = member(plain, SETTINGS).decode()
    lines = [f'graph_url = "{host}"' if line.startswith("graph_url") else line for line in toml.splitlines()]
    return repacked(plain, {SETTINGS: "\n".join(lines).encode()})


def _doubled(plain: bytes) -> bytes:
    file = io.BytesIO(plain)
    with zipfile.ZipFile(file, "a") as archive:
        archive.fp.seek(archive.start_dir)  # type: ignore[union-attr]
        info = zipfile.ZipInfo(DATABASE)
        archive.NameToInfo.pop(DATABASE)
        archive.writestr(info, b"SQLite format 3\0")
    return file.getvalue()


def _lying(plain: bytes) -> bytes:
    """Changes the central directory: each member claims to be one byte long."""
    data = bytearray(plain)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 24 : at + 28] = (1).to_bytes(4, "little")
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)
