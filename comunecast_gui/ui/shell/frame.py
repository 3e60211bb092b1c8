# SPDX-License-Identifier: EUPL-1.2
"""The layout of the window: training frame, navigation, banners above, page, progress below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QStackedWidget, QVBoxLayout, QWidget

from comunecast_gui.ui.shell.navigation import Navigation
from comunecast_gui.ui.shell.training_band import TrainingBand
from comunecast_gui.ui.widgets.look import Look, begin_at_top, label, tab_stops


class Frame(QFrame):
    """Everything below the menu bar; ``pages`` holds the pages, of which one shows: until they come, "opening"."""

    def __init__(self, look: Look, *, training: bool) -> None:
        super().__init__()
        self.setObjectName("training" if training else "plainFrame")
        self._rail = Navigation(look)
        self.nav = self._rail.nav
        self.pages = QStackedWidget()
        self.pages.setMinimumSize(1, 1)  # each page scrolls: those that are hidden must not ask for room
        self._opening = self._opening_page()
        self.pages.addWidget(self._opening)
        self._regions: tuple[QWidget, ...] = (self.nav, self.pages)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        if training:
            outer.addWidget(TrainingBand())
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(0)
        self._body.addWidget(self._rail)
        page = QWidget()
        page.setObjectName("page")
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.pages, 1)
        self._body.addWidget(page, 1)
        outer.addLayout(self._body, 1)

    def fill(self, office: str, pages: Sequence[QWidget], above: QWidget, *below: QWidget) -> None:
        """Puts the pages where it said "opening", with what stands ``above`` and ``below`` each of them."""
        self._rail.set_office(office)
        for page in pages:
            self.pages.addWidget(page)
        self.pages.removeWidget(self._opening)
        self._opening.deleteLater()
        self._column.insertWidget(0, above)
        for one in below:
            self._column.addWidget(one)
        self._regions = (self.nav, above, self.pages, *below)

    def arrange(self, *, narrow: bool) -> None:
        """Puts the navigation above the page, or beside it."""
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._body.setDirection(down if narrow else across)
        self._rail.arrange(narrow=narrow, room=self.width() - 2 * self.frameWidth())

    def focus_page(self) -> None:
        """The page gets the focus where it was before, or else its first thing that takes keys."""
        if page := self.pages.currentWidget():
            before = page.focusWidget()
            if before is not None and before.isVisible() and before.isEnabled():
                before.setFocus(Qt.FocusReason.ShortcutFocusReason)
            else:
                self._focus_in(page)

    def next_region(self) -> None:
        """Moves the focus round: navigation, messages above, page, progress below."""
        regions = [one for one in self._regions if one.isVisible()]
        focused = QApplication.focusWidget() or self.nav
        here = next((n for n, one in enumerate(regions) if one is focused or one.isAncestorOf(focused)), -1)
        region = regions[(here + 1) % len(regions)]
        if region is self.nav:
            self.nav.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._focus_in(region)

    def _focus_in(self, region: QWidget) -> None:
        stops = [stop for stop in tab_stops(region) if stop.isVisible() and stop.isEnabled()]
        first = stops[0] if stops else self.nav
        begin_at_top(first, lambda: first.setFocus(Qt.FocusReason.ShortcutFocusReason))

    def _opening_page(self) -> QWidget:
        words = label(self.tr("Opening ComuneCast…"), "muted", wrap=False)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return words
