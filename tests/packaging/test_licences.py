# SPDX-License-Identifier: EUPL-1.2
"""Every library in a bundle has its licence text, and none a forbidden licence."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import licences
import pytest

from comunecast_gui.system import paths


def test_the_paper_lists_every_package_that_travels(root: Path) -> None:
    text = licences.TARGET.read_text(encoding="utf-8")
    table = text.partition("=" * 100)[0]
    listed = {
        (re.sub(r"[-_.]+", "-", name).lower(), version)
        for name, version in re.findall(r"^(\S+) +(\d\S*) +\S", table, re.MULTILINE)
    }
    shipped = licences.shipped(root)
    assert listed == set(shipped.items()), "python3 dev.py licences"
    assert len(shipped) > 40


def test_the_paper_has_a_text_for_every_package_but_qt(root: Path) -> None:
    text = licences.TARGET.read_text(encoding="utf-8")
    headed = {
        name.lower().replace("_", "-").replace(".", "-")
        for heads in re.findall(rf"^{'=' * 100}\n([^=].*)\n{'=' * 100}$", text, re.MULTILINE)
        for name in re.findall(r"([\w.-]+) \d", heads)
    }
    # Qt's wheels carry only the commercial reference; LICENSES has the LGPL that the program uses it under.
    assert set(licences.shipped(root)) - headed == {"pyside6-essentials", "shiboken6"}
    for name in ("LGPL-3.0", "GPL-3.0"):
        assert len((root / "LICENSES" / f"{name}.txt").read_text(encoding="utf-8")) > 7_000


@pytest.mark.parametrize(
    ("licence", "forbidden"),
    [
        ("GPL-3.0-only", True),
        ("AGPL-3.0-or-later", True),
        ("GPL-2.0-only OR GPL-3.0-only", True),
        ("GNU General Public License v3 (GPLv3)", True),
        ("LGPL-3.0-only", False),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("MIT OR GPL-3.0-only", False),
        ("MPL-2.0", False),
    ],
)
def test_a_licence_that_leaves_no_choice_but_a_gpl_is_refused(licence: str, forbidden: bool) -> None:
    assert licences.gpl_only(licence) is forbidden
    package = licences.Package("some", "1", licence, ())
    assert bool(licences.problems([package])) is forbidden


def test_a_package_without_a_licence_is_refused() -> None:
    assert licences.problems([licences.Package("some", "1", "", ())]) == ["some declares no licence"]


def test_the_locks_agree_on_every_version(root: Path) -> None:
    names = ("requirements.lock", "requirements-dev.lock", "requirements-build.lock")
    locks = [licences.locked((root / name).read_text(encoding="utf-8")) for name in names]
    run_time, dev, build = locks
    assert {name: dev.get(name) for name in run_time} == run_time
    assert {name: build.get(name) for name in run_time} == run_time
    text = (root / names[2]).read_text(encoding="utf-8")
    assert "://" not in text
    assert not [entry for entry in licences.entries(text) if "--hash=sha256:" not in entry]


def test_the_program_finds_the_texts_from_source_and_frozen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    from_source = [file.relative_to(root).as_posix() for file in paths.licences()]
    assert from_source[:2] == ["LICENSE", "THIRD-PARTY-LICENSES.txt"]
    assert {"LICENSES/LGPL-3.0.txt", "LICENSES/GPL-3.0.txt"} <= set(from_source)
    for name in ("LICENSE", "THIRD-PARTY-LICENSES.txt", "LGPL-3.0.txt", "system/zlib1g.txt"):
        (tmp_path / "licences" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "licences" / name).write_text(name, encoding="utf-8")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    frozen = [file.relative_to(tmp_path / "licences").as_posix() for file in paths.licences()]
    assert frozen == ["LICENSE", "THIRD-PARTY-LICENSES.txt", "LGPL-3.0.txt", "system/zlib1g.txt"]
