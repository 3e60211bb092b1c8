# SPDX-License-Identifier: EUPL-1.2
"""Writes states, channels, moments and durations in the words of the screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from comunecast_gui.core.approval.approval_request import ApprovalState
from comunecast_gui.core.approval.overview import Shown
from comunecast_gui.core.changes import LanePhase, SetAside
from comunecast_gui.core.choices import Breadth, ChoiceKind, Offer, Wants, name_of
from comunecast_gui.core.consent import ConsentKind
from comunecast_gui.core.model import ChannelKind, DeliveryState, PriceCategory, SubscriberState, kind_of
from comunecast_gui.core.sentences import Sentences

_MINUS = "\N{MINUS SIGN}"


def state_word(state: DeliveryState) -> str:
    """What became of a delivery, in one or two words."""
    return {
        DeliveryState.QUEUED: QCoreApplication.translate("Words", "Queued"),
        DeliveryState.SENDING: QCoreApplication.translate("Words", "Being sent"),
        DeliveryState.ACCEPTED: QCoreApplication.translate("Words", "Sent"),
        DeliveryState.HELD: QCoreApplication.translate("Words", "Held by Meta"),
        DeliveryState.FAILED: QCoreApplication.translate("Words", "Failed"),
        DeliveryState.UNKNOWN: QCoreApplication.translate("Words", "Unknown outcome"),
        DeliveryState.DELIVERED: QCoreApplication.translate("Words", "Delivered"),
        DeliveryState.READ: QCoreApplication.translate("Words", "Read"),
        DeliveryState.CANCELLED: QCoreApplication.translate("Words", "Cancelled"),
        DeliveryState.SKIPPED: QCoreApplication.translate("Words", "Not wanted any more"),
        DeliveryState.EXPIRED: QCoreApplication.translate("Words", "Too late"),
    }[state]


def state_sign(state: DeliveryState) -> str:
    """The icon that stands before a state: each outcome has its own shape."""
    outcome = next(name for states, name in OUTCOMES if state in states)
    return _OUTCOME_SIGNS[outcome]


_OUTCOME_SIGNS = {
    "failed": "it-error",
    "unknown": "it-help-circle",
    "queued": "it-clock",
    "accepted": "it-check",
    "delivered": "it-check-circle",
    "not_sent": "it-minus-circle",
}
SUBSCRIBER_SIGNS = {
    SubscriberState.ACTIVE: "it-check-circle",
    SubscriberState.LEFT: "it-minus-circle",
    SubscriberState.BLOCKED: "it-warning-circle",
}
"""The icon that stands before each state of a subscriber."""


def charge_word(category: str) -> str:
    """What kind of messages Meta's price category is about, after their number."""
    return {
        "UTILITY": QCoreApplication.translate("Words", "service notices"),
        "MARKETING": QCoreApplication.translate("Words", "promotional"),
        "SERVICE": QCoreApplication.translate("Words", "answers"),
    }.get(category, category.lower())


def unknown_reason(code: str) -> str:
    """Why it is not known whether a delivery arrived, in a few words; empty where nothing more is known."""
    return {
        "timeout": QCoreApplication.translate("Words", "no answer in time"),
        "connection": QCoreApplication.translate("Words", "the connection broke"),
        "server": QCoreApplication.translate("Words", "the service had a fault"),
        "junk": QCoreApplication.translate("Words", "something else answered"),
        "unexpected": QCoreApplication.translate("Words", "an answer that makes no sense"),
        "interrupted": QCoreApplication.translate("Words", "the program or the computer stopped"),
        "internal": QCoreApplication.translate("Words", "a fault of the program"),
        "restored": QCoreApplication.translate("Words", "it may have gone out after the backup was made"),
    }.get(code, code)


def how_it_ended(one: Shown) -> str:
    """How a request for a second person stands, in a sentence."""
    text = {
        ApprovalState.WAITING: QCoreApplication.translate("Words", "It waits for a second person."),
        ApprovalState.APPROVED: QCoreApplication.translate("Words", "{name} approved it."),
        ApprovalState.OVERRIDDEN: QCoreApplication.translate(
            "Words", "{name} sent it as an emergency, without a second person."
        ),
        ApprovalState.REFUSED: QCoreApplication.translate("Words", "{name} refused it."),
        ApprovalState.WITHDRAWN: QCoreApplication.translate("Words", "{author} took it back."),
        ApprovalState.EXPIRED: QCoreApplication.translate("Words", "Nobody answered in time."),
        ApprovalState.CHANGED: QCoreApplication.translate(
            "Words", "It could not go out any more as it was: another version took its place, or something changed."
        ),
    }[one.request.state]
    return text.format(name=one.decided_by, author=one.author)


