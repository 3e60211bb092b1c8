# SPDX-License-Identifier: EUPL-1.2
"""The menu bar: every action is here too, with its shortcut, for who uses the keyboard or a screen reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QMenu, QPlainTextEdit

from comunecast_gui.ui.theme.theme import SCALES, Scheme
from comunecast_gui.ui.widgets.look import Look


@dataclass(frozen=True, slots=True)
class MenuActions:
    """What the menus can start in an office that is open; an action that is None has no entry."""

    new_notice: Callable[[], object]
    send: Callable[[], object]
    import_subscribers: Callable[[], object]
    verify_consents: Callable[[], object]
    ask_for_keys: Callable[[], object] | None
    open_training: Callable[[], object] | None
    show_help: Callable[[], object]
    show_keys: Callable[[], object]
    begin_course: Callable[[], object]
    show_about: Callable[[], object]


class Menus(QObject):
    """A window's menu bar: what needs no office is there at once, the rest comes with :meth:`fill`."""

    def __init__(self, window: QMainWindow, look: Look, go_to: Callable[[str], object]) -> None:
        super().__init__(window)
        self._theme = look.theme
        bar = window.menuBar()
        self._file = bar.addMenu(self.tr("&File"))
        self._quit = _add(self._file, self.tr("&Quit"), window.close, "Ctrl+Q")
        self._edit(bar.addMenu(self.tr("&Edit")))
        self._view(bar.addMenu(self.tr("&View")), go_to)
        self._help = bar.addMenu(self.tr("&Help"))
        self._help.setEnabled(False)

    def fill(self, actions: MenuActions) -> None:
        """Adds what can be done in an office."""
        _add(self._file, self.tr("&New notice"), actions.new_notice, "Ctrl+N")
        _add(self._file, self.tr("&Send…"), actions.send)
        _add(self._file, self.tr("&Import subscribers…"), actions.import_subscribers)
        self._file.addSeparator()
        _add(self._file, self.tr("Verify the &register of consents"), actions.verify_consents)
        if actions.ask_for_keys:
            _add(self._file, self.tr("&Keys of the services…"), actions.ask_for_keys)
        if actions.open_training:
            _add(self._file, self.tr("Open the &training"), actions.open_training)
        self._file.addSeparator()
        self._file.addAction(self._quit)  # once more: it moves to the end
        _add(self._help, self.tr("&Manual, at this page"), actions.show_help, "F1")
        _add(self._help, self.tr("&Keys"), actions.show_keys)
        _add(self._help, self.tr("&Course of ten minutes"), actions.begin_course)
        self._help.addSeparator()
        _add(self._help, self.tr("&About ComuneCast"), actions.show_about)
        self._help.setEnabled(True)

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

    def _view(self, menu: QMenu, go_to: Callable[[str], object]) -> None:
        pages = (
            ("home", self.tr("T&oday")),
            ("composer", self.tr("&Write")),
            ("subscribers", self.tr("&Subscribers")),
            ("history", self.tr("&History")),
            ("statistics", self.tr("S&tatistics")),
            ("templates", self.tr("Te&mplates")),
            ("settings", self.tr("S&ettings")),
        )
        for number, (page, words) in enumerate(pages, 1):
            _add(menu, f"{words}\tCtrl+{number}", partial(go_to, page))
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
        sizes = menu.addMenu(self.tr("Text si&ze"))
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
