# SPDX-License-Identifier: EUPL-1.2
"""What the window is given to work with, named in one place so that nothing is reached by another way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from comunecast_gui.core.categories import Catalogue
from comunecast_gui.core.changes import Changed, Event
from comunecast_gui.core.checks import CheckContext
from comunecast_gui.core.costs import Rates
from comunecast_gui.core.model import ChannelKind, Office, SubscriberState, kind_of
from comunecast_gui.core.ports import Clock, NewNotice, Outbox, Sender
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.store.notices import Notices
from comunecast_gui.store.subscribers import Subscribers
from comunecast_gui.ui.importer import Importer


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything the window needs; whoever starts the program puts it together.

    ``context`` reads what the checks compare with, ``followers`` the number of people per Telegram channel where it
    is known, and ``enqueue`` keeps a notice's files and queues it; all are called in a thread. ``per_second`` is the
    allowed pace of each channel. ``never_again``
    are the codes of failures that a retry would only repeat. ``who`` signs what is written in the audit log. ``news``
    are what other workstations changed since it was asked last; None where nobody else works on the database.
    """

    catalogue: Catalogue
    office: Office
    sentences: Sentences
    clock: Clock
    outbox: Outbox
    notices: Notices
    subscribers: Subscribers
    importer: Importer
    channels: tuple[str, ...]
    resources: Path
    rates: Rates
    per_second: Mapping[str, float]
    enqueue: Callable[[NewNotice], int]
    make_engine: Callable[[Callable[[Event], None]], Sender]
    sending_lock: Callable[[], AbstractContextManager[object]]
    context: Callable[[], CheckContext]
    version: str
    channel_titles: Mapping[str, str] = field(default_factory=dict)
    followers: Callable[[], Mapping[str, int]] = dict
    never_again: frozenset[str] = frozenset()
    news: Callable[[], Sequence[Changed]] | None = None
    language: str = "it"
    who: str = ""
    training: bool = False

    def audience(self) -> dict[str, int]:
        """People per channel, where the number is known."""
        active = self.subscribers.count(state=SubscriberState.ACTIVE)
        people = {name: active for name in self.channels if kind_of(name) is ChannelKind.WHATSAPP}
        return people | dict(self.followers())

    def waiting(self) -> dict[int, int]:
        """The notices with queued rows and how many each."""
        found: dict[int, int] = {}
        for channel in self.channels:
            for notice, count in self.outbox.waiting(channel).items():
                found[notice] = found.get(notice, 0) + count
        return found
