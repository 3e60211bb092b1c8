# SPDX-License-Identifier: EUPL-1.2
"""Sending later on the command line: queued for an hour, listed, moved, cancelled, sent at it, or asked about."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

from tests.e2e.conftest import Town


def sends(town: Town, at: str, code: int = 0) -> dict[str, object]:
    found: dict[str, object] = town.run(
        "send", str(town.folder / "notice.toml"), "--yes", "--json", "--at", at, code=code
    ).json
    return found


def is_due(town: Town, when: datetime) -> None:
    """The notice's hour, as if it had been chosen so."""
    naive = when.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    with closing(sqlite3.connect(town.data_dir / "comunecast.db")) as connection:
        connection.execute("UPDATE schedule SET due_at = ?", (naive,))
        connection.execute("UPDATE delivery SET not_before = ?", (naive,))
        connection.commit()


def test_a_notice_for_later(town: Town) -> None:
    town.subscribe(3)
    tomorrow = (datetime.now() + timedelta(days=1)).date()
    if tomorrow.weekday() == 6:  # a clock change is on a Sunday
        tomorrow += timedelta(days=1)
    queued = sends(town, f"{tomorrow}T08:30")
    assert str(queued["at"]).startswith(f"{tomorrow}T08:30")
    assert queued["channels"]["whatsapp"]["queued"] == 3  # type: ignore[index]
    [one] = town.run("scheduled", "--json").json["scheduled"]
    assert one["at"].startswith(f"{tomorrow}T08:30:00+0")
    assert (one["notice"], one["state"], one["held_because"]) == (queued["notice"], "waiting", None)
    resumed = town.run("resume", "--json", code=3).json
    assert resumed["channels"]["whatsapp"]["queued"] == 3
    assert town.messages == 0
    notice = str(queued["notice"])
    [one] = town.run("scheduled", "--move", notice, "--to", f"{tomorrow}T09:15", "--json").json["scheduled"]
    assert one["at"].startswith(f"{tomorrow}T09:15")
    is_due(town, datetime.now(UTC) + timedelta(seconds=2))
    ended = town.run("resume", "--wait", "--whatever", "--json")
    assert ended.json["channels"]["whatsapp"]["accepted"] == 3
    assert "non è partito nulla" not in ended.err
    assert town.run("scheduled", "--json").json == {"scheduled": []}
    assert town.messages == 3


def test_missed_it_is_asked_and_cancelled_it_is_gone(town: Town) -> None:
    town.subscribe(2)
    queued = sends(town, f"{(datetime.now() + timedelta(days=2)).date()}T10:00")
    notice = str(queued["notice"])
    is_due(town, datetime.now(UTC) - timedelta(minutes=30))
    [one] = town.run("scheduled", "--json").json["scheduled"]
    assert (one["state"], one["held_because"]) == ("held", "missed")
    assert town.run("resume", "--json", code=3).json["channels"]["whatsapp"]["queued"] == 2
    assert town.messages == 0
    wrong = town.run("cancel", notice, "--channel", "whatsap", "--json", code=1).json["error"]
    assert wrong["code"] == "channel_not_of_notice"
    assert "telegram:principale, whatsapp" in wrong["message"]
    assert town.run("cancel", notice, "--channel", "whatsapp", "--json").json["channels"]["whatsapp"]["cancelled"] == 2
    town.run("cancel", notice)
    nobody = town.run("scheduled", "--move", "99", "--to", "2030-11-27T08:30", "--json", code=1).json["error"]
    assert nobody["code"] == "unknown_notice"
    assert town.run("scheduled", "--json").json == {"scheduled": []}
    assert town.run("resume", notice, "--json").json["channels"]["whatsapp"]["cancelled"] == 2
    assert town.messages == 0


def test_an_hour_that_is_no_hour_to_send_at_queues_nothing(town: Town) -> None:
    town.subscribe(1)
    refusals = {
        "2027-03-28T02:30": "hour_skipped",
        "2026-03-28T12:00": "due_in_the_past",
        "2027-10-31T02:30": "hour_twice",
    }
    for at, why in refusals.items():
        assert sends(town, at, code=1)["error"]["code"] == why  # type: ignore[index]
    assert town.run("scheduled", "--json").json == {"scheduled": []}
