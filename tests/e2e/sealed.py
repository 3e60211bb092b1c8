# SPDX-License-Identifier: EUPL-1.2
"""Opens the sealed copies of an office in the tests, as only its key can."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from comunecast_gui.core.trust.office_key import OfficeKey
from comunecast_gui.store.restore import seal
from tests.conftest import OFFICE_KEY

KEY = OfficeKey.parse(OFFICE_KEY).derived("backup")


def opened(data: bytes) -> bytes:
    """What is inside a sealed copy: the bytes of a zip file."""
    return b"".join(seal.opened(io.BytesIO(data), KEY, "copy"))


def members(path: Path) -> dict[str, bytes]:
    """The files in a sealed copy."""
    with zipfile.ZipFile(io.BytesIO(opened(path.read_bytes()))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
