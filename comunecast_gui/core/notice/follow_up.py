# SPDX-License-Identifier: EUPL-1.2
"""Says which notices can follow one that was sent, and what each of them begins with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from comunecast_gui.core import periods
from comunecast_gui.core.model import MAY_HAVE_ARRIVED, FollowKind, Office
from comunecast_gui.core.notice.categories import Catalogue, Category, Field, FieldType
from comunecast_gui.core.periods import local

CORRECTION = "rettifica"
"""The category of a correction, which can follow every notice."""
_ENDS = (".inizio", ".fine")
_GENERIC = "generico"


@dataclass(frozen=True, slots=True)
class Told:
    """A notice that was sent, as what follows it looks at it. ``fields`` are its raw values, as corrected since."""

    id: int
    category: str
    title: str
    sent: datetime
    fields: Mapping[str, Any]
    follows: int | None = None
    zones: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Possible:
    """A notice of ``category`` that can be written now, to follow ``parent``."""

    kind: FollowKind
    category: str
    parent: int


@dataclass(frozen=True, slots=True)
class Begun:
    """What a follow-up begins with; ``fields`` are raw values, those of the office's defaults among them."""

    possible: Possible
    fields: Mapping[str, Any]
    zones: tuple[str, ...]
    channels: tuple[str, ...]
    title: str
    """The parent's."""


def possible(thread: Sequence[Told], notice: int, catalogue: Catalogue) -> tuple[Possible, ...]:
    """What can follow a notice of a thread, the likeliest first. ``thread`` holds what reached people, oldest first.

    A correction is always possible, and of the notice itself. An update, a repetition and an all-clear follow what the
    thread says last, and are possible until an all-clear has ended it: nothing else does, also no lower level.
    """
    known = {category.id: category for category in catalogue}
    told = {one.id: one for one in thread}
    if notice not in told or CORRECTION not in known:
        return ()
    correction = Possible(FollowKind.CORRECTION, CORRECTION, notice)
    subject, last = subject_of(thread, thread[-1].id), thread[-1].id
    category = known.get(subject.category)
    if category is None or is_over(thread, catalogue):
        return (correction,)
    found = [Possible(follow.kind, follow.category, last) for follow in category.follow_ups if follow.category in known]
    ends = FollowKind.ALL_CLEAR in _roles(category.id, catalogue) and category.id != _GENERIC
    if not ends and category.id not in {CORRECTION, *(one.category for one in found)}:
        found.append(Possible(FollowKind.REPETITION, category.id, last))
    return (correction, *found)


def begin(thread: Sequence[Told], wanted: Possible, catalogue: Catalogue, office: Office, now: datetime) -> Begun:
    """What a follow-up begins with: all that it shares with what it follows, and the reference to it.

    What is over by now is asked for anew; so are the fields that only the new notice has. Raises
    InputError("unknown_category").
    """
    told = {one.id: one for one in thread}
    parent, subject = told[wanted.parent], subject_of(thread, wanted.parent)
    category, former = catalogue.get(wanted.category), category_of(catalogue, subject.category)
    rule = next((one for one in former.follow_ups if one.category == category.id), None) if former else None
    shared = {one.id: one.type for one in former.fields} if former else {}
    moment = local(now, office)
    fields: dict[str, Any] = {}
    for one in category.fields:
        if (usual := one.default_for(office)) is not None:
            fields[one.id] = usual
        taken = rule.taken.get(one.id, "") if rule else ""
        if one.type is FieldType.NOTICE_REF:
            fields[one.id] = reference(parent, catalogue, office, now)
        elif rule and one.id in rule.fields:
            fields[one.id] = rule.fields[one.id]
        elif taken:
            value = _taken(subject.fields, taken)
            if value is not None and (not one.past or not _is_still_to_come(value, moment)):
                fields[one.id] = value
        elif shared.get(one.id) is one.type:
            value = subject.fields.get(one.id)
            if value not in (None, "") and not _is_over(one, value, moment):
                fields[one.id] = value[: one.maximum or None] if isinstance(value, list) else value
    return Begun(wanted, fields, subject.zones, parent.channels, parent.title)


def reference(parent: Told, catalogue: Catalogue, office: Office, now: datetime) -> str:
    """A notice as another one speaks of it: ``19 agosto alle 10:05 («Manca l'acqua a Fornacette»)``.

    The title of an alert is left out: it names a colour, which may no longer be the one in force.
    """
    said = periods.sent_at(local(parent.sent, office), local(now, office).year)
    category = category_of(catalogue, parent.category)
    if category is None or category.alert or parent.category == CORRECTION:
        return said
    return f"{said} («{parent.title}»)"


