# SPDX-License-Identifier: EUPL-1.2
"""A secret comes from the environment or the keyring, and shows itself to nobody."""

from __future__ import annotations

import logging
import pickle
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backends.fail
import keyring.backends.null
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from comunecast_gui.core.errors import ConfigError
from comunecast_gui.system.secrets import Secret, SecretName, Secrets
from tests.keyrings import MemoryKeyring, in_use


class LockedKeyring(MemoryKeyring):
    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("the person pressed Cancel")


class PlaintextKeyring(MemoryKeyring):
    """As keyrings.alt's, which writes a file that anybody can read."""

    __module__ = "keyrings.alt.file"


@pytest.fixture
def vault() -> Iterator[MemoryKeyring]:
    with in_use(MemoryKeyring()) as vault:
        yield vault


def test_the_environment_comes_before_the_keyring(
    data_dir: Path, vault: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = Secrets(data_dir)
    assert secrets.get(SecretName.TELEGRAM_TOKEN) is None
    secrets.set(SecretName.TELEGRAM_TOKEN, " 1:kept ")
    assert secrets.require(SecretName.TELEGRAM_TOKEN).reveal() == "1:kept"
    monkeypatch.setenv("COMUNECAST_TELEGRAM_TOKEN", "2:given")
    assert secrets.require("telegram_token").reveal() == "2:given"


def test_each_secret_has_its_environment_variable(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = (
        "TELEGRAM_TOKEN", "WHATSAPP_TOKEN", "RELAY_KEY", "RELAY_PRIVATE_KEY", "RELAY_FORMER_KEY",
        "RELAY_FORMER_PRIVATE_KEY", "WHATSAPP_APP_SECRET", "DATABASE_PASSWORD", "OFFICE_KEY",
    )  # fmt: skip
    for name in names:
        monkeypatch.setenv(f"COMUNECAST_{name}", f"value of {name}")
    found = {Secrets(data_dir).require(name).reveal() for name in SecretName}
    assert found == {f"value of {name}" for name in names}


def test_two_data_folders_share_nothing(tmp_path: Path, vault: MemoryKeyring) -> None:
    Secrets(tmp_path / "real").set(SecretName.WHATSAPP_TOKEN, "real")
    assert Secrets(tmp_path / "training").get(SecretName.WHATSAPP_TOKEN) is None


def test_a_forgotten_secret_is_gone(data_dir: Path, vault: MemoryKeyring) -> None:
    secrets = Secrets(data_dir)
    secrets.set(SecretName.RELAY_KEY, "k")
    secrets.forget(SecretName.RELAY_KEY)
    secrets.forget(SecretName.RELAY_KEY)
    assert not vault.kept
    assert secrets.get(SecretName.RELAY_KEY) is None


@pytest.mark.parametrize(
    "backend",
    [keyring.backends.fail.Keyring, keyring.backends.null.Keyring, PlaintextKeyring],
    ids=lambda b: b.__module__,
)
def test_without_a_safe_keyring_nothing_is_kept(
    data_dir: Path, vault: MemoryKeyring, backend: type[KeyringBackend]
) -> None:
    unsafe = backend()
    keyring.set_keyring(unsafe)
    secrets = Secrets(data_dir)
    with pytest.raises(ConfigError) as caught:
        secrets.set(SecretName.WHATSAPP_TOKEN, "EAAG")
    assert caught.value.code == "no_keyring"
    assert caught.value.values["variable"] == "COMUNECAST_WHATSAPP_TOKEN"
    assert not getattr(unsafe, "vault", {})
    assert not list(data_dir.iterdir())
    with pytest.raises(ConfigError) as caught:
        secrets.require(SecretName.WHATSAPP_TOKEN)
    assert caught.value.code == "secret_missing"
    secrets.forget(SecretName.WHATSAPP_TOKEN)


def test_a_locked_keyring_is_not_an_empty_one(data_dir: Path, vault: MemoryKeyring) -> None:
    keyring.set_keyring(LockedKeyring())
    with pytest.raises(ConfigError) as caught:
        Secrets(data_dir).get(SecretName.RELAY_KEY)
    assert caught.value.code == "keyring_locked"


def test_a_secret_does_not_show_itself(data_dir: Path, caplog: pytest.LogCaptureFixture) -> None:
    secret = Secret("hunter2")
    with caplog.at_level(logging.INFO):
        logging.getLogger().info("%s %r", secret, [secret])
    shown = f"{secret} {secret!r} {[secret]} {ConfigError('x', value=secret).values} {caplog.text}"
    assert "hunter2" not in shown
    assert secret.reveal() == "hunter2"
    assert secret == Secret("hunter2")
    assert pickle.loads(pickle.dumps(secret)) == secret  # noqa: S301
