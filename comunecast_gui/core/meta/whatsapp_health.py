# SPDX-License-Identifier: EUPL-1.2
"""Judges from Meta's answers whether WhatsApp works for an office: facts in, findings out, no network.

Sources: Meta, "Business phone numbers", "Messaging limits", "Template management", "Manage webhooks"
(``subscribed_apps``), "Access tokens" (``debug_token``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from comunecast_gui.core.errors import Misconfigured, SendError
from comunecast_gui.core.messaging_limit import allowance
from comunecast_gui.core.meta.news import MetaNews, Weight, in_force, weigh
from comunecast_gui.core.model import PriceCategory

MESSAGING = "whatsapp_business_messaging"
MANAGEMENT = "whatsapp_business_management"
EXPIRES_SOON = timedelta(days=14)
"""How long before its end a key is worth a warning: long enough for who makes a new one to be back from holidays."""
_NOT_FOUND = frozenset({"whatsapp_100", "whatsapp_33"})
"""What Meta answers for an id that does not exist, is of another kind, or is out of the key's sight (Graph API: 100
with the subcode 33)."""
_WORKING = frozenset({"CONNECTED", "FLAGGED", "RATE_LIMITED", "RESTRICTED"})
"""States of a number that can still send (Meta: "Business phone numbers", status)."""
_STOPPED = frozenset({"PAUSED", "DISABLED", "REJECTED", "LOCKED", "ARCHIVED", "LIMIT_EXCEEDED"})
_NAMES_SHOWN = 5


class Part(StrEnum):
    """The part of WhatsApp that was examined."""

    TOKEN = "token"  # noqa: S105 - a part, not a secret
    NUMBER = "number"
    TEMPLATES = "templates"
    WEBHOOKS = "webhooks"
    ACCOUNT = "account"
    LIMIT = "limit"
    PAYMENT = "payment"


class Grade(StrEnum):
    """How good a finding is: fine, works but worth a look, or broken."""

    FINE = "fine"
    LOOK = "look"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding about a part."""

    part: Part
    grade: Grade
    code: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    error: SendError | None = None


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """What Meta says of the access token; ``expires_at`` is None for one that never ends.

    ``accounts`` are the ids of the WhatsApp accounts that it names, ``user`` is the system user that it belongs to;
    both are empty where Meta does not say.
    """

    app_id: str
    valid: bool
    scopes: frozenset[str]
    expires_at: datetime | None = None
    accounts: tuple[str, ...] = ()
    user: str = ""


@dataclass(frozen=True, slots=True)
class NumberFacts:
    """The office's number in Meta's words. ``limit`` is TIER_250, TIER_2K... : different people in moving 24 hours.

    ``can_send`` is AVAILABLE, LIMITED or BLOCKED (Meta: "Messaging and Calling Health Status"); ``reasons`` are Meta's
    own words, ``faults`` their codes. ``verified`` is VERIFIED once somebody typed the code that Meta sent to the
    number.
    """

    display: str = ""
    verified_name: str = ""
    quality: str = ""
    limit: str = ""
    throughput: str = ""
    status: str = ""
    name_status: str = ""
    can_send: str = ""
    reasons: tuple[str, ...] = ()
    faults: frozenset[int] = frozenset()
    verified: str = ""


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """A template of ours as Meta has it, and the price category that it was submitted under."""

    name: str
    status: str
    category: str
    expected: PriceCategory
    quality: str = ""

    @property
    def sendable(self) -> bool:
        """Whether Meta takes it now (Meta: "Template management")."""
        return self.status == "APPROVED"


@dataclass(frozen=True, slots=True)
class Subscription:
    """The apps that hear the account's webhooks, id to name; ``callbacks`` are addresses other than the app's own."""

    apps: Mapping[str, str]
    callbacks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WhatsAppFacts:
    """What the settings say and what Meta answered; a question that failed holds its error in place of the answer."""

    number_id: str
    account_id: str
    token: TokenFacts | SendError
    number: NumberFacts | SendError
    account_numbers: frozenset[str] | SendError
    templates: Sequence[TemplateFacts] | SendError
    subscription: Subscription | SendError
    app_id: str = ""
    display_phone: str = ""
    webhook_url: str = ""
    """Where the office's relay hears Meta; empty where there is none."""
    news: Sequence[MetaNews] = ()
    """What Meta told last of each matter."""
    people: int = 0
    """How many people a notice to all of them goes to."""
    reached: int | None = None
    """How many different people were reached in the last 24 hours; None where nobody counted."""
    unpaid: int = 0
    """How many of these messages Meta refused for want of a payment (code 131042)."""

    @property
    def own_app(self) -> str:
        """The app's id from the settings, else from what Meta says of the token; empty if neither says."""
        return self.app_id or (self.token.app_id if isinstance(self.token, TokenFacts) else "")


