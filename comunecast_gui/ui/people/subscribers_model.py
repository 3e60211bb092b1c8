# SPDX-License-Identifier: EUPL-1.2
"""The model of the subscribers table, which reads page after page so that 150,000 people cost no wait."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QPixmap

from comunecast_gui.core.model import SubscriberState
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.store.consent.subscribers import EVERYBODY, Filter, StateCounts, SubscriberRow
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import OfficeInfo, PeopleServices
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.line_table import Index, Line, LinesModel

PAGE = 200
_COLUMNS = 4
_MOST_AGAIN = 5_000
"""So many rows are read again when somebody joined; who scrolled further starts from the top."""


class SubscribersModel(LinesModel):
    """Rows that match a search and a state, page after page."""

    loaded = Signal()
    """A page has arrived, also an empty one."""
    counted = Signal(object)
    """How many people match in all, by state: ``StateCounts``."""

    def __init__(
        self,
        ops: Ops,
        info: OfficeInfo,
        services: PeopleServices,
        headers: tuple[str, ...],
        draw: Callable[[str], QPixmap] | None = None,
    ) -> None:
        """A fifth header is that of what people chose to receive."""
        super().__init__(headers, draw=draw)
        self._choices = len(headers) > _COLUMNS
        self._ops = ops
        self._info = info
        self._services = services
        self._zone = timezone_of(info.office)
        self._wanted = EVERYBODY
        self._asked = 0
        self._limit = PAGE
        self._more = False
        self._busy = False

    @property
    def busy(self) -> bool:
        """Whether a page is being read."""
        return self._busy

    def look_for(self, wanted: Filter) -> None:
        """Shows the rows that match: the first of them, or as many as are shown, where the same was looked for."""
        self._limit = max(PAGE, min(len(self.lines), _MOST_AGAIN)) if wanted == self._wanted else PAGE
        self._wanted = wanted
        self._asked += 1
        asked, call = self._asked, partial(self._services.subscribers.look, wanted, self._limit)
        self._busy = True
        self._ops.query(self, call, lambda found: self._on_first(asked, *found))

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802 - Qt's name
        return not parent.isValid() and self._more and not self._busy

    def fetchMore(self, parent: Index) -> None:  # noqa: N802 - Qt's name
        if self.canFetchMore(parent) and self.lines:
            self._read(after=self.lines[-1].id)

    def _read(self, after: int) -> None:
        self._busy = True
        call = partial(self._services.subscribers.page, self._wanted, after, PAGE)
        asked = self._asked
        self._ops.query(self, call, lambda rows: self._on_page(asked, after, rows))

    def _on_first(self, asked: int, rows: Sequence[SubscriberRow], counts: StateCounts) -> None:
        if asked == self._asked:
            self._on_page(asked, 0, rows)
            self.counted.emit(counts)

    def _on_page(self, asked: int, after: int, rows: Sequence[SubscriberRow]) -> None:
        if asked != self._asked:
            return
        self._busy = False
        self._more = len(rows) == (PAGE if after else self._limit)
        lines = [self._line(row) for row in rows]
        if after:
            self.append(lines)
        else:
            self.set_lines(lines)
        self.loaded.emit()

    def _line(self, row: SubscriberRow) -> Line:
        gone = row.state is SubscriberState.LEFT
        phone = row.phone or (self.tr("number erased") if gone else "-")
        wants = ("" if gone else labels.wants_words(row.wants, self._info.office.offer),) if self._choices else ()
        cells = (phone, labels.subscriber_word(row.state), labels.moment(row.since, self._zone), row.source, *wants)
        return Line(row.id, cells, {0: labels.spoken_number(phone)}, {1: labels.SUBSCRIBER_SIGNS[row.state]})
