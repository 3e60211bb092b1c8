# SPDX-License-Identifier: EUPL-1.2
"""An alert in the Common Alerting Protocol: its parts, the rules that it has to keep, and how it is written.

Source: OASIS, Common Alerting Protocol 1.2, sections 3.2 (the elements, in this order) and 3.3 (date and time).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from xml.sax.saxutils import escape

from comunecast_gui.core.bulletin.forecast import HYDRAULIC, HYDROGEOLOGICAL, THUNDERSTORMS

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
FOLLOWING = frozenset({"Update", "Cancel", "Ack", "Error"})
"""Messages about an earlier one, which they have to name."""
VALUES: Mapping[str, frozenset[str]] = MappingProxyType({
    "status": frozenset({"Actual", "Exercise", "System", "Test", "Draft"}),
    "msgType": FOLLOWING | {"Alert"},
    "scope": frozenset({"Public", "Restricted", "Private"}),
    "category": frozenset(
        {"Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE", "Other"}
    ),
    "urgency": frozenset({"Immediate", "Expected", "Future", "Past", "Unknown"}),
    "severity": frozenset({"Extreme", "Severe", "Moderate", "Minor", "Unknown"}),
    "certainty": frozenset({"Observed", "Likely", "Possible", "Unlikely", "Unknown", "Very Likely"}),
})  # fmt: skip
"""What these elements may say; "Very Likely" is of CAP 1.0, and to be read as "Likely"."""
AWARENESS = {
    "verde": "1; green; Minor", "gialla": "2; yellow; Moderate", "arancione": "3; orange; Severe",
    "rossa": "4; red; Extreme",
}  # fmt: skip
"""MeteoAlarm's ``awareness_level`` for each colour."""
AWARENESS_TYPES = {
    "vento forte": "1; Wind", "neve": "2; snow-ice", "ghiaccio": "2; snow-ice", THUNDERSTORMS: "3; Thunderstorm",
    "caldo intenso": "5; high-temperature", "mareggiate": "7; coastalevent", HYDROGEOLOGICAL: "10; Rain",
    HYDRAULIC: "12; Flood",
}  # fmt: skip
"""MeteoAlarm's ``awareness_type`` for each risk."""
_IN_A_LIST = re.compile(r"[\s,<&]")
"""Signs that an identifier or a sender must not have: they stand in lists of references."""


@dataclass(frozen=True, slots=True)
class CapArea:
    """Where: a description, and codes of this place by the name of the system that they belong to."""

    description: str
    geocodes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CapInfo:
    """What is expected, said in one language; moments are aware. ``parameters`` as ``geocodes`` of an area."""

    category: tuple[str, ...]
    event: str
    urgency: str
    severity: str
    certainty: str
    language: str = "en-US"
    responses: tuple[str, ...] = ()
    effective: datetime | None = None
    onset: datetime | None = None
    expires: datetime | None = None
    sender_name: str = ""
    headline: str = ""
    description: str = ""
    instruction: str = ""
    web: str = ""
    contact: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    areas: tuple[CapArea, ...] = ()

    def parameter(self, name: str) -> str:
        """The first value of a parameter; empty where there is none."""
        return next((value for key, value in self.parameters if key == name), "")


@dataclass(frozen=True, slots=True)
class CapAlert:
    """One message. ``references`` names earlier ones as ``sender,identifier,sent``."""

    identifier: str
    sender: str
    sent: datetime
    status: str
    message: str
    scope: str
    references: tuple[str, ...] = ()
    infos: tuple[CapInfo, ...] = field(default=())

    @property
    def reference(self) -> str:
        """How a later message names this one."""
        return f"{self.sender},{self.identifier},{moment(self.sent)}"


def moment(at: datetime) -> str:
    """``2025-03-14T12:05:00+01:00``; CAP wants an offset in digits, and never a Z. ``at`` is aware."""
    return at.isoformat(timespec="seconds").replace("+00:00", "-00:00")


def faults(alert: CapAlert) -> Iterator[str]:
    """What breaks a rule of CAP 1.2, in the words of the element; nothing where all is well."""
    for name, value in (("identifier", alert.identifier), ("sender", alert.sender)):
        if not value or _IN_A_LIST.search(value):
            yield name
    for name, value in (("status", alert.status), ("msgType", alert.message), ("scope", alert.scope)):
        if value not in VALUES[name]:
            yield name
    if alert.message in FOLLOWING and not alert.references:
        yield "references"
    for info in alert.infos:
        yield from info_faults(info)


def info_faults(info: CapInfo) -> Iterator[str]:
    """The same for what is said in one language."""
    if not info.category or not set(info.category) <= VALUES["category"]:
        yield "category"
    if not info.event:
        yield "event"
    for name, value in (("urgency", info.urgency), ("severity", info.severity), ("certainty", info.certainty)):
        if value not in VALUES[name]:
            yield name
    if any(not area.description for area in info.areas):
        yield "areaDesc"


def written(alert: CapAlert) -> str:
    """The message as XML, its elements in the order of the schema. Raises ValueError where a rule is broken."""
    if broken := list(faults(alert)):
        raise ValueError(f"not CAP 1.2: {', '.join(broken)}")
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<alert xmlns="{NAMESPACE}">']
    lines += _elements(
        2,
        ("identifier", alert.identifier),
        ("sender", alert.sender),
        ("sent", moment(alert.sent)),
        ("status", alert.status),
        ("msgType", alert.message),
        ("scope", alert.scope),
        ("references", " ".join(alert.references)),
    )
    for info in alert.infos:
        lines += ["  <info>", *_info(info), "  </info>"]
    return "\n".join([*lines, "</alert>", ""])


def _info(info: CapInfo) -> Iterator[str]:
    yield from _elements(
        4,
        ("language", info.language),
        *(("category", one) for one in info.category),
        ("event", info.event),
        *(("responseType", one) for one in info.responses),
        ("urgency", info.urgency),
        ("severity", info.severity),
        ("certainty", info.certainty),
        *((name, moment(at)) for name, at in _moments(info) if at),
        ("senderName", info.sender_name),
        ("headline", info.headline),
        ("description", info.description),
        ("instruction", info.instruction),
        ("web", info.web),
        ("contact", info.contact),
    )
    for name, value in info.parameters:
        yield from _pair("parameter", name, value, 4)
    for area in info.areas:
        yield "    <area>"
        yield from _elements(6, ("areaDesc", area.description))
        for name, value in area.geocodes:
            yield from _pair("geocode", name, value, 6)
        yield "    </area>"


def _moments(info: CapInfo) -> tuple[tuple[str, datetime | None], ...]:
    return ("effective", info.effective), ("onset", info.onset), ("expires", info.expires)


def _pair(element: str, name: str, value: str, deep: int) -> Iterator[str]:
    yield f"{' ' * deep}<{element}>"
    yield from _elements(deep + 2, ("valueName", name), ("value", value))
    yield f"{' ' * deep}</{element}>"


def _elements(deep: int, *pairs: tuple[str, str]) -> list[str]:
    """One line for each that says something, escaped; XML has no control signs."""
    return [
        f"{' ' * deep}<{name}>{escape(''.join(sign for sign in value if _fits(sign)))}</{name}>"
        for name, value in pairs
        if value
    ]


def _fits(sign: str) -> bool:
    return sign in "\t\n\r" or (sign >= " " and not "\ud800" <= sign <= "\udfff" and sign not in "\ufffe\uffff")
