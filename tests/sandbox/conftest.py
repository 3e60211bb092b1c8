# SPDX-License-Identifier: EUPL-1.2
"""A running sandbox for each test, and the two clients that speak to it over real HTTP."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from PIL import Image

from comunecast_gui.sandbox import Sandbox, SandboxConfig, run_sandbox

BODY = "Il Comune avvisa: in {{via}} mancherà l'acqua {{quando}} per lavori. Informazioni allo 0587 265442."


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A sandbox with the default settings."""
    with run_sandbox() as running:
        yield running


@pytest.fixture
def bot(sandbox: Sandbox) -> Bot:
    """The Bot API as a plain client sees it."""
    return Bot(sandbox)


@pytest.fixture
def graph(sandbox: Sandbox) -> Graph:
    """The Graph API as a plain client sees it."""
    return Graph(sandbox)


class Bot:
    """Calls the Bot API; a call returns the parsed body."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.session = requests.Session()
        self.chat = sandbox.config.channels[0].chat_id

    def response(self, method: str, files: Any = None, **values: Any) -> requests.Response:
        url = f"{self.sandbox.telegram_base_url}{self.sandbox.config.telegram_token}/{method}"
        return self.session.post(url, data=values, files=files, timeout=5)

    def __call__(self, method: str, files: Any = None, **values: Any) -> Any:
        return self.response(method, files, **values).json()

    def say(self, text: str, **values: Any) -> Any:
        return self("sendMessage", chat_id=self.chat, text=text, **values)


class Graph:
    """Calls the Graph API; a call returns the parsed body."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {sandbox.config.whatsapp_token}"
        self.phone = sandbox.config.phone_number_id
        self.account = sandbox.config.business_account_id

    def response(self, verb: str, path: str, **how: Any) -> requests.Response:
        return self.session.request(verb, f"{self.sandbox.graph_url}/v25.0/{path}", timeout=5, **how)

    def get(self, path: str, **query: Any) -> Any:
        return self.response("GET", path, params=query).json()

    def post(self, path: str, body: Any) -> Any:
        return self.response("POST", path, json=body).json()

    def create(self, **changes: Any) -> Any:
        return self.post(f"{self.account}/message_templates", {**template_body(), **changes})

    def approve(self, **changes: Any) -> None:
        made = self.create(**changes)
        assert made["status"] == "PENDING"
        assert self.get(made["id"], fields="status")["status"] == "APPROVED"

    def send(self, **changes: Any) -> Any:
        return self.post(f"{self.phone}/messages", {**template_message(), **changes})

    def upload(self, name: str, mime: str, data: bytes) -> Any:
        files = {"file": (name, data, mime)}
        fields = {"messaging_product": "whatsapp", "type": mime}
        return self.response("POST", f"{self.phone}/media", files=files, data=fields).json()


def template_body() -> dict[str, Any]:
    """A good template with two named variables, a footer and a quick reply."""
    return {
        "name": "acqua_v1",
        "language": "it",
        "category": "UTILITY",
        "parameter_format": "named",
        "components": [body_component(), {"type": "FOOTER", "text": "Scrivi Disattiva per non ricevere più avvisi"},
                       {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Disattiva"}]}],
    }  # fmt: skip


def body_component(text: str = BODY, names: tuple[str, ...] = ("via", "quando")) -> dict[str, Any]:
    examples = [{"param_name": name, "example": "Via Roma"} for name in names]
    return {"type": "BODY", "text": text, "example": {"body_text_named_params": examples}}


def named(**values: str) -> dict[str, Any]:
    parameters = [{"type": "text", "parameter_name": name, "text": text} for name, text in values.items()]
    return {"type": "body", "parameters": parameters}


def press(payload: str = "DISATTIVA", index: str = "0", sub_type: str = "quick_reply") -> dict[str, Any]:
    parameters = [{"type": "payload", "payload": payload}]
    return {"type": "button", "sub_type": sub_type, "index": index, "parameters": parameters}


def template(*components: dict[str, Any], name: str = "acqua_v1", code: str = "it") -> dict[str, Any]:
    language = {"policy": "deterministic", "code": code}
    return {"name": name, "language": language, "components": list(components)}


def template_message(to: str = "393331234567") -> dict[str, Any]:
    """A good message with the template of ``template_body``."""
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": to,
        "type": "template",
        "biz_opaque_callback_data": "notice-17/42",
        "template": template(named(via="Via Roma", quando="martedì 9-13"), press()),
    }


def jpeg(mode: str = "RGB") -> bytes:
    """A real JPEG of 60 x 40 pixels in these colours."""
    file = io.BytesIO()
    Image.effect_noise((60, 40), 80).convert("RGB").convert(mode).save(file, "JPEG")
    return file.getvalue()


def png(width: int = 40, height: int = 30, colours: int = 2, bits: int = 8) -> bytes:
    """A real PNG picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, bits, colours, 0, 0, 0)
    channels = {0: 1, 2: 3, 6: 4}[colours]
    pixels = zlib.compress((b"\0" + b"\x80" * (width * channels * bits // 8)) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.fixture
def with_config() -> Iterator[Callable[..., Sandbox]]:
    """Starts sandboxes with settings of the test's own and stops them after it."""
    running: list[Sandbox] = []

    def start(**settings: Any) -> Sandbox:
        sandbox = Sandbox(SandboxConfig(**settings))
        sandbox.start()
        running.append(sandbox)
        return sandbox

    yield start
    for sandbox in running:
        sandbox.stop()
