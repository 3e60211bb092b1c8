# SPDX-License-Identifier: EUPL-1.2
"""Parses the neutral syntax of a category's text when the program starts, so that mistakes are found before sending.

Syntax: ``{field}``, ``{field^}`` (capital), ``{field@form}`` (a form of the value), ``{field@form^}``,
``[[...]]`` (vanishes when one of its own fields is empty; may be nested), ``{?field}`` (only a condition),
``**bold**``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from comunecast_gui.core.markup import Span, joined

Say = Callable[[str, str], str]
"""The words for (field, form); an empty string when the field has no value."""

_TOKEN = re.compile(r"\[\[|\]\]|\*\*|\{[^{}\n]*\}|[{}]")
_FIELD = re.compile(r"\{(\?)?([a-z][a-z0-9_]*)(?:@([a-z]+))?(\^)?\}")


class TemplateError(ValueError):
    """A text that does not follow the syntax; the message says what and at which character."""


@dataclass(frozen=True, slots=True)
class Value:
    """A field's value at this place."""

    field: str
    form: str = ""
    capital: bool = False
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Bold:
    """Bold begins or ends here."""


@dataclass(frozen=True, slots=True)
class Optional:
    """A block that vanishes when one of its own fields is empty."""

    nodes: tuple[Node, ...]


Node = str | Value | Bold | Optional


@dataclass(frozen=True, slots=True)
class Template:
    """A text ready to be filled."""

    source: str
    nodes: tuple[Node, ...]

    @property
    def values(self) -> tuple[Value, ...]:
        """Every place where a field is used, in order."""
        return tuple(_values(self.nodes))

    def fill(self, say: Say, gap: str = "") -> tuple[Span, ...]:
        """The runs of text with every field said by ``say``; ``gap`` stands where a field has no value."""
        return joined(_filled(self.nodes, say, _Weight(), gap))


def parse(source: str) -> Template:
    """Reads a text. Raises TemplateError."""
    reader = _Reader(source)
    nodes = reader.block(0)
    return Template(source, nodes)


class _Weight:
    """Whether the run being written is bold; shared by a block and the blocks inside it."""

    def __init__(self) -> None:
        self.bold = False


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._tokens = _TOKEN.finditer(source)
        self._at = 0

    def block(self, depth: int) -> tuple[Node, ...]:
        nodes: list[Node] = []
        bold_since = -1
        for match in self._tokens:
            if match.start() > self._at:
                nodes.append(self._source[self._at : match.start()])
            self._at = match.end()
            mark = match[0]
            if mark == "]]":
                if not depth:
                    raise TemplateError(f"']]' without '[[' at character {match.start()}")
                return self._closed(nodes, bold_since)
            if mark == "[[":
                nodes.append(Optional(self.block(depth + 1)))
            elif mark == "**":
                nodes.append(Bold())
                bold_since = match.start() if bold_since < 0 else -1
            else:
                nodes.append(_value(mark, match.start()))
        if depth:
            raise TemplateError("'[[' is never closed")
        if self._at < len(self._source):
            nodes.append(self._source[self._at :])
        return self._closed(nodes, bold_since)

    @staticmethod
    def _closed(nodes: list[Node], bold_since: int) -> tuple[Node, ...]:
        if bold_since >= 0:
            raise TemplateError(f"bold opened at character {bold_since} is not closed in the same block")
        return tuple(nodes)


def _value(mark: str, at: int) -> Value:
    match = _FIELD.fullmatch(mark)
    if match is None:
        raise TemplateError(f"{mark!r} at character {at} is not a field")
    return Value(match[2], match[3] or "", capital=bool(match[4]), silent=bool(match[1]))


def _values(nodes: tuple[Node, ...]) -> Iterator[Value]:
    for node in nodes:
        if isinstance(node, Value):
            yield node
        elif isinstance(node, Optional):
            yield from _values(node.nodes)


def _filled(nodes: tuple[Node, ...], say: Say, weight: _Weight, gap: str) -> Iterator[Span]:
    for node in nodes:
        if isinstance(node, str):
            yield Span(node, weight.bold)
        elif isinstance(node, Bold):
            weight.bold = not weight.bold
        elif isinstance(node, Optional):
            own = (inner for inner in node.nodes if isinstance(inner, Value))
            if all(say(inner.field, inner.form) for inner in own):
                yield from _filled(node.nodes, say, weight, gap)
        elif not node.silent:
            text = say(node.field, node.form) or gap
            yield Span(text[:1].upper() + text[1:] if node.capital else text, weight.bold)
