# SPDX-License-Identifier: EUPL-1.2
"""A window beside others: it shows what another workstation sent, and a fast office sends from a process of its own."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from comunecast_gui import app, start
from comunecast_gui.core.model import DeliveryState
from comunecast_gui.core.ports import ALL_ROWS
from comunecast_gui.services import wiring
from comunecast_gui.store.db.database import open_database
from comunecast_gui.store.delivery.outbox import SqlOutbox
from comunecast_gui.system.engine_process import EngineProcess
from comunecast_gui.ui.widgets.labels import state_word
from tests import databases
from tests.e2e.conftest import OFFICE, MakeTown
from tests.store.samples import WHATSAPP, accepted, new_notice, people


@pytest.mark.skipif(not databases.SERVER, reason="COMUNECAST_TEST_PG names no server")
def test_the_tables_follow_what_another_workstation_does(data_dir: Path, tmp_path: Path, qtbot: QtBot) -> None:
    with databases.fresh_url("postgresql") as url:
        office = OFFICE.format(telegram="http://127.0.0.1:9/bot", graph="http://127.0.0.1:9", rate=80)
        (data_dir / "office.toml").write_text(f'{office}\n[database]\nurl = "{url}"\n', encoding="utf-8")
        (tmp_path / "other").mkdir()
        other = open_database(tmp_path / "other", url)
        people(other, 3)
        outbox = SqlOutbox(other)
        outbox.enqueue(new_notice(channels=(WHATSAPP,)))
        with (
            wiring.open_workspace(data_dir) as workspace,
            app.open_window(start.application(), workspace, training=False) as shown,
        ):
            shown.window.show()
            shown.window.show_notice(1)
            table = shown.window.history.notice.deliveries.model
            qtbot.waitUntil(lambda: {line.cells[1] for line in table.lines} == {state_word(DeliveryState.QUEUED)})
            with qtbot.waitSignal(shown.ops.changed, timeout=10_000):
                claims = outbox.exchange([], WHATSAPP, 3, now=datetime.now(UTC))
                outbox.exchange([accepted(each) for each in claims], WHATSAPP, 0, now=datetime.now(UTC))
            qtbot.waitUntil(lambda: {line.cells[1] for line in table.lines} == {state_word(DeliveryState.ACCEPTED)})
        other.close()


def test_a_fast_office_sends_from_a_process_of_its_own(make_town: MakeTown, qtbot: QtBot) -> None:
    town = make_town(rate=300, latency_ms=(5, 20))
    numbers = town.subscribe(200)
    town.run("send", str(town.folder / "notice.toml"), "--channel", "whatsapp", "--yes", "--enqueue-only")
    with (
        wiring.open_workspace(town.data_dir) as workspace,
        app.open_window(start.application(), workspace, training=False) as shown,
    ):
        assert isinstance(shown.ops._engine, EngineProcess)
        shown.window.show()
        shown.window.show_notice(1)
        shown.ops.resume(ALL_ROWS)
        qtbot.waitUntil(lambda: not shown.ops.running, timeout=30_000)
        assert town.received() == dict.fromkeys(numbers, 1)
        table = shown.window.history.notice.deliveries.model
        qtbot.waitUntil(lambda: {line.cells[1] for line in table.lines} == {state_word(DeliveryState.ACCEPTED)})
        assert "200" in shown.window.lanes.text_of("whatsapp")


def test_a_town_sends_beside_the_window(make_town: MakeTown) -> None:
    town = make_town(rate=80)
    with wiring.open_workspace(town.data_dir) as workspace:
        assert not wiring.needs_own_process(workspace.settings)
