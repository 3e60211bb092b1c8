# SPDX-License-Identifier: EUPL-1.2
"""The page of settings shows all of them and no secret, reads a file as the command does, and looks at every part."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from comunecast_gui.app import services_of
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.sandbox.server import Sandbox
from comunecast_gui.services import health, papers
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system.secrets import SecretName, Secrets
from comunecast_gui.system.settings import office_file
from comunecast_gui.system.settings.values import Settings
from comunecast_gui.ui.runtime.ops import Ops, only
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.settings.settings_page import SettingsPage
from comunecast_gui.ui.settings.settings_rows import differences, groups, told
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.widgets.look import Look
from comunecast_gui.ui.widgets.question import Question
from tests.ui.conftest import TOWN, open_window

FULL = """
[office]
name = "Comune di Prova"
localities = ["Alto", "Basso"]
phone = "0587 111222"
email = "ufficio@prova.it"
privacy_url = "https://prova.it/privacy"
timezone = "Europe/Vienna"
alert_zone = "Tosc-B1"
whatsapp_channel = "https://whatsapp.com/channel/0029Vb"
[providers]
water = "Fonti Alte"
water_phone = "800 000111"
waste = "Ecolieve"
waste_phone = "800 000222"
power = "Reti Basse"
power_phone = "800 000333"
[quiet_hours]
begin = "20:45"
end = "6:30"
[telegram]
base_url = "https://telegram.prova.it/bot"
answer_private = true
[[telegram.channels]]
name = "allerte"
chat = "@provaallerte"
[whatsapp]
graph_url = "https://graph.prova.it"
api_version = "v26.0"
phone_number_id = "111111111"
business_account_id = "222222222"
display_phone = "+39 333 1112223"
rate_per_second = 12.5
language = "de"
first = ["+39 333 9998887"]
[relay]
url = "https://relay.prova.it"
[inbox]
join_words = ["Evviva"]
leave_words = ["Basta così"]
contact_card = true
privacy_version = "maggio 2026"
[choices]
zones = ["Altopiano", "Bassopiano"]
[choices.topics]
meteo = ["meteo_allerta"]
[bulletin]
addresses = ["https://bollettini.prova.it/oggi.csv"]
hourly = true
least = "arancione"
[updates]
url = "https://novita.prova.it"
key = "KEY"
[database]
url = "postgresql+psycopg://capo:SEGRETO@db.prova.it/avvisi"
keep_days = 77
"""


def full() -> Settings:
    key = "A" * 43 + "="
    return office_file.parse(FULL.replace("KEY", key))


def buttons(page: SettingsPage) -> dict[str, QPushButton]:
    return {one.text().replace("&", ""): one for one in page.findChildren(QPushButton) if one.isVisibleTo(page)}


Show = Callable[..., SettingsPage]


@pytest.fixture
def show(
    services: WindowServices, look: Look, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot
) -> Iterator[Show]:
    """Shows the page of an office, with some of its administration changed."""
    kept: list[SettingsPage] = []  # a page that nobody refers to any more may be collected inside a dialog's end

    def make(**changes: object) -> SettingsPage:
        kept.append(
            SettingsPage(look, make_ops(services), services.info, replace(services.settings.administration, **changes))
        )
        qtbot.addWidget(kept[-1])
        kept[-1].show()
        return kept[-1]

    yield make
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def page(show: Show, data_dir: Path) -> SettingsPage:
    """The page of an office that is no training."""
    return show(secrets=Secrets(data_dir), keys=(SecretName.WHATSAPP_TOKEN, SecretName.TELEGRAM_TOKEN))


def test_everything_in_the_file_is_shown_and_nothing_secret(look: Look) -> None:
    shown = "\n".join(f"{group.title} {name} {value}" for group in groups(full()) for name, value in group.rows)
    for value in (
        *("Comune di Prova", "Alto, Basso", "0587 111222", "ufficio@prova.it", "https://prova.it/privacy"),
        *("Cominciano alle 20:45", "Finiscono alle 6:30"),
        *("Europe/Vienna", "Tosc-B1", "https://telegram.prova.it/bot", "«allerte» @provaallerte", "bot sì"),
        *("https://graph.prova.it", "v26.0", "111111111", "222222222", "+39 333 1112223", "12.5", "de"),
        *("https://relay.prova.it", "Evviva", "Basta così", "maggio 2026", "Altopiano, Bassopiano", "meteo"),
        *("https://bollettini.prova.it/oggi.csv", "Letti ogni ora sì", "arancione"),
        *("sul server db.prova.it/avvisi", "77", "https://novita.prova.it"),
    ):
        assert value in shown
    assert "Lingua dei modelli Deutsch (de)" in shown
    for secret in ("SEGRETO", "capo", "9998887"):
        assert secret not in shown


def test_no_setting_is_forgotten(look: Look) -> None:
    """Whatever somebody adds to the settings either shows here or is left out on purpose."""
    assert {field.name for field in fields(Settings)} == {
        "office", "telegram", "whatsapp", "relay", "inbox", "database", "updates", "bulletin", "source", "providers",
    }  # fmt: skip
    plain = office_file.parse(TOWN)
    assert len(differences(plain, full())) > 25
    assert differences(plain, plain) == ()


def test_differences_are_told_one_by_one_and_then_counted(look: Look) -> None:
    before, after = office_file.parse(TOWN), office_file.parse(TOWN.replace("Comune di Calcinaia", "Comune di Vico"))
    assert told(differences(before, after), 9) == "Ente: Nome: Comune di Calcinaia → Comune di Vico"
    assert told(differences(before, full()), 2).splitlines()[2].startswith("e altre ")


def test_a_good_file_is_kept_after_a_question(page: SettingsPage, qtbot: QtBot, data_dir: Path, tmp_path: Path) -> None:
    file = tmp_path / "office.toml"
    file.write_text("# nota\n" + TOWN.replace("Comune di Calcinaia", "Comune di Vico"), "utf-8")
    page.read(file)
    qtbot.waitUntil(lambda: bool(page.findChildren(Question)))
    [question] = page.findChildren(Question)
    assert any("Calcinaia → Comune di Vico" in one.text() for one in question.findChildren(QLabel))
    assert office_file.load(data_dir).office.name == "Comune di Calcinaia"
    with qtbot.waitSignal(page.reload_wanted):
        question.yes.click()
    assert office_file.load(data_dir).office.name == "Comune di Vico"
    assert (data_dir / "office.toml").read_text("utf-8").startswith("# nota")


def test_answering_no_keeps_the_present_settings(
    page: SettingsPage, qtbot: QtBot, data_dir: Path, tmp_path: Path
) -> None:
    before = (data_dir / "office.toml").read_bytes()
    file = tmp_path / "office.toml"
    file.write_text(TOWN + "# nota\n", "utf-8")
    page.read(file)
    qtbot.waitUntil(lambda: bool(page.findChildren(Question)))
    [question] = page.findChildren(Question)
    assert any("Solo note nel file" in one.text() for one in question.findChildren(QLabel))
    question.no.click()
    assert (data_dir / "office.toml").read_bytes() == before
    file.write_bytes(before)
    page.read(file)
    qtbot.waitUntil(lambda: "nulla è cambiato" in page.said)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (TOWN.replace("chat =", "caht ="), "telegram.channels.chat"),
        (TOWN.replace('name = "principale"', 'name = "due parole"'), "due parole"),
        (TOWN + "=", "errore di scrittura"),
        (None, "non si può aprire"),
    ],
)
def test_a_wrong_file_is_refused_with_its_reason(
    page: SettingsPage, qtbot: QtBot, data_dir: Path, tmp_path: Path, text: str | None, sentence: str
) -> None:
    before = (data_dir / "office.toml").read_bytes()
    if text is not None:
        (tmp_path / "office.toml").write_text(text, "utf-8")
    page.read(tmp_path / "office.toml")
    qtbot.waitUntil(lambda: sentence in page.said)
    assert "Le impostazioni di prima restano valide" in page.said
    assert (data_dir / "office.toml").read_bytes() == before
    assert page.findChildren(Question) == []


def test_a_folder_that_cannot_be_written_is_said(services: WindowServices, tmp_path: Path) -> None:
    office = replace(services.settings.administration, data_dir=tmp_path / "gone")
    with pytest.raises(ConfigError, match="data_dir_unusable"):
        office.keep(office.settings)


def test_keys_are_there_or_missing_and_never_shown(
    show: Show, data_dir: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMUNECAST_WHATSAPP_TOKEN", "EAAG-segretissimo")
    monkeypatch.delenv("COMUNECAST_TELEGRAM_TOKEN", raising=False)
    page = show(secrets=Secrets(data_dir), keys=(SecretName.WHATSAPP_TOKEN, SecretName.TELEGRAM_TOKEN))
    qtbot.waitUntil(lambda: len(page.keys.rows) == 2)
    assert [value for _, value in page.keys.rows] == ["presente", "mancante"]
    assert not any("segretissimo" in one.text() for one in page.findChildren(QLabel))
    with qtbot.waitSignal(page.keys_wanted):
        buttons(page)["Scrivi le chiavi…"].click()


def test_training_reads_no_file_and_keeps_no_key(window: MainWindow) -> None:
    window.go_to("settings")
    assert list(buttons(window.settings)) == [
        "Controlla i collegamenti", "Apri la cartella dei dati", "Apri la cartella del diario",
    ]  # fmt: skip


def test_the_folders_open(page: SettingsPage, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (data_dir / "logs").mkdir(exist_ok=True)
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    for name in ("Apri la cartella dei dati", "Apri la cartella del diario"):
        buttons(page)[name].click()
    assert [Path(one) for one in opened] == [data_dir, data_dir / "logs"]


def test_the_data_protection_papers_are_written_once(show: Show, data_dir: Path, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "documenti"
    page = show(secrets=Secrets(data_dir), write_papers=lambda folder: papers.write(full(), folder, date(2026, 11, 27)))
    assert "Documenti per la privacy…" in buttons(page)
    page.write_papers(folder)
    qtbot.waitUntil(lambda: bool(page.said))
    assert str(folder) in page.said
    assert "Comune di" in (folder / "dpia.md").read_text(encoding="utf-8")
    page.write_papers(folder)
    qtbot.waitUntil(lambda: "Non sono stati toccati" in page.said)


def test_every_part_is_looked_at_and_the_gravest_comes_first(
    ground: tuple[Workspace, Sandbox], services: WindowServices, show: Show, qtbot: QtBot
) -> None:
    workspace, sandbox = ground
    sandbox.control.revoke_token("telegram")
    page = show(examine=partial(health.examine_workspace, workspace, services.info.sentences))
    page.check.click()
    assert not page.check.isEnabled()
    qtbot.waitUntil(lambda: bool(page.conditions.lines), timeout=30_000)
    # Whether the disk of the computer that runs the tests is encrypted is its own affair.
    first, *others = [line for line in page.conditions.lines if not line.startswith("Disco di")]
    assert len(others) == len(page.conditions.lines) - 2
    assert first.startswith("Telegram, canale principale: non funziona. La chiave di accesso a Telegram")
    to_look_at = [line.split(": ")[0] for line in others if ": da guardare. " in line]
    assert to_look_at == ["Copia di sicurezza", "Prova dei registri", "Parole di recupero"]
    assert {line.split(": ")[1].split(".")[0] for line in others[len(to_look_at) :]} == {"funziona"}
    assert page.said == "1 parte non funziona."
    assert page.check.isEnabled()
    sandbox.control.revoke_token("telegram", revoked=False)
    page.check.click()
    qtbot.waitUntil(lambda: page.said.startswith("Tutto funziona; "), timeout=30_000)


def test_an_app_that_hears_nothing_is_subscribed_from_here(
    ground: tuple[Workspace, Sandbox], show: Show, qtbot: QtBot
) -> None:
    workspace, sandbox = ground
    sandbox.control.subscribe(subscribed=False)
    real = services_of(workspace, training=True).settings.administration
    page = show(examine=real.examine, subscribe=real.subscribe)
    page.check.click()
    qtbot.waitUntil(lambda: "Ricevi quello che scrivono i cittadini" in buttons(page), timeout=20_000)
    buttons(page)["Ricevi quello che scrivono i cittadini"].click()
    qtbot.waitUntil(lambda: "L'app ComuneCast è iscritta" in page.said, timeout=20_000)
    assert "passo «Chi scrive Attiva»" in page.said  # this office has no relay
    assert sandbox.control.subscribed


def test_a_check_that_cannot_be_made_says_why(show: Show, qtbot: QtBot) -> None:
    def fail() -> tuple[()]:
        raise ConfigError("database_locked", path="x")

    page = show(examine=fail)
    page.check.click()
    qtbot.waitUntil(lambda: "archivio" in page.said)
    assert page.check.isEnabled()


def test_starting_again_waits_for_what_is_sent(
    services: WindowServices, look: Look, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot
) -> None:
    window = open_window(look, make_ops(services), qtbot)
    window.ops.resume(only(1))
    window.settings.reopen_wanted.emit()
    [question] = window.findChildren(Question)
    question.no.click()
    assert window.isVisible()
    assert not window.reopening
    qtbot.waitUntil(lambda: not window.ops.running)
    window.settings.reopen_wanted.emit()
    assert window.reopening
    assert not window.isVisible()


PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from comunecast_gui import start
from comunecast_gui.system.settings import office_file
from comunecast_gui.ui.shell.main_window import MainWindow

folder, seen = Path(sys.argv[1]), []
shown = MainWindow.look_for_leftovers

def look(window):
    def tell_and_close():
        seen.append(window.settings.said if window.pages.currentWidget() is window.settings else "another page")
        window.close()

    seen.append(window.windowTitle())
    if len(seen) == 1:
        other = office_file.load(folder).source.replace("Comune di Calcinaia", "Comune di Vico")
        window.services.settings.administration.keep(office_file.parse(other))
        QTimer.singleShot(0, window.settings.reload_wanted.emit)
    else:
        QTimer.singleShot(0, tell_and_close)

MainWindow.look_for_leftovers = look
code = start.run(folder, training=False)
print(code, *seen, sep="|")
"""


