# SPDX-License-Identifier: EUPL-1.2
"""The banners above every page: queued leftovers, stopped lanes, Meta's news, faults."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from comunecast_gui.core.changes import Changed, ChangeKind, LaneProgress, SetAside
from comunecast_gui.core.meta.news import ToldNews, Weight
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.report.today import StillOpen
from comunecast_gui.core.schedule.due import Scheduled
from comunecast_gui.core.trust.chain import RegisterProof
from comunecast_gui.core.trust.safekeeping import Safekeeping
from comunecast_gui.store.delivery.notices import NoticeRow
from comunecast_gui.system.secrets import KeyState
from comunecast_gui.system.update_announcement import Announcement, UpdateNews
from comunecast_gui.ui.composer.draft_questions import ask_to_throw_away
from comunecast_gui.ui.history.queued_question import ask_to_send_queued
from comunecast_gui.ui.runtime.drafts import KeptDraft
from comunecast_gui.ui.runtime.ops import Ops, only
from comunecast_gui.ui.runtime.window_services import OfficeInfo, ShellServices
from comunecast_gui.ui.settings.secrets_dialog import key_title
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.by_keyboard import in_reading_order
from comunecast_gui.ui.widgets.limited_area import LimitedArea
from comunecast_gui.ui.widgets.look import Banner, Look, announce, tab_stops
from comunecast_gui.ui.widgets.outside import open_page
from comunecast_gui.ui.widgets.question import ask

_BETWEEN_LOOKS_MS = 6 * 60 * 60 * 1000


_MOST_REASONS = 3
_ROOM = 380, 44
"""Heights in pixels at normal text size: what the messages leave to the page, and what they take in any case."""
_RANKS = {"error": 0, "warning": 1, "info": 2, "success": 2}
"""Which message goes before which."""
_TONES = {Weight.GRAVE: "error", Weight.WARNING: "warning", Weight.GOOD: "info", Weight.NOTED: "info"}


class Banners(QWidget):
    """The banners that are there now; each goes when it is dealt with or closed."""

    open_unknown = Signal()
    """The officer wants to see the unknown outcomes."""

    open_notice = Signal(int)
    """The officer wants to see a notice in the history; 0: the list of them."""
    draft_wanted = Signal(object)
    """The officer wants to go on with this :class:`KeptDraft`."""
    draft_dropped = Signal(str)
    """The officer wants the draft with this uuid thrown away, and has said so twice."""
    drafts_wanted = Signal()
    """The officer wants to see all drafts."""
    today_wanted = Signal()
    """The officer wants to answer what became of something that was told."""
    requests_wanted = Signal()
    """The officer wants to see what waits for a second person."""
    keys_wanted = Signal()
    """The officer wants to write the keys of the services."""
    computer_wanted = Signal()
    """The officer wants this computer to send, though the office moved away or the folder is a copy."""
    setup_wanted = Signal()
    """The officer wants to go on with the guided set-up."""
    words_wanted = Signal()
    """The officer wants to try the recovery words."""
    answers_wanted = Signal()
    """The officer wants who writes to the bot to be answered from here again."""

    def __init__(
        self, look: Look, ops: Ops, info: OfficeInfo, services: ShellServices, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._ops = ops
        self._info = info
        self._services = services
        self._unknown: Banner | None = None
        self._keys: Banner | None = None
        self._words: Banner | None = None
        self._silent: Banner | None = None
        self._requests: Banner | None = None
        self._requested = 0
        self._endings: Banner | None = None
        self._held: Banner | None = None
        self._held_ids: frozenset[int] = frozenset()
        self._asked: frozenset[int] = frozenset()
        self._emergencies: set[int] = set()
        self._told: dict[int, Banner] = {}
        self._held_back: dict[Banner, frozenset[int]] = {}
        """The banners that say why notices stay queued, and which."""
        self._letters: dict[str, Banner | None] = {}
        """The banner of each sentence about closed letters; None once a person closed it."""
        self._again = QTimer(self)
        area = LimitedArea(look, self.tr("Messages"), _ROOM, (28, 14, 28, 0))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self._column = area.column
        self._column.setSpacing(8)
        self._more = look.button("", "quiet")
        self._more.clicked.connect(self._on_more)
        self._column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._unfolded = False
        self._always: set[Banner] = set()
        """What a person asked for, and the drafts: never folded away."""
        self._open_work: set[Banner] = set()
        """What is open: the home page says it too, and there it would stand twice."""
        self._page = ""
        self.hide()
        ops.trouble.connect(self.show_trouble)
        ops.running_changed.connect(self._on_running)
        ops.watch(self, self._on_changed, ChangeKind.DELIVERIES, ChangeKind.NOTICES)

    def look_for_leftovers(self) -> None:
        """Asks the database what an earlier run left: queued rows and unknown outcomes."""
        self._ops.query(self, self._leftovers, self._on_waiting)
        self._count_unknown()
        self.look_for_meta_news()

    def look_for_meta_news(self) -> None:
        """Asks the database what Meta told of templates, number and account that nobody has closed yet."""
        if call := self._services.meta_news:
            self._ops.query(self, call, self._on_meta_news)

    def _leftovers(self) -> tuple[Mapping[int, int], Sequence[NoticeRow]]:
        waiting = self._services.waiting()
        return waiting, [self._services.notices.get(id) for id in waiting]

    def at(self, page: str) -> None:
        """Which page is in front: what it tells by itself is not said twice."""
        if page != self._page:
            self._page = page
            self._fold()

    @property
    def _told_by_page(self) -> set[Banner]:
        """The home page tells what is open, that of the settings why this computer sends nothing."""
        if self._page == "settings":
            return {banner for banner in self._shown() if banner is self._silent}
        return self._open_work if self._page == "home" else set()

    def show_trouble(self, sentence: str) -> None:
        """Shows a failure that no page is waiting for."""
        self._add(Banner(self._look, "error", sentence))

    def show_gave_up(self, lane: LaneProgress) -> None:
        """Shows why a channel ended with something still queued, and offers to try again.

        A notice that waits for another channel may be sent where it is ready, in one press.
        """
        channel = labels.channel_title(lane.channel, self._info.channel_titles)
        reason = next((one for one in lane.aside if one.code == lane.code), None)
        titles, sentences = self._info.channel_titles, self._info.sentences
        sentence = labels.why_aside(reason, sentences, titles) if reason else sentences.of_lane(lane)
        banner = Banner(self._look, "error", f"{channel}: {sentence}")
        again = self._look.button(self.tr("Try again"))
        again.clicked.connect(self._dropping(banner, self._ops.resume_again))
        banner.add_button(again)
        waiting = [one for one in lane.aside if one.waits_for]
        if waiting:
            ready = self._look.button(self.tr("Send now where it is ready"))
            ready.clicked.connect(self._dropping(banner, partial(self._send_where_ready, waiting)))
            banner.add_button(ready)
        if len(lane.aside) == 1:
            look = self._look.button(self.tr("Look at it"))
            look.clicked.connect(partial(self.open_notice.emit, lane.aside[0].notice))
            banner.add_button(look)
        if "_token" in lane.code and self._services.secrets:
            banner.add_button(self._keys_button())
        self._add(banner)
        if lane.aside and banner in self._shown():
            self._held_back[banner] = frozenset(one.notice for one in lane.aside)

    def _on_still_waiting(self, waiting: Mapping[int, int]) -> None:
        """Takes back what says that notices stay queued, where a person has cancelled them since."""
        for banner in [one for one, notices in self._held_back.items() if not notices & waiting.keys()]:
            self._drop(banner)

    def _send_where_ready(self, waiting: Sequence[SetAside]) -> None:
        for one in waiting:
            self._ops.send_where_ready(self, one.notice, one.waits_for)

    def show_missing_keys(self, states: Sequence[KeyState]) -> None:
        """Says which keys of services are missing now, and no others, and leads to where they are written."""
        self.drop_missing_keys()
        if not states:
            return
        texts = []
        if missing := "; ".join(key_title(state.name) for state in states if not state.elsewhere):
            texts.append(self.tr("Something is missing before notices can go out. {keys}.").format(keys=missing))
        moved = self.tr(
            "{key}: it was written for {before}, and the settings now name {now}. It is not sent there: "
            "write it again only if you know this address."
        )
        texts += [
            moved.format(key=key_title(state.name), before=state.elsewhere, now=state.host)
            for state in states
            if state.elsewhere
        ]
        banner = Banner(self._look, "warning", "\n".join(texts))
        banner.add_button(self._keys_button())
        self._keys = banner
        self._add(banner)

    def show_silent(self, why: str) -> None:
        """Says why nothing goes out from this computer, and leads to the one press that lets it send again."""
        self.drop_silent()
        if why:
            self._silent = Banner(self._look, "warning", why)
            use = self._look.button(self.tr("&Use this computer…"))
            use.clicked.connect(self.computer_wanted)
            self._silent.add_button(use)
            self._add(self._silent, always=True)

    def drop_silent(self) -> None:
        """This computer sends again."""
        if self._silent is not None:
            self._drop(self._silent)

    def show_unfinished(self) -> None:
        """Says that the set-up was left before any channel was connected, and leads back to it."""
        banner = Banner(self._look, "info", self.tr("The set-up is not finished: no notice can go out yet."))
        go_on = self._look.button(self.tr("&Go on with the set-up…"))
        go_on.clicked.connect(self.setup_wanted)
        banner.add_button(go_on)
        self._add(banner)

    def show_faulty_categories(self, told: Sequence[str]) -> None:
        """Says which of the office's own categories do not work, with the line of the file."""
        if told:
            self._add(Banner(self._look, "warning", "\n".join(told)))

    def look_for_newer(self) -> None:
        """Looks for a newer version now and every few hours; it asks outside at most once a day."""
        if self._services.newer is None:
            return
        self._again.timeout.connect(self._ask_for_newer)
        self._again.start(_BETWEEN_LOOKS_MS)
        self._ask_for_newer()

    def _ask_for_newer(self) -> None:
        if newer := self._services.newer:
            self._ops.query(self, newer, self.show_update_news, lambda _: None)

    def show_changed_subjects(self, names: str) -> None:
        """Says which subjects another workstation changed: what is being written has been checked anew."""
        text = self.tr(
            "Another workstation changed the texts of: {names}. What you are writing now says what the new text says, "
            "and was checked anew; what was confirmed goes out as it was."
        )
        self._add(Banner(self._look, "info", text.format(names=names)))

    def show_update_news(self, news: UpdateNews) -> None:
        """Says that a newer version exists, or that nothing was heard of one for weeks; nothing is installed."""
        if news.newer is not None:
            self.show_newer(news.newer)
        if news.silent_since is not None:
            text = self.tr(
                "Since {date} nothing is heard of newer versions of ComuneCast. Nothing is lost and sending works: "
                "tell whoever runs the program, who looks at the makers' page."
            )
            self._add(Banner(self._look, "warning", text.format(date=f"{news.silent_since:%d/%m/%Y}")))

    def show_newer(self, news: Announcement) -> None:
        """Says that a newer version exists, and leads to the page that tells about it; nothing is installed."""
        text = self.tr("ComuneCast {version} is there. Nothing is installed by itself: tell whoever runs the program.")
        banner = Banner(self._look, "info", text.format(version=news.version))
        page = self._look.button(self.tr("What is new"), "", "it-external-link")
        page.clicked.connect(lambda: open_page(news.url))
        banner.add_button(page)
        self._add(banner)

    def show_drafts(self, found: Sequence[KeptDraft]) -> None:
        """Offers to go on with the notices that were being written: with the one that there is, or with the list."""
        known = {category.id for category in self._info.catalogue}
        drafts = [kept for kept in found if kept.category in known]
        if not drafts:
            return
        newest = drafts[0]
        at = labels.moment(newest.at, timezone_of(self._info.office))
        if len(drafts) == 1:
            text = self.tr("You were writing “{title}”, on {moment}.")
        else:
            text = self.tr(
                "%n notices were begun and not sent; the last one was “{title}”, on {moment}.", "", len(drafts)
            )
        banner = Banner(self._look, "info", text.format(title=newest.title, moment=at))
        take = self._look.button(self.tr("Go on writing"))
        take.clicked.connect(self._dropping(banner, lambda: self.draft_wanted.emit(newest)))
        banner.add_button(take)
        if len(drafts) == 1:
            drop = self._look.button(self.tr("Throw it away…"), "danger")
            drop.clicked.connect(lambda: self._ask_to_throw_away(banner, newest))
            banner.add_button(drop)
        else:
            see = self._look.button(self.tr("See all of them"))
            see.clicked.connect(self._dropping(banner, self.drafts_wanted.emit))
            banner.add_button(see)
        self._add(banner, always=True, open_work=True)

    def _ask_to_throw_away(self, banner: Banner, kept: KeptDraft) -> None:
        drop = self._dropping(banner, lambda: self.draft_dropped.emit(kept.uuid))
        ask_to_throw_away(self._look, self, kept.title, drop)

    def show_unanswered(self, reason: str) -> None:
        """Says that who writes to the bot is no longer answered from here, and offers to begin again."""
        text = self.tr("Private messages to the Telegram bot are not answered from here any more. {reason}")
        banner = Banner(self._look, "warning", text.format(reason=reason))
        again = self._look.button(self.tr("Answer again"))
        again.clicked.connect(self._dropping(banner, self.answers_wanted.emit))
        banner.add_button(again)
        self._add(banner)

    def show_proof_due(self, found: Safekeeping) -> None:
        """Asks the office to try its recovery words, where there is a backup and the proof is due."""
        if found.last is None or not found.proof_is_due(self._info.clock.now()):
            return
        if found.proven is None:
            text = self.tr("Nobody has tried yet whether the 24 words on the office's paper open the backups.")
        else:
            text = self.tr("The 24 words on the office's paper were last tried on {moment}: is the paper still there?")
            text = text.format(moment=labels.moment(found.proven, timezone_of(self._info.office)))
        banner = self._words = Banner(self._look, "warning", text)
        words = self._look.button(self.tr("Try the words…"), "", "it-lock")
        words.clicked.connect(self.words_wanted)
        banner.add_button(words)
        self._add(banner)

    def drop_proof_due(self) -> None:
        """Removes that banner: the words were tried."""
        if self._words is not None:
            self._drop(self._words)

    def show_proof(self, found: RegisterProof) -> None:
        """Says whether the registers are whole, and offers the line for the protocol register."""
        banner = Banner(self._look, "success" if found.sound else "error", found.sentence)
        if found.line:
            copy = self._look.button(self.tr("Copy the line"), "", "it-copy")
            copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(found.line))
            banner.add_button(copy)
        self._add(banner, always=True)

    def show_endings(self, found: Sequence[StillOpen]) -> None:
        """An alert that ended and was not called off is said above every page until somebody answers."""
        alerts = [one for one in found if one.alert]
        asked = frozenset(one.notice for one in alerts)
        if asked == self._asked:
            return
        self._asked = asked
        if self._endings is not None:
            self._drop(self._endings)
            self._endings = None
        if alerts:
            text = self.tr("Alert not called off: {title}").format(title=alerts[0].title)
            banner = Banner(self._look, "error", text)
            answer = self._look.button(self.tr("Answer"))
            answer.clicked.connect(self.today_wanted)
            banner.add_button(answer)
            self._endings = banner
            self._add(banner, self._forget_endings, open_work=True)

    def show_held(self, found: Sequence[Scheduled]) -> None:
        """A notice that did not go out at its hour is said above every page until a person decides."""
        now = self._info.clock.now()
        held = [one for one in found if one.held_because(now)]
        if (ids := frozenset(one.notice for one in held)) == self._held_ids:
            return
        self._held_ids = ids
        if self._held is not None:
            self._drop(self._held)
            self._held = None
        if held:
            because = self._info.sentences.of_held(held[0].held_because(now), held[0].held_detail)
            text = self.tr("Did not go out at its hour: {title}. The reason: {because}.")
            banner = Banner(self._look, "error", text.format(title=held[0].title, because=because))
            look = self._look.button(self.tr("Look and decide"))
            look.clicked.connect(partial(self.open_notice.emit, held[0].notice))
            banner.add_button(look)
            self._held = banner
            self._add(banner, self._forget_held, open_work=True)

    def _forget_held(self) -> None:
        """Closed is not decided: it is said again with the next look that finds another one."""
        self._held = None

    def _forget_endings(self) -> None:
        """Closed is not answered: the next look says it again."""
        self._endings = None
        self._asked = frozenset()

    def show_requests(self, count: int) -> None:
        """Says that so many notices wait for the approval of the person signed in; 0 takes the message away."""
        if count == self._requested:
            return
        self._requested = count
        if self._requests is not None:
            self._drop(self._requests)
            self._requests = None
        if count:
            banner = Banner(self._look, "warning", self.tr("%n notice(s) wait for your approval.", "", count))
            look = self._look.button(self.tr("Look and decide"))
            look.clicked.connect(self.requests_wanted)
            banner.add_button(look)
            self._requests = banner
            self._add(banner, self._forget_requests, open_work=True)

    def show_emergencies(self, told: Mapping[int, str]) -> None:
        """Says once of each emergency, by its request, who sent it without a second person."""
        for request, text in told.items():
            if request not in self._emergencies:
                self._emergencies.add(request)
                banner = Banner(self._look, "error", text)
                look = self._look.button(self.tr("Look at it"))
                look.clicked.connect(self.requests_wanted)
                banner.add_button(look)
                self._add(banner)

    def _forget_requests(self) -> None:
        self._requests = None

    def show_closed_letters(self, sentences: Sequence[str]) -> None:
        """Says that letters of citizens cannot be opened; a banner that a person closed returns when it changes."""
        for sentence in self._letters.keys() - set(sentences):
            if (shown := self._letters.pop(sentence)) is not None:
                self._drop(shown)
        for sentence in sentences:
            if sentence not in self._letters:
                self._letters[sentence] = banner = Banner(self._look, "error", sentence)
                self._add(banner)

    def drop_missing_keys(self) -> None:
        """Takes that back."""
        if self._keys is not None:
            self._drop(self._keys)

    def _keys_button(self) -> QPushButton:
        write = self._look.button(self.tr("Enter the keys…"), "", "it-key")
        write.clicked.connect(self.keys_wanted)
        return write

    def texts(self) -> list[str]:
        """What the banners say now, also those that are folded away."""
        return [banner.text for banner in self._shown()]

    def _shown(self) -> list[Banner]:
        items = (self._column.itemAt(index) for index in range(self._column.count()))
        return [widget for item in items if item and isinstance(widget := item.widget(), Banner)]

    def _on_meta_news(self, found: Sequence[ToldNews]) -> None:
        """One banner each; what is no longer so goes by itself, and what a person closes does not come back."""
        for id in self._told.keys() - {one.id for one in found}:
            self._drop(self._told[id])
        for one in found:
            if one.id not in self._told:
                self._told[one.id] = banner = Banner(self._look, _TONES[one.weight], one.text)
                self._add(banner, partial(self._on_news_closed, one.id))

    def _on_news_closed(self, id: int) -> None:
        if close := self._services.close_meta_news:
            self._ops.query(self, partial(close, [id]), lambda _: None)

    def _on_waiting(self, found: tuple[Mapping[int, int], Sequence[NoticeRow]]) -> None:
        waiting, notices = found
        count = sum(waiting.values())
        if not count or self._ops.running:
            return
        if len(notices) == 1:
            text = self.tr("Sending “{title}”, of {moment}, was interrupted: %Ln message(s) are missing.", "", count)
            at = labels.moment(notices[0].created_at, timezone_of(self._info.office))
            text = text.format(title=notices[0].title, moment=at)
        else:
            text = self.tr("{notices} notices were interrupted: %Ln message(s) are missing.", "", count)
            text = text.format(notices=len(notices))
        still = self.tr("Is it still right to send?")
        banner = Banner(self._look, "warning", " ".join([text, *self._reasons(notices), still]))
        look = self._look.button(self.tr("Look at it"))
        only_one = notices[0].id if len(notices) == 1 else 0
        look.clicked.connect(lambda: self.open_notice.emit(only_one))
        send = self._look.button(self.tr("Send them…"))
        send.clicked.connect(lambda: self._ask_to_send(banner, waiting))
        cancel = self._look.button(self.tr("Do not send them…"), "danger")
        cancel.clicked.connect(lambda: self._ask_cancel(banner, tuple(waiting), count))
        for button in (look, send, cancel):
            banner.add_button(button)
        self._add(banner, open_work=True)

    def _reasons(self, notices: Sequence[NoticeRow]) -> list[str]:
        """Why they do not go out, as far as it is known: each reason once."""
        titles = self._info.channel_titles
        told = [
            f"{labels.channel_title(name, titles)}: {labels.why_aside(one, self._info.sentences, titles)}"
            for row in notices
            for name, one in row.aside.items()
        ]
        return list(dict.fromkeys(told))[:_MOST_REASONS]

    def _ask_to_send(self, banner: Banner, waiting: Mapping[int, int]) -> None:
        """An alert that waited may be stale: nothing goes out from a single press."""
        ask_to_send_queued(
            self._look,
            self,
            sum(waiting.values()),
            self._dropping(banner, lambda: self._ops.resume(only(*waiting))),
        )

    def _ask_cancel(self, banner: Banner, notices: tuple[int, ...], count: int) -> None:
        def cancel_all() -> None:
            for notice in notices:
                self._services.cancel(notice)

        ask(
            self._look,
            self,
            self.tr("Stop the %Ln message(s) still queued?", "", count),
            self.tr("These people will not get the notice. What was already sent cannot be called back."),
            self.tr("&Send them no more"),
            self.tr("&Leave them queued"),
            lambda: self._ops.change(self, cancel_all, lambda _: self._drop(banner), ids=lambda _: notices),
            kind="danger",
        )

    def _on_running(self, running: bool) -> None:
        if not running:
            self._count_unknown()

    def _on_changed(self, changed: Changed) -> None:
        """A person or a receipt may have settled the last unknown outcome; what the engine sends did not."""
        if changed.kind is ChangeKind.NOTICES:
            wanted = self._unknown is not None
        else:
            wanted = bool(changed.origin) or not changed.ids
        if wanted:
            self._count_unknown()
        if self._held_back:
            self._ops.query(self, self._services.waiting, self._on_still_waiting)

    def _count_unknown(self) -> None:
        self._ops.query(self, self._services.notices.count_unknown, self._on_unknown)

    def _on_unknown(self, count: int) -> None:
        text = self.tr("It is not known whether %Ln message(s) arrived.", "", count) if count else ""
        if self._unknown is not None:
            if self._unknown.text == text:
                return
            self._drop(self._unknown)
        if not text:
            return
        banner = self._unknown = Banner(self._look, "warning", text)
        go = self._look.button(self.tr("Look at them"))
        go.clicked.connect(self._dropping(banner, self.open_unknown.emit))
        banner.add_button(go)
        self._add(banner, open_work=True)

    def _add(
        self, banner: Banner, closed: Callable[[], object] = bool, *, always: bool = False, open_work: bool = False
    ) -> None:
        """Shows a banner; ``closed`` is called when a person closes it. One that is there ``always`` is not folded.

        ``open_work``: the home page tells the same.
        """
        if banner.text in self.texts():
            banner.deleteLater()
            return
        close = self._look.icon_button("it-close", self.tr("Close this message"))
        close.setAccessibleName(f"{close.accessibleName()}: {banner.text}")
        close.clicked.connect(self._dropping(banner, closed))
        banner.add_button(close)
        if always:
            self._always.add(banner)
        if open_work:
            self._open_work.add(banner)
        before = sum(_RANKS[shown.tone] < _RANKS[banner.tone] for shown in self._shown())
        self._column.insertWidget(before, banner)
        self._fold()
        if banner not in self._told_by_page:
            announce(self, banner.text)

    def _on_more(self) -> None:
        self._unfolded = True
        self._fold()

    def _fold(self) -> None:
        """Only the gravest one takes room, of these the newest, until somebody wants to see the others.

        Beside it stand the answers that a person asked for and the offer of drafts: who looks for them finds them.
        """
        elsewhere = self._told_by_page
        banners = [banner for banner in self._shown() if banner not in elsewhere]
        for banner in elsewhere:
            banner.hide()
        foldable = [banner for banner in banners[1:] if banner not in self._always]
        if not foldable:
            self._unfolded = False
        for banner in banners:
            banner.setVisible(self._unfolded or banner not in foldable)
        folded = bool(foldable) and not self._unfolded
        self._more.setText(self.tr("Show %n more message(s)", "", len(foldable)) if folded else "")
        self._more.setVisible(folded)
        in_reading_order(self, [*(stop for banner in self._shown() for stop in tab_stops(banner)), self._more])
        self.setVisible(bool(banners))

    def _dropping(self, banner: Banner, call: Callable[[], object]) -> Callable[[], None]:
        def pressed() -> None:
            self._drop(banner)
            call()

        return pressed

    def _drop(self, banner: Banner) -> None:
        if banner is self._unknown:
            self._unknown = None
        if banner is self._keys:
            self._keys = None
        if banner is self._words:
            self._words = None
        if banner is self._silent:
            self._silent = None
        self._told = {id: shown for id, shown in self._told.items() if shown is not banner}
        self._held_back.pop(banner, None)
        self._always.discard(banner)
        self._open_work.discard(banner)
        self._letters = {text: None if shown is banner else shown for text, shown in self._letters.items()}
        self._column.removeWidget(banner)
        banner.hide()
        banner.deleteLater()
        self._fold()
