# SPDX-License-Identifier: EUPL-1.2
"""Encrypts and authenticates a backup with a key derived from the office key.

libsodium's secretstream (XChaCha20-Poly1305): pieces that cannot be altered, left out, doubled or put in another order,
with a last one that shows where the file ends (libsodium: "Encrypted streams and file encryption"; ADR 25).
"""

from __future__ import annotations

import hashlib
import hmac
import io
from collections.abc import Iterator
from typing import IO

from comunecast_gui.core.errors import InputError

MAGIC = b"ComuneCast\x00seal\x01"
"""The first 16 bytes of a file; the last one is the version of the format."""
_MARK = 8
"""Bytes that identify the key without revealing it."""
_HEADER, _EXTRA = 24, 17
"""The lengths of libsodium's header and of the tag of each piece (HEADERBYTES, ABYTES)."""
_PIECE = 64 * 1024


class Sealing(io.RawIOBase):
    """A writable file that encrypts into ``target``; complete only after :meth:`finish`."""

    def __init__(self, target: IO[bytes], key: bytes) -> None:
        super().__init__()
        from nacl import bindings  # not at the program's start

        self._bindings = bindings
        self._state = bindings.crypto_secretstream_xchacha20poly1305_state()
        self._target = target
        self._held = bytearray()
        self._digest = hashlib.sha256()
        self._front = _front(key)
        header = bindings.crypto_secretstream_xchacha20poly1305_init_push(self._state, key)
        target.write(self._front + header)

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        given = bytes(memoryview(data))  # type: ignore[arg-type]
        self._digest.update(given)
        self._held += given
        while len(self._held) > _PIECE:
            self._push(bytes(self._held[:_PIECE]), last=False)
            del self._held[:_PIECE]
        return len(given)

    def finish(self) -> bytes:
        """Writes the last piece; returns the SHA-256 of the plaintext."""
        self._push(bytes(self._held), last=True)
        self._held.clear()
        return self._digest.digest()

    def _push(self, piece: bytes, *, last: bool) -> None:
        b = self._bindings
        final, other = (
            b.crypto_secretstream_xchacha20poly1305_TAG_FINAL,
            b.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE,
        )
        tag = final if last else other
        self._target.write(b.crypto_secretstream_xchacha20poly1305_push(self._state, piece, self._front, tag))


def opened(source: IO[bytes], key: bytes, name: str) -> Iterator[bytes]:
    """Decrypts a sealed file piece by piece; each piece is authenticated first, the whole file at the end of the loop.

    ``name`` is what a person calls the file. Raises InputError("backup_newer") for a shape that this program does not
    know, ("backup_other_key") where another key closed it, ("backup_damaged") where a bit is not as it was written.
    """
    from nacl import bindings as b
    from nacl.exceptions import CryptoError

    front = source.read(len(MAGIC) + _MARK)
    if front[: len(MAGIC)] != MAGIC:
        newer = front[: len(MAGIC) - 1] == MAGIC[:-1] and front[len(MAGIC) - 1 : len(MAGIC)] > MAGIC[-1:]
        raise InputError("backup_newer" if newer else "backup_damaged", field="file", file=name)
    if not hmac.compare_digest(front, _front(key)):
        raise InputError("backup_other_key", field="file", file=name)
    state = b.crypto_secretstream_xchacha20poly1305_state()
    try:
        b.crypto_secretstream_xchacha20poly1305_init_pull(state, source.read(_HEADER), key)
        piece, ended = source.read(_PIECE + _EXTRA), False
        while piece and not ended:
            plain, tag = b.crypto_secretstream_xchacha20poly1305_pull(state, piece, front)
            ended = tag == b.crypto_secretstream_xchacha20poly1305_TAG_FINAL
            yield plain
            piece = source.read(_PIECE + _EXTRA)
    except (CryptoError, ValueError, TypeError):
        raise InputError("backup_damaged", field="file", file=name) from None
    if piece or not ended:  # something behind the end, or no end
        raise InputError("backup_damaged", field="file", file=name)


def is_sealed(start: bytes) -> bool:
    """Whether these first bytes are those of a sealed backup, of this format or a newer one."""
    return start[: len(MAGIC) - 1] == MAGIC[:-1]


def _front(key: bytes) -> bytes:
    return MAGIC + hmac.digest(key, b"which key", "sha256")[:_MARK]
