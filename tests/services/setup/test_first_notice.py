# SPDX-License-Identifier: EUPL-1.2
"""The step *Prova* against both stand-ins: one phone and one chat, and nothing is kept of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa

from comunecast_gui.core.errors import ConfigError, InputError, OutcomeUnknown, SendError
from comunecast_gui.core.setup.launch import LaunchFacts
from comunecast_gui.core.setup.step_report import StepState
from comunecast_gui.core.setup.trial_record import TrialOutcome
from comunecast_gui.sandbox.config import TRAINING_TELEGRAM_TOKEN, TRAINING_WHATSAPP_TOKEN, SandboxConfig
from comunecast_gui.sandbox.faults import Fault, FaultKind
from comunecast_gui.sandbox.server import Sandbox, run_sandbox
from comunecast_gui.services import template_approval
from comunecast_gui.services.setup import telegram_setup, trial_log
from comunecast_gui.services.setup.first_notice import FirstNotice
from comunecast_gui.services.setup.setup_folder import SetupFolder
from comunecast_gui.services.setup.telegram_setup import TelegramSetup
from comunecast_gui.store.db import schema, schema_meta
from comunecast_gui.system import locks
from comunecast_gui.system.secrets import SecretName
from tests.keyrings import MemoryKeyring, in_use
from tests.relay.in_process import HostedRelay
from tests.services.setup.conftest import APP_SECRET, MakeBench

PHONE, USER = "+39 347 1234567", 40_551_234
WORDS = "Se leggi questo messaggio, gli avvisi arrivano."


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with run_sandbox(SandboxConfig()) as running:
        yield running


@pytest.fixture
def folder(sandbox: Sandbox, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SetupFolder]:
    """An office with both services, whose templates nobody has submitted yet."""
    monkeypatch.setattr(telegram_setup, "_POLL", 0)
    made = SetupFolder(data_dir)
    with in_use(MemoryKeyring()):
        made.change({"office.name": "Comune di Calcinaia"}, first=True)
        telegram = TelegramSetup(made)
        telegram.take_key(TRAINING_TELEGRAM_TOKEN, sandbox.telegram_base_url)
        telegram.take_channel("@comunecalcinaia")
        made.change(
            {
                "whatsapp.graph_url": sandbox.graph_url,
                "whatsapp.phone_number_id": "106540352242922",
                "whatsapp.business_account_id": "102290129340398",
                "whatsapp.display_phone": "+39 333 6492690",
            }
        )
        made.secrets().set(SecretName.WHATSAPP_TOKEN, TRAINING_WHATSAPP_TOKEN)
        yield made


def approve(folder: SetupFolder, *categories: str) -> None:
    with folder.workspace() as workspace:
        wanted = [workspace.catalogue.get(one) for one in categories]
        template_approval.submit(workspace, wanted)
        template_approval.sync(workspace, wanted)


def test_the_first_notice_reaches_one_phone_and_one_chat(folder: SetupFolder, sandbox: Sandbox) -> None:
    trial = FirstNotice(folder, TelegramSetup(folder))
    assert {point.code for point in trial.report().open} >= {"setup_unseen_whatsapp", "setup_unseen_telegram"}
    address = trial.chat_address()
    assert not trial.look_for_chat()
    with pytest.raises(InputError, match="setup_no_chat"):
        trial.send_on_telegram(WORDS)
    sandbox.control.telegram_writes(1, "/start another-word-0123")
    assert not trial.look_for_chat()
    word = parse_qs(urlsplit(address).query)["start"][0]
    sandbox.control.telegram_writes(USER, f"/start {word}")
    assert trial.look_for_chat()
    trial.send_on_telegram(WORDS)
    [post] = sandbox.control.posts(USER)
    assert WORDS.removesuffix(".") in post.text
    assert "Comune di Calcinaia" in post.text
    assert sandbox.control.posts("@comunecalcinaia") == []
    with pytest.raises(InputError, match="setup_no_template"):
        trial.send_on_whatsapp(WORDS, PHONE)
    approve(folder, "generico")
    for wrong, code in (("+39 333 6492690", "setup_own_number"), ("12", "phone_"), ("", "phone_empty")):
        with pytest.raises(InputError, match=code):
            trial.send_on_whatsapp(WORDS, wrong)
    with pytest.raises(InputError, match="setup_trial_text"):
        trial.send_on_whatsapp("  ", PHONE)
    assert sandbox.control.phones() == {}
    trial.send_on_whatsapp(WORDS, PHONE)
    [message] = sandbox.control.phone(PHONE)
    assert WORDS.removesuffix(".") in message.displayed
    trial.note_seen("whatsapp")
    trial.note_seen("telegram")
    report = trial.report()
    assert report.state is StepState.CHECK
    assert {one.code for one in report.open} == {"setup_no_privacy_page", "setup_no_poster", "setup_no_second_person"}
    trial.note_poster()
    trial.note_alone(True)
    folder.change({"office.privacy_url": "https://www.comune.calcinaia.pi.it/privacy"})
    assert trial.report().state is StepState.DONE
    assert sandbox.control.complaints() == []
    held = b"".join(path.read_bytes() for path in folder.data_dir.rglob("*") if path.is_file())
    for secret in ("3471234567", str(USER), TRAINING_TELEGRAM_TOKEN, TRAINING_WHATSAPP_TOKEN):
        assert secret.encode() not in held


def test_a_trial_stands_in_the_history_as_one_and_counts_nowhere(folder: SetupFolder, sandbox: Sandbox) -> None:
    trial = FirstNotice(folder, TelegramSetup(folder))
    approve(folder, "generico")
    for _ in range(2):  # the same words twice are no repetition
        trial.send_on_whatsapp(WORDS, PHONE)
    trial.note_seen("whatsapp")
    sandbox.control.add_fault(Fault(service="whatsapp", method="messages", kind=FaultKind.ERROR, code=131026))
    with pytest.raises(SendError):
        trial.send_on_whatsapp(WORDS, PHONE)
    sandbox.control.add_fault(Fault(service="whatsapp", method="messages", kind=FaultKind.RESET, processed=True))
    with pytest.raises(OutcomeUnknown):
        trial.send_on_whatsapp(WORDS, PHONE)
    with folder.workspace() as workspace:
        with trial_log.noted(workspace, "whatsapp", f"Chiama il {PHONE}"):
            pass
        [numbered, *found] = trial_log.known(workspace)
        assert numbered.text.startswith("Chiama il ")
        assert "1234567" not in numbered.text, "no number stands in the log of what was done"
        assert [(one.channel, one.text, one.outcome, one.code) for one in found] == [
            ("whatsapp", WORDS, TrialOutcome.UNKNOWN, ""),
            ("whatsapp", WORDS, TrialOutcome.REFUSED, "131026"),
            ("whatsapp", WORDS, TrialOutcome.SEEN, ""),
            ("whatsapp", WORDS, TrialOutcome.TAKEN, ""),
        ]
        assert workspace.notices.latest(10) == []
        with workspace.database.reading() as connection:
            for table in (schema.notice, schema.delivery, schema.member_count, schema_meta.charge_count):
                assert connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() == 0


def test_no_trial_from_a_computer_that_moved_away_or_while_another_sends(folder: SetupFolder, sandbox: Sandbox) -> None:
    trial = FirstNotice(folder, TelegramSetup(folder))
    approve(folder, "generico")
    word = parse_qs(urlsplit(trial.chat_address()).query)["start"][0]
    sandbox.control.telegram_writes(USER, f"/start {word}")
    assert trial.look_for_chat()
    sends = (partial(trial.send_on_whatsapp, WORDS, PHONE), partial(trial.send_on_telegram, WORDS))
    with locks.sending_lock(folder.data_dir):
        for send in sends:
            with pytest.raises(ConfigError, match="already_sending"):
                send()
    locks.move_away(folder.data_dir, datetime.now(UTC))
    for send in sends:
        with pytest.raises(ConfigError, match="moved_away"):
            send()
    assert sandbox.control.phones() == {}
    assert sandbox.control.posts(USER) == []
    with folder.workspace() as workspace:
        assert trial_log.known(workspace) == ()
    locks.come_back(folder.data_dir)
    for send in sends:
        send()
    assert len(sandbox.control.posts(USER)) == len(sandbox.control.phone(PHONE)) == 1


def test_a_bot_that_answers_citizens_is_left_alone(folder: SetupFolder, sandbox: Sandbox) -> None:
    """Two readers of one bot would take each other's messages."""
    trial = FirstNotice(folder, TelegramSetup(folder))
    approve(folder, "generico")  # by then there is an archive
    assert trial.chat_address().startswith("https://t.me/")
    folder.change({"telegram.answer_private": True})
    with pytest.raises(InputError, match="setup_bot_in_use"):
        trial.chat_address()
    assert sandbox.control.requests("telegram", "getUpdates") == []


