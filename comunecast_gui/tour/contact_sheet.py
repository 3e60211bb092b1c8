# SPDX-License-Identifier: EUPL-1.2
"""Photographs every page and every dialog in every look, and lays the pictures out on one page to scroll.

``python -m comunecast_gui.tour.contact_sheet DIR [light|dark|contrast] [it|en] [100|200] [1366x768|1920x1080]``: looks
that are named leave out the others of their kind.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from html import escape
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import delete

from comunecast_gui import app, start
from comunecast_gui.core.content import Content, TelegramPost, TemplateMessage
from comunecast_gui.core.model import DeliveryState, Priority
from comunecast_gui.core.ports import Accepted, Clock, NewNotice, Result
from comunecast_gui.services.training import training_ground
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.tour import scenes
from comunecast_gui.tour.scenes import DIALOGS, WINDOWS, Ready, Stage
from comunecast_gui.ui.shell.screenshots import save_picture
from comunecast_gui.ui.theme.theme import Scheme, Theme
from comunecast_gui.ui.widgets.screen_room import room_for

LANGUAGES = ("it", "en")
SCHEMES = ("light", "dark", "contrast")
SCALES = ("100", "200")
SCREENS = ("1366x768", "1920x1080")
_PATIENCE = 10.0
"""Seconds that a page may take to read what it shows; then it is photographed as it is."""
_PEOPLE = 60
_STYLE = """
body { font: 16px/1.5 sans-serif; margin: 2rem; background: #f2f5f9; color: #17324d; }
h2 { margin: 2.5rem 0 .5rem; } nav a { margin-right: 1rem; }
.row { display: flex; flex-wrap: wrap; gap: 1rem; } figure { margin: 0; width: 30rem; }
img { max-width: 100%; border: 1px solid #a0adbb; background: #fff; } figcaption { font-size: .85rem; }
"""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: what it shows, in which look, and its file in the folder."""

    scene: str
    look: str
    file: str


def main(words: Sequence[str]) -> int:
    """Photographs everything into the folder that is named first."""
    folder = Path(words[0] if words else "sheet").absolute()
    shots = photograph(folder, frozenset(words[1:]))
    (folder / "index.html").write_text(page(shots), "utf-8")
    print(f"{len(shots)} pictures: {folder / 'index.html'}")
    return 0


def photograph(folder: Path, chosen: frozenset[str], clock: Clock | None = None) -> list[Shot]:
    """Every page and dialog in the looks that are chosen, of a kind that is not named in all, into this folder.

    ``clock`` is that of the office; the computer's own where none is given.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="comunecast-sheet-") as scratch:
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={_screens(Path(scratch))}"
        application = start.application()
        shots: list[Shot] = []
        for language in _kept(LANGUAGES, chosen):
            with _stage(application, Path(scratch) / language, language, clock) as stage:
                shots += _in_every_look(stage, folder, language, chosen)
    return shots


def page(shots: Sequence[Shot]) -> str:
    """The page: scene by scene, each look with its name; it needs nothing but the pictures beside it."""
    by_scene = {
        scene: [shot for shot in shots if shot.scene == scene] for scene in {shot.scene: None for shot in shots}
    }
    links = "".join(f'<a href="#{escape(scene)}">{escape(scene)}</a> ' for scene in by_scene)
    parts = []
    for scene, found in by_scene.items():
        pictures = "".join(
            f'<figure><a href="{escape(shot.file)}"><img loading="lazy" src="{escape(shot.file)}" '
            f'alt="{escape(scene)}, {escape(shot.look)}"></a><figcaption>{escape(shot.look)}</figcaption></figure>'
            for shot in found
        )
        parts.append(f'<h2 id="{escape(scene)}">{escape(scene)}</h2><div class="row">{pictures}</div>')
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>ComuneCast</title><style>{_STYLE}</style>'
    return f"{head}<h1>ComuneCast: every page and every dialog</h1><nav>{links}</nav>{''.join(parts)}</html>\n"


def _kept(kind: Sequence[str], chosen: frozenset[str]) -> list[str]:
    return [one for one in kind if one in chosen] or list(kind)


def _screens(folder: Path) -> Path:
    """Screens of these sizes beside each other, as Qt's platform without a screen takes them."""
    sizes = [tuple(int(side) for side in size.split("x")) for size in SCREENS]
    found = [
        {"name": size, "x": index * 4000, "y": 0, "width": width, "height": height}
        for index, (size, (width, height)) in enumerate(zip(SCREENS, sizes, strict=True))
    ]
    file = folder / "screens.json"
    file.write_text(json.dumps({"screens": found}), "utf-8")
    return file


@contextmanager
def _stage(application: QApplication, folder: Path, language: str, clock: Clock | None) -> Iterator[Stage]:
    """The window of the sample town in this language, with notices in the history."""
    data, files = folder / "data", folder / "files"
    for one in (data, files):
        one.mkdir(parents=True)
    with training_ground(data, _PEOPLE, clock) as (town, _):
        workspace = replace(town, screen_language=language)
        notice = _history(workspace)
        with app.open_window(application, workspace, training=True) as shown:
            shown.window.show()
            yield Stage(shown.window, shown.look, workspace, files, notice)


def _history(workspace: Workspace) -> int:
    """Queues some notices and records an outcome for everybody; returns the last one's number."""
    ends = (DeliveryState.ACCEPTED, DeliveryState.ACCEPTED, DeliveryState.FAILED, DeliveryState.UNKNOWN)
    told = (
        ("evento", "Festa del carciofo in piazza Indipendenza", 9, 0),
        ("rifiuti_variazione", "Raccolta del vetro: giovedì invece di mercoledì", 4, 1),
        ("acqua_guasto", "Manca l'acqua in via Vittorio Emanuele II e nelle strade vicine", 1, 4),
    )
    last = 0
    for category, title, days, kinds in told:
        at = workspace.clock.now() - timedelta(days=days)
        text = f"{title}\n\nComune di Calcinaia"
        letter = TemplateMessage("avviso_v1", "it", (("testo", title),), f"*{title}*", "Scrivi Disattiva")
        contents: dict[str, Content] = {
            "whatsapp": letter,
            "telegram:principale": TelegramPost(f"<b>{title}</b>", title),
        }
        last = workspace.outbox.enqueue(NewNotice(title, category, Priority.HIGH, title, text, at, contents=contents))
        for channel in contents:
            claims = workspace.outbox.exchange([], channel, _PEOPLE, now=at)
            results = []
            for number, claim in enumerate(claims):
                state = ends[number % kinds] if kinds else DeliveryState.ACCEPTED
                accepted = Accepted(f"{last}.{claim.delivery}") if state is DeliveryState.ACCEPTED else None
                code = "131026" if state is DeliveryState.FAILED else ""
                results.append(Result(claim.delivery, state, at, code=code, accepted=accepted))
            workspace.outbox.exchange(results, channel, 0, now=at)
    return last


def _in_every_look(stage: Stage, folder: Path, language: str, chosen: frozenset[str]) -> Iterator[Shot]:
    for scheme, scale, size in itertools.product(_kept(SCHEMES, chosen), _kept(SCALES, chosen), _kept(SCREENS, chosen)):
        _dress(stage.look.theme, scheme, int(scale))
        _fill(stage.window, size)
        look = f"{size}-{scheme}-{scale}-{language}"
        for name, open_scene in WINDOWS.items():
            _wait(open_scene(stage))
            yield _taken(stage.window, folder, name, look)
        scenes.after(stage)
        _wait(scenes.always)
        scenes.after(stage)  # what was counted again when the send ended
        for name, make in DIALOGS.items():
            dialog = make(stage)
            dialog.show()
            _wait(scenes.always)
            yield _taken(dialog, folder, f"dialog-{name}", look)
            dialog.close()
            if dialog.parentWidget() is None:
                delete(dialog)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        stage.window.composer.discard()


def _dress(theme: Theme, scheme: str, scale: int) -> None:
    theme.set_scheme(Scheme.DARK if scheme == "dark" else Scheme.LIGHT)
    theme.set_strong(scheme == "contrast")
    theme.set_scale(scale)


def _fill(window: QWidget, size: str) -> None:
    """The window on the screen of this size, as large as it may be."""
    screen = next(one for one in QGuiApplication.screens() if one.name() == size)
    window.setScreen(screen)
    window.move(screen.availableGeometry().topLeft())
    room = room_for(window)
    window.setGeometry(room)


def _wait(ready: Ready) -> None:
    """Until the page has read what it shows, and its layout, whose height depends on its width, has settled."""
    deadline = time.monotonic() + _PATIENCE
    rounds = 0
    while (not ready() and time.monotonic() < deadline) or rounds < 5:
        QApplication.sendPostedEvents()
        QApplication.processEvents()
        rounds += 1
        time.sleep(0.01)


def _taken(widget: QWidget, folder: Path, scene: str, look: str) -> Shot:
    file = save_picture(widget, folder / f"{scene}-{look}.png")
    return Shot(scene, look, file.name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
