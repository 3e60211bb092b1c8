# SPDX-License-Identifier: EUPL-1.2
"""Two commands with the same notice at the same moment: everybody gets it once, and the second says why."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from comunecast_gui.core.ports import NewNotice
from comunecast_gui.services import queueing, wiring
from comunecast_gui.services.wiring import Workspace
from tests.e2e.conftest import OFFICE, MakeTown, Town

NOTICE = """
category = "acqua_guasto"
[fields]
gestore = "Acque SpA"
zona = "Fornacette"
vie = ["via Marconi", "via Piave"]
ripristino = 2030-11-27T16:30:00
"""
"""A notice that may go out at any hour, so that nothing but a repetition is to be warned of."""
ALREADY = "La stessa cosa è già in «Guasto: manca l'acqua a Fornacette»"


@pytest.fixture
def town(make_town: MakeTown) -> Town:
    town = make_town()
    town.run("templates", "submit", "acqua_guasto")
    town.run("templates", "sync")
    town.file("notice.toml", NOTICE)
    return town


@pytest.fixture
def shared_town(town: Town, database_url: str) -> Town:
    """A town on each kind of database; on a server both commands could also be on two computers."""
    if database_url:
        office = OFFICE.format(telegram=town.sandbox.telegram_base_url, graph=town.sandbox.graph_url, rate=400)
        town.run("configure", town.file("office.toml", f'{office}\n[database]\nurl = "{database_url}"\n'))
        town.run("templates", "sync")
    return town


@pytest.mark.parametrize("words", [(), ("--yes",), ("--yes", "--enqueue-only")])
def test_two_commands_at_once_send_once(shared_town: Town, words: tuple[str, ...]) -> None:
    town = shared_town
    numbers = town.subscribe(20)
    commands = [town.start("send", str(town.folder / "notice.toml"), *words) for _ in range(2)]
    said = [command.communicate(timeout=60)[1] for command in commands]
    codes = [command.returncode for command in commands]
    assert sorted(codes) == [0, 1], said
    refusal = said[codes.index(1)]
    assert "comunicazione 1" in refusal or ALREADY in refusal  # it came too late, or just in time to see it
    town.run("resume")
    assert town.received() == dict.fromkeys(numbers, 1)
    assert len(town.control.posts()) == 1


def test_a_notice_sent_before_may_be_repeated_on_purpose(town: Town) -> None:
    numbers = town.subscribe(2)
    notice = str(town.folder / "notice.toml")
    town.run("send", notice)
    assert ALREADY in town.run("send", notice, code=1).err
    town.run("send", notice, "--yes")
    assert town.received() == dict.fromkeys(numbers, 2)


def test_yes_does_not_accept_what_was_queued_since_the_command(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = town.subscribe(2)
    notice = str(town.folder / "notice.toml")
    context = wiring.check_context

    def overtaken(workspace: Workspace, at: object) -> object:
        """Another command gets there first, before this one has looked at what was sent lately."""
        monkeypatch.setattr(wiring, "check_context", context)
        town.run("send", notice)
        return context(workspace, at)  # type: ignore[arg-type]

    monkeypatch.setattr(wiring, "check_context", overtaken)
    assert "comunicazione 1" in town.run("send", notice, "--yes", code=1).err
    assert town.received() == dict.fromkeys(numbers, 1)


def test_a_draft_of_the_same_name_is_the_same_press(town: Town) -> None:
    numbers = town.subscribe(2)
    uuid = 'draft_uuid = "5f0c8a3e-6f3f-4c39-8d66-6a3a3f5d9b11"\n'
    notice = town.file("named.toml", uuid + NOTICE)
    first = town.run("send", notice, "--json").json["notice"]
    assert town.run("send", notice, "--yes", "--json").json["notice"] == first
    other = town.file("named.toml", uuid + NOTICE.replace("Acque SpA", "Acque Srl"))
    assert "un altro contenuto" in town.run("send", other, "--yes", code=1).err
    assert town.received() == dict.fromkeys(numbers, 1)


def test_a_person_is_asked_again_about_a_changed_notice(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = town.subscribe(2)
    notice = str(town.folder / "notice.toml")
    queue = queueing.revised
    asked: list[NewNotice] = []

    def overtaken(workspace: Workspace, frozen: object) -> object:
        """Somebody else sends the same while the person thinks it over."""
        if not asked:
            asked.append(frozen.notice)  # type: ignore[attr-defined]
            done = subprocess.run(
                [sys.executable, "-m", "comunecast_gui", "--data-dir", str(town.data_dir), "send", notice],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=True,
            )
            assert done.returncode == 0
        return queue(workspace, frozen)  # type: ignore[arg-type]

    monkeypatch.setattr(queueing, "revised", overtaken)
    monkeypatch.setattr(sys, "stdin", open(_answers(b"s\nn\n"), encoding="utf-8"))  # noqa: SIM115 - closed below
    monkeypatch.setattr("comunecast_gui.cli.notices._is_asking", lambda _: True)
    refused = town.run("send", notice, code=1)
    sys.stdin.close()
    assert refused.err.count("Invio? [s/N]") == 2
    assert "Mentre rispondevi è cambiato qualcosa" in refused.err
    assert ALREADY in refused.err
    assert town.received() == dict.fromkeys(numbers, 1)


def _answers(said: bytes) -> int:
    """A file that holds what a person types."""
    reading, writing = os.pipe()
    os.write(writing, said)
    os.close(writing)
    return reading
