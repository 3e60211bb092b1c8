# SPDX-License-Identifier: EUPL-1.2
"""The bulletin on the page of today: fetched when asked for and every hour, and what is wrong with it in a sentence."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from comunecast_gui.app import services_of
from comunecast_gui.core.bulletin.zone_outlook import ZoneOutlook
from comunecast_gui.core.work.long_work import Work
from comunecast_gui.services import wiring
from comunecast_gui.services.bulletins import bulletin_desk
from comunecast_gui.services.training import TrainingSecrets
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system.settings import office_file
from comunecast_gui.ui.composer.pasting.paste_dialog import PasteDialog
from comunecast_gui.ui.home.bulletin_dialog import BulletinDialog
from comunecast_gui.ui.home.home_page import HomePage
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import BulletinServices, WindowServices
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.widgets.look import Look
from tests.core.bulletin.test_reading import SAMPLES
from tests.core.moments import rome
from tests.ui.conftest import TOWN, FixedClock
from tests.ui.home.test_bulletin_days import drop

OGGI, DOMANI = (f"ods_20250314_1512_zone_{day}_toscana.csv" for day in ("oggi", "domani"))


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None: ...


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(SAMPLES)))
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.fixture
def office(address: str, data_dir: Any) -> Iterator[Workspace]:
    bulletin = f'[bulletin]\naddresses = ["{address}/{OGGI}", "{address}/{DOMANI}"]\n'
    office_file.save(office_file.parse(TOWN + bulletin), data_dir)
    clock = FixedClock(rome("2025-03-14T15:20"))
    with wiring.open_workspace(data_dir, clock=clock, secrets=TrainingSecrets()) as opened:
        yield opened


def services_with(office: Workspace, *, hourly: bool = False) -> WindowServices:
    """As the window of an office has them, but for the services that send."""

    def fetch(work: Work) -> ZoneOutlook:
        bulletin_desk.fetch_all(office, work)
        return bulletin_desk.outlook(office)

    services = services_of(office, training=True)
    assert services.home.bulletin is not None
    assert not services.home.bulletin.hourly, "the training fetches a sample of its own, and only when asked"
    bulletin: BulletinServices = replace(services.home.bulletin, fetch=fetch, hourly=hourly)
    return replace(services, home=replace(services.home, bulletin=bulletin, outlook=None))


@pytest.fixture
def show(look: Look, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot) -> Iterator[Callable[..., HomePage]]:
    pages: list[HomePage] = []

    def make(services: WindowServices) -> HomePage:
        pages.append(HomePage(look, make_ops(services), services.info, services.home))
        qtbot.addWidget(pages[-1])
        pages[-1].show()
        return pages[-1]

    yield make
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_it_is_fetched_by_itself_only_where_the_settings_say_so(
    office: Workspace, show: Callable[..., HomePage], qtbot: QtBot
) -> None:
    quiet = show(services_with(office))
    quiet.start()
    qtbot.waitUntil(lambda: quiet.work.texts == [] and quiet._open is not None)
    assert bulletin_desk.outlook(office).days == ()
    page = show(services_with(office, hourly=True))
    with qtbot.waitSignal(page.bulletin_read):
        page.start()
    [line] = [text for text in page.work.texts if "bollettino" in text]
    assert line.startswith("Il bollettino dice allerta rossa per venerdì 14 marzo")
    with qtbot.waitSignal(page.bulletin_wanted) as wanted:
        page.work.buttons["bulletin"].click()
    assert wanted.args[0].prefilled.category == "meteo_allerta"


def test_the_text_of_a_notice_that_is_dropped_here_goes_to_the_composer(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    paper = tmp_path / "avviso di Acque.txt"
    paper.write_text(
        "Si avvisa che mercoledì 2 dicembre 2026 manca l'acqua in via Roma dalle 8:30 alle 12:30.", "utf-8"
    )
    window.go_to("home")
    drop(window, paper)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(PasteDialog)))
    assert window.pages.currentWidget() is window.composer
    assert not window.home.findChildren(BulletinDialog)
    [dialog] = window.findChildren(PasteDialog)
    qtbot.waitUntil(lambda: "via Roma" in dialog.text.toPlainText())
    dialog.reject()


def test_a_bulletin_that_cannot_be_fetched_stands_in_the_list(
    office: Workspace, show: Callable[..., HomePage], qtbot: QtBot, address: str
) -> None:
    lost = replace(office.settings.bulletin, addresses=(f"{address}/nowhere.csv",))
    away = replace(office, settings=replace(office.settings, bulletin=lost))
    page = show(services_with(away, hourly=True))
    page.start()
    qtbot.waitUntil(lambda: any("non si è potuto scaricare" in text for text in page.work.texts))
    [line] = [text for text in page.work.texts if "scaricare" in text]
    assert f"{address}/nowhere.csv" in line
    page.work.buttons["no-bulletin"].click()
    [dialog] = page.findChildren(BulletinDialog)
    qtbot.waitUntil(lambda: dialog.open_button.isEnabled())
    assert dialog.said == "Non è ancora stato letto un bollettino di oggi o di domani."
    assert not dialog.write_button.isVisibleTo(dialog)
    dialog.fetch_button.click()
    qtbot.waitUntil(lambda: bool(dialog.failure))
    assert "Vale ancora l'ultimo letto" in dialog.failure
    assert dialog.focusWidget() is dialog.fetch_button
    dialog.read_file(SAMPLES / OGGI)
    qtbot.waitUntil(lambda: "allerta rossa" in dialog.said)
    assert dialog.focusWidget() is dialog.write_button
    assert not dialog.failure
    qtbot.waitUntil(lambda: not any("scaricare" in text for text in page.work.texts))
    dialog.reject()
