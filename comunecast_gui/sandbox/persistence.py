# SPDX-License-Identifier: EUPL-1.2
"""Lets a sandbox that was killed go on where it was: as Meta, it forgets no message it took and no webhook it owes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from comunecast_gui.sandbox.citizen_phones import Phone, PhoneMessage, Phones
from comunecast_gui.sandbox.graph_state import GraphState


class Memory:
    """A file with a line for each thing that happened, written before anybody is told of it.

    A killed process loses nothing that it wrote; a line that it was just writing is dropped.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        path.touch()
        whole = path.read_bytes()
        kept = whole[: whole.rfind(b"\n") + 1]
        if kept != whole:
            path.write_bytes(kept)
        self._file = path.open("a", encoding="utf-8")
        self._held: list[str] | None = None

    def recall(self, graph: GraphState, phones: Phones) -> None:
        """Brings back what the file holds."""
        for line in self._path.read_text(encoding="utf-8").splitlines():
            noted: dict[str, Any] = json.loads(line)
            graph.counter = noted["counter"]
            if "webhook" in noted:
                graph.webhooks.append(noted["webhook"])
            elif "delivered" in noted:
                graph.delivered = noted["delivered"]
            elif "wrote" in noted:
                phones.get(noted["number"]).last_wrote = noted["wrote"]
            else:
                message = PhoneMessage(**{**noted["message"], "buttons": tuple(noted["message"]["buttons"])})
                phones.get(noted["number"]).messages.append(message)

    def message(self, graph: GraphState, phone: Phone, message: PhoneMessage) -> None:
        """Notes a message that a phone shows."""
        self._note(graph, number=phone.number, message=asdict(message))

    def wrote(self, graph: GraphState, phone: Phone) -> None:
        """Notes when a citizen last wrote."""
        self._note(graph, number=phone.number, wrote=phone.last_wrote)

    def webhook(self, graph: GraphState, change: dict[str, Any]) -> None:
        """Notes a change that has to be pushed."""
        self._note(graph, webhook=change)

    def delivered(self, graph: GraphState) -> None:
        """Notes how many changes were pushed."""
        self._note(graph, delivered=graph.delivered)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Within this everything is noted at the end and at once: a kill leaves all of it or nothing."""
        self._held = []
        try:
            yield
        finally:
            self._file.write("".join(self._held))
            self._file.flush()
            self._held = None

    def _note(self, graph: GraphState, **values: Any) -> None:
        line = json.dumps({"counter": graph.counter, **values}) + "\n"
        if self._held is not None:
            self._held.append(line)
            return
        self._file.write(line)
        self._file.flush()

    def close(self) -> None:
        self._file.close()