def test_another_approved_template_serves_with_its_example(folder: SetupFolder, sandbox: Sandbox) -> None:
    approve(folder, "acqua_guasto")
    FirstNotice(folder, TelegramSetup(folder)).send_on_whatsapp(WORDS, PHONE)
    [message] = sandbox.control.phone(PHONE)
    assert "acqua" in message.displayed.lower()


def test_what_is_missing_before_the_launch() -> None:
    assert [one.code for one in LaunchFacts("").report.open] == ["setup_no_service"]
    half = LaunchFacts("", {"whatsapp": True, "telegram": False}, privacy_page=True, poster=True, second_person=True)
    assert [one.code for one in half.report.open] == ["setup_unseen_telegram"]
    assert half.report.state is StepState.MISSING


def test_what_whatsapp_tells_later_is_joined_to_the_trial(make_bench: MakeBench, host: HostedRelay) -> None:
    """Through the relay, signed and sealed: what came while the program was closed is there at its next start."""
    bench = make_bench(webhook_url=f"{host.url}/webhook").with_number()
    trial = FirstNotice(bench.folder, TelegramSetup(bench.folder))
    approve(bench.folder, "generico")
    assert trial.told() is None, "without a relay nobody hears anything"
    bench.relay.use_address(host.url)
    bench.relay.keep_app_secret(APP_SECRET)
    host.paste(**bench.relay.values(), RELAY_APP_SECRET=APP_SECRET)
    control = bench.sandbox.control

    def send(kind: FaultKind | None = None, *, code: int = 0) -> None:
        if kind:
            control.add_fault(Fault(service="whatsapp", method="messages", kind=kind, code=code, processed=not code))
        with suppress(OutcomeUnknown):
            trial.send_on_whatsapp(WORDS, PHONE)

    def known() -> list[tuple[str, str]]:
        with bench.folder.workspace() as workspace:
            return [(str(one.outcome), one.code) for one in trial_log.known(workspace)]

    send()
    send(FaultKind.STATUS, code=131026)
    send(FaultKind.RESET)  # taken, though the answer never came
    assert known() == [("unknown", ""), ("taken", ""), ("taken", "")]
    deadline = time.monotonic() + 10
    while control.owed():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    again = FirstNotice(SetupFolder(bench.folder.data_dir), TelegramSetup(bench.folder))
    heard = again.told()
    assert heard is not None
    assert known() == [(str(heard.outcome), ""), ("failed", "131026"), ("read", "")]
    assert heard.outcome in (TrialOutcome.DELIVERED, TrialOutcome.READ)
    host.stopped = True
    assert again.told() == heard, "what is known stays, though the relay is out of reach"
