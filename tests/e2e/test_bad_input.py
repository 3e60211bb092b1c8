# SPDX-License-Identifier: EUPL-1.2
"""A mistake in a file, a setting or a command gets an exit status and a sentence that names the place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import NOTICE, OFFICE, MakeTown, Town

PERIOD = "periodo = { inizio = 2030-11-27T08:30:00, fine = 2030-11-27T16:30:00 }\n"


@pytest.fixture
def town(make_town: MakeTown) -> Iterator[Town]:
    town = make_town()
    yield town
    assert town.received() == {}
    assert town.control.posts() == []


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('"acqua_programmata"', '"acqua_misteriosa"', "acqua_misteriosa"),
        ("gestore =", "gestione =", "gestione"),
        ('zona = "Fornacette"\n', "", "zona"),
        (PERIOD, "", "periodo"),
        ("T16:30:00", "T06:30:00", "periodo"),
        ("2030-11-27T08:30:00, fine = 2030-11-27T16", "2020-11-27T08:30:00, fine = 2020-11-27T16", "periodo"),
        (PERIOD, 'periodo = "domani"\n', "periodo"),
        ("inizio = 2030-11-27T08:30:00, ", "", "periodo"),
        ('vie = ["via Marconi"', "vie = [12", "vie"),
        ('motivo = "', 'motivo = "' + "a" * 90, "motivo"),
        ("[fields]", "[fields", "riga 3|line 3"),
        ('category = "acqua_programmata"', "category = 7", "category"),
        ('category = "acqua_programmata"', "", "category"),
        ("[fields]", "colour = 3\n[fields]", "colour"),
        ("[fields]", 'channels = ["sms"]\n[fields]', "sms"),
        ("[fields]", "follows = 99\n[fields]", "99"),
        ("motivo =", 'link = "http://bit.ly/acqua"\nmotivo =', "link"),
        ("motivo =", 'link = "pagina del sito"\nmotivo =', "link"),
        ('motivo = "', 'motivo = "XX ', "segnaposto|motivo|XX"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else None,
)
def test_a_wrong_notice_file_is_refused(town: Town, old: str, new: str, named: str) -> None:
    assert old in NOTICE
    town.subscribe(3)
    ended = town.run("send", town.file("wrong.toml", NOTICE.replace(old, new, 1)), "--yes", code=1)
    assert re.search(named, ended.err), ended.err
    assert town.run("status", "--json").json["notice"] is None


def test_a_text_over_the_limit_of_its_channel(town: Town) -> None:
    town.subscribe(3)
    streets = ", ".join(f'"via Marconi {"x" * 60} {n}"' for n in range(60))
    long = re.sub(r"vie = .*", f"vie = [{streets}]", NOTICE)
    ended = town.run("send", town.file("long.toml", long), "--yes", "--json", code=1)
    errors = {problem["check"] for problem in ended.json["problems"] if problem["severity"] == "error"}
    assert "elenco_senza_pagina" in errors  # it would be told in part, with the address of the whole; here is none


@pytest.mark.parametrize(
    ("name", "content", "alt", "named"),
    [
        ("missing.png", None, "la mappa", "missing.png"),
        ("map.png", b"this is no picture", "la mappa", "map.png"),
        ("map.png", b"\x89PNG\r\n\x1a\n", "", "map.png|immagine_senza_testo|descrizione"),
        ("huge.png", b"\x89PNG\r\n\x1a\n" + bytes(6_000_000), "la mappa", "huge.png"),
        ("run.exe", b"MZ\x90\x00", "la mappa", "run.exe"),
    ],
    ids=["missing", "no-picture", "no-alt", "too-large", "program"],
)
def test_an_attachment_that_cannot_go(town: Town, name: str, content: bytes | None, alt: str, named: str) -> None:
    town.subscribe(3)
    if content is not None:
        (town.folder / name).write_bytes(content)
    notice = NOTICE + f'[[attachments]]\npath = "{name}"\nalt = "{alt}"\n'
    assert re.search(named, town.run("send", town.file("wrong.toml", notice), "--yes", code=1).err)


def test_a_missing_file_is_refused(town: Town) -> None:
    assert "nowhere.toml" in town.run("send", str(town.folder / "nowhere.toml"), "--yes", code=1).err
    assert "nowhere.toml" in town.run("configure", str(town.folder / "nowhere.toml"), code=1).err
    assert "nowhere.csv" in town.run("subscribers", "import", str(town.folder / "nowhere.csv"), code=1).err


def test_a_notice_without_recipients_is_refused(town: Town) -> None:
    ended = town.run("send", str(town.folder / "notice.toml"), "--channel", "whatsapp", "--yes", "--json", code=1)
    assert ended.json["error"]["code"] == "no_recipients"


def test_warnings_need_a_yes_where_nobody_can_be_asked(town: Town) -> None:
    town.subscribe(3)
    warned = NOTICE.replace("via Marconi", "via che nessuno conosce")
    ended = town.run("send", town.file("warned.toml", warned), "--json", code=1)
    assert "via_sconosciuta" in {problem["check"] for problem in ended.json["problems"]}
    checked = town.run("check", str(town.folder / "warned.toml"), "--at", "2030-11-20T10:00", "--json")
    assert {problem["severity"] for problem in checked.json["problems"]} <= {"warning", "hint"}


def test_no_channel_and_no_settings(town: Town) -> None:
    bare = OFFICE[: OFFICE.index("[telegram]")]
    town.run("configure", town.file("bare.toml", bare))
    ended = town.run("send", str(town.folder / "notice.toml"), "--yes", "--json", code=2)
    assert ended.json["error"]["code"] == "no_channel"
    ended = town.run("--data-dir", str(town.folder / "other"), "status", "--json", code=2)
    assert ended.json["error"]["code"] == "not_configured"


def test_a_channel_that_is_not_configured(town: Town) -> None:
    ended = town.run("send", str(town.folder / "notice.toml"), "--channel", "telegram:ponte", "--yes", code=2)
    assert "telegram:ponte" in ended.err


def test_a_token_that_is_missing(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COMUNECAST_TELEGRAM_TOKEN")
    ended = town.run("send", str(town.folder / "notice.toml"), "--channel", "telegram", "--yes", code=2)
    assert "COMUNECAST_TELEGRAM_TOKEN" in ended.err
    assert town.run("status", "--json").json["notice"] is None


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('name = "Comune di Calcinaia"', "", "office.name"),
        ("[whatsapp]", "[whatsap]", "whatsap"),
        ("[telegram]\n", '[telegram]\nproxy = "x"\n', "telegram.proxy"),
        ("Europe/Rome", "Europe/Calcinaia", "office.timezone"),
        ('chat = "@comunecalcinaia"', 'chat = "comunecalcinaia"', "chat"),
        ("rate_per_second = {rate}", 'rate_per_second = "fast"', "whatsapp.rate_per_second"),
        ("[office]", "[office", "riga 2"),
    ],
)
def test_settings_that_are_wrong_change_nothing(town: Town, old: str, new: str, named: str) -> None:
    assert old in OFFICE
    before = (town.data_dir / "office.toml").read_text()
    text = OFFICE.replace(old, new, 1)
    for name, value in (("{telegram}", "http://127.0.0.1:9/bot"), ("{graph}", "http://127.0.0.1:9"), ("{rate}", "70")):
        text = text.replace(name, value)
    ended = town.run("configure", town.file("wrong.toml", text), code=1)
    assert named in ended.err
    assert (town.data_dir / "office.toml").read_text() == before


@pytest.mark.parametrize(
    "words",
    [
        ["sned"],
        ["send"],
        ["status", "one"],
        ["settle", "1", "perhaps"],
        ["check", "notice.toml", "--at", "tomorrow"],
        ["subscribers"],
    ],
    ids=" ".join,
)
def test_a_command_that_is_wrong_is_input_that_is_wrong(town: Town, words: list[str]) -> None:
    assert town.run(*words, code=1).err


@pytest.mark.parametrize("words", [["status", "99"], ["resume", "99"], ["templates", "submit", "sconosciuta"]])
def test_unknown_notices_and_deliveries_are_refused(town: Town, words: list[str]) -> None:
    assert words[-1] in town.run(*words, code=1).err


def test_numbers_that_cannot_be_added_are_refused(town: Town, tmp_path: Path) -> None:
    rows = ["3331234567", "333 123 45 67", "uno", "0587265442", "+33612345678", "39333", "333123456", ""]
    path = town.file("people.csv", "nome;telefono\n" + "\n".join(f"x;{row}" for row in rows))
    first = town.run("subscribers", "import", path, "--dry-run", "--json").json
    assert town.run("subscribers", "list", "--json").json["total"] == 0
    report = town.run("subscribers", "import", path, "--json").json
    assert report == first
    assert report["added"] == 2
    assert [row["row"] for row in report["refused"]] == [3, 4, 7, 9]
    assert [row["row"] for row in report["warned"]] == [5, 8]
    assert all(row["reason"] for row in report["refused"] + report["warned"])
    assert town.run("subscribers", "import", path, "--json").json["already"] == 2
    listed = town.run("subscribers", "list", "--json").json
    assert listed["total"] == 2
    assert "1234567" not in str(listed)
    shown = town.run("subscribers", "list", "--state", "active", "--show-numbers", "--json").json
    assert {one["phone"] for one in shown["subscribers"]} == {"+393331234567", "+33612345678"}
    assert "phone" in town.run("subscribers", "import", path, "--map", "phone=cell", code=1).err
    exported = town.folder / "out.xlsx"
    town.run("subscribers", "export", str(exported), "--show-numbers")
    assert town.run("subscribers", "import", str(exported), "--json").json["already"] == 2


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("foto.csv", b"\xff\xd8\xff\xe1" + bytes(range(1, 255)) * 9, "not_a_table"),
        ("vuoto.csv", b"", "table_empty"),
        ("titoli.csv", b"nome;telefono\n", "table_only_headings"),
        ("vecchio.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "table_locked"),
        ("rotto.xlsx", b"PK\x03\x04" + bytes(600), "not_a_table"),
        ("zeri.csv", b"telefono\n333123\0" + b"4567\n", "not_a_table"),
        ("righe.csv", b"telefono\n" + b"\n" * 1_100_000, "table_too_long"),
    ],
)
def test_a_list_that_cannot_be_read_changes_nothing(town: Town, name: str, content: bytes, code: str) -> None:
    town.subscribe(3)
    before = town.run("subscribers", "list", "--show-numbers", "--json").json
    (town.folder / name).write_bytes(content)
    for path in (town.folder / name, town.folder):
        ended = town.run("subscribers", "import", str(path), "--json", code=1)
        assert ended.json["error"]["code"] == (code if path.name == name else "not_a_file")
        assert re.search("Nessun iscritto|Nulla è stato letto o cambiato", ended.json["error"]["message"])
    assert town.run("subscribers", "list", "--show-numbers", "--json").json == before
    town.run("ledger", "verify")
