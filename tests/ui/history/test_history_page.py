# SPDX-License-Identifier: EUPL-1.2
"""The history counts by outcome, opens a notice to its deliveries, and lets a person decide what nobody knows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from comunecast_gui.core.changes import Changed, ChangeKind, SetAside
from comunecast_gui.core.content import Content, TelegramPost
from comunecast_gui.core.errors import Permanent
from comunecast_gui.core.model import DeliveryState, SubscriberState, Verdict
from comunecast_gui.core.notice.checks.check import Severity
from comunecast_gui.core.notice.compose import jsonable
from comunecast_gui.core.ports import Result
from comunecast_gui.core.setup.trial_record import Trial, TrialOutcome
from comunecast_gui.services.setup import trial_log
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.consent.audit import Audit
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import IS_QUEUED, delivery, notice
from comunecast_gui.store.delivery.notices import NoticeFilter, NoticeRow, Notices, UnknownRow
from comunecast_gui.store.delivery.receipts import Receipt, ReceiptKind
from comunecast_gui.system import locks, paths
from comunecast_gui.ui.history import history_page
from comunecast_gui.ui.history.deliveries_table import DeliveriesTable, DeliveryLine
from comunecast_gui.ui.history.history_model import BAR, DATE_COLUMN, OUTCOME_COLUMN, SHARES, NoticeLine, shares_of
from comunecast_gui.ui.history.history_page import HistoryPage
from comunecast_gui.ui.runtime import i18n
from comunecast_gui.ui.runtime.ops import Ops, only
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.labels import OUTCOMES, outcomes
from comunecast_gui.ui.widgets.line_table import LinesTable
from comunecast_gui.ui.widgets.look import Look
from comunecast_gui.ui.widgets.question import Question
from tests.receipts import receive
from tests.store.samples import new_notice
from tests.ui.conftest import Sent, services_behind
from tests.ui.everywhere import settle


@pytest.fixture
def page(look: Look, ops: Ops, qtbot: QtBot) -> HistoryPage:
    page = HistoryPage(look, ops, services_behind(ops).info, services_behind(ops).history)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    return page


def test_every_state_is_counted_in_one_outcome() -> None:
    states = [state for group, _ in OUTCOMES for state in group]
    assert sorted(states) == sorted(DeliveryState)
    assert {name for _, name in OUTCOMES} == set(BAR)
    assert outcomes([dict.fromkeys(DeliveryState, 1)]) == {
        "queued": 2,
        "accepted": 2,
        "delivered": 2,
        "failed": 1,
        "unknown": 1,
        "not_sent": 3,
    }


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize(("scale", "width", "height"), [(100, 1130, 690), (200, 1356, 530)])
def test_every_outcome_is_read_whole(
    page: HistoryPage, qapp: QApplication, qtbot: QtBot, scale: int, width: int, height: int, language: str
) -> None:
    """The page as wide as it is on a screen of 1366 by 768; the longest outcome has all six parts."""
    qtbot.waitUntil(lambda: page.empty)
    i18n.install(qapp, paths.resource("i18n"), language)
    page._look.theme.set_scale(scale)
    try:
        page.resize(width, height)
        worst = labels.outcomes_sentence({outcome: 12_340 + number for number, (_, outcome) in enumerate(OUTCOMES)})
        usual = labels.outcomes_sentence({"failed": 12, "unknown": 15, "delivered": 1240})
        title = "Manca l'acqua in via Vittorio Emanuele II e nelle strade vicine"
        lines = [
            NoticeLine(row, ("26/11/2026 20:16", words, outcome, "WhatsApp"), {}, {1: "it-clock"})
            for row, (words, outcome) in enumerate(((title, worst), (title, usual), ("Neve", "61")))
        ]
        page.model.set_lines(lines)
        page._inner.setCurrentIndex(0)
        settle()
        table = page.table
        assert [cut_in(table, row) for row in range(3)] == [[], [], []]
        assert table.rowHeight(2) < table.rowHeight(0), "a row that needs one line has one"
        shown = sum(table.columnWidth(column) for column in range(4) if not table.isColumnHidden(column))
        assert shown <= table.viewport().width()
    finally:
        page._look.theme.set_scale(100)
        i18n.install(qapp, paths.resource("i18n"))


def cut_in(table: LinesTable, row: int) -> list[str]:
    """The cells of date and outcome whose words need more lines than they have room for, above the bar."""
    found = []
    around = table.fontMetrics().height()
    for column in (DATE_COLUMN, OUTCOME_COLUMN):
        index = table.model().index(row, column)
        room = table.visualRect(index).adjusted(around // 2, 0, -around // 2, -12)
        words = str(index.data())
        needed = table.fontMetrics().boundingRect(QRect(0, 0, room.width(), 9999), Qt.TextFlag.TextWordWrap, words)
        if needed.height() > room.height() or needed.width() > room.width():
            found.append(f"{words}: {needed.size().toTuple()} > {room.size().toTuple()}")
    return found


def test_a_trial_of_the_set_up_stands_apart_from_the_notices(
    page: HistoryPage, workspace: Workspace, qtbot: QtBot
) -> None:
    assert not page.tried.isVisible()
    with trial_log.noted(workspace, "telegram", "Se leggi questo messaggio"):
        pass
    with pytest.raises(Permanent), trial_log.noted(workspace, "whatsapp", "Se leggi questo messaggio"):
        raise Permanent("131026")
    page.refresh()
    qtbot.waitUntil(page.tried.isVisible)
    assert page.empty, "a trial is no notice"
    page.tried.click()
    assert page.trials.isVisible()
    shown = [line.cells[1:4] for line in page.trials.model.lines]
    assert shown[1] == ("PROVA: Se leggi questo messaggio", "Telegram", "presa in carico dal servizio")
    assert shown[0][:2] == ("PROVA: Se leggi questo messaggio", "WhatsApp")
    assert "non è su WhatsApp" in shown[0][2]
    page.trials.table.selectRow(0)
    assert page.trials.whole.text() == "\n".join((shown[0][0], shown[0][2])), "a table cuts what is long"
    page.step_back()
    assert not page.trials.isVisible()
    words = {}
    for outcome, code in (("delivered", ""), ("read", ""), ("failed", "131026"), ("failed", "")):
        at = workspace.clock.now()
        page.trials.show_trials([Trial(at, "anna", "whatsapp", "Prova", TrialOutcome(outcome), code)])
        words[outcome, code] = page.trials.model.lines[0].cells[3]
    assert words["delivered", ""] == "consegnato"
    assert words["read", ""] == "letto"
    assert words["failed", ""] == "non consegnato"
    assert words["failed", "131026"].startswith("non consegnato: Questo numero non riceve: non è su WhatsApp")


def test_the_state_of_a_delivery_is_read_whole(look: Look, ops: Ops, qtbot: QtBot) -> None:
    services = services_behind(ops)
    deliveries = DeliveriesTable(look, ops, services.info, services.history)
    qtbot.addWidget(deliveries)
    deliveries.resize(636, 400)
    deliveries.show()
    long = *(labels.state_word(state) for state in DeliveryState), "Unknown outcome", "Not wanted any more"
    lines = [DeliveryLine(row, ("", word, "", ""), signs={1: "it-clock"}) for row, word in enumerate(long)]
    deliveries.model.set_lines(lines)
    table = deliveries.table
    assert table.sizeHintForColumn(1) <= table.columnWidth(1)
    assert sum(table.columnWidth(column) for column in range(4)) <= table.viewport().width()


def test_the_outcome_bar_adds_up_to_all_deliveries() -> None:
    shares = shares_of({"accepted": 3, "failed": 1})
    assert sum(share for _, share in shares) == pytest.approx(1)
    assert shares_of({}) == ()


def test_an_empty_history_says_what_to_do(page: HistoryPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.empty)


def test_history_rows_say_how_each_notice_ended(page: HistoryPage, sent: Sent, ops: Ops, qtbot: QtBot) -> None:
    sent("Prima", accepted=16, failed=3, unknown=1)
    sent("Seconda", accepted=20)
    ops.tell(ChangeKind.NOTICES)
    qtbot.waitUntil(lambda: len(page.model.lines) == 2)
    newest, oldest = page.model.lines
    assert newest.cells[1].endswith("Seconda")
    assert newest.cells[2] == "1 in coda, 20 inviati"
    assert oldest.cells[2] == "3 non riusciti, 1 con esito incerto, 1 in coda, 16 inviati"
    assert "Telegram" in newest.cells[3]
    assert "WhatsApp" in newest.cells[3]
    shares = dict(page.model.index(1, 2).data(SHARES))
    assert shares["failed"] == pytest.approx(3 / 21)


def test_a_notice_opens_to_its_deliveries(page: HistoryPage, sent: Sent, ops: Ops, qtbot: QtBot) -> None:
    id = sent(accepted=15, failed=3, unknown=2)
    page.open_notice(id)
    deliveries = page.notice.deliveries
    qtbot.waitUntil(lambda: len(deliveries.model.lines) == 21)
    assert all("•" in line.cells[0] or line.cells[0].startswith("Telegram") for line in deliveries.model.lines)
    deliveries.states.setCurrentIndex(deliveries.states.findData(DeliveryState.FAILED))
    qtbot.waitUntil(lambda: len(deliveries.model.lines) == 3)
    assert {line.cells[1] for line in deliveries.model.lines} == {"Non riuscito"}
    assert all("131026" not in line.cells[3] and line.cells[3] for line in deliveries.model.lines)
    qtbot.waitUntil(lambda: "15 inviati" in page.notice.summary)
    assert [preview.text() for preview in page.notice.previews] == ["Acqua", "Acqua a Fornacette"]


def test_the_texts_of_a_notice_are_never_squashed(page: HistoryPage, sent: Sent, qtbot: QtBot) -> None:
    """They come late, and Qt gives them their height in several turns of the event loop, between which it paints."""
    page.open_notice(sent(accepted=2))
    squashed: list[str] = []
    for _ in range(2_000):
        QApplication.processEvents()
        words = [one for preview in page.notice.previews for one in preview.findChildren(QLabel)]
        squashed += [one.text() for one in words if one.isVisible() and one.text() and one.height() < lines_of(one)]
        if len(page.notice.previews) == 2 and page.notice.deliveries.model.lines:
            break
        qtbot.wait(2)
    assert (len(page.notice.previews), squashed) == (2, [])


def lines_of(words: QLabel) -> int:
    """The height in pixels that the words need in their width."""
    return words.heightForWidth(words.width()) if words.wordWrap() else words.sizeHint().height()


def test_a_notice_shows_its_deliveries_whatever_channel_of_another_was_chosen(
    page: HistoryPage, sent: Sent, workspace: Workspace, qtbot: QtBot
) -> None:
    first = sent(accepted=20)
    post = {"telegram:principale": TelegramPost("<b>Prova</b>", "Prova")}
    second = workspace.outbox.enqueue(new_notice(at=workspace.clock.now(), contents=post))
    page.open_notice(first)
    deliveries = page.notice.deliveries
    qtbot.waitUntil(lambda: deliveries.channels.findData("whatsapp") > 0)
    deliveries.channels.setCurrentIndex(deliveries.channels.findData("whatsapp"))
    qtbot.waitUntil(lambda: len(deliveries.model.lines) == 20)
    page.open_notice(second)
    qtbot.waitUntil(lambda: len(deliveries.model.lines) == 1)


def test_the_moment_of_a_delivery_is_whole_in_its_column(page: HistoryPage, sent: Sent, qtbot: QtBot) -> None:
    page.open_notice(sent(accepted=15))
    deliveries = page.notice.deliveries
    qtbot.waitUntil(lambda: len(deliveries.model.lines) == 21)
    assert deliveries.table.sizeHintForColumn(2) <= deliveries.table.columnWidth(2)


def test_cancelling_a_notice_empties_its_queue(
    page: HistoryPage, sent: Sent, workspace: Workspace, ops: Ops, qtbot: QtBot
) -> None:
    id = sent(accepted=15)
    page.open_notice(id)
    qtbot.waitUntil(lambda: page.notice.cancel.isVisible())
    assert page.notice.cancel.text().replace("&", "") == "Non inviare i 6 in coda…"
    locks.move_away(workspace.data_dir, workspace.clock.now())
    with qtbot.waitSignal(ops.trouble) as refused:
        page.notice.cancel.click()
        page.notice.findChildren(Question)[0].accept()
    assert "quello che era in coda parte dall'altro computer: invialo o fermalo da là" in refused.args[0]
    assert workspace.outbox.counts(id)["whatsapp"]["cancelled"] == 0
    locks.stay(workspace.data_dir)
    page.notice.cancel.click()
    page.notice.findChildren(Question)[-1].accept()
    qtbot.waitUntil(lambda: not page.notice.cancel.isVisible())
    assert workspace.outbox.counts(id)["whatsapp"]["cancelled"] == 5


def test_the_desk_of_unknown_outcomes_says_why_each_is_unknown(
    page: HistoryPage, sent: Sent, workspace: Workspace, qtbot: QtBot
) -> None:
    sent(accepted=18)
    now = workspace.clock.now()
    slow, _ = workspace.outbox.exchange([], "whatsapp", 2, now=now)
    workspace.outbox.exchange(
        [Result(slow.delivery, DeliveryState.UNKNOWN, now, code="timeout")], "whatsapp", 0, now=now
    )
    workspace.outbox.recover(now)
    page.open_unknown()
    qtbot.waitUntil(lambda: len(page.unknown.model.lines) == 2)
    assert [line.cells[3] for line in page.unknown.model.lines] == [
        "nessuna risposta in tempo",
        "il programma o il computer si è fermato",
    ]


def test_the_desk_of_unknown_outcomes(page: HistoryPage, sent: Sent, workspace: Workspace, qtbot: QtBot) -> None:
    id = sent(unknown=4, accepted=16)
    page.open_unknown()
    table = page.unknown.table
    qtbot.waitUntil(lambda: len(page.unknown.model.lines) == 4)
    assert not page.unknown.arrived.isEnabled()
    table.selectAll()
    assert not page.unknown.show_number.isEnabled()  # one at a time
    table.selectRow(0)
    page.unknown.show_number.click()
    qtbot.waitUntil(lambda: "+39 333 000 00" in page.unknown.shown_number)
    with qtbot.waitSignal(page.unknown.model.dataChanged):
        page.unknown.refresh()
    assert "+39 333 000 00" in page.unknown.shown_number  # reading the table again takes no number away
    assert next(iter(Audit(workspace.database).recent())).what == "number_shown"
    page.unknown.arrived.click()
    qtbot.waitUntil(lambda: len(page.unknown.model.lines) == 3)
    table.selectRow(0)
    page.unknown.leave.click()
    qtbot.waitUntil(lambda: len(page.unknown.model.lines) == 2)
    table.selectAll()
    page.unknown.arrived.click()
    [question] = page.unknown.findChildren(Question)
    assert question.windowTitle() == "2 messaggi sono arrivati?"
    question.accept()
    qtbot.waitUntil(lambda: page.unknown.model.lines == [])
    assert not table.isVisible()
    counts = workspace.outbox.counts(id)["whatsapp"]
    assert (counts["accepted"], counts["unknown"]) == (19, 1)


def test_the_window_tells_what_an_earlier_run_left(
    window: MainWindow, sent: Sent, workspace: Workspace, qtbot: QtBot
) -> None:
    id = sent(accepted=10, unknown=2)
    window.look_for_leftovers()
    qtbot.waitUntil(lambda: len(window.banners.texts()) == 2)
    assert any("mancano 9 messaggi" in text and "acqua" in text.lower() for text in window.banners.texts())
    assert any("2 messaggi non si sa" in text for text in window.banners.texts())
    assert workspace.outbox.counts(id)["whatsapp"]["queued"] == 8
    window.look_for_leftovers()
    qtbot.wait(50)
    assert len(window.banners.texts()) == 2


def test_a_follow_up_begins_with_what_it_follows(window: MainWindow, sent: Sent, qtbot: QtBot) -> None:
    id = sent(accepted=20)
    window.show_notice(id)
    page = window.history.notice
    qtbot.waitUntil(lambda: page.follow.isVisible())
    offered = {action.text(): action for action in page.follow.menu().actions()}
    assert next(iter(offered)) == "Rettifica"
    offered["È finita: Servizio tornato regolare"].trigger()
    composer = window.composer
    qtbot.waitUntil(lambda: "Chiude" in composer.followed)
    assert composer.isVisible()
    composed = composer.refresh()
    assert composed is not None
    assert composed.category.id == "servizio_ripristinato"
    assert composed.draft.follows == id
    assert composed.draft.fields["servizio"] == "acqua"
    reference = str(composed.draft.fields["riferimento"])
    assert window.services.history.notices.get(id).title in reference
    assert {one.field for one in composed.problems if one.severity is Severity.ERROR} == {"ora", "zona"}
    [box] = composer.form.editors["riferimento"].findChildren(QComboBox)
    assert box.currentData().notice == id
    assert not box.isEditable()


def test_a_narrow_list_keeps_room_for_the_title(page: HistoryPage, sent: Sent, ops: Ops, qtbot: QtBot) -> None:
    sent(accepted=20)
    ops.tell(ChangeKind.NOTICES)
    qtbot.waitUntil(lambda: len(page.model.lines) == 1)
    table = page.table
    qtbot.waitUntil(lambda: not table.isColumnHidden(3))
    page.resize(780, 500)
    qtbot.waitUntil(lambda: table.isColumnHidden(3))
    assert table.columnWidth(1) >= 240
    assert sum(table.columnWidth(column) for column in range(3)) == table.viewport().width()


def test_deliveries_that_would_fail_again_are_not_retried(
    page: HistoryPage, sent: Sent, workspace: Workspace, qtbot: QtBot
) -> None:
    id = sent(failed=5, accepted=15, code="131050")
    page.open_notice(id)
    qtbot.waitUntil(lambda: "5 non riusciti" in page.notice.summary)
    assert not page.notice.retry.isVisible()
    assert workspace.outbox.counts(id)["whatsapp"]["failed"] == 5


def test_sending_again_what_may_have_arrived_asks_first(
    page: HistoryPage, sent: Sent, workspace: Workspace, ops: Ops, qtbot: QtBot
) -> None:
    id = sent(unknown=2, accepted=18)
    page.open_unknown()
    qtbot.waitUntil(lambda: len(page.unknown.model.lines) == 2)
    page.unknown.table.selectRow(0)
    page.unknown.resend.click()
    question = page.unknown.findChildren(Question)[0]
    assert workspace.outbox.counts(id)["whatsapp"]["unknown"] == 2
    question.accept()
    qtbot.waitUntil(lambda: workspace.outbox.counts(id)["whatsapp"]["unknown"] == 1)
    ops.stop()
    qtbot.waitUntil(lambda: not ops.running, timeout=20_000)


def test_a_receipt_during_a_verdict_does_not_stop_the_others(
    page: HistoryPage, sent: Sent, workspace: Workspace, ops: Ops, qtbot: QtBot
) -> None:
    id = sent(unknown=6, accepted=14)
    page.open_unknown()
    unknown = page.unknown
    qtbot.waitUntil(lambda: len(unknown.model.lines) == 6)
    third = unknown.model.lines[2].id
    unknown.table.selectAll()
    receive(workspace.database, Receipt(ReceiptKind.DELIVERED, workspace.clock.now(), "wamid.x", third))
    unknown.leave.click()
    [question] = unknown.findChildren(Question)
    question.accept()
    qtbot.waitUntil(lambda: unknown.model.lines == [])
    assert unknown.result == "5 messaggi restano senza esito. 1 nel frattempo aveva già un esito e lo mantiene."
    counts = workspace.outbox.counts(id)["whatsapp"]
    assert (counts["unknown"], counts["delivered"]) == (5, 1)
    unknown.undo.click()
    qtbot.waitUntil(lambda: len(unknown.model.lines) == 5)
    assert unknown.result == "Annullato: 5 messaggi sono di nuovo in questo elenco."
    assert not unknown.undo.isVisible()


def test_the_selection_outlives_changes_of_other_rows(
    page: HistoryPage, sent: Sent, workspace: Workspace, ops: Ops, qtbot: QtBot
) -> None:
    sent(unknown=4, accepted=16)
    page.open_unknown()
    unknown = page.unknown
    qtbot.waitUntil(lambda: len(unknown.model.lines) == 4)
    first, second = unknown.model.lines[0].id, unknown.model.lines[1].id
    unknown.table.selectRow(1)
    receive(workspace.database, Receipt(ReceiptKind.READ, workspace.clock.now(), "wamid.x", first))
    ops.tell(ChangeKind.NOTICES)
    qtbot.waitUntil(lambda: len(unknown.model.lines) == 3)
    assert [line.id for line in [unknown.table.current_line()] if line] == [second]


def test_a_notice_that_came_back_with_a_backup_is_one_decision(
    page: HistoryPage, sent: Sent, workspace: Workspace, ops: Ops, qtbot: QtBot
) -> None:
    other = sent("Prima", unknown=1, accepted=19)
    id = sent("Meteo", accepted=3)
    with workspace.database.writing() as connection:
        came_back = {"state": DeliveryState.UNKNOWN, "code": "restored"}
        connection.execute(delivery.update().where(delivery.c.notice_id == id, IS_QUEUED).values(**came_back))
    page.open_unknown()
    unknown = page.unknown
    qtbot.waitUntil(lambda: len(unknown.model.lines) == 2)
    line = unknown.model.lines[0]
    assert line.cells[0] == "tutti i 18 recapiti"
    assert line.cells[2:4] == ("Meteo", "forse partito dopo la copia")
    unknown.table.selectRow(0)
    unknown.arrived.click()
    [question] = unknown.findChildren(Question)
    assert question.windowTitle() == "18 messaggi sono arrivati?"
    question.accept()
    qtbot.waitUntil(lambda: len(unknown.model.lines) == 1)
    assert workspace.outbox.counts(id)["whatsapp"]["accepted"] == 20
    assert workspace.outbox.counts(id)["telegram:principale"]["accepted"] == 1
    assert workspace.outbox.counts(other)["whatsapp"]["unknown"] == 1
    unknown.undo.click()
    qtbot.waitUntil(lambda: len(unknown.model.lines) == 2)


class Counted(Notices):
    """Notes what is read."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.asked: list[str] = []

    def latest(
        self, limit: int | None = 50, before: int | None = None, *, wanted: NoticeFilter | None = None
    ) -> list[NoticeRow]:
        self.asked.append("latest")
        return super().latest(limit, before, wanted=wanted)

    def of_deliveries(self, ids: Collection[int]) -> list[NoticeRow]:
        self.asked.append("of_deliveries")
        return super().of_deliveries(ids)

    def contents(self, notice_id: int) -> dict[str, Content]:
        self.asked.append("contents")
        return super().contents(notice_id)

    def unknown(self, limit: int | None = 1000, *, one_by_one: bool = False) -> list[UnknownRow]:
        self.asked.append("unknown")
        return super().unknown(limit, one_by_one=one_by_one)


