# SPDX-License-Identifier: EUPL-1.2
"""The record of what clients asked, and of every request that the live service would refuse or silently spoil."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """One request. ``status`` is the HTTP status answered, 0 where the connection was cut."""

    at: float
    service: str
    method: str
    recipient: str
    status: int
    code: int = 0
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something that a correct client does not do. ``code`` is the service's, 0 where it would stay silent."""

    at: float
    service: str
    method: str
    recipient: str
    code: int
    message: str


@dataclass(slots=True)
class Journal:
    """All requests and complaints, oldest first."""

    requests: list[RequestRecord] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
