# SPDX-License-Identifier: EUPL-1.2
"""A pipe, device, socket or folder in a file's place is refused at once."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.regular_file import open_regular, read_bytes, read_text, refuse_irregular

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither pipes nor devices among its files")


def refused(path: Path) -> bool:
    with pytest.raises(InputError) as caught:
        open_regular(path)
    with pytest.raises(InputError):
        refuse_irregular(path)
    return caught.value.code == "not_a_file" and caught.value.values["file"] == str(path)


@posix
@pytest.mark.timeout(5)
def test_a_pipe_that_nobody_writes_into_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "coda")
    (tmp_path / "link").symlink_to(tmp_path / "coda")
    assert refused(tmp_path / "coda")
    assert refused(tmp_path / "link")


@posix
@pytest.mark.timeout(5)
def test_a_device_is_refused_at_once() -> None:
    for device in ("/dev/zero", "/dev/null", "/dev/tty"):
        if Path(device).exists():
            assert refused(Path(device))


@posix
def test_a_socket_and_a_folder_are_refused(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s"))
        assert refused(tmp_path / "s")
    assert refused(tmp_path)


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "avviso.toml"
    path.write_bytes("\ufeffuno\r\ndue\r".encode())
    assert read_bytes(path) == "\ufeffuno\r\ndue\r".encode()
    assert read_text(path, "utf-8-sig") == "uno\ndue\n"
    with open_regular(path) as file:
        assert file.read(3) == b"\xef\xbb\xbf"


def test_a_missing_file_may_be_written_but_not_read(tmp_path: Path) -> None:
    refuse_irregular(tmp_path / "nuovo")
    with pytest.raises(FileNotFoundError):
        open_regular(tmp_path / "nuovo")
