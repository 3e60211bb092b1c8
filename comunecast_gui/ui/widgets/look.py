# SPDX-License-Identifier: EUPL-1.2
"""Makes the small widgets of every page (buttons, labels, banners), so that they look and speak alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from html import escape
from pathlib import Path

from PySide6 import QtGui
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, SignalInstance
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QIcon,
    QKeyEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import delete, isValid

from comunecast_gui.ui.theme.icons import Icons
from comunecast_gui.ui.theme.theme import Theme
from comunecast_gui.ui.widgets.flow_layout import FlowLayout

_SWEEP_LEAST = 200
_LONG_WORD = 24
"""Signs; longer than any word of a sentence."""
_LEAST_WORDS = 320
"""Width in pixels at normal text size that the words of a banner have beside its buttons."""
_TARGET = 24
"""Height in pixels of which so much has to be seen of what has the focus."""
_LINE = 800
"""Width in pixels at normal text size, about a hundred letters, beyond which a sentence goes on in the next line."""
_AROUND = 12
"""Pixels that stay visible above and below what gets the focus."""
_UNDER_WORDS = 33
"""Pixels at normal text size from the left of a choice to its words."""
_ONLY_LENT = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
"""Why the focus goes when it comes back by itself."""
_SIDE, _SIGN, _APART = 28, 18, 4
"""In pixels at normal text size, of a button in a line: the button, its sign, and what is left around it."""
_NESTED = 8
"""So many layouts are in each other at the most, from a row of a card to the window."""
_TONES = {
    "info": ("it-info-circle", "accent"),
    "success": ("it-check-circle", "success"),
    "warning": ("it-warning-circle", "warning"),
    "error": ("it-error", "error"),
    "hint": ("it-info-circle", "muted"),
}


@contextmanager
def look_of(app: QApplication, resources: Path) -> Iterator[Look]:
    """The look of the program; its theme goes at the end, or would go on dressing what comes after it."""
    look = Look(Theme(app, resources), Icons(resources / "icons"))
    try:
        yield look
    finally:
        delete(look.theme)


class Look(QObject):
    """The theme and the icons, and the pieces made from them; icons are tinted again when the theme changes."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme)
        self.theme = theme
        self.icons = icons
        self._tinted: list[tuple[QWidget, Callable[[], None]]] = []
        self._sweep_at = _SWEEP_LEAST
        theme.changed.connect(self._tint_again)

    def button(self, text: str, kind: str = "", icon: str = "", parent: QWidget | None = None) -> QPushButton:
        """A push button; ``kind`` is primary, danger, quiet, link or empty."""
        button = QPushButton(text, parent)
        button.setProperty("kind", kind)
        button.setAutoDefault(False)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        if icon:
            self.put_icon(button, icon)
        return button

    def set_kind(self, button: QPushButton, kind: str) -> None:
        """Makes a button another kind of those that :meth:`button` knows, with its icon in the colour of that."""
        if button.property("kind") == kind:
            return
        set_role(button, "kind", kind)
        for widget, tint in self._tinted:
            if widget is button:
                tint()

    def icon_button(self, icon: str, name: str, parent: QWidget | None = None) -> QPushButton:
        """A quiet button with only an icon; ``name`` is its accessible name and tool tip."""
        button = self.button("", "quiet", icon, parent)
        button.setAccessibleName(name)
        set_tip(button, name)
        return button

    @property
    def watched(self) -> int:
        """How many widgets are tinted again at a change of theme."""
        return len(self._tinted)

    def put_icon(self, button: QAbstractButton, icon: str, tone: str = "") -> None:
        """Gives a button an icon in a named colour of the theme; without a name in that of its words."""

        def tint() -> None:
            kind = button.property("kind")
            colour = tone or {"primary": "on_accent", "danger": "error"}.get(str(kind), "accent")
            size = self.theme.px(20)
            made = self.icons.icon(icon, getattr(self.theme.colours, colour), size)
            made.addPixmap(self.icons.pixmap(icon, self.theme.colours.muted, size), QIcon.Mode.Disabled)
            if colour == "on_accent":  # Qt's mode of a button that has the focus, which is filled in another colour
                focused = self.icons.pixmap(icon, self.theme.colours.on_focused_fill, size)
                made.addPixmap(focused, QIcon.Mode.Active)
            button.setIcon(made)
            button.setIconSize(QSize(size, size))

        self._keep(button, tint)

    def icon_label(self, icon: str, tone: str, size: int = 22, parent: QWidget | None = None) -> QLabel:
        """An icon as a label, in a named colour of the theme; it says nothing by itself."""
        made = label(wrap=False, parent=parent)
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

        def tint() -> None:
            made.setPixmap(self.icons.pixmap(icon, getattr(self.theme.colours, tone), self.theme.px(size)))

        self._keep(made, tint)
        return made

    def sign(self, name: str) -> QPixmap:
        """A small icon before words in a table."""
        return self.icons.pixmap(name, self.theme.colours.accent, self.theme.px(18))

    def on_theme(self, widget: QWidget, call: Callable[[], None]) -> None:
        """Calls ``call`` now and at each change of theme, as long as ``widget`` lives."""
        self._keep(widget, call)

    def _keep(self, widget: QWidget, tint: Callable[[], None]) -> None:
        tint()
        self._tinted.append((widget, tint))
        if len(self._tinted) > self._sweep_at:
            self._sweep()

    def _sweep(self) -> None:
        """Lets go of widgets that are gone: a form that is typed in makes and drops icons all day."""
        self._tinted = [(widget, tint) for widget, tint in self._tinted if isValid(widget)]
        self._sweep_at = 2 * len(self._tinted) + _SWEEP_LEAST

    def _tint_again(self) -> None:
        self._sweep()
        self.icons.forget()
        for _, tint in self._tinted:
            tint()


