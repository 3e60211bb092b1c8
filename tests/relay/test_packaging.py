# SPDX-License-Identifier: EUPL-1.2
"""What a town installs is what was tested: the same versions, and one file that unpacks itself and runs."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

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


def test_the_one_file_unpacks_itself_once(tmp_path: Path) -> None:
    archive = tmp_path / "relay.pyz"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("__main__.py", builder().BOOTSTRAP)
        made.writestr("site/comunecast_gui/__init__.py", "")
        made.writestr("site/comunecast_gui/relay/__init__.py", "")
        made.writestr("site/comunecast_gui/relay/__main__.py", "import sys; print('ran', sys.argv[1:])")
    environment = {"XDG_CACHE_HOME": str(tmp_path / "caches"), "PATH": ""}
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-I", str(archive), "serve", "--port", "0"],
            capture_output=True, text=True, env=environment, timeout=30, check=True,
        )  # fmt: skip
        assert done.stdout == "ran ['serve', '--port', '0']\n"
    assert len(list((tmp_path / "caches" / "comunecast-relay").iterdir())) == 1
    subprocess.run([sys.executable, str(archive), "unpack", str(tmp_path / "wsgi")], check=True, timeout=30)
    assert (tmp_path / "wsgi" / "comunecast_gui" / "relay" / "__main__.py").is_file()


def test_the_papers_name_files_that_are_there() -> None:
    container = (FOLDER / "Containerfile").read_text(encoding="utf-8")
    for source in re.findall(r"^COPY (\S+)", container, re.MULTILINE):
        assert (ROOT / source).exists()
    manual = (ROOT / "docs" / "relay.md").read_text(encoding="utf-8")
    for name in re.findall(r"packaging/relay/[\w.-]+", manual):
        assert (ROOT / name).exists(), name
    for name in set(re.findall(r"RELAY_[A-Z_]+", manual)) - {"RELAY_KEY", "RELAY_PRIVATE_KEY"}:
        assert name in (ROOT / "comunecast_gui" / "relay" / "settings.py").read_text(encoding="utf-8")
