# SPDX-License-Identifier: EUPL-1.2
"""Any TOML text becomes a table or the line of a mistake, quickly."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comunecast_gui.core import toml_text
from comunecast_gui.core.toml_text import TomlMistake
from tests.security.doubling import takes_linear_time

SIZE = toml_text.MAX_BYTES // 2
SHAPES: dict[str, Callable[[int], str]] = {
    "long-key": lambda size: "a." * (size // 2) + "b = 1",
    "long-key-quoted": lambda size: '"a".' * (size // 4) + "b = 1",
    "key-in-a-table": lambda size: "x = { " + "a." * (size // 2) + "b = 1 }",
    "header": lambda size: f"[{'a.' * (size // 2)}b]",
    "keys": lambda size: "".join(f"a{n} = 1\n" for n in range(size // 10)),
    "tables": lambda size: "".join(f"[a{n}]\n" for n in range(size // 8)),
    "lists": lambda size: "x = " + "[" * size,
    "escapes": lambda size: 'x = "' + "\\n" * (size // 2) + '"',
    "blanks": lambda size: "x =" + " " * size + "1",
    "newlines": lambda size: "\n" * size + "x",
    "dots": lambda size: "." * size,
    "digits": lambda size: "x = " + "9" * size,
    "comment": lambda size: "#" * size,
}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = 1\nb = [[[[[[[[[[[[[1]]]]]]]]]]]]]", 2),
        ("a = 1\n\nb = " + "[" * 100_000, 3),
        ("a = 1\n" + "b." * 20 + "c = 1", 2),
        ("a = " + "9" * 5000, 1),
        ("a = 1\nb", 2),
        ("a = 1\na = 2", 2),
    ],
    ids=["nested", "brackets", "long-key", "digits", "half", "twice"],
)
def test_a_mistake_has_its_line(text: str, line: int) -> None:
    with pytest.raises(TomlMistake) as caught:
        toml_text.parse(text)
    assert caught.value.line == line


def test_common_toml_is_read() -> None:
    text = 'a.b."c" = 1\n[[d.e]]\nf = { g = [1, { h = "x.y.z.1.2.3.4.5.6.7.8.9.10.11.12.13" }] }\n'
    assert toml_text.parse(text)["d"] == {"e": [{"f": {"g": [1, {"h": "x.y.z.1.2.3.4.5.6.7.8.9.10.11.12.13"}]}}]}


@given(st.text(alphabet='ab=[]{}.,"\n# 19-:T', max_size=60))
def test_any_text_is_a_table_or_a_mistake(text: str) -> None:
    data: object = {}
    line = 1
    try:
        data = toml_text.parse(text)
    except TomlMistake as mistake:
        line = mistake.line
    assert isinstance(data, dict)
    assert 1 <= line <= text.count("\n") + 1


def seconds(text: str) -> float:
    began = time.process_time()
    with suppress(TomlMistake):
        toml_text.parse(text)
    return time.process_time() - began


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_text_takes_twice_the_time(shape: str) -> None:
    assert takes_linear_time(lambda size: seconds(SHAPES[shape](size)), SIZE)
