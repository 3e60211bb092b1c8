# SPDX-License-Identifier: EUPL-1.2
"""Who sent a wrong hour corrects it on both channels within half a minute of their own time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from comunecast_gui.core.model import DeliveryState, Draft
from comunecast_gui.core.notice.compose import compose
from comunecast_gui.sandbox.server import Sandbox
from comunecast_gui.services import queueing, template_approval, wiring
from comunecast_gui.services.thread import posts
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.db.schema import delivery
from comunecast_gui.ui.composer.confirm_dialog import ConfirmDialog
from comunecast_gui.ui.composer.editors.attachment_editor import ImageEditor
from comunecast_gui.ui.composer.form import ATTACHMENTS
from comunecast_gui.ui.history.mistake_dialog import MistakeDialog
from comunecast_gui.ui.runtime.ops import only
from comunecast_gui.ui.shell.main_window import MainWindow
from tests.services.test_posts import RED, SQUARE, Unspaced, picture

A_PRESS, A_WORD = 3.0, 60 / 40
"""Seconds of a person's time: to find a button and press it, and to type a word at 40 words a minute."""


class Person:
    """Counts what a person does."""

    def __init__(self) -> None:
        self.presses = 0
        self.words = 0

    def press(self, button: QWidget) -> None:
        assert button.isVisible()
        assert button.isEnabled()
        assert isinstance(button, QPushButton)
        button.click()
        self.presses += 1

    def type(self, line: QLineEdit, text: str) -> None:
        """Clicks into a line and writes another text over what stands there."""
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, text)
        QTest.keyClick(line, Qt.Key.Key_Tab)
        self.presses += 1
        self.words += len(text.split())

    @property
    def seconds(self) -> float:
        return self.presses * A_PRESS + self.words * A_WORD


def dialog_of(kind: type[QWidget], qtbot: QtBot) -> QWidget:
    def found() -> list[QWidget]:
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posts, "_Spaced", Unspaced)


def test_a_red_alert_with_the_wrong_hour_is_corrected_on_both_channels_within_30_seconds(
    at_once: None, ground: tuple[Workspace, Sandbox], sending_window: MainWindow, qtbot: QtBot
) -> None:
    (workspace, sandbox), window = ground, sending_window
    rule = workspace.catalogue.get("rettifica")
    template_approval.submit(workspace, [rule])
    template_approval.sync(workspace, [rule])
    composer = window.composer
    composer.choose("meteo_allerta")
    composer.form.fill(RED)
    assert composer.refresh() is not None
    composer.ask()
    confirm = dialog_of(ConfirmDialog, qtbot)
    assert isinstance(confirm, ConfirmDialog)
    confirm.agree("ROSSA")
    confirm.accept()
    qtbot.waitUntil(lambda: composer.queued_id is not None and not window.ops.running, timeout=20_000)
    red = composer.queued_id or 0
    shown = lambda: [post for post in sandbox.control.posts() if post.kind != "pinned"]  # noqa: E731
    qtbot.waitUntil(lambda: [post.pinned for post in shown()] == [True], timeout=10_000)
    assert workspace.outbox.counts(red)["whatsapp"]["accepted"] == 40

    person = Person()
    window.show_notice(red)
    page = window.history.notice
    qtbot.waitUntil(lambda: page.wrong.isVisible())
    person.press(page.wrong)
    dialog = dialog_of(MistakeDialog, qtbot)
    assert isinstance(dialog, MistakeDialog)
    assert any("40 persone" in text and "indietro" in text for text in dialog.facts)
    [end] = [line for line in dialog.form.editors["periodo"].findChildren(QLineEdit) if "18:00" in line.text()]
    person.type(end, end.text().replace("18:00", "20:00"))
    person.press(dialog.do)
    qtbot.waitUntil(lambda: window.composer.form.editors.keys() >= {"errato", "corretto"}, timeout=10_000)
    qtbot.waitUntil(lambda: shown()[0].text.startswith("✏️ CORRETTO alle 10:0"), timeout=10_000)
    assert "20:00" in shown()[0].text
    composed = composer.refresh()
    assert composed is not None
    assert composed.notice is not None, composed.problems
    assert "20:00" in composed.draft.fields["corretto"]
    assert "18:00" in composed.draft.fields["errato"]
    assert list(composed.notice.contents) == ["whatsapp"], "the post itself reads right already"
    person.press(composer.send)
    confirm = dialog_of(ConfirmDialog, qtbot)
    assert isinstance(confirm, ConfirmDialog)
    for tick in confirm.findChildren(QCheckBox):
        tick.setChecked(True)
        person.presses += 1
    person.press(next(one for one in confirm.findChildren(QPushButton) if one.property("kind") == "primary"))
    qtbot.waitUntil(lambda: composer.queued_id not in (None, red) and not window.ops.running, timeout=20_000)
    correction = composer.queued_id or 0
    assert workspace.outbox.counts(correction)["whatsapp"]["accepted"] == 40
    phone = sandbox.control.phones().values()
    assert all(len(messages) == 2 for messages in phone if messages)
    assert person.seconds <= 30, (person.presses, person.words)
    assert not sandbox.control.complaints()


