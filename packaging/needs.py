# SPDX-License-Identifier: EUPL-1.2
"""Names everything that the making of a bundle lacks on this machine, at once, with the one command that installs it.

Standard library only: ``dev.py package`` asks here before it makes anything. ``needs.py linux|windows|macos``.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"


@dataclass(frozen=True, slots=True)
class Need:
    """A program (or, with a slash, a file), the Debian package that brings it, and what it is for.

    ``must``: without it there is no bundle. Otherwise a check is left out, and the command offers it all the same.
    """

    name: str
    package: str
    purpose: str
    must: bool = True


_SCREEN = Need("Xvfb", "xvfb", "looks at the window")
_LINUX = (
    Need("objdump", "binutils", "reads which glibc the bundle needs"),
    Need("tar", "tar", "packs the archive"),
    Need("xz", "xz-utils", "packs the archive"),
    Need("gzip", "gzip", "packs the manual page"),
    Need("dpkg-deb", "dpkg", "makes the Debian package"),
    _SCREEN,
    Need("debootstrap", "debootstrap", "tries the installation in a bare Debian", must=False),
    Need("desktop-file-validate", "desktop-file-utils", "checks the menu entry", must=False),
    Need("appstreamcli", "appstream", "checks the description", must=False),
    Need("man", "man-db", "checks the manual page", must=False),
)
_WINDOWS_HERE = (
    Need("wine", "wine", "runs Windows' own Python"),
    Need("wineserver", "wine64", "runs Windows' own Python"),
    Need("makensis", "nsis", "makes the installer"),
    Need("osslsigncode", "osslsigncode", "checks who signed Windows' Python"),
    Need(CERTIFICATES, "ca-certificates", "checks who signed Windows' Python"),
    Need("x86_64-w64-mingw32-gcc", "gcc-mingw-w64-x86-64", "makes a library that Wine lacks"),
    Need("objdump", "binutils", "reads what a library takes from another"),
    _SCREEN,
)
_WINDOWS = (Need("makensis", "NSIS", "makes the installer"),)
_MACOS = (
    Need("codesign", "xcode-select", "looks at the program's signature"),
    Need("hdiutil", "", "makes the disk image"),
    Need("ditto", "", "copies the program"),
)


def needs(system: str, platform: str = sys.platform) -> tuple[Need, ...]:
    """What the bundle of ``system`` takes on a machine of this platform (``sys.platform``)."""
    if system == "windows":
        return _WINDOWS if platform == "win32" else _WINDOWS_HERE
    return _MACOS if system == "macos" else _LINUX


def lacking(wanted: tuple[Need, ...], found: Callable[[str], object] | None = None) -> tuple[Need, ...]:
    """Those of ``wanted`` that are not here."""
    look = found or _found
    return tuple(need for need in wanted if not look(need.name))


def told(system: str, absent: tuple[Need, ...], platform: str = sys.platform) -> str:
    """What is absent, one in a line, and the command that installs all of it; empty where nothing is absent."""
    if not absent:
        return ""
    lines = []
    for heading, group in (
        (f"The bundle for {system} cannot be made here: {{count}} missing.", [one for one in absent if one.must]),
        ("Checks that will be left out:", [one for one in absent if not one.must]),
    ):
        if group:
            lines.append(heading.format(count=len(group)))
            lines += [f"  {one.name}: {one.purpose}" for one in group]
    return "\n".join([*lines, *_installing(absent, platform)])


def ask_before(system: str) -> bool:
    """Says on standard error what is absent for this system's bundle; whether it can be made all the same."""
    absent = lacking(needs(system))
    if words := told(system, absent):
        print(words, file=sys.stderr, flush=True)
    return not any(one.must for one in absent)


def _installing(absent: tuple[Need, ...], platform: str) -> list[str]:
    packages = sorted({one.package for one in absent if one.package})
    if platform == "win32":
        return ["Install it with:", "  winget install --id NSIS.NSIS"]
    if platform == "darwin":
        return ["Install it with:", "  xcode-select --install"]
    names = " ".join(packages)
    return ["On Debian or Ubuntu all of it comes with:", f"  sudo apt-get install --no-install-recommends {names}"]


def _found(name: str) -> object:
    if "/" in name:
        return Path(name).exists()
    beside = [str(Path(os.environ[key], "NSIS")) for key in ("PROGRAMFILES(X86)", "PROGRAMFILES") if key in os.environ]
    return shutil.which(name) or (shutil.which(name, path=os.pathsep.join(beside)) if beside else None)


if __name__ == "__main__":
    sys.exit(0 if all([ask_before(system) for system in sys.argv[1:]]) else 1)
