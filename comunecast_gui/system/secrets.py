# SPDX-License-Identifier: EUPL-1.2
"""Tokens and keys, kept in the system's keyring or in the environment, and nowhere else.

A token belongs to the host that it was entered for. The keyring keeps that host with the token, and the token is given
out only for an address of that host: after a change of the address in the settings there is no token. Tokens from the
environment are the operator's own and are sent to whatever address the settings name (docs/adr/0027).
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.trust.office_key import OfficeKey
from comunecast_gui.system.settings import database_address

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

    from comunecast_gui.system.settings.values import Settings

_PLAINTEXT_BACKENDS = "keyrings.alt"
_PORTS = {"https": 443, "http": 80}


class SecretName(StrEnum):
    """What is kept secret on a workstation."""

    TELEGRAM_TOKEN = auto()
    WHATSAPP_TOKEN = auto()
    RELAY_KEY = auto()
    RELAY_PRIVATE_KEY = auto()
    DATABASE_PASSWORD = auto()
    OFFICE_KEY = auto()
    """Ties the database, the ledger and the backups to the office; the same on each of its workstations."""
    RELAY_FORMER_KEY = auto()
    """The keys before the last change, while the relay may still know them."""
    RELAY_FORMER_PRIVATE_KEY = auto()
    """The same of the private keys, while a letter may still be sealed for them."""
    WHATSAPP_APP_SECRET = auto()
    """With which Meta signs, if this computer is to verify it too."""

    @property
    def variable(self) -> str:
        """The environment variable that comes before the keyring."""
        return f"COMUNECAST_{self.upper()}"

    @property
    def host_variable(self) -> str:
        """The environment variable with the host that the first one belongs to: for the engine's own process."""
        return f"{self.variable}_FOR"


def host_of(address: str) -> str:
    """Scheme, host and unusual port of an address: ``https://graph.facebook.com``, ``http://127.0.0.1:8081``.

    Empty for a text that is no address.
    """
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    if not scheme or not host:
        return ""
    host = f"[{host}]" if ":" in host else host
    return f"{scheme}://{host}" if port in (None, _PORTS.get(scheme)) else f"{scheme}://{host}:{port}"