def test_only_what_changed_is_counted_again_and_nothing_while_hidden(
    look: Look, ops: Ops, workspace: Workspace, sent: Sent, qtbot: QtBot
) -> None:
    sent("Prima", accepted=16, failed=3, unknown=1)
    second = sent("Seconda", accepted=1)
    notices = Counted(workspace.database)
    services = services_behind(ops)
    page = HistoryPage(look, ops, services.info, replace(services.history, notices=notices))
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: len(page.model.lines) == 2)
    notices.asked.clear()
    [claim] = workspace.outbox.exchange([], "whatsapp", 1, now=workspace.clock.now(), scope=only(second))
    result = Result(claim.delivery, DeliveryState.FAILED, workspace.clock.now(), code="131026")
    workspace.outbox.exchange([result], "whatsapp", 0, now=workspace.clock.now())
    for _ in range(5):
        ops.changed.emit(Changed(ChangeKind.DELIVERIES, (claim.delivery,)))
    qtbot.waitUntil(lambda: "1 non riuscito" in page.model.lines[0].cells[2])
    assert notices.asked == ["of_deliveries"]
    page.hide()
    ops.changed.emit(Changed(ChangeKind.DELIVERIES, (claim.delivery,)))
    ops.tell(ChangeKind.NOTICES)
    assert not page._timer.isActive()
    page.show()
    qtbot.waitUntil(lambda: notices.asked == ["of_deliveries", "latest"])


