# SPDX-License-Identifier: EUPL-1.2
"""How safe an office's data is: the dates of its last backups, and of the last proof that somebody can open one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

PROOF_EVERY = timedelta(days=365)
"""The office proves once a year that it still has the recovery words: paper gets lost, people leave."""


@dataclass(frozen=True, slots=True)
class Safekeeping:
    """Dates in UTC; None: never.

    ``here`` is the last backup in the data folder, ``elsewhere`` the last one that a person made, ``proven`` the last
    time that somebody opened a backup with the recovery words from paper. ``elsewhere_file`` is the name of that file,
    ``on_server`` when somebody last noted a copy of the database server; None for an archive in the data folder.
    """

    here: datetime | None
    elsewhere: datetime | None
    proven: datetime | None
    elsewhere_file: str = ""
    on_server: datetime | None = None

    @property
    def last(self) -> datetime | None:
        """The date of the newest backup."""
        return max((at for at in (self.here, self.elsewhere) if at), default=None)

    def proof_is_due(self, now: datetime) -> bool:
        """Whether nobody has proven the recovery words within the last year."""
        return self.proven is None or now - self.proven > PROOF_EVERY


@dataclass(frozen=True, slots=True)
class OpenedBackup:
    """The backup that was opened for the proof; ``people`` counts its subscribers."""

    file: str
    made_at: datetime
    people: int