def label(text: str = "", role: str = "", *, wrap: bool = True, parent: QWidget | None = None) -> QLabel:
    """A plain-text label; ``role`` is section, strong, small, muted, figure, error, warning, success or hint."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    return made


def breakable(text: str | Path) -> str:
    """An address or a path that may go on in the next line: otherwise it would make the whole page wider."""
    text = str(text)
    for sign in ("/", "\\", "_", "-", "@", "."):
        text = text.replace(sign, f"{sign}\N{ZERO WIDTH SPACE}")
    return text


def with_breakable(text: str) -> str:
    """A text in which paths and addresses may go on in the next line, and days and short words may not."""
    return " ".join(breakable(word) if len(word) > _LONG_WORD else word for word in text.split(" "))


def button_row(*buttons: QPushButton) -> FlowLayout:
    """The buttons at the foot of a dialog, on the right; in several lines where one is too narrow."""
    row = FlowLayout(side=Qt.AlignmentFlag.AlignRight)
    for button in buttons:
        row.addWidget(button)
    return row


def buddy_label(text: str, field: QWidget, role: str = "strong") -> QLabel:
    """The label of a field: its mnemonic (``&Name``) moves the focus there, and its text is the accessible name."""
    made = label(text, role)
    made.setBuddy(field)
    field.setAccessibleName(text.replace("&", ""))
    return made


class _InOneLine(QLabel):
    """Words that ask for one line, and break only where there is less room than that."""

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        width = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text()).width() + 2
        return QSize(width, self.heightForWidth(width))


def beside(text: str, field: QWidget) -> QWidget:
    """A field beside its label, or below it where they have not room in one line: in a foot, height is dear.

    Its mnemonic moves the focus to the field.
    """
    words = _InOneLine(text)
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.setWordWrap(True)
    words.setProperty("role", "strong")
    words.setBuddy(field)
    box = QWidget()
    flow = FlowLayout(box, gap=12)
    flow.addWidget(words)
    flow.addWidget(field)
    return box


class FieldButton(QToolButton):
    """A button at the end of a line: it empties the line, or opens a calendar, and grows with the text.

    Qt's own is drawn in 16 pixels at every text size, and is too narrow to be hit (WCAG 2.2, 2.5.8).
    """

    def __init__(self, look: Look, field: QLineEdit, icon: str, name: str) -> None:
        """``name`` is what a screen reader says and the tool tip shows."""
        super().__init__(field)
        self._look, self._field = look, field
        self.setObjectName("inField")
        self.setAccessibleName(name)
        set_tip(self, name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.put_icon(self, icon)
        look.on_theme(self, self._dress)
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutDirectionChange):
            self._place()
        return super().eventFilter(watched, event)

    def _dress(self) -> None:
        px = self._look.theme.px
        self.setIconSize(QSize(px(_SIGN), px(_SIGN)))
        self.setFixedSize(px(_SIDE), px(_SIDE))
        self._place()

    def _place(self) -> None:
        field, gap = self._field, self._look.theme.px(_APART)
        leftward = field.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = gap if leftward else field.width() - self.width() - gap
        self.move(x, (field.height() - self.height()) // 2)
        room = self.width()
        field.setTextMargins(room if leftward else 0, 0, 0 if leftward else room, 0)


def clearable(look: Look, field: QLineEdit) -> None:
    """Gives a line the button that empties it, there while something is written."""
    button = FieldButton(look, field, "it-close", QCoreApplication.translate("Words", "Empty the field"))
    button.clicked.connect(field.clear)
    field.textChanged.connect(lambda text: button.setVisible(bool(text)))
    button.setVisible(bool(field.text()))


def tip_text(text: str) -> str:
    """The tool tip that shows ``text`` as it is.

    Qt reads a tool tip that looks like HTML as HTML, and loads its pictures; such a text is escaped.
    """
    if not QtGui.Qt.mightBeRichText(text):
        return text
    return f"<p style='white-space: pre-wrap'>{escape(text, quote=True)}</p>"


def set_tip(widget: QWidget, text: str) -> None:
    """Gives a widget a plain-text tool tip."""
    widget.setToolTip(tip_text(text))


def show_tip(widget: QWidget, at: QPoint, text: str) -> None:
    """Shows a plain-text tool tip at a position of the screen."""
    QToolTip.showText(at, tip_text(text), widget)


def set_role(widget: QWidget, name: str, value: str) -> None:
    """Sets a property that the style sheet looks at, and has it looked at again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def card(parent: QWidget | None = None) -> tuple[QFrame, QVBoxLayout]:
    """A white surface with a thin edge, and its layout."""
    frame = QFrame(parent)
    frame.setObjectName("card")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(20, 18, 20, 18)
    layout.setSpacing(10)
    return frame, layout


