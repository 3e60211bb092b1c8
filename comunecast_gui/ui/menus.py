# SPDX-License-Identifier: EUPL-1.2
"""The menu bar: every action is here too, with its shortcut, for who uses the keyboard or a screen reader."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit

from comunecast_gui.ui.look import Look
from comunecast_gui.ui.theme import SCALES, Scheme

if TYPE_CHECKING:
    from comunecast_gui.ui.main_window import MainWindow


class Menus(QObject):
    """Fills a window's menu bar."""

    def __init__(self, window: MainWindow, look: Look) -> None:
        super().__init__(window)
        self._window = window
        self._theme = look.theme
        bar = window.menuBar()
        self._file(bar.addMenu(self.tr("&File")))
        self._edit(bar.addMenu(self.tr("&Edit")))
        self._view(bar.addMenu(self.tr("&View")))
        _add(bar.addMenu(self.tr("&Help")), self.tr("&About ComuneCast"), window.show_about, "F1")

    def _file(self, menu: QMenu) -> None:
        window = self._window
        _add(menu, self.tr("&New notice"), window.new_notice, "Ctrl+N")
        _add(menu, self.tr("&Send…"), window.composer.ask)
        _add(menu, self.tr("&Import subscribers…"), window.import_subscribers)
        menu.addSeparator()
        _add(menu, self.tr("Verify the &register of consents"), window.verify_consents)
        if window.ops.parts.secrets:
            _add(menu, self.tr("&Keys of the services…"), window.ask_for_keys)
        if train := window.ops.parts.open_training:
            _add(menu, self.tr("Open the &training"), train)
        menu.addSeparator()
        _add(menu, self.tr("&Quit"), window.close, "Ctrl+Q")

    def _edit(self, menu: QMenu) -> None:
        # The text widgets answer these keys themselves: here they are only shown.
        for words, name, keys in (
            (self.tr("&Undo"), "undo", QKeySequence.StandardKey.Undo),
            (self.tr("&Redo"), "redo", QKeySequence.StandardKey.Redo),
            (self.tr("Cu&t"), "cut", QKeySequence.StandardKey.Cut),
            (self.tr("&Copy"), "copy", QKeySequence.StandardKey.Copy),
            (self.tr("&Paste"), "paste", QKeySequence.StandardKey.Paste),
        ):
            _add(menu, f"{words}\t{QKeySequence(keys).toString()}", partial(_in_focus, name))

    def _view(self, menu: QMenu) -> None:
        pages = (
            self.tr("&Write"),
            self.tr("&Subscribers"),
            self.tr("&History"),
            self.tr("S&tatistics"),
            self.tr("S&ettings"),
        )
        for number, words in enumerate(pages):
            _add(menu, f"{words}\tCtrl+{number + 1}", partial(self._window.go_to, number))
        menu.addSeparator()
        colours = menu.addMenu(self.tr("&Colours"))
        group = QActionGroup(colours)
        for scheme, words in (
            (Scheme.SYSTEM, self.tr("&As in the system")),
            (Scheme.LIGHT, self.tr("&Light")),
            (Scheme.DARK, self.tr("&Dark")),
        ):
            action = _add(colours, words, partial(self._theme.set_scheme, scheme))
            action.setCheckable(True)
            action.setChecked(scheme is self._theme.scheme)
            group.addAction(action)
        sizes = menu.addMenu(self.tr("&Text size"))
        _add(sizes, self.tr("&Larger"), partial(self._step, 1), "Ctrl++")
        _add(sizes, self.tr("&Smaller"), partial(self._step, -1), "Ctrl+-")
        _add(sizes, self.tr("&Normal"), partial(self._theme.set_scale, 100), "Ctrl+0")

    def _step(self, by: int) -> None:
        now = min(range(len(SCALES)), key=lambda index: abs(SCALES[index] - self._theme.scale))
        self._theme.set_scale(SCALES[min(max(now + by, 0), len(SCALES) - 1)])


def _add(menu: QMenu, words: str, call: Callable[[], object], keys: str = "") -> QAction:
    action = QAction(words, menu)
    if keys:
        action.setShortcut(QKeySequence(keys))
    action.triggered.connect(lambda _=False: call())
    menu.addAction(action)
    return action


def _in_focus(name: str) -> None:
    widget = QApplication.focusWidget()
    if isinstance(widget, (QLineEdit, QPlainTextEdit)):
        getattr(widget, name)()
