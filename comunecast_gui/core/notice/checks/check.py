# SPDX-License-Identifier: EUPL-1.2
"""Runs all checks on a notice before it goes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from comunecast_gui.core.content import Content
from comunecast_gui.core.model import ChannelKind
from comunecast_gui.core.notice.checks.circumstances import CIRCUMSTANCE_CHECKS
from comunecast_gui.core.notice.checks.context import (
    CheckContext,
    Mend,
    OpenAlert,
    Problem,
    RecentNotice,
    Rules,
    Severity,
    Subject,
    open_alerts,
)
from comunecast_gui.core.notice.checks.mends import mend_of
from comunecast_gui.core.notice.checks.texts import TEXT_CHECKS
from comunecast_gui.core.notice.checks.times import TIME_CHECKS
from comunecast_gui.core.notice.fields import Finding
from comunecast_gui.core.notice.render import Written

__all__ = [
    "CheckContext",
    "Mend",
    "OpenAlert",
    "Problem",
    "RecentNotice",
    "Rules",
    "Severity",
    "blocking",
    "check",
    "open_alerts",
    "warnings",
]

_CHECKS: tuple[Callable[[Subject], Iterator[Finding]], ...] = (*TIME_CHECKS, *TEXT_CHECKS, *CIRCUMSTANCE_CHECKS)
_RANK = {severity: rank for rank, severity in enumerate(Severity)}


def check(written: Written, contents: Mapping[ChannelKind, Content], context: CheckContext) -> tuple[Problem, ...]:
    """All problems of a notice, the most serious first; ``contents`` is what would go out on each channel."""
    subject = Subject.of(written, contents, context)
    found = [*subject.faults, *(finding for one in _CHECKS for finding in one(subject))]
    problems = dict.fromkeys(
        replace(
            context.rules.problem(finding),
            mend=mend_of(finding, subject),
            follows=int(str(finding.values.get("goes_on_with", 0))),
        )
        for finding in found
    )
    order = {one.id: place for place, one in enumerate(written.category.fields)}
    return tuple(sorted(problems, key=lambda one: (_RANK[one.severity], order.get(one.field, len(order)))))


def blocking(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems that forbid sending."""
    return tuple(problem for problem in problems if problem.severity is Severity.ERROR)


def warnings(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems that must be seen and accepted."""
    return tuple(problem for problem in problems if problem.severity is Severity.WARNING)