def subscriber_word(state: SubscriberState) -> str:
    """Whether a person receives messages."""
    return {
        SubscriberState.ACTIVE: QCoreApplication.translate("Words", "Active"),
        SubscriberState.LEFT: QCoreApplication.translate("Words", "Left"),
        SubscriberState.BLOCKED: QCoreApplication.translate("Words", "To be checked"),
    }[state]


def phase_word(phase: LanePhase) -> str:
    """What a lane is doing."""
    return {
        LanePhase.OPENING: QCoreApplication.translate("Words", "Getting ready"),
        LanePhase.SENDING: QCoreApplication.translate("Words", "Sending"),
        LanePhase.WAITING: QCoreApplication.translate("Words", "Waiting for the service"),
        LanePhase.PAUSED: QCoreApplication.translate("Words", "Paused"),
        LanePhase.STOPPING: QCoreApplication.translate("Words", "Stopping"),
        LanePhase.STOPPED: QCoreApplication.translate("Words", "Stopped"),
        LanePhase.MISCONFIGURED: QCoreApplication.translate("Words", "Not sending: something must be mended"),
        LanePhase.FINISHED: QCoreApplication.translate("Words", "Finished"),
    }[phase]


def template_word(status: str) -> str:
    """What Meta says of a WhatsApp template, from its status (Meta: "Template status"); empty: it has none."""
    return {
        "": QCoreApplication.translate("Words", "not yet sent to Meta"),
        "APPROVED": QCoreApplication.translate("Words", "approved by Meta"),
        "PENDING": QCoreApplication.translate("Words", "being looked at by Meta"),
        "REJECTED": QCoreApplication.translate("Words", "rejected by Meta"),
        "PAUSED": QCoreApplication.translate("Words", "paused by Meta"),
        "DISABLED": QCoreApplication.translate("Words", "disabled by Meta"),
    }.get(status, QCoreApplication.translate("Words", "not approved by Meta"))


def price_word(category: str) -> str:
    """What a WhatsApp message of this price category costs, in words."""
    if category == PriceCategory.UTILITY:
        return QCoreApplication.translate("Words", "service price")
    return QCoreApplication.translate("Words", "promotional price")


def price_amount(price: Decimal) -> str:
    """What one message costs, of a price in euro: ``2,48 centesimi``."""
    return QCoreApplication.translate("Words", "{cents} cents").format(cents=decimal(price * 100, 2))


def quality(colour: str) -> str:
    """How people took the messages of a template or of a number, as Meta says in colours.

    Meta: "Template quality rating"; "Business phone numbers", quality rating.
    """
    return {
        "GREEN": QCoreApplication.translate("Words", "high"),
        "YELLOW": QCoreApplication.translate("Words", "medium"),
        "RED": QCoreApplication.translate("Words", "low"),
    }.get(colour, QCoreApplication.translate("Words", "not yet known"))


def channel_title(channel: str, titles: Mapping[str, str]) -> str:
    """``WhatsApp``, or ``Telegram, canale principale``; ``titles`` may know a better name."""
    if channel in titles:
        return titles[channel]
    name = channel.partition(":")[2]
    if not name:
        return service(channel)
    return QCoreApplication.translate("Words", "{service}, channel {name}").format(service=service(channel), name=name)


def service(channel: str) -> str:
    """The name of the service behind a channel."""
    return kind_of(channel).service


ICONS = {ChannelKind.TELEGRAM: "it-telegram", ChannelKind.WHATSAPP: "it-whatsapp"}
"""The sign of each service in the icon set."""


def why_aside(one: SetAside, sentences: Sentences, titles: Mapping[str, str]) -> str:
    """The reason for setting a notice aside, in a sentence that names channels by their titles."""
    others = ", ".join(channel_title(name, titles) for name in one.waits_for)
    return sentences.of_lane(replace(one, detail=others) if others else one)


def number(value: int) -> str:
    """``12.900``"""
    return QLocale().toString(value)


def decimal(value: Decimal | float, digits: int) -> str:
    """``2,48``, with so many digits after the comma."""
    return QLocale().toString(float(value), "f", digits)


def euro(value: Decimal | float, digits: int = 2) -> str:
    """``12,90 €``, or ``€12.90`` in English, with so many digits after the comma."""
    return QCoreApplication.translate("Words", "€{amount}").format(amount=decimal(value, digits))


def quoted(text: str) -> str:
    """``«Tutto a posto»``, with the marks of the language of the screen."""
    return QCoreApplication.translate("Words", "“{text}”").format(text=text)


