# SPDX-License-Identifier: EUPL-1.2
"""What an alert in the Common Alerting Protocol says of the office's zone, day by day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from comunecast_gui.core.bulletin.cap_alert import AWARENESS, AWARENESS_TYPES, CapAlert, CapArea, CapInfo
from comunecast_gui.core.bulletin.dpc_words import ROME
from comunecast_gui.core.bulletin.forecast import GREEN, Bulletin, Forecast, merged
from comunecast_gui.core.bulletin.place import Place, folded
from comunecast_gui.core.errors import InputError

_MOST_DAYS = 5
_REAL = "Actual"
_LEVELS = {said.partition(";")[0]: level for level, said in AWARENESS.items()}
_RISKS = {said.partition(";")[0]: risk for risk, said in reversed(AWARENESS_TYPES.items())}


def forecast(alert: CapAlert, place: Place, name: str = "") -> Bulletin:
    """The days that the alert is about, at its level; a cancelled one leaves them green.

    Raises InputError: ``cap_exercise`` where it is none in earnest, ``cap_no_level`` where it says no colour,
    ``bulletin_zone_missing`` where it is about another place. A whole region is another place: MeteoAlarm has one zone
    for each, and what is red somewhere in it need not be so here.
    """
    if alert.status != _REAL:
        raise InputError("cap_exercise", file=name, status=alert.status)
    ours = [info for info in alert.infos if any(_is_ours(area, place) for area in info.areas)]
    if not ours:
        raise InputError("bulletin_zone_missing", file=name, zone=place.code)
    info = next((one for one in ours if _level(one)), None)
    start, end = (info.onset or info.effective or alert.sent, info.expires) if info else (None, None)
    if info is None or start is None or end is None:
        raise InputError("cap_no_level", file=name)
    level = GREEN if alert.message == "Cancel" else _level(info)
    risk = _RISKS.get(info.parameter("awareness_type").partition(";")[0].strip(), "")
    first, last = start.astimezone(ROME).date(), (end.astimezone(ROME) - timedelta(seconds=1)).date()
    days = [first + timedelta(days=ahead) for ahead in range(min((last - first).days + 1, _MOST_DAYS))]
    found = tuple(_day(day, level, risk, alert.sent) for day in days)
    if not found:
        raise InputError("cap_no_level", file=name)
    return Bulletin(place.code, merged(found), "cap", alert.message != "Alert")


def _day(day: date, level: str, risk: str, sent: datetime) -> Forecast:
    return Forecast(day, level, (risk,) if risk and level != GREEN else (), sent.astimezone(UTC))


def _level(info: CapInfo) -> str:
    return _LEVELS.get(info.parameter("awareness_level").partition(";")[0].strip(), "")


def _is_ours(area: CapArea, place: Place) -> bool:
    """By the zone's code among the codes, by its name, or by the town's."""
    if {code.casefold() for _, code in area.geocodes} & {code.casefold() for code in place.zones}:
        return True
    said = f" {folded(area.description)} "
    return f" {folded(place.town)} " in said or any(f" {folded(name)}" in said for name in place.zones.values())
