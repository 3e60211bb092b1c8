# SPDX-License-Identifier: EUPL-1.2
"""The towns' certified mail and official site, as the public register IndicePA has them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from comunecast_gui.core.errors import ConfigError

FILE_NAME = "contacts.csv"


@dataclass(frozen=True, slots=True)
class TownContact:
    """``mail`` is a certified address (PEC), ``site`` a host name; each may be empty."""

    mail: str = ""
    site: str = ""


NOTHING = TownContact()


@cache
def load(folder: Path) -> Mapping[str, TownContact]:
    """Reads ``contacts.csv``: Istat's code -> contact. Nothing is known where a copy of the program came without it.

    Raises ConfigError("resource_file").
    """
    try:
        with (folder / FILE_NAME).open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(line for line in file if not line.startswith("#")))[1:]
        return {istat: TownContact(mail, site) for istat, mail, site in rows}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, csv.Error) as error:
        raise ConfigError("resource_file", file=FILE_NAME, reason=str(error)) from error
