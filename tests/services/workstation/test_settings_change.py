# SPDX-License-Identifier: EUPL-1.2
"""Entries of ``office.toml`` are changed and kept as a whole, or the file stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from comunecast_gui.core.errors import InputError
from comunecast_gui.services.workstation import settings_change
from comunecast_gui.system.settings import office_file


def test_an_office_is_made_and_changed_entry_by_entry(data_dir: Path) -> None:
    data_dir.mkdir(exist_ok=True)
    made = settings_change.change(data_dir, {"office.name": "Comune di Prova"})
    assert made.office.name == "Comune di Prova"
    file = data_dir / office_file.FILE_NAME
    file.write_text("# by hand\n" + file.read_text("utf-8"), encoding="utf-8")
    changed = settings_change.change(data_dir, {"office.phone": "0587 1", "relay.url": "https://a.example"})
    assert (changed.office.phone, changed.relay and changed.relay.url) == ("0587 1", "https://a.example")
    assert file.read_text("utf-8").startswith("# by hand\n")
    assert office_file.load(data_dir) == changed


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"office.name": ""}, "settings_missing", "office.name"),
        ({"office.alert_zone": "Tosc-Z9"}, "settings_bad_alert_zone", "office.alert_zone"),
        ({"whatsapp.phone_number_id": "abc"}, "settings_bad_id", "whatsapp.phone_number_id"),
        ({"office.fax": "1"}, "settings_unknown_key", "office.fax"),
        (
            {"telegram.channels": [{"name": "a", "chat": "@aaaaa"}, {"name": "a", "chat": "@bbbbb"}]},
            "settings_duplicate_channel",
            "telegram.channels",
        ),
    ],
)
def test_a_refused_change_names_its_entry_and_leaves_the_file(
    data_dir: Path, changes: dict[str, object], code: str, field: str
) -> None:
    data_dir.mkdir(exist_ok=True)
    settings_change.change(data_dir, {"office.name": "Comune di Prova"})
    before = (data_dir / office_file.FILE_NAME).read_bytes()
    with pytest.raises(InputError) as refused:
        settings_change.change(data_dir, changes)  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.field) == (code, field)
    assert (data_dir / office_file.FILE_NAME).read_bytes() == before
    assert sorted(path.name for path in data_dir.iterdir()) == [office_file.FILE_NAME]