def rule(parent: QWidget | None = None) -> QFrame:
    """A thin line between two parts."""
    line = QFrame(parent)
    line.setObjectName("rule")
    line.setFixedHeight(1)
    return line


def page_header(title: str, subtitle: str) -> tuple[QWidget, FlowLayout]:
    """A page's title and one sentence under it; the layout takes buttons at the right."""
    header = QWidget()
    words = QVBoxLayout(header)
    words.setContentsMargins(0, 0, 0, 0)
    words.setSpacing(2)
    row = QHBoxLayout()
    heading = label(title)
    heading.setObjectName("title")
    row.addWidget(heading, 1)
    buttons = FlowLayout(side=Qt.AlignmentFlag.AlignRight)
    row.addLayout(buttons)
    under = label(subtitle)
    under.setObjectName("subtitle")
    words.addLayout(row)
    words.addWidget(under)
    return header, buttons


def back_header(look: Look, title: str, back_to: str, back: SignalInstance) -> QHBoxLayout:
    """An arrow that leads back, spoken as ``back_to``, and beside it the title of a page within another."""
    head = QHBoxLayout()
    arrow = look.icon_button("it-arrow-left", back_to)
    arrow.clicked.connect(back)
    heading = label(title)
    heading.setObjectName("title")
    head.addWidget(arrow)
    head.addWidget(heading, 1)
    return head


def choice_note(look: Look, text: str) -> QLabel:
    """What a choice means, in small letters under the words of its button or box."""
    note = label(text, "small")
    note.setContentsMargins(look.theme.px(_UNDER_WORDS), 0, 0, 0)
    return note


def scrolling(
    page: QWidget, name: str, margins: tuple[int, int, int, int], *, for_reading: bool = False
) -> QVBoxLayout:
    """The layout of a page that scrolls where the window is lower than what the page needs at its text size.

    ``for_reading``: the keys that scroll work too, because nothing else on the page may take the focus there.
    """
    area = ScrolledPart()
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus if for_reading else Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(name)
    inner = QWidget()
    inner.setObjectName("scrolled")
    area.setWidget(inner)
    outer = QVBoxLayout(page)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(area)
    column = QVBoxLayout(inner)
    column.setContentsMargins(*margins)
    return column


