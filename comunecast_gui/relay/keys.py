# SPDX-License-Identifier: EUPL-1.2
"""Makes the key pairs with which only the workstation can fetch and read what the relay holds."""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from dataclasses import dataclass, field

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Keys:
    """``public_key`` and ``bearer_key_hash`` go to the relay, ``private_key`` and ``bearer_key`` to the workstation.

    Keys are base64 of 32 bytes (X25519, as PyNaCl's SealedBox takes them), the hash is hexadecimal.
    """

    public_key: str
    private_key: str = field(repr=False)
    bearer_key: str = field(repr=False)
    bearer_key_hash: str


def make_keys() -> Keys:
    """Fresh pairs from the system's source of randomness."""
    from nacl.public import PrivateKey

    private = PrivateKey.generate()
    bearer = secrets.token_urlsafe(KEY_BYTES)
    return Keys(
        base64.b64encode(bytes(private.public_key)).decode(),
        base64.b64encode(bytes(private)).decode(),
        bearer,
        hash_of(bearer),
    )


def hash_of(bearer_key: str) -> str:
    """The stored hash of a bearer key: 256 random bits need no slow hash."""
    return hashlib.sha256(bearer_key.encode()).hexdigest()


def decode_key(text: str) -> bytes:
    """The 32 bytes of a key in base64. Raises ValueError, which never holds the text."""
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError("not a key")
    return key
