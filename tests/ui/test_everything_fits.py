# SPDX-License-Identifier: EUPL-1.2
"""No text of any page, dialog or menu is cut, covered or outside, on small screens and with large text."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget
from pytestqt.qtbot import QtBot

import comunecast_gui
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.tour import scenes
from comunecast_gui.tour.scenes import Stage
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.widgets import screen_room
from comunecast_gui.ui.widgets.look import Look, label
from tests.ui.conftest import Sent, open_window
from tests.ui.cut_text import faults, menu_faults
from tests.ui.everywhere import Check, in_dialogs, in_pages, settle
from tests.ui.first_look import focus_unseen, next_steps, scrolled_away, scrolls_sideways, small_targets

LOOKS = tuple((*size, scale) for size in ((1366, 768), (1024, 700), (800, 600)) for scale in (100, 150, 200))
"""Width and height of a screen in pixels, and the size of the text in per cent."""
ALWAYS = ((1366, 768, 100), (1024, 700, 200), (800, 600, 200))
"""The looks between these are tried where a person asks for them: they fail where one of these does, hardly alone."""
SEVERAL = (
    pytest.mark.slow,
    pytest.mark.skipif("COMUNECAST_EVERY_LOOK" not in os.environ, reason="COMUNECAST_EVERY_LOOK is not set"),
)
LED = {
    "composer-bulletin": "the hours are asked for that the bulletin does not say",
    "composer-mistakes": "the first mistake is shown to who wants to send",
    "composer-undo": "the button that had the focus stays in sight when the strip comes below it",
    "recovery-words": "the words that were refused stand in sight, with what is wrong in the foot",
    "composer-preview": "the problems are asked for, which stand below the previews",
}
"""Scenes that do not begin at their top, and why: a person asked for something further down."""
NOT_ENTERED = {"composer": "the page is in front, and the keyboard is not in it yet"}
"""Scenes where what will have the focus is out of sight, and why."""
NO_NEXT_STEP = {
    "composer": "a subject is chosen from the list",
    "composer-topics": "a subject is chosen from the list",
    "composer-no-topic": "other words are searched",
    "statistics": "it is read",
    "history-unknown": "three answers, none of which may be nearer at hand than the others",
    "history-later": "it goes out by itself",
    "mistake": "two ways to put it right, each of which takes something back",
    "mistake-two": "two ways to put it right, each of which takes something back",
    "mistake-several": "two ways to put it right, each of which takes something back",
    "arriving": "it is waited for",
    "opening": "it is waited for",
    "backups": "a part of the page of settings, where nothing is due",
    "history-trials": "what was tried is read",
}
"""Scenes where no button stands out as the next step, and why."""


@pytest.fixture(
    params=[pytest.param(look, marks=() if look in ALWAYS else SEVERAL) for look in LOOKS],
    ids=["{}x{}-{}%".format(*look) for look in LOOKS],
)
def wanted(request: pytest.FixtureRequest) -> tuple[int, int, int]:
    """Width and height of a screen in pixels, and the size of the text in per cent."""
    found: tuple[int, int, int] = request.param
    return found


@pytest.fixture
def sized(wanted: tuple[int, int, int], look: Look) -> Iterator[Look]:
    """The look at this text size."""
    look.theme.set_scale(wanted[2])
    yield look
    look.theme.set_scale(100)


@pytest.fixture
def room(wanted: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch) -> QRect:
    """The screen that windows believe to be on."""
    screen = QRect(0, 0, *wanted[:2])
    monkeypatch.setattr(screen_room, "available", lambda _: screen)
    return screen


@pytest.fixture
def stage(sized: Look, room: QRect, workspace: Workspace, ops: Ops, sent: Sent, tmp_path: Path, qtbot: QtBot) -> Stage:
    """The window at its first size, over an office that has sent a notice with every kind of outcome."""
    notice = sent("Interruzione dell'acqua in via Vittorio Emanuele II", accepted=4, failed=3, unknown=2)
    return Stage(open_window(sized, ops, qtbot), sized, workspace, tmp_path, notice)


@pytest.fixture
def check(room: QRect) -> Check:
    """What is cut, covered or outside in a window no larger than the screen, and what is wrong at the first look."""

    def wrong(window: QWidget) -> list[str]:
        size, found = window.frameSize(), faults(window)
        for look_for in (scrolled_away, scrolls_sideways, focus_unseen, small_targets, next_steps):
            found += look_for(window)
        if size.width() > room.width() or size.height() > room.height():
            found.append(f"is larger than the screen: {size}")
        return found

    return wrong


def test_no_text_of_a_page_is_cut_and_the_page_begins_well(stage: Stage, check: Check, qtbot: QtBot) -> None:
    found = unexpected(in_pages(stage, qtbot, check))
    assert found == [], "\n".join(found)


def test_no_text_of_a_dialog_is_cut_and_the_dialog_begins_well(stage: Stage, check: Check, qtbot: QtBot) -> None:
    found = unexpected(in_dialogs(stage, qtbot, check))
    assert found == [], "\n".join(found)


def unexpected(found: list[str]) -> list[str]:
    """What was found, without what is so on purpose."""
    return [
        one
        for one in found
        if not (" below its top" in one and one.partition(":")[0] in LED)
        and not ("out of sight" in one and one.partition(":")[0] in NOT_ENTERED)
        and not (" next steps" in one and one.partition(":")[0] in NO_NEXT_STEP)
    ]


def test_no_text_of_a_menu_is_cut(stage: Stage, room: QRect) -> None:
    bar = stage.window.findChild(QMenuBar)
    assert bar is not None
    found = faults(bar)
    menus = [menu for menu in stage.window.findChildren(QMenu) if menu.title()]
    assert len(menus) >= 6
    for menu in menus:
        menu.popup(room.topLeft())
        settle()
        found += menu_faults(menu, room)
        menu.close()
    assert found == []


def test_every_dialog_is_looked_at() -> None:
    """Whoever adds a dialog adds it to ``scenes.DIALOGS`` too."""
    defined = set()
    for path in (Path(comunecast_gui.__file__).parent / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            bases = {base.id for base in getattr(node, "bases", ()) if isinstance(base, ast.Name)}
            if isinstance(node, ast.ClassDef) and bases & {"QDialog", "FittingDialog"}:
                defined.add(node.name)
    source = ast.parse(Path(scenes.__file__).read_text("utf-8"))
    opened = {
        node.func.id for node in ast.walk(source) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert defined - opened - {"FittingDialog"} == set()


def test_the_checker_finds_what_is_wrong(look: Look, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setFixedSize(300, 200)
    low = label("Una frase che in una riga sola non può stare, e che ne vuole tre o quattro", parent=window)
    low.setGeometry(0, 0, 120, 20)
    beside = look.button("Annulla", parent=window)
    beside.setGeometry(250, 0, 120, 40)
    narrow = look.button("Invia a tutte le persone", parent=window)
    narrow.setGeometry(0, 60, 80, 40)
    over = label("Sopra", wrap=False, parent=window)
    over.setGeometry(10, 65, 60, 30)
    window.show()
    settle()
    found = faults(window)
    for piece in ("height of", "is outside of QWidget (right", "needs a width of", "overlaps"):
        assert any(piece in one for one in found), (piece, found)
