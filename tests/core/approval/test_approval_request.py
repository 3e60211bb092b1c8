# SPDX-License-Identifier: EUPL-1.2
"""Whatever is decided in whatever order: nothing goes out without the yes that it needs, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comunecast_gui.core.approval import approval_request as machine
from comunecast_gui.core.approval.approval_request import RELEASED, ApprovalRequest, ApprovalState, Way
from comunecast_gui.core.approval.colleagues import Colleague, Role, checked_name, require_sound
from comunecast_gui.core.approval.rules import LONGEST_WAIT, Reason, Rules, ends_at, reasons
from comunecast_gui.core.errors import InputError
from tests.store.samples import NOW, new_notice

AUTHOR, SECOND, THIRD, MANAGER, STRANGER = range(1, 6)
EVERYTHING = frozenset(Role)
DIGEST, OTHER = "a" * 64, "b" * 64


def colleague(id: int, *roles: Role, left: bool = False) -> Colleague:
    return Colleague(id, f"Persona {id}", f"p{id}", frozenset(roles), left_at=NOW if left else None)


def asked(**changes: Any) -> ApprovalRequest:
    values: dict[str, Any] = {
        "id": 7,
        "digest": DIGEST,
        "title": "Allerta rossa",
        "author": AUTHOR,
        "reasons": (Reason.RED_ALERT,),
        "approvers": frozenset({SECOND, THIRD}),
        "asked_at": NOW,
        "ends_at": NOW + timedelta(hours=2),
        "emergency_at": NOW + timedelta(minutes=15),
    }
    return ApprovalRequest(**(values | changes))


def refusal(decide: Any) -> str:
    with pytest.raises(InputError) as refused:
        decide()
    return refused.value.code


def test_a_second_person_says_yes_once() -> None:
    after = machine.approve(asked(), colleague(SECOND, Role.SENDS), DIGEST, NOW, Way.TELEGRAM)
    assert (after.state, after.decided_by, after.way) == (ApprovalState.APPROVED, SECOND, Way.TELEGRAM)
    again = colleague(THIRD, Role.SENDS)
    assert refusal(lambda: machine.approve(after, again, DIGEST, NOW, Way.WINDOW)) == "approval_over"
    assert refusal(lambda: machine.refuse(after, again, NOW, Way.WINDOW)) == "approval_over"


@pytest.mark.parametrize(
    ("who", "digest", "minutes", "code"),
    [
        (colleague(AUTHOR, *Role), DIGEST, 1, "approval_own"),
        (colleague(STRANGER, *Role), DIGEST, 1, "approval_not_named"),
        (colleague(SECOND, Role.WRITES, Role.MANAGES), DIGEST, 1, "approval_role"),
        (colleague(SECOND, *Role, left=True), DIGEST, 1, "approval_role"),
        (colleague(SECOND, *Role), OTHER, 1, "approval_changed"),
        (colleague(SECOND, *Role), DIGEST, 120, "approval_expired"),
    ],
)
def test_who_may_not_approve(who: Colleague, digest: str, minutes: int, code: str) -> None:
    now = NOW + timedelta(minutes=minutes)
    assert refusal(lambda: machine.approve(asked(), who, digest, now, Way.WINDOW)) == code


def test_an_emergency_takes_who_manages_and_the_wait_that_the_office_chose() -> None:
    later = NOW + timedelta(minutes=15)
    author = colleague(AUTHOR, *Role)
    assert refusal(lambda: machine.override(asked(), author, DIGEST, NOW, Way.WINDOW)) == "emergency_too_soon"
    never = asked(emergency_at=None)
    assert refusal(lambda: machine.override(never, author, DIGEST, later, Way.WINDOW)) == "emergency_never"
    second = colleague(SECOND, Role.SENDS)
    assert refusal(lambda: machine.override(asked(), second, DIGEST, later, Way.WINDOW)) == "approval_role"
    after = machine.override(asked(), author, DIGEST, later, Way.WINDOW)
    assert (after.state, after.decided_by) == (ApprovalState.OVERRIDDEN, AUTHOR)


DECISIONS: dict[str, Callable[[ApprovalRequest, Colleague, str, datetime], ApprovalRequest]] = {
    "approve": lambda one, who, digest, now: machine.approve(one, who, digest, now, Way.TELEGRAM),
    "override": lambda one, who, digest, now: machine.override(one, who, digest, now, Way.WINDOW),
    "refuse": lambda one, who, _, now: machine.refuse(one, who, now, Way.TELEGRAM),
    "withdraw": lambda one, who, _, now: machine.withdraw(one, who, now, Way.WINDOW),
    "lapse": lambda one, _who, _digest, now: machine.lapsed(one, now),
    "change": lambda one, _who, _digest, now: machine.changed(one, now),
}
PEOPLE = st.sampled_from([AUTHOR, SECOND, THIRD, MANAGER, STRANGER])
MOVES = st.one_of(
    st.tuples(st.sampled_from(["approve", "override"]), PEOPLE, st.sampled_from([DIGEST, DIGEST, OTHER])),
    st.tuples(st.sampled_from(["refuse", "withdraw"]), PEOPLE, st.just("")),
    st.tuples(st.sampled_from(["lapse", "change"]), st.just(0), st.just("")),
    st.tuples(st.just("roles"), PEOPLE, st.frozensets(st.sampled_from(Role))),
    st.tuples(st.just("leave"), PEOPLE, st.just("")),
    st.tuples(st.just("wait"), st.integers(1, 90), st.just("")),
)


@given(st.lists(MOVES, max_size=30), st.booleans())
def test_no_sequence_of_decisions_breaks_a_promise(moves: list[tuple[str, int, Any]], emergencies: bool) -> None:
    here = {id: colleague(id, *Role) for id in (AUTHOR, SECOND, THIRD, MANAGER, STRANGER)}
    request, now = asked(**({} if emergencies else {"emergency_at": None})), NOW
    released = 0
    for what, number, value in moves:
        before = request
        who = here.get(number, here[STRANGER])
        if what == "wait":
            now += timedelta(minutes=number)
        elif what in ("roles", "leave"):
            here[number] = replace(who, roles=value) if what == "roles" else replace(who, left_at=now)
        else:
            with suppress(InputError):
                request = DECISIONS[what](before, who, value, now)
        if before.state is not ApprovalState.WAITING:
            assert request == before, "what is over stays as it was"
        if request.state in RELEASED and before.state is ApprovalState.WAITING:
            released += 1
            assert value == before.digest == request.digest
            assert now < before.ends_at
            assert who.left_at is None
            if request.state is ApprovalState.APPROVED:
                assert who.id != before.author
                assert who.id in before.approvers
                assert Role.SENDS in who.roles
            else:
                assert Role.MANAGES in who.roles
                assert before.emergency_at is not None
                assert now >= before.emergency_at
    assert released <= 1


def test_the_rules_for_a_second_person() -> None:
    sends, writes = colleague(AUTHOR, Role.SENDS), colleague(AUTHOR, Role.WRITES)
    red, calm = new_notice(alert_level="rossa", zones=("Fornacette",)), new_notice(alert_level="arancione")
    assert reasons(red, None, Rules(red_alerts=True, whole_town=True)) == ()
    assert reasons(red, sends, Rules()) == ()
    assert reasons(red, sends, Rules(red_alerts=True, whole_town=True)) == (Reason.RED_ALERT,)
    assert reasons(calm, sends, Rules(red_alerts=True, whole_town=True)) == (Reason.WHOLE_TOWN,)
    assert reasons(calm, writes, Rules()) == (Reason.AUTHOR,)


def test_a_request_ends_with_the_day_that_its_text_bears() -> None:
    midnight = NOW + timedelta(hours=16)
    assert ends_at(new_notice(), NOW, midnight) == NOW + LONGEST_WAIT
    assert ends_at(new_notice(), NOW, NOW + timedelta(minutes=5)) == NOW + timedelta(minutes=5)
    soon = NOW + timedelta(minutes=3)
    assert ends_at(new_notice(valid_until=soon), NOW, midnight) == soon


def test_an_office_stays_able_to_act() -> None:
    anna, bruno = colleague(1, *Role), colleague(2, Role.SENDS)
    require_sound([], second_person=False)
    require_sound([anna, bruno], second_person=True)
    assert refusal(lambda: require_sound([bruno], second_person=False)) == "colleague_last_manager"
    gone = replace(bruno, left_at=NOW)
    assert refusal(lambda: require_sound([anna, gone], second_person=True)) == "colleague_too_few"


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\0b", "a\u202eb"])
def test_a_name_that_no_table_could_show_is_refused(name: str) -> None:
    assert refusal(lambda: checked_name(name)) == "colleague_name"
    assert checked_name("  Anna   Rossi ") == "Anna Rossi"
