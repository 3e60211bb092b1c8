# SPDX-License-Identifier: EUPL-1.2
"""One file from a fresh copy to a running program: ``python3 dev.py run --demo`` and ``python3 dev.py test``.

Standard library only. The first call makes a virtual environment from the hash-locked requirements, later calls
start at once. ``COMUNECAST_VENV`` names another folder for it (default: ``.venv``).

The syntax is kept readable for older Pythons, so that they can say which version is needed.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from comunecast_gui.ui.runtime import qt_libraries

ROOT = Path(__file__).resolve().parent
VENV = Path(os.environ.get("COMUNECAST_VENV") or ROOT / ".venv").absolute()
SCRIPTS, PYTHON_NAME = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
BIN = VENV / SCRIPTS
PYTHON = BIN / PYTHON_NAME
STAMP_NAME = ".comunecast-stamp"
STAMP = VENV / STAMP_NAME
BUILD_VENV = ROOT / "build" / "venv"
DEV_LOCK, BUILD_LOCK = "requirements-dev.lock", "requirements-build.lock"
LOCKS = {
    "requirements.lock": (),
    DEV_LOCK: ("--group", "dev"),
    BUILD_LOCK: ("--extra", "postgres", "--group", "build"),
}
TRANSLATIONS = ROOT / "packaging" / "translations.py"
OLDEST, NEWEST = (3, 11), (3, 13)
INTERRUPTED = 130

USAGE = """\
python3 dev.py COMMAND
  run [ARGS]     start the program (run --demo: the training environment; run --help: all it can do)
  test [ARGS]    run the tests (ARGS go to pytest)
  coverage       the tests, counting the lines and branches that they reach
  faults [--seeds N] [--steps N] [--database pg] [--answers N] [--mutants N] [--sequences N] [ARGS]
                 bad evenings by the dozen: kill, cut, fill and lock, and see that nothing is lost or doubled;
                 and a model of the office plays at random, --steps moves long
  launch [--seeds N] [--database pg] [ARGS]
                 the day a town announces its number, again and again: Meta, relay and program killed at random
  bench [NAME] [--json]
                 measure speed, memory and how fluid the window stays (bench --help: the names)
  check          style, types, import contracts, translations
  setup          only make the virtual environment
  lock [ARGS]    refresh the locked requirements (needs uv; lock --upgrade: to the newest versions)
  translations   collect the sentences of the screens and compile the translations
  pictures       make the pictures of README and manuals anew
  shots [DIR]    save a picture of each page (default: build/shots)
  sheet [DIR]    photograph every page and dialog in every look, on one page to scroll (default: build/sheet)
  package NAME   make, install, try and uninstall a bundle: linux, windows (here under Wine) or macos
  licences       write THIRD-PARTY-LICENSES.txt anew, after a change of the locks
  audit          look for known weaknesses in the dependencies, and for faults in the workflows"""


class Stop(Exception):
    """Ends the command with a sentence for the person at the terminal."""


def call(command: list[str], **options: object) -> int:
    """Runs a command to its end and returns its exit status; Ctrl-C reaches it too, and it ends by itself."""
    with subprocess.Popen(command, **options) as process:  # type: ignore[call-overload]
        while True:
            try:
                return int(process.wait())
            except KeyboardInterrupt:
                continue


def another_python() -> str | None:
    """A Python of the right version on PATH; None if there is none."""
    minors = range(NEWEST[1], OLDEST[1] - 1, -1)
    return next(filter(None, (shutil.which(f"python3.{minor}") for minor in minors)), None)


def require_python() -> None:
    """Goes on under a Python of the right version, or says which one to install."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    found = another_python()
    if found:
        raise SystemExit(call([found, str(Path(__file__).resolve()), *sys.argv[1:]]))
    raise Stop(
        f"ComuneCast needs Python 3.{OLDEST[1]}, 3.12 or 3.{NEWEST[1]}; this is {sys.version.split()[0]} and no other "
        "was found. Install one of them and start this command again."
    )


def require_libraries(libraries: dict[str, str] | None = None) -> None:
    """Names the system packages that Qt lacks on Linux, instead of its bare ImportError."""
    lacking = qt_libraries.missing(qt_libraries.ALWAYS if libraries is None else libraries)
    if lacking:
        raise Stop(
            "Qt needs system libraries that are not installed. On Debian or Ubuntu:\n"
            f"  {qt_libraries.command(lacking.values())}"
        )


