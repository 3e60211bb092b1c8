# SPDX-License-Identifier: EUPL-1.2
"""Computes the one right answer to a problem, where there is one: the words to put in place of those that are wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from difflib import SequenceMatcher
from typing import Any

from comunecast_gui.core.notice.checks.context import Mend, Subject
from comunecast_gui.core.notice.checks.texts import is_safe_link
from comunecast_gui.core.notice.checks.times import misleading_words
from comunecast_gui.core.notice.fields import Finding
from comunecast_gui.core.notice.typed_dates import DAYS_AWAY
from comunecast_gui.core.periods import day

_OPEN_ADDRESS = re.compile(r"(?:\bhttp://|(?<![\w/.@-])www\.)[^\s<>«»\"]+", re.IGNORECASE)
_SIGNS = re.compile(r"[(*_~«»\"“”]")
_ALTERNATIVES = re.compile(r"[,(/]| o ")
"""In a suggestion: there is more than one word to choose from, or none."""
_NEAR, _NEARER = 0.8, 0.15
"""How alike a street's name must be (0 to 1), and by how much more alike than the next one."""
_TAIL = ".,;:)!?'’"


def mend_of(finding: Finding, subject: Subject) -> Mend | None:
    """The mend of what a check found; None where a person has to choose."""
    compute = _MENDS.get(finding.check)
    return compute(finding, subject) if compute else None


def _weekday(finding: Finding, subject: Subject) -> Mend | None:
    """The date with the weekday that it falls on; not where one half of a pair of signs would be left over."""
    old, right = str(finding.values["text"]), str(finding.values["right"])
    return None if _SIGNS.search(old) else _instead(finding, subject, rf"(?<!\w){re.escape(old)}(?!\w)", right)


def _relative(finding: Finding, subject: Subject) -> Mend | None:
    """The date in place of "domani" where it stands alone: beside its date the same word is right."""
    word = str(finding.values["word"])
    if word.lower() not in DAYS_AWAY:
        return None
    meant = subject.now.date() + timedelta(days=DAYS_AWAY[word.lower()])
    for item, text in _texts(subject.draft.fields.get(finding.field)):
        for check, start, values in misleading_words(text, subject):
            if (check, values["word"]) == (finding.check, word):
                if text[:start].lower().endswith("altro "):  # "l'altro ieri" is another day
                    return None
                return _put(finding, item, start, word, day(meant, subject.now.year))
    return None


def _plain_word(finding: Finding, subject: Subject) -> Mend | None:
    word, better = str(finding.values["word"]), str(finding.values["better"])
    if _ALTERNATIVES.search(better):
        return None
    return _instead(finding, subject, rf"(?<!\w){re.escape(word)}(?!\w)", better)


def _https(finding: Finding, subject: Subject) -> Mend | None:
    """The same address with https, where nothing else is wrong with it."""
    for item, text in _texts(subject.draft.fields.get(finding.field)):
        for match in _OPEN_ADDRESS.finditer(text):
            old = match[0].rstrip(_TAIL)
            new = "https://" + re.sub(r"^http://", "", old, flags=re.IGNORECASE)
            if is_safe_link(new):
                return Mend(finding.field, old, new, match.start(), item)
    return None


def _street(finding: Finding, subject: Subject) -> Mend | None:
    """The street of the town's list whose name is by far the nearest."""
    written, streets = str(finding.values["street"]), subject.context.streets
    if streets is None:
        return None
    by_likeness = sorted(((_alike(written, name), name) for name in streets.names), reverse=True)[:2]
    if not by_likeness or by_likeness[0][0] < _NEAR:
        return None
    if len(by_likeness) > 1 and by_likeness[0][0] - by_likeness[1][0] < _NEARER:
        return None
    return _instead(finding, subject, rf"^\s*{re.escape(written)}\s*$", by_likeness[0][1])


def _missing_end(finding: Finding, _subject: Subject) -> Mend | None:
    return Mend(finding.field)


_MENDS: Mapping[str, Callable[[Finding, Subject], Mend | None]] = {
    "giorno_settimana": _weekday,
    "parole_relative": _relative,
    "burocratese": _plain_word,
    "link_insicuro": _https,
    "via_sconosciuta": _street,
    "manca_fine": _missing_end,
}


def _instead(finding: Finding, subject: Subject, wrong: str, right: str) -> Mend | None:
    """``right`` in place of the first match of ``wrong`` in the field as it was typed, with the same first letter."""
    for item, text in _texts(subject.draft.fields.get(finding.field)):
        match = re.search(wrong, text, re.IGNORECASE)
        if match:
            old = match[0].strip()
            return _put(finding, item, match.start() + match[0].index(old), old, right)
    return None


def _put(finding: Finding, item: int, start: int, old: str, right: str) -> Mend | None:
    new = right[:1].upper() + right[1:] if old[:1].isupper() else right
    return Mend(finding.field, old, new, start, item) if new != old else None


def _texts(raw: Any) -> Iterator[tuple[int, str]]:
    """The texts of a raw value, each with its place: a text, or the entries or streets of a list."""
    for item, one in enumerate(raw if isinstance(raw, (list, tuple)) else [raw]):
        text = one.get("via") if isinstance(one, Mapping) else one
        if isinstance(text, str):
            yield item, text


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio()
