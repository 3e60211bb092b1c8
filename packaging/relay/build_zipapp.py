# SPDX-License-Identifier: EUPL-1.2
"""Makes the relay one file for a web host: ``python3 packaging/relay/build_zipapp.py [relay.pyz]``.

The file holds the relay and its libraries for this system and this Python. It unpacks itself beside the user's
caches at its first start, because a library in machine code cannot be loaded from inside a zip file.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "packaging" / "relay" / "requirements.lock"

BOOTSTRAP = '''\
# SPDX-License-Identifier: EUPL-1.2
"""Unpacks the relay once and runs it; ``unpack DIR`` only puts it into a folder, for a WSGI host."""

import hashlib
import os
import runpy
import sys
import tempfile
import zipfile
from pathlib import Path

ARCHIVE = Path(sys.argv[0]).resolve()


def unpack(folder):
    """Unpacks into a new folder in one step, so that a second start finds all of it or nothing."""
    if folder.exists():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as unfinished:
        with zipfile.ZipFile(ARCHIVE) as archive:
            for name in archive.namelist():
                if name.startswith("site/"):
                    archive.extract(name, unfinished)
        try:
            Path(unfinished, "site").rename(folder)
        except OSError:
            if not folder.exists():
                raise


if sys.argv[1:2] == ["unpack"]:
    unpack(Path(sys.argv[2]).resolve())
else:
    digest = hashlib.sha256(ARCHIVE.read_bytes()).hexdigest()[:16]
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = caches / "comunecast-relay" / digest
    unpack(folder)
    sys.path.insert(0, str(folder))
    runpy.run_module("comunecast_gui.relay", run_name="__main__", alter_sys=True)
'''


def build(target: Path) -> None:
    """Writes ``target``; the libraries are those of the lock, checked by their hashes."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder, "site")
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-compile"]
        subprocess.run([*pip, "--require-hashes", "--target", str(site), "-r", str(LOCK)], check=True)
        package = site / "comunecast_gui"
        package.mkdir()
        shutil.copy(ROOT / "comunecast_gui" / "__init__.py", package)
        shutil.copytree(
            ROOT / "comunecast_gui" / "relay", package / "relay", ignore=shutil.ignore_patterns("__pycache__")
        )
        unfinished = Path(folder, "relay.pyz")
        with unfinished.open("wb") as file:
            file.write(b"#!/usr/bin/env python3\n")
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("__main__.py", BOOTSTRAP)
                for path in sorted(site.rglob("*")):
                    if path.is_file():
                        archive.write(path, Path("site", path.relative_to(site)))
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(unfinished, target)
        target.chmod(0o755)


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "relay.pyz")
