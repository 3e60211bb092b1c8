# SPDX-License-Identifier: EUPL-1.2
"""Changes single entries of a settings file; notes, order and the way everything else is written stay as they are."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, MutableMapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from comunecast_gui.core import toml_text
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.toml_text import TomlMistake

if TYPE_CHECKING:  # tomlkit takes 26 ms to load: only where something is changed
    from tomlkit.container import Container
    from tomlkit.items import AoT, Item, Table

Value: TypeAlias = (
    "str | int | float | bool | Sequence[str] | Sequence[Mapping[str, str]] | Mapping[str, Sequence[str]] | None"
)
"""What an entry becomes: a text, a number, a flag, a list of texts; a list of tables, all of them in their new order
(``telegram.channels``); a table of lists (``choices.topics``); None takes the entry or the section out."""
Changes: TypeAlias = "Mapping[str, Value]"
"""Entries by their place, ``office.phone``, each with its new value."""

_KNOWN_BY = ("name", "chat")
"""A table of a list is the same table as before where one of these is the same: its notes stay with it."""


def edited(text: str, changes: Changes) -> str:
    """The text of a settings file with some entries changed; the same text where they say that already.

    What the text then says is compared with what it was to say. Where the two differ, or the text is written in a way
    that cannot be changed in place, it is written afresh without its notes: a note is worth less than a setting.

    Raises InputError("settings_malformed" | "settings_not_table") for a text that is no TOML, or has a value where a
    section should be. What the entries mean is judged by
    :func:`.office_file.parse`.
    """
    wanted = applied(text, changes)
    if wanted == _says(text):
        return text
    from tomlkit import dumps

    fresh = _in_place(text, changes)
    return fresh if fresh and _says(fresh) == wanted else dumps(wanted)


def applied(text: str, changes: Changes) -> dict[str, Any]:
    """What the file says, as a parser gives it back, with the changes made. Raises InputError as :func:`edited`."""
    try:
        data = toml_text.parse(text)
    except TomlMistake as error:
        raise InputError("settings_malformed", line=error.line) from None
    for place, value in changes.items():
        _put(data, place.split("."), _plain(value))
    return data


def _plain(value: Value) -> Any:
    """The value as a parser of TOML gives it back."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(each) for each in value]
    return value


def _put(data: MutableMapping[str, Any], parts: Sequence[str], value: Any) -> None:
    *sections, key = parts
    for section in sections:
        if section not in data and value is None:
            return
        data = data.setdefault(section, {})
        if not isinstance(data, MutableMapping):
            raise InputError("settings_not_table", field=section, key=section)
    if value is None:
        data.pop(key, None)
    else:
        data[key] = value


