# SPDX-License-Identifier: EUPL-1.2
"""packaging/sign.py: signs every program, packs them, and does without a certificate where there is none."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import bundle
import macos
import pytest
import sign
import windows

Called = list[list[str]]


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> Called:
    """The programs of both systems, which are not here: what they were asked is noted."""
    calls: Called = []

    def run(command: list[object], **_: object) -> subprocess.CompletedProcess[str]:
        calls.append([str(word) for word in command])
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(windows, "_makensis", lambda: "makensis")
    return calls


@pytest.fixture
def app(tmp_path: Path) -> Path:
    folder = tmp_path / "ComuneCast.app" / "Contents"
    for place, content in {
        "MacOS/ComuneCast": b"\xcf\xfa\xed\xfe program",
        "Frameworks/QtCore.framework/Versions/A/QtCore": b"\xca\xfe\xba\xbe library",
        "Resources/towns.csv": b"istat,name",
        "Resources/empty": b"",
    }.items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "Frameworks" / "QtCore").symlink_to("QtCore.framework/Versions/A/QtCore")
    return folder.parent


def test_programs_in_an_app_are_found_the_deepest_first(app: Path) -> None:
    found = [path.relative_to(app / "Contents").as_posix() for path in sign.programs_in(app)]
    assert found == ["Frameworks/QtCore.framework/Versions/A/QtCore", "MacOS/ComuneCast"]


def test_macos_signs_every_program_then_the_app_then_the_image(
    app: Path, tmp_path: Path, called: Called, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(macos, "image", lambda _app, target, _version: target / "x.dmg")
    given = {"CODESIGN_IDENTITY": "Developer", "NOTARY_KEY": "k", "NOTARY_KEY_ID": "id", "NOTARY_ISSUER": "issuer"}
    image = sign.signed_for_macos(app, tmp_path, given)
    signed = [call[-1] for call in called if call[0] == "codesign" and "--sign" in call]
    assert [Path(one).name for one in signed] == ["QtCore", "ComuneCast", "ComuneCast.app", image.name]
    assert all("runtime" in call for call in called[:3])
    assert [call[:3] for call in called[-2:]] == [["xcrun", "notarytool", "submit"], ["xcrun", "stapler", "staple"]]


def test_macos_without_a_certificate_is_packed_unsigned(
    app: Path, tmp_path: Path, called: Called, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(macos, "image", lambda _app, target, _version: target / "x.dmg")
    sign.signed_for_macos(app, tmp_path, {})
    assert [call[:2] for call in called] == [["codesign", "--verify"]]


def test_windows_signs_the_programs_before_they_are_packed(tmp_path: Path, called: Called) -> None:
    tool = tmp_path / "Windows Kits" / "10" / "bin" / "10.0.1" / "x64" / "signtool.exe"
    tool.parent.mkdir(parents=True)
    tool.touch()
    given = {
        "PROGRAMFILES(X86)": str(tmp_path),
        "SIGN_WITH": "c.pfx",
        "SIGN_PASSWORD": "p",
        "SIGN_TIMESTAMP": "https://t",
    }
    setup = sign.signed_for_windows(tmp_path / "ComuneCast", tmp_path, given)
    assert [Path(call[0]).name for call in called] == ["signtool.exe", "makensis", "signtool.exe"]
    assert [Path(one).name for one in called[0][-2:]] == [f"{bundle.WINDOW}.exe", f"{bundle.COMMAND}.exe"]
    assert called[2][-1] == str(setup)


def test_windows_without_a_certificate_is_packed_unsigned(tmp_path: Path, called: Called) -> None:
    sign.signed_for_windows(tmp_path / "ComuneCast", tmp_path, {})
    assert [call[0] for call in called] == ["makensis"]


def test_what_signs_needs_the_standard_library_alone(root: Path) -> None:
    ours = {"bundle", "macos", "windows", "steps"}
    for name in ("sign", *ours):
        tree = ast.parse((root / "packaging" / f"{name}.py").read_text(encoding="utf-8"))
        imported = {
            alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
        }
        imported |= {(node.module or "").split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert imported <= ours | set(sys.stdlib_module_names), name
