# SPDX-License-Identifier: EUPL-1.2
"""The round of submissions in the database: of many who take it at once one does, and what is damaged is none."""

from __future__ import annotations

import threading
from dataclasses import replace

from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import setting
from comunecast_gui.store.delivery.submission_rounds import SubmissionRound, SubmissionRounds
from tests.store.samples import NOW

ROUND = SubmissionRound(("generico", "acqua_guasto"), files=True, at=NOW, limit=True)


def test_of_many_who_take_the_round_at_once_one_does(database: Database) -> None:
    rounds = SubmissionRounds(database)
    assert rounds.present() is None
    assert rounds.change(lambda _: ROUND) == ROUND == rounds.present()
    took: list[str] = []
    starts = threading.Barrier(4)

    def take(name: str) -> None:
        def judge(found: SubmissionRound | None) -> SubmissionRound | None:
            free = found is not None and not found.owner
            mine.append(free)
            return replace(found, owner=name) if found and free else found

        mine: list[bool] = []
        starts.wait()
        rounds.change(judge)
        took.extend([name] if mine == [True] else [])

    threads = [threading.Thread(target=take, args=(f"w{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(took) == 1
    assert rounds.present() == replace(ROUND, owner=took[0])
    rounds.change(lambda _: None)
    assert rounds.present() is None


def test_a_round_that_nobody_can_read_is_none(database: Database) -> None:
    for value in (
        "",
        "[]",
        '{"categories": 3}',
        '{"categories": [], "files": 0, "at": "2026-11-27T21:00", "owner": ""}',
    ):
        with database.writing() as connection:
            connection.execute(setting.delete().where(setting.c.key == "template_round"))
            connection.execute(setting.insert().values(key="template_round", value=value))
        assert SubmissionRounds(database).present() is None
    assert SubmissionRounds(database).change(lambda found: ROUND if found is None else found) == ROUND
