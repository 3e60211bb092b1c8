# SPDX-License-Identifier: EUPL-1.2
"""Fixtures of a running relay, alone and behind nginx."""

from tests.relay.conftest import front, make_relay, relay

__all__ = ["front", "make_relay", "relay"]
