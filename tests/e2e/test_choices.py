# SPDX-License-Identifier: EUPL-1.2
"""An office lets its citizens choose with one word: what they write, what they get, and what the commands say of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.conftest import NOTICE, Town
from tests.e2e.test_inbox import ANNA, BRUNO, CARLA, FURTHER, make_listening, pull, relay, texts

__all__ = ["make_listening", "relay"]

CHOICES = """
[choices]
zones = ["Calcinaia", "Fornacette"]
[choices.topics]
acqua = ["acqua_programmata", "acqua_guasto"]
meteo = ["meteo_allerta", "meteo_cessata"]
"""
FOR_FORNACETTE = 'zones = ["fornacette"]\n' + NOTICE


@pytest.fixture
def town(make_listening: Callable[..., Town]) -> Town:
    return make_listening(FURTHER + CHOICES)


def test_one_word_decides_what_a_citizen_gets(town: Town) -> None:
    town.control.citizen_writes(ANNA, "Attiva Fornacette")
    town.control.citizen_writes(BRUNO, "Attiva")
    town.control.citizen_writes(CARLA, "attiva meteo")
    pull(town, messages=3)
    [welcome] = texts(town, ANNA)
    assert "Iscrizione attiva" in welcome
    assert "solo gli avvisi per *Fornacette*" in welcome
    town.control.citizen_writes(BRUNO, "Disattiva Fornacette")
    pull(town, messages=1)
    assert "tutte tranne *Fornacette*" in texts(town, BRUNO)[-1]

    checked = town.run("--json", "check", town.file("zone.toml", FOR_FORNACETTE)).json
    assert (checked["zones"], checked["topic"], checked["people"]) == (["Fornacette"], "acqua", 1)
    sent = town.run("--json", "send", town.file("zone.toml", FOR_FORNACETTE), "--yes").json
    assert (sent["zones"], sent["channels"]["whatsapp"]["accepted"]) == (["Fornacette"], 1)
    assert [len(texts(town, number)) for number in (ANNA, BRUNO, CARLA)] == [2, 2, 1]

    follow = f"follows = {sent['notice']}\n" + NOTICE.replace("08:30", "09:30")
    assert town.run("--json", "check", town.file("follow.toml", follow)).json["zones"] == ["Fornacette"]
    correction = f'category = "generico"\nfollows = {sent["notice"]}\n[fields]\ntitolo = "Prova"\ntesto = "Prova."\n'
    assert town.run("--json", "check", town.file("correction.toml", correction)).json["topic"] == "acqua"
    for_all = "zones = []\n" + follow
    assert town.run("--json", "check", town.file("all.toml", for_all)).json["people"] == 2

    listed = town.run("--json", "subscribers", "list", "--zone", "fornacette").json
    assert [one["choices"]["zone"] for one in listed["subscribers"]] == [
        {"breadth": "some", "names": ["fornacette"]},
        {"breadth": "all", "names": []},
    ]
    assert town.run("--json", "subscribers", "list", "--topic", "acqua").json["total"] == 2
    dossier = town.run("--json", "subscribers", "person", f"+{BRUNO}").json
    assert [(one["kind"], one["name"], one["wanted"]) for one in dossier["choices"]] == [("zone", "fornacette", False)]
    assert "zona «fornacette», da non ricevere" in town.run("subscribers", "person", f"+{BRUNO}").out
    town.run("ledger", "verify")


def test_a_zone_that_is_not_there_is_refused_with_those_that_are(town: Town) -> None:
    refused = town.run("--json", "check", town.file("zone.toml", 'zones = ["Pisa"]\n' + NOTICE), code=1)
    assert refused.json["error"]["code"] == "unknown_zone"
    assert "Calcinaia, Fornacette" in refused.err
    assert (
        town.run("--json", "subscribers", "list", "--topic", "sport", code=1).json["error"]["code"] == "unknown_topic"
    )


def test_of_what_a_citizen_chose_only_the_keywords_stay(town: Town) -> None:
    town.control.citizen_writes(ANNA, "Buongiorno! Attiva gli avvisi per Fornacette, cordiali saluti")
    pull(town, messages=1)
    database: Path = town.data_dir / "comunecast.db"
    with closing(sqlite3.connect(database)) as connection:
        dump = "\n".join(connection.iterdump())
    assert "attiva fornacette" in dump
    assert "saluti" not in dump
