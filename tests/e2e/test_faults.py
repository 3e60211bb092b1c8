# SPDX-License-Identifier: EUPL-1.2
"""The commands against services that fail in the usual ways."""

from __future__ import annotations

from typing import Any

import pytest

from comunecast_gui.sandbox.faults import Fault, FaultKind
from tests.e2e.conftest import Ended, Town

PEOPLE = 60


@pytest.fixture
def numbers(town: Town) -> list[str]:
    return town.subscribe(PEOPLE)


def whatsapp(kind: FaultKind, **more: Any) -> Fault:
    return Fault(service="whatsapp", method="messages", kind=kind, **more)


def telegram(kind: FaultKind, **more: Any) -> Fault:
    return Fault(service="telegram", method="sendMessage", kind=kind, **more)


def send(town: Town, *channels: str, code: int = 0) -> Ended:
    """Sends the notice on WhatsApp, or on these channels."""
    words = [word for name in channels or ("whatsapp",) for word in ("--channel", name)]
    return town.run("send", str(town.folder / "notice.toml"), "--yes", "--json", *words, code=code)


def counts(ended: Ended, channel: str = "whatsapp") -> dict[str, int]:
    return {state: number for state, number in ended.json["channels"][channel].items() if number}


def test_a_send_without_faults(town: Town, numbers: list[str]) -> None:
    ended = send(town, "whatsapp", "telegram")
    assert counts(ended) == {"accepted": PEOPLE}
    assert counts(ended, "telegram:principale") == {"accepted": 1}
    assert town.received() == dict.fromkeys(numbers, 1)
    post = town.control.posts()[0]
    assert "la perdita dell'acquedotto in via Roma & dintorni <1>" in post.text
    message = town.control.phone(numbers[0])[0]
    assert message.text.startswith("💧 *Manca l'acqua a Fornacette*")
    assert message.footer == "Scrivi Disattiva per non ricevere più avvisi"
    assert message.buttons == ("Disattiva",)
    assert message.callback_data.isdecimal()
    assert town.control.complaints() == []
    assert town.run("status", "--json").json == ended.json


@pytest.mark.parametrize(
    "fault",
    [
        whatsapp(FaultKind.RESET, times=4, after=10, processed=True),
        whatsapp(FaultKind.RESET, times=4, after=10, processed=False),
        whatsapp(FaultKind.SERVER_ERROR, times=4, after=10, status=502, html=True, processed=True),
        whatsapp(FaultKind.JUNK, times=4, after=10, processed=False),
    ],
    ids=["reset-after", "reset-before", "502", "captive-portal"],
)
def test_a_message_that_may_have_arrived_is_not_repeated(town: Town, numbers: list[str], fault: Fault) -> None:
    town.control.add_fault(fault)
    ended = send(town, code=3)
    assert counts(ended) == {"accepted": PEOPLE - 4, "unknown": 4}
    assert counts(town.run("resume", "--json", code=3)) == {"accepted": PEOPLE - 4, "unknown": 4}
    received = town.received()
    assert set(received.values()) == {1}
    assert len(received) == (PEOPLE if fault.processed else PEOPLE - 4)


def test_the_desk_of_unknown_outcomes(town: Town, numbers: list[str]) -> None:
    town.control.add_fault(whatsapp(FaultKind.JUNK, times=3, processed=False))
    send(town, code=3)
    rows = town.run("unknown", "--json").json["unknown"]
    assert len(rows) == 3
    assert all(row["channel"] == "whatsapp" and row["notice"] == 1 for row in rows)
    assert not any(number in str(rows) for number in numbers)

    arrived, again, left = (str(row["delivery"]) for row in rows)
    assert town.run("settle", arrived, "arrived", "--json").json["state"] == "accepted"
    assert town.run("settle", again, "resend", "--json").json["state"] == "accepted"
    assert town.run("settle", left, "leave", "--json").json["state"] == "unknown"
    assert town.run("unknown", "--json").json["unknown"] == []
    assert sum(town.received().values()) == PEOPLE - 2
    for delivery in (arrived, "999999"):
        assert delivery in town.run("settle", delivery, "resend", code=1).err


@pytest.mark.parametrize(
    "fault",
    [
        whatsapp(FaultKind.ERROR, code=130429, times=5, after=10),
        whatsapp(FaultKind.ERROR, code=131056, times=5, after=10),
        whatsapp(FaultKind.ERROR, code=131000, times=1, after=10),
    ],
    ids=["throughput", "pair-rate", "generic"],
)
def test_transient_errors_are_retried_until_delivered(town: Town, numbers: list[str], fault: Fault) -> None:
    town.control.add_fault(fault)
    assert counts(send(town)) == {"accepted": PEOPLE}
    assert town.received() == dict.fromkeys(numbers, 1)


def test_a_number_without_whatsapp_does_not_hold_up_the_others(town: Town, numbers: list[str]) -> None:
    for number in numbers[:5]:
        town.control.add_fault(whatsapp(FaultKind.ERROR, code=131026, recipient=number))
    ended = send(town, code=3)
    assert counts(ended) == {"accepted": PEOPLE - 5, "failed": 5}


