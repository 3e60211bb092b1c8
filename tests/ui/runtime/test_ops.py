# SPDX-License-Identifier: EUPL-1.2
"""Answers and events arrive in the UI thread, in time, and never at something that is gone."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, wait
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from comunecast_gui.core.changes import Changed, ChangeKind, Fault, LanePhase, LaneProgress
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.ports import NO_ROWS
from comunecast_gui.ui.runtime.bridge import LoopThread
from comunecast_gui.ui.runtime.ops import Ops, origin_of
from comunecast_gui.ui.runtime.window_services import WindowServices
from tests.ui.conftest import changed, services_behind


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


class Prompt(LoopThread):
    """Whatever is asked of it is done before it returns, as it may happen to the other one too."""

    def submit(self, coroutine: Coroutine[Any, Any, Any]) -> Future[Any]:
        future = super().submit(coroutine)
        wait([future], 10)
        return future


def test_no_call_answers_before_it_returns(services: WindowServices, qtbot: QtBot) -> None:
    ops = Ops(services.engine, services.info.sentences, Prompt())
    seen: list[str] = []
    ops.running_changed.connect(lambda running: seen.append(f"running: {running}"))
    ops.query(ops, lambda: "answer", seen.append)
    ops.resume(NO_ROWS)
    assert seen == ["running: True"]
    qtbot.waitUntil(lambda: seen == ["running: True", "answer", "running: False"])
    assert ops.close()


def test_failure_arrives_as_a_sentence(ops: Ops, qtbot: QtBot) -> None:
    def fails() -> None:
        raise InputError("unknown_notice", notice=7)

    sentences: list[str] = []
    ops.query(QObject(ops), fails, lambda _: None, sentences.append)
    qtbot.waitUntil(lambda: bool(sentences))
    assert sentences == [services_behind(ops).info.sentences.text("unknown_notice", notice=7)]


def test_failure_nobody_waits_for_is_told_the_window(ops: Ops, qtbot: QtBot) -> None:
    def fails() -> None:
        raise InputError("unknown_notice", notice=7)

    with qtbot.waitSignal(ops.trouble) as told:
        ops.query(QObject(ops), fails, lambda _: None)
    assert told.args == [services_behind(ops).info.sentences.text("unknown_notice", notice=7)]


def test_a_deleted_page_gets_no_answer(ops: Ops, qtbot: QtBot) -> None:
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


def test_engine_events_are_merged(loop: LoopThread, qtbot: QtBot) -> None:
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


def test_closing_ops_twice_is_the_same_as_once(loop: LoopThread) -> None:
    assert loop.close()
    assert loop.close()


def _fails() -> None:
    raise ZeroDivisionError("a fault of ours")


def test_a_fault_of_the_loop_reaches_the_window(ops: Ops, qtbot: QtBot) -> None:
    async def begin() -> None:
        asyncio.get_running_loop().call_soon(_fails)

    with qtbot.capture_exceptions() as caught:
        ops._loop.submit(begin()).result(5)
        qtbot.waitUntil(lambda: bool(caught))
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]


def test_a_fault_in_an_order_to_the_engine_reaches_the_window(
    services: WindowServices, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot
) -> None:
    class Broken:
        running = False

        def pause(self) -> None:
            _fails()

        def stop(self) -> None: ...

    ops = make_ops(changed(services, make_engine=lambda emit: Broken()))  # type: ignore[arg-type, return-value]
    with qtbot.capture_exceptions() as caught:
        ops.pause()
        qtbot.waitUntil(lambda: bool(caught))
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]


def test_a_fault_for_a_page_that_is_gone_is_not_lost(ops: Ops, qtbot: QtBot) -> None:
    gone = QObject()
    release = threading.Event()

    def fails() -> None:
        release.wait()
        _fails()

    with qtbot.capture_exceptions() as caught:
        ops.query(gone, fails, lambda _: None)
        gone.deleteLater()
        with qtbot.waitSignal(gone.destroyed):
            pass
        release.set()
        qtbot.waitUntil(lambda: bool(caught))
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]


def test_a_fault_of_a_lane_is_shown_with_its_rows_in_the_log(ops: Ops, qtbot: QtBot) -> None:
    with qtbot.waitSignal(ops.fault) as told:
        ops._loop.submit(_tell(ops, Fault("whatsapp", (7, 8), "Traceback of a fault"))).result(5)
    assert told.args == ["Traceback of a fault"]


async def _tell(ops: Ops, event: Fault) -> None:
    ops._loop.post(event)


Heard = list[tuple[str, Changed]]


def hearing(ops: Ops, heard: Heard, name: str, *kinds: ChangeKind) -> QObject:
    """A page that notes what it hears."""
    page = QObject(ops)
    ops.watch(page, lambda changed: heard.append((name, changed)), *kinds)
    return page


def test_a_page_does_not_hear_of_what_it_did_itself(ops: Ops, qtbot: QtBot) -> None:
    heard: Heard = []
    mine = hearing(ops, heard, "mine", *ChangeKind)
    hearing(ops, heard, "other", *ChangeKind)
    hearing(ops, heard, "people", ChangeKind.SUBSCRIBERS)
    done: list[int] = []
    ops.change(mine, lambda: 7, done.append, kind=ChangeKind.DELIVERIES, ids=lambda id: (id, id + 1))
    qtbot.waitUntil(lambda: done == [7])
    assert heard == [("other", Changed(ChangeKind.DELIVERIES, (7, 8), origin_of(mine)))]
    ops.change(mine, lambda: 8, done.append, ids=lambda _: ())
    qtbot.waitUntil(lambda: done == [7, 8])
    assert len(heard) == 1  # nothing was altered


def test_changes_of_other_workstations_reach_every_page(ops: Ops) -> None:
    heard: Heard = []
    hearing(ops, heard, "one", ChangeKind.NOTICES)
    hearing(ops, heard, "two", ChangeKind.NOTICES, ChangeKind.DELIVERIES)
    for change in (Changed(ChangeKind.NOTICES, (3,), "another/1"), Changed(ChangeKind.DELIVERIES, (4,))):
        ops.changed.emit(change)
    assert [(name, changed.ids) for name, changed in heard] == [("one", (3,)), ("two", (3,)), ("two", (4,))]


def test_a_change_is_told_also_where_the_page_is_gone(ops: Ops, qtbot: QtBot) -> None:
    heard: Heard = []
    hearing(ops, heard, "other", *ChangeKind)
    gone, release = QObject(), threading.Event()
    ops.change(gone, release.wait, lambda _: None, ids=lambda _: (5,))
    gone.deleteLater()
    with qtbot.waitSignal(gone.destroyed):
        pass
    release.set()
    qtbot.waitUntil(lambda: [changed.ids for _, changed in heard] == [(5,)])
