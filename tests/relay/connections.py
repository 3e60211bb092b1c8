# SPDX-License-Identifier: EUPL-1.2
"""Connections to a relay that a caller holds open, and whether the other side has ended them."""

from __future__ import annotations

import socket


def connect(port: int, source: str = "127.0.0.1") -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10, source_address=(source, 0))


def is_closed(connection: socket.socket) -> bool:
    """Waits until the other side has closed the connection."""
    try:
        return connection.recv(1) == b""
    except ConnectionError:
        return True


def open_ones(connections: list[socket.socket]) -> int:
    """How many of these connections are still open."""
    found = 0
    for one in connections:
        one.setblocking(False)
        try:
            found += one.recv(1) != b""
        except BlockingIOError:
            found += 1
        except ConnectionError:
            continue
    return found
