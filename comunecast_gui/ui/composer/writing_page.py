# SPDX-License-Identifier: EUPL-1.2
"""The layout of the writing page: title, form, previews beside it or behind a tab, channels and the button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from comunecast_gui.core.model import ChannelKind, kind_of
from comunecast_gui.core.notice.checks.check import Mend, Problem, Severity
from comunecast_gui.core.periods import local
from comunecast_gui.ui.composer.editors.attachment_editor import Prepare, prepare_now
from comunecast_gui.ui.composer.form import ComposerForm
from comunecast_gui.ui.composer.side_panel import Side
from comunecast_gui.ui.composer.zone_picker import ZonePicker
from comunecast_gui.ui.runtime.window_services import OfficeInfo
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import (
    Banner,
    Look,
    announce,
    bring_into_view,
    label,
    lay_out,
    scrolling,
    set_role,
    set_tip,
)
from comunecast_gui.ui.widgets.still_fields import Tabs

_LEAST_HEAD = 560
"""Width in pixels at normal text size in which the title has room beside its buttons."""
_TWO_COLUMNS = 980
"""Width in pixels at normal text size from which form and previews stand side by side."""
_LEAST_FORM = 80
"""Height in pixels at normal text size below which the page scrolls rather than the form in it."""
_LEAST_PAGE = 440, 280
"""Width and height in pixels at normal text size below which the channels scroll with the page."""
_LOW = 420
"""Height in pixels at normal text size below which title and tabs scroll away with the form."""
_TEXT, _PREVIEW = 0, 1
_AT_EDGE, _BETWEEN = 28, 12
"""What is left free before the previews, in pixels: at the edge of the page, and beside the form."""
_TITLE_SIGN = 28
_APART = 16
"""Pixels between two channels."""
ZONES = "zones"
"""The place of a problem with the zones, which are no field of the category."""


class WritingPage(QWidget):
    """The widgets of the page; what they mean is the composer's."""

    changed = Signal()
    """The form, the zones or the channels have changed."""
    example_wanted = Signal()
    other_wanted = Signal()
    later_wanted = Signal()
    """It shall go out at an hour that is still to be chosen."""
    morning_wanted = Signal()
    """It shall go out the next morning."""
    stop_wanted = Signal()
    """Back to writing, while the services or a person are asked about the notice."""

    def __init__(
        self, look: Look, info: OfficeInfo, prepare: Prepare = prepare_now, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._info = info
        self.locked = False
        """Whether a notice is asked about: what is written cannot be changed meanwhile."""
        self._standing: list[str] = []
        """How the notice stands, the gravest first; empty before it was first looked at."""
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        page = QWidget()
        outer.addWidget(page, 1)
        column = scrolling(page, self.tr("The notice"), (0, 0, 0, 0))
        column.setSpacing(0)
        column.addWidget(self._head())
        self._followed = Banner(look, "info")
        self._followed.hide()
        holder = QVBoxLayout()
        holder.setContentsMargins(28, 0, 24, 4)
        holder.addWidget(self._followed)
        column.addLayout(holder)
        self._tabs = Tabs()
        self._tabs.addTab(self.tr("Text"))
        self._tabs.addTab(self.tr("Preview"))
        self._tabs.setAccessibleName(self.tr("What to show"))
        column.addWidget(self._tabs)
        columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        self.zones = ZonePicker(info.office.offer.zones)
        self.zones.changed.connect(self.changed)
        self.form = ComposerForm(look, info.office, prepare, lambda: local(info.clock.now(), info.office))
        self.form.changed.connect(self.changed)
        self.form.changed.connect(self.order_tabs)
        self._ordered: list[QWidget] = []
        self._form_area = _scrolled((self.zones, self.form), self.tr("The notice's fields"), (_AT_EDGE, 8, 16, 24))
        self.side = Side(look, info)
        self.side.chosen.connect(self.go_to_field)
        self.side.mended.connect(self._mend)
        self._side_area = _scrolled((self.side,), self.tr("Previews and problems"), (_BETWEEN, 8, 24, 24))
        columns.addWidget(self._form_area, 10)
        columns.addWidget(self._side_area, 13)
        column.addLayout(columns, 1)
        self._below = QVBoxLayout()
        self._below.setSpacing(0)
        column.addLayout(self._below)
        self._failure = Banner(look, "error")
        self._failure.hide()
        self._below.addWidget(self._failure)
        outer.addWidget(self._foot())  # outside of what scrolls: the button is always there
        self._tabs.currentChanged.connect(self._arrange)
        look.on_theme(self, self._arrange)

    def order_tabs(self) -> None:
        """Title, zones, form, previews, channels, button: the fields were made last and would come last."""
        stops = [*self.zones.tab_stops(), *self.form.tab_stops()]
        if stops == self._ordered:
            return
        self._ordered = stops
        for before, after in pairwise((self._other, *stops)):
            QWidget.setTabOrder(before, after)

    def scroll_to_top(self) -> None:
        """Shows the beginning of the form, with who receives the notice, and of the previews; the form, if not both."""
        self._tabs.setCurrentIndex(_TEXT)
        for area in (self._form_area, self._side_area):
            area.verticalScrollBar().setValue(0)

    def set_title(self, title: str, icon: str) -> None:
        """Shows the category's name with its drawn sign."""
        self._title.setText(title)
        self._icon = icon
        self._draw_icon()

    def _draw_icon(self) -> None:
        if not self._icon:
            return
        size = self._look.theme.px(_TITLE_SIGN)
        self._sign.setPixmap(self._look.icons.pixmap(self._icon, self._look.theme.colours.accent, size))

    @property
    def chosen(self) -> tuple[str, ...]:
        """The channels that are ticked."""
        return tuple(name for name, tick in self.channels.items() if tick.isChecked())

    def choose_channels(self, kinds: Sequence[ChannelKind]) -> None:
        """Ticks the channels of these kinds and no other."""
        for name, tick in self.channels.items():
            tick.setChecked(kind_of(name) in kinds)

    def own_problems(self) -> tuple[Problem, ...]:
        """What only the page knows: no channel ticked, no zone said, a file that cannot be sent."""
        found = []
        if not self.chosen:
            found.append(Problem("no_channel", "", Severity.ERROR, self.tr("Choose at least one channel.")))
        if self.zones.unsaid:
            text = self.tr("Tick at least one zone, or choose the whole town.")
            found.append(Problem("no_zone", ZONES, Severity.ERROR, text))
        for id, trouble in self.form.file_troubles().items():
            found.append(Problem(trouble.code, id, Severity.ERROR, self._info.sentences.of(trouble)))
        return tuple(found)

    def show_people(self, people: Mapping[str, int]) -> None:
        """Says beside each channel how many people it reaches, where that is known."""
        for name, tick in self.channels.items():
            title = labels.channel_title(name, self._info.channel_titles)
            count = people.get(name)
            tick.setText(title if count is None else f"{title} ({labels.number(count)})")
            spoken = "" if count is None else self.tr("{channel}, %Ln person(s)", "", count).format(channel=title)
            tick.setAccessibleName(spoken)
        self._arrange()

    def show_state(self, problems: Sequence[Problem]) -> None:
        """Says beside the button how much is still to be mended."""
        if self.locked:
            return
        errors = sum(problem.severity is Severity.ERROR for problem in problems)
        warnings = sum(problem.severity is Severity.WARNING for problem in problems)
        texts = []
        if errors:
            texts.append(self.tr("%n to correct", "", errors))
        if warnings:
            texts.append(self.tr("%n warning(s)", "", warnings))
        self._standing = texts or [self.tr("Ready to send")]
        self._arrange()
        set_role(self._state, "severity", "error" if errors else "warning" if warnings else "")

    @property
    def followed(self) -> str:
        """What the notice does to the one that it follows; empty where it follows none."""
        return self._followed.text if self._followed.isVisibleTo(self) else ""

    def show_told(self) -> None:
        """Says that the fields came from a foreign text, until the next notice begins."""
        self.show_followed(
            self.tr(
                "Filled in from the text that you pasted. Beside each field stand the words it came from: look at all "
                "of them. Nothing was sent."
            )
        )

    def show_followed(self, sentence: str) -> None:
        """Says what the notice does to the one that it follows; an empty sentence: it follows none."""
        if sentence and sentence != self._followed.text:
            announce(self, sentence)
        self._followed.set_text(sentence)
        self._followed.setVisible(bool(sentence))

    def offer_morning(self, words: str) -> None:
        """In the quiet hours: one press for the next morning; ``words`` say when that is, empty: it is not offered."""
        self.morning.setText(words)
        self._arrange()

    def lock(self) -> None:
        """Says that the services are being asked whether the notice can go out; nothing can be changed until then."""
        self.locked = True
        self._let_change(False)
        self._stop.show()
        self._stop.setFocus()
        self._state.setText(self.tr("A moment: looking whether it can go out…"))
        self._arrange()

    def show_queueing(self) -> None:
        """Says that a person agreed: now it cannot be taken back."""
        self._stop.hide()
        self._state.setText(self.tr("Getting ready to send…"))
        self._arrange()

    def unlock(self) -> None:
        """What is written can be changed again."""
        self.locked = False
        self._let_change(True)
        if self._stop.hasFocus():
            self.send.setFocus()
        self._stop.hide()
        self._arrange()

    def _let_change(self, free: bool) -> None:
        for widget in (
            self.zones,
            self.form,
            self._ticks,
            self._example,
            self._other,
            self.send,
            self.later,
            self.morning,
        ):
            widget.setEnabled(free)

    @property
    def failure(self) -> str:
        """The sentence of what went wrong last; empty while nothing is."""
        return self._failure.text if self._failure.isVisibleTo(self) else ""

    def show_failure(self, sentence: str) -> None:
        """Says what went wrong; an empty sentence takes it back."""
        self._failure.set_text(sentence)
        self._failure.setVisible(bool(sentence))
        if sentence:
            announce(self, sentence)
            QTimer.singleShot(0, self._failure, lambda: bring_into_view(self._failure))

    def go_to_problems(self) -> None:
        """Shows the list of problems."""
        self._show_tab(_PREVIEW)
        bring_into_view(self.side.problems, 40)
        self.side.problems.focus_first()

    def _show_tab(self, tab: int) -> None:
        """What is behind a tab gets its place at once: it may be scrolled to."""
        self._tabs.setCurrentIndex(tab)
        lay_out()

    def _mend(self, mend: Mend) -> None:
        self._show_tab(_TEXT)
        self.form.mend(mend)

    def go_to_field(self, id: str) -> None:
        """Shows a field, or the zones, and gives it the focus."""
        self._show_tab(_TEXT)
        if id == ZONES:
            bring_into_view(self.zones, 40)
            self.zones.focus_first()
        else:
            self.form.focus_field(id)

    def _head(self) -> QWidget:
        head = QWidget()
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight, head)
        self._top.setContentsMargins(28, 20, 28, 8)
        row = QHBoxLayout()
        self._sign = label("", wrap=False)
        self._icon = ""
        self._title: QLabel = label("")
        self._title.setObjectName("title")
        row.addWidget(self._sign)
        row.addWidget(self._title, 1)
        self._look.on_theme(self._sign, self._draw_icon)
        example = self._look.button(self.tr("Fill with the e&xample"), "quiet", "it-note")
        example.clicked.connect(self.example_wanted)
        other = self._look.button(self.tr("Change &subject"), "quiet", "it-exchange-circle")
        other.clicked.connect(self.other_wanted)
        buttons = FlowLayout(gap=8, side=Qt.AlignmentFlag.AlignRight)
        buttons.addWidget(example)
        buttons.addWidget(other)
        self._top.addLayout(row, 1)
        self._top.addLayout(buttons)
        self._example, self._other = example, other
        return head

    def _foot(self) -> QWidget:
        foot = QFrame()
        foot.setObjectName("lanes")
        self._bar = row = QHBoxLayout(foot)
        row.setContentsMargins(28, 12, 28, 12)
        row.setSpacing(16)
        self._ticks = QWidget()
        flow = FlowLayout(self._ticks, gap=_APART)
        policy = self._ticks.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)  # it wraps before a button beside it is cut
        self._ticks.setSizePolicy(policy)
        self.channels: dict[str, QCheckBox] = {}
        for name in self._info.channels:
            tick = QCheckBox(labels.channel_title(name, self._info.channel_titles))
            tick.toggled.connect(self.changed)
            self.channels[name] = tick
            flow.addWidget(tick)
        row.addWidget(self._ticks, 100)
        row.addStretch(1)
        self._state = self._look.button("", "quiet")
        self._state.clicked.connect(self.go_to_problems)
        row.addWidget(self._state)
        self._stop = self._look.button(self.tr("&Back to the text"))
        self._stop.clicked.connect(self.stop_wanted)
        self._stop.hide()
        row.addWidget(self._stop)
        self.morning = self._look.button("", "", "it-clock")
        self.morning.clicked.connect(self.morning_wanted)
        self.morning.hide()
        row.addWidget(self.morning)
        self.later = self._look.button("", "", "it-clock")
        self.later.clicked.connect(self.later_wanted)
        row.addWidget(self.later)
        self.send = self._look.button(self.tr("Se&nd…"), "primary", "it-arrow-right")
        set_tip(self.send, "Ctrl+Enter")
        row.addWidget(self.send)
        return foot

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        px = self._look.theme.px
        wide = self.width() >= px(_TWO_COLUMNS)
        self._tabs.setVisible(not wide)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._top.setDirection(across if self.width() >= px(_LEAST_HEAD) else down)
        self._place_hours(in_words=wide)
        roomy = self.width() >= px(_LEAST_PAGE[0]) and self.height() >= px(_LEAST_PAGE[1])
        if self._standing and not self.locked:  # the gravest alone where there is little room
            self._state.setText(" · ".join(self._standing if wide else self._standing[:1]))
            if self._bar_need() > self.width():
                self._state.setText(self._standing[0])
        in_bar = roomy and self._bar_need() <= self.width()
        if not wide:
            self._place_hours(in_words=True)
            self._place_hours(in_words=self._bar_need(in_line=True, channels=in_bar) <= self.width())
        self._place_channels(in_bar=in_bar)
        low = self.height() < px(_LOW)
        for area in (self._form_area, self._side_area):
            area.setMinimumHeight(0 if low else px(_LEAST_FORM))
            area.show_whole(low)
        self._form_area.setVisible(wide or self._tabs.currentIndex() == _TEXT)
        self._side_area.set_margins((_BETWEEN if wide else _AT_EDGE, 8, 24, 24))
        self._side_area.setVisible(wide or self._tabs.currentIndex() == _PREVIEW)

    def _place_hours(self, *, in_words: bool) -> None:
        """Sending later, in words or as the clock alone, and beside it in a wide window the next morning."""
        words = self.tr("Send &later…")
        self.later.setText(words if in_words else "")
        self.later.setAccessibleName(words.replace("&", ""))
        set_tip(self.later, "" if in_words else words.replace("&", ""))
        wide = self.width() >= self._look.theme.px(_TWO_COLUMNS)
        self.morning.setVisible(wide and bool(self.morning.text()))

    def _bar_need(self, *, in_line: bool = False, channels: bool = True) -> int:
        """Width in pixels in which the bar holds what it shows now, and the channels under each other or in a line."""
        found = (self._state, self._stop, self.morning, self.later, self.send)
        shown = [one.sizeHint().width() for one in found if not one.isHidden()]
        margins = self._bar.contentsMargins()
        ticks = [tick.sizeHint().width() for tick in self.channels.values()] if channels else []
        across = sum(ticks) + _APART * max(len(ticks) - 1, 0) if in_line else max(ticks, default=0)
        return across + sum(shown) + len(shown) * self._bar.spacing() + margins.left() + margins.right()

    def _place_channels(self, *, in_bar: bool) -> None:
        """Beside the button, or at the end of what scrolls, where the bar would take the page's room."""
        if in_bar == (self._bar.indexOf(self._ticks) >= 0):
            return
        focused = next((tick for tick in self.channels.values() if tick.hasFocus()), None)
        if in_bar:
            self._ticks.setContentsMargins(0, 0, 0, 0)
            self._bar.insertWidget(0, self._ticks, 100)
        else:
            self._ticks.setContentsMargins(28, 12, 28, 12)
            self._below.addWidget(self._ticks)
        if focused is not None:  # a widget that gets another parent loses it
            focused.setFocus()


class _Part(QScrollArea):
    """Form or previews: scrolls by itself, or is as high as its content where the page scrolls as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = False

    def show_whole(self, whole: bool) -> None:
        if whole is not self._whole:
            self._whole = whole
            self.updateGeometry()

    def set_margins(self, margins: tuple[int, int, int, int]) -> None:
        if (inner := self.widget()) is not None and (column := inner.layout()) is not None:
            column.setContentsMargins(*margins)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        least, inner = super().minimumSizeHint(), self.widget()
        if not self._whole or inner is None:
            return least
        width = self.viewport().width()
        high = inner.heightForWidth(width) if inner.hasHeightForWidth() else inner.sizeHint().height()
        return QSize(least.width(), max(least.height(), high))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self.minimumSizeHint() if self._whole else super().sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        if self._whole and event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Its content has another height now."""
        done = super().eventFilter(watched, event)
        if self._whole and event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return done


def _scrolled(widgets: Sequence[QWidget], name: str, margins: tuple[int, int, int, int]) -> _Part:
    area = _Part()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(name)
    inner = QWidget()
    inner.setObjectName("scrolled")
    column = QVBoxLayout(inner)
    column.setContentsMargins(*margins)
    column.setSpacing(18)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    area.setWidget(inner)
    return area
