# SPDX-License-Identifier: EUPL-1.2
"""The person dialog's services: all data held about a person, and the check of the consent ledger."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from comunecast_gui.core.model import Office
from comunecast_gui.core.ports import Clock
from comunecast_gui.core.report.dossier import Dossier
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.store.consent.dossier import Dossiers
from comunecast_gui.store.db.database import Database
from comunecast_gui.system import dossier_file


@dataclass(frozen=True, slots=True)
class DossierService:
    """Every method may take long, and raises InputError or ConfigError. ``who`` signs the audit log."""

    database: Database
    clock: Clock
    office: Office
    sentences: Sentences
    who: str

    def person(self, subscriber: int) -> Dossier:
        """All that is held about a subscriber; that it was read is written in the audit log."""
        return Dossiers(self.database).by_id(subscriber, self.who, self.clock.now())

    def save(self, dossier: Dossier, path: Path) -> None:
        """Writes the dossier as ``.pdf`` or ``.json``. Raises InputError("person_export" | "export_unwritable")."""
        dossier_file.write(path, dossier, self.office)
