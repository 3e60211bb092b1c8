# SPDX-License-Identifier: EUPL-1.2
"""A backup is put back, and who left after it was made stays away."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from comunecast_gui.core.model import SubscriberState
from comunecast_gui.store.consent_ledger import ConsentLedger
from comunecast_gui.store.db import FILE_NAME, open_database
from comunecast_gui.store.people import Person
from comunecast_gui.store.restored import carry_departures
from comunecast_gui.store.subscriber_import import ImportRow, import_rows
from comunecast_gui.store.subscribers import Subscribers

from .samples import NOW

ANNA, BRUNO, CARLA, DINO = (Person(f"39333111000{n}") for n in range(1, 5))


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def folder(tmp_path: Path, name: str) -> Path:
    made = tmp_path / name
    made.mkdir()
    return made


def test_who_left_after_the_backup_stays_away(tmp_path: Path) -> None:
    now, before = folder(tmp_path, "now"), folder(tmp_path, "before")
    current = open_database(now)
    subscribers = Subscribers(current)
    subscribers.join(ANNA, at(0), source="whatsapp")
    subscribers.join(BRUNO, at(0), source="whatsapp")
    import_rows(current, [ImportRow(2, "x", CARLA.wa_id)], source="lista", now=at(0))
    current.backup(tmp_path / "copy.db")
    subscribers.leave(ANNA, at(1), source="whatsapp")
    subscribers.leave(CARLA, at(1), source="whatsapp")
    subscribers.leave(DINO, at(1), source="whatsapp")
    shutil.copy(tmp_path / "copy.db", before / FILE_NAME)

    restored = open_database(before)
    assert carry_departures(current, restored) == 2
    assert carry_departures(current, restored) == 0
    back = Subscribers(restored)
    states = {person: found.state if (found := back.find(person)) else None for person in (ANNA, BRUNO, CARLA, DINO)}
    assert states == {
        ANNA: SubscriberState.LEFT,
        BRUNO: SubscriberState.ACTIVE,
        CARLA: SubscriberState.LEFT,
        DINO: SubscriberState.LEFT,
    }
    assert ConsentLedger(restored).verify() is None
    report = import_rows(restored, [ImportRow(2, "x", DINO.wa_id)], source="lista", now=at(3))
    assert (report.added, report.left_before) == (0, 1)
    assert back.join(ANNA, at(5), source="whatsapp")  # her own later word still brings her back
    assert carry_departures(current, restored) == 0
    current.close()
    restored.close()


def test_two_offices_are_not_mixed(tmp_path: Path) -> None:
    one, other = open_database(folder(tmp_path, "one")), open_database(folder(tmp_path, "other"))
    with pytest.raises(ValueError, match="two offices"):
        carry_departures(one, other)
    one.close()
    other.close()
