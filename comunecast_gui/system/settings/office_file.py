# SPDX-License-Identifier: EUPL-1.2
"""Reads and writes the office's settings, one TOML file; anything in it that is not understood is refused by name."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from comunecast_gui.core import regular_file, toml_text
from comunecast_gui.core.atomic_file import replace_text
from comunecast_gui.core.choices import NO_OFFER, ChoiceKind, Offer
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.model import MarketingRoute, Office, QuietHours
from comunecast_gui.core.periods import hour
from comunecast_gui.core.places import load_zones
from comunecast_gui.core.schedule.quiet import BEGINS, ENDS
from comunecast_gui.core.toml_text import TomlMistake
from comunecast_gui.system import paths
from comunecast_gui.system.settings import choices, database_address, usual_values
from comunecast_gui.system.settings.chat_address import is_invitation, read_chat
from comunecast_gui.system.settings.edits import Changes, applied, edited
from comunecast_gui.system.settings.toml_table import Table
from comunecast_gui.system.settings.values import (
    KEEP_DAYS,
    BulletinSettings,
    DatabaseSettings,
    InboxSettings,
    ProviderSettings,
    RelaySettings,
    Settings,
    TelegramChannelSettings,
    TelegramSettings,
    WhatsAppSettings,
)
from comunecast_gui.system.update_announcement import UpdateSettings, key_from

FILE_NAME = "office.toml"
TELEGRAM_URL = "https://api.telegram.org/bot"
GRAPH_URL = "https://graph.facebook.com"
GRAPH_VERSION = "v25.0"
WHATSAPP_RATE = 70.0

_LONGEST_NAME = 100
"""Characters of an office's name, which stands in every message: the longest names of municipalities have about 60."""
_CHANNEL_NAME = re.compile(r"[\w-]{1,32}")
_GRAPH_VERSION = re.compile(r"v\d{1,3}\.\d{1,2}")
_GRAPH_ID = re.compile(r"\d{5,20}")
_MARKETING = re.compile("|".join(MarketingRoute))
_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
_DISPLAY_PHONE = re.compile(r"\+?[\d ().\-/]{6,24}")
_ALERT_LEVEL = re.compile(r"gialla|arancione|rossa")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DATABASE = re.compile(r"(postgresql(\+\w+)?|sqlite)://\S+")


def parse(source: str | Path) -> Settings:
    """Settings from TOML text, or from the file at a path.

    Raises InputError with the code ``settings_...`` that says what to mend and ``field`` saying where; nothing
    of the file is used then.
    """
    text = _read(source) if isinstance(source, Path) else source
    try:
        data = toml_text.parse(text)
    except TomlMistake as error:
        raise InputError("settings_malformed", line=error.line) from None
    return _settings(data, text)


def _settings(data: Mapping[str, Any], text: str) -> Settings:
    top = Table("", data)
    inbox = _inbox(top.table("inbox"))
    offer = choices.read(top.table("choices"), inbox.join_words, inbox.leave_words)
    settings = Settings(
        office=_office(top.required_table("office"), offer, _quiet_hours(top.table("quiet_hours"))),
        telegram=_telegram(top.table("telegram")),
        whatsapp=_whatsapp(top.table("whatsapp")),
        relay=_relay(top.table("relay")),
        inbox=inbox,
        database=_database(top.table("database")),
        updates=_updates(top.table("updates")),
        bulletin=_bulletin(top.table("bulletin")),
        providers=_providers(top.table("providers")),
        source=text,
    )
    top.close()
    return settings


def save(settings: Settings, data_dir: Path, keep_password: Callable[[str], None] | None = None) -> Path:
    """Keeps the settings in the data folder: the text they were read from, comments included.

    A password in the database's address goes to ``keep_password``, and never into the file. The file is replaced in one
    step, so that a power cut leaves the old settings or the new ones, never half.

    Raises InputError("settings_bad_alert_zone") for a zone that does not exist; settings that were kept before this was
    looked at are read as they are. Raises ConfigError("no_keyring" | "data_dir_unusable") where the password or the
    file cannot be kept.
    """
    settings, password = without_password(settings)
    _check_alert_zone(settings)
    # Settings that were changed after reading no longer agree with their text, and are written out afresh.
    as_read = settings.source and parse(settings.source) == settings
    text = settings.source if as_read else to_toml(settings)
    if password:
        if keep_password is None:
            raise ConfigError("no_keyring", field="database.url", variable="COMUNECAST_DATABASE_PASSWORD")
        keep_password(password)
    target = data_dir / FILE_NAME
    try:
        replace_text(target, text)
    except OSError as error:
        raise ConfigError("data_dir_unusable", folder=data_dir, reason=error.strerror or "") from error
    return target


