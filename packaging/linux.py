# SPDX-License-Identifier: EUPL-1.2
"""Packs the Linux bundle: an archive for whoever has no administrator, a .deb for whoever has one."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import bundle
import icons

MOST_UNPACKED, MOST_PACKED = 160, 50
"""Megabytes that a bundle may have. They were 150 and 45 before pictures were decoded (Pillow: 7 MB unpacked) and the
recovery words printed (fpdf2 with fontTools: 4 MB)."""
_PAPERS = Path(__file__).parent / "linux"
_DESCRIPTION = f"{bundle.IDENTIFIER}.metainfo.xml"


def add_papers(folder: Path, work: Path) -> None:
    """Adds the licences of the system's libraries that PyInstaller took into the bundle (its list is in ``work``)."""
    target = folder / "_internal" / "licences" / "system"
    target.mkdir(parents=True, exist_ok=True)
    for package in sorted(_packages(_libraries(work / "COLLECT-00.toc"))):
        paper = Path("/usr/share/doc", package, "copyright")
        if paper.is_file():
            shutil.copyfile(paper, target / f"{package}.txt")


def _libraries(listing: Path) -> list[str]:
    """The system's libraries in the bundle, by their real paths."""
    entries = ast.literal_eval(listing.read_text(encoding="utf-8"))[0]
    paths = {str(Path(source).resolve()) for _, source, kind in entries if kind == "BINARY" and source.startswith("/")}
    return sorted(path for path in paths if path.startswith(("/usr/lib/", "/lib/")))


def _packages(paths: list[str]) -> set[str]:
    """The Debian packages that own the files; none where the system has no dpkg."""
    if not paths or shutil.which("dpkg-query") is None:
        return set()
    # On a system with a merged /usr the package may have the library under /lib.
    both = [*paths, *(path.removeprefix("/usr") for path in paths)]
    command = ["dpkg-query", "--search", *both]
    listing = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return set(re.findall(r"^([^:,\s]+)(?::\w+)?: /", listing, re.MULTILINE))


def newest_glibc(folder: Path) -> str:
    """The oldest glibc that every program and library in the folder can live with, such as ``2.34``."""
    needed = [(2, 17)]
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink() and path.read_bytes()[:4] == b"\x7fELF":
            listing = subprocess.run(["objdump", "-p", str(path)], capture_output=True, text=True, check=True).stdout
            needed += [(int(major), int(minor)) for major, minor in re.findall(r"GLIBC_(\d+)\.(\d+)", listing)]
    return ".".join(str(part) for part in max(needed))


@dataclass(frozen=True, slots=True)
class Packed:
    """One frozen folder on its way into the two packages."""

    root: Path
    folder: Path
    made: bundle.Made
    version: str
    epoch: str
    """Seconds since 1970 that every file in a package carries."""

    def tar(self, target: Path, work: Path) -> Path:
        """Writes the archive with the program, its menu entry and the script that puts both into a home."""
        top = work / f"{bundle.NAME}-{self.version}"
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(self.folder, top, symlinks=True)
        self._share(top / "share")
        shutil.copy(_PAPERS / "installa.sh", top)
        archive = target / f"{bundle.NAME}-{self.version}-linux-x86_64.tar.xz"
        command = ["tar", "--sort=name", f"--mtime=@{self.epoch}", "--owner=0", "--group=0", "--numeric-owner"]
        command += ["--use-compress-program=xz --x86 --lzma2=preset=9e", "-C", str(work), "-cf", str(archive), top.name]
        subprocess.run(command, check=True)
        return archive

    def deb(self, target: Path, work: Path) -> Path:
        """Writes the Debian package: the program in /usr/lib, a name in /usr/bin, menu entry, icons, manual page."""
        shutil.rmtree(work, ignore_errors=True)
        usr = work / "usr"
        program = usr / "lib" / bundle.COMMAND
        shutil.copytree(self.folder, program, symlinks=True)
        (usr / "bin").mkdir(parents=True)
        (usr / "bin" / bundle.COMMAND).symlink_to(f"../lib/{bundle.COMMAND}/{bundle.COMMAND}")
        self._share(usr / "share")
        documents = usr / "share" / "doc" / bundle.COMMAND
        documents.mkdir(parents=True)
        for paper in (_PAPERS / "copyright", self.root / "LICENSE", self.root / "THIRD-PARTY-LICENSES.txt"):
            shutil.copy(paper, documents)
        for path in work.rglob("*"):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        size = sum(path.stat().st_size for path in work.rglob("*") if path.is_file() and not path.is_symlink())
        (work / "DEBIAN").mkdir(mode=0o755)
        control = self._filled(_PAPERS / "control.in", KILOBYTES=str(size // 1024), GLIBC=newest_glibc(self.folder))
        (work / "DEBIAN" / "control").write_text(control, encoding="utf-8")
        package = target / f"{bundle.COMMAND}_{self.version}_amd64.deb"
        # dpkg-deb gives SOURCE_DATE_EPOCH to every file that is younger (dpkg-deb: Environment).
        command = [
            "env",
            f"SOURCE_DATE_EPOCH={self.epoch}",
            "dpkg-deb",
            "--root-owner-group",
            "-Zxz",
            "-z9",
            "-Sextreme",
            "--build",
        ]
        subprocess.run([*command, work, package], check=True, stdout=subprocess.DEVNULL)
        return package

    def _share(self, share: Path) -> None:
        """Menu entry, software-centre description, manual page and icons below ``share``."""
        for place, name in (("applications", "comunecast.desktop"), ("metainfo", _DESCRIPTION)):
            (share / place).mkdir(parents=True, exist_ok=True)
            (share / place / name).write_text(self._filled(_PAPERS / name), encoding="utf-8")
        manual = share / "man" / "man1"
        manual.mkdir(parents=True)
        page = self._filled(_PAPERS / "comunecast.1").encode()
        packed = subprocess.run(["gzip", "-9n"], input=page, capture_output=True, check=True).stdout
        (manual / "comunecast.1.gz").write_bytes(packed)
        for size in icons.LINUX_SIZES:
            folder = share / "icons" / "hicolor" / f"{size}x{size}" / "apps"
            folder.mkdir(parents=True)
            shutil.copy(self.made.folder / f"comunecast-{size}.png", folder / "comunecast.png")
        scalable = share / "icons" / "hicolor" / "scalable" / "apps"
        scalable.mkdir(parents=True)
        shutil.copy(self.root / "resources" / "icons" / "comunecast.svg", scalable)

    def _filled(self, template: Path, **more: str) -> str:
        date = datetime.fromtimestamp(int(self.epoch), UTC).date().isoformat()
        text = template.read_text(encoding="utf-8")
        for key, value in {"VERSION": self.version, "DATE": date, **more}.items():
            text = text.replace(f"@{key}@", value)
        return text
