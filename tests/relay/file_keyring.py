# SPDX-License-Identifier: EUPL-1.2
"""A keyring in a file, so that the processes of a test share it and a kill finds it whole."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

PLACE = "FILE_KEYRING"
"""The environment variable with the file's path."""
_SLOWNESS = 0.01
"""Seconds that a real keyring takes to store a secret; a kill may fall into them."""


class FileKeyring(KeyringBackend):
    """Stores secrets in the file that ``FILE_KEYRING`` names."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        return _read().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        time.sleep(_SLOWNESS)
        _write({**_read(), f"{service}/{username}": password})
        time.sleep(_SLOWNESS)

    def delete_password(self, service: str, username: str) -> None:
        kept = _read()
        if kept.pop(f"{service}/{username}", None) is None:
            raise PasswordDeleteError(username)
        _write(kept)


def _path() -> Path:
    return Path(os.environ[PLACE])


def _read() -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads(_path().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return found


def _write(secrets: dict[str, str]) -> None:
    unfinished = _path().with_suffix(f".{os.getpid()}")
    unfinished.write_text(json.dumps(secrets), encoding="utf-8")
    unfinished.replace(_path())
