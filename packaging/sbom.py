# SPDX-License-Identifier: EUPL-1.2
"""Writes the bill of materials of a bundle (CycloneDX): what is really in it, and not what was installed to build it.

``sbom.py ENVIRONMENT CONTENTS FOLDER TARGET``: ENVIRONMENT is what ``cyclonedx-py environment`` says of the packages
beside this Python, CONTENTS the list that PyInstaller's build leaves (:func:`contents`), FOLDER the finished bundle.
Packages of which nothing was taken are left out; Python, Qt and libraries of the system are added.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

PROJECT, PYTHON = "comunecast", "python"
_QT = "pyside6-essentials"
_BOOTLOADER = "pyinstaller"
"""Its loader is the program that starts Python; it is in every bundle and on no list."""
Json = dict[str, Any]


def contents(entries: Iterable[tuple[str, str]]) -> str:
    """The list of a build as JSON: for each thing in the bundle its place there and the file that it was made from.

    A module in Python's archive has its name for a place.
    """
    return json.dumps(sorted({(place, source) for place, source in entries if source}))


def owners() -> dict[Path, str]:
    """Which installed package each file belongs to."""
    return {
        Path(str(one.locate_file(file))).resolve(): canonical(one.metadata["Name"])
        for one in distributions()
        for file in one.files or ()
    }


def canonical(name: str) -> str:
    """A package's name as indexes compare it (Python Packaging User Guide: Names and normalization)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def bill(
    environment: Json,
    entries: Iterable[tuple[str, str]],
    owner_of: Mapping[Path, str],
    roots: Mapping[str, Path],
    folder: Path,
) -> Json:
    """The bill of what ``entries`` name. ``roots`` are the folders of the project and of Python."""
    places: dict[str, list[str]] = defaultdict(list)
    strangers: dict[str, Path] = {}
    for place, written in entries:
        source = Path(written).resolve()
        owner = owner_of.get(source) or next((name for name, root in roots.items() if source.is_relative_to(root)), "")
        if owner:
            places[owner].append(place)
        else:
            strangers[place] = source
    places.setdefault(_BOOTLOADER, [])
    kept = [
        {**one, "evidence": {"occurrences": [{"location": place} for place in sorted(places[canonical(one["name"])])]}}
        if places[canonical(one["name"])]
        else one
        for one in environment["components"]
        if canonical(one["name"]) in places
    ]
    missing = places.keys() - {canonical(one["name"]) for one in kept} - {PROJECT, PYTHON, _BOOTLOADER}
    if missing:
        raise ValueError(f"in the bundle, but not in the environment: {', '.join(sorted(missing))}")
    kept.append(_of_makers("Python", platform.python_version(), "platform"))
    kept += [_of_makers("Qt", one["version"], "framework") for one in kept if canonical(one["name"]) == _QT]
    kept += [_library(place, _finished(folder, place) or source) for place, source in sorted(strangers.items())]
    refs = {one["bom-ref"] for one in kept} | {environment["metadata"]["component"]["bom-ref"]}
    dependencies = [
        {**one, "dependsOn": [ref for ref in one.get("dependsOn", ()) if ref in refs]}
        for one in environment.get("dependencies", ())
        if one["ref"] in refs
    ]
    return {**environment, "components": kept, "dependencies": dependencies}


def _of_makers(name: str, version: str, kind: str) -> Json:
    """What is no package of an index."""
    ref = f"pkg:generic/{name.lower()}@{version}"
    return {"type": kind, "name": name, "version": version, "purl": ref, "bom-ref": ref}


def _library(place: str, file: Path) -> Json:
    """A library of the system that built the bundle, which only its content names."""
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return {
        "type": "library",
        "name": Path(place).name,
        "bom-ref": f"file:{place}",
        "hashes": [{"alg": "SHA-256", "content": digest}],
        "evidence": {"occurrences": [{"location": place}]},
    }


def _finished(folder: Path, place: str) -> Path | None:
    """The file in the bundle, where PyInstaller put it: on Linux it is smaller than what it was made from."""
    inside = (folder / part / place for part in ("_internal", "", "Contents/Frameworks", "Contents/Resources"))
    return next((path for path in inside if path.is_file()), None)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for name in ("environment", "contents", "folder", "target"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args()
    environment = json.loads(given.environment.read_text(encoding="utf-8"))
    entries = [(place, source) for place, source in json.loads(given.contents.read_text(encoding="utf-8"))]
    roots = {PROJECT: Path(__file__).resolve().parents[1], PYTHON: Path(sys.base_prefix).resolve()}
    made = bill(environment, entries, owners(), roots, given.folder)
    given.target.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    print(f"{len(made['components'])} components of {len(environment['components'])} packages and the rest")
    return 0


if __name__ == "__main__":
    sys.exit(main())
