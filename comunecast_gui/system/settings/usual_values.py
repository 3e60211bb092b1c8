# SPDX-License-Identifier: EUPL-1.2
"""What an office usually writes in a field, such as who serves its town: as set, as last written, or of the town."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from comunecast_gui.core.notice.categories import Category
from comunecast_gui.core.places import town_of
from comunecast_gui.system import paths


def of_town(office_name: str) -> dict[str, Any]:
    """By the name of each usual value, what is known of the office's town; nothing where the town is not known."""
    known = tomllib.loads(paths.resource("providers.toml").read_text(encoding="utf-8"))
    town = town_of(office_name).casefold()
    return next((dict(values) for name, values in known.items() if name.casefold() == town), {})


class UsualValues(Mapping[str, Any]):
    """Begins with what is known of the town; each notice that is queued is learned from, on any thread.

    What the settings say counts before both, and stays.
    """

    def __init__(self, of_town: Mapping[str, Any], settled: Mapping[str, Any] | None = None) -> None:
        self._settled = dict(settled or {})
        self._values = {**of_town, **self._settled}

    def learn(self, category: Category, fields: Mapping[str, Any]) -> None:
        """Keeps what a notice of this category said, as raw values; a field that it left empty changes nothing."""
        said = {one.usual: fields[one.id] for one in category.fields if one.usual and fields.get(one.id)}
        # Replaced as a whole: a reader sees the old values or the new ones.
        self._values = {**self._values, **said, **self._settled}

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)
