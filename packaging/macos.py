# SPDX-License-Identifier: EUPL-1.2
"""Tries the macOS program, packs it into a disk image, and tries it from there."""

from __future__ import annotations

import platform
import plistlib
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import bundle
from steps import Failed, output, require, say, size_of, step

_TRIES = 5
"""hdiutil says "Resource busy" now and then, while macOS indexes what it packs."""
_PAUSE = 5.0


def pack(app: Path, target: Path, version: str) -> Path:
    """Tries a frozen .app, makes its disk image, unsigned, and tries it from there. Raises Failed."""
    with step("healthcheck and guided tour"):
        _try(app)
    subprocess.run(["codesign", "--verify", "--deep", "--strict", str(app)], check=True)
    made = image(app, target, version)
    with step("the program from the image"):
        _try_from(made)
    return made


def image(app: Path, target: Path, version: str) -> Path:
    """Makes the disk image of an .app. Raises Failed."""
    target.mkdir(parents=True, exist_ok=True)
    made = target / f"{bundle.NAME}-{version}-macos-{platform.machine()}.dmg"
    with step("disk image"), tempfile.TemporaryDirectory() as folder:
        # ditto keeps the links inside the .app, which its signature covers.
        subprocess.run(["ditto", app, Path(folder, app.name)], check=True)
        Path(folder, "Applications").symlink_to("/Applications")
        _image(Path(folder), made)
    say(f"   {made.name}: {size_of(made):.1f} MB, {size_of(app):.1f} MB unpacked")
    return made


def skeleton(folder: Path, version: str, icon: Path) -> Path:
    """Lays out an empty .app with its papers, as PyInstaller does; returns its path."""
    contents = folder / f"{bundle.NAME}.app" / "Contents"
    for part in ("MacOS", "Resources", "Frameworks"):
        (contents / part).mkdir(parents=True)
    (contents / "Info.plist").write_bytes(plistlib.dumps(bundle.info_plist(version)))
    (contents / "PkgInfo").write_text("APPL????", encoding="ascii")
    shutil.copy(icon, contents / "Resources" / "comunecast.icns")
    return contents.parent


def _try(app: Path) -> None:
    program = app / "Contents" / "MacOS" / bundle.NAME
    for arguments in (["healthcheck", "--json"], ["demo", "--headless", "--subscribers", "30"]):
        done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
        require(done.returncode == 0, f"{arguments[0]}: {output(done)}")


def _try_from(image: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["hdiutil", "attach", image, "-nobrowse", "-readonly", "-mountpoint", folder], check=True)
        try:
            _try(Path(folder, f"{bundle.NAME}.app"))
        finally:
            subprocess.run(["hdiutil", "detach", folder, "-force"], check=False)


def _image(folder: Path, image: Path) -> None:
    command = ["hdiutil", "create", "-volname", bundle.NAME, "-srcfolder", str(folder)]
    command += ["-ov", "-format", "ULFO", str(image)]
    for _ in range(_TRIES):
        if subprocess.run(command, check=False).returncode == 0:
            return
        time.sleep(_PAUSE)
    raise Failed("hdiutil made no disk image")
