# SPDX-License-Identifier: EUPL-1.2
"""Who writes an outage that was told already is led to what follows it, in one press."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from comunecast_gui.core.notice.compose import jsonable
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.db.schema import notice
from comunecast_gui.ui.composer.training_example import example_of
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.widgets.look import Look
from comunecast_gui.ui.widgets.question import Question
from tests.ui.conftest import Sent, open_window


def test_the_same_outage_leads_to_what_follows_it(
    look: Look, ops: Ops, workspace: Workspace, sent: Sent, qtbot: QtBot
) -> None:
    told = sent("Manca l'acqua", accepted=3)
    now = workspace.clock.now().replace(tzinfo=None)
    fields = example_of(workspace.catalogue.get("acqua_programmata"), workspace.office, now)
    with workspace.database.writing() as connection:
        connection.execute(notice.update().values(fields=jsonable(fields)))
    composer = open_window(look, ops, qtbot).composer
    qtbot.waitUntil(lambda: composer.ready)
    composer.choose("acqua_programmata")
    composer.fill_example()
    composer.form.row("motivo").editor.set_value("lavori al serbatoio")

    composed = composer.refresh()
    assert composed is not None
    assert [one.follows for one in composed.problems if one.check == "stessa_interruzione"] == [told]
    button = next(one for one in composer.side.findChildren(QPushButton) if "«Manca l'acqua»" in one.accessibleName())
    button.click()
    qtbot.waitUntil(lambda: bool(composer.window().findChildren(Question)))
    composer.window().findChildren(Question)[-1].yes.click()

    qtbot.waitUntil(lambda: bool(composer.followed))
    again = composer.refresh()
    assert again is not None
    assert again.draft.follows == told
    assert not [one for one in again.problems if one.check.startswith("stessa")]
