# SPDX-License-Identifier: EUPL-1.2
"""packaging/sbom.py: the bill of materials names what is in the bundle, and nothing else."""

from __future__ import annotations

import hashlib
import json
import platform
from pathlib import Path
from typing import Any

import pytest
import sbom

import comunecast_gui


def environment(*names: str) -> dict[str, Any]:
    components = [
        {"type": "library", "name": name, "version": "1.0", "bom-ref": f"{name}==1.0", "purl": f"pkg:pypi/{name}@1.0"}
        for name in names
    ]
    depends = [{"ref": "root", "dependsOn": [one["bom-ref"] for one in components]}]
    depends += [{"ref": one["bom-ref"]} for one in components]
    main = {"type": "application", "name": "comunecast", "bom-ref": "root"}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "components": components,
        "dependencies": depends,
        "metadata": {"component": main},
    }


@pytest.fixture
def built(tmp_path: Path) -> dict[str, Any]:
    """A bundle with a module and a file of Telegram's library, Qt, our own code, Python and a system library."""
    packages, project, python = tmp_path / "venv" / "lib", tmp_path / "project", tmp_path / "python"
    files = {
        "telegram.bot": packages / "telegram" / "bot.py",
        "PySide6/QtCore.so": packages / "PySide6" / "QtCore.so",
        "resources/towns.csv": project / "resources" / "towns.csv",
        "json": python / "lib" / "json.py",
        "libxcb.so.1": tmp_path / "usr" / "libxcb.so.1",
    }
    for name, path in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    bundle = tmp_path / "bundle"
    (bundle / "_internal").mkdir(parents=True)
    (bundle / "_internal" / "libxcb.so.1").write_text("stripped", encoding="utf-8")
    owner_of = {files["telegram.bot"]: "python-telegram-bot", files["PySide6/QtCore.so"]: "pyside6-essentials"}
    owner_of[packages / "pytest.py"] = "pytest"
    entries = json.loads(sbom.contents([(place, str(path)) for place, path in files.items()] + [("built-in", "")]))
    roots = {sbom.PROJECT: project, sbom.PYTHON: python}
    installed = environment("python-telegram-bot", "PySide6_Essentials", "pytest", "pyinstaller")
    return sbom.bill(installed, entries, owner_of, roots, bundle)


def test_only_packages_in_the_bundle_are_named(built: dict[str, Any]) -> None:
    names = [one["name"] for one in built["components"]]
    assert names == ["python-telegram-bot", "PySide6_Essentials", "pyinstaller", "Python", "Qt", "libxcb.so.1"]
    assert len({one["bom-ref"] for one in built["components"]}) == len(names)


def test_each_component_says_where_it_is(built: dict[str, Any]) -> None:
    where = {
        one["name"]: [place["location"] for place in one.get("evidence", {}).get("occurrences", ())]
        for one in built["components"]
    }
    assert where["python-telegram-bot"] == ["telegram.bot"]
    assert where["libxcb.so.1"] == ["libxcb.so.1"]


def test_a_system_library_is_named_by_the_digest_of_the_finished_file(built: dict[str, Any]) -> None:
    (library,) = (one for one in built["components"] if one["name"] == "libxcb.so.1")
    assert library["hashes"] == [{"alg": "SHA-256", "content": hashlib.sha256(b"stripped").hexdigest()}]


def test_python_and_qt_have_their_version(built: dict[str, Any]) -> None:
    versions = {one["name"]: one.get("version") for one in built["components"]}
    assert versions["Python"] == platform.python_version()
    assert versions["Qt"] == "1.0"


def test_dependencies_name_only_components_that_there_are(built: dict[str, Any]) -> None:
    refs = {one["bom-ref"] for one in built["components"]} | {"root"}
    named = {ref for one in built["dependencies"] for ref in (one["ref"], *one["dependsOn"])}
    assert named <= refs
    assert "pytest==1.0" not in named


def test_a_package_that_the_environment_does_not_name_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "x.py"
    with pytest.raises(ValueError, match="stranger"):
        sbom.bill(environment(), [("x", str(file))], {file: "stranger"}, {}, tmp_path)


@pytest.mark.slow
def test_owners_knows_the_files_of_this_environment() -> None:
    found = sbom.owners()
    assert found[Path(pytest.__file__).resolve()] == "pytest"
    assert Path(comunecast_gui.__file__).resolve() not in found


def test_the_build_leaves_its_contents_and_the_release_writes_the_bill(root: Path) -> None:
    spec = (root / "packaging" / "comunecast.spec").read_text(encoding="utf-8")
    assert "sbom.contents(" in spec
    release = (root / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    assert "packaging/sbom.py" in release
