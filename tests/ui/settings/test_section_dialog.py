# SPDX-License-Identifier: EUPL-1.2
"""Every entry of ``office.toml`` has its field, is judged while a person types, and is kept among the file's notes."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.services.workstation import settings_change
from comunecast_gui.system.settings import office_file, toml_table
from comunecast_gui.system.settings.values import Settings
from comunecast_gui.ui.runtime.ops import Ops, only
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.settings.entries import entry_of, sections
from comunecast_gui.ui.settings.entry_fields import (
    ChannelsField,
    ChosenField,
    FlagField,
    LinesField,
    TextLine,
    TopicsField,
)
from comunecast_gui.ui.settings.section_dialog import Editing, SectionDialog
from comunecast_gui.ui.settings.settings_page import SettingsPage
from comunecast_gui.ui.settings.topic_subjects import SubjectsDialog
from comunecast_gui.ui.widgets.look import Look
from comunecast_gui.ui.widgets.question import Question
from tests.ui.conftest import TOWN, Sent
from tests.ui.settings.test_settings_page import FULL

WHOLE = FULL.replace("KEY", "A" * 43 + "=").replace("Tosc-B1", "Tosc-A2")
Open = Callable[..., SectionDialog]
PLACES_OF_TABLES = {
    "office", "quiet_hours", "telegram", "whatsapp", "relay", "inbox", "choices", "database", "updates", "bulletin",
    "providers",
    "telegram.channels.name", "telegram.channels.chat", "choices.topics.meteo",
}  # fmt: skip
"""What the reader asks for that is no entry of its own: sections, and what is inside the two lists of tables."""


def test_every_entry_that_the_reader_knows_has_its_field(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()

    class Noted(dict[str, Any]):
        """Notes the keys that a table is asked for."""

        name = ""

        def pop(self, key: str, *default: Any) -> Any:
            asked.add(f"{self.name}.{key}" if self.name else key)
            return super().pop(key, *default)

    plain = toml_table.Table.__init__

    def noting(table: toml_table.Table, name: str, data: dict[str, Any]) -> None:
        plain(table, name, data)
        table._left = Noted(data)
        table._left.name = name

    monkeypatch.setattr(toml_table.Table, "__init__", noting)
    office_file.parse(WHOLE)
    assert {entry.key for section in sections() for entry in section.entries} == asked - PLACES_OF_TABLES


def test_every_entry_says_what_it_is_for(look: Look) -> None:
    for section in sections():
        for entry in section.entries:
            assert entry.explanation.endswith("."), entry.key
            found = entry_of(f"{entry.key}.more")
            assert found is not None
            assert found.key == entry.key


@pytest.fixture
def open_section(services: WindowServices, ops: Ops, look: Look, qtbot: QtBot) -> Iterator[Open]:
    """Opens the dialog of the section of an entry, over the settings of a text."""
    kept: list[SectionDialog] = []

    def make(
        key: str, text: str = WHOLE, keep: Callable[[Any], Settings] | None = None, **queued: int
    ) -> SectionDialog:
        settings = office_file.parse(text)
        section = next(one for one in sections() if any(entry.key == key for entry in one.entries))
        keep = keep or (lambda changes: office_file.changed(text, changes))
        editing = Editing(settings, partial(office_file.refusals, text), keep, queued)
        dialog = SectionDialog(look, ops, services.info, section, editing, None)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        kept.append(dialog)
        return dialog

    yield make
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def write(dialog: SectionDialog, key: str, value: Any, *, judge: bool = True) -> None:
    """Fills the field of an entry, as a person would."""
    field = dialog.fields[key]
    match field:
        case TextLine():
            field.edit.setText(str(value))
        case LinesField():
            field.edit.setPlainText("\n".join(value))
        case FlagField():
            field.box.setChecked(value)
        case ChosenField():
            field.box.setCurrentIndex(field.box.findData(value))
        case ChannelsField() | TopicsField():
            for line, text in zip(field.rows[-1].findChildren(QLineEdit), value, strict=True):
                line.setText(text)
    if judge:
        dialog.judge()


OTHER: dict[str, Any] = {
    "office.name": "Comune di Vico",
    "office.localities": ["Alto"],
    "office.phone": "0587 1",
    "office.email": "a@b.it",
    "office.privacy_url": "https://vico.it",
    "office.alert_zone": "Tosc-A4",
    "office.whatsapp_channel": "https://whatsapp.com/channel/0029Va",
    "office.timezone": "Europe/Rome",
    "providers.water": "Acquedotto di Vico",
    "providers.water_phone": "800 111",
    "providers.waste": "Nettezza",
    "providers.waste_phone": "800 112",
    "providers.power": "Luce",
    "providers.power_phone": "800 113",
    "quiet_hours.begin": "21",
    "quiet_hours.end": "8.30",
    "whatsapp.display_phone": "+39 333 1",
    "whatsapp.phone_number_id": "55555",
    "whatsapp.business_account_id": "66666",
    "whatsapp.app_id": "77777",
    "whatsapp.first": ["+39 333 1234567"],
    "whatsapp.language": "it",
    "whatsapp.rate_per_second": "7,5",
    "whatsapp.marketing": "messages",
    "whatsapp.graph_url": "https://altro.it",
    "whatsapp.api_version": "v27.0",
    "telegram.channels": ("sport", "@sportvico"),
    "telegram.answer_private": False,
    "telegram.base_url": "https://altro.it/bot",
    "relay.url": "https://relay.altro.it",
    "inbox.answers": False,
    "inbox.answer_others": False,
    "inbox.contact_card": False,
    "inbox.join_words": ["Iscrivimi"],
    "inbox.leave_words": [],
    "inbox.privacy_version": "giugno 2026",
    "choices.zones": ["Altopiano"],
    "choices.topics": ("tempo",),
    "bulletin.hourly": False,
    "bulletin.least": "rossa",
    "bulletin.addresses": [],
    "database.keep_days": "0",
    "database.url": "",
    "updates.ask": True,
    "updates.url": "https://altre.prova.it",
    "updates.key": "B" * 43 + "=",
}


def test_every_field_shows_its_value_and_writes_another(open_section: Open) -> None:
    """Nothing differs before something is written, and afterwards nothing but that."""
    text = WHOLE.replace("capo:SEGRETO", "capo")
    for section in sections():
        dialog = open_section(section.entries[0].key, text)
        assert dialog.changes() == {}
        assert not dialog.save.isEnabled()
        for entry in section.entries:
            write(dialog, entry.key, OTHER[entry.key], judge=False)
            assert list(dialog.changes())[-1] == entry.key
        dialog.judge()
        assert dialog.wrong == {}
        assert dialog.save.isEnabled()
        before, after = office_file.parse(text), office_file.changed(text, dialog.changes())
        changed = {entry.key for each in sections() for entry in each.entries if entry.of(before) != entry.of(after)}
        assert changed == {entry.key for entry in section.entries}


def test_what_is_wrong_stands_below_its_field_until_it_is_mended(open_section: Open, qtbot: QtBot) -> None:
    dialog = open_section("office.email")
    field = dialog.fields["office.email"]
    field.edit.clear()
    qtbot.keyClicks(field.edit, "ufficio")
    assert not dialog.save.isEnabled()  # not before it is judged
    qtbot.waitUntil(lambda: "office.email" in dialog.wrong)
    assert dialog.wrong == {"office.email": "Non è un indirizzo di posta: si scrive come ufficio@comune.it."}
    assert field.edit.accessibleDescription().startswith("Non è un indirizzo di posta")
    write(dialog, "office.alert_zone", "Tosc-Z9")
    assert sorted(dialog.wrong) == ["office.alert_zone", "office.email"]
    write(dialog, "office.email", "ufficio@vico.it")
    write(dialog, "office.alert_zone", "")
    assert dialog.wrong == {}
    with qtbot.waitSignal(dialog.kept) as kept:
        dialog.save.click()
    assert (kept.args[0].office.email, kept.args[0].office.alert_zone) == ("ufficio@vico.it", "")


def test_what_a_field_is_for_is_not_said_twice_where_that_is_what_is_wrong(open_section: Open) -> None:
    dialog = open_section("quiet_hours.end")
    for text, said in (
        ("11:00", ["Scrivi un'ora tra le 5:00 e le 10:00."]),
        ("7:00", ["Un'ora tra le 5:00 e le 10:00."]),
    ):
        write(dialog, "quiet_hours.end", text)
        shown = [one.text() for one in dialog.findChildren(QLabel) if one.isVisibleTo(dialog)]
        assert [one for one in shown if "5:00 e le 10:00" in one] == said
        assert dialog.fields["quiet_hours.end"].input.accessibleDescription().count("10:00") == 1


def test_what_was_written_is_not_thrown_away_unasked(open_section: Open) -> None:
    dialog = open_section("office.phone")
    dialog.show()
    write(dialog, "office.phone", "0587 9")
    dialog.reject()
    [question] = dialog.findChildren(Question)
    question.no.click()
    assert dialog.isVisible()
    write(dialog, "office.phone", "0587 111222")  # as it was
    dialog.reject()
    assert not dialog.isVisible()


def test_a_service_is_taken_up_and_given_up(open_section: Open) -> None:
    dialog = open_section("whatsapp.first", '[office]\nname = "Comune"\n')
    assert not dialog.fields["whatsapp.app_id"].isEnabledTo(dialog)
    dialog.use.setChecked(True)
    dialog.judge()
    missing = "«Identificativo del numero presso Meta» manca: senza, questa parte non può funzionare."
    assert dialog.wrong == {"whatsapp.phone_number_id": missing}
    write(dialog, "whatsapp.phone_number_id", "55555")
    assert list(dialog.wrong) == ["whatsapp.business_account_id"]
    write(dialog, "whatsapp.business_account_id", "66666")
    assert dialog.changes() == {"whatsapp.phone_number_id": "55555", "whatsapp.business_account_id": "66666"}
    assert dialog.save.isEnabled()
    there = open_section("whatsapp.first")
    there.use.setChecked(False)
    there.judge()
    assert there.changes() == {"whatsapp": None}
    assert there.save.isEnabled()


def test_channels_are_added_renamed_and_removed_but_not_while_notices_wait(open_section: Open, qtbot: QtBot) -> None:
    dialog = open_section("telegram.channels", allerte=2)
    field = dialog.fields["telegram.channels"]
    name, chat = field.rows[0].findChildren(QLineEdit)
    assert (name.isReadOnly(), chat.isReadOnly()) == (True, True)
    assert not field.rows[0].findChildren(QPushButton)[0].isEnabled()
    field.add.click()
    write(dialog, "telegram.channels", ("due parole", "@sport"))
    assert "«due parole» non va" in dialog.wrong["telegram.channels"]
    write(dialog, "telegram.channels", ("sport", "https://t.me/sport_vico"))
    assert dialog.changes()["telegram.channels"][1] == {"name": "sport", "chat": "https://t.me/sport_vico"}
    field.rows[1].findChildren(QPushButton)[0].click()
    dialog.judge()
    assert dialog.changes() == {}


def test_a_topic_gets_its_subjects(open_section: Open, qtbot: QtBot) -> None:
    dialog = open_section("choices.topics")
    field = dialog.fields["choices.topics"]
    field.add.click()
    write(dialog, "choices.topics", ("acqua",))
    assert "choices.topics" in dialog.wrong  # it stands for nothing yet
    field.rows[1].findChildren(QPushButton)[0].click()
    [asked] = dialog.findChildren(SubjectsDialog)
    assert not asked.boxes["meteo_allerta"].isEnabled()  # of the other topic
    asked.boxes["acqua_guasto"].setChecked(True)
    asked.accept()
    dialog.judge()
    assert dialog.changes()["choices.topics"] == {"meteo": ["meteo_allerta"], "acqua": ["acqua_guasto"]}
    assert dialog.save.isEnabled()


@pytest.fixture
def page(workspace: Workspace, services: WindowServices, look: Look, ops: Ops, qtbot: QtBot) -> Iterator[SettingsPage]:
    """The page of an office that may change its settings."""
    office = replace(
        services.settings.administration,
        change=partial(settings_change.change_open, workspace),
        queued=partial(settings_change.queued, workspace),
    )
    shown = SettingsPage(look, ops, services.info, office)
    qtbot.addWidget(shown)
    shown.show()
    yield shown
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def edit(page: SettingsPage, title: str, qtbot: QtBot) -> SectionDialog:
    page.edit_buttons[title].click()
    qtbot.waitUntil(lambda: bool(page.findChildren(SectionDialog)))
    [dialog] = page.findChildren(SectionDialog)
    return dialog


def test_the_page_keeps_a_change_with_the_notes_of_the_file_and_is_opened_again(
    page: SettingsPage, data_dir: Path, qtbot: QtBot
) -> None:
    (data_dir / "office.toml").write_text("# kept by Anna\n" + TOWN, "utf-8")
    dialog = edit(page, "Ente", qtbot)
    write(dialog, "office.phone", "0587 265442")
    with qtbot.waitSignal(page.reload_wanted):
        dialog.save.click()
    assert ("Telefono", "0587 265442") in page.sections["Ente"].rows
    text = (data_dir / "office.toml").read_text("utf-8")
    assert text.startswith("# kept by Anna\n")
    assert tomllib.loads(text)["office"]["phone"] == "0587 265442"


def test_while_something_is_sent_it_says_when_the_settings_are_in_force(page: SettingsPage, qtbot: QtBot) -> None:
    ops = page._ops
    dialog = edit(page, "Ente", qtbot)
    write(dialog, "office.phone", "0587 265442")
    ops.resume(only(1))
    with qtbot.assertNotEmitted(page.reload_wanted), qtbot.waitSignal(ops.running_changed):
        ops.running_changed.emit(True)
        page._on_kept(office_file.parse(TOWN))
    assert page.said.startswith("L'invio è finito") or "queste valgono quando è finito" in page.said
    qtbot.waitUntil(lambda: page.said.startswith("L'invio è finito"))
    [now] = [one for one in page.findChildren(QPushButton) if one.text() == "&Usale adesso"]
    with qtbot.waitSignal(page.reload_wanted):
        now.click()
    dialog.done(0)


def test_an_archive_that_cannot_be_reached_is_not_kept(workspace: Workspace, data_dir: Path) -> None:
    before = (data_dir / "office.toml").read_bytes()
    with pytest.raises(ConfigError, match="database_unreachable"):
        settings_change.change_open(workspace, {"database.url": "postgresql://anna@127.0.0.1:9/comunecast"})
    assert (data_dir / "office.toml").read_bytes() == before


def test_a_channel_for_which_notices_wait_stays(page: SettingsPage, workspace: Workspace, sent: Sent) -> None:
    sent()
    waiting = settings_change.queued(workspace)
    assert waiting == {"principale": 1}
    with pytest.raises(InputError) as refused:
        settings_change.change_open(workspace, {"telegram.channels": [{"name": "nuovo", "chat": "@comunecalcinaia"}]})
    assert (refused.value.code, refused.value.values["count"]) == ("channel_has_queued", 1)
    added = [{"name": "principale", "chat": "@comunecalcinaia"}, {"name": "nuovo", "chat": "@altro_canale"}]
    fresh = settings_change.change_open(workspace, {"telegram.channels": added})
    assert fresh.telegram
    assert [one.name for one in fresh.telegram.channels] == ["principale", "nuovo"]
