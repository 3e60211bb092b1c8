# SPDX-License-Identifier: EUPL-1.2
"""Turns codes into sentences, so that what a person reads lives in one file per language and nowhere in code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comunecast_gui.core.errors import (
    ConfigError,
    Misconfigured,
    OutcomeUnknown,
    SendError,
    Transient,
    UserError,
)

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_MISSING = "-"
_LONGEST_VALUE = 300
"""Characters of a value, which may be anything that somebody wrote into a file; longer than most names of files."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """All sentences of one language. Keys are ``section.key``; a bare ``key`` is found in whichever section has it."""

    language: str
    by_path: Mapping[str, str]
    by_key: Mapping[str, str]

    @classmethod
    def load(cls, folder: Path, language: str = "it") -> Sentences:
        """Reads ``<folder>/<language>.toml``. Raises ConfigError("sentences_file")."""
        path = folder / f"{language}.toml"
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ConfigError("sentences_file", file=path.name, reason=str(error)) from error
        by_path = dict(_flatten(data))
        by_key: dict[str, str] = {}
        for dotted, text in by_path.items():
            by_key.setdefault(dotted.rpartition(".")[2], text)
        return cls(language, by_path, by_key)

    def has(self, code: str) -> bool:
        """Whether there is a sentence with this code."""
        return code in self.by_path or code in self.by_key

    def text(self, code: str, /, **values: object) -> str:
        """The sentence with this code, filled; a placeholder without a value becomes a dash, never an error."""
        sentence = self.by_path.get(code) or self.by_key.get(code)
        if sentence is None:
            unknown = self.by_path.get("general.unknown_code", "{code}")
            return fill(unknown, {"code": code})
        return fill(sentence, {name: _cut(value) for name, value in values.items()})

    def of(self, error: UserError | SendError) -> str:
        """What happened and what to do, for a person."""
        if isinstance(error, UserError):
            return self.text(error.code, **error.values)
        code = f"channel.{error.code}"
        if not isinstance(error, Misconfigured) and code not in self.by_path:
            code = f"send.{_kind(error)}"
        elif code not in self.by_path:
            code = "send.misconfigured"
        return self.text(code, code=error.code, detail=error.detail or error.code)


def fill(sentence: str, values: Mapping[str, object]) -> str:
    """Replaces ``{name}`` by the value of that name; lists are joined by commas."""
    return _PLACEHOLDER.sub(lambda match: _shown(values.get(match[1], _MISSING)), sentence)


def _shown(value: object) -> str:
    if isinstance(value, (tuple, list, set, frozenset)):
        return ", ".join(str(item) for item in value)
    return str(value)


def _cut(value: object) -> object:
    """The value, or the beginning of one that is longer than a sentence bears."""
    if isinstance(value, (tuple, list, set, frozenset)):
        return tuple(map(_cut, value))
    text = str(value)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def _kind(error: SendError) -> str:
    if isinstance(error, Transient):
        return "transient"
    return "unknown" if isinstance(error, OutcomeUnknown) else "permanent"


def _flatten(data: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
