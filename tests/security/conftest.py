# SPDX-License-Identifier: EUPL-1.2
"""Fixtures of a running relay, alone and behind nginx, and of a whole office."""

from tests.e2e.conftest import make_town, town
from tests.relay.conftest import front, make_relay, relay

__all__ = ["front", "make_relay", "make_town", "relay", "town"]
