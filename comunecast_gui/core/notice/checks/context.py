# SPDX-License-Identifier: EUPL-1.2
"""The data that every check gets, and the problems and severities that it returns."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from comunecast_gui.core.bulletin.forecast import Forecast
from comunecast_gui.core.content import Content
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.model import ChannelKind, Draft, FollowKind, Office
from comunecast_gui.core.notice.categories import Catalogue, Category, Field, FieldType
from comunecast_gui.core.notice.field_kinds import KINDS, Prose, as_text
from comunecast_gui.core.notice.fields import Finding
from comunecast_gui.core.notice.follow_up import kind_of
from comunecast_gui.core.notice.render import Written
from comunecast_gui.core.periods import local
from comunecast_gui.core.places import Municipalities, Municipality, Streets, file_stem, load_jargon, town_of
from comunecast_gui.core.sentences import cut_short, fill

DESCRIPTION = Field("attachments", "Descrizione dell'allegato", FieldType.TEXT)
"""The description of a picture or a document: people read it on WhatsApp, so it is checked like any other text."""
_WRITTEN = frozenset(type for type, kind in KINDS.items() if kind.prose is Prose.SENTENCES)


class Severity(StrEnum):
    """error blocks sending, warning must be accepted, hint may be ignored."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Mend:
    """What one press does in one field: ``new`` takes the place of ``old``, which begins at ``start``.

    ``item`` is the place of a row among the filled rows of a list, 0 for a field with one text. Without words, the part
    of the field that is missing takes the focus.
    """

    field: str
    old: str = ""
    new: str = ""
    start: int = 0
    item: int = 0

    @property
    def writes(self) -> bool:
        """Whether it puts words in the place of others."""
        return bool(self.old)


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check found, in words; ``field`` is the field's id or empty for the whole notice."""

    check: str
    field: str
    severity: Severity
    message: str
    mend: Mend | None = None
    """What one press does about it, where there is one right answer."""
    follows: int = 0
    """The notice to go on with instead, where it says that already; 0 for none."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Severity and sentence of every check, in one language; ``kinds`` says what each type of field takes."""

    severities: Mapping[str, Severity]
    sentences: Mapping[str, str]
    kinds: Mapping[str, str]

    @classmethod
    def load(cls, path: Path, language: str = "it") -> Rules:
        """Reads ``checks.toml``. Raises ConfigError("resource_file")."""
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            kinds = {kind: words[language] for kind, words in data.pop("expected").items()}
            return cls(
                {id: Severity(rule["severity"]) for id, rule in data.items()},
                {id: rule[language] for id, rule in data.items()},
                kinds,
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ConfigError("resource_file", file=path.name, reason=str(error)) from error

    def problem(self, finding: Finding) -> Problem:
        """A finding with its severity and its sentence."""
        values = {"field": finding.field, "label": finding.field, **finding.values}
        if "expected" in values:
            values["expected"] = self.kinds.get(str(values["expected"]), values["expected"])
        message = fill(self.sentences[finding.check], {name: cut_short(value) for name, value in values.items()})
        return Problem(finding.check, finding.field, self.severities[finding.check], message)


@dataclass(frozen=True, slots=True)
class RecentNotice:
    """A notice sent lately: its category, plain text and moment (aware); the rest serves to see what is still open."""

    category: str
    text: str
    at: datetime
    id: int = 0
    valid_until: datetime | None = None
    follows: int | None = None
    title: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """Its raw values, as they were queued."""
    later: datetime | None = None
    """When it shall go out (aware), as long as it waits for its hour."""


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """An alert whose end (aware) has passed or will pass, without an all-clear so far."""

    notice: int
    sent: datetime
    end: datetime
    closed_by: frozenset[str] = frozenset()
    """Categories of which a notice closes it."""


_REPLACES = (FollowKind.UPDATE, FollowKind.ALL_CLEAR)


def open_alerts(recent: Iterable[RecentNotice], catalogue: Catalogue, at: datetime) -> tuple[OpenAlert, ...]:
    """The alerts that ended before ``at`` and that nothing closed since."""
    return tuple(alert for alert in standing_alerts(recent, catalogue) if alert.end < at)


def standing_alerts(recent: Iterable[RecentNotice], catalogue: Catalogue) -> tuple[OpenAlert, ...]:
    """The alerts that nothing closed since, over or not, the oldest first.

    An alert is a notice of a category with a follow-up that reminds. It is closed by a later notice of that
    follow-up's category, by a later alert, or by a notice that follows it, unless that only corrects or repeats it.
    """
    closing = {
        category.id: {follow.category for follow in category.follow_ups if follow.reminder} for category in catalogue
    }
    alerts = {id for id, closers in closing.items() if closers}
    sent = sorted(recent, key=lambda notice: notice.at)
    return tuple(
        OpenAlert(alert.id, alert.at, alert.valid_until, frozenset(closing[alert.category]))
        for place, alert in enumerate(sent)
        if alert.category in alerts
        and alert.valid_until
        and not any(
            later.category in closing[alert.category] | alerts
            or (later.follows == alert.id and kind_of(later.category, alert.category, catalogue) in _REPLACES)
            for later in sent[place + 1 :]
        )
    )


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What the checks know besides the notice; a check whose data is missing finds nothing.

    ``channels`` are the names of the configured channels, ``templates`` those of the approved WhatsApp templates.
    ``bulletin`` is what the bulletins that were read say of the office's alert zone, day by day. ``municipalities``
    are the towns of the office's region, ``towns`` the names of all in Italy, under the same in small letters.
    """

    rules: Rules
    streets: Streets | None = None
    jargon: Mapping[str, str] = field(default_factory=dict)
    municipalities: tuple[Municipality, ...] = ()
    towns: Mapping[str, str] = field(default_factory=dict)
    recent: tuple[RecentNotice, ...] = ()
    bulletin: tuple[Forecast, ...] = ()
    channels: tuple[str, ...] = ()
    templates: frozenset[str] = frozenset()
    open_alerts: tuple[OpenAlert, ...] = ()
    sent_today: int = 0
    addresses: Mapping[str, str] = field(default_factory=dict)
    """By channel, the public page on which everybody can read its posts."""
    asked_about: tuple[RecentNotice, ...] = ()
    """What waits for a second person; it has no number yet."""

    @classmethod
    def load(cls, resources: Path, language: str = "it", *, office: Office | None = None) -> CheckContext:
        """Reads checks, jargon, the towns of the office's region and, where there is one, the streets of its town."""
        italy = Municipalities.load(resources / "towns") if office else None
        around = italy.around(office.name, office.alert_zone) if italy and office else ()
        streets = resources / "streets" / f"{file_stem(town_of(office.name))}.toml" if office else None
        return cls(
            rules=Rules.load(resources / "checks.toml", language),
            streets=Streets.load(streets) if streets and streets.is_file() else None,
            jargon=load_jargon(resources / "plain_language" / "it.toml"),
            municipalities=around,
            towns={town.name.casefold(): town.name for town in italy.all} if italy else {},
        )


@dataclass(frozen=True, slots=True)
class Subject:
    """A notice under examination: ``at`` is the aware moment of sending, ``now`` the same as naive local time.

    ``text`` is the plain text without the signature, ``contents`` what goes out on each kind of channel that is chosen,
    ``faults`` what was wrong with the raw values.
    """

    category: Category
    draft: Draft
    office: Office
    at: datetime
    now: datetime
    values: Mapping[str, Any]
    faults: tuple[Finding, ...]
    text: str
    contents: Mapping[ChannelKind, Content]
    context: CheckContext

    @classmethod
    def of(cls, written: Written, contents: Mapping[ChannelKind, Content], context: CheckContext) -> Subject:
        return cls(
            category=written.category,
            draft=written.draft,
            office=written.office,
            at=written.at,
            now=local(written.at, written.office),
            values=written.values,
            faults=written.faults,
            text=written.text,
            contents=contents,
            context=context,
        )

    def each(self, *types: FieldType) -> Iterator[tuple[Field, Any]]:
        """The filled fields of these types with their typed values."""
        for one in self.category.fields:
            if one.type in types and one.id in self.values:
                yield one, self.values[one.id]

    def written(self) -> Iterator[tuple[Field, str]]:
        """What the officer wrote freely, except what is quoted as wrong (a correction's old words)."""
        for one, value in self.each(*_WRITTEN):
            if not one.quoted:
                yield one, as_text(one.type, value)
        for attachment in self.draft.attachments:
            yield DESCRIPTION, attachment.alt
