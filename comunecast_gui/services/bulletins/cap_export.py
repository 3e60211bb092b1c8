# SPDX-License-Identifier: EUPL-1.2
"""Writes an alert that was sent in the Common Alerting Protocol 1.2, for archives and for other services."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from comunecast_gui.core.atomic_file import replace_text
from comunecast_gui.core.bulletin.cap_alert import AWARENESS, AWARENESS_TYPES, CapAlert, CapArea, CapInfo, written
from comunecast_gui.core.bulletin.forecast import GREEN, LEVELS
from comunecast_gui.core.bulletin.place import Place
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.model import Period
from comunecast_gui.core.notice.categories import LEVEL, RISKS, Category
from comunecast_gui.core.notice.fields import parse
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.places import Municipalities, file_stem, town_of
from comunecast_gui.core.regular_file import refuse_irregular
from comunecast_gui.services import wiring
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.delivery.notices import NoticeRow
from comunecast_gui.system import paths

_SEVERITY = {GREEN: "Minor", "gialla": "Moderate", "arancione": "Severe", "rossa": "Extreme"}
_SENDER = re.compile(r"[^\s,<&]+")
_LANGUAGE = "it-IT"


def export(workspace: Workspace, notice: int, path: Path) -> CapAlert:
    """Writes the alert of a notice into a file, in one step.

    Raises InputError("unknown_notice" | "cap_not_an_alert" | "cap_not_written" | "not_a_file"),
    ConfigError (``database_*``).
    """
    refuse_irregular(path)
    alert = alert_of(workspace, notice)
    try:
        replace_text(path, written(alert))
    except OSError as error:
        raise InputError("cap_not_written", file=path.name, reason=error.strerror or "") from None
    return alert


def alert_of(workspace: Workspace, notice: int) -> CapAlert:
    """The alert of a notice: its update or its all-clear names those before it. Raises as :func:`export`."""
    row = workspace.notices.get(notice)
    category = workspace.catalogue.get(row.category)
    level, before = _levels(category, workspace.notices.fields(notice), workspace)
    if not category.alert or not (level or before) or not row.reaches_people:
        raise InputError("cap_not_an_alert", notice=notice)
    values = parse(category, workspace.notices.fields(notice), workspace.office).values
    over = not level
    references = tuple(_reference(workspace, one) for one in workspace.notices.thread(notice) if one.id < notice)
    kind = ("Cancel" if over else "Update") if references else "Alert"
    info = _over(workspace, row, values, before) if over else _in_force(workspace, row, values, level)
    identifier, sender, sent = _names(workspace, row)
    return CapAlert(identifier, sender, sent, "Actual", kind, "Public", references, (info,))


def _levels(category: Category, raw: Mapping[str, Any], workspace: Workspace) -> tuple[str, str]:
    """The level in force, and the one that ends."""
    values = parse(category, raw, workspace.office).values
    level, before = values.get(LEVEL), values.get("livello_prima")
    return level if level in LEVELS else "", before if before in LEVELS else ""


def _names(workspace: Workspace, row: NoticeRow) -> tuple[str, str, datetime]:
    """Identifier, sender and moment of a message: what later ones name it by."""
    sent = row.created_at.astimezone(timezone_of(workspace.office)).replace(microsecond=0)
    stem = file_stem(town_of(workspace.office.name)) or "comune"
    mail = workspace.office.email
    return f"comunecast-{stem}-{row.id}", mail if _SENDER.fullmatch(mail) else f"comune-{stem}", sent


def _reference(workspace: Workspace, row: NoticeRow) -> str:
    identifier, sender, sent = _names(workspace, row)
    return CapAlert(identifier, sender, sent, "", "", "").reference


def _in_force(workspace: Workspace, row: NoticeRow, values: Mapping[str, Any], level: str) -> CapInfo:
    zone, sent = timezone_of(workspace.office), row.created_at
    period = values.get("periodo")
    start = period.start.replace(tzinfo=zone) if isinstance(period, Period) else None
    end = period.end.replace(tzinfo=zone) if isinstance(period, Period) else None
    risks = tuple(values.get(RISKS, ()))
    types = dict.fromkeys(AWARENESS_TYPES[one] for one in risks if one in AWARENESS_TYPES)
    return CapInfo(
        category=("Met",),
        event=f"Allerta {level}",
        urgency="Immediate" if start and start <= sent else "Expected",
        severity=_SEVERITY[level],
        certainty="Likely",
        language=_LANGUAGE,
        responses=("Prepare",),
        effective=_names(workspace, row)[2],
        onset=start,
        expires=end,
        sender_name=workspace.office.name,
        headline=row.title,
        description=row.text,
        instruction=" ".join(values.get("consigli", ())),
        web=str(values.get("link", "")),
        contact=workspace.office.phone,
        parameters=(("awareness_level", AWARENESS[level]), *(("awareness_type", one) for one in types)),
        areas=_areas(workspace),
    )


def _over(workspace: Workspace, row: NoticeRow, values: Mapping[str, Any], before: str) -> CapInfo:
    return CapInfo(
        category=("Met",),
        event=f"Allerta {before} terminata",
        urgency="Past",
        severity=_SEVERITY[GREEN],
        certainty="Observed",
        language=_LANGUAGE,
        responses=("AllClear",),
        effective=_names(workspace, row)[2],
        sender_name=workspace.office.name,
        headline=row.title,
        description=row.text,
        web=str(values.get("link", "")),
        contact=workspace.office.phone,
        parameters=(("awareness_level", AWARENESS[GREEN]),),
        areas=_areas(workspace),
    )


def _areas(workspace: Workspace) -> tuple[CapArea, ...]:
    """The town, with Istat's code and that of its alert zone, where they are known."""
    town = town_of(workspace.office.name)
    named = Municipalities.load(paths.resource("towns")).named(town)
    codes = [("ISTAT", named[0].istat)] if len(named) == 1 else []
    try:
        place: Place | None = wiring.bulletin_place(workspace.office)
    except ConfigError:
        place = None
    zones = [("DPC", code) for code in place.zones] if place else []
    return (CapArea(town, (*codes, *zones)),)
