# SPDX-License-Identifier: EUPL-1.2
"""The streets of the step *Ente*: those that are known, those in a file, and keeping them."""

from __future__ import annotations

from pathlib import Path

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.regular_file import read_bytes
from comunecast_gui.core.setup import street_list
from comunecast_gui.core.setup.street_list import StreetEntry, StreetsFound
from comunecast_gui.services.setup.setup_folder import SetupFolder
from comunecast_gui.system import paths
from comunecast_gui.system.settings import street_file
from comunecast_gui.system.spreadsheet_reader import read_table

_MOST_BYTES = 64 * 1024 * 1024
"""Of an extract of OpenStreetMap; that of a town has a few million bytes."""
_EXAMPLE = "Calcinaia"


class StreetSetup:
    """Reads and keeps lists of streets."""

    def __init__(self, folder: SetupFolder) -> None:
        self._folder = folder

    def known(self, office: str) -> tuple[StreetEntry, ...]:
        """The streets that notices of this office are compared with now."""
        found = street_file.of_office(self._folder.data_dir, office)
        return street_list.entries_of(found) if found else ()

    def example(self) -> tuple[StreetEntry, ...]:
        """A few streets of Calcinaia, as an example of how a list is written."""
        found = street_file.of_office(paths.resource(), _EXAMPLE)
        return street_list.entries_of(found)[:5] if found else ()

    def read(self, path: Path) -> StreetsFound:
        """The streets in a file: the town's own table (CSV, XLSX) or an extract of OpenStreetMap (JSON, .osm).

        Raises InputError("setup_streets_file" | "setup_no_streets"); nothing is kept.
        """
        try:
            found = self._read(path)
        except (InputError, OSError):
            raise InputError("setup_streets_file", file=path.name) from None
        if not found.streets:
            raise InputError("setup_no_streets", file=path.name)
        return found

    def keep(self, office: str, streets: tuple[StreetEntry, ...]) -> None:
        """Keeps the office's own list, where it differs from what is known. Raises ConfigError("data_dir_unusable")."""
        if set(streets) == set(self.known(office)):
            return
        before = street_file.of_office(self._folder.data_dir, office)
        localities = {one.name: one.locality for one in streets}
        aliases = {other: name for other, name in (before.aliases if before else {}).items() if name in localities}
        street_file.keep(self._folder.data_dir, localities, aliases)

    @staticmethod
    def _read(path: Path) -> StreetsFound:
        begins = read_bytes(path, _MOST_BYTES).lstrip()[:1] if path.suffix.lower() != ".xlsx" else b""
        if begins in (b"{", b"<"):
            return street_list.from_openstreetmap(read_bytes(path, _MOST_BYTES))
        table = read_table(path)
        return street_list.from_table(table.headers, [row for _, row in table.rows])