def bring_into_view(widget: QWidget, margin: int = 0) -> None:
    """Scrolls every area that ``widget`` is in, the innermost first; ``margin`` is the height left around it."""
    area = widget.parentWidget()
    while area is not None:
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(widget, 0, margin)
        area = area.parentWidget()


class ScrolledPart(QScrollArea):
    """What scrolls in a page or dialog; it keeps the focus for what is further down while its top is read.

    The keys that scroll work then, and the Tab key, or a letter where that is a field, goes on to what it is kept for.
    """

    def __init__(self) -> None:
        super().__init__()
        self._kept_for: QWidget | None = None
        self._usual = Qt.FocusPolicy.NoFocus
        self._held: QWidget | None = None
        """What had the focus in sight when the height shrank, until a person scrolls."""
        self.verticalScrollBar().rangeChanged.connect(lambda *_: self._hold())
        self.verticalScrollBar().actionTriggered.connect(lambda _: self._let_go())
        self.setWidgetResizable(True)
        self.setFocusPolicy(self._usual)

    @property
    def keeps(self) -> bool:
        """Whether it has the focus for something further down."""
        return self._kept_for is not None

    def keep_focus_for(self, widget: QWidget) -> None:
        if not self.keeps:
            self._usual = self.focusPolicy()
        self._kept_for = widget
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        field, letters = self._waiting(), event.text().strip()
        if letters and letters.isprintable() and isinstance(field, QLineEdit | QPlainTextEdit):
            self._hand_on(field)
            QApplication.sendEvent(field, event)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's
        if forward and (waiting := self._waiting()) is not None:
            self._hand_on(waiting)
            return True
        return super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        set_role(self.verticalScrollBar(), "held", "yes")

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        set_role(self.verticalScrollBar(), "held", "no")
        if self.keeps and event.reason() not in _ONLY_LENT:
            self._kept_for = None
            self.setFocusPolicy(self._usual)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """What has the focus stays in sight where a message or a strip comes and takes some of the height."""
        if event.size().height() < event.oldSize().height():
            self._held = self._focus_seen(event.oldSize()) or self._held
        super().resizeEvent(event)
        self._hold()

    def _hold(self) -> None:
        """What is held is brought back into sight, also where what is around it gets its place in several rounds."""
        held = self._held
        if held is not None and isValid(held) and held is self.window().focusWidget():
            QTimer.singleShot(0, held, partial(self._keep_in_sight, held))
        else:
            self._let_go()

    def _let_go(self) -> None:
        self._held = None

    def _focus_seen(self, size: QSize) -> QWidget | None:
        """What has the focus, if it is seen in this size of the part."""
        focused, inner = self.window().focusWidget(), self.widget()
        if focused is None or inner is None or not inner.isAncestorOf(focused):
            return None
        place = QRect(focused.mapTo(inner, QPoint()), focused.size())
        seen = QRect(QPoint(0, self.verticalScrollBar().value()), size).intersected(place)
        return focused if seen.height() >= min(place.height(), _TARGET) else None

    def _keep_in_sight(self, focused: QWidget) -> None:
        if focused is self._held and not _in_sight(focused):
            bring_into_view(focused, _AROUND)

    def _hand_on(self, widget: QWidget) -> None:
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        bring_into_view(widget, _AROUND)

    def _waiting(self) -> QWidget | None:
        """What the focus is kept for, if that can still take it."""
        kept = self._kept_for
        return kept if kept is not None and isValid(kept) and kept.isVisible() and kept.isEnabled() else None


def focus_at_top(page: QWidget, first: QWidget) -> None:
    """Gives ``first`` the focus now, and begins at the top once its page has its place, unless the focus moved on."""
    first.setFocus()
    QTimer.singleShot(0, first, lambda: begin_at_top(first) if page.focusWidget() is first else None)


def begin_at_top(first: QWidget, focus: Callable[[], object] | None = None) -> None:
    """Shows the top of all that ``first`` scrolls in, and gives it the focus, or does ``focus``, if it is seen there.

    In large text it may be further down, where nobody would see what they do: the part that scrolls keeps the focus
    for it then.
    """
    lay_out()
    areas, parent = [], first.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.verticalScrollBar().setValue(0)
        if isinstance(parent, ScrolledPart):
            areas.append(parent)
        parent = parent.parentWidget()
    if areas and first.isVisible() and not _in_sight(first):
        areas[-1].keep_focus_for(first)
    else:
        (focus or first.setFocus)()


