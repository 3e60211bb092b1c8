# SPDX-License-Identifier: EUPL-1.2
"""From the form to the phones: the whole way through the window, over HTTP, with real threads."""

from __future__ import annotations

import errno
from typing import NoReturn

import pytest
import sqlalchemy as sa
from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from comunecast_gui.channels import out_of_reach
from comunecast_gui.core.approval.rules import Reason
from comunecast_gui.core.model import DeliveryState, PriceCategory
from comunecast_gui.sandbox.faults import Fault, FaultKind
from comunecast_gui.sandbox.server import Sandbox
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.approval.approval_requests import Needed
from comunecast_gui.store.db.schema import delivery
from comunecast_gui.ui.composer.confirm_dialog import ConfirmDialog
from comunecast_gui.ui.composer.send_summary import Summary, euro
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.widgets.look import Look
from comunecast_gui.ui.widgets.question import Question
from tests.ui.conftest import MORNING, add_people

Ground = tuple[Workspace, Sandbox]


TELEGRAM = "telegram:principale"


def confirm(
    window: MainWindow, qtbot: QtBot, id: str = "acqua_guasto", word: str = "", *, telegram: bool = False
) -> ConfirmDialog:
    """Fills in the example and presses send; the confirmation is open then. Telegram's pace takes seconds."""
    window.composer.choose(id)
    window.composer.fill_example()
    window.composer.channels[TELEGRAM].setChecked(telegram)
    window.composer.ask()
    qtbot.waitUntil(lambda: bool(window.findChildren(ConfirmDialog)))
    dialog = window.findChildren(ConfirmDialog)[0]
    dialog.agree(word)
    return dialog


def queued(window: MainWindow, qtbot: QtBot) -> int:
    qtbot.waitUntil(lambda: window.composer.queued_id is not None)
    assert window.composer.queued_id is not None
    return window.composer.queued_id


def test_a_notice_goes_from_form_to_delivered(sending_window: MainWindow, ground: Ground, qtbot: QtBot) -> None:
    window, (workspace, sandbox) = sending_window, ground
    dialog = confirm(window, qtbot, telegram=True)
    assert dialog.ready
    dialog.accept()
    id = queued(window, qtbot)
    with qtbot.waitSignal(window.ops.running_changed, timeout=30_000, check_params_cb=lambda on: not on):
        pass
    counts = workspace.outbox.counts(id)
    assert counts["whatsapp"]["accepted"] + counts["whatsapp"]["delivered"] == 40
    assert sandbox.control.complaints() == []
    phones = sandbox.control.phones()
    assert len(phones) == 40
    window.show_notice(id)
    qtbot.waitUntil(lambda: len(window.history.notice.deliveries.model.lines) == 41)
    qtbot.waitUntil(lambda: "40 inviati" in window.history.notice.summary)
    qtbot.waitUntil(lambda: "WhatsApp: Finito: 40 inviati" in window.lanes.ended_text)
    qtbot.waitUntil(lambda: window.composer.sent.state.title == "Inviata a 41 destinatari")
    window.lanes.fold()
    assert not window.lanes.isVisible()


def test_two_presses_of_the_send_button_send_once(sending_window: MainWindow, ground: Ground, qtbot: QtBot) -> None:
    window, (workspace, _) = sending_window, ground
    window.composer.choose("acqua_guasto")
    window.composer.fill_example()
    window.composer.channels[TELEGRAM].setChecked(False)
    for _ in range(3):
        window.composer.send.click()
        window.composer.ask()
    qtbot.waitUntil(lambda: bool(window.findChildren(ConfirmDialog)))
    assert len(window.findChildren(ConfirmDialog)) == 1
    dialog = window.findChildren(ConfirmDialog)[0]
    dialog.agree()
    for _ in range(3):
        dialog.accept()
    queued(window, qtbot)
    qtbot.waitUntil(lambda: not window.ops.running, timeout=30_000)
    assert len(workspace.notices.latest(10)) == 1


