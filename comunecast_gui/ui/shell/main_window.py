# SPDX-License-Identifier: EUPL-1.2
"""The main window: navigation, banners, pages, progress strip and menus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QMainWindow
from shiboken6 import delete

from comunecast_gui.system import paths
from comunecast_gui.ui.help.chapters import CHAPTERS, COURSE, KEYS, UNKNOWN
from comunecast_gui.ui.shell.frame import Frame
from comunecast_gui.ui.shell.menus import MenuActions, Menus
from comunecast_gui.ui.shell.window_preferences import Preferences
from comunecast_gui.ui.widgets.fitting_dialog import pressed_by_enter
from comunecast_gui.ui.widgets.look import Look
from comunecast_gui.ui.widgets.screen_room import room_for

if TYPE_CHECKING:  # an open office brings its own modules (`fill`); the window is drawn before they are loaded
    from pathlib import Path

    from comunecast_gui.core.approval.overview import Shown
    from comunecast_gui.core.bulletin.zone_outlook import ZoneOutlook
    from comunecast_gui.core.schedule.calendar_file import CalendarDay
    from comunecast_gui.core.schedule.due import Scheduled
    from comunecast_gui.core.thread.corrections import Mended, Mistaken
    from comunecast_gui.core.trust.backup_contents import Ahead
    from comunecast_gui.core.work.long_work import LongWork, Work
    from comunecast_gui.ui.help.manual_window import ManualWindow
    from comunecast_gui.ui.runtime.drafts import KeptDraft
    from comunecast_gui.ui.runtime.next_start import Between, Said
    from comunecast_gui.ui.runtime.ops import Ops
    from comunecast_gui.ui.runtime.relocation import Relocation
    from comunecast_gui.ui.runtime.window_services import WindowServices

_SOON = timedelta(hours=16)
"""How far ahead a notice's hour is for closing to be asked about: until the next morning."""
_TOLD = timedelta(days=1)
"""How long an emergency is said above every page."""
_FIRST = 1360, 880
"""Width and height in pixels at normal text size at the very first start, as far as the screen has that much."""
_NARROW = 900
"""Below this width at normal text size the navigation stands above the page instead of beside it."""
_BELOW = 28, 8, 28, 8
"""Margins in pixels of what stands below each page."""
PAGES = ("home", "composer", "subscribers", "history", "statistics", "templates", "settings")
FIRST_PAGE, _SETTINGS = PAGES[0], PAGES[-1]


@contextmanager
def main_window(look: Look, *, training: bool) -> Iterator[MainWindow]:
    """The window, not yet shown; deleted at the end, and not left to the collector, which may find it late."""
    window = MainWindow(look, training=training)
    try:
        yield window
    finally:
        window.hide()
        delete(window)


