# SPDX-License-Identifier: EUPL-1.2
"""Fixtures of other rooms: an office with its services, a running relay, the lists of the checks, a log."""

from tests.core.conftest import catalogue, context
from tests.e2e.conftest import make_town, town
from tests.relay.conftest import front, make_relay, relay
from tests.system.conftest import log

__all__ = ["catalogue", "context", "front", "log", "make_relay", "make_town", "relay", "town"]
