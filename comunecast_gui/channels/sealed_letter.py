# SPDX-License-Identifier: EUPL-1.2
"""Opens the relay's letters with the office's private keys, and verifies Meta's signature on them.

The form is written by comunecast_gui/relay/letter.py. Older relays sealed the body alone.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

from comunecast_gui.core.errors import ConfigError

_KEY_BYTES = 32
_HEAD = re.compile(rb'\{"x_hub_signature_256":"(sha256=[0-9a-f]{64})","length":"(\d{10})","first":"([0-9a-f]{2})",')


@dataclass(frozen=True, slots=True)
class OpenedLetter:
    """An opened letter: ``body`` is what Meta posted, ``signature`` its header; empty from an older relay.

    ``former``: it was sealed for a key that is no longer the one in use.
    """

    body: bytes = field(repr=False)
    signature: str = field(repr=False)
    former: bool


class LetterOpener:
    """Holds the private keys, the current one first, and the app secrets that Meta may have signed with.

    ``private_keys`` are base64 of 32 bytes each, as ``comunecast relay keys`` makes them. Raises
    ConfigError("relay_private_key") for what is none.
    """

    def __init__(self, private_keys: Sequence[str], app_secrets: Sequence[str] = ()) -> None:
        keys = [_private_key(text) for text in private_keys]
        self._boxes = [SealedBox(key) for key in keys]
        self._secrets = [text.encode() for text in app_secrets]
        self.public_key = base64.b64encode(bytes(keys[0].public_key)).decode()
        means = b"\n".join([*(bytes(key) for key in keys), *self._secrets])
        self.means = hmac.new(bytes(keys[0]), means, hashlib.sha256).hexdigest()
        """Stands for all that is tried, without telling any of it: with other means the outcome may be another."""

    @property
    def verifies(self) -> bool:
        """Whether it has an app secret to verify signatures with."""
        return bool(self._secrets)

    def open(self, sealed: bytes) -> OpenedLetter | None:
        """The opened letter; None if it was sealed for none of the keys."""
        for number, box in enumerate(self._boxes):
            try:
                letter = box.decrypt(sealed)
            except (CryptoError, ValueError, TypeError):
                continue
            head = _HEAD.match(letter)
            if head is None:
                return OpenedLetter(letter, "", number > 0)
            body = bytes.fromhex(head[3].decode()) + letter[head.end() : head.end() + int(head[2]) - 1]
            return OpenedLetter(body, head[1].decode(), number > 0)
        return None

    def is_of_meta(self, letter: OpenedLetter) -> bool:
        """Whether Meta signed it with one of the app secrets (Meta: "Webhooks", X-Hub-Signature-256)."""
        signed = (hmac.new(secret, letter.body, hashlib.sha256).hexdigest() for secret in self._secrets)
        return any([hmac.compare_digest(f"sha256={one}", letter.signature) for one in signed])


def _private_key(text: str) -> PrivateKey:
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != _KEY_BYTES:
        raise ConfigError("relay_private_key", field="relay_private_key")
    return PrivateKey(key)
