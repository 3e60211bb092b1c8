# SPDX-License-Identifier: EUPL-1.2
"""nginx before a relay, with the very file that a town is shown: other paths and ports, over real TLS."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from requests.adapters import HTTPAdapter

from tests.benchmarks.office import certificate
from tests.relay.running import RunningRelay

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
CONFIGURATION = Path(__file__).resolve().parents[2] / "packaging" / "relay" / "nginx.conf"
AROUND = """\
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/start.log;
events {{}}
http {{
client_body_temp_path {folder}/bodies;
proxy_temp_path {folder}/proxy;
fastcgi_temp_path {folder}/fastcgi;
uwsgi_temp_path {folder}/uwsgi;
scgi_temp_path {folder}/scgi;
{inside}
}}
"""


class From(HTTPAdapter):
    """Calls from another address of this machine."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, source_address=(self.address, 0), **kwargs)


@dataclass
class Front:
    """nginx before a relay."""

    relay: RunningRelay
    url: str
    folder: Path

    def caller(self, address: str = "127.0.0.1") -> requests.Session:
        session = requests.Session()
        session.trust_env = False
        session.verify = str(self.folder / "service.pem")
        session.mount("https://", From(address))
        return session

    def post(self, body: bytes, signature: str | None = None) -> requests.Response:
        headers = {"X-Hub-Signature-256": self.relay.signature(body) if signature is None else signature}
        with self.caller() as session:
            return session.post(f"{self.url}/webhook", data=body, headers=headers, timeout=10)

    def log(self) -> str:
        return (self.folder / "comunecast-relay.log").read_text(encoding="utf-8")


@pytest.fixture
def front(make_relay: Callable[..., RunningRelay], tmp_path: Path) -> Iterator[Front]:
    relay = make_relay(RELAY_PROXIES="1", RELAY_RATE="100")
    folder = tmp_path / "nginx"
    folder.mkdir()
    pem, port = certificate(folder), free_port()
    text = CONFIGURATION.read_text(encoding="utf-8")
    for shown, here in {
        "    listen [::]:443 ssl;\n": "",
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "server 127.0.0.1:8090": f"server {urlsplit(relay.url).netloc}",
        "/etc/letsencrypt/live/avvisi.comune.example.it/fullchain.pem": str(pem),
        "/etc/letsencrypt/live/avvisi.comune.example.it/privkey.pem": str(pem),
        "/var/log/nginx/comunecast-relay.log crit": f"{folder}/comunecast-relay.log info",
    }.items():
        assert text.count(shown) == 1, shown
        text = text.replace(shown, here)
    path = folder / "nginx.conf"
    path.write_text(AROUND.format(folder=folder, inside=text), encoding="utf-8")
    with subprocess.Popen([str(NGINX), "-c", str(path), "-p", str(folder)], stderr=subprocess.PIPE) as process:
        try:
            wait_until_it_listens(port, process)
            yield Front(relay, f"https://127.0.0.1:{port}", folder)
        finally:
            process.terminate()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def wait_until_it_listens(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            continue
        return
    raise AssertionError(process.stderr.read().decode() if process.stderr else "nginx ended")
