# SPDX-License-Identifier: EUPL-1.2
"""A follow-up knows its parent: what can follow a notice, and what the new one begins with."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from comunecast_gui.core.model import FollowKind, Office
from comunecast_gui.core.notice.categories import Catalogue, Category, FieldType
from comunecast_gui.core.notice.checks.context import RecentNotice, standing_alerts
from comunecast_gui.core.notice.field_kinds import KINDS
from comunecast_gui.core.notice.follow_up import Begun, Told, begin, kind_of, kinds, possible, reference, subject_of
from tests.core.moments import SENT, rome

CATALOGUE = Catalogue.load(Path(__file__).resolve().parents[3] / "resources" / "categories")
OFFICE = Office("Comune di Calcinaia", ("Calcinaia", "Fornacette"), alert_zone="Tosc-A4")
ORANGE, RED, CORRECTED, CLEAR = 1, 2, 3, 4


def told(id: int, category: str, sent: str, follows: int | None = None, **fields: Any) -> Told:
    return Told(id, category, f"Titolo {id}", rome(sent), fields, follows, ("Fornacette",), ("whatsapp",))


def example(category: Category, id: int = 1, follows: int | None = None) -> Told:
    return Told(id, category.id, category.name, rome(SENT[category.id]), category.example, follows, (), ("whatsapp",))


def begun(thread: list[Told], kind: FollowKind, now: str, notice: int = 0) -> Begun:
    [wanted] = [one for one in possible(thread, notice or thread[-1].id, CATALOGUE) if one.kind is kind]
    return begin(thread, wanted, CATALOGUE, OFFICE, rome(now))


MARCH = told(
    ORANGE,
    "meteo_allerta",
    "2025-03-13T18:10",
    livello="arancione",
    rischi=["rischio idraulico"],
    zona_allerta="Valdarno inferiore",
    periodo={"inizio": "2025-03-14T00:00", "fine": "2025-03-15T14:00"},
    consigli=["uno", "due", "tre", "quattro"],
    link="https://www.example.it",
)


@pytest.mark.parametrize("category", list(CATALOGUE), ids=lambda one: one.id)
def test_a_correction_is_offered_on_every_notice_and_each_that_is_offered_begins_readable(category: Category) -> None:
    thread = [example(category)]
    offered = possible(thread, 1, CATALOGUE)
    assert offered[0].kind is FollowKind.CORRECTION
    assert offered[0].category == "rettifica"
    assert len({one.category for one in offered}) == len(offered)
    for one in offered:
        fields = begin(thread, one, CATALOGUE, OFFICE, rome(SENT[category.id]) + timedelta(minutes=20)).fields
        written = {field.id: field for field in CATALOGUE.get(one.category).fields}
        for id, value in fields.items():
            assert KINDS[written[id].type].read(value, written[id], OFFICE) is not None
        for field in written.values():
            assert field.type is not FieldType.NOTICE_REF or fields[field.id] == reference(
                thread[0], CATALOGUE, OFFICE, rome(SENT[category.id])
            )


def test_an_alert_of_march_begins_its_update_with_level_risks_period_and_reference() -> None:
    fields = begun([MARCH], FollowKind.UPDATE, "2025-03-14T11:00").fields
    assert fields["livello_prima"] == fields["livello"] == "arancione"
    assert fields["tipo"] == "prosegue"
    assert fields["rischi"] == ["rischio idraulico"]
    assert fields["periodo"] == MARCH.fields["periodo"]
    assert fields["consigli"] == ["uno", "due", "tre"]
    assert fields["riferimento"] == "13 marzo alle 18:10"


def test_an_all_clear_takes_the_stated_end_only_once_it_has_passed() -> None:
    assert "ora" not in begun([MARCH], FollowKind.ALL_CLEAR, "2025-03-15T13:00").fields
    fields = begun([MARCH], FollowKind.ALL_CLEAR, "2025-03-15T14:05").fields
    assert (fields["ora"], fields["livello_prima"]) == ("2025-03-15T14:00", "arancione")


def test_what_is_over_is_asked_for_anew() -> None:
    assert "periodo" not in begun([MARCH], FollowKind.UPDATE, "2025-03-15T14:05").fields


def test_a_cut_brings_zone_provider_streets_and_service() -> None:
    cut = example(CATALOGUE.get("acqua_programmata"))
    fields = begun([cut], FollowKind.ALL_CLEAR, "2022-08-24T16:00").fields
    assert fields["servizio"] == "acqua"
    assert fields["zona"] == "Fornacette"
    assert fields["telefono"] == "800 983 389"
    assert fields["riferimento"] == "19 agosto alle 10:00 («Acqua: interruzione programmata»)"
    again = begun([cut], FollowKind.REPETITION, "2022-08-22T16:00").fields
    assert {id: again[id] for id in ("gestore", "zona", "vie", "periodo")} == {
        id: cut.fields[id] for id in ("gestore", "zona", "vie", "periodo")
    }


def test_an_update_of_an_update_speaks_of_the_newest_and_of_its_level() -> None:
    red = told(RED, "meteo_aggiornamento", "2025-03-14T15:20", ORANGE, livello="rossa", tipo="sale")
    thread = [MARCH, red]
    for notice in (ORANGE, RED):  # wherever it is pressed, it follows what was said last
        started = begun(thread, FollowKind.UPDATE, "2025-03-15T10:00", notice)
        assert started.possible.parent == RED
        assert started.fields["livello_prima"] == "rossa"
        assert started.fields["riferimento"] == "14 marzo alle 15:20"
    [correction] = [one for one in possible(thread, ORANGE, CATALOGUE) if one.kind is FollowKind.CORRECTION]
    assert correction.parent == ORANGE


def test_after_a_correction_the_thread_goes_on_with_what_was_corrected() -> None:
    thread = [MARCH, told(CORRECTED, "rettifica", "2025-03-13T18:20", ORANGE, errato="a", corretto="b")]
    assert subject_of(thread, CORRECTED) is MARCH
    started = begun(thread, FollowKind.UPDATE, "2025-03-14T10:00")
    assert started.possible.parent == CORRECTED
    assert started.fields["livello"] == "arancione"
    assert started.zones == ("Fornacette",)


def test_only_an_all_clear_ends_it_and_then_only_a_correction_follows() -> None:
    calm = told(RED, "meteo_aggiornamento", "2025-03-15T10:00", ORANGE, livello="gialla", tipo="scende")
    assert FollowKind.ALL_CLEAR in {one.kind for one in possible([MARCH, calm], ORANGE, CATALOGUE)}
    thread = [MARCH, calm, told(CLEAR, "meteo_cessata", "2025-03-15T14:05", RED)]
    for notice in (ORANGE, RED, CLEAR):
        assert [one.kind for one in possible(thread, notice, CATALOGUE)] == [FollowKind.CORRECTION]
    assert kinds(thread, CATALOGUE) == {RED: FollowKind.UPDATE, CLEAR: FollowKind.ALL_CLEAR}


@pytest.mark.parametrize(("category", "field"), [("meteo_allerta", "livello"), ("meteo_aggiornamento", "livello")])
def test_green_is_no_level_of_an_alert(category: str, field: str) -> None:
    found = CATALOGUE.get(category).field(field)
    assert found is not None
    assert "verde" not in found.options
    assert len(found.options) == 3


def test_what_reached_nobody_has_no_follow_up() -> None:
    assert possible([MARCH], 99, CATALOGUE) == ()


def test_a_category_that_is_gone_can_only_be_corrected() -> None:
    thread = [told(1, "di_prima", "2025-03-13T18:10", link="https://www.example.it")]
    [only] = possible(thread, 1, CATALOGUE)
    assert only.kind is FollowKind.CORRECTION
    fields = begin(thread, only, CATALOGUE, OFFICE, rome("2025-03-14T10:00")).fields
    assert fields == {"riferimento": "13 marzo alle 18:10"}


def test_a_correction_leaves_an_alert_standing_and_an_update_does_not() -> None:
    end = rome("2025-03-15T14:00")
    alert = RecentNotice("meteo_allerta", "", rome("2025-03-13T18:10"), ORANGE, end)
    later = rome("2025-03-13T18:20")
    assert standing_alerts([alert, RecentNotice("rettifica", "", later, CORRECTED, None, ORANGE)], CATALOGUE)
    assert not standing_alerts([alert, RecentNotice("generico", "", later, CORRECTED, None, ORANGE)], CATALOGUE)
    assert kind_of("generico", "persona_scomparsa", CATALOGUE) is FollowKind.ALL_CLEAR
