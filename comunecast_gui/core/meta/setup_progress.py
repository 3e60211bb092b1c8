# SPDX-License-Identifier: EUPL-1.2
"""What Meta wants before an office can write on WhatsApp, in its order, and which of it is still open: no network.

Sources: Meta, "Register a business phone number" (26 June 2026: add the number, verify it, register it by the API),
"Access tokens" (system user, two permissions, no expiry), "Messaging and Calling Health Status" (141006: the payment
method, 141010: the business verification), "Display names", "Manage webhooks". Sprinklr, "Government entity onboarding"
(2026): the form of public bodies. How long Meta takes is told where somebody documents it: the verification up to 14
working days (360dialog, "Meta business verification"), a name mostly 24 to 48 hours (Kapso, "Display names").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from comunecast_gui.core.errors import Misconfigured, SendError
from comunecast_gui.core.messaging_limit import allowance
from comunecast_gui.core.meta.whatsapp_health import (
    EXPIRES_SOON,
    MANAGEMENT,
    MESSAGING,
    NumberFacts,
    WhatsAppFacts,
    can_send,
)

UNPAID_FAULT, UNVERIFIED_FAULT = 141006, 141010
_NOT_FOUND = frozenset({"whatsapp_100", "whatsapp_33"})


class Matter(StrEnum):
    """One thing that Meta wants, in the order in which it can be done."""

    PORTFOLIO = "portfolio"
    NUMBER = "number"
    VERIFICATION = "verification"
    PAYMENT = "payment"
    TOKEN = "token"  # noqa: S105 - a matter, not a secret
    REGISTRATION = "registration"
    NAME = "name"
    WEBHOOKS = "webhooks"


PAGES: Mapping[Matter, str] = {
    Matter.PORTFOLIO: "https://developers.facebook.com/apps/",
    Matter.NUMBER: "https://business.facebook.com/wa/manage/phone-numbers/",
    Matter.VERIFICATION: "https://business.facebook.com/settings/security",
    Matter.PAYMENT: "https://business.facebook.com/billing_hub",
    Matter.TOKEN: "https://business.facebook.com/settings/system-users",
    Matter.NAME: "https://business.facebook.com/wa/manage/phone-numbers/",
}
"""Where a person does it; a matter without a page is done in this program."""


class Standing(StrEnum):
    """How far one matter is."""

    LATER = "later"
    """Nobody has asked Meta yet: without a key it tells nothing."""
    OPEN = "open"
    """A person has to do something."""
    WAITS = "waits"
    """Meta is looking at it."""
    UNSAID = "unsaid"
    """Meta does not say, or did not answer."""
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one matter is. ``code`` names its sentence under ``[meta_setup]``, ``values`` fill it.

    ``error`` is why Meta did not answer, where it did not.
    """

    matter: Matter
    standing: Standing
    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    error: SendError | None = None

    @property
    def page(self) -> str:
        """The address where a person does it, empty where it is done here."""
        return PAGES.get(self.matter, "")

    @property
    def keeps_back(self) -> bool:
        """Whether no message goes out before it is done: a name, a limit and what citizens write may follow later."""
        return self.standing is Standing.OPEN and self.matter not in (
            Matter.NAME,
            Matter.WEBHOOKS,
            Matter.VERIFICATION,
        )


def before() -> tuple[Progress, ...]:
    """Everything, as it is before Meta was asked."""
    scopes = {"scopes": [MESSAGING, MANAGEMENT]}
    return tuple(Progress(one, Standing.LATER, f"{one}_what", scopes if one is Matter.TOKEN else {}) for one in Matter)


def progress(facts: WhatsAppFacts, now: datetime) -> tuple[Progress, ...]:
    """How far each matter is, judged from Meta's answers; one for each, in Meta's order."""
    token, number = _token(facts, now), facts.number
    if isinstance(number, SendError):
        missing = number.code in _NOT_FOUND
        found = Progress(Matter.NUMBER, Standing.OPEN, "number_missing") if missing else _unsaid(Matter.NUMBER, number)
        others = [_unsaid(one) for one in (Matter.VERIFICATION, Matter.PAYMENT, Matter.REGISTRATION, Matter.NAME)]
        told = [found, *others, token, _webhooks(facts)]
    else:
        told = [*_of_number(facts, number), token, _webhooks(facts)]
    known = {one.matter: one for one in told}
    known[Matter.PORTFOLIO] = Progress(
        Matter.PORTFOLIO,
        Standing.DONE if token.standing is not Standing.OPEN else Standing.LATER,
        "portfolio_done" if token.standing is not Standing.OPEN else "portfolio_what",
    )
    return tuple(known[one] for one in Matter)


