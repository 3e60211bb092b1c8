# SPDX-License-Identifier: EUPL-1.2
"""What Meta reports about the office's templates, number and account (never about a person), and how serious it is.

Sources: Meta, webhook references of ``message_template_status_update``, ``template_category_update``,
``message_template_quality_update``, ``phone_number_quality_update``, ``business_capability_update``,
``account_update`` and ``account_alerts``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class MetaMatter(StrEnum):
    """The subject of a piece of news; the newest news of a matter and subject is the valid one."""

    TEMPLATE_STATUS = "template_status"
    TEMPLATE_CATEGORY = "template_category"
    TEMPLATE_QUALITY = "template_quality"
    NUMBER_QUALITY = "number_quality"
    LIMIT = "limit"
    ACCOUNT = "account"
    RESTRICTION = "restriction"
    ALERT = "alert"

    @property
    def of_template(self) -> bool:
        """Whether the subject is a template."""
        return self.value.startswith("template_")

    @property
    def of_account(self) -> bool:
        """Whether it is about the account or the number, of which only a webhook tells."""
        return self in (MetaMatter.NUMBER_QUALITY, MetaMatter.ACCOUNT, MetaMatter.RESTRICTION, MetaMatter.ALERT)


class Weight(StrEnum):
    """How serious a piece of news is, and so what to do about it."""

    NOTED = "noted"
    """Kept; nobody is disturbed."""
    GOOD = "good"
    WARNING = "warning"
    GRAVE = "grave"
    """Notices do not go out while it holds."""


@dataclass(frozen=True, slots=True)
class MetaNews:
    """One thing that Meta reported.

    ``subject`` is a template's name with its ``language``, a kind of restriction, or empty. ``until`` is the end of a
    restriction, or the day of a change that is announced. ``detail`` is Meta's sentence, free of numbers.
    """

    matter: MetaMatter
    at: datetime
    event: str = ""
    subject: str = ""
    language: str = ""
    value: str = ""
    before: str = ""
    until: datetime | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ToldNews:
    """A piece of news as a person reads it; ``id`` is what it is closed by."""

    id: int
    weight: Weight
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How serious a piece of news is; its sentence has the ``code`` under ``[meta]``."""

    weight: Weight
    code: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


_NOTED = Verdict(Weight.NOTED)
_STOPS_TEMPLATE = frozenset(
    {"PAUSED", "DISABLED", "REJECTED", "LOCKED", "LIMIT_EXCEEDED", "ARCHIVED", "PENDING_DELETION", "DELETED"}
)
_BACK = {"REINSTATED": "APPROVED", "UNARCHIVED": "APPROVED", "UNLOCKED": "APPROVED", "UNPAUSED": "APPROVED"}
"""Events that are named otherwise than the status they lead to (Meta: "Template management")."""
ACCOUNT_EVENTS = frozenset(
    {
        "DISABLED_UPDATE",
        "ACCOUNT_DELETED",
        "ACCOUNT_OFFBOARDED",
        "ACCOUNT_RECONNECTED",
        "PARTNER_APP_INSTALLED",
        "PARTNER_APP_UNINSTALLED",
        "PARTNER_ADDED",
        "PARTNER_REMOVED",
    }
)
"""What happens to an account as a whole: each takes the place of the one before (Meta: ``account_update``)."""
_STOPS_ACCOUNT = frozenset({"ACCOUNT_DELETED", "ACCOUNT_OFFBOARDED", "PARTNER_APP_UNINSTALLED", "PARTNER_REMOVED"})
_STOPS_NOTICES = "RESTRICTED_BIZ_INITIATED_MESSAGING"
_STOPS_ANSWERS = "RESTRICTED_CUSTOMER_INITIATED_MESSAGING"


def template_status(event: str) -> str:
    """The status that an event leads to; empty for one that leaves the status as it is (``FLAGGED``)."""
    return "" if event == "FLAGGED" else _BACK.get(event, event)


def in_force(news: MetaNews, now: datetime) -> bool:
    """Whether the news still holds: a restriction ends by itself on its day."""
    return news.matter is not MetaMatter.RESTRICTION or news.until is None or news.until > now