@pytest.mark.parametrize("code", [190, 131042, 131048, 10])
def test_a_misconfiguration_stops_the_lane(town: Town, numbers: list[str], code: int) -> None:
    town.control.add_fault(whatsapp(FaultKind.ERROR, code=code, times=None, after=20))
    ended = send(town, code=2)
    assert "whatsapp: " in ended.err
    assert counts(ended) == {"accepted": 20, "queued": PEOPLE - 20}
    town.control.clear_faults()
    assert counts(town.run("resume", "--json")) == {"accepted": PEOPLE}
    assert town.received() == dict.fromkeys(numbers, 1)


def test_one_lane_that_stops_does_not_stop_the_other(town: Town, numbers: list[str]) -> None:
    town.control.add_fault(whatsapp(FaultKind.ERROR, code=190, times=None))
    ended = send(town, "whatsapp", "telegram", code=2)
    assert counts(ended) == {"queued": PEOPLE}
    assert counts(ended, "telegram:principale") == {"accepted": 1}


def test_a_template_that_is_paused_half_way(town: Town, numbers: list[str]) -> None:
    fault = whatsapp(FaultKind.TEMPLATE_STATUS, template="acqua_programmata_v1", template_status="PAUSED", after=20)
    town.control.add_fault(fault)
    ended = send(town, code=2)
    assert counts(ended)["queued"] >= PEOPLE - 60
    assert "132015" in ended.err or "pausa" in ended.err
    town.control.set_template("acqua_programmata_v1", status="APPROVED")
    assert counts(town.run("resume", "--json")) == {"accepted": PEOPLE}
    assert town.received() == dict.fromkeys(numbers, 1)


@pytest.mark.parametrize("status", ["REJECTED", "PAUSED", "DISABLED"])
def test_a_template_that_is_not_approved_queues_nothing(town: Town, numbers: list[str], status: str) -> None:
    town.control.set_template("acqua_programmata_v1", status=status)
    ended = send(town, code=2)
    assert ended.json["error"]["code"] == "template_not_approved"
    assert town.run("status", "--json").json == {"notice": None, "channels": {}}
    assert town.received() == {}


def test_a_template_that_became_dearer_is_said_with_its_price(town: Town, numbers: list[str]) -> None:
    town.control.set_template("acqua_programmata_v1", category="MARKETING")
    ended = send(town)
    assert "3,95 euro" in ended.err
    assert "1,49" in ended.err
    assert town.run("templates", "sync", "--json").json["templates"][0]["price_category"] == "MARKETING"


def test_telegram_asks_for_a_pause(town: Town, numbers: list[str]) -> None:
    town.control.add_fault(telegram(FaultKind.ERROR, code=429, retry_after=2))
    ended = send(town, "telegram")
    assert counts(ended, "telegram:principale") == {"accepted": 1}
    assert len(town.control.posts()) == 1
    assert town.control.complaints() == []


@pytest.mark.parametrize(
    ("fault", "posts"),
    [
        (telegram(FaultKind.RESET, processed=True), 1),
        (telegram(FaultKind.SERVER_ERROR, status=502, html=True, processed=False), 0),
        (telegram(FaultKind.JUNK, processed=True), 1),
    ],
    ids=["reset", "502", "captive-portal"],
)
def test_a_post_that_may_be_out_is_not_repeated(town: Town, fault: Fault, posts: int) -> None:
    town.control.add_fault(fault)
    ended = send(town, "telegram:principale", code=3)
    assert counts(ended, "telegram:principale") == {"unknown": 1}
    town.run("resume", code=3)
    assert len(town.control.posts()) == posts


def test_a_bot_without_rights_sends_nothing(town: Town) -> None:
    town.control.set_rights(can_post_messages=False)
    ended = send(town, "telegram", code=2)
    assert ended.json["error"]["code"] == "telegram_rights"
    assert town.run("status", "--json").json == {"notice": None, "channels": {}}
    town.control.set_rights(can_post_messages=True)
    assert counts(send(town, "telegram"), "telegram:principale") == {"accepted": 1}


def test_a_held_message_is_its_own_state(town: Town, numbers: list[str]) -> None:
    town.control.add_fault(whatsapp(FaultKind.HELD, times=2))
    assert counts(send(town)) == {"accepted": PEOPLE - 2, "held": 2}


def test_no_token_or_number_reaches_the_log(town: Town, numbers: list[str]) -> None:
    town.control.add_fault(whatsapp(FaultKind.ERROR, code=131026, recipient=numbers[0]))
    town.control.add_fault(telegram(FaultKind.SERVER_ERROR))
    send(town, "whatsapp", "telegram", code=3)
    written = "".join(path.read_text() for path in (town.data_dir / "logs").iterdir())
    assert "TRAINING" not in written
    assert not any(number[2:] in written for number in numbers)
