# SPDX-License-Identifier: EUPL-1.2
"""One notice of the history: the text as sent per channel, its outcome, and the actions still possible."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QGridLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from comunecast_gui.core.changes import Changed, ChangeKind
from comunecast_gui.core.content import Content, TelegramPost, TemplateMessage
from comunecast_gui.core.messaging_limit import OverDays
from comunecast_gui.core.model import DeliveryState, FollowKind, kind_of
from comunecast_gui.core.notice.follow_up import Possible, may_have_it
from comunecast_gui.core.periods import local, timezone_of
from comunecast_gui.core.schedule.due import LIMIT_IS_LOWER, Falsehood, Scheduled
from comunecast_gui.core.thread.post_change import Act, PostChange
from comunecast_gui.store.delivery.hand_publications import HandPublication
from comunecast_gui.store.delivery.notices import NoticeRow
from comunecast_gui.ui.composer.hour_dialog import ask_hour
from comunecast_gui.ui.history.cap_saving import CapSaving
from comunecast_gui.ui.history.channel_dialog import ChannelDialog
from comunecast_gui.ui.history.deliveries_table import DeliveriesTable
from comunecast_gui.ui.history.history_papers import Speaker, save_notice
from comunecast_gui.ui.history.post_changes_list import PostChangesList
from comunecast_gui.ui.history.queued_question import ask_to_send_queued
from comunecast_gui.ui.runtime.ops import Ops, only
from comunecast_gui.ui.runtime.window_services import HistoryServices, OfficeInfo
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.by_keyboard import in_reading_order
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import Banner, Look, announce, label, lay_out, scrolling, set_tip
from comunecast_gui.ui.widgets.phone_preview import PhonePreview
from comunecast_gui.ui.widgets.question import ask

_REFRESH = 400
_TWO_COLUMNS = 900
_LEAST_TEXT = 180
"""Height in pixels at normal text size below which the page scrolls rather than the text in it."""


@dataclass(frozen=True, slots=True)
class _Opened:
    row: NoticeRow
    contents: Mapping[str, Content] | None
    """By channel; None where the page shows them already: what was sent does not change."""
    retriable: int
    """Failed deliveries that another try may mend."""
    possible: Sequence[Possible] = ()
    """What can follow it."""
    changes: Sequence[PostChange] = ()
    """What became of the changes of its posts."""


class NoticePage(QWidget):
    """Reads a notice and lets a person act on its deliveries."""

    back = Signal()
    open_unknown = Signal()
    follow_up = Signal(int, str)
    mistake = Signal(int)
    """There is a mistake in the notice."""
    taken_back = Signal(object)
    """This :class:`Scheduled` was taken back, and is to be changed."""
    write_again = Signal(int)
    """The officer wants a new notice with the words of this one."""

    def __init__(
        self, look: Look, ops: Ops, info: OfficeInfo, services: HistoryServices, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._ops = ops
        self._info = info
        self._services = services
        self._id = 0
        self._shown = 0
        self._hopeless = 0
        self._awaited: frozenset[str] = frozenset()
        self._queued = 0
        self._waits: Scheduled | None = None
        self._by_hand: HandPublication | None = None
        self._row: NoticeRow | None = None
        self._to_tell: Callable[[], str] | None = None
        """What is announced once the page shows what a person did with it."""
        column = scrolling(self, self.tr("Notice"), (28, 24, 28, 20))
        column.setSpacing(10)
        column.addLayout(self._head())
        self._sums = label("", "strong")
        column.addWidget(self._sums)
        self._aside = self._quiet_banner(column, "warning")
        self._saved = self._quiet_banner(column)
        actions = QWidget()
        self._flow = FlowLayout(actions, gap=10)
        self.retry = self._action("it-refresh", "", self._on_retry)
        self._resume = self._action("it-arrow-right", "", self._on_resume)
        self.send_ready = self._action("it-arrow-right", "", self._on_send_ready)
        self.cancel = self._action("it-ban", "danger", self._on_cancel)
        self._unknown = self._action("it-help-circle", "", self.open_unknown.emit)
        self._later_actions()
        self._actions_on_what_is_out()
        self.cap = CapSaving(ops, services.save_cap, self._action("it-download", "", None), self)
        column.addWidget(actions)
        self.post_changes = PostChangesList(look, ops, info, services.thread)
        self.post_changes.settled.connect(self.refresh)
        self.post_changes.queued.connect(lambda id: self._ops.resume(only(id)))
        column.addWidget(self.post_changes)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(20)
        self._texts = QVBoxLayout()
        self._texts.setSpacing(14)
        self._reading = self._reading_area()
        self.deliveries = DeliveriesTable(look, ops, info, services)
        self._columns.addWidget(self._reading, 3)
        self._columns.addWidget(self.deliveries, 7)
        column.addLayout(self._columns, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REFRESH)
        self._timer.timeout.connect(self.refresh)
        look.on_theme(self, self._arrange)
        ops.watch(self, self._on_changed, ChangeKind.DELIVERIES, ChangeKind.NOTICES)

    def _actions_on_what_is_out(self) -> None:
        self.wrong = self._action("it-warning-circle", "danger", lambda: self.mistake.emit(self._id))
        self.wrong.setText(self.tr("I made a mistake…"))
        set_tip(self.wrong, self.tr("Stops what is queued, corrects the Telegram post, begins a correction."))
        self.post = self._action("it-telegram", "", None)
        self.post.setText(self.tr("Telegram post"))
        self.post.setMenu(self._post_menu())
        self.follow = self._action("it-exchange-circle", "", None)
        self.paper = self._action("it-file-pdf", "", self._on_paper)
        self.paper.setText(self.tr("Save &as PDF…"))
        set_tip(self.paper, self.tr("The text as it was sent, with its outcome: for the file of the ordinance."))
        self.channel = self._action("it-whatsapp", "", self._on_channel)
        self.channel.setText(self.tr("WhatsApp C&hannel…"))
        self.again = self._action("it-copy", "", lambda: self.write_again.emit(self._id))
        self.again.setText(self.tr("Write it a&gain"))
        set_tip(self.again, self.tr("The same words in a new notice; days and hours are asked for anew."))

    def _reading_area(self) -> QScrollArea:
        """Where the texts stand as they were sent."""
        inner = QWidget()
        inner.setObjectName("scrolled")
        holder = QVBoxLayout(inner)
        holder.setContentsMargins(0, 0, 8, 0)
        holder.addLayout(self._texts)
        holder.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(self.tr("Text as it was sent"))
        area.setWidget(inner)
        look = self._look
        look.on_theme(area, lambda: area.setMinimumHeight(look.theme.px(_LEAST_TEXT)))
        return area

    @property
    def summary(self) -> str:
        """The outcomes per channel, in words."""
        return self._sums.text()

    @property
    def obstacles(self) -> str:
        """Why what is queued does not go out, by channel; empty where nothing is known to be in its way."""
        return self._aside.text if self._aside.isVisibleTo(self) else ""

    @property
    def about(self) -> str:
        """The line under the title: the subject, when it was queued, and for whom."""
        return self._under.text()

    @property
    def previews(self) -> list[PhonePreview]:
        """The texts as they were sent."""
        items = (self._texts.itemAt(index) for index in range(self._texts.count()))
        return [widget for item in items if item and isinstance(widget := item.widget(), PhonePreview)]

    def open(self, id: int) -> None:
        """Reads a notice and shows it."""
        self._id = id
        self._to_tell = None
        self._saved.hide()
        self.deliveries.open(id)
        self.refresh()

    def focus_first(self) -> None:
        """Moves the focus to the way back: nothing that sends is pressed by mistake."""
        self._first.setFocus()

    def refresh(self) -> None:
        if self._id:
            self._ops.query(self, partial(self._read, self._id, texts=self._shown != self._id), self._on_read)

    def _refresh_and_tell(self, said: Callable[[], str]) -> None:
        """Shows what a person did, and announces what the page says of it then."""
        self._to_tell = said
        self.refresh()

    def _read(self, id: int, *, texts: bool) -> _Opened:
        notices, never = self._services.notices, self._services.never_again
        row = notices.get(id)
        changes = self._services.thread.changes(id)
        contents = None
        if texts:
            contents = {channel: self._with_bytes(content) for channel, content in notices.contents(id).items()}
        possible = self._services.possible(id)
        return _Opened(row, contents, notices.retriable(id, never), possible, changes)

    def _with_bytes(self, content: Content) -> Content:
        """The content with the kept bytes of its files, read here and not while painting."""
        match content:
            case TelegramPost():
                return replace(content, attachments=tuple(map(self._services.with_bytes, content.attachments)))
            case TemplateMessage(header=header) if header:
                return replace(content, header=self._services.with_bytes(header))
        return content

    def _quiet_banner(self, column: QVBoxLayout, tone: str = "info") -> Banner:
        banner = Banner(self._look, tone)
        banner.hide()
        column.addWidget(banner)
        return banner

    def _head(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        back = self._look.icon_button("it-arrow-left", self.tr("Back to the history"))
        back.clicked.connect(self.back)
        self._first = back
        self._title = label("")
        self._title.setObjectName("title")
        self._under = label("", "muted")
        grid.addWidget(back, 0, 0)
        grid.addWidget(self._title, 0, 1)
        grid.addWidget(self._under, 1, 1)
        return grid

    def _action(self, icon: str, kind: str, call: Callable[[], object] | None) -> QPushButton:
        button = self._look.button("", kind, icon)
        if call is not None:
            button.clicked.connect(lambda: call())
        button.hide()
        self._flow.addWidget(button)
        return button

    def _later_actions(self) -> None:
        """What a person can do with a notice that waits for its hour."""
        self.over_days = self._action("it-calendar", "primary", self._on_over_days)
        self.now = self._action("it-arrow-right", "", self._on_now)
        self.other_hour = self._action("it-clock", "", self._on_other_hour)
        self.change = self._action("it-pencil", "", self._on_change)

    def _on_read(self, opened: _Opened) -> None:
        row = opened.row
        if row.id != self._id:
            return
        zone = timezone_of(self._info.office)
        self._title.setText(row.title)
        when = self.tr("Sent on {moment}").format(moment=labels.moment(row.created_at, zone))
        self._waits = row.later
        if row.later is not None:
            because = row.later.held_because(self._info.clock.now())
            when = self.tr("Was to go out on {moment}") if because else self.tr("Goes out on {moment}")
            when = when.format(moment=labels.moment(row.later.at, zone))
        under = [self._info.catalogue.name_of(row.category), when]
        if row.zones:
            people = sum(sum(row.counts[name].values()) for name in row.counts if kind_of(name).personal)
            reached = self.tr("%Ln person(s)", "", people)
            under.append(self.tr("for {zones}: {people}").format(zones=", ".join(row.zones), people=reached))
        self._under.setText(" · ".join(under))
        lines = [
            f"{labels.channel_title(name, self._info.channel_titles)}: {labels.counts_sentence(counts)}"
            for name, counts in row.counts.items()
        ]
        if (done := row.by_hand) is not None:
            lines.append(
                self.tr("WhatsApp Channel: published by hand on {moment}").format(moment=labels.moment(done.at, zone))
            )
        self._sums.setText("\n".join(lines))
        self._by_hand = row.by_hand
        self._row = row
        self.paper.show()
        self.channel.setVisible(bool(self._info.office.whatsapp_channel) and self._services.by_hand is not None)
        titles = self._info.channel_titles
        why = [
            f"{labels.channel_title(name, titles)}: {labels.why_aside(one, self._info.sentences, titles)}"
            for name, one in row.aside.items()
        ]
        if row.later is not None and (because := row.later.held_because(self._info.clock.now())):
            text = self.tr("It has not gone out, and does not go out by itself: {because}.")
            why.insert(0, text.format(because=self._info.sentences.of_held(because, row.later.held_detail)))
        self._aside.set_text("\n".join(why))
        self._aside.setVisible(bool(why))
        self._offer(row, opened.retriable, opened.possible)
        self.post_changes.show_changes(opened.changes)
        self.wrong.setVisible(row.reaches_people)
        self.post.setVisible(any(not kind_of(name).personal and _is_out(row.counts[name]) for name in row.counts))
        self.deliveries.set_channels(tuple(row.counts))
        self.deliveries.set_by_hand(row.by_hand)
        if opened.contents is not None and self._shown != row.id:
            self._shown = row.id
            self._show_contents(opened.row, opened.contents)
        if self._to_tell is not None:
            announce(self, self._to_tell())
            self._to_tell = None

    def _offer(self, row: NoticeRow, retriable: int, possible: Sequence[Possible]) -> None:
        def count(*states: DeliveryState) -> int:
            return sum(counts.get(state, 0) for counts in row.counts.values() for state in states)

        queued, unknown = count(DeliveryState.QUEUED), count(DeliveryState.UNKNOWN)
        self._queued = queued
        self._awaited = frozenset(name for one in row.aside.values() for name in one.waits_for)
        self._hopeless = count(DeliveryState.FAILED) - retriable
        idle = not self._ops.running
        waits = row.later is not None
        too_many = row.later is not None and row.later.held_code == LIMIT_IS_LOWER
        for button, number, text in (
            (self.retry, retriable, self.tr("&Retry %Ln failed delivery(ies)", "", retriable)),
            (self._resume, queued * idle * (not waits), self.tr("Send %Ln &queued…", "", queued)),
            (self.send_ready, len(self._awaited) * idle, self.tr("Send now where it is read&y")),
            (self.cancel, queued, self.tr("&Do not send %Ln queued…", "", queued)),
            (self.over_days, too_many, self.tr("Send it o&ver several days…")),
            (self.now, waits, self.tr("Send it &now…")),
            (self.other_hour, waits, self.tr("&Move it to another time…")),
            (self.change, waits, self.tr("Take it back and &change it")),
            (self._unknown, unknown, self.tr("&Settle %Ln unknown outcome(s)", "", unknown)),
        ):
            button.setText(text)
            button.setVisible(number > 0)
        self._look.set_kind(self._unknown, "primary" if unknown else "")
        self._look.set_kind(self.retry, "" if unknown else "primary")
        self._offer_follow_ups(row, possible)
        if waits:
            self.follow.hide()
        self._flow.invalidate()

    def _offer_follow_ups(self, row: NoticeRow, possible: Sequence[Possible]) -> None:
        catalogue = self._info.catalogue
        self.cap.offer(row)
        self.again.setVisible(row.category in {category.id for category in catalogue.current})
        self.follow.setVisible(bool(possible))
        if not possible:
            return
        words = {
            FollowKind.UPDATE: self.tr("Update: {name}"),
            FollowKind.CORRECTION: "{name}",
            FollowKind.ALL_CLEAR: self.tr("It is over: {name}"),
            FollowKind.REPETITION: self.tr("Repeat: {name}"),
        }
        self.follow.setText(self.tr("Write a follow-&up"))
        menu = QMenu(self.follow)
        for one in possible:
            title = words[one.kind].format(name=catalogue.name_of(one.category))
            menu.addAction(title, partial(self.follow_up.emit, row.id, one.category))
        self.follow.setMenu(menu)

    def _show_contents(self, row: NoticeRow, contents: Mapping[str, Content]) -> None:
        while (item := self._texts.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        at = local(row.created_at, self._info.office)
        for channel, content in contents.items():
            title = label(labels.channel_title(channel, self._info.channel_titles), "strong")
            preview = PhonePreview(self._look, kind_of(channel), self._info.office)
            preview.show_content(content, at)
            for one in (title, preview):
                self._texts.addWidget(one)
                one.show()
        lay_out()
        in_reading_order(self._reading)

    def _post_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(self.tr("Pin it at the top"), partial(self._change_post, Act.PIN))
        menu.addAction(self.tr("Unpin it"), partial(self._change_post, Act.UNPIN))
        menu.addAction(self.tr("Delete it…"), self._on_delete_post)
        return menu

    def _on_delete_post(self) -> None:
        ask(
            self._look,
            self,
            self.tr("Delete the post?"),
            self.tr("It disappears from the channel. Telegram lets a program delete only posts of less than 48 hours."),
            self.tr("&Delete it"),
            self.tr("&Leave it"),
            partial(self._change_post, Act.DELETE),
            kind="danger",
        )

    def _change_post(self, act: Act) -> None:
        id = self._id
        call = partial(self._services.thread.ask, id, act)
        self._ops.change(self, call, lambda _: self._refresh_and_tell(self._last_change), ids=lambda _: (id,))

    def _last_change(self) -> str:
        return next(reversed(self.post_changes.texts), "")

    def _on_resume(self) -> None:
        ask_to_send_queued(self._look, self, self._queued, partial(self._ops.resume, only(self._id)))

    def _on_over_days(self) -> None:
        """Meta lets it reach fewer people today than wait for it: the others get it on the next days."""
        one = self._waits
        if one is not None:
            call = partial(self._services.schedule.over_days, one.notice)
            self._ops.query(self, call, partial(self._ask_over_days, one), self._on_refused)

    def _ask_over_days(self, one: Scheduled, spread: OverDays | None) -> None:
        if self._waits is None or self._waits.notice != one.notice:
            return  # another notice is shown by now, or this one went out
        if spread is None or spread.days == 1:
            self._on_now()  # Meta allows all of them by now
            return
        told = self.tr(
            "{today} of {people} people get it today, the last on day {days}: Meta lets the office reach no more in 24 "
            "hours. A window that stays open goes on by itself; nobody gets it twice. Read it first: the text stays as "
            "it is, also on the last day, and who would get it after its end does not get it any more."
        ).format(today=labels.number(spread.today), people=labels.number(spread.people), days=spread.days)
        call = partial(self._services.schedule.send_over_days, one.notice)
        ask(
            self._look,
            self,
            self.tr("Send it over {days} days?").format(days=spread.days),
            told,
            self.tr("&Send it over {days} days").format(days=spread.days),
            self.tr("&Leave it as it was"),
            partial(self._decide, call, self._on_released),
        )

    def _on_now(self) -> None:
        """A person sends it before its hour, or after it did not go out; what is not true in it now is said first."""
        one = self._waits
        if one is not None:
            call = partial(self._services.schedule.false_now, one.notice)
            self._ops.query(self, call, partial(self._ask_now, one), self._on_refused)

    def _ask_now(self, one: Scheduled, false: Falsehood | None) -> None:
        if self._waits is None or self._waits.notice != one.notice:
            return  # another notice is shown by now, or this one went out
        now, sentences = self._info.clock.now(), self._info.sentences
        because = one.held_because(now)
        told = []
        if because and (false is None or false.code != because):
            why = sentences.of_held(because, one.held_detail)
            told.append(self.tr("It did not go out because: {because}.").format(because=why))
        if false is not None:
            why = sentences.of_held(false.code, false.detail)
            told.append(self.tr("If it went out now it would not be true: {because}.").format(because=why))
        told.append(self.tr("Read it first: it goes out exactly as it stands here, with the date that it has."))
        if not because:
            moment = labels.local_moment(local(one.at, self._info.office), local(now, self._info.office))
            told.append(self.tr("Left as it was, it goes out on {moment}.").format(moment=moment))
        call = partial(self._services.schedule.send_now, one.notice, false is not None)
        ask(
            self._look,
            self,
            self.tr("Send it now?"),
            " ".join(told),
            self.tr("&Send it all the same") if false is not None else self.tr("&Send it now"),
            self.tr("&Leave it as it was"),
            partial(self._decide, call, self._on_released),
            kind="primary" if false is None else "danger",
        )

    def _on_paper(self) -> None:
        dialog = QFileDialog(self, self.tr("Save the notice"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Document to read and print (*.pdf)"))
        dialog.setDefaultSuffix("pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_paper)
        dialog.open()

    def save_paper(self, path: Path | str) -> None:
        """Saves the notice with its outcome as a PDF."""
        info, row, notices = self._info, self._row, self._services.notices
        if row is None:
            return
        speaker = Speaker(info.office, info.catalogue, info.channel_titles, info.clock.now(), info.screen_language)

        def write() -> None:
            save_notice(Path(path), speaker, row, notices.contents(row.id))

        self._ops.query(self, write, lambda _: self._say_saved(Path(path)), self._ops.trouble.emit)

    def _say_saved(self, path: Path) -> None:
        self._saved.set_text(self.tr("Saved: {file}").format(file=path.name))
        self._saved.show()
        announce(self, self._saved.text)

    def _on_channel(self) -> None:
        """The text and the picture for the WhatsApp Channel, as they were sent."""
        id, notices = self._id, self._services.notices

        def read() -> Mapping[str, Content]:
            return {channel: self._with_bytes(content) for channel, content in notices.contents(id).items()}

        self._ops.query(self, read, partial(self._show_channel, id))

    def _show_channel(self, id: int, contents: Mapping[str, Content]) -> None:
        services, clock = self._services.by_hand, self._info.clock
        if services is None or id != self._id:
            return
        dialog = ChannelDialog(self._look, self._info.office, contents, self._by_hand, self.window())

        def change(call: Callable[[], object]) -> None:
            self._ops.change(dialog, call, lambda _: show(), ids=lambda _: (id,))

        def show() -> None:
            self._ops.query(dialog, lambda: services.of(id), dialog.show_done)
            self.refresh()

        dialog.published.connect(lambda: change(lambda: services.note(id, clock.now(), self._info.who)))
        dialog.taken_back.connect(lambda: change(lambda: services.take_back(id, clock.now())))
        dialog.open()

    def _on_released(self, mine: object) -> None:
        if mine:
            self._ops.resume(only(self._id))
        self.refresh()

    def _on_other_hour(self) -> None:
        one = self._waits
        if one is None:
            return

        def move(due: datetime) -> None:
            call = partial(self._services.schedule.move, one.notice, due)
            self._decide(call, lambda _: self._refresh_and_tell(self._under.text))

        ask_hour(self._look, self._info, self, move, at=one.at, yes=self.tr("&Move it"))

    def _on_change(self) -> None:
        one = self._waits
        if one is not None:
            self._decide(partial(self._services.schedule.take_back, one.notice), lambda _: self.taken_back.emit(one))

    def _decide(self, call: Callable[[], object], then: Callable[[object], None]) -> None:
        id = self._id
        self._ops.change(self, call, then, self._on_refused, ids=lambda _: (id,))

    def _on_refused(self, sentence: str) -> None:
        self._ops.trouble.emit(sentence)
        self.refresh()

    def _on_retry(self) -> None:
        ask(
            self._look,
            self,
            self.retry.text().replace("&", "") + "?",
            self._retry_words(),
            self.tr("&Retry"),
            self.tr("&Leave them"),
            self._do_retry,
        )

    def _retry_words(self) -> str:
        text = self.tr("Only the people for whom sending failed get it again. Who already got it gets nothing twice.")
        if self._hopeless:
            rest = self.tr(
                "%Ln other failed delivery(ies) would only fail again, or what followed has gone out there: "
                "it is left alone.",
                "",
                self._hopeless,
            )
            text = f"{text} {rest}"
        return text

    def _do_retry(self) -> None:
        id = self._id
        call = partial(
            self._services.notices.retry_failed, id, None, self._info.clock.now(), self._services.never_again
        )

        def then(_: int) -> None:
            self._ops.resume(only(id))
            self.refresh()

        self._ops.change(self, call, then, ids=lambda count: (id,) if count else ())

    def _on_send_ready(self) -> None:
        self._ops.send_where_ready(self, self._id, self._awaited)

    def _on_cancel(self) -> None:
        ask(
            self._look,
            self,
            self.tr("Stop the %Ln message(s) still queued?", "", self._queued),
            self.tr("Those who have not got it yet will not get it. What was already sent cannot be called back."),
            self.tr("&Send them no more"),
            self.tr("&Leave them queued"),
            self._do_cancel,
            kind="danger",
        )

    def _do_cancel(self) -> None:
        id, call = self._id, partial(self._services.cancel, self._id)
        tell = partial(self._refresh_and_tell, self._sums.text)
        self._ops.change(self, call, lambda _: tell(), ids=lambda count: (id,) if count else ())

    def _on_changed(self, changed: Changed) -> None:
        others = changed.kind is ChangeKind.NOTICES and changed.ids and self._id not in changed.ids
        if not others:
            self._later()

    def _later(self) -> None:
        if self._id and self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """What changed while it was hidden is read now."""
        super().showEvent(event)
        self._later()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        wide = self.width() >= self._look.theme.px(_TWO_COLUMNS)
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(direction)


def _is_out(counts: Mapping[str, int]) -> bool:
    return may_have_it(counts) > 0
