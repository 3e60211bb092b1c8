# SPDX-License-Identifier: EUPL-1.2
"""The data folder of an office that is being set up: its settings, its keys, and what was typed and not yet kept."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from comunecast_gui.core.atomic_file import replace_text
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.regular_file import read_text
from comunecast_gui.services import wiring
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.services.workstation import settings_change
from comunecast_gui.system.secrets import SecretName, Secrets
from comunecast_gui.system.settings import office_file
from comunecast_gui.system.settings.edits import Changes
from comunecast_gui.system.settings.values import Settings

_FILE = "setup.json"
_MOST_BYTES = 256 * 1024
_LONGEST = 200_000
"""Characters of all that is kept: the names of a large town's streets have about half as many."""
_NOTED = "noted"
_ENTRIES = "entries"


class SetupFolder:
    """One data folder, with or without settings in it; usable from several threads.

    Keys never pass through here into a file: they go to :class:`~comunecast_gui.system.secrets.Secrets`. What a step
    keeps with :meth:`keep_entries` is what a person typed and would have to type again; a step gives it no key and no
    person's number.
    """

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self._lock = threading.RLock()

    def settings(self) -> Settings | None:
        """The settings, None if there are none yet. Raises InputError (``settings_...``) if the file is wrong."""
        try:
            return office_file.load(self.data_dir)
        except ConfigError as error:
            if error.code != "not_configured":
                raise
            return None

    def configured(self) -> Settings:
        """The settings. Raises ConfigError("setup_office_first") before the step *Ente*, InputError as `settings`."""
        found = self.settings()
        if found is None:
            raise ConfigError("setup_office_first")
        return found

    def secrets(self) -> Secrets:
        """The keys of this folder, each bound to the host that the settings name."""
        found = self.settings()
        return Secrets.of(self.data_dir, found) if found else Secrets(self.data_dir)

    def has_key(self, name: SecretName) -> bool:
        """Whether there is a key for the host that the settings name. Raises ConfigError("keyring_locked")."""
        return self.secrets().state(name).present

    def change(self, changes: Changes, *, first: bool = False) -> Settings:
        """Changes entries of ``office.toml`` in one step, and returns the settings that are kept now.

        ``first``: also where there are none yet; only the step *Ente* may, because every office has a name.
        Raises ConfigError("setup_office_first") and as :func:`.settings_change.change`; then nothing is changed.
        """
        with self._lock:
            if not first:
                self.configured()
            return settings_change.change(self.data_dir, changes)

    @contextmanager
    def workspace(self) -> Iterator[Workspace]:
        """The office, open for as long as the block lasts.

        Raises ConfigError("setup_office_first") and what :func:`.wiring.open_workspace` raises.
        """
        self.configured()
        with wiring.open_workspace(self.data_dir) as opened:
            yield opened

    # -- what was typed, and what was proven --------------------------------------------------------------------------

    def entries(self, step: str) -> Mapping[str, str]:
        """What was typed in a step and is not part of the settings yet."""
        found = self._read().get(_ENTRIES, {}).get(step, {})
        return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}

    def keep_entries(self, step: str, entries: Mapping[str, str]) -> None:
        """Keeps what is typed, in place of what was; without entries nothing is kept. Never raises: it is a help."""
        with self._lock:
            data = self._read()
            kept = data.setdefault(_ENTRIES, {})
            kept.pop(step, None)
            if entries and sum(map(len, entries.values())) <= _LONGEST:
                kept[step] = dict(entries)
            self._write(data)

    def noted(self, name: str) -> str:
        """What was noted under this name, an empty text if nothing was: that a check passed, for one."""
        found = self._read().get(_NOTED, {}).get(name, "")
        return found if isinstance(found, str) else ""

    def note(self, name: str, value: str) -> None:
        """Notes something that holds until it is noted otherwise. Never raises: a check can be made again."""
        with self._lock:
            data = self._read()
            data.setdefault(_NOTED, {})[name] = value
            self._write(data)

    def _read(self) -> dict[str, dict[str, Any]]:
        """What the file holds; a file that somebody damaged holds nothing."""
        with self._lock:
            try:
                data = json.loads(read_text(self.data_dir / _FILE, "utf-8", _MOST_BYTES))
            except (OSError, ValueError, RecursionError, InputError):
                return {}
        if not isinstance(data, dict):
            return {}
        return {name: part for name, part in data.items() if isinstance(part, dict)}

    def _write(self, data: Mapping[str, object]) -> None:
        try:
            replace_text(self.data_dir / _FILE, json.dumps(data, ensure_ascii=False))
        except OSError:
            return
