# SPDX-License-Identifier: EUPL-1.2
"""Packs the Windows bundle into an installer that needs no administrator."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import bundle
from steps import Failed, output, require, say, size_of, step

MOST_INSTALLER = 35
"""Megabytes that an installer may have."""
_PATIENCE = 60
_SCRIPT = Path(__file__).parent / "windows" / "comunecast.nsi"


def installer(root: Path, folder: Path, target: Path, version: str, *, fast: bool = False) -> Path:
    """Makes the installer ``target`` from a frozen folder; ``fast`` spares the time of packing it tightly.

    Raises Failed where NSIS is not installed.
    """
    made = bundle.made_files(root)
    values = {
        "VERSION": version,
        "SOURCE": folder,
        "TARGET": target,
        "ICON": made.folder / "comunecast.ico",
        "LICENCE": made.licences / "LICENSE",
    }
    options = [f"-D{key}={value}" for key, value in values.items()] + (["-DFAST"] if fast else [])
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([_makensis(), "-V2", "-INPUTCHARSET", "UTF8", *options, str(_SCRIPT)], check=True)
    return target


def name(version: str) -> str:
    return f"{bundle.NAME}-{version}-win64-setup.exe"


def _makensis() -> str:
    beside = [Path(os.environ[key], "NSIS") for key in ("PROGRAMFILES(X86)", "PROGRAMFILES") if key in os.environ]
    found = shutil.which("makensis") or shutil.which("makensis", path=os.pathsep.join(map(str, beside)))
    if found is None:
        raise Failed("NSIS (makensis) is not installed here")
    return found


def await_gone(folder: Path) -> None:
    """Waits until the uninstaller, which goes on in a copy of itself, has removed the folder, or for a minute."""
    began = time.monotonic()
    while folder.exists() and time.monotonic() - began < _PATIENCE:
        time.sleep(0.2)


def build(root: Path, folder: Path, target: Path) -> None:
    """On Windows: packs ``folder`` unsigned, installs it silently, tries it and uninstalls it. Raises Failed."""
    version = bundle.version(root)
    with step("installer"):
        setup = installer(root, folder, target / name(version), version)
        say(f"   {setup.name}: {size_of(setup):.1f} MB, {size_of(folder):.1f} MB unpacked")
    require(size_of(setup) <= MOST_INSTALLER, f"the installer is over {MOST_INSTALLER} MB")
    programs = Path(os.environ["LOCALAPPDATA"], "Programs", bundle.NAME)
    with step("silent installation"):
        subprocess.run([setup, "/S"], check=True)
    with step("healthcheck and guided tour"):
        command = programs / f"{bundle.COMMAND}.exe"
        for arguments in (["healthcheck", "--json"], ["demo", "--headless", "--subscribers", "30"]):
            done = subprocess.run([command, *arguments], capture_output=True, encoding="utf-8", check=False)
            require(done.returncode == 0, f"{arguments[0]}: {output(done)}")
    with step("silent uninstallation"):
        subprocess.run([programs / "uninstall.exe", "/S"], check=True)
        await_gone(programs)
        require(not programs.exists(), f"left behind: {[path.name for path in programs.glob('*')]}")
