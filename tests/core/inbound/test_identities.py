# SPDX-License-Identifier: EUPL-1.2
"""The person behind a number and a user id, through number changes, whatever was read first."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from comunecast_gui.core.inbound.identities import Identity, Move, Names, Statement, StatementKind

NOW = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
JOIN, LEAVE, OFFICE, OTHER = StatementKind


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def decision(person: Identity | None) -> tuple[int, StatementKind] | None:
    statement = person.decisive if person else None
    return None if statement is None else (int((statement.at - NOW).total_seconds() / 60), statement.kind)


def test_a_number_is_the_next_holders_after_a_move() -> None:
    statements = [
        Statement("n1", "", at(0), JOIN),
        Statement("n1", "", at(5), LEAVE),
        Statement("n1", "", at(2), OTHER),
    ]
    names = Names(statements, [Move("n1", "", "n2", "b2", at(2))])
    moved, next_holder = names.now("n2", ""), names.now("n1", "")
    assert moved is not None
    assert (moved.number, moved.bsuid, decision(moved)) == ("n2", "b2", (0, JOIN))
    assert decision(next_holder) == (5, LEAVE)
    assert names.at("n1", "", at(2)) is moved  # at the very moment it was still the first holder's
    assert names.now("", "b2") is moved
    assert names.now("n3", "") is None


def test_moves_in_a_row_and_back() -> None:
    moves = [Move("n1", "", "n2", "", at(1)), Move("n2", "", "n3", "", at(2)), Move("n3", "", "n1", "", at(3))]
    names = Names([Statement("n1", "", at(0), JOIN)], moves)
    found = names.now("n1", "")
    assert found is not None
    assert (found.number, decision(found)) == ("n1", (0, JOIN))
    assert names.now("n2", "") is None


def test_a_user_id_is_one_persons_for_ever() -> None:
    moves = [Move("", "b1", "", "b2", at(5))]
    for minute, now in ((4, "b2"), (9, "b1")):  # it is heard again: then it was no mistake to know the person by it
        statements = [Statement("n1", "b1", at(0), JOIN), Statement("", "b1", at(minute), LEAVE)]
        found = Names(statements, moves).now("n1", "")
        assert found is not None
        assert (found.bsuid, decision(found)) == (now, (minute, LEAVE))


def test_the_newest_request_counts_and_the_office_last() -> None:
    for statements, expected in (
        ([Statement("n", "", at(1), JOIN), Statement("n", "", at(1), LEAVE)], (1, LEAVE)),
        ([Statement("n", "", at(1), LEAVE), Statement("n", "", at(9), OFFICE)], (1, LEAVE)),
        ([Statement("n", "", at(9), OFFICE), Statement("n", "", at(10), OTHER)], (9, OFFICE)),
        ([Statement("n", "", at(9), OTHER)], None),
    ):
        assert decision(Names(statements, []).now("n", "")) == expected


NUMBERS, IDS = st.sampled_from(["", "n1", "n2", "n3"]), st.sampled_from(["", "b1", "b2", "b3"])
TIMES = st.integers(0, 6).map(at)
WISHES = st.builds(Statement, NUMBERS, IDS, TIMES, st.sampled_from(StatementKind)).filter(
    lambda statement: statement.number or statement.bsuid
)
MOVES = st.builds(Move, NUMBERS, IDS, NUMBERS, IDS, TIMES).filter(
    lambda move: (move.number or move.bsuid) and (move.to_number or move.to_bsuid) and move.number != move.to_number
)


@given(st.lists(WISHES, max_size=8), st.lists(MOVES, max_size=5), st.randoms(use_true_random=False))
def test_any_order_and_repetition_shows_the_same_people(
    statements: list[Statement], moves: list[Move], draw: random.Random
) -> None:
    def people(statements: list[Statement], moves: list[Move]) -> set[object]:
        return {(one.number, one.bsuid, one.nodes, decision(one)) for one in Names(statements, moves).people}

    first = people(statements, moves)
    again = [*statements, *statements[:3]], [*moves, *moves[:2]]
    for facts in again:
        draw.shuffle(facts)
    assert people(*again) == first
    open_numbers = [one.number for one in Names(statements, moves).people if one.number]
    assert len(open_numbers) == len(set(open_numbers))
