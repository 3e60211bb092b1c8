# SPDX-License-Identifier: EUPL-1.2
"""What a time stamping authority is asked, and what of its answer is looked at here (RFC 3161, in DER).

An authority signs that it saw a digest at a moment. Whether its signature is good is for the tool of who checks it
later (``openssl ts -verify``), with the authority's own certificate; here only that the answer is about this question.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

_SHA256 = bytes.fromhex("300d06096086480165030402010500")
"""The AlgorithmIdentifier of SHA-256, with NULL parameters (RFC 5754, section 2)."""
_GRANTED = (0, 1)
"""PKIStatus: granted, and granted with modifications (RFC 3161, section 2.4.2)."""
_NONCE = 8


@dataclass(frozen=True, slots=True)
class StampRequest:
    """The question: the SHA-256 of what is stamped, and a number that the answer has to repeat."""

    digest: bytes
    nonce: int

    @classmethod
    def of(cls, data: bytes) -> StampRequest:
        return cls(hashlib.sha256(data).digest(), secrets.randbits(8 * _NONCE) | 1)

    def encoded(self) -> bytes:
        """The TimeStampReq; the authority is asked to send its certificate along."""
        imprint = _tagged(0x30, _SHA256 + _tagged(0x04, self.digest))
        return _tagged(0x30, _integer(1) + imprint + _integer(self.nonce) + _tagged(0x01, b"\xff"))

    def is_answered_by(self, answer: bytes) -> bool:
        """Whether ``answer`` is a TimeStampResp that grants a stamp on this digest, with this nonce."""
        try:
            outer, rest = _opened(answer, 0x30)
            status, token = _opened(outer, 0x30)
            code, _ = _opened(status, 0x02)
        except ValueError:
            return False
        granted = not rest and int.from_bytes(code, "big") in _GRANTED
        # Not the whole imprint: some authorities leave the NULL of the algorithm out.
        return granted and _tagged(0x04, self.digest) in token and _integer(self.nonce) in token


def _integer(value: int) -> bytes:
    return _tagged(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _tagged(tag: int, content: bytes) -> bytes:
    """One element of DER: tag, length, content (X.690, section 8.1)."""
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def _opened(data: bytes, tag: int) -> tuple[bytes, bytes]:
    """The content of the first element, and what follows it. Raises ValueError."""
    if len(data) < 2 or data[0] != tag:
        raise ValueError("another element")
    size, start = data[1], 2
    if size >= 0x80:
        count = size & 0x7F
        if not 1 <= count <= 4:
            raise ValueError("a length that none has")
        size, start = int.from_bytes(data[2 : 2 + count], "big"), 2 + count
    if len(data) < start + size:
        raise ValueError("cut off")
    return data[start : start + size], data[start + size :]
