# SPDX-License-Identifier: EUPL-1.2
"""Random sequences of wheel, clicks and keys over every form: nothing changes without the focus, and no draft is lost.

``COMUNECAST_SEQUENCES`` is how many are played (``dev.py faults --sequences``); each number stands for the same one.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from comunecast_gui.core.notice.categories import FieldType
from comunecast_gui.core.notice.compose import jsonable
from comunecast_gui.ui.composer.composer import Composer
from comunecast_gui.ui.composer.form import ATTACHMENTS
from comunecast_gui.ui.runtime.drafts import DraftFolder, KeptDraft
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.shell.main_window import PAGES, MainWindow
from comunecast_gui.ui.widgets.look import Look, bring_into_view
from comunecast_gui.ui.widgets.question import Question
from tests.ui.conftest import changed, open_window
from tests.ui.widgets.test_still_fields import fields_in, give_turn

SEQUENCES = int(os.environ.get("COMUNECAST_SEQUENCES", "10"))
A_WINDOW = 10
"""So many are played in one window, one after the other."""
MOVES = 25
TYPED = ["a", " ", "2/12 9:00", "domani 9", "lun 9.30", "31/11", "9", "via Piave", "www.comune.it", "via 2 giugno"]
KEYS = [
    *(Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right),
    *(Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp),
    *(Qt.Key.Key_PageDown, Qt.Key.Key_F4, Qt.Key.Key_Escape),
]
CLICKED = (QLineEdit, QPlainTextEdit, QCheckBox, QComboBox, QPushButton)


class Player:
    """Plays one sequence, and looks at every promise after each move."""

    def __init__(self, window: MainWindow, folder: Path, drafts: DraftFolder, number: int) -> None:
        self.window, self.folder, self.drafts = window, folder, drafts
        self.composer: Composer = window.composer
        self.dice = random.Random(number)
        self.topics = [category.id for category in window.services.info.catalogue]
        self.topic = self.topics[number % len(self.topics)]
        self.kept: dict[str, KeptDraft] = {}
        self.told: list[str] = [f"sequence {number}, {self.topic}"]

    def play(self) -> None:
        self.window.go_to("composer")
        self.window.new_notice()
        for kept in self.drafts.all():
            self.drafts.forget(kept.uuid)
        self.composer.choose(self.topic)
        turns = [self.turn_wheel] * 5 + [self.click] * 6 + [self.type] * 6 + [self.press] * 6
        rarely = [self.begin_another, self.change_topic, self.take_up, self.leave_page]
        for _ in range(MOVES):
            self.dice.choice(turns + rarely)()
            self.settle()
        self.check_end()

    # -- moves --------------------------------------------------------------------------------------------------

    def turn_wheel(self) -> None:
        fields = [one for one in fields_in(self.composer) if one.isVisible()]
        if not fields:
            return
        field, notches = self.dice.choice(fields), self.dice.choice([-3, -1, 1, 3])
        before, focus = self.values(), QApplication.focusWidget()
        self.tell(f"wheel {notches} over {type(field).__name__} {field.accessibleName()}")
        give_turn(field, notches)
        assert self.values() == before, self.told
        assert QApplication.focusWidget() is focus, self.told

    def click(self) -> None:
        rows = {id: editor for id, editor in self.composer.form.editors.items() if id != ATTACHMENTS}
        inputs = [
            (id, one)
            for id, editor in rows.items()
            for one in editor.findChildren(QWidget)
            if isinstance(one, CLICKED) and one.isVisible() and one.isEnabled()
        ]
        if inputs:
            id, field = self.dice.choice(inputs)
            bring_into_view(field)
            self.tell(f"click on {type(field).__name__} {field.accessibleName()}")
            self.only({id}, lambda: QTest.mouseClick(field, Qt.MouseButton.LeftButton))

    def type(self) -> None:
        focused = QApplication.focusWidget()
        if isinstance(focused, (QLineEdit, QPlainTextEdit)) and self.composer.isAncestorOf(focused):
            text = self.dice.choice(TYPED)
            self.tell(f"type {text!r} into {focused.accessibleName()}")
            self.only(self.row_of(focused), lambda: QTest.keyClicks(focused, text))

    def press(self) -> None:
        focused = QApplication.focusWidget()
        if focused is None or not self.composer.form.isAncestorOf(focused):
            return
        key = self.dice.choice(KEYS)
        undo = self.dice.random() < 0.2
        self.tell(f"press {'Ctrl+Z' if undo else key.name} in {focused.accessibleName()}")
        modifier = Qt.KeyboardModifier.ControlModifier if undo else Qt.KeyboardModifier.NoModifier
        self.only(self.row_of(focused), lambda: QTest.keyClick(focused, Qt.Key.Key_Z if undo else key, modifier))

    def begin_another(self) -> None:
        topic = self.dice.choice(self.topics)
        self.tell(f"begin another: {topic}")
        self.note()
        self.window.new_notice()
        self.composer.choose(topic)
        assert self.composer.form.touched_values() == {}, self.told

    def change_topic(self) -> None:
        topic = self.dice.choice(self.topics)
        self.tell(f"change to {topic}")
        self.note()
        self.composer.restart()
        self.composer.choose(topic)

    def take_up(self) -> None:
        found = self.drafts.all()
        if not found:
            return
        wanted = self.dice.choice(found)
        self.tell(f"take up {wanted.category}")
        self.note()
        wanted = self.kept.get(wanted.uuid, wanted)
        self.composer.take_up(wanted)
        draft = self.composer.draft()
        assert draft is not None, self.told
        assert (draft.uuid, draft.category, draft.fields) == (wanted.uuid, wanted.category, wanted.fields), self.told

    def leave_page(self) -> None:
        page = self.dice.choice(PAGES)
        self.tell(f"go to {page} and back")
        before = self.values()
        self.window.go_to(page, focus=True)
        self.window.go_to("composer", focus=True)
        assert self.values() == before, self.told

    # -- promises -----------------------------------------------------------------------------------------------

    def only(self, rows: set[str], do: Callable[[], object]) -> None:
        """``do`` may change what is in these rows, and the advice that follows from an alert's level and risks."""
        before = self.values()
        do()
        after = self.values()
        follows = {id for id, one in self.composer.form.editors.items() if one.field.type is FieldType.LIST}
        if "livello" in rows or "rischi" in rows:
            rows = rows | follows
        assert {id for id in before.keys() | after.keys() if before.get(id) != after.get(id)} <= rows, self.told

    def note(self) -> None:
        """What is written now must be somewhere from here on."""
        if draft := self.composer.draft():
            self.kept[draft.uuid] = draft

    def settle(self) -> None:
        """Closes what a click or key has opened, and lets the window work."""
        QApplication.processEvents()
        while popup := QApplication.activePopupWidget():
            popup.close()
        for question in self.window.findChildren(Question):
            question.reject()
        if not self.window.isActiveWindow():  # a screen's window manager gives the focus back after a popup
            self.window.activateWindow()
        QApplication.processEvents()
        self.check_drafts()

    def check_drafts(self) -> None:
        found = {one.uuid: one for one in self.drafts.all()}
        now = self.composer.draft()
        for uuid, draft in self.kept.items():
            if uuid == self.composer._uuid:  # it is being written, or a person has just emptied it
                continue
            assert uuid in found, (self.told, draft)
            if found[uuid].category == draft.category:
                assert written(found[uuid]) == written(draft), self.told
        if now is not None:
            self.kept[now.uuid] = now
        else:
            self.kept.pop(self.composer._uuid, None)

    def check_end(self) -> None:
        window, composer = self.window, self.composer
        assert window.isVisible()
        assert window.pages.currentWidget() is composer, self.told
        focused = QApplication.focusWidget()
        assert focused is None or focused.isVisible(), self.told
        composed = composer.refresh()
        assert composed is not None, self.told
        assert set(composed.values) <= set(composer.form.editors), self.told
        shown = [one for row in composer.form.editors for one in composer.form.row(row).problems.shown]
        assert set(shown) <= set(composed.problems), self.told
        if draft := composer.draft():
            assert written(draft) == {id: jsonable(value) for id, value in composer.form.values().items()}, self.told
            assert composer.keep()
            assert draft.uuid in {one.uuid for one in DraftFolder(self.folder).all()}, self.told

    def values(self) -> Mapping[str, Any]:
        return {id: editor.value() for id, editor in self.composer.form.editors.items()}

    def row_of(self, focused: QWidget) -> set[str]:
        return {id for id, editor in self.composer.form.editors.items() if editor.isAncestorOf(focused)}

    def tell(self, move: str) -> None:
        self.told.append(move)


def written(draft: KeptDraft) -> Mapping[str, Any]:
    return dict(draft.fields)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, SEQUENCES, A_WINDOW))
def test_no_sequence_changes_a_value_without_the_focus_or_loses_a_draft(
    services: WindowServices,
    look: Look,
    make_ops: Callable[[WindowServices], Ops],
    tmp_path: Path,
    qtbot: QtBot,
    first: int,
) -> None:
    drafts = DraftFolder(tmp_path / "drafts")
    window = open_window(look, make_ops(changed(services, drafts=drafts)), qtbot)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for number in range(first, min(first + A_WINDOW, SEQUENCES)):
        Player(window, tmp_path / "drafts", drafts, number).play()
