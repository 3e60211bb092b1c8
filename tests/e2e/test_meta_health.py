# SPDX-License-Identifier: EUPL-1.2
"""The healthcheck finds each fault of a WhatsApp account and says what to do about it."""

from __future__ import annotations

import time
from typing import Any

from tests.e2e.conftest import MakeTown, Town


def lines(town: Town, code: int = 2) -> dict[str, dict[str, Any]]:
    return {name: one for name, one in town.checks(code).items() if name.startswith("whatsapp")}


def broken(town: Town) -> dict[str, str]:
    """The lines that do not work, with what they say; the verdict on the whole agrees."""
    found = lines(town)
    assert not found["whatsapp"]["ok"]
    return {name: one["detail"] for name, one in found.items() if not one["ok"] and name != "whatsapp"}


def with_setting(town: Town, old: str, new: str) -> None:
    office = (town.folder / "office.toml").read_text(encoding="utf-8")
    assert old in office
    town.run("configure", town.file("changed.toml", office.replace(old, new)))


def test_the_healthcheck_of_a_healthy_whatsapp_account(town: Town) -> None:
    found = lines(town, code=0)
    assert list(found) == [
        "whatsapp", "whatsapp_token", "whatsapp_number", "whatsapp_templates", "whatsapp_webhooks",
        "whatsapp_limit",
    ]  # fmt: skip
    assert found["whatsapp"]["detail"] == "modelli approvati: 1"
    assert "persone che Meta permette di raggiungere in 24 ore: 2.000" in found["whatsapp_number"]["detail"]
    assert not any(one["warning"] for one in found.values())


def test_a_wrong_number_is_not_well(town: Town) -> None:
    with_setting(town, "106540352242922", "999999999999999")
    told = broken(town)
    assert list(told) == ["whatsapp_number_wrong"]
    assert "999999999999999" in told["whatsapp_number_wrong"]
    assert "phone_number_id" in told["whatsapp_number_wrong"]


def test_a_wrong_account_is_not_well(town: Town) -> None:
    with_setting(town, "102290129340398", "888888888888888")
    told = broken(town)
    assert list(told) == ["whatsapp_templates_account_wrong"]
    assert "business_account_id" in told["whatsapp_templates_account_wrong"]


def test_a_number_that_is_off_or_blocked_is_not_well(town: Town) -> None:
    town.control.set_number(status="DISCONNECTED")
    assert "DISCONNECTED" in broken(town)["whatsapp_number_status"]
    town.control.set_number(status="CONNECTED", can_send="BLOCKED", blocked_by="No payment method.")
    assert "No payment method." in broken(town)["whatsapp_number_blocked"]


def test_a_number_of_low_quality_still_sends_and_is_worth_a_look(town: Town) -> None:
    town.subscribe(1)
    for quality, name in (("YELLOW", "whatsapp_number_yellow"), ("RED", "whatsapp_number_red")):
        town.control.set_number(quality=quality)
        found = lines(town, code=0)
        assert (found[name]["ok"], found[name]["warning"]) == (True, True)
        assert (found["whatsapp"]["ok"], found["whatsapp"]["warning"]) == (True, True)
    town.run("send", str(town.folder / "notice.toml"), "--channel", "whatsapp", "--yes")
    assert town.messages == 1


def test_a_token_without_a_permission_or_near_its_end_is_not_well(make_town: MakeTown) -> None:
    town = make_town(token_expires_at=int(time.time()) + 3 * 86_400)
    assert "scade il" in lines(town, code=0)["whatsapp_token_expires"]["detail"]
    town.control.set_scopes("whatsapp_business_management")
    told = broken(town)
    assert list(told) == ["whatsapp_token_scope"]
    assert "whatsapp_business_messaging" in told["whatsapp_token_scope"]


def test_an_office_without_an_approved_template_is_not_well(town: Town) -> None:
    town.control.set_template("acqua_programmata_v1", status="PAUSED")
    assert "Nessuno dei nostri modelli è approvato" in broken(town)["whatsapp_templates_waiting"]


def test_an_app_that_is_not_subscribed_is_not_well(town: Town) -> None:
    town.control.subscribe(subscribed=False)
    assert "comunecast relay subscribe" in broken(town)["whatsapp_webhooks_missing"]
    done = town.run("--json", "relay", "subscribe")
    assert (done.json["listed"], done.json["app"], done.json["heard"]) == (True, town.sandbox.config.app_id, None)
    assert "docs/relay.md" in done.err  # this office has no relay
    assert town.control.subscribed
    assert lines(town, code=0)["whatsapp_webhooks"]["ok"]


def test_without_a_network_there_is_one_line(town: Town) -> None:
    with_setting(town, f'"{town.sandbox.graph_url}"', '"http://127.0.0.1:9"')
    told = broken(town)
    assert len(told) == 1
    assert "Il servizio non risponde" in next(iter(told.values()))
