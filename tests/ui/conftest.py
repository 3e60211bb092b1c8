# SPDX-License-Identifier: EUPL-1.2
"""What the tests of the window share: real widgets, a real database, and where wanted the stand-in services."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from comunecast_gui.app import services_of
from comunecast_gui.core.content import TelegramPost, TemplateMessage
from comunecast_gui.core.model import DeliveryState, Priority
from comunecast_gui.core.ports import Accepted, NewNotice, Result
from comunecast_gui.core.subscriber_import import ImportRow
from comunecast_gui.sandbox.config import SandboxConfig
from comunecast_gui.sandbox.server import Sandbox, run_sandbox
from comunecast_gui.services import template_approval, wiring
from comunecast_gui.services.training import TrainingSecrets
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.consent.subscriber_import import import_rows
from comunecast_gui.system import paths
from comunecast_gui.system.clock import ReplayClock
from comunecast_gui.system.settings import office_file
from comunecast_gui.ui.runtime import i18n
from comunecast_gui.ui.runtime.bridge import LoopThread
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.theme.icons import Icons
from comunecast_gui.ui.theme.theme import Scheme, Theme
from comunecast_gui.ui.widgets.look import Look

PATIENCE = 20_000
"""Milliseconds that a window may take on a busy machine until what a test waits for is there; less is for the tests
that ask for less."""


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(QtBot.waitUntil.__kwdefaults__, "timeout", PATIENCE)


TOWN = """
[office]
name = "Comune di Calcinaia"
localities = ["Calcinaia", "Fornacette"]

[telegram]
base_url = "http://127.0.0.1:9/bot"
[[telegram.channels]]
name = "principale"
chat = "@comunecalcinaia"

[whatsapp]
graph_url = "http://127.0.0.1:9"
phone_number_id = "106540352242922"
business_account_id = "102290129340398"
display_phone = "+39 333 6492690"
"""

CHOICES = """
[choices]
zones = ["Calcinaia", "Fornacette", "Sardina"]
[choices.topics]
acqua = ["acqua_guasto"]
"""


SENT = ("acqua_guasto", "meteo_allerta", "generico")
"""The categories that the tests send."""


class FixedClock:
    """A morning that does not pass, so that no check speaks of the hour."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


MORNING = FixedClock(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))


def add_people(workspace: Workspace, count: int) -> None:
    """Subscribers with made-up numbers."""
    rows = (ImportRow(row, str(393_330_000_000 + row), str(393_330_000_000 + row)) for row in range(count))
    import_rows(workspace.database, rows, source="moduli del 2022", now=workspace.clock.now())


@pytest.fixture(autouse=True)
def _gone_at_the_end(qapp: QApplication) -> Iterator[None]:
    """Closed widgets are deleted here: the collector may run in any thread, and a widget must not die in another."""
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="session")
def look(qapp: QApplication) -> Look:
    """The look of the window, in Italian."""
    i18n.install(qapp, paths.resource("i18n"))
    return Look(Theme(qapp, paths.resource(), Scheme.LIGHT), Icons(paths.resource("icons")))


