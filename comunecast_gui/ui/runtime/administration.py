# SPDX-License-Identifier: EUPL-1.2
"""The settings page's services: read a settings file, keep it, examine the office, write its papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from comunecast_gui.core.report.health import Condition
from comunecast_gui.core.trust.safekeeping import OpenedBackup, Safekeeping
from comunecast_gui.core.work.long_work import Work
from comunecast_gui.system import settings_keeping
from comunecast_gui.system.secrets import KeyState, SecretName, Secrets
from comunecast_gui.system.settings import office_file
from comunecast_gui.system.settings.edits import Changes
from comunecast_gui.system.settings.values import Settings
from comunecast_gui.ui.runtime.backup_services import BackupServices
from comunecast_gui.ui.runtime.relocation import Relocation


class ProvesWords(Protocol):
    """Opens the newest backup with words; None where there is none to open. Raises InputError and ConfigError."""

    def __call__(self, text: str, /, *, work: Work) -> OpenedBackup | None: ...


@dataclass(frozen=True, slots=True)
class Administration:
    """The settings in force, and where they live. Every method may take long.

    ``examine`` looks at every part of program and office, ``vet`` asks the services about settings that are not in
    force yet, and raises InputError for what they refuse. ``secrets`` is None in training, where nothing is kept.
    """

    settings: Settings
    data_dir: Path
    examine: Callable[[], tuple[Condition, ...]]
    secrets: Secrets | None
    keys: tuple[SecretName, ...]
    vet: Callable[[Settings], None] = lambda _: None
    subscribe: Callable[[], str] | None = None
    """Lets the office hear what citizens write, and says what of that is proven; None without WhatsApp."""
    write_papers: Callable[[Path], object] | None = None
    """Writes the data protection papers into a folder. Raises InputError("papers_taken" | "papers_unwritable")."""
    safekeeping: Callable[[], Safekeeping] | None = None
    """The dates of the last backups and of the last proof of the recovery words; None in training."""
    prove_words: ProvesWords | None = None
    """Opens the newest backup with the words typed from paper; raises InputError for other words. None in training."""

    key_paper: Callable[[], tuple[tuple[str, ...], str]] | None = None
    """The office key as words and as text, for the paper; that somebody looked is written down. None in training.

    Raises ConfigError (``office_key_*``).
    """
    enter_key: Callable[[str], None] | None = None
    """Keeps the office key that was typed from paper. Raises InputError and ConfigError. None in training."""

    change: Callable[[Changes], Settings] | None = None
    """Changes entries of the settings file, and returns what is kept then; asks Telegram about a channel that is new.

    Raises InputError (``settings_*``, "chat_not_channel", "channel_has_queued") and ConfigError. None in training.
    """
    queued: Callable[[], Mapping[str, int]] = dict
    """The notices that wait for each Telegram channel, by its name in the settings. Raises ConfigError."""

    relocation: Relocation | None = None
    """Moving to another computer; None in training."""

    copies: BackupServices = field(default_factory=BackupServices)
    """Making backups and putting one back; nothing of it in training."""

    def kept(self) -> Settings:
        """The settings as they are in the file now. Raises InputError and ConfigError as ``office_file.load`` does."""
        return office_file.load(self.data_dir)

    def read(self, path: Path) -> Settings:
        """The settings of a file, checked whole. Raises InputError (``settings_*``, and what ``vet`` raises)."""
        fresh = office_file.parse(path)
        self.vet(fresh)
        return fresh

    def keep(self, fresh: Settings) -> None:
        """Keeps them for the next start. Raises ConfigError("data_dir_unusable" | "keyring_locked" | "no_keyring")."""
        if self.secrets:
            settings_keeping.keep(self.data_dir, fresh)
        else:
            office_file.save(fresh, self.data_dir)

    def key_states(self) -> tuple[KeyState, ...]:
        """Whether each key that the office needs is there. Raises ConfigError("keyring_locked")."""
        if self.secrets is None:
            return tuple(KeyState(name, present=True) for name in self.keys)
        return tuple(self.secrets.state(name) for name in self.keys)
