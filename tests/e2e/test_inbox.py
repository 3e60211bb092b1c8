# SPDX-License-Identifier: EUPL-1.2
"""Citizens' messages, from their phone through the relay to the subscribers, and the answer back to their phone."""

from __future__ import annotations

import json
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from comunecast_gui.cli import relayed
from comunecast_gui.relay.keys import hash_of, make_keys
from comunecast_gui.sandbox.faults import Fault, FaultKind
from comunecast_gui.services import health, wiring
from comunecast_gui.services.today import prospects
from tests.e2e.conftest import MakeTown, Town
from tests.relay.running import RunningRelay

SECRET = "training-app-secret"
ANNA, BRUNO, CARLA = "393331110001", "393331110002", "393331110003"
FURTHER = """
[relay]
url = "{url}"
[inbox]
privacy_version = "2026-05"
"""


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[RunningRelay]:
    folder = tmp_path / "relay"
    folder.mkdir()
    running = RunningRelay(folder, secret=SECRET)
    running.start()
    yield running
    running.kill()


@pytest.fixture
def make_listening(make_town: MakeTown, relay: RunningRelay, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Town]:
    """Makes a town whose stand-in of Meta pushes to the relay; ``further`` is added to its settings."""

    def make(further: str = FURTHER, **limits: object) -> Town:
        town = make_town(webhook_url=f"{relay.url}/webhook", **limits)
        monkeypatch.setenv("COMUNECAST_RELAY_KEY", relay.keys.bearer_key)
        monkeypatch.setenv("COMUNECAST_RELAY_PRIVATE_KEY", relay.keys.private_key)
        office = (town.folder / "office.toml").read_text(encoding="utf-8")
        office = office.replace("timezone =", 'privacy_url = "https://comune.example.it/privacy"\ntimezone =')
        town.run("configure", town.file("office.toml", office + further.format(url=relay.url)))
        return town

    return make


@pytest.fixture
def town(make_listening: Callable[..., Town]) -> Town:
    return make_listening()


def pull(town: Town, *, code: int = 0, **until: int) -> Counter[str]:
    """Pulls until the sums are at least ``until``; the last pull must end with ``code``. Returns the sums."""
    sums: Counter[str] = Counter()
    deadline = time.monotonic() + 20
    while not sums or any(sums[name] < count for name, count in until.items()):
        assert time.monotonic() < deadline, f"only {sums} of {until}"
        sums.update(town.run("--json", "inbox", "pull", code=code).json)
    return sums


def wait_for(relay: RunningRelay, *wanted: str) -> list[bytes]:
    """Waits until the relay holds payloads with all these texts, and returns all that it holds."""
    deadline = time.monotonic() + 20
    while not all(any(text.encode() in body for body in relay.held()) for text in wanted):
        assert time.monotonic() < deadline, "the webhooks did not arrive"
        time.sleep(0.02)
    return relay.held()


def texts(town: Town, number: str) -> list[str]:
    return [message.text for message in town.control.phone(number)]


def active(town: Town) -> set[str]:
    listed = town.run("--json", "subscribers", "list", "--state", "active", "--show-numbers").json
    return {one["phone"].lstrip("+") for one in listed["subscribers"]}


def test_attiva_subscribes_and_disattiva_unsubscribes(town: Town, relay: RunningRelay) -> None:
    town.control.citizen_writes(ANNA, "Attiva")
    report = pull(town, messages=1)
    assert {name: report[name] for name in ("messages", "joined", "left", "answered")} == {
        "messages": 1, "joined": 1, "left": 0, "answered": 1,
    }  # fmt: skip
    assert active(town) == {ANNA}
    [welcome] = texts(town, ANNA)
    for part in ("Comune di Calcinaia", "Nessuno vede il tuo numero", "*Disattiva*", "Salva questo numero in rubrica",
                 "https://comune.example.it/privacy"):  # fmt: skip
        assert part in welcome

    town.control.citizen_writes(ANNA, "vorrei disattivare l'iscrizione")
    report = pull(town, messages=1)
    assert (report["joined"], report["left"], report["answered"]) == (0, 1, 1)
    assert active(town) == set()
    assert "cancellato" in texts(town, ANNA)[1]
    assert town.run("inbox", "pull").code == 0


def test_everybody_else_gets_one_answer_a_day(town: Town, relay: RunningRelay) -> None:
    for text in ("Grazie!", "C'è una buca in via Roma", "Attiva?", "👍"):
        town.control.citizen_writes(BRUNO, text)
    report = pull(town, messages=4)
    assert (report["joined"], report["answered"]) == (0, 1)
    [answer] = texts(town, BRUNO)
    assert "0587 265442" in answer
    assert "*Attiva*" in answer
    town.control.citizen_writes(BRUNO, "e allora?")
    assert pull(town, messages=1)["answered"] == 0
    assert active(town) == set()


