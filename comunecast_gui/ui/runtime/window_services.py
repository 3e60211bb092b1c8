# SPDX-License-Identifier: EUPL-1.2
"""All services that the window uses, in one place, sorted by page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from comunecast_gui.core.approval.approval_request import ApprovalRequest
from comunecast_gui.core.approval.colleagues import Colleague
from comunecast_gui.core.approval.overview import Shown
from comunecast_gui.core.bulletin.zone_outlook import ZoneOutlook
from comunecast_gui.core.changes import Changed, Event
from comunecast_gui.core.errors import SendError
from comunecast_gui.core.inbound.pull import PullReport
from comunecast_gui.core.messaging_limit import OverDays
from comunecast_gui.core.meta.news import ToldNews
from comunecast_gui.core.model import After, Attachment, Office, PriceCategory, Verdict
from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.core.notice.checks.check import CheckContext
from comunecast_gui.core.notice.compose import Composed
from comunecast_gui.core.notice.costs import Rates
from comunecast_gui.core.notice.follow_up import Begun, Possible, Told
from comunecast_gui.core.notice.preflight import Preflight
from comunecast_gui.core.ports import Clock, NewNotice, SendingEngine
from comunecast_gui.core.report.outlook import ChannelOutlook
from comunecast_gui.core.report.statistics import Figures
from comunecast_gui.core.report.today import OpenWork, Standing, StillOpen
from comunecast_gui.core.schedule.calendar_file import CalendarDay
from comunecast_gui.core.schedule.due import Falsehood, Scheduled
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.core.setup.trial_record import Trial
from comunecast_gui.core.thread.corrections import Mended, Mistaken
from comunecast_gui.core.thread.post_change import Act, ChangeVerdict, PostChange
from comunecast_gui.core.trust.chain import RegisterProof
from comunecast_gui.core.work.long_work import Work
from comunecast_gui.store.approval.approval_requests import Needed, Submitted
from comunecast_gui.store.colleagues.colleague_rows import Colleagues
from comunecast_gui.store.consent.subscribers import Subscribers
from comunecast_gui.store.delivery.hand_publications import HandPublications
from comunecast_gui.store.delivery.notices import NoticeRow, Notices
from comunecast_gui.store.delivery.templates import TemplateRow
from comunecast_gui.store.delivery.verdicts import Settlement
from comunecast_gui.system.awake.keep_awake import Hold, NoHold
from comunecast_gui.system.secrets import KeyState, SecretName, Secrets
from comunecast_gui.system.update_announcement import UpdateNews
from comunecast_gui.ui.runtime.administration import Administration
from comunecast_gui.ui.runtime.dossier import DossierService
from comunecast_gui.ui.runtime.drafts import DraftFolder
from comunecast_gui.ui.runtime.setup_step import SetupParts
from comunecast_gui.ui.runtime.subscriber_import import SubscriberImporter


@dataclass(frozen=True, slots=True)
class Mail:
    """What was brought in just now, and how many automatic answers went out this month, of those that are free.

    ``closed`` says why letters of citizens cannot be opened; empty if all can.
    """

    report: PullReport
    answered: int
    free: int
    closed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BotRound:
    """One look at the bot's private chats: what ends them for good, and the notices that an approval queued."""

    ended_by: SendError | None = None
    released: tuple[int, ...] = ()


def _nothing_to_ask(_: Composed) -> Preflight:
    return Preflight()


@dataclass(frozen=True, slots=True)
class OfficeInfo:
    """What every page may know of the office and of this program; nobody is asked for it."""

    office: Office
    sentences: Sentences
    clock: Clock
    categories: Callable[[], Catalogue]
    """Tells the categories of now: the office may change its own while the window is open."""
    channels: tuple[str, ...]
    resources: Path
    version: str
    channel_titles: Mapping[str, str] = field(default_factory=dict)
    language: str = "it"
    """The language of the WhatsApp templates."""
    screen_language: str = "it"
    """The language of the window; notices are in Italian."""
    who: str = ""
    """Who signs what is written in the audit log."""
    training: bool = False

    @property
    def catalogue(self) -> Catalogue:
        """The categories as the office has them now."""
        return self.categories()


Audience = Callable[[Sequence[str], str, After | None], Mapping[str, int]]
"""People per channel, where the number is known, for a notice for some zones (none: all) on a topic (empty: any).

The last says which notice it follows, if any.
"""


