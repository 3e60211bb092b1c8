# SPDX-License-Identifier: EUPL-1.2
"""Which notice a bulletin asks for: the days of March 2025, and all of an alert zone's history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from comunecast_gui.core.bulletin.forecast import GREEN, RISKS, Forecast, merged, rank, worst_between
from comunecast_gui.core.bulletin.proposal import Proposal, Step, Told, propose
from tests.core.bulletin.test_reading import sample

ROME = ZoneInfo("Europe/Rome")
IDRA = ("rischio idraulico",)
LETTERS = {"v": "verde", "g": "gialla", "a": "arancione", "r": "rossa"}


def day(text: str, level: str, risks: tuple[str, ...] = IDRA, issued: str = "2025-03-14T15:00") -> Forecast:
    moment = datetime.fromisoformat(issued).replace(tzinfo=UTC)
    return Forecast(date.fromisoformat(text), level, risks if level != GREEN else (), moment)


def told(level: str, start: str, end: str, risks: tuple[str, ...] = IDRA) -> Told:
    return Told(7, level, risks, datetime.fromisoformat(start), datetime.fromisoformat(end))


def told_of(found: Proposal, before: Told | None) -> Told | None:
    """What people know once the proposal was sent as it is."""
    if found.step is Step.OVER:
        return None
    number = before.notice + 1 if before else 1
    return Told(number, found.level, found.risks, found.start, found.end, before if found.follows else None)


def short(found: Proposal | None) -> tuple[Any, ...] | None:
    if found is None:
        return None
    follows = found.follows.notice if found.follows else None
    return str(found.step), found.level, f"{found.start:%d %H:%M}", f"{found.end:%d %H:%M}", follows, found.news


def test_the_days_of_march_2025() -> None:
    """Each bulletin follows the notice before it, and the last one calls the alert off."""
    read = [
        ("2025-03-13T15:40", ["ods_20250313_1531_zone_oggi_toscana.csv", "ods_20250313_1531_zone_domani_toscana.csv"]),
        ("2025-03-13T17:50", ["20250313_1738.json"]),
        ("2025-03-14T15:20", ["20250314_1512.json"]),
        ("2025-03-15T15:15", ["ods_20250315_1506_zone_oggi_toscana.csv", "ods_20250315_1506_zone_domani_toscana.csv"]),
        ("2025-03-16T14:45", ["ods_20250316_1433_zone_oggi_toscana.csv", "ods_20250316_1433_zone_domani_toscana.csv"]),
        ("2025-03-17T15:50", ["ods_20250317_1544_zone_oggi_toscana.csv", "ods_20250317_1544_zone_domani_toscana.csv"]),
    ]
    story: list[tuple[Any, ...] | None] = []
    known: tuple[Forecast, ...] = ()
    last: Told | None = None
    for now, names in read:
        known = merged(known, *(sample(name).days for name in names))
        found = propose(known, last, datetime.fromisoformat(now))
        story.append(short(found))
        assert found
        last = told_of(found, last)
    assert story == [
        ("allerta", "arancione", "14 00:00", "14 23:59", None, True),
        ("prosegue", "arancione", "14 00:00", "14 23:59", 1, False),
        ("sale", "rossa", "14 15:20", "15 23:59", 2, True),
        ("scende", "arancione", "16 00:00", "16 23:59", 3, True),
        ("scende", "gialla", "16 14:45", "16 23:59", 4, True),
        ("cessata", "gialla", "16 23:59", "16 23:59", 5, True),
    ]


@pytest.mark.parametrize(
    ("days", "before", "now", "wanted"),
    [
        pytest.param([], None, "2025-03-14T09:00", None, id="nothing-known"),
        pytest.param([day("2025-03-13", "rossa")], None, "2025-03-14T09:00", None, id="only-yesterday"),
        pytest.param([day("2025-03-14", "verde")], None, "2025-03-14T09:00", None, id="green"),
        pytest.param(
            [day("2025-03-14", "gialla"), day("2025-03-15", "gialla")],
            None,
            "2025-03-14T09:00",
            ("allerta", "gialla", "14 09:00", "15 23:59", None, True),
            id="two-days",
        ),
        pytest.param(
            [day("2025-03-14", "verde"), day("2025-03-15", "gialla")],
            told("gialla", "2025-03-09T00:00", "2025-03-09T23:59"),
            "2025-03-14T09:00",
            ("allerta", "gialla", "15 00:00", "15 23:59", None, True),
            id="the-one-before-is-long-over",
        ),
        pytest.param(
            [day("2025-03-14", "verde"), day("2025-03-15", "verde")],
            told("gialla", "2025-03-09T00:00", "2025-03-09T23:59"),
            "2025-03-14T09:00",
            ("cessata", "gialla", "09 23:59", "09 23:59", 7, True),
            id="never-called-off",
        ),
        pytest.param(
            [day("2025-03-14", "arancione"), day("2025-03-15", "verde")],
            told("arancione", "2025-03-14T00:00", "2025-03-14T20:00"),
            "2025-03-14T16:00",
            ("prosegue", "arancione", "14 16:00", "14 20:00", 7, False),
            id="the-same-once-more",
        ),
        pytest.param(
            [day("2025-03-14", "arancione", ("rischio idraulico", "temporali forti"))],
            told("arancione", "2025-03-14T00:00", "2025-03-14T20:00"),
            "2025-03-14T16:00",
            ("prosegue", "arancione", "14 16:00", "14 20:00", 7, True),
            id="one-risk-more",
        ),
        pytest.param(
            [day("2025-03-14", "arancione"), day("2025-03-15", "arancione")],
            told("arancione", "2025-03-14T00:00", "2025-03-14T20:00"),
            "2025-03-14T16:00",
            ("prosegue", "arancione", "14 16:00", "15 23:59", 7, True),
            id="a-day-more",
        ),
        pytest.param(
            [day("2025-03-14", "arancione"), day("2025-03-15", "verde")],
            told("arancione", "2025-03-14T00:00", "2025-03-14T14:00"),
            "2025-03-14T16:00",
            ("cessata", "arancione", "14 14:00", "14 14:00", 7, True),
            id="the-hours-of-the-region-are-over",
        ),
        pytest.param(
            [day("2025-03-13", "verde"), day("2025-03-14", "verde")],
            told("arancione", "2025-03-14T00:00", "2025-03-14T23:59"),
            "2025-03-13T18:00",
            ("cessata", "arancione", "13 18:00", "13 18:00", 7, True),
            id="called-off-before-it-began",
        ),
        pytest.param(
            [day("2025-03-13", "verde")],
            told("arancione", "2025-03-14T00:00", "2025-03-14T23:59"),
            "2025-03-13T18:00",
            None,
            id="of-the-day-that-was-told-nothing-is-known",
        ),
        pytest.param(
            [day("2025-03-14", "verde")],
            told("arancione", "2025-03-14T00:00", "2025-03-14T23:59"),
            "2025-03-13T18:00",
            ("cessata", "arancione", "13 18:00", "13 18:00", 7, True),
            id="of-today-nothing-is-known-and-nothing-was-told",
        ),
        pytest.param(
            [day("2025-03-13", "gialla"), day("2025-03-14", "arancione")],
            told("arancione", "2025-03-14T00:00", "2025-03-14T23:59"),
            "2025-03-13T18:00",
            ("prosegue", "arancione", "14 00:00", "14 23:59", 7, False),
            id="today-is-less-than-the-day-told",
        ),
        pytest.param(
            [day("2025-03-16", "verde"), day("2025-03-17", "verde")],
            told("gialla", "2025-03-16T00:00", "2025-03-16T23:59"),
            "2025-03-17T00:10",
            ("cessata", "gialla", "16 23:59", "16 23:59", 7, True),
            id="tomorrow-became-today",
        ),
    ],
)
def test_a_step(days: list[Forecast], before: Told | None, now: str, wanted: tuple[Any, ...] | None) -> None:
    assert short(propose(days, before, datetime.fromisoformat(now))) == wanted


def test_an_office_that_tells_from_orange_still_follows_its_alert_down() -> None:
    now = datetime(2025, 3, 14, 9)
    yellow = [day("2025-03-14", "gialla")]
    assert propose(yellow, None, now, "arancione") is None
    before = told("arancione", "2025-03-13T00:00", "2025-03-13T23:59")
    assert short(propose(yellow, before, now, "arancione")) == ("scende", "gialla", "14 09:00", "14 23:59", 7, True)


def test_the_worst_of_some_days() -> None:
    days = [day("2025-03-14", "rossa"), day("2025-03-15", "gialla")]
    found = worst_between(days, date(2025, 3, 15), date(2025, 3, 20))
    assert found
    assert found.level == "gialla"
    assert worst_between(days, date(2025, 3, 16), date(2025, 3, 20)) is None


def history() -> Iterator[tuple[datetime, list[Forecast]]]:
    """Each bulletin of the history with the moment at which it was issued, local and naive."""
    for line in Path(__file__).with_name("history_of_a4.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        moment, first, *levels = line.split()
        issued = datetime.fromisoformat(moment)
        aware = issued.replace(tzinfo=ROME).astimezone(UTC)
        order = (RISKS[0], RISKS[2], RISKS[1])
        yield (
            issued,
            [
                Forecast.of(
                    date.fromisoformat(first) + timedelta(days=ahead),
                    dict(zip(order, (LETTERS[one] for one in each), strict=True)),
                    aware,
                )
                for ahead, each in enumerate(levels)
                if each != "-"
            ],
        )


def test_four_years_of_one_zone_told_as_proposed() -> None:
    """Whoever sends each proposal tells every alert of these years, and leaves none open."""
    last: Told | None = None
    known: tuple[Forecast, ...] = ()
    steps: Counter[str] = Counter()
    replaced = 0  # a new alert, a whole day after the end of the one before
    for now, days in history():
        known = merged(known, days, since=now.date())
        while (found := propose(known, last, now)) and found.news:
            steps[found.step] += 1
            replaced += last is not None and found.step is Step.ALERT
            assert (found.follows is None) == (found.step is Step.ALERT)
            if found.step is not Step.ALERT:
                assert found.step is not Step.RISES or rank(found.level) > rank(found.before)
                assert found.step is not Step.FALLS or rank(found.level) < rank(found.before)
            assert sum(steps.values()) < 500
            last = told_of(found, last)
        for one in days:
            if one.level != GREEN and one.day > now.date():
                assert last is not None
                assert rank(last.level) >= rank(one.level)
    assert last is None
    assert steps[Step.ALERT] == steps[Step.OVER] + replaced
    assert [steps[step] for step in Step] == [84, 12, 54, 13, 79]
