# SPDX-License-Identifier: EUPL-1.2
"""Searches an office's files for what must not be there, in every form in which it could be."""

from __future__ import annotations

import base64
import io
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from comunecast_gui.store.restore import seal
from tests.e2e.sealed import opened

DATABASE = "comunecast.db"


def traces(folders: Iterable[Path], needles: Iterable[str]) -> list[tuple[str, str]]:
    """Where each of the needles stands: file, or file and member of an archive, and needle."""
    forms = [(needle, form) for needle in needles for form in _forms(needle)]
    return [(name, needle) for name, data in _contents(folders) for needle, form in forms if form in data]


def without_numbers(data_dir: Path, scratch: Path) -> Path:
    """A copy of the data folder whose databases lost the one column that numbers may stand in.

    What is found in it then stood in another table, or in bytes that belong to none.
    """
    copy = scratch / "without-numbers"
    shutil.copytree(data_dir, copy, ignore=shutil.ignore_patterns("*.lock"))
    for archive in copy.glob("backups/*.backup"):
        with zipfile.ZipFile(io.BytesIO(opened(archive.read_bytes()))) as packed:
            packed.extractall(archive.with_suffix(""))
        archive.unlink()
    for path in copy.rglob("*.db"):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("UPDATE subscriber SET wa_id = NULL")
            connection.commit()
            connection.execute("REINDEX subscriber")
            connection.execute("PRAGMA journal_mode = DELETE")
    return copy


def _forms(needle: str) -> Iterator[bytes]:
    """As text of several encodings, with its accents escaped as JSON does, and in base64 wherever it may begin."""
    yield from {needle.encode(code) for code in ("utf-8", "cp1252", "utf-16-le", "utf-16-be")}
    yield json.dumps(needle)[1:-1].encode()
    data = needle.encode()
    for shift in range(3):
        # The first and the last signs also depend on what stands around: they are left out.
        packed = base64.b64encode(bytes(shift) + data).rstrip(b"=")
        yield packed[shift + 1 if shift else 0 : len(packed) - 1]


def _contents(folders: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                data = path.read_bytes()
                yield path.name, data
                if seal.is_sealed(data):
                    data = opened(data)
                if zipfile.is_zipfile(io.BytesIO(data)):
                    with zipfile.ZipFile(io.BytesIO(data)) as archive:
                        yield from ((f"{path.name}/{name}", archive.read(name)) for name in archive.namelist())