def has_display() -> bool:
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def wanted_stamp(lock: str = DEV_LOCK) -> str:
    """What an environment must be made from: its lock, this Python, this folder."""
    parts = (ROOT / lock).read_bytes(), sys.version.encode(), str(ROOT).encode()
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def setup() -> None:
    """Makes the environment to work in, unless it is there and up to date."""
    make_environment(VENV, DEV_LOCK, editable=True)


def build_tool(name: str) -> str:
    """A program of the environment that bundles are made in, which holds what travels in them and PyInstaller."""
    make_environment(BUILD_VENV, BUILD_LOCK, editable=False)
    return str(BUILD_VENV / SCRIPTS / (name + (".exe" if os.name == "nt" else "")))


def make_environment(folder: Path, lock: str, *, editable: bool) -> None:
    """Installs a lock into a virtual environment, unless it is there and up to date. The stamp is written last."""
    stamp, wanted = folder / STAMP_NAME, wanted_stamp(lock)
    python = folder / SCRIPTS / PYTHON_NAME
    if python.exists() and stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    if importlib.util.find_spec("ensurepip") is None:
        raise Stop(
            "Python's venv module is incomplete here. On Debian or Ubuntu:\n"
            f"  sudo apt-get install python3.{sys.version_info[1]}-venv"
        )
    if folder.is_dir() and any(folder.iterdir()) and not (folder / "pyvenv.cfg").exists():
        raise Stop(
            f"{folder} is not a virtual environment: it was left as it is. Set COMUNECAST_VENV to another folder."
        )
    say(f"Preparing {folder} (once; about 150 MB to download) ...")
    stamp.unlink(missing_ok=True)
    venv.EnvBuilder(with_pip=True, clear=True, symlinks=os.name != "nt").create(folder)
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    steps = [["--require-hashes", "-r", str(ROOT / lock)]]
    if editable:
        steps.append(["--no-deps", "--no-build-isolation", "-e", str(ROOT)])
    for arguments in steps:
        if subprocess.call([*pip, *arguments]):
            raise Stop(
                "The libraries could not be installed (pip's reason is above). Without a network, connect and start "
                "this command again; behind a proxy, set HTTPS_PROXY first. Nothing half-made will be used."
            )
    stamp.write_text(wanted, encoding="ascii")


def run(arguments: list[str]) -> int:
    setup()
    require_libraries()
    if arguments == ["--demo"] and not has_display():
        say("There is no screen here (DISPLAY and WAYLAND_DISPLAY are empty): the tour runs without one.")
        arguments = ["demo", "--headless"]
    elif not arguments and not has_display() and not os.environ.get("QT_QPA_PLATFORM"):
        raise Stop("There is no screen here for the window. The commands work without one: python3 dev.py run --help")
    elif not arguments or arguments == ["--demo"]:
        require_libraries(qt_libraries.ON_X11 if os.environ.get("DISPLAY") else {})
    return call([str(PYTHON), "-m", "comunecast_gui", *arguments])


PROCESSES = (os.cpu_count() or 1) + 3
"""Three more than there are cores: many tests wait for a server or for a process of their own."""
REPEATABLE = ["--randomly-seed=1422", "--hypothesis-profile=ci"]
"""The same order and the same draws each time: what passed here passes in the check. ``faults`` draws anew."""
EVERY_CORE = ["-n", str(PROCESSES), "--dist", "loadfile", "--no-loadscope-reorder", "--max-worker-restart=0"]
"""The tests of one file stay together, in one of the processes, in the order of tests/conftest.py.

A process that dies is not replaced: pytest-xdist 3.8 gives the test that killed it to each replacement anew, and then
may wait for ever. So the run ends and names the test.
"""


def test(arguments: list[str]) -> int:
    """All tests on every core; with ``arguments`` (of pytest) in one process, where a debugger can follow."""
    setup()
    require_libraries()
    environment = for_tests()
    pytest = [str(PYTHON), "-m", "pytest"]
    if not arguments:
        call([str(PYTHON), "-m", "compileall", "-q", "comunecast_gui"], cwd=ROOT)
    status = call([*pytest, *(arguments or [*EVERY_CORE, *REPEATABLE])], cwd=ROOT, env=environment)
    return status if arguments else once_more_alone(pytest, status, ROOT, environment)