def without_password(settings: Settings) -> tuple[Settings, str]:
    """The settings and their text without the password of the database's address, and that password.

    Where the text has the password in another place too, a note for one, it is written out afresh without its notes.
    """
    written = settings.database.url
    url, password = database_address.without_password(written)
    if url == written:
        return settings, ""
    database = replace(settings.database, url=url)
    source = settings.source.replace(written, url)
    if not password or any(form in source for form in {password, quote(password, safe=""), _quoted(password)[1:-1]}):
        source = ""
    return replace(settings, database=database, source=source), password


def _check_alert_zone(settings: Settings) -> None:
    """Raises InputError("settings_bad_alert_zone") for a zone that the civil protection does not have."""
    zone = settings.office.alert_zone
    if zone and zone not in load_zones(paths.resource("towns")):
        raise InputError("settings_bad_alert_zone", field="office.alert_zone", key="office.alert_zone", value=zone)


def load(data_dir: Path) -> Settings:
    """The settings of a data folder. Raises ConfigError("not_configured"), or InputError as :func:`parse` does."""
    path = data_dir / FILE_NAME
    if not path.exists():
        raise ConfigError("not_configured", folder=data_dir)
    return parse(path)


def changed(text: str, changes: Changes) -> Settings:
    """The settings of a file's text with some entries changed, read whole; notes and order stay, nothing is kept yet.

    Raises InputError as :func:`parse` does, with the entry that is refused as ``field``, and
    InputError("settings_bad_alert_zone").
    """
    fresh = parse(edited(text, changes))
    _check_alert_zone(fresh)
    return fresh


def refusals(text: str, changes: Changes) -> dict[str, InputError]:
    """Which of the changes of a file's text would be refused, and why, by entry; asked while a person types.

    Each is judged by itself, so that all mistakes are told at once; where each is right, all are judged together, and
    what is refused then stands under the place that the reader names. Raises InputError("settings_malformed").
    """
    found = {}
    for place, value in changes.items():
        error = _refusal(text, {place: value})
        if error and (error.field == place or error.field.startswith(f"{place}.")):
            found[place] = error
    if not found and (error := _refusal(text, changes)):
        found[error.field] = error
    return found


def _refusal(text: str, changes: Changes) -> InputError | None:
    data = applied(text, changes)
    try:
        _check_alert_zone(_settings(data, text))
    except InputError as error:
        return error
    return None


def to_toml(settings: Settings) -> str:
    """The settings as text that :func:`parse` reads back to the same settings."""
    office = settings.office
    lines = ["[office]", f"name = {_quoted(office.name)}", f"localities = {_quoted_list(office.localities)}"]
    for key in ("phone", "email", "privacy_url", "timezone", "alert_zone", "whatsapp_channel"):
        lines.append(f"{key} = {_quoted(getattr(office, key))}")
    if office.quiet != QuietHours():
        lines += ["", "[quiet_hours]", f"begin = {_quoted(hour(office.quiet.begin))}"]
        lines += [f"end = {_quoted(hour(office.quiet.end))}"]
    lines += _provider_lines(settings.providers)
    if settings.telegram:
        lines += ["", "[telegram]", f"base_url = {_quoted(settings.telegram.base_url)}"]
        lines += ["answer_private = true"] if settings.telegram.answer_private else []
        for channel in settings.telegram.channels:
            lines += ["[[telegram.channels]]", f"name = {_quoted(channel.name)}", f"chat = {_quoted(channel.chat)}"]
    if settings.whatsapp:
        lines += ["", "[whatsapp]"]
        keys = ("graph_url", "api_version", "phone_number_id", "business_account_id", "app_id", "marketing")
        for key in (*keys, "display_phone", "language"):
            lines.append(f"{key} = {_quoted(getattr(settings.whatsapp, key))}")
        lines.append(f"rate_per_second = {settings.whatsapp.rate_per_second!r}")
        lines.append(f"first = {_quoted_list(tuple(f'+{number}' for number in settings.whatsapp.first))}")
    if settings.relay:
        lines += ["", "[relay]", f"url = {_quoted(settings.relay.url)}"]
    if settings.inbox != InboxSettings():
        inbox = settings.inbox
        lines += ["", "[inbox]", f"join_words = {_quoted_list(inbox.join_words)}"]
        lines += [f"leave_words = {_quoted_list(inbox.leave_words)}", f"answers = {str(inbox.answers).lower()}"]
        lines += [f"answer_others = {str(inbox.answer_others).lower()}"]
        lines += [f"contact_card = {str(inbox.contact_card).lower()}"]
        lines += [f"privacy_version = {_quoted(inbox.privacy_version)}"]
    if office.offer != NO_OFFER:
        lines += [
            "",
            "[choices]",
            f"zones = {_quoted_list(office.offer.words_of(ChoiceKind.ZONE))}",
            "[choices.topics]",
        ]
        lines += [f"{_quoted(topic.word)} = {_quoted_list(topic.categories)}" for topic in office.offer.topics]
    lines += _update_lines(settings.updates)
    lines += _bulletin_lines(settings.bulletin)
    lines += ["", "[database]", f"url = {_quoted(settings.database.url)}"]
    lines += [f"keep_days = {settings.database.keep_days}", ""]
    return "\n".join(lines)


