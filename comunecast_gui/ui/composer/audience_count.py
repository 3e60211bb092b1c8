# SPDX-License-Identifier: EUPL-1.2
"""Shows how many people a notice would reach beside its channels, and updates it with zones and category."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject

from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.model import kind_of
from comunecast_gui.store.delivery.notices import NoticeRow
from comunecast_gui.ui.composer.writing_page import WritingPage
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import ComposingServices, OfficeInfo


class AudienceCount(QObject):
    """Counts off the UI thread; the answer to an older question is not shown."""

    def __init__(
        self, ops: Ops, info: OfficeInfo, services: ComposingServices, page: WritingPage, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._ops = ops
        self._services = services
        self._page = page
        self._offer = info.office.offer
        self._category = ""
        self._asked: tuple[tuple[str, ...], str] = (), ""
        self._followed = 0
        self.followed_topic = ""
        """The topic of the notice that this one follows, once it is read."""
        ops.watch(self, lambda _: self.read(), ChangeKind.SUBSCRIBERS)
        page.zones.changed.connect(self.read)

    def begin(self, category: str, zones: tuple[str, ...], follows: int | None) -> None:
        """Begins a notice of a category: for ``zones``, or for those of the notice that it follows."""
        self._category = category
        self._page.zones.choose(zones)
        self._follow(follows, choose=not zones)
        self.read()

    def take_up(self, zones: tuple[str, ...], follows: int | None) -> None:
        """Continues a notice whose zones a person has already chosen."""
        self._page.zones.choose(zones)
        self._follow(follows, choose=False)

    def read(self) -> None:
        """Counts again."""
        topic = self._offer.topic_of(self._category, self.followed_topic)
        self._asked = asked = self._page.zones.chosen, topic
        self._ops.query(self, partial(self._services.audience, *asked), lambda people: self._on_people(asked, people))

    def _on_people(self, asked: tuple[tuple[str, ...], str], people: Mapping[str, int]) -> None:
        if asked != self._asked:
            return
        if self._page.zones.unsaid:  # until one is ticked, the whole town's count would be a wrong one
            people = {name: count for name, count in people.items() if not kind_of(name).personal}
        self._page.show_people(people)

    def _follow(self, notice: int | None, *, choose: bool) -> None:
        self._followed, self.followed_topic = notice or 0, ""
        if notice is not None:
            call = partial(self._services.notice, notice)
            self._ops.query(self, call, lambda row: self._on_followed(row, choose=choose))

    def _on_followed(self, row: NoticeRow, *, choose: bool) -> None:
        if row.id != self._followed:
            return
        self.followed_topic = row.topic
        if choose and self._page.zones.untouched:
            self._page.zones.choose(self._offer.zones_of(row.zones))
        self.read()
