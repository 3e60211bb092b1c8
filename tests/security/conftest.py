# SPDX-License-Identifier: EUPL-1.2
"""Fixtures of other rooms: an office with its services, a running relay alone and behind nginx, a log, a keyring."""

from collections.abc import Iterator

import pytest

from tests.e2e.conftest import make_town, town
from tests.keyrings import MemoryKeyring, in_use
from tests.relay.conftest import front, make_relay, relay
from tests.system.conftest import log

__all__ = ["front", "log", "make_relay", "make_town", "relay", "town"]


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    with in_use(MemoryKeyring()) as ring:
        yield ring