def for_tests() -> dict[str, str]:
    """The environment of the tests: no screen, and compiled modules are kept.

    The tests start the program several hundred times, and without them it would be compiled anew each time.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {"QT_QPA_PLATFORM": "offscreen", **kept}


MOST_TRIED_ALONE = 3
"""Tests that talk to other processes may meet a busy machine. More is a fault of the tree."""


def once_more_alone(pytest: list[str], status: int, root: Path, environment: dict[str, str]) -> int:
    """The status of a run of all tests; where very few failed, that of running these once more without neighbours."""
    kept = root / ".pytest_cache" / "v" / "cache" / "lastfailed"
    failed = sorted(json.loads(kept.read_text(encoding="utf-8"))) if status == 1 and kept.is_file() else []
    if not 0 < len(failed) <= MOST_TRIED_ALONE:
        return status
    say(f"Failed among the others, and run once more alone: {', '.join(failed)}")
    status = call([*pytest, *REPEATABLE, *failed], cwd=root, env=environment)
    if status == 0:
        say(f"PASSED ONLY ALONE, so it leans on time or on its neighbours and has to be mended: {', '.join(failed)}")
    return status


def coverage(arguments: list[str]) -> int:
    """The tests, counting the lines and branches that they reach; fails below what is reached today."""
    return test([*EVERY_CORE, *REPEATABLE, "--cov", "--cov-report=term:skip-covered", *arguments])


DATABASES = {"sqlite": "sqlite", "pg": "postgresql"}
"""What a database is called on the command line, and in COMUNECAST_DATABASE."""


def faults(arguments: list[str]) -> int:
    """The fault harness (tests/harness) and the model that plays (tests/model); what is left goes to pytest."""
    parser = argparse.ArgumentParser(prog="dev.py faults")
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--steps", type=int, default=200_000)
    parser.add_argument("--database", choices=DATABASES, default="sqlite")
    parser.add_argument("--answers", type=int, default=0)
    parser.add_argument("--mutants", type=int, default=0)
    parser.add_argument("--sequences", type=int, default=0)
    known, rest = parser.parse_known_args(arguments)
    setup()
    require_libraries()
    environment = {**for_tests(), "COMUNECAST_SEEDS": str(known.seeds)}
    places = ["tests/harness"]
    if known.steps:
        environment["COMUNECAST_STEPS"] = str(known.steps)
        places.append("tests/model")
    if known.answers:
        environment["COMUNECAST_ANSWERS"] = str(known.answers)
        places.append("tests/channels/test_any_answer.py")
    if known.mutants:
        environment["COMUNECAST_MUTANTS"] = str(known.mutants)
        places.append("tests/security/test_backups.py")
    if known.sequences:
        environment["COMUNECAST_SEQUENCES"] = str(known.sequences)
        places.append("tests/ui/composer/test_any_sequence.py")
    return on_database(known.database, [*places, *rest], environment)


def launch(arguments: list[str]) -> int:
    """The launch day (tests/e2e/test_launch_day.py) with more seeds; what it does not know itself goes to pytest."""
    parser = argparse.ArgumentParser(prog="dev.py launch")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--database", choices=DATABASES, default="sqlite")
    known, rest = parser.parse_known_args(arguments)
    setup()
    require_libraries()
    environment = {**for_tests(), "COMUNECAST_LAUNCH_SEEDS": str(known.seeds)}
    return on_database(known.database, ["tests/e2e/test_launch_day.py", *rest], environment)


def on_database(name: str, arguments: list[str], environment: dict[str, str]) -> int:
    """Pytest on one kind of database; a PostgreSQL server is started beside it unless there is one."""
    wrapper = [str(ROOT / ".ci" / "postgres")] if name == "pg" and not os.environ.get("COMUNECAST_TEST_PG") else []
    environment = {**environment, "COMUNECAST_DATABASE": DATABASES[name]}
    return call([*wrapper, str(PYTHON), "-m", "pytest", *arguments], cwd=ROOT, env=environment)


def bench(arguments: list[str]) -> int:
    setup()
    require_libraries()
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    return call([str(PYTHON), "-m", "tests.benchmarks", *arguments], cwd=ROOT, env=environment)


def check(_arguments: list[str]) -> int:
    """Everything that the machine can judge; goes on after a failure, so that one run shows them all."""
    setup()
    commands = (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"], ["lint-imports"])
    failed = []
    for name, *arguments in commands:
        say(" ".join(["==", name, *arguments]))
        if call([tool(name), *arguments], cwd=ROOT):
            failed.append(" ".join([name, *arguments]))
    say("== translations")
    if call([str(PYTHON), str(TRANSLATIONS), "check"], cwd=ROOT):
        failed.append("translations")
    say(f"Not in order: {', '.join(failed)}." if failed else "Everything is in order.")
    return 1 if failed else 0


def lock(arguments: list[str]) -> int:
    uv = shutil.which("uv", path=os.pathsep.join([str(BIN), os.environ.get("PATH", "")]))
    if not uv:
        raise Stop("Refreshing the locks needs uv. Install it with: python3 -m pip install uv")
    options = ["--quiet", "--universal", "--generate-hashes", "--no-header", "--no-annotate", *arguments]
    oldest = f"--python-version={OLDEST[0]}.{OLDEST[1]}"
    for name, extra in LOCKS.items():
        if call([uv, "pip", "compile", *options, oldest, *extra, "pyproject.toml", "-o", name], cwd=ROOT):
            return 1
    return 0


def translations(_arguments: list[str]) -> int:
    setup()
    return call([str(PYTHON), str(TRANSLATIONS), "update"], cwd=ROOT)


def sheet(arguments: list[str]) -> int:
    setup()
    require_libraries()
    folder = Path(arguments[0] if arguments else ROOT / "build" / "sheet").absolute()
    return call([str(PYTHON), "-m", "comunecast_gui.tour.contact_sheet", str(folder)], cwd=ROOT)


def pictures(_arguments: list[str]) -> int:
    setup()
    require_libraries()
    return call([str(PYTHON), "-m", "comunecast_gui.tour.manual_pictures", str(ROOT / "docs")], cwd=ROOT)


def shots(arguments: list[str]) -> int:
    folder = Path(arguments[0] if arguments else ROOT / "build" / "shots").absolute()
    return run(["demo", "--headless", "--shots", str(folder)])


def package(arguments: list[str]) -> int:
    """One bundle: made, installed, tried, uninstalled. What the machine lacks is said before anything is made."""
    systems = [name for name in arguments if name in ("linux", "windows", "macos")]
    if systems and call([sys.executable, str(ROOT / "packaging" / "needs.py"), *systems], cwd=ROOT):
        return 1
    return call([build_tool("python"), str(ROOT / "packaging" / "build.py"), *arguments], cwd=ROOT)


def licences(_arguments: list[str]) -> int:
    return call([build_tool("python"), str(ROOT / "packaging" / "licences.py")], cwd=ROOT)


def audit(_arguments: list[str]) -> int:
    """What is known against the dependencies, and what is wrong with the workflows; goes on after a failure."""
    workflows = [str(file) for file in sorted((ROOT / ".github" / "workflows").glob("*.yml"))]
    commands = (
        # The lock names every package with its hash: nothing is resolved or built to look it up.
        ["pip-audit", "--strict", "--require-hashes", "--disable-pip", "-r", "requirements.lock"],
        ["check-jsonschema", "--builtin-schema", "vendor.github-workflows", *workflows],
        ["zizmor", "--offline", "--no-progress", *workflows],
    )
    failed = []
    for name, *arguments in commands:
        say(" ".join(["==", name]))
        if call([build_tool(name), *arguments], cwd=ROOT):
            failed.append(name)
    say(f"Not in order: {', '.join(failed)}." if failed else "Everything is in order.")
    return 1 if failed else 0


def only_setup(_arguments: list[str]) -> int:
    setup()
    return 0


def tool(name: str) -> str:
    return str(BIN / (f"{name}.exe" if os.name == "nt" else name))


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


COMMANDS = {
    "run": run,
    "test": test,
    "coverage": coverage,
    "faults": faults,
    "launch": launch,
    "bench": bench,
    "check": check,
    "setup": only_setup,
    "lock": lock,
    "translations": translations,
    "sheet": sheet,
    "pictures": pictures,
    "shots": shots,
    "package": package,
    "licences": licences,
    "audit": audit,
}


def main(arguments: list[str]) -> int:
    command = COMMANDS.get(arguments[0]) if arguments else None
    if command is None:
        say(USAGE)
        return 0 if arguments[:1] in (["--help"], ["-h"]) else 2
    try:
        require_python()
        return command(arguments[1:])
    except Stop as stop:
        say(str(stop))
        return 1
    except KeyboardInterrupt:
        say("Stopped. Nothing half-made will be used: the next call starts afresh.")
        return INTERRUPTED


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