def test_a_page_does_not_read_its_own_verdicts_again(
    look: Look, ops: Ops, workspace: Workspace, sent: Sent, qtbot: QtBot
) -> None:
    id = sent(unknown=3, accepted=17)
    notices = Counted(workspace.database)
    services = services_behind(ops)
    page = HistoryPage(look, ops, services.info, replace(services.history, notices=notices))
    qtbot.addWidget(page)
    page.show()
    page.open_unknown()
    unknown = page.unknown
    qtbot.waitUntil(lambda: len(unknown.model.lines) == 3)
    notices.asked.clear()
    heard: list[Changed] = []
    ops.watch(page, heard.append, *ChangeKind)
    settled = unknown.model.lines[0].id
    unknown.table.selectRow(0)
    unknown.arrived.click()
    qtbot.waitUntil(lambda: len(unknown.model.lines) == 2)
    assert workspace.outbox.counts(id)["whatsapp"]["accepted"] == 18
    assert [(one.kind, one.ids) for one in heard] == [(ChangeKind.DELIVERIES, (settled,))]
    assert "unknown" not in notices.asked
    ops.changed.emit(Changed(ChangeKind.DELIVERIES, (settled,), "another/1"))
    qtbot.waitUntil(lambda: notices.asked.count("unknown") == 1)  # what a colleague settles is read


