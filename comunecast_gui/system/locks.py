# SPDX-License-Identifier: EUPL-1.2
"""Locks of a data folder (sending, pulling, window, opening), which the system releases when a process dies.

One stays until a person takes it away: that of an office which moved to another computer. It neither sends nor pulls.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import filelock

from comunecast_gui.core.atomic_file import replace_text
from comunecast_gui.core.errors import ConfigError

_MOVED = "moved-away.txt"


@contextmanager
def sending_lock(data_dir: Path, wait: float = 0.0, *, also_moved: bool = False) -> Iterator[None]:
    """Holds the right to send from ``data_dir``; waits at most ``wait`` seconds for whoever has it.

    The lock belongs to the process, not to the file: the system releases it when the process ends in any way.
    ``also_moved``: for what puts an office in this folder, and sends nothing.
    Raises ConfigError("already_sending" | "moved_away").
    """
    with _only_one(data_dir / "sending.lock", wait, "already_sending"):
        _refuse_moved(data_dir, also_moved=also_moved)
        yield


@contextmanager
def pulling_lock(data_dir: Path, wait: float = 0.0, *, also_moved: bool = False) -> Iterator[None]:
    """Holds the right to bring in what citizens wrote; like :func:`sending_lock`.

    Raises ConfigError("already_pulling" | "moved_away").
    """
    with _only_one(data_dir / "pulling.lock", wait, "already_pulling"):
        _refuse_moved(data_dir, also_moved=also_moved)
        yield


def moved_away(data_dir: Path) -> datetime | None:
    """When the office of this folder moved to another computer; None: it did not."""
    try:
        text = (data_dir / _MOVED).read_text("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, ValueError):  # that it is there is enough
        return datetime.fromtimestamp(0, UTC)
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        return datetime.fromtimestamp(0, UTC)


def move_away(data_dir: Path, at: datetime) -> None:
    """From now on nothing is sent or pulled from this folder. The caller holds both locks. Raises OSError."""
    replace_text(data_dir / _MOVED, f"{at.isoformat()}\n")


def come_back(data_dir: Path) -> None:
    """The office of this folder sends again. Raises OSError."""
    (data_dir / _MOVED).unlink(missing_ok=True)


def _refuse_moved(data_dir: Path, *, also_moved: bool) -> None:
    if not also_moved and (at := moved_away(data_dir)):
        raise ConfigError("moved_away", at=f"{at.astimezone():%d/%m/%Y %H:%M}")


@contextmanager
def posts_lock(data_dir: Path, wait: float = 0.0, *, also_moved: bool = False) -> Iterator[None]:
    """Holds the right to change posts that are out; like :func:`sending_lock`.

    Raises ConfigError("already_changing_posts" | "moved_away").
    """
    with _only_one(data_dir / "posts.lock", wait, "already_changing_posts"):
        _refuse_moved(data_dir, also_moved=also_moved)
        yield


@contextmanager
def window_lock(data_dir: Path) -> Iterator[None]:
    """Holds the right to show the window of ``data_dir``; like :func:`sending_lock`.

    Raises ConfigError("window_open").
    """
    with _only_one(data_dir / "window.lock", 0.0, "window_open"):
        yield


@contextmanager
def opening_lock(data_dir: Path, wait: float = 60.0) -> Iterator[None]:
    """Holds the right to open the database of ``data_dir``, or to put another in its place; like :func:`sending_lock`.

    Raises ConfigError("already_opening").
    """
    with _only_one(data_dir / "opening.lock", wait, "already_opening"):
        yield


@contextmanager
def _only_one(path: Path, wait: float, code: str) -> Iterator[None]:
    # A "soft" lock, the existence of a file, would survive a crash: rather no lock than that one.
    lock = filelock.FileLock(path, timeout=wait, mode=0o600, thread_local=False, fallback_to_soft=False)
    try:
        lock.acquire()
    except filelock.Timeout as error:
        raise ConfigError(code, folder=path.parent) from error
    try:
        yield
    finally:
        lock.release()