def test_nothing_is_done_before_the_button_is_pressed_and_a_wrong_value_changes_nothing(
    ground: tuple[Workspace, Sandbox], sending_window: MainWindow, sent_alert: Callable[[], int], qtbot: QtBot
) -> None:
    window, red = sending_window, sent_alert()
    window.mend_mistake(red)
    dialog = dialog_of(MistakeDialog, qtbot)
    assert isinstance(dialog, MistakeDialog)
    assert ground[0].outbox.counts(red)["whatsapp"]["queued"] == 40
    assert any("41 messaggi" in text for text in dialog.facts)
    dialog.do.click()
    dialog.reject()  # who closed it now would not hear what became of it
    dialog.form.changed.emit()
    assert dialog.isVisible()
    assert not dialog.do.isEnabled(), "it is done once"
    qtbot.waitUntil(lambda: "uguale" in dialog.failure)
    assert dialog.back.isEnabled()
    assert dialog.focusWidget() is dialog.right, "not a field far below what happens now"
    assert ground[0].outbox.counts(red)["whatsapp"]["queued"] == 40
    dialog.gone.setChecked(True)
    dialog.do.click()
    qtbot.waitUntil(lambda: ground[0].outbox.counts(red)["whatsapp"]["cancelled"] == 40)
    qtbot.waitUntil(lambda: window.history.notice.isVisible(), timeout=5_000)  # nobody has it: no correction needed


def test_what_was_stopped_half_way_is_sent_right_to_everybody_in_one_press(
    at_once: None,
    ground: tuple[Workspace, Sandbox],
    sending_window: MainWindow,
    sent_alert: Callable[[], int],
    qtbot: QtBot,
) -> None:
    (workspace, sandbox), window, red = ground, sending_window, sent_alert()
    rule = workspace.catalogue.get("rettifica")
    template_approval.submit(workspace, [rule])
    template_approval.sync(workspace, [rule])
    mine = delivery.c.notice_id == red, delivery.c.channel == "whatsapp"
    with workspace.database.writing() as connection:
        ids = connection.execute(sa.select(delivery.c.id).where(*mine).order_by(delivery.c.id)).scalars().all()
        for some, state in ((ids[:10], DeliveryState.ACCEPTED), (ids[10:12], DeliveryState.UNKNOWN)):
            connection.execute(delivery.update().where(delivery.c.id.in_(some)).values(state=state))
    workspace.notices.cancel(red, workspace.clock.now())  # a person pressed Ferma
    window.mend_mistake(red)
    dialog = dialog_of(MistakeDialog, qtbot)
    assert isinstance(dialog, MistakeDialog)
    assert "Persone su WhatsApp: 10 l'hanno avuta, 28 no, di 2 non si sa." in dialog.facts
    dialog.gone.setChecked(True)
    assert not dialog.all.isVisibleTo(dialog), "withdrawn whole there is nothing to send"
    dialog.right.setChecked(True)
    [end] = [line for line in dialog.form.editors["periodo"].findChildren(QLineEdit) if "18:00" in line.text()]
    Person().type(end, end.text().replace("18:00", "20:00"))
    dialog.all.click()
    qtbot.waitUntil(lambda: window.history.notice.isVisible() and not window.ops.running, timeout=20_000)
    told = [row.counts for row in workspace.notices.thread(red) if row.id != red]
    assert sorted((counts["whatsapp"]["accepted"], len(counts)) for counts in told) == [(12, 1), (28, 2)]
    assert [len(messages) for messages in sandbox.control.phones().values() if messages] == [1] * 40
    assert ["20:00" in post.text for post in sandbox.control.posts() if post.kind != "pinned"] == [True]


