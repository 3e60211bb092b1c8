# SPDX-License-Identifier: EUPL-1.2
"""Remembers in a data folder which computer it is at home on, and where, so that a copy of it is known as one."""

from __future__ import annotations

import json
import logging
import os
import platform
from pathlib import Path

from comunecast_gui.core.atomic_file import replace_text
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.regular_file import read_text
from comunecast_gui.system.whereabouts import machine_mark

FILE_NAME = "home.json"
_MOST_BYTES = 16 * 1024
logger = logging.getLogger(__name__)


def copied_from(data_dir: Path) -> str | None:
    """What the computer is called that this folder was copied from, or was moved from by hand; None: it is at home.

    A folder that says nothing, as those of former versions, is at home; so is one of a system that has no id, as long
    as it lies where it lay. Never raises.
    """
    try:
        kept = json.loads(read_text(data_dir / FILE_NAME, most=_MOST_BYTES))
        machine, folder, name = (str(kept[entry]) for entry in ("machine", "folder", "name"))
    except (OSError, InputError, ValueError, KeyError, TypeError, RecursionError):
        return None
    here = machine_mark.here()
    elsewhere = machine != here if machine and here else False
    return name or "?" if elsewhere or folder != _place(data_dir) else None


def settle(data_dir: Path) -> None:
    """This computer is the folder's home from now on. Raises OSError."""
    kept = {"machine": machine_mark.here(), "folder": _place(data_dir), "name": platform.node()}
    replace_text(data_dir / FILE_NAME, json.dumps(kept) + "\n")


def settle_anew(data_dir: Path) -> None:
    """The same, where the folder has no home yet. Never raises: without one, nobody asks."""
    if not (data_dir / FILE_NAME).exists():
        try:
            settle(data_dir)
        except OSError as error:
            logger.warning("Where the data folder is at home is not kept: %s", error.strerror)


def _place(data_dir: Path) -> str:
    return os.path.normcase(data_dir.resolve())
