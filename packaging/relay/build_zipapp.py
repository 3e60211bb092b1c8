# SPDX-License-Identifier: EUPL-1.2
"""Makes the relay one file for a web host: ``python3 packaging/relay/build_zipapp.py [relay.pyz] [--python 3.13]``.

The file holds the relay and its libraries for this kind of machine and one version of Python: the one that makes it,
or the one that is named. It unpacks itself beside the user's caches at its first start, because a library in machine
code cannot be loaded from inside a zip file.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "packaging" / "relay" / "requirements.lock"
BOOTSTRAP = ROOT / "packaging" / "relay" / "bootstrap.py"
THIS_PYTHON = "{}.{}".format(*sys.version_info)


def build(target: Path, python: str = THIS_PYTHON) -> None:
    """Writes ``target`` for a version of Python ("3.13"); the libraries are those of the lock, checked by their hashes.

    Raises subprocess.CalledProcessError where pip cannot install them; it has said why.
    """
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder, "site")
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-compile"]
        options = ["--only-binary=:all:", f"--python-version={python}", "--require-hashes", "--target", str(site)]
        subprocess.run([*pip, *options, "-r", str(LOCK)], check=True)
        package = site / "comunecast_gui"
        package.mkdir()
        shutil.copy(ROOT / "comunecast_gui" / "__init__.py", package)
        shutil.copytree(
            ROOT / "comunecast_gui" / "relay", package / "relay", ignore=shutil.ignore_patterns("__pycache__")
        )
        unfinished = Path(folder, "relay.pyz")
        pack(unfinished, site, python)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(unfinished, target)
        target.chmod(0o755)


def pack(target: Path, site: Path, python: str) -> None:
    """One file that runs itself, from a folder with the relay and its libraries."""
    with target.open("wb") as file:
        file.write(b"#!/usr/bin/env python3\n")
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(BOOTSTRAP, "__main__.py")
            archive.writestr("made_for.json", json.dumps({"python": python, "system": sysconfig.get_platform()}))
            for path in sorted(site.rglob("*")):
                if path.is_file():
                    archive.write(path, Path("site", path.relative_to(site)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", nargs="?", type=Path, default=ROOT / "build" / "relay.pyz")
    parser.add_argument("--python", default=THIS_PYTHON, help="the version that the server has (default: this one)")
    options = parser.parse_args()
    try:
        build(options.target, options.python)
    except subprocess.CalledProcessError as error:
        return error.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
