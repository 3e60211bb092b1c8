# SPDX-License-Identifier: EUPL-1.2
"""A settings file of somebody else: no token to a public http address, no long or multi-line text, no invented zone."""

from __future__ import annotations

from pathlib import Path

import pytest

from comunecast_gui.core.errors import InputError
from comunecast_gui.system.settings import office_file
from tests.system.settings.test_office_file import FULL


@pytest.mark.parametrize(
    "host",
    [
        "134744072",
        "0x8080808",
        "010.010.010.010",
        "8.8.8.8",
        "8.8.2056",
        "[::ffff:8.8.8.8]",
        "１３４７４４０７２",
        "0X08080808",
    ],
)
def test_plain_http_is_refused_for_public_addresses_in_any_notation(host: str) -> None:
    with pytest.raises(InputError) as caught:
        office_file.parse(FULL.replace("https://api.telegram.org/bot", f"http://{host}/bot"))
    assert caught.value.code == "settings_bad_url"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"Comune di Calcinaia"', '"Comune\\ndi Calcinaia"', "settings_text_lines"),
        ('"Comune di Calcinaia"', '"Comune\\u2028di Calcinaia"', "settings_text_lines"),
        ('"Comune di Calcinaia"', '"Comune \\u001b[2J"', "settings_text_lines"),
        ('"Comune di Calcinaia"', f'"{"C" * 101}"', "settings_text_long"),
        ('"Fornacette"', f'"{"F" * 501}"', "settings_text_long"),
        ('"Fornacette"', '"Forna\\ncette"', "settings_text_lines"),
        ('"Fornacette"', ", ".join(f'"z{n}"' for n in range(600)), "settings_list_long"),
    ],
    ids=["line", "separator", "escape", "name", "locality", "line-in-list", "list"],
)
def test_a_text_setting_has_one_line_and_a_length_limit(old: str, new: str, code: str) -> None:
    assert old in FULL
    with pytest.raises(InputError) as caught:
        office_file.parse(FULL.replace(old, new, 1))
    assert caught.value.code == code


@pytest.mark.parametrize("zone", ["Tosc-A9", "Tosc-", "tosc-A4", "Calcinaia", "Lomb-", "Lomb-99", "Atla-A1", "12"])
def test_an_alert_zone_that_does_not_exist_is_not_kept(data_dir: Path, zone: str) -> None:
    wrong = office_file.parse(FULL.replace('"Tosc-A4"', f'"{zone}"'))
    with pytest.raises(InputError) as caught:
        office_file.save(wrong, data_dir)
    assert (caught.value.code, caught.value.field) == ("settings_bad_alert_zone", "office.alert_zone")
    assert list(data_dir.iterdir()) == []


@pytest.mark.parametrize("zone", ["Tosc-A4", "Lomb-01", "Sici-A", ""])
def test_an_alert_zone_of_any_region_is_kept(data_dir: Path, zone: str) -> None:
    office_file.save(office_file.parse(FULL.replace('"Tosc-A4"', f'"{zone}"')), data_dir)
    assert office_file.load(data_dir).office.alert_zone == zone
