# SPDX-License-Identifier: EUPL-1.2
"""The exit status says what was sent, whatever happens to the output, the log and the disk."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from subprocess import PIPE
from typing import IO, Any

import pytest

from comunecast_gui.services import queueing, wiring
from comunecast_gui.store.approval.approval_requests import Submitted
from comunecast_gui.system import paths
from comunecast_gui.system.locks import sending_lock
from tests.e2e.conftest import NOTICE, MakeTown, Town

FULL = Path("/dev/full")
pytestmark = pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")


def run(
    town: Town, *words: str, file_limit: int = 0, stdout: int | IO[str] = PIPE, stderr: int | IO[str] = PIPE
) -> subprocess.CompletedProcess[str]:
    """Runs a command in its own process; ``file_limit`` is the size in bytes beyond which no file grows there."""

    def limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))

    return subprocess.run(
        [sys.executable, "-m", "comunecast_gui", "--data-dir", str(town.data_dir), *words],
        stdin=subprocess.DEVNULL,
        text=True,
        timeout=100,
        preexec_fn=limit if file_limit else None,
        stdout=stdout,
        stderr=stderr,
    )


def wait_for(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.05)


def closed_pipe() -> int:
    """The end to write to of a pipe whose reader has left."""
    reader, writer = os.pipe()
    os.close(reader)
    return writer


@pytest.mark.parametrize("as_json", [[], ["--json"]], ids=["text", "json"])
@pytest.mark.parametrize("where", ["full disk", "reader left"])
def test_a_send_whose_answer_is_lost_is_still_a_send(town: Town, where: str, as_json: list[str]) -> None:
    numbers = town.subscribe(3)
    out = os.open(FULL, os.O_WRONLY) if where == "full disk" else closed_pipe()
    try:
        ended = run(town, "send", str(town.folder / "notice.toml"), "--yes", *as_json, stdout=out)
    finally:
        os.close(out)
    assert ended.returncode == 0, ended.stderr
    assert town.received() == dict.fromkeys(numbers, 1)
    assert "Traceback" not in ended.stderr
    assert ("comunecast status" in ended.stderr) == (where == "full disk")


def test_notes_that_nobody_can_read_change_nothing(town: Town) -> None:
    town.subscribe(3)
    with FULL.open("w") as full:
        ended = run(town, "send", str(town.folder / "notice.toml"), "--yes", "--json", stderr=full)
    assert (ended.returncode, ended.stdout.count("\n")) == (0, 1)


def test_an_answer_that_was_all_there_was_to_do_fails_when_it_is_lost(town: Town) -> None:
    town.subscribe(2000)
    with FULL.open("w") as full:
        ended = run(town, "subscribers", "list", stdout=full)
    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 1
    pipe = closed_pipe()
    try:
        ended = run(town, "subscribers", "list", stdout=pipe)
    finally:
        os.close(pipe)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_help_for_a_reader_who_left(town: Town) -> None:
    pipe = closed_pipe()
    try:
        ended = run(town, "send", "--help", stdout=pipe)
    finally:
        os.close(pipe)
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.slow
def test_a_disk_that_fills_in_mid_send_never_reads_as_nothing_sent(make_town: MakeTown) -> None:
    town = make_town()
    town.subscribe(400)
    town.run("send", str(town.folder / "notice.toml"), "--yes", "--enqueue-only", "--channel", "whatsapp")
    log = town.data_dir / "logs" / "comunecast.log"
    log.unlink(missing_ok=True)
    log.symlink_to(FULL)
    room = (town.data_dir / "comunecast.db").stat().st_size - 100_000  # the journal beside it reaches this too
    ended = run(town, "resume", "--json", file_limit=room)
    reached = sum(town.received().values())
    assert 0 < reached < 400
    assert ended.returncode == 3, ended.stderr
    assert "Traceback" not in ended.stderr
    assert "storto" not in ended.stderr
    counts = town.run("status", "--json").json["channels"]["whatsapp"]
    assert counts["accepted"] + counts["unknown"] >= reached
    assert sum(counts.values()) == 400


def test_interrupted_while_another_send_is_on_its_way(town: Town) -> None:
    town.subscribe(3)
    with sending_lock(town.data_dir):
        waiting = town.start("send", str(town.folder / "notice.toml"), "--yes", "--json")
        assert waiting.stderr is not None
        lines = iter(waiting.stderr.readline, "")
        assert any("Aspetto" in line for line in lines)
        waiting.send_signal(signal.SIGINT)
        out, err = waiting.communicate(timeout=30)
    assert waiting.returncode == 3, err
    assert "comunecast resume" in err
    assert "Traceback" not in err
    assert '"queued": 3' in out
    town.run("resume")
    assert sum(town.received().values()) == 3


def test_interrupted_while_tidying_up(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.subscribe(3)

    def tidy(_: object) -> int:
        os.kill(os.getpid(), signal.SIGINT)
        return 0

    monkeypatch.setattr(wiring, "tidy", tidy)
    ended = town.run("send", str(town.folder / "notice.toml"), "--yes", "--json")
    assert ended.json["channels"]["whatsapp"]["accepted"] == 3
    assert "interrotto" not in ended.err


def test_interrupted_before_anything_was_queued(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.subscribe(3)

    def interrupt(_: object, __: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(wiring, "check_context", interrupt)
    ended = town.run("send", str(town.folder / "notice.toml"), "--yes", "--json", code=1)
    assert ended.json["error"]["code"] == "interrupted"
    assert len(ended.err.splitlines()) == 1
    monkeypatch.undo()


def test_a_log_that_cannot_be_kept_is_said_and_stops_nothing(town: Town) -> None:
    town.subscribe(3)
    logs = town.data_dir / "logs"
    for file in logs.iterdir():
        file.unlink()
    logs.rmdir()
    logs.write_text("not a folder")
    ended = town.run("send", str(town.folder / "notice.toml"), "--yes", "--json")
    assert str(logs) in ended.err
    assert sum(town.received().values()) == 3


def test_resume_says_that_everything_had_expired(town: Town) -> None:
    town.subscribe(3)
    town.run("send", str(town.folder / "notice.toml"), "--yes", "--enqueue-only", "--channel", "whatsapp")
    with closing(sqlite3.connect(town.data_dir / "comunecast.db")) as database, database:
        database.execute("UPDATE notice SET valid_until = '2020-01-01 00:00:00.000000'")
    ended = town.run("resume", "--json", code=3)
    assert ended.json["channels"]["whatsapp"]["expired"] == 3
    assert len(ended.err.splitlines()) == 1
    assert "3 messaggi non sono partiti" in ended.err
    assert town.received() == {}
    again = town.run("resume", "1")
    assert "nulla in coda" in again.err


def test_resume_names_a_channel_that_is_no_longer_configured(town: Town) -> None:
    town.subscribe(3)
    town.run("send", str(town.folder / "notice.toml"), "--yes", "--enqueue-only")
    office = (town.data_dir / "office.toml").read_text()
    town.run("configure", town.file("office.toml", office[: office.index("[whatsapp]")]))
    ended = town.run("resume", "--json", code=2)
    assert "whatsapp" in ended.err
    assert ended.json["channels"]["whatsapp"]["queued"] == 3
    assert ended.json["channels"]["telegram:principale"]["queued"] == 1
    ended = town.run("resume", "1", "--ready-only", "--json", code=2)
    assert "non è più nelle impostazioni" in ended.err
    assert ended.json["channels"]["telegram:principale"]["accepted"] == 1, ended.err
    town.run("configure", town.file("office.toml", office))
    town.run("resume")
    assert sum(town.received().values()) == 3


def test_resume_with_nothing_to_do_says_so(town: Town) -> None:
    assert "nulla in coda" in town.run("resume").err
    town.subscribe(1)
    town.run("send", str(town.folder / "notice.toml"), "--yes")
    assert "nulla in coda" in town.run("resume", "1").err


def test_send_says_that_nobody_is_on_whatsapp(town: Town) -> None:
    ended = town.run("send", str(town.folder / "notice.toml"), "--yes", "--json")
    assert "Su WhatsApp" in ended.err
    assert ended.json["channels"].keys() == {"telegram:principale"}
    town.subscribe(1)
    ended = town.run("send", town.file("other.toml", NOTICE.replace("Marconi", "Mazzini")), "--yes")
    assert "Su WhatsApp" not in ended.err


def test_a_terminal_that_closes_ends_a_send_like_ctrl_c(make_town: MakeTown) -> None:
    town = make_town(rate=20)
    town.subscribe(200)
    sending = town.start("send", str(town.folder / "notice.toml"), "--yes", "--json", "--channel", "whatsapp")
    wait_for(lambda: sum(town.received().values()) > 3)
    sending.send_signal(signal.SIGHUP)
    out, err = sending.communicate(timeout=30)
    assert sending.returncode == 3, err
    counts = json.loads(out)["channels"]["whatsapp"]
    assert counts["sending"] == counts["unknown"] == 0
    assert counts["accepted"] == sum(town.received().values())
    assert counts["accepted"] + counts["queued"] == 200


def test_interrupted_while_queuing(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue is whole, nothing goes out, and the command says what is queued."""
    town.subscribe(3)
    queue = queueing.queue

    def interrupted(*arguments: Any) -> Submitted:
        done = queue(*arguments)
        os.kill(os.getpid(), signal.SIGINT)
        return done

    monkeypatch.setattr(queueing, "queue", interrupted)
    ended = town.run("send", str(town.folder / "notice.toml"), "--yes", "--json", code=3)
    assert ended.json["channels"]["whatsapp"]["queued"] == 3
    assert "comunecast resume" in ended.err
    assert town.received() == {}


def test_a_program_without_its_sentence_files(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "resource", lambda *_: town.folder / "nowhere")
    ended = town.run("status", code=2)
    assert len(ended.err.splitlines()) == 1
