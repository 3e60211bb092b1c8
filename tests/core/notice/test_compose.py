# SPDX-License-Identifier: EUPL-1.2
"""From a draft to a notice ready to queue: the right channels, frozen texts, and nothing when something blocks."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from comunecast_gui.core.choices import Offer, Topic
from comunecast_gui.core.content import TelegramPost, TemplateMessage
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.model import Draft, Office, Period, Priority, Street
from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.core.notice.checks.check import CheckContext
from comunecast_gui.core.notice.compose import compose, jsonable, resolve_channels
from comunecast_gui.core.notice.fields import parse
from tests.core.moments import SENT, rome

CHANNELS = ("whatsapp", "telegram:principale", "telegram:ponte")


def draft(catalogue: Catalogue, id: str, **changes: object) -> Draft:
    return replace(Draft("uuid-1", id, catalogue.get(id).example), **changes)  # type: ignore[arg-type]


def test_a_good_draft_becomes_a_notice(catalogue: Catalogue, office: Office, context: CheckContext) -> None:
    at = rome(SENT["meteo_allerta"])
    composed = compose(catalogue, draft(catalogue, "meteo_allerta", follows=7), office, at, CHANNELS, context)
    notice = composed.notice
    assert notice is not None
    assert tuple(notice.contents) == CHANNELS
    assert isinstance(notice.contents["whatsapp"], TemplateMessage)
    assert isinstance(notice.contents["telegram:ponte"], TelegramPost)
    assert notice.contents["telegram:principale"] == notice.contents["telegram:ponte"]
    assert notice.title == "Comune di Calcinaia: allerta rossa per rischio idraulico"
    assert notice.text.endswith("\n\nComune di Calcinaia, 14 marzo 2025")
    assert "**" not in notice.text
    assert notice.priority is Priority.URGENT
    assert notice.at == at
    assert notice.valid_until == datetime(2025, 3, 15, 13, 0, tzinfo=UTC)
    assert (notice.draft_uuid, notice.follows) == ("uuid-1", 7)


def test_an_error_leaves_the_previews_and_no_notice(
    catalogue: Catalogue, office: Office, context: CheckContext
) -> None:
    fields = {**catalogue.get("meteo_allerta").example, "link": "http://bit.ly/x"}
    broken = draft(catalogue, "meteo_allerta", fields=fields)
    composed = compose(catalogue, broken, office, rome(SENT["meteo_allerta"]), CHANNELS, context)
    assert composed.notice is None
    assert set(composed.contents) == set(CHANNELS)
    assert "link_insicuro" in {problem.check for problem in composed.problems}


def test_a_day_is_valid_until_it_ends(catalogue: Catalogue, office: Office, context: CheckContext) -> None:
    composed = compose(
        catalogue, draft(catalogue, "rifiuti_variazione"), office, rome(SENT["rifiuti_variazione"]), CHANNELS, context
    )
    assert composed.notice is not None
    assert composed.notice.valid_until == datetime(2026, 12, 25, 23, tzinfo=UTC)
    assert composed.notice.title == "Rifiuti: cambia la raccolta di venerdì 25 dicembre"


def test_a_category_without_an_end_stays_valid(catalogue: Catalogue, office: Office, context: CheckContext) -> None:
    composed = compose(catalogue, draft(catalogue, "generico"), office, rome(SENT["generico"]), CHANNELS, context)
    assert composed.notice is not None
    assert composed.notice.valid_until is None
    assert composed.notice.title == "Farmacia di turno"


@pytest.mark.parametrize(
    ("id", "wanted", "expected"),
    [
        ("generico", (), CHANNELS),
        ("cantiere", (), ("telegram:principale", "telegram:ponte")),
        ("generico", ("telegram",), ("telegram:principale", "telegram:ponte")),
        ("generico", ("telegram:ponte", "whatsapp", "whatsapp"), ("whatsapp", "telegram:ponte")),
    ],
)
def test_channels_are_resolved(
    catalogue: Catalogue, id: str, wanted: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert resolve_channels(catalogue.get(id), wanted, CHANNELS) == expected


@pytest.mark.parametrize(
    ("wanted", "available", "code", "kind"),
    [
        (("telegram:turismo",), CHANNELS, "channel_not_configured", ConfigError),
        (("whatsapp",), ("telegram:ponte",), "channel_not_configured", ConfigError),
        ((), (), "no_channel", ConfigError),
        (("sms",), CHANNELS, "unknown_channel", InputError),
    ],
)
def test_a_channel_that_is_not_there_is_refused(
    catalogue: Catalogue, wanted: tuple[str, ...], available: tuple[str, ...], code: str, kind: type[Exception]
) -> None:
    with pytest.raises(kind, match=code):
        resolve_channels(catalogue.get("generico"), wanted, available)


def test_raw_values_survive_json(office: Office, catalogue: Catalogue) -> None:
    category = catalogue.get("acqua_programmata")
    raw = {
        **category.example,
        "periodo": Period(datetime(2022, 8, 24, 8, 30), datetime(2022, 8, 24, 16, 30)),
        "vie": (Street("via Roma", "dal ponte"), "via Po"),
    }
    stored = json.loads(json.dumps(jsonable(raw)))
    assert parse(category, stored, office).values == parse(category, raw, office).values
    assert jsonable([date(2026, 1, 2), time(8, 30), None, 1.5]) == ["2026-01-02", "08:30:00", None, 1.5]


def test_a_notice_knows_its_zones_and_its_topic(catalogue: Catalogue, office: Office, context: CheckContext) -> None:
    town = replace(office, offer=Offer(("Calcinaia", "Fornacette"), (Topic("meteo", ("meteo_allerta",)),)))
    at = rome(SENT["meteo_allerta"])
    composed = compose(catalogue, draft(catalogue, "meteo_allerta", zones=("fornacette",)), town, at, CHANNELS, context)
    assert composed.notice
    assert (
        (composed.notice.zones, composed.notice.topic) == (composed.zones, composed.topic) == (("Fornacette",), "meteo")
    )
    whole = compose(catalogue, draft(catalogue, "meteo_allerta"), office, at, CHANNELS, context)
    assert (whole.zones, whole.topic) == ((), "")
    with pytest.raises(InputError, match="unknown_zone"):
        compose(catalogue, draft(catalogue, "meteo_allerta", zones=("Pisa",)), town, at, CHANNELS, context)
