# SPDX-License-Identifier: EUPL-1.2
"""Meta's webhooks about templates, number and prices reach the office through the relay and are shown."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from comunecast_gui.core.content import TemplateMessage
from comunecast_gui.sandbox.faults import Fault, FaultKind
from comunecast_gui.services import template_approval, wiring
from comunecast_gui.store.db.database import open_database
from comunecast_gui.store.delivery.charge_counts import Charges
from comunecast_gui.store.delivery.templates import Templates
from tests.e2e.conftest import Ended, Town
from tests.e2e.test_inbox import ANNA, make_listening, pull, relay

__all__ = ["make_listening", "relay"]

WATER = "acqua_programmata_v1"
ROME = ZoneInfo("Europe/Rome")


@pytest.fixture
def town(make_listening: Callable[..., Town]) -> Town:
    return make_listening()


def settled(town: Town) -> None:
    """Everything that was pushed so far is in the office."""
    while town.control.owed():
        time.sleep(0.02)
    pull(town)


def told(town: Town) -> Ended:
    """The next pull that brings news."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        ended = town.run("--json", "inbox", "pull")
        if ended.json["news"]:
            return ended
    raise AssertionError("nothing was told")


def test_a_template_that_meta_pauses_is_known_before_anything_is_sent(town: Town) -> None:
    settled(town)
    town.control.set_template(WATER, status="PAUSED")
    assert f"non permette più di usare il modello {WATER} (PAUSED" in told(town).err
    database = open_database(town.data_dir)
    row = Templates(database).get(WATER, "it")
    database.close()
    assert row is not None
    assert row.status == "PAUSED"
    assert "nessuno dei nostri modelli è approvato" in town.checks(2)["whatsapp_templates_waiting"]["detail"].lower()


def test_a_category_that_became_dearer_and_one_that_will(town: Town) -> None:
    settled(town)
    town.control.announce_category(WATER, "MARKETING", time.time() + 86_400)
    assert f"Meta mette il modello {WATER} tra i messaggi promozionali" in told(town).err
    town.control.set_template(WATER, category="MARKETING", quality="RED")
    err = told(town).err
    assert f"Meta ha messo il modello {WATER} tra i messaggi promozionali" in err
    found = town.checks(0)
    assert found["whatsapp_templates_dearer"]["warning"]
    assert found["whatsapp_templates_poor"]["warning"]


def test_what_became_dearer_is_said_before_sending_also_while_meta_is_silent(town: Town) -> None:
    settled(town)
    town.control.set_template(WATER, category="MARKETING")
    assert told(town).json["news"] == 1
    silent = Fault(service="whatsapp", kind=FaultKind.SERVER_ERROR, method="message_templates", times=None)
    town.control.add_fault(silent)
    category = wiring.catalogue().get("acqua_programmata")
    with wiring.open_workspace(town.data_dir) as workspace:
        state = template_approval.confirm(workspace, category, [TemplateMessage(WATER, "it", (), "")])
    assert state is not None
    assert state.dearer


def test_a_restricted_account_is_a_line_of_the_healthcheck_until_it_ends(town: Town) -> None:
    settled(town)
    town.control.restrict_account("RESTRICTED_BIZ_INITIATED_MESSAGING", time.time() + 86_400)
    assert "non permette all'ente di inviare comunicazioni su WhatsApp" in told(town).err
    found = town.checks(2)
    assert not found["whatsapp_account_restricted_notices"]["ok"]
    assert not found["whatsapp"]["ok"]


def test_a_limit_and_a_quality_that_change_are_told(town: Town) -> None:
    settled(town)
    town.control.set_number(messaging_limit="TIER_250")
    assert "ora sono 250" in told(town).err
    town.control.set_number(messaging_limit="TIER_10K", quality="RED")
    err = told(town).err
    assert "ora sono 10.000" in err
    assert "qualità del numero dell'ente è scesa" in err


def test_the_price_of_each_message_is_kept_and_counted(town: Town) -> None:
    numbers = town.subscribe(3)
    town.run("send", str(town.folder / "notice.toml"), "--channel", "whatsapp", "--yes")
    town.control.citizen_writes(ANNA, "Attiva")
    pull(town, messages=1, receipts=3 * len(numbers))
    while town.control.owed():
        time.sleep(0.02)
    pull(town)
    database = open_database(town.data_dir)
    month = Charges(database).months(datetime.now(ROME).date(), ROME, 1)[-1]
    database.close()
    assert dict(month.counted) == {"UTILITY": 3}
    assert month.free == 1  # the welcome


def test_the_month_is_reconciled_with_what_meta_counts(town: Town) -> None:
    town.subscribe(2)
    town.run("send", str(town.folder / "notice.toml"), "--channel", "whatsapp", "--yes")
    town.control.citizen_writes(ANNA, "Attiva")
    pull(town, messages=1, receipts=6)
    while town.control.owed():
        time.sleep(0.02)
    pull(town)
    told = town.run("--json", "charges")
    assert {name: told.json[name] for name in ("currency", "cost", "counted", "free", "unexplained")} == {
        "currency": "EUR", "cost": "0.0496", "counted": {"UTILITY": 2}, "free": 1, "unexplained": 0,
    }  # fmt: skip
    assert {(one["category"], one["type"], one["volume"]) for one in told.json["meta"]} == {
        ("UTILITY", "REGULAR", 2),
        ("SERVICE", "FREE_CUSTOMER_SERVICE", 1),
    }
    assert "0,0496 EUR" in town.run("charges", f"{datetime.now(ROME):%Y-%m}").out
    for wrong in ("2019-01", "2099-01"):
        town.run("charges", wrong, code=1)
    assert "non è un mese" in town.run("charges", "novembre", code=1).err
