# SPDX-License-Identifier: EUPL-1.2
"""Tokens go into the keyring by a command, and out of it only to the service."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from comunecast_gui.sandbox.config import TRAINING_TELEGRAM_TOKEN
from tests.e2e.conftest import Town
from tests.keyrings import MemoryKeyring, in_use


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    with in_use(MemoryKeyring()) as ring:
        yield ring


def test_a_token_from_the_keyring_sends(town: Town, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COMUNECAST_TELEGRAM_TOKEN")
    notice = str(town.folder / "notice.toml")
    town.run("send", notice, "--channel", "telegram", "--yes", code=2)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{TRAINING_TELEGRAM_TOKEN}\n"))
    kept = town.run("secrets", "set", "telegram_token")
    assert TRAINING_TELEGRAM_TOKEN not in kept.out + kept.err
    listed = town.run("secrets", "list", "--json")
    assert listed.json["secrets"]["telegram_token"] is True
    assert TRAINING_TELEGRAM_TOKEN not in listed.out
    town.run("send", notice, "--channel", "telegram", "--yes")
    assert len(town.control.posts()) == 1


def test_an_empty_token_changes_nothing(town: Town, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    town.run("secrets", "set", "whatsapp_token", code=1)
    assert ring.kept == {}


def test_without_a_keyring_nothing_is_written_in_the_clear(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a-secret-token\n"))
    ended = town.run("secrets", "set", "whatsapp_token", code=2)
    assert "COMUNECAST_WHATSAPP_TOKEN" in ended.err
    files = [path for path in town.data_dir.rglob("*") if path.is_file()]
    assert not any(b"a-secret-token" in path.read_bytes() for path in files)
