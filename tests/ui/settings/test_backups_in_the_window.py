# SPDX-License-Identifier: EUPL-1.2
"""The officer makes a backup in the window, sees what another one would change, and puts it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from comunecast_gui.app import closed_backups, services_of
from comunecast_gui.core.approval.colleagues import Colleague, Role
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.trust.backup_contents import Address, Ahead
from comunecast_gui.core.trust.office_key import OfficeKey
from comunecast_gui.core.work.long_work import UNWATCHED
from comunecast_gui.services import backups, wiring
from comunecast_gui.services.recovery import put_back
from comunecast_gui.services.trust import office_key
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.db.database import FILE_NAME, Database
from comunecast_gui.system.secrets import SecretName
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.settings.backup_card import BackupCard
from comunecast_gui.ui.settings.restore_dialog import RestoreDialog
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.widgets.look import Look
from comunecast_gui.ui.widgets.summary_list import SummaryList
from tests.keyrings import MemoryKeyring, in_use
from tests.ui.conftest import add_people, changed, open_window

ADDRESS = Address("telegram.base_url", "https://api.telegram.org/bot", "https://altrove.example/bot")
SEEN = Ahead("x.backup", datetime(2026, 11, 20, tzinfo=UTC), True, 5, 7, ("whatsapp",), ("whatsapp",), (), ())


@pytest.fixture
def window(
    workspace: Workspace, services: WindowServices, look: Look, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot
) -> MainWindow:
    """The window of an office with five people, which may make backups and put one back."""
    add_people(workspace, 5)
    real = services_of(workspace, training=False).settings.administration
    administration = replace(
        services.settings.administration, safekeeping=real.safekeeping, copies=real.copies, prove_words=real.prove_words
    )
    return open_window(look, make_ops(changed(services, administration=administration)), qtbot)


def row(card: BackupCard, title: str) -> str:
    return dict(card.rows).get(title, "")


def test_a_backup_is_made_looked_into_and_put_back_with_the_words_on_paper(
    window: MainWindow, workspace: Workspace, data_dir: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window.go_to("settings")
    card, file = window.settings.backups, tmp_path / "disco" / "ente.backup"
    qtbot.waitUntil(lambda: row(card, "Ultima copia messa altrove") == "mai")
    card.make(file)
    qtbot.waitUntil(lambda: "non si può scrivere" in card.said)  # the disk is not there
    file.parent.mkdir()
    card.make(file)
    qtbot.waitUntil(lambda: card.said.startswith("La copia è in "))
    assert str(file) in card.said.replace("\u200b", "")
    qtbot.waitUntil(lambda: row(card, "Ultima copia messa altrove").endswith(", ente.backup"))
    assert card.make_button.isEnabled()

    workspace.subscribers.remove(1, workspace.clock.now(), source="prova", who="prova")
    card.restore_button.click()
    [dialog] = window.findChildren(RestoreDialog)
    assert not dialog.look_button.isEnabled()
    dialog.file.setText(str(file))
    dialog.words.setPlainText(" ".join(office_key.words(OfficeKey(b"t" * 32))))
    dialog.look_button.click()
    qtbot.waitUntil(lambda: "Queste parole non aprono le copie" in dialog.failure)
    assert dialog.words.hasFocus()
    assert dialog.restore_button.isHidden()
    dialog.words.setPlainText(" ".join(office_key.words(workspace.office_key)))
    dialog.look_button.click()
    qtbot.waitUntil(dialog.restore_button.isVisible)
    assert dialog.findChild(SummaryList).rows[1] == ("Iscritti", "5 (adesso 4)")
    assert dialog.restore_button.isEnabled(), "it is sealed, and changes no address"
    dialog.restore_button.click()
    assert (window.reopening_at, window.isVisible()) == ("settings", False)
    between = window.between
    assert between is not None
    workspace.database.close()  # no office is open meanwhile

    told = between.do(UNWATCHED)
    assert told is not None
    assert told.text.startswith("È tornata la copia del")
    assert "restano fuori: 1" in told.text
    with wiring.open_workspace(data_dir, secrets=workspace.secrets) as restored:
        assert restored.subscribers.count(state=SubscriberState.ACTIVE) == 4


def test_only_what_was_seen_is_put_back() -> None:
    agree = put_back.as_seen(SEEN)
    agree(replace(SEEN, people_now=8))
    for other in (
        replace(SEEN, people=6),
        replace(SEEN, sealed=False),
        replace(SEEN, moved=(ADDRESS,), addresses=(ADDRESS,)),
        replace(SEEN, channels=()),
    ):
        with pytest.raises(InputError, match="backup_changed"):
            agree(other)


@pytest.mark.parametrize(
    "ahead",
    [replace(SEEN, moved=(ADDRESS,), addresses=(ADDRESS,)), replace(SEEN, sealed=False)],
    ids=["other addresses", "no seal"],
)
def test_what_goes_elsewhere_or_has_no_seal_is_put_back_only_after_a_tick(
    ops: Ops, services: WindowServices, ahead: Ahead, look: Look, qtbot: QtBot
) -> None:
    dialog = RestoreDialog(look, ops, lambda *_: ahead, timezone_of(services.info.office), None)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.show_ahead(ahead)
    assert not dialog.restore_button.isEnabled()
    assert dialog.recognised is not None
    dialog.recognised.click()
    assert dialog.restore_button.isEnabled()
    with qtbot.waitSignal(dialog.wanted):
        dialog.restore_button.click()


def test_a_backup_is_put_back_on_a_computer_without_an_office_or_with_a_damaged_one(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_people(workspace, 3)
    file, key = tmp_path / "ente.backup", workspace.office_key
    backups.make(workspace, file, "ufficio")
    words = " ".join(office_key.words(key))
    monkeypatch.delenv(SecretName.OFFICE_KEY.variable)
    other = tmp_path / "other"
    other.mkdir()
    with in_use(MemoryKeyring()):
        for _ in ("a new computer", "a damaged archive"):
            copies = closed_backups(other, wiring.window_sentences())
            assert copies.look is not None
            assert copies.put_back is not None
            seen = copies.look(file, words, UNWATCHED)
            assert (seen.people, seen.people_now, seen.moved) == (3, None, ())
            assert copies.put_back(file, words, seen, UNWATCHED).text.startswith("È tornata la copia del")
            with wiring.open_workspace(other) as restored:
                assert (restored.subscribers.count(), restored.office_key) == (3, key)
            (other / FILE_NAME).write_bytes(b"no database" * 1000)
        with pytest.raises(InputError, match="recovery_words_other"):
            copies.look(file, " ".join(office_key.words(OfficeKey(b"t" * 32))), UNWATCHED)


def test_who_does_not_manage_the_office_makes_backups_and_puts_none_back(workspace: Workspace) -> None:
    writer = Colleague(1, "Anna", "anna", frozenset({Role.WRITES}))
    copies = services_of(workspace, training=False, by=writer).settings.administration.copies
    assert copies.make is not None
    assert copies.put_back is None
    assert services_of(workspace, training=True).settings.administration.copies.make is None


def test_of_a_server_a_copy_is_noted_and_none_is_made(
    workspace: Workspace, ops: Ops, look: Look, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(Database, "shared", property(lambda _: True))
    administration = services_of(workspace, training=False).settings.administration
    card = BackupCard(look, ops, administration, lambda: workspace.clock.now().date())
    qtbot.addWidget(card)
    card.show()
    assert not card.make_button.isVisibleTo(card)
    card.note_button.click()
    qtbot.waitUntil(lambda: card.said.startswith("Annotato"))
    qtbot.waitUntil(lambda: row(card, "Ultima copia del server") not in ("", "mai"))
    assert backups.last_server_copy(workspace) is not None
