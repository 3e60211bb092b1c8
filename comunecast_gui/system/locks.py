# SPDX-License-Identifier: EUPL-1.2
"""Locks of a data folder (sending, queuing, pulling, window, opening), which the system releases when a process dies.

Two stay until a person takes them away: an office that moved to another computer, and a folder that is the copy of
another one, neither sends nor pulls, and nothing is queued there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import filelock

from comunecast_gui.core.atomic_file import replace_text
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.system.whereabouts import folder_home

_MOVED = "moved-away.txt"


@contextmanager
def sending_lock(data_dir: Path, wait: float = 0.0, *, also_moved: bool = False) -> Iterator[None]:
    """Holds the right to send from ``data_dir``; waits at most ``wait`` seconds for whoever has it.

    The lock belongs to the process, not to the file: the system releases it when the process ends in any way.
    ``also_moved``: for what puts an office in this folder, and sends nothing.
    Raises ConfigError("already_sending" | "moved_away" | "folder_copied").
    """
    with _only_one(data_dir / "sending.lock", wait, "already_sending"):
        if not also_moved:
            refuse_silent(data_dir)
        yield


@contextmanager
def queuing_lock(data_dir: Path, wait: float = 60.0) -> Iterator[None]:
    """Holds the right to queue a notice here; like :func:`sending_lock`.

    An office moves away between two of them: what was queued before is in the file that it moves with, and afterwards
    nothing is queued. Raises ConfigError("already_queuing" | "moved_away" | "folder_copied").
    """
    with _only_one(data_dir / "queuing.lock", wait, "already_queuing"):
        refuse_silent(data_dir)
        yield


@contextmanager
def pulling_lock(data_dir: Path, wait: float = 0.0, *, also_moved: bool = False) -> Iterator[None]:
    """Holds the right to bring in what citizens wrote; like :func:`sending_lock`.

    Raises ConfigError("already_pulling" | "moved_away" | "folder_copied").
    """
    with _only_one(data_dir / "pulling.lock", wait, "already_pulling"):
        if not also_moved:
            refuse_silent(data_dir)
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
    """From now on nothing is sent, queued or pulled here. The caller holds the locks for all three. Raises OSError."""
    replace_text(data_dir / _MOVED, f"{at.isoformat()}\n")


def come_back(data_dir: Path) -> None:
    """The office of this folder sends again, and from this computer. Raises OSError."""
    folder_home.settle(data_dir)
    stay(data_dir)


def stay(data_dir: Path) -> None:
    """Takes :func:`move_away` back; writes nothing, so that it works on a full disk too. Raises OSError."""
    (data_dir / _MOVED).unlink(missing_ok=True)


def why_silent(data_dir: Path) -> ConfigError | None:
    """Why nothing is sent, queued or pulled here: "moved_away", or "folder_copied" for the copy of another folder of
    which nobody said yet that it is the one to send; None: nothing stands in the way."""
    if at := moved_away(data_dir):
        return ConfigError("moved_away", at=f"{at.astimezone():%d/%m/%Y %H:%M}")
    if name := folder_home.copied_from(data_dir):
        return ConfigError("folder_copied", computer=name)
    return None


def refuse_silent(data_dir: Path) -> None:
    """Raises what :func:`why_silent` says; else the folder is at home here from now on."""
    if error := why_silent(data_dir):
        raise error
    folder_home.settle_anew(data_dir)


@contextmanager
def posts_lock(data_dir: Path, wait: float = 0.0, *, also_moved: bool = False) -> Iterator[None]:
    """Holds the right to change posts that are out; like :func:`sending_lock`.

    Raises ConfigError("already_changing_posts" | "moved_away" | "folder_copied").
    """
    with _only_one(data_dir / "posts.lock", wait, "already_changing_posts"):
        if not also_moved:
            refuse_silent(data_dir)
        yield


@contextmanager
def submitting_alone(data_dir: Path) -> Iterator[bool]:
    """Whether no other process submits templates from this folder; if so, it holds the right to that meanwhile."""
    with ExitStack() as held:
        try:
            held.enter_context(_only_one(data_dir / "submitting.lock", 0.0, "already_submitting"))
            alone = True
        except ConfigError:
            alone = False
        yield alone


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
