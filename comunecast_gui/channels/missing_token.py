# SPDX-License-Identifier: EUPL-1.2
"""Replaces a channel whose token is missing on this workstation: its lane stops at once and says what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from comunecast_gui.core.content import Content
from comunecast_gui.core.errors import Misconfigured
from comunecast_gui.core.ports import Accepted, Claim, Pacer


@dataclass(frozen=True, slots=True)
class MissingTokenChannel:
    """Satisfies :class:`~comunecast_gui.core.ports.Channel`; each call raises Misconfigured(``code``, ``detail``)."""

    name: str
    code: str
    detail: str = ""
    concurrency: int = 1

    async def open(self, pacer: Pacer, memory: Mapping[str, str]) -> Mapping[str, str]:
        raise Misconfigured(self.code, self.detail)

    async def prepare(self, content: Content, memory: Mapping[str, str]) -> Mapping[str, str]:
        raise Misconfigured(self.code, self.detail)

    async def send(self, claim: Claim, content: Content, memory: Mapping[str, str]) -> Accepted:
        raise Misconfigured(self.code, self.detail)

    def cancel(self) -> None:
        """Nothing is under way."""

    async def close(self) -> None:
        """Nothing was opened."""
