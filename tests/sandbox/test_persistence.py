# SPDX-License-Identifier: EUPL-1.2
"""A sandbox that was killed goes on where it was, with its phones, its open windows and the webhooks that it owes."""

from __future__ import annotations

from pathlib import Path

import requests

from comunecast_gui.sandbox import SandboxConfig
from comunecast_gui.sandbox.graph_state import GraphState
from comunecast_gui.sandbox.persistence import Memory
from comunecast_gui.sandbox.server import run_sandbox

NUMBER = "393331234567"


def test_a_killed_sandbox_remembers_messages_and_webhooks(tmp_path: Path) -> None:
    file = tmp_path / "memory.jsonl"
    config = SandboxConfig(memory_file=str(file), messages_per_second=0)
    text = {"messaging_product": "whatsapp", "to": NUMBER, "type": "text", "text": {"body": "Ecco"}}
    headers = {"Authorization": f"Bearer {config.whatsapp_token}"}

    def send(url: str) -> str:
        path = f"{url}/v25.0/{config.phone_number_id}/messages"
        answer = requests.post(path, json=text, headers=headers, timeout=10)
        return str(answer.json()["messages"][0]["id"])

    with run_sandbox(config) as sandbox:
        first = sandbox.control.citizen_writes(NUMBER, "Attiva")
        sent = send(sandbox.graph_url)
        owed = sandbox.control.webhooks()
    file.write_bytes(file.read_bytes() + b'{"counter": 9, "web')  # what it was writing when it died
    with run_sandbox(config) as sandbox:
        assert [message.wamid for message in sandbox.control.phone(NUMBER)] == [sent]
        assert sandbox.control.webhooks() == owed
        assert send(sandbox.graph_url) != sent  # the window is still open, and no id is given twice
        assert sandbox.control.citizen_writes(NUMBER, "Grazie") != first
    with run_sandbox(config) as sandbox:
        assert [message.text for message in sandbox.control.phone(NUMBER)] == ["Ecco", "Ecco"]


def test_a_kill_leaves_a_message_with_its_statuses_or_neither(tmp_path: Path) -> None:
    file = tmp_path / "memory.jsonl"
    memory = Memory(file)
    with memory.together():
        memory.webhook(GraphState("token"), {"field": "messages"})
        memory.webhook(GraphState("token"), {"field": "messages"})
        assert file.read_bytes() == b""  # a kill here leaves nothing
    assert file.read_bytes().count(b"\n") == 2
    memory.webhook(GraphState("token"), {"field": "messages"})
    assert file.read_bytes().count(b"\n") == 3
    memory.close()