def test_the_window_opens_again_with_the_new_settings(data_dir: Path) -> None:
    office_file.save(office_file.parse(TOWN), data_dir)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(data_dir)], capture_output=True, text=True, timeout=60, check=False
    )
    said = "Le nuove impostazioni sono conservate e valgono già."
    assert done.stdout.strip() == f"0|Comune di Calcinaia - ComuneCast|Comune di Vico - ComuneCast|{said}", done.stderr


CHOOSE_ENGLISH = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton
from comunecast_gui import start
from comunecast_gui.ui.shell.main_window import MainWindow

seen = []
shown = MainWindow.look_for_leftovers

def look(window):
    page, info = window.settings, window.services.info
    context = window.services.composing.context()
    seen.append("/".join((
        window.nav.item(0).text(), page.languages.currentText(), info.sentences.language,
        context.rules.sentences["oltre_limite_canale"].split()[0],
    )))
    if len(seen) == 1:
        page.languages.setCurrentIndex(1)
        page.languages.activated.emit(1)
        seen.append(page.said)
        [again] = [one for one in page.findChildren(QPushButton) if one.text().startswith("Ri&apri")]
        QTimer.singleShot(0, again.click)
    else:
        QTimer.singleShot(0, window.close)

MainWindow.look_for_leftovers = look
code = start.run(Path(sys.argv[1]), training=False)
print(code, *seen, sep="|")
"""


@pytest.mark.slow
def test_the_language_of_the_window_is_chosen_and_kept(data_dir: Path, tmp_path: Path) -> None:
    office_file.save(office_file.parse(TOWN), data_dir)
    own = os.environ | {"XDG_CONFIG_HOME": str(tmp_path / "config")}  # where the choice of this person is kept

    def run(program: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", program, str(data_dir)],
            capture_output=True, text=True, timeout=60, check=False, env=own,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    first, said, second = run(CHOOSE_ENGLISH).removeprefix("0|").split("|")
    assert first == "Oggi/Italiano/it/Su"
    assert "English" in said
    assert second == "Today/English/en/On"
    later = CHOOSE_ENGLISH.replace("len(seen) == 1", "False")
    assert run(later) == "0|Today/English/en/On"


def test_the_language_is_not_offered_in_training(page: SettingsPage) -> None:
    assert not page.languages.isVisibleTo(page)
