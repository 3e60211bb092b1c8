# SPDX-License-Identifier: EUPL-1.2
"""Each entry of a menu has an access key of its own, in each language."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu
from pytestqt.qtbot import QtBot

from comunecast_gui.system import paths
from comunecast_gui.ui.runtime import i18n
from comunecast_gui.ui.shell.menus import MenuActions, Menus
from comunecast_gui.ui.widgets.look import Look

EVERYTHING = MenuActions(*[bool] * 10)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_no_two_entries_of_a_menu_share_an_access_key(
    look: Look, qapp: QApplication, qtbot: QtBot, language: str
) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    try:
        i18n.install(qapp, paths.resource("i18n"), language)
        Menus(window, look, lambda _: None).fill(EVERYTHING)
    finally:
        i18n.install(qapp, paths.resource("i18n"))
    menus = [window.menuBar(), *window.findChildren(QMenu)]
    entries = [[one.text() for one in menu.actions() if not one.isSeparator()] for menu in menus]
    assert sum(map(len, entries)) > 30
    keys = [Counter(key for text in texts for key in re.findall(r"&(\w)", text.lower())) for texts in entries]
    assert [len(texts) for texts in entries] == [found.total() for found in keys], "an entry without a key"
    assert [key for found in keys for key, count in found.items() if count > 1] == []
