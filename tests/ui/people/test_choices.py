# SPDX-License-Identifier: EUPL-1.2
"""Where citizens may choose, the window asks for whom a notice is, and shows who gets what; elsewhere it does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from comunecast_gui.app import services_of
from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.inbound.events import Said, Sender
from comunecast_gui.sandbox.server import Sandbox
from comunecast_gui.services import inbox
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.inbound.inbox import InboxPolicy, SqlInbox
from comunecast_gui.ui.composer.confirm_dialog import ConfirmDialog
from comunecast_gui.ui.people.person_dialog import PersonDialog
from comunecast_gui.ui.runtime.drafts import DraftFolder
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.widgets.look import Look, label
from tests.ui.conftest import add_people, changed, open_window

WHATSAPP, TELEGRAM = "whatsapp", "telegram:principale"


def people_said(workspace: Workspace, **texts: str) -> None:
    """What people write whose numbers end with the digits of the name: ``n01="Attiva Fornacette"``."""
    words, at = inbox.words(workspace), workspace.clock.now()
    said = [
        Said(f"wamid.{name}", at, Sender(f"3933300000{name[1:]}"), words.read(text)) for name, text in texts.items()
    ]
    SqlInbox(workspace.database, InboxPolicy(answers=False)).apply(said, at)


def test_where_nothing_can_be_chosen_nothing_is_asked(window: MainWindow) -> None:
    window.composer.choose("acqua_guasto")
    assert not window.composer.zones.isVisible()
    filters = window.subscribers.filters
    assert filters.zones.isHidden()
    assert filters.topics.isHidden()
    assert window.subscribers.model.columnCount() == 4


@pytest.mark.usefixtures("choosing")
def test_the_people_follow_the_zones(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> None:
    add_people(workspace, 20)
    people_said(
        workspace, n01="Attiva Fornacette", n02="Attiva Calcinaia", n03="Disattiva acqua", n04="Disattiva Fornacette"
    )
    window.ops.tell(ChangeKind.SUBSCRIBERS)
    composer = window.composer
    tick = composer.channels[WHATSAPP]
    composer.choose("generico")
    qtbot.waitUntil(lambda: tick.text() == "WhatsApp (20)")
    composer.choose("acqua_guasto")
    qtbot.waitUntil(lambda: tick.text() == "WhatsApp (19)")
    assert not composer.zones.ticks["Fornacette"].isVisible()
    composer.zones.some.setChecked(True)
    assert composer.zones.ticks["Fornacette"].isVisible()
    qtbot.waitUntil(lambda: tick.text() == "WhatsApp")
    assert not tick.accessibleName()
    composed = composer.refresh()
    assert composed
    assert "no_zone" in {problem.check for problem in composed.problems}
    composer.ask()
    assert window.focusWidget() is composer.zones.ticks["Calcinaia"]
    composer.zones.ticks["Fornacette"].setChecked(True)
    qtbot.waitUntil(lambda: tick.text() == "WhatsApp (17)")
    composed = composer.refresh()
    assert composed
    assert composed.zones == ("Fornacette",)
    assert "no_zone" not in {problem.check for problem in composed.problems}
    composer.zones.whole.setChecked(True)
    qtbot.waitUntil(lambda: tick.text() == "WhatsApp (19)")


@pytest.mark.usefixtures("choosing")
def test_a_zone_goes_the_whole_way(
    ground: tuple[Workspace, Sandbox], look: Look, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot
) -> None:
    workspace, sandbox = ground
    people_said(workspace, n01="Attiva Fornacette", n02="Attiva Calcinaia")
    window = open_window(look, make_ops(services_of(workspace, training=True)), qtbot)
    composer = window.composer
    composer.choose("acqua_guasto")
    composer.fill_example()
    composer.channels[TELEGRAM].setChecked(False)
    composer.zones.choose(("Fornacette",))
    composer.ask()
    qtbot.waitUntil(lambda: bool(window.findChildren(ConfirmDialog)))
    dialog = window.findChildren(ConfirmDialog)[0]
    said = [each.text() for each in dialog.findChildren(type(label()))]
    assert "Fornacette" in said
    assert "acqua: chi non lo vuole non è contato" in said
    assert "39 persone" in said
    dialog.agree()
    dialog.accept()
    qtbot.waitUntil(lambda: composer.queued_id is not None)
    with qtbot.waitSignal(window.ops.running_changed, timeout=30_000, check_params_cb=lambda on: not on):
        pass
    phones = sandbox.control.phones()
    assert len(phones) == 39
    assert "393330000002" not in phones
    assert composer.queued_id
    window.show_notice(composer.queued_id)
    page = window.history.notice
    qtbot.waitUntil(lambda: page.about.endswith("per Fornacette: 39 persone"))
    window.history.show_list()
    qtbot.waitUntil(lambda: [line.cells[1].endswith(" · Fornacette") for line in window.history.model.lines] == [True])

    composer.choose("servizio_ripristinato", composer.queued_id)
    qtbot.waitUntil(lambda: composer.zones.chosen == ("Fornacette",))
    qtbot.waitUntil(lambda: composer.channels[WHATSAPP].text() == "WhatsApp (39)")
    followed = composer.refresh()
    assert followed
    assert (followed.zones, followed.topic) == (("Fornacette",), "acqua")
    composer.choose("generico")
    assert composer.zones.chosen == ()


@pytest.mark.usefixtures("choosing")
def test_zones_are_kept_with_what_is_written(
    services: WindowServices, look: Look, make_ops: Callable[[WindowServices], Ops], tmp_path: Path, qtbot: QtBot
) -> None:
    drafts = DraftFolder(tmp_path / "drafts")
    window = open_window(look, make_ops(changed(services, drafts=drafts)), qtbot)
    window.composer.choose("generico")
    window.composer.form.editors["titolo"].set_value("Mercato spostato")
    window.composer.zones.choose(("Sardina", "Calcinaia"))
    kept = window.composer.draft()
    assert kept
    drafts.save(kept)
    [found] = drafts.all()
    assert found.zones == ("Calcinaia", "Sardina")
    window.composer.discard()
    window.composer.take_up(found)
    assert window.composer.zones.chosen == ("Calcinaia", "Sardina")


@pytest.mark.usefixtures("choosing")
def test_the_table_and_the_person_say_who_gets_what(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> None:
    add_people(workspace, 4)
    people_said(workspace, n01="Attiva Fornacette", n02="Disattiva acqua", n03="Attiva Sardina")
    window.ops.tell(ChangeKind.SUBSCRIBERS)
    page = window.subscribers
    window.go_to("subscribers")
    qtbot.waitUntil(
        lambda: (
            [line.cells[4] for line in page.model.lines]
            == ["tutto", "zona Fornacette", "tutti gli argomenti tranne acqua", "zona Sardina"]
        )
    )
    page.filters.zones.setCurrentIndex(page.filters.zones.findData("Fornacette"))
    qtbot.waitUntil(lambda: page.count.text() == "3 persone")
    page.filters.topics.setCurrentIndex(page.filters.topics.findData("acqua"))
    qtbot.waitUntil(lambda: [line.cells[4] for line in page.model.lines] == ["tutto", "zona Fornacette"])
    page.table.selectRow(1)
    page.open_person.click()
    dialog = window.findChildren(PersonDialog)[0]
    qtbot.waitUntil(dialog.save.isEnabled)
    assert dialog.receives == "Riceve: zona Fornacette"
    events = [line.cells[1:] for line in dialog.events.model().lines]  # type: ignore[attr-defined]
    assert events[-1][0] == "scelta di che cosa ricevere"
    assert events[-1][1].startswith("«attiva fornacette»")