def test_the_texts_of_a_notice_are_read_once_while_its_numbers_change(
    look: Look, ops: Ops, workspace: Workspace, sent: Sent, qtbot: QtBot
) -> None:
    first, second = sent("Prima", accepted=1), sent("Seconda", accepted=2)
    notices = Counted(workspace.database)
    services = services_behind(ops)
    page = HistoryPage(look, ops, services.info, replace(services.history, notices=notices))
    qtbot.addWidget(page)
    page.show()
    page.open_notice(first)
    qtbot.waitUntil(lambda: "in coda" in page.notice.summary)
    workspace.notices.cancel(first, workspace.clock.now())
    page.notice.refresh()
    qtbot.waitUntil(lambda: "in coda" not in page.notice.summary)
    assert notices.asked.count("contents") == 1, "with their files, which may be large"
    assert [preview.text() for preview in page.notice.previews] == ["Acqua", "Acqua a Fornacette"]
    page.open_notice(second)
    qtbot.waitUntil(lambda: "in coda" in page.notice.summary)
    assert notices.asked.count("contents") == 2


def test_a_notice_hears_only_of_its_own_queue(page: HistoryPage, sent: Sent, ops: Ops, qtbot: QtBot) -> None:
    mine, other = sent("Prima", accepted=1), sent("Seconda", accepted=1)
    page.open_notice(mine)
    qtbot.waitUntil(lambda: "1 in" in page.notice.summary and not page.notice._timer.isActive())
    ops.tell(ChangeKind.NOTICES, [other])
    assert not page.notice._timer.isActive()
    ops.tell(ChangeKind.NOTICES, [mine])
    assert page.notice._timer.isActive()


