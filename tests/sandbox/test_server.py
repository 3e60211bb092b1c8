# SPDX-License-Identifier: EUPL-1.2
"""Webhooks, the levers over HTTP, the sandbox as a process, and clients that die in the middle of a call."""

from __future__ import annotations

import errno
import hashlib
import hmac
import json
import os
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

from comunecast_gui.sandbox import Fault, FaultKind, Sandbox, SandboxConfig
from tests.sandbox.conftest import Bot, Graph, template_message

NUMBER = "393331234567"


class Relay(ThreadingHTTPServer):
    """Receives webhooks as the town's web host would; refuses the first ``refusals`` posts."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), RelayHandler)
        self.posts: queue.Queue[tuple[str, bytes]] = queue.Queue()
        self.refusals = 0


class RelayHandler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        relay = self.server
        assert isinstance(relay, Relay)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        refused = relay.refusals > 0
        relay.refusals -= refused
        if not refused:
            relay.posts.put((self.headers["X-Hub-Signature-256"], body))
        self.send_response(503 if refused else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def relay() -> Iterator[Relay]:
    server = Relay()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("refusals", [0, 1])
def test_signed_webhooks_arrive_once_and_in_order(
    relay: Relay, with_config: Callable[..., Sandbox], refusals: int
) -> None:
    relay.refusals = refusals
    sandbox = with_config(webhook_url=f"http://127.0.0.1:{relay.server_port}/webhook")
    graph = Graph(sandbox)
    graph.approve()
    graph.send()
    sandbox.control.citizen_writes(NUMBER, "Disattiva", payload="DISATTIVA")
    changes: list[dict[str, object]] = []
    while len(changes) < 5:
        signed, body = relay.posts.get(timeout=5)
        secret = sandbox.config.app_secret.encode()
        assert signed == "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()
        payload = json.loads(body)
        assert payload["entry"][0]["id"] == graph.account
        changes += payload["entry"][0]["changes"]
    kinds = [
        (change["value"].get("statuses") or [{}])[0].get("status") or change["field"]  # type: ignore[attr-defined]
        for change in changes
    ]
    assert kinds == ["message_template_status_update", "sent", "delivered", "read", "messages"]
    inbound = changes[-1]["value"]["messages"][0]  # type: ignore[index]
    assert (inbound["type"], inbound["button"]["payload"], inbound["from"]) == ("button", "DISATTIVA", NUMBER)


def test_webhooks_out_of_order_and_twice(relay: Relay, with_config: Callable[..., Sandbox]) -> None:
    sandbox = with_config(webhook_url=f"http://127.0.0.1:{relay.server_port}/", webhook_disorder=True)
    with sandbox.state.lock:  # so that both leave in one batch
        sandbox.control.citizen_writes(NUMBER, "Attiva")
        sandbox.control.citizen_writes(NUMBER, "Disattiva")
    changes = json.loads(relay.posts.get(timeout=5)[1])["entry"][0]["changes"]
    texts = [change["value"]["messages"][0]["text"]["body"] for change in changes]
    assert texts == ["Disattiva", "Attiva", "Attiva"]


def test_marketing_stops_for_who_asked_whatsapp(graph: Graph, sandbox: Sandbox) -> None:
    graph.approve()
    sandbox.control.citizen_stops_marketing(NUMBER)
    graph.send()
    sandbox.control.set_template("acqua_v1", category="MARKETING")
    graph.send()
    kinds = [update.status for update in sandbox.control.statuses()]
    assert kinds == ["sent", "delivered", "read", "failed"]
    assert sandbox.control.statuses()[-1].value["errors"][0]["code"] == 131050
    told = sandbox.control.webhooks()[1]["entry"][0]["changes"][0]
    assert (told["field"], told["value"]["user_preferences"][0]["value"]) == ("user_preferences", "stop")


def test_a_citizen_changes_number(sandbox: Sandbox) -> None:
    sandbox.control.citizen_changes_number(NUMBER, "+39 333 7654321")
    value = sandbox.control.webhooks()[0]["entry"][0]["changes"][0]["value"]
    assert "contacts" not in value
    assert (value["messages"][0]["from"], value["messages"][0]["system"]["wa_id"]) == (NUMBER, "393337654321")


def test_statuses_carry_callback_and_price(graph: Graph, sandbox: Sandbox) -> None:
    graph.approve()
    wamid = graph.send()["messages"][0]["id"]
    sent, delivered, read = (update.value for update in sandbox.control.statuses())
    assert {value["id"] for value in (sent, delivered, read)} == {wamid}
    assert sent["pricing"] == {"billable": True, "pricing_model": "PMP", "type": "regular", "category": "utility"}
    assert delivered["biz_opaque_callback_data"] == "notice-17/42"
    assert "pricing" not in read


def test_some_citizens_have_read_receipts_off(with_config: Callable[..., Sandbox]) -> None:
    sandbox = with_config(read_share=0.5, messages_per_second=0)
    graph = Graph(sandbox)
    graph.approve()
    for n in range(60):
        graph.send(to=f"3933300000{n:02d}")
    reads = sum(update.status == "read" for update in sandbox.control.statuses())
    assert 15 < reads < 45


def test_the_levers_over_http(graph: Graph, sandbox: Sandbox) -> None:
    graph.approve()
    base = f"{sandbox.graph_url}/_sandbox"

    def post(action: str, **body: object) -> requests.Response:
        return requests.post(f"{base}/{action}", json=body, timeout=5)

    assert post("faults", service="whatsapp", kind="error", method="messages", code=131056).json()["ok"]
    assert graph.send()["error"]["code"] == 131056
    graph.send()
    (shown,) = requests.get(f"{base}/phones/+39%20333%201234567", timeout=5).json()
    assert shown["displayed"].endswith("[ Disattiva ]")
    assert post("citizen", number=NUMBER, text="Attiva").json()["result"].startswith("wamid.")
    assert post("template", name="acqua_v1", status="PAUSED").json()["ok"]
    assert graph.send()["error"]["code"] == 132015
    Bot(sandbox).say("ciao")
    assert requests.get(f"{base}/posts", params={"chat": "@comunecalcinaia"}, timeout=5).json()[0]["text"] == "ciao"
    assert requests.get(f"{base}/complaints", timeout=5).json() == []
    assert len(requests.get(f"{base}/statuses", timeout=5).json()) == 3
    assert len(requests.get(f"{base}/webhooks", timeout=5).json()) == 6
    state = requests.get(f"{base}/state", timeout=5).json()
    assert (state["messages"], state["posts"]) == (1, 1)
    assert post("faults", service="whatsapp", kind="nonsense").status_code == 400
    assert post("faults", service="whatsapp", kind="error", colour="red").status_code == 400
    assert post("explode").status_code == 404
    assert post("reset").json()["ok"]
    assert requests.get(f"{base}/state", timeout=5).json()["requests"] == 0


def test_secrets_are_not_in_the_repr_of_the_settings() -> None:
    config = SandboxConfig()
    shown = repr(config)
    assert config.telegram_token not in shown
    assert config.whatsapp_token not in shown
    assert config.app_secret not in shown


def test_a_taken_port_is_told(sandbox: Sandbox) -> None:
    other = Sandbox(SandboxConfig(port=sandbox.port))
    with pytest.raises(OSError) as taken:  # noqa: PT011 - the words differ from system to system
        other.start()
    assert taken.value.errno == errno.EADDRINUSE


def test_as_a_process(tmp_path: Path) -> None:
    settings = tmp_path / "sandbox.json"
    settings.write_text(json.dumps({"telegram_token": "42:abc", "channels": [{"username": "prova"}]}), "utf-8")
    port_file = tmp_path / "port.json"
    command = [sys.executable, "-m", "comunecast_gui.sandbox", "--config", str(settings), "--port-file", str(port_file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        urls = json.loads(process.stdout.readline())
        assert json.loads(port_file.read_text("utf-8")) == urls
        answer = requests.get(f"{urls['telegram_base_url']}42:abc/getChat?chat_id=@prova", timeout=5).json()
        assert answer["result"]["type"] == "channel"
        assert requests.get(f"{urls['control_url']}/state", timeout=5).json()["requests"] == 1
        process.terminate()
        assert process.wait(10) == 0 or os.name == "nt"  # Windows has no polite end for a process without a window


def test_a_client_killed_in_the_middle_hurts_nobody(graph: Graph, sandbox: Sandbox) -> None:
    graph.approve()
    half = f"POST /v25.0/{graph.phone}/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n{{"
    with socket.create_connection(("127.0.0.1", sandbox.port)) as client:
        client.sendall(half.encode())  # and gone, with the body half sent
    sandbox.control.add_fault(Fault(service="whatsapp", kind=FaultKind.DELAY, method="messages", seconds=30))
    url = f"{sandbox.graph_url}/v25.0/{graph.phone}/messages"
    script = (
        "import json, sys, urllib.request as u; r = u.Request(sys.argv[1], sys.argv[2].encode(), "
        "{'Authorization': sys.argv[3], 'Content-Type': 'application/json'}); u.urlopen(r)"
    )
    token = str(graph.session.headers["Authorization"])
    with subprocess.Popen([sys.executable, "-c", script, url, json.dumps(template_message()), token]) as process:
        deadline = time.monotonic() + 10
        while not sandbox.control.phone(NUMBER):
            assert time.monotonic() < deadline
        process.kill()
        process.wait(5)
    assert len(sandbox.control.phone(NUMBER)) == 1  # it was processed, nobody heard the answer
    assert "messages" in graph.send(to="393330000001")


def test_holds_hundreds_of_requests_a_second(with_config: Callable[..., Sandbox]) -> None:
    sandbox = with_config(messages_per_second=0)
    Graph(sandbox).approve()
    total, lanes = 400, 8

    def lane(index: int) -> int:
        graph = Graph(sandbox)
        return sum("messages" in graph.send(to=f"39333{index}{n:06d}") for n in range(total // lanes))

    started = time.perf_counter()
    with ThreadPoolExecutor(lanes) as pool:
        sent = sum(pool.map(lane, range(lanes)))
    seconds = time.perf_counter() - started
    assert sent == total == len(sandbox.control.phones())
    assert total / seconds > 100  # clients and sandbox share one interpreter and a busy machine here
