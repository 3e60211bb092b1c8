# SPDX-License-Identifier: EUPL-1.2
"""Writes the letter that the relay seals: the webhook's body, Meta's signature, and padding.

The form is JSON that begins with the signature in place of the body's first byte::

    {"x_hub_signature_256":"sha256=...","length":"0000000507","first":"7b","object":...}        (blanks)

so that a program which knows nothing of signatures still reads the body in it. Who knows takes ``first`` and what
follows, up to ``length`` bytes, and has exactly what Meta signed (comunecast_gui/channels/sealed_letter.py).
"""

from __future__ import annotations

STEP = 4096
"""Bytes in the smallest class: one message, however it asks and whatever its sender is called, is of this one."""


def written(body: bytes, signature: str) -> bytes:
    """The letter of a webhook; ``signature`` is the value of X-Hub-Signature-256. Raises ValueError without a body."""
    if not body:
        raise ValueError("no body")
    head = b'{"x_hub_signature_256":"%s","length":"%010d","first":"%02x",' % (signature.encode(), len(body), body[0])
    size = len(head) + len(body) - 1
    return b"".join((head, memoryview(body)[1:], b" " * (size_class(size) - size)))


def size_class(size: int) -> int:
    """The padded length of letters of ``size`` bytes: in steps of 4 kB, of an eighth for larger ones."""
    step = max(STEP, 1 << max(size.bit_length() - 4, 0))
    return -(-size // step) * step