@pytest.fixture
def choosing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The town of the tests lets its citizens choose."""
    monkeypatch.setitem(globals(), "TOWN", TOWN + CHOICES)


@pytest.fixture
def workspace(data_dir: Path) -> Iterator[Workspace]:
    """An office whose services are out of reach."""
    office_file.save(office_file.parse(TOWN), data_dir)
    with wiring.open_workspace(data_dir, clock=MORNING, secrets=TrainingSecrets()) as opened:
        yield opened


Sent = Callable[..., int]


@pytest.fixture
def sent(workspace: Workspace) -> Sent:
    """Queues a notice for twenty people and the channel, and records outcomes for some of them."""
    add_people(workspace, 20)

    def send(
        title: str = "Manca l'acqua", category: str = "acqua_programmata", *, code: str = "131026", **ends: int
    ) -> int:
        now = workspace.clock.now()
        whatsapp = TemplateMessage(
            "acqua_v1", "it", (("zona", "Fornacette"),), "*Acqua* a Fornacette", "Scrivi Disattiva"
        )
        id = workspace.outbox.enqueue(
            NewNotice(
                draft_uuid=title,
                category=category,
                priority=Priority.HIGH,
                title=title,
                text=f"{title}\n\nComune di Calcinaia, 24 novembre 2026",
                at=now,
                contents={"whatsapp": whatsapp, "telegram:principale": TelegramPost("<b>Acqua</b>", "Acqua")},
            )
        )
        claims = workspace.outbox.exchange([], "whatsapp", sum(ends.values()), now=now)
        states = [DeliveryState(state) for state, count in ends.items() for _ in range(count)]
        results = [
            Result(
                claim.delivery,
                state,
                now + timedelta(seconds=1),
                code=code if state is DeliveryState.FAILED else "",
                accepted=Accepted(f"wamid.{claim.delivery}") if state is DeliveryState.ACCEPTED else None,
            )
            for claim, state in zip(claims, states, strict=True)
        ]
        workspace.outbox.exchange(results, "whatsapp", 0, now=now)
        return id

    return send


@pytest.fixture
def services(workspace: Workspace) -> WindowServices:
    return services_of(workspace, training=True)


def changed(services: WindowServices, **values: Any) -> WindowServices:
    """The same with other values, in whatever groups of services have them."""
    groups = {group.name: getattr(services, group.name) for group in fields(services)}
    for name, group in groups.items():
        if group is None:  # what this office does not use
            continue
        own = {key: value for key, value in values.items() if key in {one.name for one in fields(group)}}
        groups[name] = replace(group, **own)
    return WindowServices(**groups)


_BEHIND: WeakKeyDictionary[Ops, WindowServices] = WeakKeyDictionary()


def services_behind(ops: Ops) -> WindowServices:
    """What the window of these threads works with."""
    return _BEHIND[ops]


@pytest.fixture
def make_ops(qtbot: QtBot) -> Iterator[Callable[[WindowServices], Ops]]:
    """Builds the door to the threads, and closes it after the test."""
    made: list[Ops] = []

    def make(services: WindowServices) -> Ops:
        ops = Ops(services.engine, services.info.sentences, LoopThread())
        _BEHIND[ops] = services
        made.append(ops)
        return ops

    yield make
    for ops in made:
        assert ops.close(), "the loop's thread did not end"


@pytest.fixture
def ops(make_ops: Callable[[WindowServices], Ops], services: WindowServices) -> Ops:
    return make_ops(services)


@pytest.fixture
def window(look: Look, ops: Ops, qtbot: QtBot) -> MainWindow:
    """The whole window over the office out of reach, ready to write."""
    return open_window(look, ops, qtbot)


@pytest.fixture
def ground(data_dir: Path) -> Iterator[tuple[Workspace, Sandbox]]:
    """The same office with stand-ins that answer at once, forty people, and three approved templates."""
    with run_sandbox(SandboxConfig()) as sandbox:
        town = TOWN.replace("http://127.0.0.1:9/bot", sandbox.telegram_base_url)
        office_file.save(office_file.parse(town.replace("http://127.0.0.1:9", sandbox.graph_url)), data_dir)
        with wiring.open_workspace(data_dir, clock=ReplayClock(MORNING.at), secrets=TrainingSecrets()) as opened:
            template_approval.submit(opened, [wiring.catalogue().get(id) for id in SENT])
            template_approval.sync(opened, [wiring.catalogue().get(id) for id in SENT])
            add_people(opened, 40)
            yield opened, sandbox


@pytest.fixture
def sending_window(
    ground: tuple[Workspace, Sandbox], look: Look, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot
) -> MainWindow:
    """The whole window over the training ground."""
    return open_window(look, make_ops(services_of(ground[0], training=True)), qtbot)


def open_window(look: Look, ops: Ops, qtbot: QtBot) -> MainWindow:
    """Shows a window and waits until the first answers are there."""
    services = services_behind(ops)
    window = MainWindow(look, training=services.info.training)
    window.fill(ops, services)
    qtbot.addWidget(window, before_close_func=_forget)
    window.go_to("composer")
    window.show()
    qtbot.waitUntil(lambda: window.composer.ready)
    return window


def _forget(window: MainWindow) -> None:
    """Lets the window close without asking whether what is written may be lost."""
    window.composer.discard()
    window.templates.drop()
