# SPDX-License-Identifier: EUPL-1.2
"""The menu bar: every action is here too, with its shortcut, for who uses the keyboard or a screen reader."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit

from comunecast_gui.ui.look import Look
from comunecast_gui.ui.theme import SCALES, Scheme

if TYPE_CHECKING:
    from collections.abc import Callable

    from comunecast_gui.ui.main_window import MainWindow


def build_menus(window: MainWindow, look: Look) -> None:
    """Fills the window's menu bar."""
    tr = partial(QCoreApplication.translate, "Menus")
    bar = window.menuBar()
    file = bar.addMenu(tr("&File"))
    _add(file, tr("&New notice"), window.new_notice, "Ctrl+N")
    _add(file, tr("&Send…"), window.composer.ask)
    _add(file, tr("&Import subscribers…"), window.import_subscribers)
    file.addSeparator()
    _add(file, tr("&Quit"), window.close, "Ctrl+Q")
    edit = bar.addMenu(tr("&Edit"))
    for words, name, keys in (
        (tr("&Undo"), "undo", QKeySequence.StandardKey.Undo),
        (tr("&Redo"), "redo", QKeySequence.StandardKey.Redo),
        (tr("Cu&t"), "cut", QKeySequence.StandardKey.Cut),
        (tr("&Copy"), "copy", QKeySequence.StandardKey.Copy),
        (tr("&Paste"), "paste", QKeySequence.StandardKey.Paste),
    ):
        action = _add(edit, f"{words}\t{QKeySequence(keys).toString()}", partial(_in_focus, name))
        action.setAutoRepeat(False)
    view = bar.addMenu(tr("&View"))
    for number, words in enumerate((tr("&Write"), tr("&Subscribers"), tr("&History"))):
        _add(view, f"{words}\tCtrl+{number + 1}", partial(window.go_to, number))
    view.addSeparator()
    themes = view.addMenu(tr("&Colours"))
    group = QActionGroup(themes)
    for scheme, words in (
        (Scheme.SYSTEM, tr("&As in the system")),
        (Scheme.LIGHT, tr("&Light")),
        (Scheme.DARK, tr("&Dark")),
    ):
        action = _add(themes, words, partial(look.theme.set_scheme, scheme))
        action.setCheckable(True)
        action.setChecked(scheme is look.theme.scheme)
        group.addAction(action)
    sizes = view.addMenu(tr("&Text size"))
    _add(sizes, tr("&Larger"), partial(_step, look, 1), "Ctrl++")
    _add(sizes, tr("&Smaller"), partial(_step, look, -1), "Ctrl+-")
    _add(sizes, tr("&Normal"), partial(look.theme.set_scale, 100), "Ctrl+0")
    help = bar.addMenu(tr("&Help"))
    _add(help, tr("&About ComuneCast"), window.show_about, "F1")


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


def _step(look: Look, by: int) -> None:
    now = min(range(len(SCALES)), key=lambda index: abs(SCALES[index] - look.theme.scale))
    look.theme.set_scale(SCALES[min(max(now + by, 0), len(SCALES) - 1)])
