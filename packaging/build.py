# SPDX-License-Identifier: EUPL-1.2
"""Makes a bundle for one system, installs it, tries it and takes it away again: ``build.py linux|windows|macos``.

Windows' bundle is made on Windows for publishing, and on Linux under Wine for checking. The environment must hold
``requirements-build.lock``; ``python3 dev.py package`` makes it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import announce
import bundle
import icons
import needs
from steps import require, say, size_of, status_of, step

ROOT = Path(__file__).resolve().parents[1]
BUILD, DIST = ROOT / "build", ROOT / "dist"
_EPOCH_WITHOUT_GIT = "1577836800"


def epoch(root: Path) -> str:
    """Seconds since 1970 of the last commit: the date of everything in a bundle, so that two builds can be compared."""
    command = ["git", "-C", str(root), "log", "-1", "--pretty=%ct"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return _EPOCH_WITHOUT_GIT


def environment(root: Path) -> dict[str, str]:
    """The process's environment with what makes two builds alike (PyInstaller: Creating a Reproducible Build)."""
    return {**os.environ, "SOURCE_DATE_EPOCH": epoch(root), "PYTHONHASHSEED": "1"}


def prepare(root: Path) -> bundle.Made:
    """Draws the icons, gathers the licence texts and writes where newer versions are announced.

    ``ANNOUNCE_URL`` and ``ANNOUNCE_PUBLIC_KEY`` name the last; without them the bundle knows no address. Raises
    ValueError for an address or key that the program would not take.
    """
    made = bundle.made_files(root)
    shutil.rmtree(made.folder, ignore_errors=True)
    icons.draw(root / "resources" / "icons" / "comunecast.svg", made.folder)
    shutil.copytree(root / "LICENSES", made.licences)
    for name in ("LICENSE", "THIRD-PARTY-LICENSES.txt"):
        shutil.copy(root / name, made.licences)
    python = Path(os.__file__).with_name("LICENSE.txt")
    if python.is_file():  # a Debian Python keeps it elsewhere, and there the system's papers name it
        shutil.copy(python, made.licences / "Python.txt")
    made.version.write_text(bundle.windows_version(bundle.version(root)), encoding="utf-8")
    if url := os.environ.get("ANNOUNCE_URL"):
        made.updates.write_text(announce.built_in(url, os.environ.get("ANNOUNCE_PUBLIC_KEY", "")), encoding="utf-8")
    return made


def freeze(root: Path, work: Path) -> Path:
    """Runs PyInstaller; returns the folder (macOS: the .app) with the program."""
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    places = ["--distpath", str(work / "dist"), "--workpath", str(work / "work")]
    spec = str(root / "packaging" / "comunecast.spec")
    subprocess.run([*command, *places, spec], cwd=root, env=environment(root), check=True)
    return work / "dist" / (f"{bundle.NAME}.app" if sys.platform == "darwin" else bundle.NAME)


def linux() -> None:
    import check_linux
    import linux as system

    work = BUILD / "linux"
    with step("icons and licences"):
        made = prepare(ROOT)
    with step("program"):
        folder = freeze(ROOT, work)
        system.add_papers(folder, work / "work" / "comunecast")
        say(f"   {size_of(folder):.1f} MB unpacked")
    DIST.mkdir(exist_ok=True)
    packed = system.Packed(ROOT, folder, made, bundle.version(ROOT), epoch(ROOT))
    with step("tar.xz"):
        archive = packed.tar(DIST, work / "tar")
        say(f"   {archive.name}: {size_of(archive):.1f} MB")
    with step("deb"):
        package = packed.deb(DIST, work / "deb")
        say(f"   {package.name}: {size_of(package):.1f} MB")
    require(size_of(folder) <= system.MOST_UNPACKED, f"the bundle is over {system.MOST_UNPACKED} MB")
    require(size_of(archive) <= system.MOST_PACKED, f"the archive is over {system.MOST_PACKED} MB")
    check_linux.check(archive, package, work)


def windows() -> None:
    with step("icons and licences"):
        prepare(ROOT)
    if sys.platform == "win32":
        import windows as system

        with step("program"):
            folder = freeze(ROOT, BUILD / "windows")
        system.build(ROOT, folder, DIST)
    else:
        import wine

        wine.build(ROOT, BUILD / "wine", DIST, environment(ROOT))


def macos() -> None:
    import macos as system

    prepare(ROOT)
    system.pack(freeze(ROOT, BUILD / "macos"), DIST, bundle.version(ROOT))


SYSTEMS: dict[str, Callable[[], None]] = {"linux": linux, "windows": windows, "macos": macos}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("system", choices=SYSTEMS)
    system = parser.parse_args().system
    if not needs.ask_before(system):
        return 1
    began = time.monotonic()
    status = status_of(SYSTEMS[system])
    if not status:
        say(f"All is well, after {time.monotonic() - began:.0f} s.")
    return status


if __name__ == "__main__":
    sys.exit(main())