class MainWindow(QMainWindow):
    """The window: drawn at once, and filled with pages when the office is open."""

    def __init__(self, look: Look, *, training: bool = False) -> None:
        super().__init__()
        self._look = look
        self._training = training
        self._filled = False
        self._again_at = FIRST_PAGE
        self.between: Between | None = None
        """What is done between this window and the one that opens again, while no office is open."""
        self._manual: ManualWindow | None = None
        self._preferences = None if training else Preferences.of_this_person()
        if self._preferences:
            self._preferences.restore_theme(look.theme)
        self._set_title("ComuneCast")
        self.setMinimumSize(480, 400)
        room = room_for(self)
        self.resize(min(look.theme.px(_FIRST[0]), room.width()), min(look.theme.px(_FIRST[1]), room.height()))
        self._frame = Frame(look, training=training)
        self.nav, self.pages = self._frame.nav, self._frame.pages
        self.setCentralWidget(self._frame)
        self._menus = Menus(self, look, self.go_to)
        self._connect_shell()
        if self._preferences:
            self._preferences.restore_window(self)
            look.theme.changed.connect(self._keep_theme)
        look.on_theme(self, self._arrange)
        self.go_to(FIRST_PAGE)
        self.nav.setFocus()

    def watch_opening(self, work: LongWork) -> None:
        """Until the pages come, says how far an archive is that is brought up to date first."""
        self._frame.opening.watch(work)

    def fill(self, ops: Ops, services: WindowServices) -> None:
        """Puts the pages of an open office into the window, and shows the one that was chosen meanwhile."""
        from comunecast_gui.ui.composer.composer import Composer
        from comunecast_gui.ui.history.history_page import HistoryPage
        from comunecast_gui.ui.home.home_page import HomePage
        from comunecast_gui.ui.later.ending_watch import EndingWatch
        from comunecast_gui.ui.later.schedule_watch import ScheduleWatch
        from comunecast_gui.ui.later.undo_strip import UndoStrip
        from comunecast_gui.ui.people.subscribers_page import SubscribersPage
        from comunecast_gui.ui.settings.settings_page import SettingsPage
        from comunecast_gui.ui.shell.approval_watch import ApprovalWatch
        from comunecast_gui.ui.shell.banners import Banners
        from comunecast_gui.ui.shell.close_guard import CloseGuard
        from comunecast_gui.ui.shell.inbox_poll import InboxPoll
        from comunecast_gui.ui.shell.private_answers import PrivateAnswers
        from comunecast_gui.ui.shell.progress_strip import ProgressStrip
        from comunecast_gui.ui.shell.upkeep import Upkeep
        from comunecast_gui.ui.statistics.statistics_page import StatisticsPage
        from comunecast_gui.ui.templates.templates_page import TemplatesPage
        from comunecast_gui.ui.widgets.work_bar import WorkBar

        look = self._look
        look.theme.provide_emoji()
        self.ops = ops
        self.services = services
        info, shell, background = services.info, services.shell, services.background
        self._set_title(f"{info.office.name} - ComuneCast")
        # Made in their place: with a style sheet, Qt goes through all of a page again when it gets another parent.
        place = self.pages
        self.home = HomePage(look, ops, info, services.home, place)
        self.composer = Composer(look, ops, info, services.composing, services.sending, place)
        self.subscribers = SubscribersPage(look, ops, info, services.people, place)
        self.history = HistoryPage(look, ops, info, services.history, place, second_person=services.second_person)
        self.lanes = ProgressStrip(look, ops, info, shell)
        self.undo = UndoStrip(look, ops, info.clock, services.schedule)
        self.schedule = ScheduleWatch(ops, info.clock, services.schedule, self)
        self.endings = EndingWatch(ops, info.clock, background.endings, self)
        self.banners = Banners(look, ops, info, shell)
        self.letters = WorkBar(look, ops, self.tr("Reading what citizens wrote…"), _BELOW)
        self.mailbox = InboxPoll(ops, info, background, self.letters, self)
        self.upkeep = Upkeep(ops, background, self)
        self.private_answers = PrivateAnswers(ops, info, background, self)
        self.approvals = ApprovalWatch(ops, services.second_person, self)
        self.statistics = StatisticsPage(look, ops, info, services.statistics, place)
        self.templates = TemplatesPage(look, ops, info, services.templates, place)
        self.settings = SettingsPage(look, ops, info, services.settings.administration, place)
        self.registers = WorkBar(look, ops, self.tr("Checking the registers…"), _BELOW)
        self._leaving = CloseGuard(look, ops, self, self._unsent, self._soon)
        pages = (
            self.home,
            self.composer,
            self.subscribers,
            self.history,
            self.statistics,
            self.templates,
            self.settings,
        )
        self._frame.fill(info.office.name, pages, self.banners, self.lanes, self.undo, self.letters, self.registers)
        self._menus.fill(self._menu_actions())
        self._connect()
        self._filled = True
        self._arrange()
        self.pages.setCurrentIndex(self.nav.currentRow())
        self.banners.at(PAGES[self.pages.currentIndex()])
        if self.pages.currentWidget() is self.home:
            self.home.write_button.setFocus()
        elif self.pages.currentWidget() is self.composer:
            self.composer.chooser.search.setFocus()

    def _set_title(self, title: str) -> None:
        self.setWindowTitle(self.tr("TRAINING - {title}").format(title=title) if self._training else title)

    def _menu_actions(self) -> MenuActions:
        return MenuActions(
            new_notice=self.new_notice,
            send=self.composer.ask,
            import_subscribers=self.import_subscribers,
            verify_consents=self.verify_consents,
            ask_for_keys=self.ask_for_keys if self.services.settings.secrets else None,
            open_training=self.services.shell.open_training,
            show_help=self.show_help,
            show_keys=lambda: self.show_help(KEYS),
            begin_course=self.begin_course,
            show_about=self.show_about,
        )

    @property
    def reopening(self) -> bool:
        """Whether the window was closed to be opened again."""
        return self._filled and self._leaving.reopening

    @property
    def reopening_at(self) -> str:
        """The page at which the window is to be opened again; empty where it is not."""
        return self._again_at if self.reopening else ""

    def reopen(self, page: str = FIRST_PAGE, between: Between | None = None) -> None:
        """Closes the window, as a person would, and has it opened again at a page; ``between`` is done meanwhile."""
        self._again_at, self.between = page, between
        self._leaving.reopen()

    def reload(self) -> None:
        """Has the window opened again at the page of settings, with new ones."""
        self.reopen(_SETTINGS)

    def arrive(self, page: str, said: Said | None = None) -> None:
        """Says where the window has opened again why it did, or how what was done meanwhile ended."""
        if page == _SETTINGS:
            self.settings.tell_in_force(said)

    def go_to(self, page: str, *, focus: bool = False) -> None:
        """Shows the page of :data:`PAGES` with this name, now or as soon as it is there."""
        number = PAGES.index(page)
        again = focus and self._filled and self.pages.currentIndex() == number
        self.nav.setCurrentRow(number)
        self.pages.setCurrentIndex(number)
        if again and self.pages.currentWidget() is self.history:
            self.history.show_list()
        elif focus:
            self._frame.focus_page()

    def show_notice(self, id: int) -> None:
        """Opens a notice in the history; 0: the list of them."""
        self.go_to("history")
        if id:
            self.history.open_notice(id)
        else:
            self.history.show_list()

    def show_unknown(self) -> None:
        """Opens the desk of unknown outcomes."""
        self.go_to("history")
        self.history.open_unknown()

    def new_notice(self) -> None:
        """Asks what the next notice is about."""
        self.go_to("composer")
        self.composer.start_over()

    def show_drafts(self) -> None:
        """Lists the notices that were begun, above the subjects of a new one."""
        self.go_to("composer")
        self.composer.show_drafts()

    def import_subscribers(self) -> None:
        self.go_to("subscribers")
        self.subscribers.open_import()

    def ask_for_keys(self) -> None:
        """Asks for the keys of the services; in training there are none."""
        settings = self.services.settings
        if settings.secrets is None:
            return
        from comunecast_gui.ui.settings.secrets_dialog import SecretsDialog  # seldom: not at each start

        dialog = SecretsDialog(self._look, self.services.info.sentences, settings.secrets, settings.keys, self)
        dialog.accepted.connect(self._on_keys)
        dialog.open()

    def take_over(self) -> None:
        """Asks for the file of another computer; its office is taken over while the window is closed."""
        from comunecast_gui.ui.runtime.next_start import Between
        from comunecast_gui.ui.setup.arrive_dialog import ArriveDialog  # seldom: not at each start

        relocation = self.services.settings.administration.relocation
        if relocation is None:
            return
        dialog = ArriveDialog(self._look, self.ops, self, self.services.info.office.name)

        def taken(file: Path, words: str) -> None:
            dialog.accept()
            taking = Between(self.tr("Taking the office over…"), partial(_arrived, relocation, file, words))
            self.reopen(_SETTINGS, taking)

        def join() -> None:
            from comunecast_gui.ui.setup.join_dialog import JoinDialog

            asked = JoinDialog(self._look, self.ops, relocation.archive, self, self.services.info.office.name)
            asked.joined.connect(self.reload)
            asked.open()

        dialog.wanted.connect(taken)
        dialog.server_wanted.connect(join)
        dialog.open()

    def restore_backup(self) -> None:
        """Asks for a backup and for the recovery words, and shows what would change; it is put back while the window is
        closed."""
        from comunecast_gui.core.periods import timezone_of
        from comunecast_gui.ui.runtime.next_start import Between
        from comunecast_gui.ui.settings.restore_dialog import RestoreDialog  # seldom: not at each start

        copies = self.services.settings.administration.copies
        if copies.look is None or copies.put_back is None:
            return
        put_back = copies.put_back
        dialog = RestoreDialog(self._look, self.ops, copies.look, timezone_of(self.services.info.office), self)

        def wanted(file: Path, words: str, seen: Ahead) -> None:
            between = Between(dialog.under_way, partial(put_back, file, words, seen))
            dialog.accept()
            self.reopen(_SETTINGS, between)

        dialog.wanted.connect(wanted)
        dialog.open()

    def open_setup(self) -> None:
        """Opens the guided set-up; what it kept is in force once it is closed. Not in training."""
        from comunecast_gui.ui.setup.setup_dialog import SetupDialog  # seldom: not at each start

        parts = self.services.settings.setup
        if parts is None:
            return
        dialog = SetupDialog(self._look, self.ops, self.services.info.sentences, parts(), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        kept: list[bool] = []
        dialog.changed.connect(lambda: kept.append(True))
        dialog.finished.connect(lambda _: self.reopen() if kept else None)
        dialog.open()

    def try_words(self) -> None:
        """Asks for the recovery words, and opens the newest backup with them; not in training."""
        from comunecast_gui.core.periods import timezone_of
        from comunecast_gui.ui.settings.recovery_words_dialog import RecoveryWordsDialog  # seldom: not at each start

        prove = self.services.settings.administration.prove_words
        if prove is None:
            return
        zone = timezone_of(self.services.info.office)
        dialog = RecoveryWordsDialog(self._look, self.ops, prove, zone, self)
        dialog.proven.connect(self.settings.refresh)
        dialog.proven.connect(self.banners.drop_proof_due)
        dialog.open()

    def show_colleagues(self) -> None:
        """Opens the office's people and their roles; in training there are none."""
        from comunecast_gui.ui.settings.colleagues_dialog import ColleaguesDialog  # seldom: not at each start

        services = self.services
        if services.colleagues is None:
            return
        dialog = ColleaguesDialog(self._look, self.ops, services.info.clock, services.colleagues, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.first_added.connect(lambda: dialog.finished.connect(lambda _: self.reopen()))
        dialog.open()

    def show_office_key(self) -> None:
        """Shows the office key for the paper, or takes it from there; not in training."""
        from comunecast_gui.core.periods import timezone_of
        from comunecast_gui.ui.settings.office_key_dialog import OfficeKeyDialog  # seldom: not at each start
        from comunecast_gui.ui.settings.office_key_paper import KeyPaper

        administration, clock = self.services.settings.administration, self.services.info.clock
        show, enter, office = administration.key_paper, administration.enter_key, self.services.info.office
        if show is None or enter is None:
            return

        def paper() -> KeyPaper:
            words, text = show()
            return KeyPaper(office.name, clock.now().astimezone(timezone_of(office)).date(), words, text)

        OfficeKeyDialog(self._look, self.ops, paper, enter, self).open()

    def show_help(self, chapter: str = "") -> None:
        """Opens the manual in the language of the window at one of :data:`CHAPTERS`; without one at that about the page
        in front."""
        from comunecast_gui.ui.desktop.to_front import bring_to_front
        from comunecast_gui.ui.help.manual_window import ManualWindow  # seldom: not at each start

        language = self.services.info.screen_language
        if self._manual is None:
            self._manual = ManualWindow(self._look, paths.manual(language), self)
        bring_to_front(self._manual)
        self._manual.go_to(CHAPTERS[chapter or self._chapter()][language])

    def begin_course(self) -> None:
        """Shows the course in the manual; in the training the next notice meets on purpose what it is about."""
        if begin := self.services.shell.begin_course:
            begin()
        self.show_help(COURSE)

    def _chapter(self) -> str:
        """The chapter of the manual about the page in front."""
        if self.pages.currentWidget() is self.history and self.history.at_unknown:
            return UNKNOWN
        return PAGES[self.pages.currentIndex()]

    def show_about(self) -> None:
        from comunecast_gui.ui.shell.about_dialog import AboutDialog  # seldom: not at each start

        AboutDialog(self._look, self.services.info, self).open()

    def look_for_leftovers(self) -> None:
        """Asks the database what an earlier run left: queued rows and unknown outcomes; each gets a banner."""
        self.home.start()
        self.banners.look_for_leftovers()
        if relocation := self.services.settings.administration.relocation:
            self.ops.query(self, relocation.why_silent, self.banners.show_silent)
        self.banners.show_faulty_categories(self.services.shell.faulty_categories())
        if drafts := self.services.composing.drafts:
            self.ops.query(self, drafts.all, self.banners.show_drafts)
        self.mailbox.start()
        self.ops.query(self, self.services.settings.missing_keys, self.banners.show_missing_keys)
        if call := self.services.settings.administration.safekeeping:
            self.ops.query(self, call, self.banners.show_proof_due, lambda _: None)
        if self.services.settings.setup and not self.services.info.channels:
            self.banners.show_unfinished()
        self.banners.look_for_newer()
        self.upkeep.start()
        self.private_answers.start()
        self.approvals.look()
        self.schedule.look()
        self.endings.look()

    def _connect_shell(self) -> None:
        self.nav.currentRowChanged.connect(self._on_nav)
        self.nav.itemClicked.connect(lambda _: self._frame.focus_page())
        for number, page in enumerate(PAGES, 1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(lambda page=page: self.go_to(page, focus=True))
        QShortcut(QKeySequence("F6"), self).activated.connect(self._frame.next_region)

    def _connect_hours(self) -> None:
        """What goes out later, what can still be taken back, and what should be over by now."""
        self.schedule.seen.connect(self.undo.show_waiting)
        self.schedule.seen.connect(self.banners.show_held)
        self.undo.taken_back.connect(self._on_undone)
        self.history.taken_back.connect(self._on_taken_back)
        self.endings.asks.connect(self.banners.show_endings)
        self.banners.today_wanted.connect(lambda: self.go_to("home", focus=True))
        self.composer.chooser.calendar.setVisible(self.services.composing.calendar is not None)
        self.composer.chooser.calendar.clicked.connect(lambda: self.open_calendar())
        if self.services.composing.calendar is not None:
            from comunecast_gui.ui.later.calendar_drop import CalendarDrop

            CalendarDrop(self).dropped.connect(self._on_file)

    def _connect_settings(self) -> None:
        self.settings.words_wanted.connect(self.try_words)
        self.settings.restore_wanted.connect(self.restore_backup)
        self.settings.setup_wanted.connect(self.open_setup)
        self.settings.arrival_wanted.connect(self.take_over)
        self.settings.keys_wanted.connect(self.ask_for_keys)
        self.settings.colleagues_wanted.connect(self.show_colleagues)
        self.settings.paper_wanted.connect(self.show_office_key)
        self.settings.reload_wanted.connect(self.reload)
        self.settings.reopen_wanted.connect(lambda: self.reopen())
        self.settings.language_chosen.connect(self._keep_language)

    def _connect(self) -> None:
        self.home.write.connect(self.new_notice)
        self.home.open_notice.connect(self.show_notice)
        self.home.open_unknown.connect(self.show_unknown)
        self.home.follow_up.connect(self._on_follow_up)
        self.home.bulletin_wanted.connect(self._on_bulletin)
        self.home.paper_dropped.connect(self._on_paper)
        self.home.bulletin_read.connect(self.composer.look_again)
        self.home.draft_wanted.connect(self._on_draft)
        self.home.drafts_wanted.connect(self.show_drafts)
        self.home.keys_wanted.connect(self.ask_for_keys)
        self.home.settings_wanted.connect(lambda: self.go_to("settings", focus=True))
        self.composer.show_notice.connect(self.show_notice)
        self.templates.categories_changed.connect(self.composer.renew_topics)
        self.templates.changed_elsewhere.connect(self.banners.show_changed_subjects)
        self.history.write.connect(lambda: self.go_to("composer"))
        self.history.follow_up.connect(self._on_follow_up)
        self.history.write_again.connect(self._on_write_again)
        self.history.mistake.connect(self.mend_mistake)
        self.home.mistake.connect(self.mend_mistake)
        self.home.calendar_wanted.connect(self.open_calendar)
        self.home.table_dropped.connect(self._on_table)
        self.lanes.mistake.connect(self.mend_mistake)
        self._connect_hours()
        self._connect_settings()
        self.lanes.gave_up.connect(self.banners.show_gave_up)
        self.banners.open_unknown.connect(self.show_unknown)
        self.banners.computer_wanted.connect(self._on_computer)
        self.settings.in_use.connect(self.banners.drop_silent)
        self.banners.open_notice.connect(self.show_notice)
        self.banners.draft_wanted.connect(self._on_draft)
        self.banners.drafts_wanted.connect(self.show_drafts)
        self.banners.draft_dropped.connect(self.composer.forget)
        self.mailbox.looked.connect(self.subscribers.show_mail)
        self.mailbox.closed_letters.connect(self.banners.show_closed_letters)
        self.mailbox.meta_told.connect(self.banners.look_for_meta_news)
        self.mailbox.failed.connect(self.subscribers.show_mail_failure)
        self.banners.keys_wanted.connect(self.ask_for_keys)
        self.banners.words_wanted.connect(self.try_words)
        self.banners.answers_wanted.connect(self.private_answers.start)
        self.banners.setup_wanted.connect(self.open_setup)
        self.upkeep.reconciled.connect(self.statistics.show_reconciled)
        self.upkeep.counted.connect(self.statistics.show_counted)
        self.upkeep.submitted.connect(self.templates.refresh)
        self.upkeep.not_counted.connect(self.statistics.show_not_counted)
        self.private_answers.stopped.connect(self.banners.show_unanswered)
        self.approvals.seen.connect(self._on_requests)
        self.history.waiting.decided.connect(lambda _: self.approvals.look())
        self.banners.requests_wanted.connect(lambda: self.show_notice(0))
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self.lanes.toggle_pause)
        QShortcut(QKeySequence("Ctrl+."), self).activated.connect(self.lanes.stop_now)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.history.step_back)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._on_send_keys)

    # -- events -------------------------------------------------------------------------------------------------

    def _on_nav(self, row: int) -> None:
        if row >= 0:
            self.pages.setCurrentIndex(row)
            if self._filled:
                self.banners.at(PAGES[row])

    def _on_computer(self) -> None:
        """Asks on the page that says how it ended."""
        self.go_to("settings")
        self.settings.ask_to_use()

    def _on_send_keys(self) -> None:
        if self.pages.currentWidget() is self.composer:
            self.composer.ask()

    def _on_paper(self, path: Path) -> None:
        self.go_to("composer")
        self.composer.pasting.begin_with_file(path)

    def _on_bulletin(self, outlook: ZoneOutlook) -> None:
        self.go_to("composer")
        self.composer.begin_from_bulletin(outlook)

    def _on_follow_up(self, notice: int, category: str) -> None:
        self.go_to("composer")
        self.composer.follow_up(notice, category)

    def mend_mistake(self, notice: int) -> None:
        """Asks what is wrong in a notice that was sent, or is being sent."""
        self.ops.query(self, partial(self.services.history.thread.look, notice), self._on_mistake)

    def _on_mistake(self, mistaken: Mistaken) -> None:
        from comunecast_gui.ui.history.mistake_dialog import MistakeDialog

        lanes, services = self.lanes, self.services
        pauses = self.ops.running and not lanes.paused
        if pauses:
            lanes.toggle_pause()
        dialog = MistakeDialog(
            self._look, self.ops, services.info, services.history.thread, mistaken, self, paused=pauses or lanes.paused
        )
        if pauses:
            dialog.finished.connect(lambda _: lanes.toggle_pause() if lanes.paused else None)
        dialog.mended.connect(self._on_mended)
        dialog.open()

    def _on_mended(self, done: Mended) -> None:
        """The correction for those who have it on WhatsApp stands ready; where nobody has it, the notice is shown.

        Where what is right was queued for everybody, it goes out; what a second person has to see is in the history.
        """
        from comunecast_gui.ui.runtime.ops import only

        if done.request is not None:
            self.approvals.look()
            self.go_to("history")
        elif done.queued:
            self.ops.resume(only(*done.queued))
            self.show_notice(done.queued[-1])
        elif done.have_it:
            self.go_to("composer")
            self.composer.correct(done)
        else:
            self.show_notice(done.notice)

    def _on_write_again(self, notice: int) -> None:
        self.go_to("composer")
        self.composer.write_again(notice)

    def open_calendar(self, path: Path | None = None, replaces: str = "") -> None:
        """Asks for a calendar file, and which of its days shall become drafts.

        It takes the place of the calendar of the name ``replaces`` among those that the program remembers.
        """
        read = self.services.composing.calendar
        if read is None:
            return
        if path is None:
            wanted = self.tr("Calendars and tables (*.ics *.csv *.xlsx)")
            name, _ = QFileDialog.getOpenFileName(self, self.tr("From a calendar"), "", wanted)
            if not name:
                return
            path = Path(name)
        self.ops.query(self, partial(read, path), partial(self._show_calendar, path, replaces))

    def _show_calendar(self, path: Path, replaces: str, days: Sequence[CalendarDay]) -> None:
        from comunecast_gui.core.periods import local
        from comunecast_gui.ui.later.calendar_dialog import CalendarDialog  # seldom: not at each start

        info = self.services.info
        dialog = CalendarDialog(self._look, days, local(info.clock.now(), info.office), info.office.quiet, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.prepared.connect(self.composer.propose)
        remember = partial(self.services.composing.remember_calendar, path, replaces)
        if days:
            dialog.prepared.connect(lambda _: self.ops.query(self, remember, lambda _: self.home.refresh()))
        else:  # its first day is further away: the page of today asks again by then
            self.ops.query(self, remember, lambda _: self.home.refresh())
        dialog.open()

    def _on_file(self, path: Path) -> None:
        """A calendar or a table that was dropped on the window: on the page of people it is a list of numbers."""
        if self.pages.currentWidget() is self.subscribers and path.suffix.casefold() != ".ics":
            self.subscribers.open_import(path)
        else:
            self.open_calendar(path)

    def _on_table(self, path: Path) -> None:
        """A table that was dropped on the page of today: a calendar, or the bulletin of a zone."""
        if self.services.composing.calendar is None:
            self.home.open_bulletin(path)
            return

        def show(mine: bool) -> None:
            if mine:
                self.open_calendar(path)
            else:
                self.home.open_bulletin(path)

        self.ops.query(self, partial(self.services.composing.is_calendar, path), show)

    def _on_undone(self, notice: int) -> None:
        self.go_to("composer")
        self.composer.give_back(notice)

    def _on_taken_back(self, one: Scheduled) -> None:
        self.go_to("composer")
        self.composer.take_back(one)

    def verify_consents(self) -> None:
        """Looks whether the registers are whole, and gives the line that proves it later."""
        if prove := self.services.people.prove_registers:
            self.registers.run(prove, self.banners.show_proof, self.ops.trouble.emit, only_looks=True)

    def _on_requests(self, found: tuple[Shown, ...]) -> None:
        from comunecast_gui.core.approval.approval_request import ApprovalState
        from comunecast_gui.ui.widgets import labels

        self.history.waiting.show_requests(found)
        self.composer.show_requests(found)
        me = self.services.second_person.me.id if self.services.second_person else 0
        mine = [one for one in found if one.request.waits and me in one.request.approvers]
        self.banners.show_requests(len(mine))
        self.home.show_requests(mine)
        since = self.services.info.clock.now() - _TOLD
        self.banners.show_emergencies(
            {
                one.request.id: f"{labels.quoted(one.request.title)}. {labels.how_it_ended(one)}"
                for one in found
                if one.request.state is ApprovalState.OVERRIDDEN and (one.request.decided_at or since) > since
            }
        )

    def _on_draft(self, kept: KeptDraft) -> None:
        self.go_to("composer")
        self.composer.take_up(kept)

    def _on_keys(self) -> None:
        self.ops.take_new_keys()
        self.home.ask()
        self.settings.refresh()
        self.banners.drop_missing_keys()
        self.ops.query(self, self.services.settings.missing_keys, self.banners.show_missing_keys)

    def _keep_language(self, language: str) -> None:
        if self._preferences:
            self._preferences.keep_language(language)

    def _keep_theme(self) -> None:
        if self._preferences:
            self._preferences.keep_theme(self._look.theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter presses the button that has the focus, as in a dialog; Qt's own buttons take only the space bar."""
        if (focused := pressed_by_enter(self, event)) is not None:
            focused.click()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        if self._filled and self.templates.unsaved:
            event.ignore()
            self.go_to("templates")
            self.templates.ask_to_leave(self.close)
            return
        if self._filled and not self._leaving.allowed():
            event.ignore()
            return
        if self._preferences:
            self._preferences.keep_window(self)
        event.accept()

    def _soon(self) -> str:
        """What would not go out if the window closed: the next notice of the coming hours, with its hour."""
        from comunecast_gui.core.periods import local
        from comunecast_gui.ui.widgets import labels

        info, now = self.services.info, self.services.info.clock.now()
        soon = [one for one in self.schedule.waiting if not one.held_because(now) and one.at < now + _SOON]
        if not soon:
            return ""
        moment = labels.local_moment(local(soon[0].at, info.office), local(now, info.office))
        return self.tr("“{title}”, {moment}").format(title=soon[0].title, moment=moment)

    def _unsent(self) -> bool:
        """Whether closing would lose what is being written."""
        return not self.composer.keep()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        self._frame.arrange(narrow=self.width() < self._look.theme.px(_NARROW))


def _arrived(relocation: Relocation, file: Path, words: str, work: Work) -> None:
    """Raises InputError and ConfigError as ``Relocation.arrive`` does."""
    relocation.arrive(file, words, work)  # that the new settings are in force, the page of settings says by itself