def test_going_back_keeps_text_and_button(sending_window: MainWindow, ground: Ground, qtbot: QtBot) -> None:
    window, (workspace, _) = sending_window, ground
    dialog = confirm(window, qtbot)
    assert not window.composer.send.isEnabled()
    dialog.reject()
    assert window.composer.send.isEnabled()
    assert window.composer.unsent
    assert workspace.notices.latest(1) == []


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ({"whatsapp": 250, TELEGRAM: 12400}, "Invia a 250 persone e a 12.400 su Telegram"),
        ({"whatsapp": 1}, "Invia a 1 persona e su Telegram"),
    ],
)
def test_the_send_button_forgets_no_channel(look: Look, qtbot: QtBot, people: dict[str, int], words: str) -> None:
    summary = Summary(
        title="Prova", channels=("whatsapp", TELEGRAM), titles={}, people=people, per_second={}, problems=()
    )
    dialog = ConfirmDialog(look, summary)
    qtbot.addWidget(dialog)
    assert words in [one.text().replace("&", "") for one in dialog.findChildren(QPushButton)]


def test_what_has_to_be_approved_first_is_not_said_to_go_out_when_it_is_sent(look: Look, qtbot: QtBot) -> None:
    summary = Summary(
        title="Prova", channels=("whatsapp", TELEGRAM), titles={}, people={}, per_second={}, problems=(),
        unready={"whatsapp": "Il servizio non risponde."}, later=frozenset({"whatsapp"}),
        needed=Needed((Reason.RED_ALERT,), ("Anna",)),
    )  # fmt: skip
    dialog = ConfirmDialog(look, summary)
    qtbot.addWidget(dialog)
    said = " ".join(one.text() for one in dialog.findChildren(QLabel))
    assert "Una volta approvata parte solo su Telegram" in said
    assert "Se invii ora" not in said


def test_a_red_alert_wants_its_word(sending_window: MainWindow, qtbot: QtBot) -> None:
    dialog = confirm(sending_window, qtbot, "meteo_allerta", "GIALLA")
    assert not dialog.ready
    dialog.accept()
    assert dialog.isVisible()
    dialog.agree("rossa")
    assert dialog.ready
    dialog.reject()


def test_each_warning_must_be_seen(sending_window: MainWindow, qtbot: QtBot) -> None:
    window = sending_window
    window.composer.choose("generico")
    window.composer.fill_example()
    window.composer.form.editors["testo"].set_value("Oggi la farmacia di Fornacette resta aperta fino a tardi.")
    window.composer.ask()
    qtbot.waitUntil(lambda: bool(window.findChildren(ConfirmDialog)))
    dialog = window.findChildren(ConfirmDialog)[0]
    ticks = dialog.findChildren(QCheckBox)
    assert ticks
    assert not dialog.ready
    for tick in ticks:
        tick.setChecked(True)
    assert dialog.ready
    dialog.reject()


