# SPDX-License-Identifier: EUPL-1.2
"""The first thing that runs in relay.pyz: unpacks the relay once and runs it; ``unpack DIR`` only unpacks it.

Standard library only, and written so that a Python for which the file was not made can still say so.
"""

import hashlib
import json
import os
import runpy
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

ARCHIVE = Path(sys.argv[0]).resolve()
REFUSED = 2


def unpack(folder: Path) -> None:
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


def unpack_anew(arguments: list[str]) -> None:
    """For a WSGI host, which would go on with the old program if a folder were left as it is without a word."""
    if len(arguments) != 1:
        sys.stderr.write("unpack takes one folder, which must not be there yet.\n")
        sys.exit(REFUSED)
    folder = Path(arguments[0]).resolve()
    if folder.exists():
        sys.stderr.write(f"{folder} is there already and was left as it is: name a new folder.\n")
        sys.exit(REFUSED)
    unpack(folder)


def refuse_another_system() -> None:
    """The libraries in machine code load on the Python and the kind of machine that they were made for."""
    with zipfile.ZipFile(ARCHIVE) as archive:
        made_for = json.loads(archive.read("made_for.json").decode())
    here = {"python": "{}.{}".format(*sys.version_info), "system": sysconfig.get_platform()}
    if here != made_for:
        sys.stderr.write(
            "This file was made for Python {python} on {system}; ".format(**made_for)
            + "this is Python {python} on {system}.\n".format(**here)
            + "Nothing was started. Run it with that Python, or make it again for this one: "
            + "build_zipapp.py --python {python}\n".format(**here)
        )
        sys.exit(REFUSED)


def run() -> None:
    refuse_another_system()
    if sys.argv[1:2] == ["unpack"]:
        unpack_anew(sys.argv[2:])
        return
    digest = hashlib.sha256(ARCHIVE.read_bytes()).hexdigest()[:16]
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = caches / "comunecast-relay" / digest
    unpack(folder)
    sys.path.insert(0, str(folder))
    runpy.run_module("comunecast_gui.relay", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    run()
