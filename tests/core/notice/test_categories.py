# SPDX-License-Identifier: EUPL-1.2
"""The shipped categories: complete, exact, and acceptable to Meta; and broken files that are refused by name."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from comunecast_gui.core.content import TemplateMessage
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.model import ChannelKind, Draft, Office, PriceCategory
from comunecast_gui.core.notice import render
from comunecast_gui.core.notice.categories import Catalogue, FieldType, read_category
from comunecast_gui.core.notice.checks.check import CheckContext, Severity
from comunecast_gui.core.notice.compose import valid_until
from comunecast_gui.core.notice.fields import parse
from comunecast_gui.core.notice.render import read
from tests.core.moments import SENT, rome
from tests.core.notice.checked import problems_of

IDS = sorted(path.stem for path in (Path(__file__).parents[3] / "resources" / "categories").glob("*.toml"))
FIRST_TEN = {
    "acqua_programmata", "acqua_guasto", "energia_programmata", "energia_guasto", "servizio_ripristinato",
    "rifiuti_variazione", "meteo_allerta", "meteo_cessata", "evento", "generico",
}  # fmt: skip
VARIABLE = re.compile(r"\{\{[a-z0-9_]+\}\}")


def test_the_ten_that_every_town_needs_are_there(catalogue: Catalogue) -> None:
    assert {category.id for category in catalogue} >= FIRST_TEN
    assert len(catalogue) == len(IDS)


def test_a_category_that_is_no_longer_shipped_is_called_by_its_id(catalogue: Catalogue) -> None:
    assert catalogue.name_of("acqua_guasto") == catalogue.get("acqua_guasto").name
    assert catalogue.name_of("una_volta") == "una_volta"


def test_categories_come_group_by_group(catalogue: Catalogue) -> None:
    groups = [category.group for category in catalogue]
    assert groups == sorted(groups, key=groups.index)


@pytest.mark.parametrize("id", IDS)
def test_the_worked_example_is_rendered_to_the_letter(id: str, catalogue: Catalogue, office: Office) -> None:
    category = catalogue.get(id)
    parsed = parse(category, category.example, office)
    assert parsed.problems == ()
    assert render.neutral(category, parsed.values, office, rome(SENT[id])) == category.example_text


@pytest.mark.parametrize("id", IDS)
def test_the_worked_example_raises_no_alarm(
    id: str, catalogue: Catalogue, office: Office, context: CheckContext
) -> None:
    category = catalogue.get(id)
    problems = problems_of(category, Draft("u", id, category.example), office, rome(SENT[id]), context)
    assert [problem for problem in problems if problem.severity is not Severity.HINT] == []


@pytest.mark.parametrize("id", IDS)
def test_meta_would_take_the_layout(id: str, catalogue: Catalogue, office: Office) -> None:
    category = catalogue.get(id)
    layout = category.whatsapp
    body = render.body_of(layout, office)
    assert re.fullmatch(r"[a-z0-9_]{1,512}", layout.template_name)
    assert not re.match(r"\W*\{\{", body)
    assert not re.search(r"\}\}\W*$", body)
    places = list(VARIABLE.finditer(body))
    for one, two in pairwise(places):
        assert re.search(r"\w", body[one.end() : two.start()]), f"{one[0]} touches {two[0]}"
    words = re.findall(r"\w[\w'’]*", VARIABLE.sub(" ", render.body_of(layout, Office("X"))))
    assert len(words) >= 3 * len(places)
    assert "{" not in VARIABLE.sub("", body)
    assert body.count("*") % 2 == 0
    assert len(layout.footer) <= 60
    assert "Disattiva" in layout.footer
    assert layout.quick_replies == ("Disattiva",)
    assert layout.reason.startswith("Meta")
    assert office.name in body.rsplit("\n", 1)[1]
    if category.alert:
        assert office.name in body.split("\n", 1)[0]
    assert list(render.samples(category, office)) == [variable.name for variable in layout.variables]


@pytest.mark.parametrize("id", IDS)
def test_the_filled_example_fits(id: str, catalogue: Catalogue, office: Office) -> None:
    category = catalogue.get(id)
    content = render.render(
        render.read(category, Draft("u", id, category.example), office, rome(SENT[id])), ChannelKind.WHATSAPP
    )
    assert isinstance(content, TemplateMessage)
    assert len(content.text) <= 1024
    assert "{{" not in content.text
    for _, value in content.parameters:
        assert value.strip() == value != ""
        assert not re.search(r"[\n\t]| {5}", value)


@pytest.mark.parametrize("id", IDS)
def test_a_variable_is_never_empty_even_with_nothing_filled_in(id: str, catalogue: Catalogue, office: Office) -> None:
    category = catalogue.get(id)
    required = {
        one.id: category.example[one.id] for one in category.fields if one.required and one.id in category.example
    }
    optional = {one.id: "" for one in category.fields if one.id not in required}
    parsed = parse(category, {**optional, **required}, office)
    said = render.parameters(category, parsed.values, office, rome(SENT[id]))
    assert "-" not in said.values()


def test_no_two_layouts_have_the_same_body(catalogue: Catalogue) -> None:
    bodies = [category.whatsapp.body for category in catalogue]
    assert len(set(bodies)) == len(bodies)


def test_events_and_generic_notices_are_marketing(catalogue: Catalogue) -> None:
    marketing = {c.id for c in catalogue if c.whatsapp.price_category is PriceCategory.MARKETING}
    assert {"evento", "generico"} <= marketing
    assert not marketing & (FIRST_TEN - {"evento", "generico"})


def test_what_is_soon_no_longer_true_is_not_delivered_after_half_a_day(catalogue: Catalogue) -> None:
    """Meta: "Configure message time-to-live": utility templates take 12 hours at most."""
    short = {category.id for category in catalogue if category.whatsapp.lifetime_hours}
    assert short == {"acqua_guasto", "energia_guasto", "emergenza", "fiume_piena"}
    assert {catalogue.get(id).whatsapp.lifetime_hours for id in short} == {12}


def test_no_message_dies_before_its_notice_is_over(catalogue: Catalogue, office: Office) -> None:
    """ADR 22: an alert of the day before must still reach who switches the phone on in the morning."""
    for category in catalogue:
        hours, sent = category.whatsapp.lifetime_hours, rome(SENT[category.id])
        end = valid_until(
            category, read(category, Draft("u", category.id, category.example), office, sent).values, office
        )
        assert not hours or end is None or end - sent <= timedelta(hours=hours), category.id


def test_another_town_finds_its_own_name_and_places(catalogue: Catalogue) -> None:
    other = Office("Comune di Bientina", ("Bientina", "Quattro Strade"))
    category = catalogue.get("meteo_allerta")
    parsed = parse(category, category.example, other)
    assert render.neutral(category, parsed.values, other, rome(SENT["meteo_allerta"])).startswith(
        "🔴 **Comune di Bientina: allerta rossa**"
    )
    zone = catalogue.get("acqua_programmata").field("zona")
    assert zone is not None
    assert zone.options_for(other)[:2] == ("Bientina", "Quattro Strade")


@pytest.mark.parametrize(
    "town",
    [Office("Comune di Bientina", ("Bientina", "Quattro Strade")), Office("Comune di Ala", ("Ala",)), Office("Comune")],
    ids=lambda town: town.name,
)
def test_a_town_is_offered_its_own_places_and_the_whole_territory(catalogue: Catalogue, town: Office) -> None:
    zones = [(kind, one) for kind in catalogue for one in kind.fields if one.type is FieldType.ZONE]
    assert len(zones) == 7
    for kind, zone in zones:
        assert zone.options_for(town) == (*town.localities, "tutto il territorio comunale"), kind.id
        refused = parse(kind, {zone.id: "Sardina"}, town).problems
        assert ("option", zone.id) in [(one.check, one.field) for one in refused], kind.id
        fields = kind.example_for(town)
        assert parse(kind, fields, town).problems == (), kind.id
        said = render.neutral(kind, parse(kind, fields, town).values, town, rome(SENT[kind.id]))
        samples = " ".join(render.samples(kind, town).values())
        assert not re.search("Calcinaia|Fornacette|Sardina|Moretti", said + samples), kind.id


def test_follow_ups_lead_somewhere(catalogue: Catalogue) -> None:
    known = {category.id for category in catalogue}
    assert {follow.category for category in catalogue for follow in category.follow_ups} <= known


def test_advice_joins_the_risks_without_repeating(catalogue: Catalogue) -> None:
    advice = catalogue.get("meteo_allerta").advice_for("gialla", ("rischio idrogeologico", "rischio idraulico"))
    assert len(advice) == len(set(advice)) == 3


def test_an_unknown_category_names_the_known_ones(catalogue: Catalogue) -> None:
    with pytest.raises(InputError) as caught:
        catalogue.get("acqua")
    assert caught.value.code == "unknown_category"
    assert "acqua_programmata" in caught.value.values["known"]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("{zona@loc}**", "{zonaa}**"), "zonaa"),
        (("{zona@loc}**", "{zona@loc}"), "bold"),
        (('type = "period"', 'type = "span"'), "span"),
        (('priority = "high"', ""), "priority"),
        (("{{quando}}", "{{when}}"), "when"),
        (('template = "acqua_programmata"', 'template = "Acqua"'), "a-z"),
        (('id = "acqua_programmata"', 'id = "acqua'), "line"),
        (("lead_hours = 48", "leed_hours = 48"), "leed_hours"),
        (('price_category = "UTILITY"', 'price_category = "UTILITY"\nlifetime_hours = 13'), "1 to 12"),
        (('price_category = "UTILITY"', 'price_category = "UTILITY"\nlifetime_hours = true'), "lifetime_hours"),
        (('price_category = "UTILITY"', 'price_category = "MARKETING"\nlifetime_hours = 6'), "12 to 720"),
    ],
)
def test_a_broken_file_is_refused_by_name(
    change: tuple[str, str], reason: str, resources: Path, tmp_path: Path
) -> None:
    text = (resources / "categories" / "acqua_programmata.toml").read_text(encoding="utf-8")
    assert change[0] in text
    path = tmp_path / "rotto.toml"
    path.write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_category(path)
    assert caught.value.code == "category_file"
    assert caught.value.values["file"] == "rotto.toml"
    assert reason in str(caught.value.values["reason"])


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        Catalogue.load(tmp_path)
    assert caught.value.code == "no_categories"


def test_every_kind_of_field_can_be_said() -> None:
    from comunecast_gui.core.notice.field_kinds import KINDS

    assert set(KINDS) == set(FieldType)