@dataclass(frozen=True, slots=True)
class BulletinServices:
    """For weather bulletins; what is read is kept, and holds until a newer one is."""

    known: Callable[[], ZoneOutlook]
    """What was read lately. Raises ConfigError("bulletin_no_zone")."""
    read: Callable[[Path, Work], ZoneOutlook]
    """Reads a file. Raises InputError (``bulletin_*``)."""
    fetch: Callable[[Work], ZoneOutlook] | None = None
    """Fetches from the addresses of the settings; None where there is none. Raises InputError (``bulletin_*``)."""
    hourly: bool = False
    """Whether the settings allow it to be fetched every hour."""


@dataclass(frozen=True, slots=True)
class HomeServices:
    """For the page of today."""

    work: Callable[[], OpenWork] | None = None
    """Reads what is open."""
    standing: Callable[[], Standing] | None = None
    """Counts the people reached and the month so far."""
    outlook: Callable[[], Sequence[ChannelOutlook]] | None = None
    """Asks the services whether a notice sent now would go out."""
    drafts: DraftFolder | None = None
    bulletin: BulletinServices | None = None
    declare_over: Callable[[int], None] | None = None
    """A person says that what a notice told of is over, and that nobody needs a message."""
    forget_calendar: Callable[[str], None] | None = None
    """A calendar that was given to the program asks for nothing any more."""


@dataclass(frozen=True, slots=True)
class ComposingServices:
    """For the pages on which a notice is written."""

    context: Callable[[], CheckContext]
    """Reads what the checks compare with."""
    audience: Audience
    notice: Callable[[int], NoticeRow]
    """An earlier notice. Raises InputError("unknown_notice")."""
    fields: Callable[[int], Mapping[str, Any]]
    """The raw values of an earlier notice. Raises InputError("unknown_notice")."""
    follow_up: Callable[[int, str], Begun]
    """What a notice of a category begins with that follows another. Raises InputError("cannot_follow")."""
    references: Callable[[], Sequence[Told]] = tuple
    """The notices that another one may speak of, the newest first."""
    calendar: Callable[[Path], Sequence[CalendarDay]] | None = None
    """Reads the days of the coming weeks in a calendar file; None where no drafts are kept."""
    is_calendar: Callable[[Path], bool] = lambda _: False
    """Whether a table is a calendar, and no weather bulletin."""
    remember_calendar: Callable[[Path, str], None] = lambda _path, _replaces: None
    """Keeps that these weeks of a file were shown, in the place of the calendar of this name (empty: of none)."""
    files: Callable[[int], Sequence[Attachment]] = lambda _: ()
    """The files of an earlier notice."""
    used: Callable[[], Mapping[str, int]] = dict
    """How often the office used each category lately."""
    templates: Callable[[], Mapping[str, TemplateRow]] = dict
    """What Meta last said of each WhatsApp template, by name."""
    drafts: DraftFolder | None = None
    """Where the notice that is being written is kept; None in training."""


@dataclass(frozen=True, slots=True)
class SendingServices:
    """From the button to the queue."""

    freeze: Callable[[Composed], Composed]
    """What a person will be asked about: the notice with its files kept, and with whom it is for."""
    revised: Callable[[Composed], Composed | None]
    """What a frozen notice has become meanwhile; None: it is still the same."""
    queue: Callable[[Composed], Submitted]
    """Queues exactly what was frozen, or keeps it for a second person."""
    audience: Audience
    needed: Callable[[NewNotice], Needed | None]
    """Whether a second person has to see it before it goes out."""
    rates: Rates
    per_second: Mapping[str, float]
    """The allowed pace of each channel."""
    preflight: Callable[[Composed], Preflight] = _nothing_to_ask
    """Asks the services about a notice that a person wants to send; raises what forbids it."""


@dataclass(frozen=True, slots=True)
class ScheduleRound:
    """One look at what goes out later: the notices that this window has to send now, and what waits on.

    ``next_due`` is the next hour at which something goes out by itself.
    """

    released: tuple[int, ...] = ()
    waiting: tuple[Scheduled, ...] = ()
    next_due: datetime | None = None


