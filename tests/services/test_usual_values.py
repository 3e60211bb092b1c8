# SPDX-License-Identifier: EUPL-1.2
"""Who serves a town is the office's own: known of its town, or learned from its last notice; no category ships it."""

from __future__ import annotations

from pathlib import Path

from comunecast_gui.core.content import TelegramPost
from comunecast_gui.core.model import Draft, Priority
from comunecast_gui.core.notice.compose import compose
from comunecast_gui.core.ports import NewNotice
from comunecast_gui.services import queueing, wiring
from comunecast_gui.services.training import TrainingSecrets
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system.settings import office_file
from tests.ui.conftest import MORNING, TOWN, FixedClock

CUT, FAULT, WASTE = "acqua_programmata", "acqua_guasto", "rifiuti_variazione"
ELSEWHERE = TOWN.replace("Calcinaia", "Bergamo")
SPOKEN_OF = ("Acque SpA", "Geofor", "800 983 389")


def usual(workspace: Workspace, category: str) -> dict[str, object]:
    office = workspace.office
    found = {one.id: one.default_for(office) for one in workspace.catalogue.get(category).fields if one.usual}
    return {id: value for id, value in found.items() if value is not None}


def told(workspace: Workspace, category: str, **fields: str) -> None:
    contents = {"telegram:principale": TelegramPost("x", "x")}
    now = workspace.clock.now()
    new = NewNotice(f"{category}{fields}", category, Priority.NORMAL, "x", "x", now, contents, fields=fields)
    workspace.outbox.enqueue(new)


def test_no_category_ships_the_provider_of_one_area() -> None:
    for category in wiring.catalogue():
        for one in category.fields:
            assert not any(name in str(one.default) for name in SPOKEN_OF), f"{category.id}.{one.id}"


def test_an_office_begins_with_what_is_known_of_its_town_and_another_one_with_nothing(data_dir: Path) -> None:
    for text, water in ((TOWN, {"gestore": "Acque SpA", "telefono": "800 983 389"}), (ELSEWHERE, {})):
        office_file.save(office_file.parse(text), data_dir)
        with wiring.open_workspace(data_dir, clock=FixedClock(MORNING.at), secrets=TrainingSecrets()) as workspace:
            assert usual(workspace, CUT) == usual(workspace, FAULT) == water


def test_an_office_learns_from_its_last_notice_of_the_subject(data_dir: Path) -> None:
    office_file.save(office_file.parse(ELSEWHERE), data_dir)
    clock = FixedClock(MORNING.at)
    with wiring.open_workspace(data_dir, clock=clock, secrets=TrainingSecrets()) as workspace:
        told(workspace, CUT, gestore="Uniacque", telefono="800 269 595")
        told(workspace, WASTE, gestore="Aprica")
        told(workspace, FAULT, gestore="Uniacque SpA", telefono="")
        assert usual(workspace, CUT) == {}
    with wiring.open_workspace(data_dir, clock=clock, secrets=TrainingSecrets()) as workspace:
        assert usual(workspace, CUT) == {"gestore": "Uniacque SpA", "telefono": "800 269 595"}
        assert usual(workspace, WASTE) == {"gestore": "Aprica"}
        category = workspace.catalogue.get(CUT)
        fields = {**category.example, "zona": category.field("zona").options_for(workspace.office)[0]}  # type: ignore[union-attr]
        fields |= {"gestore": "Altra Acqua", "periodo": {"inizio": "2026-12-02T08:30", "fine": "2026-12-02T16:30"}}
        now, draft = clock.now(), Draft("one", CUT, fields | {"rinvio": None})
        context = wiring.check_context(workspace, now)
        composed = compose(workspace.catalogue, draft, workspace.office, now, workspace.channels, context, "it")
        frozen = queueing.freeze(workspace, composed)
        queueing.queue(workspace, frozen)
        assert usual(workspace, CUT)["gestore"] == "Altra Acqua", "the next one begins with it, in the same window"


def test_what_the_settings_say_counts_before_the_town_and_before_the_last_notice(data_dir: Path) -> None:
    """A wrong provider, learned from one notice, is corrected for good."""
    text = TOWN.replace("[telegram]", '[providers]\nwater = "Acque Alte"\n[telegram]', 1)
    office_file.save(office_file.parse(text), data_dir)
    with wiring.open_workspace(data_dir, clock=FixedClock(MORNING.at), secrets=TrainingSecrets()) as workspace:
        assert usual(workspace, CUT) == {"gestore": "Acque Alte", "telefono": "800 983 389"}
        workspace.usual.learn(workspace.catalogue.get(CUT), {"gestore": "Aque SpA", "telefono": "800 1"})
        assert usual(workspace, CUT) == {"gestore": "Acque Alte", "telefono": "800 1"}
