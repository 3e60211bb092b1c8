# SPDX-License-Identifier: EUPL-1.2
"""A dialog that is as high as what it says needs, and never larger than the screen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from comunecast_gui.ui.widgets.look import ScrolledPart, begin_at_top, bring_into_view, tab_stops
from comunecast_gui.ui.widgets.screen_room import room_for
from comunecast_gui.ui.widgets.work_bar import WorkBar

_LEFT, _TOP, _RIGHT, _BOTTOM = 24, 22, 24, 20
_AROUND = 12
"""Pixels that stay visible above and below what has the focus."""


class FittingDialog(QDialog):
    """What is in :attr:`column` scrolls where the screen is too low for it; the foot with the buttons stays in sight.

    It opens at its top. What gets the focus later is scrolled to; where nothing takes it, the keys that scroll work.

    Qt makes a dialog at most two thirds of the screen high at first, and does not enlarge it for what is said later:
    on a small screen, or with large text, it would cut the words.
    """

    def __init__(self, width: int, parent: QWidget | None) -> None:
        """``width`` in pixels is the least, as far as the screen has that much."""
        super().__init__(parent)
        self.setMinimumWidth(min(width, room_for(self).width()))
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(_LEFT, _TOP, _RIGHT, _BOTTOM)
        self._outer.setSpacing(12)
        self._area = ScrolledPart()
        self.waiting = False
        """Whether it has to hear how something ended, and to say so to its window: it stays open until then."""
        self._waking = False
        self._begun: QWidget | None = None
        self._inner = QWidget()
        self._inner.setObjectName("scrolled")
        self.column = QVBoxLayout(self._inner)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self._inner.installEventFilter(self)
        self._area.setWidget(self._inner)
        self._outer.addWidget(self._area, 1)
        self._area.verticalScrollBar().rangeChanged.connect(lambda: self._on_range())
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def reject(self) -> None:
        """Closes it; work that is under way in it is stopped first, and what became of it is said before that.

        Where that would be said on a page that is not in front, it closes by itself once the work has stopped.
        """
        if self.waiting:
            return
        busy = [bar for bar in self.findChildren(WorkBar) if bar.stopped_first()]
        for bar in busy:
            page = bar.parentWidget()
            if page is not None and not page.isVisible():
                bar.idle.connect(self._on_idle, Qt.ConnectionType.UniqueConnection)
        if not busy:
            super().reject()

    @Slot()
    def _on_idle(self) -> None:
        if not any(bar.would_lose for bar in self.findChildren(WorkBar)):
            self.reject()

    def begin_with(self, width: int, height: int) -> None:
        """Opens with this size in pixels, as far as the screen has that much."""
        room = room_for(self).size()
        self.resize(min(width, room.width()), min(height, room.height()))

    def set_foot(self, buttons: QLayout, *said: QWidget) -> None:
        """Puts the buttons under what scrolls, and above them what the dialog says of the last thing asked for."""
        for one in said:
            self._outer.addWidget(one)
        self._outer.addLayout(buttons)

    def open_at_top(self) -> None:
        """Shows the top once what was changed has its place, with the focus where it can be seen.

        What has it further down, and would be worked on unseen, gets it back with the next Tab.
        """
        QTimer.singleShot(0, self, self._go_to_top)

    def _go_to_top(self) -> None:
        self._area.verticalScrollBar().setValue(0)
        self._begun = first = self.focusWidget()
        if first is not None and self._inner.isAncestorOf(first):
            begin_at_top(first)

    def event(self, event: QEvent) -> bool:
        """Something else is said in the foot: the dialog may have to grow."""
        if event.type() is QEvent.Type.WindowActivate:
            self._waking = True  # until the focus is where it was
            QTimer.singleShot(0, self, self._on_awake)
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest and self.isVisible():
            self._grow()
        return done

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Something else is said in what scrolls: the dialog may have to grow."""
        done = super().eventFilter(watched, event)
        if event.type() is QEvent.Type.LayoutRequest and self.isVisible():
            self._grow()
        return done

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        self._area.setAccessibleName(self.windowTitle())
        if not self.testAttribute(Qt.WidgetAttribute.WA_Resized):  # Qt guessed, as if its words stood in less room
            self.resize(self.width(), self.minimumHeight())
        self._fit()
        super().showEvent(event)
        self._let_scroll()
        self.open_at_top()

    def _on_awake(self) -> None:
        self._waking = False
        if not self._area.verticalScrollBar().value():
            self._go_to_top()  # Qt chose by now what has the focus, where nobody did

    def _on_range(self) -> None:
        self._let_scroll()
        if self._begun is not None and self._begun is self.focusWidget() and not self._area.verticalScrollBar().value():
            self.open_at_top()  # what came meanwhile may have moved out of sight what has the focus
        QTimer.singleShot(0, self, self._drop_needless_bar)  # not amid Qt's own reckoning of the bar

    def _drop_needless_bar(self) -> None:
        """Words that break into one more line only because of the bar would keep it for good, and be cut by it."""
        whole = self._area.maximumViewportSize()
        needed = max(_height_of(self.column, whole.width()), self._inner.minimumSizeHint().height())
        if self._area.verticalScrollBar().maximum() > 0 and needed <= whole.height():
            self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter presses the button that has the focus: Qt would press the dialog's main one in its place, or none."""
        if (focused := pressed_by_enter(self, event)) is not None:
            focused.click()
        else:
            super().keyPressEvent(event)

    def _let_scroll(self) -> None:
        """The keys that scroll work where nothing inside takes the focus, and only if there is more to see."""
        alone = self._area.verticalScrollBar().maximum() > 0 and (self._area.keeps or not tab_stops(self._inner))
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus if alone else Qt.FocusPolicy.NoFocus)
        if not alone and self._area.hasFocus():  # it had it before the dialog grew
            self.focusNextChild()

    def _on_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        within = before is not None and isValid(before) and self.isAncestorOf(before)
        if now is not None and (within or not self._waking) and self._inner.isAncestorOf(now):
            bring_into_view(now, _AROUND)

    def _grow(self) -> None:
        """Grows to what is needed, and moves up and left where it would reach beyond the screen then."""
        if not self._fit():
            return
        room, place = room_for(self), self.geometry()
        left = min(max(place.right() - room.right(), 0), max(place.left() - room.left(), 0))
        up = min(max(place.bottom() - room.bottom(), 0), max(place.top() - room.top(), 0))
        if left or up:
            self.move(self.pos() - QPoint(left, up))

    def _fit(self) -> bool:
        """Grows to what is needed where it is; returns whether it had to."""
        room = room_for(self)
        bar = self._area.verticalScrollBar().sizeHint().width()
        least = self._inner.minimumSizeHint().width() + bar + _LEFT + _RIGHT
        width = max(self.width(), min(least, room.width()))
        rest = _height_of(self._outer, width) - self._area.sizeHint().height()
        wanted = min(_height_of(self.column, width - _LEFT - _RIGHT) + rest, room.height())
        if width <= self.width() and wanted <= self.height():
            return False
        self.resize(width, max(wanted, self.height()))
        return True


def pressed_by_enter(window: QWidget, event: QKeyEvent) -> QPushButton | None:
    """The button that has the focus of the window, if this is one press of Enter alone."""
    focused = window.focusWidget()
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and not event.isAutoRepeat()
    return focused if enter and plain and isinstance(focused, QPushButton) else None


def _height_of(layout: QVBoxLayout, width: int) -> int:
    return layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
