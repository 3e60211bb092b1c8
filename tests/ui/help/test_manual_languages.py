# SPDX-License-Identifier: EUPL-1.2
"""The manual in both languages: the same chapters, pictures and buttons, and F1 opens that of the window's language."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.system import paths
from comunecast_gui.tour.manual_pictures import FOLDERS, PICTURES
from comunecast_gui.ui.help.chapters import CHAPTERS, COURSE, KEYS, UNKNOWN
from comunecast_gui.ui.help.manual_text import Heading, anchor_of, headings
from comunecast_gui.ui.help.manual_window import ManualWindow
from comunecast_gui.ui.runtime import i18n
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.shell.main_window import PAGES
from comunecast_gui.ui.widgets.look import Look
from tests.ui.conftest import open_window

LANGUAGES = tuple(i18n.LANGUAGES)


def text_in(language: str) -> str:
    return paths.manual(language).read_text(encoding="utf-8")


def chapters_in(language: str) -> list[Heading]:
    return [one for one in headings(text_in(language)) if one.level == 2]


def outline(language: str) -> list[str]:
    """The lines that make the order of the manual: each heading's level, and each picture's file."""
    lines = re.findall(r"^(#{1,3}) |^!\[[^\]]+\]\(([^)]+)\)$", text_in(language), re.MULTILINE)
    return [level or picture.replace(FOLDERS[language], FOLDERS["it"]) for level, picture in lines]


def test_each_language_of_the_window_has_a_manual() -> None:
    assert set(paths.MANUALS) == set(LANGUAGES)
    assert all(paths.manual(language).is_file() for language in LANGUAGES)


def test_both_manuals_have_the_same_chapters_and_pictures_in_the_same_order() -> None:
    assert outline("en") == outline("it")
    assert len(chapters_in("it")) == len(chapters_in("en")) > 20
    assert outline("en").count("immagini/argomenti.png") == 1


def test_the_pictures_of_the_manuals_are_there() -> None:
    for language, folder in FOLDERS.items():
        shown = re.findall(rf"\]\({folder}/([a-z-]+)\.png\)", text_in(language))
        assert sorted(shown) == sorted(PICTURES)
        assert text_in(language).count(".png)") == len(PICTURES)
        kept = {file.stem for file in (paths.manual(language).parent / folder).glob("*.png")}
        assert kept == set(PICTURES)


def test_every_page_and_what_is_about_no_page_has_its_chapter_at_the_same_place_in_each_manual() -> None:
    assert set(CHAPTERS) == {*PAGES, COURSE, KEYS, UNKNOWN}
    for name, anchors in CHAPTERS.items():
        assert set(anchors) == set(LANGUAGES), name
        places = {[one.anchor for one in chapters_in(language)].index(anchors[language]) for language in LANGUAGES}
        assert len(places) == 1, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contents_name_each_chapter_and_the_links_lead_somewhere(language: str) -> None:
    text = text_in(language)
    anchors = [one.anchor for one in chapters_in(language)]
    assert re.findall(r"^- \[[^\]]*\]\(#([^)]*)\)$", text, re.MULTILINE) == anchors
    assert set(re.findall(r"\]\(#([^)]*)\)", text)) <= set(anchors)


def plain(words: str) -> str:
    """A button's text as the manual writes it: without its letter for the keyboard, and … for what varies."""
    words = re.sub(r"&(?=\w)", "", " ".join(words.split()))
    return re.sub(r"%L?n|\{\w+\}", "…", words).strip().rstrip(".:…").strip()


def marked(language: str) -> set[str]:
    """What the manual sets in bold or italic; among it is each button that it names."""
    return {plain(words) for words in re.findall(r"(?<!\*)\*{1,2}([^*]+?)\*{1,2}(?!\*)", text_in(language))}


