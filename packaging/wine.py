# SPDX-License-Identifier: EUPL-1.2
"""Makes and tries the Windows bundle on Linux: Windows' own Python and wheels under Wine.

What Wine shows: that the program is complete, starts, sends, keeps its data through an upgrade and leaves cleanly,
and that the code knows Windows' paths, encodings and time zones. What it does not: SmartScreen, antivirus programs,
native look, scaling, speed. Bundles for publishing are made on Windows.
"""

from __future__ import annotations

import getpass
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import bundle
import licences
import windows
from needs import CERTIFICATES
from screen import screen
from steps import Failed, output, require, say, size_of, step

_SIGNED = ("python.exe", "pythonw.exe", "python3.dll", "python311.dll")
_SIGNER = "O=Python Software Foundation"
_TESTS = ("tests/core", "tests/store", "tests/channels")
_PATIENT = ("--hypothesis-profile", "ci")
"""Hypothesis would take a slow machine for a fault (Hypothesis: Health checks; Built-in profiles)."""
_TEST_PACKAGES = (
    *("colorama", "hypothesis", "iniconfig", "packaging", "pluggy", "pytest", "pytest-qt", "pytest-timeout"),
    *("pygments", "pyyaml", "sortedcontainers", "typing-extensions"),
)
_OLDER = "0.0.1"
_SUBSCRIBERS = "30"
_PATIENCE = 120
_UNWANTED = ("DISPLAY", "WAYLAND_DISPLAY", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "PYTHONPATH")
"""Unix paths and a screen, which would confuse the Windows program."""


