# SPDX-License-Identifier: EUPL-1.2
"""The town, its lists and the shipped categories, as every test of the texts needs them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from comunecast_gui.core.model import Office
from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.core.notice.checks.check import CheckContext

RESOURCES = Path(__file__).parents[2] / "resources"


@pytest.fixture(scope="session")
def resources() -> Path:
    return RESOURCES


@pytest.fixture(scope="session")
def office() -> Office:
    places, water = ("Calcinaia", "Fornacette"), {"acqua.gestore": "Acque SpA", "acqua.telefono": "800 983 389"}
    return Office("Comune di Calcinaia", places, phone="0587 265442", alert_zone="Tosc-A4", usual=water)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.load(RESOURCES / "categories")


@pytest.fixture(scope="session")
def context(office: Office) -> CheckContext:
    loaded = CheckContext.load(RESOURCES, office=office)
    return replace(loaded, channels=("whatsapp", "telegram:principale"))
