# SPDX-License-Identifier: EUPL-1.2
"""A PIN is kept so that nobody reads it back, and guessing it takes longer with each wrong try."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comunecast_gui.core.approval import pins
from comunecast_gui.core.errors import InputError


def test_a_pin_is_known_again_with_its_own_pepper_only() -> None:
    kept, again = pins.keep("472913", b"k" * 32), pins.keep("472913", b"k" * 32)
    assert "472913" not in kept
    assert kept != again, "each has a salt of its own"
    assert pins.matches("472913", kept, b"k" * 32)
    assert not pins.matches("472914", kept, b"k" * 32)
    assert not pins.matches("472913", kept, b"j" * 32)


@pytest.mark.parametrize(
    "kept", ["", "scrypt$1$2", "md5$1$1$1$00$00", "scrypt$3$8$1$00$00", f"scrypt${2**30}$8$1$00$00"]
)
def test_a_malformed_stored_pin_matches_nothing(kept: str) -> None:
    assert not pins.matches("472913", kept, b"k" * 32)


@pytest.mark.parametrize(
    ("pin", "code"),
    [
        ("12345", "pin_length"),
        ("x" * 65, "pin_length"),
        ("111111", "pin_easy"),
        ("121212", "pin_easy"),
        ("123456", "pin_easy"),
        ("987654", "pin_easy"),
        ("427427", "pin_easy"),
    ],
)
def test_what_is_tried_first_is_refused(pin: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        pins.require_good(pin)
    assert refused.value.code == code
    assert pin not in str(refused.value.values)


def test_each_wrong_pin_beyond_the_fifth_costs_twice_the_time() -> None:
    waits = [pins.wait_after(failures) for failures in range(15)]
    assert waits[:5] == [timedelta(0)] * 5
    assert waits[5:8] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert max(waits) == timedelta(hours=1), "and nobody is shut out for ever"