def signed(value: int) -> str:
    """``+34``, ``0``, or the number after a minus sign."""
    sign = "+" if value > 0 else _MINUS if value < 0 else ""
    return f"{sign}{number(abs(value))}"


def month(first: date) -> str:
    """``novembre 2026``"""
    return f"{QLocale().standaloneMonthName(first.month)} {first.year}"


def day(of: date) -> str:
    """``27 novembre 2026``, in the language of the screen; a notice has it in its own."""
    return QLocale().toString(QDate(of.year, of.month, of.day), "d MMMM yyyy")


def consent_word(kind: ConsentKind) -> str:
    """What a person, or the office for a person, decided."""
    return {
        ConsentKind.JOINED: QCoreApplication.translate("Words", "subscribed"),
        ConsentKind.IMPORTED: QCoreApplication.translate("Words", "subscribed, noted by the office"),
        ConsentKind.CHOSE: QCoreApplication.translate("Words", "chose what to receive"),
        ConsentKind.LEFT: QCoreApplication.translate("Words", "left"),
        ConsentKind.ERASED: QCoreApplication.translate("Words", "erased on request"),
    }[kind]


def wants_words(wants: Wants, offer: Offer) -> str:
    """What a person receives: ``everything``, or ``zones Fornacette; all topics but meteo``."""
    said = [text for kind in ChoiceKind if (text := _wanted_words(wants, kind, offer))]
    return "; ".join(said) if said else QCoreApplication.translate("Words", "everything")


def _wanted_words(wants: Wants, kind: ChoiceKind, offer: Offer) -> str:
    wanted = wants.of(kind)
    named = [word for word in offer.words_of(kind) if name_of(word) in wanted.names]
    one, some, but, none = {
        ChoiceKind.ZONE: (
            QCoreApplication.translate("Words", "zone {names}"),
            QCoreApplication.translate("Words", "zones {names}"),
            QCoreApplication.translate("Words", "all zones but {names}"),
            QCoreApplication.translate("Words", "no single zone"),
        ),
        ChoiceKind.TOPIC: (
            QCoreApplication.translate("Words", "topic {names}"),
            QCoreApplication.translate("Words", "topics {names}"),
            QCoreApplication.translate("Words", "all topics but {names}"),
            QCoreApplication.translate("Words", "none of the topics"),
        ),
    }[kind]
    if wanted.breadth is Breadth.ALL or (wanted.breadth is Breadth.BUT and not named):
        return ""
    if not named:
        return none
    chosen = one if len(named) == 1 else some
    return (chosen if wanted.breadth is Breadth.SOME else but).format(names=", ".join(named))


def whole_number(digits: str) -> str:
    """A number in digits, in groups: ``+39 333 000 0001``; empty for none."""
    return f"+{digits[:2]} {digits[2:5]} {digits[5:8]} {digits[8:]}".strip() if digits else ""


def spoken_number(masked: str) -> str:
    """What a screen reader says of a masked number: the dots are not worth hearing."""
    ending = masked[-2:]
    if not ending.isdecimal():
        return masked
    return QCoreApplication.translate("Words", "number that ends with {digits}").format(digits=ending)


def lasting(seconds: float) -> str:
    """A length of time, rounded as a person says it."""
    if seconds < 60:
        return QCoreApplication.translate("Words", "less than a minute")
    minutes = round(seconds / 60)
    if minutes < 60:
        return QCoreApplication.translate("Words", "about {minutes} min").format(minutes=minutes)
    return QCoreApplication.translate("Words", "about {hours} h {minutes} min").format(
        hours=minutes // 60, minutes=minutes % 60
    )


