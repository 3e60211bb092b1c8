# SPDX-License-Identifier: EUPL-1.2
"""Installs the Linux packages in a bare Debian, uses them there as two people without a network, and removes them.

The bare system is a folder made by debootstrap, which needs root; without root only the archive is tried, here.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from screen import screen
from steps import output, require, say, size_of, step

_RELEASE = "trixie"
_PATIENCE = 180
_ACCENTS = "Ufficio stampa è qui"
_PEOPLE = ("anna", "bruno")
_SUBSCRIBERS = "30"
_OFFICE = """\
[office]
name = "Comune di Prova"
localities = ["Prova"]
phone = "0587 265442"
email = "ufficio@comune.example.it"
privacy_url = "https://www.comune.example.it/privacy"
timezone = "Europe/Rome"
alert_zone = "Tosc-A4"

[telegram]
[[telegram.channels]]
name = "principale"
chat = "@prova"
"""
_APPSTREAM = ["appstreamcli", "validate", "--no-net", "--override=url-homepage-missing=info"]
_INSIDE = """\
set -eu
root=$1; shift
mount -t proc proc "$root/proc"
mount --bind /dev/null "$root/dev/null"
mkdir -p "$root/tmp/.X11-unix"
if [ -d /tmp/.X11-unix ]; then mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"; fi
if ip link set lo up 2>/dev/null; then :; fi
exec chroot "$@"
"""
"""Enters the bare system with the few mounts that it needs; they vanish with the process's own mount namespace."""


