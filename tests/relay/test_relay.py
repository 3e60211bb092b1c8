# SPDX-License-Identifier: EUPL-1.2
"""The relay over real HTTP: it keeps what Meta signed, gives it to the bearer of the key, and can read nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from comunecast_gui.relay.environment import RelaySettings, SettingsError
from comunecast_gui.relay.event_store import EventStore
from comunecast_gui.relay.keys import decode_key, hash_of, make_keys
from comunecast_gui.relay.rate_limit import AddressLimits
from comunecast_gui.relay.web import make_app
from tests.relay.running import VERIFY_TOKEN, RunningRelay

BODY = json.dumps({"object": "whatsapp_business_account", "entry": [{"text": "Attiva è qui"}]}).encode()


def test_a_signed_payload_comes_out_byte_for_byte(relay: RunningRelay) -> None:
    assert relay.post(BODY).status_code == 200
    assert relay.post(b'{"odd":  "spacing \\u00e8"}').status_code == 200
    answer = relay.get("/events", after=0, limit=1).json()
    assert [event["id"] for event in answer["events"]] == [1]
    assert answer["last"] == 1
    assert answer["events"][0]["received_at"].startswith("20")
    assert relay.held() == [BODY, b'{"odd":  "spacing \\u00e8"}']
    assert relay.get("/events", after=2).json() == {"events": [], "last": 2}


def test_acknowledged_events_go_and_their_ids_never_come_back(relay: RunningRelay) -> None:
    for number in range(3):
        relay.post(b"%d" % number)
    assert relay.ack(2).json() == {"upto": 2, "deleted": 2}
    assert relay.held() == [b"2"]
    assert relay.ack(3).status_code == 200
    relay.post(b"3")
    assert [event["id"] for event in relay.get("/events").json()["events"]] == [4]
    assert relay.ack(2).json()["deleted"] == 0


@pytest.mark.parametrize("signature", ["", "sha256=", "sha256=" + "0" * 64, "sha1=abc", "sha256=è"])
def test_a_payload_that_meta_did_not_sign_is_refused(relay: RunningRelay, signature: str) -> None:
    assert relay.post(BODY, signature.encode()).status_code == 401  # type: ignore[arg-type]
    assert relay.held() == []


def test_the_signature_is_over_the_bytes_as_they_came(relay: RunningRelay) -> None:
    assert relay.post(BODY + b" ", relay.signature(BODY)).status_code == 401
    assert relay.post(b"").status_code == 400
    assert relay.held() == []


def test_an_oversized_post_is_refused(make_relay: Callable[..., RunningRelay]) -> None:
    relay = make_relay(RELAY_MAX_BYTES="1000")
    assert relay.post(b"x" * 1000).status_code == 200
    assert relay.post(b"x" * 1001).status_code == 413

    def chunks() -> Iterator[bytes]:
        yield b"x" * 900
        yield b"x" * 900

    headers = {"X-Hub-Signature-256": relay.signature(b"x" * 1800)}
    answer = requests.post(f"{relay.url}/webhook", data=chunks(), headers=headers, timeout=10)
    assert answer.status_code == 413
    assert relay.held() == [b"x" * 1000]


def test_the_handshake_answers_only_who_knows_the_token(relay: RunningRelay) -> None:
    asked = {"hub.mode": "subscribe", "hub.challenge": "<1158201444>", "hub.verify_token": VERIFY_TOKEN}
    answer = requests.get(f"{relay.url}/webhook", params=asked, timeout=10)
    assert (answer.status_code, answer.text) == (200, "<1158201444>")
    assert answer.headers["Content-Type"].startswith("text/plain")
    for change in ({"hub.verify_token": "wrong"}, {"hub.mode": "unsubscribe"}):
        assert requests.get(f"{relay.url}/webhook", params=asked | change, timeout=10).status_code == 403
    assert requests.get(f"{relay.url}/webhook", timeout=10).status_code == 403
    assert VERIFY_TOKEN not in (relay.folder / "relay.log").read_text(encoding="utf-8")


def test_only_the_workstation_fetches_and_deletes(relay: RunningRelay) -> None:
    relay.post(BODY)
    for key in ("", "wrong", relay.keys.bearer_key_hash, relay.keys.public_key):
        assert relay.get("/events", key=key).status_code == 401
        assert relay.ack(1, key=key).status_code == 401
    assert requests.get(f"{relay.url}/events", timeout=10).status_code == 401
    assert relay.held() == [BODY]


@pytest.mark.parametrize("upto", [-1, "1", 1.5, True, None, 2**63])
def test_a_wrong_acknowledgement_changes_nothing(relay: RunningRelay, upto: object) -> None:
    relay.post(BODY)
    assert relay.ack(upto).status_code == 400
    assert relay.held() == [BODY]


@pytest.mark.parametrize(
    "wrong", [{"after": "-1"}, {"after": "x"}, {"limit": "0"}, {"limit": "١"}, {"after": "9" * 30}]
)
def test_wrong_numbers_are_refused(relay: RunningRelay, wrong: dict[str, str]) -> None:
    assert relay.get("/events", **wrong).status_code == 400


def test_unknown_addresses_are_refused_and_the_health_page_tells_nothing(relay: RunningRelay) -> None:
    relay.post(BODY)
    assert requests.get(f"{relay.url}/health", timeout=10).json() == {"ok": True}
    assert requests.get(f"{relay.url}/", timeout=10).status_code == 404
    assert requests.put(f"{relay.url}/webhook", timeout=10).status_code == 405
    assert requests.get(f"{relay.url}/ack", timeout=10).status_code == 405


def test_stored_events_cannot_be_read_on_the_relays_disk(relay: RunningRelay) -> None:
    relay.post(json.dumps({"from": "393331234567", "text": "il mio segreto"}).encode())
    relay.post(b'{"text": "firmato male"}', "sha256=00")
    large = b"un testo molto lungo " * 60_000
    assert relay.post(large).status_code == 200
    disk = relay.bytes_on_disk()
    for secret in (b"393331234567", b"segreto", b"firmato male", b"molto lungo", relay.secret.encode()):
        assert secret not in disk
    assert relay.keys.bearer_key.encode() not in disk


def test_guessing_bearer_keys_is_slowed_down(make_relay: Callable[..., RunningRelay]) -> None:
    relay = make_relay(RELAY_RATE="1")
    answers = {relay.get("/events", key="wrong").status_code for _ in range(20)}
    assert answers == {401, 429}
    refused = relay.post(BODY)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")


def test_many_addresses_of_one_ipv6_network_count_as_one() -> None:
    limits = AddressLimits(10, lambda: 0.0)
    assert sum(limits.allows(f"2001:db8::{n:x}") for n in range(100)) == 20
    assert sum(limits.allows(f"2001:db8:0:1::{n:x}%eth0") for n in range(100)) == 20
    assert sum(limits.allows(address) for address in ("192.0.2.1", "::ffff:192.0.2.1") * 50) == 20
    assert sum(limits.allows("not:an:address") for n in range(100)) == 20


def test_a_proxy_tells_the_callers_address(make_relay: Callable[..., RunningRelay]) -> None:
    relay = make_relay(RELAY_RATE="1", RELAY_PROXIES="1")
    for _ in range(20):
        requests.get(f"{relay.url}/events", headers={"X-Forwarded-For": "1.1.1.1, 203.0.113.9"}, timeout=10)
    blocked = requests.get(f"{relay.url}/health", headers={"X-Forwarded-For": "2.2.2.2, 203.0.113.9"}, timeout=10)
    other = requests.get(f"{relay.url}/health", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.1"}, timeout=10)
    assert (blocked.status_code, other.status_code) == (429, 200)


def test_a_full_disk_is_no_success(tmp_path: Path) -> None:
    client, store = flask_client(tmp_path)
    store._writer.execute("PRAGMA max_page_count = 4")
    body = b"x" * 100_000
    signature = RunningRelay(tmp_path, secret="s").signature(body)
    assert client.post("/webhook", data=body, headers={"X-Hub-Signature-256": signature}).status_code == 503
    assert store.page(0, 10) == []
    store._writer.execute("PRAGMA max_page_count = 1000")
    assert client.post("/webhook", data=body, headers={"X-Hub-Signature-256": signature}).status_code == 200
    store.close()


def test_many_updates_in_many_posts_all_arrive(relay: RunningRelay) -> None:
    bodies = [json.dumps({"updates": [{"id": f"{post}-{n}"} for n in range(10**post)]}).encode() for post in range(4)]
    threads = [threading.Thread(target=relay.post, args=(body,)) for body in bodies * 5]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(relay.held()) == sorted(bodies * 5)


def test_the_log_is_moved_beside_the_writing_and_begins_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comunecast_gui.relay.event_store._CHECKPOINT_BYTES", 200_000)
    store = EventStore(tmp_path / "relay.db")
    posts = [bytes([number]) * 20_000 for number in range(200)]
    for first in range(0, len(posts), 20):
        for post in posts[first : first + 20]:
            store.add(post, datetime.now(UTC))
        assert store._checkpoint is not None
        store._checkpoint.join()
    assert [event.sealed for event in store.page(0, 200)] == posts
    assert (tmp_path / "relay.db-wal").stat().st_size < sum(map(len, posts))
    store.close()


def flask_client(folder: Path) -> tuple[FlaskClient, EventStore]:
    """The application as another web host than waitress calls it."""
    keys, store = make_keys(), EventStore(folder / "relay.db")
    settings = RelaySettings("v", "s", keys.bearer_key_hash, decode_key(keys.public_key), folder / "relay.db")
    return make_app(settings, store).test_client(), store


def test_a_post_that_is_cut_short_or_of_unknown_length(tmp_path: Path) -> None:
    client, store = flask_client(tmp_path)
    headers = {"X-Hub-Signature-256": RunningRelay(tmp_path, secret="s").signature(BODY)}
    cut = client.post("/webhook", data=BODY, headers=headers, environ_overrides={"CONTENT_LENGTH": str(len(BODY) + 1)})
    assert cut.status_code == 400
    for length in ("-1", "x", "", "9" * 30):
        assert client.post(
            "/webhook", data=BODY, headers=headers, environ_overrides={"CONTENT_LENGTH": length}
        ).status_code in (401, 413)
    assert store.page(0, 10) == []
    told = {"CONTENT_LENGTH": "", "wsgi.input_terminated": True}
    assert client.post("/webhook", data=BODY, headers=headers, environ_overrides=told).status_code == 200
    assert len(store.page(0, 10)) == 1
    store.close()


def test_unfetched_events_are_kept_a_month_and_no_longer(tmp_path: Path) -> None:
    store = EventStore(tmp_path / "relay.db")
    start = datetime(2026, 11, 1, tzinfo=UTC)
    for day in range(40):
        store.add(b"%d" % day, start + timedelta(days=day))
    kept = [int(event.sealed) for event in store.page(0, 100)]
    assert kept == list(range(4, 40))
    store.check(start + timedelta(days=60))
    assert [int(event.sealed) for event in store.page(0, 100)] == list(range(25, 40))
    store.close()


def test_settings_are_refused_by_name_and_never_shown(tmp_path: Path) -> None:
    good = RunningRelay(tmp_path).environment
    assert RelaySettings.from_environment(good).rate == 2000
    assert good["RELAY_APP_SECRET"] not in repr(RelaySettings.from_environment(good))
    for name in good:
        with pytest.raises(SettingsError, match=name):
            RelaySettings.from_environment({**good, name: ""})
    for name, value in (("RELAY_KEY_HASH", "abc"), ("RELAY_PUBLIC_KEY", "abc"), ("RELAY_RATE", "-1")):
        with pytest.raises(SettingsError, match=name) as refused:
            RelaySettings.from_environment({**good, name: value})
        assert "abc" not in str(refused.value)


def test_it_does_not_start_without_settings() -> None:
    command = [sys.executable, "-m", "comunecast_gui.relay", "serve"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert done.returncode == 2
    assert "RELAY_APP_SECRET" in done.stderr


def test_the_wsgi_callable_reads_the_environment_when_it_is_called(tmp_path: Path) -> None:
    code = (
        "from comunecast_gui.relay import app\n"
        "import sys\n"
        "assert 'flask' not in sys.modules and 'PySide6' not in sys.modules and 'sqlalchemy' not in sys.modules\n"
        "from wsgiref.util import setup_testing_defaults\n"
        "environ = {'PATH_INFO': '/health'}\n"
        "setup_testing_defaults(environ)\n"
        "print(b''.join(app(environ, lambda status, headers: print(status))))\n"
        "assert not [n for n in sys.modules if n.startswith(('PySide6', 'sqlalchemy', 'comunecast_gui.store'))]\n"
    )
    environment = {**os.environ, **RunningRelay(tmp_path).environment}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=30, check=False
    )
    assert done.stdout.startswith("200 OK"), done.stderr


def test_keys_fit_and_do_not_show_themselves() -> None:
    keys = make_keys()
    assert hash_of(keys.bearer_key) == keys.bearer_key_hash
    assert keys.private_key not in repr(keys)
    assert keys.bearer_key not in repr(keys)
    assert len({decode_key(keys.private_key), decode_key(keys.public_key), decode_key(make_keys().public_key)}) == 3


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 3)), max_size=200))
def test_an_address_gets_its_rate_and_not_more(calls: list[tuple[str, float]]) -> None:
    now = 0.0
    limits = AddressLimits(10, lambda: now)
    allowed = {"a": 0, "b": 0, "c": 0}
    for address, pause in calls:
        now += pause
        allowed[address] += limits.allows(address)
    assert all(count <= 20 + 10 * now for count in allowed.values())
