# SPDX-License-Identifier: EUPL-1.2
"""Restoring a damaged or tampered backup changes nothing, or restores exactly what was backed up."""

from __future__ import annotations

import hashlib
import io
import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from comunecast_gui.core.errors import InputError, UserError
from comunecast_gui.core.trust.backup_contents import Ahead
from comunecast_gui.core.trust.office_key import EnvironmentKey, OfficeKey
from comunecast_gui.services import wiring
from comunecast_gui.services.recovery import put_back
from comunecast_gui.store.restore import placing
from tests.e2e.conftest import MakeTown, Town, make_town  # noqa: F401 - a fixture
from tests.e2e.sealed import opened
from tests.security.mutated_backups import DATABASE, Mutant, damaged, moved, tampered

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
MUTANTS = int(os.environ.get("COMUNECAST_MUTANTS", "60"))
"""So many changed backups are put back: ``python3 dev.py faults --mutants 1000``."""
CHANGING = ('"audit"', '"sqlite_sequence"', "'actions_ends'")
"""Tables and a setting that record the restore itself."""


def rows(path: Path) -> str:
    """All rows of a database, except those that record a restore."""
    with closing(sqlite3.connect(path)) as connection:
        return "\n".join(line for line in connection.iterdump() if not any(name in line for name in CHANGING))


def state(data_dir: Path) -> dict[str, str]:
    """The office as it is: its rows, and a digest of each other file."""
    found = {"rows": rows(data_dir / DATABASE)}
    for path in sorted(data_dir.rglob("*")):
        name = str(path.relative_to(data_dir))
        if path.is_file() and not name.startswith((DATABASE, "logs/")) and path.suffix != ".lock":
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


