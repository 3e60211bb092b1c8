# SPDX-License-Identifier: EUPL-1.2
"""Writes the one zip file with which a town's web host, server or container runs the relay.

It holds no key and no secret: those are pasted on the host. The libraries are those of the program, by name, version
and digest; the host fetches them for its own system.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from comunecast_gui.core.atomic_file import replacing
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.regular_file import refuse_irregular
from comunecast_gui.system import paths

FILE_NAME = "comunecast-relay.zip"
_WHEN = (2026, 1, 1, 0, 0, 0)
"""The same program makes the same file."""
_IN_ITS_FOLDER = {
    "From the top folder of the project": "In the folder with these files",
    "-f packaging/relay/Containerfile ": "",
    "packaging/relay/requirements.lock": "requirements.txt",
}
_ON_ITS_OWN = {
    "/usr/bin/python3 -I /opt/comunecast/relay.pyz serve": (
        "/opt/comunecast-relay/venv/bin/python -m comunecast_gui.relay serve"
    ),
    "Environment=XDG_CACHE_HOME=/var/cache/comunecast-relay\n": "WorkingDirectory=/opt/comunecast-relay\n",
    "# relay.pyz is made for the Python of this machine: build_zipapp.py --python 3.13, for one.\n": "",
    "CacheDirectory=comunecast-relay\nCacheDirectoryMode=0700\n": "",
    "# There it unpacks itself, with libraries in machine code; DynamicUser would let nothing run from its folders.\n"
    "ExecPaths=/var/cache/comunecast-relay\n": "",
}
"""What the service of a relay in one file says otherwise than that of one in its own folder."""


def write(target: Path) -> None:
    """Writes the zip, whole or not at all.

    Raises ConfigError("resource_file" | "setup_file_not_written"), InputError("not_a_file").
    """
    refuse_irregular(target)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(_files()):
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.external_attr = (0o755 if name.endswith(".sh") else 0o644) << 16
            archive.writestr(entry, text, zipfile.ZIP_DEFLATED)
    try:
        with replacing(target) as file:
            file.write(made.getvalue())
    except OSError as error:
        raise ConfigError("setup_file_not_written", file=target, reason=error.strerror or "") from error


def _files() -> Iterator[tuple[str, str]]:
    """Everything in the zip, by its place there. Raises ConfigError("resource_file")."""
    yield "comunecast_gui/__init__.py", _read(paths.relay_program().parent / "__init__.py")
    for module in sorted(paths.relay_program().glob("*.py")):
        yield f"comunecast_gui/relay/{module.name}", _read(module)
    for name in ("passenger_wsgi.py", "installa.sh", "LEGGIMI.txt"):
        yield name, _read(paths.relay_kit(f"kit/{name}"))
    yield "requirements.txt", _read(paths.relay_kit("requirements.lock"))
    yield "nginx.conf", _read(paths.relay_kit("nginx.conf"))
    for name, changes in (("Containerfile", _IN_ITS_FOLDER), ("comunecast-relay.service", _ON_ITS_OWN)):
        text = _read(paths.relay_kit(name))
        for there, here in changes.items():
            text = text.replace(there, here)
        yield name, text


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").replace("\r\n", "\n")
    except OSError as error:
        raise ConfigError("resource_file", file=file.name, reason=error.strerror or "") from error