def _provider_lines(providers: ProviderSettings) -> list[str]:
    said = [f"{key} = {_quoted(value)}" for key, value in asdict(providers).items() if value]
    return ["", "[providers]", *said] if said else []


def _update_lines(updates: UpdateSettings) -> list[str]:
    if updates == UpdateSettings():
        return []
    own = [f"url = {_quoted(updates.url)}", f"key = {_quoted(updates.key)}"] if updates.url else []
    return ["", "[updates]", *(["ask = true"] if updates.ask else []), *own]


def _bulletin_lines(bulletin: BulletinSettings) -> list[str]:
    if bulletin == BulletinSettings():
        return []
    lines = ["", "[bulletin]", f"hourly = {str(bulletin.hourly).lower()}", f"least = {_quoted(bulletin.least)}"]
    own = bulletin.addresses != BulletinSettings().addresses
    return [*lines, *([f"addresses = {_quoted_list(bulletin.addresses)}"] if own else [])]


def _read(path: Path) -> str:
    try:
        return regular_file.read_text(path, "utf-8-sig", toml_text.MAX_BYTES)
    except UnicodeDecodeError:
        raise InputError("settings_not_utf8", file=path) from None
    except OSError as error:
        raise InputError("settings_unreadable", file=path, reason=error.strerror) from error


def _office(table: Table, offer: Offer, quiet: QuietHours) -> Office:
    name = table.text("name", required=True, most=_LONGEST_NAME)
    office = Office(
        name=name,
        localities=table.texts("localities"),
        phone=table.text("phone", pattern=_DISPLAY_PHONE, code="settings_bad_phone"),
        email=table.text("email", pattern=_EMAIL, code="settings_bad_email"),
        privacy_url=table.url("privacy_url"),
        timezone=table.timezone("timezone", default="Europe/Rome"),
        alert_zone=table.text("alert_zone"),
        offer=offer,
        whatsapp_channel=table.url("whatsapp_channel"),
        quiet=quiet,
        usual=usual_values.of_town(name),
    )
    table.close()
    return office


def _quiet_hours(table: Table | None) -> QuietHours:
    usual = QuietHours()
    if table is None:
        return usual
    hours = QuietHours(
        table.hour("begin", default=usual.begin, least=BEGINS[0], most=BEGINS[1]),
        table.hour("end", default=usual.end, least=ENDS[0], most=ENDS[1]),
    )
    table.close()
    return hours


def _providers(table: Table | None) -> ProviderSettings:
    if table is None:
        return ProviderSettings()
    names = [one.name for one in fields(ProviderSettings)]
    said = {name: table.text(name, most=_LONGEST_NAME) for name in names if not name.endswith("_phone")}
    phones = {
        name: table.text(name, pattern=_DISPLAY_PHONE, code="settings_bad_phone")
        for name in names
        if name.endswith("_phone")
    }
    table.close()
    return ProviderSettings(**said, **phones)


