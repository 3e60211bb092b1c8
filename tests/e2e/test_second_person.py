# SPDX-License-Identifier: EUPL-1.2
"""Two pairs of eyes through the real command: who may send, what waits, who says yes, and what an emergency takes."""

from __future__ import annotations

import io
import signal
from pathlib import Path

import pytest

from comunecast_gui.core.approval.colleagues import Colleague
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.store.colleagues.colleague_rows import Colleagues
from comunecast_gui.store.consent.audit import Audit
from comunecast_gui.store.db.database import open_database
from comunecast_gui.system.user_account import user_name
from tests.e2e.conftest import NOTICE, Ended, Town

ANNA, BRUNO, WRONG = "sette gatti neri", "otto barche blu", "nove orti soli"


class Typed:
    """What a person types, line by line, into a standard input that is no terminal."""

    def __init__(self, town: Town, patch: pytest.MonkeyPatch) -> None:
        self.town, self.patch = town, patch

    def run(self, *words: str, typed: tuple[str, ...] = (), code: int = 0) -> Ended:
        with self.patch.context() as patch:
            patch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
            return self.town.run(*words, code=code)


@pytest.fixture
def office(town: Town, monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Anna sends and manages, Bruno sends; both work under the account that runs this test."""
    town.subscribe(3)
    typed = Typed(town, monkeypatch)
    account = ("--account", user_name())
    typed.run("colleagues", "add", "Anna", *account, "--role", "sends", "--role", "manages", typed=(ANNA,))
    typed.run("colleagues", "add", "Bruno", *account, "--role", "sends", typed=(ANNA, BRUNO))
    typed.run("approvals", "--require", "whole-town", "--emergency-after", "0", "--as", "anna", typed=(ANNA,))
    return typed


def send(office: Typed, name: str = "Anna", pin: str = ANNA, code: int = 3) -> Ended:
    file = office.town.file("notice.toml", NOTICE)
    return office.run("send", file, "--yes", "--json", "--as", name, typed=(pin,), code=code)


def test_a_waiting_notice_goes_out_when_the_second_person_approves(office: Typed) -> None:
    asked = send(office).json
    assert (asked["notice"], asked["channels"], asked["approval"]["state"]) == (None, {}, "waiting")
    assert asked["approval"]["approvers"] == ["Bruno"]
    assert office.town.received() == {}
    [row] = office.run("--json", "approvals").json["approvals"]
    assert row["digest"] == asked["approval"]["digest"]
    assert "approval_own" in office.run("--json", "approve", "1", "--as", "anna", typed=(ANNA,), code=1).out
    done = office.run("--json", "approve", "1", "--as", "bruno", typed=(BRUNO,)).json
    assert done["channels"]["whatsapp"]["accepted"] == 3
    assert (done["approval"]["state"], done["approval"]["decided_by"]) == ("approved", "Bruno")
    assert "approval_over" in office.run("--json", "approve", "1", "--as", "bruno", typed=(BRUNO,), code=1).out
    assert set(office.town.received().values()) == {1}


@pytest.mark.slow
def test_what_is_right_for_everybody_waits_and_goes_out_whole(office: Typed) -> None:
    """The first three have the wrong one, the fourth joined since: one message each, and the post reads right."""
    office.town.run("templates", "submit", "rettifica")
    office.town.run("templates", "sync")
    send(office)
    office.run("approve", "1", "--as", "bruno", typed=(BRUNO,))
    office.town.subscribe(4)
    right = office.town.file("right.toml", NOTICE.replace("Acque SpA", "Acque S.p.A."))
    words = ("notice", "1", "correct-for-all", right, "--json", "--as", "anna")
    asked = office.run(*words, typed=(ANNA,), code=3).json
    assert (asked["notice"], asked["stopped"], asked["approval"]["state"]) == (None, 0, "waiting")
    assert sorted(office.town.received().values()) == [1, 1, 1]
    shown = office.run("--json", "approve", "2", "--as", "bruno", typed=(BRUNO,))
    heads = [line.strip() for line in shown.err.splitlines() if line.endswith(("whatsapp:", ":principale:"))]
    assert sorted(heads) == ["telegram:principale:", "whatsapp:", "whatsapp:"], "the right one, and the correction"
    counts = [one["channels"]["whatsapp"]["accepted"] for one in shown.json["notices"]]
    assert (counts, list(shown.json["notices"][1]["channels"])) == ([3, 1], ["whatsapp"])
    assert sorted(office.town.received().values()) == [1, 2, 2, 2]
    [post] = office.town.control.posts()
    assert post.text.startswith("✏️ CORRETTO")


def test_a_refused_notice_is_not_sent(office: Typed) -> None:
    send(office)
    assert office.run("--json", "refuse", "1", "--as", "bruno", typed=(BRUNO,)).json["state"] == "refused"
    assert "approval_over" in office.run("--json", "approve", "1", "--as", "bruno", typed=(BRUNO,), code=1).out
    assert office.town.received() == {}


def test_an_emergency_goes_out_alone_and_is_written_down(office: Typed) -> None:
    send(office, "Bruno", BRUNO)
    emergency = ("--json", "approve", "1", "--emergency", "--as")
    assert "approval_role" in office.run(*emergency, "bruno", typed=(BRUNO,), code=1).out
    done = office.run(*emergency, "anna", typed=(ANNA,)).json
    assert done["approval"]["state"] == "overridden"
    assert set(office.town.received().values()) == {1}
    assert "EMERGENZA" in office.run("approvals").out
    assert office.run("approvals").err == ""
    opened = open_database(office.town.data_dir)
    try:
        said = [(row.what, done["approval"]["digest"] in row.subject) for row in Audit(opened).recent(2)]
    finally:
        opened.close()
    assert said == [("approval_overridden", True), ("approval_asked", True)]


def test_a_command_in_an_office_with_colleagues_needs_one(office: Typed) -> None:
    file = office.town.file("notice.toml", NOTICE)
    assert "colleague_which" in office.run("send", file, "--yes", "--json", typed=(ANNA,), code=1).out
    assert "pin_wrong" in send(office, pin="000000", code=1).out
    for _ in range(6):
        assert "sign_in_needed" in send(office, pin="", code=1).out, "no PIN costs no try"
    office.run("colleagues", "change", "Bruno", "--account", "bruno", "--as", "anna", typed=(ANNA,))
    assert "colleague_which" in send(office, "Bruno", BRUNO, code=1).out
    office.run("approvals", "--require", "nothing", typed=(ANNA,))
    office.run("colleagues", "remove", "Bruno", typed=(ANNA,))
    office.run("colleagues", "change", "Anna", "--account", "altrove", typed=(ANNA,))
    assert "colleague_not_here" in send(office, code=1).out
    assert office.town.received() == {}


def test_no_pin_reaches_a_log_or_a_file(office: Typed) -> None:
    send(office)
    office.run("approve", "1", "--as", "bruno", typed=(WRONG,), code=1)
    files = [path for path in Path(office.town.data_dir).rglob("*") if path.is_file()]
    everything = b"".join(path.read_bytes() for path in files)
    for pin in (ANNA, BRUNO, WRONG):
        assert pin.encode() not in everything


def test_the_first_colleague_is_who_sits_here(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("colleagues", "add", "Anna", "--role", "manages", "--json", "--account", "altrove")
    assert "colleague_first_account" in Typed(town, monkeypatch).run(*words, typed=(ANNA,), code=1).out


def test_an_office_without_colleagues_is_asked_nothing(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.subscribe(1)
    done = Typed(town, monkeypatch).run("send", town.file("notice.toml", NOTICE), "--yes", "--json").json
    assert done["channels"]["whatsapp"]["accepted"] == 1
    assert "approval" not in done
    assert town.run("--json", "approvals").json == {"approvals": [], "require": [], "emergency_after": 15}
    assert "approval_unknown" in town.run("--json", "approve", "1", code=1).out


def test_an_interrupt_at_the_pin_of_an_approval_decides_nothing(office: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    send(office)

    def interrupted(question: str) -> str:
        signal.raise_signal(signal.SIGINT)
        return BRUNO

    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # as in a process of its own
    with monkeypatch.context() as patch:
        patch.setattr("comunecast_gui.cli.terminal.ask_secret", interrupted)
        assert "interrupted" in office.town.run("--json", "approve", "1", "--as", "bruno", code=1).out
    signal.signal(signal.SIGINT, before)
    [row] = office.run("--json", "approvals").json["approvals"]
    assert row["state"] == "waiting"
    assert office.town.received() == {}


def test_an_approval_whose_names_cannot_be_read_is_told_as_approved(
    office: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(office)

    def unreachable(self: Colleagues) -> dict[int, Colleague]:
        raise ConfigError("database_busy")

    monkeypatch.setattr(Colleagues, "all", unreachable)
    done = office.run("--json", "approve", "1", "--as", "bruno", typed=(BRUNO,)).json
    assert (done["approval"]["state"], done["approval"]["decided_by"]) == ("approved", "")
    assert set(office.town.received().values()) == {1}


def test_a_notice_sent_while_the_pin_is_typed_is_shown_before_the_other_goes_out(
    office: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.run("approvals", "--require", "nothing", "--as", "anna", typed=(ANNA,))
    file = office.town.file("notice.toml", NOTICE)

    def overtaken(question: str) -> str:
        pins.undo()
        office.run("send", file, "--yes", "--as", "bruno", typed=(BRUNO,))
        return ANNA

    monkeypatch.setattr("comunecast_gui.cli.notices._is_asking", lambda arguments: not arguments.yes)
    with monkeypatch.context() as pins:
        pins.setattr("comunecast_gui.cli.terminal.ask_secret", overtaken)
        refused = office.run("send", file, "--as", "anna", typed=("s", "n"), code=1)
    assert "Mentre rispondevi è cambiato qualcosa" in refused.err
    assert set(office.town.received().values()) == {1}


def test_a_rule_changed_while_the_pin_is_typed_stays_changed(office: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    def overtaken(question: str) -> str:
        pins.undo()
        office.run("approvals", "--emergency-after", "7", "--as", "anna", typed=(ANNA,))
        return ANNA

    with monkeypatch.context() as pins:
        pins.setattr("comunecast_gui.cli.terminal.ask_secret", overtaken)
        office.run("approvals", "--require", "red-alerts", "--as", "anna")
    rules = office.run("--json", "approvals").json
    assert (rules["require"], rules["emergency_after"]) == (["red-alerts"], 7)
