# SPDX-License-Identifier: EUPL-1.2
"""The page of statistics shows what the database says, as charts and as tables, and says when a count failed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from comunecast_gui.app import services_of
from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.meta.charges import MetaCharge, Pricing
from comunecast_gui.sandbox.server import Sandbox
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.delivery.charge_counts import Charges, ChargeTally
from comunecast_gui.store.inbound.followers import Followers
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.statistics.chart import Bar, BarChart, LineChart, axis_ticks
from comunecast_gui.ui.statistics.statistics_page import StatisticsPage
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.look import Look
from tests.ui.conftest import MORNING, Sent, changed, open_window, services_behind

CHANNEL = "telegram:principale"
TODAY = MORNING.at.date()


@pytest.fixture
def page(look: Look, ops: Ops, qtbot: QtBot) -> StatisticsPage:
    made = StatisticsPage(look, ops, services_behind(ops).info, services_behind(ops).statistics)
    qtbot.addWidget(made)
    made.resize(1100, 900)
    return made


def cells(page: StatisticsPage, channel: str) -> list[tuple[str, ...]]:
    return [line.cells for line in page.reach[channel].model.lines]


def test_an_office_that_just_began_has_nothing_to_show(page: StatisticsPage, qtbot: QtBot) -> None:
    page.show()
    qtbot.waitUntil(lambda: page.nothing_sent)
    assert [one.text for one in page.reach.values()] == ["", ""]
    assert not any(one.other.isVisible() for one in page.reach.values())


def test_an_unchanged_number_is_said_in_words(page: StatisticsPage, workspace: Workspace, qtbot: QtBot) -> None:
    for days in (40, 0):
        Followers(workspace.database).record(CHANNEL, TODAY - timedelta(days=days), 1200)
    page.show()
    qtbot.waitUntil(lambda: bool(page.reach[CHANNEL].text))
    assert page.reach[CHANNEL].text == ("1200 persone seguono il canale, come trenta giorni fa, contate il 24/11/2026")


def test_people_over_time_with_the_same_numbers_as_a_table(
    page: StatisticsPage, workspace: Workspace, sent: Sent, qtbot: QtBot
) -> None:
    for days, count in ((40, 1100), (1, 1190), (0, 1200)):
        Followers(workspace.database).record(CHANNEL, TODAY - timedelta(days=days), count)
    page.show()
    qtbot.waitUntil(lambda: bool(page.reach[CHANNEL].text))
    assert page.reach[CHANNEL].text == "1200 persone seguono il canale, +100 in trenta giorni, contate il 24/11/2026"
    assert cells(page, CHANNEL) == [("24/11/2026", "1200"), ("23/11/2026", "1190"), ("15/10/2026", "1100")]
    assert cells(page, "whatsapp") == [("24/11/2026", "20")]
    assert page.moves.model.lines[0].cells == ("23/11/2026", "20", "0", "20")
    face = QAccessible.queryAccessibleInterface(page.reach[CHANNEL].chart)
    assert face.role() is QAccessible.Role.Graphic
    assert face.text(QAccessible.Text.Description) == page.reach[CHANNEL].text
    table = page.reach[CHANNEL].other
    assert QAccessible.queryAccessibleInterface(table).text(QAccessible.Text.Name).startswith("Come tabella: Telegram")
    table.click()
    assert not page.reach[CHANNEL].chart.isVisible()
    assert table.text() == "Come grafico"
    table.click()
    assert page.reach[CHANNEL].chart.isVisible()


def test_notices_month_by_month(page: StatisticsPage, sent: Sent, qtbot: QtBot) -> None:
    sent("Acqua", accepted=16, failed=4)
    page.show()
    qtbot.waitUntil(lambda: bool(page.months.lines))
    [line] = page.months.lines
    assert line.cells == ("novembre 2026", "1", "4 non riusciti, 1 in coda, 16 inviati")


def test_visible_statistics_are_read_again_after_a_change(
    page: StatisticsPage, ops: Ops, workspace: Workspace, qtbot: QtBot
) -> None:
    page.show()
    qtbot.waitUntil(lambda: page.nothing_sent)
    Followers(workspace.database).record(CHANNEL, TODAY, 7)
    ops.tell(ChangeKind.SUBSCRIBERS)
    qtbot.waitUntil(lambda: page.reach[CHANNEL].text.startswith("7 "))


def test_answers_of_the_month_against_those_that_are_free(
    services: WindowServices, look: Look, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot
) -> None:
    figures = services.statistics.figures
    assert figures
    given = changed(services, figures=lambda: replace(figures(), answers=1200, free=1000))
    page = StatisticsPage(look, make_ops(given), given.info, given.statistics)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.answers == "1200 in questo mese, su 1000 gratuite.")


def test_a_count_that_failed_is_said_and_taken_back(
    ground: tuple[Workspace, Sandbox], look: Look, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot
) -> None:
    workspace, sandbox = ground
    sandbox.control.revoke_token("telegram")
    window = open_window(look, make_ops(services_of(workspace, training=True)), qtbot)
    window.go_to("statistics")
    window.upkeep.count()
    qtbot.waitUntil(lambda: "La chiave di accesso a Telegram" in window.statistics.trouble)
    assert window.banners.texts() == []
    sandbox.control.revoke_token("telegram", revoked=False)
    window.upkeep.count()
    qtbot.waitUntil(lambda: window.statistics.trouble == "")
    qtbot.waitUntil(lambda: window.statistics.reach[CHANNEL].text.startswith("1240 "))


def test_tab_goes_from_above_to_below(window: MainWindow, workspace: Workspace, sent: Sent, qtbot: QtBot) -> None:
    sent(accepted=20)
    Followers(workspace.database).record(CHANNEL, TODAY, 7)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    page = window.statistics
    qtbot.waitUntil(lambda: bool(page.months.lines))
    page.reach["whatsapp"].other.setFocus()
    met = [QApplication.focusWidget()]
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        met.append(QApplication.focusWidget())
    buttons = [page.reach["whatsapp"].other, page.reach[CHANNEL].other, page.moves.other]
    assert met[:3] == buttons
    assert met[3].accessibleName() == "Comunicazioni mese per mese"


@given(st.integers(-5000, 200_000), st.integers(0, 200_000))
def test_marks_are_round_and_hold_every_value(least: int, more: int) -> None:
    found = axis_ticks(least, least + more)
    steps = {later - earlier for earlier, later in pairwise(found)}
    [step] = steps
    assert found[0] <= least <= least + more <= found[-1]
    assert str(step).strip("0") in {"1", "2", "5"}
    assert 2 <= len(found) <= 7


def test_a_line_is_where_its_numbers_are(look: Look, qtbot: QtBot) -> None:
    chart = LineChart(look, "Prova")
    qtbot.addWidget(chart)
    chart.resize(600, 300)
    chart.show_points([(TODAY - timedelta(days=10), 100), (TODAY, 200)])
    picture = chart.grab().toImage()
    accent = QColor(look.theme.colours.accent)

    def heights(x: int) -> list[int]:
        ratio = picture.devicePixelRatio()
        column = (picture.pixelColor(round(x * ratio), y) for y in range(picture.height()))
        return [y for y, colour in enumerate(column) if colour == accent]

    assert min(heights(120)) > min(heights(550)) + 50
    assert said(chart, 590) == "24/11/2026: 200"
    assert said(chart, 50) == "14/11/2026: 100"


def test_a_constant_number_is_charted_against_zero(look: Look, qtbot: QtBot) -> None:
    chart = LineChart(look, "Prova")
    qtbot.addWidget(chart)
    chart.resize(600, 300)
    chart.show_points([(TODAY - timedelta(days=10), 250), (TODAY, 250)])
    picture = chart.grab().toImage()
    middle = round(300 * picture.devicePixelRatio())
    accent = QColor(look.theme.colours.accent)
    found = [y for y in range(picture.height()) if picture.pixelColor(middle, y) == accent]
    assert found
    assert max(found) < picture.height() / 2


def test_bars_go_up_and_down(look: Look, qtbot: QtBot) -> None:
    chart = BarChart(look, "Prova")
    qtbot.addWidget(chart)
    chart.resize(600, 300)
    chart.show_bars([Bar("16/11", 10, 0, "dieci"), Bar("23/11", 0, 4, "quattro")])
    picture = chart.grab().toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert {look.theme.colours.accent, look.theme.colours.warning} <= colours
    assert (said(chart, 200), said(chart, 500)) == ("dieci", "quattro")


def said(chart: LineChart | BarChart, x: int) -> str:
    """What the chart tells at this place."""
    place = QPoint(x, 100)
    QApplication.sendEvent(chart, QHelpEvent(QHelpEvent.Type.ToolTip, place, chart.mapToGlobal(place)))
    return QToolTip.text()


def test_what_whatsapp_charged_is_shown_as_receipts_and_meta_count_it(
    page: StatisticsPage, workspace: Workspace, qtbot: QtBot
) -> None:
    tally = ChargeTally()
    at = MORNING.at
    for pricing in [Pricing("utility", "regular")] * 3 + [Pricing("service", "free_customer_service")]:
        tally.add(at, pricing)
    with workspace.database.writing() as connection:
        tally.write(connection)
    page.show()
    qtbot.waitUntil(lambda: len(page.charges.lines) == 1)
    month = labels.month(at.date().replace(day=1))
    told = [line.cells for line in page.charges.lines]
    assert told == [(month, "3 avvisi di servizio", "1", "non ancora chiesto", "non detto")]
    assert page.disagreement == ""
    lines = [MetaCharge("UTILITY", "REGULAR", 30, Decimal("0.744"))]
    Charges(workspace.database).keep(at.date().replace(day=1), "EUR", lines, at)
    page.show_reconciled()
    qtbot.waitUntil(lambda: page.charges.lines[0].cells[3] == "30")
    assert [line.cells[4] for line in page.charges.lines] == ["0,74 EUR"]
    assert "Meta conta 30 messaggi a pagamento" in page.disagreement
