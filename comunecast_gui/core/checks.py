# SPDX-License-Identifier: EUPL-1.2
"""Finds the mistakes that towns really made, before a notice goes out."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from comunecast_gui.core.categories import Category
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.fields import Finding
from comunecast_gui.core.model import Draft, Office
from comunecast_gui.core.places import Municipality, Streets, load_jargon, load_municipalities
from comunecast_gui.core.sentences import fill


class Severity(StrEnum):
    """error blocks sending, warning must be accepted, hint may be ignored."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check found, in words; ``field`` is the field's id or empty for the whole notice."""

    check: str
    field: str
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class Rules:
    """Severity and sentence of every check, in one language."""

    severities: Mapping[str, Severity]
    sentences: Mapping[str, str]

    @classmethod
    def load(cls, path: Path, language: str = "it") -> Rules:
        """Reads ``checks.toml``. Raises ConfigError("resource_file")."""
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            return cls(
                {id: Severity(rule["severity"]) for id, rule in data.items()},
                {id: rule[language] for id, rule in data.items()},
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ConfigError("resource_file", file=path.name, reason=str(error)) from error

    def problem(self, finding: Finding) -> Problem:
        """A finding with its severity and its sentence."""
        values = {"field": finding.field, "label": finding.field, **finding.values}
        message = fill(self.sentences[finding.check], values)
        return Problem(finding.check, finding.field, self.severities[finding.check], message)


@dataclass(frozen=True, slots=True)
class RecentNotice:
    """A notice sent lately: its category, plain text and moment (aware)."""

    category: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """An alert whose end (aware) has passed or will pass, without an all-clear so far."""

    notice: int
    sent: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What the checks know besides the notice; a check without its data stays silent.

    ``channels`` are the names of the configured channels. ``bulletin_level`` is the level of the loaded bulletin
    for the office's alert zone, ``bulletin_at`` when it was issued (aware).
    """

    rules: Rules
    streets: Streets | None = None
    jargon: Mapping[str, str] = field(default_factory=dict)
    municipalities: tuple[Municipality, ...] = ()
    recent: tuple[RecentNotice, ...] = ()
    bulletin_level: str = ""
    bulletin_at: datetime | None = None
    channels: tuple[str, ...] = ()
    open_alerts: tuple[OpenAlert, ...] = ()
    sent_today: int = 0

    @classmethod
    def load(cls, resources: Path, language: str = "it", streets: Path | None = None) -> CheckContext:
        """Reads checks, jargon and municipalities from ``resources``; ``streets`` is the town's own street file."""
        return cls(
            rules=Rules.load(resources / "checks.toml", language),
            streets=Streets.load(streets) if streets else None,
            jargon=load_jargon(resources / "language" / "it.toml"),
            municipalities=load_municipalities(resources / "zones" / "toscana.csv"),
        )


def check(category: Category, draft: Draft, office: Office, at: datetime, context: CheckContext) -> tuple[Problem, ...]:
    """Everything that is or may be wrong with the notice if it goes out at ``at`` (aware), the gravest first."""
    raise NotImplementedError


def blocking(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems that forbid sending."""
    return tuple(problem for problem in problems if problem.severity is Severity.ERROR)


def warnings(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems that must be seen and accepted."""
    return tuple(problem for problem in problems if problem.severity is Severity.WARNING)