@dataclass(frozen=True, slots=True)
class ScheduleServices:
    """For what goes out later. What a person decides raises InputError("not_scheduled" | "schedule_as_it_was" ...)."""

    look: Callable[[], ScheduleRound]
    """Lets go what is due and still true."""
    false_now: Callable[[int], Falsehood | None]
    """What in it would not be true if it went out now; asking changes nothing."""
    send_now: Callable[[int, bool], bool]
    """A person sends it now, ``whatever`` became false in it or not; True: this window has to send it."""
    over_days: Callable[[int], OverDays | None]
    """How it would be spread over days, where Meta sets a limit. Raises ConfigError where Meta cannot be asked."""
    send_over_days: Callable[[int], bool]
    """A person sends it now to as many as Meta allows, and to the others on the next days; as ``send_now``."""
    move: Callable[[int, datetime], Scheduled]
    """Gives it another hour of its day."""
    take_back: Callable[[int], None]
    """Nothing of it goes out."""


@dataclass(frozen=True, slots=True)
class EngineServices:
    """What sends, and what tells of it. ``make_engine`` and ``sending_lock`` are called in the UI thread."""

    make_engine: Callable[[Callable[[Event], None]], SendingEngine]
    sending_lock: Callable[[], AbstractContextManager[object]]
    set_aside: Callable[[int, Collection[str]], None]
    """A person decided that the notice's other channels do not wait for these."""
    news: Callable[[], Sequence[Changed]] | None = None
    """What other workstations changed since it was asked last; None where nobody else works on the database."""


@dataclass(frozen=True, slots=True)
class ThreadServices:
    """For what comes after a notice that was sent: a mistake in it, and changes of its posts."""

    look: Callable[[int], Mistaken]
    """What can still be done about a notice with a mistake in it."""
    correct: Callable[[int, Mapping[str, Any], Sequence[Attachment] | None], Mended]
    """Stops what is queued, and has the posts corrected with these values and files (None: those that they have).

    Raises InputError("correction_*").
    """
    correct_for_all: Callable[[int, Mapping[str, Any], Sequence[Attachment] | None], Mended]
    """The same, and queues what is right for everybody: as a correction for who has it, as a notice for who has not."""
    withdraw: Callable[[int], Mended]
    """Stops what is queued, and has the posts deleted."""
    ask: Callable[[int, Act], object]
    """Has the posts of a notice deleted, pinned or unpinned. Raises InputError("no_post")."""
    changes: Callable[[int], Sequence[PostChange]]
    """The changes of a notice's posts, the oldest first."""
    settle: Callable[[int, ChangeVerdict], Submitted | None]
    """A person's verdict on a change that failed or of which nobody knows; returns what was queued in its place."""


@dataclass(frozen=True, slots=True)
class HistoryServices:
    """For the pages that show what was told to whom."""

    notices: Notices
    reveal: Callable[[int, str, datetime], str]
    """A subscriber's whole number, for who asks and when; it is written in the audit log."""
    with_bytes: Callable[[Attachment], Attachment]
    """Brings the kept bytes of a file that was sent, to be shown again."""
    possible: Callable[[int], Sequence[Possible]]
    """What can follow a notice now."""
    schedule: ScheduleServices
    """What a person decides about what goes out later."""
    thread: ThreadServices
    cancel: Callable[[int], int]
    """Takes what is queued of a notice off the queue; returns how many messages.

    Raises ConfigError("moved_away" | "folder_copied").
    """
    settle: Callable[[Verdict, Collection[int], Collection[int]], Settlement]
    """A person's verdict on these deliveries, and on all of these notices that wait for one. Raises as ``cancel``."""
    never_again: frozenset[str] = frozenset()
    """The codes of failures that a retry would only repeat."""
    save_cap: Callable[[int, Path], object] | None = None
    """Writes the alert of a notice into a file. Raises InputError("cap_not_an_alert" | "cap_not_written")."""
    by_hand: HandPublications | None = None
    """What a person published on the WhatsApp Channel; None where nobody may write that down."""
    trials: Callable[[], Sequence[Trial]] | None = None
    """What the set-up sent to the office's own phone."""


@dataclass(frozen=True, slots=True)
class ExportsList:
    """``write`` writes the list of subscribers, with masked or whole numbers, and returns how many people are in it.

    It raises InputError("export_kind" | "export_unwritable" | "work_stopped") and ConfigError (``database_*``).
    ``whole``: whether whoever is here may take whole numbers.
    """

    write: Callable[[Path, bool, Work], int]
    whole: bool


