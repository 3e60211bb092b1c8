# SPDX-License-Identifier: EUPL-1.2
"""Meta lets the office reach fewer people a day than it has: a person is asked, and the rest follows tomorrow."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from comunecast_gui.store.db.database import open_database
from comunecast_gui.store.db.schema import attempt, delivery
from tests.e2e.conftest import Town

TOMORROW = timedelta(hours=24, minutes=6)


def a_day_passes(town: Town) -> None:
    """Everything that is written down becomes a day older."""
    database = open_database(town.data_dir)
    with database.writing() as connection:
        for row in connection.execute(sa.select(delivery.c.id, delivery.c.not_before)).all():
            if row.not_before:
                connection.execute(
                    delivery.update().where(delivery.c.id == row.id).values(not_before=row.not_before - TOMORROW)
                )
        for row in connection.execute(sa.select(attempt.c.id, attempt.c.at)).all():
            connection.execute(attempt.update().where(attempt.c.id == row.id).values(at=row.at - TOMORROW))
    database.close()


def test_a_list_that_is_too_long_for_today(town: Town) -> None:
    town.sandbox.state.graph.messaging_limit = "TIER_250"
    numbers = town.subscribe(300)
    notice = str(town.folder / "notice.toml")
    town.run("send", notice, "--channel", "whatsapp", code=1)  # nobody is there to be asked
    assert town.run("status", "--json").json["notice"] is None

    ended = town.run("send", notice, "--channel", "whatsapp", "--yes", "--json", code=3)
    assert "ancora 250 persone" in ended.err
    assert "2 giorni" in ended.err
    assert "domani" in ended.err
    counts = ended.json["channels"]["whatsapp"]
    assert (counts["accepted"], counts["queued"]) == (250, 50)
    assert town.received() == dict.fromkeys(numbers[:250], 1)
    again = town.run("resume", "--json", code=3)
    assert again.json["channels"]["whatsapp"]["queued"] == 50

    a_day_passes(town)
    done = town.run("resume", "--json")
    assert done.json["channels"]["whatsapp"]["accepted"] == 300
    assert town.received() == dict.fromkeys(numbers, 1)


def test_people_reached_today_count_against_the_limit(town: Town) -> None:
    town.sandbox.state.graph.messaging_limit = "TIER_250"
    town.subscribe(200)
    notice = str(town.folder / "notice.toml")
    town.run("send", notice, "--channel", "whatsapp", "--yes")
    later = town.file("later.toml", (town.folder / "notice.toml").read_text().replace("08:30", "09:30"))
    ended = town.run("send", later, "--channel", "whatsapp", "--yes", "--json", code=3)
    counts = ended.json["channels"]["whatsapp"]
    assert (counts["accepted"], counts["queued"]) == (50, 150)


def test_a_limit_that_is_large_enough_is_not_talked_about(town: Town) -> None:
    town.subscribe(60)
    ended = town.run("send", str(town.folder / "notice.toml"), "--yes")
    assert "giorni" not in ended.err


def test_the_offices_own_phone_is_the_first(town: Town) -> None:
    numbers = town.subscribe(60)
    office = (town.data_dir / "office.toml").read_text() + f'first = ["+{numbers[40]}"]\n'
    town.run("configure", town.file("first.toml", office))
    town.run("send", str(town.folder / "notice.toml"), "--channel", "whatsapp", "--yes", "--enqueue-only")
    database = open_database(town.data_dir)
    with database.reading() as connection:
        first = connection.execute(sa.select(delivery.c.recipient_key).order_by(delivery.c.id).limit(1)).scalar_one()
    database.close()
    assert first == 41
