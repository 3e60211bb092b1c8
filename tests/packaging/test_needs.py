# SPDX-License-Identifier: EUPL-1.2
"""Whoever makes a bundle is told everything that the machine lacks at once, with one command that installs it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import needs
import pytest


def test_everything_that_is_absent_is_told_at_once_with_one_command() -> None:
    absent = needs.lacking(needs.needs("windows", "linux"), lambda name: name in ("objdump", "Xvfb"))
    words = needs.told("windows", absent, "linux")
    assert words.startswith("The bundle for windows cannot be made here: 6 missing.\n")
    for name in ("wine", "wineserver", "makensis", "osslsigncode", "x86_64-w64-mingw32-gcc", needs.CERTIFICATES):
        assert f"\n  {name}: " in words
    [command] = re.findall(r"sudo apt-get install --no-install-recommends (.*)", words)
    assert command.split() == ["ca-certificates", "gcc-mingw-w64-x86-64", "nsis", "osslsigncode", "wine", "wine64"]


def test_what_only_a_check_needs_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(needs, "_found", lambda name: name != "debootstrap")
    assert needs.ask_before("linux") is True
    told = capsys.readouterr().err
    assert told.startswith("Checks that will be left out:\n  debootstrap: ")
    monkeypatch.setattr(needs, "_found", lambda name: name != "dpkg-deb")
    assert needs.ask_before("linux") is False
    monkeypatch.setattr(needs, "_found", lambda name: True)
    assert needs.ask_before("linux") is True
    assert "cannot be made" in capsys.readouterr().err  # of the second one


@pytest.mark.parametrize("system", ["linux", "windows", "macos"])
@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_each_system_has_its_needs_and_its_command(system: str, platform: str) -> None:
    wanted = needs.needs(system, platform)
    words = needs.told(system, wanted, platform)
    installers = {"linux": "sudo apt-get install", "win32": "winget install", "darwin": "xcode-select --install"}
    assert installers[platform] in words
    assert needs.told(system, (), platform) == ""


def test_dev_says_it_before_it_makes_an_environment(root: Path, tmp_path: Path) -> None:
    """Also with an empty path, where nothing is found."""
    done = subprocess.run(
        [sys.executable, str(root / "dev.py"), "package", "linux"],
        env={"PATH": str(tmp_path), "COMUNECAST_VENV": str(tmp_path / "venv")},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "The bundle for linux cannot be made here: 6 missing." in done.stderr
    assert not (tmp_path / "venv").exists()


def test_the_installer_ends_with_the_guided_set_up(root: Path) -> None:
    script = (root / "packaging" / "windows" / "comunecast.nsi").read_text("utf-8")
    assert '!define MUI_FINISHPAGE_RUN "$INSTDIR\\${WINDOW}"\n!define MUI_FINISHPAGE_RUN_TEXT "$(SET_UP)"' in script
    for name in ("INSTALLED", "SET_UP"):
        assert len(re.findall(rf"LangString {name} \$\{{LANG_(?:ITALIAN|ENGLISH)\}}", script)) == 2