def screen_texts(language: str) -> dict[str, set[str]]:
    """The texts of the window in this language, by the source strings that they stand for."""
    texts: dict[str, set[str]] = {}
    file = paths.resource("i18n", f"comunecast_{language}.ts")
    for message in ET.parse(file).getroot().iter("message"):  # noqa: S314 - our own file
        found = [one.text or "" for one in message.iter() if one.tag in {"translation", "numerusform"}]
        texts.setdefault(message.findtext("source", ""), set()).update(plain(one) for one in found if one.strip())
    return texts


def test_the_english_manual_names_each_button_that_the_italian_one_names_as_the_window_does() -> None:
    named, italian, english = marked("en"), screen_texts("it"), screen_texts("en")
    meant: dict[str, set[str]] = {}
    for source, texts in italian.items():
        for text in texts & marked("it"):
            meant.setdefault(text, set()).update(english.get(source, {plain(source)}))
    assert len(meant) > 60
    assert {text: wanted for text, wanted in meant.items() if not (wanted | {text}) & named} == {}


ELSEWHERE = {
    "Attiva", "Disattiva",  # what citizens write
    "ROSSA",  # the word that a person types
    "Telegram", "Approva", "Modifica messaggi", "Elimina messaggi",  # of Telegram: its buttons and rights
    "Approve", "Edit messages", "Delete messages",
    "PIN di sei cifre", "PIN of six digits",  # of Meta
    "3 non riusciti", "3 failed",  # a count
    "Non c'è niente da fare", "There is nothing to do",  # said with stress
}  # fmt: skip
"""What the manuals set in bold or italic with a capital letter, and that is no name of this window."""


def quoted(language: str) -> set[str]:
    """The buttons, menus, pages and subjects that the manual names.

    Words with a capital letter inside a sentence are names; a sentence of its own, a line that begins a paragraph and
    the first cell of a row are headings.
    """
    text, found = text_in(language), set(re.findall(r"[«“]([^»”]+…)[»”]", text_in(language)))
    for match in re.finditer(r"(?<!\*)\*{1,2}([^*]+?)\*{1,2}(?!\*)", text):
        begins = text[: match.start()].endswith(("\n", "\n- ", "| "))
        if not begins and not match[1][0].islower() and match[1].strip()[-1] not in ".?:":
            found.add(match[1])
    return {plain(words) for words in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_menu_and_subject_that_the_manual_names_is_on_a_screen(language: str) -> None:
    screens = set().union(*screen_texts(language).values())
    if language == "en":
        screens |= {plain(source) for source in screen_texts("it")}
    for category in Catalogue.load(paths.resource("categories")):
        screens |= {plain(words) for words in (category.name, category.group, *(one.label for one in category.fields))}
    screens |= {words.partition(":")[0] for words in screens}
    assert len(quoted(language)) > 100
    assert quoted(language) - screens - ELSEWHERE == set()


@pytest.fixture
def in_english(qapp: QApplication, look: Look) -> Iterator[None]:
    i18n.install(qapp, paths.resource("i18n"), "en")
    yield
    i18n.install(qapp, paths.resource("i18n"))


@pytest.mark.usefixtures("in_english")
def test_f1_opens_the_english_manual_in_an_english_window(
    look: Look, make_ops: Callable[[WindowServices], Ops], services: WindowServices, qtbot: QtBot
) -> None:
    english = replace(services, info=replace(services.info, screen_language="en"))
    window = open_window(look, make_ops(english), qtbot)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for page in PAGES:
        window.go_to(page)
        QTest.keyClick(window, Qt.Key.Key_F1)
        manual = window.findChild(ManualWindow)
        assert manual.isVisible()
        assert anchor_of(manual.place) == CHAPTERS[page]["en"]
        assert manual.contents.currentItem().text() == manual.place
        manual.close()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
    assert [manual.contents.item(row).text() for row in range(manual.contents.count())] == [
        one.text for one in chapters_in("en")
    ]
    window.show_help(KEYS)
    assert manual.place == "By keyboard"
    window.show_unknown()
    window.show_help()
    assert manual.place == "Unknown outcomes"
    manual.close()
