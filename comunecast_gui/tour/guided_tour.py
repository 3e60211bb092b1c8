# SPDX-License-Identifier: EUPL-1.2
"""The guided tour: the whole program on a sample town, without a screen, with a picture of every page."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from comunecast_gui import app, start
from comunecast_gui.cli import terminal
from comunecast_gui.cli.reply import NOT_ALL_SENT, OK
from comunecast_gui.core.errors import UserError
from comunecast_gui.core.model import ChannelKind, DeliveryState, kind_of
from comunecast_gui.sandbox.server import Sandbox
from comunecast_gui.services import wiring
from comunecast_gui.services.training import training_ground
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system import logs, paths
from comunecast_gui.system.clock import ReplayClock
from comunecast_gui.ui.composer.confirm_dialog import ConfirmDialog
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.shell.screenshots import save_picture, shoot, shoot_pages
from comunecast_gui.ui.theme.theme import Scheme

_ROME = ZoneInfo("Europe/Rome")
_SIZE = 1360, 760
"""Of the window, in pixels: what the commonest screen of an office has room for."""
_PATIENCE = 60.0
"""Seconds that a step of the window may take before the tour gives up."""
_LEAST_RATE = 5.0
"""Deliveries a second below which a send counts as stuck."""
_DONE = frozenset({DeliveryState.ACCEPTED, DeliveryState.DELIVERED, DeliveryState.READ, DeliveryState.HELD})


@dataclass(frozen=True, slots=True)
class Stop:
    """A notice that a town really had to send, and when it would have been written."""

    category: str
    written: datetime
    word: str = ""
    """What the confirmation asks to be typed."""


STOPS = (
    Stop("acqua_programmata", datetime(2022, 8, 22, 10, 0, tzinfo=_ROME)),
    Stop("meteo_allerta", datetime(2025, 3, 14, 10, 30, tzinfo=_ROME), "ROSSA"),
)


class StuckError(RuntimeError):
    """A step of the window did not end."""


class TourClock:
    """Jumps from the day of one notice to the day of the next, and runs at the usual speed in between."""

    def __init__(self) -> None:
        self._clock = ReplayClock(STOPS[0].written)

    def jump(self, moment: datetime) -> None:
        self._clock = ReplayClock(moment)

    def now(self) -> datetime:
        """The moment of the tour, aware, in UTC."""
        return self._clock.now()


@dataclass(slots=True)
class Album:
    """The pictures of a tour; without a folder none is taken."""

    folder: Path | None
    files: list[Path] = field(default_factory=list)

    def add(self, shown: app.Shown, name: str) -> None:
        if self.folder:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.files.append(shoot(shown.window, self.folder / f"{name}.png"))

    def add_widget(self, widget: QWidget, name: str) -> None:
        if self.folder:
            self.files.append(save_picture(widget, self.folder / f"{name}.png"))

    def add_pages(self, shown: app.Shown, prefix: str) -> None:
        if self.folder:
            self.files += shoot_pages(shown.window, self.folder, prefix)


def run(data_dir: Path | None, subscribers: int, shots: Path | None, *, as_json: bool) -> int:
    """Runs the tour, prints what became of every delivery, and returns 0 only if all were accepted."""
    application = start.application(headless=True)
    album = Album(shots)
    notices: list[dict[str, Any]] = []
    with ExitStack() as stack:
        try:
            if data_dir is None:
                data_dir = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="comunecast-tour-")))
            data_dir = paths.data_dir(data_dir)
            stack.callback(logs.stop, logs.start(data_dir))
            clock = TourClock()
            workspace, sandbox = stack.enter_context(training_ground(data_dir, subscribers, clock))
            shown = stack.enter_context(app.open_window(application, workspace, training=True))
            shown.window.show()
            shown.window.resize(*_SIZE)  # the screen that is not there would be smaller
            album.add_pages(shown, "0-start-")
            for number, stop in enumerate(STOPS, start=1):
                clock.jump(stop.written)
                notices.append(_send(shown, workspace, sandbox, stop, album, f"{number}-{stop.category}"))
            _other_looks(shown, album)
        except UserError as error:
            terminal.tell(wiring.sentences().of(error))
            return error.exit_code
        except StuckError as error:
            terminal.tell(str(error))
            return NOT_ALL_SENT
    result = {"subscribers": subscribers, "notices": notices, "shots": [str(file) for file in album.files]}
    if as_json:
        terminal.answer_json(result)
    else:
        terminal.answer("\n".join(_told(notice) for notice in notices))
        terminal.answer(f"{len(album.files)} immagini" + (f" in {shots}" if shots else ""))
    return OK if all(_all_accepted(notice, subscribers) for notice in notices) else NOT_ALL_SENT


def _send(
    shown: app.Shown, workspace: Workspace, sandbox: Sandbox, stop: Stop, album: Album, name: str
) -> dict[str, Any]:
    """Writes one notice in the window, confirms it, and waits until every delivery has an outcome."""
    window = shown.window
    earlier = _latest(workspace)
    window.go_to("composer")
    window.composer.choose(stop.category)
    _until(lambda: window.composer.refresh() is not None, "the form did not open")
    window.composer.form.fill(workspace.catalogue.get(stop.category).example)
    window.composer.refresh()
    album.add(shown, f"{name}-write")
    window.composer.ask()
    _until(lambda: bool(window.findChildren(ConfirmDialog)), "the notice was refused: " + _problems(window))
    dialog = window.findChildren(ConfirmDialog)[0]
    for tick in dialog.findChildren(QCheckBox):
        tick.setChecked(True)
    for line in dialog.findChildren(QLineEdit):
        line.setText(stop.word)
    album.add_widget(dialog, f"{name}-confirm")
    began = time.monotonic()
    dialog.accept()
    _until(lambda: _latest(workspace) != earlier, "the notice was not queued")
    notice = _latest(workspace)
    people = sum(sum(states.values()) for states in workspace.outbox.counts(notice).values())
    patience = _PATIENCE + people / _LEAST_RATE
    _until(lambda: _count(workspace, notice, *_DONE) >= people / 2, "half of the people got nothing", patience)
    album.add(shown, f"{name}-sending")
    _until(lambda: not shown.ops.running, "the send did not end", patience)
    seconds = time.monotonic() - began
    window.show_notice(notice)
    _pause(1.0)
    album.add(shown, f"{name}-history")
    return {
        "notice": notice,
        "category": stop.category,
        "channels": {channel: dict(counts) for channel, counts in workspace.outbox.counts(notice).items()},
        "seconds": round(seconds, 2),
        "per_second": round(people / seconds, 1),
        "permalink": _permalink(workspace, notice),
        "complaints": len(sandbox.control.complaints()),
    }


def _other_looks(shown: app.Shown, album: Album) -> None:
    """Every page again: dark, with text at 200 %, and in a narrow window."""
    window, theme = shown.window, shown.look.theme
    window.history.show_list()
    window.composer.choose(STOPS[0].category)
    window.composer.fill_example()
    album.add_pages(shown, "3-light-")
    theme.set_scheme(Scheme.DARK)
    album.add_pages(shown, "3-dark-")
    theme.set_scheme(Scheme.LIGHT)
    theme.set_scale(200)
    album.add_pages(shown, "3-large-")
    theme.set_scale(100)
    window.resize(800, 900)
    _pause(0.3)
    album.add_pages(shown, "3-narrow-")


def _permalink(workspace: Workspace, notice: int) -> str:
    telegram = [name for name in workspace.channels if kind_of(name) is ChannelKind.TELEGRAM]
    rows = [row for name in telegram for row in workspace.notices.deliveries(notice, channel=name)]
    return next((row.link for row in rows if row.link), "")


def _latest(workspace: Workspace) -> int:
    rows = workspace.notices.latest(1)
    return rows[0].id if rows else 0


def _count(workspace: Workspace, notice: int, *states: DeliveryState) -> int:
    return sum(counts[state] for counts in workspace.outbox.counts(notice).values() for state in states)


def _problems(window: MainWindow) -> str:
    composed = window.composer.refresh()
    return " ".join(problem.message for problem in composed.problems) if composed else ""


def _all_accepted(notice: dict[str, Any], subscribers: int) -> bool:
    """Whether every delivery of the notice was accepted, everybody has one, and the services had no complaint."""
    accepted = {channel: counts["accepted"] for channel, counts in notice["channels"].items()}
    total = sum(sum(counts.values()) for counts in notice["channels"].values())
    expected = subscribers + len(accepted) - 1
    return not notice["complaints"] and sum(accepted.values()) == total == expected


def _told(notice: dict[str, Any]) -> str:
    lines = [f"{notice['category']}: {notice['seconds']} s, {notice['per_second']} al secondo, {notice['permalink']}"]
    for channel, counts in notice["channels"].items():
        lines.append(f"  {channel}: " + ", ".join(f"{state} {count}" for state, count in counts.items() if count))
    return "\n".join(lines)


def _until(ready: Callable[[], bool], otherwise: str, patience: float = _PATIENCE) -> None:
    """Lets the window live until ``ready``. Raises StuckError(``otherwise``)."""
    deadline = time.monotonic() + patience
    while not ready():
        if time.monotonic() > deadline:
            raise StuckError(otherwise)
        _pause(0.05)


def _pause(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()
