# SPDX-License-Identifier: EUPL-1.2
"""Where two edits of one category differ is told entry by entry."""

from __future__ import annotations

from typing import Any

from comunecast_gui.core.notice.overlays.edit_conflict import Difference, differences

BASE: dict[str, Any] = {
    "name": "Feste",
    "hidden": False,
    "fields": [{"id": "dove", "label": "Dove"}, {"id": "quando", "label": "Quando", "required": True}],
    "whatsapp": {"body": "Alla festa\n", "variables": [{"name": "dove", "source": "{dove}"}]},
}


def test_each_entry_that_differs_is_told_with_both() -> None:
    theirs = {**BASE, "name": "Sagre", "fields": [{"id": "dove", "label": "In che posto"}]}
    mine = {**BASE, "hidden": True, "whatsapp": {**BASE["whatsapp"], "body": "Alla sagra"}}
    assert differences(theirs, mine) == (
        Difference("name", "Sagre", "Feste"),
        Difference("hidden", "", "true"),
        Difference("fields.order", "dove", "dove, quando"),
        Difference("field:dove.label", "In che posto", "Dove"),
        Difference("field:quando.label", "", "Quando"),
        Difference("field:quando.required", "", "true"),
        Difference("whatsapp.body", "Alla festa", "Alla sagra"),
    )
    assert differences(BASE, BASE) == ()
    assert differences({}, {"name": "Fiera"}) == (Difference("name", "", "Fiera"),)
