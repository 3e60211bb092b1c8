# SPDX-License-Identifier: EUPL-1.2
"""The history page: the list of notices, one notice with its deliveries, the unknown outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from comunecast_gui.core.changes import Changed, ChangeKind
from comunecast_gui.core.periods import local, timezone_of
from comunecast_gui.core.setup.trial_record import Trial
from comunecast_gui.store.delivery.notices import NoticeFilter, NoticeRow
from comunecast_gui.ui.composer.editors.date_inputs import Today
from comunecast_gui.ui.history import history_papers
from comunecast_gui.ui.history.history_export import save
from comunecast_gui.ui.history.history_filters import HistoryFilters
from comunecast_gui.ui.history.history_model import DATE_COLUMN, NOTICE_COLUMN, OUTCOME_COLUMN, HistoryModel, OutcomeBar
from comunecast_gui.ui.history.history_papers import Speaker
from comunecast_gui.ui.history.notice_page import NoticePage
from comunecast_gui.ui.history.trials import Trials
from comunecast_gui.ui.history.unknown_outcomes import OFFERED_FOR, UnknownOutcomes
from comunecast_gui.ui.history.waiting_requests import WaitingRequests
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import HistoryServices, OfficeInfo, SecondPersonServices
from comunecast_gui.ui.widgets.line_table import LinesTable
from comunecast_gui.ui.widgets.look import Banner, EmptyState, Look, announce, begin_at_top, page_header, scrolling
from comunecast_gui.ui.widgets.work_bar import WorkBar

_PAGE = 200
_MOST_LINES = 9
"""More than any outcome needs, with all six parts in large text."""
_TABLE, _NOTHING_YET, _NOBODY_FOUND = range(3)
_REFRESH = 500
_MOST_TOUCHED = 2_000
"""Deliveries beyond which it is cheaper to count all that is shown."""


class HistoryPage(QWidget):
    """The list, one notice, or the desk of unknown outcomes."""

    write = Signal()
    """The officer wants to write a notice."""
    taken_back = Signal(object)
    """A :class:`Scheduled` was taken back, and is to be changed."""
    write_again = Signal(int)
    """The officer wants a new notice with the words of an earlier one."""
    mistake = Signal(int)
    """There is a mistake in a notice."""
    follow_up = Signal(int, str)
    """The officer wants to write a notice of a category that follows one."""

    def __init__(
        self,
        look: Look,
        ops: Ops,
        info: OfficeInfo,
        services: HistoryServices,
        parent: QWidget | None = None,
        *,
        second_person: SecondPersonServices | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._ops = ops
        self._info = info
        self._services = services
        self._zone = timezone_of(info.office)
        self._rows: list[NoticeRow] = []
        self._complete = True
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget(self)
        outer.addWidget(self._stack)
        self.waiting = WaitingRequests(look, ops, info, second_person)
        self._list = self._build_list()
        self._stack.addWidget(self._list)
        self.notice = NoticePage(look, ops, info, services, self._stack)
        self.notice.back.connect(self.show_list)
        self.notice.open_unknown.connect(self.open_unknown)
        self.notice.follow_up.connect(self.follow_up)
        self.notice.write_again.connect(self.write_again)
        self.notice.mistake.connect(self.mistake)
        self.notice.taken_back.connect(self.taken_back)
        self._stack.addWidget(self.notice)
        self.unknown = UnknownOutcomes(look, ops, info, services, self._stack)
        self.unknown.back.connect(self.show_list)
        self._stack.addWidget(self.unknown)
        self.trials = Trials(look, info)
        self.trials.back.connect(self.show_list)
        self._stack.addWidget(self.trials)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REFRESH)
        self._timer.timeout.connect(self._catch_up)
        self._touched: set[int] = set()
        self._all_stale = False
        ops.watch(self, self._on_changed, ChangeKind.DELIVERIES, ChangeKind.NOTICES)
        self.refresh()

    @property
    def empty(self) -> bool:
        """Whether the page says that nothing was sent yet."""
        return self._inner.currentIndex() == _NOTHING_YET

    @property
    def found_nothing(self) -> bool:
        """Whether the page says that no notice is as it is looked for."""
        return self._inner.currentIndex() == _NOBODY_FOUND

    @property
    def at_unknown(self) -> bool:
        """Whether the desk of unknown outcomes is in front."""
        return self._stack.currentWidget() is self.unknown

    def refresh(self) -> None:
        """Reads the newest notices again."""
        self._touched.clear()
        self._all_stale = False
        wanted = self._wanted()
        size = max(_PAGE, len(self._rows))
        call = partial(self._services.notices.latest, size, wanted=wanted)
        self._ops.query(self, call, lambda rows: self._on_rows(wanted, size, rows))
        self._look_for_unsettled()

    def _look_for_unsettled(self) -> None:
        """The way to the unknown outcomes is there while there are some, or one could be taken back."""
        self._ops.query(self, self._has_unsettled, self.unsettled.setVisible)
        if trials := self._services.trials:
            self._ops.query(self, trials, self._on_trials)

    def _has_unsettled(self) -> bool:
        notices = self._services.notices
        return bool(notices.count_unknown() or notices.reversible(self._info.clock.now() - OFFERED_FOR))

    def show_list(self) -> None:
        self._look_for_unsettled()
        self._stack.setCurrentWidget(self._list)
        begin_at_top(self.table)

    def step_back(self) -> None:
        """From a notice, or the unknown outcomes, to the list."""
        if self.isVisible() and self._stack.currentWidget() is not self._list:
            self.show_list()

    def open_notice(self, id: int) -> None:
        """Shows one notice with its deliveries."""
        self.notice.open(id)
        self._stack.setCurrentWidget(self.notice)
        self.notice.focus_first()

    def open_unknown(self) -> None:
        """Shows the deliveries of which nobody knows whether they arrived."""
        self.unknown.refresh()
        self._stack.setCurrentWidget(self.unknown)
        begin_at_top(self.unknown.table)

    def open_trials(self) -> None:
        """Shows what the set-up sent to the office's own phone."""
        self._stack.setCurrentWidget(self.trials)
        begin_at_top(self.trials.table)

    def _on_trials(self, found: Sequence[Trial]) -> None:
        self.trials.show_trials(found)
        self.tried.setVisible(bool(found))

    def _build_list(self) -> QWidget:
        page = QWidget(self._stack)
        column = scrolling(page, self.tr("History"), (28, 24, 28, 20))
        column.setSpacing(12)
        header, row = page_header(self.tr("History"), self.tr("What was sent, to how many people, and how it ended"))
        self._open = self._look.button(self.tr("&Open"), "primary", "it-arrow-right")
        self._open.clicked.connect(self._on_open)
        self.unsettled = self._look.button(self.tr("&Unknown outcomes"), "quiet", "it-help-circle")
        self.unsettled.clicked.connect(self.open_unknown)
        self.unsettled.hide()
        self._save = self._look.button(self.tr("Save the &list…"), "quiet", "it-download")
        self._save.clicked.connect(self._on_save)
        self._save.hide()
        self.tried = self._look.button(self.tr("&Trials"), "quiet", "it-horn")
        self.tried.clicked.connect(self.open_trials)
        self.tried.hide()
        row.addWidget(self.unsettled)
        row.addWidget(self.tried)
        row.addWidget(self._save)
        row.addWidget(self._open)
        column.addWidget(header)
        column.addWidget(self.waiting)
        today = Today(lambda: local(self._info.clock.now(), self._info.office), self._zone)
        self.filters = HistoryFilters(self._look, self._info.catalogue, today)
        self.filters.changed.connect(self._on_search)
        self.filters.hide()
        column.addWidget(self.filters)
        self._said = Banner(self._look, "info")
        self._said.hide()
        column.addWidget(self._said)
        self.bar = WorkBar(self._look, self._ops, self.tr("Saving the list…"))
        column.addWidget(self.bar)
        self._inner = QStackedWidget(page)
        headers = (self.tr("Date"), self.tr("Notice"), self.tr("Outcome"), self.tr("Channels"))
        self.model = HistoryModel(headers, draw=self._look.sign)
        self.model.setParent(self)
        self.table = LinesTable(self.tr("Notices"), self._look.theme.px(52))
        self.table.setModel(self.model)
        self.table.set_wrapping({DATE_COLUMN: 2, NOTICE_COLUMN: 2, OUTCOME_COLUMN: _MOST_LINES})
        self.table.setItemDelegateForColumn(OUTCOME_COLUMN, OutcomeBar(self._look))
        self.table.activated.connect(self._on_open)
        self.table.selectionModel().selectionChanged.connect(self._on_selection)
        self._look.on_theme(self.table, self._measure)
        self._inner.addWidget(self.table)
        write = self._look.button(self.tr("&Write a notice"), "primary", "it-pencil")
        write.clicked.connect(self.write)
        self._inner.addWidget(
            EmptyState(
                self._look,
                "it-clock",
                self.tr("Nothing was sent yet"),
                self.tr("Every notice you send appears here, with what happened for each person."),
                write,
            )
        )
        self._inner.addWidget(
            EmptyState(
                self._look, "it-search", self.tr("No notice like that"), self.tr("Try fewer words, or another period.")
            )
        )
        column.addWidget(self._inner, 1)
        self._more = self._look.button(self.tr("Show &older notices"), "quiet")
        self._more.clicked.connect(self._on_more)
        self._more.hide()
        column.addWidget(self._more)
        self._on_selection()
        return page

    def _measure(self) -> None:
        px = self._look.theme.px
        self.table.set_row_height(px(52))
        self.table.set_widths(
            (px(156), px(240), px(326), px(170)),
            stretch=1,
            drop=3,
            narrow=(px(110), px(210), px(300), px(170)),
            grow=(OUTCOME_COLUMN, px(420)),
        )

    def _wanted(self) -> NoticeFilter:
        """What is looked for; counted from the beginning of the day, so that the same search stays the same."""
        now = self._info.clock.now().astimezone(self._zone)
        return self.filters.wanted(now.replace(hour=0, minute=0, second=0, microsecond=0))

    def _on_search(self) -> None:
        self._rows = []
        self._said.hide()
        self.refresh()

    def _on_save(self) -> None:
        dialog = QFileDialog(self, self.tr("Save the list"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Table (*.csv)"), self.tr("Document to read and print (*.pdf)")])
        dialog.setDefaultSuffix("csv")
        dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix("pdf" if "pdf" in kind else "csv"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_list)
        dialog.open()

    def save_list(self, path: Path | str) -> None:
        """Saves every notice that is looked for, not only those on the screen."""
        headers = (
            self.tr("Date"),
            self.tr("Subject"),
            self.tr("Notice"),
            self.tr("Zones"),
            self.tr("Channel"),
            self.tr("Outcome"),
        )
        file = Path(path)
        self._said.hide()
        info, notices = self._info, self._services.notices
        if file.suffix.lower() == ".pdf":
            now, language = info.clock.now(), info.screen_language
            speaker = Speaker(info.office, info.catalogue, info.channel_titles, now, language)
            said = [self.tr("Notices of {office}").format(office=info.office.name), self.filters.said]
            title = " · ".join(filter(None, [*said, self.filters.search.text().strip()]))
            paper = partial(history_papers.save_list, file, speaker, notices, self._wanted(), title)
            self.bar.run(paper, partial(self._on_saved, file), self._say, off=[self._save])
            return
        call = partial(save, file, headers, notices, self._wanted(), info.catalogue, self._zone, info.channel_titles)
        self.bar.run(call, partial(self._on_saved, file), self._say, off=[self._save])

    def _on_saved(self, file: Path, count: int) -> None:
        self._say(self.tr("%Ln notice(s) saved in {file}.", "", count).format(file=file.name))

    def _say(self, sentence: str) -> None:
        self._said.set_text(sentence)
        self._said.show()
        announce(self, sentence)

    @property
    def said(self) -> str:
        """What the page says of what was asked for last."""
        return self._said.text if self._said.isVisibleTo(self) else ""

    def _on_rows(self, wanted: NoticeFilter, size: int, rows: Sequence[NoticeRow]) -> None:
        if wanted != self._wanted():
            return  # something else is looked for meanwhile
        self._complete = len(rows) < size
        self._show(list(rows))

    def _on_more(self) -> None:
        before = self._rows[-1].id if self._rows else None
        wanted = self._wanted()
        call = partial(self._services.notices.latest, _PAGE, before, wanted=wanted)
        self._ops.query(self, call, lambda rows: self._on_older(wanted, rows))

    def _on_older(self, wanted: NoticeFilter, rows: Sequence[NoticeRow]) -> None:
        if wanted != self._wanted():
            return
        self._complete = len(rows) < _PAGE
        self._show([*self._rows, *rows])

    def _show(self, rows: list[NoticeRow]) -> None:
        self._rows = rows
        self.model.show_rows(rows, self._info.catalogue, self._zone, self._info.clock.now())
        self._more.setVisible(not self._complete)
        searched = self._wanted() != NoticeFilter()
        self._inner.setCurrentIndex(_TABLE if rows else _NOBODY_FOUND if searched else _NOTHING_YET)
        self.filters.setVisible(bool(rows) or searched)
        self._save.setVisible(bool(rows))
        self._open.setVisible(bool(rows))
        self._on_selection()

    def _on_changed(self, changed: Changed) -> None:
        """Only the notices that the changed deliveries belong to are counted again; by outcome others are found."""
        if changed.kind is ChangeKind.NOTICES or not changed.ids or self._wanted().states:
            self._all_stale = True
        else:
            self._touched.update(changed.ids)
        self._all_stale = self._all_stale or len(self._touched) > _MOST_TOUCHED
        self._wait()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """What changed while it was hidden is read now."""
        super().showEvent(event)
        if self._all_stale or self._touched:
            self._wait()

    def _wait(self) -> None:
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def _catch_up(self) -> None:
        if self._all_stale:
            self.refresh()
            return
        touched, self._touched = self._touched, set()
        self._look_for_unsettled()
        self._ops.query(self, partial(self._services.notices.of_deliveries, touched), self._on_some)

    def _on_some(self, rows: Sequence[NoticeRow]) -> None:
        news = {row.id: row for row in rows}
        self._rows = [news.get(row.id, row) for row in self._rows]
        self.model.show_rows(self._rows, self._info.catalogue, self._zone, self._info.clock.now())

    def _on_selection(self) -> None:
        self._open.setEnabled(self.table.current_line() is not None)

    def _on_open(self) -> None:
        if line := self.table.current_line():
            self.open_notice(abs(line.id))  # also of the line that tells of it by hand
