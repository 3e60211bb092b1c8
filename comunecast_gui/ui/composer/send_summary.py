# SPDX-License-Identifier: EUPL-1.2
"""Collects what the confirmation tells a person before sending."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from comunecast_gui.core import periods
from comunecast_gui.core.content import Content
from comunecast_gui.core.messaging_limit import Allowance
from comunecast_gui.core.model import ChannelKind, Office, Period, PriceCategory, kind_of
from comunecast_gui.core.notice.categories import LEVEL, FieldType
from comunecast_gui.core.notice.checks.check import Problem, Severity
from comunecast_gui.core.notice.compose import Composed
from comunecast_gui.core.notice.costs import Estimate, estimate
from comunecast_gui.core.notice.preflight import Preflight
from comunecast_gui.core.periods import local
from comunecast_gui.core.report.outlook import Prospect
from comunecast_gui.store.approval.approval_requests import Needed
from comunecast_gui.ui.runtime.window_services import OfficeInfo, SendingServices
from comunecast_gui.ui.widgets import labels


@dataclass(frozen=True, slots=True)
class Summary:
    """The data shown in the confirmation."""

    title: str
    channels: tuple[str, ...]
    titles: Mapping[str, str]
    people: Mapping[str, int]
    per_second: Mapping[str, float]
    problems: tuple[Problem, ...]
    estimate: Estimate | None = None
    confirm_word: str = ""
    training: bool = False
    when: tuple[str, str] | None = None
    """The name of the first period, day or moment of the notice, and how it reads."""
    level: str = ""
    """The level of an alert."""
    zones: tuple[str, ...] | None = None
    """The zones that it is for, none for the whole town; None where the office has none."""
    topic: str = ""
    """The topic that a person may have chosen not to get."""
    changed: bool = False
    """Whether it is asked a second time, because what was confirmed is no longer true."""
    unready: Mapping[str, str] = field(default_factory=dict)
    """By channel, why it could not send now."""
    later: frozenset[str] = frozenset()
    """Those of them for which the notice would stay queued until a person resumes it."""
    generic: bool = False
    """Whether the generic template could carry it on WhatsApp."""
    needed: Needed | None = None
    """Why a second person has to see it before it goes out, and who that may be."""

    contents: Mapping[str, Content] = field(default_factory=dict)
    """By channel, the very message that goes out; of a frozen notice, so that nothing of it changes any more."""
    due: str = ""
    """When it goes out, in words; empty: at once."""
    office: Office | None = None
    """Who sends it, as the messages show it."""
    at: datetime | None = None
    """The office's local time at which it goes out."""

    @property
    def now(self) -> tuple[str, ...]:
        """The channels on which it would go out now."""
        return tuple(name for name in self.channels if name not in self.later)


def summarize(
    composed: Composed,
    info: OfficeInfo,
    services: SendingServices,
    people: Mapping[str, int],
    day: date,
    found: Preflight,
    *,
    changed: bool = False,
    needed: Needed | None = None,
) -> Summary:
    """What the confirmation says of a notice that nothing blocks; ``day`` decides the price list.

    ``changed``: it is asked a second time, because what was confirmed is no longer true.
    """
    notice, category = composed.notice, composed.category
    if notice is None:
        raise ValueError("something blocks this notice")
    reached = [people.get(name, 0) for name in composed.contents if kind_of(name) is ChannelKind.WHATSAPP]
    cost, surprises, expected = None, [], composed.whatsapp_category.whatsapp.price_category
    if reached:
        cost = estimate(services.rates, found.price or expected, notice.text, sum(reached), day)
        if cost.price_category is PriceCategory.MARKETING and expected is PriceCategory.UTILITY:
            cheap = estimate(services.rates, expected, notice.text, sum(reached), day)
            surprises.append(_dearer(cost, cheap))
        if found.allowance:
            surprises.append(_over_the_limit(found.allowance, sum(reached)))
    levels = [str(notice.fields.get(one.id, "")) for one in category.fields if one.type is FieldType.ALERT_LEVEL]
    level = str(notice.fields.get(LEVEL, ""))  # that in force: an orange one that follows a red one is orange
    word = category.confirm_word.get(level, "")
    return Summary(
        title=notice.title,
        channels=tuple(composed.contents),
        titles=info.channel_titles,
        people=people,
        per_second=services.per_second,
        problems=(*surprises, *_told_of_channels(found, info), *composed.problems),
        estimate=cost,
        confirm_word=word,
        training=info.training,
        when=_when(composed, info),
        level=level or next(iter(levels), ""),
        zones=composed.zones if info.office.offer.zones else None,
        topic=composed.topic,
        changed=changed,
        unready={name: info.sentences.of(error, queued=False) for name, error in found.unready.items()},
        later=found.blocked,
        generic=found.generic is not None,
        needed=needed,
        contents=composed.contents,
        due=labels.local_moment(local(notice.due, info.office), local(notice.at, info.office)) if notice.due else "",
        office=info.office,
        at=local(notice.due or notice.at, info.office),
    )


def _when(composed: Composed, info: OfficeInfo) -> tuple[str, str] | None:
    """The first period, moment or day of the notice, as people will read it."""
    year = local(info.clock.now(), info.office).year
    for one in composed.category.fields:
        value = composed.values.get(one.id)
        if isinstance(value, Period):
            return one.label, periods.period(value, year)
        if isinstance(value, datetime):
            return one.label, periods.moment(value, year)
        if isinstance(value, date):
            return one.label, periods.day(value, year)
    return None


def _told_of_channels(found: Preflight, info: OfficeInfo) -> Iterator[Problem]:
    """What is worth a look on the channels now; of those that are not ready, why stands in their own row."""
    for one in found.outlook:
        if one.prospect is not Prospect.GOES and one.channel not in found.unready:
            severity = Severity.WARNING if one.prospect is Prospect.STOPPED else Severity.HINT
            title = labels.channel_title(one.channel, info.channel_titles)
            yield Problem("outlook", "", severity, f"{title}: {one.sentence}")


def _dearer(dear: Estimate, cheap: Estimate) -> Problem:
    text = QCoreApplication.translate(
        "Summary",
        "Meta has put this template among the promotional messages: sending costs at most {dear} instead of {cheap}.",
    )
    message = text.format(dear=euro(dear.whatsapp_eur), cheap=euro(cheap.whatsapp_eur))
    return Problem("template_dearer", "", Severity.WARNING, message)


def _over_the_limit(allowance: Allowance, people: int) -> Problem:
    text = QCoreApplication.translate(
        "Summary",
        "Meta lets the office reach {left} more people in these 24 hours: the notice goes out over {days} days.",
    )
    message = text.format(left=labels.number(allowance.left), days=allowance.days(people))
    return Problem("over_the_limit", "", Severity.WARNING, message)


def euro(amount: Decimal) -> str:
    """``12,90 €``; smaller amounts with as many digits as they need."""
    digits = 2 if amount >= Decimal("0.1") or amount == 0 else 4
    return labels.euro(amount, digits)
