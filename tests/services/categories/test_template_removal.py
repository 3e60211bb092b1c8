# SPDX-License-Identifier: EUPL-1.2
"""Of a subject that is deleted only its own templates are deleted at Meta."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from comunecast_gui.services import wiring
from comunecast_gui.services.categories import own_categories, template_removal
from comunecast_gui.services.training import TrainingSecrets
from comunecast_gui.services.wiring import APPROVED, Workspace
from comunecast_gui.store.delivery.templates import TemplateRow
from comunecast_gui.system.settings import office_file
from tests.ui.conftest import MORNING, TOWN


@pytest.fixture
def workspace(data_dir: Path) -> Iterator[Workspace]:
    office_file.save(office_file.parse(TOWN), data_dir)
    with wiring.open_workspace(data_dir, clock=MORNING, secrets=TrainingSecrets()) as opened:
        yield opened


def test_a_subject_that_is_called_as_another_with_a_picture_keeps_its_templates(workspace: Workspace) -> None:
    """They went with the other one's, and Meta locks such a name for 30 days."""
    like = own_categories.entries(workspace, "evento")
    for id in ("fiera", "fiera_immagine"):
        own_categories.save(workspace, id, {**like, "name": id, "order": 930})
    names = (
        "fiera_v100",
        "fiera_documento_v100",
        "fiera_immagine_v100",
        "fiera_immagine_immagine_v100",
        "",
    )
    rows = [TemplateRow(name, "it", APPROVED, "UTILITY", "", MORNING.at) for name in names]
    workspace.templates.save(rows)
    own_categories.retire(workspace, "fiera")
    assert template_removal.at_meta(workspace, "fiera") == ("fiera_documento_v100", "fiera_v100")
    assert template_removal.at_meta(workspace, "fiera_immagine") == ("fiera_immagine_immagine_v100",)
