# SPDX-License-Identifier: EUPL-1.2
"""The office key is what was written, gives each purpose a key of its own, and opens only what it closed."""

from __future__ import annotations

import pytest

from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.trust.office_key import EnvironmentKey, OfficeKey, hkdf


@pytest.mark.parametrize(
    ("secret", "salt", "info", "length", "expected"),
    [
        (  # RFC 5869, A.1
            "0b" * 22,
            "000102030405060708090a0b0c",
            "f0f1f2f3f4f5f6f7f8f9",
            42,
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        ),
        (  # RFC 5869, A.3: neither salt nor info
            "0b" * 22,
            "",
            "",
            42,
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
        ),
    ],
)
def test_keys_are_derived_as_the_standard_says(secret: str, salt: str, info: str, length: int, expected: str) -> None:
    made = hkdf(bytes.fromhex(secret), bytes.fromhex(salt), bytes.fromhex(info), length)
    assert made.hex() == expected


def test_each_purpose_has_a_key_of_its_own() -> None:
    key = OfficeKey.fresh()
    made = {key.derived(purpose) for purpose in ("people", "ledger", "backup")}
    assert len(made | {key.to_bytes()}) == 4
    assert {len(one) for one in made} == {32}
    assert key.derived("people") == OfficeKey.parse(key.reveal()).derived("people")


def test_a_key_comes_back_from_its_text_and_shows_itself_nowhere() -> None:
    key = OfficeKey.fresh()
    assert len(key.reveal()) == 43
    assert OfficeKey.parse(f" {key.reveal()}=\n") == key
    assert key.reveal() not in repr(key) + str(key)
    assert key.to_bytes().hex() not in repr(key)


@pytest.mark.parametrize("text", ["", "a", "a" * 42, "a" * 44, "a" * 42 + "+", "à" * 43, "a" * 43 + "\nb"])
def test_a_malformed_office_key_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(ConfigError, match="office_key_malformed") as caught:
        OfficeKey.parse(text)
    assert text not in caught.value.values.values() or not text


def test_only_the_same_key_opens_what_was_sealed() -> None:
    key, value = OfficeKey.fresh(), b"v" * 32
    sealed = key.seal(value)
    assert key.unseal(sealed) == value
    assert key.seal(value) != sealed
    with pytest.raises(ValueError, match="not sealed"):
        OfficeKey.fresh().unseal(sealed)
    for place in range(len(sealed)):
        altered = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(ValueError, match="not sealed"):
            key.unseal(altered)


def test_the_environment_holds_a_key_and_makes_none(monkeypatch: pytest.MonkeyPatch) -> None:
    key = OfficeKey.fresh()
    monkeypatch.setenv("COMUNECAST_OFFICE_KEY", key.reveal())
    assert EnvironmentKey().find_office_key() == key
    monkeypatch.delenv("COMUNECAST_OFFICE_KEY")
    assert EnvironmentKey().find_office_key() is None
    with pytest.raises(ConfigError, match="office_key_missing"):
        EnvironmentKey().make_office_key()