class Office:
    """An office with people, a picture and a notice in the queue, and with sealed and plain backups of all that."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.data_dir = town.data_dir
        town.subscribe(300)
        kept = town.data_dir / "attachments" / "0123456789abcdef" / "mappa.png"
        kept.parent.mkdir(parents=True)
        kept.write_bytes(os.urandom(90_000))
        town.run("send", str(town.folder / "notice.toml"), "--yes", "--enqueue-only")
        self.sealed, self.older, self.plain = (self._copy(name) for name in ("sealed", "older", "--plain"))
        self.before = state(self.data_dir)

    def _copy(self, name: str) -> bytes:
        path = self.town.folder / f"{name}.copy"
        self.town.run("backup", *([name] if name == "--plain" else []), str(path))
        data = path.read_bytes()
        path.unlink()
        return data

    def restore(self, data: bytes, *, agree: bool = True) -> put_back.Restored:
        """Restores like ``comunecast restore --plain --yes``; with ``agree=False`` like without these options."""

        def answer(ahead: Ahead) -> None:
            if not agree and (ahead.moved or not ahead.sealed):
                raise InputError("backup_unsealed")

        path = self.town.folder / "mutant.copy"
        path.write_bytes(data)
        return put_back.restore(self.data_dir, path, NOW, "test", EnvironmentKey(), answer)


@pytest.fixture
def office(make_town: MakeTown) -> Office:  # noqa: F811
    return Office(make_town())


def outcomes(office: Office, mutants: Iterable[Mutant]) -> Counter[str]:
    """Restores each backup; it must be refused and change nothing, or restore exactly what was backed up.

    Returns the count of each refusal code.
    """
    told: Counter[str] = Counter()
    before = office.before
    for mutant in mutants:
        try:
            office.restore(mutant.data)
        except UserError as error:
            told[error.code] += 1
            assert state(office.data_dir) == before, mutant.how
            continue
        told["restored"] += 1
        assert rows(office.data_dir / DATABASE) == before["rows"], mutant.how
        before = state(office.data_dir)
    return told


@pytest.mark.timeout(max(120, MUTANTS))
def test_damaged_sealed_backup_is_refused(office: Office) -> None:
    told = outcomes(office, (damaged(office.sealed, office.older, seed) for seed in range(MUTANTS)))
    assert set(told) <= {"backup_damaged", "backup_not_ours", "backup_newer", "backup_other_key"}
    assert told.total() == MUTANTS
    assert office.restore(office.sealed).sealed
    assert rows(office.data_dir / DATABASE) == office.before["rows"]


@pytest.mark.timeout(max(120, MUTANTS))
def test_damaged_plain_backup_is_refused_or_restored_exactly(office: Office) -> None:
    """The person trusts the file (``--plain``), but the disk damaged it."""
    count = MUTANTS // 5
    told = outcomes(office, (damaged(office.plain, office.plain, seed) for seed in range(count)))
    assert told.total() == count
    assert told["backup_damaged"] > count // 3


@pytest.mark.slow
def test_tampered_plain_backup_is_refused_despite_plain_and_yes(office: Office) -> None:
    """``--plain`` accepts a file without a seal, never a file with foreign contents."""
    for mutant in tampered(office.plain):
        code = "restored"
        try:
            office.restore(mutant.data)
        except UserError as error:
            code = error.code
        assert code.startswith("backup_"), mutant.how
        assert state(office.data_dir) == office.before, mutant.how
    assert office.restore(office.plain).compared


def test_backup_sealed_with_another_key_is_refused(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = os.environ["COMUNECAST_OFFICE_KEY"]
    monkeypatch.setenv("COMUNECAST_OFFICE_KEY", OfficeKey(b"t" * 32).reveal())
    thief = Town(office.town.folder / "thief", office.town.sandbox)
    thief.run("configure", str(office.town.folder / "office.toml"))
    thief.run("backup", str(thief.folder / "copy.backup"))
    monkeypatch.setenv("COMUNECAST_OFFICE_KEY", ours)
    data = (thief.folder / "copy.backup").read_bytes()
    with pytest.raises(InputError, match="backup_other_key"):
        office.restore(data)
    with pytest.raises(InputError, match="backup_damaged"):  # under our name
        office.restore(office.sealed[:24] + data[24:])
    assert state(office.data_dir) == office.before


def test_changed_address_needs_yes(office: Office) -> None:
    path = office.town.folder / "moved.zip"
    path.write_bytes(moved(office.plain, "http://127.0.0.1:9"))
    said = office.town.run("restore", "--plain", str(path), "--json", code=1)
    assert said.json["error"]["code"] == "backup_moves"
    assert "whatsapp.graph_url" in said.err
    assert "http://127.0.0.1:9" in said.err
    assert state(office.data_dir) == office.before
    office.town.run("restore", "--plain", "--yes", str(path))
    assert "http://127.0.0.1:9" in (office.data_dir / "office.toml").read_text(encoding="utf-8")


@pytest.mark.skipif(os.name != "posix", reason="needs a terminal")
@pytest.mark.parametrize(("answer", "status"), [("n", 1), ("s", 0)])
def test_restore_on_a_terminal_shows_changes_and_asks(office: Office, answer: str, status: int) -> None:
    path = office.town.folder / "copy.zip"
    path.write_bytes(moved(office.plain, "http://127.0.0.1:9"))
    office.town.run("subscribers", "erase", "393331000001")
    before = state(office.data_dir)
    person, terminal = os.openpty()
    words = [sys.executable, "-m", "comunecast_gui", "--data-dir", str(office.data_dir), "restore", str(path)]
    with subprocess.Popen(words, stdin=terminal, stdout=subprocess.DEVNULL, stderr=terminal) as process:
        os.close(terminal)
        said = b""
        while b"[s/N]" not in said:
            said += os.read(person, 4096)
        os.write(person, f"{answer}\n".encode())
        with suppress(OSError):  # Linux: the terminal is gone with the process
            while more := os.read(person, 4096):
                said += more
        assert process.wait() == status
    os.close(person)
    text = " ".join(said.decode().split())
    assert "Iscritti: 300 (adesso 299)" in text
    assert "whatsapp.graph_url cambia da" in text
    assert "non ha sigillo" in text
    assert (state(office.data_dir) == before) is (status == 1)


def test_sealed_backup_needs_the_office_key(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a new computer nothing happens before the words were entered there."""
    path = office.town.folder / "copy.backup"
    path.write_bytes(office.sealed)
    other = Town(office.town.folder / "new", office.town.sandbox)
    with monkeypatch.context() as without_key:
        without_key.delenv("COMUNECAST_OFFICE_KEY")
        said = other.run("restore", str(path), "--json", code=2)
        assert said.json["error"]["code"] == "office_key_missing"
        assert not (other.data_dir / DATABASE).exists()
        assert not (other.data_dir / "office.toml").exists()
    assert other.run("restore", str(path), "--json").json["sealed"] is True
    assert rows(other.data_dir / DATABASE).count('INSERT INTO "subscriber"') == 300


