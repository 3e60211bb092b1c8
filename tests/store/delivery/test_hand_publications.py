# SPDX-License-Identifier: EUPL-1.2
"""What a person published by hand is noted once, and counts as nothing that the program sent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comunecast_gui.core.errors import InputError
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.delivery.hand_publications import HandPublication, HandPublications
from comunecast_gui.store.delivery.notices import NoticeFilter, Notices
from comunecast_gui.store.delivery.outbox import SqlOutbox
from tests.store.samples import NOW, new_notice, people


def test_published_by_hand_once_and_taken_back(database: Database, outbox: SqlOutbox) -> None:
    people(database, 2)
    id = outbox.enqueue(new_notice())
    before = Notices(database).get(id).counts
    by_hand = HandPublications(database)
    assert by_hand.of(id) is None

    first = by_hand.note(id, NOW, "Anna")
    again = by_hand.note(id, NOW + timedelta(hours=1), "Bruno")

    assert first == again == by_hand.of(id) == HandPublication(NOW, "Anna")
    assert Notices(database).get(id).counts == before
    by_hand.take_back(id, NOW)
    assert by_hand.of(id) is None
    with pytest.raises(InputError, match="unknown_notice"):
        by_hand.note(id + 1, NOW)


def test_it_stands_in_the_history_and_is_found_there(database: Database, outbox: SqlOutbox) -> None:
    first, second = outbox.enqueue(new_notice()), outbox.enqueue(new_notice())
    HandPublications(database).note(first, NOW, "Anna")
    notices = Notices(database)
    assert [row.by_hand for row in notices.latest()] == [None, HandPublication(NOW, "Anna")]
    assert [row.id for row in notices.latest(wanted=NoticeFilter(by_hand=True))] == [first]
    assert second not in [row.id for row in notices.latest(wanted=NoticeFilter(by_hand=True, words="Acqua"))]
