# SPDX-License-Identifier: EUPL-1.2
"""F1 opens the manual at the page one is on; missing pictures and strange links do no harm."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from comunecast_gui.ui.help.chapters import CHAPTERS, KEYS
from comunecast_gui.ui.help.manual_text import anchor_of, for_reading, headings
from comunecast_gui.ui.help.manual_window import ManualWindow
from comunecast_gui.ui.shell.main_window import PAGES, MainWindow
from comunecast_gui.ui.widgets.look import Look


@pytest.mark.parametrize("page", PAGES)
def test_f1_opens_the_manual_at_the_page_one_is_on(window: MainWindow, page: str, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.go_to(page)
    QTest.keyClick(window, Qt.Key.Key_F1)
    manual = window.findChild(ManualWindow)
    assert manual.isVisible()
    assert anchor_of(manual.place) == CHAPTERS[page]["it"]
    window.show_help(KEYS)
    assert manual.place == "Da tastiera"
    assert window.findChildren(ManualWindow) == [manual], "one window, however often it is asked for"
    manual.close()


def test_the_unknown_outcomes_have_their_own_place(window: MainWindow) -> None:
    window.show_unknown()
    window.show_help()
    assert window.findChild(ManualWindow).place == "Gli esiti incerti"


def test_no_link_leads_nowhere(tmp_path: Path) -> None:
    text = "nella [guida](relay.md#chiavi), [qui](#uno) o [fuori](https://example.it/) ![x](immagini/x.png)"
    assert for_reading(text, tmp_path) == text.replace("[guida](relay.md#chiavi)", "guida")


@pytest.fixture
def manual(look: Look, tmp_path: Path, qtbot: QtBot) -> ManualWindow:
    (tmp_path / "immagini").mkdir()
    QImage(2400, 300, QImage.Format.Format_RGB32).save(str(tmp_path / "immagini" / "qui.png"))
    file = tmp_path / "manuale.md"
    words = "parola " * 900
    file.write_text(
        "# Manuale\n\n- [Uno](#uno)\n\n## Uno\n\n"
        "![Una figura](immagini/qui.png)\n\n![Una che manca](immagini/no.png)\n\n"
        f"{words}\n\n## L'altro, «due»\n\nAncora: [Uno](#uno), [fuori](https://example.it/), [file](file:///etc/passwd)\n",
        encoding="utf-8",
    )
    made = ManualWindow(look, file)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_missing_picture_is_told_in_words_and_a_wide_one_fits(manual: ManualWindow) -> None:
    text = manual.pages.toPlainText()
    assert "Una che manca" in text
    kind = QTextDocument.ResourceType.ImageResource.value
    image = manual.pages.loadResource(kind, QUrl("immagini/qui.png"))
    assert 200 <= image.width() <= manual.pages.viewport().width()


@pytest.mark.parametrize(
    "address", ["../secret.png", "file:///etc/hostname", "http://127.0.0.1:9/x.png", "/etc/hostname", "immagini"]
)
def test_nothing_is_loaded_from_elsewhere(manual: ManualWindow, address: str, tmp_path: Path) -> None:
    QImage(4, 4, QImage.Format.Format_RGB32).save(str(tmp_path.parent / "secret.png"))
    for kind in QTextDocument.ResourceType:
        assert manual.pages.loadResource(kind.value, QUrl(address)) is None


@pytest.mark.parametrize("width", [640, 1400])
def test_another_width_keeps_the_words_at_the_top_and_fits_the_pictures(
    manual: ManualWindow, width: int, qtbot: QtBot
) -> None:
    pages, address = manual.pages, QUrl("immagini/qui.png")
    manual.resize(980, 680)
    manual.search.setText("parola")
    manual.find_next()
    bar = pages.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    before = top(manual)
    assert before > 1000, "in the midst of a chapter"
    manual.resize(width, 680)
    qtbot.waitUntil(lambda: abs(pages.document().textWidth() - pages.viewport().width()) < 2)
    assert abs(top(manual) - before) <= LINE
    assert pages.textCursor().selectedText() == "parola"
    image = pages.document().resource(QTextDocument.ResourceType.ImageResource.value, address)
    assert abs(image.width() - (pages.viewport().width() - 40)) <= 8


LINE = 250
"""More letters than a line of the widest window has."""


def top(manual: ManualWindow) -> int:
    """Where in the text the first visible line begins."""
    return manual.pages.cursorForPosition(QPoint(0, 0)).position()


def test_contents_links_and_search(manual: ManualWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(opened.append(url.toString())) or True)
    assert [manual.contents.item(row).text() for row in range(manual.contents.count())] == ["Uno", "L'altro, «due»"]
    manual.contents.itemActivated.emit(manual.contents.item(1))
    assert manual.place == "L'altro, «due»"
    for address in ("#uno", "https://example.it/", "file:///etc/passwd", "relay.md"):
        manual.pages.anchorClicked.emit(QUrl(address))
    assert manual.place == "Uno"
    assert opened == ["https://example.it/"]
    manual.search.setText("Ancora")
    manual.find_next()
    assert manual.pages.textCursor().selectedText() == "Ancora"
    assert manual._found.isHidden(), "nothing stands between the button and the edge"
    manual.search.setText("non c'è")
    manual.find_next()
    assert (manual._found.text(), manual._found.isHidden()) == ("Non trovato", False)


def test_the_button_that_empties_the_search_has_a_name(manual: ManualWindow) -> None:
    [button] = manual.search.findChildren(QToolButton)
    assert button.accessibleName() == "Svuota il campo"


def test_a_manual_that_did_not_travel_along(look: Look, tmp_path: Path, qtbot: QtBot) -> None:
    made = ManualWindow(look, tmp_path / "nowhere.md")
    qtbot.addWidget(made)
    assert "Il manuale non c'è" in made.pages.toPlainText()
    assert not made.go_to("oggi")


def test_code_is_no_heading_and_the_list_of_contents_is_left_out(tmp_path: Path) -> None:
    text = "# A\n\n- [B](#b)\n\n```\n# c\n```\n\n## B"
    assert [one.text for one in headings(text)] == ["A", "B"]
    assert "(#b)" not in for_reading(text, tmp_path)