def test_the_notice_page_shows_why_a_notice_does_not_go_out(
    page: HistoryPage, sent: Sent, workspace: Workspace, ops: Ops, qtbot: QtBot
) -> None:
    id, now = sent("Prima", accepted=1), workspace.clock.now()
    page.open_notice(id)
    qtbot.waitUntil(lambda: "in coda" in page.notice.summary)
    assert page.notice.obstacles == ""
    why = SetAside(id, "template_missing", "acqua_v1")
    assert workspace.outbox.note_aside("whatsapp", [why], [], now=now) == [id]
    assert workspace.outbox.note_aside("whatsapp", [why], [], now=now) == []
    ops.tell(ChangeKind.NOTICES, [id])
    qtbot.waitUntil(lambda: page.notice.obstacles.startswith("WhatsApp: Meta non ha il modello acqua_v1."))
    workspace.notices.cancel(id, now, "whatsapp")
    ops.tell(ChangeKind.NOTICES, [id])
    qtbot.waitUntil(lambda: page.notice.obstacles == "")
    assert workspace.outbox.note_aside("whatsapp", [], [id], now=now) == [id]


def test_the_banner_at_the_start_gives_the_reason(
    window: MainWindow, sent: Sent, workspace: Workspace, qtbot: QtBot
) -> None:
    id = sent("Prima", accepted=1)
    why = SetAside(id, "template_missing", "acqua_v1")
    workspace.outbox.note_aside("whatsapp", [why], [], now=workspace.clock.now())
    window.look_for_leftovers()
    qtbot.waitUntil(lambda: any("Meta non ha il modello acqua_v1" in text for text in window.banners.texts()))
    [text] = [text for text in window.banners.texts() if "acqua_v1" in text]
    assert text.endswith("È ancora valido?")


