# SPDX-License-Identifier: EUPL-1.2
"""A masked number shows enough to tell people apart and too little to call them."""

from __future__ import annotations

import pytest

from comunecast_gui.core.masking import mask


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
