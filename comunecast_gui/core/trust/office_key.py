# SPDX-License-Identifier: EUPL-1.2
"""The office key: 32 random bytes kept outside of the database, from which all other keys are derived.

It is never used itself: each purpose has a key of its own (HKDF, RFC 5869), so that none tells anything of another.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import re
import secrets
from dataclasses import dataclass, field
from typing import Protocol

from comunecast_gui.core.errors import ConfigError

LENGTH = 32
"""Bytes of the office key, and of each key that comes from it."""
VARIABLE = "COMUNECAST_OFFICE_KEY"
_TEXT = re.compile(r"[A-Za-z0-9_-]{43}=?")
"""32 bytes in base64url (RFC 4648, section 5), with or without the padding."""
_SALT = b"ComuneCast office key v1"
_NONCE, _MARK = 16, 16
_BLOCK = 32


@dataclass(frozen=True, slots=True)
class OfficeKey:
    """The key of one office. It shows itself in no log, message or debugger's line."""

    _secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self._secret) != LENGTH:
            raise ValueError("an office key has 32 bytes")

    @classmethod
    def fresh(cls) -> OfficeKey:
        """A new key, from the operating system's source of randomness."""
        return cls(secrets.token_bytes(LENGTH))

    @classmethod
    def parse(cls, text: str) -> OfficeKey:
        """The reverse of :meth:`reveal`. Raises ConfigError("office_key_malformed")."""
        given = text.strip()
        try:
            if _TEXT.fullmatch(given):
                return cls(base64.b64decode(given.rstrip("=") + "=", altchars=b"-_", validate=True))
        except binascii.Error:
            pass
        raise ConfigError("office_key_malformed", field="office_key", variable=VARIABLE)

    def reveal(self) -> str:
        """The key as text, for the keyring, the environment of a child process, and the paper: 43 characters."""
        return base64.urlsafe_b64encode(self._secret).decode("ascii").rstrip("=")

    def to_bytes(self) -> bytes:
        """The key itself, for the words on paper; whoever needs a key for a purpose takes :meth:`derived`."""
        return self._secret

    def derived(self, purpose: str) -> bytes:
        """The key for one purpose, the same each time: 32 bytes."""
        return hkdf(self._secret, _SALT, purpose.encode(), LENGTH)

    def seal(self, value: bytes) -> bytes:
        """Encrypts 32 bytes so that only this key opens them: 80 bytes, each time different."""
        if len(value) != LENGTH:
            raise ValueError("what is sealed has 32 bytes")
        nonce = secrets.token_bytes(_NONCE)
        closed = _xor(value, hkdf(self._secret, nonce, b"seal: pad", LENGTH))
        return nonce + closed + self._seal_mark(nonce + closed)

    def unseal(self, sealed: bytes) -> bytes:
        """The reverse of :meth:`seal`. Raises ValueError for another key or altered bytes."""
        body, mark = sealed[:-_MARK], sealed[-_MARK:]
        if len(sealed) != _NONCE + LENGTH + _MARK or not hmac.compare_digest(mark, self._seal_mark(body)):
            raise ValueError("not sealed with this key")
        return _xor(body[_NONCE:], hkdf(self._secret, body[:_NONCE], b"seal: pad", LENGTH))

    def _seal_mark(self, body: bytes) -> bytes:
        return hmac.digest(self.derived("seal: mark"), body, "sha256")[:_MARK]


class KeySource(Protocol):
    """The place where this computer keeps the office key."""

    def find_office_key(self) -> OfficeKey | None:
        """The key; None if there is none. Raises ConfigError("office_key_malformed" | "keyring_locked")."""
        ...

    def make_office_key(self) -> OfficeKey:
        """Makes a key and keeps it. Raises ConfigError("office_key_missing") where it cannot be kept safely."""
        ...


@dataclass(frozen=True, slots=True)
class EnvironmentKey:
    """The office key in an environment variable: enough for a server without a keyring."""

    def find_office_key(self) -> OfficeKey | None:
        """Raises ConfigError("office_key_malformed")."""
        given = os.environ.get(VARIABLE, "").strip()
        return OfficeKey.parse(given) if given else None

    def make_office_key(self) -> OfficeKey:
        """Raises ConfigError("office_key_missing"): nothing is kept in an environment."""
        raise ConfigError("office_key_missing", field="office_key", variable=VARIABLE)


@dataclass(frozen=True, slots=True)
class GivenKey:
    """An office key that a person has just entered, used in place of the stored one."""

    key: OfficeKey

    def find_office_key(self) -> OfficeKey | None:
        return self.key

    def make_office_key(self) -> OfficeKey:
        return self.key


def hkdf(secret: bytes, salt: bytes, purpose: bytes, length: int) -> bytes:
    """``length`` bytes made of ``secret`` for one purpose (RFC 5869, with SHA-256)."""
    inner = hmac.digest(salt or bytes(_BLOCK), secret, "sha256")
    made, block, count = b"", b"", 0
    while len(made) < length:
        count += 1
        block = hmac.digest(inner, block + purpose + bytes([count]), "sha256")
        made += block
    return made[:length]


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
