# SPDX-License-Identifier: EUPL-1.2
"""Alerts in the Common Alerting Protocol: real ones and wrong ones are read, and ours are written."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comunecast_gui.core.bulletin.cap_alert import CapAlert, CapArea, CapInfo, faults, written
from comunecast_gui.core.bulletin.cap_forecast import forecast
from comunecast_gui.core.errors import InputError
from comunecast_gui.system.bulletins.cap_reader import read
from tests.core.bulletin.test_reading import place

SAMPLES = Path(__file__).with_name("cap")
RED = "SINTETICO-it-toscana-idraulico-rossa.cap.xml"
ROME = timezone(timedelta(hours=1))
INFO = CapInfo(
    ("Met",),
    "Allerta rossa per rischio idraulico",
    "Expected",
    "Extreme",
    "Likely",
    "it-IT",
    onset=datetime(2025, 3, 14, 12, tzinfo=ROME),
    expires=datetime(2025, 3, 15, 14, tzinfo=ROME),
    description="Argini & ponti: <stai lontano>",
    parameters=(("awareness_level", "4; red; Extreme"), ("awareness_type", "12; Flood")),
    areas=(CapArea("Valdarno inferiore", (("DPC", "Tosc-A4"),)),),
)
WHOLE_REGION = CapArea("Toscana", (("EMMA_ID", "IT009"),))
ALERT = CapAlert("n-1", "a@b.it", datetime(2025, 3, 14, 10, tzinfo=ROME), "Actual", "Alert", "Public", (), (INFO,))


def code_of(name: str) -> tuple[str, str]:
    with pytest.raises(InputError) as refused:
        read((SAMPLES / name).read_bytes(), name)
    return refused.value.code, str(refused.value.values.get("element", ""))


@pytest.mark.parametrize(
    ("name", "message", "event", "infos"),
    [
        ("google-thunderstorm.cap", "Alert", "SEVERE THUNDERSTORM", 1),
        ("google-weather.cap", "Alert", "Flash Flood Watch", 1),
        ("google-earthquake.cap", "Alert", "Earthquake", 1),
        ("google-australia.cap", "Alert", "Fire", 2),
        ("google-canada.cap", "Update", "thunderstorm", 2),
        ("meteoalarm-test-sample.cap.xml", "Alert", "Strong Wind", 1),
        (RED, "Update", "Allerta rossa per rischio idraulico", 2),
    ],
)
def test_real_alerts_are_read(name: str, message: str, event: str, infos: int) -> None:
    found = read((SAMPLES / name).read_bytes(), name)
    assert (found.message, found.infos[0].event, len(found.infos)) == (message, event, infos)
    assert read(written(found).encode()) == found


@pytest.mark.parametrize(
    ("name", "code", "element"),
    [
        ("google-invalid.cap", "cap_broken", "scope"),
        ("google-canada_errors.cap", "cap_broken", "references"),
        ("google-xee.cap", "cap_unsafe", ""),
        ("google-weather_index.atom", "cap_other_document", ""),
        ("meteoalarm-test-sample.atom.xml", "cap_other_document", ""),
    ],
)
def test_wrong_ones_are_refused_with_the_reason(name: str, code: str, element: str) -> None:
    assert code_of(name) == (code, element)


def test_every_sample_is_in_one_of_the_two_tests_above() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    names = {one.name for one in SAMPLES.iterdir() if one.name != "README.md"}
    assert len(names) > 10
    assert {name for name in names if name not in source} == set()


def test_an_alert_of_ours_is_read_back_and_escaped() -> None:
    text = written(ALERT)
    assert "&lt;stai lontano&gt;" in text
    assert "2025-03-14T10:00:00+01:00" in text
    assert read(text.encode()) == ALERT
    assert "-00:00" in written(replace(ALERT, sent=datetime(2025, 3, 14, tzinfo=UTC)))


@pytest.mark.parametrize(
    ("wrong", "element"),
    [
        (replace(ALERT, identifier="a b"), "identifier"),
        (replace(ALERT, sender=""), "sender"),
        (replace(ALERT, status="Real"), "status"),
        (replace(ALERT, message="Update"), "references"),
        (replace(ALERT, infos=(replace(INFO, category=()),)), "category"),
        (replace(ALERT, infos=(replace(INFO, areas=(CapArea(""),)),)), "areaDesc"),
    ],
)
def test_what_breaks_a_rule_is_never_written(wrong: CapAlert, element: str) -> None:
    assert list(faults(wrong)) == [element]
    with pytest.raises(ValueError, match=element):
        written(wrong)


def test_a_day_of_an_alert_for_our_zone() -> None:
    content = (SAMPLES / RED).read_text(encoding="utf-8").replace("<status>Test", "<status>Actual")
    found = forecast(read(content.encode()), place())
    assert [(one.day.day, one.level, one.risks) for one in found.days] == [
        (14, "rossa", ("rischio idraulico",)),
        (15, "rossa", ("rischio idraulico",)),
    ]
    gone = forecast(read(content.replace(">Update<", ">Cancel<").encode()), place())
    assert {one.level for one in gone.days} == {"verde"}


@pytest.mark.parametrize(
    ("alert", "code"),
    [
        (replace(ALERT, status="Test"), "cap_exercise"),
        (replace(ALERT, infos=(replace(INFO, parameters=()),)), "cap_no_level"),
        (replace(ALERT, infos=(replace(INFO, expires=None),)), "cap_no_level"),
        (replace(ALERT, infos=(replace(INFO, areas=(WHOLE_REGION,)),)), "bulletin_zone_missing"),
    ],
)
def test_what_says_nothing_of_our_zone(alert: CapAlert, code: str) -> None:
    with pytest.raises(InputError) as refused:
        forecast(alert, place())
    assert refused.value.code == code


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_any_bytes_end_in_an_alert_or_in_one_error(data: st.DataObject) -> None:
    content = bytearray((SAMPLES / data.draw(st.sampled_from([RED, "google-canada.cap"]))).read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(content) - 1))
        content[start : start + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=30))
    try:
        code = read(bytes(content)).status
    except InputError as refused:
        code = refused.code
    assert code.startswith("cap_") or code in {"Actual", "Test", "Exercise", "System", "Draft"}