def test_the_answer_to_other_texts_can_be_off(make_listening: Callable[..., Town], relay: RunningRelay) -> None:
    town = make_listening(FURTHER + 'answer_others = false\njoin_words = ["iscrizione"]\n')
    town.control.citizen_writes(BRUNO, "Grazie!")
    town.control.citizen_writes(CARLA, "Iscrizione")
    assert pull(town, messages=2)["answered"] == 1
    assert (texts(town, BRUNO), active(town)) == ([], {CARLA})


def test_the_card_of_the_office_follows_the_welcome(make_listening: Callable[..., Town], relay: RunningRelay) -> None:
    town = make_listening(FURTHER + "contact_card = true\n")
    office = (town.folder / "office.toml").read_text(encoding="utf-8")
    office = office.replace("[whatsapp]\n", '[whatsapp]\ndisplay_phone = "+39 333 6492690"\n')
    town.run("configure", town.file("office.toml", office))
    town.control.citizen_writes(ANNA, "Attiva")
    report = pull(town, messages=1)
    assert report["answered_this_month"] == 2
    assert [message.kind for message in town.control.phone(ANNA)] == ["text", "contacts"]
    town.control.citizen_writes(ANNA, "attiva")
    pull(town, messages=1)
    assert [message.kind for message in town.control.phone(ANNA)] == ["text", "contacts", "text"]
    assert not town.control.complaints()


def test_answers_to_already_subscribed_not_subscribed_and_privacy(town: Town, relay: RunningRelay) -> None:
    town.control.citizen_writes(ANNA, "Attiva")
    pull(town, messages=1)
    town.control.citizen_writes(ANNA, "attiva")
    town.control.citizen_writes(ANNA, "ATTIVA!")
    town.control.citizen_writes(BRUNO, "Disattiva")
    town.control.citizen_writes(CARLA, "Privacy")
    report = pull(town, messages=4)
    assert (report["joined"], report["left"], report["answered"]) == (0, 0, 3)
    assert "già iscritto" in texts(town, ANNA)[1]
    assert "non è iscritto" in texts(town, BRUNO)[0]
    assert "Informativa completa" in texts(town, CARLA)[0]
    assert active(town) == {ANNA}


def test_the_quick_reply_disattiva_unsubscribes(town: Town, relay: RunningRelay) -> None:
    town.subscribe(2)
    first, second = sorted(active(town))
    town.run("--json", "send", str(town.folder / "notice.toml"), "--channel", "whatsapp", "--yes")
    town.control.citizen_writes(first, "Disattiva", payload="DISATTIVA")
    report = pull(town, messages=1, receipts=6)
    assert (report["left"], report["receipts"] >= 6) == (1, True)
    assert active(town) == {second}
    status = town.run("--json", "status").json
    assert status["channels"]["whatsapp"]["read"] == 2


def test_statuses_of_answers_are_not_taken_for_deliveries(town: Town, relay: RunningRelay) -> None:
    town.subscribe(1)
    town.run("send", str(town.folder / "notice.toml"), "--channel", "whatsapp", "--yes", "--enqueue-only")
    town.control.citizen_writes(ANNA, "Attiva")
    assert pull(town, messages=1, receipts=3)["receipts"] == 3
    assert town.run("--json", "status").json["channels"]["whatsapp"]["queued"] == 1
    assert town.run("--json", "inbox", "pull").json["answered_this_month"] == 1


def test_a_sender_without_a_number_joins_and_leaves(town: Town, relay: RunningRelay) -> None:
    town.control.citizen_writes("", "Attiva", bsuid="IT.13491208655302741918")
    assert pull(town, messages=1)["joined"] == 1
    assert town.run("--json", "subscribers", "list", "--state", "active").json["total"] == 1
    town.control.citizen_writes("", "Disattiva", bsuid="IT.13491208655302741918")
    assert pull(town, messages=1)["left"] == 1
    assert town.run("--json", "subscribers", "list", "--state", "active").json["total"] == 0


def test_a_person_keeps_the_subscription_with_a_new_number(town: Town, relay: RunningRelay) -> None:
    town.control.citizen_writes(ANNA, "Attiva")
    pull(town, messages=1)
    town.control.citizen_changes_number(ANNA, BRUNO)
    wait_for(relay, "user_changed_number")
    pull(town)
    assert active(town) == {BRUNO}
    town.control.citizen_writes(BRUNO, "Disattiva")
    assert pull(town, messages=1)["left"] == 1
    assert active(town) == set()