def weigh(news: MetaNews) -> Verdict:
    """How serious a piece of news is for an office that sends notices; unknown news is recorded and shown to nobody."""
    return _WEIGHED[news.matter](news)


def _template_status(news: MetaNews) -> Verdict:
    values = {"template": news.subject, "status": news.event, "reason": news.detail or "-"}
    if news.event in _STOPS_TEMPLATE:
        return Verdict(Weight.WARNING, "template_stopped", values)
    if news.event == "FLAGGED":
        return Verdict(Weight.WARNING, "template_poor", values)
    return _NOTED


def _template_category(news: MetaNews) -> Verdict:
    if news.value != "MARKETING" or news.before == "MARKETING":
        return _NOTED
    if news.until is not None:
        return Verdict(Weight.WARNING, "template_will_be_dearer", {"template": news.subject, "date": news.until})
    return Verdict(Weight.WARNING, "template_dearer", {"template": news.subject})


def _template_quality(news: MetaNews) -> Verdict:
    if news.value != "RED":
        return _NOTED
    return Verdict(Weight.WARNING, "template_poor", {"template": news.subject})


def _number_quality(news: MetaNews) -> Verdict:
    return Verdict(Weight.WARNING, "number_flagged") if news.event == "FLAGGED" else _NOTED


def _alert(news: MetaNews) -> Verdict:
    what = news.detail or news.value
    if news.event not in ("CRITICAL", "WARNING") or not what:
        return _NOTED
    return Verdict(Weight.WARNING, "alert", {"what": what})


def _limit(news: MetaNews) -> Verdict:
    now, before = people(news.value), people(news.before)
    if before is None or now is None or now == before:
        return _NOTED
    code = "limit_lowered" if now < before else "limit_raised"
    values = {"people": "" if now >= UNLIMITED else now, "limit": news.value}
    if now >= UNLIMITED:
        code = "limit_gone"
    return Verdict(Weight.WARNING if now < before else Weight.GOOD, code, values)


UNLIMITED = 10**9


def people(limit: str) -> int | None:
    """How many people a limit in Meta's words allows (``TIER_2K``, ``2000``, ``-1``); None if it says nothing."""
    if limit in ("TIER_UNLIMITED", "-1"):
        return UNLIMITED
    text = limit.removeprefix("TIER_")
    factor = 1000 if text.endswith("K") else 1
    text = text.removesuffix("K")
    return int(text) * factor if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _restriction(news: MetaNews) -> Verdict:
    values = {"what": news.subject, "until": news.until or "-"}
    if news.subject == _STOPS_NOTICES:
        return Verdict(Weight.GRAVE, "restricted_notices" if news.until else "restricted_notices_openly", values)
    if news.subject == _STOPS_ANSWERS:
        return Verdict(Weight.GRAVE, "restricted_answers" if news.until else "restricted_answers_openly", values)
    return Verdict(Weight.WARNING, "restricted", values)


def _account(news: MetaNews) -> Verdict:
    if news.event == "DISABLED_UPDATE":
        if news.value.startswith("REINSTATE"):
            return Verdict(Weight.GOOD, "account_back")
        later = news.value.startswith("SCHEDULE")
        return Verdict(Weight.WARNING if later else Weight.GRAVE, "account_will_be_off" if later else "account_off")
    if news.event in _STOPS_ACCOUNT:
        return Verdict(Weight.GRAVE, "account_gone", {"event": news.event})
    if news.event == "ACCOUNT_VIOLATION":
        return Verdict(Weight.WARNING, "account_violation", {"what": news.value or "-"})
    return _NOTED


_WEIGHED: Mapping[MetaMatter, Callable[[MetaNews], Verdict]] = {
    MetaMatter.TEMPLATE_STATUS: _template_status,
    MetaMatter.TEMPLATE_CATEGORY: _template_category,
    MetaMatter.TEMPLATE_QUALITY: _template_quality,
    MetaMatter.NUMBER_QUALITY: _number_quality,
    MetaMatter.LIMIT: _limit,
    MetaMatter.ACCOUNT: _account,
    MetaMatter.RESTRICTION: _restriction,
    MetaMatter.ALERT: _alert,
}
