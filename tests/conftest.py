# SPDX-License-Identifier: EUPL-1.2
"""What every test gets without asking: no screen, no real keyring, no real data folder, no thread left behind."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"  # for child processes as well

import gc
import threading
import time
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from comunecast_gui.store.db import migrate
from tests import databases

OFFICE_KEY = "dGhlIG9mZmljZSBrZXkgb2YgYWxsIHRlc3RzLCAxMjM"
"""Of every office in the tests; in base64url, as the variable has it."""
PATIENCE = 2.0
"""Seconds that a thread may take to end after its test."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with a slow test come first, then those with many: at the end of a run no core waits for a long file."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    sizes = Counter(item.path for item in items)
    items.sort(key=lambda item: (item.path not in slow, -sizes[item.path]))


@pytest.fixture(autouse=True, scope="session")
def office_key() -> None:
    """What lives longer than one test finds the key too; each test sets it anew."""
    os.environ["COMUNECAST_OFFICE_KEY"] = OFFICE_KEY


@pytest.fixture(autouse=True, scope="session")
def migrated_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrate, "upgrade", databases.upgrade)
        yield


@pytest.fixture(autouse=True)
def own_permissions() -> Iterator[None]:
    """A command makes the files of its process private from then on; the next test's files are no part of that."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture(autouse=True)
def own_environment(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting, secret or data folder of the person who runs the tests reaches them."""
    for name in list(os.environ):
        if name.startswith(("COMUNECAST_", "RELAY_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("COMUNECAST_OFFICE_KEY", OFFICE_KEY)
    home = str(tmp_path_factory.getbasetemp() / "home")
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, home)


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Fails a test that leaves a thread alive which would keep the program from ending."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + PATIENCE
    left = [thread for thread in threading.enumerate() if thread not in before and not thread.daemon]
    for thread in left:
        thread.join(max(0.0, deadline - time.monotonic()))
    alive = [thread.name for thread in left if thread.is_alive()]
    assert not alive, f"threads left alive: {alive}"


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is imported lives as long as the process: the collector need not look through it, now or after each test."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


@pytest.fixture(autouse=True)
def collected_in_main_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """A dropped widget is taken apart in the thread it was made in, as ``ui.runtime.garbage`` has it in the program.

    What is left then is not looked through after each of the tests that follow.
    """
    if "qapp" not in request.fixturenames:
        yield
        return
    gc.disable()
    yield
    _let_loops_run()
    gc.collect()
    gc.freeze()
    gc.enable()


def _let_loops_run() -> None:
    """After an exit that no main loop heard Qt ends each loop at once, until a main loop has run (QCoreApplication)."""
    from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer  # which most tests do without

    loop = QEventLoop()
    QTimer.singleShot(0, loop.quit)
    if loop.exec() == -1:
        QTimer.singleShot(0, QCoreApplication.quit)
        QCoreApplication.exec()


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """An empty data folder of its own."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture(params=databases.KINDS)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """What ``open_database`` gets: empty for a file, or the address of a database of its own on a server."""
    with databases.fresh_url(request.param) as url:
        yield url
