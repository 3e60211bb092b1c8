# SPDX-License-Identifier: EUPL-1.2
"""Tells why a service was not reached: no network, no such name, nobody there, or somebody else."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator

OFFLINE = "offline"
"""This computer has no way to any other network."""
NAME_UNKNOWN = "name_unknown"
"""There is a way out, but nothing on it knows the service's name."""
CONNECT = "connect"
"""Somebody was looked for at the service's address, and nobody answered."""
TLS = "tls"
"""Somebody answered whose certificate does not hold here."""

_ELSEWHERE = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
"""Addresses that belong to nobody (RFC 5737 and RFC 3849): only a way to other networks leads to them."""
_WINDOWS = {10050, 10051, 10065}
"""WSAENETDOWN, WSAENETUNREACH and WSAEHOSTUNREACH, as winsock reports them."""
_NO_WAY = {errno.ENETDOWN, errno.ENETUNREACH, errno.EHOSTUNREACH} | _WINDOWS


def why(error: BaseException) -> str:
    """Why the call that ended in ``error`` reached nobody: one of the four words above.

    Looks through all that ``error`` was made of, because each library wraps the system's own errors in its way.
    """
    causes = list(_causes(error))
    if any(isinstance(one, ssl.SSLError) and not isinstance(one, ssl.SSLEOFError) for one in causes):
        return TLS
    unnamed = any(isinstance(one, socket.gaierror) for one in causes)
    no_way = any(isinstance(one, OSError) and one.errno in _NO_WAY for one in causes)
    if (unnamed or no_way) and not has_way_out():
        return OFFLINE
    return NAME_UNKNOWN if unnamed else CONNECT


def has_way_out() -> bool:
    """Whether the operating system knows a way to other networks; nothing is sent to find out."""
    return any(_leads_to(family, address) for family, address in _ELSEWHERE)


def _leads_to(family: socket.AddressFamily, address: str) -> bool:
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((address, 9))  # of a datagram socket: it only looks for the way
    except OSError:
        return False
    return True


def _causes(error: BaseException) -> Iterator[BaseException]:
    """``error`` and every exception that it was made of, each once."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
        waiting += getattr(one, "exceptions", ())