def test_a_verdict_is_taken_back_after_the_window_was_closed(
    look: Look, ops: Ops, workspace: Workspace, sent: Sent, qtbot: QtBot
) -> None:
    id = sent(unknown=2, accepted=18)
    workspace.notices.settle_all(Verdict.ARRIVED, workspace.clock.now(), notices=[id])
    later = HistoryPage(look, ops, services_behind(ops).info, services_behind(ops).history)
    qtbot.addWidget(later)
    later.show()
    qtbot.waitUntil(later.unsettled.isVisible)
    later.unsettled.click()
    qtbot.waitUntil(later.unknown.undo.isVisible)
    assert later.unknown.undo.text().startswith("Annulla la &scelta: 2 messaggi risultano arrivati (")
    later.unknown.undo.click()
    qtbot.waitUntil(lambda: len(later.unknown.model.lines) == 2)
    assert workspace.outbox.counts(id)["whatsapp"]["unknown"] == 2
    assert not later.unknown.undo.isVisible()


def test_topics_and_states_in_tables_carry_a_drawn_sign_beside_their_word(
    window: MainWindow, sent: Sent, qtbot: QtBot
) -> None:
    id = sent(accepted=2, failed=1, unknown=1)
    page = window.history
    page.refresh()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    notice = page.model.index(0, 1)
    assert notice.data() == "Manca l'acqua"
    assert not notice.data(Qt.ItemDataRole.DecorationRole).isNull()
    page.open_notice(id)
    deliveries = page.notice.deliveries.model
    qtbot.waitUntil(lambda: deliveries.rowCount() > 3)
    for row in range(deliveries.rowCount()):
        state = deliveries.index(row, 1)
        assert state.data()
        assert not state.data(Qt.ItemDataRole.DecorationRole).isNull()


