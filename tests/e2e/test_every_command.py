# SPDX-License-Identifier: EUPL-1.2
"""Every command with everything that can be wrong with each of its arguments, and in every office that is broken.

The commands and their arguments are read from the parser: a new one is tried without being named here. Whatever comes,
the status is one of the four, a refusal is one sentence, ``--json`` prints one JSON object, and nothing is called
unforeseen.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from comunecast_gui.__main__ import main
from comunecast_gui.cli.parser import build_parser
from tests.e2e.conftest import NOTICE, OFFICE, MakeTown, Town

NOT_TRIED = {"demo"}
"""Opens a window, or makes an office of its own."""
FLAGS = {"help", "events"}
SURE = {"send": ["--yes", "--enqueue-only"], "render": ["--channel", "telegram"]}
"""What a command needs beside its arguments to come as far as it can without sending."""
NUMBERS = ("-1", "1.5", "uno", "9" * 20, "9" * 5000, "", "0", str(2**63), str(2**63 - 1), "\u0663")
MOMENTS = (
    "tomorrow", "", "0001-01-01T00:00", "0001-01-01T00:00+14:00", "9999-12-31", "9999-12-31T23:59-14:00", "2026-W01",
)  # fmt: skip
TEXTS = ("", "\0", "x" * 100_000, "\udcff", "a\nb", "\x1b[2J", "=;", "9" * 5000, "../../etc/passwd")
CATEGORY = 'category = "acqua_programmata"\n'
FILES: dict[str, bytes] = {
    "empty": b"",
    "noise": bytes(range(256)) * 50,
    "deep-list": CATEGORY.encode() + b"x = " + b"[" * 100_000,
    "deep-table": CATEGORY.encode() + b"[fields]\nvie = " + b"{a=" * 5000,
    "nested": CATEGORY.encode() + b"[fields]\nvie = " + b"[" * 300 + b"]" * 300,
    "long-key": CATEGORY.encode() + b"a." * 50_000 + b"b = 1\n",
    "deep-json": b"[" * 200_000,
    "large": b"#" * 1_000_000,
    "row-of-65-bits": CATEGORY.encode() + b"follows = 18446744073709551616\n",
    "number-of-5000-digits": CATEGORY.encode() + b"follows = " + b"9" * 5000,
    "attachment-nul": (NOTICE + '[[attachments]]\npath = "a\\u0000b"\nalt = "x"\n').encode(),
    "attachment-folder": (NOTICE + '[[attachments]]\npath = "."\nalt = "x"\n').encode(),
    "attachment-long": (NOTICE + f'[[attachments]]\npath = "{"x" * 5000}"\nalt = "x"\n').encode(),
    "last-year": NOTICE.replace("2030-11-27", "9999-12-31").encode(),
    "first-year": NOTICE.replace("2030-11-27", "0001-01-01").encode(),
    "far-east": NOTICE.replace("T16:30:00", "T16:30:00+23:59").encode(),
    "last-day": b'category = "rifiuti_sospensione"\n[fields]\ngiorno = 9999-12-31\n',
    "office-deep": OFFICE.encode() + b"x = " + b"[" * 100_000,
    "numbers": b"telefono\n" + b"9" * 5000 + b"\n" + b"3" * 200_000 + b"\n",
}


def leaves(parser: argparse.ArgumentParser, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command that can be given."""
    groups = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
    if not groups:
        yield words
    for group in groups:
        for name, child in group.choices.items():
            yield from leaves(child, (*words, name))


GRAMMAR = build_parser()
COMMANDS = [words for words in leaves(GRAMMAR) if words[0] not in NOT_TRIED]


def arguments_of(words: tuple[str, ...]) -> list[argparse.Action]:
    """What the command takes and could be given wrong."""
    parser = GRAMMAR
    for word in words:
        (group,) = (each for each in parser._actions if isinstance(each, argparse._SubParsersAction))
        parser = group.choices[word]
    return [each for each in parser._actions if each.nargs != 0 and each.dest not in FLAGS]


