# SPDX-License-Identifier: EUPL-1.2
"""The step *Telegram* against the stand-in over HTTP: what is kept, what is refused, and in which words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from comunecast_gui.core.errors import ConfigError, InputError, Transient
from comunecast_gui.core.setup.step_report import StepState
from comunecast_gui.core.setup.telegram_facts import bot_user_name
from comunecast_gui.sandbox.config import TRAINING_TELEGRAM_TOKEN, SandboxConfig, TelegramChannel
from comunecast_gui.sandbox.server import Sandbox, run_sandbox
from comunecast_gui.services.setup import telegram_setup
from comunecast_gui.services.setup.setup_folder import SetupFolder
from comunecast_gui.services.setup.telegram_setup import TelegramSetup
from comunecast_gui.system import locks
from comunecast_gui.system.secrets import SecretName, Secrets
from comunecast_gui.system.settings import office_file
from tests.keyrings import MemoryKeyring, in_use

BOTFATHER = (
    f"Done! Congratulations on your new bot.\nUse this token to access the HTTP API:\n{TRAINING_TELEGRAM_TOKEN}\n"
)


@pytest.fixture(autouse=True)
def ring() -> Iterator[MemoryKeyring]:
    with in_use(MemoryKeyring()) as used:
        yield used


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with run_sandbox(SandboxConfig(channels=(TelegramChannel(bot_status="left"),))) as running:
        yield running


@pytest.fixture
def telegram(sandbox: Sandbox, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> TelegramSetup:
    monkeypatch.setattr(telegram_setup, "_POLL", 0)
    sandbox.control.reset()
    folder = SetupFolder(data_dir)
    folder.change({"office.name": "Comune di Calcinaia"}, first=True)
    return TelegramSetup(folder)


@pytest.fixture
def connected(telegram: TelegramSetup, sandbox: Sandbox) -> TelegramSetup:
    telegram.take_key(BOTFATHER, sandbox.telegram_base_url)
    return telegram


def test_the_key_is_found_in_the_whole_message_and_kept_for_its_host(
    telegram: TelegramSetup, sandbox: Sandbox, data_dir: Path
) -> None:
    assert telegram.report().state is StepState.MISSING
    assert telegram.take_key(BOTFATHER, sandbox.telegram_base_url) == "comunecast_training_bot"
    kept = Secrets(data_dir).require(SecretName.TELEGRAM_TOKEN)
    assert kept.reveal_to(sandbox.telegram_base_url) == TRAINING_TELEGRAM_TOKEN
    assert kept.host in sandbox.telegram_base_url
    assert telegram.facts().has_key
    for path in data_dir.rglob("*"):
        assert not path.is_file() or TRAINING_TELEGRAM_TOKEN.encode() not in path.read_bytes()


def test_the_channel_is_found_when_the_bot_becomes_its_administrator(
    connected: TelegramSetup, sandbox: Sandbox, data_dir: Path
) -> None:
    assert connected.look_for_channels() == ()
    sandbox.control.set_rights(bot_status="member")
    assert connected.look_for_channels() == ()
    sandbox.control.set_rights(bot_status="administrator")
    [found] = connected.look_for_channels()
    assert (found.chat, found.title, found.can_post) == ("@comunecalcinaia", "Comune di Calcinaia", True)
    assert connected.look_for_channels() == (found,)  # nothing is taken away from who reads otherwise
    taken = connected.take_channel(found.chat)
    assert taken.members == 1240
    assert taken.can_delete
    configured = office_file.load(data_dir).telegram
    assert configured is not None
    assert [(one.name, one.chat) for one in configured.channels] == [("principale", "@comunecalcinaia")]
    assert connected.report().state is StepState.CHECK
    locks.move_away(connected._folder.data_dir, datetime.now(UTC))
    with pytest.raises(ConfigError, match="moved_away"):  # everybody who follows the channel would see it
        connected.post_test()
    assert sandbox.control.posts() == []
    locks.come_back(connected._folder.data_dir)
    posted = connected.post_test()
    [post] = sandbox.control.posts()
    assert "Prova" in post.text
    assert posted.link == f"https://t.me/comunecalcinaia/{post.message_id}"
    assert connected.facts().standing
    connected.delete_test()
    assert sandbox.control.posts() == []
    assert connected.report().state is StepState.DONE
    assert sandbox.control.complaints() == []


def test_a_channel_that_was_taken_away_again_is_not_offered(connected: TelegramSetup, sandbox: Sandbox) -> None:
    sandbox.control.set_rights(bot_status="administrator")
    sandbox.control.set_rights(bot_status="kicked")
    assert connected.look_for_channels() == ()


def test_another_channel_stays_when_the_first_is_changed(connected: TelegramSetup, sandbox: Sandbox) -> None:
    folder = connected._folder
    channels = [{"name": "vecchio", "chat": "@altro"}, {"name": "sport", "chat": "@sport"}]
    folder.change({"telegram.base_url": sandbox.telegram_base_url, "telegram.channels": channels})
    sandbox.control.set_rights(bot_status="administrator")
    connected.take_channel("t.me/comunecalcinaia")
    telegram = folder.configured().telegram
    assert telegram is not None
    assert [one.chat for one in telegram.channels] == ["@comunecalcinaia", "@sport"]


Break = Callable[[TelegramSetup, Sandbox], object]
WRONG: dict[str, tuple[Break, str]] = {
    "nothing pasted": (lambda setup, at: setup.take_key("ciao", at.telegram_base_url), "setup_telegram_no_key"),
    "half a key": (lambda setup, at: setup.take_key("1234567890:TRAIN", at.telegram_base_url), "setup_telegram_no_key"),
    "another key": (
        lambda setup, at: setup.take_key(TRAINING_TELEGRAM_TOKEN.replace("TRAINING", "TRAININX"), at.telegram_base_url),
        "setup_telegram_token",
    ),
    "no such channel": (lambda setup, _: setup.take_channel("@nessunocosi"), "setup_telegram_chat"),
    "not administrator": (lambda setup, _: setup.take_channel("@comunecalcinaia"), "setup_telegram_rights"),
    "an invitation": (lambda setup, _: setup.take_channel("https://t.me/+AbCdEf"), "setup_telegram_invitation"),
    "no name at all": (lambda setup, _: setup.take_channel("il nostro canale"), "setup_telegram_address_of_chat"),
    "a private channel": (lambda setup, _: setup.take_channel("https://t.me/c/999999/3"), "setup_telegram_chat"),
    "no channel to test": (lambda setup, _: setup.post_test(), "setup_no_channel"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_has_its_own_sentence_and_changes_nothing(
    name: str, connected: TelegramSetup, sandbox: Sandbox, data_dir: Path, ring: MemoryKeyring
) -> None:
    sandbox.control.set_rights(bot_status="left")
    do, code = WRONG[name]
    before = (data_dir / office_file.FILE_NAME).read_text("utf-8"), dict(ring.kept)
    with pytest.raises(InputError, match=code):
        do(connected, sandbox)
    assert ((data_dir / office_file.FILE_NAME).read_text("utf-8"), dict(ring.kept)) == before


def test_a_group_and_a_revoked_key_and_no_network(connected: TelegramSetup, sandbox: Sandbox) -> None:
    sandbox.control.set_rights(bot_status="administrator")
    sandbox.control.become_group()
    with pytest.raises(InputError, match="setup_telegram_group"):
        connected.take_channel("@comunecalcinaia")
    sandbox.control.revoke_token("telegram")
    with pytest.raises(InputError, match="setup_telegram_token"):
        connected.look_for_channels()
    with pytest.raises(Transient):
        connected.take_key(BOTFATHER, "http://127.0.0.1:9/bot")
    sandbox.control.revoke_token("telegram", revoked=False)


def test_before_the_town_there_is_no_telegram(data_dir: Path, sandbox: Sandbox) -> None:
    setup = TelegramSetup(SetupFolder(data_dir))
    with pytest.raises(ConfigError, match="setup_office_first"):
        setup.take_key(BOTFATHER, sandbox.telegram_base_url)
    assert setup.report().state is StepState.MISSING


def test_a_damaged_note_is_as_good_as_none(data_dir: Path) -> None:
    folder = SetupFolder(data_dir)
    folder.note("telegram.bot", "x_bot")
    assert folder.noted("telegram.bot") == "x_bot"
    for text in ("", "[]", '{"noted": 3}', json.dumps({"noted": {"telegram.bot": 5}}), "[" * 100_000):
        (data_dir / "setup.json").write_text(text, "utf-8")
        assert folder.noted("telegram.bot") == ""
        assert folder.entries("office") == {}
    folder.keep_entries("office", {"email": "a@b.it"})
    assert folder.entries("office") == {"email": "a@b.it"}


@pytest.mark.parametrize(
    ("office", "name"),
    [
        ("Comune di Calcinaia", "comunedicalcinaia_bot"),
        ("Comune di San Dorligo della Valle - Dolina", "comunedisandorligodellavalle_bot"),
        ("Città di Agliè", "cittadiaglie_bot"),
        ("", "comune_bot"),
    ],
)
def test_a_user_name_is_proposed(office: str, name: str) -> None:
    assert bot_user_name(office) == name
    assert 5 <= len(name) <= 32
