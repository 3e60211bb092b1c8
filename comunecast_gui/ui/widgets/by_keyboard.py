# SPDX-License-Identifier: EUPL-1.2
"""Keeps who works by keyboard or by ear in their place: at the button they pressed, at the field that was refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from comunecast_gui.core.errors import UserError
from comunecast_gui.ui.widgets.look import announce, set_role, tab_stops

T = TypeVar("T")
_FAULT = "fault"
"""The property of a field that holds what was last said to be wrong with it."""


def let_rest(*buttons: QWidget) -> None:
    """Switches buttons off while what they began is under way.

    Qt would hand the focus to whatever comes next, and a second press of Enter would do something else. Here nothing
    has it meanwhile, and the button takes it back when it is switched on, if the person has not gone on by then.
    """
    for button in buttons:
        if button.isEnabled() and button.window().focusWidget() is button:
            button.clearFocus()
            button.installEventFilter(_ComesBack(button))
        button.setEnabled(False)


class _ComesBack(QObject):
    """Gives the focus back to its button once that may be pressed again."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.EnabledChange and isinstance(watched, QWidget) and watched.isEnabled():
            watched.removeEventFilter(self)
            self.deleteLater()
            if watched.window().focusWidget() is None:
                watched.setFocus()
        return False


def in_reading_order(around: QWidget, stops: Sequence[QWidget] = ()) -> None:
    """Has the Tab key come to ``stops`` (default: all in ``around``) where ``around`` stands in its window.

    Qt puts what is made later at the end of the whole window, wherever it stands.
    """
    stops = stops or tab_stops(around)
    inside = {around, *stops}
    before = around.previousInFocusChain()
    while before is not None and before not in inside and not before.focusPolicy() & Qt.FocusPolicy.TabFocus:
        before = before.previousInFocusChain()
    for one, other in pairwise((*(() if before is None or before in inside else (before,)), *stops)):
        QWidget.setTabOrder(one, other)


@contextmanager
def focus_kept(around: QWidget) -> Iterator[None]:
    """While what is in ``around`` is built anew: the focus goes to what is called the same then, or stands there.

    The Tab key comes to it in reading order.
    """
    stops, focused = _stops(around), around.window().focusWidget()
    place = next((number for number, one in enumerate(stops) if one is focused), None)
    called = _name(focused) if focused is not None else ""
    yield
    in_reading_order(around)
    fresh = _stops(around)
    if place is None:
        return
    if fresh:
        next((one for one in fresh if _name(one) == called), fresh[min(place, len(fresh) - 1)]).setFocus()
    elif (focused := around.window().focusWidget()) is None or around.isAncestorOf(focused):
        around.window().focusNextChild()


def _stops(around: QWidget) -> list[QWidget]:
    return [one for one in tab_stops(around) if one.isVisibleTo(around) and one.isEnabled()]


def _name(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def noting(call: Callable[[], T], refusals: list[UserError]) -> Callable[[], T]:
    """``call``, which runs on a thread and leaves in ``refusals`` what a person can mend."""

    def run() -> T:
        try:
            return call()
        except UserError as error:
            refusals.append(error)
            raise

    return run


def tell_fault(field: QWidget, sentence: str) -> None:
    """Marks a field as wrong, and has a screen reader read why with it; an empty sentence takes that back.

    What was said goes by itself when something else is written or chosen there.
    """
    before = str(field.property(_FAULT) or "")
    own = field.accessibleDescription().removeprefix(before).strip()
    if field.property(_FAULT) is None:
        if isinstance(field, (QLineEdit, QPlainTextEdit)):
            field.textChanged.connect(lambda: tell_fault(field, ""))
        elif isinstance(field, QComboBox):
            field.currentIndexChanged.connect(lambda: tell_fault(field, ""))
    field.setProperty(_FAULT, sentence)
    field.setAccessibleDescription(" ".join(filter(None, (sentence, own))))
    set_role(field, "problem", "error" if sentence else "")


def tell_change(around: QWidget, before: Mapping[str, str], now: Mapping[str, str], mended: str) -> None:
    """Announces errors that come, and with ``mended`` that the last is gone, while a person writes in ``around``.

    ``before`` and ``now`` are the sentences by what tells one error from the other; each is said once.
    """
    focused = QApplication.focusWidget()
    if before.keys() == now.keys() or focused is None or not around.isAncestorOf(focused):
        return
    fresh = [sentence for error, sentence in now.items() if error not in before]
    if fresh or not now:
        announce(around, ". ".join(fresh) or mended)
