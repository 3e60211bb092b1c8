# SPDX-License-Identifier: EUPL-1.2
"""The metadata that Windows, macOS and Linux read before they start a program is whole and names one version."""

from __future__ import annotations

import ast
import configparser
import os
import plistlib
import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import bundle
import icons
import macos
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from comunecast_gui import __version__


@pytest.fixture(scope="module")
def drawn(root: Path, tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Path:
    folder = tmp_path_factory.mktemp("icons")
    icons.draw(root / "resources" / "icons" / "comunecast.svg", folder)
    return folder


def test_one_version(root: Path) -> None:
    assert bundle.version(root) == __version__
    tree = ast.parse(bundle.windows_version("1.2.3"), mode="eval")
    numbers = {ast.literal_eval(node.value) for node in ast.walk(tree) if getattr(node, "arg", "") == "filevers"}  # type: ignore[attr-defined]
    assert numbers == {(1, 2, 3, 0)}
    assert "'ProductVersion', '1.2.3'" in bundle.windows_version("1.2.3")


def test_the_programs_of_each_system() -> None:
    assert bundle.programs("win32") == (("comunecast-gui", False), ("comunecast", True))
    assert bundle.programs("linux") == (("comunecast", True),)
    assert bundle.programs("darwin") == (("ComuneCast", False),)


def test_a_windows_icon_holds_every_size(drawn: Path) -> None:
    data = (drawn / "comunecast.ico").read_bytes()
    reserved, kind, count = struct.unpack_from("<HHH", data)
    assert (reserved, kind, count) == (0, 1, len(icons.WINDOWS_SIZES))
    sizes = []
    for number in range(count):
        side, _, _, _, _, bits, length, offset = struct.unpack_from("<BBBBHHII", data, 6 + 16 * number)
        image = QImage.fromData(data[offset : offset + length], "PNG")
        assert image.width() == image.height() == (side or 256)
        assert bits == 32
        sizes.append(image.width())
    assert tuple(sizes) == icons.WINDOWS_SIZES


def test_a_macos_icon_holds_every_type(drawn: Path) -> None:
    data = (drawn / "comunecast.icns").read_bytes()
    magic, length = struct.unpack_from(">4sI", data)
    assert (magic, length) == (b"icns", len(data))
    found, at = {}, 8
    while at < len(data):
        kind, size = struct.unpack_from(">4sI", data, at)
        found[kind] = QImage.fromData(data[at + 8 : at + size], "PNG").width()
        at += size
    assert found == icons.MACOS_TYPES


@pytest.mark.qt_log_ignore("Cannot read file")
def test_a_picture_that_is_none_is_refused(tmp_path: Path, qapp: QApplication) -> None:
    (tmp_path / "no.svg").write_text("no picture", encoding="utf-8")
    with pytest.raises(ValueError, match="not an SVG"):
        icons.png(tmp_path / "no.svg", 16)


def test_the_macos_program_has_its_papers(tmp_path: Path, drawn: Path) -> None:
    app = macos.skeleton(tmp_path, "1.2.3", drawn / "comunecast.icns")
    plist = plistlib.loads((app / "Contents" / "Info.plist").read_bytes())
    assert plist == bundle.info_plist("1.2.3")
    assert plist["CFBundlePackageType"] == "APPL"
    assert plist["CFBundleShortVersionString"] == plist["CFBundleVersion"] == "1.2.3"
    assert plist["CFBundleExecutable"] == bundle.programs("darwin")[0][0]
    assert (app / "Contents" / "Resources" / plist["CFBundleIconFile"]).is_file()
    assert re.fullmatch(r"[a-z]+(\.[a-z]+)+", plist["CFBundleIdentifier"])


def test_the_macos_program_asks_for_no_more_than_it_needs(root: Path) -> None:
    with (root / "packaging" / "macos" / "entitlements.plist").open("rb") as file:
        assert plistlib.load(file) == {"com.apple.security.cs.allow-unsigned-executable-memory": True}


def test_the_menu_entry_starts_the_program_in_two_languages(root: Path) -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment, method-assign]
    entry.read(root / "packaging" / "linux" / "comunecast.desktop", encoding="utf-8")
    main = entry["Desktop Entry"]
    assert main["Exec"] == bundle.COMMAND
    assert main["Name"] == bundle.NAME
    assert main["Comment[it]"] == bundle.SUMMARY
    assert entry["Desktop Action Training"]["Exec"] == f"{bundle.COMMAND} --demo"


def test_the_software_centre_s_description_names_the_menu_entry(root: Path) -> None:
    tree = ET.parse(root / "packaging" / "linux" / f"{bundle.IDENTIFIER}.metainfo.xml")  # noqa: S314
    assert tree.findtext("id") == bundle.IDENTIFIER
    assert tree.findtext("launchable") == "comunecast.desktop"
    assert tree.findtext("project_license") == "EUPL-1.2"


@pytest.mark.skipif(sys.platform != "linux", reason="a script of the Linux archive")
def test_the_archive_installs_into_a_home_and_leaves_it(root: Path, tmp_path: Path) -> None:
    archive, home = tmp_path / "già scaricato", tmp_path / "casa è qui"
    for folder in ("_internal", "share/applications", "share/icons/hicolor/16x16/apps", "share/man/man1"):
        (archive / folder).mkdir(parents=True)
    (archive / "comunecast").write_text("#!/bin/sh\necho started\n", encoding="utf-8")
    (archive / "comunecast").chmod(0o755)
    linux = root / "packaging" / "linux"
    (archive / "installa.sh").write_bytes((linux / "installa.sh").read_bytes())
    (archive / "share/applications/comunecast.desktop").write_bytes((linux / "comunecast.desktop").read_bytes())
    (archive / "share/icons/hicolor/16x16/apps/comunecast.png").write_bytes(b"png")
    (archive / "share/man/man1/comunecast.1.gz").write_bytes(b"gz")
    data = home / ".local/share/ComuneCast/office.toml"
    data.parent.mkdir(parents=True)
    data.write_text("[office]", encoding="utf-8")
    environment = {"HOME": str(home), "PATH": os.environ["PATH"]}

    def call(*command: str) -> str:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return done.stdout

    call("sh", str(archive / "installa.sh"))
    assert call(str(home / ".local/bin/comunecast")) == "started\n"
    entry = (home / ".local/share/applications/comunecast.desktop").read_text(encoding="utf-8")
    program = home / ".local/lib/comunecast/comunecast"
    assert f'Exec="{program}"\n' in entry
    assert f'Exec="{program}" --demo\n' in entry
    assert f"TryExec={program}\n" in entry
    call("sh", str(home / ".local/lib/comunecast/installa.sh"), "--rimuovi")
    left = [path for path in home.rglob("*") if path.is_file() or path.is_symlink()]
    assert left == [data]
