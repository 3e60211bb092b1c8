# SPDX-License-Identifier: EUPL-1.2
"""Relays that end with the test that started them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.relay.running import COMMAND, RunningRelay
from tests.relay.shown_proxy import front

__all__ = ["front", "make_relay", "relay"]


@pytest.fixture
def make_relay(tmp_path: Path) -> Iterator[Callable[..., RunningRelay]]:
    """Starts a relay; keyword arguments are further settings (``RELAY_RATE="5"``) and the ``command`` that runs it."""
    started: list[RunningRelay] = []

    def make(command: Sequence[str] = COMMAND, **settings: str) -> RunningRelay:
        folder = tmp_path / f"relay{len(started)}"
        folder.mkdir()
        relay = RunningRelay(folder, settings=settings, command=command)
        started.append(relay)
        relay.start()
        return relay

    yield make
    for relay in started:
        relay.kill()


@pytest.fixture
def relay(make_relay: Callable[..., RunningRelay]) -> RunningRelay:
    return make_relay()
