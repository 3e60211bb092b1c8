# SPDX-License-Identifier: EUPL-1.2
"""Every interactive widget has a name, a size a finger can hit, and a place in the tab order (EN 301 549, 11)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QCalendarWidget,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QTabBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from comunecast_gui.core.changes import ChangeKind, LanePhase, LaneProgress
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.model import PriceCategory
from comunecast_gui.core.notice.checks.check import Problem, Severity
from comunecast_gui.core.notice.costs import estimate
from comunecast_gui.services import wiring
from comunecast_gui.system.secrets import SecretName, Secrets
from comunecast_gui.ui.composer.confirm_dialog import ConfirmDialog
from comunecast_gui.ui.composer.send_summary import Summary
from comunecast_gui.ui.people.add_dialog import AddDialog
from comunecast_gui.ui.people.import_dialog import ImportDialog
from comunecast_gui.ui.people.person_dialog import PersonDialog
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.settings.secrets_dialog import SecretsDialog
from comunecast_gui.ui.shell.about_dialog import AboutDialog
from comunecast_gui.ui.shell.crash_dialog import CrashDialog
from comunecast_gui.ui.shell.main_window import PAGES, MainWindow
from comunecast_gui.ui.shell.welcome_dialog import WelcomeDialog
from comunecast_gui.ui.widgets.look import Look
from comunecast_gui.ui.widgets.question import Question
from tests.store.samples import new_notice
from tests.ui.conftest import Sent, services_behind

INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QTabBar,
)
SMALLEST = 24


def interactive(root: QWidget) -> Iterator[QWidget]:
    """The widgets a person acts on; not the inner parts that Qt builds its own widgets from."""
    for widget in root.findChildren(QWidget):
        if not isinstance(widget, INTERACTIVE) or isinstance(widget, QHeaderView):
            continue
        if not widget.isVisibleTo(root) or _is_inner(widget, root):
            continue
        yield widget


def _is_inner(widget: QWidget, root: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and parent is not root:
        whole = (QAbstractSpinBox, QComboBox, QCalendarWidget, QAbstractItemView, QLineEdit, QMenu, QTabBar)
        if isinstance(parent, whole):
            return True
        parent = parent.parentWidget()
    return False


def name_of(widget: QWidget) -> str:
    face = QAccessible.queryAccessibleInterface(widget)
    return face.text(QAccessible.Text.Name) if face else ""


def faults(root: QWidget) -> list[str]:
    found = []
    for widget in interactive(root):
        what = f"{type(widget).__name__} {widget.objectName()!r} {name_of(widget)!r}"
        if not name_of(widget).strip():
            found.append(f"no name: {what} in {type(widget.parentWidget()).__name__}")
        if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(f"not in the tab order: {what}")
        if min(widget.width(), widget.height()) < SMALLEST:
            found.append(f"too small ({widget.width()}x{widget.height()}): {what}")
    return found


@pytest.mark.parametrize("page", PAGES)
def test_pages(window: MainWindow, page: str, sent: Sent, qtbot: QtBot) -> None:
    sent(accepted=3)
    window.go_to(page)
    qtbot.waitUntil(lambda: len(list(interactive(window))) >= 2)
    assert faults(window) == []


def letters(window: MainWindow) -> Counter[str]:
    """How often each Alt letter is taken by what is visible: menus, buttons, labels of fields."""
    texts = [action.text() for action in window.menuBar().actions()]
    texts += [button.text() for button in window.findChildren(QAbstractButton) if button.isVisible()]
    return Counter(found[1].lower() for text in texts if (found := re.search(r"&(\w)", text)))


def test_every_alt_letter_is_there_once(window: MainWindow, sent: Sent, qtbot: QtBot) -> None:
    notice = sent(accepted=3, failed=2, unknown=1)
    window.ops.tell(ChangeKind.SUBSCRIBERS)
    window.ops.tell(ChangeKind.NOTICES)
    window.lanes.show_progress(LaneProgress("whatsapp", LanePhase.SENDING, 10, 90, 70.0))
    window.ops.running_changed.emit(True)

    def write() -> None:
        window.go_to("composer")
        window.composer.choose("evento")

    def queued() -> None:
        window.composer.discard()
        window.composer._on_queued(notice, new_notice(title="Prova"))

    def opened() -> None:
        window.show_notice(notice)
        page = window.history.notice
        qtbot.waitUntil(lambda: page.summary != "")
        for button in (page.retry, page.cancel, page.follow):
            button.show()

    others = (partial(window.go_to, page) for page in PAGES if page != "composer")
    for show in (write, queued, *others, opened, window.show_unknown):
        show()
        qtbot.wait(30)
        found = letters(window)
        assert {"f", "m", "v", "u", "p", "r"} <= set(found)
        assert {letter: count for letter, count in found.items() if count > 1} == {}
    window.ops.running_changed.emit(False)


def test_tables_keep_rows_at_twice_the_text_size(window: MainWindow, sent: Sent, look: Look, qtbot: QtBot) -> None:
    notice = sent(accepted=10)
    window.ops.tell(ChangeKind.SUBSCRIBERS)
    try:
        look.theme.set_scale(200)
        window.resize(800, 700)
        window.go_to("subscribers")
        tables = [window.subscribers.table]
        window.show_notice(notice)
        tables.append(window.history.notice.deliveries.table)
        for table in tables:
            qtbot.waitUntil(lambda table=table: table.viewport().height() >= 3 * table.rowHeight(0) > 0)
    finally:
        look.theme.set_scale(100)


def test_banners_and_lanes(window: MainWindow, qtbot: QtBot) -> None:
    window.banners.show_trouble("Il disco è pieno.")
    window.banners.show_gave_up(LaneProgress("whatsapp", LanePhase.MISCONFIGURED, code="whatsapp_token"))
    window.lanes.show_progress(LaneProgress("whatsapp", LanePhase.SENDING, 10, 90, 70.0))
    window.ops.running_changed.emit(True)
    qtbot.waitUntil(lambda: window.lanes.stop.isVisible() and window.lanes.stop.height() >= SMALLEST)
    assert len(window.banners.texts()) == 2
    assert faults(window) == []
    window.ops.running_changed.emit(False)
    qtbot.waitUntil(lambda: window.lanes.hide_button.isVisible())
    assert faults(window) == []


def test_forms(window: MainWindow) -> None:
    found = {}
    for category in wiring.catalogue():
        window.composer.choose(category.id)
        window.composer.fill_example()
        assert len(list(interactive(window.composer.form))) >= 2
        found[category.id] = faults(window)
        window.composer.discard()
    assert {id: faulty for id, faulty in found.items() if faulty} == {}


def dialogs(look: Look, ops: Ops, parent: QWidget) -> dict[str, Callable[[], QDialog]]:
    given = services_behind(ops)
    warning = Problem("ora", "", Severity.WARNING, "È tardi.")
    cost = estimate(
        given.sending.rates,
        PriceCategory.UTILITY,
        "testo",
        3,
        given.info.clock.now().date(),
    )
    summary = Summary(
        "Prova", ("whatsapp", "telegram:x"), {}, {"whatsapp": 3}, {"whatsapp": 70}, (warning,), cost, "ROSSA", True
    )
    assert cost.whatsapp_eur > Decimal(0)
    return {
        "confirm": lambda: ConfirmDialog(look, summary, parent),
        "import": lambda: ImportDialog(look, ops, given.people.importer, parent),
        "add": lambda: AddDialog(look, ops, given.people.importer, parent),
        "person": lambda: PersonDialog(look, ops, given.info, given.people, 1, parent),
        "keys": lambda: SecretsDialog(look, given.info.sentences, Secrets(Path("/")), list(SecretName), parent),
        "welcome": lambda: WelcomeDialog(look, given.info.sentences, ConfigError("not_configured"), Path("/")),
        "about": lambda: AboutDialog(look, given.info, parent),
        "crash": lambda: CrashDialog(look, "Traceback", parent),
        "question": lambda: Question(look, "Davvero?", "Testo", "&Sì", "&No", lambda: None, parent),
    }


@pytest.mark.parametrize(
    "which", ["confirm", "import", "add", "person", "keys", "welcome", "about", "crash", "question"]
)
def test_dialogs(look: Look, ops: Ops, qtbot: QtBot, which: str) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = dialogs(look, ops, parent)[which]()
    if dialog.parentWidget() is None:
        qtbot.addWidget(dialog)
    dialog.show()
    assert list(interactive(dialog))
    assert faults(dialog) == []


def test_tab_reaches_everything(window: MainWindow, qtbot: QtBot) -> None:
    window.composer.choose("evento")
    qtbot.waitUntil(lambda: window.composer.form.isVisible())
    window.activateWindow()
    window.nav.setFocus()
    wanted = {widget for widget in interactive(window) if widget.isEnabled()}
    assert len(wanted) > 15
    reached: set[QWidget] = set()
    for _ in range(200):
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.add(focused)
        QApplication.sendPostedEvents()
        focused.window().focusNextChild()
    alone = [widget for widget in wanted - reached if not _another_of_its_group(widget)]
    assert [f"{type(widget).__name__} {name_of(widget)}" for widget in alone] == []


def _another_of_its_group(widget: QWidget) -> bool:
    """Radio buttons are one stop: the arrows go on inside."""
    return isinstance(widget, QAbstractButton) and widget.group() is not None


def test_form_labels_name_their_fields(window: MainWindow) -> None:
    window.composer.choose("acqua_programmata")
    for editor in window.composer.form.editors.values():
        for widget in editor.inputs():
            assert editor.field.label.split(" (")[0] in name_of(widget), name_of(widget)


def test_tables_speak_their_headers(window: MainWindow) -> None:
    for table in (window.subscribers.table, window.history.table):
        model = table.model()
        headers = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
        assert all(headers)


def test_scroll_areas_never_scroll_sideways(window: MainWindow, qtbot: QtBot) -> None:
    window.composer.choose("acqua_programmata")
    window.composer.fill_example()
    window.resize(800, 600)
    for area in window.findChildren(QScrollArea):
        if area.isVisible() and area.widget():
            qtbot.waitUntil(lambda area=area: area.widget().width() <= area.viewport().width() + 1)


def test_text_at_twice_its_size_in_a_small_window(window: MainWindow, look: Look, qtbot: QtBot) -> None:
    window.composer.choose("evento")
    window.composer.fill_example()
    try:
        look.theme.set_scale(200)
        window.resize(800, 700)
        qtbot.waitUntil(lambda: window.width() <= 900)
        assert faults(window) == []
        for area in window.findChildren(QScrollArea):
            if area.isVisible() and area.widget():
                qtbot.waitUntil(
                    lambda area=area: area.widget().minimumSizeHint().width() <= area.viewport().width() + 1
                )
    finally:
        look.theme.set_scale(100)
