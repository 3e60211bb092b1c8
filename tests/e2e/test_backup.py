# SPDX-License-Identifier: EUPL-1.2
"""Backup and restore from the command line: nobody who left comes back, nothing is sent by itself."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
import sys
import zipfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from comunecast_gui.core.trust.office_key import OfficeKey
from comunecast_gui.services import backups, wiring
from comunecast_gui.services.recovery import key_proof
from comunecast_gui.services.trust import office_key
from comunecast_gui.system.locks import posts_lock, pulling_lock, sending_lock
from tests.e2e.conftest import Town
from tests.e2e.sealed import members

WINDOW = """
import sys
from pathlib import Path
from comunecast_gui.services import wiring
with wiring.open_workspace(Path(sys.argv[1])):
    print("open", flush=True)
    sys.stdin.read()
"""


def states(town: Town) -> dict[str, str]:
    found = town.run("subscribers", "list", "--show-numbers", "--json").json["subscribers"]
    return {one["phone"].lstrip("+"): one["state"] for one in found if one["phone"]}


def refused(town: Town, *words: str, code: int) -> str:
    return str(town.run(*words, "--json", code=code).json["error"]["code"])


def present(town: Town) -> bytes:
    """What the database holds, whatever the files look like."""
    with closing(sqlite3.connect(town.data_dir / "comunecast.db")) as connection:
        return "\n".join(connection.iterdump()).encode()


@pytest.fixture
def copy(town: Town) -> Path:
    return town.folder / "copia.zip"


def test_a_backup_is_restored_whole(town: Town, copy: Path) -> None:
    stays, leaves = town.subscribe(2)
    picture = town.folder / "mappa.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 60)
    kept = town.data_dir / "attachments" / "0123456789abcdef" / "mappa.png"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(picture.read_bytes())
    settings = (town.data_dir / "office.toml").read_bytes()
    made = town.run("backup", str(copy), "--json").json
    assert made == {"backup": str(copy), "bytes": copy.stat().st_size, "sealed": True}
    if os.name == "posix":
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert sorted(members(copy)) == [
        "attachments/0123456789abcdef/mappa.png", "comunecast-backup.json", "comunecast.db", "office.toml",
    ]  # fmt: skip
    assert stays.encode() not in copy.read_bytes()

    kept.unlink()
    (town.data_dir / "office.toml").write_bytes(settings.replace(b'Calcinaia"\n', b'Pontedera"\n', 1))
    town.run("subscribers", "erase", leaves)
    after = town.file("after.csv", "telefono\n393339999999\n")
    town.run("subscribers", "import", after)
    done = town.run("restore", str(copy), "--json").json

    assert done["restored"] == str(copy)
    assert (done["compared"], done["departures"], done["arrivals"]) == (True, 1, 1)
    assert (done["queued"], done["unknown"]) == (0, 0)
    assert (town.data_dir / "office.toml").read_bytes() == settings
    if os.name == "posix":
        assert stat.S_IMODE((town.data_dir / "office.toml").stat().st_mode) == 0o600
    assert kept.read_bytes() == picture.read_bytes()
    assert states(town) == {stays: "active", "393339999999": "active"}
    assert town.run("subscribers", "import", str(town.folder / "people.csv"), "--json").json["left_before"] == 1
    town.run("ledger", "verify")
    assert not list((town.data_dir / "backups").glob(".unfinished-*"))

    # What was there before is a copy as well.
    again = town.run("restore", done["aside"], "--json").json
    assert (again["compared"], again["departures"]) == (True, 0)
    assert states(town) == {stays: "active", "393339999999": "active"}


def test_after_a_restore_nothing_is_sent_until_a_person_says_so(town: Town, copy: Path) -> None:
    town.subscribe(3)
    town.run("send", str(town.folder / "notice.toml"), "--yes", "--enqueue-only")
    with closing(sqlite3.connect(town.data_dir / "comunecast.db")) as connection:
        # A process died in the middle of a call, and the copy was made before anybody noticed.
        connection.execute("UPDATE delivery SET state = 'sending' WHERE id = 1")
        connection.commit()
    town.run("backup", str(copy))
    done = town.run("restore", str(copy))
    assert "comunecast resume" in done.err
    assert "comunecast unknown" in done.err
    counts = town.run("status", "--json").json["channels"]
    assert (counts["whatsapp"]["queued"], counts["whatsapp"]["unknown"]) == (2, 1)
    assert counts["telegram:principale"]["queued"] == 1
    town.run("inbox", "pull", code=2)  # no relay is configured; whatever else it does, it sends nothing
    assert town.messages == 0
    town.run("resume", code=3)
    assert sum(town.received().values()) == 2


def test_notices_sent_after_the_backup_are_not_sent_again(town: Town, copy: Path) -> None:
    numbers = town.subscribe(5)
    town.run("send", str(town.folder / "notice.toml"), "--yes", "--enqueue-only")
    town.run("backup", str(copy))
    town.run("resume")
    assert town.run("restore", str(copy), "--json").json["queued"] == 0
    counts = town.run("status", "--json").json["channels"]
    assert (counts["whatsapp"]["accepted"], counts["telegram:principale"]["accepted"]) == (5, 1)
    town.run("resume")
    assert dict(town.received()) == dict.fromkeys(numbers, 1)


def test_after_a_restore_without_the_old_database_nothing_is_sent_twice(town: Town, copy: Path) -> None:
    numbers = town.subscribe(30)
    queued = town.run("send", str(town.folder / "notice.toml"), "--yes", "--enqueue-only", "--json").json
    town.run("backup", str(copy))
    town.run("resume")
    for path in town.data_dir.glob("comunecast.db*"):
        path.unlink()
    done = town.run("restore", str(copy), "--json")
    assert (done.json["compared"], done.json["queued"], done.json["unknown"]) == (False, 0, 31)
    assert "comunecast unknown" in done.err
    town.run("resume", code=3)
    assert dict(town.received()) == dict.fromkeys(numbers, 1)
    rows = town.run("unknown", "--json").json["unknown"]
    assert (len(rows), {row["reason"] for row in rows}) == (31, {"restored"})
    line = town.run("unknown").out
    assert f"settle --notice {queued['notice']} arrived" in line
    assert "31 messaggi" in line
    settled = town.run("settle", "--notice", str(queued["notice"]), "arrived", "--json").json
    assert (settled["settled"], settled["channels"]["whatsapp"]["accepted"]) == (31, 30)
    town.run("resume")
    assert dict(town.received()) == dict.fromkeys(numbers, 1)
    # Put back over the office that knows: nothing is in doubt.
    again = town.run("restore", str(copy), "--json").json
    assert (again["compared"], again["queued"], again["unknown"]) == (True, 0, 0)


def test_a_database_that_lost_everything_is_no_new_office(town: Town, copy: Path) -> None:
    numbers = town.subscribe(2)
    town.run("backup", str(copy))
    for path in town.data_dir.glob("comunecast.db*"):
        path.unlink()
    path = town.data_dir / "comunecast.db"
    path.touch()
    for _ in range(2):
        assert refused(town, "status", code=2) == "database_empty"
    assert "comunecast restore" in town.run("send", str(town.folder / "notice.toml"), "--yes", code=2).err
    assert town.run("restore", str(copy), "--json").json["compared"] is False
    assert set(states(town)) == set(numbers)


def test_an_id_never_means_two_deliveries(town: Town, copy: Path) -> None:
    town.subscribe(2)
    town.run("backup", str(copy))
    first = town.run("send", str(town.folder / "notice.toml"), "--yes", "--json").json["notice"]
    town.run("restore", str(copy))
    second = town.run("send", str(town.folder / "notice.toml"), "--yes", "--enqueue-only", "--json").json["notice"]
    assert second > first
    with closing(sqlite3.connect(town.data_dir / "comunecast.db")) as connection:
        assert connection.execute("SELECT min(id) FROM delivery").fetchone()[0] > 3


def test_restoring_on_a_new_computer(town: Town, copy: Path) -> None:
    (number,) = town.subscribe(1)
    town.run("backup", str(copy))
    other = Town(town.folder / "new", town.sandbox)
    done = other.run("restore", str(copy), "--json")
    assert (done.json["compared"], done.json["aside"]) == (False, None)
    assert "comunecast subscribers erase" in done.err
    assert states(other) == {number: "active"}
    # Also where somebody has already looked at the empty office.
    third = Town(town.folder / "third", town.sandbox)
    third.run("configure", str(town.folder / "office.toml"))
    third.run("status")
    assert third.run("restore", str(copy), "--json").json["compared"] is False
    assert states(third) == {number: "active"}


def test_a_damaged_archive_gets_its_copy_back(town: Town, copy: Path) -> None:
    (number,) = town.subscribe(1)
    town.run("backup", str(copy))
    path = town.data_dir / "comunecast.db"
    path.write_bytes(b"Gentili cittadini, " * 500)
    (town.data_dir / "comunecast.db-wal").write_bytes(b"x" * 5000)
    assert "comunecast restore" in town.run("status", code=2).err
    done = town.run("restore", str(copy), "--json")
    assert done.json["compared"] is False
    assert states(town) == {number: "active"}
    assert members(Path(done.json["aside"]))["comunecast.db"].startswith(b"Gentili")


def test_files_that_are_no_backup_are_refused(town: Town, copy: Path) -> None:
    town.subscribe(2)
    town.run("backup", str(copy))
    before = present(town)
    whole = copy.read_bytes()
    bad = town.folder / "bad.zip"

    def outcome(data: bytes) -> str:
        bad.write_bytes(data)
        code = refused(town, "restore", str(bad), code=1)
        assert present(town) == before
        return code

    middle = len(whole) // 2
    assert outcome(whole[:middle]) == "backup_damaged"
    assert outcome(whole[:middle] + bytes(64) + whole[middle + 64 :]) == "backup_damaged"
    assert outcome(b"") == "backup_not_ours"
    assert outcome(b"%PDF-1.7 " * 100) == "backup_not_ours"
    assert outcome((town.folder / "people.csv").read_bytes()) == "backup_not_ours"
    assert refused(town, "restore", str(town.folder / "manca.zip"), code=1) == "backup_unreadable"
    assert refused(town, "restore", str(town.folder), code=1) == "not_a_file"


def repacked(copy: Path, **changes: bytes) -> None:
    """Writes the copy anew with other members."""
    with zipfile.ZipFile(copy) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(copy, "w") as archive:
        for name, data in (members | changes).items():
            archive.writestr(name, data)


def test_backups_of_another_office_or_version_are_refused(
    town: Town, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.subscribe(1)
    town.run("backup", "--plain", str(copy))
    before = present(town)
    with zipfile.ZipFile(copy) as archive:
        database = town.folder / "copia.db"
        database.write_bytes(archive.read("comunecast.db"))

    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    assert refused(town, "restore", str(database), code=1) == "backup_newer"
    repacked(copy, **{"comunecast.db": database.read_bytes()})
    assert refused(town, "restore", str(copy), code=1) == "backup_newer"

    later = {"program": "ComuneCast", "format": 2, "made_at": "2030-01-01T00:00:00+00:00"}
    repacked(copy, **{"comunecast-backup.json": json.dumps(later).encode()})
    assert refused(town, "restore", str(copy), code=1) == "backup_newer"

    other = town.folder / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE subscriber (id)")
    assert refused(town, "restore", str(other), code=1) == "backup_not_ours"

    ours = os.environ["COMUNECAST_OFFICE_KEY"]
    monkeypatch.setenv("COMUNECAST_OFFICE_KEY", OfficeKey(b"x" * 32).reveal())
    stranger = Town(town.folder / "stranger", town.sandbox)
    stranger.run("configure", str(town.folder / "office.toml"))
    stranger.run("subscribers", "import", str(town.folder / "people.csv"))
    stranger.run("backup", str(town.folder / "stranger.backup"))
    stranger.run("backup", "--plain", str(town.folder / "stranger.zip"))
    monkeypatch.setenv("COMUNECAST_OFFICE_KEY", ours)
    assert refused(town, "restore", str(town.folder / "stranger.backup"), code=1) == "backup_other_key"
    assert refused(town, "restore", "--plain", str(town.folder / "stranger.zip"), code=1) == "backup_other_office"
    assert present(town) == before


def test_plain_backup_needs_the_option_plain(town: Town, copy: Path) -> None:
    """Nothing in it shows whether somebody changed it."""
    (number,) = town.subscribe(1)
    town.run("backup", "--plain", str(copy))
    assert refused(town, "restore", str(copy), code=1) == "backup_unsealed"
    assert refused(town, "restore", "--yes", str(copy), code=1) == "backup_unsealed"
    assert town.run("restore", "--plain", str(copy), "--json").json["sealed"] is False
    assert states(town) == {number: "active"}


def test_the_database_that_an_update_left_behind(town: Town) -> None:
    old = Path(__file__).parents[1] / "store" / "data" / "version_0001.sql"
    copy = town.folder / "comunecast-0001.db"
    with closing(sqlite3.connect(copy)) as connection:
        connection.executescript(old.read_text(encoding="utf-8"))
    other = Town(town.folder / "new", town.sandbox)
    other.run("restore", "--plain", str(copy))
    other.run("configure", str(town.folder / "office.toml"))
    assert states(other)


def test_targets_that_cannot_be_written(town: Town, copy: Path) -> None:
    town.subscribe(1)
    letter = town.folder / "lettera.docx"
    letter.write_bytes(b"Gentile Sindaco")
    assert refused(town, "backup", str(letter), code=1) == "backup_target_taken"
    assert letter.read_bytes() == b"Gentile Sindaco"
    assert refused(town, "backup", str(town.folder / "manca" / "copia.zip"), code=1) == "backup_unwritable"
    assert refused(town, "backup", str(letter / "copia.zip"), code=1) == "backup_unwritable"
    town.run("backup", str(copy))
    first = copy.read_bytes()
    town.subscribe(5)
    town.run("backup", str(copy))  # the same name every night
    assert copy.read_bytes() != first
    assert not list(town.folder.glob(".copia*"))


@pytest.mark.skipif(os.name != "posix", reason="limits the size of a file")
def test_a_backup_on_a_full_disk(town: Town, copy: Path) -> None:
    """A limit on what a process may write stands in for a disk that is full."""
    town.subscribe(4000)
    limited = (
        "import resource, signal, sys\n"
        "from comunecast_gui.__main__ import main\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    command = [sys.executable, "-c", limited, "--data-dir", str(town.data_dir), "backup", str(copy), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (2, "database_unusable"), done.stderr
    assert not copy.exists()
    assert not list(town.folder.glob(".copia*"))
    assert not list((town.data_dir / "backups").glob(".unfinished-*"))


def test_a_restore_is_refused_while_the_office_is_in_use(town: Town, copy: Path) -> None:
    town.run("backup", str(copy))
    with sending_lock(town.data_dir):
        assert refused(town, "restore", str(copy), code=2) == "already_sending"
    with pulling_lock(town.data_dir):
        assert refused(town, "restore", str(copy), code=2) == "already_pulling"
    with posts_lock(town.data_dir):
        assert refused(town, "restore", str(copy), code=2) == "already_changing_posts"
    words = [sys.executable, "-c", WINDOW, str(town.data_dir)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as window:
        assert window.stdout is not None
        assert window.stdout.readline() == "open\n"
        assert refused(town, "restore", str(copy), code=2) == "database_in_use"
        window.communicate()
    town.run("restore", str(copy))


def test_a_database_server_is_backed_up_by_its_operator(town: Town, copy: Path) -> None:
    town.run("backup", str(copy))
    office = (town.folder / "office.toml").read_text(encoding="utf-8")
    # An SQLite file given by URL stands in for the server.
    url = f"sqlite:///{town.folder / 'server.db'}"
    town.run("configure", town.file("server.toml", f'{office}\n[database]\nurl = "{url}"\n'))
    town.run("migrate")
    assert refused(town, "backup", str(copy), code=2) == "database_backup_server"
    assert refused(town, "restore", str(copy), code=2) == "restore_server"


def test_one_copy_a_day_for_a_week(town: Town) -> None:
    folder = town.data_dir / "backups"
    for path in folder.iterdir():
        path.unlink()
    for verb in ("status", "unknown"):
        town.run(verb)
        assert list(folder.iterdir()) == []
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    old = [folder / f"comunecast-{name}" for name in ("0001-20250101T000000Z.db", "2025-01-01.zip")]
    for path in [*old, folder / "comunecast-2999-01-01.zip", folder / "mine.txt"]:
        path.touch()
        os.utime(path, (1_700_000_000, 1_700_000_000))
    os.utime(folder / "comunecast-2999-01-01.zip", (32_000_000_000, 32_000_000_000))
    town.run("subscribers", "list")
    names = {path.name for path in folder.iterdir()}
    assert names >= {f"comunecast-{day}.backup", "mine.txt"}
    assert not names & {path.name for path in old}
    stamp = (folder / f"comunecast-{day}.backup").stat().st_mtime_ns
    town.subscribe(1)
    assert (folder / f"comunecast-{day}.backup").stat().st_mtime_ns == stamp
    assert town.run("restore", str(folder / f"comunecast-{day}.backup"), "--json").json["departures"] == 0


def test_copies_that_were_left_open_are_sealed(town: Town) -> None:
    folder = town.data_dir / "backups"
    (number,) = town.subscribe(1)
    for path in folder.iterdir():
        path.unlink()
    town.run("backup", "--plain", str(town.folder / "copy.zip"))
    for path in folder.iterdir():
        path.unlink()
    older = folder / f"comunecast-{datetime.now(UTC) - timedelta(days=1):%Y-%m-%d}.zip"
    (town.folder / "copy.zip").rename(older)
    before = older.stat().st_mtime
    with closing(sqlite3.connect(folder / "comunecast-0013-20261101T000000Z.db")) as bare:
        bare.executescript((Path(__file__).parents[1] / "store" / "data" / "version_0012.sql").read_text("utf-8"))
    town.run("subscribers", "list")
    assert {path.suffix for path in folder.iterdir()} == {".backup"}
    assert len(list(folder.iterdir())) == 3
    sealed = older.with_suffix(".backup")
    assert sealed.stat().st_mtime == pytest.approx(before, abs=0.01)
    town.run("subscribers", "erase", number)
    assert town.run("restore", str(sealed), "--json").json["sealed"] is True


def test_a_copy_left_open_does_not_replace_the_sealed_one_of_the_same_day(town: Town) -> None:
    folder = town.data_dir / "backups"
    town.run("backup", "--plain", str(town.folder / "copy.zip"))
    town.subscribe(3)
    for path in folder.iterdir():
        path.unlink()
    today = folder / f"comunecast-{datetime.now(UTC):%Y-%m-%d}.zip"
    (town.folder / "copy.zip").rename(today)  # made in the morning, by a former version
    town.run("subscribers", "list")
    assert list(folder.iterdir()) == [today.with_suffix(".backup")]
    with wiring.open_workspace(town.data_dir) as workspace:
        words = " ".join(office_key.words(workspace.office_key))
        opened = key_proof.prove(workspace, words, "test")
    assert opened is not None
    assert opened.people == 3


def test_the_latest_copy_is_never_deleted(tmp_path: Path) -> None:
    now = datetime(2026, 11, 30, tzinfo=UTC)
    for days in (30, 20, 8, 10):
        path = tmp_path / f"comunecast-{days}.zip"
        path.touch()
        moment = (now - timedelta(days=days)).timestamp()
        os.utime(path, (moment, moment))
    backups.prune(tmp_path, now)
    assert [path.name for path in tmp_path.iterdir()] == ["comunecast-8.zip"]


def test_a_day_without_room_for_a_copy_is_a_day_as_any_other(town: Town) -> None:
    folder = town.data_dir / "backups"
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.write_bytes(b"a file in the way")
    town.subscribe(1)
    with wiring.open_workspace(town.data_dir) as workspace, backups.copied_daily(workspace):
        assert workspace.subscribers.count() == 1
    assert "There is no copy of today" in (town.data_dir / "logs" / "comunecast.log").read_text(encoding="utf-8")
