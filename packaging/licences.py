# SPDX-License-Identifier: EUPL-1.2
"""Lists what others wrote and travels in the bundles, with every licence text, and refuses what may not travel.

``write`` makes ``THIRD-PARTY-LICENSES.txt`` from the packages installed beside this Python (and, for the packages of
other systems, from their wheels); ``check`` fails for a package without a known licence, or with none but a GPL.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, DistributionFinder, MetadataPathFinder
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "THIRD-PARTY-LICENSES.txt"
DRIVER = ("psycopg", "psycopg-binary")
"""In the bundles besides the locked dependencies: the driver of a shared database."""

_LICENCE_FILE = re.compile(r"(^|/)(licen[cs]e|copying|notice|authors)[^/]*$", re.IGNORECASE)
_NOT_A_TEXT = re.compile(r"\.(py|pyc)$")
_GPL = re.compile(r"(?<!L)(?<!Lesser )A?GPL|GNU (Affero )?General Public", re.IGNORECASE)
_LESSER = re.compile(r"LGPL|Lesser", re.IGNORECASE)
_RULE = "=" * 100

_HEAD = """\
What others wrote and travels with ComuneCast
=============================================

ComuneCast itself is under the EUPL-1.2 (LICENSE). Its bundles carry Python and the packages below, each under its
own licence. Qt, PySide6, shiboken6, python-telegram-bot, fpdf2 and psycopg are used under the LGPL-3.0, whose text,
with that of the GPL-3.0 that it adds to, is in LICENSES/. They lie in the program's folder as files of their own:
you may replace each with a changed version of the same interface, and take the program apart to find out why such a
version does not work. Their sources are published by their makers under the versions named here.
Qt brings third-party code of its own, listed in "Licenses Used in Qt" of Qt's documentation. The typeface Titillium
Web and the signs of Noto Color Emoji are under the OFL-1.1 and the icons under the licence in resources/icons/LICENSE.
The words of the
recovery key are the Italian list of BIP-39, under the MIT licence in resources/recovery/LICENSE. Python is under the
PSF licence.
The towns and alert zones in resources/towns are data of the Dipartimento della Protezione Civile in tables by Open Data
Sicilia, under CC BY 4.0; each file names its source, its day and what was changed.
A bundle for Linux also carries libraries of the system it was built on; their papers are in its folder licences/.

"""


@dataclass(frozen=True, slots=True)
class Package:
    """One package as it is locked, under which licence, with the texts that it ships."""

    name: str
    version: str
    licence: str
    texts: tuple[tuple[str, str], ...]
    """Name and contents of each licence file."""


def locked(text: str) -> dict[str, str]:
    """Name to version of every requirement in a lock, whatever system it is for."""
    return dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", text, re.MULTILINE))


def entries(text: str) -> list[str]:
    """The requirements of a lock one by one, each with its hashes."""
    return re.split(r"\n(?=\w)", text.strip())


def shipped(root: Path) -> dict[str, str]:
    """Name to version of every package that can be in a bundle."""
    everything = locked((root / "requirements-build.lock").read_text(encoding="utf-8"))
    run_time = locked((root / "requirements.lock").read_text(encoding="utf-8"))
    return dict(sorted({**run_time, **{name: everything[name] for name in DRIVER}}.items()))


def licence_of(distribution: Distribution) -> str:
    """The licence that a package declares: SPDX expression, else the old field, else classifiers; "" if none."""
    data = distribution.metadata
    expression, old = (next(iter(data.get_all(key) or [""])).strip() for key in ("License-Expression", "License"))
    if expression or (old and "\n" not in old):
        return str(expression or old)
    names = [one.rpartition("::")[2].strip() for one in data.get_all("Classifier") or [] if one.startswith("License")]
    return " AND ".join(names)


def gpl_only(licence: str) -> bool:
    """Whether a licence leaves no choice but a GPL (an LGPL is not one), so that the package may not travel."""
    choices = re.split(r"\s+OR\s+", licence)
    return all(_GPL.search(choice) and not _LESSER.search(choice) for choice in choices)


def problems(packages: Iterable[Package]) -> list[str]:
    """What forbids to publish a bundle with these packages; empty if nothing does."""
    found = []
    for package in packages:
        if not package.licence:
            found.append(f"{package.name} declares no licence")
        elif gpl_only(package.licence):
            found.append(f"{package.name} is under {package.licence} only")
    return found


def read(distribution: Distribution) -> Package:
    """What a package says of itself, with its licence files."""
    texts = tuple(
        (str(file), Path(str(file.locate())).read_text(encoding="utf-8", errors="replace").strip())
        for file in sorted(distribution.files or [], key=str)
        if _LICENCE_FILE.search(str(file)) and not _NOT_A_TEXT.search(str(file))
    )
    return Package(distribution.metadata["Name"], distribution.version, licence_of(distribution), texts)


def find(name: str, folders: list[str]) -> Distribution | None:
    """The package as it is installed in one of the site-packages ``folders``; None if it is in none."""
    return next(iter(MetadataPathFinder.find_distributions(DistributionFinder.Context(name=name, path=folders))), None)


def installed(names: dict[str, str], folders: list[str]) -> Iterator[Package]:
    """The packages of ``names`` in site-packages ``folders``. Raises LookupError for one of another version."""
    for name, version in names.items():
        found = find(name, folders)
        if found is None or found.version != version:
            raise LookupError(f"{name} {version} is not installed here")
        yield read(found)


def fetch_others(names: dict[str, str], folder: Path) -> None:
    """Unpacks into ``folder`` the packages of ``names`` that this system leaves out (they are pure Python)."""
    lock = (ROOT / "requirements-build.lock").read_text(encoding="utf-8")
    missing = [
        re.sub(r" ; [^\\]*", " ", entry, count=1)
        for entry in entries(lock)
        for name in [entry.partition("==")[0]]
        if name in names and find(name, sys.path) is None
    ]
    if missing:
        wanted = folder / "others.txt"
        wanted.write_text("\n".join(missing), encoding="utf-8")
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*command, "--require-hashes", "--target", str(folder), "-r", str(wanted)], check=True)


def document(packages: list[Package]) -> str:
    """The whole paper: a table, then every text once, headed by the packages that it belongs to."""
    lines = [_HEAD]
    lines += [f"{package.name:28}{package.version:20}{package.licence}" for package in packages]
    owners: dict[str, list[str]] = {}
    for package in packages:
        for _, text in package.texts:
            owners.setdefault(text, []).append(f"{package.name} {package.version}")
    for text, names in owners.items():
        lines += ["", _RULE, ", ".join(dict.fromkeys(names)), _RULE, "", text]
    return "\n".join(line.rstrip() for line in "\n".join(lines).splitlines()) + "\n"


def write() -> list[str]:
    """Writes the paper; returns what forbids to publish."""
    names = shipped(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        fetch_others(names, Path(folder))
        packages = list(installed(names, [*sys.path, folder]))
    TARGET.write_text(document(packages), encoding="utf-8")
    return problems(packages)


def main() -> int:
    found = write()
    print("\n".join(found) or f"{TARGET.name} is written.", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
