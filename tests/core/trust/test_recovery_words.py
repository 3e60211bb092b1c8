# SPDX-License-Identifier: EUPL-1.2
"""The office key survives a sheet of paper: its 24 words are read back as people write, and a mistake is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.trust.office_key import OfficeKey
from comunecast_gui.core.trust.recovery_words import key_of, words_of


@pytest.fixture(scope="module")
def known() -> tuple[str, ...]:
    path = Path(__file__).parents[3] / "resources" / "recovery" / "it.txt"
    return tuple(path.read_text(encoding="utf-8").split())


def test_four_letters_tell_each_word(known: tuple[str, ...]) -> None:
    assert len(known) == 2048
    assert len({word[:4] for word in known}) == 2048
    assert min(map(len, known)) >= 4
    assert list(known) == sorted(known)


@pytest.mark.parametrize(
    ("secret", "places"),
    [  # BIP-39, test vectors of 256 bits: places in the list, whichever its language
        ("00" * 32, [0] * 23 + [102]),
        ("ff" * 32, [2047] * 23 + [1967]),
        ("80" * 32, [1028, 32, 257, 8, 64, 514, 16, 128, 1028, 32, 257, 8, 64, 514, 16, 128, 1028, 32, 257, 8, 64, 514,
                     16, 189]),
    ],
)  # fmt: skip
def test_words_are_those_of_the_standard(known: tuple[str, ...], secret: str, places: list[int]) -> None:
    assert words_of(OfficeKey(bytes.fromhex(secret)), known) == tuple(known[place] for place in places)


def test_words_come_back_however_they_are_written(known: tuple[str, ...]) -> None:
    for _ in range(50):
        key = OfficeKey.fresh()
        words = words_of(key, known)
        numbered = "\n".join(f"{n}. {word.title()}," for n, word in enumerate(words, start=1))
        accented = " ".join(words).upper().replace("A", "À", 1)
        for text in (" ".join(words), numbered, accented, "  ".join(word[:4] for word in words)):
            assert key_of(text, known) == key


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda words: words[:23], "recovery_words_count"),
        (lambda words: [*words, words[0]], "recovery_words_count"),
        (lambda words: [], "recovery_words_count"),
        (lambda words: ["a" * 100_000], "recovery_words_count"),
        (lambda words: [*words[:6], "zzzz", *words[7:]], "recovery_words_unknown"),
        (lambda words: [*words[:6], "aba", *words[7:]], "recovery_words_unknown"),
        (lambda words: ["abete", *words[1:]], "recovery_words_mistaken"),
    ],
)
def test_a_mistake_is_found_and_told_without_repeating_a_word(
    known: tuple[str, ...], change: object, code: str
) -> None:
    words = list(words_of(OfficeKey(bytes(32)), known))
    assert callable(change)
    with pytest.raises(InputError, match=code) as caught:
        key_of(" ".join(change(words)), known)
    if code == "recovery_words_unknown":
        assert caught.value.values["places"] == "7"
