# SPDX-License-Identifier: EUPL-1.2
"""What a command says stands in ``resources/sentences`` in two languages, and nowhere in its code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import comunecast_gui.cli
from comunecast_gui.cli import runner
from comunecast_gui.cli.parser import build_parser
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.system import paths

CLI = Path(comunecast_gui.cli.__file__).parent
SPOKEN = re.compile(r"[^\W\d_]{2,}[,:;]? [^\W\d_]{2,}|[à-ùÀ-Ù]| [^\W\d_]{5,}\s*$|^\s*[^\W\d_]{5,} ")
"""Two words side by side, an accent, or a word beside what is put in."""
FOR_THE_LOG = {"debug", "info", "warning", "error", "exception"}


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """Every text in a module but its docstrings, what the log gets, and patterns that match others' words."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            silent.add(id(node.value))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            logs = node.func.attr in FOR_THE_LOG and isinstance(owner, ast.Name) and owner.id == "logger"
            if logs or node.func.attr == "compile":
                silent |= {id(each) for each in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield node.lineno, node.value


def test_no_command_keeps_its_words_in_its_code() -> None:
    names = {"ComuneCast ", *runner._ON_A_DESK, *runner._WITHOUT_A_DESK}
    found = [
        f"{path.name}:{line}: {text}"
        for path in sorted(CLI.glob("*.py"))
        for line, text in literals(path)
        if SPOKEN.search(text) and text not in names
    ]
    assert found == []
    assert SPOKEN.search("Nessun problema.")
    assert SPOKEN.search("rifiutati ")


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_help_is_whole_in_both_languages(language: str) -> None:
    parser = build_parser(Sentences.load(paths.resource("sentences"), language))
    shown = parser.format_help()
    assert "help." not in shown
    assert ("controlla una comunicazione" in shown) == (language == "it")
    assert ("checks a notice" in shown) == (language == "en")
