# SPDX-License-Identifier: EUPL-1.2
"""What the window is given to work with, named in one place so that nothing is reached by another way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from comunecast_gui.core.categories import Catalogue
from comunecast_gui.core.changes import Event
from comunecast_gui.core.checks import CheckContext
from comunecast_gui.core.content import Content
from comunecast_gui.core.engine import Engine
from comunecast_gui.core.model import DeliveryState, Draft, Office, SubscriberState
from comunecast_gui.core.ports import Clock, Outbox
from comunecast_gui.core.sentences import Sentences

if TYPE_CHECKING:
    from comunecast_gui.core.dispatch import Composed
    from comunecast_gui.store.notices import DeliveryRow, NoticeRow, UnknownRow
    from comunecast_gui.store.subscribers import SubscriberRow


class Notices(Protocol):
    """Reads and corrects what was sent."""

    def latest(self, limit: int, before: int | None = None) -> Sequence[NoticeRow]: ...

    def get(self, notice: int) -> NoticeRow: ...

    def contents(self, notice: int) -> Mapping[str, Content]: ...

    def fields(self, notice: int) -> Mapping[str, Any]: ...

    def deliveries(
        self,
        notice: int,
        states: Sequence[DeliveryState] = (),
        channel: str | None = None,
        limit: int = 500,
        offset: int = 0,
    ) -> Sequence[DeliveryRow]: ...

    def retry_failed(self, notice: int, channel: str | None, now: datetime) -> int: ...

    def cancel(self, notice: int) -> int: ...

    def unknown(self) -> Sequence[UnknownRow]: ...

    def settle(self, delivery: int, word: str, now: datetime) -> None: ...


class Subscribers(Protocol):
    """Reads and changes who receives."""

    def page(
        self, text: str = "", state: SubscriberState | None = None, after: int = 0, limit: int = 200
    ) -> Sequence[SubscriberRow]: ...

    def count(self, text: str = "", state: SubscriberState | None = None) -> int: ...

    def counts_by_state(self) -> Mapping[SubscriberState, int]: ...

    def reveal(self, subscriber: int, who: str) -> str: ...

    def leave(self, subscriber: int, now: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row of a file that would not be imported, and why."""

    row: int
    value: str
    reason: str
    warning: bool = False


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do, or did."""

    added: int
    already: int
    left_before: int
    problems: tuple[RefusedRow, ...]

    @property
    def refused(self) -> int:
        return sum(not problem.warning for problem in self.problems)

    @property
    def warned(self) -> int:
        return sum(problem.warning for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Table:
    """A file with subscribers: its headers, its rows, and the column that looks like the numbers' (or None)."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    column: int | None


class Importer(Protocol):
    """Brings in subscribers from a file; every method may take long and raises InputError."""

    def read(self, path: Path) -> Table: ...

    def run(self, table: Table, column: int, source: str, *, accept_warned: bool, dry_run: bool) -> ImportPreview: ...

    def add(self, number: str, source: str) -> None:
        """Adds one person by hand; ``source`` says where the consent was noted."""
        ...


@dataclass(frozen=True, slots=True)
class Cost:
    """What a notice costs on WhatsApp and what it would have cost by SMS, in euro, as they are shown."""

    whatsapp: str
    sms: str
    sms_parts: int


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything the window needs; whoever starts the program puts it together.

    ``audience`` gives the number of people per channel where it is known, ``per_second`` the allowed pace of a
    channel. ``context`` reads what the checks compare with (it may take long); ``compose`` renders and checks.
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
    streets: tuple[str, ...]
    resources: Path
    make_engine: Callable[[Callable[[Event], None]], Engine]
    sending_lock: Callable[[], AbstractContextManager[object]]
    compose: Callable[[Draft, datetime, CheckContext], Composed]
    context: Callable[[], CheckContext]
    audience: Callable[[], Mapping[str, int]]
    cost: Callable[[Composed, int], Cost]
    per_second: Callable[[str], float]
    waiting: Callable[[], Mapping[int, int]]
    channel_titles: Mapping[str, str]
    version: str
    who: str = ""
    training: bool = False
    open_logs: Callable[[], Iterable[Path]] = tuple
