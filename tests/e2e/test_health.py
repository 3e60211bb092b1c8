# SPDX-License-Identifier: EUPL-1.2
"""The healthcheck says of every part whether it works, and how old the last backup is."""

from __future__ import annotations

import os
import shutil
import time

from tests.e2e.conftest import Town

DAY = 86_400.0


def age(town: Town, days: float) -> None:
    """Makes the copies in the data folder look so old."""
    for path in (town.data_dir / "backups").glob("*.backup"):
        os.utime(path, times=(time.time() - days * DAY,) * 2)


def test_every_part_of_an_office_that_works(town: Town) -> None:
    found = town.checks()
    assert [name for name in found if not name.startswith("whatsapp_")] == [
        "program", "resources", "data_folder", "database", "office_key", "backup", "ledger", "disk", "recovery_words",
        "whatsapp", "telegram:principale",
    ]  # fmt: skip
    assert all(one["ok"] for one in found.values())
    assert found["telegram:principale"]["detail"] == "Comune di Calcinaia, persone che lo seguono: 1240"
    assert found["resources"]["detail"] == "argomenti: 28"


def test_without_a_copy_there_is_a_warning_and_no_fault(town: Town) -> None:
    shutil.rmtree(town.data_dir / "backups")
    found = town.checks()["backup"]
    assert (found["ok"], found["warning"]) == (True, True)
    assert "comunecast backup" in found["detail"]
    assert "\n!   backup: " in town.run("healthcheck").out


def test_the_age_of_the_copy_in_the_data_folder(town: Town) -> None:
    town.subscribe(1)  # whoever changes something leaves a copy
    assert "oggi" in town.checks()["backup"]["detail"]
    assert "solo su questo computer" in town.checks()["backup"]["detail"]
    age(town, 1)
    assert "ieri" in town.checks()["backup"]["detail"]
    age(town, 29)
    found = town.checks()["backup"]
    assert "29 giorni fa" in found["detail"]
    assert not found["warning"]
    age(town, 31)
    found = town.checks()["backup"]
    assert "31 giorni fa" in found["detail"]
    assert found["warning"]


def test_a_copy_elsewhere_counts_and_who_made_it_is_on_record(town: Town) -> None:
    town.subscribe(1)
    town.run("backup", str(town.folder / "copia.zip"))
    age(town, 31)
    found = town.checks()["backup"]
    assert not found["warning"]
    assert "Ultima copia messa altrove" in found["detail"]


def test_the_healthcheck_names_each_part_that_does_not_work(town: Town) -> None:
    town.control.revoke_token("telegram")
    found = town.checks(code=2)
    assert [name for name, one in found.items() if not one["ok"]] == ["telegram:principale"]
    assert "chiave di accesso a Telegram" in found["telegram:principale"]["detail"]
