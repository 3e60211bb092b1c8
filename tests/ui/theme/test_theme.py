# SPDX-License-Identifier: EUPL-1.2
"""Colours can be told apart, texts can grow, icons exist."""

from __future__ import annotations

import re

import pytest
import shiboken6
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QRawFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from comunecast_gui.services import wiring
from comunecast_gui.system import paths
from comunecast_gui.ui.theme.colours import ALERTS, DARK, DARK_STRONG, LIGHT, LIGHT_STRONG, TEXT_PAIRS, Colours
from comunecast_gui.ui.theme.icons import alert_pixmap
from comunecast_gui.ui.theme.theme import EMOJI, FAMILY, Scheme
from comunecast_gui.ui.widgets.look import Look


def contrast(first: str, second: str) -> float:
    """The contrast of two ``#rrggbb`` colours, from 1 to 21 (WCAG 2.1, relative luminance)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_formula() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#0066cc", "#ffffff") == pytest.approx(5.57, abs=0.01)
    assert contrast("#777777", "#777777") == 1


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="-on-".join)
def test_texts_can_be_read(colours: Colours, pair: tuple[str, str]) -> None:
    assert contrast(getattr(colours, pair[0]), getattr(colours, pair[1])) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT_STRONG, DARK_STRONG], ids=["light", "dark"])
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="-on-".join)
def test_texts_stand_out_in_high_contrast(colours: Colours, pair: tuple[str, str]) -> None:
    assert contrast(getattr(colours, pair[0]), getattr(colours, pair[1])) >= 7


@pytest.mark.parametrize("colours", [LIGHT, DARK, LIGHT_STRONG, DARK_STRONG], ids=["l", "d", "ls", "ds"])
@pytest.mark.parametrize("name", ["border", "focus", "accent", "error"])
def test_edges_can_be_seen(colours: Colours, name: str) -> None:
    assert contrast(getattr(colours, name), colours.card) >= 3
    assert contrast(getattr(colours, name), colours.page) >= 3


def test_no_colour_outside_theme_and_phones() -> None:
    allowed = {"colours.py", "phone_preview.py", "icons.py"}
    found = [
        f"{file.name}: {match}"
        for file in (paths.resource().parent / "comunecast_gui" / "ui").rglob("*.py")
        if file.name not in allowed
        for match in re.findall(r"#[0-9a-fA-F]{6}\b", file.read_text("utf-8"))
    ]
    assert found == []


def test_alert_levels_differ_in_shape(qapp: object) -> None:
    outlines = set()
    for level in ALERTS:
        image: QImage = alert_pixmap(level, 24, 1.0).toImage()
        outlines.add(tuple(image.pixelColor(x, y).alpha() > 128 for x in range(24) for y in range(24)))
    assert len(outlines) == len(ALERTS)


def test_icons_of_all_categories_exist() -> None:
    missing = [
        category.icon
        for category in wiring.catalogue()
        if not (paths.resource("icons") / f"{category.icon}.svg").is_file()
    ]
    assert missing == []


def test_icon_names_in_code_exist() -> None:
    used = {
        name
        for file in (paths.resource().parent / "comunecast_gui" / "ui").rglob("*.py")
        for name in re.findall(r'"(it-[a-z-]+)"', file.read_text("utf-8"))
    }
    assert used
    assert [name for name in used if not (paths.resource("icons") / f"{name}.svg").is_file()] == []


def test_text_grows_to_twice_its_size(look: Look) -> None:
    theme = look.theme
    before = theme.px(16)
    try:
        theme.set_scale(400)
        assert theme.scale == 200
        assert theme.px(16) == 2 * before
    finally:
        theme.set_scale(100)


def test_icons_are_tinted_again_in_dark(look: Look, qtbot: QtBot) -> None:
    icon = look.icon_label("it-user", "accent", 96)
    qtbot.addWidget(icon)
    light = icon.pixmap().toImage()
    try:
        look.theme.set_scheme(Scheme.DARK)
        dark = icon.pixmap().toImage()
    finally:
        look.theme.set_scheme(Scheme.LIGHT)
    assert _inks(light) == {QColor(LIGHT.accent).rgb()}
    assert _inks(dark) == {QColor(DARK.accent).rgb()}


def test_an_icon_is_drawn_once_and_whoever_paints_on_it_changes_no_other(look: Look) -> None:
    first = look.icons.pixmap("it-user", "#112233", 20)
    clean = first.toImage()
    first.fill("#ff0000")
    assert look.icons.pixmap("it-user", "#112233", 20).toImage() == clean
    assert look.icons.pixmap("it-user", "#445566", 20).toImage() != clean
    assert look.icons.pixmap("it-user", "#112233", 40).size() == 2 * clean.size()


def test_icons_that_are_gone_are_let_go(look: Look, qtbot: QtBot) -> None:
    for _ in range(3000):
        shiboken6.delete(look.icon_label("it-user", "accent", 8))
    assert look.watched < 2000


def _inks(image: QImage) -> set[int]:
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {colour.rgb() for x, y in points if (colour := image.pixelColor(x, y)).alpha() == 255}


def test_widgets_with_a_font_of_their_own_follow_the_text_size(look: Look, qapp: QApplication) -> None:
    """Windows names a font for menus and lists when the style sheet is set, and would keep its own size."""
    sheet = qapp.setStyleSheet

    def as_on_windows(text: str) -> None:
        sheet(text)
        qapp.setFont(QFont("Tahoma", 8), "QAbstractItemView")

    qapp.setStyleSheet = as_on_windows  # type: ignore[method-assign]
    try:
        look.theme.set_scale(150)
    finally:
        qapp.setStyleSheet = sheet  # type: ignore[method-assign]
        font = QApplication.font("QAbstractItemView")
        look.theme.set_scale(100)
    assert (font.family(), font.pixelSize()) == (FAMILY, 24)


def test_every_sign_of_the_shipped_notices_can_be_shown_where_no_font_of_emoji_is(qapp: QApplication) -> None:
    file = paths.resource("fonts", EMOJI)
    shipped = QRawFont(str(file), 16)
    texts = "".join(one.read_text(encoding="utf-8") for one in paths.resource("categories").rglob("*.toml"))
    emoji = {sign for sign in texts if ord(sign) >= 0x2600 and ord(sign) != 0xFE0F}
    assert len(emoji) > 15
    assert [sign for sign in emoji if not shipped.supportsCharacter(ord(sign))] == []
    assert file.stat().st_size < 500_000


def test_the_strokes_of_an_address_stand_apart(look: Look) -> None:
    words = QFontMetrics(QApplication.font())
    assert words.horizontalAdvance("://") - words.horizontalAdvance(":/") >= 0.9 * words.horizontalAdvance("/")