@pytest.mark.parametrize("had_one", [True, False])
def test_another_picture_takes_the_place_of_the_wrong_one_or_of_none_and_none_is_a_post_anew(
    had_one: bool,
    at_once: None,
    ground: tuple[Workspace, Sandbox],
    sending_window: MainWindow,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    (workspace, sandbox), window = ground, sending_window
    wrong, right = picture(tmp_path, "sbagliata.png", 1), picture(tmp_path, "giusta.png", 200)
    now, context = workspace.clock.now(), wiring.check_context(workspace, workspace.clock.now())
    draft = Draft("", "generico", SQUARE, ("telegram:principale",), (wrong,) if had_one else ())
    composed = compose(workspace.catalogue, draft, workspace.office, now, workspace.channels, context)
    notice = queueing.queue(workspace, queueing.freeze(workspace, composed)).notice or 0
    window.ops.resume(only(notice))
    qtbot.waitUntil(lambda: len(sandbox.control.posts()) == 1 and not window.ops.running, timeout=10_000)
    shown = sandbox.control.posts()[0].file
    window.mend_mistake(notice)
    dialog = dialog_of(MistakeDialog, qtbot)
    assert isinstance(dialog, MistakeDialog)
    assert (dialog.form.chosen_file() is not None) is had_one
    assert dialog.do.text() == "Correggi &subito"
    file = dialog.form.row(ATTACHMENTS).editor
    assert isinstance(file, ImageEditor)
    if had_one:
        assert "CORRETTO" in dialog._what.text()
        file.set_description("Un'altra descrizione")
        assert "resta com'è" in dialog._what.text()
        assert "CORRETTO" not in dialog._what.text()
        assert not dialog.do.isEnabled(), "nobody has it on WhatsApp: there is nothing to tell"
        file.set_value(None)
        assert dialog.do.text() == "Ca&ncella e ripubblica"
    file.set_value(str(right.path))
    dialog.do.click()
    qtbot.waitUntil(lambda: bool(dialog.failure))  # no picture without its description
    file.set_description("La piazza con il mercato")
    qtbot.waitUntil(lambda: not dialog.form.file_troubles())
    assert dialog.do.text() == "Correggi &subito"
    dialog.do.click()
    qtbot.waitUntil(lambda: sandbox.control.posts()[0].text.startswith("✏️ CORRETTO"), timeout=10_000)
    [post] = sandbox.control.posts()
    assert (post.kind, post.file != shown) == ("photo", True)
    assert not sandbox.control.complaints()


def test_of_several_pictures_the_one_that_is_chosen_is_changed_and_the_others_stay(
    at_once: None,
    ground: tuple[Workspace, Sandbox],
    sending_window: MainWindow,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    (workspace, sandbox), window = ground, sending_window
    first, wrong, right = (picture(tmp_path, f"{shade}.png", shade) for shade in (1, 90, 200))
    now, context = workspace.clock.now(), wiring.check_context(workspace, workspace.clock.now())
    draft = Draft("", "generico", SQUARE, ("telegram:principale",), (first, wrong))
    composed = compose(workspace.catalogue, draft, workspace.office, now, workspace.channels, context)
    notice = queueing.queue(workspace, queueing.freeze(workspace, composed)).notice or 0
    window.ops.resume(only(notice))
    qtbot.waitUntil(lambda: len(sandbox.control.posts()) == 2 and not window.ops.running)
    before = [post.file for post in sandbox.control.posts()]
    window.mend_mistake(notice)
    dialog = dialog_of(MistakeDialog, qtbot)
    assert isinstance(dialog, MistakeDialog)
    assert dialog.which.isVisible()
    assert dialog.files is None
    assert not dialog.form.row(ATTACHMENTS).isVisible()
    dialog.which.setCurrentIndex(2)
    file = dialog.form.row(ATTACHMENTS).editor
    assert isinstance(file, ImageEditor)
    assert dialog.form.chosen_file() == (str(dialog._mistaken.files[1].path), wrong.alt)
    file.set_value(str(right.path))
    file.set_description(right.alt)
    qtbot.waitUntil(lambda: not dialog.form.file_troubles())
    files = dialog.files
    assert files is not None
    assert [one.digest for one in files] == [dialog._mistaken.files[0].digest, right.digest]
    assert dialog.do.text() == "Correggi &subito"
    dialog.do.click()
    qtbot.waitUntil(lambda: sandbox.control.posts()[1].file != before[1])
    assert sandbox.control.posts()[0].file == before[0]
    assert not sandbox.control.complaints()


@pytest.fixture
def sent_alert(ground: tuple[Workspace, Sandbox]) -> Callable[[], int]:
    """An alert that is queued, of which nothing has gone out."""

    def queue() -> int:
        office, now = ground[0], ground[0].clock.now()
        context = wiring.check_context(office, now)
        draft = Draft("", "meteo_allerta", RED)
        composed = compose(office.catalogue, draft, office.office, now, office.channels, context)
        return queueing.queue(office, queueing.freeze(office, composed)).notice or 0

    return queue
