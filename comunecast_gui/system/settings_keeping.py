# SPDX-License-Identifier: EUPL-1.2
"""Keeps new settings in the data folder: the one way for commands, the settings page and the set-up."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from comunecast_gui.core.errors import UserError
from comunecast_gui.system.secrets import SecretName, Secrets
from comunecast_gui.system.settings import office_file
from comunecast_gui.system.settings.values import Settings


def keep(data_dir: Path, fresh: Settings) -> bool:
    """Keeps the settings; they are in force when the office is opened next. Returns whether a password was in them.

    Before that each key in the keyring is bound to the host that the present settings name. A password in the
    database's address goes into the keyring. The file is replaced in one step, and nothing changes where this raises:
    InputError("settings_bad_alert_zone"), ConfigError("keyring_locked" | "no_keyring" | "data_dir_unusable").
    """
    bind_keys(data_dir)
    password = partial(Secrets.of(data_dir, fresh).keep, SecretName.DATABASE_PASSWORD)
    office_file.save(fresh, data_dir, password)
    return office_file.without_password(fresh)[1] != ""


def bind_keys(data_dir: Path) -> None:
    """Before other settings come: a key that the keyring has for no host yet belongs to that of the present ones.

    Raises ConfigError("keyring_locked" | "no_keyring").
    """
    try:
        present = office_file.load(data_dir)
    except UserError:  # no settings, or none that a key was ever used with
        return
    Secrets.of(data_dir, present).bind()
