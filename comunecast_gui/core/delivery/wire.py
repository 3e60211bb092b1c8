# SPDX-License-Identifier: EUPL-1.2
"""What an engine in a process of its own and its window say to each other: one JSON object on each line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from comunecast_gui.core.changes import Changed, ChangeKind, Event, Fault, LanePhase, LaneProgress, SetAside
from comunecast_gui.core.ports import Scope

STOP, PAUSE, RESUME, RUN = "stop", "pause", "resume", "run"
"""What the window asks for."""


def order(what: str, scope: Scope | None = None) -> str:
    """A line for the engine; ``scope`` belongs to RUN."""
    data: dict[str, Any] = {"do": what}
    if scope is not None:
        data |= {
            "notices": None if scope.notices is None else sorted(scope.notices),
            "deliveries": sorted(scope.deliveries),
        }
    return json.dumps(data)


def scope_of(data: Mapping[str, Any]) -> Scope:
    """The scope of an order to RUN."""
    notices = data.get("notices")
    return Scope(None if notices is None else frozenset(notices), frozenset(data.get("deliveries", ())))


def event_line(event: Event) -> str:
    """A line for the window."""
    if isinstance(event, Changed):
        return json.dumps({"changed": event.kind, "ids": event.ids, "origin": event.origin})
    if isinstance(event, Fault):
        return json.dumps({"fault": event.channel, "deliveries": event.deliveries, "text": event.text})
    return json.dumps({"lane": progress_data(event)})


def event_of(data: Mapping[str, Any]) -> Event | None:
    """The event that a line of the engine holds; None for a line of another kind."""
    if "changed" in data:
        return Changed(ChangeKind(data["changed"]), tuple(data["ids"]), data["origin"])
    if "fault" in data:
        return Fault(data["fault"], tuple(data["deliveries"]), data["text"])
    return progress_of(data["lane"]) if "lane" in data else None


def progress_data(progress: LaneProgress) -> dict[str, Any]:
    """A lane's progress in JSON's types."""
    return asdict(progress) | {"until": progress.until.isoformat() if progress.until else None}


def progress_of(data: Mapping[str, Any]) -> LaneProgress:
    """What :func:`progress_data` was made from."""
    until = datetime.fromisoformat(data["until"]) if data["until"] else None
    aside = tuple(SetAside(**one) for one in data["aside"])
    return LaneProgress(**{**data, "phase": LanePhase(data["phase"]), "until": until, "aside": aside})
