# SPDX-License-Identifier: EUPL-1.2
"""An old terminal, a closed stream and an account without a name do not make a command fail."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from comunecast_gui.cli import terminal
from tests.e2e.conftest import NOTICE

OFFICE = """
[office]
name = "Comune di Calcinaia"
localities = ["Calcinaia", "Fornacette"]
[telegram]
[[telegram.channels]]
name = "principale"
chat = "@comunecalcinaia"
"""


def run(*words: str, encoding: str = "", **streams: int) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, **({"PYTHONIOENCODING": encoding} if encoding else {})}
    return subprocess.run(
        [sys.executable, "-m", "comunecast_gui", *words],
        stdin=subprocess.DEVNULL,
        stdout=streams.get("stdout", subprocess.PIPE),
        stderr=streams.get("stderr", subprocess.PIPE),
        env=environment,
        timeout=60,
    )


@pytest.fixture
def office(tmp_path: Path) -> list[str]:
    """The options of an office without channels, and its notice."""
    (tmp_path / "office.toml").write_text(OFFICE)
    (tmp_path / "notice.toml").write_text(NOTICE.replace("perdita", "perdita 💧 – è"), encoding="utf-8")
    options = ["--data-dir", str(tmp_path / "data")]
    assert run(*options, "configure", str(tmp_path / "office.toml")).returncode == 0
    return [*options, "render", str(tmp_path / "notice.toml"), "--channel", "telegram", "--at", "2030-11-20T10:00"]


@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
def test_an_old_code_page_loses_signs_and_nothing_else(office: list[str], encoding: str) -> None:
    shown = run(*office, encoding=encoding)
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert "perdita ? " in shown.stdout.decode(encoding)
    data = json.loads(run(*office, "--json", encoding=encoding).stdout.decode(encoding))
    assert "perdita 💧 – è" in data["text"]


def test_the_locale_of_an_old_terminal(office: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "it_IT.ISO-8859-1")
    monkeypatch.setenv("PYTHONUTF8", "0")
    monkeypatch.setenv("PYTHONCOERCECLOCALE", "0")
    assert run(*office).returncode == 0
    assert json.loads(run(*office, "--json").stdout)["text"]


def test_streams_that_are_closed(office: list[str]) -> None:
    for closed in (">&-", "<&- >&- 2>&-"):
        line = f'"$0" -m comunecast_gui "$@" {closed}'
        ended = subprocess.run(["sh", "-c", line, sys.executable, *office], capture_output=True, timeout=60)
        assert (ended.returncode, ended.stderr) == (0, b""), closed


def test_one_line_without_signs_that_command_the_terminal() -> None:
    assert terminal.one_line("a\nb\t c\x1b[2J\u202e") == "a b c�[2J�"


def test_nobody_is_asked_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert not terminal.can_ask()
    assert terminal.ask_secret("?") == ""
    monkeypatch.setattr(sys, "stdin", io.StringIO(" a secret \nmore"))
    assert terminal.ask_secret("?") == "a secret"
