# SPDX-License-Identifier: EUPL-1.2
"""Shows settings in the words of the screen, without secrets, and the differences to another file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from comunecast_gui.system.settings.values import Settings
from comunecast_gui.ui.settings.entries import Kind, Section, sections
from comunecast_gui.ui.widgets import labels

translate = QCoreApplication.translate
Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Settings that belong together; ``rows`` are names with their values, empty where nothing was said."""

    title: str
    rows: Rows


@dataclass(frozen=True, slots=True)
class Difference:
    """A setting that another file has differently."""

    name: str
    before: str
    after: str


def groups(settings: Settings) -> tuple[Group, ...]:
    """All that stands in the file; of a password or a telephone number only that it is there."""
    return tuple(Group(section.title, rows(section, settings)) for section in sections())


def rows(section: Section, settings: Settings) -> Rows:
    """The entries of one section; one line for a service that the office does not use."""
    if not section.used(settings):
        return ((translate("Settings", "Service"), translate("Settings", "not used")),)
    found: list[tuple[str, str]] = []
    for entry in section.entries:
        if entry.key.startswith("inbox.") and settings.relay is None:  # nothing arrives to be answered
            continue
        if entry.kind is Kind.CHANNELS:
            title = translate("Settings", "Channel “{name}”")
            found += [(title.format(name=one["name"]), one["chat"]) for one in entry.of(settings)]
        else:
            found.append((entry.label, entry.shown(settings)))
    return tuple(found)


def name_of(key: str) -> str:
    """An entry by its place in the file, in the words of the screen; of one that is not shown, its place."""
    if key.startswith("telegram.channels."):
        return translate("Settings", "Channel “{name}”").format(name=key.removeprefix("telegram.channels."))
    return next((one.label for section in sections() for one in section.entries if one.key == key), key)


def differences(before: Settings, after: Settings) -> tuple[Difference, ...]:
    """What would change, as far as it is shown; a name that is only in one of them has an empty side."""
    old, new = _flat(groups(before)), _flat(groups(after))
    names = dict.fromkeys([*old, *new])
    return tuple(
        Difference(name, old.get(name, ""), new.get(name, ""))
        for name in names
        if old.get(name, "") != new.get(name, "")
    )


def _flat(found: Iterable[Group]) -> dict[str, str]:
    return {f"{group.title}: {name}": value for group in found for name, value in group.rows}


def told(found: Sequence[Difference], most: int) -> str:
    """The differences, one in a line; beyond ``most`` only how many there are."""
    nothing = translate("Settings", "nothing")
    lines = [f"{one.name}: {one.before or nothing} → {one.after or nothing}" for one in found[:most]]
    if len(found) > most:
        more = translate("Settings", "and {count} more")
        lines.append(more.format(count=labels.number(len(found) - most)))
    return "\n".join(lines)
