# SPDX-License-Identifier: EUPL-1.2
"""The protocol between the window and an engine in its own process: one JSON object per line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from comunecast_gui.core.changes import Changed, Event, LaneProgress
from comunecast_gui.core.codec import from_data, to_data
from comunecast_gui.core.ports import Scope

STOP, PAUSE, RESUME, RUN = "stop", "pause", "resume", "run"
"""What the window asks for."""


def order(what: str, scope: Scope | None = None) -> str:
    """A line for the engine; ``scope`` belongs to RUN."""
    return json.dumps({"do": what} if scope is None else {"do": what, "scope": to_data(scope)})


def scope_of(data: Mapping[str, Any]) -> Scope:
    """The scope of an order to RUN."""
    return from_data(data["scope"], Scope)


def event_line(event: Event) -> str:
    """A line for the window."""
    name = "changed" if isinstance(event, Changed) else "lane"
    return json.dumps({name: to_data(event)})


def event_of(data: Mapping[str, Any]) -> Event | None:
    """The event that a line of the engine holds; None for a line of another kind."""
    if "changed" in data:
        return from_data(data["changed"], Changed)
    return from_data(data["lane"], LaneProgress) if "lane" in data else None


def progress_data(progress: LaneProgress) -> dict[str, Any]:
    """A lane's progress in JSON's types."""
    data: dict[str, Any] = to_data(progress)
    return data


def progress_of(data: Mapping[str, Any]) -> LaneProgress:
    """The reverse of :func:`progress_data`."""
    return from_data(data, LaneProgress)
