# SPDX-License-Identifier: EUPL-1.2
"""Meta's answers become the list of what is done and what is open before an office can write on WhatsApp."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from comunecast_gui.core.errors import Misconfigured, Transient
from comunecast_gui.core.meta.setup_progress import PAGES, Matter, Progress, Standing, before, progress
from comunecast_gui.core.meta.whatsapp_health import MESSAGING, Subscription
from comunecast_gui.services import wiring
from tests.core.meta.test_whatsapp_health import NOW, NUMBER, TOKEN, WELL

VERIFIED = replace(NUMBER, verified="VERIFIED")
FINE = replace(WELL, number=VERIFIED)


def told(**changes: Any) -> dict[Matter, Progress]:
    return {one.matter: one for one in progress(replace(FINE, **changes), NOW)}


def of_number(**changes: Any) -> dict[str, Any]:
    return {"number": replace(VERIFIED, **changes)}


def test_before_meta_was_asked_everything_is_told_in_its_order() -> None:
    assert [one.matter for one in before()] == list(Matter)
    assert {one.standing for one in before()} == {Standing.LATER}


def test_an_office_that_is_well_has_nothing_open() -> None:
    assert {one.standing for one in told().values()} == {Standing.DONE}


@pytest.mark.parametrize(
    ("changes", "matter", "standing", "code", "keeps_back"),
    [
        ({"token": Misconfigured("whatsapp_190")}, Matter.TOKEN, Standing.OPEN, "token_wrong", True),
        ({"token": replace(TOKEN, valid=False)}, Matter.TOKEN, Standing.OPEN, "token_wrong", True),
        ({"token": replace(TOKEN, scopes=frozenset({MESSAGING}))}, Matter.TOKEN, Standing.OPEN, "token_scopes", True),
        ({"token": replace(TOKEN, expires_at=NOW)}, Matter.TOKEN, Standing.OPEN, "token_expired", True),
        (
            {"token": replace(TOKEN, expires_at=NOW + timedelta(days=1))},
            Matter.TOKEN, Standing.OPEN, "token_short", True,
        ),
        (
            {"token": replace(TOKEN, expires_at=NOW + timedelta(days=60))},
            Matter.TOKEN, Standing.DONE, "token_until", False,
        ),
        ({"token": Misconfigured("whatsapp_10")}, Matter.TOKEN, Standing.UNSAID, "unsaid", False),
        ({"number": Misconfigured("whatsapp_100")}, Matter.NUMBER, Standing.OPEN, "number_missing", True),
        ({"number": Transient("offline")}, Matter.NUMBER, Standing.UNSAID, "unsaid", False),
        ({"account_numbers": frozenset({"9"})}, Matter.NUMBER, Standing.OPEN, "number_elsewhere", True),
        (of_number(verified="NOT_VERIFIED"), Matter.NUMBER, Standing.OPEN, "number_unverified", True),
        (of_number(faults=frozenset({141010})), Matter.VERIFICATION, Standing.OPEN, "verification_open", False),
        (of_number(can_send=""), Matter.VERIFICATION, Standing.UNSAID, "unsaid", False),
        (of_number(faults=frozenset({141006})), Matter.PAYMENT, Standing.OPEN, "payment_open", True),
        ({"unpaid": 3}, Matter.PAYMENT, Standing.OPEN, "payment_open", True),
        (of_number(status="PENDING"), Matter.REGISTRATION, Standing.OPEN, "registration_open", True),
        (of_number(status=""), Matter.REGISTRATION, Standing.UNSAID, "unsaid", False),
        (of_number(name_status="PENDING_REVIEW"), Matter.NAME, Standing.WAITS, "name_waits", False),
        (of_number(name_status="DECLINED"), Matter.NAME, Standing.OPEN, "name_open", False),
        (of_number(name_status="NONE"), Matter.NAME, Standing.UNSAID, "unsaid", False),
        ({"subscription": Subscription({})}, Matter.WEBHOOKS, Standing.OPEN, "webhooks_open", False),
        ({"subscription": Transient("timeout")}, Matter.WEBHOOKS, Standing.UNSAID, "unsaid", False),
    ],
)  # fmt: skip
def test_each_matter(
    changes: dict[str, Any], matter: Matter, standing: Standing, code: str, *, keeps_back: bool
) -> None:
    all_ = told(**changes)
    found = all_[matter]
    assert (found.standing, found.code, found.keeps_back) == (standing, code, keeps_back)
    others = [one for one in all_.values() if one.standing is Standing.OPEN and one is not found]
    assert not others, "one thing wrong is told once"


def test_each_matter_has_its_words_and_what_is_done_elsewhere_its_page() -> None:
    for language in ("it", "en"):
        sentences = wiring.window_sentences(language)
        for one in (*before(), *told().values()):
            assert sentences.text(f"meta_setup.{one.code}", **one.values)
            assert sentences.text(f"meta_setup.{one.matter}_title")
    assert set(Matter) - PAGES.keys() == {Matter.REGISTRATION, Matter.WEBHOOKS}
