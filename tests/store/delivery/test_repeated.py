# SPDX-License-Identifier: EUPL-1.2
"""Whether a notice is queued already is judged inside the transaction that queues it, on every kind of database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa

from comunecast_gui.core.errors import InputError
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import notice
from comunecast_gui.store.delivery.outbox import SqlOutbox
from tests.store.samples import NOW, TELEGRAM, WHATSAPP, new_notice, people

NONE: frozenset[int] = frozenset()
TEXT = "Manca l'acqua in via Roma\n\nComune di Calcinaia, {day}"


def stored(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(notice)).scalar_one())


@pytest.mark.parametrize("derived", [True, False])
def test_of_many_equal_drafts_at_once_one_is_queued(database: Database, outbox: SqlOutbox, derived: bool) -> None:
    people(database, 3)
    barrier = Barrier(4)

    def send(number: int) -> str:
        text = TEXT.format(day=f"{number} novembre 2026")  # around midnight not even the texts are the same
        uuid = "the same" if derived else f"draft {number}"
        new = new_notice(draft_uuid=uuid, text=text, compared=NONE, derived=derived)
        barrier.wait()
        try:
            return str(outbox.enqueue(new))
        except InputError as refused:
            return refused.code

    with ThreadPoolExecutor(4) as pool:
        ended = sorted(pool.map(send, range(29, 33)))
    assert ended == ["1", *["repeated_meanwhile"] * 3]
    assert stored(database) == 1


def test_a_second_press_is_told_the_first_one_s_number(database: Database, outbox: SqlOutbox) -> None:
    people(database, 1)
    new = new_notice(compared=NONE)
    assert outbox.enqueue(new) == outbox.enqueue(new) == 1


def test_a_notice_seen_before_may_be_repeated_on_purpose(database: Database, outbox: SqlOutbox) -> None:
    people(database, 1)
    first = outbox.enqueue(new_notice(compared=NONE))
    assert outbox.enqueue(new_notice(compared=frozenset({first}))) == first + 1
    with pytest.raises(InputError) as refused:
        outbox.enqueue(new_notice(compared=frozenset({first})))
    assert (refused.value.code, refused.value.values["notice"]) == ("repeated_meanwhile", first + 1)


def test_another_text_and_an_old_one_are_no_repetition(database: Database, outbox: SqlOutbox) -> None:
    people(database, 1)
    outbox.enqueue(new_notice(compared=NONE))
    outbox.enqueue(new_notice(compared=NONE, text="Domenica c'è la sagra della castagna\n\nComune di Calcinaia"))
    outbox.enqueue(new_notice(compared=NONE, at=NOW + timedelta(hours=24)))
    assert stored(database) == 3


def test_the_same_outage_in_other_words_is_refused_unless_it_follows(database: Database, outbox: SqlOutbox) -> None:
    people(database, 1)
    fields = {"vie": ["via Genova"], "periodo": {"inizio": "2026-12-03T08:30", "fine": "2026-12-03T12:30"}}
    first = outbox.enqueue(new_notice(compared=NONE, fields=fields))
    words = "Giovedì niente acqua per chi abita in via Genova\n\nComune di Calcinaia"
    hours = {"inizio": "2026-12-03T11:00", "fine": "2026-12-03T15:00"}
    again = new_notice(compared=NONE, text=words, fields={**fields, "periodo": hours})
    with pytest.raises(InputError) as refused:
        outbox.enqueue(again)
    assert (refused.value.code, refused.value.values["notice"]) == ("repeated_meanwhile", first)
    assert outbox.enqueue(replace(again, follows=first)) == first + 1


@pytest.mark.parametrize(
    "changes", [{"channels": (TELEGRAM,)}, {"fields": {"vie": ["via Piave"]}}, {"category": "x"}, {"zones": ("Ponte",)}]
)
def test_a_draft_that_was_queued_otherwise_is_not_taken_for_sent(
    database: Database, outbox: SqlOutbox, changes: dict[str, object]
) -> None:
    people(database, 1)
    outbox.enqueue(new_notice(draft_uuid="d", channels=(WHATSAPP, TELEGRAM)))
    with pytest.raises(InputError) as refused:
        outbox.enqueue(new_notice(draft_uuid="d", **changes))  # type: ignore[arg-type]
    assert refused.value.code == "draft_already_queued"


def test_the_digest_and_the_warnings_are_kept(database: Database, outbox: SqlOutbox) -> None:
    people(database, 1)
    new = new_notice(warnings=("doppione", "fuori_orario"))
    outbox.enqueue(new)
    with database.reading() as connection:
        kept = connection.execute(sa.select(notice.c.digest, notice.c.warnings)).one()
    assert (kept.digest, kept.warnings) == (new.digest, ["doppione", "fuori_orario"])
