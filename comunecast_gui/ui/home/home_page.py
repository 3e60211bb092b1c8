# SPDX-License-Identifier: EUPL-1.2
"""The page of today: what is open and needs a person, whether a notice would go out, the people and the month."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import QDate, QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from comunecast_gui.core.approval.overview import Shown
from comunecast_gui.core.bulletin.forecast import LEVELS
from comunecast_gui.core.bulletin.proposal import Step
from comunecast_gui.core.bulletin.zone_outlook import ZoneOutlook
from comunecast_gui.core.changes import Changed, ChangeKind
from comunecast_gui.core.model import kind_of
from comunecast_gui.core.periods import local, timezone_of
from comunecast_gui.core.report.outlook import ChannelOutlook, Mend, Prospect
from comunecast_gui.core.report.statistics import Reach
from comunecast_gui.core.report.today import MonthSoFar, OpenWork, Standing, StillOpen
from comunecast_gui.core.schedule.remembered import Ask
from comunecast_gui.core.work.long_work import UNWATCHED
from comunecast_gui.system.foreign_papers.paper_file import SUFFIXES
from comunecast_gui.ui.home import bulletin_words
from comunecast_gui.ui.home.bulletin_dialog import BulletinDialog
from comunecast_gui.ui.home.work_card import WorkCard, WorkLine
from comunecast_gui.ui.later.calendar_drop import CALENDARS
from comunecast_gui.ui.later.ended_questions import ended_question
from comunecast_gui.ui.runtime.drafts import KeptDraft
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import HomeServices, OfficeInfo
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.look import Look, announce, card, label, page_header, scrolling, set_tip

_SETTLE = 1_000
"""Milliseconds after a change until the page is read again."""
_HOUR = 3_600_000
"""Milliseconds between two looks at what changes by itself: whether a notice would go out, what is over, the day."""
_TWO_COLUMNS = 780
"""From this width at normal text size two cards stand beside each other."""
_MOST = 5
"""Lines of one kind; the others are counted in the last one, which leads to all of them."""
T = TypeVar("T")
_TONES = {Prospect.GOES: "success", Prospect.DOUBTFUL: "warning", Prospect.STOPPED: "error"}


class _Question(Generic[T]):
    """Asked in a thread, once at a time: who asks meanwhile, after a change, gets an answer that is newer than it."""

    def __init__(
        self,
        ops: Ops,
        page: QWidget,
        call: Callable[[], T] | None,
        ok: Callable[[T], None],
        failed: Callable[[str], None],
    ) -> None:
        self._ops = ops
        self._page = page
        self._call = call
        self._ok = ok
        self._failed = failed
        self.under_way = False
        self._once_more = False

    def ask(self) -> None:
        """Nothing happens without a ``call``."""
        if self._call is None:
            return
        if self.under_way:
            self._once_more = True
            return
        self.under_way = True
        self._ops.query(self._page, self._call, self._on_ok, self._on_failed)

    def _on_ok(self, value: T) -> None:
        self.under_way = False
        self._ok(value)
        self._go_on()

    def _on_failed(self, sentence: str) -> None:
        self.under_way = False
        self._failed(sentence)
        self._go_on()

    def _go_on(self) -> None:
        """After the older answer was shown: the newer one may be there at once."""
        if self._once_more:
            self._once_more = False
            self.ask()


class HomePage(QWidget):
    """Reads again whenever it comes into view, and in view every hour and when something changed."""

    write = Signal()
    """The officer wants to write a notice."""
    open_notice = Signal(int)
    """The officer wants to see a notice in the history; 0: the list of them."""
    open_unknown = Signal()
    """The officer wants to see the unknown outcomes."""
    follow_up = Signal(int, str)
    """The officer wants to write a notice of a category that follows one."""
    mistake = Signal(int)
    """There is a mistake in a notice that was sent lately."""
    draft_wanted = Signal(object)
    """The officer wants to go on with this :class:`KeptDraft`."""
    drafts_wanted = Signal()
    """The officer wants to see all drafts."""
    keys_wanted = Signal()
    """The officer wants to write the keys of the services."""
    settings_wanted = Signal()
    """The officer wants to see the settings, and what the examination says there."""
    bulletin_wanted = Signal(object)
    """The officer wants to write the notice that this :class:`ZoneOutlook` asks for."""
    paper_dropped = Signal(object)
    """A file that holds the text of a notice, and no bulletin, was dropped: its path."""
    table_dropped = Signal(object)
    """A table was dropped, a calendar or a bulletin: its path."""
    calendar_wanted = Signal(object, str)
    """The officer wants drafts of a calendar's days: its path, None for another file; and which one that replaces."""
    bulletin_read = Signal()
    """Another bulletin is in force."""

    def __init__(
        self, look: Look, ops: Ops, info: OfficeInfo, services: HomeServices, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._ops = ops
        self._info = info
        self._services = services
        self._open: OpenWork | None = None
        self._drafts: Sequence[KeptDraft] = ()
        self._requests: Sequence[Shown] = ()
        read = partial(self._read, services.work) if services.work else None
        self._reading = _Question(ops, self, read, self._on_work, ops.trouble.emit)
        self._counting = _Question(ops, self, services.standing, self._on_standing, ops.trouble.emit)
        """Apart: with many people the figures take longer than changes come in."""
        self._asking = _Question(ops, self, services.outlook, self._on_outlook, self._on_no_outlook)
        self._zone: ZoneOutlook | None = None
        self._no_bulletin = ""
        bulletin = services.bulletin
        self._looking = _Question(ops, self, bulletin.known if bulletin else None, self._on_bulletin, lambda _: None)
        fetch = partial(bulletin.fetch, UNWATCHED) if bulletin and bulletin.hourly and bulletin.fetch else None
        self._fetching = _Question(ops, self, fetch, self._on_fetched, self._on_not_fetched)
        column = scrolling(self, self.tr("Today"), (28, 24, 28, 20), for_reading=True)
        column.setSpacing(14)
        header, row = page_header(self.tr("Today"), self._day())
        [self._date] = header.findChildren(QLabel, "subtitle")
        self.write_button = look.button(self.tr("&Write a notice"), "primary", "it-pencil")
        self.write_button.clicked.connect(self.write)
        self.bulletin_button = look.button(self.tr("&Read the bulletin…"), "", "cc-cloud")
        self.bulletin_button.clicked.connect(lambda: self.open_bulletin())
        self.bulletin_button.setVisible(bulletin is not None)
        row.addWidget(self.bulletin_button)
        row.addWidget(self.write_button)
        self.setAcceptDrops(bulletin is not None)
        column.addWidget(header)
        self.work = WorkCard(look, self.tr("To do"), self.tr("Looking for what is open…"))
        self.outlook = WorkCard(look, self.tr("Will it go out?"), self.tr("Asking the services…"))
        self.again = look.button(self.tr("Check again"), "quiet", "it-refresh")
        self.again.clicked.connect(self.ask)
        self.outlook.head.addWidget(self.again)
        self._people_card, self._people = self._figures(self.tr("People reached"))
        self._month_card, self._month = self._figures(self.tr("This month"))
        self._grid = QGridLayout()
        self._grid.setSpacing(14)
        column.addLayout(self._grid)
        self._arrange()
        column.addStretch(1)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE)
        self._settle.timeout.connect(self.refresh)
        self._hourly = QTimer(self)
        self._hourly.setInterval(_HOUR)
        self._hourly.timeout.connect(self._on_hour)
        ops.watch(self, lambda _: self._later(), ChangeKind.SUBSCRIBERS, ChangeKind.NOTICES)
        ops.watch(self, self._on_deliveries, ChangeKind.DELIVERIES)
        look.on_theme(self, self._arrange)

    def start(self) -> None:
        """Asks the services for the first time, and again every hour."""
        self.ask()
        self._fetching.ask()
        self._hourly.start()

    def ask(self) -> None:
        """Asks whether a notice sent now would go out, off the UI thread."""
        self._asking.ask()
        self.again.setEnabled(not self._asking.under_way)

    def refresh(self) -> None:
        """Reads from the database what is open, and beside it the figures, off the UI thread."""
        self._date.setText(self._day())
        self._reading.ask()
        self._counting.ask()
        self._looking.ask()

    def _read(self, read: Callable[[], OpenWork]) -> tuple[OpenWork, Sequence[KeptDraft]]:
        drafts = self._services.drafts
        return read(), drafts.all() if drafts else ()

    def show_requests(self, found: Sequence[Shown]) -> None:
        """Shows what waits for the approval of the person signed in."""
        self._requests = found
        self._show_work()

    # -- what is open -------------------------------------------------------------------------------------------

    def _on_work(self, found: tuple[OpenWork, Sequence[KeptDraft]]) -> None:
        self._open, self._drafts = found
        self._show_work()

    def _on_bulletin(self, found: ZoneOutlook) -> None:
        self._zone = found
        self._show_work()

    def _on_fetched(self, found: ZoneOutlook) -> None:
        self._no_bulletin = ""
        self._on_bulletin(found)
        self.bulletin_read.emit()

    def _on_not_fetched(self, sentence: str) -> None:
        self._no_bulletin = sentence
        self._show_work()

    def open_bulletin(self, path: Path | None = None) -> BulletinDialog | None:
        """Opens the dialog about the bulletin, which reads the file at ``path`` at once."""
        services = self._services.bulletin
        if services is None:
            return None
        dialog = BulletinDialog(self._look, self._ops, self._info.office, services, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.read.connect(self._on_fetched)
        dialog.write.connect(self.bulletin_wanted)
        if path is None:
            dialog.look_up()
        else:
            dialog.read_file(path)
        dialog.open()
        return dialog

    def _on_standing(self, found: Standing) -> None:
        self._show_people(found.reach)
        self._show_month(found.month)

    def _show_work(self) -> None:
        found = self._open
        if found is None:
            return
        self.work.say_nothing(self.tr("Nothing waits for you."))
        self.work.show_lines(
            [
                *self._held(found),
                *self._bulletin(),
                *self._told(found),
                *self._first(self._waiting(), self._more_waiting),
                *self._unknown(found),
                *self._first(self._posts(found), self._more_posts),
                *self._first(self._unsent(found), self._more_unsent),
                *self._first(self._later_lines(found), self._more_later),
                *self._calendars(found),
                *self._first(self._running(found), self._more_running),
                *self._first(self._closing(found), self._more_running),
                *self._first(self._begun(), self._more_begun),
                *self._just_sent(found),
            ]
        )

    def _first(self, lines: Iterator[WorkLine], others: Callable[[int], WorkLine]) -> list[WorkLine]:
        """The lines of one kind; where there are too many, the first ones and a line that counts the ``others``."""
        found = list(lines)
        if len(found) <= _MOST:
            return found
        shown = found[: _MOST - 1]
        rest = replace(others(len(found) - len(shown)), button=self.tr("See all of them"))
        return [*shown, rest]

    def _bulletin(self) -> Iterator[WorkLine]:
        """What the bulletin in force says beyond the last notice."""
        if self._zone is not None and self._zone.asks and (proposal := self._zone.proposal):
            tone = "error" if proposal.level == LEVELS[-1] and proposal.step is not Step.OVER else "warning"
            detail = bulletin_words.told_so_far(proposal)
            press = partial(self.bulletin_wanted.emit, self._zone)
            words = bulletin_words.button_words(proposal).replace("&", "")
            yield WorkLine("bulletin", tone, bulletin_words.headline(proposal), detail, "", words, press)
        if self._no_bulletin:
            title, words = self.tr("The weather bulletin could not be fetched"), self.tr("Read the bulletin…")
            yield WorkLine("no-bulletin", "warning", title, self._no_bulletin, "", words, self.open_bulletin)

    def _told(self, found: OpenWork) -> Iterator[WorkLine]:
        """What was told and waits for an answer: each alert, and what should be over by now."""
        now = self._info.clock.now()
        for one in found.told:
            if one.asks(now):
                title, detail = self._asked_of(one)
                yield WorkLine(
                    f"{'alert' if one.alert else 'told'}-{one.notice}",
                    "error" if one.alert else "warning",
                    title,
                    detail,
                    button=self.tr("Call it off…") if one.alert else self.tr("It is over: tell them…"),
                    press=partial(self.follow_up.emit, one.notice, one.closing) if one.closing else None,
                    others=(
                        ("longer", self.tr("It goes on…"), partial(self.follow_up.emit, one.notice, one.longer)),
                        ("over", self.tr("It was over already, no message"), partial(self._declare_over, one.notice)),
                    ),
                )
            elif one.alert:
                until = self.tr("Until {moment}.").format(moment=self._moment(one.end)) if one.end else ""
                press = partial(self.open_notice.emit, one.notice)
                title = self._not_begun(one) or self.tr("Alert in force: {title}").format(title=one.title)
                yield WorkLine(f"alert-{one.notice}", "warning", title, until, "", self.tr("Look at it"), press)

    def _asked_of(self, one: StillOpen) -> tuple[str, str]:
        """The question about something whose end has come, and when that was."""
        if not one.is_ended(self._info.clock.now()) and one.promised:
            promised = self.tr("More news was promised: {title}").format(title=one.title)
            return promised, self.tr("It was promised for {moment}.").format(moment=self._moment(one.promised))
        moment = self._moment(one.end) if one.end else ""
        if one.alert:
            title = self.tr("Alert not called off: {title}").format(title=one.title)
            return title, self.tr("It ended on {moment}.").format(moment=moment)
        detail = self.tr("“{title}” was to end on {moment}.").format(title=one.title, moment=moment)
        return ended_question(one), detail

    def _under_way(self, one: StillOpen) -> str:
        return self._not_begun(one) or self.tr("Under way: {title}").format(title=one.title)

    def _not_begun(self, one: StillOpen) -> str:
        """When it begins; empty from then on. A begin at midnight was told as a day."""
        if one.begin is None or one.has_begun(self._info.clock.now()):
            return ""
        day = labels.local_day(local(one.begin, self._info.office), self._now())
        moment = day if self._is_midnight(one.begin) else self._spoken(one.begin)
        return self.tr("Begins on {moment}: {title}").format(moment=moment, title=one.title)

    def _running(self, found: OpenWork) -> Iterator[WorkLine]:
        """What was told and goes on until its hour."""
        now = self._info.clock.now()
        for one in found.told:
            if one.alert or one.closes or one.asks(now):
                continue
            title = self._under_way(one)
            if one.due:
                until = self.tr("Until {moment}.").format(moment=self._moment(one.end or one.due))
                press = partial(self.open_notice.emit, one.notice)
                yield WorkLine(f"told-{one.notice}", "info", title, until, "", self.tr("Look at it"), press)
            else:
                yield WorkLine(
                    f"told-{one.notice}",
                    "info",
                    title,
                    self.tr("No end was told: it stays here until you say that it is over."),
                    button=self.tr("It is over: tell them…"),
                    press=partial(self.follow_up.emit, one.notice, one.closing) if one.closing else None,
                    others=(
                        ("over", self.tr("It was over already, no message"), partial(self._declare_over, one.notice)),
                    ),
                )

    def _closing(self, found: OpenWork) -> Iterator[WorkLine]:
        """What was told of a day or a deadline: over at its end by itself."""
        for one in found.told:
            if one.closes and one.end:
                title = self._under_way(one)
                # The end of a whole day is told as that day.
                moment = self._moment(one.end - timedelta(minutes=1) if self._is_midnight(one.end) else one.end)
                text = self.tr("Until {moment}; then it closes by itself.").format(moment=moment)
                press = partial(self.open_notice.emit, one.notice)
                yield WorkLine(f"day-{one.notice}", "info", title, text, "", self.tr("Look at it"), press)

    def _more_running(self, count: int) -> WorkLine:
        text = self.tr("%n more notice(s) are not over.", "", count)
        return WorkLine("told", "info", text, press=self._open_history)

    def _declare_over(self, notice: int) -> None:
        if call := self._services.declare_over:
            self._ops.change(self, partial(call, notice), lambda _: self._on_declared(), ids=lambda _: (notice,))

    def _on_declared(self) -> None:
        announce(self, self.tr("Noted: it is over, and nobody gets a message."))
        self.refresh()

    def _held(self, found: OpenWork) -> Iterator[WorkLine]:
        """What did not go out at its hour: a person decides."""
        now = self._info.clock.now()
        for one in found.later:
            if because := one.held_because(now):
                title = self.tr("Did not go out: {title}").format(title=one.title)
                text = self.tr("It was to go out on {moment}: {because}.")
                why = self._info.sentences.of_held(because, one.held_detail)
                detail = text.format(moment=self._spoken(one.at), because=why)
                press = partial(self.open_notice.emit, one.notice)
                yield WorkLine(f"held-{one.notice}", "error", title, detail, "", self.tr("Look and decide"), press)

    def _later_lines(self, found: OpenWork) -> Iterator[WorkLine]:
        now = self._info.clock.now()
        for one in found.later:
            if not one.held_because(now):
                title = self.tr("Goes out on {moment}: {title}").format(moment=self._spoken(one.at), title=one.title)
                press = partial(self.open_notice.emit, one.notice)
                text = self.tr("Change it, move it or take it back there.")
                yield WorkLine(f"later-{one.notice}", "info", title, text, "", self.tr("Look at it"), press)

    def _calendars(self, found: OpenWork) -> Iterator[WorkLine]:
        """Calendars of which days are to be prepared, or that come to their end: nothing happens by itself."""
        today = self._now().date()
        for one in found.calendars:
            new = partial(self.calendar_wanted.emit, None, one.name)
            forget = "forget", self.tr("Do not ask any more"), partial(self._forget_calendar, one.name)
            key = f"calendar-{one.name}"
            if one.asks(today) is Ask.MORE and one.next_day is not None:
                title = self.tr("“{name}” goes on from {day}: prepare the drafts?")
                title = title.format(name=one.name, day=labels.day(one.next_day))
                words = self.tr("Prepare the drafts…")
                other = "new", self.tr("Load the new one…"), new
                press = partial(self.calendar_wanted.emit, Path(one.path), "")
                yield WorkLine(key, "info", title, "", "", words, press, (other, forget))
            else:
                last_year = self.tr("Last year you loaded “{name}”: do you want to load the new one?")
                ends = self.tr("“{name}” comes to its end: do you want to load the new one?")
                title = (last_year if one.given.year < today.year else ends).format(name=one.name)
                given = self.tr("It was loaded on {day}.").format(day=labels.day(one.given))
                yield WorkLine(key, "info", title, given, "", self.tr("Load the new one…"), new, (forget,))

    def _forget_calendar(self, name: str) -> None:
        if call := self._services.forget_calendar:
            self._ops.query(self, partial(call, name), lambda _: self.refresh())

    def _more_later(self, count: int) -> WorkLine:
        text = self.tr("%n more notice(s) go out later.", "", count)
        return WorkLine("later", "info", text, press=self._open_history)

    def _open_history(self) -> None:
        self.open_notice.emit(0)

    def _waiting(self) -> Iterator[WorkLine]:
        for one in self._requests:
            title = self.tr("Waits for your approval: {title}").format(title=one.request.title)
            by = self.tr("Written by {name}.").format(name=one.author)
            button = self.tr("Look and decide")
            yield WorkLine(f"request-{one.request.id}", "warning", title, by, "", button, self._open_history)

    def _more_waiting(self, count: int) -> WorkLine:
        text = self.tr("%n more notice(s) wait for your approval.", "", count)
        return WorkLine("requests", "warning", text, press=self._open_history)

    def _unknown(self, found: OpenWork) -> Iterator[WorkLine]:
        if found.unknown:
            text = self.tr("It is not known whether %Ln message(s) arrived.", "", found.unknown)
            yield WorkLine("unknown", "warning", text, "", "", self.tr("Look at them"), self.open_unknown.emit)

    def _unsent(self, found: OpenWork) -> Iterator[WorkLine]:
        if self._ops.running:
            return  # what is queued is being sent
        for one in found.unsent:
            title = self.tr("Not sent to everybody: {title}").format(title=one.title)
            text = self.tr("%Ln message(s) are still queued, since {moment}.", "", one.count)
            detail = text.format(moment=self._moment(one.at))
            press = partial(self.open_notice.emit, one.notice)
            yield WorkLine(f"unsent-{one.notice}", "warning", title, detail, "", self.tr("Look at it"), press)

    def _more_unsent(self, count: int) -> WorkLine:
        text = self.tr("%n more notice(s) were not sent to everybody.", "", count)
        return WorkLine("unsent", "warning", text, press=self._open_history)

    def _begun(self) -> Iterator[WorkLine]:
        known = {category.id for category in self._info.catalogue}
        now = self._info.clock.now()
        for one in self._drafts:
            if one.category not in known:
                continue
            title = self.tr("Begun and not sent: {title}").format(title=one.title)
            press = partial(self.draft_wanted.emit, one)
            age = labels.age(now - one.at)
            yield WorkLine(f"draft-{one.uuid}", "info", title, age, "", self.tr("Go on writing"), press)

    def _posts(self, found: OpenWork) -> Iterator[WorkLine]:
        """Posts that could not be corrected, deleted or pinned, or of which nobody knows."""
        for one in found.posts:
            title = self.tr("Telegram post to look at: {title}").format(title=one.title)
            said = self._info.sentences.of_post_change(one.act, one.mark, one.state, one.code, one.detail)
            press = partial(self.open_notice.emit, one.notice)
            yield WorkLine(f"post-{one.notice}", "warning", title, said, "", self.tr("Look at it"), press)

    def _more_posts(self, count: int) -> WorkLine:
        text = self.tr("%n more Telegram post(s) to look at.", "", count)
        return WorkLine("posts", "warning", text, press=self._open_history)

    def _just_sent(self, found: OpenWork) -> Iterator[WorkLine]:
        """What was sent a moment ago: who finds a mistake in it finds the way to mend it here."""
        now, above = self._info.clock.now(), set() if self._ops.running else {one.notice for one in found.unsent}
        for one in found.just_sent:
            if one.notice in above:
                continue  # its line leads to its page, which has the way too
            title = self.tr("Just sent: {title}").format(title=one.title)
            press = partial(self.mistake.emit, one.notice)
            yield WorkLine(
                f"sent-{one.notice}", "info", title, labels.age(now - one.at), "", self.tr("I made a mistake…"), press
            )

    def _more_begun(self, count: int) -> WorkLine:
        text = self.tr("%n more notice(s) were begun and not sent.", "", count)
        return WorkLine("drafts", "info", text, press=self.drafts_wanted.emit)

    # -- will it go out? ----------------------------------------------------------------------------------------

    def _on_outlook(self, found: Sequence[ChannelOutlook]) -> None:
        self._asked()
        self.outlook.show_lines([self._channel(one) for one in found])
        self.outlook.say_nothing(self.tr("There is no channel yet: the guided set-up connects them."))

    def _on_no_outlook(self, sentence: str) -> None:
        self._asked()
        self.outlook.show_lines([WorkLine("failed", "error", self.tr("The services could not be asked."), sentence)])

    def _asked(self) -> None:
        self.again.setEnabled(not self._asking.under_way)
        set_tip(self.again, self.tr("Asked at {time}").format(time=labels.hour(self._now())))

    def _channel(self, one: ChannelOutlook) -> WorkLine:
        title = labels.channel_title(one.channel, self._info.channel_titles)
        tone = _TONES[one.prospect]
        if one.prospect is Prospect.GOES:
            return WorkLine(one.channel, tone, title, state=self.tr("Goes out"))
        state = self.tr("Does not go out") if one.prospect is Prospect.STOPPED else self.tr("Goes out, look at it")
        detail = one.reasons[0].detail if one.reasons else one.sentence
        if more := len(one.reasons) - 1:
            others = self.tr("And %n more thing(s).", "", more)
            detail = f"{detail} {others}"
        button, press = self._mend(one.mend)
        return WorkLine(one.channel, tone, title, detail, state, button, press)

    def _mend(self, mend: Mend) -> tuple[str, Callable[[], object]]:
        if mend is Mend.KEYS and not self._info.training:
            return self.tr("Enter the keys…"), self.keys_wanted.emit
        if mend is Mend.COMPUTER:
            return self.tr("Try again"), self.ask
        return self.tr("Open the settings"), self.settings_wanted.emit

    # -- figures ------------------------------------------------------------------------------------------------

    def _show_people(self, reach: Sequence[Reach]) -> None:
        lines = []
        for one in reach:
            title = labels.channel_title(one.channel, self._info.channel_titles)
            if one.now is None:
                lines.append((title, "", self.tr("not counted yet")))
                continue
            note = self.tr("subscribers") if kind_of(one.channel).personal else self.tr("followers")
            if one.change is not None:
                note += ", " + self.tr("{change} in thirty days").format(change=labels.signed(one.change))
            lines.append((title, labels.number(one.now), note))
        self._fill(self._people, lines)

    def _show_month(self, month: MonthSoFar) -> None:
        failed = self.tr("%Ln did not arrive", "", month.failed) if month.failed else ""
        lines = [
            (labels.month(month.first), labels.number(month.notices), self.tr("notice(s)", "", month.notices)),
            ("", labels.number(month.messages), ", ".join(filter(None, (self.tr("messages sent"), failed)))),
        ]
        if month.cost is not None:
            ours = month.currency in ("", "EUR")
            amount = labels.euro(month.cost) if ours else f"{labels.decimal(month.cost, 2)} {month.currency}"
            source = (
                self.tr("for WhatsApp, without VAT, estimated")
                if month.estimated
                else self.tr("for WhatsApp, without VAT")
            )
            lines.append(("", amount, source))
        self._fill(self._month, lines)

    @property
    def people(self) -> list[str]:
        """What the page says of each channel's people."""
        return _texts(self._people)

    @property
    def month(self) -> list[str]:
        """What the page says of this month."""
        return _texts(self._month)

    def _figures(self, title: str) -> tuple[QWidget, QVBoxLayout]:
        frame, inner = card()
        inner.setSpacing(4)
        inner.addWidget(label(title, "section"))
        lines = QVBoxLayout()
        lines.setSpacing(4)
        inner.addLayout(lines)
        inner.addStretch(1)
        return frame, lines

    def _fill(self, column: QVBoxLayout, lines: Sequence[tuple[str, str, str]]) -> None:
        """One label for each line: a screen reader reads figure and words as one."""
        wanted = [" ".join(filter(None, (f"{title}:" if title else "", figure, note))) for title, figure, note in lines]
        while column.count() > len(wanted):
            item = column.takeAt(column.count() - 1)
            if item and (gone := item.widget()):
                gone.hide()
                gone.deleteLater()
        while column.count() < len(wanted):
            column.addWidget(label())
        for number, text in enumerate(wanted):
            item = column.itemAt(number)
            if item and (words := item.widget()):
                words.setText(text)  # type: ignore[attr-defined]

    # -- layout -------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        wide = self.width() >= self._look.theme.px(_TWO_COLUMNS)
        cards = (self.work, self.outlook, self._people_card, self._month_card)
        for number, one in enumerate(cards):
            self._grid.addWidget(one, number // 2 if wide else number, number % 2 if wide else 0)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if wide else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.refresh()

    def _later(self) -> None:
        if self.isVisible() and not self._settle.isActive():
            self._settle.start()

    def _on_deliveries(self, changed: Changed) -> None:
        """What the engine sends is counted when it has ended."""
        if changed.origin or not changed.ids:
            self._later()

    def _on_hour(self) -> None:
        """The services are asked again; and an alert may have ended, and the day, with nothing changed by anybody."""
        self.ask()
        self._fetching.ask()
        self._later()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        if _dropped(event):
            _take_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        if path := _dropped(event):
            _take_copy(event)
            suffix = path.suffix.casefold()
            table = suffix in CALENDARS
            paper = suffix.removeprefix(".") in SUFFIXES
            wanted = self.table_dropped.emit if table else self.paper_dropped.emit if paper else self.open_bulletin
            take = partial(wanted, path)
            # After the event: a dialog opened inside it would keep the other program waiting.
            QTimer.singleShot(0, self, take)

    def _now(self) -> datetime:
        return local(self._info.clock.now(), self._info.office)

    def _day(self) -> str:
        return QLocale().toString(QDate(*self._now().timetuple()[:3]), "dddd d MMMM yyyy")

    def _is_midnight(self, at: datetime) -> bool:
        return (moment := local(at, self._info.office)).hour == moment.minute == 0

    def _spoken(self, at: datetime) -> str:
        return labels.local_moment(local(at, self._info.office), self._now())

    def _moment(self, at: datetime) -> str:
        return labels.moment(at, timezone_of(self._info.office))


def _take_copy(event: QDropEvent) -> None:
    """Accepted as a copy: after a move the other program would delete its file."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


def _dropped(event: QDropEvent) -> Path | None:
    """The one file that is dragged; None for anything else."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


def _texts(column: QVBoxLayout) -> list[str]:
    items = (column.itemAt(number) for number in range(column.count()))
    return [widget.text() for item in items if item and (widget := item.widget())]  # type: ignore[attr-defined]
