# SPDX-License-Identifier: EUPL-1.2
"""Locks of a data folder (sending, pulling, window, opening), which the system releases when a process dies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from comunecast_gui.core.errors import ConfigError


@contextmanager
def sending_lock(data_dir: Path, wait: float = 0.0) -> Iterator[None]:
    """Holds the right to send from ``data_dir``; waits at most ``wait`` seconds for whoever has it.

    The lock belongs to the process, not to the file: the system releases it when the process ends in any way.
    Raises ConfigError("already_sending").
    """
    with _only_one(data_dir / "sending.lock", wait, "already_sending"):
        yield


@contextmanager
def pulling_lock(data_dir: Path, wait: float = 0.0) -> Iterator[None]:
    """Holds the right to bring in what citizens wrote; like :func:`sending_lock`.

    Raises ConfigError("already_pulling").
    """
    with _only_one(data_dir / "pulling.lock", wait, "already_pulling"):
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
