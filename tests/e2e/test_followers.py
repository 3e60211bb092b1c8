# SPDX-License-Identifier: EUPL-1.2
"""Who follows the office on Telegram: how many they are, and the one answer a day to who writes to the bot."""

from __future__ import annotations

import pytest

from comunecast_gui.sandbox.faults import Fault, FaultKind

from .conftest import Town

PERSON, OTHER = 700_001, 700_002


@pytest.fixture
def answering(town: Town) -> Town:
    office = (town.folder / "office.toml").read_text(encoding="utf-8")
    office = office.replace("[telegram]\n", "[telegram]\nanswer_private = true\n")
    town.run("configure", town.file("office.toml", office))
    return town


def answers(town: Town, person: int) -> list[str]:
    return [post.text for post in town.control.posts(person)]


def test_the_members_of_a_channel_over_time(town: Town) -> None:
    for _ in range(2):
        [channel] = town.run("--json", "telegram", "members").json["channels"]
    assert channel["channel"] == "telegram:principale"
    [today] = channel["members"]
    assert today["count"] == 1240
    assert "1240" in town.run("telegram", "members").out


def test_who_writes_to_the_bot_is_answered_once_a_day(answering: Town) -> None:
    for text in ("/start", "C'è una buca segretissima", "allora?"):
        answering.control.telegram_writes(PERSON, text)
    answering.control.telegram_writes(OTHER, "ciao")
    assert answering.run("--json", "telegram", "answer").json == {"answered": 2}
    [answer] = answers(answering, PERSON)
    assert "0587 265442" in answer
    answering.control.telegram_writes(PERSON, "e quindi?")
    assert answering.run("--json", "telegram", "answer").json == {"answered": 0}
    assert len(answers(answering, OTHER)) == 1
    everything = b"".join(path.read_bytes() for path in answering.data_dir.rglob("*") if path.is_file())
    for secret in (b"segretissima", str(PERSON).encode()):
        assert secret not in everything


def test_an_answer_in_doubt_is_not_repeated(answering: Town) -> None:
    answering.control.telegram_writes(PERSON, "ciao")
    reset = Fault(service="telegram", kind=FaultKind.RESET, method="sendMessage", processed=True)
    answering.control.add_fault(reset)
    answering.run("telegram", "answer")
    answering.run("telegram", "answer")
    assert len(answers(answering, PERSON)) == 1


def test_it_stops_where_another_program_reads(answering: Town) -> None:
    answering.control.set_telegram_webhook(active=True)
    assert "altro programma" in answering.run("telegram", "answer", code=2).err


def test_it_is_off_unless_it_is_switched_on(town: Town) -> None:
    assert "answer_private" in town.run("telegram", "answer", code=2).err