def test_a_person_who_left_under_the_new_number_stays_out(town: Town, relay: RunningRelay) -> None:
    town.control.citizen_writes(ANNA, "Attiva")
    town.control.citizen_writes(BRUNO, "Disattiva")
    town.control.citizen_changes_number(ANNA, BRUNO)
    wait_for(relay, "user_changed_number")
    assert pull(town, messages=2)["moved"] == 1
    assert active(town) == set()


def test_people_who_stopped_marketing_messages_get_none(town: Town, relay: RunningRelay) -> None:
    for number in (ANNA, BRUNO):
        town.control.citizen_writes(number, "Attiva")
    pull(town, messages=2)
    town.control.citizen_stops_marketing(ANNA)
    wait_for(relay, "user_preferences")
    assert pull(town)["skipped"] == 0
    assert town.run("--json", "subscribers", "person", ANNA).json["marketing_stopped"]
    for category, reached in (("MARKETING", {BRUNO}), ("UTILITY", {ANNA, BRUNO})):
        for template in town.control.templates():
            town.control.set_template(template.name, category=category)
        town.run("templates", "sync")
        before = {number: len(texts(town, number)) for number in (ANNA, BRUNO)}
        town.run("send", str(town.folder / "notice.toml"), "--channel", "whatsapp", "--yes")
        assert {number for number, count in before.items() if len(texts(town, number)) > count} == reached
    town.control.advance(1)  # WhatsApp tells whole seconds, and within one of them the refusal counts
    town.control.citizen_stops_marketing(ANNA, resume=True)
    wait_for(relay, "resume")
    pull(town)
    assert town.run("--json", "subscribers", "person", ANNA).json["marketing_stopped"] is None


def test_unexpected_webhooks_are_skipped_and_acknowledged(town: Town, relay: RunningRelay) -> None:
    for field, value in (
        ("account_update", {"event": "VERIFIED_ACCOUNT"}),
        ("messages", {"messages": [{"id": "wamid.X", "type": "hologram", "from": ANNA}]}),
        ("messages", {"messages": [{"id": "wamid.Y", "type": "reaction", "from": ANNA, "reaction": {"emoji": "👍"}}]}),
        ("messages", {"statuses": [{"id": "wamid.Z", "status": "warning", "timestamp": "1"}]}),
        ("messages", {"messages": "x", "statuses": None}),
        ("messages", {"messages": [{"id": "wamid.W", "type": "text", "text": {"body": "Attiva"}, "from": ""}]}),
    ):
        town.control.push_webhook(field, value)
    report = pull(town, skipped=5)
    assert (report["messages"], report["answered"], report["joined"]) == (0, 0, 0)
    assert pull(town)["skipped"] == 0


def test_duplicates_and_disorder_change_nothing(make_listening: Callable[..., Town], relay: RunningRelay) -> None:
    town = make_listening(webhook_disorder=True)
    for number in (ANNA, BRUNO, CARLA):
        town.control.citizen_writes(number, "Attiva")
    bodies = wait_for(relay, ANNA, BRUNO, CARLA)
    report = pull(town, messages=3)
    assert (report["joined"], report["answered"]) == (3, 3)
    for body in bodies:
        relay.post(body)
    again = town.run("--json", "inbox", "pull").json
    assert (again["joined"], again["answered"]) == (0, 0)
    assert {len(texts(town, number)) for number in (ANNA, BRUNO, CARLA)} == {1}


def test_an_answer_waits_while_whatsapp_cannot_be_reached(town: Town, relay: RunningRelay) -> None:
    town.control.citizen_writes(ANNA, "Attiva")
    town.control.add_fault(Fault(kind=FaultKind.ERROR, service="whatsapp", method="messages", code=130429))
    wait_for(relay, ANNA)
    first = town.run("--json", "inbox", "pull", code=3).json
    assert (first["joined"], first["answered"], first["waiting"]) == (1, 0, 1)
    assert len(relay.held()) == 1
    second = town.run("--json", "inbox", "pull").json
    assert (second["joined"], second["answered"], second["waiting"]) == (0, 1, 0)
    assert len(texts(town, ANNA)) == 1


def relay_is_well(town: Town, *, code: int) -> bool:
    checks = town.run("--json", "healthcheck", code=code).json["checks"]
    return bool({one["name"]: one["ok"] for one in checks}["relay"])


