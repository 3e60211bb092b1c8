# SPDX-License-Identifier: EUPL-1.2
"""Rows of an imported list: they cannot command the terminal, show no whole number, and never hold the office's own."""

from __future__ import annotations

import pytest

from comunecast_gui.core.masking import mask_within
from tests.e2e.conftest import Town


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
