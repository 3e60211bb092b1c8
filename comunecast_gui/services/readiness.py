# SPDX-License-Identifier: EUPL-1.2
"""Asks each channel whether it could send a notice now, before it is queued, so that a person can decide.

How to use it, from a thread that may wait (the window's queries, a command; :mod:`.preflight` does)::

    found = readiness.look_ahead(workspace, notice.contents)
    unready = [one for one in found.values() if not one.ready]      # why: sentences.of(one.error, queued=False)

Nothing was queued or sent so far. Then a person decides:

- everything is ready: queue the notice with what each channel ``prepared``, so that no upload is made twice;
- **only the ready ones now, the others later**: queue it with ``set_aside``, the names of the channels that the others
  shall not wait for; their rows stay queued until a person resumes the notice. For a notice that is queued already:
  ``workspace.outbox.set_aside(notice_id, channels, now)``, then resume it;
- **wait**: leave the draft alone, or queue it all the same; nothing goes out before each channel is ready. What is
  ``passing`` (a service out of reach) the engine itself waits for, for about a minute;
- **another text** (the generic template): compose anew and ask again.

The engine checks the same again before the first message of a notice, for what has changed meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from comunecast_gui.core.content import Content
from comunecast_gui.core.errors import ConfigError, Misconfigured, SendError, Transient
from comunecast_gui.core.ports import Channel, ChannelFactory
from comunecast_gui.services import wiring
from comunecast_gui.services.wiring import Workspace


@dataclass(frozen=True, slots=True)
class ChannelReadiness:
    """What one channel said. ``error`` tells why it cannot send; its sentence is that of its code under ``[channel]``.

    ``prepared`` is what the channel keeps for the notice: an uploaded file, the template's present price category
    (``category``).
    """

    channel: str
    error: SendError | ConfigError | None = None
    prepared: Mapping[str, str] = field(default_factory=dict)

    @property
    def ready(self) -> bool:
        return self.error is None

    @property
    def code(self) -> str:
        """Why it is not ready, as a word; empty where it is."""
        return self.error.code if self.error else ""

    @property
    def passing(self) -> bool:
        """Whether it may pass by itself: the service is out of reach or asks to wait."""
        return isinstance(self.error, Transient)


def look_ahead(workspace: Workspace, contents: Mapping[str, Content]) -> dict[str, ChannelReadiness]:
    """Gets each channel of ``contents`` (by name) ready as far as it can be: key, rights, number, template, upload.

    Asks all services at the same time, once each, and blocks until they have answered or their time is out. Nothing is
    sent. Raises ConfigError (``database_*``).
    """
    factories = wiring.channel_factories(workspace)
    memories = {name: workspace.outbox.channel_memory(name) for name in contents}
    asked = {name: _ask(factories.get(name), name, content, memories[name]) for name, content in contents.items()}

    async def all_of_them() -> list[tuple[ChannelReadiness, Mapping[str, str]]]:
        return await asyncio.gather(*asked.values())

    answers = asyncio.run(all_of_them())
    for found, memory in answers:
        if dict(memory) != memories[found.channel]:
            workspace.outbox.keep_channel_memory(found.channel, memory)
    return {found.channel: found for found, _ in answers}


class _NoPace:
    """Questions are no messages: nothing has to be spaced."""

    async def wait(self) -> None:
        return None


async def _ask(
    make: ChannelFactory | None, name: str, content: Content, memory: Mapping[str, str]
) -> tuple[ChannelReadiness, Mapping[str, str]]:
    """The channel's answer, and what it remembers for the next time."""
    channel: Channel | None = None
    try:
        if make is None:
            raise Misconfigured("channel_gone", name)
        channel = await asyncio.to_thread(make)
        memory = await channel.open(_NoPace(), memory)
        prepared = await channel.prepare(content, {})
    except (SendError, ConfigError) as error:
        return ChannelReadiness(name, error), memory
    finally:
        if channel is not None:
            await channel.close()
    return ChannelReadiness(name, prepared=dict(prepared)), memory
