# SPDX-License-Identifier: EUPL-1.2
"""What every bundle says of itself: names, version, and the papers that each system wants to read."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAME = "ComuneCast"
IDENTIFIER = "it.comunecast.gui"
SUMMARY = "Gli avvisi del Comune su WhatsApp e Telegram"
OLDEST_MACOS = "13.0"
"""What the locked PySide6-Essentials wheel says it runs on (its tag is macosx_13_0)."""

WINDOW, COMMAND = "comunecast-gui", "comunecast"
"""The names of the programs, as pyproject.toml has them."""


@dataclass(frozen=True, slots=True)
class Made:
    """What is made before PyInstaller starts and goes into the bundle."""

    folder: Path
    icon: Path
    """In the form of the system that builds."""

    @property
    def licences(self) -> Path:
        """The folder with every licence text that must travel with the program."""
        return self.folder / "licences"

    @property
    def contents(self) -> Path:
        """The list of everything in the bundle, for its bill of materials; written by the build."""
        return self.folder / "contents.json"

    @property
    def updates(self) -> Path:
        """Where running programs look for newer versions, and the makers' key; not there unless both were named."""
        return self.folder / "updates.toml"

    @property
    def version(self) -> Path:
        """The version resource of the Windows programs."""
        return self.folder / "version.txt"


def made_files(root: Path) -> Made:
    folder = root / "build" / "made"
    return Made(folder, folder / ("comunecast.icns" if sys.platform == "darwin" else "comunecast.ico"))


def version(root: Path) -> str:
    """The program's version, read from the one place where it is written."""
    text = (root / "comunecast_gui" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', text, re.MULTILINE)
    if found is None:
        raise ValueError("comunecast_gui/__init__.py names no version")
    return found[1]


def programs(platform: str) -> tuple[tuple[str, bool], ...]:
    """Name and "has a console" of each program in a bundle for ``platform`` (a value of sys.platform)."""
    if platform == "win32":
        return (WINDOW, False), (COMMAND, True)
    return ((NAME if platform == "darwin" else COMMAND, platform != "darwin"),)


def info_plist(number: str) -> dict[str, Any]:
    """The macOS program's Info.plist (Apple: Information Property List)."""
    return {
        "CFBundleDevelopmentRegion": "it",
        "CFBundleDisplayName": NAME,
        "CFBundleExecutable": NAME,
        "CFBundleIconFile": "comunecast.icns",
        "CFBundleIdentifier": IDENTIFIER,
        "CFBundleInfoDictionaryVersion": "6.0",
        "CFBundleLocalizations": ["it", "en"],
        "CFBundleName": NAME,
        "CFBundlePackageType": "APPL",
        "CFBundleShortVersionString": number,
        "CFBundleVersion": number,
        "LSApplicationCategoryType": "public.app-category.productivity",
        "LSMinimumSystemVersion": OLDEST_MACOS,
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": "ComuneCast contributors, EUPL-1.2",
        "NSPrincipalClass": "NSApplication",
        "NSRequiresAquaSystemAppearance": False,
    }


def windows_version(number: str) -> str:
    """The version resource of the Windows programs, as PyInstaller reads it (PyInstaller: Capturing Windows Version
    Data). Task Manager shows the description as the program's name."""
    four = (*(int(part) for part in re.findall(r"\d+", number)[:3]), 0)
    texts = {
        "CompanyName": "ComuneCast contributors",
        "FileDescription": NAME,
        "FileVersion": number,
        "LegalCopyright": "EUPL-1.2",
        "ProductName": NAME,
        "ProductVersion": number,
    }
    lines = ",\n".join(f"        StringStruct({key!r}, {text!r})" for key, text in texts.items())
    return f"""\
VSVersionInfo(
  ffi=FixedFileInfo(filevers={four}, prodvers={four}),
  kids=[
    StringFileInfo([StringTable('041004B0', [
{lines}
    ])]),
    VarFileInfo([VarStruct('Translation', [0x0410, 1200])])
  ]
)
"""
