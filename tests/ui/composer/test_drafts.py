# SPDX-License-Identifier: EUPL-1.2
"""What is being written outlives the window and the power; what was sent or thrown away does not come back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from comunecast_gui.core.bulletin.forecast import Forecast
from comunecast_gui.core.bulletin.proposal import propose
from comunecast_gui.core.bulletin.zone_outlook import ZoneOutlook
from comunecast_gui.core.periods import local
from comunecast_gui.core.schedule.calendar_file import CalendarDay
from comunecast_gui.core.trust.chain import RegisterProof
from comunecast_gui.services import wiring
from comunecast_gui.services.bulletins import next_notice
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.ui.runtime.drafts import DraftFolder, KeptDraft
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.widgets.look import Banner, Look
from comunecast_gui.ui.widgets.question import Question
from tests.ui.conftest import MORNING, changed, open_window

Open = Callable[[], MainWindow]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "drafts"


@pytest.fixture
def start(
    services: WindowServices, look: Look, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot, folder: Path
) -> Open:
    """Opens a window that keeps its drafts in ``folder``, as each start of the program does."""

    def opened() -> MainWindow:
        window = open_window(look, make_ops(changed(services, drafts=DraftFolder(folder))), qtbot)
        window.look_for_leftovers()
        return window

    return opened


def write(window: MainWindow, picture: Path) -> None:
    assert QImage(40, 30, QImage.Format.Format_RGB32).save(str(picture))
    composer = window.composer
    composer.choose("evento")
    composer.form.editors["titolo"].set_value("Mercatino di Natale")
    start = datetime(2026, 12, 12, 10)
    composer.form.editors["periodo"].set_value({"inizio": start, "fine": start + timedelta(hours=8)})
    composer.form.show_file((str(picture), "La locandina"))
    composer.channels["whatsapp"].setChecked(False)


def press(window: MainWindow, words: str) -> None:
    next(one for one in window.banners.findChildren(QPushButton) if one.text() == words).click()


def test_closing_keeps_the_notice_and_the_next_start_offers_it(start: Open, tmp_path: Path, qtbot: QtBot) -> None:
    window = start()
    write(window, tmp_path / "locandina.png")
    before = window.composer.draft()
    assert before is not None
    window.close()
    assert not window.isVisible()
    assert not window.findChildren(Question)
    (tmp_path / "locandina.png").unlink()  # as on another computer, where the draft came without it
    again = start()
    qtbot.waitUntil(lambda: any("Mercatino" in text or "Evento" in text for text in again.banners.texts()))
    press(again, "Riprendi a scrivere")
    assert again.composer.draft() == before
    assert again.banners.texts() == []

    def told() -> bool:
        composed = again.composer.refresh()
        return composed is not None and "attachment_missing" in {one.check for one in composed.problems}

    qtbot.waitUntil(told)  # and never left out silently


def kept_in(folder: Path) -> list[str]:
    return [str(one.fields.get("titolo")) for one in DraftFolder(folder).all()]


def events_in(folder: Path) -> list[str]:
    return [str(one.fields.get("titolo")) for one in DraftFolder(folder).all() if one.category == "evento"]


def titled(window: MainWindow, category: str, title: str) -> None:
    window.composer.choose(category)
    window.composer.form.editors["titolo"].set_value(title)


def answer(window: MainWindow, *, yes: bool) -> None:
    question = window.findChildren(Question)[-1]
    if yes:
        question.accept()
    else:
        question.reject()


def test_a_kill_loses_no_more_than_seconds(start: Open, folder: Path, tmp_path: Path, qtbot: QtBot) -> None:
    window = start()
    write(window, tmp_path / "locandina.png")
    qtbot.waitUntil(lambda: bool(DraftFolder(folder).all()))
    [kept] = DraftFolder(folder).all()
    assert kept.fields["titolo"] == "Mercatino di Natale"
    assert kept.file == (str(tmp_path / "locandina.png"), "La locandina")


def test_a_discarded_notice_or_a_mere_example_is_not_kept(start: Open, folder: Path, qtbot: QtBot) -> None:
    window = start()
    window.composer.choose("evento")
    window.composer.fill_example()
    assert window.composer.draft() is None
    window.composer.form.editors["titolo"].set_value("Altro")
    qtbot.waitUntil(lambda: kept_in(folder) == ["Altro"])
    window.close()
    again = start()
    qtbot.waitUntil(lambda: bool(again.banners.texts()))
    press(again, "Buttala…")
    answer(again, yes=False)
    assert kept_in(folder) == ["Altro"]
    press(again, "Buttala…")
    answer(again, yes=True)
    assert kept_in(folder) == []
    assert again.banners.texts() == []


def test_another_topic_overwrites_no_draft(start: Open, folder: Path, qtbot: QtBot) -> None:
    window = start()
    titled(window, "evento", "Mercatino di Natale")
    window.new_notice()
    assert not window.findChildren(Question)
    titled(window, "generico", "Orari di dicembre")
    window.composer.form.editors["testo"].set_value("Gli uffici chiudono alle 13.")
    window.composer.restart()
    window.composer.choose("acqua_guasto")  # it has neither of the two fields
    window.composer.form.editors["vie"].set_value(["via Piave"])
    assert window.composer.keep()
    assert sorted(kept_in(folder)) == ["Mercatino di Natale", "None", "Orari di dicembre"]


def test_what_fits_moves_with_its_draft_to_another_topic(start: Open, folder: Path) -> None:
    window = start()
    window.composer.choose("acqua_programmata")
    window.composer.form.editors["vie"].set_value(["via Piave"])
    assert window.composer.keep()
    window.composer.restart()
    window.composer.choose("energia_programmata")
    assert window.composer.form.editors["vie"].value() == ["via Piave"]
    assert window.composer.keep()
    assert [one.category for one in DraftFolder(folder).all()] == ["energia_programmata"]


def test_a_follow_up_leaves_what_was_being_written_a_draft(start: Open, folder: Path, qtbot: QtBot) -> None:
    window = start()
    titled(window, "generico", "Orari di dicembre")
    window.composer.choose("evento", follows=7)
    assert window.composer.form.touched_values() == {}
    qtbot.waitUntil(lambda: kept_in(folder) == ["Orari di dicembre"])


def test_what_fills_a_form_by_itself_leaves_what_was_being_written_a_draft(
    start: Open, folder: Path, workspace: Workspace, qtbot: QtBot
) -> None:
    window = start()
    composer = window.composer
    now = local(MORNING.at, window.services.info.office)
    proposal = propose([Forecast(now.date(), "rossa", ("rischio idraulico",), MORNING.at)], None, now)
    assert proposal is not None
    office = replace(window.services.info.office, alert_zone="Tosc-A4")
    prefilled = next_notice.prefilled(workspace, wiring.bulletin_place(office), proposal)
    outlook = ZoneOutlook("Tosc-A4", "Valdarno Inf.", (), proposal, prefilled)
    mail = "Domani dalle 8:30 alle 12:30 mancherà l'acqua a Fornacette, in via Genova, per una riparazione urgente."
    told = composer.pasting.read(mail, "acqua_programmata", None)
    day = CalendarDay(now.date() + timedelta(days=2), "Raccolta della carta")
    ways: list[Callable[[], None]] = [
        lambda: composer.begin_from_bulletin(outlook),
        lambda: composer.take_told(told),
        lambda: composer.propose([(day, now + timedelta(days=1))]),
    ]
    for number, begin in enumerate(ways):
        title = f"Concerto {number}"
        titled(window, "evento", title)
        begin()
        qtbot.waitUntil(lambda title=title: events_in(folder).count(title) == 1)  # type: ignore[misc]


def test_drafts_are_listed_with_topic_and_age_and_each_can_be_taken_up_or_thrown_away(
    start: Open, folder: Path, qtbot: QtBot
) -> None:
    ages = (timedelta(minutes=5), timedelta(hours=3), timedelta(days=2), timedelta(days=9))
    for number, age in enumerate(ages):
        fields = {"titolo": f"Bozza {number}"}
        DraftFolder(folder).save(KeptDraft(f"u{number}", "evento", f"Bozza {number}", MORNING.at - age, fields=fields))
    window = start()
    drafts = window.composer.drafts
    qtbot.waitUntil(lambda: len(drafts.shown) == 4)
    said = [one.text() for one in drafts.findChildren(QLabel) if one.isVisible()]
    assert [text for text in said if text.startswith("Bozza")] == ["Bozza 0", "Bozza 1"]
    topic = window.services.info.catalogue.get("evento").name
    assert {f"{topic} · 5 min fa", f"{topic} · 3 h fa"} <= set(said)
    press_in_list(window, "Mostrane altre 2", qtbot)
    qtbot.waitUntil(lambda: any(one.text() == "Bozza 3" and one.isVisible() for one in drafts.findChildren(QLabel)))
    titled(window, "generico", "Sto scrivendo")
    window.composer.take_up(drafts.shown[1])
    assert window.composer.form.editors["titolo"].value() == "Bozza 1"
    qtbot.waitUntil(lambda: "Sto scrivendo" in kept_in(folder))
    window.composer.restart()
    qtbot.waitUntil(lambda: len(drafts.shown) == 5)
    gone = drafts.shown[0].title
    press_in_list(window, "Buttala…", qtbot)
    answer(window, yes=False)
    assert len(kept_in(folder)) == 5
    press_in_list(window, "Buttala…", qtbot)
    answer(window, yes=True)
    qtbot.waitUntil(lambda: len(drafts.shown) == 4)
    assert gone not in kept_in(folder)


def test_a_draft_is_taken_up_as_it_is_by_now_wherever_it_was_offered(start: Open, folder: Path, qtbot: QtBot) -> None:
    """The offer at the start holds the draft as it was then."""
    DraftFolder(folder).save(KeptDraft("u", "evento", "Mercatino", MORNING.at, fields={"titolo": "Mercatino"}))
    window = start()
    composer = window.composer
    qtbot.waitUntil(lambda: any("Mercatino" in text for text in window.banners.texts()))
    qtbot.waitUntil(lambda: len(composer.drafts.shown) == 1)
    [offered] = composer.drafts.shown
    composer.take_up(offered)
    composer.form.editors["titolo"].set_value("Mercatino di Natale")
    window.new_notice()
    press(window, "Riprendi a scrivere")
    assert composer.form.editors["titolo"].value() == "Mercatino di Natale"
    composer.forget("u")
    composer.take_up(offered)
    assert composer.draft() is None, "what was thrown away is not written on, where nothing would keep it"


def test_the_list_of_drafts_takes_no_focus_from_the_search(start: Open, folder: Path, qtbot: QtBot) -> None:
    DraftFolder(folder).save(KeptDraft("u", "evento", "Mercatino", MORNING.at, fields={"titolo": "Mercatino"}))
    window = start()
    composer = window.composer
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and len(composer.drafts.shown) == 1)
    composer.drafts.focus_first()
    press_in_list(window, "Riprendi a scrivere", qtbot)
    title = composer.form.editors["titolo"]
    qtbot.waitUntil(title.inputs()[0].hasFocus)
    title.set_value("Mercatino di Natale")
    assert composer.keep()
    composer.restart()
    qtbot.waitUntil(lambda: [one.title for one in composer.drafts.shown] != ["Mercatino"])
    assert composer.chooser.search.hasFocus()


def press_in_list(window: MainWindow, words: str, qtbot: QtBot) -> None:
    def found() -> list[QPushButton]:
        buttons = window.composer.drafts.findChildren(QPushButton)
        return [one for one in buttons if one.text() == words and one.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    found()[0].click()


def test_drafts_and_answers_that_were_asked_for_are_never_folded_away(start: Open, folder: Path, qtbot: QtBot) -> None:
    fields = {"titolo": "Mercatino"}
    DraftFolder(folder).save(KeptDraft("u", "evento", "Mercatino", MORNING.at, fields=fields))
    window = start()
    banners = window.banners
    qtbot.waitUntil(lambda: any("Mercatino" in text for text in banners.texts()))
    banners.show_trouble("Telegram non risponde.")
    banners.show_trouble("WhatsApp non risponde.")
    banners.show_proof(RegisterProof(True, "I registri sono integri."))
    seen = [one.text for one in banners.findChildren(Banner) if one.isVisible()]
    assert any("Mercatino" in text for text in seen)
    assert "I registri sono integri." in seen
    assert len(banners.texts()) - len(seen) == 1, "of the two troubles one is folded"


def test_a_forgotten_draft_stays_forgotten(folder: Path) -> None:
    drafts = DraftFolder(folder)
    draft = KeptDraft("a", "evento", "Titolo", MORNING.at)
    assert drafts.save(draft)
    assert DraftFolder(folder).all() == (draft,)
    drafts.forget("a")
    drafts.save(draft)  # as a thread that was late would
    assert drafts.all() == ()


def test_an_older_state_never_overwrites_a_newer_one(folder: Path) -> None:
    """A thread that writes what it was told earlier finds what was said since."""
    drafts = DraftFolder(folder)
    drafts.hold(KeptDraft("a", "evento", "Prima", MORNING.at))
    drafts.hold(KeptDraft("a", "evento", "Dopo", MORNING.at))
    assert drafts.write()
    assert drafts.write()
    assert [one.title for one in DraftFolder(folder).all()] == ["Dopo"]


def test_the_one_draft_of_an_earlier_version_is_offered_too(folder: Path) -> None:
    former = folder.parent / "draft.json"
    old = KeptDraft("old", "evento", "Di prima", MORNING.at)
    DraftFolder(folder).save(old)
    (folder / "old.json").rename(former)
    drafts = DraftFolder(folder, former)
    assert drafts.all() == (old,)
    drafts.save(KeptDraft("new", "evento", "Altra", MORNING.at))
    assert len(drafts.all()) == 2
    drafts.forget("old")
    assert not former.exists()
    assert [one.uuid for one in drafts.all()] == ["new"]


@pytest.mark.parametrize("put_aside", [False, True])
def test_closing_with_a_draft_that_cannot_be_written_asks(
    services: WindowServices,
    look: Look,
    make_ops: Callable[[WindowServices], Ops],
    qtbot: QtBot,
    tmp_path: Path,
    *,
    put_aside: bool,
) -> None:
    blocked = tmp_path / "drafts"
    blocked.write_text("a file where the folder should be", "utf-8")
    window = open_window(look, make_ops(changed(services, drafts=DraftFolder(blocked))), qtbot)
    titled(window, "generico", "Orari di dicembre")
    if put_aside:
        window.new_notice()
    window.close()
    assert window.isVisible()
    answer(window, yes=True)
    assert not window.isVisible()


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "{",
        "[]",
        '{"uuid": "a"}',
        '{"uuid":1,"at":"x","channels":[],"file":null}',
        '{"uuid":"../a","category":"evento","title":"x","at":"2026-11-24T09:00:00+00:00","channels":[],"file":null}',
        '{"uuid":"b","category":"evento","title":"x","at":"2026-11-24T09:00:00+00:00","channels":[],"file":null}',
    ],
)
def test_a_broken_file_is_no_draft_and_is_left_alone(folder: Path, broken: str) -> None:
    folder.mkdir()
    (folder / "a.json").write_text(broken, "utf-8")
    drafts = DraftFolder(folder)
    assert drafts.all() == ()
    drafts.forget("../a")
    assert (folder / "a.json").read_text("utf-8") == broken
