# SPDX-License-Identifier: EUPL-1.2
"""What was told of the alert so far, and the fields that the next notice of it begins with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from comunecast_gui.core.bulletin.place import Place
from comunecast_gui.core.bulletin.proposal import ALERT, ALL_CLEAR, UPDATE, Proposal, Step, Told
from comunecast_gui.core.model import Period
from comunecast_gui.core.notice.categories import LEVEL, RISKS, Category, FieldType
from comunecast_gui.core.notice.fields import parse
from comunecast_gui.core.periods import MONTHS, hour, local
from comunecast_gui.services import wiring
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.delivery.notices import NoticeRow

_PERIOD, _ADVICE, _ZONE = "periodo", "consigli", "zona_allerta"


class Origin(StrEnum):
    """Where the value of a field comes from."""

    BULLETIN = "bulletin"
    LAST_NOTICE = "last_notice"
    ADVICE = "advice"
    """The category's own advice for this level and these risks."""
    USUAL = "usual"


@dataclass(frozen=True, slots=True)
class Prefilled:
    """A notice to write. ``fields`` are raw values, ``origins`` says of each where it comes from.

    ``asks`` names the fields that only a person can know: the hours, which are the Region's, and what is closed.
    """

    category: str
    follows: int | None
    fields: Mapping[str, Any]
    origins: Mapping[str, Origin]
    asks: tuple[str, ...]


def told(workspace: Workspace, at: datetime) -> Told | None:
    """The alert that is open at ``at`` (aware), with the notices before it; None where there is none.

    Raises ConfigError (``database_*``).
    """
    rows = [row for row in workspace.notices.recent(at - wiring.LOOK_BACK) if row.reaches_people]
    open_one: Told | None = None
    for row in sorted(rows, key=lambda row: (row.created_at, row.id)):
        if row.category == ALL_CLEAR:
            open_one = None
        elif row.category in (ALERT, UPDATE):
            before = open_one if row.category == UPDATE or row.follows else None
            open_one = _told(workspace, row, before) or open_one
    return open_one


def _told(workspace: Workspace, row: NoticeRow, before: Told | None) -> Told | None:
    category = wiring.catalogue().get(row.category)
    values = parse(category, workspace.notices.fields(row.id), workspace.office).values
    level, period = values.get(LEVEL), values.get(_PERIOD)
    if level is None or not isinstance(period, Period):
        return None
    return Told(row.id, level, tuple(values.get(RISKS, ())), period.start, period.end, before)


def prefilled(workspace: Workspace, place: Place, found: Proposal, at: datetime) -> Prefilled:
    """The fields of the proposed notice, as far as bulletin and last notice know them."""
    category = wiring.catalogue().get(found.category)
    taken: dict[str, tuple[Any, Origin]] = {}
    for field in category.fields:
        if (usual := field.default_for(workspace.office)) is not None:
            taken[field.id] = usual, Origin.USUAL
    if found.step is Step.OVER:
        taken |= {
            "livello_prima": (found.level, Origin.LAST_NOTICE),
            "ora": (_iso(found.end), Origin.LAST_NOTICE),
        }
    else:
        taken |= _alert(workspace, category, found)
        if _ZONE not in taken and category.field(_ZONE):
            names = (f"{code.partition('-')[2]} {name}" for code, name in place.zones.items())
            taken[_ZONE] = ", ".join(names), Origin.BULLETIN
    if found.follows:
        reference = _reference(workspace.notices.get(found.follows.notice), workspace, at)
        taken |= {
            one.id: (reference, Origin.LAST_NOTICE) for one in category.fields if one.type is FieldType.NOTICE_REF
        }
    known = {one.id for one in category.fields}
    fields = {id: value for id, (value, _) in taken.items() if id in known}
    origins = {id: origin for id, (_, origin) in taken.items() if id in known}
    asks = ("ora", "riaperture") if found.step is Step.OVER else (_PERIOD, "provvedimenti")
    return Prefilled(found.category, found.follows.notice if found.follows else None, fields, origins, asks)


def _alert(workspace: Workspace, category: Category, found: Proposal) -> dict[str, tuple[Any, Origin]]:
    period = {"inizio": _iso(found.start), "fine": _iso(found.end)}
    told_before = {"tipo": (str(found.step), Origin.BULLETIN), "livello_prima": (found.before, Origin.LAST_NOTICE)}
    field = category.field(_ADVICE)
    advice = wiring.catalogue().get(ALERT).advice_for(found.level, found.risks, field.maximum if field else 0)
    return {
        LEVEL: (found.level, Origin.BULLETIN),
        RISKS: (list(found.risks), Origin.BULLETIN),
        _PERIOD: (period, Origin.BULLETIN),
        **(told_before if found.before else {}),
        **({_ADVICE: (list(advice), Origin.ADVICE)} if advice else {}),
    }


def _reference(row: NoticeRow, workspace: Workspace, at: datetime) -> str:
    """``13 marzo alle 18:10``."""
    sent, now = local(row.created_at, workspace.office), local(at, workspace.office)
    year = f" {sent.year}" if sent.year != now.year else ""
    return f"{sent.day} {MONTHS[sent.month - 1]}{year} alle {hour(sent.time())}"


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
