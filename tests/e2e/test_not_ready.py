# SPDX-License-Identifier: EUPL-1.2
"""The send command where a channel is not ready, a service is out of reach, or a notice is cancelled."""

from __future__ import annotations

import asyncio
import re
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest

from comunecast_gui.channels.telegram.driver import TelegramChannel
from comunecast_gui.core.changes import LanePhase, LaneProgress
from comunecast_gui.sandbox.faults import Fault, FaultKind
from comunecast_gui.services import wiring
from tests.e2e.conftest import OFFICE, Town

PEOPLE = 12


@pytest.fixture
def numbers(town: Town) -> list[str]:
    return town.subscribe(PEOPLE)


def send(town: Town, *more: str, code: int = 0) -> str:
    ended = town.run("send", str(town.folder / "notice.toml"), "--yes", "--json", *more, code=code)
    return ended.err


def test_where_one_channel_is_not_ready_nothing_is_sent_or_queued(town: Town, numbers: list[str]) -> None:
    town.control.set_template("acqua_programmata_v1", status="PAUSED")
    said = send(town, code=2)
    assert "PAUSED" in said
    assert "Non è stato inviato né messo in coda nulla." in said
    assert "restano in coda" not in said
    assert "--ready-only" in said
    assert "telegram:principale" in said
    assert town.run("status", "--json").json == {"notice": None, "channels": {}}
    assert town.control.posts() == []
    assert town.received() == {}


def test_a_person_may_send_where_it_is_ready_and_the_rest_later(town: Town, numbers: list[str]) -> None:
    town.control.set_template("acqua_programmata_v1", status="PAUSED")
    said = send(town, "--ready-only", code=2)
    assert "restano in coda" in said
    assert len(town.control.posts()) == 1
    assert town.run("status", "--json").json["channels"]["whatsapp"]["queued"] == PEOPLE
    town.control.set_template("acqua_programmata_v1", status="APPROVED")
    town.run("resume")
    assert town.received() == dict.fromkeys(numbers, 1)
    assert len(town.control.posts()) == 1


def test_the_reason_for_setting_a_notice_aside_is_in_the_status(town: Town, numbers: list[str]) -> None:
    send(town, "--enqueue-only")
    assert "aside" not in town.run("status", "--json").json
    town.control.set_template("acqua_programmata_v1", status="PAUSED")
    town.run("resume", code=2)
    aside = town.run("status", "--json").json["aside"]  # another process, later
    assert {name: why["code"] for name, why in aside.items()} == {
        "whatsapp": "template_not_approved",
        "telegram:principale": "other_channel",
    }
    assert "PAUSED" in aside["whatsapp"]["detail"]
    assert aside["whatsapp"]["message"].startswith("Meta non permette ora di usare il modello")
    assert datetime.fromisoformat(aside["whatsapp"]["since"]).tzinfo is not None
    assert "whatsapp: Meta non permette ora di usare il modello" in town.run("status").out
    town.control.set_template("acqua_programmata_v1", status="APPROVED")
    town.run("resume")
    assert "aside" not in town.run("status", "--json").json


def test_sending_with_the_generic_template_instead(town: Town, numbers: list[str]) -> None:
    town.run("templates", "submit", "generico")
    town.run("templates", "sync")
    town.control.set_template("acqua_programmata_v1", status="PAUSED")
    assert "--generic" in send(town, code=2)
    assert town.received() == {}
    said = send(town, "--generic")
    assert "modello generico" in said
    assert town.received() == dict.fromkeys(numbers, 1)
    assert len(town.control.posts()) == 1
    assert town.control.phone(numbers[0])[0].text.startswith("ℹ️")


def test_a_queued_notice_waits_for_all_its_channels_until_a_person_decides(town: Town, numbers: list[str]) -> None:
    send(town, "--enqueue-only")
    town.control.set_template("acqua_programmata_v1", status="PAUSED")
    said = town.run("resume", code=2).err
    assert "whatsapp, comunicazione 1: " in said
    assert "telegram:principale, comunicazione 1: " in said
    assert "aspetta un altro canale che non lo è (whatsapp)" in said
    assert town.control.posts() == []
    town.run("resume", "1", "--ready-only", code=2)
    assert len(town.control.posts()) == 1
    assert town.received() == {}


def test_one_notice_that_cannot_go_out_does_not_block_the_others(town: Town, numbers: list[str]) -> None:
    town.run("templates", "submit", "generico")
    town.run("templates", "sync")
    send(town, "--enqueue-only", "--channel", "whatsapp")
    fields = '[fields]\ntitolo = "Farmacia"\ntesto = "Da sabato è di turno quella di Fornacette."\n'
    other = f'category = "generico"\n{fields}'
    town.run("send", town.file("other.toml", other), "--yes", "--enqueue-only", "--channel", "whatsapp")
    town.control.set_template("acqua_programmata_v1", status="PAUSED")
    ended = town.run("resume", "--json", code=2)
    assert [one["channels"]["whatsapp"]["accepted"] for one in ended.json["notices"]] == [0, PEOPLE]
    assert [one["channels"]["whatsapp"]["queued"] for one in ended.json["notices"]] == [PEOPLE, 0]
    assert "whatsapp, comunicazione 1: Meta non permette ora di usare il modello" in ended.err
    cancelled = town.run("cancel", "1", "--json")
    assert cancelled.json["channels"]["whatsapp"]["cancelled"] == PEOPLE
    assert cancelled.json == town.run("status", "1", "--json").json
    assert f": {PEOPLE}" in cancelled.err
    town.run("resume")


