# SPDX-License-Identifier: EUPL-1.2
"""Erasing a person also deletes Meta's Contact Book entry, and says so if Meta does not do it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comunecast_gui.sandbox.faults import Fault, FaultKind
from tests.e2e.conftest import Town
from tests.e2e.test_inbox import ANNA, BRUNO, active, make_listening, pull, relay

__all__ = ["make_listening", "relay"]

BSUID = "IT.1349ab"


@pytest.fixture
def town(make_listening: Callable[..., Town]) -> Town:
    made = make_listening()
    made.control.citizen_writes(ANNA, "Attiva", bsuid=BSUID)
    pull(made, messages=1)
    assert made.control.contact_book == {BSUID}
    return made


def test_the_entry_at_meta_goes_with_the_number(town: Town) -> None:
    done = town.run("--json", "subscribers", "erase", f"+{ANNA}")
    assert (done.json["erased"], done.json["contact_book"]) == (True, "deleted")
    assert "rubrica che Meta tiene per l'ente" in done.err
    assert town.control.contact_book == set()
    assert active(town) == set()
    assert BSUID not in (town.data_dir / "comunecast.db").read_bytes().decode("latin-1")


def test_an_erasure_does_not_wait_for_meta(town: Town) -> None:
    town.control.add_fault(Fault(service="whatsapp", kind=FaultKind.SERVER_ERROR, method="contact_book"))
    done = town.run("--json", "subscribers", "erase", f"+{ANNA}")
    assert (done.json["erased"], done.json["contact_book"]) == (True, "kept")
    assert "Meta Business Suite" in done.err
    assert town.control.contact_book == {BSUID}
    assert active(town) == set()


def test_an_account_without_a_contact_book_has_nothing_to_delete(town: Town) -> None:
    town.control.add_fault(Fault(service="whatsapp", kind=FaultKind.ERROR, method="contact_book", code=100))
    assert town.run("--json", "subscribers", "erase", f"+{ANNA}").json["contact_book"] == "none"


def test_nobody_is_asked_where_the_identifier_was_never_told(town: Town) -> None:
    town.run("subscribers", "import", town.file("one.csv", f"telefono\n{BRUNO}\n"))
    assert town.run("--json", "subscribers", "erase", f"+{BRUNO}").json["contact_book"] == "none"
    assert town.control.requests("whatsapp", "contact_book") == []
