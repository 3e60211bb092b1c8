# SPDX-License-Identifier: EUPL-1.2
"""The page where a notice is written: subject, form, live previews, and the way to sending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from comunecast_gui.core.categories import Category
from comunecast_gui.core.checks import CheckContext, Problem, Severity, blocking
from comunecast_gui.core.costs import estimate
from comunecast_gui.core.dispatch import Composed, compose
from comunecast_gui.core.errors import UserError
from comunecast_gui.core.model import ChannelKind, Draft, kind_of
from comunecast_gui.core.periods import local
from comunecast_gui.ui import words
from comunecast_gui.ui.chooser import Chooser, sign_of
from comunecast_gui.ui.composer_form import ComposerForm
from comunecast_gui.ui.composer_side import Side
from comunecast_gui.ui.confirm import ConfirmDialog, Summary
from comunecast_gui.ui.example import moved
from comunecast_gui.ui.flow import FlowLayout
from comunecast_gui.ui.look import Banner, EmptyState, Look, announce, label
from comunecast_gui.ui.ops import Ops

_DEBOUNCE = 150
_TWO_COLUMNS = 980
"""Width in pixels at normal text size from which form and previews stand side by side."""


class Composer(QWidget):
    """Writes and sends one notice after the other."""

    show_notice = Signal(int)
    """The officer wants to see a notice in the history."""

    def __init__(self, look: Look, ops: Ops, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._ops = ops
        self._parts = ops.parts
        self._context: CheckContext | None = None
        self._people: Mapping[str, int] = {}
        self._category: Category | None = None
        self._uuid = str(uuid4())
        self._follows: int | None = None
        self.queued_id: int | None = None
        """The notice that was queued last."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DEBOUNCE)
        self._timer.timeout.connect(self.refresh)

        self._stack = QStackedWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self.chooser = Chooser(look, self._parts.catalogue)
        self.chooser.setContentsMargins(28, 24, 28, 24)
        self.chooser.chosen.connect(self.choose)
        self._stack.addWidget(self.chooser)
        self._stack.addWidget(self._writing())
        self._stack.addWidget(self._sent())
        look.on_theme(self, self._arrange)
        ops.notices_changed.connect(self._read_context)
        ops.subscribers_changed.connect(self._read_people)
        self._read_context()
        self._read_people()

    # -- building -----------------------------------------------------------------------------------------------

    def _writing(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        self._tabs = QTabBar()
        self._tabs.addTab(self.tr("Text"))
        self._tabs.addTab(self.tr("Preview"))
        self._tabs.setAccessibleName(self.tr("What to show"))
        self._tabs.currentChanged.connect(self._arrange)
        column.addWidget(self._tabs)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(0)
        self.form = ComposerForm(self._look, self._parts)
        self.form.changed.connect(self._timer.start)
        self._form_area = _scrolled(self.form, self.tr("The notice's fields"), (28, 8, 16, 24))
        self.side = Side(self._look, self._parts)
        self.side.chosen.connect(self._go_to_field)
        self._side_area = _scrolled(self.side, self.tr("Previews and problems"), (12, 8, 24, 24))
        self._columns.addWidget(self._form_area, 10)
        self._columns.addWidget(self._side_area, 13)
        column.addLayout(self._columns, 1)
        column.addWidget(self._foot())
        return page

    def _head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(28, 20, 28, 8)
        self._title = label("")
        self._title.setObjectName("title")
        row.addWidget(self._title, 1)
        self._example = self._look.button(self.tr("Fill with the e&xample"), "quiet", "it-note")
        self._example.clicked.connect(self.fill_example)
        self._other = self._look.button(self.tr("Change &subject"), "quiet", "it-exchange-circle")
        self._other.clicked.connect(self.restart)
        row.addWidget(self._example)
        row.addWidget(self._other)
        return head

    def _foot(self) -> QWidget:
        foot = QFrame()
        foot.setObjectName("lanes")
        column = QVBoxLayout(foot)
        column.setContentsMargins(28, 12, 28, 12)
        self._failure = Banner(self._look, "error")
        self._failure.hide()
        column.addWidget(self._failure)
        row = QHBoxLayout()
        row.setSpacing(16)
        box = QWidget()
        flow = FlowLayout(box, gap=16)
        self.channels: dict[str, QCheckBox] = {}
        for name in self._parts.channels:
            tick = QCheckBox(words.channel_title(name, self._parts.channel_titles))
            tick.toggled.connect(self._timer.start)
            self.channels[name] = tick
            flow.addWidget(tick)
        row.addWidget(box, 1)
        self._state = self._look.button("", "quiet")
        self._state.clicked.connect(self._go_to_problems)
        row.addWidget(self._state)
        self.send = self._look.button(self.tr("S&end…"), "primary", "it-arrow-right")
        self.send.setToolTip("Ctrl+Enter")
        self.send.clicked.connect(self.ask)
        row.addWidget(self.send)
        column.addLayout(row)
        return foot

    def _sent(self) -> QWidget:
        self._again = self._look.button(self.tr("&Write another"), "primary", "it-pencil")
        self._again.clicked.connect(self.restart)
        self._see = self._look.button(self.tr("Open it in the &history"), "", "it-clock")
        self._see.clicked.connect(self._on_see)
        self._done = EmptyState(self._look, "it-check-circle", "", "", self._see, self._again, tone="success")
        return self._done

    # -- what a person does -------------------------------------------------------------------------------------

    def choose(self, id: str, follows: int | None = None) -> None:
        """Begins a notice of this category, which may follow an earlier one.

        What was written and not sent is kept: all of it for the same category, what fits for another.
        """
        if self.unsent and self._category and self._category.id == id and follows is None:
            self._stack.setCurrentIndex(1)
            return
        kept = self.form.touched_values() if self.unsent else {}
        self._category = self._parts.catalogue.get(id)
        self._follows = follows
        self._uuid = str(uuid4())
        self._title.setText(f"{sign_of(self._category)} {self._category.name}")
        streets = self._context.streets.names if self._context and self._context.streets else ()
        self.form.set_category(self._category, streets, self._now())
        self.form.keep(kept)
        for name, tick in self.channels.items():
            tick.setChecked(kind_of(name) in self._category.channels)
        self._failure.hide()
        self.send.setEnabled(True)
        self._stack.setCurrentIndex(1)
        self._arrange()
        self.refresh()
        self.form.focus_first()

    @property
    def ready(self) -> bool:
        """Whether what the checks compare with has been read."""
        return self._context is not None

    @property
    def failure(self) -> str:
        """The sentence of what went wrong last; empty while nothing is."""
        return self._failure.text if self._failure.isVisibleTo(self) else ""

    def discard(self) -> None:
        """Forgets what is written."""
        self._category = None
        self._stack.setCurrentIndex(0)

    @property
    def unsent(self) -> bool:
        """Whether something is written that was not queued."""
        return self._category is not None and bool(self.form.touched_values())

    def restart(self) -> None:
        """Back to the question what the notice is about; what is written is kept."""
        self.chooser.search.clear()
        self._stack.setCurrentIndex(0)
        self.chooser.search.setFocus()

    def fill_example(self) -> None:
        """The category's worked example, moved into the future."""
        if self._category:
            self.form.fill(moved(self._category.example, self._earliest()))
            self.refresh()

    def ask(self) -> None:
        """Opens the confirmation, or shows what forbids sending."""
        if not self.send.isEnabled() or self._stack.currentIndex() != 1:
            return
        self.form.touch_all()
        composed = self.refresh()
        if composed is None or composed.notice is None or self._own_problems():
            problems = [*self._own_problems(), *(composed.problems if composed else ())]
            errors = blocking(problems)
            announce(self, self.tr("%n error(s) to mend before sending", "", len(errors)))
            if errors and errors[0].field:
                self._go_to_field(errors[0].field)
            return
        self.send.setEnabled(False)
        self._ops.query(self, self._parts.audience, lambda people: self._confirm(composed, people), self._fail)

    # -- what follows -------------------------------------------------------------------------------------------

    def refresh(self) -> Composed | None:
        """Renders and checks what is in the form; returns it, None while there is no subject."""
        self._timer.stop()
        if self._category is None or self._context is None:
            return None
        at = self._parts.clock.now()
        try:
            composed = compose(
                self._parts.catalogue,
                self._draft(),
                self._parts.office,
                at,
                self._parts.channels,
                self._context,
                self._parts.language,
            )
        except UserError as error:
            self._failure.set_text(self._parts.sentences.of(error))
            self._failure.show()
            return None
        self._failure.hide()
        own = self._own_problems()
        if own:
            composed = replace(composed, notice=None)
        problems = (*own, *composed.problems)
        self.form.show_problems(problems)
        self.side.show_composed(
            composed, self.form.visible_problems(problems), self._now(), self._chosen(), self._context.templates
        )
        self._show_state(problems)
        return composed

    def _draft(self) -> Draft:
        return Draft(
            uuid=self._uuid,
            category=self._category.id if self._category else "",
            fields=self.form.values(),
            channels=self._chosen(),
            attachments=self.form.attachments(),
            follows=self._follows,
        )

    def _chosen(self) -> tuple[str, ...]:
        return tuple(name for name, tick in self.channels.items() if tick.isChecked())

    def _own_problems(self) -> list[Problem]:
        """What only the form knows: no channel ticked, a file that cannot be sent."""
        found = []
        if not self._chosen():
            found.append(Problem("no_channel", "", Severity.ERROR, self.tr("Choose at least one channel.")))
        for id, trouble in self.form.file_troubles().items():
            found.append(Problem(trouble.code, id, Severity.ERROR, self._parts.sentences.of(trouble)))
        return found

    def _show_state(self, problems: tuple[Problem, ...]) -> None:
        errors = sum(problem.severity is Severity.ERROR for problem in problems)
        warnings = sum(problem.severity is Severity.WARNING for problem in problems)
        texts = []
        if errors:
            texts.append(self.tr("%n to mend", "", errors))
        if warnings:
            texts.append(self.tr("%n warning(s)", "", warnings))
        self._state.setText(" · ".join(texts) if texts else self.tr("Ready to send"))

    def _confirm(self, composed: Composed, people: Mapping[str, int]) -> None:
        self._people = people
        self._show_people()
        dialog = ConfirmDialog(self._look, self._summary(composed, people), self)
        dialog.confirmed.connect(self._send)
        dialog.rejected.connect(self._let_send_again)
        dialog.open()

    def _summary(self, composed: Composed, people: Mapping[str, int]) -> Summary:
        notice, category = composed.notice, composed.category
        assert notice is not None  # noqa: S101 - ask() has seen to it
        whatsapp = sum(count for name, count in people.items() if kind_of(name) is ChannelKind.WHATSAPP)
        on_whatsapp = any(kind_of(name) is ChannelKind.WHATSAPP for name in composed.contents)
        cost = None
        if on_whatsapp:
            day = self._now().date()
            cost = estimate(self._parts.rates, category.whatsapp.price_category, notice.text, whatsapp, day)
        level = next((str(notice.fields.get(one.id, "")) for one in category.fields if one.type == "alert_level"), "")
        return Summary(
            title=notice.title,
            channels=tuple(composed.contents),
            titles=self._parts.channel_titles,
            people=people,
            per_second=self._parts.per_second,
            problems=composed.problems,
            estimate=cost,
            confirm_word=category.confirm_word.get(level, ""),
            training=self._parts.training,
        )

    def _send(self) -> None:
        self._state.setText(self.tr("Queueing…"))
        composed = self.refresh()
        if composed is None or composed.notice is None:
            self._fail(self.tr("Something changed while you were confirming: look at the problems and send again."))
            return
        notice = composed.notice
        self._ops.send(self, notice, lambda id: self._on_queued(id, notice.title), self._fail)

    def _on_queued(self, id: int, title: str) -> None:
        self.queued_id = id
        self._category = None
        text = self.tr("“{title}” is queued and goes out now. You can follow it below, or write another.")
        self._done.say(self.tr("Queued"), text.format(title=title))
        announce(self, self.tr("The notice is queued"))
        self._stack.setCurrentIndex(2)
        self._see.setFocus()

    def _fail(self, sentence: str) -> None:
        self._failure.set_text(sentence)
        self._failure.show()
        announce(self, sentence)
        self._let_send_again()

    def _let_send_again(self) -> None:
        self.send.setEnabled(True)

    def _on_see(self) -> None:
        if self.queued_id is not None:
            self.show_notice.emit(self.queued_id)

    def _go_to_problems(self) -> None:
        self._tabs.setCurrentIndex(1)
        self._side_area.ensureWidgetVisible(self.side.problems, 0, 40)
        self.side.problems.focus_first()

    def _go_to_field(self, id: str) -> None:
        self._tabs.setCurrentIndex(0)
        self.form.focus_field(id)

    # -- data and arrangement -----------------------------------------------------------------------------------

    def _read_context(self) -> None:
        self._ops.query(self, self._parts.context, self._on_context)

    def _on_context(self, context: Any) -> None:
        self._context = context
        if self._category:
            self.refresh()

    def _read_people(self) -> None:
        self._ops.query(self, self._parts.audience, self._on_people)

    def _on_people(self, people: Mapping[str, int]) -> None:
        self._people = people
        self._show_people()

    def _show_people(self) -> None:
        for name, tick in self.channels.items():
            title = words.channel_title(name, self._parts.channel_titles)
            count = self._people.get(name)
            tick.setText(title if count is None else f"{title} ({words.number(count)})")
            if count is not None:
                tick.setAccessibleName(self.tr("{channel}, %n person(s)", "", count).format(channel=title))

    def _now(self) -> datetime:
        return local(self._parts.clock.now(), self._parts.office)

    def _earliest(self) -> datetime:
        now = self._now()
        return now if self._category is None else now.replace(hour=0, minute=0) + _lead(self._category)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        wide = self.width() >= self._look.theme.px(_TWO_COLUMNS)
        self._tabs.setVisible(not wide)
        self._form_area.setVisible(wide or self._tabs.currentIndex() == 0)
        self._side_area.setVisible(wide or self._tabs.currentIndex() == 1)


def _lead(category: Category) -> timedelta:
    return timedelta(hours=max(category.lead_hours, 24) + 24)


def _scrolled(widget: QWidget, name: str, margins: tuple[int, int, int, int]) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(name)
    inner = QWidget()
    inner.setObjectName("scrolled")
    column = QVBoxLayout(inner)
    column.setContentsMargins(*margins)
    column.addWidget(widget)
    column.addStretch(1)
    area.setWidget(inner)
    return area
