# SPDX-License-Identifier: EUPL-1.2
"""Tokens and keys, kept in the system's keyring or in the environment, and nowhere else."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from enum import StrEnum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from comunecast_gui.core.errors import ConfigError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_PLAINTEXT_BACKENDS = "keyrings.alt"


class SecretName(StrEnum):
    """What is kept secret on a workstation."""

    TELEGRAM_TOKEN = auto()
    WHATSAPP_TOKEN = auto()
    RELAY_KEY = auto()
    RELAY_PRIVATE_KEY = auto()

    @property
    def variable(self) -> str:
        """The environment variable that comes before the keyring."""
        return f"COMUNECAST_{self.upper()}"


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A value that does not show itself in a log, a message or a debugger's line."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        """The value, for the one call that needs it."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class Secrets:
    """The secrets of one data folder; two folders (real and training) never share them."""

    data_dir: Path

    def get(self, name: SecretName | str) -> Secret | None:
        """The secret, from the environment first, then from the keyring; None if it is in neither.

        Raises ConfigError("keyring_locked") if the keyring is there but does not open.
        """
        name = SecretName(name)
        value = os.environ.get(name.variable, "").strip() or self._from_keyring(name)
        return Secret(value) if value else None

    def require(self, name: SecretName | str) -> Secret:
        """Like :meth:`get`; raises ConfigError("secret_missing") if there is none."""
        name = SecretName(name)
        secret = self.get(name)
        if secret is None:
            raise ConfigError("secret_missing", field=name, name=name.value, variable=name.variable)
        return secret

    def set(self, name: SecretName | str, value: str) -> None:
        """Keeps a secret in the keyring. Raises ConfigError("no_keyring") if it cannot be kept safely."""
        from keyring.errors import KeyringError

        name = SecretName(name)
        backend = _backend()
        try:
            if backend is not None:
                backend.set_password(self._service, name.value, value.strip())
                if backend.get_password(self._service, name.value) == value.strip():
                    return
        except (KeyringError, OSError) as error:
            raise self._no_keyring(name) from error
        raise self._no_keyring(name)

    def forget(self, name: SecretName | str) -> None:
        """Removes a secret from the keyring; one that is not there is no error."""
        from keyring.errors import KeyringError, NoKeyringError, PasswordDeleteError

        name = SecretName(name)
        backend = _backend()
        if backend is None:
            return
        try:
            backend.delete_password(self._service, name.value)
        except (NoKeyringError, PasswordDeleteError, NotImplementedError):
            return
        except (KeyringError, OSError) as error:
            raise ConfigError("keyring_locked", field=name, variable=name.variable) from error

    @property
    def _service(self) -> str:
        return f"ComuneCast {self.data_dir.resolve()}"

    def _from_keyring(self, name: SecretName) -> str:
        from keyring.errors import KeyringError, NoKeyringError

        backend = _backend()
        if backend is None:
            return ""
        try:
            return backend.get_password(self._service, name.value) or ""
        except NoKeyringError:
            return ""
        except (KeyringError, OSError) as error:
            raise ConfigError("keyring_locked", field=name, variable=name.variable) from error

    def _no_keyring(self, name: SecretName) -> ConfigError:
        return ConfigError("no_keyring", field=name, variable=name.variable)


def _backend() -> KeyringBackend | None:
    """The system's keyring, imported on first use (57 ms); None if there is none or it would write plain text."""
    import keyring

    backend = keyring.get_keyring()
    parts = getattr(backend, "backends", [backend])  # the chainer tries several in turn
    if any(type(part).__module__.startswith(_PLAINTEXT_BACKENDS) for part in parts):
        return None
    return backend
