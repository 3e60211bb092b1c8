# SPDX-License-Identifier: EUPL-1.2
"""A settings file is understood whole or refused by name."""

from __future__ import annotations

import os
import tomllib
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comunecast_gui.core.errors import ConfigError, InputError, UserError
from comunecast_gui.core.model import MarketingRoute, Office, QuietHours
from comunecast_gui.system.settings import office_file
from comunecast_gui.system.settings.values import (
    KEEP_DAYS,
    BulletinSettings,
    DatabaseSettings,
    ProviderSettings,
    RelaySettings,
    Settings,
    TelegramChannelSettings,
    TelegramSettings,
    WhatsAppSettings,
)

FULL = """\
[office]
name = "Comune di Calcinaia"
localities = ["Calcinaia", "Fornacette"]
phone = "0587 265442"
email = "ufficio.stampa@comune.calcinaia.pi.it"
privacy_url = "https://www.comune.calcinaia.pi.it/privacy"
timezone = "Europe/Rome"
alert_zone = "Tosc-A4"
whatsapp_channel = "https://whatsapp.com/channel/0029Va"

[providers]
water = "Acque SpA"
waste_phone = "800 983 389"

[quiet_hours]
begin = "21:30"
end = "8.15"

[telegram]
base_url = "https://api.telegram.org/bot"      # the token is appended
[[telegram.channels]]
name = "principale"
chat = "@comunecalcinaia"
[[telegram.channels]]
name = "prova"
chat = -1001234567890

[whatsapp]
graph_url = "https://graph.facebook.com/"
api_version = "v25.0"
phone_number_id = "106540352242922"
business_account_id = "102290129340398"
display_phone = "+39 333 6492690"
rate_per_second = 70
language = "it"

[relay]
url = "https://avvisi.example.it"

[bulletin]
addresses = ["https://bollettini.example.it/oggi.csv", "http://127.0.0.1:8000/domani.csv"]
hourly = true
least = "arancione"

[database]
url = ""
"""
OFFICE = '[office]\nname = "Comune di Prova"\n'


def refused(text: str) -> tuple[str, str]:
    with pytest.raises(InputError) as caught:
        office_file.parse(text)
    return caught.value.code, caught.value.field


def test_the_whole_file() -> None:
    assert office_file.parse(FULL) == Settings(
        office=Office(
            name="Comune di Calcinaia",
            localities=("Calcinaia", "Fornacette"),
            phone="0587 265442",
            email="ufficio.stampa@comune.calcinaia.pi.it",
            privacy_url="https://www.comune.calcinaia.pi.it/privacy",
            timezone="Europe/Rome",
            alert_zone="Tosc-A4",
            whatsapp_channel="https://whatsapp.com/channel/0029Va",
            quiet=QuietHours(time(21, 30), time(8, 15)),
        ),
        telegram=TelegramSettings(
            "https://api.telegram.org/bot",
            (
                TelegramChannelSettings("principale", "@comunecalcinaia"),
                TelegramChannelSettings("prova", "-1001234567890"),
            ),
        ),
        whatsapp=WhatsAppSettings(
            graph_url="https://graph.facebook.com",
            api_version="v25.0",
            phone_number_id="106540352242922",
            business_account_id="102290129340398",
            display_phone="+39 333 6492690",
            rate_per_second=70.0,
            language="it",
        ),
        providers=ProviderSettings(water="Acque SpA", waste_phone="800 983 389"),
        relay=RelaySettings("https://avvisi.example.it"),
        database=DatabaseSettings(""),
        bulletin=BulletinSettings(
            ("https://bollettini.example.it/oggi.csv", "http://127.0.0.1:8000/domani.csv"), True, "arancione"
        ),
    )


def test_an_office_alone_is_enough() -> None:
    assert office_file.parse(OFFICE) == Settings(office=Office(name="Comune di Prova"))