def test_messages_are_applied_even_if_no_answer_can_be_sent(
    town: Town, relay: RunningRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.control.citizen_writes(ANNA, "Attiva")
    wait_for(relay, ANNA)
    with monkeypatch.context() as without:
        without.delenv("COMUNECAST_WHATSAPP_TOKEN")
        report = town.run("--json", "inbox", "pull", code=2).json
    assert (report["joined"], report["answered"], report["waiting"]) == (1, 0, 1)
    assert active(town) == {ANNA}
    assert pull(town, answered=1)["joined"] == 0
    assert len(texts(town, ANNA)) == 1


@pytest.mark.slow
def test_two_pulls_at_once_answer_once(town: Town, relay: RunningRelay) -> None:
    numbers = [f"39333444{n:04d}" for n in range(40)]
    for number in numbers:
        town.control.citizen_writes(number, "Attiva")
    wait_for(relay, *numbers)
    pulls = [town.start("--json", "inbox", "pull") for _ in range(2)]
    reports = [json.loads(process.communicate(timeout=60)[0]) for process in pulls]
    assert sum(report["joined"] for report in reports) == 40
    assert {number: len(texts(town, number)) for number in numbers} == dict.fromkeys(numbers, 1)


def test_wrong_keys_change_nothing(town: Town, relay: RunningRelay, monkeypatch: pytest.MonkeyPatch) -> None:
    town.control.citizen_writes(ANNA, "Attiva")
    wait_for(relay, ANNA)
    with monkeypatch.context() as wrong:
        wrong.setenv("COMUNECAST_RELAY_KEY", "wrong")
        assert "chiave" in town.run("inbox", "pull", code=2).err
    with monkeypatch.context() as wrong:
        wrong.setenv("COMUNECAST_RELAY_PRIVATE_KEY", make_keys().private_key)
        assert "chiave privata" in town.run("inbox", "pull", code=2).err
    assert relay_is_well(town, code=0)
    relay.kill()
    assert not relay_is_well(town, code=2)
    assert "non risponde" in town.run("inbox", "pull", code=2).err
    relay.start()
    assert active(town) == set()
    assert town.run("--json", "inbox", "pull").json["joined"] == 1


def test_only_the_keyword_of_a_message_is_kept(town: Town, relay: RunningRelay) -> None:
    town.control.citizen_writes(ANNA, "Attiva")
    town.control.citizen_writes(BRUNO, "Il mio IBAN segretissimo è IT60")
    town.control.citizen_writes(CARLA, "Buongiorno sono Carla Segretini vorrei disattivare il servizio")
    pull(town, messages=3)
    town.control.citizen_writes(ANNA, "Disattiva")
    pull(town, messages=1)
    everything = b"".join(path.read_bytes() for path in town.folder.rglob("*") if path.is_file())
    for secret in ("segretissimo", "IBAN", "Segretini", ANNA, BRUNO, CARLA, ANNA[2:], "wamid.IN"):
        assert secret.encode() not in everything


def test_a_person_gets_the_dossier_and_is_erased(town: Town, relay: RunningRelay) -> None:
    town.control.citizen_writes(ANNA, "Attiva")
    pull(town, messages=1)
    file = town.folder / "anna.json"
    shown = town.run("--json", "subscribers", "person", "+39 333 111 0001", "--export", str(file)).json
    assert json.loads(file.read_text(encoding="utf-8")) == shown
    assert (shown["phone"], shown["state"]) == (f"+{ANNA}", "active")
    [event] = shown["consent"]
    assert (event["kind"], event["words"], event["privacy"]) == ("joined", "attiva", "2026-05")
    assert event["source"].startswith("whatsapp, messaggio ")
    document = town.folder / "anna.pdf"
    town.run("subscribers", "person", "3331110001", "--export", str(document))
    assert document.read_bytes().startswith(b"%PDF")
    assert town.run("--json", "subscribers", "erase", "3331110001").json["erased"]
    assert not town.run("--json", "subscribers", "erase", "3331110001").json["erased"]
    town.run("subscribers", "erase", "3331110009", code=1)
    town.run("subscribers", "person", "333", code=1)
    left = town.run("--json", "subscribers", "person", "3331110001").json
    assert (left["phone"], [event["kind"] for event in left["consent"]]) == ("", ["joined", "erased"])
    report = town.run("--json", "subscribers", "import", town.file("again.csv", f"telefono\n{ANNA}\n")).json
    assert (report["added"], report["left_before"]) == (0, 1)
    sound = town.run("--json", "ledger", "verify").json
    assert (sound["ok"], sound["events"]) == (True, 2)


def test_an_altered_ledger_is_found(town: Town, relay: RunningRelay) -> None:
    town.control.citizen_writes(ANNA, "Attiva")
    town.control.citizen_writes(BRUNO, "Attiva")
    pull(town, messages=2)
    with closing(sqlite3.connect(town.data_dir / "comunecast.db")) as connection:
        connection.execute("UPDATE consent_event SET words = 'disattiva' WHERE id = 1")
        connection.commit()
    broken = town.run("--json", "ledger", "verify", code=1).json
    assert (broken["ok"], broken["position"]) == (False, 1)


def test_the_keys_fit_each_other(town: Town) -> None:
    keys = town.run("--json", "relay", "keys").json
    assert set(keys) == {"public_key", "private_key", "bearer_key", "bearer_key_hash"}
    assert hash_of(keys["bearer_key"]) == keys["bearer_key_hash"]
    assert json.loads(town.run("relay", "keys").out).keys() == keys.keys()
    everything = b"".join(path.read_bytes() for path in town.data_dir.rglob("*") if path.is_file())
    assert keys["private_key"].encode() not in everything


def test_without_a_relay_the_command_says_what_to_do(make_town: MakeTown) -> None:
    town = make_town()
    assert "[relay]" in town.run("inbox", "pull", code=2).err


def test_the_way_from_meta_is_proven_step_by_step(
    make_listening: Callable[..., Town], monkeypatch: pytest.MonkeyPatch
) -> None:
    town = make_listening(subscribed=False)
    town.control.citizen_writes(ANNA, "Attiva")  # nobody hears it
    done = town.run("--json", "relay", "subscribe")
    assert {name: done.json[name] for name in ("listed", "reached", "signed", "heard")} == {
        "listed": True, "reached": True, "signed": None, "heard": None,
    }  # fmt: skip
    assert "Non è ancora provato" in done.err
    monkeypatch.setenv("RELAY_APP_SECRET", SECRET)
    assert town.run("--json", "relay", "subscribe").json["signed"] is True
    monkeypatch.setenv("RELAY_APP_SECRET", "another secret")
    refused = town.run("--json", "relay", "subscribe", code=2)
    assert refused.json["signed"] is False
    assert "RELAY_APP_SECRET" in refused.err
    monkeypatch.delenv("RELAY_APP_SECRET")
    assert town.run("--json", "relay", "subscribe", "--wait", "1", code=3).json["heard"] is False

    with ThreadPoolExecutor(1) as pool:
        told = Event()
        monkeypatch.setattr(relayed, "tell", lambda text: told.set())
        waiting = pool.submit(town.run, "--json", "relay", "subscribe", "--wait", "20")
        assert told.wait(10)
        town.control.citizen_writes(BRUNO, "Attiva")
        assert waiting.result().json["heard"] is True
    report = pull(town, messages=1)
    assert (report["joined"], report["skipped"]) == (1, 1)  # Bruno, and the signed test
    assert active(town) == {BRUNO}


def test_a_web_page_that_is_not_the_relay_is_recognised(town: Town, relay: RunningRelay) -> None:
    office = (town.folder / "office.toml").read_text(encoding="utf-8")
    town.run("configure", town.file("elsewhere.toml", office.replace(relay.url, town.sandbox.graph_url)))
    ended = town.run("relay", "subscribe", code=2)
    assert "servizio di ricezione non riconosce la chiave" in ended.err


class Later:
    """The clock of a workstation that was closed for some hours."""

    def __init__(self, hours: float) -> None:
        self._ahead = timedelta(hours=hours)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead


def test_what_nobody_fetched_from_the_relay_for_long_is_told_before_a_notice_is_sent(
    town: Town, relay: RunningRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reasons(hours: float) -> list[str]:
        with wiring.open_workspace(town.data_dir, clock=Later(hours)) as workspace:
            outlook = prospects.ask(workspace, wiring.sentences())
        return [one.name for one in outlook[0].reasons]

    town.subscribe(1)
    town.control.citizen_writes(ANNA, "Disattiva")
    wait_for(relay, ANNA)
    assert "relay_unread" in reasons(2)
    assert "relay_unread" not in reasons(0.5)
    monkeypatch.setattr(health, "_UNREAD_LONG", timedelta())
    told = town.run("send", str(town.folder / "notice.toml"), "--channel", "whatsapp", "--yes").err
    assert "arriverebbe anche a chi intanto ha scritto Disattiva" in told
    assert "ritirali prima con comunecast inbox pull, poi invia" in told
    deadline = time.monotonic() + 20
    while "relay_unread" in reasons(2):  # the receipts of what was sent come after it
        assert time.monotonic() < deadline
        pull(town)
