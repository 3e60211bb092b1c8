# SPDX-License-Identifier: EUPL-1.2
"""The cable between the office and the services: it can be cut, and be dead for a while."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time

_ABORT = struct.pack("ii", 1, 0)


class Wire:
    """Passes bytes between a port of its own and another, in threads; usable as a context manager."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._ends: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._closed = False
        self._listener = self._listen(0)
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_: object) -> None:
        self._closed = True
        self.unplug()

    def cut(self) -> None:
        """Resets every connection."""
        with self._lock:
            ends, self._ends = self._ends, set()
        for end in ends:
            with contextlib.suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _ABORT)
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def unplug(self) -> None:
        """Resets every connection; new ones are refused until :meth:`plug`."""
        # A thread that waits in accept keeps the port open until it is woken.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    def plug(self) -> None:
        for _ in range(100):
            try:
                self._listener = self._listen(self.port)
            except OSError:
                time.sleep(0.02)
            else:
                return
        raise OSError("the port is not free again")

    def _listen(self, port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port), backlog=256)
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        while not self._closed:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                near.close()
                continue
            with self._lock:
                self._ends |= {near, far}
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._pass, args=(source, sink), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        with self._lock:
            self._ends -= {source, sink}
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
