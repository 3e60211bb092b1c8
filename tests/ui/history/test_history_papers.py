# SPDX-License-Identifier: EUPL-1.2
"""A notice and a list of notices as PDFs to read: text, outcome, sum; and the days between which they were sent."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pypdf import PdfReader
from pytestqt.qtbot import QtBot

from comunecast_gui.ui.history.history_page import HistoryPage
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.widgets.look import Look
from tests.system.accessible_pdf.pdf_structure import faults
from tests.ui.conftest import Sent


def words(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_a_notice_and_the_list_of_some_days_as_pdf(
    look: Look, ops: Ops, services: WindowServices, sent: Sent, tmp_path: Path, qtbot: QtBot
) -> None:
    id = sent("Manca l'acqua in via Genova", accepted=4, failed=2)
    page = HistoryPage(look, ops, services.info, services.history)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: bool(page.model.lines))

    page.open_notice(id)
    qtbot.waitUntil(lambda: bool(page.notice.summary))
    page.notice.save_paper(tmp_path / "avviso.pdf")
    qtbot.waitUntil(lambda: (tmp_path / "avviso.pdf").is_file())
    text = words(tmp_path / "avviso.pdf")
    assert "Manca l'acqua in via Genova" in text
    assert "24/11/2026" in text
    assert "Acqua a Fornacette" in text, "without WhatsApp's marks"
    assert PdfReader(tmp_path / "avviso.pdf").metadata.title.endswith("(24 novembre 2026)")
    assert faults((tmp_path / "avviso.pdf").read_bytes()) == []

    page.show_list()
    filters = page.filters
    filters.periods.setCurrentIndex(filters.periods.findData(2026))
    qtbot.waitUntil(lambda: len(page.model.lines) == 1)
    page.save_list(tmp_path / "anno.pdf")
    qtbot.waitUntil(lambda: "anno.pdf" in page.said)
    assert "Manca l'acqua in via Genova" in words(tmp_path / "anno.pdf")
    assert faults((tmp_path / "anno.pdf").read_bytes()) == []

    filters.periods.setCurrentIndex(filters.periods.count() - 1)
    assert filters.first.isVisible()
    filters.first.set_value(date(2026, 11, 25))
    filters.last.set_value(date(2026, 11, 30))
    qtbot.waitUntil(lambda: page.found_nothing)
    filters.first.set_value(date(2026, 11, 24))
    filters.last.set_value(date(2026, 11, 24))
    qtbot.waitUntil(lambda: len(page.model.lines) == 1)
    assert "24 novembre 2026" in filters.said
