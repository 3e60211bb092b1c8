# SPDX-License-Identifier: EUPL-1.2
"""Everything that one sandbox remembers, and the lock that lets tests look at it from another thread."""

from __future__ import annotations

import threading
from pathlib import Path

from comunecast_gui.sandbox.citizen_phones import Phones
from comunecast_gui.sandbox.clock import SandboxClock
from comunecast_gui.sandbox.config import SandboxConfig
from comunecast_gui.sandbox.faults import Faults
from comunecast_gui.sandbox.graph_state import GraphState
from comunecast_gui.sandbox.journal import Journal
from comunecast_gui.sandbox.persistence import Memory
from comunecast_gui.sandbox.telegram_state import TelegramState


class SandboxState:
    """The parts of a sandbox. Whoever reads or writes them holds ``lock``."""

    __slots__ = ("clock", "config", "faults", "graph", "journal", "lock", "memory", "phones", "telegram")

    def __init__(self, config: SandboxConfig) -> None:
        self.config = config
        self.lock = threading.RLock()
        self.clear()
        self.memory = Memory(Path(config.memory_file)) if config.memory_file else None
        if self.memory:
            self.memory.recall(self.graph, self.phones)

    def clear(self) -> None:
        """Forget everything but the configuration."""
        self.clock = SandboxClock()
        self.journal = Journal()
        self.faults = Faults()
        self.phones = Phones()
        self.telegram = TelegramState.of(self.config)
        self.graph = GraphState.of(self.config)
