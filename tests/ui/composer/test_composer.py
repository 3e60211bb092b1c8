# SPDX-License-Identifier: EUPL-1.2
"""What is typed is what is previewed, what is wrong is said beside its field, and nothing written gets lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidgetItem, QPushButton
from pytestqt.qtbot import QtBot

from comunecast_gui.core.bulletin.forecast import Forecast
from comunecast_gui.core.bulletin.proposal import propose
from comunecast_gui.core.bulletin.zone_outlook import Origin, Prefilled, ZoneOutlook
from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.choices import Offer
from comunecast_gui.core.content import TelegramPost, readable, size
from comunecast_gui.core.markup import Span, plain, telegram_spans, whatsapp_spans
from comunecast_gui.core.model import ChannelKind, Office, kind_of
from comunecast_gui.core.notice.categories import FieldType
from comunecast_gui.ui.composer.composer import Composer
from comunecast_gui.ui.composer.confirm_dialog import ConfirmDialog
from comunecast_gui.ui.composer.editors.attachment_editor import ImageEditor
from comunecast_gui.ui.composer.field_sources import sources_of
from comunecast_gui.ui.composer.topic_chooser import Chooser, read_synonyms
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.widgets.look import Look
from comunecast_gui.ui.widgets.phone_preview import PhonePreview, WidePicture, linked
from comunecast_gui.ui.widgets.question import Question
from tests.ui.conftest import MORNING, Sent, add_people

DATED = {FieldType.PERIOD, FieldType.DATE, FieldType.DATES, FieldType.DATETIME, FieldType.TIME}


def write(composer: Composer, id: str) -> None:
    composer.choose(id)
    composer.fill_example()


def title_line(composer: Composer) -> QLineEdit:
    widget = composer.form.editors["titolo"].inputs()[0]
    assert isinstance(widget, QLineEdit)
    return widget


def test_category_search_leaves_only_matches(look: Look, services: WindowServices, qtbot: QtBot) -> None:
    chooser = Chooser(look, services.info.catalogue, read_synonyms(services.info.resources / "synonyms.toml"))
    qtbot.addWidget(chooser)
    assert len(chooser.shown_ids()) == len(services.info.catalogue)
    chooser.search.setText("METEO allertà")
    assert chooser.shown_ids()
    assert set(chooser.shown_ids()) <= {"meteo_allerta", "meteo_cessata", "meteo_aggiornamento"}
    with qtbot.waitSignal(chooser.chosen) as chosen:
        QTest.keyClick(chooser.search, Qt.Key.Key_Return)
    assert chosen.args == ["meteo_allerta"]
    chooser.search.setText("zzzz")
    assert chooser.shown_ids() == []
    assert not chooser.list.isVisibleTo(chooser)
    assert chooser.free.isVisibleTo(chooser)
    with qtbot.waitSignal(chooser.chosen) as chosen:
        chooser.free.click()
    assert chosen.args == ["generico"]


@pytest.mark.parametrize(
    ("typed", "opened"),
    [
        ("allerta", "meteo_allerta"),
        ("luce", "energia_programmata"),
        ("blackout", "energia_guasto"),
        ("piena", "fiume_piena"),
        ("sciopero", "rifiuti_servizio"),
        ("neve", "meteo_allerta"),
        ("scuolabus", "trasporto_scolastico"),
        ("acqua non", "acqua_non_potabile"),
    ],
)
def test_enter_opens_the_best_matching_category(
    look: Look, services: WindowServices, qtbot: QtBot, typed: str, opened: str
) -> None:
    chooser = Chooser(look, services.info.catalogue, read_synonyms(services.info.resources / "synonyms.toml"))
    qtbot.addWidget(chooser)
    chooser.search.setText(typed)
    current = chooser.list.currentItem()
    assert current.isSelected()
    with qtbot.waitSignal(chooser.chosen) as chosen:
        QTest.keyClick(chooser.search, Qt.Key.Key_Return)
    assert chosen.args == [opened]


def test_the_likely_subjects_stand_first_and_make_room_for_a_search(
    look: Look, services: WindowServices, qtbot: QtBot
) -> None:
    chooser = Chooser(look, services.info.catalogue, read_synonyms(services.info.resources / "synonyms.toml"))
    qtbot.addWidget(chooser)
    chooser.suggest(["tributi", "evento"])
    assert chooser.suggested == ["tributi", "evento"]
    assert chooser.list.item(0).text() == "Probabili adesso"
    assert len(chooser.shown_ids()) == len(services.info.catalogue)  # they are all still in their groups
    with qtbot.waitSignal(chooser.chosen) as chosen:
        chooser.list.itemActivated.emit(chooser.list.item(1))
    assert chosen.args == ["tributi"]
    chooser.search.setText("buca")
    assert chooser.suggested == []
    assert chooser.shown_ids() == ["viabilita"]
    chooser.search.clear()
    assert chooser.suggested == ["tributi", "evento"]
    chooser.suggest([])
    assert chooser.list.item(0).text() != "Probabili adesso"


def test_every_subject_has_a_drawn_sign_that_exists_and_no_emoji(
    look: Look, services: WindowServices, qtbot: QtBot
) -> None:
    chooser = Chooser(look, services.info.catalogue, read_synonyms(services.info.resources / "synonyms.toml"))
    qtbot.addWidget(chooser)
    names = {category.name for category in services.info.catalogue}
    for row in range(chooser.list.count()):
        item = chooser.list.item(row)
        if item.flags() & Qt.ItemFlag.ItemIsSelectable:
            assert item.text() in names
            assert not item.icon().isNull()
    for category in services.info.catalogue:
        assert (services.info.resources / "icons" / f"{category.icon}.svg").is_file(), category.id


def test_the_window_suggests_what_the_office_sent_and_the_season_brings(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(window.composer.chooser.suggested))
    assert "meteo_allerta" in window.composer.chooser.suggested  # it is November


def test_synonyms_name_categories(services: WindowServices) -> None:
    known = {category.id for category in services.info.catalogue}
    assert set(read_synonyms(services.info.resources / "synonyms.toml")) <= known


def test_a_category_group_cannot_be_chosen(look: Look, services: WindowServices, qtbot: QtBot) -> None:
    chooser = Chooser(look, services.info.catalogue, read_synonyms(services.info.resources / "synonyms.toml"))
    qtbot.addWidget(chooser)
    heads: list[QListWidgetItem] = [
        chooser.list.item(row)
        for row in range(chooser.list.count())
        if not chooser.list.item(row).flags() & Qt.ItemFlag.ItemIsSelectable
    ]
    assert {head.text() for head in heads} == {category.group for category in services.info.catalogue}


def test_the_preview_shows_the_text_that_will_be_sent(window: MainWindow) -> None:
    composer = window.composer
    for category in window.services.info.catalogue:
        write(composer, category.id)
        composed = composer.refresh()
        assert composed is not None
        assert {kind_of(name) for name in composed.contents} == set(category.channels)
        telegram = readable(composed.contents["telegram:principale"])
        assert composer.side.previews[ChannelKind.TELEGRAM].text() == telegram
        if "whatsapp" in composed.contents:
            whatsapp = plain(whatsapp_spans(readable(composed.contents["whatsapp"])))
            assert composer.side.previews[ChannelKind.WHATSAPP].text() == whatsapp
        assert composer.side.previews[ChannelKind.TELEGRAM].count_text.startswith(f"{size(telegram)} ")
        composer.discard()


def test_preview_follows_the_keys(window: MainWindow, qtbot: QtBot) -> None:
    composer = window.composer
    composer.choose("generico")
    QTest.keyClicks(title_line(composer), "Chiude l'anagrafe <b>&")
    for preview in composer.side.previews.values():
        qtbot.waitUntil(lambda preview=preview: "Chiude l'anagrafe <b>&" in preview.text())


def test_problems_come_and_go_beside_their_field(window: MainWindow, qtbot: QtBot) -> None:
    composer = window.composer
    write(composer, "evento")
    row = composer.form.row("periodo")
    assert row.problems.shown == ()
    now = window.services.info.clock.now().replace(tzinfo=None)
    row.editor.set_value({"inizio": now - timedelta(days=3), "fine": now - timedelta(days=2)})
    qtbot.waitUntil(lambda: any(problem.check == "data_passata" for problem in row.problems.shown))
    assert row.problems.isVisibleTo(window)
    assert composer.side.problems.shown
    row.editor.set_value({"inizio": now + timedelta(days=8), "fine": now + timedelta(days=8, hours=2)})
    qtbot.waitUntil(lambda: row.problems.shown == ())


def test_an_untouched_form_shows_no_problems(window: MainWindow) -> None:
    composer = window.composer
    composer.choose("generico")
    composer.refresh()
    assert composer.form.row("titolo").problems.shown == ()
    composer.ask()
    assert composer.form.row("titolo").problems.shown
    assert not window.findChildren(ConfirmDialog)


def test_a_problem_leads_to_its_field(window: MainWindow, qtbot: QtBot) -> None:
    composer = window.composer
    composer.choose("generico")
    composer.ask()
    window.nav.setFocus()
    link = composer.side.problems.findChildren(QPushButton)[0]
    link.click()
    first = composer.side.problems.shown[0].field
    qtbot.waitUntil(lambda: composer.form.editors[first].inputs()[0].hasFocus())


def test_no_channel_is_an_error(window: MainWindow) -> None:
    composer = window.composer
    write(composer, "generico")
    for tick in composer.channels.values():
        tick.setChecked(False)
    composer.ask()
    assert [problem.check for problem in composer.side.problems.shown] == ["no_channel"]
    assert not window.findChildren(ConfirmDialog)


def test_a_notice_on_one_channel_only(window: MainWindow) -> None:
    composer = window.composer
    write(composer, "generico")
    composer.channels["whatsapp"].setChecked(False)
    composed = composer.refresh()
    assert composed is not None
    assert set(composed.contents) == {"telegram:principale"}
    assert composer.side.previews[ChannelKind.WHATSAPP].count_text == ""


def test_a_picture_without_description_forbids_sending(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    picture = tmp_path / "locandina.png"
    assert QImage(40, 30, QImage.Format.Format_RGB32).save(str(picture))
    composer = window.composer
    write(composer, "evento")
    editor = composer.form.editors["attachments"]
    assert isinstance(editor, ImageEditor)
    editor.set_value(str(picture))
    composer.channels["whatsapp"].setChecked(False)
    composer.ask()
    shown = composer.form.row("attachments").problems
    qtbot.waitUntil(lambda: [problem.check for problem in shown.shown] == ["attachment_no_alt"])
    editor.set_description("Manifesto dello spettacolo, sabato alle 21:15")
    composed = composer.refresh()
    assert composed is not None
    assert composed.notice is not None
    assert [one.alt for one in composed.contents["telegram:principale"].attachments] == [  # type: ignore[union-attr]
        "Manifesto dello spettacolo, sabato alle 21:15"
    ]


def trouble_of(editor: ImageEditor) -> str:
    trouble = editor.trouble()
    return trouble.code if trouble else ""


def test_the_preview_shows_the_picture_as_it_will_arrive(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    stored = Image.new("RGB", (300, 100), "blue")
    stored.paste("red", (0, 0, 100, 100))
    stored.convert("CMYK").save(tmp_path / "foto.png", "JPEG", exif=exif, quality=95)
    composer = window.composer
    write(composer, "evento")
    editor = composer.form.editors["attachments"]
    assert isinstance(editor, ImageEditor)
    editor.set_value(str(tmp_path / "foto.png"))
    editor.set_description("La locandina")
    qtbot.waitUntil(lambda: not trouble_of(editor))
    composed = composer.refresh()
    assert composed is not None
    content = composed.contents["telegram:principale"]
    assert isinstance(content, TelegramPost)
    (file,) = content.attachments
    assert file.file is not None
    assert (file.file.width, file.file.height, file.file.name) == (100, 300, "foto.jpg")
    label = composer.side.previews[ChannelKind.TELEGRAM].findChild(QLabel, "picture")
    assert label is not None
    shown = label.pixmap().toImage()
    assert shown.height() == pytest.approx(3 * shown.width(), abs=2)
    assert shown.pixelColor(shown.width() // 2, 20).red() > 200  # red is above, as the phone will show it
    assert shown.pixelColor(shown.width() // 2, shown.height() - 20).blue() > 150


def test_advice_follows_the_alert_until_somebody_writes(window: MainWindow) -> None:
    composer = window.composer
    composer.choose("meteo_allerta")
    editors = composer.form.editors
    editors["rischi"].set_value(["vento forte"])
    editors["livello"].inputs()[0].click()  # type: ignore[attr-defined]
    first = editors["consigli"].value()
    assert first
    editors["rischi"].set_value(["neve"])
    second = editors["consigli"].value()
    assert second != first
    line = editors["consigli"].inputs()[0]
    assert isinstance(line, QLineEdit)
    line.setText("Resta a casa.")
    editors["rischi"].set_value(["ghiaccio"])
    assert editors["consigli"].value()[0] == "Resta a casa."


def test_people_stand_beside_the_channel(window: MainWindow, workspace: object, qtbot: QtBot) -> None:
    add_people(workspace, 12_345)  # type: ignore[arg-type]
    window.ops.tell(ChangeKind.SUBSCRIBERS)
    qtbot.waitUntil(lambda: "12.345" in window.composer.channels["whatsapp"].text())


def test_changing_the_subject_keeps_what_fits(window: MainWindow) -> None:
    composer = window.composer
    composer.choose("acqua_programmata")
    day = datetime(2026, 11, 27, 8, 30)
    period = {"inizio": day, "fine": day + timedelta(hours=8)}
    composer.form.editors["periodo"].set_value(period)
    composer.form.editors["vie"].set_value(["via del Marrucco"])
    composer.restart()
    composer.choose("acqua_programmata")
    assert composer.form.editors["periodo"].value() == period
    composer.restart()
    composer.choose("energia_programmata")
    assert composer.form.editors["periodo"].value() == period
    assert composer.form.editors["vie"].value() == ["via del Marrucco"]


def test_an_example_never_gets_into_another_notice(window: MainWindow) -> None:
    composer = window.composer
    write(composer, "acqua_programmata")
    composer.restart()
    composer.choose("energia_programmata")
    assert composer.form.touched_values() == {}
    assert composer.form.editors["periodo"].value() is None


def test_a_new_notice_asks_about_the_one_being_written(window: MainWindow) -> None:
    composer = window.composer
    write(composer, "acqua_programmata")
    window.new_notice()
    question = window.findChildren(Question)[0]
    assert composer.title in question.findChildren(QLabel)[0].text()
    question.reject()
    assert composer.unsent
    window.new_notice()
    window.findChildren(Question)[-1].accept()
    composer.choose("acqua_programmata")
    assert composer.form.touched_values() == {}


def test_writing_an_earlier_notice_again_asks_about_the_one_being_written(
    window: MainWindow, sent: Sent, qtbot: QtBot
) -> None:
    composer, earlier = window.composer, sent(accepted=20)
    composer.choose("generico")
    title_line(composer).setText("Il mio titolo")

    def asked() -> Question:
        composer.write_again(earlier)
        qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(Question)))
        return next(one for one in window.findChildren(Question) if one.isVisible())

    asked().reject()
    assert title_line(composer).text() == "Il mio titolo"
    asked().accept()
    assert "periodo" in composer.form.editors
    assert composer.form.touched_values() == {}


def test_the_example_asks_before_it_overwrites(window: MainWindow) -> None:
    composer = window.composer
    composer.choose("generico")
    title_line(composer).setText("Il mio titolo")
    composer.fill_example()
    assert title_line(composer).text() == "Il mio titolo"
    window.findChildren(Question)[0].accept()
    assert title_line(composer).text() != "Il mio titolo"
    title = title_line(composer).text()
    composer.fill_example()  # only the example is there: nothing to ask
    assert title_line(composer).text() == title


def test_nobody_sends_a_day_that_nobody_chose(window: MainWindow) -> None:
    composer = window.composer
    for category in window.services.info.catalogue:
        composer.choose(category.id)
        dated = [editor for editor in composer.form.editors.values() if editor.field.type in DATED]
        assert all(editor.value() is None for editor in dated), category.id
        composer.discard()


def test_closing_asks_before_it_loses_what_is_written(window: MainWindow) -> None:
    write(window.composer, "generico")
    window.close()
    assert window.isVisible()
    question = window.findChildren(Question)[0]
    question.accept()
    assert not window.isVisible()


def test_a_window_with_nothing_written_closes(window: MainWindow) -> None:
    window.composer.choose("acqua_programmata")
    window.close()
    assert not window.isVisible()


def test_preview_links_and_bold_runs() -> None:
    assert linked("A <x>\nhttps://example.it/a?b=1.") == [
        ("A <x>\n", False),
        ("https://example.it/a?b=1", True),
        (".", False),
    ]
    assert telegram_spans("<b>A</b> &lt;x&gt;") == (Span("A", bold=True), Span(" <x>"))
    assert telegram_spans('<a href="https://a.it">a</a>') == (Span('<a href="https://a.it">a</a>'),)
    assert whatsapp_spans("*A* <b>\n_x_") == (Span("A", bold=True), Span(" <b>\n_x_"))


def test_the_preview_of_telegram_shows_the_place_of_the_link_card(look: Look, qtbot: QtBot) -> None:
    preview = PhonePreview(look, ChannelKind.TELEGRAM, Office("Comune di Calcinaia"))
    qtbot.addWidget(preview)
    preview.show()
    preview.show_content(TelegramPost("Testo", "Testo", (), "https://www.comune.calcinaia.pi.it/acqua"), MORNING.at)
    assert preview.card_text == "www.comune.calcinaia.pi.it\nQui Telegram mostra la scheda di questa pagina."
    preview.show_content(TelegramPost("Testo", "Testo"), MORNING.at)
    assert preview.card_text == ""


def test_the_day_of_a_bulletin_is_said_in_the_language_of_the_screen() -> None:
    issued = datetime(2026, 11, 27, 12, tzinfo=UTC)
    days = (Forecast(issued.date(), "rossa", ("rischio idraulico",), issued),)
    begun = Prefilled("meteo_allerta", None, {"livello": "rossa"}, {"livello": Origin.BULLETIN}, ())
    outlook = ZoneOutlook("Tosc-A4", "Valdarno Inf.", days, propose(days, None, datetime(2026, 11, 27, 13)), begun)
    before = QLocale()
    try:
        for locale, day in (("en_GB", "27 November 2026"), ("it_IT", "27 novembre 2026")):
            QLocale.setDefault(QLocale(locale))
            assert day in sources_of(outlook, Office("Comune di Calcinaia"))["livello"].said
    finally:
        QLocale.setDefault(before)


def test_a_picture_in_the_preview_is_as_wide_as_its_bubble(look: Look, qtbot: QtBot) -> None:
    picture = WidePicture()
    qtbot.addWidget(picture)
    drawn = QPixmap(560, 280)
    drawn.fill(Qt.GlobalColor.blue)
    picture.show()
    for width in (300, 240, 400):
        picture.resize(width, 10)
        picture.show_picture(drawn)
        assert picture.pixmap().deviceIndependentSize().width() == picture.width() == width
        assert picture.height() == width // 2
    picture.show_picture(QPixmap())
    assert picture.empty


@pytest.mark.parametrize(
    ("category", "label", "other"),
    [
        ("acqua_guasto", "Ritorno previsto", "Prossimo aggiornamento"),
        ("energia_guasto", "Ritorno previsto", "Prossimo aggiornamento"),
    ],
)
def test_a_field_that_another_may_stand_in_for_says_so(
    window: MainWindow, category: str, label: str, other: str
) -> None:
    window.composer.choose(category)
    said = [one.text() for one in window.composer.form.findChildren(QLabel)]
    assert f"{label} *" in said
    assert f"{other} *" in said
    assert any(f"«{other}»" in text and "ne basta uno" in text for text in said)


def test_the_places_of_the_form_and_the_zones_of_the_citizens_are_one_list(services: WindowServices) -> None:
    office = Office("Comune", ("Calcinaia", "Fornacette"), offer=Offer(("calcinaia", "Sardina")))
    field = next(one for one in services.info.catalogue.get("acqua_guasto").fields if one.id == "zona")
    options = field.options_for(office)
    assert [one for one in options if one.casefold() == "calcinaia"] == ["Calcinaia"]
    assert {"Calcinaia", "Fornacette", "Sardina"} <= set(options)
