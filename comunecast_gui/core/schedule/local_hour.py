# SPDX-License-Identifier: EUPL-1.2
"""Turns the day and hour that a person means into a moment, also in the two nights when the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from comunecast_gui.core.errors import InputError


def moments(local: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The moments, in UTC, at which clocks in the zone show this naive local time.

    There is one; none in the hour that is skipped in spring; two, the earlier first, in the hour that comes twice in
    autumn.
    """
    both = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    real = {one for one in both if one.astimezone(zone).replace(tzinfo=None, fold=0) == local.replace(fold=0)}
    return tuple(sorted(real))


def moment_of(local: datetime, zone: ZoneInfo) -> datetime:
    """The one moment that is meant, in UTC; a time with its offset from UTC is taken as it is.

    Raises InputError("hour_skipped"), with the next hour that there is; ("hour_twice"), with both offsets.
    """
    if local.tzinfo is not None:
        return local.astimezone(UTC)
    found = moments(local, zone)
    if len(found) == 1:
        return found[0]
    said = f"{local:%H:%M}"
    day = f"{local:%d/%m/%Y}"
    if not found:
        gap = (local - timedelta(hours=3)).replace(tzinfo=zone).utcoffset()
        after = (local + timedelta(hours=3)).replace(tzinfo=zone).utcoffset()
        skipped = (after or timedelta()) - (gap or timedelta())
        raise InputError("hour_skipped", field="at", hour=said, day=day, instead=f"{local + skipped:%H:%M}")
    first, second = (_offset(one.astimezone(zone)) for one in found)
    raise InputError("hour_twice", field="at", hour=said, day=day, first=first, second=second)


def _offset(moment: datetime) -> str:
    text = f"{moment:%z}"
    return f"{text[:3]}:{text[3:]}"
