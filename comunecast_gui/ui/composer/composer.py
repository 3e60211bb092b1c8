# SPDX-License-Identifier: EUPL-1.2
"""The composer page: choosing a category, writing the notice, and sending it once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from comunecast_gui.core.approval.approval_request import ApprovalRequest
from comunecast_gui.core.approval.overview import Shown
from comunecast_gui.core.bulletin.zone_outlook import ZoneOutlook
from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.errors import UserError
from comunecast_gui.core.model import Attachment, Draft, kind_of
from comunecast_gui.core.notice.again import to_write_again
from comunecast_gui.core.notice.categories import Category, Hours
from comunecast_gui.core.notice.checks.check import CheckContext, blocking
from comunecast_gui.core.notice.compose import GENERIC, Composed, compose, jsonable
from comunecast_gui.core.notice.follow_up import CORRECTION, Begun, Told, reference
from comunecast_gui.core.notice.topic_suggestions import read_seasons, suggested
from comunecast_gui.core.pasted.pasted_notice import Reading
from comunecast_gui.core.periods import local, timezone_of
from comunecast_gui.core.ports import NewNotice
from comunecast_gui.core.schedule.calendar_file import CalendarDay, fields_of
from comunecast_gui.core.schedule.due import Scheduled
from comunecast_gui.core.schedule.local_hour import moments
from comunecast_gui.core.schedule.quiet import is_quiet, next_morning
from comunecast_gui.core.thread.corrections import Mended
from comunecast_gui.store.delivery.notices import NoticeRow
from comunecast_gui.store.delivery.templates import TemplateRow
from comunecast_gui.ui.composer.audience_count import AudienceCount
from comunecast_gui.ui.composer.draft_autosave import DraftAutosave
from comunecast_gui.ui.composer.draft_list import DraftList
from comunecast_gui.ui.composer.draft_questions import ask_to_begin_anew, ask_to_replace
from comunecast_gui.ui.composer.editors.attachment_editor import outcome_of
from comunecast_gui.ui.composer.editors.reference_editor import Reference
from comunecast_gui.ui.composer.field_sources import sources_of
from comunecast_gui.ui.composer.form import ATTACHMENTS, FieldKey
from comunecast_gui.ui.composer.hour_dialog import ask_hour
from comunecast_gui.ui.composer.pasting.pasting import Pasting
from comunecast_gui.ui.composer.send_flow import SendFlow
from comunecast_gui.ui.composer.sent_page import SentPage
from comunecast_gui.ui.composer.topic_chooser import Chooser, read_synonyms
from comunecast_gui.ui.composer.training_example import example_of
from comunecast_gui.ui.composer.writing_page import WritingPage
from comunecast_gui.ui.runtime.drafts import KeptDraft
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import ComposingServices, OfficeInfo, SendingServices
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.look import Look, announce, focus_at_top, scrolling

_DEBOUNCE = 150
_CHOOSING, _WRITING, _SENT = range(3)


class Composer(QWidget):
    """Writes and sends one notice after the other."""

    show_notice = Signal(int)
    """The officer wants to see a notice in the history."""

    def __init__(
        self,
        look: Look,
        ops: Ops,
        info: OfficeInfo,
        services: ComposingServices,
        sending: SendingServices,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._ops = ops
        self._info = info
        self._services = services
        self._context: CheckContext | None = None
        self._templates: Mapping[str, TemplateRow] = {}
        self._category: Category | None = None
        self._uuid = str(uuid4())
        self._follows: int | None = None
        self._references: tuple[Reference, ...] = ()
        self._due: datetime | None = None
        """When what is being asked about shall go out; None: at once."""
        self._hour_before: datetime | None = None
        """The hour that a notice had which was taken back to be changed."""
        self._asked: dict[int, KeptDraft] = {}
        """By request, what a second person was asked about, as it was then."""
        self.queued_id: int | None = None
        """The notice that was queued last."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DEBOUNCE)
        self._timer.timeout.connect(self.refresh)

        self._stack = QStackedWidget(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self.chooser = Chooser(look, self._info.catalogue, read_synonyms(self._info.resources / "synonyms.toml"))
        self.chooser.setContentsMargins(28, 24, 28, 24)
        self.chooser.chosen.connect(self.choose)
        self.pasting = Pasting(look, ops, info, lambda: self._context.streets if self._context else None, self)
        self.pasting.taken.connect(self.take_told)
        self.chooser.paste.clicked.connect(self.pasting.begin)
        self._page = WritingPage(
            look,
            info,
            lambda editor, path, done: ops.query(editor, partial(outcome_of, path), done),
            self._stack,
        )
        self._page.changed.connect(self._timer.start)
        self._keeper = DraftAutosave(ops, services.drafts, self.draft, self)
        self._page.changed.connect(self._keeper.soon)
        self._page.example_wanted.connect(self.fill_example)
        self._page.other_wanted.connect(self.restart)
        self.form, self.side, self.channels = self._page.form, self._page.side, self._page.channels
        self.send, self.zones = self._page.send, self._page.zones
        self.side.followed.connect(self._go_on_with)
        self._reach = AudienceCount(ops, info, services, self._page, self)
        self._flow = SendFlow(look, ops, info, sending, self)
        self._connect_sending()
        self.sent = SentPage(look, ops, info, services)
        self.sent.again.connect(self.start_over)
        self.sent.show_notice.connect(self.show_notice)
        self.sent.write_on.connect(lambda: self._stack.setCurrentIndex(_WRITING))
        for page in (self._begin_page(), self._page, self.sent):
            self._stack.addWidget(page)
        ops.watch(self, lambda _: self._read_context(), ChangeKind.NOTICES)
        self._read_context()
        self._seasons = read_seasons(info.resources / "seasons.toml")
        self._suggest()
        self._reach.read()

    def _connect_sending(self) -> None:
        """From the three buttons that send to what becomes of the notice."""
        self.send.clicked.connect(lambda: self.ask())
        self._page.later_wanted.connect(self.ask_later)
        self._page.morning_wanted.connect(lambda: self.ask(self._morning()))
        self._page.stop_wanted.connect(self.stop_asking)
        self._flow.asked.connect(self._page.show_people)
        self._flow.agreed.connect(self._page.show_queueing)
        self._flow.refused.connect(self._write_on)
        self._flow.queued.connect(self._on_queued)
        self._flow.waits.connect(self._on_waits)
        self._flow.failed.connect(self._fail)

    def renew_topics(self) -> None:
        """Offers the categories of now: the office has changed its own."""
        self.chooser.renew(self._info.catalogue, read_synonyms(self._info.resources / "synonyms.toml"))
        self._suggest()
        self._renew_written()

    def _renew_written(self) -> None:
        """The subject of what is being written says something else now: it is written and checked anew.

        What has no field any more stays in a draft of its own. What was confirmed is not touched: it is frozen.
        """
        now = next((one for one in self._info.catalogue if self._category and one.id == self._category.id), None)
        if now is None or now == self._category or self._page.locked:
            return
        kept, file = self.form.own_values(), self.form.chosen_file()
        if not _fit(kept, now):
            self._keeper.keep()
            self._uuid = str(uuid4())
        self._category = now
        self._page.set_title(now.name, now.icon)
        streets = self._context.streets.names if self._context and self._context.streets else ()
        self.form.set_category(now, streets, self._now(), self._references)
        if self._follows is not None:
            self.form.choose_reference(self._follows)
        self._page.order_tabs()
        self.form.keep(kept)
        self.form.show_file(file)
        self.refresh()

    def _suggest(self) -> None:
        """Offers the likely subjects first; looked at again whenever a new notice may begin."""
        self._ops.query(self, self._services.used, self._on_used)

    def _on_used(self, used: Mapping[str, int]) -> None:
        now = local(self._info.clock.now(), self._info.office)
        self.chooser.suggest(suggested([one.id for one in self._info.catalogue.offered], used, self._seasons, now))

    def _begin_page(self) -> QWidget:
        """What was begun, and under it the subjects of a new notice."""
        page = QWidget(self._stack)
        column = scrolling(page, self.tr("A new notice"), (0, 0, 0, 0))
        column.setSpacing(0)
        self.drafts = DraftList(self._look, self._info.catalogue, self._info.clock, self._keeper)
        self.drafts.wanted.connect(self.take_up)
        self.drafts.dropped.connect(self.forget)
        self.drafts.left.connect(self.chooser.search.setFocus)
        self._keeper.changed.connect(self._read_drafts)
        self._stack.currentChanged.connect(self._read_drafts)
        column.addWidget(self.drafts)
        column.addWidget(self.chooser, 1)
        return page

    def _read_drafts(self) -> None:
        if self._stack.currentIndex() == _CHOOSING:
            self.drafts.read()

    # -- what a person does -------------------------------------------------------------------------------------

    def choose(self, id: str, follows: int | None = None) -> None:
        """Begins a notice of this category, which may follow an earlier one.

        What was written and not sent goes on in the same category, and what fits of it in another; it stays a draft of
        its own where something of it does not fit, or where the new notice follows another one.
        """
        if not self.stop_asking():
            return
        if self.unsent and self._category and self._category.id == id and follows is None:
            self._stack.setCurrentIndex(_WRITING)
            return
        category = self._info.catalogue.get(id)
        carries = self.unsent and (follows is None or not self._keeper.active)
        kept, file = (self.form.own_values(), self.form.chosen_file()) if carries else ({}, None)
        zones = self.zones.chosen if carries else ()
        waits = any(one.uuid == self._uuid for one in self._asked.values())
        moved = carries and self._follows is None and follows is None and not waits
        if not (moved and _fit(kept, category)):
            self._keeper.keep()
            self._uuid = str(uuid4())
        self._category = category
        self._follows = follows
        self._page.set_title(self._category.name, self._category.icon)
        streets = self._context.streets.names if self._context and self._context.streets else ()
        self.form.set_category(self._category, streets, self._now(), self._references)
        if follows is not None:
            self.form.choose_reference(follows)
        self._page.order_tabs()
        self.form.keep(kept)
        self.form.show_file(file)
        self._page.choose_channels(self._category.channels)
        self._stack.setCurrentIndex(_WRITING)
        self._page.scroll_to_top()
        self._reach.begin(id, zones, follows)
        self.refresh()
        self.form.focus_first()

    def restart(self) -> None:
        """Goes back to the choice of category; the text is kept."""
        if not self.stop_asking():
            return
        self.chooser.search.clear()
        self._suggest()
        self._stack.setCurrentIndex(_CHOOSING)
        self._begin_search()

    def _begin_search(self) -> None:
        search = self.chooser.search
        focus_at_top(self, search)

    def start_over(self) -> None:
        """Asks for the next notice's category; what is being written becomes a draft.

        Where no drafts are kept, a person is asked first.
        """
        self._leave_for(self.restart)

    def _leave_for(self, begin: Callable[[], None]) -> None:
        """Puts aside what is being written, and begins something else; asks first where it would be lost."""
        if not self.stop_asking():
            return

        def leave() -> None:
            self._put_aside()
            begin()

        if self._keeper.active or not self.unsent:
            leave()
            return
        go_on = partial(self._stack.setCurrentIndex, _WRITING)
        ask_to_begin_anew(self._look, self, self.title, leave, go_on)

    @property
    def title(self) -> str:
        """What the notice that is being written is about: its first line, or its subject."""
        composed = self.refresh()
        if composed is not None and composed.notice is not None:
            return composed.notice.title
        return self._category.name if self._category else ""

    def take_up(self, kept: KeptDraft) -> None:
        """Continues with a notice that was kept, as it is by now; another one that is being written becomes a draft.

        Where it was sent or thrown away since it was offered, the drafts that there are are shown.
        Raises InputError("unknown_category").
        """
        now = self._keeper.newest(kept)
        if now is None:
            self.restart()
            return
        kept = now
        self._info.catalogue.get(kept.category)
        if not self.stop_asking():
            return
        if self._category is not None and self._uuid == kept.uuid:
            self._stack.setCurrentIndex(_WRITING)
            return
        self._put_aside()
        self.choose(kept.category, kept.follows)
        self._uuid = kept.uuid
        self._hour_before = kept.due if kept.due and kept.due > self._info.clock.now() else self._hour_before
        self.form.fill(kept.fields)
        self.form.show_file(kept.file)
        self._reach.take_up(kept.zones, kept.follows)
        for name, tick in self.channels.items():
            tick.setChecked(name in kept.channels)
        self.refresh()

    def take_told(self, reading: Reading) -> None:
        """Begins a notice with what was found in a foreign text; another one that is being written becomes a draft."""

        def begin() -> None:
            self.choose(reading.category)
            self.form.fill_told(reading)
            self._page.show_told()
            self.refresh()

        self._leave_for(begin)

    def write_again(self, id: int) -> None:
        """Begins a notice with the words of an earlier one; its days and hours are asked for anew."""
        services = self._services
        self._ops.query(
            self, lambda: (services.notice(id), services.fields(id)), lambda found: self._on_earlier(*found)
        )

    def _on_earlier(self, row: NoticeRow, raw: Mapping[str, Any]) -> None:
        category = self._info.catalogue.get(row.category)
        known = tuple(name for name in row.counts if name in self.channels)
        fields = to_write_again(category, raw)
        now = self._info.clock.now()
        again = KeptDraft(str(uuid4()), category.id, row.title, now, known, fields, zones=row.zones)

        def begin() -> None:
            self.take_up(again)
            self.form.focus_first()

        self._leave_for(begin)

    def follow_up(
        self, notice: int, category: str, known: Mapping[str, Any] = MappingProxyType({}), *, personal: bool = False
    ) -> None:
        """Begins a notice that follows an earlier one, with all that the two share, and the values that are ``known``.

        With ``personal`` it is only for the channels on which each person gets a message of their own.
        """
        services = self._services

        def read() -> tuple[Begun, Sequence[Told]]:
            begun = services.follow_up(notice, category)
            channels = tuple(name for name in begun.channels if kind_of(name).personal or not personal)
            return replace(begun, fields={**begun.fields, **known}, channels=channels), services.references()

        self._ops.query(self, read, lambda found: self._on_begun(*found))

    def correct(self, done: Mended) -> None:
        """Begins the correction for those who have a notice on WhatsApp; its posts read right by themselves."""
        self.follow_up(done.notice, CORRECTION, done.said, personal=True)

    def _go_on_with(self, notice: int) -> None:
        """Begins what follows a notice that says already what is being written; this stays a draft."""
        if self._category is not None:
            self.follow_up(notice, self._category.id)

    def _on_begun(self, begun: Begun, sent: Sequence[Told]) -> None:
        self._keep_references(sent)
        known = tuple(name for name in begun.channels if name in self.channels)
        now, category, follows = self._info.clock.now(), begun.possible.category, begun.possible.parent
        kept = KeptDraft(str(uuid4()), category, begun.title, now, known, begun.fields, None, follows, begun.zones)

        def start() -> None:
            self.take_up(kept)
            self.form.choose_reference(follows)
            self.form.focus_first()

        self._leave_for(start)

    def begin_from_bulletin(self, outlook: ZoneOutlook) -> None:
        """Begins the notice that a bulletin asks for; each field says where its value comes from."""
        wanted = outlook.prefilled
        if wanted is None or outlook.proposal is None:
            return
        category = self._info.catalogue.get(wanted.category)
        usual = tuple(name for name in self.channels if kind_of(name) in category.channels)
        channels = tuple(name for name in wanted.channels if name in self.channels) or usual
        now, follows = self._info.clock.now(), wanted.follows
        kept = KeptDraft(
            str(uuid4()), category.id, category.name, now, channels, wanted.fields, None, follows, wanted.zones
        )

        def begin() -> None:
            self.take_up(kept)
            if follows is not None:
                self.form.choose_reference(follows)
            self.form.show_sources(sources_of(outlook, self._info.office))
            asked = next((id for id in wanted.asks if id in self.form.editors), "")
            QTimer.singleShot(0, self.form, lambda: self.form.focus_field(asked))

        self._leave_for(begin)

    def look_again(self) -> None:
        """Reads again what the checks compare with: another bulletin is in force."""
        self._read_context()

    def draft(self) -> KeptDraft | None:
        """The notice being written, to be kept; None if nothing was written yet."""
        if self._category is None or not self.form.written:
            return None
        return self._as_written(self._category, self.title)

    def _as_written(self, category: Category, title: str) -> KeptDraft:
        """What stands in the form at this moment, the worked example too."""
        unconfirmed = {problem.field for problem in self.form.unconfirmed()}
        return KeptDraft(
            uuid=self._uuid,
            category=category.id,
            title=title,
            at=self._info.clock.now(),
            channels=self._page.chosen,
            # what nobody has confirmed is not kept: a draft that is taken up again asks for it anew
            fields={id: jsonable(value) for id, value in self.form.values().items() if id not in unconfirmed},
            file=self.form.chosen_file(),
            follows=self._follows,
            zones=self.zones.chosen,
            due=self._hour_before,
        )

    def keep(self) -> bool:
        """Writes all drafts to their files, before the window closes; False if something would be lost."""
        return self._keeper.keep_now() if self._keeper.active else not self.unsent

    def show_drafts(self) -> None:
        """Goes to the list of what was begun."""
        self.restart()
        self.drafts.focus_first()

    def forget(self, uuid: str) -> None:
        """Throws a draft away, also where it is the one being written."""
        if uuid == self._uuid and self._category is not None:
            self.discard()
        else:
            self._keeper.forget(uuid)

    def _put_aside(self) -> None:
        """What is being written is kept as a draft, and no longer written."""
        self._keeper.keep()
        self._category = None

    def discard(self) -> None:
        """Forgets what is written, unless it is being queued at this moment."""
        if not self.stop_asking():
            return
        self._keeper.forget(self._uuid)
        self._category = None
        self._stack.setCurrentIndex(_CHOOSING)

    def fill_example(self) -> None:
        """The category's worked example, moved into the future; asks before it takes the place of something written."""
        if self._category is None:
            return
        if self.form.written:
            ask_to_replace(self._look, self, self._fill_example)
        else:
            self._fill_example()

    def _fill_example(self) -> None:
        if self._category:
            self.form.fill(example_of(self._category, self._info.office, self._now()), exemplary=True)
            self.refresh()
            self.form.focus_first()

    def ask_later(self) -> None:
        """Asks for the hour first; what prevents sending anyway is shown before that."""
        if not self.send.isEnabled() or self._stack.currentIndex() != _WRITING:
            return
        ask_hour(self._look, self._info, self, self.ask, at=self._hour_before)

    def _morning(self) -> datetime:
        """The next morning, as a moment."""
        return moments(next_morning(self._now(), self._info.office.quiet), timezone_of(self._info.office))[0]

    def ask(self, due: datetime | None = None) -> None:
        """Opens the confirmation, or shows what prevents sending; ``due`` is when it shall go out, None: at once."""
        if not self.send.isEnabled() or self._stack.currentIndex() != _WRITING:
            return
        self.form.touch_all()
        self._due = due
        composed = self.refresh()
        if composed is None or composed.notice is None:
            self._due = None
        if composed is None:
            return
        if composed.notice is None:
            errors = blocking(composed.problems)
            count = self.tr("%n error(s) to correct before sending", "", len(errors))
            announce(self, ". ".join((count, *(self.form.said_of(one) for one in errors[:1]))))
            if errors and errors[0].field:
                self._page.go_to_field(errors[0].field)
            return
        self._page.lock()
        self._flow.begin(composed)

    def stop_asking(self) -> bool:
        """Back to writing, while a notice is asked about; returns False where it is too late for that."""
        if not self._flow.give_up():
            return False
        self._write_on()
        return True

    # -- how it stands ------------------------------------------------------------------------------------------

    @property
    def ready(self) -> bool:
        """Whether the data that the checks need has been read."""
        return self._context is not None

    @property
    def unsent(self) -> bool:
        """Whether something is written that was not queued."""
        return self._category is not None and bool(self.form.touched_values())

    @property
    def failure(self) -> str:
        """The sentence of the last failure; empty if there is none."""
        return self._page.failure

    @property
    def followed(self) -> str:
        """What the notice does to the one that it follows; empty where it follows none."""
        return self._page.followed

    def go_to_problems(self) -> None:
        """Shows the list of problems."""
        self._page.go_to_problems()

    # -- what follows -------------------------------------------------------------------------------------------

    def refresh(self) -> Composed | None:
        """Renders and checks what is in the form and shows it; None while there is no subject."""
        self._timer.stop()
        if self._category is None or self._context is None:
            return None
        info = self._info
        if (chosen := self.form.reference()) is not None and chosen != self._follows:
            self._follows = chosen
            self._reach.take_up(self.zones.chosen, chosen)
        draft = Draft(
            uuid=self._uuid,
            category=self._category.id,
            fields=self.form.values(),
            channels=self._page.chosen,
            attachments=self.form.attachments(),
            follows=self._follows,
            zones=self.zones.chosen,
            followed_topic=self._reach.followed_topic,
            followed_category=self._reach.followed_category,
            due=self._due,
        )
        try:
            composed = compose(
                info.catalogue, draft, info.office, info.clock.now(), info.channels, self._context, info.language
            )
        except UserError as error:
            self._page.show_failure(info.sentences.of(error))
            return None
        self._page.show_failure("")
        if own := (*self._page.own_problems(), *self.form.unconfirmed()):
            composed = replace(composed, notice=None, problems=(*own, *composed.problems))
        self.form.show_problems(composed.problems)
        shown = self.form.visible_problems(composed.problems)
        self.side.show_composed(composed, shown, self._now(), self._page.chosen, self._templates)
        self._page.show_state(composed.problems)
        self._offer_morning(composed)
        return composed

    def _offer_morning(self, composed: Composed) -> None:
        """In the quiet hours what can wait may go out the next morning with one press."""
        now, quiet = self._now(), self._info.office.quiet
        waits = composed.category.hours is not Hours.ALWAYS and is_quiet(now, quiet) and self._due is None
        morning = labels.local_moment(next_morning(now, quiet), now)
        self._page.offer_morning(self.tr("Send on {moment}…").format(moment=morning) if waits else "")

    def propose(self, days: Sequence[tuple[CalendarDay, datetime]]) -> None:
        """Makes a draft of each day of a calendar, with the hour that is proposed for it; a person confirms each.

        What is being written stands in the list beside them.
        """
        self._keeper.keep()
        now, category = self._info.clock.now(), self._info.catalogue.get(GENERIC)
        channels = tuple(name for name in self.channels if kind_of(name) in category.channels)
        for number, (one, at) in enumerate(reversed(days)):  # the nearest day is the newest draft, and stands first
            found = moments(at, timezone_of(self._info.office))
            fields = fields_of(one, at.year)
            moment = now + timedelta(microseconds=number)
            due = found[0] if found and found[0] > now else None
            self._keeper.add(KeptDraft(str(uuid4()), category.id, one.title, moment, channels, fields, due=due))
        self.show_drafts()

    def give_back(self, id: int) -> None:
        """Writes on a notice that was taken back: it is a draft again, with all that stood in it."""
        services = self._services
        self._ops.query(
            self,
            lambda: (services.notice(id), services.fields(id), services.files(id)),
            lambda found: self._on_given_back(*found),
        )

    def _on_given_back(self, row: NoticeRow, raw: Mapping[str, Any], files: Sequence[Attachment]) -> None:
        known = tuple(name for name in row.counts if name in self.channels)
        file = (str(files[0].path), files[0].alt) if files else None
        now = self._info.clock.now()
        again = KeptDraft(str(uuid4()), row.category, row.title, now, known, raw, file, row.follows, row.zones)

        def begin() -> None:
            self._keeper.add(again)
            self.take_up(again)
            self.form.focus_first()

        self._leave_for(begin)

    def take_back(self, one: Scheduled) -> None:
        """A notice that waited for its hour was taken back to be changed; that hour is proposed again."""
        self._hour_before = one.at if one.at > self._info.clock.now() else None
        self.give_back(one.notice)

    def _on_queued(self, id: int, notice: NewNotice) -> None:
        self.queued_id = id
        self._due = self._hour_before = None
        self._keeper.forget(notice.draft_uuid)
        self._category = None
        self._page.unlock()
        self._stack.setCurrentIndex(_SENT)
        self.sent.follow(id, notice.title, notice.due)

    def _on_waits(self, request: ApprovalRequest) -> None:
        """What is written stays, so that it can be changed: then the request is over, and another one is asked."""
        self._due = None
        if self._category is not None:
            self._asked[request.id] = self._as_written(self._category, request.title)
        self._page.unlock()
        self._stack.setCurrentIndex(_SENT)
        self.sent.wait_for(request)

    def show_requests(self, found: Sequence[Shown]) -> None:
        """How the requests of the office stand now."""
        for one in found:
            if one.request.notice is not None and (asked := self._asked.pop(one.request.id, None)):
                self._on_released(one.request.notice, asked)
        self.sent.show_requests(found)

    def _on_released(self, notice: int, asked: KeptDraft) -> None:
        """What waited is queued; what was changed in it meanwhile is a notice of its own now, and stays a draft."""
        self.queued_id = notice
        category = self._category if self._uuid == asked.uuid else None
        now = self._as_written(category, asked.title) if category else self._keeper.newest(asked)
        changed = now is not None and replace(now, at=asked.at, title=asked.title) != asked
        self._keeper.forget(asked.uuid)
        if category is None:
            if now is not None and changed:
                self._keeper.add(replace(now, uuid=str(uuid4())))
            return
        self.stop_asking()
        if changed:
            self._uuid = str(uuid4())
            self._keeper.soon()
        else:
            self._category = None
        if self._stack.currentIndex() == _WRITING:
            self._stack.setCurrentIndex(_SENT)
            self.sent.follow(notice, asked.title)

    def _fail(self, sentence: str) -> None:
        self._write_on()
        self._page.show_failure(sentence)

    def _write_on(self) -> None:
        self._due = None
        if self._page.locked:
            self._page.unlock()
            self.refresh()
            self._read_context()  # what Meta just said of the template is known now

    # -- what it knows ------------------------------------------------------------------------------------------

    def _read_context(self) -> None:
        services = self._services
        self._ops.query(
            self, lambda: (services.context(), services.templates(), services.references()), self._on_context
        )

    def _on_context(self, found: tuple[CheckContext, Mapping[str, TemplateRow], Sequence[Told]]) -> None:
        self._context, self._templates, sent = found
        self._keep_references(sent)
        if self._category and not self._page.failure:
            self.refresh()

    def _keep_references(self, sent: Sequence[Told]) -> None:
        now, zone = self._info.clock.now(), timezone_of(self._info.office)
        self._references = tuple(
            Reference(
                one.id,
                f"{labels.moment(one.sent, zone)} · {' '.join(one.title.split())}",
                reference(one, self._info.catalogue, self._info.office, now),
            )
            for one in sent
        )

    def _now(self) -> datetime:
        return local(self._info.clock.now(), self._info.office)


def _fit(values: Mapping[FieldKey, Any], category: Category) -> bool:
    """Whether each of these values has its field in this category; every category takes a file."""
    known = {(one.id, one.type) for one in category.fields}
    return all(key in known or key[0] == ATTACHMENTS for key in values)
