# SPDX-License-Identifier: EUPL-1.2
"""A keyed hash in place of a WhatsApp message id, because Meta's ids contain the person's number in base64."""

from __future__ import annotations

import hashlib
import hmac


def message_digest(secret: bytes, message: str) -> str:
    """The keyed hash of a message's id, sent or received; 64 hexadecimal digits."""
    return hmac.new(secret, f"message:{message}".encode(), hashlib.sha256).hexdigest()
