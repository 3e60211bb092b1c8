# SPDX-License-Identifier: EUPL-1.2
"""An office moves by commands, as IT staff do it: everybody gets each message once, whichever computer it is on."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from comunecast_gui.system.clock import SystemClock
from tests.e2e.conftest import NOTICE, Town


def test_a_queued_notice_goes_out_once_from_the_computer_that_the_office_is_on(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.subscribe(5)
    notice = town.file("notice.toml", NOTICE)
    town.run("send", notice, "--yes", "--enqueue-only")
    file = tmp_path / "ente.trasloco"
    code = town.run("workstation", "away", str(file), "--json").json["words"]
    waits = town.run("resume", "--json", code=3)
    assert waits.json["channels"]["whatsapp"]["queued"] == 5
    assert "passato su un altro computer" in waits.err
    refused = town.run("workstation", "away", str(file), "--json", code=2)
    assert refused.json["error"]["code"] == "moved_away"
    # What has moved away queues nothing, whether it would go out now, later or not at all.
    fresh = town.file("fresh.toml", NOTICE.replace("Fornacette", "Calcinaia"))
    for words in ((), ("--enqueue-only",), ("--at", f"{date.today() + timedelta(days=1)}T09:00")):
        refused = town.run("send", fresh, "--yes", "--json", *words, code=2)
        assert refused.json["error"]["code"] == "moved_away"
    refused = town.run("cancel", "1", "--json", code=2)  # it would look stopped, and go out from the other one
    assert refused.json["error"]["code"] == "moved_away"
    assert town.run("status", "--json", code=0).json["notice"] == 1
    assert town.messages == 0
    other = replace(town, folder=tmp_path / "other")
    other.folder.mkdir()
    other.data_dir.mkdir()
    monkeypatch.setattr("sys.stdin", io.StringIO(" ".join(code)))
    arrived = other.run("workstation", "here", str(file), "--json")
    assert arrived.json["office"] == "Comune di Calcinaia"
    assert town.messages == 0
    other.run("resume")
    assert len(town.received()) == 5
    assert set(town.received().values()) == {1}
    town.run("workstation", "back")
    town.run("resume", code=3)  # what was queued here went out there: it is unknown, and nothing goes out twice
    assert len(town.run("unknown", "--json").json["unknown"]) == 6
    assert set(town.received().values()) == {1}


def test_the_copy_of_a_folder_sends_nothing_before_a_person_says_that_it_is_the_one(town: Town) -> None:
    """Two computers with the same office, each for itself, write everything to everybody twice."""
    town.subscribe(2)
    notice = town.file("notice.toml", NOTICE)
    town.run("send", notice, "--yes", "--enqueue-only")
    copy = replace(town, folder=town.folder / "copy")
    shutil.copytree(town.data_dir, copy.data_dir)
    fresh = town.file("fresh.toml", NOTICE.replace("Fornacette", "Calcinaia"))
    refused = copy.run("send", fresh, "--yes", "--json", code=2)
    assert refused.json["error"]["code"] == "folder_copied"
    assert copy.run("resume", "--json", code=3).json["channels"]["whatsapp"]["queued"] == 2
    assert copy.run("inbox", "pull", "--json", code=2).json["error"]["code"] in ("folder_copied", "no_relay")
    assert town.messages == 0
    town.run("resume")  # where it was, it goes on
    assert town.messages == 2
    copy.run("workstation", "back")  # one command, and what may have gone out from there is doubtful
    assert len(copy.run("unknown", "--json").json["unknown"]) == 3
    copy.run("send", fresh, "--yes")
    assert set(town.received().values()) == {2}


def test_what_was_scheduled_is_sent_by_the_computer_that_the_office_is_on(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = datetime.now().astimezone() + timedelta(seconds=1)
    town.subscribe(1)
    town.run("send", town.file("notice.toml", NOTICE), "--yes", "--at", due.isoformat())
    town.run("workstation", "away", str(tmp_path / "ente.trasloco"))
    monkeypatch.setattr(SystemClock, "now", lambda _: due.astimezone(UTC) + timedelta(seconds=30))
    town.run("resume", "--wait", "--json", code=3)
    town.run("resume", "1", "--json", code=2)
    [waits] = town.run("scheduled", "--json").json["scheduled"]
    assert (town.messages, waits["state"]) == (0, "due")
