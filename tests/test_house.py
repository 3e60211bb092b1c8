# SPDX-License-Identifier: EUPL-1.2
"""The rules of the house, judged by a machine so that nobody has to remember them."""

from __future__ import annotations

import argparse
import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from comunecast_gui.cli.parser import build_parser
from comunecast_gui.system.paths import MANUALS, PAPERS, STATEMENT

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "comunecast_gui"
SPDX = "# SPDX-License-Identifier: EUPL-1.2"
SOURCE_SUFFIXES = {".py", ".toml", ".sh", ".yaml", ".yml"}
PLACEHOLDER = re.compile(r"\{(\w+)\}")
NO_SUCH_PAGE = re.compile(r"pagina (?:dei modelli|degli esiti)|nelle impostazioni di|settings page")
OUR_ERRORS = {"UserError", "InputError", "ConfigError"}
CODES_IN_VARIABLES = {"office_file.py": "settings_", "toml_table.py": "settings_", "phones.py": "phone_"}
# Written in pieces, so that this file does not find itself.
NOT_OURS = re.compile(
    "|".join([r"(?<![\w.])/wo" r"rk/", r"/ro" r"ot/", r"/opt/whe" r"els", r"py" r"pi\.org", r"python" r"hosted"])
)


def tracked() -> list[Path]:
    """The files of the project, as git knows them."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def python_files() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py"]


def shown(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def run_python(code: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=60)


# What every file says about itself


def test_every_source_file_names_its_licence() -> None:
    sources = [path for path in tracked() if path.suffix in SOURCE_SUFFIXES or path.parent.name == ".ci"]
    bare = [path for path in sources if SPDX not in path.read_text(encoding="utf-8").split("\n")[:2]]
    assert not shown(bare)
    assert len(sources) > 20


def test_every_module_says_in_one_line_why_it_exists() -> None:
    silent = []
    for path in python_files():
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        first = docstring.split("\n", 1)[0]
        if len(first) < 20 or not first.endswith((".", ":", "?")):
            silent.append(path)
    assert not shown(silent)


MOST_MODULES = 20
# One feature has one name in every layer; a base name that stands for two things is not in this list, and fails.
LAYERED = {
    "api": "the HTTP face of a stand-in",
    "charges": "what WhatsApp charged",
    "choices": "zones and topics that a citizen chose",
    "clock": "the time",
    "dossier": "all that is held about one person",
    "driver": "the code that speaks one service's API",
    "engine_process": "the engine in a process of its own",
    "error_codes": "what a service's error codes mean",
    "followers": "who follows on Telegram",
    "health": "whether every part works",
    "inbox": "what citizens wrote",
    "meta_news": "what Meta told of templates, number and account",
    "notices": "what was told to whom",
    "office_key": "the key that is the office's own",
    "preflight": "what the services say of a notice before it is queued",
    "registers": "the ledger of consents and the audit log",
    "secrets": "tokens and keys",
    "statistics": "how many people, and how it went",
    "subscriber_import": "bringing in a list of numbers",
    "subscribers": "who receives notices on WhatsApp",
    "templates": "the texts that Meta approves",
}


def program_modules() -> list[Path]:
    return [path for path in python_files() if PACKAGE in path.parents and not path.stem.startswith("__")]


def test_no_room_is_crowded() -> None:
    rooms = Counter(path.parent for path in program_modules() if path.parent.name != "versions")
    assert not {str(room.relative_to(ROOT)): count for room, count in rooms.items() if count > MOST_MODULES}


def test_one_name_has_one_meaning() -> None:
    names = Counter(path.stem for path in program_modules())
    twice = {name for name, count in names.items() if count > 1}
    assert twice == set(LAYERED)


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a font
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in NOT_OURS.finditer(text)]
    assert not found


# Sentences for people


def sentences(language: str) -> dict[str, str]:
    data = tomllib.loads((ROOT / "resources" / "sentences" / f"{language}.toml").read_text(encoding="utf-8"))
    return dict(flattened(data))


def flattened(data: dict[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from flattened(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)


def test_both_languages_say_the_same_things() -> None:
    italian, english = sentences("it"), sentences("en")
    assert italian.keys() == english.keys()
    differing = [
        key for key in italian if set(PLACEHOLDER.findall(italian[key])) != set(PLACEHOLDER.findall(english[key]))
    ]
    assert not differing


def test_sentences_are_whole_and_calm() -> None:
    for language in ("it", "en"):
        texts = sentences(language)
        assert not [key for key, text in texts.items() if not text.strip() or text != text.strip()]
        assert not [key for key, text in texts.items() if "!" in text]


def test_a_sentence_names_only_what_exists() -> None:
    """Commands that the parser knows, and no page that the window does not have."""
    commands = subcommands(build_parser())
    for language in ("it", "en"):
        for key, text in sentences(language).items():
            for command in re.findall(r"comunecast ([a-z][a-z_ ]*)", text):
                verb, _, action = command.partition(" ")
                assert verb in commands, key
                assert not commands[verb] or action.split(" ")[0] in commands[verb], key
            assert not NO_SUCH_PAGE.search(text), key


Commands = dict[str, "Commands"]


def subcommands(parser: argparse.ArgumentParser) -> Commands:
    """The verbs of a parser, each with its own."""
    choices = [one.choices for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    return {name: subcommands(child) for each in choices for name, child in each.items()}


def raised_codes() -> dict[str, str]:
    """Every code of a person's mistake that the source names, and the file that names it."""
    codes = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        place = str(path.relative_to(ROOT))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for code in codes_of(node, CODES_IN_VARIABLES.get(path.name)):
                codes[code] = place
    return codes


