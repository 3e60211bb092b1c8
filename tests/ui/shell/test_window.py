# SPDX-License-Identifier: EUPL-1.2
"""The frame: pages by mouse and keys, the mark of training, themes, faults, pictures."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTextBrowser, QWidget
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from comunecast_gui.core.trust.chain import RegisterProof
from comunecast_gui.system.secrets import KeyState, SecretName
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.shell.crash_dialog import CrashWatch
from comunecast_gui.ui.shell.main_window import PAGES, MainWindow
from comunecast_gui.ui.shell.screenshots import shoot_pages
from comunecast_gui.ui.shell.window_preferences import Preferences
from comunecast_gui.ui.theme.colours import DARK, LIGHT
from comunecast_gui.ui.theme.theme import Scheme
from comunecast_gui.ui.widgets.look import Banner, Look
from tests.ui.conftest import Sent, changed, open_window


def pages_of(window: MainWindow) -> list[QWidget]:
    return [getattr(window, name) for name in PAGES]


def test_keys_go_to_the_pages(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1360, 800)  # the navigation stands beside the page
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for number, page in enumerate(pages_of(window)):
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_1 + number), Qt.KeyboardModifier.ControlModifier)
        assert window.pages.currentWidget() is page
        assert window.nav.currentRow() == number
    QTest.keyClick(window.nav, Qt.Key.Key_Up)
    assert window.nav.currentRow() == number - 1
    assert window.pages.currentIndex() == number - 1


def test_a_page_takes_the_focus_and_the_history_goes_back_to_its_list(
    window: MainWindow, sent: Sent, qtbot: QtBot
) -> None:
    id = sent(accepted=3)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.show_notice(id)
    assert window.history.notice.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.history.table.isVisible() or window.history.empty
    window.show_notice(id)
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert not window.history.notice.isVisible()
    for number, page in enumerate(pages_of(window)):
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_1 + number), Qt.KeyboardModifier.ControlModifier)
        assert page.isAncestorOf(QApplication.focusWidget())


def test_f6_moves_the_focus_round_the_regions(window: MainWindow, qtbot: QtBot) -> None:
    window.banners.show_trouble("Il disco è pieno.")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.nav.setFocus()
    met = []
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
        focused = QApplication.focusWidget()
        regions = {"banners": window.banners, "pages": window.pages, "nav": window.nav.parentWidget()}
        met += [name for name, region in regions.items() if region.isAncestorOf(focused)]
    assert met == ["banners", "pages", "nav"]


def test_what_nobody_knows_is_said_again_only_where_the_count_changed(window: MainWindow, qtbot: QtBot) -> None:
    """Receipts come in every few seconds: who has the focus in the message keeps it, and hears it once."""

    def told() -> list[Banner]:
        return [one for one in window.banners.findChildren(Banner) if one.isVisible()]

    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.banners._on_unknown(2)
    [before] = told()
    before.findChildren(QPushButton)[0].setFocus()
    window.banners._on_unknown(2)
    assert told() == [before]
    assert before.isAncestorOf(QApplication.focusWidget())
    window.banners._on_unknown(1)
    assert [one.text for one in told()] == ["Di 1 messaggio non si sa se è arrivato."]
    window.banners._on_unknown(0)
    assert told() == []


def test_tab_goes_through_the_form_before_the_previews(window: MainWindow, qtbot: QtBot) -> None:
    window.composer.choose("acqua_programmata")
    window.composer.fill_example()
    form = window.composer.form.tab_stops()
    order = [form[0]]
    while (stop := order[-1].nextInFocusChain()) is not form[0]:
        order.append(stop)
    previews = window.composer.side.previews.values()
    first_preview = min(order.index(text) for one in previews for text in one.findChildren(QTextBrowser))
    positions = [order.index(one) for one in form]
    assert positions == sorted(positions)
    assert positions[-1] < first_preview < order.index(window.composer.send)


def test_training_is_said_in_words_and_frame(window: MainWindow) -> None:
    assert "ESERCITAZIONE" in window.windowTitle()
    assert any(label.text() == "ESERCITAZIONE" and label.isVisible() for label in window.findChildren(QLabel))
    picture = window.grab().toImage()
    red = QColor(LIGHT.training)
    for point in (QPoint(1, window.height() // 2), QPoint(window.width() - 2, window.height() - 2)):
        assert picture.pixelColor(point * picture.devicePixelRatio()) == red


def test_a_real_office_has_no_red(
    services: WindowServices, look: Look, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot
) -> None:
    window = open_window(look, make_ops(changed(services, training=False)), qtbot)
    assert "ESERCITAZIONE" not in window.windowTitle()
    assert not any(label.text() == "ESERCITAZIONE" for label in window.findChildren(QLabel))


def test_the_dark_theme_is_dark(window: MainWindow, look: Look, qtbot: QtBot) -> None:
    try:
        look.theme.set_scheme(Scheme.DARK)
        picture = window.grab().toImage()
    finally:
        look.theme.set_scheme(Scheme.LIGHT)
    inside = window.pages.mapTo(window, QPoint(4, window.pages.height() - 4))
    assert picture.pixelColor(inside * picture.devicePixelRatio()) == QColor(DARK.page)


def test_narrow_puts_the_navigation_on_top(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1300, 800)
    qtbot.waitUntil(lambda: window.nav.mapTo(window, QPoint()).x() < 20 and window.nav.width() < 300)
    window.resize(800, 600)
    qtbot.waitUntil(lambda: window.nav.width() > 600)
    assert window.width() == 800


@pytest.mark.parametrize("width", [480, 640, 800, 1360])
@pytest.mark.parametrize("scale", [100, 150, 200])
def test_every_page_can_be_reached_with_the_mouse(window: MainWindow, look: Look, width: int, scale: int) -> None:
    try:
        look.theme.set_scale(scale)
        window.resize(width, 900)
        window.go_to(PAGES[-1])
        for _ in range(3):
            QApplication.processEvents()
        seen = window.nav.viewport().rect()
        words = [window.nav.item(row).text() for row in range(window.nav.count())]
        outside = [word for row, word in enumerate(words) if not seen.contains(_middle(window, row))]
        assert outside == []
        if window.nav.property("lying") == "yes":
            high = [window.nav.visualItemRect(window.nav.item(row)).height() for row in range(window.nav.count())]
            assert max(high) <= seen.height(), "each is seen whole"
    finally:
        look.theme.set_scale(100)


def _middle(window: MainWindow, row: int) -> QPoint:
    return window.nav.visualItemRect(window.nav.item(row)).center()


def test_the_pages_in_their_order(window: MainWindow) -> None:
    words = [window.nav.item(row).text() for row in range(window.nav.count())]
    assert words == ["Oggi", "Componi", "Iscritti", "Storico", "Statistiche", "Modelli", "Impostazioni"]


def test_a_message_is_shown_once(window: MainWindow) -> None:
    window.banners.show_trouble("Il disco è pieno.")
    window.banners.show_trouble("Il disco è pieno.")
    assert window.banners.texts() == ["Il disco è pieno."]


def test_the_gravest_message_is_the_one_that_shows(window: MainWindow) -> None:
    window.banners.show_trouble("Il disco è pieno.")
    window.banners.show_proof(RegisterProof(sound=True, sentence="Il registro è integro."))
    window.banners.show_missing_keys([KeyState(SecretName.WHATSAPP_TOKEN, present=False)])
    shown = [banner.text for banner in window.banners.findChildren(Banner) if banner.isVisible()]
    assert shown == ["Il disco è pieno.", "Il registro è integro."], "what was asked for is never folded"
    assert len(window.banners.texts()) == 3
    next(one for one in window.banners.findChildren(QPushButton) if one.text() == "Mostra un altro avviso (1)").click()
    assert all(banner.isVisible() for banner in window.banners.findChildren(Banner))


def test_keys_that_are_asked_for_twice_at_once_are_told_once_and_go_when_they_are_there(window: MainWindow) -> None:
    for _ in range(2):
        window.banners.show_missing_keys([KeyState(SecretName.WHATSAPP_TOKEN, present=False)])
    assert len(window.banners.texts()) == 1
    window.banners.show_missing_keys([])
    assert window.banners.texts() == []


def test_pictures_of_all_pages(window: MainWindow, tmp_path: Path) -> None:
    files = shoot_pages(window, tmp_path / "shots", "1-")
    assert [file.name for file in files] == [f"1-{page}.png" for page in PAGES]
    for file in files:
        assert QImage(str(file)).width() >= window.width()


@pytest.mark.slow
def test_preferences_come_back(look: Look, window: MainWindow, tmp_path: Path) -> None:
    file = str(tmp_path / "window.ini")
    theme = look.theme
    try:
        theme.set_scheme(Scheme.DARK)
        theme.set_scale(115)
        window.resize(700, 600)  # the offscreen screen is small, and no window comes back larger than its screen
        kept = Preferences(QSettings(file, QSettings.Format.IniFormat))
        kept.keep_theme(theme)
        kept.keep_window(window)
        theme.set_scheme(Scheme.LIGHT)
        theme.set_scale(100)
        window.resize(1300, 800)
        found = Preferences(QSettings(file, QSettings.Format.IniFormat))
        found.restore_theme(theme)
        found.restore_window(window)
        assert (theme.scheme, theme.scale, window.width()) == (Scheme.DARK, 115, 700)
    finally:
        theme.set_scheme(Scheme.LIGHT)
        theme.set_scale(100)


@pytest.mark.parametrize("broken", ["scale=x\nscheme=purple", "geometry=nothing", "\x00\x01"])
def test_broken_preferences_are_the_usual_ones(look: Look, window: MainWindow, tmp_path: Path, broken: str) -> None:
    file = tmp_path / "window.ini"
    file.write_text(f"[General]\n{broken}\n")
    try:
        found = Preferences(QSettings(str(file), QSettings.Format.IniFormat))
        found.restore_theme(look.theme)
        found.restore_window(window)
        assert (look.theme.scheme, look.theme.scale) == (Scheme.SYSTEM, 100)
    finally:
        look.theme.set_scheme(Scheme.LIGHT)


@pytest.fixture
def watch(window: MainWindow, look: Look) -> CrashWatch:
    return CrashWatch(look, lambda text: text.replace("123:SECRET", "•••"), window)


def test_a_fault_is_shown_once_with_nothing_secret(watch: CrashWatch, window: MainWindow, qtbot: QtBot) -> None:
    window.composer.choose("generico")
    window.composer.fill_example()
    for _ in range(3):
        watch.report(_fault("token 123:SECRET"))
    qtbot.waitUntil(lambda: bool(watch.dialogs))
    assert len(watch.dialogs) == 1
    details = watch.dialogs[0].details.toPlainText()
    assert "SECRET" not in details
    assert "ValueError" in details
    assert window.composer.unsent
    watch.report(_other_fault())
    qtbot.waitUntil(lambda: len(watch.dialogs) == 2)
    for dialog in watch.dialogs:
        dialog.accept()


def test_a_fault_in_a_thread_is_shown_here(watch: CrashWatch, qtbot: QtBot) -> None:
    watch.install()
    try:

        def fail() -> None:
            raise ValueError("in a thread")

        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: bool(watch.dialogs))
        assert watch.dialogs[0].thread() is QApplication.instance().thread()
        watch.dialogs[0].accept()
    finally:
        watch.remove()
    assert sys.excepthook is not watch._on_exception


def test_an_unexpected_failure_of_a_query_reaches_the_hook(window: MainWindow, qtbot: QtBot) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    told: list[str] = []
    with capture_exceptions() as exceptions:
        window.ops.query(window, fail, lambda _: None, told.append)
        qtbot.waitUntil(lambda: bool(exceptions))
    assert exceptions[0][0] is ZeroDivisionError
    assert told == ["È successo qualcosa di imprevisto. Ciò che hai scritto è ancora qui: prova di nuovo."]


def _fault(text: str) -> ValueError:
    try:
        raise ValueError(text)
    except ValueError as error:
        return error


def _other_fault() -> KeyError:
    try:
        raise KeyError("x")
    except KeyError as error:
        return error
