# SPDX-License-Identifier: EUPL-1.2
"""The office changes an approved text: the old one goes out until Meta approves the new one, then the new one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from comunecast_gui.core.notice.overlays.overlay_reader import FOLDER
from comunecast_gui.services import wiring
from comunecast_gui.services.categories import own_categories
from comunecast_gui.services.wiring import Workspace
from tests.e2e.conftest import NOTICE, MakeTown, Town, make_town  # noqa: F401 - a fixture

REVIEW = 3600.0
OLD, NEW = "lasciala scorrere qualche minuto prima di usarla", "falla correre un poco prima di berla"
WATER = "acqua_programmata"


@pytest.fixture
def town(make_town: MakeTown) -> Town:  # noqa: F811
    town = make_town(review_seconds=REVIEW)
    town.control.advance(REVIEW)
    town.run("templates", "sync")
    town.subscribe(1)
    return town


@pytest.fixture
def workspace(town: Town) -> Iterator[Workspace]:
    with wiring.open_workspace(town.data_dir) as opened:
        yield opened


def edit(workspace: Workspace, **whatsapp: str) -> None:
    edited = own_categories.entries(workspace, WATER)
    edited["whatsapp"] = {**edited["whatsapp"], **whatsapp}
    own_categories.save(workspace, WATER, edited)


def sent(town: Town, motive: str, *options: str) -> str:
    """The text that the one phone shows last, after a notice with another reason, so that it is not the same again."""
    notice = town.file("other.toml", NOTICE.replace("via Roma & dintorni <1>", motive))
    town.run("send", notice, "--channel", "whatsapp", "--yes", *options)
    return shown(town)


def shown(town: Town) -> str:
    [messages] = town.control.phones().values()
    return str(messages[-1].text)


def template(town: Town) -> str:
    found: dict[str, Any] = json.loads(
        town.run("render", str(town.folder / "notice.toml"), "--channel", "whatsapp", "--json").out
    )
    return str(found["template"])


def test_the_old_text_goes_out_until_the_new_one_is_approved(town: Town, workspace: Workspace) -> None:
    body = own_categories.entries(workspace, WATER)["whatsapp"]["body"]
    edit(workspace, body=body.replace(OLD, NEW))
    new = workspace.catalogue.get(WATER).whatsapp.template_name
    assert template(town) == f"{WATER}_v1"
    assert OLD in sent(town, "una")
    town.run("templates", "submit", WATER)
    town.run("templates", "sync")
    assert OLD in sent(town, "due")
    sent(town, "tre", "--enqueue-only")
    town.control.advance(REVIEW)
    town.run("templates", "sync")
    assert template(town) == new
    town.run("resume")
    assert "tre" in shown(town)
    assert OLD in shown(town), "what was confirmed is what goes out"
    assert NEW in sent(town, "quattro")
    assert town.control.complaints() == []

    edit(workspace, body=body.replace(OLD, "aspetta"))
    edit(workspace, body=body.replace(OLD, "aspetta un poco"))
    assert template(town) == new, "the text that goes out outlives further edits"
    own_categories.revert(workspace, WATER)
    assert not list((town.data_dir / FOLDER).iterdir())
    assert template(town) == f"{WATER}_v1"
    edit(workspace, body=body.replace(OLD, NEW))
    assert template(town) == new, "a text that comes back is approved already"