@dataclass(frozen=True, slots=True)
class PeopleServices:
    """For the pages about subscribers."""

    subscribers: Subscribers
    importer: SubscriberImporter
    erase: Callable[[int, str], str]
    """Erases a subscriber, with the reason that is noted; returns what is left elsewhere, in a sentence, or nothing."""
    dossiers: DossierService | None = None
    prove_registers: Callable[[Work], RegisterProof] | None = None
    """Reads the ledger of consents and the audit log whole. Raises ConfigError (``office_key_*``, ``database_*``)."""
    export: ExportsList | None = None


@dataclass(frozen=True, slots=True)
class SettingsServices:
    """For the page of settings, and for the keys of the services."""

    administration: Administration
    secrets: Secrets | None = None
    """Where the keys of the services are kept; None in training, which needs none."""
    keys: tuple[SecretName, ...] = ()
    """The keys that this office needs."""
    setup: Callable[[], SetupParts] | None = None
    """The steps of the guided set-up; None in training."""

    def missing_keys(self) -> tuple[KeyState, ...]:
        """The keys without which something cannot be sent or read. Raises ConfigError("keyring_locked")."""
        states = [self.secrets.state(name) for name in self.keys] if self.secrets else []
        return tuple(state for state in states if not state.present)


@dataclass(frozen=True, slots=True)
class TemplatesSent:
    """How many texts Meta took, and in sentences what became of the others."""

    created: int
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AfterKeeping:
    """What a category says after it was to be kept.

    ``by_other``: nothing was kept, because somebody else (``who``, which may be empty) changed it meanwhile.
    """

    entries: Mapping[str, Any]
    by_other: bool = False
    who: str = ""


@dataclass(frozen=True, slots=True)
class TemplateServices:
    """For the page about the texts of notices. ``shipped`` and ``faults`` are called in the UI thread."""

    entries: Callable[[str], Mapping[str, Any]]
    """Everything that a category says now, to be edited."""
    shipped: Callable[[str], Mapping[str, Any] | None]
    """What the program says of a category; None if it is the office's own."""
    save: Callable[[str, Mapping[str, Any], Mapping[str, Any]], AfterKeeping]
    """Keeps what is edited, if what was there when the edit began (empty: nothing) is still there.
    Raises InputError("category_faulty" | "category_id")."""
    revert: Callable[[str, Mapping[str, Any]], object]
    """Goes back to what the program says. Raises InputError("changed_elsewhere"), as ``retire`` does, where what was
    there when the edit began is not there any more."""
    retire: Callable[[str, Mapping[str, Any]], object]
    """Deletes a subject of the office's own. What was written with it stays."""
    restore: Callable[[str], object]
    """Brings a deleted one back, as it was. Raises InputError("unknown_category")."""
    known: Callable[[], Mapping[str, TemplateRow]]
    """What Meta last said of each template, by name."""
    faults: Callable[[], Sequence[str]]
    """Says which of the office's own categories do not work."""
    put_aside: Callable[[], int]
    """Takes the files of these out of use, under another name; returns how many."""
    prices: Mapping[PriceCategory, Decimal]
    """Of a message, in euro without VAT, today."""
    share: Callable[[], tuple[Sequence[str], Sequence[str]]] | None = None
    """Brings what other workstations changed: the names of these subjects, and of the files that two had changed and
    that are put aside here. None for an archive that only this computer uses."""
    sync: Callable[[], Sequence[str]] | None = None
    """Asks Meta how the templates stand, and says what it refused and why; None without WhatsApp."""
    left_at_meta: Callable[[str], Sequence[str]] | None = None
    """The names of the templates that Meta has of a subject; None without WhatsApp."""
    remove_at_meta: Callable[[str], int] | None = None
    """Deletes these at Meta; returns how many. Raises InputError("template_in_use")."""
    submit: Callable[[Sequence[str], Work], TemplatesSent] | None = None
    """Sends to Meta the texts of these categories that it does not have; None without WhatsApp."""
    rest: Callable[[], str] | None = None
    """Says when the texts that Meta's hourly limit left go on by themselves, and how many; empty: none is left."""


@dataclass(frozen=True, slots=True)
class StatisticsServices:
    """For the page of statistics."""

    figures: Callable[[], Figures] | None = None
    """Gathers what the page shows."""


