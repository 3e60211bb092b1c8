# SPDX-License-Identifier: EUPL-1.2
"""The ledger of consent shows any change, and never a number."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from comunecast_gui.core.consent import (
    ConsentEvent,
    ConsentKind,
    LedgerEntry,
    digest,
    facts_of,
    followed,
    person_key,
    refuse_number,
)
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.trust.chain import START, ChainKey, Point, Register
from comunecast_gui.core.trust.office_key import OfficeKey

NOW = datetime(2026, 11, 30, 7, 30, tzinfo=UTC)


KEY = ChainKey.of(OfficeKey(b"k" * 32), Register.CONSENTS)


def chain(count: int, unkeyed: int = 0) -> list[LedgerEntry]:
    """A ledger whose first entries are from before the key."""
    entries: list[LedgerEntry] = []
    for position in range(1, count + 1):
        previous = entries[-1].digest if entries else START
        event = ConsentEvent(f"p{position}", ConsentKind.JOINED, NOW, "whatsapp", "Attiva")
        own = digest(previous, event) if position <= unkeyed else KEY.link(previous, facts_of(event))
        entries.append(LedgerEntry(position, event, previous, own))
    return entries


def broken(entries: list[LedgerEntry], begun: Point | None = None) -> int | None:
    return next((entry.position for entry, holds in followed(entries, KEY, begun or Point()) if not holds), None)


def test_an_untouched_chain_holds() -> None:
    assert broken([]) is None
    assert broken(chain(5)) is None


def test_entries_from_before_the_key_hold_as_far_as_it_vouches_for_them() -> None:
    entries = chain(5, unkeyed=3)
    begun = Point(3, entries[2].digest)
    assert broken(entries, begun) is None
    assert broken(entries) == 1  # whoever takes the beginning away gains nothing
    assert broken(chain(5, unkeyed=4), begun) == 4
    forged = chain(5, unkeyed=3)
    forged[2] = replace(forged[2], event=replace(forged[2].event, words="x"))
    forged[2] = replace(forged[2], digest=digest(forged[2].previous, forged[2].event))
    assert broken(forged, begun) == 3


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
    assert broken(entries) == 3


def test_a_missing_and_a_forged_entry_show() -> None:
    entries = chain(5)
    assert broken([*entries[:2], *entries[3:]]) == 4
    forged = replace(entries[2], event=replace(entries[2].event, words="x"))
    forged = replace(forged, digest=digest(forged.previous, forged.event))
    assert broken([*entries[:2], forged, *entries[3:]]) == 3


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
    assert broken([entry], Point(1, entry.digest)) is None
    for forged in ("", "c" * 64):
        assert broken([replace(entry, event=replace(moved, former=forged))], Point(1, entry.digest)) == 1


def test_a_former_name_that_ended_a_sentence_is_vouched_for_by_it() -> None:
    told = ConsentEvent("b" * 64, ConsentKind.JOINED, NOW, f"cambio di numero, prima {'a' * 16}")
    entry = LedgerEntry(1, replace(told, former="a" * 64), START, digest(START, told))
    assert broken([entry], Point(1, entry.digest)) is None
    assert broken([replace(entry, event=replace(told, former="c" * 64))], Point(1, entry.digest)) == 1


@pytest.mark.parametrize("source", ["Mario 3331234567", "+39 333 123 45 67", "333-1234567.csv", "(0587) 265 4421"])
def test_no_number_gets_into_the_ledger_by_its_source(source: str) -> None:
    with pytest.raises(InputError, match="source_holds_number") as caught:
        refuse_number(source)
    assert "333" not in str(caught.value)


@pytest.mark.parametrize("source", ["", "moduli del 2022", "modulo firmato il 03/05/2022", "elenco abcdefghijkl"])
def test_other_sources_are_taken(source: str) -> None:
    refused = None
    try:
        refuse_number(source)
    except InputError as error:
        refused = error.code
    assert refused is None
