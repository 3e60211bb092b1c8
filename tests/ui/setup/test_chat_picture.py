# SPDX-License-Identifier: EUPL-1.2
"""The pictures of the steps: painted from the theme, read aloud line by line, and without any key."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from comunecast_gui.services.setup import telegram_setup
from comunecast_gui.ui.setup import telegram_pictures
from comunecast_gui.ui.setup.chat_picture import ChatPicture, Line, Shape, description
from comunecast_gui.ui.theme.theme import Scheme
from comunecast_gui.ui.widgets.labels import quoted
from comunecast_gui.ui.widgets.look import Look

EVERY = (
    telegram_pictures.search(),
    telegram_pictures.new_bot(),
    telegram_pictures.name("Comune di Calcinaia"),
    telegram_pictures.user_name("comunedicalcinaia_bot"),
    telegram_pictures.key(),
    telegram_pictures.channel("Comune di Calcinaia"),
    telegram_pictures.administrators("@comunedicalcinaia_bot"),
    telegram_pictures.rights(),
)


@pytest.mark.parametrize("lines", EVERY)
def test_a_screen_reader_hears_every_line_and_nothing_in_it_is_a_key(lines: tuple[Line, ...]) -> None:
    told = description("BotFather", lines)
    places = [told.index(quoted(line.text)) for line in lines]
    assert places == sorted(places)
    assert not any(telegram_setup._TOKEN.search(line.text) for line in lines)


def test_it_follows_light_and_dark_text_size_and_width(look: Look, qtbot: QtBot) -> None:
    lines = (*telegram_pictures.key(), Line(Shape.SWITCH, "Pubblica messaggi"), Line(Shape.BUTTON, "Avvia"))
    picture = ChatPicture(look, "BotFather", lines, tick=True)
    qtbot.addWidget(picture)
    picture.resize(picture.sizeHint())
    picture.show()
    seen = []
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        look.theme.set_scheme(scheme)
        image = picture.grab().toImage()
        colours = {
            image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 2)
        }
        wanted = {getattr(look.theme.colours, name) for name in ("page", "raised", "accent", "accent_soft")}
        assert {QColor(one).name() for one in wanted} <= colours
        seen.append(colours)
    assert seen[0] != seen[1]
    look.theme.set_scheme(Scheme.LIGHT)
    edges = []
    for strong in (False, True):
        look.theme.set_strong(strong)
        image, edge = picture.grab().toImage(), QColor(look.theme.colours.border)
        middle = image.width() // 3
        edges.append(sum(image.pixelColor(middle, y) == edge for y in range(image.height())))
    look.theme.set_strong(None)
    assert edges[1] > 2 * edges[0], "every bubble has an edge that is seen"
    usual, narrow = picture.sizeHint(), picture.heightForWidth(picture.sizeHint().width() // 2)
    assert narrow > usual.height()
    look.theme.set_scale(150)
    assert picture.sizeHint().width() > usual.width()
    assert picture.sizeHint().height() > usual.height()
    look.theme.set_scale(100)
    look.theme.set_scheme(Scheme.LIGHT)