@dataclass(frozen=True, slots=True)
class ShellServices:
    """For what stands around the pages: banners, progress, menus."""

    notices: Notices
    waiting: Callable[[], dict[int, int]]
    """The notices with queued rows and how many each."""
    cancel: Callable[[int], int]
    """As :attr:`HistoryServices.cancel`."""
    secrets: Secrets | None = None
    meta_news: Callable[[], Sequence[ToldNews]] | None = None
    """What Meta told of templates, number and account that nobody has closed yet; None without WhatsApp."""
    close_meta_news: Callable[[Sequence[int]], None] | None = None
    """Notes that a person has seen some of it, by its ids."""
    newer: Callable[[], UpdateNews] | None = None
    """Looks for a newer version of the program; None where nobody may ask."""
    open_training: Callable[[], object] | None = None
    """Opens the training in a program of its own; None where this is the training."""
    begin_course: Callable[[], None] | None = None
    """Has the next notice meet what the course is about, on purpose; None outside the training."""
    faulty_categories: Callable[[], Sequence[str]] = tuple
    """Says which of the office's own categories do not work; called in the UI thread."""
    hold: Hold = field(default_factory=NoHold)
    """Keeps the computer awake; called in the UI thread."""


class Choice(StrEnum):
    """What a person may decide about a notice that waits for a second one."""

    APPROVE = "approve"
    REFUSE = "refuse"
    """Its author takes it back with the same."""
    OVERRIDE = "override"
    """An emergency: it goes out without a second person."""


@dataclass(frozen=True, slots=True)
class SecondPersonServices:
    """For an office whose people have roles; ``me`` is the colleague who signed in."""

    me: Colleague
    overview: Callable[[], Sequence[Shown]]
    """What waits, and what ended in the last days."""
    decide: Callable[[ApprovalRequest, Choice, str], ApprovalRequest]
    """Carries out a decision of ``me``, with their PIN."""


@dataclass(frozen=True, slots=True)
class ColleagueServices:
    """For the dialog about the office's own people; ``me`` is None while there are none."""

    people: Colleagues
    me: Colleague | None
    account: str
    """The account of the operating system that runs this window."""
    offer_chat: Callable[[int, Colleague], str] | None
    """An address that connects a colleague's telephone with the bot; None without Telegram."""


@dataclass(frozen=True, slots=True)
class BackgroundServices:
    """What is done now and then while the window is open; None: it is not done here."""

    mail: Callable[[Work], Mail] | None = None
    """Brings in what citizens wrote; None where there is no receiving service."""
    look_at_bot: Callable[[], BotRound] | None = None
    """Reads what people did with the bot, and answers; None where nobody does anything with it."""
    count_followers: Callable[[], bool] | None = None
    """Asks Telegram for the numbers of today, unless they are known; returns whether it asked."""
    reconcile_charges: Callable[[], bool] | None = None
    """Asks Meta what it charged, unless it said so today; returns whether it answered."""
    endings: Callable[[], Sequence[StillOpen]] | None = None
    """What was told and is not over; reminds the office's telephones of an alert whose end has come."""
    change_posts: Callable[[], Sequence[int]] | None = None
    """Makes the changes of posts whose turn it is; the notices whose posts they are of."""
    go_on_submitting: Callable[[], bool] | None = None
    """Submits the texts that Meta's hourly limit left, once its hour is over; returns whether Meta was asked."""
    tidy: Callable[[], bool] | None = None
    """Shrinks some old deliveries to their counts; returns whether there were any."""


@dataclass(frozen=True, slots=True)
class WindowServices:
    """Everything the window needs, sorted by who uses it; whoever starts the program puts it together.

    What is callable runs in a thread, unless it is said otherwise; it raises ConfigError, and SendError where it asks a
    service.
    """

    info: OfficeInfo
    home: HomeServices
    composing: ComposingServices
    sending: SendingServices
    engine: EngineServices
    schedule: ScheduleServices
    history: HistoryServices
    people: PeopleServices
    settings: SettingsServices
    templates: TemplateServices
    statistics: StatisticsServices
    shell: ShellServices
    background: BackgroundServices
    second_person: SecondPersonServices | None = None
    """None in an office without colleagues."""
    colleagues: ColleagueServices | None = None
    """None in training."""
