# SPDX-License-Identifier: EUPL-1.2
"""Every entry of ``office.toml`` as a person meets it: what it is called, what it is for, and how it is written.

The settings page and its dialogs are built from this table alone. Whether a value is right says the reader of the file
(:mod:`comunecast_gui.system.settings.office_file`); a test compares the reader's entries with these.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from enum import Enum, auto
from typing import Any
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication, QLocale

from comunecast_gui.core.choices import ChoiceKind
from comunecast_gui.core.model import MarketingRoute, QuietHours
from comunecast_gui.core.periods import hour
from comunecast_gui.core.schedule.quiet import BEGINS, ENDS
from comunecast_gui.system.settings import database_address, office_file
from comunecast_gui.system.settings.values import BULLETINS, KEEP_DAYS, Settings
from comunecast_gui.ui.widgets import labels

translate = QCoreApplication.translate


class Kind(Enum):
    """How an entry is written."""

    TEXT = auto()
    LINES = auto()
    """A list of texts, one on each line."""
    FLAG = auto()
    NUMBER = auto()
    CHOICE = auto()
    CHANNELS = auto()
    """The list of Telegram channels, each with a name and an address."""
    TOPICS = auto()
    """Words that citizens write, each with the subjects that it stands for."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: ``key`` is its place in the file, ``of`` gives its value as the file would say it.

    ``words`` says the value where it is only shown; without it the value is shown as it is. ``default`` is what counts
    where the file says nothing: an entry that is emptied goes out of the file then.
    """

    key: str
    kind: Kind
    label: str
    explanation: str
    of: Callable[[Settings], Any]
    words: Callable[[Any], str] | None = None
    choices: tuple[tuple[str, str], ...] = ()
    """The values of a CHOICE, each with its words."""
    default: Any = None
    wanted: bool = False
    """Whether the section cannot do without it."""
    for_staff: bool = False
    """Whether only who looks after the computers has to do with it."""

    def shown(self, settings: Settings) -> str:
        """The value in words; empty where nothing is said. Nothing secret, and no telephone number of a person."""
        value = self.of(settings)
        if self.words:
            return self.words(value)
        if self.kind is Kind.FLAG:
            return translate("Settings", "yes") if value else translate("Settings", "no")
        if self.kind is Kind.LINES:
            return ", ".join(value)
        if self.kind is Kind.CHOICE:
            return dict(self.choices).get(value, value)
        return f"{value:g}" if self.kind is Kind.NUMBER else str(value)


@dataclass(frozen=True, slots=True)
class Section:
    """Entries that belong together, with the title under which they are shown.

    ``name`` is the section's in the file where the office can do without it (``whatsapp``); then ``used`` says whether
    it is there, and ``use`` is the question whether it shall be.
    """

    title: str
    explanation: str
    entries: tuple[Entry, ...]
    name: str = ""
    use: str = ""
    used: Callable[[Settings], bool] = lambda _: True


def sections() -> tuple[Section, ...]:
    """All of them, in the language of the window, in the order of the page."""
    services = (_whatsapp(), _telegram(), _citizens(), _choices(), _bulletins())
    return (_office(), _providers(), _quiet_hours(), *services, _data(), _updates())


def entry_of(place: str) -> Entry | None:
    """The entry that a place in the file belongs to: ``telegram.channels.chat`` to that of the channels."""
    found = [one for section in sections() for one in section.entries]
    return next((one for one in found if place == one.key or place.startswith(f"{one.key}.")), None)


def _office() -> Section:
    return Section(
        translate("Settings", "Office"),
        translate("Settings", "What citizens read of the office, and where its alerts come from."),
        (
            Entry(
                "office.name",
                Kind.TEXT,
                translate("Settings", "Name"),
                translate(
                    "Settings",
                    "It signs every notice, and an alert begins with it. For example Comune di Calcinaia.",
                ),
                lambda kept: kept.office.name,
                wanted=True,
            ),
            Entry(
                "office.localities",
                Kind.LINES,
                translate("Settings", "Localities"),
                translate(
                    "Settings",
                    "Villages and quarters as people call them, one on each line. Notices can name them.",
                ),
                lambda kept: kept.office.localities,
            ),
            Entry(
                "office.phone",
                Kind.TEXT,
                translate("Settings", "Telephone"),
                translate("Settings", "For citizens who want to ask something. It stands in notices and answers."),
                lambda kept: kept.office.phone,
            ),
            Entry(
                "office.email",
                Kind.TEXT,
                translate("Settings", "Mail"),
                translate("Settings", "The office's address, for citizens who want to write."),
                lambda kept: kept.office.email,
            ),
            Entry(
                "office.privacy_url",
                Kind.TEXT,
                translate("Settings", "Privacy page"),
                translate(
                    "Settings",
                    "The page of the town's site with the information on personal data, with https:// in front.",
                ),
                lambda kept: kept.office.privacy_url,
            ),
            Entry(
                "office.whatsapp_channel",
                Kind.TEXT,
                translate("Settings", "WhatsApp Channel"),
                translate(
                    "Settings",
                    "The page of the town's Channel on WhatsApp, with https:// in front. The program prepares the "
                    "text; a person publishes it.",
                ),
                lambda kept: kept.office.whatsapp_channel,
            ),
            Entry(
                "office.alert_zone",
                Kind.TEXT,
                translate("Settings", "Alert zone"),
                translate(
                    "Settings",
                    "The town's zone in the bulletins of the civil protection, for example Tosc-A4.",
                ),
                lambda kept: kept.office.alert_zone,
            ),
            Entry(
                "office.timezone",
                Kind.TEXT,
                translate("Settings", "Time zone"),
                translate("Settings", "In Italy always Europe/Rome."),
                lambda kept: kept.office.timezone,
                default="Europe/Rome",
                for_staff=True,
            ),
        ),
    )


def _providers() -> Section:
    learned = translate("Settings", "Empty: as in your last notice about it.")
    number = translate("Settings", "Its number for faults and questions.")

    def entry(name: str, title: str, explanation: str) -> Entry:
        key = f"providers.{name}"
        return Entry(key, Kind.TEXT, title, f"{explanation} {learned}", lambda kept: getattr(kept.providers, name))

    return Section(
        translate("Settings", "Who serves the town"),
        translate("Settings", "Offered in notices about water, waste and power. What you write here counts always."),
        (
            entry("water", translate("Settings", "Water"), translate("Settings", "Who brings the water.")),
            entry("water_phone", translate("Settings", "Number for water"), number),
            entry("waste", translate("Settings", "Waste"), translate("Settings", "Who collects the waste.")),
            entry("waste_phone", translate("Settings", "Number for waste"), number),
            entry("power", translate("Settings", "Power"), translate("Settings", "Who runs the power lines.")),
            entry("power_phone", translate("Settings", "Number for power"), number),
        ),
    )


def _quiet_hours() -> Section:
    usual = QuietHours()
    return Section(
        translate("Settings", "Quiet hours"),
        translate("Settings", "At night whatever can wait is offered for the next morning. Alerts always go out."),
        (
            Entry(
                "quiet_hours.begin",
                Kind.TEXT,
                translate("Settings", "They begin at"),
                _within(BEGINS),
                lambda kept: hour(kept.office.quiet.begin),
                default=hour(usual.begin),
            ),
            Entry(
                "quiet_hours.end",
                Kind.TEXT,
                translate("Settings", "They end at"),
                _within(ENDS),
                lambda kept: hour(kept.office.quiet.end),
                default=hour(usual.end),
            ),
        ),
    )


def _within(hours: tuple[time, time]) -> str:
    least, most = map(hour, hours)
    return translate("Settings", "A time between {least} and {most}.").format(least=least, most=most)


def _whatsapp() -> Section:
    def of(name: str, otherwise: Any = "") -> Callable[[Settings], Any]:
        return lambda kept: getattr(kept.whatsapp, name) if kept.whatsapp else otherwise

    return Section(
        "WhatsApp",
        translate("Settings", "The number that writes to citizens. The ids are in the WhatsApp Manager of Meta."),
        (
            Entry(
                "whatsapp.display_phone",
                Kind.TEXT,
                translate("Settings", "Number"),
                translate(
                    "Settings",
                    "The number that citizens save and write Attiva to, for example +39 333 1234567.",
                ),
                of("display_phone"),
            ),
            Entry(
                "whatsapp.phone_number_id",
                Kind.TEXT,
                translate("Settings", "Number's id at Meta"),
                translate(
                    "Settings",
                    "The long row of digits that Meta gives the number; it is not the number itself.",
                ),
                of("phone_number_id"),
                wanted=True,
            ),
            Entry(
                "whatsapp.business_account_id",
                Kind.TEXT,
                translate("Settings", "Account's id at Meta"),
                translate(
                    "Settings",
                    "The row of digits of the WhatsApp Business account that the number belongs to.",
                ),
                of("business_account_id"),
                wanted=True,
            ),
            Entry(
                "whatsapp.app_id",
                Kind.TEXT,
                translate("Settings", "App's id at Meta"),
                translate("Settings", "The row of digits of the app. Left empty, the program asks Meta for it."),
                of("app_id"),
            ),
            Entry(
                "whatsapp.first",
                Kind.LINES,
                translate("Settings", "Phones that get each notice first"),
                translate(
                    "Settings",
                    "The office's own phones, one on each line with +39 in front: they see a notice before the others.",
                ),
                lambda kept: tuple(f"+{number}" for number in kept.whatsapp.first) if kept.whatsapp else (),
                words=lambda value: labels.number(len(value)) if value else "",
            ),
            Entry(
                "whatsapp.language",
                Kind.TEXT,
                translate("Settings", "Language of the templates"),
                translate("Settings", "The language in which Meta has approved the texts: it for Italian."),
                of("language", "it"),
                words=_language,
                default="it",
                for_staff=True,
            ),
            Entry(
                "whatsapp.rate_per_second",
                Kind.NUMBER,
                translate("Settings", "Messages a second"),
                translate(
                    "Settings",
                    "How fast the program sends. Less is safer on a slow connection; 70 suits almost every office.",
                ),
                of("rate_per_second", office_file.WHATSAPP_RATE),
                default=office_file.WHATSAPP_RATE,
                for_staff=True,
            ),
            Entry(
                "whatsapp.marketing",
                Kind.CHOICE,
                translate("Settings", "Way of promotional messages"),
                translate(
                    "Settings",
                    "How messages that Meta counts as promotional travel. Leave it to the program unless Meta says "
                    "otherwise.",
                ),
                lambda kept: str(kept.whatsapp.marketing) if kept.whatsapp else str(MarketingRoute.AUTO),
                choices=(
                    (str(MarketingRoute.AUTO), translate("Settings", "the program chooses")),
                    (str(MarketingRoute.MESSAGES), translate("Settings", "like all others")),
                    (str(MarketingRoute.MARKETING_MESSAGES), translate("Settings", "Meta's own way for promotions")),
                ),
                default=str(MarketingRoute.AUTO),
                for_staff=True,
            ),
            Entry(
                "whatsapp.graph_url",
                Kind.TEXT,
                translate("Settings", "Meta's address"),
                translate("Settings", "Only a proxy needs another one. After a change the key is asked for again."),
                of("graph_url", office_file.GRAPH_URL),
                default=office_file.GRAPH_URL,
                for_staff=True,
            ),
            Entry(
                "whatsapp.api_version",
                Kind.TEXT,
                translate("Settings", "Version of Meta's service"),
                translate("Settings", "It comes with the program. Change it only if Meta switches this one off."),
                of("api_version", office_file.GRAPH_VERSION),
                default=office_file.GRAPH_VERSION,
                for_staff=True,
            ),
        ),
        name="whatsapp",
        use=translate("Settings", "This office writes on WhatsApp"),
        used=lambda kept: kept.whatsapp is not None,
    )


def _telegram() -> Section:
    return Section(
        "Telegram",
        translate("Settings", "The public channels that people follow. The bot has to be administrator of each."),
        (
            Entry(
                "telegram.channels",
                Kind.CHANNELS,
                translate("Settings", "Channels"),
                translate(
                    "Settings",
                    "The name is what the program calls the channel, in letters, digits and dashes; the address is "
                    "@name or what Telegram shows as a link. Under a new name the count of followers begins anew, and "
                    "earlier notices keep the old one.",
                ),
                lambda kept: tuple(
                    {"name": one.name, "chat": one.chat} for one in (kept.telegram.channels if kept.telegram else ())
                ),
                wanted=True,
            ),
            Entry(
                "telegram.answer_private",
                Kind.FLAG,
                translate("Settings", "Answer people who write to the bot"),
                translate(
                    "Settings",
                    "Once a day each person is told where to write. On one workstation only, never on two.",
                ),
                lambda kept: bool(kept.telegram and kept.telegram.answer_private),
                default=False,
            ),
            Entry(
                "telegram.base_url",
                Kind.TEXT,
                translate("Settings", "Telegram's address"),
                translate(
                    "Settings",
                    "Only a proxy or a server of your own needs another one; it ends in /bot. After a change the key "
                    "is asked for again.",
                ),
                lambda kept: kept.telegram.base_url if kept.telegram else office_file.TELEGRAM_URL,
                default=office_file.TELEGRAM_URL,
                for_staff=True,
            ),
        ),
        name="telegram",
        use=translate("Settings", "This office writes on Telegram"),
        used=lambda kept: kept.telegram is not None,
    )


def _citizens() -> Section:
    return Section(
        translate("Settings", "What citizens write"),
        translate("Settings", "How Attiva and Disattiva arrive, and what is answered."),
        (
            Entry(
                "relay.url",
                Kind.TEXT,
                translate("Settings", "Receiving service"),
                translate(
                    "Settings",
                    "The address of the small service that takes in what citizens write. Left empty, people are added"
                    " by hand or from a list.",
                ),
                lambda kept: kept.relay.url if kept.relay else "",
                words=lambda value: value or translate("Settings", "not used"),
            ),
            Entry(
                "inbox.answers",
                Kind.FLAG,
                translate("Settings", "Automatic answers"),
                translate("Settings", "Whoever writes Attiva or Disattiva is told that it worked."),
                lambda kept: kept.inbox.answers,
                default=True,
            ),
            Entry(
                "inbox.answer_others",
                Kind.FLAG,
                translate("Settings", "Answer to who writes something else"),
                translate(
                    "Settings",
                    "Once a day each person is told the two words and where to ask. Each answer may cost something.",
                ),
                lambda kept: kept.inbox.answer_others,
                default=True,
            ),
            Entry(
                "inbox.contact_card",
                Kind.FLAG,
                translate("Settings", "The office's card after the welcome"),
                translate("Settings", "So that people save the number. It counts as a second answer."),
                lambda kept: kept.inbox.contact_card,
                default=False,
            ),
            Entry(
                "inbox.join_words",
                Kind.LINES,
                translate("Settings", "Other words for Attiva"),
                translate("Settings", "Words with which people may subscribe too, one on each line."),
                lambda kept: kept.inbox.join_words,
            ),
            Entry(
                "inbox.leave_words",
                Kind.LINES,
                translate("Settings", "Other words for Disattiva"),
                translate("Settings", "Words with which people may leave too, one on each line."),
                lambda kept: kept.inbox.leave_words,
            ),
            Entry(
                "inbox.privacy_version",
                Kind.TEXT,
                translate("Settings", "Privacy notice in force"),
                translate(
                    "Settings",
                    "For example its date, 2026-05: it is kept with each consent. Change it whenever the notice "
                    "changes.",
                ),
                lambda kept: kept.inbox.privacy_version,
            ),
        ),
    )


def _choices() -> Section:
    return Section(
        translate("Settings", "Zones and topics"),
        translate(
            "Settings",
            "What citizens may choose by adding a word to Attiva. Without any, everybody gets everything.",
        ),
        (
            Entry(
                "choices.zones",
                Kind.LINES,
                translate("Settings", "Zones that they may choose"),
                translate("Settings", "One word on each line, as people write it: Attiva Fornacette."),
                lambda kept: kept.office.offer.words_of(ChoiceKind.ZONE),
            ),
            Entry(
                "choices.topics",
                Kind.TOPICS,
                translate("Settings", "Topics that they may choose"),
                translate("Settings", "Each is one word, with the subjects whose notices it stands for."),
                lambda kept: {topic.word: topic.categories for topic in kept.office.offer.topics},
                words=", ".join,
            ),
        ),
    )


def _bulletins() -> Section:
    return Section(
        translate("Settings", "Weather bulletins"),
        translate("Settings", "Where the program reads the civil protection's bulletin, to propose the right notice."),
        (
            Entry(
                "bulletin.hourly",
                Kind.FLAG,
                translate("Settings", "Fetched every hour"),
                translate("Settings", "While the window is open. Otherwise only when somebody asks for it."),
                lambda kept: kept.bulletin.hourly,
                default=False,
            ),
            Entry(
                "bulletin.least",
                Kind.CHOICE,
                translate("Settings", "Alerts are told from"),
                translate("Settings", "The lowest level of which the office tells its citizens."),
                lambda kept: kept.bulletin.least,
                choices=(
                    ("gialla", translate("Settings", "yellow alert")),
                    ("arancione", translate("Settings", "orange alert")),
                    ("rossa", translate("Settings", "red alert")),
                ),
                default="gialla",
            ),
            Entry(
                "bulletin.addresses",
                Kind.LINES,
                translate("Settings", "Addresses"),
                translate(
                    "Settings",
                    "One on each line. Emptied, those that come with the program are read again; the region's own are "
                    "sometimes quicker.",
                ),
                lambda kept: kept.bulletin.addresses,
                default=BULLETINS,
                for_staff=True,
            ),
        ),
    )


def _data() -> Section:
    return Section(
        translate("Settings", "Data"),
        translate("Settings", "Where people, notices and consents are kept, and for how long."),
        (
            Entry(
                "database.keep_days",
                Kind.NUMBER,
                translate("Settings", "Days that single deliveries are kept"),
                translate(
                    "Settings",
                    "After that only the counts of a notice stay. 0 keeps them for ever; more than a year lets you "
                    "look up last year's notice.",
                ),
                lambda kept: kept.database.keep_days,
                words=lambda days: labels.number(days) if days else translate("Settings", "for ever"),
                default=KEEP_DAYS,
            ),
            Entry(
                "database.url",
                Kind.TEXT,
                translate("Settings", "Archive"),
                translate(
                    "Settings",
                    "Empty: on this computer. Several workstations share one on a server, "
                    "postgresql://name@server/database. What is in the present archive does not move there.",
                ),
                lambda kept: database_address.without_password(kept.database.url)[0],
                words=_archive,
                for_staff=True,
            ),
        ),
    )


def _updates() -> Section:
    return Section(
        translate("Settings", "Newer versions"),
        translate("Settings", "The program never updates itself; it can tell that there is a newer version."),
        (
            Entry(
                "updates.ask",
                Kind.FLAG,
                translate("Settings", "Look for newer versions"),
                translate("Settings", "Once a day the makers' site is asked; nothing of the office is told."),
                lambda kept: kept.updates.ask,
                default=False,
            ),
            Entry(
                "updates.url",
                Kind.TEXT,
                translate("Settings", "Another address for news"),
                translate("Settings", "Only where the office gets its versions from somebody else."),
                lambda kept: kept.updates.url,
                for_staff=True,
            ),
            Entry(
                "updates.key",
                Kind.TEXT,
                translate("Settings", "Key of who publishes there"),
                translate("Settings", "It proves that the news is theirs."),
                lambda kept: kept.updates.key,
                for_staff=True,
            ),
        ),
    )


def _archive(url: str) -> str:
    """Where the database is, without the name and the password that its address may hold."""
    if not url or url.startswith("sqlite"):
        return translate("Settings", "on this computer")
    parts = urlsplit(database_address.without_password(url)[0])
    return translate("Settings", "on the server {host}").format(host=f"{parts.hostname or ''}{parts.path}")


def _language(code: str) -> str:
    """``italiano (it)``: the name that a language has for itself, as far as Qt knows it."""
    name = QLocale(code).nativeLanguageName()
    return f"{name} ({code})" if name else code
