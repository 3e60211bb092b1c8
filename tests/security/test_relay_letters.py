# SPDX-License-Identifier: EUPL-1.2
"""Forged consent on the relay's disk: the workstation verifies Meta's signature, and lengths tell nothing."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PrivateKey, SealedBox

from comunecast_gui.channels.sealed_letter import LetterOpener
from comunecast_gui.relay.keys import make_keys
from comunecast_gui.relay.letter import STEP, size_class, written
from tests.relay.listening_office import ListeningOffice, message
from tests.relay.running import SECRET, RunningRelay

ANNA, BRUNO, CARLA = "393331110001", "393331110002", "393331110003"
FORGED = "sha256=" + "0" * 64


@pytest.fixture
def office(relay: RunningRelay, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> ListeningOffice:
    monkeypatch.setenv("COMUNECAST_RELAY_KEY", relay.keys.bearer_key)
    monkeypatch.setenv("COMUNECAST_RELAY_PRIVATE_KEY", relay.keys.private_key)
    monkeypatch.setenv("COMUNECAST_WHATSAPP_APP_SECRET", SECRET)
    made = ListeningOffice(data_dir, relay)
    made.configure()
    return made


def sealed_lengths(relay: RunningRelay) -> list[int]:
    return [len(base64.b64decode(event["sealed"])) for event in relay.get("/events", limit=1000).json()["events"]]


def test_attiva_and_disattiva_have_the_same_sealed_length(relay: RunningRelay) -> None:
    for number, text in ((ANNA, "Attiva"), (BRUNO, "Disattiva"), (CARLA, "vorrei cancellarmi dagli avvisi, grazie")):
        assert relay.post(message(number, text)).status_code == 200
    assert len(set(sealed_lengths(relay))) == 1


@given(st.integers(1, 8_000_000), st.integers(0, 5000))
def test_size_classes_are_few_and_waste_little(size: int, more: int) -> None:
    assert size <= size_class(size) <= max(size * 1.125 + STEP, STEP)
    assert size_class(size) <= size_class(size + more)
    assert len({size_class(size + step) for step in range(0, size // 2, 97)}) <= 10


@given(st.binary(min_size=1, max_size=20_000))
def test_a_letter_gives_back_the_signed_bytes(body: bytes) -> None:
    keys = make_keys()
    signature = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    public = PrivateKey(base64.b64decode(keys.private_key)).public_key
    sealed = SealedBox(public).encrypt(written(body, signature))
    opener = LetterOpener([make_keys().private_key, keys.private_key], ["another", SECRET])
    opened = opener.open(sealed)
    assert opened is not None
    assert (opened.body, opened.signature, opened.former) == (body, signature, True)
    assert opener.is_of_meta(opened)
    assert not LetterOpener([keys.private_key], ["another"]).is_of_meta(opened)


def test_a_program_without_signatures_still_reads_a_letter() -> None:
    body = message(ANNA, "Attiva")
    read = json.loads(written(body, FORGED))
    assert {key: read[key] for key in json.loads(body)} == json.loads(body)


def test_forged_letters_on_the_relays_disk_change_nothing(office: ListeningOffice) -> None:
    office.relay.post(message(ANNA, "Attiva"))
    assert office.run("inbox", "pull")["joined"] == 1
    office.put_on_the_disk(written(message(BRUNO, "Attiva"), FORGED))
    office.put_on_the_disk(message(BRUNO, "Attiva"))
    office.put_on_the_disk(message(ANNA, "Disattiva"))
    office.relay.post(message(CARLA, "Attiva"))
    report = office.run("inbox", "pull", code=2)
    assert (report["joined"], report["left"], report["quarantined"]) == (1, 0, 3)
    assert office.active() == {ANNA, CARLA}
    letters = [one["detail"] for one in office.run("healthcheck", code=2)["checks"] if one["name"] == "relay_letters"]
    assert [("firma di Meta: 1," in one, "da tempo: 2," in one) for one in letters] == [(True, False), (False, True)]
    assert all("disco" in one for one in letters)
    assert len(office.waiting_at_relay()) >= 3


def test_letters_of_an_older_relay_are_read_until_the_first_signed_one(office: ListeningOffice) -> None:
    office.put_on_the_disk(message(ANNA, "Attiva"))  # as an older relay sealed it
    office.relay.post(message(BRUNO, "Attiva"))
    office.put_on_the_disk(message(CARLA, "Attiva"))
    assert office.run("inbox", "pull", code=2)["quarantined"] == 1
    assert office.active() == {ANNA, BRUNO}


def test_a_signature_by_a_changed_app_secret_waits_until_that_is_entered(
    office: ListeningOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.relay.post(message(ANNA, "Attiva"))
    monkeypatch.setenv("COMUNECAST_WHATSAPP_APP_SECRET", "new")
    assert office.run("inbox", "pull", code=2)["quarantined"] == 1
    monkeypatch.setenv("COMUNECAST_WHATSAPP_APP_SECRET", f"new {SECRET}")
    assert office.run("inbox", "pull")["joined"] == 1
    assert office.active() == {ANNA}
    assert office.waiting_at_relay() == []


def test_without_the_app_secret_the_healthcheck_says_that_signatures_are_not_verified(
    office: ListeningOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.relay.post(message(ANNA, "Attiva"))
    office.run("inbox", "pull")
    found = office.checks(code=2)  # Telegram cannot be reached
    assert (found["relay_signatures"]["ok"], found["relay_signatures"].get("warning", False)) == (True, False)
    monkeypatch.delenv("COMUNECAST_WHATSAPP_APP_SECRET")
    told = office.checks(code=2)["relay_signatures"]
    assert "non controlla la firma" in told["detail"]
    assert "whatsapp_app_secret" in told["detail"]