@dataclass(frozen=True, slots=True)
class Bare:
    """A system with nothing but its base, in a folder."""

    root: Path

    def command(self, *arguments: str, user: str = "", network: bool = False, **variables: str) -> list[str]:
        """The command line that runs ``arguments`` inside, as ``user`` (default: root), without a network."""
        home = f"/home/{user}" if user else "/root"
        who = [f"--userspec={user}:{user}"] if user else []
        values = {"HOME": home, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", **variables}
        inside = [*who, str(self.root), "env", "-i", "-C", home, *(f"{key}={value}" for key, value in values.items())]
        apart = ["unshare", "--mount", "--propagation", "private", *(() if network else ("--net",))]
        return [*apart, "sh", "-c", _INSIDE, "sh", str(self.root), *inside, *arguments]

    def run(self, *arguments: str, user: str = "", network: bool = False, **variables: str) -> str:
        """Runs to the end; returns what was printed. Raises Failed for a status other than 0."""
        done = self.try_(*arguments, user=user, network=network, **variables)
        require(done.returncode == 0, f"{' '.join(arguments)}: {output(done)}")
        return done.stdout

    def try_(
        self, *arguments: str, user: str = "", network: bool = False, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        command = self.command(*arguments, user=user, network=network, **variables)
        return subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)

    def files(self, word: str) -> list[str]:
        """Paths with ``word`` in their name outside the homes."""
        listing = self.run("find", "/", "-xdev", "-path", "/home", "-prune", "-o", "-iname", f"*{word}*", "-print")
        return [line for line in listing.splitlines() if line]


def check(archive: Path, package: Path, work: Path) -> None:
    """Everything that can be tried on this machine. Raises Failed."""
    _papers(package)
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        say("== left out: the installation in a bare Debian needs root and debootstrap")
        with step("the archive, here"):
            _archive_here(archive, work / "unpacked")
        return
    bare = Bare(work / "bare")
    with step(f"a bare Debian ({_RELEASE})"):
        _debootstrap(bare.root, work)
    with step("install the .deb with what it asks for"):
        shutil.copy(package, bare.root / "srv")
        install = ("apt-get", "install", "-y", "-q", "--no-install-recommends", f"/srv/{package.name}")
        bare.run("apt-get", "update", "-q", network=True)
        bare.run(*install, network=True, DEBIAN_FRONTEND="noninteractive")
        for person in _PEOPLE:
            bare.run("useradd", "--create-home", "--user-group", person)
        say(f"   installed {bare.run('dpkg-query', '-W', '-f', '${db:Status-Status} ${Version}', 'comunecast')}")
    with step("healthcheck and guided tour as two people, without a network and without a keyring"):
        for person in _PEOPLE:
            _healthcheck(bare, person)
            _tour(bare, person)
    with step("an office without its secrets is told what is missing"):
        _missing_secret(bare)
    with step("a folder with spaces and accents, without an administrator"):
        _in_a_home(bare, archive)
    with step("the window on a screen"):
        _window(bare, work)
    with step("purge"):
        bare.run("apt-get", "purge", "-y", "-q", "comunecast", DEBIAN_FRONTEND="noninteractive")
        left = [path for path in bare.files("comunecast") if not path.startswith(("/srv/", "/var/log/", "/proc/"))]
        require(not left, f"left behind by the purge: {left}")
        kept = bare.root / "home" / _PEOPLE[0] / ".local" / "share" / "ComuneCast" / "office.toml"
        require(kept.is_file(), "the purge took the office's data")
        say("   nothing is left but the people's own data")
    shutil.rmtree(bare.root)


def _papers(package: Path) -> None:
    """What Debian's own judges say; each where it is installed."""
    with step("Debian's judges"):
        unpacked = package.parent.parent / "build" / "linux" / "deb" / "usr" / "share"
        judges = (
            ["desktop-file-validate", str(unpacked / "applications" / "comunecast.desktop")],
            [*_APPSTREAM, str(unpacked / "metainfo" / "it.comunecast.gui.metainfo.xml")],
            ["man", "--warnings", "-l", str(unpacked / "man" / "man1" / "comunecast.1.gz")],
        )
        for command in judges:
            if shutil.which(command[0]) is None:
                say(f"   left out: {command[0]} is not installed")
                continue
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            warned = command[0] == "man" and done.stderr.strip()
            require(done.returncode == 0 and not warned, f"{command[0]}: {output(done)}")


def _debootstrap(root: Path, work: Path) -> None:
    """A fresh bare system; its base is kept packed, so that a second check starts at once."""
    shutil.rmtree(root, ignore_errors=True)
    base = work / f"{_RELEASE}.tar"
    if not base.exists():
        command = ["debootstrap", "--variant=minbase", _RELEASE, str(root)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        require(done.returncode == 0, f"debootstrap: {output(done)}")
        part = base.with_suffix(".part")
        subprocess.run(["tar", "-C", root, "-cf", part, "--exclude=./dev/*", "."], check=True)
        part.rename(base)
    else:
        root.mkdir(parents=True)
        subprocess.run(["tar", "-C", root, "-xf", base], check=True)
    for name in ("null", "zero", "urandom", "random"):
        (root / "dev" / name).touch()
    # The way to the archive may lead through this machine's proxy or mirror.
    for place in ("etc/resolv.conf", "etc/apt/apt.conf.d"):
        _take_over(Path("/") / place, root / place)


def _take_over(source: Path, target: Path) -> None:
    if source.is_dir():
        for file in source.iterdir():
            if "proxy" in file.name:
                shutil.copy(file, target / file.name)
    elif source.exists():
        shutil.copy(source, target)


def _healthcheck(bare: Bare, person: str, *program: str) -> None:
    told = json.loads(bare.run(*(program or ("comunecast",)), "healthcheck", "--json", user=person))
    say(f"   {person}: healthcheck {json.dumps(told, ensure_ascii=False)[:160]}")


def _tour(bare: Bare, person: str, *program: str) -> None:
    arguments = ("demo", "--headless", "--subscribers", _SUBSCRIBERS, "--json")
    told = json.loads(bare.run(*(program or ("comunecast",)), *arguments, user=person).splitlines()[-1])
    require(len(told["notices"]) >= 2, f"the tour sent too little: {told}")
    rates = ", ".join(f"{notice['category']} {notice['per_second']}/s" for notice in told["notices"])
    say(f"   {person}: tour {rates}")


def _missing_secret(bare: Bare) -> None:
    (bare.root / "home" / _PEOPLE[0] / "office.toml").write_text(_OFFICE, encoding="utf-8")
    bare.run("comunecast", "configure", "office.toml", user=_PEOPLE[0])
    done = bare.try_("comunecast", "healthcheck", user=_PEOPLE[0])
    require(done.returncode in {1, 2}, f"a missing token went unseen: {output(done)}")
    require("Traceback" not in done.stderr, f"a missing token is not told in a sentence: {output(done)}")
    say(f"   status {done.returncode}: {done.stdout.strip().splitlines()[-1]}")


def _in_a_home(bare: Bare, archive: Path) -> None:
    person = _PEOPLE[1]
    folder = f"/home/{person}/{_ACCENTS}"
    shutil.copy(archive, bare.root / "home" / person)
    bare.run("mkdir", folder, user=person)
    bare.run("apt-get", "install", "-y", "-q", "--no-install-recommends", "xz-utils", network=True)
    bare.run("tar", "-C", folder, "-xf", archive.name, user=person)
    top = f"{folder}/{archive.name.removesuffix('-linux-x86_64.tar.xz')}"
    _healthcheck(bare, person, f"{top}/comunecast", "--data-dir", f"{folder}/dati più belli")
    _tour(bare, person, f"{top}/comunecast")
    bare.run(f"{top}/installa.sh", user=person)
    _healthcheck(bare, person, f"/home/{person}/.local/bin/comunecast")
    bare.run(f"/home/{person}/.local/lib/comunecast/installa.sh", "--rimuovi", user=person)
    left = bare.run("find", f"/home/{person}/.local", "-iname", "*comunecast*", "-not", "-path", "*/share/ComuneCast*")
    require(not left.strip(), f"left behind in the home: {left}")


def _window(bare: Bare, work: Path) -> None:
    with screen() as shown:
        command = bare.command("comunecast", "--demo", user=_PEOPLE[0], DISPLAY=shown.display, QT_QPA_PLATFORM="xcb")
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as program:
            try:
                seconds = shown.until_drawn(program, _PATIENCE)
                picture = work / "window.png"
                shown.settled().save(str(picture))
                say(f"   drawn after {seconds:.1f} s: {picture}")
            finally:
                program.terminate()


def _archive_here(archive: Path, folder: Path) -> None:
    target = folder / _ACCENTS
    shutil.rmtree(folder, ignore_errors=True)
    target.mkdir(parents=True)
    subprocess.run(["tar", "-C", target, "-xf", archive], check=True)
    (top,) = target.iterdir()
    arguments = ["demo", "--headless", "--subscribers", _SUBSCRIBERS]
    for words in (["healthcheck", "--data-dir", str(target / "dati")], arguments):
        done = subprocess.run([top / "comunecast", *words], capture_output=True, text=True, check=False)
        require(done.returncode == 0, f"{words[0]}: {output(done)}")
    say(f"   {size_of(top):.1f} MB")