def can_send(status: str) -> bool:
    """Whether a number in this state can send (Meta: "Business phone numbers", status); an unknown state may try."""
    return not status or status in _WORKING


def examine_whatsapp(facts: WhatsAppFacts, now: datetime) -> tuple[Finding, ...]:
    """Judges each part: fine, worth a look, or broken.

    The same failure of several questions (no network, a token that Meta does not know) is told once.
    """
    found: list[Finding] = []
    told: set[str] = set()
    for one in (
        *_token(facts, now),
        *_number(facts),
        *_templates(facts),
        *_webhooks(facts),
        *_account(facts, now),
        *_limit(facts),
        *_payment(facts),
    ):
        if one.error is not None:
            if one.error.code in told:
                continue
            told.add(one.error.code)
        found.append(one)
    return tuple(found)


def _token(facts: WhatsAppFacts, now: datetime) -> Iterator[Finding]:
    token, part = facts.token, Part.TOKEN
    if isinstance(token, SendError):
        # Who may ask about a token is Meta's to decide; that it does not say proves nothing against the token.
        unseen = isinstance(token, Misconfigured) and token.code != "whatsapp_190"
        if unseen:
            yield Finding(part, Grade.LOOK, "whatsapp_token_unseen", {"reason": token.detail or token.code})
        else:
            yield Finding(part, Grade.BROKEN, error=token)
        return
    if not token.valid:
        yield Finding(part, Grade.BROKEN, error=Misconfigured("whatsapp_190"))
        return
    missing = sorted({MESSAGING, MANAGEMENT} - token.scopes)
    if missing:
        yield Finding(part, Grade.BROKEN, "whatsapp_token_scope", {"scopes": missing})
    if token.expires_at is not None and token.expires_at <= now:
        yield Finding(part, Grade.BROKEN, "whatsapp_token_expired", {"date": token.expires_at})
    elif token.expires_at is not None and token.expires_at <= now + EXPIRES_SOON:
        yield Finding(part, Grade.LOOK, "whatsapp_token_expires", {"date": token.expires_at})
    elif not missing:
        code = "whatsapp_token_fine" if token.expires_at is None else "whatsapp_token_until"
        yield Finding(part, Grade.FINE, code, {"date": token.expires_at} if token.expires_at else {})


def _not_told(part: Part, error: SendError, wrong_id: str, id: str) -> Finding:
    """The finding where Meta did not answer; ``wrong_id`` is the code for an id that Meta does not know."""
    if error.code in _NOT_FOUND:
        return Finding(part, Grade.BROKEN, wrong_id, {"id": id})
    return Finding(part, Grade.BROKEN, error=error)


def _number(facts: WhatsAppFacts) -> Iterator[Finding]:
    number, part = facts.number, Part.NUMBER
    if isinstance(number, SendError):
        yield _not_told(part, number, "whatsapp_number_wrong", facts.number_id)
        return
    found = list(_number_findings(facts, number))
    yield from found
    if not found:
        values = {"display": number.display, "name": number.verified_name, "limit": number.limit}
        yield Finding(part, Grade.FINE, "whatsapp_number_fine", values)


def _number_findings(facts: WhatsAppFacts, number: NumberFacts) -> Iterator[Finding]:
    part, ids = Part.NUMBER, facts.account_numbers
    if isinstance(ids, frozenset) and facts.number_id not in ids:
        values = {"id": facts.number_id, "account": facts.account_id}
        yield Finding(part, Grade.BROKEN, "whatsapp_number_elsewhere", values)
    if facts.display_phone and number.display and _digits(facts.display_phone) != _digits(number.display):
        values = {"display": number.display, "written": facts.display_phone}
        yield Finding(part, Grade.LOOK, "whatsapp_number_other", values)
    if not can_send(number.status):
        yield Finding(part, Grade.BROKEN, "whatsapp_number_status", {"status": number.status})
    elif number.status in ("RATE_LIMITED", "RESTRICTED"):
        yield Finding(part, Grade.LOOK, "whatsapp_number_limited", {"reason": number.status})
    if number.quality == "RED" or number.status == "FLAGGED":  # a warning of Meta's: messages still go out
        yield Finding(part, Grade.LOOK, "whatsapp_number_red")
    elif number.quality == "YELLOW":
        yield Finding(part, Grade.LOOK, "whatsapp_number_yellow")
    why = {"reason": _some(number.reasons) or number.can_send}
    if number.can_send == "BLOCKED":
        yield Finding(part, Grade.BROKEN, "whatsapp_number_blocked", why)
    elif number.can_send == "LIMITED":
        yield Finding(part, Grade.LOOK, "whatsapp_number_limited", why)
    if number.name_status in ("DECLINED", "EXPIRED"):
        yield Finding(part, Grade.LOOK, "whatsapp_number_name", {"status": number.name_status})


