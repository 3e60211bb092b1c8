# SPDX-License-Identifier: EUPL-1.2
"""What each system's own tools say of a disk is read as it is meant, and anything else is "unknown", never "encrypted".

The outputs were recorded or are documented: lsblk and findmnt of util-linux 2.41 (the plain disk of a virtual machine;
LUKS below LVM as Ubuntu's installer makes it), ``diskutil info -plist`` of macOS 10.15 with FileVault, the words of
``fdesetup status``, and the numbers of Windows' ``System.Volume.BitLockerProtection``.
"""

from __future__ import annotations

import json
import plistlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from comunecast_gui.system.disk import bitlocker, disk_encryption, disk_state, filevault, luks
from comunecast_gui.system.disk.disk_state import DiskState, Protection

Answers = dict[str, str]


def answering(answers: Answers, asked: list[Sequence[str]] | None = None) -> Callable[[Sequence[str]], str]:
    """A system whose tools say these things; a tool that is not there is missing."""

    def ask(command: Sequence[str]) -> str:
        if asked is not None:
            asked.append(command)
        name = command[0].replace("\\", "/").rpartition("/")[2]
        if name not in answers:
            raise OSError(name)
        return answers[name]

    return ask


# Linux

MOUNT = """{
   "filesystems": [
      {
         "source": "/dev/vda",
         "fstype": "ext4"
      }
   ]
}
"""
PLAIN = """{
   "blockdevices": [
      {
         "name": "vda",
         "type": "disk",
         "fstype": null
      }
   ]
}
"""


def device(name: str, kind: str, fstype: str | None = None, *below: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "type": kind, "fstype": fstype, **({"children": list(below)} if below else {})}


def tree(*devices: dict[str, Any]) -> str:
    return json.dumps({"blockdevices": list(devices)})


def mount(source: str, kind: str) -> str:
    return json.dumps({"filesystems": [{"source": source, "fstype": kind}]})


SDA3 = device("sda3", "part", "crypto_LUKS", device("sda", "disk"))
SDB1 = device("sdb1", "part", "LVM2_member", device("sdb", "disk"))
UBUNTU = tree(device("ubuntu--vg-ubuntu--lv", "lvm", "ext4", device("dm_crypt-0", "crypt", "LVM2_member", SDA3)))


@pytest.fixture(autouse=True)
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tools are where luks looks for them, whatever this computer has."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in ("findmnt", "lsblk", "zfs"):
        (folder / name).write_text("#!/bin/sh\n", encoding="ascii")
        (folder / name).chmod(0o755)
    monkeypatch.setattr(luks, "TOOL_FOLDERS", (str(folder),))


@pytest.mark.parametrize(
    ("told", "protection", "product"),
    [
        (PLAIN, Protection.OFF, "LUKS"),
        (UBUNTU, Protection.ON, "LUKS"),
        (tree(device("root", "crypt", "btrfs", SDA3)), Protection.ON, "LUKS"),
        # Plain dm-crypt, and volumes of VeraCrypt and BitLocker that cryptsetup opened, have no header of LUKS.
        (
            tree(device("tc", "crypt", "ext4", device("sdb1", "part", None, device("sdb", "disk")))),
            Protection.ON,
            "dm-crypt",
        ),
        # A volume on two disks of which one was forgotten.
        (
            tree(device("vg-data", "lvm", "xfs", device("luks-1", "crypt", "LVM2_member", SDA3), SDB1)),
            Protection.OFF,
            "LUKS",
        ),
        (
            tree(device("md0", "raid1", "ext4", SDB1, device("sdc1", "part", None, device("sdc", "disk")))),
            Protection.OFF,
            "LUKS",
        ),
        # A file that serves as a disk is itself on a disk, which lsblk does not tell; inside LUKS that does not matter.
        (tree(device("loop0", "loop", "ext4")), Protection.UNKNOWN, "LUKS"),
        (tree(device("home", "crypt", "ext4", device("loop0", "loop", "crypto_LUKS"))), Protection.ON, "LUKS"),
    ],
)
def test_linux_each_way_down_to_a_disk_has_to_cross_a_cipher(told: str, protection: Protection, product: str) -> None:
    found = luks.look("/no/such/folder", answering({"findmnt": MOUNT, "lsblk": told}))
    assert found == DiskState(protection, product, "/dev/vda")