def _in_sight(widget: QWidget) -> bool:
    return widget.visibleRegion().boundingRect().height() >= min(widget.height(), _TARGET)


def lay_out() -> None:
    """Gives everything that was changed its place now.

    Qt hands a new height on from one layout to the next around it in one turn of the event loop each, and paints in
    between: rows that came late would be seen squashed for a moment.
    """
    for _ in range(_NESTED):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def tab_stops(root: QWidget) -> list[QWidget]:
    """The widgets inside ``root`` that the Tab key stops at, in the order in which they were made."""
    found: list[QWidget] = []
    for child in root.children():
        if not isinstance(child, QWidget) or child.isWindow():
            continue
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(child)
        else:
            found += tab_stops(child)
    return found


def announce(widget: QWidget, text: str) -> None:
    """Has a screen reader say ``text`` without moving the focus (WCAG 2.1, 4.1.3)."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def _readable(look: Look, words: QLabel, *, centred: bool = False) -> QHBoxLayout:
    """A row with these words alone, whose lines stay short enough to be read on a wide screen too."""
    row = QHBoxLayout()
    if centred:
        row.addStretch(1)
    row.addWidget(words, 1000)
    row.addStretch(1)
    look.on_theme(words, lambda: words.setMaximumWidth(look.theme.px(_LINE)))
    return row


class Banner(QFrame):
    """A message across the page with an icon, words and possibly buttons; the tone is never colour alone."""

    def __init__(self, look: Look, tone: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tone = "info" if tone == "hint" else tone
        self.setProperty("banner", self.tone)
        self._theme = look.theme
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(12)
        icon, colour = _TONES[tone]
        row.addWidget(look.icon_label(icon, colour), 0, Qt.AlignmentFlag.AlignVCenter)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(12)
        self._words = label(text)
        self._body.addLayout(_readable(look, self._words), 1)
        self._buttons = FlowLayout()
        self._body.addLayout(self._buttons)
        row.addLayout(self._body, 1)

    @property
    def text(self) -> str:
        return self._words.text()

    def set_text(self, text: str) -> None:
        self._words.setText(text)

    def add_button(self, button: QAbstractButton) -> None:
        self._buttons.addWidget(button)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """The buttons stand beside the words, or below them where the words would become a thin column."""
        room = self.width() - self._buttons.sizeHint().width()
        beside = not self._buttons.count() or room >= self._theme.px(_LEAST_WORDS)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._body.setDirection(across if beside else down)


class EmptyState(QWidget):
    """What a page says when there is nothing to show: why, and what to do."""

    def __init__(
        self,
        look: Look,
        icon: str,
        title: str,
        text: str,
        *buttons: QPushButton,
        tone: str = "muted",
    ) -> None:
        super().__init__()
        column = scrolling(self, title, (24, 9, 24, 9))
        column.setSpacing(10)
        column.addStretch(2)
        self._look = look
        self._icon = look.icon_label(icon, tone, 48)
        self._column = column
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        self._title = label(title, "section")
        self._text = label(text, "muted")
        for words in (self._title, self._text):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addLayout(_readable(look, words, centred=True))
        if buttons:
            column.addSpacing(6)
            row = FlowLayout(side=Qt.AlignmentFlag.AlignHCenter)
            for button in buttons:
                row.addWidget(button)
            column.addLayout(row)
        column.addStretch(3)

    @property
    def title(self) -> str:
        return self._title.text()

    @property
    def text(self) -> str:
        return self._text.text()

    def say(self, title: str, text: str) -> None:
        self._title.setText(title)
        self._text.setText(text)

    def set_icon(self, icon: str, tone: str) -> None:
        """Shows another icon."""
        fresh = self._look.icon_label(icon, tone, 48)
        self._column.replaceWidget(self._icon, fresh)
        self._column.setAlignment(fresh, Qt.AlignmentFlag.AlignHCenter)
        self._icon.hide()
        self._icon.deleteLater()
        self._icon = fresh
