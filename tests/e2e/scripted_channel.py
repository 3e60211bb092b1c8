# SPDX-License-Identifier: EUPL-1.2
"""A channel whose answers are written down beforehand, and what tests of the engine do with it."""

from __future__ import annotations

import asyncio
import itertools
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from comunecast_gui.core.changes import Event, LaneProgress
from comunecast_gui.core.content import Content, TelegramPost, TemplateMessage
from comunecast_gui.core.delivery.engine import Engine
from comunecast_gui.core.delivery.pace import Pace
from comunecast_gui.core.errors import SendError
from comunecast_gui.core.model import Priority, SubscriberState
from comunecast_gui.core.ports import ALL_ROWS, Accepted, Claim, NewNotice, Pacer, Scope
from comunecast_gui.store.db import schema
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.delivery.outbox import SqlOutbox
from comunecast_gui.system.clock import SystemClock

WHATSAPP, TELEGRAM = "whatsapp", "telegram:principale"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
FAST = Pace(0.001)
Answer = SendError | None


@dataclass
class ScriptedChannel:
    """Answers each send with the next line of its recipient's script; without a script it accepts."""

    name: str = WHATSAPP
    concurrency: int = 8
    scripts: dict[str, list[Answer]] = field(default_factory=dict)
    opening: list[Answer] = field(default_factory=list)
    latency: float = 0.002
    sent: list[tuple[float, str, int]] = field(default_factory=list)
    on_send: Callable[[Claim], None] | None = None
    opened: int = 0
    preparing: dict[str, list[Answer]] = field(default_factory=dict)
    """How getting ready for a text ends, one answer for each try; without an entry it is ready."""
    uploads: dict[str, float] = field(default_factory=dict)
    """Seconds that getting ready for a text takes."""
    prepared: list[tuple[float, str]] = field(default_factory=list)

    async def open(self, pacer: Pacer, memory: Mapping[str, str]) -> Mapping[str, str]:
        self.opened += 1
        error = self.opening.pop(0) if self.opening else None
        if error:
            raise error
        return {"opened": "yes"}

    async def prepare(self, content: Content, memory: Mapping[str, str]) -> Mapping[str, str]:
        text = content.text if isinstance(content, TemplateMessage) else ""
        await asyncio.sleep(self.uploads.get(text, 0.0))
        script = self.preparing.get(text)
        error = script.pop(0) if script else None
        if error:
            raise error
        self.prepared.append((time.monotonic(), text))
        return {"prepared": str(int(memory.get("prepared", 0)) + 1)}

    async def send(self, claim: Claim, content: Content, memory: Mapping[str, str]) -> Accepted:
        self.sent.append((time.monotonic(), claim.recipient, claim.notice))
        if self.on_send:
            self.on_send(claim)
        await asyncio.sleep(self.latency)
        script = self.scripts.get(claim.recipient) or self.scripts.get("*")
        error = script.pop(0) if script else None
        if error:
            raise error
        return Accepted(f"id-{claim.delivery}-{claim.attempt}")

    def cancel(self) -> None: ...

    async def close(self) -> None: ...

    @property
    def recipients(self) -> list[str]:
        return [recipient for _, recipient, _ in self.sent]


def subscribe(database: Database, count: int) -> list[str]:
    """``count`` active people; returns their numbers."""
    numbers = [f"39333{n:07d}" for n in range(count)]
    with database.writing() as connection:
        connection.execute(
            schema.subscriber.insert(),
            [{"wa_id": number, "state": SubscriberState.ACTIVE, "since": NOW} for number in numbers],
        )
    return numbers


_drafts = itertools.count()


WATER = "Manca l'acqua a Fornacette"


def queue(
    outbox: SqlOutbox, *channels: str, priority: Priority = Priority.NORMAL, text: str = WATER, **more: object
) -> int:
    """Queues a notice on these channels, or on WhatsApp; returns its id."""
    contents: dict[str, Content] = {
        WHATSAPP: TemplateMessage("avviso_v1", "it", (("dove", "a Fornacette"),), text),
        TELEGRAM: TelegramPost("<b>Manca l'acqua</b>", "Manca l'acqua"),
    }
    return outbox.enqueue(
        NewNotice(
            draft_uuid=f"draft-{next(_drafts)}",
            category="generico",
            priority=priority,
            title="Manca l'acqua",
            text="Manca l'acqua",
            at=datetime.now(UTC),
            contents={name: contents[name] for name in channels or (WHATSAPP,)},
            **more,  # type: ignore[arg-type]
        )
    )


def engine_of(
    outbox: SqlOutbox,
    *channels: ScriptedChannel,
    pace: Pace = FAST,
    events: list[Event] | None = None,
    patience: float = math.inf,
) -> Engine:
    emit = events.append if events is not None else lambda event: None
    made = {channel.name: partial(_same, channel) for channel in channels}
    return Engine(outbox, made, SystemClock(), emit, dict.fromkeys(made, pace), patience)


def _same(channel: ScriptedChannel) -> ScriptedChannel:
    return channel


def send(engine: Engine, scope: Scope = ALL_ROWS) -> dict[str, LaneProgress]:
    async def bounded() -> dict[str, LaneProgress]:
        return await asyncio.wait_for(engine.run(scope), 20)

    return asyncio.run(bounded())


def states(outbox: SqlOutbox, notice: int, channel: str = WHATSAPP) -> dict[str, int]:
    return {state: count for state, count in outbox.counts(notice)[channel].items() if count}
