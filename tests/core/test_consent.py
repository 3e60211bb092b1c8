# SPDX-License-Identifier: EUPL-1.2
"""The ledger of consent shows any change, and never a number."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from comunecast_gui.core.consent import (
    START,
    ConsentEvent,
    ConsentKind,
    LedgerEntry,
    digest,
    first_broken,
    person_key,
)

NOW = datetime(2026, 11, 30, 7, 30, tzinfo=UTC)


def chain(count: int) -> list[LedgerEntry]:
    entries: list[LedgerEntry] = []
    for position in range(1, count + 1):
        previous = entries[-1].digest if entries else START
        event = ConsentEvent(f"p{position}", ConsentKind.JOINED, NOW, "whatsapp", "Attiva")
        entries.append(LedgerEntry(position, event, previous, digest(previous, event)))
    return entries


def test_an_untouched_chain_holds() -> None:
    assert first_broken([]) is None
    assert first_broken(chain(5)) is None


@pytest.mark.parametrize(
    "change",
    [
        {"person": "other"},
        {"kind": ConsentKind.LEFT},
        {"at": NOW + timedelta(microseconds=1)},
        {"source": "x"},
        {"words": "x"},
        {"privacy": "x"},
    ],
)
def test_every_field_of_an_event_is_in_its_digest(change: dict[str, Any]) -> None:
    entries = chain(5)
    entries[2] = replace(entries[2], event=replace(entries[2].event, **change))
    assert first_broken(entries) == 3


def test_a_missing_and_a_forged_entry_show() -> None:
    entries = chain(5)
    assert first_broken([*entries[:2], *entries[3:]]) == 4
    forged = replace(entries[2], event=replace(entries[2].event, words="x"))
    forged = replace(forged, digest=digest(forged.previous, forged.event))
    assert first_broken([*entries[:2], forged, *entries[3:]]) == 4


def test_the_same_moment_in_another_zone_has_the_same_digest() -> None:
    event = chain(1)[0].event
    rome = replace(event, at=NOW.astimezone(timezone(timedelta(hours=1))))
    assert digest(START, event) == digest(START, rome)


def test_a_person_key_depends_on_the_secret_and_the_kind() -> None:
    keys = {
        person_key(secret, kind, "393331234567") for secret in (b"a" * 32, b"b" * 32) for kind in ("number", "bsuid")
    }
    assert len(keys) == 4
    assert all(len(key) == 64 and "393331234567" not in key for key in keys)


def test_a_former_name_is_a_fact_like_the_others() -> None:
    moved = ConsentEvent("b" * 64, ConsentKind.JOINED, NOW, "cambio di numero", former="a" * 64)
    entry = LedgerEntry(1, moved, START, digest(START, moved))
    assert first_broken([entry]) is None
    for forged in ("", "c" * 64):
        assert first_broken([replace(entry, event=replace(moved, former=forged))]) == 1


def test_a_former_name_that_ended_a_sentence_is_vouched_for_by_it() -> None:
    told = ConsentEvent("b" * 64, ConsentKind.JOINED, NOW, f"cambio di numero, prima {'a' * 16}")
    entry = LedgerEntry(1, replace(told, former="a" * 64), START, digest(START, told))
    assert first_broken([entry]) is None
    assert first_broken([replace(entry, event=replace(told, former="c" * 64))]) == 1
