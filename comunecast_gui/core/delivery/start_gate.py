# SPDX-License-Identifier: EUPL-1.2
"""Holds back a notice until each of its channels is prepared or was set aside by a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from comunecast_gui.core.errors import SendError
from comunecast_gui.core.ports import Lineup


class StartGate:
    """The state that the lanes of one run share about which notices may begin.

    A notice may begin when something of it went out already, or when each channel that it awaits has prepared it. Once
    it has begun it stays so: a channel that fails later does not hold back the others.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._lineups: dict[int, Lineup] = {}
        self._begun: set[int] = set()
        self._prepared: set[tuple[int, str]] = set()
        self._refused: dict[tuple[int, str], SendError] = {}
        self._closed: dict[str, SendError] = {}

    def expect(self, lineups: Mapping[int, Lineup]) -> None:
        """Keeps the current lineup of some notices, read from the outbox."""
        if any(self._lineups.get(notice) != lineup for notice, lineup in lineups.items()):
            self._lineups.update(lineups)
            self._changed()

    def prepared(self, notice: int, channel: str) -> None:
        """Notes that the channel has prepared the notice."""
        self._refused.pop((notice, channel), None)
        self._prepared.add((notice, channel))
        self._changed()

    def refused(self, notice: int, channel: str, error: SendError) -> None:
        """Notes that the channel cannot send this notice until somebody fixes the cause."""
        self._refused[notice, channel] = error
        self._changed()

    def closed(self, channel: str, error: SendError) -> None:
        """Notes that the channel can send nothing until somebody fixes the cause."""
        self._closed[channel] = error
        self._changed()

    def reopened(self, channel: str) -> None:
        """Notes that the channel is tried again."""
        self._closed.pop(channel, None)
        for key in [key for key in self._refused if key[1] == channel]:
            del self._refused[key]

    def may_begin(self, notice: int) -> bool:
        """Whether messages of the notice may go out, on whichever channel."""
        lineup = self._lineups.get(notice)
        if notice not in self._begun and lineup is not None:
            ready = all((notice, channel) in self._prepared for channel in lineup.awaited)
            if lineup.begun or ready:
                self._begun.add(notice)
        return notice in self._begun

    def obstacles(self, notice: int) -> dict[str, SendError]:
        """The awaited channels that keep the notice from beginning, and why; empty while they are being prepared."""
        lineup = self._lineups.get(notice)
        if lineup is None or self.may_begin(notice):
            return {}
        known = {one: self._refused.get((notice, one)) or self._closed.get(one) for one in sorted(lineup.awaited)}
        return {channel: error for channel, error in known.items() if error is not None}
