# SPDX-License-Identifier: EUPL-1.2
"""Services that fail, hang, flood and answer nonsense: only the affected deliveries are unknown, none is repeated."""

from __future__ import annotations

import json
import resource
import signal
import sqlite3
import sys
import threading
import time
from contextlib import closing
from typing import Any

import pytest

from comunecast_gui.core.delivery import lane
from comunecast_gui.sandbox.faults import Fault, FaultKind
from comunecast_gui.store.db import database
from tests.e2e.conftest import Ended, MakeTown, Town

PEOPLE = 40
CTRL_C_SECONDS = 2.0


def whatsapp(kind: FaultKind, **more: Any) -> Fault:
    return Fault(service="whatsapp", method="messages", kind=kind, **more)


def body(data: Any) -> str:
    return json.dumps(data)


def counts(ended: Ended, channel: str = "whatsapp") -> dict[str, int]:
    return {state: number for state, number in ended.json["channels"][channel].items() if number}


def send(town: Town, channel: str = "whatsapp", code: int = 3) -> Ended:
    return town.run("send", str(town.folder / "notice.toml"), "--yes", "--json", "--channel", channel, code=code)


SERVER_FAULTS = {
    "no code": (503, body({"error": {"message": "boom"}})),
    "unknown code": (500, body({"error": {"code": 987654, "message": "boom"}})),
    "code as text": (500, body({"error": {"code": "131000", "message": "boom"}})),
    "true as code": (500, body({"error": {"code": True}})),
    "success that is an error": (200, body({"error": {"code": 987654}})),
    "html": (502, "<html>Bad Gateway</html>"),
}


@pytest.mark.parametrize("name", SERVER_FAULTS)
def test_a_fault_without_a_documented_code_is_never_sent_again(town: Town, name: str) -> None:
    status, answer = SERVER_FAULTS[name]
    town.subscribe(PEOPLE)
    town.control.add_fault(whatsapp(FaultKind.ANSWER, status=status, body=answer, processed=True, times=2, after=10))
    assert counts(send(town)) == {"accepted": PEOPLE - 2, "unknown": 2}
    assert counts(town.run("resume", "--json", code=3)) == {"accepted": PEOPLE - 2, "unknown": 2}
    assert set(town.received().values()) == {1}
    assert len(town.received()) == PEOPLE


@pytest.mark.parametrize("code", [2, 131000, 131016])
def test_a_documented_code_that_says_not_sent_is_tried_again(town: Town, code: int) -> None:
    town.subscribe(PEOPLE)
    town.control.add_fault(whatsapp(FaultKind.ERROR, code=code, times=1, after=10))
    assert counts(send(town, code=0)) == {"accepted": PEOPLE}
    assert set(town.received().values()) == {1}


@pytest.mark.parametrize("status", [500, 503])
def test_a_fault_of_telegrams_is_never_posted_again(town: Town, status: int) -> None:
    answer = body({"ok": False, "error_code": status, "description": "boom", "parameters": {"retry_after": 1}})
    town.control.add_fault(
        Fault(
            service="telegram",
            method="sendMessage",
            kind=FaultKind.ANSWER,
            status=status,
            body=answer,
            processed=True,
        )
    )
    assert counts(send(town, "telegram"), "telegram:principale") == {"unknown": 1}
    assert counts(town.run("resume", "--json", code=3), "telegram:principale") == {"unknown": 1}
    assert len(town.control.posts()) == 1


NONSENSE = {
    "half a pair of surrogates": body({"messages": [{"id": "wamid.\ud83d"}]}),
    "nul": body({"messages": [{"id": "wamid.\0"}]}),
    "endless nesting": "[" * 100_000,
    "no number": '{"messages": [{"id": NaN}]}',
    "a huge number": '{"messages": [{"id": ' + "9" * 5000 + "}]}",
    "a list": "[1]",
    "true for an id": body({"messages": [{"id": True}]}),
    "half a contact": body({"messages": [{"id": "wamid.1"}], "contacts": [{"wa_id": "\ud83d", "user_id": [1]}]}),
}


@pytest.mark.parametrize("name", NONSENSE)
def test_one_strange_answer_harms_no_other_message(town: Town, name: str) -> None:
    numbers = town.subscribe(PEOPLE)
    town.control.add_fault(whatsapp(FaultKind.ANSWER, status=200, body=NONSENSE[name], processed=True, after=10))
    understood = name == "half a contact"
    expected = {"accepted": PEOPLE} if understood else {"accepted": PEOPLE - 1, "unknown": 1}
    assert counts(send(town, code=0 if understood else 3)) == expected
    assert town.received() == dict.fromkeys(numbers, 1)


