# SPDX-License-Identifier: EUPL-1.2
"""The office key as 24 words that a person can write on paper and read out, with a checksum (BIP-39).

The words are those of the Italian list of BIP-39: no two begin with the same four letters, so that four are enough.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.trust.office_key import LENGTH, OfficeKey

COUNT = 24
_BITS = 11
"""Of each word: the list has 2,048."""
_PREFIX = 4
_CHECKSUM_BITS = 8
"""Of the SHA-256 of the key, behind its 256 bits (BIP-39, "Generating the mnemonic")."""
_LONGEST = 2_000
"""Characters; 24 numbered words have fewer than 400."""
_NOT_A_WORD = re.compile(r"[^a-z]+")


def words_of(key: OfficeKey, known: Sequence[str]) -> tuple[str, ...]:
    """The key in 24 of the 2,048 ``known`` words."""
    secret = key.to_bytes()
    number = (int.from_bytes(secret, "big") << _CHECKSUM_BITS) | _checksum(secret)
    return tuple(known[(number >> (_BITS * place)) & (2**_BITS - 1)] for place in reversed(range(COUNT)))


def key_of(text: str, known: Sequence[str]) -> OfficeKey:
    """The key of 24 words copied from paper: numbers, accents, capitals and line breaks do not matter.

    Raises InputError("recovery_words_count" | "recovery_words_unknown" | "recovery_words_mistaken").
    """
    plain = unicodedata.normalize("NFD", text[:_LONGEST]).encode("ascii", "ignore").decode().lower()
    given = _NOT_A_WORD.sub(" ", plain).split()
    places = {word[:_PREFIX]: place for place, word in enumerate(known)}
    # The wrong word is told by its place on the paper: what was typed is nearly a secret, and goes into no message.
    wrong = [n for n, word in enumerate(given, start=1) if not _fits(word, known, places)]
    if len(given) != COUNT:
        raise InputError("recovery_words_count", field="words", count=len(given), wanted=COUNT)
    if wrong:
        raise InputError("recovery_words_unknown", field="words", places=", ".join(map(str, wrong)))
    number = 0
    for word in given:
        number = (number << _BITS) | places[word[:_PREFIX]]
    secret = (number >> _CHECKSUM_BITS).to_bytes(LENGTH, "big")
    if _checksum(secret) != number & (2**_CHECKSUM_BITS - 1):
        raise InputError("recovery_words_mistaken", field="words")
    return OfficeKey(secret)


def _fits(word: str, known: Sequence[str], places: dict[str, int]) -> bool:
    """Whether these are the first letters of a word of the list, four at least."""
    place = places.get(word[:_PREFIX])
    return place is not None and len(word) >= _PREFIX and known[place].startswith(word)


def _checksum(secret: bytes) -> int:
    return hashlib.sha256(secret).digest()[0]
