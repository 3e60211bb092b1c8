# SPDX-License-Identifier: EUPL-1.2
"""Publishing by hand on the WhatsApp Channel: copied, said, seen in the history, and taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pypdf import PdfReader
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from comunecast_gui.services.wiring import Workspace
from comunecast_gui.ui.history.channel_dialog import ChannelDialog
from comunecast_gui.ui.history.history_page import HistoryPage
from comunecast_gui.ui.history.notice_page import NoticePage
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.widgets.look import Look
from tests.ui.conftest import Sent


def test_published_by_hand_is_said_and_taken_back(
    look: Look, ops: Ops, workspace: Workspace, services: WindowServices, sent: Sent, qtbot: QtBot
) -> None:
    id = sent("Manca l'acqua", accepted=3)
    office = replace(services.info.office, whatsapp_channel="https://whatsapp.com/channel/0029Va")
    page = NoticePage(look, ops, replace(services.info, office=office), services.history)
    qtbot.addWidget(page)
    page.show()
    page.open(id)
    qtbot.waitUntil(page.channel.isVisible)
    before = page.summary

    page.channel.click()
    qtbot.waitUntil(lambda: bool(page.window().findChildren(ChannelDialog)))
    dialog = page.window().findChildren(ChannelDialog)[0]
    assert (dialog.mark.isVisible(), dialog.take_back.isVisible()) == (True, False)
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == dialog.text.toPlainText() == "*Acqua*"
    dialog.mark.click()

    qtbot.waitUntil(lambda: "pubblicato a mano" in page.summary.lower() or "published by hand" in page.summary)
    assert page.summary.startswith(before)
    assert services.history.by_hand is not None
    assert services.history.by_hand.of(id) is not None
    qtbot.waitUntil(lambda: "24" in dialog.state)
    first, *deliveries = page.deliveries.model.lines
    assert first.cells[0] == "Canale WhatsApp", "a line of its own above the deliveries"
    assert first.cells[1].startswith("pubblicata a mano")
    assert len(deliveries) == sum(sum(counts.values()) for counts in services.history.notices.get(id).counts.values())
    shown = page.deliveries.findChildren(QLabel)
    assert [one.text() for one in shown if one.text().startswith(str(len(deliveries)))], "and no delivery"
    page.deliveries.states.setCurrentIndex(1)
    qtbot.waitUntil(lambda: "Canale WhatsApp" not in [line.cells[0] for line in page.deliveries.model.lines])
    page.deliveries.states.setCurrentIndex(0)
    assert (dialog.mark.isVisible(), dialog.take_back.isVisible()) == (False, True)
    assert dialog.back.property("kind") == "primary", "done: the usual thing is to close, not to take it back"
    dialog.take_back.click()
    qtbot.waitUntil(lambda: page.summary == before)
    assert "Canale WhatsApp" not in [line.cells[0] for line in page.deliveries.model.lines]
    assert (dialog.mark.isVisible(), dialog.take_back.isVisible()) == (True, False)
    assert not dialog.back.property("kind")


def test_an_office_without_a_channel_is_offered_none(
    look: Look, ops: Ops, services: WindowServices, sent: Sent, qtbot: QtBot
) -> None:
    id = sent("Manca l'acqua", accepted=3)
    page = NoticePage(look, ops, services.info, services.history)
    qtbot.addWidget(page)
    page.show()
    page.open(id)
    qtbot.waitUntil(lambda: bool(page.summary))
    assert not page.channel.isVisible()


def test_by_hand_is_a_row_of_its_own_in_the_list_the_table_and_the_paper(
    look: Look, ops: Ops, workspace: Workspace, services: WindowServices, sent: Sent, qtbot: QtBot, tmp_path: Path
) -> None:
    id = sent("Manca l'acqua", accepted=3)
    sent("Mercato spostato", accepted=3)
    assert services.history.by_hand is not None
    services.history.by_hand.note(id, workspace.clock.now(), "Anna")
    page = HistoryPage(look, ops, services.info, services.history)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: len(page.model.lines) == 3)
    page.filters.outcomes.setCurrentIndex(page.filters.outcomes.count() - 1)
    qtbot.waitUntil(lambda: len(page.model.lines) == 2)
    notice, by_hand = page.model.lines
    assert "Telegram" in notice.cells[3]
    assert by_hand.cells[1:] == ("Manca l'acqua", "pubblicata a mano da Anna", "Canale WhatsApp")

    page.save_list(tmp_path / "elenco.csv")
    qtbot.waitUntil(lambda: "elenco.csv" in page.said)
    rows = (tmp_path / "elenco.csv").read_text("utf-8-sig").splitlines()
    assert len(rows) == 4, "WhatsApp, Telegram and the Channel, under the headings"
    assert "Canale WhatsApp" in rows[-1]
    page.save_list(tmp_path / "elenco.pdf")
    qtbot.waitUntil(lambda: "elenco.pdf" in page.said)
    text = " ".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "elenco.pdf").pages)
    assert "pubblicato a mano il" in " ".join(text.split())

    page.table.selectRow(1)
    page.table.activated.emit(page.model.index(1, 0))
    qtbot.waitUntil(lambda: "Canale WhatsApp: pubblicato a mano" in page.notice.summary)
