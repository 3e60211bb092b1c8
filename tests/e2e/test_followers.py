# SPDX-License-Identifier: EUPL-1.2
"""The followers on Telegram: their count, and the one answer a day to people who write to the bot."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest

from comunecast_gui.sandbox.faults import Fault, FaultKind
from tests.e2e.conftest import Town

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


def test_a_person_who_writes_to_the_bot_is_answered_once_a_day(answering: Town) -> None:
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


def test_an_answer_that_certainly_did_not_go_out_is_tried_again(answering: Town) -> None:
    for person in (PERSON, OTHER):
        answering.control.telegram_writes(person, "ciao")
    refused = Fault(service="telegram", kind=FaultKind.ERROR, method="sendMessage", code=429, retry_after=1)
    answering.control.add_fault(refused)
    assert answering.run("--json", "telegram", "answer").json["answered"] < 2
    answering.control.advance(5)
    answering.run("telegram", "answer")
    assert answering.run("--json", "telegram", "answer").json["answered"] == 0
    assert [len(answers(answering, person)) for person in (PERSON, OTHER)] == [1, 1]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_copies_at_once_and_kills_answer_nobody_twice(answering: Town, seed: int) -> None:
    """Kills in the middle may cost somebody the answer of the day, as many as were under way, and nobody gets two."""
    draw, people = random.Random(seed), [700_100 + n for n in range(60)]
    kills = 0
    for place in range(0, len(people), 20):
        for person in people[place : place + 20]:
            answering.control.telegram_writes(person, "ciao")
        processes = [answering.start("--json", "telegram", "answer") for _ in range(2)]
        if draw.random() < 0.7:
            waiting = people[place : place + 20]
            wait_until(lambda waiting=waiting: bool([one for one in waiting if answers(answering, one)]))  # type: ignore[misc]
            kills += 1
            draw.choice(processes).kill()
        for process in processes:
            process.communicate(timeout=60)
    for _ in range(2):
        answering.run("telegram", "answer")
    counts = [len(answers(answering, person)) for person in people]
    assert max(counts) == 1
    assert counts.count(0) <= kills
    assert kills


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_private_answers_stop_where_another_program_reads(answering: Town) -> None:
    answering.control.set_telegram_webhook(active=True)
    assert "altro programma" in answering.run("telegram", "answer", code=2).err


def test_private_answers_are_off_unless_switched_on(town: Town) -> None:
    assert "answer_private" in town.run("telegram", "answer", code=2).err