def test_a_wait_that_cannot_be_meant_is_not_waited_for(town: Town) -> None:
    town.subscribe(PEOPLE)
    limited = body({"error": {"code": 130429, "message": "slow"}})
    headers = {"Retry-After": "99999999999999999999"}
    town.control.add_fault(whatsapp(FaultKind.ANSWER, status=400, body=limited, headers=headers, after=10))
    began = time.monotonic()
    assert counts(send(town, code=0)) == {"accepted": PEOPLE}
    assert time.monotonic() - began < 30


def test_an_endless_answer_is_cut_off(town: Town) -> None:
    town.subscribe(PEOPLE)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    town.control.add_fault(whatsapp(FaultKind.FLOOD, processed=True, megabytes=300, times=3, after=10))
    assert counts(send(town)) == {"accepted": PEOPLE - 3, "unknown": 3}
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 150 * 1024 or sys.platform == "darwin"  # there it is counted in bytes


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a console's Ctrl-C cannot be sent to one process there")
@pytest.mark.parametrize(
    "fault",
    [
        whatsapp(FaultKind.DRIP, seconds=1.0, times=None),
        whatsapp(FaultKind.DELAY, seconds=30.0, times=None),
        Fault(service="whatsapp", method="message_templates", kind=FaultKind.DRIP, seconds=1.0, times=None),
        Fault(service="telegram", method="sendMessage", kind=FaultKind.DRIP, seconds=1.0, times=None),
    ],
    ids=["drip", "silence", "templates", "telegram"],
)
def test_control_c_ends_a_send_that_a_service_holds(make_town: MakeTown, fault: Fault) -> None:
    town = make_town(rate=20)
    numbers = town.subscribe(PEOPLE)
    town.run("send", str(town.folder / "notice.toml"), "--yes", "--enqueue-only")
    town.control.add_fault(fault)
    process = town.start("resume", "--json")
    deadline = time.monotonic() + 60
    while not [one for one in town.control.requests(fault.service) if one.fault]:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    took = time.monotonic() - began
    assert took < CTRL_C_SECONDS + 1.0, err  # a busy machine needs a moment to end a process
    assert process.returncode == 3, (out, err)

    town.control.clear_faults()
    left = town.run("status", "--json").json["channels"]
    assert all(channel["sending"] == 0 for channel in left.values())
    unknown = sum(channel["unknown"] for channel in left.values())
    ended = town.run("resume", "--json", code=3 if unknown else 0).json["channels"]
    assert sum(channel["unknown"] for channel in ended.values()) == unknown
    assert not any(channel["queued"] for channel in ended.values())
    got = town.received()
    assert set(got.values()) <= {1}
    assert len(got) >= len(numbers) - left["whatsapp"]["unknown"]


def test_endless_throughput_limits_are_called_what_they_are(town: Town) -> None:
    town.subscribe(PEOPLE)
    limited = body({"error": {"code": 130429, "message": "slow"}})
    town.control.add_fault(
        whatsapp(FaultKind.ANSWER, status=403, body=limited, headers={"Retry-After": "0"}, times=None, after=10)
    )
    ended = send(town)
    assert counts(ended)["queued"] == PEOPLE - counts(ended)["accepted"]
    assert "Meta chiede di inviare più piano" in ended.err
    assert "configurato bene" not in ended.err
    assert "riprova da solo" not in ended.err
    assert town.received().total() == counts(ended)["accepted"]


def test_a_database_that_another_program_keeps_is_called_that(
    make_town: MakeTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = make_town(rate=50)
    numbers = town.subscribe(PEOPLE)
    monkeypatch.setattr(database, "_BUSY_MILLISECONDS", 200)
    monkeypatch.setattr(lane, "_STORE_PAUSE", 0.1)
    ended = threading.Event()

    def keep() -> None:
        while town.messages < 5:
            time.sleep(0.01)
        with closing(sqlite3.connect(town.data_dir / database.FILE_NAME, isolation_level=None, timeout=5)) as other:
            other.execute("BEGIN IMMEDIATE")
            ended.wait(30)
            other.execute("ROLLBACK")

    keeper = threading.Thread(target=keep)
    keeper.start()
    try:
        stopped = town.run("send", str(town.folder / "notice.toml"), "--yes", "--channel", "whatsapp", code=3)
    finally:
        ended.set()
        keeper.join()
    assert "un altro programma tiene occupato l'archivio" in stopped.err
    assert "configurato bene" not in stopped.err
    town.run("resume", "--json", code=3)
    assert set(town.received().values()) == {1}
    found = town.run("status", "--json").json["channels"]["whatsapp"]
    assert len(town.received()) >= len(numbers) - found["unknown"]
