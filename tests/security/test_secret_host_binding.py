# SPDX-License-Identifier: EUPL-1.2
"""A key is sent only to the host that it was entered for, also after somebody changed an address in the settings."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.sandbox.config import TRAINING_TELEGRAM_TOKEN, TRAINING_WHATSAPP_TOKEN
from comunecast_gui.services import inbox, telegram_chats, wiring
from comunecast_gui.system.secrets import Secret, SecretName, Secrets, as_variables, host_of
from comunecast_gui.system.settings import office_file
from comunecast_gui.ui.runtime.administration import Administration
from tests.e2e.conftest import OFFICE, Town, make_town, town
from tests.keyrings import MemoryKeyring

__all__ = ["make_town", "town"]
VARIABLES = ("COMUNECAST_TELEGRAM_TOKEN", "COMUNECAST_WHATSAPP_TOKEN")


@dataclass
class Thief:
    """An HTTP server in the place of a service: it answers 500 and notes every request."""

    url: str = ""
    heard: list[str] = field(default_factory=list)


@pytest.fixture
def thief() -> Iterator[Thief]:
    with listening() as thief:
        yield thief


@contextmanager
def listening() -> Iterator[Thief]:
    thief = Thief()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            thief.heard.append(f"{self.path}\n{self.headers}\n{self.rfile.read(length)!r}")
            self.send_response(500)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Write no log."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thief.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield thief
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def keep(town: Town, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{value}\n"))
    town.run("secrets", "set", name)


def settings(town: Town, *, telegram: str = "", graph: str = "", more: str = "") -> str:
    addresses = {"telegram": telegram or town.sandbox.telegram_base_url, "graph": graph or town.sandbox.graph_url}
    return town.file("office.toml", OFFICE.format(rate=400, **addresses) + more)


@pytest.fixture
def kept(town: Town, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> Town:
    """A town whose tokens are only in the keyring, entered for the stand-ins."""
    for variable in VARIABLES:
        monkeypatch.delenv(variable)
    keep(town, monkeypatch, "telegram_token", TRAINING_TELEGRAM_TOKEN)
    keep(town, monkeypatch, "whatsapp_token", TRAINING_WHATSAPP_TOKEN)
    town.subscribe(2)
    return town


def test_changed_address_receives_no_key(kept: Town, thief: Thief, monkeypatch: pytest.MonkeyPatch) -> None:
    notice = str(kept.folder / "notice.toml")
    said = kept.run("configure", settings(kept, telegram=f"{thief.url}/bot", graph=thief.url))
    assert host_of(kept.sandbox.graph_url) in said.err
    ended = kept.run("send", notice, "--yes", "--json", code=2)
    assert ended.json["error"]["code"] == "secret_other_host"
    kept.run("templates", "sync", code=2)
    kept.run("templates", "submit", "generico", code=2)
    kept.run("resume", code=0)
    health = kept.run("healthcheck", code=2)
    assert host_of(kept.sandbox.graph_url) in health.out + health.err
    assert thief.heard == []
    listed = kept.run("secrets", "list", "--json")
    assert (listed.json["secrets"]["telegram_token"], listed.json["secrets"]["whatsapp_token"]) == (False, False)

    kept.run("configure", settings(kept))
    kept.run("send", notice, "--yes")
    assert kept.messages == 2
    keep(kept, monkeypatch, "whatsapp_token", TRAINING_WHATSAPP_TOKEN)


def test_key_entered_again_is_sent_to_the_new_address(kept: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(kept, monkeypatch, "whatsapp_token", "of another house")
    with listening() as moved:
        kept.run("configure", settings(kept, graph=moved.url))
        keep(kept, monkeypatch, "whatsapp_token", "entered-again")
        kept.run("templates", "sync", code=2)
        assert any("entered-again" in heard for heard in moved.heard)
        assert not any("of another house" in heard for heard in moved.heard)


def test_resume_keeps_rows_queued_after_an_address_change(kept: Town, thief: Thief) -> None:
    kept.run("send", str(kept.folder / "notice.toml"), "--yes", "--enqueue-only")
    (kept.data_dir / "office.toml").write_text(
        Path(settings(kept, telegram=f"{thief.url}/bot", graph=thief.url)).read_text("utf-8"), encoding="utf-8"
    )
    ended = kept.run("resume", "--json", code=2)
    assert ended.json["channels"]["whatsapp"]["queued"] == 2
    assert host_of(kept.sandbox.graph_url) in ended.err
    assert thief.heard == []


def test_environment_key_is_not_bound_to_a_host(
    town: Town, ring: MemoryKeyring, thief: Thief, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.run("configure", settings(town, graph=thief.url))
    town.run("templates", "sync", code=2)
    assert any(TRAINING_WHATSAPP_TOKEN in heard for heard in thief.heard)
    assert ring.kept == {}


def test_relay_key_is_sent_to_its_own_relay_only(kept: Town, thief: Thief, monkeypatch: pytest.MonkeyPatch) -> None:
    pair = kept.run("relay", "keys", "--json").json
    with listening() as relay:
        kept.run("configure", settings(kept, more=f'[relay]\nurl = "{relay.url}"\n'))
        keep(kept, monkeypatch, "relay_key", pair["bearer_key"])
        keep(kept, monkeypatch, "relay_private_key", pair["private_key"])
        kept.run("inbox", "pull", code=2)
        assert any(pair["bearer_key"] in heard for heard in relay.heard)
    kept.run("configure", settings(kept, more=f'[relay]\nurl = "{thief.url}"\n'))
    assert "relay_key" in kept.run("inbox", "pull", code=2).err
    assert thief.heard == []
    with wiring.open_workspace(kept.data_dir) as workspace, pytest.raises(ConfigError) as refused:
        inbox.mailbox_of(workspace)
    assert refused.value.code == "secret_other_host"
    assert kept.run("secrets", "list", "--json").json["secrets"]["relay_private_key"] is True


def test_vet_sends_no_key_to_a_new_telegram_address(kept: Town, thief: Thief) -> None:
    with wiring.open_workspace(kept.data_dir) as workspace:
        fresh = office_file.parse(Path(settings(kept, telegram=f"{thief.url}/bot")))
        telegram_chats.vet(workspace, fresh)
        assert thief.heard == []
        telegram_chats.vet(workspace, workspace.settings)


def test_configure_binds_an_unbound_key_to_the_present_host(kept: Town, ring: MemoryKeyring, thief: Thief) -> None:
    (place,) = (place for place in ring.kept if place[1] == "whatsapp_token")
    ring.kept[place] = TRAINING_WHATSAPP_TOKEN
    kept.run("configure", settings(kept, graph=thief.url))
    kept.run("templates", "sync", code=2)
    assert thief.heard == []
    kept.run("configure", settings(kept))
    kept.run("templates", "sync")


def test_settings_page_binds_an_unbound_key_to_the_present_host(kept: Town, ring: MemoryKeyring, thief: Thief) -> None:
    (place,) = (place for place in ring.kept if place[1] == "whatsapp_token")
    ring.kept[place] = TRAINING_WHATSAPP_TOKEN
    with wiring.open_workspace(kept.data_dir) as workspace:
        secrets = Secrets.of(kept.data_dir, workspace.settings)
        office = Administration(workspace.settings, kept.data_dir, tuple, secrets, (SecretName.WHATSAPP_TOKEN,))
        office.keep(office_file.parse(Path(settings(kept, graph=thief.url))))
    moved = Secrets.of(kept.data_dir, office_file.load(kept.data_dir))
    assert moved.get(SecretName.WHATSAPP_TOKEN) is None
    (state,) = replace(office, secrets=moved).key_states()
    assert (state.present, state.elsewhere) == (False, host_of(kept.sandbox.graph_url))


def test_read_only_keyring_gives_no_unbound_key(kept: Town, ring: MemoryKeyring) -> None:
    (place,) = (place for place in ring.kept if place[1] == "whatsapp_token")
    ring.kept[place], ring.worn = TRAINING_WHATSAPP_TOKEN, True
    before = len(kept.control.requests("whatsapp"))
    assert "no_keyring" in kept.run("templates", "sync", "--json", code=2).out
    assert len(kept.control.requests("whatsapp")) == before


def test_key_entered_before_the_settings_binds_to_their_first_host(data_dir: Path, ring: MemoryKeyring) -> None:
    Secrets(data_dir).set(SecretName.WHATSAPP_TOKEN, "EAAG")
    first = Secrets(data_dir, {SecretName.WHATSAPP_TOKEN: "https://graph.facebook.com"})
    assert first.require(SecretName.WHATSAPP_TOKEN).host == "https://graph.facebook.com"
    other = Secrets(data_dir, {SecretName.WHATSAPP_TOKEN: "https://graph.example"})
    assert other.get(SecretName.WHATSAPP_TOKEN) is None
    assert other.elsewhere(SecretName.WHATSAPP_TOKEN) == "https://graph.facebook.com"
    other.set(SecretName.WHATSAPP_TOKEN, "again")
    assert other.require(SecretName.WHATSAPP_TOKEN).reveal_to("https://graph.example/v25.0") == "again"
    assert first.get(SecretName.WHATSAPP_TOKEN) is None


def test_damaged_keyring_entry(data_dir: Path, ring: MemoryKeyring) -> None:
    secrets = Secrets(data_dir, {SecretName.RELAY_KEY: "https://relay.example"})
    secrets.set(SecretName.RELAY_KEY, "k")
    (place,) = ring.kept
    for damaged in ("{", "{}", '{"key": "k"}', "[" * 100_000, '{"host": 1, "key":'):
        ring.kept[place] = damaged
        found = secrets.get(SecretName.RELAY_KEY)
        assert found is None or not damaged.startswith("{")


def test_reveal_to_refuses_another_host() -> None:
    secret = Secret("EAAG", "https://graph.facebook.com")
    assert secret.reveal_to("https://graph.facebook.com:443/v25.0") == "EAAG"
    for address in (
        "http://graph.facebook.com",
        "https://graph.facebook.com:8443",
        "https://graph.facebook.com.evil.example",
        "https://graph.facebook.com@evil.example",
        "https://evil.example/https://graph.facebook.com",
        "",
    ):
        with pytest.raises(ConfigError) as refused:
            secret.reveal_to(address)
        assert refused.value.code == "secret_misdirected"
        assert not secret.fits(address)
    with pytest.raises(ConfigError):
        secret.reveal()


def test_child_engine_process_receives_the_host_with_the_key(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bound = Secret("EAAG", "https://graph.facebook.com")
    for name, value in as_variables({SecretName.WHATSAPP_TOKEN: bound, SecretName.TELEGRAM_TOKEN: None}).items():
        monkeypatch.setenv(name, value)
    there = Secrets(data_dir, {SecretName.WHATSAPP_TOKEN: "https://graph.facebook.com"})
    assert there.require(SecretName.WHATSAPP_TOKEN) == bound
    moved = Secrets(data_dir, {SecretName.WHATSAPP_TOKEN: "https://graph.example"})
    assert moved.get(SecretName.WHATSAPP_TOKEN) is None


def test_child_engine_process_names_the_host_of_its_own_key_after_a_change(
    data_dir: Path, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in as_variables({SecretName.WHATSAPP_TOKEN: Secret("EAAG", "https://graph.facebook.com")}).items():
        monkeypatch.setenv(name, value)
    moved = Secrets(data_dir, {SecretName.WHATSAPP_TOKEN: "https://graph.example"})
    moved.set(SecretName.WHATSAPP_TOKEN, "entered since")
    with pytest.raises(ConfigError) as refused:
        moved.require(SecretName.WHATSAPP_TOKEN)
    assert refused.value.code == "secret_other_host"
    assert (refused.value.values["host"], refused.value.values["address"]) == (
        "https://graph.facebook.com",
        "https://graph.example",
    )


def test_state_of_a_key_is_one_look_into_the_keyring(data_dir: Path, ring: MemoryKeyring) -> None:
    here = Secrets(data_dir, {SecretName.WHATSAPP_TOKEN: "https://graph.facebook.com"})
    here.set(SecretName.WHATSAPP_TOKEN, "EAAG")
    moved = Secrets(data_dir, {SecretName.WHATSAPP_TOKEN: "https://graph.example"})
    for secrets, elsewhere in ((here, ""), (moved, "https://graph.facebook.com")):
        ring.reads = 0
        state = secrets.state(SecretName.WHATSAPP_TOKEN)
        assert (state.present, state.elsewhere) == (not elsewhere, elsewhere)
        assert ring.reads == 1


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://Graph.Facebook.com/", "https://graph.facebook.com"),
        ("https://api.telegram.org:443/bot", "https://api.telegram.org"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("http://[::1]:8081/bot", "http://[::1]:8081"),
        ("https://me@host.example", "https://host.example"),
        ("https://host:port", ""),
        ("file:///etc/passwd", ""),
        ("", ""),
    ],
)
def test_host_of(address: str, host: str) -> None:
    assert host_of(address) == host


ADDRESSES = {
    "telegram.base_url": '[telegram]\nbase_url = "{url}/bot"\n[[telegram.channels]]\nname = "x"\nchat = "@comune_x"\n',
    "whatsapp.graph_url": '[whatsapp]\ngraph_url = "{url}"\nphone_number_id = "12345"\nbusiness_account_id = "12345"\n',
    "relay.url": '[relay]\nurl = "{url}"\n',
    "updates.url": f'[updates]\nurl = "{{url}}"\nkey = "{"A" * 43}="\n',
}
THIS_COMPUTER = ("http://127.0.0.1:8081", "http://127.9.9.9", "http://localhost", "http://[::1]:80", "https://prova.it")
ELSEWHERE = (
    *("http://10.1.2.3", "http://192.168.1.20:8081", "http://172.16.0.1", "http://[fd00::1]", "http://169.254.1.1"),
    *("http://botapi", "http://server.localhost", "http://localhost.prova.it", "http://[::ffff:10.1.2.3]"),
    *("http://0.0.0.0", "http://2130706433", "http://0x7f000001", "http://127.1", "http://prova.it", "ftp://127.0.0.1"),
)


@pytest.mark.parametrize("place", ADDRESSES)
def test_plain_http_only_on_loopback(place: str) -> None:
    head = '[office]\nname = "Comune di Prova"\n'
    for url in THIS_COMPUTER:
        office_file.parse(head + ADDRESSES[place].format(url=url))
    for url in ELSEWHERE:
        with pytest.raises(InputError) as refused:
            office_file.parse(head + ADDRESSES[place].format(url=url))
        assert (refused.value.code, refused.value.field) == ("settings_bad_url", place), url