def _telegram(table: Table | None) -> TelegramSettings | None:
    if table is None:
        return None
    base_url = table.url("base_url", default=TELEGRAM_URL)
    if not base_url.endswith("/bot"):  # else the token would become part of a host's or a folder's name
        raise table.error("base_url", "settings_bad_telegram_url")
    channels = tuple(_telegram_channel(each) for each in table.tables("channels"))
    names = [channel.name for channel in channels]
    doubled = next((name for name in names if names.count(name) > 1), None)
    if doubled:
        raise table.error("channels", "settings_duplicate_channel", name=doubled)
    answer_private = table.flag("answer_private", default=False)
    table.close()
    return TelegramSettings(base_url, channels, answer_private)


def _telegram_channel(table: Table) -> TelegramChannelSettings:
    name = table.text("name", required=True, pattern=_CHANNEL_NAME, code="settings_bad_channel_name")
    written = table.text("chat", required=True, numbers=True)
    chat = read_chat(written)
    if not chat:
        code = "settings_chat_invitation" if is_invitation(written) else "settings_bad_chat"
        raise table.error("chat", code, value=written)
    table.close()
    return TelegramChannelSettings(name, chat)


def _whatsapp(table: Table | None) -> WhatsAppSettings | None:
    if table is None:
        return None
    settings = WhatsAppSettings(
        graph_url=table.url("graph_url", default=GRAPH_URL),
        api_version=table.text(
            "api_version", default=GRAPH_VERSION, pattern=_GRAPH_VERSION, code="settings_bad_version"
        ),
        phone_number_id=_graph_id(table, "phone_number_id"),
        business_account_id=_graph_id(table, "business_account_id"),
        display_phone=table.text("display_phone", pattern=_DISPLAY_PHONE, code="settings_bad_phone"),
        rate_per_second=table.number("rate_per_second", default=WHATSAPP_RATE, least=0.1, most=1000),
        language=table.text("language", default="it", pattern=_LANGUAGE, code="settings_bad_language"),
        first=_numbers(table, "first"),
        app_id=_graph_id(table, "app_id", required=False),
        marketing=MarketingRoute(
            table.text("marketing", default="auto", pattern=_MARKETING, code="settings_bad_marketing")
        ),
    )
    table.close()
    return settings


def _numbers(table: Table, key: str) -> tuple[str, ...]:
    """Numbers in international form (``+39 333...``), as digits."""
    texts = table.texts(key)
    for text in texts:
        if not (text.startswith("+") and _DISPLAY_PHONE.fullmatch(text)):
            raise table.error(key, "settings_bad_phone", value=text)
    return tuple(re.sub(r"\D", "", text) for text in texts)


def _graph_id(table: Table, key: str, *, required: bool = True) -> str:
    return table.text(key, required=required, numbers=True, pattern=_GRAPH_ID, code="settings_bad_id")


def _relay(table: Table | None) -> RelaySettings | None:
    if table is None:
        return None
    url = table.url("url")
    table.close()
    return RelaySettings(url) if url else None


def _inbox(table: Table | None) -> InboxSettings:
    if table is None:
        return InboxSettings()
    settings = InboxSettings(
        join_words=table.texts("join_words"),
        leave_words=table.texts("leave_words"),
        answers=table.flag("answers", default=True),
        answer_others=table.flag("answer_others", default=True),
        contact_card=table.flag("contact_card", default=False),
        privacy_version=table.text("privacy_version"),
    )
    table.close()
    return settings


def _database(table: Table | None) -> DatabaseSettings:
    if table is None:
        return DatabaseSettings()
    url = table.text("url", pattern=_DATABASE, code="settings_bad_database", secret=True)
    keep_days = table.number("keep_days", default=KEEP_DAYS, least=0, most=36_500)
    table.close()
    return DatabaseSettings(url, round(keep_days))


def _updates(table: Table | None) -> UpdateSettings:
    if table is None:
        return UpdateSettings()
    settings = UpdateSettings(table.url("url"), table.text("key"), table.flag("ask", default=False))
    if settings.url and key_from(settings.key) is None:
        raise table.error("key", "settings_bad_update_key")
    table.close()
    return settings


def _bulletin(table: Table | None) -> BulletinSettings:
    if table is None:
        return BulletinSettings()
    usual = BulletinSettings()
    settings = BulletinSettings(
        table.urls("addresses", default=usual.addresses),
        table.flag("hourly", default=usual.hourly),
        table.text("least", default=usual.least, pattern=_ALERT_LEVEL, code="settings_bad_level"),
    )
    table.close()
    return settings


def _quoted(text: str) -> str:
    # JSON's escapes are TOML's, but for DEL, which TOML wants escaped too.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _quoted_list(texts: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"
