# SPDX-License-Identifier: EUPL-1.2
"""Signs a program that another job built and tried, and packs it: ``sign.py windows|macos``.

It runs in a job of its own, the only one with the certificates. That job installs no package, runs no test and starts
nothing that was built; these scripts need the standard library alone. Without a certificate the program is packed
unsigned, so that a fork can be released.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import bundle
import macos
import windows
from steps import output, require, say, status_of, step

ROOT = Path(__file__).resolve().parents[1]
BUILD, DIST = ROOT / "build", ROOT / "dist"
ENTITLEMENTS = Path(__file__).parent / "macos" / "entitlements.plist"
_MACH_O = {bytes.fromhex(magic) for magic in ("cffaedfe", "cefaedfe", "feedfacf", "feedface", "cafebabe", "bebafeca")}
"""How Apple's programs and libraries begin (mach-o/loader.h, mach-o/fat.h)."""


def signed_for_windows(folder: Path, target: Path, environment: Mapping[str, str]) -> Path:
    """Signs the programs of ``folder``, packs them and signs the installer. Raises Failed."""
    version = bundle.version(ROOT)
    _signtool([folder / f"{program}.exe" for program in (bundle.WINDOW, bundle.COMMAND)], environment)
    with step("installer"):
        setup = windows.installer(ROOT, folder, target / windows.name(version), version)
    _signtool([setup], environment)
    return setup


def _signtool(files: list[Path], environment: Mapping[str, str]) -> None:
    """Signs with the certificate that ``SIGN_WITH`` names, if it does (Microsoft: SignTool). Raises Failed."""
    certificate = environment.get("SIGN_WITH")
    if not certificate:
        say(f"   without a certificate: {', '.join(file.name for file in files)}")
        return
    kits = Path(environment["PROGRAMFILES(X86)"], "Windows Kits", "10", "bin")
    tools = sorted(kits.glob("*/x64/signtool.exe"))
    require(bool(tools), "signtool is not installed here")
    command: list[str | Path] = [tools[-1], "sign", "/q", "/fd", "SHA256", "/d", bundle.NAME, "/f", certificate]
    command += ["/p", environment["SIGN_PASSWORD"], "/td", "SHA256", "/tr", environment["SIGN_TIMESTAMP"]]
    done = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    require(done.returncode == 0, f"signtool: {output(done)}")


def signed_for_macos(app: Path, target: Path, environment: Mapping[str, str]) -> Path:
    """Signs the .app from the inside out, packs it into a disk image, signs that and has Apple look at it.

    ``CODESIGN_IDENTITY`` signs; ``NOTARY_KEY`` (file), ``NOTARY_KEY_ID`` and ``NOTARY_ISSUER`` have the image notarised
    (Apple: Customizing the notarization workflow).
    """
    identity, key = environment.get("CODESIGN_IDENTITY"), environment.get("NOTARY_KEY")
    if identity:
        how = ["--force", "--sign", identity, "--timestamp", "--options", "runtime"]
        how += ["--entitlements", str(ENTITLEMENTS)]
        with step("signatures"):
            for file in programs_in(app):
                subprocess.run(["codesign", *how, file], check=True)
            subprocess.run(["codesign", *how, "--deep", app], check=True)
    else:
        say("   without a certificate")
    subprocess.run(["codesign", "--verify", "--deep", "--strict", app], check=True)
    image = macos.image(app, target, bundle.version(ROOT))
    if identity:
        subprocess.run(["codesign", "--sign", identity, "--timestamp", image], check=True)
    if identity and key:
        with step("notarisation"):
            account = ["--key", key, "--key-id", environment["NOTARY_KEY_ID"], "--issuer", environment["NOTARY_ISSUER"]]
            subprocess.run(["xcrun", "notarytool", "submit", image, *account, "--wait", "--timeout", "20m"], check=True)
            subprocess.run(["xcrun", "stapler", "staple", image], check=True)
    return image


def programs_in(app: Path) -> list[Path]:
    """The programs and libraries inside an .app, the deepest first; links stand for what they lead to."""
    found = [path for path in app.rglob("*") if path.is_file() and not path.is_symlink() and _is_program(path)]
    return sorted(found, key=lambda path: (-len(path.parts), path))


def _is_program(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in _MACH_O


SYSTEMS: dict[str, Callable[[], Path]] = {
    "windows": lambda: signed_for_windows(BUILD / "windows" / "dist" / bundle.NAME, DIST, os.environ),
    "macos": lambda: signed_for_macos(BUILD / "macos" / "dist" / f"{bundle.NAME}.app", DIST, os.environ),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("system", choices=SYSTEMS)
    system = parser.parse_args().system
    DIST.mkdir(exist_ok=True)
    return status_of(lambda: say(f"{SYSTEMS[system]().name} is ready."))


if __name__ == "__main__":
    sys.exit(main())
