# SPDX-License-Identifier: EUPL-1.2
"""The trials of a log: each with its outcome, and one whose program died with none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from comunecast_gui.core.setup.trial_record import LogLine, TrialOutcome, is_token, trials_of

MINE, OTHER = "0123456789abcdef", "fedcba9876543210"
NOW = datetime(2026, 11, 27, 21, 0, tzinfo=UTC)


def log(*lines: tuple[str, str]) -> list[LogLine]:
    return [LogLine(NOW + timedelta(minutes=at), "anna", *line) for at, line in enumerate(lines)]


def test_each_trial_has_the_outcome_that_follows_it_on_its_channel() -> None:
    found = trials_of(
        log(
            ("trial_sent", "whatsapp Prova del mattino"),
            ("number_shown", "7"),
            ("trial_sent", "telegram Prova"),
            ("trial_ended", "whatsapp 131026"),
            ("trial_ended", "telegram taken"),
            ("trial_sent", "whatsapp Prova"),
            ("trial_ended", "whatsapp taken"),
            ("trial_seen", "whatsapp"),
            ("trial_sent", "telegram Di nuovo"),
        )
    )
    assert [(one.channel, one.text, one.outcome, one.code) for one in found] == [
        ("telegram", "Di nuovo", TrialOutcome.UNKNOWN, ""),
        ("whatsapp", "Prova", TrialOutcome.SEEN, ""),
        ("telegram", "Prova", TrialOutcome.TAKEN, ""),
        ("whatsapp", "Prova del mattino", TrialOutcome.REFUSED, "131026"),
    ]
    assert found[-1].at == NOW
    assert {one.who for one in found} == {"anna"}


def test_of_two_people_who_try_at_once_each_has_their_own_outcome() -> None:
    told = (("trial_sent", "Uno"), ("trial_sent", "Due"), ("trial_ended", "131026"), ("trial_ended", "taken"))
    lines = log(*((what, f"whatsapp {rest}") for what, rest in told))
    found = trials_of(replace(line, who=who) for line, who in zip(lines, ("anna", "bruno") * 2, strict=True))
    assert [(one.who, one.text, one.outcome) for one in found] == [
        ("bruno", "Due", TrialOutcome.TAKEN),
        ("anna", "Uno", TrialOutcome.REFUSED),
    ]


def test_an_outcome_without_a_trial_is_none() -> None:
    assert trials_of(log(("trial_seen", "whatsapp"), ("trial_ended", "telegram taken"))) == ()
    assert trials_of(()) == ()


@pytest.mark.parametrize(
    ("told", "outcome", "code", "detail"),
    [
        (("sent",), TrialOutcome.TAKEN, "", ""),
        (("sent", "delivered"), TrialOutcome.DELIVERED, "", ""),
        (("read", "delivered", "sent"), TrialOutcome.READ, "", ""),
        (("sent", "failed 131026 Message undeliverable"), TrialOutcome.FAILED, "131026", "Message undeliverable"),
        (("delivered", "failed 131026"), TrialOutcome.DELIVERED, "", ""),
        (("lost",), TrialOutcome.UNKNOWN, "", ""),
    ],
)
def test_what_whatsapp_tells_later_is_joined_by_the_token(
    told: tuple[str, ...], outcome: TrialOutcome, code: str, detail: str
) -> None:
    sent = [("trial_sent", f"whatsapp/{token} Prova") for token in (MINE, OTHER)]
    receipts = [
        replace(line, who="whatsapp") for line in log(*(("trial_receipt", f"whatsapp/{MINE} {one}") for one in told))
    ]
    for ended in ((), (("trial_ended", f"whatsapp/{MINE} unknown"),)):  # the answer to the call may come after it
        other, mine = trials_of([*log(*sent), *receipts, *log(*ended)])
        assert (mine.channel, mine.text) == ("whatsapp", "Prova")
        assert (mine.outcome, mine.code, mine.detail) == (outcome, code, detail)
        assert other.outcome is TrialOutcome.UNKNOWN


def test_a_token_is_read_as_one_only_in_its_own_form() -> None:
    assert is_token(MINE)
    assert not any(is_token(text) for text in ("", MINE[1:], f"{MINE}0", MINE.upper(), "%" * 16, f"{MINE}\n"))
