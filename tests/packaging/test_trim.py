# SPDX-License-Identifier: EUPL-1.2
"""A bundle holds what the program needs, and nothing else."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import trim


def imported(package: Path) -> Iterator[tuple[str, Path]]:
    """Every module that the program names in an import, wherever in a file."""
    for file in package.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((alias.name, file) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module, file
                yield from ((f"{node.module}.{alias.name}", file) for alias in node.names)


def test_nothing_that_the_program_imports_is_left_out(root: Path) -> None:
    package = root / "comunecast_gui"
    left_out = {*trim.UNUSED_MODULES, *trim.UNUSED_OFF_LINUX, *trim.UNUSED_ON_LINUX}
    missing = {
        f"{file.relative_to(root)}: {name}"
        for name, file in imported(package)
        if not file.is_relative_to(package / "relay")  # the relay's web part runs on the town's web host
        and any(name == module or name.startswith(f"{module}.") for module in left_out)
    }
    assert not missing
    assert any(name.startswith("PySide6.QtWidgets") for name, _ in imported(package))


@pytest.mark.parametrize(
    "path",
    [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "PySide6/Qt/plugins/iconengines/libqsvgicon.so",
        "PySide6/Qt/translations/qtbase_it.qm",
        "PySide6/Qt/lib/libQt6Core.so.6",
        "libxcb-cursor.so.0",
        "libcrypto.so.3",
        "resources/sentences/it.toml",
        "comunecast_gui/store/db/migrations/versions/v0001_first_tables.py",
    ],
)
def test_what_the_program_needs_is_kept(path: str) -> None:
    assert trim.keep(path)


@pytest.mark.parametrize(
    "path",
    [
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PySide6\\plugins\\imageformats\\qpdf.dll",
        "PySide6/Qt/plugins/imageformats/libqwebp.so",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/Qt/translations/qt_help_it.qm",
        "PySide6\\opengl32sw.dll",
        "PySide6/Qt/lib/libQt6Qml.so.6",
        "PySide6\\Qt6Quick.dll",
        "libstdc++.so.6",
        "libglib-2.0.so.0",
        "PySide6/QtCore.pyi",
    ],
)
def test_what_it_does_not_need_is_left_out(path: str) -> None:
    assert not trim.keep(path)


def test_emergency_numbers_of_foreign_countries_are_trimmed_and_phone_patterns_kept() -> None:
    assert not trim.keep_module("phonenumbers.shortdata.region_IT")
    assert trim.keep_module("phonenumbers.shortdata")
    assert trim.keep_module("phonenumbers.data.region_IT")


def test_a_library_goes_with_the_plugin_that_wanted_it() -> None:
    entries = [
        ("QtCore.abi3.so", "/site/QtCore.abi3.so", "EXTENSION"),
        ("lib/libQt6Core.so.6", "/site/libQt6Core.so.6", "BINARY"),
        ("lib/libicu.so.73", "/site/libicu.so.73", "BINARY"),
        ("libgtk-3.so.0", "/usr/lib/libgtk-3.so.0", "BINARY"),
        ("libQt6Core.so.6", "lib/libQt6Core.so.6", "SYMLINK"),
        ("libgtk.so", "libgtk-3.so.0", "SYMLINK"),
    ]
    needs = {"/site/QtCore.abi3.so": {"libQt6Core.so.6", "libc.so.6"}, "/site/libQt6Core.so.6": {"libicu.so.73"}}
    kept = {entry[0] for entry in trim.linked(entries, lambda path: needs.get(path, set()))}
    assert kept == {"QtCore.abi3.so", "lib/libQt6Core.so.6", "lib/libicu.so.73", "libQt6Core.so.6"}


def test_the_tools_of_the_build_stay_out() -> None:
    strangers = trim.strangers({"python-telegram-bot", "PySide6-Essentials", "comunecast"})
    assert "pytest" in strangers
    assert {"telegram", "PySide6"}.isdisjoint(strangers)


_WITHOUT = """
import importlib, pathlib, sys, tempfile
sys.path[:0] = [{packaging!r}, {root!r}]
import trim

class Missing:
    def find_spec(self, name, path=None, target=None):
        left_out = any(name == one or name.startswith(one + ".") for one in (*trim.UNUSED_MODULES, *{absent!r}))
        if left_out or not trim.keep_module(name):
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

for name in [one for one in sys.modules if one.partition(".")[0] in ("pydoc", "doctest", "pdb")]:
    del sys.modules[name]
sys.meta_path.insert(0, Missing())
from comunecast_gui.services import health, training
for name in health._MODULES:
    importlib.import_module(name)
import comunecast_gui.app, comunecast_gui.start, comunecast_gui.tour.guided_tour, comunecast_gui.cli.runner
from fpdf import FPDF
paper = FPDF()
paper.add_font("T", "", {font!r})
paper.add_page()
paper.set_font("T", size=12)
paper.cell(text="perché no €")
assert paper.output().startswith(b"%PDF")
with tempfile.TemporaryDirectory() as folder, training.training_ground(pathlib.Path(folder), 3) as (workspace, _):
    assert workspace.subscribers.count() == 3
print("whole")
"""
"""A start of the program where everything that a bundle leaves out is really not there."""


@pytest.mark.slow
@pytest.mark.parametrize("absent", [trim.UNUSED_ON_LINUX, trim.UNUSED_OFF_LINUX])
def test_the_program_works_without_what_is_left_out(root: Path, absent: tuple[str, ...]) -> None:
    font = root / "resources" / "fonts" / "TitilliumWeb-Regular.ttf"
    code = _WITHOUT.format(packaging=str(root / "packaging"), root=str(root), absent=absent, font=str(font))
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=100, check=False)
    assert done.stdout.strip() == "whole", done.stderr


def test_a_system_without_libpq_is_told_what_is_missing(root: Path, tmp_path: Path) -> None:
    """The Linux bundle uses the system's libpq; psycopg says in its own words that it found none."""
    (tmp_path / "psycopg.py").write_text('raise ImportError("no pq wrapper available")', encoding="utf-8")
    code = (
        "import sys, pathlib\n"
        f"sys.path[:0] = [{str(tmp_path)!r}, {str(root)!r}]\n"
        "from comunecast_gui.core.errors import ConfigError\n"
        "from comunecast_gui.store.db.database import open_database\n"
        "try:\n"
        f"    open_database(pathlib.Path({str(tmp_path)!r}), 'postgresql://127.0.0.1/none')\n"
        "except ConfigError as error:\n"
        "    print(error.code, error.values['missing'])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.split() == ["database_driver_missing", "libpq"], done.stderr