def test_every_state_has_a_sign_that_exists(services: WindowServices) -> None:
    names = [labels.state_sign(state) for state in DeliveryState]
    names += [labels.SUBSCRIBER_SIGNS[state] for state in SubscriberState]
    for name in names:
        assert (services.info.resources / "icons" / f"{name}.svg").is_file(), name
    assert len({labels.state_sign(states[0]) for states, _ in labels.OUTCOMES}) == len(labels.OUTCOMES)


def test_notices_are_found_by_words_subject_period_and_outcome(
    window: MainWindow, sent: Sent, qtbot: QtBot, tmp_path: Path
) -> None:
    sent(accepted=20)
    sent("Allerta gialla per vento", "meteo_allerta", failed=1)
    page = window.history
    page.refresh()
    window.go_to("history")

    def titles() -> list[str]:
        return [line.cells[1] for line in page.model.lines]

    qtbot.waitUntil(lambda: len(titles()) == 2)
    page.filters.search.setText("VENTO allerta")
    qtbot.waitUntil(lambda: titles() == ["Allerta gialla per vento"])
    page.filters.search.setText("nessuno lo ha scritto")
    qtbot.waitUntil(lambda: page.found_nothing)
    assert not page.empty
    page.filters.search.clear()
    qtbot.waitUntil(lambda: len(titles()) == 2)
    page.filters.categories.setCurrentIndex(page.filters.categories.findData("acqua_programmata"))
    qtbot.waitUntil(lambda: titles() == ["Manca l'acqua"])
    page.filters.categories.setCurrentIndex(0)
    page.filters.outcomes.setCurrentText("Con qualcosa di non riuscito")
    qtbot.waitUntil(lambda: titles() == ["Allerta gialla per vento"])
    page.filters.periods.setCurrentIndex(page.filters.periods.findData(7))
    qtbot.waitUntil(lambda: titles() == ["Allerta gialla per vento"])
    file = tmp_path / "elenco.csv"
    page.save_list(file)
    qtbot.waitUntil(lambda: page.said == "1 comunicazione salvata in elenco.csv.")
    rows = file.read_text("utf-8-sig").splitlines()
    assert rows[0] == "Data;Argomento;Comunicazione;Zone;Canale;Esito"
    assert any("Allerta meteo;Allerta gialla per vento" in row and "WhatsApp;1 non riuscito" in row for row in rows)
    assert not any("Manca l'acqua" in row for row in rows)
    page.filters.outcomes.setCurrentIndex(0)
    assert page.said == ""  # it was said of another list


