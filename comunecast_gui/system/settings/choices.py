# SPDX-License-Identifier: EUPL-1.2
"""Reads the zones and topics that an office offers, and refuses a word that would be misunderstood."""

from __future__ import annotations

from collections.abc import Iterable

from comunecast_gui.core.choices import NO_OFFER, Offer, Topic, name_of
from comunecast_gui.core.inbound.intent import IntentReader
from comunecast_gui.system import paths
from comunecast_gui.system.settings.toml_table import Table

LONGEST = 20
"""Letters of a word that people still type without a mistake."""


def read(table: Table | None, join_words: Iterable[str], leave_words: Iterable[str]) -> Offer:
    """The offer of a ``[choices]`` section; empty without one. The words are the office's synonyms.

    Raises InputError: ``settings_choice_word``, ``_long``, ``_taken``, ``_twice``, ``_category``, ``_category_twice``,
    and those of :class:`Table`.
    """
    if table is None:
        return NO_OFFER
    vocabulary = IntentReader.load(paths.resource("intent", "it.toml"), join=join_words, leave=leave_words)
    zones, topics = table.texts("zones"), table.table("topics")
    seen: set[str] = set()
    for zone in zones:
        _check_word(table, "zones", zone, vocabulary, seen)
    offer = Offer(zones, tuple(_topics(topics, vocabulary, seen)) if topics else ())
    table.close()
    return offer


def _topics(table: Table, vocabulary: IntentReader, seen: set[str]) -> Iterable[Topic]:
    known = {path.stem for path in paths.resource("categories").glob("*.toml")}
    taken: set[str] = set()
    for word in table.names():
        _check_word(table, word, word, vocabulary, seen)
        categories = table.texts(word)
        if not categories:
            raise table.error(word, "settings_missing")
        for category in categories:
            if category not in known:
                raise table.error(word, "settings_choice_category", value=category, known=", ".join(sorted(known)))
            if category in taken:
                raise table.error(word, "settings_choice_category_twice", value=category)
            taken.add(category)
        yield Topic(word, categories)


def _check_word(table: Table, key: str, word: str, vocabulary: IntentReader, seen: set[str]) -> None:
    name = name_of(word)
    if not name or " " in name:
        raise table.error(key, "settings_choice_word", value=word)
    if len(name) > LONGEST:
        raise table.error(key, "settings_choice_long", value=word, most=LONGEST)
    if vocabulary.is_taken(word):
        raise table.error(key, "settings_choice_taken", value=word)
    if name in seen:
        raise table.error(key, "settings_choice_twice", value=word)
    seen.add(name)
