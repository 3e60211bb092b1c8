# SPDX-License-Identifier: EUPL-1.2
"""An office moves by commands, as IT staff do it: everybody gets each message once, whichever computer it is on."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from tests.e2e.conftest import NOTICE, Town


def test_a_queued_notice_goes_out_once_from_the_computer_that_the_office_is_on(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.subscribe(5)
    notice = town.file("notice.toml", NOTICE)
    town.run("send", notice, "--yes", "--enqueue-only")
    file = tmp_path / "ente.trasloco"
    words = town.run("workstation", "away", str(file), "--json").json["words"]
    waits = town.run("resume", "--json", code=3)
    assert waits.json["channels"]["whatsapp"]["queued"] == 5
    assert "passato su un altro computer" in waits.err
    refused = town.run("workstation", "away", str(file), "--json", code=2)
    assert refused.json["error"]["code"] == "moved_away"
    assert town.messages == 0
    other = replace(town, folder=tmp_path / "other")
    other.folder.mkdir()
    other.data_dir.mkdir()
    monkeypatch.setattr("sys.stdin", io.StringIO(" ".join(words)))
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