@pytest.mark.parametrize(
    ("members", "listed", "protection"),
    [
        (("sda3",), "/dev/sda3", Protection.ON),
        (("sda3", "sdb1"), "/dev/sda3 /dev/sdb1", Protection.OFF),
        ((), "/dev/sda3", Protection.ON),
    ],
)
def test_linux_btrfs_is_looked_at_on_all_its_disks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, members: Sequence[str], listed: str, protection: Protection
) -> None:
    """findmnt names one disk of several, as mountinfo does; the kernel lists them all."""
    other, ours = tmp_path / "0a" / "devices", tmp_path / "5f" / "devices"
    for folder, names in ((other, ("sdz9",)), (ours, members)):
        folder.mkdir(parents=True)
        for name in names:
            (folder / name).touch()
    monkeypatch.setattr(luks, "BTRFS", tmp_path)
    trees = {"/dev/sda3": device("sda3", "crypt", "btrfs", SDA3), "/dev/sdb1": SDB1}
    asked: list[str] = []

    def ask(command: Sequence[str]) -> str:
        if command[0].endswith("findmnt"):
            return mount("/dev/sda3", "btrfs")
        asked.extend(word for word in command if word.startswith("/dev/"))
        return tree(*(trees[word] for word in asked))

    assert luks.look("/no/such/folder", ask) == DiskState(protection, "LUKS", "/dev/sda3")
    assert " ".join(asked) == listed


@pytest.mark.parametrize(
    ("source", "kind", "state"),
    [
        ("nas:/uffici", "nfs4", DiskState(Protection.UNKNOWN, "LUKS", "nas:/uffici", remote=True)),
        ("//nas/uffici", "cifs", DiskState(Protection.UNKNOWN, "LUKS", "//nas/uffici", remote=True)),
        (
            "/home/.ecryptfs/anna/.Private",
            "ecryptfs",
            DiskState(Protection.ON, "eCryptfs", "/home/.ecryptfs/anna/.Private"),
        ),
        ("overlay", "overlay", DiskState(Protection.UNKNOWN, "LUKS", "overlay")),
        ("tmpfs", "tmpfs", DiskState(Protection.UNKNOWN, "LUKS", "tmpfs")),
        ("rpool/USERDATA/anna", "zfs", DiskState(Protection.ON, "ZFS", "rpool/USERDATA/anna")),
    ],
)
def test_linux_other_places_for_a_folder(source: str, kind: str, state: DiskState) -> None:
    answers = {"findmnt": mount(source, kind), "zfs": "aes-256-gcm\n"}
    assert luks.look("/no/such/folder", answering(answers)) == state


def test_linux_zfs_says_off_and_says_nothing() -> None:
    assert [luks.read_dataset(told) for told in ("off\n", "-\n", "")] == [
        Protection.OFF, Protection.UNKNOWN, Protection.UNKNOWN,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "told", ["", "null", "[]", "{}", '{"blockdevices": 7}', '{"blockdevices": [7]}', "x" * 100_000]
)
def test_linux_anything_else_is_unknown(told: str) -> None:
    assert luks.look("/x", answering({"findmnt": MOUNT, "lsblk": told})).protection is Protection.UNKNOWN
    assert luks.look("/x", answering({"findmnt": told, "lsblk": UBUNTU})).protection is Protection.UNKNOWN
    assert luks.look("/x", answering({})).protection is Protection.UNKNOWN


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux itself")
def test_linux_this_computer_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # the tools of this computer
    found = disk_encryption.look(tmp_path)
    assert found.protection in Protection
    assert found.volume


# macOS

DF = """Filesystem   512-blocks      Used Available Capacity  Mounted on
/dev/disk1s1  489825072 240034560 242990080    50%    /System/Volumes/Data
"""
VOLUME = {
    "APFSContainerReference": "disk1",
    "DeviceIdentifier": "disk1s1",
    "DeviceNode": "/dev/disk1s1",
    "Encryption": True,
    "FileVault": True,
    "FilesystemType": "apfs",
    "Internal": True,
    "Locked": False,
    "MountPoint": "/System/Volumes/Data",
    "VolumeName": "Macintosh HD - Data",
}


def plist(**changes: Any) -> str:
    return plistlib.dumps({**VOLUME, **changes}).decode()


def on_macos(volume: str, status: str = "FileVault is On.\n", df: str = DF) -> DiskState:
    return filevault.look("/Users/anna", answering({"df": df, "diskutil": volume, "fdesetup": status}))


