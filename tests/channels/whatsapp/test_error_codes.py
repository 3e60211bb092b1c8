# SPDX-License-Identifier: EUPL-1.2
"""The table of Meta's codes: complete, and each code does what its row says."""

from __future__ import annotations

import pytest

from comunecast_gui.channels.whatsapp.error_codes import RULES, classify, without_answer
from comunecast_gui.core.errors import Misconfigured, OutcomeUnknown, Permanent, SendError, Transient, Waits

RETRY = "1 2 4 80007 80008 613 429 130429 131056 131000 131016 133004 135000 131057 131053"
DROP = (
    "131026 131021 131049 131050 130472 130497 131047 131062 137000 131051 131052 132068 132069 "
    "139100 139101 139102 139103"
)
STOP = (
    "131048 131064 131030 132000 132008 132012 132018 132001 132005 132007 132015 132016 131061 131063 131008 "
    "131009 100 33 131042 131037 131045 133010 133015 131031 368"
)
REGISTRATION = "133000 133005 133006 133008 133009 133016"
TOKEN, PERMISSION = "0 190", "3 10 131005"


def numbers(words: str) -> list[int]:
    return [int(word) for word in words.split()]


def test_the_table_holds_exactly_the_documented_codes() -> None:
    documented = [*numbers(f"{RETRY} {DROP} {STOP} {REGISTRATION} {TOKEN} {PERMISSION}"), *range(200, 300)]
    assert len(documented) == len(set(documented))
    assert set(RULES) == set(documented)


@pytest.mark.parametrize("status", [200, 403, 429, 500])
def test_the_code_alone_decides(status: int) -> None:
    for code in RULES:
        error, reference = (classify({"code": code, "message": "said"}, status=number) for number in (status, 400))
        assert (type(error), error.code, error.detail) == (type(reference), reference.code, "said")


@pytest.mark.parametrize(
    ("codes", "kind", "prefix"),
    [(RETRY, Transient, ""), (f"{DROP} {REGISTRATION}", Permanent, ""), (STOP, Misconfigured, "whatsapp_")],
)
def test_each_group_has_its_consequence(codes: str, kind: type[SendError], prefix: str) -> None:
    for code in numbers(codes):
        error = classify({"code": code})
        assert (type(error), error.code) == (kind, f"{prefix}{code}")
        assert not getattr(error, "suspect", False)


def test_token_and_permission_faults_share_a_sentence() -> None:
    assert {classify({"code": code}).code for code in numbers(TOKEN)} == {"whatsapp_190"}
    assert {classify({"code": code}).code for code in [*numbers(PERMISSION), 200, 299]} == {"whatsapp_10"}


@pytest.mark.parametrize(
    ("code", "attempt", "wait", "waits", "tries", "slow_down"),
    [
        (1, 1, None, Waits.DELIVERY, 2, False),
        (2, 1, None, Waits.LANE, 0, False),
        (4, 1, 300.0, Waits.LANE, 0, False),
        (80007, 1, 300.0, Waits.LANE, 0, False),
        (130429, 1, 2.0, Waits.LANE, 0, True),
        (131056, 1, 1.0, Waits.DELIVERY, 8, False),
        (131056, 4, 64.0, Waits.DELIVERY, 8, False),
        (131056, 8, 1024.0, Waits.DELIVERY, 8, False),
        (131000, 1, None, Waits.DELIVERY, 3, False),
        (131057, 1, 60.0, Waits.LANE, 5, False),
        (131053, 1, None, Waits.LANE, 0, False),
    ],
)
def test_error_codes_have_their_waiting_times(
    code: int, attempt: int, wait: float | None, waits: Waits, tries: int, slow_down: bool
) -> None:
    error = classify({"code": code}, attempt=attempt)
    assert isinstance(error, Transient)
    assert (error.retry_after, error.waits, error.tries, error.slow_down) == (wait, waits, tries, slow_down)


def test_a_file_refused_twice_stops_the_lane() -> None:
    assert isinstance(classify({"code": 131053}, attempt=2), Misconfigured)


def test_undocumented_error_codes() -> None:
    refused = classify({"code": 987654})
    assert isinstance(refused, Permanent)
    assert refused.suspect
    assert isinstance(classify({"code": "not a number"}), Permanent)


@pytest.mark.parametrize("status", [200, 408, 500, 502, 503, 504, 599])
@pytest.mark.parametrize("code", [None, 987654, "131026", True, 1.0, 131026.0, -1, [], {}, 10**30])
def test_only_a_documented_code_says_that_nothing_was_processed(status: int, code: object) -> None:
    error = classify({"message": "boom", "code": code}, status=status)
    assert type(error) is OutcomeUnknown
    assert error.detail == "boom"
    assert type(classify({"message": "boom"}, status=status)) is OutcomeUnknown


def test_a_call_rate_limit_without_a_code_is_waited_for() -> None:
    error = classify({"message": "slow down"}, status=429, retry_after=7.0)
    assert isinstance(error, Transient)
    assert (error.code, error.retry_after) == ("429", 7.0)


def test_the_shown_error_text_is_metas_detail_without_numbers() -> None:
    error = classify({"code": 131026, "message": "(#131026)", "error_data": {"details": "To +39 333 123 4567"}})
    assert error.detail == "To …"
    assert classify({"code": 100, "message": "m", "error_user_msg": "u"}).detail == "u"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (200, OutcomeUnknown),
        (302, Misconfigured),
        (403, Misconfigured),
        (404, Misconfigured),
        (407, Misconfigured),
        (408, OutcomeUnknown),
        (429, Transient),
        (500, OutcomeUnknown),
        (502, OutcomeUnknown),
        (504, OutcomeUnknown),
    ],
)
def test_answers_that_are_not_metas(status: int, kind: type[SendError]) -> None:
    assert type(without_answer(status)) is kind
