# SPDX-License-Identifier: EUPL-1.2
"""A backup, a restore, a move and a proof that a person stops at whatever moment leave everything as it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import chain
from pathlib import Path

import pytest

from comunecast_gui.core.subscriber_import import ImportRow
from comunecast_gui.core.trust.backup_contents import Ahead
from comunecast_gui.core.trust.office_key import OfficeKey
from comunecast_gui.core.work.long_work import LongWork
from comunecast_gui.services import backups, wiring
from comunecast_gui.services.recovery import key_proof, put_back
from comunecast_gui.services.trust import office_key
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.services.workstation import moving
from comunecast_gui.store.consent.subscriber_import import import_rows
from comunecast_gui.store.db.database import FILE_NAME
from comunecast_gui.system import locks
from comunecast_gui.system.secrets import SecretName, Secrets
from comunecast_gui.system.settings import office_file
from tests.core.work.stopped import EVERY, leaves_everything
from tests.keyrings import MemoryKeyring, in_use

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
OFFICE = '[office]\nname = "Comune di Prova"\n'
PICTURE = Path("attachments", "0" * 16, "foto.jpg")
NOT_COMPARED = {".lock", ".db-wal", ".db-shm"}


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeyring]:
    for name in SecretName:
        monkeypatch.delenv(name.variable, raising=False)
    with in_use(MemoryKeyring()) as ring:
        yield ring


@pytest.fixture
def folder(tmp_path: Path, ring: MemoryKeyring) -> Path:
    """The data folder of an office with three people and a picture."""
    folder = tmp_path / "office"
    folder.mkdir()
    office_file.save(office_file.parse(OFFICE), folder)
    Secrets(folder).make_office_key()
    (folder / PICTURE).parent.mkdir(parents=True)
    (folder / PICTURE).write_bytes(b"a picture")
    with wiring.open_workspace(folder) as workspace:
        join(workspace, range(3))
    return folder


def join(workspace: Workspace, people: range) -> None:
    rows = (ImportRow(row, str(393_330_000_000 + row), str(393_330_000_000 + row)) for row in people)
    import_rows(workspace.database, rows, source="moduli del 2022", now=NOW + timedelta(hours=people[0]))


def seen(*folders: Path, audit: bool = True) -> Callable[[], object]:
    """What is in these folders: each file's bytes, and each row of their databases."""

    def look() -> object:
        paths = sorted(chain.from_iterable(folder.rglob("*") for folder in folders))
        files = {
            str(path): sha256(path.read_bytes()).hexdigest()
            for path in paths
            if path.is_file() and path.suffix not in NOT_COMPARED and path.name != FILE_NAME
        }
        return files, [rows_of(path, audit=audit) for path in paths if path.name == FILE_NAME]

    return look


def rows_of(path: Path, *, audit: bool) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        lines = list(connection.iterdump())
    return lines if audit else [line for line in lines if "audit" not in line and "actions_ends" not in line]


@pytest.mark.parametrize("plain", [False, True], ids=["sealed", "plain"])
def test_a_stopped_backup_leaves_no_file_and_no_note(folder: Path, tmp_path: Path, plain: bool) -> None:
    target = tmp_path / "elsewhere" / "copy.backup"
    target.parent.mkdir()
    with wiring.open_workspace(folder) as workspace:
        work = leaves_everything(
            lambda work: backups.make(workspace, target, "anna", plain=plain, work=work),
            seen(folder, target.parent),
            (2, 4, 8, 10),
        )
        assert work.stages == ["", "copying", "checking", "packing", "reading_back"]
        assert work.reached.share == pytest.approx(1)
        assert target.exists()
        older = target.read_bytes()
        again = seen(target.parent)
        leaves_everything(lambda work: backups.make(workspace, target, "anna", work=work), again, (6,))
        assert target.read_bytes() != older  # made again at the end, over the older one


def test_a_stopped_restore_changes_nothing(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.backup"
    with wiring.open_workspace(folder) as workspace:
        backups.make(workspace, copy, "anna")
        join(workspace, range(3, 5))
    (folder / PICTURE).write_bytes(b"another picture")
    agreed: list[Ahead] = []

    def restore(work: LongWork) -> None:
        put_back.restore(folder, copy, NOW + timedelta(days=1), "anna", Secrets(folder), agreed.append, work=work)

    work = leaves_everything(restore, seen(folder), (46, 51, 54))
    assert work.stages == ["", *put_back.STAGES][: len(work.stages)]
    assert work.reached.final
    assert len(agreed) > 1  # some were stopped after the person had agreed
    assert (folder / PICTURE).read_bytes() == b"a picture"
    with wiring.open_workspace(folder) as workspace:
        assert workspace.subscribers.count() == 5  # who joined since stays


def test_a_stopped_move_leaves_no_file_and_this_computer_goes_on(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "ente.trasloco"
    target.parent.mkdir()
    locks.come_back(folder)  # notes that the folder is at home on this computer
    with wiring.open_workspace(folder) as workspace:

        def look() -> object:
            # The audit log tells of each try; nothing else does.
            return seen(folder, target.parent, audit=False)(), locks.moved_away(folder)

        leaves_everything(
            lambda work: moving.move_away(workspace, target, "anna", with_keys=True, work=work), look, (2, 9)
        )
        assert locks.moved_away(folder) is not None


EMPTY = pytest.param(False, marks=pytest.mark.skipif(not EVERY, reason="the key of the words takes its time"))


@pytest.mark.parametrize("there", [EMPTY, True], ids=["an empty computer", "one with the same office"])
def test_a_stopped_arrival_changes_nothing_and_keeps_no_key(
    folder: Path, tmp_path: Path, there: bool, ring: MemoryKeyring
) -> None:
    file, new = tmp_path / "ente.trasloco", tmp_path / "new"
    with wiring.open_workspace(folder) as workspace:
        words = " ".join(moving.move_away(workspace, file, "anna", with_keys=True))
    if not there:
        new.mkdir()
    target = folder if there else new

    def look() -> object:
        return seen(target)(), dict(ring.kept)

    work = leaves_everything(lambda work: moving.arrive(target, file, words, NOW, "bruno", work), look, (57,))
    assert work.stages[1] == "decoding"
    with wiring.open_workspace(target) as workspace:
        assert workspace.subscribers.count() == 3


def test_a_stopped_proof_notes_nothing(folder: Path) -> None:
    key = Secrets(folder).find_office_key()
    assert isinstance(key, OfficeKey)
    words = " ".join(office_key.words(key))
    with wiring.open_workspace(folder) as workspace:
        backups.make_daily(workspace)
        work = leaves_everything(
            lambda work: key_proof.prove(workspace, words, "anna", work=work), seen(folder), (40, 47)
        )
        assert work.stages == ["", "opening", "unpacking", "checking", "examining", "taking"]
