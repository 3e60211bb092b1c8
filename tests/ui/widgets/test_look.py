# SPDX-License-Identifier: EUPL-1.2
"""The small widgets of every page look as they should in each state."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QAbstractSlider, QHBoxLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from comunecast_gui.ui.theme.theme import Scheme
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import Banner, EmptyState, Look, beside, label, page_header, scrolling
from comunecast_gui.ui.widgets.summary_list import SummaryList
from tests.ui.everywhere import settle

NEAR = 20
"""What rounding may change in a thin stroke."""


@pytest.fixture(params=[Scheme.LIGHT, Scheme.DARK])
def coloured(request: pytest.FixtureRequest, look: Look) -> Iterator[Look]:
    """The look in each scheme."""
    look.theme.set_scheme(request.param)
    yield look
    look.theme.set_scheme(Scheme.LIGHT)


def shade(icon: QIcon, mode: QIcon.Mode) -> int:
    """How light the strokes of an icon are in a state of its button, from 0 to 255."""
    picture = icon.pixmap(QSize(40, 40), mode).toImage()
    points = [picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height())]
    return max(points, key=QColor.alpha).lightness()


def test_the_icon_of_a_button_with_the_focus_is_seen_on_what_fills_it(coloured: Look, qtbot: QtBot) -> None:
    button = coloured.button("Invia", "primary", "it-pencil")
    qtbot.addWidget(button)
    colours = coloured.theme.colours
    focused, usual = QColor(colours.on_focused_fill), QColor(colours.on_accent)
    assert abs(shade(button.icon(), QIcon.Mode.Active) - focused.lightness()) < NEAR
    assert abs(shade(button.icon(), QIcon.Mode.Normal) - usual.lightness()) < NEAR


def test_what_has_the_focus_stays_in_sight_where_a_strip_takes_some_of_the_height(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(300, 400)
    column = scrolling(page, "Pagina", (0, 0, 0, 0))
    for number in range(20):
        button = QPushButton(str(number))
        button.setFixedHeight(40)
        column.addWidget(button)
    page.show()
    low, area = page.findChildren(QPushButton)[4], page.findChild(QScrollArea)
    assert area is not None
    low.setFocus()
    assert area.verticalScrollBar().value() == 0
    page.resize(300, 160)
    qtbot.waitUntil(lambda: low.visibleRegion().boundingRect().height() == low.height())
    area.verticalScrollBar().triggerAction(
        QAbstractSlider.SliderAction.SliderToMinimum
    )  # whoever scrolled it away reads something else
    page.resize(300, 120)
    qtbot.waitUntil(lambda: area.viewport().height() <= 120)
    settle()
    assert area.verticalScrollBar().value() == 0


LONG = "Di questi messaggi non si sa se sono arrivati: il programma non li rimanda mai da solo. " * 3


@pytest.mark.parametrize("width", [1600, 700])
def test_a_sentence_goes_on_in_the_next_line_before_it_is_too_long_to_read(
    look: Look, qtbot: QtBot, width: int
) -> None:
    for shown in (Banner(look, "info", LONG), EmptyState(look, "it-search", "Esiti", LONG)):
        qtbot.addWidget(shown)
        shown.resize(width, 400)
        shown.show()
        settle()
        (words,) = (one for one in shown.findChildren(QLabel) if one.text() == LONG)
        assert words.width() <= look.theme.px(800)
        assert words.width() >= min(width, look.theme.px(800)) - 100, "the room that there is is used"
        assert words.height() >= words.heightForWidth(words.width()), "nothing is cut"


def test_on_a_wide_screen_a_value_stands_beside_its_name(look: Look, qtbot: QtBot) -> None:
    shown = SummaryList("Ente")
    qtbot.addWidget(shown)
    shown.show_rows([("Nome", "Comune di Calcinaia"), ("Pagina sulla privacy", "")])
    shown.show()
    for width, most in ((1600, 480), (500, 240)):
        shown.resize(width, 200)
        settle()
        places = {one.text(): one.x() for one in shown.findChildren(QLabel)}
        assert 0 < places["Comune di Calcinaia"] <= most


def test_buttons_beside_a_title_of_two_lines_stand_in_its_middle(look: Look, qtbot: QtBot) -> None:
    head = QWidget()
    qtbot.addWidget(head)
    row, buttons = QHBoxLayout(head), FlowLayout()
    title = label("Acqua: interruzione programmata")
    title.setFixedHeight(160)
    change = look.button("Cambia argomento", "quiet")
    buttons.addWidget(change)
    row.addWidget(title, 1)
    row.addLayout(buttons)
    head.show()
    settle()
    assert abs(change.geometry().center().y() - title.geometry().center().y()) <= 1


def test_the_line_below_the_title_of_a_page_has_the_whole_width(look: Look, qtbot: QtBot) -> None:
    head, buttons = page_header("Storico", "Che cosa è stato inviato, a quante persone e com'è andata")
    qtbot.addWidget(head)
    buttons.addWidget(look.button("Salva l'elenco…"))
    head.resize(500, 100)
    head.show()
    settle()
    under = head.findChild(QLabel, "subtitle")
    assert under is not None
    assert under.width() == head.width()


def test_a_field_stands_beside_its_words_and_below_them_where_there_is_less_room(look: Look, qtbot: QtBot) -> None:
    field = QLineEdit()
    box = beside("Per inviare questa allerta scrivi la parola ROSSA:", field)
    qtbot.addWidget(box)
    box.show()
    for width, below in ((900, False), (420, True), (200, True)):
        box.resize(width, box.heightForWidth(width))
        settle()
        (words,) = box.findChildren(QLabel)
        assert (field.y() > words.geometry().bottom()) is below
        assert words.height() >= words.heightForWidth(words.width())
        assert words.geometry().right() <= width
