# SPDX-License-Identifier: EUPL-1.2
"""What was told of the alert so far, and the fields that the next notice of it begins with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from comunecast_gui.core.bulletin.place import Place
from comunecast_gui.core.bulletin.proposal import ALERT, ALL_CLEAR, UPDATE, Proposal, Step, Told
from comunecast_gui.core.bulletin.zone_outlook import Origin, Prefilled
from comunecast_gui.core.model import Period
from comunecast_gui.core.notice import follow_up
from comunecast_gui.core.notice.categories import LEVEL, RISKS, Category
from comunecast_gui.core.notice.fields import parse
from comunecast_gui.core.thread.corrections import withdrawn
from comunecast_gui.services import wiring
from comunecast_gui.services.thread import following
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.delivery.notices import NoticeRow

_PERIOD, _ADVICE, _ZONE = "periodo", "consigli", "zona_allerta"


def told(workspace: Workspace, at: datetime) -> Told | None:
    """The alert that is open at ``at`` (aware), with the notices before it; None where there is none.

    Each counts as it was corrected since, on Telegram or by a notice of its own, and not at all once it was taken back.
    Raises ConfigError (``database_*``).
    """
    said = following.told(workspace, workspace.notices.recent(at - wiring.LOOK_BACK))
    taken_back = withdrawn(said)
    open_one: Told | None = None
    for one in sorted(said, key=lambda one: (one.sent, one.id)):
        if one.category == ALL_CLEAR and one.id not in taken_back:
            open_one = None
        elif one.category in (ALERT, UPDATE) and one.id not in taken_back:
            before = open_one if one.category == UPDATE or one.follows else None
            open_one = _told(workspace, one, before) or open_one
    return open_one


def _told(workspace: Workspace, one: follow_up.Told, before: Told | None) -> Told | None:
    category = workspace.catalogue.get(one.category)
    values = parse(category, one.fields, workspace.office).values
    level, period = values.get(LEVEL), values.get(_PERIOD)
    if level is None or not isinstance(period, Period):
        return None
    return Told(one.id, level, tuple(values.get(RISKS, ())), period.start, period.end, before)


def prefilled(workspace: Workspace, place: Place, found: Proposal) -> Prefilled:
    """The fields of the proposed notice, as far as bulletin and last notice know them."""
    category = workspace.catalogue.get(found.category)
    parent = workspace.notices.get(found.follows.notice) if found.follows else None
    taken: dict[str, tuple[Any, Origin]] = {}
    for id, value in _shared(workspace, parent, category.id).items():
        taken[id] = value, Origin.LAST_NOTICE
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
    known = {one.id for one in category.fields}
    fields = {id: value for id, (value, _) in taken.items() if id in known}
    origins = {id: origin for id, (_, origin) in taken.items() if id in known}
    return Prefilled(
        category.id,
        parent.id if parent else None,
        fields,
        origins,
        asks=_asks(found),
        zones=parent.zones if parent else (),
        channels=tuple(parent.counts) if parent else (),
    )


def _asks(found: Proposal) -> tuple[str, ...]:
    """The hours are known where the last notice has them: an alert that goes on to the end that was told."""
    if found.step is Step.OVER:
        return ("ora", "riaperture")
    return ("provvedimenti",) if _is_hour_known(found) else (_PERIOD, "provvedimenti")


def _is_hour_known(found: Proposal) -> bool:
    return found.step is Step.CONTINUES and found.follows is not None and found.end == found.follows.end


def _alert(workspace: Workspace, category: Category, found: Proposal) -> dict[str, tuple[Any, Origin]]:
    period = {"inizio": _iso(found.start), "fine": _iso(found.end)}
    told_before = {"tipo": (str(found.step), Origin.BULLETIN), "livello_prima": (found.before, Origin.LAST_NOTICE)}
    field = category.field(_ADVICE)
    advice = workspace.catalogue.get(ALERT).advice_for(found.level, found.risks, field.maximum if field else 0)
    return {
        LEVEL: (found.level, Origin.BULLETIN),
        RISKS: (list(found.risks), Origin.BULLETIN),
        _PERIOD: (period, Origin.LAST_NOTICE if _is_hour_known(found) else Origin.BULLETIN),
        **(told_before if found.before else {}),
        **({_ADVICE: (list(advice), Origin.ADVICE)} if advice else {}),
    }


def _shared(workspace: Workspace, parent: NoticeRow | None, category: str) -> Mapping[str, Any]:
    """What the new notice has in common with the one that it follows, the reference to it among it."""
    if parent is None:
        return {}
    return following.begin(workspace, parent.id, category).fields


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
