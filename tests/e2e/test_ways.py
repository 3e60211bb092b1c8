# SPDX-License-Identifier: EUPL-1.2
"""The call sequences told in docs/ARCHITECTURE.md are those of the running program."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from pathlib import Path

import pytest
import requests
from waitress import create_server

from comunecast_gui import relay
from comunecast_gui.relay.keys import make_keys
from tests.e2e.conftest import MakeTown
from tests.e2e.ways import told, watching

SECRET = "training-app-secret"
ANNA = "393331110001"


def attiva(phone_number_id: str) -> bytes:
    """What Meta posts when Anna writes the word (Meta: Cloud API, webhooks, "text messages")."""
    message = {"from": ANNA, "id": "wamid.A", "timestamp": str(int(time.time())), "type": "text"}
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "393336492690", "phone_number_id": phone_number_id},
        "contacts": [{"wa_id": ANNA, "profile": {"name": "A"}}],
        "messages": [{**message, "text": {"body": "Attiva"}}],
    }
    entry = {"id": "102290129340398", "changes": [{"field": "messages", "value": value}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def test_the_way_of_one_attiva(make_town: MakeTown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = make_keys()
    for name, value in {
        "RELAY_VERIFY_TOKEN": "the-verify-token",
        "RELAY_APP_SECRET": SECRET,
        "RELAY_KEY_HASH": keys.bearer_key_hash,
        "RELAY_PUBLIC_KEY": keys.public_key,
        "RELAY_DATABASE": str(tmp_path / "relay.db"),
        "COMUNECAST_RELAY_KEY": keys.bearer_key,
        "COMUNECAST_RELAY_PRIVATE_KEY": keys.private_key,
    }.items():
        monkeypatch.setenv(name, value)
    relay._service.cache_clear()
    town = make_town()
    town.control.citizen_writes(ANNA, "ciao")  # opens the 24 hours in which an answer is free text
    office = (town.folder / "office.toml").read_text(encoding="utf-8")
    body = attiva(town.sandbox.config.phone_number_id)
    signature = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    steps = told("The way of one *Attiva*")
    with watching() as watched:
        server = create_server(relay.app, host="127.0.0.1", port=0, threads=2)  # its threads begin here, watched
        url = f"http://127.0.0.1:{server.effective_port}"
        town.run("configure", town.file("office.toml", office + f'[relay]\nurl = "{url}"\n'))
        thread = threading.Thread(target=server.run, name="relay")
        thread.start()
        try:
            headers = {"X-Hub-Signature-256": signature}
            assert requests.post(f"{url}/webhook", data=body, headers=headers, timeout=10).status_code == 200
            pulled = town.run("--json", "inbox", "pull").json
        finally:
            server.close()
            thread.join(10)
    assert (pulled["joined"], pulled["answered"]) == (1, 1)
    assert len(steps) > 8
    assert watched.order_of(steps) == steps
