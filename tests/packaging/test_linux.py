# SPDX-License-Identifier: EUPL-1.2
"""The Linux packages hold what they should, owned by nobody in particular, and come out the same twice."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import bundle
import icons
import linux
import pytest
from PySide6.QtWidgets import QApplication

_TOOLS = ("dpkg-deb", "objdump", "xz", "tar", "gzip")
pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or any(shutil.which(tool) is None for tool in _TOOLS),
    reason="made with the tools of a Debian-like system",
)
_EPOCH = "1700000000"


@pytest.fixture
def packed(root: Path, tmp_path: Path, qapp: QApplication) -> linux.Packed:
    """A frozen folder in miniature: a real program, and a licence."""
    folder = tmp_path / "frozen" / bundle.NAME
    (folder / "_internal" / "licences").mkdir(parents=True)
    shutil.copy("/bin/true", folder / bundle.COMMAND)
    (folder / "_internal" / "licences" / "LICENSE").write_text("EUPL", encoding="utf-8")
    (folder / "_internal" / "libx.so").symlink_to("libx.so.1")
    icons.draw(root / "resources" / "icons" / "comunecast.svg", tmp_path / "made")
    made = bundle.Made(tmp_path / "made", tmp_path / "made" / "comunecast.ico")
    return linux.Packed(root, folder, made, "1.2.3", _EPOCH)


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_the_archive(packed: linux.Packed, tmp_path: Path) -> None:
    archive = packed.tar(tmp_path, tmp_path / "tar")
    assert archive.name == "ComuneCast-1.2.3-linux-x86_64.tar.xz"
    with tarfile.open(archive) as opened:
        members = {member.name: member for member in opened}
    assert {member.uid for member in members.values()} == {0}
    assert {member.mtime for member in members.values()} == {int(_EPOCH)}
    top = "ComuneCast-1.2.3"
    for name in ("comunecast", "installa.sh"):
        assert members[f"{top}/{name}"].mode & 0o111, name
    for name in (
        "_internal/licences/LICENSE",
        "share/applications/comunecast.desktop",
        "share/man/man1/comunecast.1.gz",
    ):
        assert members[f"{top}/{name}"].isfile()
    assert members[f"{top}/_internal/libx.so"].issym()
    first = digest(archive)
    assert digest(packed.tar(tmp_path, tmp_path / "again")) == first


def test_the_debian_package(packed: linux.Packed, tmp_path: Path) -> None:
    package = packed.deb(tmp_path, tmp_path / "deb")
    assert package.name == "comunecast_1.2.3_amd64.deb"

    def ask(*arguments: str) -> str:
        return subprocess.run(["dpkg-deb", *arguments], capture_output=True, text=True, check=True).stdout

    fields = dict(
        line.split(": ", 1) for line in ask("--field", str(package)).splitlines() if ": " in line and line[0] != " "
    )
    assert (fields["Package"], fields["Version"], fields["Architecture"]) == ("comunecast", "1.2.3", "amd64")
    assert "libegl1" in fields["Depends"]
    assert "@" not in fields["Depends"]
    listing = ask("--contents", str(package)).splitlines()
    assert {line.split()[1] for line in listing} == {"root/root"}
    names = {line.split()[5].removeprefix("./"): line for line in listing}
    assert names["usr/bin/comunecast"].endswith("-> ../lib/comunecast/comunecast")
    assert names["usr/lib/comunecast/comunecast"].startswith("-rwxr-xr-x")
    for name in ("doc/comunecast/copyright", "doc/comunecast/THIRD-PARTY-LICENSES.txt", "man/man1/comunecast.1.gz"):
        assert names[f"usr/share/{name}"].startswith("-rw-r--r--")
    assert "usr/share/metainfo/it.comunecast.gui.metainfo.xml" in names
    assert len([name for name in names if name.endswith("apps/comunecast.png")]) == len(icons.LINUX_SIZES)
    first = digest(package)
    assert digest(packed.deb(tmp_path, tmp_path / "again")) == first


def test_the_glibc_that_a_program_needs_is_read_from_it(tmp_path: Path) -> None:
    shutil.copy("/bin/true", tmp_path)
    (tmp_path / "text.txt").write_text("GLIBC_9.99", encoding="utf-8")
    major, minor = linux.newest_glibc(tmp_path).split(".")
    assert int(major) == 2
    assert 17 <= int(minor) < 99
