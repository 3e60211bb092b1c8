# SPDX-License-Identifier: EUPL-1.2
"""A service that costs next to nothing: it answers sends over TLS after 50 to 150 ms, so that the sender is measured.

``python -m tests.benchmarks.service CERTIFICATE`` prints its port; the end of standard input ends it.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import ssl
import sys

from tests.benchmarks.office import BODY, TEMPLATE

LATENCY = (0.05, 0.15)

_numbers = itertools.count(1)
_templates = {
    "data": [
        {
            "id": "1",
            "name": TEMPLATE,
            "status": "APPROVED",
            "category": "UTILITY",
            "language": "it",
            "components": [{"type": "BODY", "text": BODY}],
        }
    ]
}


class Line(asyncio.Protocol):
    """One connection. Requests come one after the other on it, as every blocking client sends them."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.buffer = b""

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, end, rest = self.buffer.partition(b"\r\n\r\n")
        if not end:
            return
        length = 0
        for line in head.split(b"\r\n"):
            if line.lower().startswith(b"content-length:"):
                length = int(line[15:])
        if len(rest) < length:
            return
        self.buffer = rest[length:]
        if head.startswith(b"POST") and b"/messages " in head.split(b"\r\n", 1)[0]:
            to = json.loads(rest[:length])["to"]
            answer = {
                "messaging_product": "whatsapp",
                "contacts": [{"input": to, "wa_id": to}],
                "messages": [{"id": f"wamid.{next(_numbers)}", "message_status": "accepted"}],
            }
            asyncio.get_running_loop().call_later(random.uniform(*LATENCY), self.answer, answer)
        else:
            self.answer(_templates)

    def answer(self, data: object) -> None:
        body = json.dumps(data).encode()
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        if not self.transport.is_closing():
            self.transport.write(head % len(body) + body)


async def serve(certificate: str) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Line, "127.0.0.1", 0, ssl=context, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
