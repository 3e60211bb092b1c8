# SPDX-License-Identifier: EUPL-1.2
"""How the making of a bundle speaks to the terminal: steps with their time, and checks that hold or end everything."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_MEGABYTE = 1_000_000


class Failed(Exception):
    """A check that did not hold, in a sentence."""


def say(sentence: str) -> None:
    print(sentence, flush=True)


def status_of(work: Callable[[], object]) -> int:
    """The exit status of a script that does ``work``; a failure is told in a sentence."""
    try:
        work()
    except Failed as failure:
        say(f"FAILED: {failure}")
        return 1
    except subprocess.CalledProcessError as error:
        say(f"FAILED: {error.cmd[0]} ended with status {error.returncode}")
        return 1
    return 0


@contextmanager
def step(name: str) -> Iterator[None]:
    """Tells the step and the seconds that it took."""
    say(f"== {name}")
    began = time.monotonic()
    yield
    say(f"   {time.monotonic() - began:.1f} s")


def require(held: bool, otherwise: str) -> None:
    """Raises Failed(``otherwise``) unless the check held."""
    if not held:
        raise Failed(otherwise)


def output(done: subprocess.CompletedProcess[str]) -> str:
    """The end of what a program printed, for the sentence of a failed check."""
    return f"status {done.returncode}\n{(done.stdout + done.stderr)[-3000:]}"


def size_of(path: Path) -> float:
    """Megabytes (a million bytes) of a file, or of all files below a folder."""
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file() and not one.is_symlink()]
    return sum(one.stat().st_size for one in files) / _MEGABYTE