def test_plain_backup_on_a_new_computer_shows_every_address(office: Office) -> None:
    path = office.town.folder / "moved.zip"
    path.write_bytes(moved(office.plain, "http://127.0.0.1:9"))
    other = Town(office.town.folder / "new", office.town.sandbox)
    said = other.run("restore", "--plain", str(path), "--json", code=1)
    assert said.json["error"]["code"] == "backup_moves"
    assert "http://127.0.0.1:9" in said.err
    assert not (other.data_dir / DATABASE).exists()
    other.run("restore", "--plain", "--yes", str(path))


def test_sealed_backup_shows_no_number(office: Office) -> None:
    inside = opened(office.sealed)
    with zipfile.ZipFile(io.BytesIO(inside)) as archive:
        assert b"39333100" in archive.read(DATABASE)
    assert b"39333100" not in office.sealed
    assert b"PK\x03\x04" not in office.sealed[:100]
    assert not [place for place in range(0, len(inside) - 32, 997) if inside[place : place + 32] in office.sealed]


class Killed(BaseException):
    """Stands for a power cut."""


@pytest.mark.skipif(os.name != "posix", reason="kills a process")
def test_restore_is_atomic_at_every_rename(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stops the restore before its n-th rename, for each n."""
    real = os.rename, os.replace, os.unlink
    for moment in range(1, 60):
        left = moment

        def count(path: object) -> None:
            nonlocal left
            if placing.FOLDER in str(path) or str(path).endswith("office"):
                left -= 1
                if left == 0:
                    raise Killed

        for name, call in zip(("rename", "replace", "unlink"), real, strict=True):

            def dying(*paths: object, _call: object = call, **rest: object) -> None:
                count(paths[0])
                _call(*paths, **rest)  # type: ignore[operator]

            monkeypatch.setattr(os, name, dying)
        before = rows(office.data_dir / DATABASE)
        try:
            office.restore(office.sealed)
            done = True
        except Killed:
            done = False
        for name, call in zip(("rename", "replace", "unlink"), real, strict=True):
            monkeypatch.setattr(os, name, call)
        with wiring.open_workspace(office.data_dir) as workspace:
            assert workspace.database.is_sound()
        assert not placing.is_pending(office.data_dir)
        assert rows(office.data_dir / DATABASE) == before
        if done:
            assert moment > 3  # the rename that counts, the settings, the database
            return
    pytest.fail("the restore never came to its end")


@pytest.mark.skipif(os.name != "posix", reason="kills a process")
def test_office_opens_after_a_killed_restore(office: Office) -> None:
    path = office.town.folder / "copy.backup"
    path.write_bytes(office.sealed)
    started = time.monotonic()
    office.town.run("restore", str(path))
    lasts = time.monotonic() - started
    expected = rows(office.data_dir / DATABASE)
    for part in (0.5, 0.9):
        process = subprocess.Popen(
            [sys.executable, "-m", "comunecast_gui", "--data-dir", str(office.data_dir), "restore", str(path)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            process.wait(lasts * part + 0.5)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        office.town.run("status")
        assert rows(office.data_dir / DATABASE) == expected
