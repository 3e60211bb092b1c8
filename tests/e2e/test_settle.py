# SPDX-License-Identifier: EUPL-1.2
"""A person decides, on the command line, about one delivery of unknown outcome or about all of a notice."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.e2e.conftest import Town


def interrupted(town: Town, count: int) -> int:
    """A notice for ``count`` people whose sending a power cut ended; returns its id."""
    town.subscribe(count)
    queued = town.run("send", str(town.folder / "notice.toml"), "--yes", "--enqueue-only", "--json").json
    with closing(sqlite3.connect(town.data_dir / "comunecast.db")) as connection:
        connection.execute("UPDATE delivery SET state = 'sending' WHERE channel = 'whatsapp'")
        connection.commit()
    return int(queued["notice"])


def code_of(town: Town, *words: str, exit_code: int = 1) -> str:
    return str(town.run("settle", *words, "--json", code=exit_code).json["error"]["code"])


def test_one_decision_for_a_notice(town: Town) -> None:
    notice = interrupted(town, 4)
    first, *_ = town.run("unknown", "--json").json["unknown"]
    settled = town.run("settle", str(first["delivery"]), "leave", "--json").json
    assert settled == {"delivery": first["delivery"], "notice": notice, "channel": "whatsapp", "state": "unknown"}
    done = town.run("settle", "--notice", str(notice), "arrived", "--json").json
    assert (done["notice"], done["settled"]) == (notice, 3)
    assert (done["channels"]["whatsapp"]["accepted"], done["channels"]["whatsapp"]["unknown"]) == (3, 1)
    assert town.run("unknown", "--json").json == {"unknown": []}
    assert town.messages == 0
    assert code_of(town, "--notice", str(notice), "arrived") == "nothing_unknown"
    assert code_of(town, "--notice", "99", "arrived") == "unknown_notice"
    assert code_of(town, "arrived") == "settle_one_or_all"
    assert code_of(town, "1", "arrived", "--notice", str(notice)) == "settle_one_or_all"


def test_a_notice_is_sent_again_on_a_persons_word(town: Town) -> None:
    notice = interrupted(town, 4)
    done = town.run("settle", "--notice", str(notice), "resend", "--json").json
    assert done["settled"] == 4
    assert done["channels"]["whatsapp"]["accepted"] == 4
    assert sum(town.received().values()) == 4


def test_a_mistaken_verdict_is_taken_back(town: Town) -> None:
    notice = interrupted(town, 3)
    waiting = town.run("unknown", "--json").json["unknown"]
    first = str(waiting[0]["delivery"])
    assert code_of(town, first, "undo") == "nothing_to_take_back"
    assert code_of(town, "--notice", str(notice), "undo") == "nothing_to_take_back_of_notice"
    town.run("settle", first, "arrived")
    back = town.run("settle", first, "undo", "--json").json
    assert back == {"delivery": int(first), "notice": notice, "channel": "whatsapp", "state": "unknown"}
    assert town.run("unknown", "--json").json["unknown"] == waiting
    town.run("settle", first, "resend")
    town.run("settle", "--notice", str(notice), "leave")
    done = town.run("settle", "--notice", str(notice), "undo", "--json").json
    assert (done["taken_back"], done["channels"]["whatsapp"]["unknown"]) == (2, 2)
    assert done["channels"]["whatsapp"]["accepted"] == 1  # it went out again: nobody takes that back
    assert [each["delivery"] for each in town.run("unknown", "--json").json["unknown"]] == [
        each["delivery"] for each in waiting[1:]
    ]
    town.run("settle", first, "leave", code=1)
