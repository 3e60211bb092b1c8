# SPDX-License-Identifier: EUPL-1.2
"""An alert counts as it was corrected when a bulletin is compared with what citizens were told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from comunecast_gui.core.content import TelegramPost
from comunecast_gui.core.model import Priority
from comunecast_gui.core.ports import NewNotice
from comunecast_gui.core.thread.corrections import WITHDRAWN
from comunecast_gui.services import wiring
from comunecast_gui.services.bulletins import next_notice
from comunecast_gui.services.thread import following
from comunecast_gui.services.training import TrainingSecrets
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system.settings import office_file
from tests.core.moments import rome
from tests.ui.conftest import TOWN, FixedClock

PERIOD = {"inizio": "2025-03-14T12:00", "fine": "2025-03-15T14:00"}
ALERT = {"livello": "rossa", "rischi": ["rischio idraulico"], "periodo": PERIOD}


@pytest.fixture
def workspace(data_dir: Path) -> Iterator[Workspace]:
    office_file.save(office_file.parse(TOWN), data_dir)
    clock = FixedClock(rome("2025-03-14T10:00"))
    with wiring.open_workspace(data_dir, clock=clock, secrets=TrainingSecrets()) as opened:
        yield opened


def told(workspace: Workspace, minutes: int, category: str, fields: dict[str, Any], follows: int | None = None) -> int:
    at = workspace.clock.now() + timedelta(minutes=minutes)
    contents = {"telegram:principale": TelegramPost(category, category)}
    new = NewNotice(
        f"{category}{minutes}",
        category,
        Priority.HIGH,
        category,
        category,
        at,
        contents,
        fields=fields,
        follows=follows,
    )
    return workspace.outbox.enqueue(new)


def level_told(workspace: Workspace) -> str | None:
    found = next_notice.told(workspace, workspace.clock.now() + timedelta(hours=1))
    return found.level if found else None


def test_a_corrected_level_is_what_the_next_bulletin_is_compared_with(workspace: Workspace) -> None:
    alert = told(workspace, 0, "meteo_allerta", ALERT)
    assert level_told(workspace) == "rossa"
    wrong = {"errato": "livello: rossa", "corretto": "livello: arancione"}
    first = told(workspace, 1, "rettifica", wrong, alert)
    assert level_told(workspace) == "arancione"
    [update] = [one for one in following.possible(workspace, first) if one.category == "meteo_aggiornamento"]
    begun = following.begin(workspace, first, update.category)
    assert begun.fields["livello_prima"] == "arancione", "so does the update that is written by hand"
    told(workspace, 2, "rettifica", {"errato": "livello: arancione", "corretto": "livello: gialla"}, first)
    assert level_told(workspace) == "gialla", "a correction of a correction speaks of the alert too"
    told(workspace, 3, "rettifica", {"errato": "le 14:00", "corretto": "fino alle 16:00"}, alert)
    assert level_told(workspace) == "gialla"


def test_an_alert_that_was_taken_back_was_not_told(workspace: Workspace) -> None:
    first = told(workspace, 0, "meteo_allerta", {**ALERT, "livello": "gialla"})
    second = told(workspace, 1, "meteo_aggiornamento", {**ALERT, "tipo": "sale", "livello_prima": "gialla"}, first)
    assert level_told(workspace) == "rossa"
    told(workspace, 2, "rettifica", WITHDRAWN, second)
    assert level_told(workspace) == "gialla"
