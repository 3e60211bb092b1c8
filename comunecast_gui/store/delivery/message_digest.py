# SPDX-License-Identifier: EUPL-1.2
"""Knows a message of WhatsApp's again without its id: the ids of Meta hold the number of the person, in base64."""

from __future__ import annotations

import hashlib
import hmac


def message_digest(secret: bytes, message: str) -> str:
    """The keyed hash that stands for a message, sent or received; 64 hexadecimal digits."""
    return hmac.new(secret, f"message:{message}".encode(), hashlib.sha256).hexdigest()
