# SPDX-License-Identifier: EUPL-1.2
"""The relay's settings: secrets and limits from its environment, each refused by name if it is wrong."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from comunecast_gui.relay.keys import decode_key

MAX_BYTES = 4 * 1024 * 1024
"""Meta: "Webhooks", payloads can be up to 3 MB; a little room is left."""
RATE = 2000
"""Requests a second from one address; Meta asks for three times the outgoing messages (Cloud API: "Throughput")."""
CONNECTIONS = 64
"""Connections at once of one address, or of one /64 with IPv6."""
_HASH = re.compile(r"[0-9a-f]{64}")


class SettingsError(Exception):
    """A setting is missing or malformed; the message names the variable and never its value."""


@dataclass(frozen=True, slots=True)
class RelaySettings:
    """``public_key``: the 32 bytes of the workstation's key; ``key_hash``: SHA-256 of the bearer key, hexadecimal.

    ``rate``: requests a second from one address, 0 for no limit. ``proxies``: how many reverse proxies stand in
    front, each of which adds the address it was called from to ``X-Forwarded-For``. ``connections``: how many one
    address may have open, 0 for any number.
    """

    verify_token: str = field(repr=False)
    app_secret: str = field(repr=False)
    key_hash: str = field(repr=False)
    public_key: bytes
    database: Path
    max_bytes: int = MAX_BYTES
    rate: int = RATE
    proxies: int = 0
    connections: int = CONNECTIONS

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> RelaySettings:
        """Reads ``RELAY_*``. Raises SettingsError."""
        given = os.environ if environ is None else environ
        names = ("RELAY_VERIFY_TOKEN", "RELAY_APP_SECRET", "RELAY_KEY_HASH", "RELAY_PUBLIC_KEY", "RELAY_DATABASE")
        values = {name: given.get(name, "").strip() for name in names}
        missing = [name for name, value in values.items() if not value]
        if missing:
            raise SettingsError(f"not set: {', '.join(missing)}")
        key_hash = values["RELAY_KEY_HASH"].lower()
        if not _HASH.fullmatch(key_hash):
            raise SettingsError("RELAY_KEY_HASH is not the hexadecimal SHA-256 that `comunecast relay keys` prints")
        try:
            public_key = decode_key(values["RELAY_PUBLIC_KEY"])
        except ValueError:
            raise SettingsError("RELAY_PUBLIC_KEY is not the public key that `comunecast relay keys` prints") from None
        return cls(
            values["RELAY_VERIFY_TOKEN"],
            values["RELAY_APP_SECRET"],
            key_hash,
            public_key,
            Path(values["RELAY_DATABASE"]),
            max_bytes=_number(given, "RELAY_MAX_BYTES", MAX_BYTES),
            rate=_number(given, "RELAY_RATE", RATE),
            proxies=_number(given, "RELAY_PROXIES", 0),
            connections=_number(given, "RELAY_CONNECTIONS", CONNECTIONS),
        )


def _number(given: Mapping[str, str], name: str, default: int) -> int:
    text = given.get(name, "").strip()
    if not text:
        return default
    if not text.isdecimal():
        raise SettingsError(f"{name} is not a whole number")
    return int(text)
