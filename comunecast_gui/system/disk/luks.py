# SPDX-License-Identifier: EUPL-1.2
"""Reads from Linux whether every disk under a folder is encrypted: LUKS, or another layer of dm-crypt.

Sources: findmnt(8), lsblk(8) (``--inverse`` shows under a device what it is made of; TYPE ``crypt`` is dm-crypt),
zfs(8) property ``encryption``, btrfs' list of devices in sysfs, ioctl_iflags(2) ``FS_ENCRYPT_FL``. None of them needs
an administrator.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from comunecast_gui.system.disk.disk_state import Ask, DiskState, Protection

PRODUCT = "LUKS"
TOOL_FOLDERS: Sequence[str] = ("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/run/current-system/sw/bin")
"""Where the system keeps its tools: never what PATH says."""
BTRFS = Path("/sys/fs/btrfs")
"""Where the kernel lists the file systems of btrfs, each with its ``devices``."""
_REMOTE = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "ceph", "afs", "fuse.sshfs", "fuse.glusterfs", "davfs"}
)
_ENCRYPTED_FOLDERS = {
    "ecryptfs": "eCryptfs",
    "fuse.gocryptfs": "gocryptfs",
    "fuse.encfs": "EncFS",
    "fuse.cryfs": "CryFS",
    "fuse.securefs": "securefs",
}
"""File systems whose only purpose is to encrypt what is in them."""
_GET_FLAGS = 0x80086601
_ENCRYPTED_FLAG = 0x00000800


def look(folder: str, ask: Ask) -> DiskState:
    """The state of all that ``folder``, an absolute path, is kept on."""
    if _is_encrypted_folder(folder):
        return DiskState(Protection.ON, "fscrypt", folder)
    try:
        source, kind = read_mount(ask((_tool("findmnt"), *_FINDMNT, folder)))
        if kind in _REMOTE or source.startswith("//"):
            return DiskState(Protection.UNKNOWN, PRODUCT, source, remote=True)
        if kind in _ENCRYPTED_FOLDERS:
            return DiskState(Protection.ON, _ENCRYPTED_FOLDERS[kind], source)
        if kind == "zfs":
            told = ask((_tool("zfs"), "get", "-H", "-o", "value", "encryption", source))
            return DiskState(read_dataset(told), "ZFS", source)
        if not source.startswith("/dev/"):
            return DiskState(Protection.UNKNOWN, PRODUCT, source)
        devices = _all_of_btrfs(source) if kind == "btrfs" else [source]
        protection, product = read_tree(ask((_tool("lsblk"), *_LSBLK, *devices)))
    except OSError:
        return DiskState(Protection.UNKNOWN, PRODUCT, folder)
    return DiskState(protection, product, source)


_FINDMNT = ("--json", "--nofsroot", "--output", "SOURCE,FSTYPE", "--target")
_LSBLK = ("--json", "--inverse", "--output", "NAME,TYPE,FSTYPE")


def _all_of_btrfs(source: str) -> Sequence[str]:
    """All devices of the file system that lies on ``source``: findmnt names only one of them."""
    one = Path(source).resolve().name
    for listed in BTRFS.glob("*/devices"):
        names = sorted(device.name for device in listed.iterdir())
        if one in names:
            return [f"/dev/{name}" for name in names]
    return [source]


def read_mount(told: str) -> tuple[str, str]:
    """Source and type of the file system that findmnt names. Raises OSError where it names none."""
    try:
        mount = json.loads(told)["filesystems"][0]
        return str(mount["source"] or ""), str(mount["fstype"] or "")
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise OSError("findmnt") from error


def read_tree(told: str) -> tuple[Protection, str]:
    """Whether each way down to a disk crosses dm-crypt, and which product that is. Raises OSError for another text.

    A volume may lie on several disks, one of them forgotten; and a file that serves as a disk (``loop``) is itself
    somewhere, which this does not tell.
    """
    try:
        ways = [way for device in json.loads(told)["blockdevices"] for way in _ways(device)]
        kinds = [[str(node.get("type")) for node in way] for way in ways]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise OSError("lsblk") from error
    if not kinds:
        return Protection.UNKNOWN, PRODUCT
    if all("crypt" in way for way in kinds):
        named = any(node.get("fstype") == "crypto_LUKS" for way in ways for node in way)
        return Protection.ON, PRODUCT if named else "dm-crypt"
    if any("crypt" not in way and way[-1] != "loop" for way in kinds):
        return Protection.OFF, PRODUCT
    return Protection.UNKNOWN, PRODUCT


def read_dataset(told: str) -> Protection:
    """What ZFS says of a dataset: ``off``, or the cipher."""
    value = told.strip()
    if value in ("", "-"):
        return Protection.UNKNOWN
    return Protection.OFF if value == "off" else Protection.ON


def _ways(device: Mapping[str, Any]) -> Iterator[list[Mapping[str, Any]]]:
    """Each way from a device down to what is under it."""
    below = device.get("children") or ()
    if not below:
        yield [device]
    for child in below:
        for way in _ways(child):
            yield [device, *way]


def _tool(name: str) -> str:
    """Raises OSError where the system has no such tool."""
    for folder in TOOL_FOLDERS:
        path = Path(folder, name)
        if os.access(path, os.X_OK):
            return str(path)
    raise OSError(name)


def _is_encrypted_folder(folder: str) -> bool:
    """Whether the file system itself encrypts this folder (fscrypt), as a home folder may be."""
    if sys.platform != "linux":
        return False
    import fcntl  # of POSIX systems only

    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return False
    try:
        flags = struct.unpack("l", fcntl.ioctl(descriptor, _GET_FLAGS, bytes(struct.calcsize("l"))))[0]
    except OSError:  # a file system without such flags
        return False
    finally:
        os.close(descriptor)
    return bool(flags & _ENCRYPTED_FLAG)
