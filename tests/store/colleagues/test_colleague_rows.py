# SPDX-License-Identifier: EUPL-1.2
"""Who works in the office, what a wrong PIN costs, and how a private chat becomes somebody's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from comunecast_gui.core.approval.colleagues import Colleague, Role
from comunecast_gui.core.approval.rules import Rules
from comunecast_gui.core.errors import InputError
from comunecast_gui.store.colleagues.colleague_rows import Colleagues
from comunecast_gui.store.consent.audit import Audit
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema_approval import colleague
from tests.store.samples import NOW

ALL = tuple(Role)
PIN = "472913"


@pytest.fixture
def people(database: Database) -> Colleagues:
    return Colleagues(database)


@pytest.fixture
def anna(people: Colleagues) -> Colleague:
    return people.add("Anna Rossi", "anna", ALL, PIN, NOW, None)


def refusal(call: Any, *arguments: Any) -> InputError:
    with pytest.raises(InputError) as refused:
        call(*arguments)
    return refused.value


def test_the_first_one_has_to_manage(people: Colleagues) -> None:
    assert people.here() == []
    code = refusal(people.add, "Bruno", "bruno", [Role.SENDS], PIN, NOW, None).code
    assert code == "colleague_last_manager"
    assert people.here() == []


def test_only_who_manages_changes_who_works_here(people: Colleagues, anna: Colleague) -> None:
    bruno = people.add("Bruno", "bruno", [Role.SENDS], "559201", NOW, anna)
    for by in (None, bruno):
        assert refusal(people.add, "Carla", "carla", [Role.SENDS], PIN, NOW, by).code == "colleague_may_not"
        assert refusal(people.remove, anna.id, NOW, by).code == "colleague_may_not"
        assert refusal(people.set_rules, Rules(red_alerts=True), NOW, by).code == "colleague_may_not"
    assert refusal(people.set_pin, anna.id, "660312", NOW, bruno).code == "colleague_may_not"
    people.set_pin(bruno.id, "660312", NOW, bruno)
    assert people.check_pin(bruno.id, "660312", NOW).name == "Bruno"


def test_what_a_manager_was_allowed_when_they_signed_in_does_not_count(people: Colleagues, anna: Colleague) -> None:
    bruno = people.add("Bruno", "bruno", ALL, "559201", NOW, anna)
    people.change(anna.id, anna.name, anna.account, [Role.SENDS], NOW, bruno)
    assert refusal(people.add, "Carla", "carla", [Role.SENDS], PIN, NOW, anna).code == "colleague_may_not"


def test_two_people_are_asked_for_only_where_there_are_two(people: Colleagues, anna: Colleague) -> None:
    assert refusal(people.set_rules, Rules(red_alerts=True), NOW, anna).code == "colleague_too_few"
    bruno = people.add("Bruno", "bruno", [Role.SENDS], "559201", NOW, anna)
    people.set_rules(Rules(red_alerts=True), NOW, anna)
    assert people.rules() == Rules(red_alerts=True)
    assert refusal(people.remove, bruno.id, NOW, anna).code == "colleague_too_few"
    people.set_rules(Rules(), NOW, anna)
    people.remove(bruno.id, NOW, anna)
    assert [one.name for one in people.here()] == ["Anna Rossi"]
    assert people.all()[bruno.id].left_at == NOW, "what was decided keeps its name"


def test_only_the_name_of_somebody_else_is_taken(people: Colleagues, anna: Colleague) -> None:
    bruno = people.add("bruno bianchi", "bruno", [Role.SENDS], "559201", NOW, anna)
    assert people.change(bruno.id, "Bruno Bianchi", "bruno", [Role.SENDS], NOW, anna).name == "Bruno Bianchi"
    taken = refusal(people.change, bruno.id, "anna rossi", "bruno", [Role.SENDS], NOW, anna).code
    assert taken == "colleague_taken"
    assert refusal(people.add, "BRUNO BIANCHI", "b", [Role.SENDS], "559201", NOW, anna).code == "colleague_taken"


def test_five_wrong_pins_make_everybody_wait(people: Colleagues, anna: Colleague) -> None:
    left = [refusal(people.check_pin, anna.id, "000000", NOW).values.get("left") for _ in range(5)]
    assert left == [4, 3, 2, 1, None]
    assert refusal(people.check_pin, anna.id, PIN, NOW).code == "pin_blocked"
    later = NOW + timedelta(minutes=1)
    assert refusal(people.check_pin, anna.id, "000000", later).values == {"minutes": 2}
    assert people.check_pin(anna.id, PIN, later + timedelta(minutes=2)) == anna
    assert refusal(people.check_pin, anna.id, "000000", later).values["left"] == 4, "the right one forgives them"


def test_a_try_counts_before_it_is_looked_at(people: Colleagues, anna: Colleague, database: Database) -> None:
    """Whoever ends the program in the middle has used the try up."""

    def cut(*_: Any) -> None:
        raise KeyboardInterrupt

    with database.engine.connect() as connection:
        sa.event.listen(
            connection.engine, "commit", lambda _: sa.event.listen(database.engine, "begin", cut), once=True
        )
    with pytest.raises(KeyboardInterrupt):
        people.check_pin(anna.id, "000000", NOW)
    sa.event.remove(database.engine, "begin", cut)
    with database.reading() as connection:
        assert connection.execute(sa.select(colleague.c.failures)).scalar_one() == 1


def test_a_pin_is_nowhere_in_the_clear(people: Colleagues, anna: Colleague, database: Database) -> None:
    refusal(people.check_pin, anna.id, "808124", NOW)
    with database.reading() as connection:
        everything = str(connection.execute(sa.select(colleague)).all())
    everything += str([(row.who, row.what, row.subject) for row in Audit(database).recent()])
    assert PIN not in everything
    assert "808124" not in everything
    assert [row.what for row in Audit(database).recent()] == ["pin_wrong", "colleague_added"]


def test_a_word_makes_a_chat_known_once_and_for_a_quarter_of_an_hour(people: Colleagues, anna: Colleague) -> None:
    word = people.offer_chat(anna.id, NOW, anna)
    assert people.asks_in_chats(NOW)
    assert people.take_chat(word, 4711, NOW + timedelta(minutes=15)) is None
    assert people.take_chat("something else", 4711, NOW) is None
    assert people.take_chat(word, 4711, NOW) == people.get(anna.id)
    assert people.get(anna.id).on_telegram
    assert people.take_chat(word, 666, NOW) is None, "a word that was used is worth nothing"
    people.forget_chat(anna.id, NOW, anna)
    assert not people.asks_in_chats(NOW)


def test_a_chat_is_one_person_s(people: Colleagues, anna: Colleague) -> None:
    bruno = people.add("Bruno", "bruno", [Role.SENDS], "559201", NOW, anna)
    for one in (anna, bruno):
        people.take_chat(people.offer_chat(one.id, NOW, anna), 4711, NOW)
    assert [one.name for one in people.here() if one.on_telegram] == ["Bruno"]