@pytest.mark.parametrize(
    "table", ["office", "providers", "quiet_hours", "telegram", "whatsapp", "relay", "bulletin", "database"]
)
def test_an_unknown_key_is_refused_by_name(table: str) -> None:
    text = FULL.replace(f"[{table}]\n", f"[{table}]\nfoo = 1\n")
    assert refused(text) == ("settings_unknown_key", f"{table}.foo")


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [
        ("[office]", "[uffici]\n[office]", "settings_unknown_key", "uffici"),
        ('name = "principale"', 'name = "principale"\nchatt = "@x"', "settings_unknown_key", "telegram.channels.chatt"),
        ('name = "Comune di Calcinaia"', 'name = " "', "settings_missing", "office.name"),
        ('name = "Comune di Calcinaia"', "name = 3", "settings_not_text", "office.name"),
        ('["Calcinaia", "Fornacette"]', '"Calcinaia"', "settings_not_texts", "office.localities"),
        ('["Calcinaia", "Fornacette"]', '["Calcinaia", ""]', "settings_not_texts", "office.localities"),
        ("ufficio.stampa@comune.calcinaia.pi.it", "ufficio stampa", "settings_bad_email", "office.email"),
        ('"0587 265442"', '"chiedere in Comune"', "settings_bad_phone", "office.phone"),
        ("Europe/Rome", "Europe/Calcinaia", "settings_bad_timezone", "office.timezone"),
        ("Europe/Rome", "../etc/passwd", "settings_bad_timezone", "office.timezone"),
        ("Europe/Rome", "Europe", "settings_bad_timezone", "office.timezone"),
        ('"@comunecalcinaia"', '"comunecalcinaia"', "settings_bad_chat", "telegram.channels.chat"),
        ('"@comunecalcinaia"', '"https://t.me/x"', "settings_bad_chat", "telegram.channels.chat"),
        ('"@comunecalcinaia"', "12345", "settings_bad_chat", "telegram.channels.chat"),
        ('"@comunecalcinaia"', '"https://t.me/+AbC"', "settings_chat_invitation", "telegram.channels.chat"),
        ('"@comunecalcinaia"', "true", "settings_not_text", "telegram.channels.chat"),
        ('"prova"', '"principale"', "settings_duplicate_channel", "telegram.channels"),
        ('"prova"', '"due parole"', "settings_bad_channel_name", "telegram.channels.name"),
        ("api.telegram.org/bot", "api.telegram.org", "settings_bad_telegram_url", "telegram.base_url"),
        ("https://api.telegram", "http://api.telegram", "settings_bad_url", "telegram.base_url"),
        ("https://graph", "ftp://graph", "settings_bad_url", "whatsapp.graph_url"),
        ("https://graph.facebook.com/", "graph.facebook.com", "settings_bad_url", "whatsapp.graph_url"),
        ("https://graph", "https://me:pw@graph", "settings_bad_url", "whatsapp.graph_url"),
        ("https://graph.facebook.com/", "https://graph.facebook.com:port", "settings_bad_url", "whatsapp.graph_url"),
        ('"v25.0"', '"25"', "settings_bad_version", "whatsapp.api_version"),
        ('"106540352242922"', '"+39 333 6492690"', "settings_bad_id", "whatsapp.phone_number_id"),
        ('business_account_id = "102290129340398"', "", "settings_missing", "whatsapp.business_account_id"),
        ("= 70", '= "70"', "settings_not_number", "whatsapp.rate_per_second"),
        ("= 70", "= true", "settings_not_number", "whatsapp.rate_per_second"),
        ("= 70", "= 0", "settings_out_of_range", "whatsapp.rate_per_second"),
        ("= 70", "= nan", "settings_out_of_range", "whatsapp.rate_per_second"),
        ('"arancione"', '"verde"', "settings_bad_level", "bulletin.least"),
        ('"21:30"', '"sera"', "settings_not_hour", "quiet_hours.begin"),
        ('"21:30"', '"24:00"', "settings_not_hour", "quiet_hours.begin"),
        ('"21:30"', "22", "settings_not_hour", "quiet_hours.begin"),
        ('"21:30"', "21:30:30", "settings_not_hour", "quiet_hours.begin"),
        ('"21:30"', '"18:59"', "settings_hour_out_of_range", "quiet_hours.begin"),
        ('"8.15"', '"10:01"', "settings_hour_out_of_range", "quiet_hours.end"),
        ('"8.15"', '"4:59"', "settings_hour_out_of_range", "quiet_hours.end"),
        ("https://bollettini", "http://bollettini", "settings_bad_url", "bulletin.addresses"),
        ("hourly = true", "hourly = 1", "settings_not_flag", "bulletin.hourly"),
        ('language = "it"', 'language = "italiano"', "settings_bad_language", "whatsapp.language"),
        ('[relay]\nurl = "https://avvisi.example.it"', "relay = 1", "settings_unknown_key", "whatsapp.relay"),
        ('[database]\nurl = ""', '[database]\nurl = "mysql://x"', "settings_bad_database", "database.url"),
    ],
)
def test_each_mistake_is_named_by_its_place(old: str, new: str, code: str, field: str) -> None:
    assert old in FULL
    assert refused(FULL.replace(old, new, 1)) == (code, field)


@pytest.mark.parametrize(
    ("text", "field"), [("", "office"), ("office = 1", "office"), (f"telegram = 1\n{OFFICE}", "telegram")]
)
def test_sections_must_be_sections(text: str, field: str) -> None:
    assert refused(text)[1] == field


def test_telegram_without_a_channel() -> None:
    assert refused(f"{OFFICE}[telegram]\n") == ("settings_missing", "telegram.channels")


@pytest.mark.parametrize(
    ("text", "line"), [("[office]\nname = Comune\n", 2), ('[office]\n\nname = "x\n', 3), ("[office]\nname =", 2)]
)
def test_a_malformed_file_names_the_line(text: str, line: int) -> None:
    with pytest.raises(InputError) as caught:
        office_file.parse(text)
    assert (caught.value.code, caught.value.values["line"]) == ("settings_malformed", line)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8081/bot",
        "http://localhost/bot",
        "http://[::1]:80/bot",
    ],
)
def test_plain_http_is_accepted_on_loopback(url: str) -> None:
    parsed = office_file.parse(FULL.replace("https://api.telegram.org/bot", url))
    assert parsed.telegram is not None
    assert parsed.telegram.base_url == url


