# SPDX-License-Identifier: EUPL-1.2
"""Finds the program's data folder and resources, whether it runs from source, from a wheel or from a bundle."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

from comunecast_gui.core.errors import ConfigError

APPLICATION = "ComuneCast"
_PACKAGE = Path(__file__).resolve().parents[1]


def data_dir(override: Path | None = None) -> Path:
    """The folder with the database, the settings and the logs; created for its owner alone if it is not there.

    Without ``override`` it is where the system keeps a user's application data. Raises
    ConfigError("data_dir_network") for a network share, where SQLite's locks cannot be trusted (SQLite FAQ 5),
    and ConfigError("data_dir_unusable") if it cannot be created or written.
    """
    folder = override if override is not None else Path(platformdirs.user_data_path(APPLICATION, appauthor=False))
    if is_network_share(str(folder)):
        raise ConfigError("data_dir_network", folder=folder)
    folder = folder.expanduser().absolute()
    try:
        if not folder.exists():
            folder.mkdir(parents=True, mode=0o700)
    except OSError as error:
        raise ConfigError("data_dir_unusable", folder=folder, reason=error.strerror) from error
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        raise ConfigError("data_dir_unusable", folder=folder, reason="")
    return folder


def is_network_share(path: str) -> bool:
    r"""Whether a path is obviously on another machine: ``\\server\share``, also with Windows' long prefix."""
    windows = path.replace("/", "\\") if os.name == "nt" else path
    if windows.upper().startswith("\\\\?\\UNC\\"):
        return True
    return windows.startswith("\\\\") and not windows.startswith(("\\\\?\\", "\\\\.\\"))


def resource(*parts: str) -> Path:
    """A file or folder of ``resources/``: beside the package in a source tree, inside it once installed or frozen."""
    frozen = getattr(sys, "_MEIPASS", None)
    roots = [Path(frozen) / "resources"] if frozen else []
    roots += [_PACKAGE / "resources", _PACKAGE.parent / "resources"]
    root = next((root for root in roots if root.is_dir()), roots[-1])
    return root.joinpath(*parts)


PAPERS = ("informativa.md", "registro-trattamenti.md", "dpia.md", "nomina-responsabile.md")
"""The templates of the data protection papers; in a source tree they are pages of ``docs/``."""

STATEMENT = "accessibilita.md"
"""The accessibility statement, which the window shows; it is kept beside the papers."""


def paper(name: str) -> Path:
    """One of :data:`PAPERS`, or the statement: in ``docs/`` of a source tree, else among the resources."""
    packed = resource("papers", name)
    return packed if packed.is_file() else _PACKAGE.parent / "docs" / name


MANUALS = {"it": "manuale-utente.md", "en": "user-manual.md"}
"""The officer's manual in each language of the window; in a source tree pages of ``docs/``, their pictures in
``immagini``."""


def manual(language: str) -> Path:
    """The manual in this language of :data:`MANUALS`: in ``docs/`` of a source tree, else among the resources; the file
    may not be there."""
    packed = resource("manual", MANUALS[language])
    return packed if packed.is_file() else _PACKAGE.parent / "docs" / MANUALS[language]


RELAY_KIT = (
    *(
        "kit/passenger_wsgi.py",
        "kit/installa.sh",
        "kit/LEGGIMI.txt",
        "requirements.lock",
        "nginx.conf",
        "Containerfile",
    ),
    "comunecast-relay.service",
)
"""What a town's web host needs beside the relay's modules; in a source tree it is in ``packaging/relay``."""


def relay_kit(name: str) -> Path:
    """One of :data:`RELAY_KIT`."""
    packed = resource("relay", name)
    return packed if packed.is_file() else _PACKAGE.parent / "packaging" / "relay" / name


def relay_program() -> Path:
    """The folder with the relay's modules as files: a bundle keeps those that it does not run among its resources."""
    packed = resource("relay", "comunecast_gui", "relay")
    return packed if packed.is_dir() else _PACKAGE / "relay"


def licences() -> tuple[Path, ...]:
    """The licence texts that travel with the program, its own first; none where only the wheel is installed, which
    keeps them among its metadata."""
    frozen = getattr(sys, "_MEIPASS", None)
    root = Path(frozen) / "licences" if frozen else _PACKAGE.parent
    others = (root if frozen else root / "LICENSES").rglob("*.txt")
    files = [root / "LICENSE", root / "THIRD-PARTY-LICENSES.txt", *sorted(others)]
    return tuple(dict.fromkeys(file for file in files if file.is_file()))
