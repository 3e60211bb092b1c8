# SPDX-License-Identifier: EUPL-1.2
"""Reads a notice from a TOML file and finds every mistake in it before anything is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from comunecast_gui.core import regular_file, toml_text
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import Attachment, Draft
from comunecast_gui.core.toml_text import TomlMistake

Attach = Callable[[Path, str], Attachment]
"""Prepares the file at a path and describes it; raises InputError."""
_KEYS = frozenset({"category", "channels", "fields", "attachments", "follows", "draft_uuid", "zones"})
_ATTACHMENT_KEYS = frozenset({"path", "alt"})


def load(path: Path, attach: Attach) -> Draft:
    """Reads ``notice.toml`` and, with ``attach``, the files it names; their paths are relative to it.

    Raises InputError: notice_file_missing, notice_file_unreadable, notice_malformed (line), notice_key_unknown,
    notice_no_category, notice_key_type, not_a_file, file_too_large, and those of ``attach``.
    """
    try:
        text = regular_file.read_text(path, "utf-8-sig", toml_text.MAX_BYTES)
    except FileNotFoundError as error:
        raise InputError("notice_file_missing", file=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("notice_file_unreadable", file=str(path)) from error
    try:
        data = toml_text.parse(text)
    except TomlMistake as error:
        raise InputError("notice_malformed", file=path.name, line=error.line, reason=error.reason) from error
    return draft_from(data, path.parent, attach)


def draft_from(data: Mapping[str, Any], folder: Path, attach: Attach) -> Draft:
    """The draft that a parsed notice file describes; ``folder`` is where relative attachment paths start."""
    _known(data, _KEYS, "")
    category = _typed(data, "category", str, "")
    if not category:
        raise InputError("notice_no_category", field="category")
    channels = _names(data, "channels")
    follows = data.get("follows")
    # Beyond 64 bits there is no row, and no database that takes the number.
    if follows is not None and (isinstance(follows, bool) or not isinstance(follows, int) or not 0 <= follows < 2**63):
        raise InputError("notice_key_type", field="follows", key="follows", expected="int")
    return Draft(
        uuid=_uuid(data),
        category=category,
        fields=_typed(data, "fields", dict, {}),
        channels=channels,
        attachments=tuple(_attachment(item, folder, attach) for item in _typed(data, "attachments", list, [])),
        follows=follows,
        zones=_names(data, "zones") if "zones" in data else None,
    )


def _attachment(item: object, folder: Path, attach: Attach) -> Attachment:
    if not isinstance(item, dict):
        raise InputError("notice_key_type", field="attachments", key="attachments", expected="table")
    _known(item, _ATTACHMENT_KEYS, "attachments.")
    name = _typed(item, "path", str, "")
    if not name:
        raise InputError("attachment_missing", field="attachments", file="")
    return attach(folder / name, _typed(item, "alt", str, ""))


def _uuid(data: Mapping[str, Any]) -> str:
    given = _typed(data, "draft_uuid", str, "")
    if not given:
        return ""
    try:
        return str(UUID(given))
    except ValueError as error:
        raise InputError("notice_key_type", field="draft_uuid", key="draft_uuid", expected="uuid") from error


def _names(data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    names = _typed(data, key, list, [])
    if not all(isinstance(name, str) for name in names):
        raise InputError("notice_key_type", field=key, key=key, expected="list")
    return tuple(names)


def _typed(data: Mapping[str, Any], key: str, kind: type, default: Any) -> Any:
    value = data.get(key, default)
    if not isinstance(value, kind):
        raise InputError("notice_key_type", field=key, key=key, expected=kind.__name__)
    return value


def _known(data: Mapping[str, Any], keys: frozenset[str], prefix: str) -> None:
    for key in data:
        if key not in keys:
            raise InputError("notice_key_unknown", field=f"{prefix}{key}", key=f"{prefix}{key}", known=sorted(keys))
