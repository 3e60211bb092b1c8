# SPDX-License-Identifier: EUPL-1.2
"""Answers and events arrive in the UI thread, in time, and never at something that is gone."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from comunecast_gui.core.changes import Changed, ChangeKind, LanePhase, LaneProgress
from comunecast_gui.core.errors import InputError
from comunecast_gui.ui.runtime.bridge import LoopThread
from comunecast_gui.ui.runtime.ops import Ops


@pytest.fixture
def loop(qtbot: QtBot) -> LoopThread:
    return LoopThread()


def test_query_runs_in_a_thread_and_answers_in_this_one(ops: Ops, qtbot: QtBot) -> None:
    seen: list[tuple[str, threading.Thread]] = []
    parent = QObject()
    ops.query(
        parent,
        lambda: threading.current_thread(),
        lambda worker: seen.append((worker.name, threading.current_thread())),
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0] != threading.main_thread().name
    assert seen[0][1] is threading.main_thread()


def test_failure_arrives_as_a_sentence(ops: Ops, qtbot: QtBot) -> None:
    def fails() -> None:
        raise InputError("unknown_notice", notice=7)

    sentences: list[str] = []
    ops.query(QObject(ops), fails, lambda _: None, sentences.append)
    qtbot.waitUntil(lambda: bool(sentences))
    assert sentences == [ops.parts.sentences.text("unknown_notice", notice=7)]


def test_failure_nobody_waits_for_is_told_the_window(ops: Ops, qtbot: QtBot) -> None:
    def fails() -> None:
        raise InputError("unknown_notice", notice=7)

    with qtbot.waitSignal(ops.trouble) as told:
        ops.query(QObject(ops), fails, lambda _: None)
    assert told.args == [ops.parts.sentences.text("unknown_notice", notice=7)]


def test_no_answer_for_a_page_that_is_gone(ops: Ops, qtbot: QtBot) -> None:
    answers: list[str] = []
    gone = QObject()
    release = threading.Event()
    ops.query(gone, release.wait, lambda _: answers.append("gone"))
    gone.deleteLater()
    with qtbot.waitSignal(gone.destroyed):
        pass
    release.set()
    ops.query(ops, lambda: None, lambda _: answers.append("here"))
    qtbot.waitUntil(lambda: "here" in answers)
    assert answers == ["here"]


def test_events_are_gathered(loop: LoopThread, qtbot: QtBot) -> None:
    arrived: list[object] = []
    threads: list[threading.Thread] = []

    def take(event: object) -> None:
        arrived.append(event)
        threads.append(threading.current_thread())

    loop.news.connect(take)

    async def emit() -> None:
        for done in range(1000):
            loop.post(LaneProgress("whatsapp", LanePhase.SENDING, done, 1000 - done))
            loop.post(Changed(ChangeKind.DELIVERIES, (done,)))

    loop.submit(emit()).result(5)
    qtbot.waitUntil(lambda: len(arrived) >= 2)
    assert arrived[-2:] == [
        LaneProgress("whatsapp", LanePhase.SENDING, 999, 1),
        Changed(ChangeKind.DELIVERIES, tuple(range(1000))),
    ]
    assert len(arrived) <= 4
    assert set(threads) == {threading.main_thread()}
    assert loop.close()
    assert not loop.alive


def test_close_twice_is_once(loop: LoopThread) -> None:
    assert loop.close()
    assert loop.close()
