# SPDX-License-Identifier: EUPL-1.2
"""The window is drawn before anything heavy is loaded; the office opens behind it, or it is said why it does not."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget

from comunecast_gui import app, start
from comunecast_gui.core.approval.colleagues import Role
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.work.long_work import Work
from comunecast_gui.services import wiring
from comunecast_gui.system.settings import office_file
from comunecast_gui.system.user_account import user_name
from comunecast_gui.ui.runtime import failed_start
from comunecast_gui.ui.shell import frame
from comunecast_gui.ui.shell.main_window import PAGES, MainWindow
from comunecast_gui.ui.shell.sign_in_dialog import SignInDialog
from comunecast_gui.ui.shell.welcome_dialog import WelcomeDialog
from tests.ui.conftest import TOWN

HEAVY = (
    *("alembic", "anyio", "asyncio", "cattrs", "cryptography", "fpdf", "httpx", "keyring", "nacl", "openpyxl"),
    *("phonenumbers", "PIL", "psycopg", "pypdf", "requests", "sqlalchemy", "sqlite3", "ssl", "telegram", "urllib3"),
    *("comunecast_gui.app", "comunecast_gui.channels", "comunecast_gui.services", "comunecast_gui.store"),
    *("comunecast_gui.ui.composer", "comunecast_gui.ui.history", "comunecast_gui.ui.people"),
)
"""What an open office needs, and a window that is only drawn does not."""

CLIENTS = ("httpx", "requests", "telegram", "urllib3")
"""What an open office needs with its first call to a service."""
SHEETS = ("openpyxl", "PIL")
"""What a table or a picture needs, and no start."""
NO_WINDOWS = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal to send to oneself but Ctrl+C")
HISTORY = Qt.Key(Qt.Key.Key_1 + PAGES.index("history"))
PROGRAM = """
import json, sys
from comunecast_gui import __main__
from PySide6.QtCore import QTimer
from comunecast_gui.ui.runtime.opening import FirstFrame
tell = FirstFrame._tell
def drawn(self):
    if not self._told:
        print(json.dumps(sorted(sys.modules)), flush=True)
    tell(self)
FirstFrame._tell = drawn
from comunecast_gui.ui.shell.main_window import MainWindow
def filled(window):
    print(json.dumps(sorted(sys.modules)), flush=True)
    QTimer.singleShot(0, window.close)
MainWindow.look_for_leftovers = filled
sys.exit(__main__.main(["--data-dir", sys.argv[1]]))
"""


@pytest.mark.slow
def test_nothing_heavy_is_loaded_before_the_first_frame_and_no_client_before_the_first_call(data_dir: Path) -> None:
    office_file.save(office_file.parse(TOWN), data_dir)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(data_dir)], capture_output=True, text=True, timeout=60, check=True
    )
    drawn, filled = (set(json.loads(line)) for line in done.stdout.splitlines())
    assert "comunecast_gui.ui.shell.main_window" in drawn
    assert drawn.isdisjoint(HEAVY)
    assert "comunecast_gui.app" in filled
    assert filled.isdisjoint((*CLIENTS, *SHEETS))


@contextmanager
def every_moment(look: Callable[[], object]) -> Iterator[None]:
    """Meanwhile ``look`` is called again and again in the UI thread."""
    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(10)
    try:
        yield
    finally:
        timer.stop()


def shown(kind: type[QWidget]) -> list[QWidget]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]


def said(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch, data_dir: Path) -> Iterator[threading.Event]:
    """An office that does not open before the event is set."""
    office_file.save(office_file.parse(TOWN), data_dir)
    go, opened = threading.Event(), wiring.open_workspace

    @contextmanager
    def slowly(folder: Path, *, work: Work) -> Iterator[wiring.Workspace]:
        assert go.wait(30)
        with opened(folder) as workspace:
            yield workspace

    monkeypatch.setattr(wiring, "open_workspace", slowly)
    yield go
    go.set()


def test_an_archive_that_is_brought_up_to_date_says_how_far_it_is_and_nobody_waits_who_closes(
    qapp: QApplication, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office_file.save(office_file.parse(TOWN), data_dir)
    seen: list[str] = []
    stopped = threading.Event()

    @contextmanager
    def updating(_: Path, *, work: Work) -> Iterator[wiring.Workspace]:
        work.begin("migrating")
        try:
            while not stopped.wait(0.01):
                work(2, 9)
        except InputError:
            stopped.set()
            raise
        raise AssertionError
        yield

    def look() -> None:
        for window in shown(MainWindow):
            if "Passo 3 di 9" in said(window) and not seen:
                seen.append(said(window))
                window.close()

    monkeypatch.setattr(wiring, "open_workspace", updating)
    monkeypatch.setattr(frame, "_PATIENCE", 0.0)
    with every_moment(look):
        assert start.run(data_dir, training=False) == 0
    assert "Aggiorno l'archivio" in seen[0]
    assert "non si perde nulla" in seen[0]
    assert stopped.is_set()


def test_until_the_office_is_open_the_window_says_so_and_takes_keys(
    qapp: QApplication, data_dir: Path, held: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page may be chosen, and is shown when it is there; nothing can be sent, written or brought in before."""
    seen: list[str] = []
    files: list[list[str]] = []

    def look() -> None:
        for window in shown(MainWindow):
            assert isinstance(window, MainWindow)
            window.activateWindow()
            if not held.is_set() and window.isActiveWindow() and "Sto aprendo" in said(window):
                QTest.keyClick(window, HISTORY, Qt.KeyboardModifier.ControlModifier)
                seen.append(f"{window.windowTitle()}/{window.nav.currentRow()}")
                file = next(menu for menu in window.menuBar().findChildren(QMenu) if "File" in menu.title())
                files.append([action.text() for action in file.actions()])
                held.set()

    def filled(window: MainWindow) -> None:
        seen.append(f"{window.windowTitle()}/{window.nav.currentRow()}")
        assert window.pages.currentWidget() is window.history, seen
        assert "Sto aprendo" not in said(window)
        QTimer.singleShot(0, window.close)

    monkeypatch.setattr(MainWindow, "look_for_leftovers", filled)
    with every_moment(look):
        assert start.run(data_dir, training=False) == 0
    row = PAGES.index("history")
    assert seen == [f"ComuneCast/{row}", f"Comune di Calcinaia - ComuneCast/{row}"]
    assert files == [["&Esci"]]


