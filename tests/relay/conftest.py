# SPDX-License-Identifier: EUPL-1.2
"""Relays that end with the test that started them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .running import RunningRelay


@pytest.fixture
def make_relay(tmp_path: Path) -> Iterator[Callable[..., RunningRelay]]:
    """Starts a relay; keyword arguments are further settings (``RELAY_RATE="5"``)."""
    started: list[RunningRelay] = []

    def make(**settings: str) -> RunningRelay:
        folder = tmp_path / f"relay{len(started)}"
        folder.mkdir()
        relay = RunningRelay(folder, settings=settings)
        started.append(relay)
        relay.start()
        return relay

    yield make
    for relay in started:
        relay.kill()


@pytest.fixture
def relay(make_relay: Callable[..., RunningRelay]) -> RunningRelay:
    return make_relay()
