# SPDX-License-Identifier: EUPL-1.2
"""The layout of the window: training frame, navigation, banners above, page, progress below."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from comunecast_gui.core.work.long_work import LongWork, Reached
from comunecast_gui.ui.shell.navigation import Navigation
from comunecast_gui.ui.shell.training_band import TrainingBand
from comunecast_gui.ui.widgets.look import Look, announce, begin_at_top, label, tab_stops

_LOOK_MS = 200
_PATIENCE = 1.0
"""Seconds; what is done sooner needs no words."""
_SCALE = 100


class Frame(QFrame):
    """Everything below the menu bar; ``pages`` holds the pages, of which one shows: until they come, "opening"."""

    def __init__(self, look: Look, *, training: bool) -> None:
        super().__init__()
        self.setObjectName("training" if training else "plainFrame")
        self._rail = Navigation(look)
        self.nav = self._rail.nav
        self.pages = QStackedWidget()
        self.pages.setMinimumSize(1, 1)  # each page scrolls: those that are hidden must not ask for room
        self.opening = OpeningPage()
        self.pages.addWidget(self.opening)
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
        self.pages.removeWidget(self.opening)
        self.opening.deleteLater()
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


class OpeningPage(QWidget):
    """Stands where the pages will be until the office is open.

    An archive of a former version is brought up to date first: where that takes long it says so, and how far it is.
    """

    def __init__(self) -> None:
        super().__init__()
        self._work: LongWork | None = None
        self._since = 0.0
        self._title = label(self.tr("Opening ComuneCast…"), "muted")
        self._step = label("", "section")
        self._why = label("", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, _SCALE)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(12)
        column.addStretch(1)
        for part in (self._title, self._step, self._bar, self._why):
            column.addWidget(part)
        column.addStretch(1)
        for words in (self._title, self._step, self._why):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for later in (self._step, self._bar, self._why):
            later.hide()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look_again)

    @property
    def said(self) -> str:
        """What it says of an archive that is brought up to date; empty where it says nothing."""
        return f"{self._title.text()} {self._step.text()} {self._why.text()}" if self._step.isVisibleTo(self) else ""

    def watch(self, work: LongWork) -> None:
        """From now on says how far ``work`` is, once that takes more than a second."""
        self._work = work
        self._timer.start()

    def show_reached(self, reached: Reached) -> None:
        """Says how far it is; the first time also to a screen reader."""
        if reached.stage == "copying":
            step = self.tr("First a copy of it is made")
        else:
            step = self.tr("Step {number} of {total}")
            step = step.format(number=min(reached.done + 1, reached.total), total=reached.total)
        self._step.setText(step)
        self._bar.setValue(int(_SCALE * (reached.share or 0.0)))
        if self._step.isHidden():
            self._title.setText(self.tr("The archive is brought up to date for this version of ComuneCast"))
            self._why.setText(
                self.tr(
                    "It happens once, and may take some minutes where there are many people and notices. If it is "
                    "interrupted nothing is lost: the archive stays as it was, and the next start begins again."
                )
            )
            self._bar.setAccessibleName(self._title.text())
            for part in (self._step, self._bar, self._why):
                part.show()
            announce(self, self.said)

    def _look_again(self) -> None:
        if self._work is None or not self._work.reached.stage:
            return
        self._since = self._since or time.monotonic()
        if time.monotonic() - self._since >= _PATIENCE:
            self.show_reached(self._work.reached)
