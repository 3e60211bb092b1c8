# SPDX-License-Identifier: EUPL-1.2
"""What a town installs is what was tested: the same versions, and one file that unpacks itself and runs."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from types import ModuleType

import pytest
import requests

from tests.relay.running import RunningRelay

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "packaging" / "relay"


def pinned(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([\w-]+)==([\w.]+)", lock.read_text(encoding="utf-8"), re.MULTILINE))


def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_zipapp", FOLDER / "build_zipapp.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_relay_has_the_versions_of_the_program() -> None:
    relay, program = pinned(FOLDER / "requirements.lock"), pinned(ROOT / "requirements.lock")
    assert {"flask", "pynacl", "waitress"} <= relay.keys()
    assert relay.items() <= program.items()


@pytest.fixture
def stand_in(tmp_path: Path) -> Path:
    """A relay.pyz whose relay only tells how it was called."""
    site = tmp_path / "site" / "comunecast_gui" / "relay"
    site.mkdir(parents=True)
    (site.parent / "__init__.py").touch()
    (site / "__init__.py").touch()
    (site / "__main__.py").write_text("import sys; print('ran', sys.argv[1:])", encoding="utf-8")
    archive = tmp_path / "relay.pyz"
    build = builder()
    build.pack(archive, tmp_path / "site", build.THIS_PYTHON)
    return archive


def run(archive: Path, *arguments: str, python: Path | str = sys.executable) -> subprocess.CompletedProcess[str]:
    environment = {"XDG_CACHE_HOME": str(archive.parent / "caches"), "PATH": ""}
    return subprocess.run(
        [str(python), "-I", str(archive), *arguments], capture_output=True, text=True, env=environment, timeout=60
    )


def test_the_one_file_unpacks_itself_once(stand_in: Path) -> None:
    for _ in range(2):
        assert run(stand_in, "serve", "--port", "0").stdout == "ran ['serve', '--port', '0']\n"
    assert len(list((stand_in.parent / "caches" / "comunecast-relay").iterdir())) == 1


def test_a_wsgi_host_gets_a_new_folder_and_never_a_mixture(stand_in: Path) -> None:
    folder = stand_in.parent / "wsgi"
    assert run(stand_in, "unpack", str(folder)).returncode == 0
    assert (folder / "comunecast_gui" / "relay" / "__main__.py").is_file()
    (folder / "of another version").touch()
    again = run(stand_in, "unpack", str(folder))
    assert again.returncode == 2
    assert "was left as it is" in again.stderr
    assert (folder / "of another version").exists()
    assert run(stand_in, "unpack").returncode == 2


def test_the_one_file_says_for_which_python_it_was_made(stand_in: Path) -> None:
    build = builder()
    build.pack(stand_in, stand_in.parent / "site", "3.8")
    refused = run(stand_in, "serve")
    assert refused.returncode == 2
    assert "made for Python 3.8" in refused.stderr
    assert f"--python {build.THIS_PYTHON}" in refused.stderr
    assert not (stand_in.parent / "caches").exists()


@pytest.mark.slow
def test_the_one_file_runs_where_nothing_is_installed(tmp_path: Path) -> None:
    """The real file, with the libraries of the lock, on a Python that has none."""
    archive, bare = tmp_path / "relay.pyz", tmp_path / "venv"
    subprocess.run([sys.executable, str(FOLDER / "build_zipapp.py"), str(archive)], check=True, timeout=100)
    venv.create(bare, with_pip=False, symlinks=True)
    python = bare / "bin" / "python"
    relay = RunningRelay(tmp_path, command=(str(python), "-I", str(archive)))
    assert "RELAY_APP_SECRET" in run(archive, "serve", python=python).stderr
    assert run(archive, "unpack", str(tmp_path / "wsgi"), python=python).returncode == 0
    in_a_host = "import sys, waitress; from comunecast_gui.relay import app; waitress.serve(app, listen=sys.argv[1])"
    relay.start()
    try:
        assert relay.post(b"Attiva").status_code == 200
        assert relay.post(b"Attiva", "sha256=00").status_code == 401
        relay.kill()
        with subprocess.Popen(
            [str(python), "-c", in_a_host, relay.url.removeprefix("http://")],
            cwd=tmp_path / "wsgi",
            env={**relay.environment, "PATH": ""},
        ) as host:
            try:
                wait_until_it_answers(relay)
                assert relay.post(b"Disattiva").status_code == 200
                assert relay.held() == [b"Attiva", b"Disattiva"]
            finally:
                host.kill()
    finally:
        relay.kill()


def wait_until_it_answers(relay: RunningRelay) -> None:
    while True:
        try:
            requests.get(f"{relay.url}/health", timeout=10).raise_for_status()
        except requests.ConnectionError:
            continue
        return


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_understands_the_unit() -> None:
    unit = FOLDER / "comunecast-relay.service"
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, timeout=60)
    assert [line for line in done.stderr.splitlines() if unit.name in line and "/usr/bin/python3" not in line] == []


def test_the_containers_base_is_pinned_by_digest() -> None:
    bases = re.findall(r"^FROM (\S+)", (FOLDER / "Containerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert bases
    assert all(re.fullmatch(r"python:3\.\d+\.\d+-[\w-]+@sha256:[0-9a-f]{64}", one) for one in bases)


def test_the_papers_name_files_that_are_there() -> None:
    container = (FOLDER / "Containerfile").read_text(encoding="utf-8")
    for source in re.findall(r"^COPY (\S+)", container, re.MULTILINE):
        assert (ROOT / source).exists()
    manual = (ROOT / "docs" / "relay.md").read_text(encoding="utf-8")
    for name in re.findall(r"packaging/relay/[\w.-]+", manual):
        assert (ROOT / name).exists(), name
    for name in set(re.findall(r"(?<![A-Z_])RELAY_[A-Z_]+", manual)):
        assert name in (ROOT / "comunecast_gui" / "relay" / "environment.py").read_text(encoding="utf-8")
