# SPDX-License-Identifier: EUPL-1.2
"""Shows how many people a notice would reach beside its channels, and updates it with zones and category."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject

from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.model import After, FollowKind
from comunecast_gui.core.model import kind_of as channel_kind
from comunecast_gui.core.notice.follow_up import kind_of
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.store.delivery.notices import NoticeRow
from comunecast_gui.ui.composer.writing_page import WritingPage
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import ComposingServices, OfficeInfo
from comunecast_gui.ui.widgets import labels


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
        self._asked: tuple[tuple[str, ...], str, After | None] = (), "", None
        self._catalogue = info.catalogue
        self._zone = timezone_of(info.office)
        self._followed = 0
        self.followed_topic = self.followed_category = ""
        """Topic and category of the notice that this one follows, once it is read."""
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
        after = After.of(self._followed or None, self.does)
        self._asked = asked = self._page.zones.chosen, topic, after
        self._ops.query(self, partial(self._services.audience, *asked), lambda people: self._on_people(asked, people))

    def _on_people(self, asked: tuple[tuple[str, ...], str, After | None], people: Mapping[str, int]) -> None:
        if asked != self._asked:
            return
        if self._page.zones.unsaid:  # until one is ticked, the whole town's count would be a wrong one
            people = {name: count for name, count in people.items() if not channel_kind(name).personal}
        self._page.show_people(people)

    def _follow(self, notice: int | None, *, choose: bool) -> None:
        self._followed, self.followed_topic, self.followed_category = notice or 0, "", ""
        self._page.show_followed("")
        if notice is not None:
            call = partial(self._services.notice, notice)
            self._ops.query(self, call, lambda row: self._on_followed(row, choose=choose))

    def _on_followed(self, row: NoticeRow, *, choose: bool) -> None:
        if row.id != self._followed:
            return
        self.followed_topic, self.followed_category = row.topic, row.category
        self._page.show_followed(self._words(row))
        if choose and self._page.zones.untouched:
            self._page.zones.choose(self._offer.zones_of(row.zones))
        self.read()

    @property
    def does(self) -> FollowKind | None:
        """What the notice does to the one that it follows."""
        return kind_of(self._category, self.followed_category, self._catalogue) if self._followed else None

    def _words(self, row: NoticeRow) -> str:
        """What the notice that is written does to the one that it follows, and for whom it is."""
        texts = {
            FollowKind.UPDATE: self.tr("It takes the place of “{title}”, sent on {moment}."),
            FollowKind.CORRECTION: self.tr("It corrects “{title}”, sent on {moment}."),
            FollowKind.ALL_CLEAR: self.tr("It ends “{title}”, sent on {moment}."),
            FollowKind.REPETITION: self.tr("It repeats “{title}”, sent on {moment}."),
        }
        text = texts[self.does or FollowKind.UPDATE]
        said = text.format(title=row.title, moment=labels.moment(row.created_at, self._zone))
        if not any(channel_kind(name).personal for name in row.counts):
            return said
        who = self.tr("On WhatsApp it goes to whoever got that one, or may have, and to whoever has joined since.")
        return f"{said} {who}"
