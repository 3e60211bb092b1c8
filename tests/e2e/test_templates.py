# SPDX-License-Identifier: EUPL-1.2
"""Templates go to Meta in the order that matters, within its hourly limit, and what is left is told and goes later."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from typing import Any

import requests

from comunecast_gui.sandbox.faults import Fault, FaultKind
from tests.e2e.conftest import MakeTown, Town

CATEGORIES = 28


def calls(town: Town, method: str) -> list[Any]:
    return town.control.requests("whatsapp", method)


def with_app(town: Town, app_id: str) -> None:
    office = (town.folder / "office.toml").read_text(encoding="utf-8")
    changed = office.replace("[whatsapp]", f'[whatsapp]\napp_id = "{app_id}"')
    town.run("configure", town.file("office-with-app.toml", changed))


def is_media(template: Any) -> bool:
    return bool(template.component("HEADER"))


def test_all_variants_of_all_categories_fit_into_the_calls_of_an_hour(make_town: MakeTown) -> None:
    town = make_town(management_per_hour=200)
    done = town.run("--json", "templates", "submit", "--media").json
    assert len(done["templates"]) == 3 * CATEGORIES
    assert (done["not_submitted"], done["refused"]) == ([], [])
    made = town.control.templates()
    assert len({template.name for template in made}) == 3 * CATEGORIES
    # Those without a file come first: they can be used while a sample is refused.
    assert [is_media(template) for template in made] == sorted(is_media(template) for template in made)
    assert len([one for one in calls(town, "uploads") if one.code == 0]) == 4  # two samples, a session and bytes each
    assert len(town.control.requests("whatsapp")) < 110
    again = town.run("--json", "templates", "submit", "--media").json
    assert again["created"] == []
    assert len(town.control.templates()) == len(made)


def test_a_wrong_app_keeps_only_the_variants_with_a_file(make_town: MakeTown) -> None:
    town = make_town()
    with_app(town, "1234567890")
    ended = town.run("--json", "templates", "submit", "acqua_guasto", "acqua_programmata", "--media", code=2)
    assert {one["name"] for one in ended.json["templates"]} == {"acqua_guasto_v1", "acqua_programmata_v1"}
    assert ended.json["created"] == ["acqua_guasto_v1"]
    assert len(ended.json["not_submitted"]) == 4
    assert ended.json["error"]["code"] == "whatsapp_100"
    assert ended.json["goes_on_at"] is None
    assert "parte da sé" not in ended.err, "somebody has to mend it first"
    assert "Modelli che Meta ha già: 2 di 6, nuovi 1. Non ancora inviati: 4" in ended.err
    with_app(town, town.sandbox.config.app_id)
    later = town.run("--json", "templates", "submit", "acqua_guasto", "acqua_programmata", "--media").json
    assert len(later["created"]) == 4


def test_the_app_is_asked_of_the_token_once_where_the_settings_do_not_name_it(make_town: MakeTown) -> None:
    town = make_town()
    town.run("templates", "submit", "acqua_guasto", "--media")
    assert len(calls(town, "debug_token")) == 1
    assert [template.name for template in town.control.templates() if is_media(template)]


def test_templates_beyond_the_hourly_limit_are_submitted_later_and_none_twice(make_town: MakeTown) -> None:
    town = make_town(management_per_hour=20)
    ended = town.run("--json", "templates", "submit", code=3)
    left = ended.json["not_submitted"]
    assert left
    assert len(ended.json["templates"]) + len(left) == CATEGORIES
    assert "Nulla è andato perso: lo stesso comando, più tardi, invia solo questi" in ended.err
    assert "limite di richieste di un'ora" in ended.err
    assert "Il resto parte da sé dalle" in ended.err
    assert ended.json["goes_on_at"] > f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    with sqlite3.connect(town.data_dir / "comunecast.db") as connection:  # the round that every window goes on with
        [kept] = connection.execute("SELECT value FROM setting WHERE key = 'template_round'").fetchone()
    connection.close()
    assert len(json.loads(kept)["categories"]) == CATEGORIES
    again = town.run("--json", "templates", "submit", "acqua_guasto", code=3)  # within the hour: Meta is asked, once
    assert set(again.json["not_submitted"]) == set(left)
    for _ in range(3):
        town.control.advance(3601)
        if not (
            left := town.run("--json", "templates", "submit", code=3 if len(left) > 18 else 0).json["not_submitted"]
        ):
            break
    made = [template.name for template in town.control.templates()]
    assert len(made) == len(set(made)) == CATEGORIES
    assert [one.code for one in calls(town, "message_templates") if one.code] == [80007] * 2
    assert town.run("--json", "templates", "submit").json["goes_on_at"] is None


def test_a_template_that_meta_refuses_stops_none_of_the_others(make_town: MakeTown) -> None:
    town = make_town()
    town.run("templates", "submit", "acqua_guasto")
    town.run("templates", "sync")  # approved by now
    config = town.sandbox.config
    gone = requests.delete(
        f"{town.sandbox.graph_url}/v25.0/{config.business_account_id}/message_templates",
        params={"name": "acqua_guasto_v1"},
        headers={"Authorization": f"Bearer {config.whatsapp_token}"},
        timeout=10,
    )
    assert gone.json() == {"success": True}  # the name is locked for thirty days now
    ended = town.run("--json", "templates", "submit", code=3)
    assert [one["name"] for one in ended.json["refused"]] == ["acqua_guasto_v1"]
    assert len(ended.json["created"]) == CATEGORIES - 2
    assert "acqua_guasto_v1" in ended.err
    assert town.run("--json", "templates", "submit", "acqua_guasto", code=1).json["templates"] == []


def test_a_cut_in_the_middle_is_told_as_a_cut(make_town: MakeTown) -> None:
    town = make_town()
    town.control.add_fault(
        Fault(service="whatsapp", kind=FaultKind.RESET, method="message_templates", after=3, processed=True)
    )
    ended = town.run("--json", "templates", "submit", code=3)
    assert ended.json["not_submitted"]
    assert "non sappiamo se l'ha presa" in ended.err
    assert "il programma riprova da solo" not in ended.err
    assert town.run("--json", "templates", "submit").json["not_submitted"] == []
    assert len(town.control.templates()) == CATEGORIES