def test_what_is_looked_for_by_outcome_comes_and_goes_with_the_outcomes(
    page: HistoryPage, sent: Sent, workspace: Workspace, ops: Ops, qtbot: QtBot
) -> None:
    first, second = sent("Prima", accepted=20), sent("Seconda", unknown=1)
    page.refresh()
    page.filters.outcomes.setCurrentText("Con esiti incerti")
    qtbot.waitUntil(lambda: [line.id for line in page.model.lines] == [second])
    now = workspace.clock.now()
    [settled] = workspace.notices.settle_all(Verdict.ARRIVED, now, notices=[second]).done
    channel = "telegram:principale"
    [claim] = workspace.outbox.exchange([], channel, 1, now=now, scope=only(first))
    workspace.outbox.exchange([Result(claim.delivery, DeliveryState.UNKNOWN, now, code="timeout")], channel, 0, now=now)
    ops.changed.emit(Changed(ChangeKind.DELIVERIES, (settled, claim.delivery)))
    qtbot.waitUntil(lambda: [line.id for line in page.model.lines] == [first])


def test_the_search_has_room_for_its_words_at_the_text_size_that_is_chosen_later(page: HistoryPage, look: Look) -> None:
    search = page.filters.search
    before = search.minimumWidth()
    try:
        look.theme.set_scale(200)
        words = search.fontMetrics().horizontalAdvance(search.placeholderText())
        assert search.minimumWidth() >= words + look.theme.px(60)
    finally:
        look.theme.set_scale(100)
    assert search.minimumWidth() == before


def test_a_slow_answer_does_not_hide_that_there_are_older_notices(
    page: HistoryPage, sent: Sent, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_page, "_PAGE", 2)
    for title in ("Prima", "Seconda", "Terza"):
        sent(title, accepted=1)
    page.refresh()
    qtbot.waitUntil(lambda: len(page.model.lines) == 2)
    gate, latest = Event(), Notices.latest

    def slow(
        notices: Notices, limit: int | None = 50, before: int | None = None, *, wanted: NoticeFilter | None = None
    ) -> list[NoticeRow]:
        if before is None:
            gate.wait(10)
        return latest(notices, limit, before, wanted=wanted)

    monkeypatch.setattr(Notices, "latest", slow)
    page.refresh()
    page._more.click()
    qtbot.waitUntil(lambda: len(page.model.lines) == 3)
    gate.set()
    qtbot.waitUntil(lambda: len(page.model.lines) == 2)
    assert page._more.isVisible()


def test_a_history_saved_for_excel_does_not_call_itself_a_list_of_subscribers(
    window: MainWindow, sent: Sent, qtbot: QtBot, tmp_path: Path
) -> None:
    sent(accepted=1)
    file = tmp_path / "elenco.xlsx"
    window.history.save_list(file)
    qtbot.waitUntil(lambda: "elenco.xlsx" in window.history.said)
    assert load_workbook(file).sheetnames == ["elenco"]


def test_a_list_that_cannot_be_written_is_explained(
    window: MainWindow, sent: Sent, qtbot: QtBot, tmp_path: Path
) -> None:
    sent(accepted=1)
    window.go_to("history")
    window.history.save_list(tmp_path / "no" / "such" / "elenco.csv")
    qtbot.waitUntil(lambda: "elenco.csv" in window.history.said)
    assert "salvat" not in window.history.said


def test_a_notice_is_written_again_without_its_days_and_hours(
    window: MainWindow, workspace: Workspace, sent: Sent, qtbot: QtBot
) -> None:
    example = window.services.info.catalogue.get("acqua_programmata").example
    id = sent(accepted=20)
    with workspace.database.writing() as connection:
        fields = {key: value for key, value in jsonable(example).items()}
        connection.execute(sa.update(notice).where(notice.c.id == id).values(fields=fields))
    page = window.history
    page.refresh()
    page.open_notice(id)
    qtbot.waitUntil(lambda: page.notice.again.isVisibleTo(page.notice))
    page.notice.again.click()
    qtbot.waitUntil(lambda: window.composer.unsent)
    draft = window.composer.draft()
    assert draft is not None
    assert draft.category == "acqua_programmata"
    assert draft.follows is None
    assert draft.fields["gestore"] == example["gestore"]
    assert not draft.fields.get("periodo")
    assert set(draft.channels) == {"whatsapp", "telegram:principale"}
    assert workspace.notices.latest(5)[0].id == id  # nothing new was queued
