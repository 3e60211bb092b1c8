# SPDX-License-Identifier: EUPL-1.2
"""The page of today: what is open, each with its one press, whether a notice would go out, people and month."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from comunecast_gui.core.approval.approval_request import ApprovalRequest
from comunecast_gui.core.approval.overview import Shown
from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.content import TelegramPost
from comunecast_gui.core.meta.charges import MetaCharge
from comunecast_gui.core.model import Priority
from comunecast_gui.core.ports import NewNotice
from comunecast_gui.core.report.health import Condition
from comunecast_gui.core.report.outlook import ChannelOutlook, judge
from comunecast_gui.core.report.statistics import Reach
from comunecast_gui.core.report.today import Standing
from comunecast_gui.core.thread.post_change import Act, ChangeState
from comunecast_gui.services import wiring
from comunecast_gui.services.today import open_work
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.db.schema_posts import post_change
from comunecast_gui.store.delivery.charge_counts import Charges
from comunecast_gui.store.delivery.post_changes import PostChanges, Wanted
from comunecast_gui.store.inbound.followers import Followers
from comunecast_gui.ui.home.home_page import HomePage
from comunecast_gui.ui.runtime.drafts import DraftFolder, KeptDraft
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.widgets.look import Banner, Look
from tests.ui.conftest import MORNING, Sent, changed, open_window, services_behind
from tests.ui.keyboard import Keyboard, hear

TELEGRAM = "telegram:principale"
FINE = [Condition("database", True, ""), Condition("whatsapp", True, ""), Condition(TELEGRAM, True, "")]


def alert(workspace: Workspace, title: str, *, end: timedelta, category: str = "meteo_allerta", begin: str = "") -> int:
    """Queues an alert that ends so long after this morning; a negative time: before it."""
    now = workspace.clock.now()
    return workspace.outbox.enqueue(
        NewNotice(
            draft_uuid=title,
            category=category,
            priority=Priority.URGENT,
            title=title,
            text=title,
            at=now - timedelta(days=1) + end / 100,
            valid_until=now + end,
            contents={TELEGRAM: TelegramPost(title, title)},
            fields={"periodo": {"inizio": begin}} if begin else {},
        )
    )


def outlook(*found: Condition) -> tuple[ChannelOutlook, ...]:
    names = {one.name for one in found}
    conditions = [*(one for one in FINE if one.name not in names), *found]
    return judge(("whatsapp", TELEGRAM), conditions, wiring.sentences())


@pytest.fixture
def page(look: Look, ops: Ops, qtbot: QtBot) -> HomePage:
    services = services_behind(ops)
    made = HomePage(look, ops, services.info, replace(services.home, outlook=outlook))
    qtbot.addWidget(made)
    made.resize(1130, 640)
    return made


def shown(page: HomePage, qtbot: QtBot) -> None:
    page.show()
    qtbot.waitUntil(lambda: bool(page.month) and page._open is not None)


def test_a_day_on_which_nothing_waits(page: HomePage, qtbot: QtBot) -> None:
    shown(page, qtbot)
    assert page.work.texts == []
    assert "Niente ti aspetta." in _words(page)
    assert page.month[0] == "novembre 2026: 0 comunicazioni"


def _words(page: HomePage) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.isVisible()]


def test_an_alert_that_is_over_is_called_off_in_one_press(page: HomePage, workspace: Workspace, qtbot: QtBot) -> None:
    over = alert(workspace, "Allerta arancione", end=timedelta(hours=-2))
    shown(page, qtbot)
    assert page.work.texts[0] == "Allerta non chiusa: Allerta arancione È finita il 24/11/2026 08:00."
    with qtbot.waitSignal(page.follow_up) as asked:
        page.work.buttons[f"alert-{over}"].click()
    assert asked.args == [over, "meteo_cessata"]


def test_what_should_be_over_is_asked_with_three_answers_one_press_away(
    page: HomePage, workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard, keys = hear(monkeypatch), Keyboard(qtbot, page)
    cut = alert(workspace, "Manca l'acqua", end=timedelta(hours=-2), category="acqua_guasto")
    runs = alert(workspace, "Manca la corrente", end=timedelta(hours=2), category="energia_guasto")
    for title, category, begin in (
        ("Concerto", "evento", "2026-11-28T21:00"),
        ("Allerta gialla", "meteo_allerta", "2026-11-26"),
    ):
        alert(workspace, title, end=timedelta(days=5), category=category, begin=begin)
    shown(page, qtbot)
    assert page.work.texts[0] == "È tornata l'acqua? «Manca l'acqua» doveva finire il 24/11/2026 08:00."
    assert "In corso: Manca la corrente Fino al 24/11/2026 12:00." in page.work.texts
    told = [text.partition(" Fino")[0] for text in page.work.texts if text.startswith("Inizia")]
    assert told == ["Inizia giovedì 26 novembre: Allerta gialla", "Inizia sabato 28 novembre alle 21:00: Concerto"]
    assert f"told-{runs}" in page.work.buttons
    page.activateWindow()
    for words, category in (("È finita: avvisa", "servizio_ripristinato"), ("Si prolunga", "acqua_guasto")):
        keys.go(words)
        with qtbot.waitSignal(page.follow_up) as asked:
            keys.press(Qt.Key.Key_Space)
        assert asked.args == [cut, category]
    keys.go("Era già finita, nessun messaggio")
    keys.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not any("acqua" in text for text in page.work.texts if "inviat" not in text))
    assert workspace.closings.declared([cut]) == {cut}
    assert heard == ["Segnato: è finita, e nessuno riceve un messaggio."]
    assert page.work.isAncestorOf(keys.at), "the next line's button"


def test_an_alert_in_force_and_one_that_was_called_off(page: HomePage, workspace: Workspace, qtbot: QtBot) -> None:
    alert(workspace, "Allerta gialla", end=timedelta(hours=-2))
    alert(workspace, "Cessata", end=timedelta(hours=3), category="meteo_cessata")
    now = alert(workspace, "Allerta rossa", end=timedelta(hours=6))
    shown(page, qtbot)
    assert [text for text in page.work.texts if "llerta" in text and "inviat" not in text] == [
        "Allerta in corso: Allerta rossa Fino al 24/11/2026 16:00."
    ]
    with qtbot.waitSignal(page.open_notice) as asked:
        page.work.buttons[f"alert-{now}"].click()
    assert asked.args == [now]


def test_an_alert_that_nobody_got_is_not_called_off_and_calls_none_off(
    page: HomePage, workspace: Workspace, qtbot: QtBot
) -> None:
    alert(workspace, "Allerta gialla", end=timedelta(hours=-3))
    for title, category in (("Allerta rossa", "meteo_allerta"), ("Cessata", "meteo_cessata")):
        taken_off = alert(workspace, title, end=timedelta(hours=-2), category=category)
        workspace.notices.cancel(taken_off, workspace.clock.now())
    shown(page, qtbot)
    alerts = [text for text in page.work.texts if text.startswith("Allerta")]
    assert alerts == ["Allerta non chiusa: Allerta gialla È finita il 24/11/2026 07:00."]


def test_whoever_writes_is_reminded_of_the_alerts_of_the_page(workspace: Workspace) -> None:
    over = alert(workspace, "Allerta gialla", end=timedelta(hours=-3))
    for title, category in (("Allerta rossa", "meteo_allerta"), ("Cessata", "meteo_cessata")):
        taken_off = alert(workspace, title, end=timedelta(hours=-2), category=category)
        workspace.notices.cancel(taken_off, workspace.clock.now())
    context = wiring.check_context(workspace, workspace.clock.now())
    assert [one.notice for one in context.open_alerts] == [over]
    assert len(context.recent) == 3, "the same words are the same words, sent or not"


def test_a_post_that_could_not_be_pinned_is_told(
    page: HomePage, workspace: Workspace, sent: Sent, qtbot: QtBot
) -> None:
    notice, now, place = sent("Allerta rossa", accepted=20), workspace.clock.now(), "telegram:principale"
    kept = PostChanges(workspace.database)
    id = kept.ask(Wanted(notice, place, Act.PIN, now))
    with workspace.database.writing() as connection:
        connection.execute(post_change.update().values(state="calling"))
    kept.record(id, ChangeState.FAILED, now, "telegram_rights")
    shown(page, qtbot)
    [told] = [text for text in page.work.texts if text.startswith("Post di Telegram da guardare: Allerta rossa")]
    assert "Modifica messaggi" in told
    with qtbot.waitSignal(page.open_notice) as asked:
        page.work.buttons[f"post-{notice}"].click()
    assert asked.args == [notice]


def test_what_is_queued_and_what_nobody_knows(page: HomePage, sent: Sent, qtbot: QtBot) -> None:
    notice = sent("Manca l'acqua", accepted=3, unknown=2)
    shown(page, qtbot)
    assert page.work.texts == [
        "Di 2 messaggi non si sa se sono arrivati.",
        "Non inviata a tutti: Manca l'acqua 16 messaggi sono ancora in coda, dal 24/11/2026 10:00.",
    ]
    with qtbot.waitSignal(page.open_unknown):
        page.work.buttons["unknown"].click()
    with qtbot.waitSignal(page.open_notice) as asked:
        page.work.buttons[f"unsent-{notice}"].click()
    assert asked.args == [notice]


def test_drafts_are_taken_up_in_one_press(
    look: Look, make_ops: Callable[[WindowServices], Ops], services: WindowServices, tmp_path: Path, qtbot: QtBot
) -> None:
    drafts = DraftFolder(tmp_path / "drafts")
    for number in range(7):
        at = MORNING.at - timedelta(hours=number)
        assert drafts.save(KeptDraft(f"d{number}", "generico", f"Bozza {number}", at))
    ops = make_ops(changed(services, drafts=drafts))
    page = HomePage(look, ops, services.info, services_behind(ops).home)
    qtbot.addWidget(page)
    shown(page, qtbot)
    assert page.work.texts[1] == "Iniziata e non inviata: Bozza 1 1 h fa"
    assert page.work.texts[-1] == "Altre 3 comunicazioni iniziate e non inviate."
    with qtbot.waitSignal(page.draft_wanted) as asked:
        page.work.buttons["draft-d1"].click()
    assert asked.args[0].uuid == "d1"
    with qtbot.waitSignal(page.drafts_wanted):
        page.work.buttons["drafts"].click()


def test_what_does_not_fit_is_counted_and_leads_to_all(page: HomePage, workspace: Workspace, qtbot: QtBot) -> None:
    for number in range(7):
        alert(workspace, f"Allerta {number}", end=timedelta(hours=number + 1))
    asked_at, ends_at = MORNING.at, MORNING.at + timedelta(days=1)
    requests = [ApprovalRequest(id, "", f"Avviso {id}", 1, (), frozenset({2}), asked_at, ends_at) for id in range(6)]
    page.show_requests([Shown(one, "Anna", "", ()) for one in requests])
    shown(page, qtbot)
    texts = page.work.texts
    assert [text for text in texts if text.startswith("Altre")] == [
        "Altre 2 comunicazioni aspettano la tua approvazione.",
        "Altre 3 comunicazioni non inviate a tutti.",
    ]
    assert len(texts) == 11, "an alert, and five lines of the other kinds"
    for kind in ("requests", "unsent"):
        with qtbot.waitSignal(page.open_notice) as asked:
            page.work.buttons[kind].click()
        assert asked.args == [0]


def test_people_and_the_month_with_its_cost(page: HomePage, workspace: Workspace, sent: Sent, qtbot: QtBot) -> None:
    today = MORNING.at.date()
    for days, count in ((40, 1100), (0, 1240)):
        Followers(workspace.database).record(TELEGRAM, today - timedelta(days=days), count)
    sent("Acqua", accepted=16, failed=4)
    shown(page, qtbot)
    assert page.people == [
        "WhatsApp: 20 iscritti",
        "Telegram, canale principale: 1240 persone che lo seguono, +140 in trenta giorni",
    ]
    assert page.month == [
        "novembre 2026: 1 comunicazione",
        "16 messaggi inviati, 4 non arrivati",
        "0,00 € per WhatsApp, senza IVA, stimati",
    ]
    lines = [MetaCharge("UTILITY", "REGULAR", 16, Decimal("0.40"))]
    Charges(workspace.database).keep(today.replace(day=1), "EUR", lines, workspace.clock.now())
    found = open_work.standing(workspace).month
    assert (found.cost, found.currency, found.estimated) == (Decimal("0.40"), "EUR", False)


def test_it_is_read_again_after_a_change(page: HomePage, ops: Ops, workspace: Workspace, qtbot: QtBot) -> None:
    shown(page, qtbot)
    alert(workspace, "Allerta", end=timedelta(hours=-2))
    ops.tell(ChangeKind.NOTICES)
    qtbot.waitUntil(lambda: bool(page.work.texts))


def test_a_window_left_open_overnight_tells_the_new_day_and_that_the_alert_is_over(
    page: HomePage, workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert(workspace, "Allerta rossa", end=timedelta(hours=6))
    shown(page, qtbot)
    assert "martedì 24 novembre 2026" in _words(page)
    assert page.work.texts[0].startswith("Allerta in corso")
    monkeypatch.setattr(MORNING, "at", MORNING.at + timedelta(days=1))
    page._hourly.setSingleShot(True)
    page._hourly.start(1)  # the hour
    qtbot.waitUntil(lambda: "mercoledì 25 novembre 2026" in _words(page))
    qtbot.waitUntil(lambda: page.work.texts[0].startswith("Allerta non chiusa"))


def test_what_changes_while_it_is_asked_is_asked_once_more(
    look: Look, ops: Ops, workspace: Workspace, qtbot: QtBot
) -> None:
    """A key is written while the services are asked with the old one; people come while they are counted."""
    began, go = threading.Semaphore(0), threading.Event()
    lacking = Condition("whatsapp", False, "Manca la chiave.", code="secret_missing")
    today, month = MORNING.at.date(), open_work.standing(workspace).month
    answers = {
        "outlook": iter([outlook(lacking), outlook()]),
        "standing": iter([open_work.standing(workspace), Standing((Reach("whatsapp", ((today, 7),)),), month)]),
    }

    def slowly(name: str) -> Any:
        value = next(answers[name])
        began.release()
        assert go.wait(30)
        return value

    services = services_behind(ops)
    home = replace(services.home, outlook=partial(slowly, "outlook"), standing=partial(slowly, "standing"))
    page = HomePage(look, ops, services.info, home)
    qtbot.addWidget(page)
    page.show()
    page.start()
    assert all(began.acquire(timeout=30) for _ in answers)
    for _ in range(2):
        page.ask()
        page.refresh()
    go.set()
    qtbot.waitUntil(lambda: page.outlook.texts[:1] == ["WhatsApp Parte"] and page.people == ["WhatsApp: 7 iscritti"])
    assert page.again.isEnabled()


@pytest.mark.parametrize(
    ("condition", "line", "button", "signal"),
    [
        (Condition("whatsapp", False, "Manca la chiave.", code="secret_missing"),
         "WhatsApp Non parte Manca la chiave.", "Apri le impostazioni", "settings_wanted"),
        (Condition("whatsapp_number_red", True, "Qualità bassa.", warning=True),
         "WhatsApp Parte, da guardare Qualità bassa.", "Apri le impostazioni", "settings_wanted"),
        (Condition("internet", False, "Manca Internet.", code="internet"),
         "WhatsApp Non parte Manca Internet.", "Riprova", ""),
    ],
    ids=["key", "quality", "internet"],
)  # fmt: skip
def test_each_channel_in_one_line_with_its_mend(
    look: Look, ops: Ops, qtbot: QtBot, condition: Condition, line: str, button: str, signal: str
) -> None:
    answers = [outlook(condition)]
    services = services_behind(ops)
    page = HomePage(look, ops, services.info, replace(services.home, outlook=lambda: answers[-1]))
    qtbot.addWidget(page)
    page.show()
    page.start()
    qtbot.waitUntil(lambda: bool(page.outlook.texts))
    assert page.outlook.texts[0] == line
    mend = page.outlook.buttons["whatsapp"]
    assert mend.text() == button
    assert QAccessible.queryAccessibleInterface(mend).text(QAccessible.Text.Name) == f"{button}: WhatsApp"
    if signal:
        with qtbot.waitSignal(getattr(page, signal)):
            mend.click()
    answers.append(outlook())
    mend.click() if not signal else page.again.click()
    qtbot.waitUntil(lambda: page.outlook.texts == ["WhatsApp Parte", "Telegram, canale principale Parte"])


def test_the_program_opens_on_it_and_says_nothing_twice(
    look: Look, make_ops: Callable[[WindowServices], Ops], services: WindowServices, sent: Sent, qtbot: QtBot
) -> None:
    sent("Manca l'acqua", accepted=3, unknown=2)
    ops = make_ops(services)
    window = open_window(look, ops, qtbot)
    window.go_to("home")
    window.look_for_leftovers()
    qtbot.waitUntil(lambda: len(window.home.work.texts) == 2 and len(window.banners.texts()) >= 2)
    told = " ".join(_visible(window))
    assert "non si sa se sono arrivati" not in told
    window.go_to("subscribers")
    assert "non si sa se sono arrivati" in " ".join(window.banners.texts())


def _visible(window: MainWindow) -> list[str]:
    return [one.text for one in window.banners.findChildren(Banner) if one.isVisible()]


def test_the_ordinary_day_fits_a_small_screen(
    window: MainWindow, workspace: Workspace, sent: Sent, qtbot: QtBot
) -> None:
    sent("Manca l'acqua", accepted=18, unknown=2)
    window.resize(1366, 720)
    window.go_to("home")
    window.home._on_outlook(outlook())
    qtbot.waitUntil(lambda: bool(window.home.month) and bool(window.home.work.texts))
    area = window.home.findChild(QScrollArea)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)