def test_macos_filevault_counts_and_not_the_cipher_of_the_chip() -> None:
    assert on_macos(plist()) == DiskState(Protection.ON, "FileVault", "/dev/disk1s1")
    assert on_macos(plist(FileVault=False)).protection is Protection.OFF  # Encryption stays true on a T2 and an M1
    assert on_macos(plist(FileVault=False, Encryption=False)).protection is Protection.OFF


@pytest.mark.parametrize(
    "status",
    [
        "FileVault is On.\nEncryption in progress: Percent completed = 31.2\n",
        "FileVault is Off.\nDecryption in progress: Percent completed = 73\n",
        "FileVault is On.\nEncryption in progress: Pending\n",
    ],
)
def test_macos_a_disk_that_is_being_encrypted_is_not_yet(status: str) -> None:
    assert on_macos(plist(), status).protection is Protection.UNDER_WAY


def test_macos_asks_about_the_volume_of_the_folder() -> None:
    asked: list[Sequence[str]] = []
    filevault.look("/Volumes/Dati", answering({"df": DF.replace("disk1s1", "disk6s2"), "diskutil": plist()}, asked))
    assert asked[:2] == [("/bin/df", "-P", "/Volumes/Dati"), ("/usr/sbin/diskutil", "info", "-plist", "/dev/disk6s2")]


@pytest.mark.parametrize(
    "volume", ["", "no plist", plist(FileVault="Yes"), plistlib.dumps([1]).decode(), "<plist>" * 500]
)
def test_macos_anything_else_is_unknown(volume: str) -> None:
    assert on_macos(volume).protection is Protection.UNKNOWN
    assert on_macos(plist(), df="").protection is Protection.UNKNOWN
    away = on_macos(plist(), df=DF.replace("/dev/disk1s1 ", "//anna@nas/uffici "))
    assert (away.protection, away.remote) == (Protection.UNKNOWN, True)


# Windows


@pytest.mark.parametrize(
    ("told", "protection"),
    [
        ("1\r\n", Protection.ON),
        ("2\r\n", Protection.OFF),
        ("3\r\n", Protection.UNDER_WAY),
        ("4\r\n", Protection.UNDER_WAY),
        ("5\r\n", Protection.SUSPENDED),
        ("6\r\n", Protection.ON),
        ("0\r\n", Protection.OFF),
        ("7\r\n", Protection.OFF),
        ("8\r\n", Protection.SUSPENDED),
        ("\r\n", Protection.UNKNOWN),  # a drive of the network
        ("", Protection.UNKNOWN),
        ("Accesso negato.\r\n", Protection.UNKNOWN),
        ("11\r\n", Protection.UNKNOWN),
    ],
)
def test_windows_the_number_of_the_padlock(told: str, protection: Protection) -> None:
    found = bitlocker.look(r"D:\Uffici\ComuneCast", answering({"powershell.exe": told}))
    assert found == DiskState(protection, "BitLocker", "D:")


def test_windows_asks_about_the_drive_and_nothing_else_gets_into_the_script() -> None:
    asked: list[Sequence[str]] = []
    folder = "\\\\?\\c:\\Users\\O'Brien'); Remove-Item x; ('"
    bitlocker.look(folder, answering({"powershell.exe": "1"}, asked))
    [[program, *_, script]] = asked
    assert program.endswith(r"System32\WindowsPowerShell\v1.0\powershell.exe")
    assert "NameSpace('C:\\')" in script
    assert "Remove-Item" not in script


def test_windows_a_folder_on_another_computer_is_not_asked_about() -> None:
    found = bitlocker.look(r"\\nas\uffici\ComuneCast", answering({"powershell.exe": "1"}))
    assert (found.protection, found.remote) == (Protection.UNKNOWN, True)


# How they are asked


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_a_tool_that_fails_or_is_missing_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = tmp_path / "tool"
    tool.write_text('#!/bin/sh\necho "$LC_ALL $1"\nexit ${2:-0}\n', encoding="ascii")
    tool.chmod(0o755)
    assert disk_state.ask((str(tool), "x")) == "C x\n"
    for command in ((str(tool), "x", "1"), (str(tmp_path / "none"),)):
        with pytest.raises(OSError, match=r".+"):
            disk_state.ask(command)
    tool.write_text("#!/bin/sh\nexec sleep 60\n", encoding="ascii")
    monkeypatch.setattr(disk_state, "_PATIENCE_SECONDS", 0.2)
    with pytest.raises(OSError, match="timed out"):
        disk_state.ask((str(tool),))