def test_a_settings_file_saved_by_notepad_is_read(tmp_path: Path) -> None:
    path = tmp_path / "office.toml"
    path.write_bytes(b"\xef\xbb\xbf" + FULL.replace("\n", "\r\n").encode())
    assert office_file.parse(path) == office_file.parse(FULL)


def test_settings_files_that_are_missing_or_not_utf8_are_refused(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes('[office]\nname = "Forlì"\n'.encode("cp1252"))
    for name, code in (("latin.toml", "settings_not_utf8"), ("none.toml", "settings_unreadable")):
        with pytest.raises(InputError) as caught:
            office_file.parse(tmp_path / name)
        assert caught.value.code == code


def test_save_keeps_the_text_with_its_comments(data_dir: Path) -> None:
    saved = office_file.save(office_file.parse(FULL), data_dir)
    assert saved.read_text(encoding="utf-8") == FULL
    assert office_file.load(data_dir) == office_file.parse(FULL)
    assert [path.name for path in data_dir.iterdir()] == ["office.toml"]


def test_a_failed_save_leaves_the_old_settings(data_dir: Path) -> None:
    office_file.save(office_file.parse(OFFICE), data_dir)
    broken = replace(office_file.parse(FULL), source="", office=Office(name="\ud800"))  # cannot be encoded
    with pytest.raises(UnicodeEncodeError):
        office_file.save(broken, data_dir)
    assert office_file.load(data_dir).office.name == "Comune di Prova"
    assert [path.name for path in data_dir.iterdir()] == ["office.toml"]


def test_settings_changed_after_reading_are_what_is_saved(data_dir: Path) -> None:
    changed = replace(office_file.parse(FULL), relay=None)
    office_file.save(changed, data_dir)
    assert office_file.load(data_dir) == changed
    assert office_file.load(data_dir).relay is None


@given(
    st.text(min_size=1, max_size=100, alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])).filter(
        lambda text: text.strip() == text
    ),
    st.booleans(),
)
def test_written_settings_read_back_the_same(name: str, full: bool) -> None:
    parsed = office_file.parse(FULL if full else OFFICE)
    changed = replace(parsed, office=replace(parsed.office, name=name))
    text = office_file.to_toml(changed)
    assert office_file.parse(text) == changed
    assert tomllib.loads(text)["office"]["name"] == name


def test_not_configured(data_dir: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        office_file.load(data_dir)
    assert (caught.value.code, caught.value.exit_code) == ("not_configured", 2)


def test_the_password_of_a_database_is_not_shown() -> None:
    parsed = office_file.parse(f'{OFFICE}[database]\nurl = "postgresql+psycopg://office:hunter2@db/comunecast"\n')
    assert "hunter2" not in repr(parsed)
    with pytest.raises(UserError) as caught:
        office_file.parse(f'{OFFICE}[database]\nurl = "postgres//office:hunter2@db"\n')
    assert "hunter2" not in f"{caught.value!r} {caught.value.values}"


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_the_saved_file_is_for_its_owner_alone(data_dir: Path) -> None:
    assert office_file.save(office_file.parse(OFFICE), data_dir).stat().st_mode & 0o077 == 0


def test_how_long_deliveries_are_kept() -> None:
    assert office_file.parse(OFFICE).database.keep_days == KEEP_DAYS
    parsed = office_file.parse(f"{OFFICE}[database]\nkeep_days = 90\n")
    assert parsed.database.keep_days == 90
    assert office_file.parse(office_file.to_toml(parsed)) == parsed
    with pytest.raises(InputError, match="settings_out_of_range"):
        office_file.parse(f"{OFFICE}[database]\nkeep_days = -1\n")


def test_the_first_recipients_setting() -> None:
    whatsapp = '[whatsapp]\nphone_number_id = "106540352242922"\nbusiness_account_id = "102290129340398"\n'
    parsed = office_file.parse(f'{OFFICE}{whatsapp}first = ["+39 333 1234567"]\n')
    assert parsed.whatsapp is not None
    assert parsed.whatsapp.first == ("393331234567",)
    assert office_file.parse(office_file.to_toml(parsed)) == parsed
    with pytest.raises(InputError, match="settings_bad_phone"):
        office_file.parse(f'{OFFICE}{whatsapp}first = ["333 1234567"]\n')


@pytest.mark.parametrize("way", list(MarketingRoute))
def test_the_way_of_promotional_messages_is_a_setting(way: MarketingRoute) -> None:
    text = FULL.replace("rate_per_second = 70", f'rate_per_second = 70\nmarketing = "{way}"')
    settings = office_file.parse(text)
    assert settings.whatsapp is not None
    assert settings.whatsapp.marketing is way
    again = office_file.parse(office_file.to_toml(settings))
    assert again.whatsapp == settings.whatsapp
    wrong = text.replace(f'"{way}"', '"posta"')
    assert refused(wrong) == ("settings_bad_marketing", "whatsapp.marketing")
