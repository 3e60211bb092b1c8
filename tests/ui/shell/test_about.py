# SPDX-License-Identifier: EUPL-1.2
"""The window says under which licences it stands, and that a newer version exists."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from comunecast_gui.system import paths
from comunecast_gui.system.update_announcement import Announcement, UpdateNews
from comunecast_gui.ui.runtime.bridge import LoopThread
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.shell.about_dialog import AboutDialog
from comunecast_gui.ui.shell.banners import Banners
from comunecast_gui.ui.shell.texts_dialog import TextsDialog
from comunecast_gui.ui.widgets.look import Banner, Look
from tests.ui.conftest import changed

NEWS = Announcement("9.8.7", date(2026, 11, 20), "https://www.example.org/9.8.7", date(2027, 11, 20))


class Browser(QObject):
    """Stands where the browser is, and notes what it was asked to open."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(url.toString())


def test_it_names_the_libraries_and_shows_their_licences(qtbot: QtBot, look: Look, services: WindowServices) -> None:
    about = AboutDialog(look, services.info)
    qtbot.addWidget(about)
    assert any("LGPL 3.0" in label.text() for label in about.findChildren(QLabel))
    button = next(one for one in about.findChildren(QPushButton) if "Licenze" in one.text())
    button.click()
    shown = about.findChild(TextsDialog)
    assert shown is not None
    assert shown.names.count() == len(paths.licences())
    for row, start in ((0, "EUROPEAN UNION PUBLIC LICENCE"), (1, "What others wrote")):
        shown.names.setCurrentRow(row)
        assert start in shown.text.toPlainText()[:400]
    names = [shown.names.item(row).text() for row in range(shown.names.count())]
    assert {"LGPL-3.0", "GPL-3.0"} <= set(names)
    shown.accept()


def test_it_shows_the_accessibility_statement(qtbot: QtBot, look: Look, services: WindowServices) -> None:
    about = AboutDialog(look, services.info)
    qtbot.addWidget(about)
    next(one for one in about.findChildren(QPushButton) if "ccessibilità" in one.text()).click()
    shown = about.findChild(TextsDialog)
    assert shown is not None
    text = shown.text.toPlainText()
    assert "parzialmente conforme ai requisiti della norma EN 301 549" in text
    assert not any(sign in text for sign in ("#", "**", "`"))
    assert not shown.names.isVisibleTo(shown)
    shown.accept()


def test_a_newer_version_is_told_and_not_installed(qtbot: QtBot, look: Look, services: WindowServices) -> None:
    given = changed(services, newer=lambda: UpdateNews(NEWS))
    ops = Ops(given.engine, given.info.sentences, LoopThread())
    try:
        banners = Banners(look, ops, given.info, given.shell)
        qtbot.addWidget(banners)
        banners.look_for_newer()
        qtbot.waitUntil(lambda: bool(banners.texts()))
        assert "9.8.7" in banners.texts()[0]
        banners.show_newer(NEWS)
        assert len(banners.texts()) == 1, "the same news twice"
        browser = Browser()
        QDesktopServices.setUrlHandler("https", browser, "take")
        try:
            (banner,) = banners.findChildren(Banner)
            next(one for one in banner.findChildren(QPushButton) if one.text()).click()
        finally:
            QDesktopServices.unsetUrlHandler("https")
        assert browser.opened == [NEWS.url]
    finally:
        ops.close()


def test_no_newer_version_shows_no_banner(qtbot: QtBot, look: Look, services: WindowServices) -> None:
    for newer in (None, lambda: UpdateNews(None)):
        given = changed(services, newer=newer)
        ops = Ops(given.engine, given.info.sentences, LoopThread())
        banners = Banners(look, ops, given.info, given.shell)
        qtbot.addWidget(banners)
        banners.look_for_newer()
        ops.close()
        assert banners.texts() == []


def test_weeks_without_an_announcement_show_a_banner(qtbot: QtBot, look: Look, services: WindowServices) -> None:
    given = changed(services, newer=lambda: UpdateNews(None, date(2026, 11, 3)))
    ops = Ops(given.engine, given.info.sentences, LoopThread())
    banners = Banners(look, ops, given.info, given.shell)
    qtbot.addWidget(banners)
    banners.look_for_newer()
    try:
        qtbot.waitUntil(lambda: len(banners.texts()) == 1)
        assert "03/11/2026" in banners.texts()[0]
        banners.look_for_newer()
        assert len(banners.texts()) == 1
    finally:
        ops.close()
