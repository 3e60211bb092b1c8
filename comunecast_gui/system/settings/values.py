# SPDX-License-Identifier: EUPL-1.2
"""The settings of an office as values, without the file they come from."""

from __future__ import annotations

from dataclasses import dataclass, field

from comunecast_gui.core.model import MarketingRoute, Office
from comunecast_gui.system.update_announcement import UpdateSettings

KEEP_DAYS = 400
"""More than a year, so that last year's notice can still be looked into when it comes round again."""


@dataclass(frozen=True, slots=True)
class TelegramChannelSettings:
    """One channel: ``name`` makes it ``telegram:NAME``, ``chat`` is @username or a -100... id as text."""

    name: str
    chat: str


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """``base_url`` ends in ``/bot``; the token is appended to it (Bot API, "Making requests")."""

    base_url: str
    channels: tuple[TelegramChannelSettings, ...]
    answer_private: bool = False
    """Whether this workstation answers who writes to the bot itself; never on two at once (Bot API: 409)."""


@dataclass(frozen=True, slots=True)
class WhatsAppSettings:
    """The office's number at Meta; ``graph_url`` without a final slash, ``rate_per_second`` in messages a second.

    ``first`` are subscribers who get each notice before the others, the office's own phone for one: digits only.
    """

    graph_url: str
    api_version: str
    phone_number_id: str
    business_account_id: str
    display_phone: str
    rate_per_second: float
    language: str
    first: tuple[str, ...] = field(default=(), repr=False)
    app_id: str = ""
    """The app at Meta, for samples of templates and for webhooks; empty: asked of the token."""
    marketing: MarketingRoute = MarketingRoute.AUTO


@dataclass(frozen=True, slots=True)
class RelaySettings:
    """The relay's address, without a final slash."""

    url: str


@dataclass(frozen=True, slots=True)
class InboxSettings:
    """What citizens may write, and whether they are answered.

    ``join_words`` and ``leave_words`` are synonyms of *Attiva* and *Disattiva*, ``answer_others`` the one answer a
    day to who writes something else, ``privacy_version`` names the privacy notice in force (kept with each consent).
    """

    join_words: tuple[str, ...] = ()
    leave_words: tuple[str, ...] = ()
    answers: bool = True
    answer_others: bool = True
    contact_card: bool = False
    """Whether the welcome is followed by the office's card; it counts as a second answer."""
    privacy_version: str = ""


@dataclass(frozen=True, slots=True)
class DatabaseSettings:
    """``url`` of an SQLAlchemy database; empty means SQLite in the data folder. A file that somebody wrote may have a
    password in it; the one that is kept never does (:func:`.office_file.save`).

    Deliveries older than ``keep_days`` shrink to their counts; 0 keeps them for ever.
    """

    url: str = field(default="", repr=False)
    keep_days: int = KEEP_DAYS


BULLETINS = (
    "https://raw.githubusercontent.com/opendatasicilia/DPC-bollettini-criticita-idrogeologica-idraulica/main"
    "/data/bollettini/bollettino-oggi-zone-latest.csv",
    "https://raw.githubusercontent.com/opendatasicilia/DPC-bollettini-criticita-idrogeologica-idraulica/main"
    "/data/bollettini/bollettino-domani-zone-latest.csv",
)
"""Tables of the civil protection's bulletin under a fixed address, by Open Data Sicilia (CC BY 4.0).

They are renewed every four hours, so that an update of the evening may be missing.
"""


@dataclass(frozen=True, slots=True)
class BulletinSettings:
    """Where weather bulletins are fetched, and whether a window that is open does so every hour (``hourly``).

    ``least`` is the level from which the office tells an alert: gialla, arancione or rossa.
    """

    addresses: tuple[str, ...] = BULLETINS
    hourly: bool = False
    least: str = "gialla"


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """Who serves the town with water, waste collection and power, each with its number for faults.

    An empty one is what the last notice of the subject said.
    """

    water: str = ""
    water_phone: str = ""
    waste: str = ""
    waste_phone: str = ""
    power: str = ""
    power_phone: str = ""

    @property
    def usual(self) -> dict[str, str]:
        """What is said, under the names by which fields of categories ask for it (``usual``)."""
        said = {
            "acqua.gestore": self.water,
            "acqua.telefono": self.water_phone,
            "rifiuti.gestore": self.waste,
            "rifiuti.telefono": self.waste_phone,
            "energia.gestore": self.power,
            "energia.telefono": self.power_phone,
        }
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything in the file; a service without a section is None. ``source`` is the text that was read."""

    office: Office
    telegram: TelegramSettings | None = None
    whatsapp: WhatsAppSettings | None = None
    relay: RelaySettings | None = None
    inbox: InboxSettings = field(default_factory=InboxSettings)
    database: DatabaseSettings = field(default_factory=DatabaseSettings)
    updates: UpdateSettings = field(default_factory=UpdateSettings)
    bulletin: BulletinSettings = field(default_factory=BulletinSettings)
    providers: ProviderSettings = field(default_factory=ProviderSettings)
    source: str = field(default="", repr=False, compare=False)
