# SPDX-License-Identifier: EUPL-1.2
"""Every text and control of every page and dialog stands out as it is drawn, in light, dark and high contrast."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QRadioButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from comunecast_gui.services.wiring import Workspace
from comunecast_gui.tour.scenes import Stage
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.theme.theme import Scheme
from comunecast_gui.ui.widgets.look import Look, label, set_role
from comunecast_gui.ui.widgets.still_fields import ChoiceField, NumberField, Tabs, TextArea
from tests.ui.conftest import Sent, open_window
from tests.ui.contrast import CONTROL, faults, focus_change, ratio, strong_faults
from tests.ui.everywhere import everywhere

EVERY_LOOK = "COMUNECAST_EVERY_LOOK" in os.environ
"""Read once: what a person's environment says is hidden from each test."""


@pytest.fixture(params=["light", "dark", "light-high", "dark-high"])
def dressed(request: pytest.FixtureRequest, look: Look) -> Iterator[Look]:
    """The look in these colours; in high contrast as where the system asks for it."""
    scheme, _, high = request.param.partition("-")
    look.theme.set_strong(bool(high))
    look.theme.set_scheme(Scheme(scheme))
    yield look
    look.theme.set_strong(None)
    look.theme.set_scheme(Scheme.LIGHT)


@pytest.fixture
def stage(
    request: pytest.FixtureRequest,
    dressed: Look,
    workspace: Workspace,
    ops: Ops,
    sent: Sent,
    tmp_path: Path,
    qtbot: QtBot,
) -> Stage:
    """Every page and dialog in the two looks with the fainter lines; in all where ``COMUNECAST_EVERY_LOOK`` is set."""
    if "high" in request.node.name and not EVERY_LOOK:
        pytest.skip("COMUNECAST_EVERY_LOOK is not set")
    notice = sent("Interruzione dell'acqua", accepted=4, failed=3, unknown=2)
    return Stage(open_window(dressed, ops, qtbot), dressed, workspace, tmp_path, notice)


@pytest.mark.slow
def test_pages_and_dialogs(stage: Stage, qtbot: QtBot) -> None:
    found = everywhere(stage, qtbot, strong_faults if stage.look.theme.strong else faults)
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("problem", ["", "error", "warning"])
def test_the_focus_is_seen_on_every_kind_of_control(dressed: Look, problem: str, qtbot: QtBot) -> None:
    window = QWidget()
    window.setObjectName("page")
    window.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    fields = [QLineEdit("testo"), TextArea("testo"), ChoiceField(), NumberField()]
    buttons = [dressed.button("Premi", kind) for kind in ("", "primary", "danger", "quiet", "link")]
    tabs = Tabs()
    tabs.addTab("Testo")
    tabs.addTab("Anteprima")
    boxes = [QCheckBox("Sì"), QRadioButton("No"), tabs]
    for widget in (*fields, *buttons, *boxes):
        set_role(widget, "problem", problem)
        column.addWidget(widget)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    changes = {
        type(one).__name__ + str(one.property("kind") or ""): focus_change(window, one) for one in (*fields, *buttons)
    }
    assert {name: round(change, 2) for name, change in changes.items() if change < CONTROL} == {}


def test_contrast_is_reckoned_as_wcag_does() -> None:
    assert ratio(0xFFFFFF, 0x000000) == pytest.approx(21)
    assert ratio(0x767676, 0xFFFFFF) == pytest.approx(4.54, abs=0.01)


def test_the_measure_finds_what_is_too_faint(look: Look, qtbot: QtBot) -> None:
    window = QWidget()
    window.setStyleSheet("QWidget { background: #ffffff; }")
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    faint, field = label("Un testo troppo chiaro"), QLineEdit("testo")
    faint.setStyleSheet("color: #999999;")
    field.setStyleSheet("border: 1px solid #cccccc; color: #1a1a1a;")
    for widget in (faint, field, label("Un testo che si legge")):
        column.addWidget(widget)
    window.resize(300, 200)
    window.show()
    QApplication.processEvents()
    found = [one.split(":")[0] for one in faults(window)]
    assert found == ["text QLabel 'Un testo troppo chiaro'", "edge of QLineEdit 'testo'"]
    field.setStyleSheet("border: 1px solid #cc334d;")
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    assert focus_change(window, field) < CONTROL