def _templates(facts: WhatsAppFacts) -> Iterator[Finding]:
    templates, part = facts.templates, Part.TEMPLATES
    if isinstance(templates, SendError):
        yield _not_told(part, templates, "whatsapp_account_wrong", facts.account_id)
        return
    approved = [one for one in templates if one.sendable]
    if not approved:
        code = "whatsapp_templates_waiting" if templates else "whatsapp_templates_none"
        yield Finding(part, Grade.BROKEN, code, {"count": len(templates)})
        return
    stopped = [f"{one.name} ({one.status})" for one in templates if one.status in _STOPPED]
    dearer = [
        one.name
        for one in approved
        if one.expected is PriceCategory.UTILITY and one.category == PriceCategory.MARKETING
    ]
    poor = [one.name for one in approved if one.quality == "RED"]
    for code, names in (
        ("whatsapp_templates_stopped", stopped),
        ("whatsapp_templates_dearer", dearer),
        ("whatsapp_templates_poor", poor),
    ):
        if names:
            yield Finding(part, Grade.LOOK, code, {"names": _some(names), "count": len(names)})
    if not (stopped or dearer or poor):
        yield Finding(part, Grade.FINE, "whatsapp_templates_fine", {"count": len(approved)})


def _webhooks(facts: WhatsAppFacts) -> Iterator[Finding]:
    subscription, part = facts.subscription, Part.WEBHOOKS
    if isinstance(subscription, SendError):
        if subscription.code in _NOT_FOUND:  # told of the account already, which the same id names
            if not isinstance(facts.templates, SendError):
                yield Finding(part, Grade.BROKEN, "whatsapp_account_wrong", {"id": facts.account_id})
        else:
            yield Finding(part, Grade.BROKEN, error=subscription)
        return
    app = facts.own_app
    if not subscription.apps or (app and app not in subscription.apps):
        yield Finding(part, Grade.BROKEN, "whatsapp_webhooks_missing", {"app": app or "-"})
        return
    callback = subscription.callbacks.get(app, "") if app else ""
    if callback and facts.webhook_url and callback.rstrip("/") != facts.webhook_url:
        values = {"callback": callback, "url": facts.webhook_url}
        yield Finding(part, Grade.LOOK, "whatsapp_webhooks_elsewhere", values)
    elif not app:
        names = sorted(subscription.apps.values()) or sorted(subscription.apps)
        yield Finding(part, Grade.LOOK, "whatsapp_webhooks_unsure", {"apps": _some(names)})
    else:
        yield Finding(part, Grade.FINE, "whatsapp_webhooks_fine", {"app": subscription.apps[app] or app})


def _account(facts: WhatsAppFacts, now: datetime) -> Iterator[Finding]:
    """What Meta reported about account and number and still holds, unless a direct question answers it better."""
    for news in facts.news:
        if not in_force(news, now):
            continue
        verdict = weigh(news)
        if verdict.weight is Weight.GRAVE:
            yield Finding(Part.ACCOUNT, Grade.BROKEN, f"meta.{verdict.code}", verdict.values)
        elif verdict.weight is Weight.WARNING and news.matter.of_account:
            yield Finding(Part.ACCOUNT, Grade.LOOK, f"meta.{verdict.code}", verdict.values)


def _limit(facts: WhatsAppFacts) -> Iterator[Finding]:
    """How many more people Meta lets the office reach in these 24 hours, where it limits them."""
    if isinstance(facts.number, SendError) or facts.reached is None:
        return
    found = allowance(facts.number.limit, facts.reached)
    if found is None:
        return
    values = {"left": found.left, "daily": found.daily, "people": facts.people, "days": found.days(facts.people)}
    if found.left == 0 and facts.people:
        yield Finding(Part.LIMIT, Grade.LOOK, "whatsapp_limit_reached", values)
    elif found.left < facts.people:
        yield Finding(Part.LIMIT, Grade.LOOK, "whatsapp_limit_short", values)
    else:
        yield Finding(Part.LIMIT, Grade.FINE, "whatsapp_limit_fine", values)


def _payment(facts: WhatsAppFacts) -> Iterator[Finding]:
    if facts.unpaid:
        yield Finding(Part.PAYMENT, Grade.LOOK, "whatsapp_payment_refused", {"count": facts.unpaid})


def _some(names: Sequence[str]) -> list[str]:
    """The first few of what Meta names, in whatever number; the others are counted."""
    rest = len(names) - _NAMES_SHOWN
    return [*names[:_NAMES_SHOWN], *([f"+{rest}"] if rest > 0 else [])]


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())
