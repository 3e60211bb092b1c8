# SPDX-License-Identifier: EUPL-1.2
"""A wrong category of the office's own is named with file, line and what to do, and stops nothing."""

from __future__ import annotations

from pathlib import Path

from comunecast_gui.core.notice.overlays.overlay_reader import FOLDER
from comunecast_gui.services import health, wiring
from comunecast_gui.services.training import TrainingSecrets
from comunecast_gui.system.settings import office_file
from tests.ui.conftest import MORNING, TOWN


def test_the_healthcheck_names_it(data_dir: Path) -> None:
    office_file.save(office_file.parse(TOWN), data_dir)
    (data_dir / FOLDER).mkdir()
    (data_dir / FOLDER / "evento.toml").write_text('name = "Feste"\n\ntemplate = "{pippo}"\n')
    with wiring.open_workspace(data_dir, clock=MORNING, secrets=TrainingSecrets()) as workspace:
        found = health.examine_workspace(workspace, wiring.sentences(), copied=False, folder=())
        assert workspace.catalogue.get("evento") == wiring.catalogue().get("evento")
    [line] = [one for one in found if one.name == "own_categories"]
    assert line.ok
    assert line.warning
    assert line.detail.startswith("evento.toml, riga 3, negli argomenti dell'ente: la voce template")
