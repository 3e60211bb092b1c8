# SPDX-License-Identifier: EUPL-1.2
"""Promotional notices leave by Meta's way for them where the account has it, and say what to do where they must."""

from __future__ import annotations

from tests.e2e.conftest import MakeTown, Town

PEOPLE = 5
EVENT = """
category = "evento"
channels = ["whatsapp"]
[fields]
titolo = "Festa della musica"
periodo = { inizio = 2030-12-07T21:00:00, fine = 2030-12-07T23:30:00 }
luogo = "Piazza Indipendenza"
descrizione = "Concerto della banda"
"""


def ready(town: Town) -> str:
    town.subscribe(PEOPLE)
    town.run("templates", "submit", "evento")
    town.run("templates", "sync")
    return town.file("evento.toml", EVENT)


def asked(town: Town, method: str) -> int:
    return len(town.control.requests("whatsapp", method))


def test_an_onboarded_account_sends_by_the_way_for_promotional_messages(make_town: MakeTown) -> None:
    town = make_town(marketing_messages=True, marketing_on_messages=False)
    town.run("send", ready(town), "--yes")
    assert town.received().total() == PEOPLE
    assert (asked(town, "marketing_messages"), asked(town, "messages")) == (PEOPLE, 0)
    town.run("send", str(town.folder / "notice.toml"), "--yes", "--channel", "whatsapp")
    assert (asked(town, "marketing_messages"), asked(town, "messages")) == (PEOPLE, PEOPLE)
    assert town.control.complaints() == []


def test_another_account_sends_as_before(make_town: MakeTown) -> None:
    town = make_town()
    town.run("send", ready(town), "--yes")
    assert town.received().total() == PEOPLE
    assert (asked(town, "marketing_messages"), asked(town, "messages")) == (0, PEOPLE)
    assert town.control.complaints() == []


def test_after_the_end_of_the_old_marketing_route_the_command_says_what_to_do(make_town: MakeTown) -> None:
    town = make_town(marketing_on_messages=False)
    ended = town.run("send", ready(town), "--yes", "--json", code=2)
    assert ended.json["channels"]["whatsapp"]["queued"] == PEOPLE
    assert "Marketing Messages" in ended.err
    assert town.received().total() == 0
