# SPDX-License-Identifier: EUPL-1.2
"""A keyring as a desktop has one, without a desktop."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError, PasswordDeleteError

Ring = TypeVar("Ring", bound=KeyringBackend)


class MemoryKeyring(KeyringBackend):
    """A real backend whose vault is a dictionary; with ``worn`` it can be read and no longer written.

    ``reads`` counts how often an entry was asked for.
    """

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.worn = False
        self.reads = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.reads += 1
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.worn:
            raise KeyringError("the vault is read only")
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError(username)


@contextmanager
def in_use(ring: Ring) -> Iterator[Ring]:
    """The program finds its secrets in ``ring``, in place of the system's keyring."""
    before = keyring.get_keyring()
    keyring.set_keyring(ring)
    try:
        yield ring
    finally:
        keyring.set_keyring(before)
