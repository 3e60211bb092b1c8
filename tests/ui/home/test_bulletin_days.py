# SPDX-License-Identifier: EUPL-1.2
"""The days of March 2025 through the window: each bulletin is read, each notice begun by it, and one story is told."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from comunecast_gui.app import services_of
from comunecast_gui.sandbox.config import SandboxConfig
from comunecast_gui.sandbox.server import Sandbox, run_sandbox
from comunecast_gui.services import wiring
from comunecast_gui.services.training import TrainingSecrets
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.delivery.post_changes import PostChanges
from comunecast_gui.system.bulletins import cap_reader
from comunecast_gui.system.settings import office_file
from comunecast_gui.ui.composer.confirm_dialog import ConfirmDialog
from comunecast_gui.ui.home.bulletin_dialog import BulletinDialog
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.widgets.look import Look
from tests.core.bulletin.test_reading import SAMPLES
from tests.core.moments import rome
from tests.ui.conftest import open_window

TOWN = """
[office]
name = "Comune di Calcinaia"
localities = ["Calcinaia", "Fornacette"]
alert_zone = "Tosc-A4"
[telegram]
base_url = "{url}"
[[telegram.channels]]
name = "principale"
chat = "@comunecalcinaia"
"""


class DayClock:
    """A clock that runs, and that the test sets to the next moment of the story."""

    def __init__(self) -> None:
        self.set("2025-03-13T15:40")

    def set(self, at: str) -> None:
        self._start, self._began = rome(at), time.monotonic()

    def now(self) -> datetime:
        return (self._start + timedelta(seconds=time.monotonic() - self._began)).astimezone(UTC)


@dataclass(frozen=True)
class Act:
    """One bulletin and what the officer does about it: the fields typed, and whether the prefilled hours hold."""

    at: str
    files: tuple[str, ...]
    home: str
    category: str
    typed: Mapping[str, Any]
    hours_hold: str = ""
    word: str = ""


def tables(stamp: str) -> tuple[str, ...]:
    return tuple(f"ods_{stamp}_zone_{day}_toscana.csv" for day in ("oggi", "domani"))


ACTS = (
    Act(
        "2025-03-13T15:40",
        tables("20250313_1531"),
        "Il bollettino dice allerta arancione per venerdì 14 marzo",
        "meteo_allerta",
        {"provvedimenti": "parchi e cimiteri chiusi venerdì 14 marzo"},
        "periodo",
    ),
    Act(
        "2025-03-13T17:50",
        ("20250313_1738.json",),
        "",
        "meteo_aggiornamento",
        {"provvedimenti": "parchi e cimiteri chiusi venerdì 14 marzo"},
    ),
    Act(
        "2025-03-14T15:20",
        ("20250314_1512.json",),
        "L'allerta sale: allerta rossa per venerdì 14 marzo",
        "meteo_aggiornamento",
        {
            "periodo": {"inizio": "2025-03-14T15:30", "fine": "2025-03-15T14:00"},
            "provvedimenti": "ponte Giovanni XXIII chiuso; scuole chiuse sabato 15 marzo; mercato sospeso",
        },
        word="ROSSA",
    ),
    Act(
        "2025-03-15T15:15",
        tables("20250315_1506"),
        "L'allerta scende: allerta arancione per domenica 16 marzo",
        "meteo_aggiornamento",
        {"provvedimenti": "ponte Giovanni XXIII chiuso"},
        "periodo",
    ),
    Act(
        "2025-03-16T14:45",
        tables("20250316_1433"),
        "L'allerta scende: allerta gialla per domenica 16 marzo",
        "meteo_aggiornamento",
        {"provvedimenti": "ponte Giovanni XXIII chiuso"},
        "periodo",
    ),
    Act(
        "2025-03-17T15:50",
        tables("20250317_1544"),
        "Il bollettino non ha più allerte: l'allerta gialla si può chiudere",
        "meteo_cessata",
        {"riaperture": "ponte Giovanni XXIII da subito"},
        "ora",
    ),
)


@pytest.fixture
def clock() -> DayClock:
    return DayClock()


@pytest.fixture
def town(data_dir: Path, clock: DayClock) -> Iterator[tuple[Workspace, Sandbox]]:
    with run_sandbox(SandboxConfig(telegram_per_second=0, telegram_per_minute=0)) as sandbox:
        office_file.save(office_file.parse(TOWN.format(url=sandbox.telegram_base_url)), data_dir)
        with wiring.open_workspace(data_dir, clock=clock, secrets=TrainingSecrets()) as opened:
            yield opened, sandbox


def drop(window: MainWindow, path: Path, onto: QWidget | None = None) -> None:
    """A file is dropped on the page of today, or ``onto`` something else."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    at = QPoint(40, 40)
    how = (Qt.DropAction.MoveAction | Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton)
    for event in (
        QDragEnterEvent(at, *how, Qt.KeyboardModifier.NoModifier),
        QDropEvent(at, *how, Qt.KeyboardModifier.NoModifier),
    ):
        QApplication.sendEvent(onto or window.home, event)
        assert event.isAccepted()
        assert event.dropAction() is Qt.DropAction.CopyAction  # after a move the other program deletes its file