def test_cancelling_a_notice_that_waits_for_a_channel(town: Town, numbers: list[str]) -> None:
    send(town, "--enqueue-only")
    only = town.run("cancel", "1", "--channel", "telegram", "--json").json["channels"]
    assert (only["whatsapp"]["queued"], only["telegram:principale"]["cancelled"]) == (PEOPLE, 1)
    town.run("cancel", "1")
    assert "Non c'era nulla in coda" in town.run("cancel", "1").err
    assert "99" in town.run("cancel", "99", code=1).err
    town.run("resume")
    assert town.received() == {}
    assert town.control.posts() == []


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses between tries are short."""
    monkeypatch.setattr("comunecast_gui.core.delivery.error_policy._LONGEST_PAUSE", 0.05)


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("verb", ["send", "resume"])
def test_without_a_network_a_command_ends_and_says_why(town: Town, numbers: list[str], verb: str) -> None:
    if verb == "resume":
        send(town, "--enqueue-only")
    nowhere = f"http://127.0.0.1:{closed_port()}"
    office = OFFICE.format(telegram=f"{nowhere}/bot", graph=nowhere, rate=400)
    town.run("configure", town.file("office.toml", office))
    said = send(town, code=3) if verb == "send" else town.run("resume", code=3).err
    assert "whatsapp: WhatsApp non risponde. Se gli altri siti si aprono" in said
    assert re.search(r"Nuovo tentativo alle \d\d:\d\d:\d\d", said)
    assert "riprova da solo" not in said
    assert "non è configurato bene" not in said
    assert "Quando è risolto riprendi l'invio" in said
    counts = town.run("status", "--json").json["channels"]
    assert counts["whatsapp"]["queued"] == PEOPLE
    assert counts["telegram:principale"]["queued"] == 1


def test_a_waiting_command_speaks_within_five_seconds(town: Town, numbers: list[str]) -> None:
    send(town, "--enqueue-only")
    nowhere = f"http://127.0.0.1:{closed_port()}"
    office = OFFICE.format(telegram=f"{nowhere}/bot", graph=nowhere, rate=400)
    town.run("configure", town.file("office.toml", office))
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "comunecast_gui", "--data-dir", str(town.data_dir), "resume"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        took = time.monotonic() - began
        assert "WhatsApp non risponde" in line or "Telegram non risponde" in line
        assert took < 10  # the interpreter's start on a busy machine is in it
    finally:
        process.kill()
        process.communicate()


def test_a_pause_of_a_day_is_not_waited_for(town: Town, numbers: list[str]) -> None:
    flood = Fault(service="telegram", method="sendMessage", kind=FaultKind.ERROR, code=429, retry_after=100000)
    town.control.add_fault(flood)
    began = time.monotonic()
    said = send(town, "--channel", "telegram", code=3)
    assert time.monotonic() - began < 20
    assert "telegram:principale: Telegram chiede di aspettare" in said
    assert "riprende da solo" not in said


@pytest.mark.parametrize(
    "code", ["database_locked", "disk_full", "130429", "connect", "later", "other_channel", "987654"]
)
def test_no_reason_of_another_kind_accuses_the_settings(code: str) -> None:
    for language in ("it", "en"):
        sentences = wiring.sentences(language)
        lane = LaneProgress("whatsapp", LanePhase.STOPPED, code=code, detail="said")
        text = sentences.of_lane(lane)
        assert text
        assert text != sentences.text("send.misconfigured", detail="said")
        assert "{" not in text
        assert sentences.of_pause(
            LaneProgress("whatsapp", LanePhase.WAITING, code=code, until=datetime.now(UTC)), "10:00"
        )


def test_a_fault_of_the_loop_is_said_and_logged_and_what_was_sent_counts(
    town: Town, numbers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = TelegramChannel.send

    async def send_and_fail(self: TelegramChannel, *more: object) -> object:
        asyncio.get_running_loop().call_soon(_fails)
        return await real(self, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(TelegramChannel, "send", send_and_fail)
    said = send(town)
    assert "Guarda il diario" in said
    log = "".join(path.read_text() for path in (town.data_dir / "logs").iterdir())
    assert "A fault of the loop" in log
    assert "ZeroDivisionError" in log
    assert town.received() == dict.fromkeys(numbers, 1)


def _fails() -> None:
    raise ZeroDivisionError
