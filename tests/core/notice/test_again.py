# SPDX-License-Identifier: EUPL-1.2
"""A notice that is written again brings its words and leaves its days, hours, files and reference behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from comunecast_gui.core.notice.again import OF_ITS_DAY, to_write_again
from comunecast_gui.core.notice.categories import Catalogue, Category

CATALOGUE = Catalogue.load(Path(__file__).resolve().parents[3] / "resources" / "categories")


@pytest.mark.parametrize("category", list(CATALOGUE), ids=lambda one: one.id)
def test_nothing_of_its_day_stays_and_all_the_rest_does(category: Category) -> None:
    kept = to_write_again(category, category.example)
    of_its_day = {one.id for one in category.fields if one.type in OF_ITS_DAY}
    assert not kept.keys() & of_its_day
    assert kept == {id: value for id, value in category.example.items() if id not in of_its_day}


def test_a_field_that_the_category_no_longer_has_is_left_out() -> None:
    assert to_write_again(CATALOGUE.get("generico"), {"titolo": "Prova", "campo_di_prima": "x"}) == {"titolo": "Prova"}
