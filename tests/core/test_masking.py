# SPDX-License-Identifier: EUPL-1.2
"""A masked number shows enough to tell people apart and too little to call them."""

from __future__ import annotations

import pytest

from comunecast_gui.core.masking import mask, mask_within


@pytest.mark.parametrize(
    ("digits", "shown"),
    [
        ("393331234592", "+39 333 ••• ••92"),
        ("39333123459", "+39 333 ••• ••59"),
        ("3933312345", "+39 333 ••• ••45"),
        ("39331234", "+39 •••"),
        ("", ""),
    ],
)
def test_numbers_are_masked(digits: str, shown: str) -> None:
    assert mask(digits) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("333 123 45O7", "••• ••• •5O7"),
        ("+39 333 1234567", "+•• ••• •••••67"),
        ("Mario", "Mario"),
        ("12345", "12345"),
        ("123456", "••••56"),
        ("", ""),
        ("٣٣٣١٢٣٤", "•••••٣٤"),
    ],
)
def test_a_text_in_place_of_a_number_is_masked(written: str, shown: str) -> None:
    assert mask_within(written) == shown