def codes_of(node: ast.AST, prefix: str | None) -> Iterator[str]:
    """The code that an error is made with, and any text with ``prefix``: it travels to the error in a variable."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in OUR_ERRORS and node.args:
        if isinstance(node.args[0], ast.Constant):
            yield str(node.args[0].value)
    elif prefix and isinstance(node, ast.Constant) and str(node.value).startswith(prefix):
        yield str(node.value)


def test_every_error_for_a_person_has_a_sentence() -> None:
    known = {key.rpartition(".")[2] for key in sentences("it")}
    codes = raised_codes()
    assert {code: place for code, place in codes.items() if code not in known} == {}
    assert {"not_configured", "settings_bad_url", "phone_damaged"} <= codes.keys()


# Layers


def test_the_import_contracts_hold() -> None:
    command = Path(sys.executable).with_name("lint-imports.exe" if os.name == "nt" else "lint-imports")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [command, "--no-cache"], cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=100
    )
    assert done.returncode == 0, done.stdout


def test_core_needs_nothing_but_the_standard_library_and_its_codec() -> None:
    done = run_python(
        "import importlib, pkgutil, sys\n"
        "before = set(sys.modules)\n"
        "import comunecast_gui.core as core\n"
        "for module in pkgutil.walk_packages(core.__path__, 'comunecast_gui.core.'):\n"
        "    importlib.import_module(module.name)\n"
        "loaded = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "ours = loaded - set(sys.stdlib_module_names)\n"
        "print(sorted(name for name in ours if not name.startswith('_sysconfigdata')))\n"  # a part of sysconfig
    )
    assert done.returncode == 0, done.stderr
    # docs/adr/0019: cattrs, and what it brings.
    assert set(ast.literal_eval(done.stdout)) <= {"comunecast_gui", "attr", "attrs", "cattrs", "typing_extensions"}


# What is installed


def test_this_qt_survives_a_signal_that_nobody_hears() -> None:
    """PySide6 6.12.0 aborts CPython 3.11 here, hence the upper bound in pyproject.toml."""
    done = run_python(
        "from PySide6.QtCore import QObject, Signal\n"
        "class Sender(QObject):\n"
        "    told = Signal(object)\n"
        "sender = Sender()\n"
        "for number in range(5000):\n"
        "    sender.told.emit({'number': number})\n"
        "print('alive')\n"
    )
    assert (done.returncode, done.stdout.strip()) == (0, "alive"), done.stderr


def project() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def package_name(requirement: str) -> str:
    return re.match(r"[\w.-]+", requirement)[0].lower().replace("_", "-")  # type: ignore[index]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_the_locks_are_whole_hashed_and_name_no_host(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    locked = {package_name(line) for line in text.split("\n") if line[:1].isalpha()}
    wanted = list(project()["project"]["dependencies"])  # type: ignore[index]
    if name == "requirements-dev.lock":
        wanted += project()["dependency-groups"]["dev"]  # type: ignore[index]
    assert {package_name(requirement) for requirement in wanted} <= locked
    entries = re.split(r"\n(?=\w)", text.strip())
    assert not [entry for entry in entries if "--hash=sha256:" not in entry]


def test_a_wheel_holds_the_resources(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        entry_points = next(archive.read(name).decode() for name in names if name.endswith("entry_points.txt"))
    resources = {path.relative_to(ROOT).as_posix() for path in tracked() if path.is_relative_to(ROOT / "resources")}
    assert resources
    assert {f"comunecast_gui/{name}" for name in resources} <= names
    assert {f"comunecast_gui/resources/papers/{name}" for name in (*PAPERS, STATEMENT)} <= names
    pictures = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs" / "immagini").rglob("*.png")}
    assert {f"comunecast_gui/resources/manual/{name}" for name in (*MANUALS.values(), *pictures)} <= names
    assert not [name for name in names if name.startswith(("resources/", "tests/"))]
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert "comunecast = comunecast_gui.__main__:main" in entry_points