@dataclass(frozen=True, slots=True)
class Wine:
    """Windows in a folder."""

    root: Path
    work: Path

    @property
    def prefix(self) -> Path:
        return self.work / "prefix"

    @property
    def home(self) -> Path:
        """The person's local application data."""
        return self.prefix / "drive_c" / "users" / getpass.getuser() / "AppData" / "Local"

    @property
    def python(self) -> Path:
        return self.work / "python" / "python.exe"

    def environment(self, **more: str) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if key not in _UNWANTED}
        runtime = self.work / "run"
        runtime.mkdir(mode=0o700, exist_ok=True)
        ours = {
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree=d;mshtml=d",
            "XDG_RUNTIME_DIR": str(runtime),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return {**kept, **ours, **more}

    def try_(
        self, program: Path, *arguments: str, patience: float = 600, **more: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["wine", str(program), *arguments],
            cwd=self.root,
            env=self.environment(**more),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=patience,
            check=False,
        )

    def run(self, program: Path, *arguments: str, patience: float = 600, **more: str) -> str:
        """Runs a Windows program to its end; returns what it printed. Raises Failed for a status other than 0."""
        done = self.try_(program, *arguments, patience=patience, **more)
        require(done.returncode == 0, f"{program.name} {' '.join(arguments)}: {output(done)}")
        return done.stdout

    def stop(self) -> None:
        """Ends this Windows and everything in it."""
        subprocess.run(["wineserver", "-k"], env=self.environment(), check=False)
        subprocess.run(["wineserver", "-w"], env=self.environment(), check=False)


def windows_path(path: Path) -> str:
    """A Unix path as the Windows program sees it."""
    return "Z:" + str(path).replace("/", "\\")


def build(root: Path, work: Path, target: Path, environment: dict[str, str]) -> None:
    """Everything from nothing to an uninstalled program. Raises Failed."""
    work.mkdir(parents=True, exist_ok=True)
    wine = Wine(root, work)
    version = bundle.version(root)
    try:
        with step("Windows' Python and wheels"):
            _python(wine)
            _wheels(wine)
        with step("Windows"):
            _prefix(wine)
        with step("program"):
            folder = _freeze(wine, environment)
            say(f"   {size_of(folder):.1f} MB unpacked")
        with step("installer"):
            setup = windows.installer(root, folder, target / windows.name(version), version)
            say(f"   {setup.name}: {size_of(setup):.1f} MB")
        require(size_of(setup) <= windows.MOST_INSTALLER, f"the installer is over {windows.MOST_INSTALLER} MB")
        _check(wine, folder, setup, version)
        with step("tests of " + ", ".join(_TESTS)):
            _tests(wine)
    finally:
        wine.stop()


def _python(wine: Wine) -> None:
    """Windows' Python, by its hash; what will run must carry its makers' signature."""
    folder = wine.python.parent
    if not wine.python.exists():
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        listing = wine.root / "packaging" / "windows" / "python.txt"
        subprocess.run([*command, "--require-hashes", "--target", folder, "-r", listing], check=True)
    for name in _SIGNED:
        command = ["osslsigncode", "verify", "-ignore-crl", "-CAfile", CERTIFICATES, "-TSA-CAfile", CERTIFICATES, "-in"]
        done = subprocess.run([*command, str(folder / name)], capture_output=True, text=True, check=False)
        good = done.returncode == 0 and _SIGNER in done.stdout
        require(good, f"{name} is not signed by the Python Software Foundation: {output(done)}")
    say(f"   {', '.join(_SIGNED)}: signed by the Python Software Foundation")


def _wheels(wine: Wine) -> None:
    """What travels in the bundle with PyInstaller, and apart from it what the tests need."""
    build_lock = wine.root / "requirements-build.lock"
    dev = (wine.root / "requirements-dev.lock").read_text(encoding="utf-8")
    tests = wine.work / "tests.txt"
    wanted = [entry for entry in licences.entries(dev) if entry.partition("==")[0] in _TEST_PACKAGES]
    tests.write_text("\n".join(wanted), encoding="utf-8")
    for name, listing in (("site", build_lock), ("site-tests", tests)):
        stamp = wine.work / f"{name}.lock"
        if stamp.exists() and stamp.read_bytes() == listing.read_bytes():
            continue
        shutil.rmtree(wine.work / name, ignore_errors=True)
        # uv judges the conditions in a lock for Windows; pip judges them for the system that it runs on.
        command = [str(Path(sys.executable).with_name("uv")), "pip", "install", "--quiet", "--no-deps"]
        command += ["--python-platform", "x86_64-pc-windows-msvc", "--python-version", "3.11", "--only-binary", ":all:"]
        subprocess.run([*command, "--require-hashes", "--target", wine.work / name, "-r", listing], check=True)
        shutil.copy(listing, stamp)


def _prefix(wine: Wine) -> None:
    """A fresh Windows with a stand-in for the one library that Qt wants of Windows 10 and Wine does not have."""
    wine.stop()
    shutil.rmtree(wine.prefix, ignore_errors=True)
    subprocess.run(["wineboot", "--init"], env=wine.environment(), capture_output=True, check=True)
    subprocess.run(["wineserver", "-w"], env=wine.environment(), check=True)
    core = wine.work / "site" / "PySide6" / "Qt6Core.dll"
    source = wine.work / "icuuc.c"
    source.write_text(stand_in(imported(core, "icuuc.dll")), encoding="ascii")
    target = wine.prefix / "drive_c" / "windows" / "system32" / "icuuc.dll"
    subprocess.run(["x86_64-w64-mingw32-gcc", "-shared", "-O2", "-s", "-o", target, source], check=True)


def imported(library: Path, other: str) -> list[str]:
    """The functions that a Windows library takes from the library called ``other`` (binutils' objdump)."""
    listing = subprocess.run(["objdump", "-p", library], capture_output=True, text=True, check=True).stdout
    blocks = re.split(r"DLL Name: ", listing)
    ours = [block for block in blocks if block.lower().startswith(other.lower())]
    return [
        name
        for block in ours
        for name in re.findall(r"^\s+[0-9a-f]+\s+<none>\s+[0-9a-f]+\s+(\w+)", block, re.MULTILINE)
    ]


def stand_in(functions: list[str]) -> str:
    """C of a library whose functions do nothing: old text encodings, which the program never asks Qt for."""
    return "\n".join(f"__declspec(dllexport) void *{name}(void) {{ return 0; }}" for name in functions) + "\n"


def _freeze(wine: Wine, environment: dict[str, str]) -> Path:
    """Runs PyInstaller under Wine; returns the folder with the programs."""
    places = ["--distpath", windows_path(wine.work / "dist"), "--workpath", windows_path(wine.work / "work")]
    spec = windows_path(wine.root / "packaging" / "comunecast.spec")
    wine.run(
        wine.python,
        *("-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", *places, spec),
        PYTHONPATH=windows_path(wine.work / "site"),
        SOURCE_DATE_EPOCH=environment["SOURCE_DATE_EPOCH"],
        PYTHONHASHSEED=environment["PYTHONHASHSEED"],
    )
    return wine.work / "dist" / bundle.NAME


def _check(wine: Wine, folder: Path, setup: Path, version: str) -> None:
    programs = wine.home / "Programs" / bundle.NAME
    command = programs / f"{bundle.COMMAND}.exe"
    data = wine.home / bundle.NAME
    with step(f"silent installation of an older version ({_OLDER}), and an office"):
        older = wine.work / "older"
        shutil.rmtree(older, ignore_errors=True)
        shutil.copytree(folder, older)
        (older / "_internal" / "of-the-older-version.dll").write_bytes(b"old")
        wine.run(windows.installer(wine.root, older, wine.work / windows.name(_OLDER), _OLDER, fast=True), "/S")
        office = wine.work / "office.toml"
        office.write_text(_OFFICE, encoding="utf-8")
        wine.run(command, "configure", windows_path(office))
        kept = (data / "office.toml").read_bytes()
    with step("upgrade"):
        wine.run(setup, "/S")
        require((programs / "_internal").is_dir(), "nothing was installed")
        require(not (programs / "_internal" / "of-the-older-version.dll").exists(), "the older version is still there")
        require((data / "office.toml").read_bytes() == kept, "the upgrade touched the office's data")
        require(_registered(wine, "DisplayVersion") == version, "Windows does not know the new version")
        menu = sorted(path.name for path in (_roaming(wine) / "Start Menu" / "Programs" / bundle.NAME).glob("*.lnk"))
        require(len(menu) == 2, f"Start menu: {menu}")
        say(f"   Start menu: {', '.join(menu)}")
    with step("healthcheck and guided tour of the installed program"):
        _healthcheck(wine, command)
        _tour(wine, command)
    with step("the window on a screen"):
        _window(wine, programs / f"{bundle.WINDOW}.exe")
    with step("silent uninstallation"):
        wine.run(programs / "uninstall.exe", "/S")
        windows.await_gone(programs)
        require(not programs.exists(), f"left behind: {[path.name for path in programs.glob('*')]}")
        require(
            not (_roaming(wine) / "Start Menu" / "Programs" / bundle.NAME).exists(), "the Start menu keeps the entry"
        )
        require(_registered(wine, "DisplayVersion") == "", "Windows still lists the program")
        require((data / "office.toml").read_bytes() == kept, "the uninstaller took the office's data")
        say("   nothing is left but the office's data")


def _roaming(wine: Wine) -> Path:
    return wine.home.parent / "Roaming" / "Microsoft" / "Windows"


def _registered(wine: Wine, value: str) -> str:
    """What Windows' list of programs says of ComuneCast; "" if it is not in the list."""
    key = rf"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\{bundle.NAME}"
    done = wine.try_(Path("reg.exe"), "query", key, "/v", value)
    found = re.search(rf"{value}\s+REG_SZ\s+(\S+)", done.stdout)
    return found[1] if found else ""


def _healthcheck(wine: Wine, command: Path) -> None:
    done = wine.try_(command, "healthcheck", "--json")
    told = json.loads(done.stdout.strip().splitlines()[-1])
    say(f"   {json.dumps(told, ensure_ascii=False)[:300]}")
    broken = [check for check in told["checks"] if not check["ok"] and not check["name"].startswith("telegram")]
    require(not broken, f"healthcheck: {broken}")


def _tour(wine: Wine, command: Path) -> None:
    told = json.loads(wine.run(command, "demo", "--headless", "--subscribers", _SUBSCRIBERS, "--json").splitlines()[-1])
    require(len(told["notices"]) >= 2, f"the tour sent too little: {told}")
    say("   tour " + ", ".join(f"{notice['category']} {notice['per_second']}/s" for notice in told["notices"]))


def _window(wine: Wine, program: Path) -> None:
    wine.stop()  # the next Windows must know the screen
    with screen() as shown:
        command = ["wine", str(program), "--demo"]
        with subprocess.Popen(command, env=wine.environment(DISPLAY=shown.display), cwd=wine.root) as running:
            try:
                seconds = shown.until_drawn(running, _PATIENCE)
                picture = wine.work / "window.png"
                shown.settled().save(str(picture))
                say(f"   drawn after {seconds:.1f} s: {picture}")
            finally:
                wine.stop()


def _tests(wine: Wine) -> None:
    site = ";".join(windows_path(wine.work / name) for name in ("site", "site-tests"))
    done = wine.try_(
        wine.python,
        *("-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not slow", *_PATIENT, *_TESTS),
        patience=1800,
        PYTHONPATH=f"{windows_path(wine.root)};{site}",
    )
    if done.returncode:
        raise Failed(output(done))
    say(f"   {done.stdout.strip().splitlines()[-1]}")


_OFFICE = """\
[office]
name = "Comune di Prova"
localities = ["Prova"]
phone = "0587 265442"
email = "ufficio@comune.example.it"
privacy_url = "https://www.comune.example.it/privacy"
timezone = "Europe/Rome"
alert_zone = "Tosc-A4"
"""