def read(window: MainWindow, path: Path, qtbot: QtBot) -> BulletinDialog:
    window.go_to("home")
    drop(window, path)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(BulletinDialog)))
    [dialog] = [one for one in window.findChildren(BulletinDialog) if one.isVisible()]
    qtbot.waitUntil(lambda: dialog.open_button.isEnabled())
    assert not dialog.failure
    return dialog


def shown(post: str) -> str:
    """A post as a citizen reads it."""
    return html.unescape(re.sub(r"<[^>]+>", "", post))


def write(window: MainWindow, act: Act, qtbot: QtBot) -> None:
    """Begins what the bulletin asks for, and types what it cannot know: every other field is filled already."""
    composer, form = window.composer, window.composer.form
    qtbot.waitUntil(lambda: {"livello", "ora"} & set(form.editors) != set())
    composed = composer.refresh()
    assert composed is not None
    assert composed.category.id == act.category
    if act.hours_hold:
        assert composed.notice is None
        kept = composer.draft()
        assert kept is not None
        assert act.hours_hold not in kept.fields, "a draft asks for the hours anew"
        assert form.row(act.hours_hold).confirm.previousInFocusChain() in form.row(act.hours_hold).tab_stops()
        form.row(act.hours_hold).confirm.click()
    assert len(act.typed) <= 2
    for id, value in act.typed.items():
        assert form.row(id).source
        form.editors[id].set_value(value)
        assert not form.row(id).source
    # the bulletin that was just read is compared with as well: nothing is amiss
    qtbot.waitUntil(lambda: (now := composer.refresh()) is not None and not now.problems)


def send(window: MainWindow, act: Act, qtbot: QtBot) -> int:
    """Confirms and waits until it is sent; returns the notice."""
    before = window.composer.queued_id
    window.composer.ask()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(ConfirmDialog)))
    [confirm] = [one for one in window.findChildren(ConfirmDialog) if one.isVisible()]
    confirm.agree(act.word)
    assert confirm.ready
    confirm.accept()
    qtbot.waitUntil(lambda: window.composer.queued_id not in (None, before))
    qtbot.waitUntil(lambda: not window.ops.running, timeout=30_000)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert window.composer.queued_id is not None
    return window.composer.queued_id


@pytest.mark.slow
def test_the_days_of_march_2025_are_one_story(
    town: tuple[Workspace, Sandbox],
    clock: DayClock,
    look: Look,
    make_ops: Callable[[WindowServices], Ops],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    workspace, sandbox = town
    window = open_window(look, make_ops(services_of(workspace, training=True)), qtbot)
    thread: list[int] = []
    for act in ACTS:
        clock.set(act.at)
        for name in act.files[:-1]:
            read(window, SAMPLES / name, qtbot).reject()
        dialog = read(window, SAMPLES / act.files[-1], qtbot)
        lines = window.home.work
        if act.home:
            qtbot.waitUntil(lambda lines=lines, act=act: any(act.home in text for text in lines.texts))
        else:
            assert "dice lo stesso" in dialog.said
            assert not any(text.startswith(("Il bollettino", "L'allerta")) for text in lines.texts)
        dialog.write_button.click()
        write(window, act, qtbot)
        thread.append(send(window, act, qtbot))
    rows = {row.id: row.follows for row in workspace.notices.latest(10)}
    assert [rows[id] for id in thread] == [None, *thread[:-1]]
    qtbot.waitUntil(PostChanges(workspace.database).is_idle, timeout=30_000)
    assert sandbox.control.complaints() == []
    target = tmp_path / "rossa.cap"
    window.show_notice(thread[2])
    notice = window.history.notice
    qtbot.waitUntil(lambda: "Allerta meteo" in notice.about)
    notice.cap.save(target)
    qtbot.waitUntil(target.exists)
    red = cap_reader.read(target.read_bytes())
    assert (red.message, len(red.references), red.infos[0].event) == ("Update", 2, "Allerta rossa")
    posts = [post for post in sandbox.control.posts() if post.kind != "pinned"]
    assert [post.reply_to for post in posts] == [0, *(post.message_id for post in posts[:-1])]
    assert not any(post.pinned for post in posts), "called off: nothing stays on top"
    story = "\n\n----\n\n".join(shown(post.text) for post in posts)
    assert story == Path(__file__).with_name("march_2025.txt").read_text(encoding="utf-8").rstrip("\n")