def age(of: timedelta) -> str:
    """How long ago something was: a moment, so many minutes, hours or days."""
    minutes = max(int(of.total_seconds() // 60), 0)
    if minutes < 1:
        return QCoreApplication.translate("Words", "a moment ago")
    if minutes < 60:
        return QCoreApplication.translate("Words", "{n} min ago").format(n=minutes)
    hours = minutes // 60
    if hours < 24:
        return QCoreApplication.translate("Words", "{n} h ago").format(n=hours)
    if hours < 48:
        return QCoreApplication.translate("Words", "one day ago")
    return QCoreApplication.translate("Words", "{n} days ago").format(n=hours // 24)


def moment(at: datetime, zone: ZoneInfo) -> str:
    """``22/08/2022 09:05`` in the office's time, for columns."""
    return f"{at.astimezone(zone):%d/%m/%Y} {at.astimezone(zone):%H:%M}"


def hour(local: datetime) -> str:
    """``9:05``, as it is said in a sentence."""
    return f"{local.hour}:{local:%M}"


def local_day(local: datetime, now: datetime) -> str:
    """``lunedì 30 novembre``, both naive in the office's time; with the year where it is another one."""
    day = QLocale().toString(QDate(local.year, local.month, local.day), "dddd d MMMM")
    return day if local.year == now.year else f"{day} {local.year}"


def local_moment(local: datetime, now: datetime) -> str:
    """``lunedì 30 novembre alle 8:30``, as :func:`local_day`."""
    text = QCoreApplication.translate("Words", "{day} at {hour}")
    return text.format(day=local_day(local, now), hour=hour(local))


OUTCOMES: tuple[tuple[tuple[DeliveryState, ...], str], ...] = (
    ((DeliveryState.FAILED,), "failed"),
    ((DeliveryState.UNKNOWN,), "unknown"),
    ((DeliveryState.QUEUED, DeliveryState.SENDING), "queued"),
    ((DeliveryState.ACCEPTED, DeliveryState.HELD), "accepted"),
    ((DeliveryState.DELIVERED, DeliveryState.READ), "delivered"),
    ((DeliveryState.CANCELLED, DeliveryState.SKIPPED, DeliveryState.EXPIRED), "not_sent"),
)
"""The eleven states gathered in the six outcomes that a person counts, troubles first."""


def outcome_word(outcome: str, count: int) -> str:
    """An outcome of :data:`OUTCOMES` in words that follow a number: ``3 failed``."""
    one, many = {
        "queued": (
            QCoreApplication.translate("Words", "queued", "one"),
            QCoreApplication.translate("Words", "queued", "many"),
        ),
        "accepted": (
            QCoreApplication.translate("Words", "sent", "one"),
            QCoreApplication.translate("Words", "sent", "many"),
        ),
        "delivered": (
            QCoreApplication.translate("Words", "delivered", "one"),
            QCoreApplication.translate("Words", "delivered", "many"),
        ),
        "failed": (
            QCoreApplication.translate("Words", "failed", "one"),
            QCoreApplication.translate("Words", "failed", "many"),
        ),
        "unknown": (
            QCoreApplication.translate("Words", "with unknown outcome", "one"),
            QCoreApplication.translate("Words", "with unknown outcome", "many"),
        ),
        "not_sent": (
            QCoreApplication.translate("Words", "not sent", "one"),
            QCoreApplication.translate("Words", "not sent", "many"),
        ),
    }[outcome]
    return one if count == 1 else many


def outcomes(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Counts by state of several channels, summed by outcome, only those that are not zero."""
    tables = list(counts)
    summed = {outcome: sum(table.get(state, 0) for table in tables for state in states) for states, outcome in OUTCOMES}
    return {outcome: count for outcome, count in summed.items() if count}


def outcomes_sentence(found: Mapping[str, int]) -> str:
    """``1.200 sent, 3 failed``."""
    return ", ".join(f"{number(count)} {outcome_word(outcome, count)}" for outcome, count in found.items())


def counts_sentence(counts: Mapping[str, int]) -> str:
    """The same of one channel's counts by state, where what is just being sent is no longer called queued."""
    sending = counts.get(DeliveryState.SENDING, 0)
    texts = [outcomes_sentence(outcomes([{**counts, DeliveryState.SENDING: 0}]))]
    if sending:
        texts.append(QCoreApplication.translate("Words", "{number} being sent").format(number=number(sending)))
    return ", ".join(filter(None, texts))


def result_sentence(found: Mapping[str, Mapping[str, int]], titles: Mapping[str, str]) -> str:
    """What became of what was sent, from the outcomes of each channel.

    ``Sent to 247 people on WhatsApp; published on Telegram, canale principale; 3 failed``.
    """
    parts = []
    for channel, outcomes_here in sorted(found.items(), key=lambda one: not kind_of(one[0]).personal):
        title = channel_title(channel, titles)
        reached = outcomes_here.get("accepted", 0) + outcomes_here.get("delivered", 0)
        if kind_of(channel).personal:
            one = QCoreApplication.translate("Words", "sent to 1 person on {channel}")
            many = QCoreApplication.translate("Words", "sent to {count} people on {channel}")
            parts.append((one if reached == 1 else many).format(count=number(reached), channel=title))
        elif reached:
            parts.append(QCoreApplication.translate("Words", "published on {channel}").format(channel=title))
    left = {outcome: sum(table.get(outcome, 0) for table in found.values()) for _, outcome in OUTCOMES}
    left = {name: count for name, count in left.items() if count and name not in ("accepted", "delivered")}
    said = "; ".join((*parts, *((outcomes_sentence(left),) if left else ())))
    return said[:1].upper() + said[1:]
