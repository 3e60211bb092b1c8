# SPDX-License-Identifier: EUPL-1.2
"""Data that is kept only for a while is deleted in an office without a relay too, by any command and by the window."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from comunecast_gui.__main__ import main
from comunecast_gui.app import services_of
from comunecast_gui.services import wiring
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.db.schema import setting
from comunecast_gui.store.db.schema_inbound import inbound
from comunecast_gui.store.inbound import purge
from comunecast_gui.system.settings import office_file
from tests.relay.listening_office import WITHOUT_A_RELAY


@pytest.fixture
def office(data_dir: Path) -> Path:
    """An office whose database holds the mark of a message that has served its time."""
    office_file.save(office_file.parse(WITHOUT_A_RELAY), data_dir)
    with wiring.open_workspace(data_dir) as workspace, workspace.database.writing() as connection:
        old = datetime.now(UTC) - purge.MARKS_KEPT - timedelta(days=1)
        connection.execute(inbound.insert().values(mark="m" * 64, seen_at=old))
        connection.execute(setting.delete().where(setting.c.key == "forgotten_at"))
    return data_dir


def marks(workspace: Workspace) -> int:
    with workspace.database.reading() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(inbound)).scalar_one())


@pytest.mark.parametrize("command", [["subscribers", "list"], ["ledger", "verify"]])
def test_old_marks_are_deleted_by_any_command_of_an_office_without_a_relay(office: Path, command: list[str]) -> None:
    main(["--data-dir", str(office), "--json", *command])
    with wiring.open_workspace(office) as workspace:
        assert marks(workspace) == 0


def test_old_marks_are_deleted_by_the_open_window_of_an_office_without_a_relay(office: Path) -> None:
    with wiring.open_workspace(office) as workspace:
        tidy = services_of(workspace, training=False).background.tidy
        assert tidy is not None
        assert tidy()
        assert marks(workspace) == 0
        assert not tidy()


def test_a_command_after_the_first_of_the_day_waits_for_no_writer(office: Path) -> None:
    with wiring.open_workspace(office) as workspace:
        assert wiring.forget_daily(workspace)
        with wiring.open_workspace(office) as other, other.database.writing():
            assert not wiring.forget_daily(workspace)
