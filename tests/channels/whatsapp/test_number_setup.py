# SPDX-License-Identifier: EUPL-1.2
"""Accounts and numbers of a token, and the registration of a number, asked of the stand-in over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from comunecast_gui.channels.whatsapp import number_setup
from comunecast_gui.channels.whatsapp.business_account import AccountApi
from comunecast_gui.channels.whatsapp.graph_client import GraphClient
from comunecast_gui.core.errors import InputError, Misconfigured
from comunecast_gui.sandbox.config import TRAINING_WHATSAPP_TOKEN, FurtherNumber, SandboxConfig
from comunecast_gui.sandbox.faults import Fault, FaultKind
from comunecast_gui.sandbox.server import Sandbox, run_sandbox
from comunecast_gui.services.wiring import window_sentences
from comunecast_gui.system import tls

ACCOUNT, NUMBER = "102290129340398", "106540352242922"
PIN = "482913"


@contextmanager
def meta(**settings: Any) -> Iterator[tuple[Sandbox, GraphClient]]:
    with run_sandbox(SandboxConfig(**settings)) as sandbox:
        client = GraphClient(sandbox.graph_url, "v25.0", TRAINING_WHATSAPP_TOKEN, tls.context())
        try:
            yield sandbox, client
        finally:
            client.close()


@pytest.mark.parametrize("granular", [True, False])
def test_the_accounts_of_a_token_are_found_whether_it_names_them_or_not(*, granular: bool) -> None:
    further = FurtherNumber(id="777", display="+39 333 0000777", account_id="555")
    with meta(granular=granular, further_numbers=(further,)) as (_, client):
        token = AccountApi(client, "", "").token()
        assert bool(token.accounts) == granular
        accounts = number_setup.accounts_of(client, token)
        assert accounts == (ACCOUNT, "555")
        found = [one for account in accounts for one in number_setup.numbers_of(client, account)]
    assert [(one.account, one.id, one.display, one.status) for one in found] == [
        (ACCOUNT, NUMBER, "+39 333 6492690", "CONNECTED"),
        ("555", "777", "+39 333 0000777", "CONNECTED"),
    ]


def test_a_number_is_registered_and_can_send_from_then_on() -> None:
    text = {"messaging_product": "whatsapp", "to": "393331110001", "type": "text", "text": {"body": "Prova"}}
    with meta(registered=False) as (sandbox, client):
        with pytest.raises(Misconfigured) as refused:
            client.post(f"{NUMBER}/messages", text)
        assert refused.value.code == "whatsapp_133010"
        assert AccountApi(client, ACCOUNT, NUMBER).number().status == "PENDING"
        number_setup.register(client, NUMBER, PIN)
        assert AccountApi(client, ACCOUNT, NUMBER).number().status == "CONNECTED"
        assert not sandbox.control.complaints("whatsapp")


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"registered": False, "pin": "111111"}, "setup_pin_wrong"),
        ({"registered": False, "number_verified": False}, "setup_number_unverified"),
    ],
)
def test_a_registration_that_meta_refuses(settings: dict[str, Any], code: str) -> None:
    with meta(**settings) as (_, client), pytest.raises(InputError, match=code):
        number_setup.register(client, NUMBER, PIN)


@pytest.mark.parametrize(
    ("code", "told", "wanted"),
    [
        (133000, "", "setup_deregistration"),
        (133008, "", "setup_pin_too_often"),
        (133008, "Retry after 55 minutes.", "setup_pin_too_often_told"),
        (133009, "Retry later.", "setup_pin_too_fast"),
        (133015, "", "setup_number_just_deleted"),
    ],
)
def test_each_refusal_of_a_registration_has_its_own_sentence(code: int, told: str, wanted: str) -> None:
    """Meta, "WhatsApp error codes", "Registration errors"."""
    body = {"error": {"message": f"(#{code})", "type": "OAuthException", "code": code}}
    if told:
        body["error"]["error_data"] = {"messaging_product": "whatsapp", "details": told}
    answer = Fault(service="whatsapp", method="register", kind=FaultKind.ANSWER, status=400, body=json.dumps(body))
    with meta(registered=False) as (sandbox, client):
        sandbox.control.add_fault(answer)
        with pytest.raises(InputError) as refused:
            number_setup.register(client, NUMBER, PIN)
        assert refused.value.code == wanted
        for language in ("it", "en"):
            assert told in window_sentences(language).of(refused.value) or wanted != "setup_pin_too_often_told"
        number_setup.register(client, NUMBER, PIN)  # what Meta refused once is asked again by the same press


def test_after_ten_registrations_meta_wants_three_days() -> None:
    with meta(registered=False, pin="111111") as (_, client):
        for _again in range(10):
            with pytest.raises(InputError, match="setup_pin_wrong"):
                number_setup.register(client, NUMBER, PIN)
        with pytest.raises(InputError, match="setup_registered_too_often"):
            number_setup.register(client, NUMBER, "111111")


def test_what_keeps_an_account_back_is_read_from_its_parts() -> None:
    with meta() as (sandbox, client):
        api = AccountApi(client, ACCOUNT, NUMBER)
        assert (api.number().can_send, api.number().faults) == ("AVAILABLE", frozenset())
        sandbox.control.set_number(paid="no", business_verified="no")
        found = api.number()
    assert (found.can_send, found.faults) == ("BLOCKED", frozenset({141006, 141010}))
    assert any("payment method" in one for one in found.reasons)
