# SPDX-License-Identifier: EUPL-1.2
"""What a call over HTTP ends in: an answer, or a reason why there is none.

Who makes the calls (``http_session.py``) is imported with the first of them: its libraries are large, and a window, or
a command that calls nobody, starts without them.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from comunecast_gui.channels import out_of_reach


class TooLargeError(OSError):
    """The service sends more than an answer to this call can be."""


class CallError(Exception):
    """A call that brought no answer.

    ``reason`` is ``address`` (it can be none), ``tls``, ``timeout``, ``connection`` (nobody was reached, or it ended
    half-way), ``interrupted`` (by ``HttpSession.cancel``) or ``junk`` (more than an answer can be). ``name`` is the
    kind of exception: its own text can hold addresses and secrets, and is not kept. ``reach`` is the word of
    :mod:`.out_of_reach` for why nobody was reached, where the call may never have left.
    """

    def __init__(self, reason: str, name: str, reach: str = out_of_reach.CONNECT) -> None:
        super().__init__(f"{reason} ({name})")
        self.reason = reason
        self.name = name
        self.reach = reach


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service answered: ``content`` is decompressed, and empty where it could not be."""

    status: int
    content: bytes
    headers: Mapping[str, str]


def unpacked(data: bytes, encoding: str, most: int) -> bytes:
    """The decompressed content of an answer that was compressed unasked; empty where that fails.

    Raises TooLargeError beyond ``most`` bytes, of which no more are unpacked.
    """
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return data
    if encoding not in ("gzip", "x-gzip", "deflate"):
        return b""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        content = unpacker.decompress(data, most + 1)
    except zlib.error:
        return b""
    if len(content) > most:
        raise TooLargeError("the answer is too large")
    return content if unpacker.eof and not unpacker.unused_data else b""
