# SPDX-License-Identifier: EUPL-1.2
"""Limits the requests of each address, and remembers only a few thousand addresses."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

REFUSAL_COST = 50
"""What a refused request costs more than an accepted one: who guesses is stopped soon, Meta never."""
_ADDRESSES = 4096
_MOST_OWED = 5
"""Full buckets that an address may owe, ten seconds' worth: its guesses under way at once are charged one by one."""


class AddressLimits:
    """A bucket per address that refills at ``rate`` a second and holds two seconds' worth; 0 means no limit."""

    def __init__(self, rate: int, now: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._now = now
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, address: str) -> bool:
        """Takes one request from the address's bucket; False if it is empty."""
        return self._take(network_of(address), 1)

    def refused(self, address: str) -> None:
        """Charges a request that was refused, also to an empty bucket: what it owes has to flow in first."""
        self._take(network_of(address), REFUSAL_COST, owing=True)

    def _take(self, address: str, cost: int, *, owing: bool = False) -> bool:
        if not self._rate:
            return True
        now, full = self._now(), 2.0 * self._rate
        with self._lock:
            level, at = self._buckets.pop(address, (full, now))
            level = min(full, level + (now - at) * self._rate)
            enough = level >= 1
            if enough or owing:
                level = max(level - cost, -_MOST_OWED * full)
            self._buckets[address] = (level, now)
            if len(self._buckets) > _ADDRESSES:
                self._buckets.popitem(last=False)
        return enough


def network_of(address: str) -> str:
    """Whose address it is: with IPv6 a customer has the 2^64 addresses of a /64 (RFC 6177), and could use them all."""
    if ":" not in address:
        return address
    try:
        number = ipaddress.IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    return str(number.ipv4_mapped or ipaddress.IPv6Network((number, 64), strict=False))