def _unsaid(matter: Matter, error: SendError | None = None) -> Progress:
    """Meta did not say. What another matter says already (a key that it does not know, an id that is not there) is not
    said again.
    """
    if error is not None and error.code == "whatsapp_190":
        return Progress(matter, Standing.UNSAID, "unsaid_key")
    told = error is not None and error.code in _NOT_FOUND
    return Progress(matter, Standing.UNSAID, "unsaid", error=None if told else error)


def _token(facts: WhatsAppFacts, now: datetime) -> Progress:
    token, matter = facts.token, Matter.TOKEN
    if isinstance(token, SendError):
        if token.code == "whatsapp_190":
            return Progress(matter, Standing.OPEN, "token_wrong")
        # Who may ask about a token is Meta's to decide; that it does not say proves nothing against it.
        return _unsaid(matter, None if isinstance(token, Misconfigured) else token)
    if not token.valid:
        return Progress(matter, Standing.OPEN, "token_wrong")
    missing = sorted({MESSAGING, MANAGEMENT} - token.scopes)
    if missing:
        return Progress(matter, Standing.OPEN, "token_scopes", {"scopes": missing})
    until = token.expires_at
    if until is None:
        return Progress(matter, Standing.DONE, "token_done")
    code = "token_expired" if until <= now else "token_short" if until <= now + EXPIRES_SOON else "token_until"
    standing = Standing.DONE if code == "token_until" else Standing.OPEN
    return Progress(matter, standing, code, {"date": f"{until:%d/%m/%Y}"})


def _of_number(facts: WhatsAppFacts, number: NumberFacts) -> Iterator[Progress]:
    told = {"number": number.display, "name": number.verified_name}
    elsewhere = not isinstance(facts.account_numbers, SendError) and facts.number_id not in facts.account_numbers
    if elsewhere:
        yield Progress(Matter.NUMBER, Standing.OPEN, "number_elsewhere", told)
    elif number.verified and number.verified != "VERIFIED":
        yield Progress(Matter.NUMBER, Standing.OPEN, "number_unverified", told)
    else:
        limit = allowance(number.limit, 0)
        code = "number_done" if limit is None else "number_done_limit"
        daily = {"daily": limit.daily} if limit else {}
        yield Progress(Matter.NUMBER, Standing.DONE, code, {**told, **daily, "quality": number.quality or "UNKNOWN"})
    for matter, open_, fine in (
        (Matter.VERIFICATION, UNVERIFIED_FAULT in number.faults, "verification_done"),
        (Matter.PAYMENT, UNPAID_FAULT in number.faults or facts.unpaid > 0, "payment_done"),
    ):
        if open_:
            yield Progress(matter, Standing.OPEN, f"{matter}_open")
        else:
            yield Progress(matter, Standing.DONE, fine) if number.can_send else _unsaid(matter)
    yield _registration(number)
    yield _name(number)


def _registration(number: NumberFacts) -> Progress:
    matter = Matter.REGISTRATION
    if not number.status:
        return _unsaid(matter)
    if can_send(number.status):
        return Progress(matter, Standing.DONE, "registration_done")
    return Progress(matter, Standing.OPEN, "registration_open", {"status": number.status})


def _name(number: NumberFacts) -> Progress:
    matter, told = Matter.NAME, {"name": number.verified_name}
    match number.name_status:
        case "APPROVED" | "AVAILABLE_WITHOUT_REVIEW":
            return Progress(matter, Standing.DONE, "name_done", told)
        case "PENDING_REVIEW":
            return Progress(matter, Standing.WAITS, "name_waits", told)
        case "DECLINED" | "EXPIRED":
            return Progress(matter, Standing.OPEN, "name_open", told)
    return _unsaid(matter)


def _webhooks(facts: WhatsAppFacts) -> Progress:
    matter, found = Matter.WEBHOOKS, facts.subscription
    if isinstance(found, SendError):
        return _unsaid(matter, found)
    app = facts.own_app
    listed = app in found.apps if app else bool(found.apps)
    return Progress(matter, Standing.DONE if listed else Standing.OPEN, f"webhooks_{'done' if listed else 'open'}")