def test_a_window_closed_while_the_office_opens_ends_in_order(
    qapp: QApplication, data_dir: Path, held: threading.Event
) -> None:
    def look() -> None:
        for window in shown(MainWindow):
            if any(thread.name == "office" for thread in threading.enumerate()):
                window.close()
                held.set()

    with every_moment(look):
        assert start.run(data_dir, training=False) == 0
    assert all(thread.name != "office" for thread in threading.enumerate())


def test_a_window_closed_in_the_moment_in_which_the_office_is_open_ends_in_order(
    qapp: QApplication, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office_file.save(office_file.parse(TOWN), data_dir)
    leave = qapp.exit

    def closed_as_well(code: int) -> None:
        leave(code)
        for window in shown(MainWindow):
            window.close()

    monkeypatch.setattr(qapp, "exit", closed_as_well)
    monkeypatch.setattr(MainWindow, "look_for_leftovers", lambda _: QTimer.singleShot(0, lambda: leave(9)))
    assert start.run(data_dir, training=False) == 0, "filled, out of sight, and nothing would have ended it"
    assert all(thread.name != "office" for thread in threading.enumerate())


@pytest.mark.parametrize("end", ["dialog", pytest.param("signal", marks=NO_WINDOWS)])
def test_who_is_there_is_asked_in_front_of_the_window(qapp: QApplication, data_dir: Path, end: str) -> None:
    office_file.save(office_file.parse(TOWN), data_dir)
    with wiring.open_workspace(data_dir) as office:
        office.colleagues.add("Anna", user_name(), list(Role), "sette gatti", office.clock.now(), None)
    before: list[bool] = []

    def look() -> None:
        for dialog in shown(SignInDialog):
            before.append(dialog.parentWidget() in shown(MainWindow))
            if end == "dialog":
                dialog.close()
            elif len(before) == 1:
                os.kill(os.getpid(), signal.SIGTERM)

    with every_moment(look):
        assert start.run(data_dir, training=False) == 0
    assert before[:1] == [True], "a dialog of no window may end up behind the one that it holds up"
    assert all(thread.name != "office" for thread in threading.enumerate())


def test_an_office_that_cannot_be_opened_takes_the_window_away_and_is_told(
    qapp: QApplication, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office_file.save(office_file.parse(TOWN), data_dir)
    (data_dir / "comunecast.db").write_bytes(b"this is no database, whatever its name says" * 100)
    met: list[str] = []

    def look() -> None:
        for dialog in shown(WelcomeDialog):
            met.append(said(dialog))
            assert shown(MainWindow) == []
            dialog.close()

    with every_moment(look):
        assert start.run(data_dir, training=False) == ConfigError.exit_code
    [sentence] = capsys.readouterr().err.splitlines()[-1:]
    assert len(met) == 1
    assert (data_dir / "logs" / failed_start.FILE).read_text("utf-8").startswith(sentence[:40])


def test_a_fault_that_nobody_foresaw_is_told_too(
    qapp: QApplication, data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    office_file.save(office_file.parse(TOWN), data_dir)

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("of all things")

    monkeypatch.setattr(app, "services_of", broken)
    met: list[str] = []

    def look() -> None:
        for dialog in shown(WelcomeDialog):
            met.append(said(dialog))
            dialog.close()

    with every_moment(look):
        assert start.run(data_dir, training=False) == ConfigError.exit_code
    assert len(met) == 1
    assert "ZeroDivisionError" in met[0]
    assert "ZeroDivisionError" in capsys.readouterr().err
    assert "of all things" in (data_dir / "logs" / "comunecast.log").read_text("utf-8")
    assert "ZeroDivisionError" in (data_dir / "logs" / failed_start.FILE).read_text("utf-8")