def test_nobody_to_send_to_is_said_and_nothing_is_lost(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> None:
    window.composer.choose("acqua_guasto")
    window.composer.fill_example()
    window.composer.channels[TELEGRAM].setChecked(False)
    window.composer.ask()
    qtbot.waitUntil(lambda: bool(window.findChildren(ConfirmDialog)))
    dialog = window.findChildren(ConfirmDialog)[0]
    dialog.agree()
    dialog.accept()
    qtbot.waitUntil(lambda: window.composer.failure == window.services.info.sentences.text("no_recipients"))
    assert window.composer.send.isEnabled()
    assert window.composer.unsent
    assert workspace.notices.latest(1) == []


def test_a_template_made_dearer_by_meta_is_shown_with_both_prices(
    sending_window: MainWindow, ground: Ground, qtbot: QtBot
) -> None:
    sandbox = ground[1]
    sandbox.control.set_template("acqua_guasto_v1", category="MARKETING")
    dialog = confirm(sending_window, qtbot)
    rate = sending_window.services.sending.rates.on(MORNING.at.date())
    sums = [euro(rate.eur[price] * 40) for price in (PriceCategory.MARKETING, PriceCategory.UTILITY)]
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert any(all(money in text for money in sums) for text in texts)
    assert sums[0] in texts  # the cost of this notice
    dialog.reject()


def test_a_list_longer_than_the_limit_is_spread(sending_window: MainWindow, ground: Ground, qtbot: QtBot) -> None:
    workspace, sandbox = ground
    sandbox.state.graph.messaging_limit = "TIER_250"
    add_people(workspace, 260)
    dialog = confirm(sending_window, qtbot)
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert any("ancora 250 persone" in text and "2 giorni" in text for text in texts)
    dialog.accept()
    id = queued(sending_window, qtbot)
    later = sa.select(sa.func.count()).where(delivery.c.notice_id == id, delivery.c.not_before.is_not(None))
    with workspace.database.reading() as connection:
        assert connection.execute(later).scalar_one() == 10
    sending_window.ops.stop()
    qtbot.waitUntil(lambda: not sending_window.ops.running, timeout=20_000)


def test_pause_go_on_and_stop(sending_window: MainWindow, ground: Ground, qtbot: QtBot) -> None:
    window, (workspace, _) = sending_window, ground
    add_people(workspace, 400)
    confirm(window, qtbot).accept()
    id = queued(window, qtbot)

    def accepted() -> int:
        return workspace.outbox.counts(id)["whatsapp"]["accepted"]

    qtbot.waitUntil(lambda: accepted() > 5, timeout=20_000)
    assert window.lanes.isVisible()
    window.lanes.pause.click()
    qtbot.waitUntil(lambda: "In pausa" in window.lanes.wait_of("whatsapp"), timeout=10_000)
    assert "Invio in corso" not in window.lanes.text_of("whatsapp")
    qtbot.waitUntil(lambda: window.composer.sent.state.title == "In pausa", timeout=10_000)
    assert "Riprendi l'invio" in window.composer.sent.state.text
    window.lanes.pause.click()
    qtbot.waitUntil(lambda: window.composer.sent.state.title == "Invio in corso", timeout=10_000)
    before = accepted()
    qtbot.waitUntil(lambda: accepted() > before, timeout=10_000)
    window.lanes.stop.click()
    qtbot.waitUntil(lambda: not window.ops.running, timeout=20_000)
    counts = workspace.outbox.counts(id)["whatsapp"]
    assert counts["sending"] == 0
    assert counts["queued"] > 0
    window.look_for_leftovers()
    qtbot.waitUntil(lambda: any(f"{counts['queued']} messaggi" in text for text in window.banners.texts()))


def test_without_internet_the_confirmation_the_strip_and_the_page_say_so(
    sending_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_way(*_: object, **__: object) -> NoReturn:
        raise OSError(errno.ENETUNREACH, "no way out")

    window = sending_window
    monkeypatch.setattr("urllib3.util.connection.create_connection", no_way)
    monkeypatch.setattr(out_of_reach, "has_way_out", lambda: False)
    dialog = confirm(window, qtbot)
    said = [one.text() for one in dialog.findChildren(QLabel)]
    assert any("Manca Internet su questo computer" in text for text in said)
    assert not any("non hanno trovato problemi" in text for text in said)
    dialog.accept()
    queued(window, qtbot)
    qtbot.waitUntil(lambda: window.composer.sent.state.title == "Manca Internet su questo computer", timeout=10_000)
    assert "Controlla il cavo di rete o il Wi-Fi." in window.composer.sent.state.text
    assert window.lanes.wait_of("whatsapp").startswith("Manca Internet su questo computer. Controlla il cavo")
    assert "In attesa del servizio" not in window.lanes.text_of("whatsapp")
    window.ops.stop()
    qtbot.waitUntil(lambda: not window.ops.running, timeout=20_000)
    qtbot.waitUntil(lambda: "In attesa" not in window.lanes.ended_text)


def test_closing_while_sending_asks_and_drains(sending_window: MainWindow, ground: Ground, qtbot: QtBot) -> None:
    window, (workspace, _) = sending_window, ground
    add_people(workspace, 400)
    confirm(window, qtbot).accept()
    id = queued(window, qtbot)
    qtbot.waitUntil(lambda: workspace.outbox.counts(id)["whatsapp"]["accepted"] > 5, timeout=20_000)
    window.close()
    assert window.isVisible()
    window.findChildren(Question)[0].accept()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    assert workspace.outbox.counts(id)["whatsapp"]["sending"] == 0


def test_only_failed_deliveries_are_sent_again(sending_window: MainWindow, ground: Ground, qtbot: QtBot) -> None:
    window, (workspace, sandbox) = sending_window, ground
    for row in (3, 5, 7):
        refusal = Fault(
            service="whatsapp", kind=FaultKind.ERROR, method="messages", recipient=f"3933300000{row:02d}", code=131026
        )
        sandbox.control.add_fault(refusal)
    confirm(window, qtbot).accept()
    id = queued(window, qtbot)
    qtbot.waitUntil(lambda: not window.ops.running, timeout=30_000)
    assert workspace.outbox.counts(id)["whatsapp"]["failed"] == 3
    qtbot.waitUntil(lambda: "3 destinatari sono da guardare" in window.composer.sent.state.text)
    qtbot.waitUntil(lambda: "3 non riusciti, 37 inviati" in window.lanes.ended_text)
    window.show_notice(id)
    page = window.history.notice
    qtbot.waitUntil(lambda: page.retry.isVisible())
    assert page.retry.text().replace("&", "") == "Riprova i 3 non riusciti"
    page.deliveries.states.setCurrentIndex(page.deliveries.states.findData(DeliveryState.FAILED))
    qtbot.waitUntil(lambda: len(page.deliveries.model.lines) == 3)
    assert all(line.cells[3] for line in page.deliveries.model.lines)
    shown_before = sum(len(messages) for messages in sandbox.control.phones().values())
    page.retry.click()
    window.findChildren(Question)[0].accept()
    qtbot.waitUntil(lambda: workspace.outbox.counts(id)["whatsapp"]["accepted"] == 40, timeout=20_000)
    qtbot.waitUntil(lambda: not window.ops.running, timeout=20_000)
    shown_after = sum(len(messages) for messages in sandbox.control.phones().values())
    assert shown_after - shown_before == 3


def test_a_lane_that_cannot_send_gets_a_banner(sending_window: MainWindow, ground: Ground, qtbot: QtBot) -> None:
    window, (workspace, sandbox) = sending_window, ground
    dialog = confirm(window, qtbot)
    sandbox.control.revoke_token("whatsapp")
    dialog.accept()
    id = queued(window, qtbot)
    qtbot.waitUntil(lambda: any(text.startswith("WhatsApp: ") for text in window.banners.texts()), timeout=20_000)
    qtbot.waitUntil(lambda: not window.ops.running, timeout=20_000)
    assert workspace.outbox.counts(id)["whatsapp"]["queued"] == 40
    qtbot.waitUntil(lambda: "Su WhatsApp non è partita" in window.composer.sent.state.text)
    assert "40 messaggi restano in coda" in window.composer.sent.state.text


def test_the_event_loop_is_never_blocked_while_sending(
    sending_window: MainWindow, ground: Ground, qtbot: QtBot
) -> None:
    window, (workspace, _) = sending_window, ground
    add_people(workspace, 150)
    confirm(window, qtbot).accept()
    id = queued(window, qtbot)
    window.show_notice(id)
    clock, gaps, last = QElapsedTimer(), [], [0]
    clock.start()
    timer = QTimer()
    timer.setInterval(5)

    def beat() -> None:
        now = clock.elapsed()
        gaps.append(now - last[0])
        last[0] = now

    timer.timeout.connect(beat)
    timer.start()
    qtbot.waitUntil(lambda: not window.ops.running, timeout=40_000)
    timer.stop()
    assert len(gaps) > 100
    gaps.sort()
    assert gaps[len(gaps) // 2] < 50
    assert gaps[-1] < 1000, "the event loop stood still"
