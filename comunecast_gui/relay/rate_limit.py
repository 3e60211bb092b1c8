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


class AddressLimits:
    """A bucket per address that refills at ``rate`` a second and holds two seconds' worth; 0 means no limit."""

    def __init__(self, rate: int, now: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._now = now
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, address: str) -> bool:
        """Takes one request from the address's bucket; False if it is empty."""
        return self._take(_network(address), 1)

    def refused(self, address: str) -> None:
        """Counts a request that was refused."""
        self._take(_network(address), REFUSAL_COST)

    def _take(self, address: str, cost: int) -> bool:
        if not self._rate:
            return True
        now, full = self._now(), 2.0 * self._rate
        with self._lock:
            level, at = self._buckets.pop(address, (full, now))
            level = min(full, level + (now - at) * self._rate)
            enough = level >= 1
            self._buckets[address] = (level - cost if enough else level, now)
            if len(self._buckets) > _ADDRESSES:
                self._buckets.popitem(last=False)
        return enough


def _network(address: str) -> str:
    """Whose address it is: with IPv6 a customer has the 2^64 addresses of a /64 (RFC 6177), and could use them all."""
    if ":" not in address:
        return address
    try:
        number = ipaddress.IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    return str(number.ipv4_mapped or ipaddress.IPv6Network((number, 64), strict=False))