def _says(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _in_place(text: str, changes: Changes) -> str:
    """The text, changed where it stands; empty where that is not possible."""
    from tomlkit import parse
    from tomlkit.exceptions import TOMLKitError

    try:
        document = parse(text)
        for place, value in changes.items():
            _change(document, place.split("."), _plain(value))
        return document.as_string()
    except (TOMLKitError, TypeError, ValueError, AttributeError, KeyError, IndexError):
        return ""  # written in a way that tomlkit reads but does not change; what it raises then is not documented


def _change(within: Container | Table, parts: Sequence[str], value: Any) -> None:
    from tomlkit import table

    *sections, key = parts
    for section in sections:
        if section not in within:
            if value is None:
                return
            _add(within, section, table())
        within = within[section]
    if value is None:
        _remove(within, key)
    elif key not in within or within[key] != value:
        _set(within, key, value)


def _set(within: Container | Table, key: str, value: Any) -> None:
    from tomlkit.items import AoT, Array, Table

    present = within.get(key)
    if isinstance(value, dict) and isinstance(present, Table):
        for name in [name for name in present if name not in value]:
            _remove(present, name)
        for name, each in value.items():
            _change(present, [name], each)
    elif isinstance(present, AoT) and value:
        _rearrange(present, value)
    elif isinstance(present, Array) and _adds_or_drops(present, value):
        for at in reversed([at for at, each in enumerate(present) if each not in value]):
            del present[at]
        present.extend(value[len(present) :])
    elif key in within:
        within[key] = value
    else:
        _add(within, key, _item(value))


def _adds_or_drops(present: Sequence[Any], value: Any) -> bool:
    """Whether what stays in a list keeps its order and what is new comes last: then its lines can keep their notes."""
    stays = [each for each in present if each in value] if isinstance(value, list) else []
    return bool(stays) and len(set(stays)) == len(stays) and value[: len(stays)] == stays


def _item(value: Any) -> Item:
    """A new value; a list of tables gets its tables one below the other."""
    from tomlkit import aot, item, table

    if not (isinstance(value, list) and value and isinstance(value[0], dict)):
        plain: Item = item(value)
        return plain
    found = aot()
    for each in value:
        one = table()
        one.update(each)
        found.append(one)
    return found


def _add(within: Container | Table, key: str, value: Item) -> None:
    """Adds an entry below the last one, above the notes that already belong to the next section."""
    from tomlkit.container import Container
    from tomlkit.items import AoT, Table

    container = within if isinstance(within, Container) else within.value
    plain = [name for name, one in container.body if name is not None and not isinstance(one, (Table, AoT))]
    if plain and not isinstance(value, (Table, AoT)):
        container._insert_after(plain[-1], key, value)  # append() would put it below those notes
        return
    if container.body and isinstance(value, (Table, AoT)):
        _end_with_blank_line(container)
    within.append(key, value)


def _remove(within: Container | Table, key: str) -> None:
    """Takes an entry out. What stands below the last entry of a section is about the next one, and stays."""
    from tomlkit.container import Container
    from tomlkit.items import Table, Whitespace

    if key not in within:
        return
    gone = within[key]
    container = within if isinstance(within, Container) else within.value
    at = next(index for index, (name, _) in enumerate(container.body) if name is not None and name.key == key)
    del within[key]
    if isinstance(gone, Table):
        container.body[at] = (None, Whitespace(_cut_tail(_innermost(gone)).lstrip("\n")))


def _rearrange(present: AoT, wanted: Sequence[Mapping[str, str]]) -> None:
    """Brings the tables of a list into their new order; each keeps its own notes, also those above it."""
    from tomlkit import table

    old: list[Table] = list(present.body)
    tails = [_cut_tail(one.value) for one in old]
    for one, above in zip(old[1:], tails, strict=False):
        one.trivia.indent = above + one.trivia.indent
    fresh = []
    for each in wanted:
        match = next(
            (one for field in _KNOWN_BY for one in old if field in each and one.get(field) == each[field]), None
        )
        if match is None:
            match = table()
            match.trivia.indent = "\n"
        else:
            old.remove(match)
        _set_all(match, each)
        fresh.append(match)
    if not fresh[0].trivia.indent.strip():
        fresh[0].trivia.indent = ""
    while len(present):
        del present[0]
    for one in fresh:
        present.append(one)
    if tails[-1]:
        from tomlkit.items import Whitespace

        fresh[-1].value.body.append((None, Whitespace(tails[-1])))


def _set_all(table: Table, wanted: Mapping[str, str]) -> None:
    for name in [name for name in table if name not in wanted]:
        _remove(table, name)
    for name, value in wanted.items():
        _change(table, [name], value)


def _innermost(item: Any) -> Container:
    """The container at whose end the text of ``item`` ends."""
    from tomlkit.items import AoT, Table

    if isinstance(item, AoT):
        return _innermost(item.body[-1])
    entries = [one for name, one in item.value.body if name is not None]
    if entries and isinstance(entries[-1], (Table, AoT)):
        return _innermost(entries[-1])
    found: Container = item.value
    return found


def _cut_tail(container: Container) -> str:
    """Takes the notes and blank lines below the last entry off, and returns them."""
    tail = ""
    while container.body and container.body[-1][0] is None:
        tail = container.body.pop()[1].as_string() + tail
    return tail


def _end_with_blank_line(container: Container) -> None:
    from tomlkit.items import AoT, Table, Whitespace

    text = container.as_string()
    if not text or text.endswith("\n\n"):
        return
    last = container.body[-1][1]
    end = _innermost(last) if isinstance(last, (AoT, Table)) else container
    end.body.append((None, Whitespace("\n" if text.endswith("\n") else "\n\n")))