def subject_of(thread: Sequence[Told], notice: int) -> Told:
    """The notice whose subject this one speaks of: itself, or what a correction corrects."""
    told = {one.id: one for one in thread}
    one = told[notice]
    while one.category == CORRECTION and one.follows in told:
        one = told[one.follows]
    return one


def is_over(thread: Sequence[Told], catalogue: Catalogue) -> bool:
    """Whether an all-clear has ended what the thread is about."""
    return any(kind is FollowKind.ALL_CLEAR for kind in kinds(thread, catalogue).values())


def kinds(thread: Sequence[Told], catalogue: Catalogue) -> dict[int, FollowKind]:
    """By notice, what each of a thread does to the one that it follows; the first one is left out."""
    told = {one.id: one for one in thread}
    return {
        one.id: kind_of(one.category, subject_of(thread, one.follows).category, catalogue)
        for one in thread
        if one.follows in told
    }


def kind_of(category: str, followed: str, catalogue: Catalogue) -> FollowKind:
    """What a notice of ``category`` does to one of the category ``followed``."""
    if category == CORRECTION:
        return FollowKind.CORRECTION
    rules = next((one.follow_ups for one in catalogue if one.id == followed), ())
    for rule in rules:
        if rule.category == category:
            return rule.kind
    if category != _GENERIC and FollowKind.ALL_CLEAR in _roles(category, catalogue):
        return FollowKind.ALL_CLEAR
    return FollowKind.REPETITION if category == followed else FollowKind.UPDATE


def ends_at(one: Told, catalogue: Catalogue) -> datetime | None:
    """When what this notice told of ends, by its category's ``end_fields``; local, None where none is filled in."""
    category = category_of(catalogue, one.category)
    for name in category.end_fields if category else ():
        if found := max(_moments(one.fields.get(name)), default=None):
            return found
    return None


def begins_at(one: Told, catalogue: Catalogue) -> datetime | None:
    """When what this notice told of begins: where its period begins, or on the first of its days; local.

    None where neither was told: it began at once, or is a deadline, which only ends.
    """
    category = category_of(catalogue, one.category)
    for name in (category.valid_until, *category.end_fields) if category else ():
        value = one.fields.get(name)
        value = value.get("inizio") if isinstance(value, Mapping) else value if isinstance(value, list) else None
        if found := min(_moments(value, of_day=timedelta(0)), default=None):
            return found
    return None


def promised_for(one: Told, catalogue: Catalogue) -> datetime | None:
    """The moment for which this notice promised to tell more; local, None where it promised nothing."""
    category = category_of(catalogue, one.category)
    return max(_moments(one.fields.get(category.promise)), default=None) if category and category.promise else None


def may_have_it(counts: Mapping[str, int]) -> int:
    """How many of a channel's deliveries, by state, arrived or may have arrived."""
    return sum(counts.get(state, 0) for state in MAY_HAVE_ARRIVED)


def _roles(category: str, catalogue: Catalogue) -> frozenset[FollowKind]:
    return frozenset(rule.kind for one in catalogue for rule in one.follow_ups if rule.category == category)


def _taken(fields: Mapping[str, Any], place: str) -> Any:
    """The value of a field, or one end of its period: ``periodo.fine``."""
    name, _, end = place.partition(".")
    value = fields.get(name)
    if f".{end}" in _ENDS:
        return value.get(end) if isinstance(value, Mapping) else None
    return value


def _is_over(one: Field, value: Any, now: datetime) -> bool:
    """Whether a value speaks only of what is past; a field that may lie in the past keeps it."""
    if one.past or one.type not in _TIMED:
        return False
    last = max(_moments(value), default=None)
    return last is not None and last <= now


def _is_still_to_come(value: Any, now: datetime) -> bool:
    return any(moment > now for moment in _moments(value))


_TIMED = frozenset({FieldType.DATE, FieldType.DATES, FieldType.DATETIME, FieldType.PERIOD})


def _moments(value: Any, of_day: timedelta = timedelta(days=1)) -> Iterator[datetime]:
    """The local moments in a raw value; for a day the one so long after its begin: usually it counts until its end."""
    if isinstance(value, Mapping):
        value = list(value.values())
    for item in value if isinstance(value, (list, tuple)) else [value]:
        try:
            read = datetime.fromisoformat(item) if isinstance(item, str) else item
        except ValueError:
            continue
        if isinstance(read, datetime):
            is_day = isinstance(item, str) and len(item.strip()) <= len("2026-11-30")
            yield read.replace(tzinfo=None) + is_day * of_day
        elif isinstance(read, date):
            yield datetime(read.year, read.month, read.day) + of_day


def category_of(catalogue: Catalogue, id: str) -> Category | None:
    """The category with this id; None where this version does not have it any more."""
    return next((one for one in catalogue if one.id == id), None)
