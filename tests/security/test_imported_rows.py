# SPDX-License-Identifier: EUPL-1.2
"""Rows of an imported list: they cannot command the terminal, show no whole number, and never hold the office's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from comunecast_gui.core.masking import mask_within
from comunecast_gui.services import wiring
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system.settings import office_file
from comunecast_gui.ui.people.import_dialog import ImportDialog
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.widgets.look import Look
from tests.e2e.conftest import Town
from tests.ui.conftest import look, make_ops, ops, services, services_behind, workspace

__all__ = ["look", "make_ops", "ops", "services", "workspace"]


def test_a_cells_content_cannot_command_the_terminal(town: Town) -> None:
    path = town.file("people.csv", f"telefono\n\x1b[2J333abc\n{'x' * 5000}\n")
    ended = town.run("subscribers", "import", path, code=1)
    assert "\x1b" not in ended.err
    assert "�[2J333abc" in ended.err
    assert max(map(len, ended.err.splitlines())) < 300


def test_refused_rows_show_no_number_unless_asked(town: Town) -> None:
    rows = "telefono\n333 1234567O\n3331234567890\n0587265442\n"
    ended = town.run("subscribers", "import", town.file("people.csv", rows), "--json")
    shown = {row["row"]: row["value"] for row in (*ended.json["refused"], *ended.json["warned"])}
    assert shown == {2: "••• •••••67O", 3: "•••••••••••90", 4: "••••••••42"}
    assert "1234567" not in ended.err + ended.out
    ended = town.run("subscribers", "import", town.file("people.csv", rows), "--json", "--show-numbers")
    assert ended.json["refused"][0]["value"] == "333 1234567O"


def test_the_offices_own_number_cannot_subscribe(town: Town) -> None:
    office = (town.data_dir / "office.toml").read_text()
    own = office.replace("rate_per_second", 'display_phone = "+39 333 6492690"\nrate_per_second')
    town.run("configure", town.file("own.toml", own))
    rows = "telefono\n333 6492690\n3331234567\n0587 265442\n"
    report = town.run("subscribers", "import", town.file("people.csv", rows), "--accept-warned", "--json").json
    assert report["added"] == 2
    assert [row["row"] for row in report["refused"]] == [2]
    assert "l'ente invia" in report["refused"][0]["reason"]


def test_the_offices_own_landline_is_refused_in_every_spelling(town: Town) -> None:
    office = (town.data_dir / "office.toml").read_text()
    spellings = (
        "0587265442",
        "+390587265442",
        "0039 0587 265442",
        "(0587) 265442",
        "tel 0587/26 54 42",
        "390587265442",
    )
    path = town.file("people.csv", "\n".join(["telefono", *spellings, "0587 265443"]))
    for landline in ("0587 265442", "+39 0587/265442", "0587.26.54.42", "0039-0587-265442"):
        own = office.replace("rate_per_second", f'display_phone = "{landline}"\nrate_per_second')
        town.run("configure", town.file("own.toml", own))
        report = town.run("subscribers", "import", path, "--accept-warned", "--dry-run", "--json").json
        assert [row["row"] for row in report["refused"]] == [2, 3, 4, 5, 6, 7]
        assert all("l'ente invia" in row["reason"] for row in report["refused"])
        assert report["added"] == 1


def test_own_numbers_of_the_office() -> None:
    whatsapp = '[whatsapp]\nphone_number_id = "12345"\nbusiness_account_id = "12345"\ndisplay_phone = "{}"\n'
    office = '[office]\nname = "Comune di Prova"\nphone = "{}"\n'

    def own(phone: str, display: str) -> frozenset[str]:
        return wiring.own_numbers(office_file.parse(office.format(phone) + whatsapp.format(display)))

    assert own("0587 265442", "+39 333 6492690") == {"393336492690"}
    assert own("333/6492691", "0587-265442") == {"393336492691", "390587265442"}
    assert own("", "") == own("000000", "12 34 56") == frozenset()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def dialog(look: Look, ops: Ops, workspace: Workspace, window: QWidget) -> ImportDialog:
    """The dialog that imports a list; the window lives as long as the test."""
    return ImportDialog(look, ops, services_behind(ops).people.importer, window)


def test_the_import_dialog_masks_refused_rows(dialog: ImportDialog, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "people.csv"
    path.write_text("telefono\n333 1234567O\n3331234567890\n0587265442\n3331234567\n3331234567\n", "utf-8")
    dialog.choose(path)
    qtbot.waitUntil(lambda: dialog.table.model().rowCount() == 4)
    model = dialog.table.model()
    shown = [str(model.data(model.index(row, column))) for row in range(4) for column in range(3)]
    assert shown[1::3] == ["••• •••••67O", "•••••••••••90", "••••••••42", "••••••••67"]
    everything = " ".join([*shown, dialog.numbers.currentText(), *(one.text() for one in dialog.findChildren(QLabel))])
    assert not re.search(r"\d{4}", everything), everything


def test_the_import_dialog_refuses_the_offices_own_number(dialog: ImportDialog, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "people.csv"
    path.write_text("telefono\n333 6492690\n3331234567\n", "utf-8")
    dialog.choose(path)
    qtbot.waitUntil(lambda: dialog.table.model().rowCount() == 1)
    model = dialog.table.model()
    assert "l'ente invia" in " ".join(str(model.data(model.index(0, column))) for column in range(3))


def test_the_column_chooser_masks_a_list_without_a_heading(dialog: ImportDialog, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "people.csv"
    path.write_text("3331234567\n3331234568\n", "utf-8")
    dialog.choose(path)
    qtbot.waitUntil(lambda: dialog.numbers.count() == 1)
    assert dialog.numbers.itemText(0) == "••••••••67 (••••••••68)"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("333 123 45O7", "••• ••• •5O7"),
        ("+39 333 1234567", "+•• ••• •••••67"),
        ("Mario", "Mario"),
        ("12345", "12345"),
        ("123456", "••••56"),
        ("", ""),
        ("٣٣٣١٢٣٤", "•••••٣٤"),
    ],
)
def test_a_text_in_place_of_a_number_is_masked(written: str, shown: str) -> None:
    assert mask_within(written) == shown
