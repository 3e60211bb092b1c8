# SPDX-License-Identifier: EUPL-1.2
"""Takes from an earlier notice what a new one of the same kind may begin with: everything but what was of its day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comunecast_gui.core.notice.categories import Category, FieldType

OF_ITS_DAY = frozenset(
    {
        FieldType.DATE,
        FieldType.DATES,
        FieldType.TIME,
        FieldType.DATETIME,
        FieldType.PERIOD,
        FieldType.NOTICE_REF,
        FieldType.IMAGE,
    }
)
"""What is asked for anew: days and hours, the notice that it followed, and its files."""


def to_write_again(category: Category, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The raw values of the category's fields that may stay; those it does not have any more are left out."""
    kept = {one.id for one in category.fields if one.type not in OF_ITS_DAY}
    return {id: value for id, value in raw.items() if id in kept}
