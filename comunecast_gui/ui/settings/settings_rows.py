# SPDX-License-Identifier: EUPL-1.2
"""Shows settings in the words of the screen, without secrets, and the differences to another file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication, QLocale

from comunecast_gui.core.choices import Offer
from comunecast_gui.system.settings import database_address
from comunecast_gui.system.settings.values import (
    BulletinSettings,
    InboxSettings,
    Settings,
    TelegramSettings,
    WhatsAppSettings,
)
from comunecast_gui.ui.widgets import labels

translate = QCoreApplication.translate
Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Settings that belong together; ``rows`` are names with their values, empty where nothing was said."""

    title: str
    rows: Rows


@dataclass(frozen=True, slots=True)
class Difference:
    """A setting that another file has differently."""

    name: str
    before: str
    after: str


def groups(settings: Settings) -> tuple[Group, ...]:
    """All that stands in the file; of a password or a telephone number only that it is there."""
    office = settings.office
    return (
        Group(
            translate("Settings", "Office"),
            (
                (translate("Settings", "Name"), office.name),
                (translate("Settings", "Localities"), ", ".join(office.localities)),
                (translate("Settings", "Telephone"), office.phone),
                (translate("Settings", "Mail"), office.email),
                (translate("Settings", "Privacy page"), office.privacy_url),
                (translate("Settings", "Time zone"), office.timezone),
                (translate("Settings", "Alert zone"), office.alert_zone),
            ),
        ),
        Group("WhatsApp", _whatsapp(settings.whatsapp)),
        Group("Telegram", _telegram(settings.telegram)),
        Group(translate("Settings", "What citizens write"), _citizens(settings)),
        Group(translate("Settings", "Weather bulletins"), _bulletins(settings.bulletin)),
        Group(translate("Settings", "Data"), _data(settings)),
    )


def differences(before: Settings, after: Settings) -> tuple[Difference, ...]:
    """What would change, as far as it is shown; a name that is only in one of them has an empty side."""
    old, new = _flat(groups(before)), _flat(groups(after))
    names = dict.fromkeys([*old, *new])
    return tuple(
        Difference(name, old.get(name, ""), new.get(name, ""))
        for name in names
        if old.get(name, "") != new.get(name, "")
    )


def _flat(found: Iterable[Group]) -> dict[str, str]:
    return {f"{group.title}: {name}": value for group in found for name, value in group.rows}


def _whatsapp(whatsapp: WhatsAppSettings | None) -> Rows:
    if whatsapp is None:
        return _unused()
    first = labels.number(len(whatsapp.first)) if whatsapp.first else ""
    return (
        (translate("Settings", "Number"), whatsapp.display_phone),
        (translate("Settings", "Number's id at Meta"), whatsapp.phone_number_id),
        (translate("Settings", "Account's id at Meta"), whatsapp.business_account_id),
        (translate("Settings", "App's id at Meta"), whatsapp.app_id),
        (translate("Settings", "Language of the templates"), _language(whatsapp.language)),
        (translate("Settings", "Messages a second"), f"{whatsapp.rate_per_second:g}"),
        (translate("Settings", "Phones that get each notice first"), first),
        (translate("Settings", "Service"), f"{whatsapp.graph_url}/{whatsapp.api_version}"),
    )


def _telegram(telegram: TelegramSettings | None) -> Rows:
    if telegram is None:
        return _unused()
    title = translate("Settings", "Channel “{name}”")
    return (
        *((title.format(name=channel.name), channel.chat) for channel in telegram.channels),
        (translate("Settings", "Answers to who writes to the bot"), _yes(telegram.answer_private)),
        (translate("Settings", "Service"), telegram.base_url),
    )


def _citizens(settings: Settings) -> Rows:
    inbox, offer = settings.inbox, settings.office.offer
    received = settings.relay.url if settings.relay else translate("Settings", "not used")
    return (
        (translate("Settings", "Receiving service"), received),
        *(_answers(inbox) if settings.relay else ()),
        *_offer(offer),
    )


def _offer(offer: Offer) -> Rows:
    if not offer:
        return ((translate("Settings", "Choice of zones and topics"), translate("Settings", "not used")),)
    return (
        (translate("Settings", "Zones that they may choose"), ", ".join(offer.zones)),
        (translate("Settings", "Topics that they may choose"), ", ".join(topic.word for topic in offer.topics)),
    )


def _answers(inbox: InboxSettings) -> Rows:
    return (
        (translate("Settings", "Automatic answers"), _yes(inbox.answers)),
        (translate("Settings", "Answer to who writes something else"), _yes(inbox.answers and inbox.answer_others)),
        (translate("Settings", "The office's card after the welcome"), _yes(inbox.contact_card)),
        (translate("Settings", "Other words for Attiva"), ", ".join(inbox.join_words)),
        (translate("Settings", "Other words for Disattiva"), ", ".join(inbox.leave_words)),
        (translate("Settings", "Privacy notice in force"), inbox.privacy_version),
    )


def _bulletins(bulletin: BulletinSettings) -> Rows:
    hourly = translate("Settings", "every hour") if bulletin.hourly else translate("Settings", "only when asked for")
    return (
        (translate("Settings", "Addresses"), ", ".join(bulletin.addresses)),
        (translate("Settings", "Fetched"), hourly),
        (translate("Settings", "Alerts are told from"), bulletin.least),
    )


def _data(settings: Settings) -> Rows:
    days, news = settings.database.keep_days, settings.updates.url
    asked = translate("Settings", "looked for at the makers' address") if settings.updates.ask else ""
    return (
        (translate("Settings", "Archive"), _archive(settings.database.url)),
        (
            translate("Settings", "Days that single deliveries are kept"),
            labels.number(days) if days else translate("Settings", "for ever"),
        ),
        (translate("Settings", "News of newer versions"), news or asked or translate("Settings", "not looked for")),
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


def _unused() -> Rows:
    return ((translate("Settings", "Service"), translate("Settings", "not used")),)


def _yes(value: bool) -> str:
    return translate("Settings", "yes") if value else translate("Settings", "no")


def told(found: Sequence[Difference], most: int) -> str:
    """The differences, one in a line; beyond ``most`` only how many there are."""
    nothing = translate("Settings", "nothing")
    lines = [f"{one.name}: {one.before or nothing} → {one.after or nothing}" for one in found[:most]]
    if len(found) > most:
        more = translate("Settings", "and {count} more")
        lines.append(more.format(count=labels.number(len(found) - most)))
    return "\n".join(lines)
