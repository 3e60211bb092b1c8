# SPDX-License-Identifier: EUPL-1.2
"""While something is sent the computer stays awake, and its end is told on the desktop with the counts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from comunecast_gui.core.changes import LanePhase, LaneProgress
from comunecast_gui.core.content import TelegramPost
from comunecast_gui.core.ports import Scope
from comunecast_gui.sandbox.server import Sandbox
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.ui.desktop.sending_presence import SendingPresence
from comunecast_gui.ui.shell.main_window import MainWindow
from tests.store.samples import new_notice


class Watched:
    """A hold that notes what is asked of it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def take(self) -> bool:
        self.asked.append("take")
        return True

    def release(self) -> None:
        self.asked.append("release")


def test_a_sending_from_its_begin_to_its_end(
    sending_window: MainWindow, ground: tuple[Workspace, Sandbox], qtbot: QtBot
) -> None:
    workspace, _ = ground
    window, hold = sending_window, Watched()
    presence = SendingPresence(window.ops, hold, window)
    window.lanes.ended.connect(presence.tell)
    post = TelegramPost("<b>Prova</b>", "Prova")
    fresh = new_notice(at=workspace.clock.now(), contents={"telegram:principale": post})
    notice = workspace.outbox.enqueue(fresh)
    signs: list[str] = []
    window.ops.progress.connect(lambda _: signs.append(presence.sign))
    window.hide()  # the person does something else
    with qtbot.waitSignal(presence.told, timeout=30_000) as told:
        window.ops.resume(Scope(frozenset({notice})))
        qtbot.waitUntil(lambda: hold.asked == ["take"])
    assert hold.asked == ["take", "release"]
    assert any(sign.startswith("ComuneCast sta inviando: ") for sign in signs)
    title, text = told.args
    assert title == "ComuneCast ha finito di inviare"
    assert text == "Pubblicato su Telegram, canale principale"
    presence.release()
    assert (hold.asked, presence.sign) == (["take", "release"], "")


def test_who_has_the_window_in_front_is_not_told_twice(window: MainWindow, qtbot: QtBot) -> None:
    presence = SendingPresence(window.ops, Watched(), window)
    told: list[str] = []
    presence.told.connect(lambda _, text: told.append(text))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    presence.tell("WhatsApp: 20 inviati")
    assert told == []
    window.hide()
    presence.tell("")
    assert told == []
    presence.tell("Telegram, <img src=file:///etc/x> A&B: 20 inviati")
    assert told == ["Telegram, ‹img src=file:///etc/x› A＆B: 20 inviati"], "a desktop may read markup"


def test_the_sign_does_not_say_that_it_sends_when_it_does_not(window: MainWindow) -> None:
    presence = SendingPresence(window.ops, Watched(), window)
    lane = LaneProgress("whatsapp", LanePhase.SENDING, done=3, left=7)
    window.ops.running_changed.emit(True)
    window.ops.progress.emit(lane)
    assert presence.sign == "ComuneCast sta inviando: 3 di 10"
    window.ops.running_changed.emit(False)
    window.ops.progress.emit(replace(lane, phase=LanePhase.STOPPED))  # it comes a tenth of a second later
    assert presence.sign == "ComuneCast ha finito di inviare"
    presence.release()


def test_what_the_training_tells_on_the_desktop_says_that_it_is_one(window: MainWindow) -> None:
    presence = SendingPresence(window.ops, Watched(), window, training=True)
    told: list[str] = []
    presence.told.connect(lambda title, _: told.append(title))
    window.ops.running_changed.emit(True)
    assert presence.sign == "ESERCITAZIONE - ComuneCast sta inviando"
    window.ops.running_changed.emit(False)
    window.hide()
    presence.tell("WhatsApp: 20 inviati")
    assert told == [presence.sign] == ["ESERCITAZIONE - ComuneCast ha finito di inviare"]
    presence.release()


def test_a_press_on_the_sign_brings_back_a_window_that_was_made_small(window: MainWindow, qtbot: QtBot) -> None:
    presence = SendingPresence(window.ops, Watched(), window)
    window.showMinimized()
    qtbot.waitUntil(window.isMinimized)
    presence.show_window()
    assert not window.isMinimized()
    assert window.isVisible()
    presence.release()


@pytest.mark.parametrize("end", ["stopped", "window"])
def test_a_window_that_goes_lets_the_computer_sleep(window: MainWindow, end: str) -> None:
    hold = Watched()
    presence = SendingPresence(window.ops, hold, window)
    window.ops.running_changed.emit(True)
    if end == "stopped":
        window.ops.running_changed.emit(False)
    presence.release()
    assert hold.asked == ["take", "release"]