class Desk:
    """A configured office with subscribers and every bad file, and the commands that are tried on it."""

    def __init__(self, town: Town) -> None:
        self.town = town
        folder = town.folder
        for name, content in FILES.items():
            (folder / name).write_bytes(content)
        os.mkfifo(folder / "pipe")
        self.bad = [str(folder / name) for name in (*FILES, "missing", "pipe", "\udcff")]
        self.bad += [str(folder), "/dev/zero", "", "a\0b", "x" * 5000]

    def good(self, words: tuple[str, ...], argument: argparse.Action) -> str:
        """A value that the argument takes."""
        kind = getattr(argument.type, "__name__", "")
        if argument.choices:
            return str(next(iter(argument.choices)))
        if kind == "_file":
            names = {"configure": "office.toml", "subscribers": "people.csv", "backup": "copy.zip"}
            return str(self.town.folder / names.get(words[0], "notice.toml"))
        hour = "2030-11-20T10:00"
        return {"_count": "1", "_moment": hour, "_due": hour}.get(kind, "3331000000")

    def wrong(self, argument: argparse.Action) -> list[str]:
        """Values that it does not take, or that are odd."""
        if argument.choices:
            return ["x", ""]
        kinds = {"_file": self.bad, "_count": list(NUMBERS), "_moment": list(MOMENTS), "_due": list(MOMENTS)}
        return kinds.get(getattr(argument.type, "__name__", ""), list(TEXTS))

    def lines(self, words: tuple[str, ...]) -> Iterator[list[str]]:
        """Command lines in which one argument is wrong."""
        arguments = arguments_of(words)
        needed = [each for each in arguments if not each.option_strings and each.nargs not in ("?", "*")]
        for argument in arguments:
            for value in self.wrong(argument):
                rest = [value if each is argument else self.good(words, each) for each in needed]
                if argument not in needed:
                    option = argument.option_strings[0] if argument.option_strings else ""
                    rest = [*rest, f"{option}={value}" if option else value]
                yield [*words, *SURE.get(words[0], ()), *(["--"] if value.startswith("-") else []), *rest]


def problems(town: Town, line: list[str]) -> str:
    """What a command did that no command may do; empty where it behaved."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(["--data-dir", str(town.data_dir), "--json", *line])
    said = err.getvalue()
    found = []
    if code not in (0, 1, 2, 3):
        found.append(f"status {code}")
    try:
        answer = json.loads(out.getvalue())
    except ValueError:
        return f"no JSON, {found}: {said[-300:]}"
    if "error" in answer and len(said.splitlines()) != 1:
        found.append(f"{len(said.splitlines())} sentences")
    if "error" in answer and not code:
        found.append("refused with 0")
    if "Traceback" in said or "storto" in said:
        found.append("unforeseen")
    return f"{found}: {said[-300:]}" if found else ""


EVERY_LINE = bool(os.environ.get("COMUNECAST_EVERY_LINE"))
"""Else one half of the wrong arguments, drawn by the seed of the run: they take a minute and a half together."""


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody types anything."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_with_any_argument_ends_in_a_documented_status(
    make_town: MakeTown, words: tuple[str, ...], quiet: None
) -> None:
    town = make_town()
    town.subscribe(3)
    desk = Desk(town)
    tried = [line for line in desk.lines(words) if EVERY_LINE or random.random() < 0.5]
    found = {" ".join(line)[-120:]: wrong for line in tried if (wrong := problems(town, line))}
    assert found == {}
    assert town.received() == {}


def garbage_workstation(data_dir: Path) -> None:
    (data_dir / "workstation").write_bytes(bytes(range(256)))


def workstation_is_a_folder(data_dir: Path) -> None:
    (data_dir / "workstation").unlink()
    (data_dir / "workstation").mkdir()


def logs_is_a_file(data_dir: Path) -> None:
    for file in (data_dir / "logs").iterdir():
        file.unlink()
    (data_dir / "logs").rmdir()
    (data_dir / "logs").write_text("no folder")


def office_is_nested(data_dir: Path) -> None:
    (data_dir / "office.toml").write_bytes(FILES["office-deep"])


def office_is_noise(data_dir: Path) -> None:
    (data_dir / "office.toml").write_bytes(FILES["noise"])


def office_is_a_folder(data_dir: Path) -> None:
    (data_dir / "office.toml").unlink()
    (data_dir / "office.toml").mkdir()


def database_is_noise(data_dir: Path) -> None:
    (data_dir / "comunecast.db").write_bytes(FILES["noise"])


def database_is_a_folder(data_dir: Path) -> None:
    for path in data_dir.glob("comunecast.db*"):
        path.unlink()
    (data_dir / "comunecast.db").mkdir()


def no_office(data_dir: Path) -> None:
    (data_dir / "office.toml").unlink()


BROKEN = (
    garbage_workstation, workstation_is_a_folder, logs_is_a_file, office_is_nested, office_is_noise,
    office_is_a_folder, database_is_noise, database_is_a_folder, no_office,
)  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN, ids=lambda each: each.__name__)
def test_every_command_in_any_broken_office_ends_in_a_documented_status(
    town: Town, broken: Callable[[Path], None], quiet: None
) -> None:
    town.subscribe(3)
    desk = Desk(town)
    broken(town.data_dir)
    found = {}
    for words in COMMANDS:
        if words[0] in ("restore", "configure"):  # which would mend it
            continue
        needed = [each for each in arguments_of(words) if not each.option_strings and each.nargs not in ("?", "*")]
        line = [*words, *SURE.get(words[0], ()), *(desk.good(words, each) for each in needed)]
        if wrong := problems(town, line):
            found[" ".join(words)] = wrong
    if broken is logs_is_a_file:  # one sentence more, about the log
        found = {words: wrong for words, wrong in found.items() if not wrong.startswith("['2 sentences']")}
    assert found == {}
