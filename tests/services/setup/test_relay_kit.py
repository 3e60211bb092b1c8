# SPDX-License-Identifier: EUPL-1.2
"""The zip with the relay really starts where a town unpacks it, and says what it still lacks."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import requests

from comunecast_gui.__main__ import main
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.services.setup import relay_kit
from tests.relay.running import VERIFY_TOKEN, RunningRelay

HOST = """
import importlib.util, json, sys
from wsgiref.simple_server import WSGIRequestHandler, make_server
spec = importlib.util.spec_from_file_location("passenger_wsgi", "passenger_wsgi.py")
panel = importlib.util.module_from_spec(spec)
spec.loader.exec_module(panel)
server = make_server("127.0.0.1", int(sys.argv[sys.argv.index("--port") + 1]), panel.application)
print(json.dumps({"url": f"http://127.0.0.1:{server.server_port}"}), flush=True)
server.serve_forever()
"""
"""What a web space's panel does with the file that it is told."""


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    kit = tmp_path / relay_kit.FILE_NAME
    relay_kit.write(kit)
    folder = tmp_path / "spazio"
    with zipfile.ZipFile(kit) as archive:
        archive.extractall(folder)
    return folder


class WebSpace(RunningRelay):
    """A relay as a web space runs it: from the unpacked zip alone, with the values of the panel."""

    @property
    def environment(self) -> dict[str, str]:
        given = {name: value for name, value in super().environment.items() if name != "RELAY_DATABASE"}
        return {**given, "PYTHONPATH": "", "PYTHONDONTWRITEBYTECODE": "1"}


def on_web_space(folder: Path, **settings: str) -> WebSpace:
    return WebSpace(folder, command=(sys.executable, "-c", HOST), settings=settings)


@pytest.fixture
def in_folder(unpacked: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(unpacked)
    return unpacked


def test_the_zip_runs_on_a_web_space_and_keeps_what_meta_sends(in_folder: Path) -> None:
    relay = on_web_space(in_folder)
    relay.start()
    try:
        asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": VERIFY_TOKEN}
        assert requests.get(f"{relay.url}/webhook", params=asked, timeout=10).text == "1158201444"
        assert relay.post(b'{"object": "whatsapp_business_account"}').status_code == 200
        assert relay.post(b"{}", "sha256=" + "0" * 64).status_code == 401
        assert relay.held() == [b'{"object": "whatsapp_business_account"}']
        assert (in_folder / "dati" / "relay.db").is_file()
        assert stat.S_IMODE((in_folder / "dati").stat().st_mode) == 0o700
    finally:
        relay.kill()


def test_a_value_that_was_not_pasted_is_named(in_folder: Path) -> None:
    relay = on_web_space(in_folder, RELAY_APP_SECRET="")
    relay.start()
    try:
        answer = requests.get(f"{relay.url}/health", timeout=10)
    finally:
        relay.kill()
    assert answer.status_code == 503
    assert answer.json() == {"error": "relay_not_ready", "missing": "not set: RELAY_APP_SECRET"}


def test_the_zip_holds_what_it_needs_and_nothing_of_the_office(unpacked: Path) -> None:
    names = {str(path.relative_to(unpacked)) for path in unpacked.rglob("*") if path.is_file()}
    assert {"passenger_wsgi.py", "installa.sh", "requirements.txt", "Containerfile", "LEGGIMI.txt"} <= names
    assert not [name for name in names if name.startswith("comunecast_gui/") and name.count("/") > 2]
    container = (unpacked / "Containerfile").read_text(encoding="utf-8")
    assert "packaging/relay/requirements.lock" not in container
    assert "COPY requirements.txt" in container
    service = (unpacked / "comunecast-relay.service").read_text(encoding="utf-8")
    assert "ExecStart=/opt/comunecast-relay/venv/bin/python -m comunecast_gui.relay serve" in service
    assert "relay.pyz" not in service
    assert "Cache" not in service


def test_the_same_program_makes_the_same_zip(tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        relay_kit.write(tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with pytest.raises(ConfigError, match="setup_file_not_written"):
        relay_kit.write(tmp_path / "nowhere" / "c.zip")


@pytest.mark.skipif(os.name != "posix", reason="a script for Debian")
def test_one_command_installs_it_on_debian(unpacked: Path, tmp_path: Path) -> None:
    commands = tmp_path / "commands"
    commands.mkdir()
    for name, does in (
        ("id", "echo 0"),
        ("python3", '[ "$2" = venv ] && mkdir -p "$3/bin" && printf "#!/bin/sh\\n" > "$3/bin/pip" && '
         'chmod +x "$3/bin/pip"; exit 0'),
    ):  # fmt: skip
        (commands / name).write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
        (commands / name).chmod(0o755)
    root = tmp_path / "root"
    done = subprocess.run(
        ["sh", str(unpacked / "installa.sh")],
        input="parola\n\nRELAY_APP_SECRET=segreto\nimpronta\npubblica\n",
        env={"PATH": f"{commands}:/usr/bin:/bin", "RELAY_ROOT": str(root)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    settings = root / "etc" / "comunecast-relay.env"
    assert settings.read_text(encoding="utf-8").splitlines() == [
        "RELAY_VERIFY_TOKEN=parola", "RELAY_APP_SECRET=segreto", "RELAY_KEY_HASH=impronta", "RELAY_PUBLIC_KEY=pubblica",
        "RELAY_PROXIES=1",
    ]  # fmt: skip
    assert stat.S_IMODE(settings.stat().st_mode) == 0o600
    assert (root / "opt" / "comunecast-relay" / "comunecast_gui" / "relay" / "web.py").is_file()
    assert "segreto" not in done.stdout + done.stderr


def test_the_command_writes_the_same_zip(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "comando.zip"
    assert main(["--data-dir", str(tmp_path / "data"), "--json", "relay", "kit", str(target)]) == 0
    assert json.loads(capsys.readouterr().out) == {"kit": str(target)}
    relay_kit.write(tmp_path / "finestra.zip")
    assert target.read_bytes() == (tmp_path / "finestra.zip").read_bytes()
    assert main(["--data-dir", str(tmp_path / "data"), "relay", "kit", str(tmp_path / "nowhere" / "x.zip")]) == 2
    assert "non si può scrivere" in capsys.readouterr().err