def destinations(settings: Settings) -> Mapping[SecretName, str]:
    """The host that each key is sent to, where the settings name one. Private keys are never sent."""
    addresses = {
        SecretName.TELEGRAM_TOKEN: settings.telegram.base_url if settings.telegram else "",
        SecretName.WHATSAPP_TOKEN: settings.whatsapp.graph_url if settings.whatsapp else "",
        SecretName.RELAY_KEY: settings.relay.url if settings.relay else "",
        SecretName.RELAY_FORMER_KEY: settings.relay.url if settings.relay else "",
        SecretName.DATABASE_PASSWORD: database_address.place_of(settings.database.url),
    }
    return {name: host for name, address in addresses.items() if (host := host_of(address))}


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A value that does not show itself in a log, a message or a debugger's line.

    ``host`` is the host that it was entered for, as :func:`host_of` writes it; empty for a value bound to no host.
    """

    _value: str = field(repr=False)
    host: str = ""

    def reveal(self) -> str:
        """The value, if it is bound to no host. Raises ConfigError("secret_misdirected")."""
        return self.reveal_to("")

    def reveal_to(self, address: str) -> str:
        """The value, for a call to ``address``.

        Raises ConfigError("secret_misdirected") if it belongs to another host.
        """
        if not self.fits(address):
            raise ConfigError("secret_misdirected", host=self.host, address=host_of(address))
        return self._value

    def fits(self, address: str) -> bool:
        """Whether it may be sent to ``address``."""
        return not self.host or self.host == host_of(address)

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class KeyState:
    """Whether there is a key for ``host``, to which it is sent.

    If the key that is kept belongs to another host, that one is ``elsewhere``. Both are empty for a private key.
    """

    name: SecretName
    present: bool
    host: str = ""
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class Secrets:
    """The secrets of one data folder; two folders (real and training) never share them.

    ``hosts`` is the host that each key is sent to (:func:`destinations`). A key that was kept before the settings named
    a host is bound to the first one that they name.
    """

    data_dir: Path
    hosts: Mapping[SecretName, str] = field(default_factory=dict)

    @classmethod
    def of(cls, data_dir: Path, settings: Settings) -> Secrets:
        """The secrets of an office with these settings."""
        return cls(data_dir, destinations(settings))

    def get(self, name: SecretName | str) -> Secret | None:
        """The secret, from the environment first, then from the keyring.

        None if it is in neither, or if it was entered for another host than the settings name now.
        Raises ConfigError("keyring_locked") if the keyring is there but does not open.
        """
        return self._looked_up(SecretName(name))[0]

    def elsewhere(self, name: SecretName | str) -> str:
        """The host that the key was entered for, if the settings name another one now; else empty.

        Raises ConfigError("keyring_locked").
        """
        return self._looked_up(SecretName(name))[1]

    def state(self, name: SecretName) -> KeyState:
        """The state of a key, without its value. Raises ConfigError("keyring_locked")."""
        secret, elsewhere = self._looked_up(name)
        return KeyState(name, secret is not None, self.hosts.get(name, ""), elsewhere)

    def require(self, name: SecretName | str) -> Secret:
        """Like :meth:`get`; raises ConfigError("secret_missing" | "secret_other_host") if there is none."""
        name = SecretName(name)
        secret, elsewhere = self._looked_up(name)
        if secret is not None:
            return secret
        if elsewhere:
            told = {"host": elsewhere, "address": self.hosts[name]}
            raise ConfigError("secret_other_host", field=name, name=name.value, variable=name.variable, **told)
        raise ConfigError("secret_missing", field=name, name=name.value, variable=name.variable)

    def bind(self) -> None:
        """Binds each key that has no host yet to the host that the settings name. Called before the settings change.

        Raises ConfigError("keyring_locked").
        """
        for name in self.hosts:
            self._kept(name)

    def _looked_up(self, name: SecretName) -> tuple[Secret | None, str]:
        """The secret; or None, and the host that it was entered for if the settings name another one now."""
        secret: Secret | None
        if given := os.environ.get(name.variable, "").strip():
            secret = Secret(given, os.environ.get(name.host_variable, ""))
        else:
            secret = self._kept(name)
        wanted = self.hosts.get(name, "")
        if secret and secret.host and wanted and secret.host != wanted:
            return None, secret.host
        return secret, ""

    def set(self, name: SecretName | str, value: str) -> None:
        """Keeps a secret in the keyring, for the host that the settings name.

        Raises ConfigError("no_keyring") if it cannot be kept safely.
        """
        name = SecretName(name)
        self._keep(name, Secret(value.strip(), self.hosts.get(name, "")))

    def keep(self, name: SecretName | str, value: str) -> None:
        """Like :meth:`set`; does nothing if the environment gives this secret already."""
        if not os.environ.get(SecretName(name).variable, "").strip():
            self.set(name, value)

    def find_office_key(self) -> OfficeKey | None:
        """See :class:`~comunecast_gui.core.trust.office_key.KeySource`."""
        kept = self.get(SecretName.OFFICE_KEY)
        return OfficeKey.parse(kept.reveal()) if kept else None

    def make_office_key(self) -> OfficeKey:
        """See :class:`~comunecast_gui.core.trust.office_key.KeySource`."""
        made = OfficeKey.fresh()
        try:
            self.set(SecretName.OFFICE_KEY, made.reveal())
        except ConfigError as error:
            raise self._no_office_key() from error
        return made

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

    def _kept(self, name: SecretName) -> Secret | None:
        """The keyring's entry, for whatever host; an entry without a host is bound to that of the settings."""
        kept = _unpacked(self._from_keyring(name))
        if kept and not kept.host and (host := self.hosts.get(name)):
            kept = Secret(kept.reveal(), host)
            self._keep(name, kept)
        return kept

    def _keep(self, name: SecretName, secret: Secret) -> None:
        from keyring.errors import KeyringError

        backend, packed = _backend(), _packed(secret)
        try:
            if backend is not None:
                backend.set_password(self._service, name.value, packed)
                if backend.get_password(self._service, name.value) == packed:
                    return
        except (KeyringError, OSError) as error:
            raise self._no_keyring(name) from error
        raise self._no_keyring(name)

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

    def _no_office_key(self) -> ConfigError:
        return ConfigError("office_key_missing", field=SecretName.OFFICE_KEY, variable=SecretName.OFFICE_KEY.variable)

    def _no_keyring(self, name: SecretName) -> ConfigError:
        return ConfigError("no_keyring", field=name, variable=name.variable)


def as_variables(secrets: Mapping[SecretName, Secret | None]) -> dict[str, str]:
    """Environment variables that hand these secrets to a child process, each with the host that it belongs to."""
    found = {name: secret for name, secret in secrets.items() if secret}
    return {
        **{name.variable: secret.reveal_to(secret.host) for name, secret in found.items()},
        **{name.host_variable: secret.host for name, secret in found.items() if secret.host},
    }


def _packed(secret: Secret) -> str:
    """The keyring's entry: JSON with the host, or the bare value if there is none (as earlier versions kept it)."""
    value = secret.reveal_to(secret.host)
    return json.dumps({"host": secret.host, "key": value}) if secret.host else value


def _unpacked(kept: str) -> Secret | None:
    if not kept.startswith("{"):
        return Secret(kept) if kept else None
    try:
        data = json.loads(kept)
        return Secret(str(data["key"]), str(data["host"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _backend() -> KeyringBackend | None:
    """The system's keyring, imported on first use (57 ms); None if there is none or it would write plain text."""
    import keyring

    backend = keyring.get_keyring()
    parts = getattr(backend, "backends", [backend])  # the chainer tries several in turn
    if any(type(part).__module__.startswith(_PLAINTEXT_BACKENDS) for part in parts):
        return None
    return backend
