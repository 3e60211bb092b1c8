# SPDX-License-Identifier: EUPL-1.2
"""One way to answer for both services: latency, faults, the journal, and then the service's own answer."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import os
import random
import socket
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from aiohttp import web

from comunecast_gui.sandbox.faults import Fault, FaultKind
from comunecast_gui.sandbox.journal import Complaint, RequestRecord
from comunecast_gui.sandbox.state import SandboxState

CAPTIVE_PORTAL = "<!DOCTYPE html><html><head><title>Accesso alla rete</title></head><body>Login</body></html>"
FRONT_END_ERROR = "<html><head><title>{status}</title></head><body><center><h1>{status}</h1></center></body></html>"


_LINGER = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
"""Linger on, for no time: closing then resets the connection instead of ending it in order."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer before it becomes HTTP. ``code`` is the service's own error code, 0 for success."""

    status: int
    body: Any
    code: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    complaint: str = ""

    def response(self) -> web.Response:
        """The HTTP response; text bodies are HTML, bytes go out as they are, everything else is JSON."""
        if isinstance(self.body, bytes):
            return web.Response(status=self.status, body=self.body, headers=self.headers)
        if isinstance(self.body, str):
            return web.Response(status=self.status, text=self.body, content_type="text/html", headers=self.headers)
        return web.Response(
            status=self.status,
            body=json.dumps(self.body, ensure_ascii=False).encode(),
            content_type="application/json",
            headers=self.headers,
        )


class Service(Protocol):
    """What the common path needs to know of a service."""

    name: str

    def fault_reply(self, call: Call, fault: Fault) -> Reply:
        """The service's error for a fault of kind ``error`` or ``server_error``."""
        ...

    def change(self, fault: Fault) -> None:
        """Apply a fault that changes the state (template status, token)."""
        ...


@dataclass(slots=True)
class Call:
    """One request as faults and the journal see it, with the complaints noted while it is processed."""

    service: str
    method: str
    recipient: str
    complaints: list[str] = field(default_factory=list)


async def respond(
    state: SandboxState,
    service: Service,
    request: web.Request,
    call: Call,
    process: Callable[[Fault | None], Reply],
) -> web.StreamResponse:
    """Process a call under the state's lock and answer, or fail in the way that an armed fault asks for."""
    low, high = state.config.latency_ms
    if high > 0:
        await asyncio.sleep(random.uniform(low, high) / 1000)  # noqa: S311 - a delay, not a secret
    with state.lock:
        fault = state.faults.take(call.service, call.method, call.recipient)
        if fault and fault.kind in {FaultKind.TEMPLATE_STATUS, FaultKind.REVOKE_TOKEN}:
            service.change(fault)
            fault = None
        reply = _reply(service, call, process, fault)
        _record(state, call, reply, fault)
    if fault and fault.kind is FaultKind.DELAY:
        await asyncio.sleep(fault.seconds)
    if fault and fault.kind is FaultKind.RESET:
        _reset(request)
    if fault and fault.kind is FaultKind.DRIP:
        return await _drip(request, reply.response(), fault.seconds)
    return reply.response()


def _reply(service: Service, call: Call, process: Callable[[Fault | None], Reply], fault: Fault | None) -> Reply:
    if fault is None or fault.kind in {FaultKind.DELAY, FaultKind.DRIP, FaultKind.STATUS, FaultKind.HELD}:
        return process(fault)
    if fault.kind is FaultKind.ERROR:
        return service.fault_reply(call, fault)
    if fault.processed:
        process(None)
    if fault.kind is FaultKind.JUNK:
        return Reply(200, CAPTIVE_PORTAL)
    if fault.kind is FaultKind.RESET:
        return Reply(0, "")
    if fault.kind in {FaultKind.ANSWER, FaultKind.FLOOD}:
        return _as_asked(fault)
    if fault.html:
        return Reply(fault.status, FRONT_END_ERROR.format(status=fault.status))
    return service.fault_reply(call, fault)


def _as_asked(fault: Fault) -> Reply:
    """An answer that the fault spells out, or a flood of it."""
    headers = {"Content-Type": "application/json", **fault.headers}
    if fault.kind is FaultKind.ANSWER:
        return Reply(fault.status, fault.body.encode("utf-8", "surrogatepass"), headers=headers)
    return Reply(200, _flood(fault.megabytes), headers={**headers, "Content-Encoding": "gzip"})


def _flood(megabytes: int) -> bytes:
    """So many megabytes of spaces, compressed."""
    return b"".join([gzip.compress(b" " * 1024 * 1024)] * megabytes)


async def _drip(request: web.Request, whole: web.Response, seconds: float) -> web.StreamResponse:
    """Answers byte by byte, until the client has had enough."""
    response = web.StreamResponse(status=whole.status, headers=whole.headers)
    await response.prepare(request)
    body = whole.body if isinstance(whole.body, bytes) else b""
    with contextlib.suppress(OSError):
        for byte in body:
            await response.write(bytes([byte]))
            await asyncio.sleep(seconds)
        await response.write_eof()
    return response


def _record(state: SandboxState, call: Call, reply: Reply, fault: Fault | None) -> None:
    now = state.clock.now()
    kind = fault.kind.value if fault else ""
    journal = state.journal
    journal.requests.append(
        RequestRecord(now, call.service, call.method, call.recipient, reply.status, reply.code, kind)
    )
    if reply.complaint:
        journal.complaints.append(
            Complaint(now, call.service, call.method, call.recipient, reply.code, reply.complaint)
        )
    for message in call.complaints:
        journal.complaints.append(Complaint(now, call.service, call.method, call.recipient, 0, message))


def _reset(request: web.Request) -> None:
    transport = request.transport
    if transport is None:
        return
    sock = transport.get_extra_info("socket")
    if sock is not None:
        with contextlib.suppress(OSError):  # the client may be gone already
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER)
    transport.abort()
