# SPDX-License-Identifier: EUPL-1.2
"""Posts that are out, on virtual time: what people ask to be done to them, who does it, and what must be true."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from comunecast_gui.core.content import TelegramPost
from comunecast_gui.core.errors import ConfigError, UserError
from comunecast_gui.core.ports import Pacer
from comunecast_gui.core.thread.post_change import Act, ChangeState, ChangeVerdict, PostChange
from comunecast_gui.services.thread import mistakes, posts
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.db.schema import delivery
from comunecast_gui.store.delivery.notices import Notices
from comunecast_gui.store.delivery.outbox import SqlOutbox
from comunecast_gui.store.delivery.post_changes import ASKED_AGAIN, Claimed, PostChanges
from comunecast_gui.system.locks import posts_lock
from tests.model.services import FAULT_OF_A_DRIVER, Service

if TYPE_CHECKING:
    from tests.model.town import Town, Window

_S = ChangeState
_NO_EFFECT = frozenset({_S.WAITING, _S.FAILED, _S.DROPPED})
_MARKS = ("🔄 AGGIORNATO", "✏️ CORRETTO", "✅ TERMINATO")


class Changer:
    """Makes the changes of posts in one running copy of the program, as its window does beside the sending."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self.in_hand: set[int] = set()
        """Claimed, and the outcome is not recorded yet."""
        self.running = False
        self._kept = WatchedChanges(self, window)

    @property
    def now_made(self) -> int:
        """The change whose call is under way."""
        [one] = self.in_hand
        return one

    def begin(self) -> None:
        """Makes the changes whose turn it is, unless that is under way."""
        if not self.running:
            self.running = True
            self._window.town.loop.start(self._window, self._catch_up())

    async def _catch_up(self) -> None:
        town, window, before = self._window.town, self._window, self._window.town.troubles
        try:
            with posts_lock(window.data_dir):
                self._kept.retire(town.clock.now())
                driver = Poster(town.services[town.telegram], town.kept_keys[town.telegram], self)
                await posts.make_all(self._workspace(), self._kept, {driver.name: driver})
        except Exception as error:
            self._judge(error, before)
        finally:
            self.running = False
            town.posts.doubtful |= self.in_hand
            if not window.dead:
                self.in_hand.clear()

    def _judge(self, error: Exception, troubles: int) -> None:
        town = self._window.town
        troubled = town.troubles > troubles or town.trouble is not None
        expected = isinstance(error, ConfigError) and (error.code == "already_changing_posts" or troubled)
        if not expected and FAULT_OF_A_DRIVER not in str(error):
            town.fault(f"changing posts fell over: {error!r}")

    def _workspace(self) -> Workspace:
        database = self._window.database
        return replace(
            self._window.town.workspace, database=database, notices=Notices(database), outbox=SqlOutbox(database)
        )


class WatchedChanges(PostChanges):
    """The real store of changes, which tells what was claimed and recorded; a dead process writes nothing."""

    def __init__(self, changer: Changer, window: Window) -> None:
        super().__init__(window.database)
        self._changer, self._window = changer, window

    def claim(self, now: datetime, spared: Collection[int] = ()) -> Claimed | None:
        claimed = super().claim(now, spared)
        if claimed is not None:
            self._changer.in_hand.add(claimed.change.id)
            self._window.town.posts.claimed(claimed)
        return claimed

    def record(self, id: int, state: ChangeState, now: datetime, code: str = "", detail: str = "") -> None:
        if self._window.dead:
            raise asyncio.CancelledError
        if code == "interrupted":
            self._window.town.posts.doubtful.add(id)
        super().record(id, state, now, code, detail)
        self._changer.in_hand.discard(id)


class Poster:
    """The driver of one process for what is changed in a channel."""

    def __init__(self, service: Service, key: int, changer: Changer) -> None:
        self._service, self._key, self._changer = service, key, changer

    @property
    def name(self) -> str:
        return self._service.name

    async def open(self, pacer: Pacer, memory: Mapping[str, str]) -> Mapping[str, str]:
        return memory

    async def replace_files(self, parts: Sequence[str], content: TelegramPost, shown: Sequence[str]) -> None:
        """The posts of the model are texts."""

    async def edit(self, remote_id: str, content: TelegramPost) -> None:
        await self._change(Act.EDIT, remote_id, content)

    async def delete(self, remote_id: str) -> None:
        await self._change(Act.DELETE, remote_id)

    async def pin(self, remote_id: str) -> None:
        await self._change(Act.PIN, remote_id)

    async def unpin(self, remote_id: str) -> None:
        await self._change(Act.UNPIN, remote_id)

    async def close(self) -> None: ...

    async def _change(self, act: Act, remote_id: str, content: TelegramPost | None = None) -> None:
        await self._service.change(self._key, self._changer.now_made, act, remote_id, content)


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person wants a post to read."""

    change: int
    content: TelegramPost


class Posts:
    """What was asked for; each act is made once or honestly unknown, and the post reads as it was asked for last."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self.corrections: defaultdict[int, list[Correction]] = defaultdict(list)
        self.again: Counter[int] = Counter()
        """How often a person had a change made again."""
        self.doubtful: set[int] = set()
        """Changes that may honestly be of unknown outcome."""
        self._forgotten: set[int] = set()
        """Notices of which a backup was put back: what was asked of them since is nowhere any more."""
        self._words = 0

    # What people do

    def correct(self, notice: int) -> None:
        """Writes the post's text anew."""
        with suppress(UserError):
            ids = posts.correct(self._town.workspace, notice, self._right(notice))
            self._note(notice, ids)

    def delete(self, notice: int) -> None:
        with suppress(UserError):
            posts.ask(self._town.workspace, notice, Act.DELETE)

    def stop_and_mend(self, notice: int) -> Mapping[str, str] | None:
        """Presses "I made a mistake"; what the correction for WhatsApp begins with, where there is one."""
        before, stopped = self._of(notice), self._stopped(notice)
        said: Mapping[str, str] | None = None
        with suppress(UserError):
            done = mistakes.correct(self._town.workspace, notice, self._right(notice))
            said = done.said
        if said is not None or self._stopped(notice) != stopped:
            self._town.note_cancelled(notice)
        known = {one.id for one in before}
        self._note(notice, [one.id for one in self._of(notice) if one.id not in known and one.act is Act.EDIT])
        return said

    def correct_for_all(self, notice: int) -> Sequence[int]:
        """Stops it and sends what is right to everybody, in one step; the notices that were queued for that."""
        known = {one.id for one in self._of(notice)}
        with suppress(UserError):
            done = mistakes.correct_for_all(self._town.workspace, notice, self._right(notice))
            self._town.note_cancelled(notice)
            self._note(notice, [one.id for one in self._of(notice) if one.id not in known and one.act is Act.EDIT])
            return done.queued
        return ()

    def settle(self, index: int, verdict: ChangeVerdict) -> None:
        """A person's verdict on a change of unknown outcome, or that failed."""
        kept = PostChanges(self._town.workspace.database)
        with suppress(UserError):
            waiting = kept.unsettled()
            if waiting:
                one = waiting[index % len(waiting)]
                kept.settle(one.id, verdict, self._town.clock.now())
                self.again[one.id] += verdict is ChangeVerdict.AGAIN

    def forget(self) -> None:
        """A backup was put back; on a new computer, changes that it does not know give their numbers to others."""
        known = {one.id: one.state for one in self._all()}
        service = self._town.services[self._town.telegram]
        self._forgotten |= self._town.confirmed.keys()
        self.corrections.clear()
        service.made = {id: calls for id, calls in service.made.items() if id in known}
        service.doubtful_changes &= known.keys()
        self.doubtful = {id for id in self.doubtful if id in known} | {
            id for id, state in known.items() if state is _S.UNKNOWN
        }
        self.again = Counter({id: times for id, times in self.again.items() if id in known})

    def _right(self, notice: int) -> dict[str, object]:
        self._words += 1
        workspace = self._town.workspace
        category, fields = workspace.notices.get(notice).category, workspace.notices.fields(notice)
        key = {"generico": "testo", "rettifica": "corretto"}.get(category, "provvedimenti")
        return {**fields, key: f"La farmacia del centro è aperta fino alle {self._words % 24}."}

    def _note(self, notice: int, ids: Sequence[int]) -> None:
        for one in self._of(notice):
            if one.id in ids and one.content is not None:
                self.corrections[notice].append(Correction(one.id, one.content))

    def _stopped(self, notice: int) -> list[tuple[int, str | None]]:
        query = delivery.select().where(delivery.c.notice_id == notice).order_by(delivery.c.id)
        with self._town.observer.reading() as connection:
            return [(row.id, row.settled_at and str(row.settled_at)) for row in connection.execute(query)]

    # What must be true

    def claimed(self, claimed: Claimed) -> None:
        """Is called as soon as a change was claimed."""
        change = claimed.change
        others = {id for window in self._town.windows.values() for id in window.changer.in_hand} - {change.id}
        for one in self._of(change.notice):
            if one.id in others and one.channel == change.channel and one.state is _S.CALLING:
                self._town.fault(f"changes {one.id} and {change.id} of one post are made at the same time")

    def check(self) -> None:
        """Judges every change and every post by what the service saw."""
        service, found = self._town.services[self._town.telegram], self._all()
        in_hand = {id for window in self._town.windows.values() for id in window.changer.in_hand}
        doubtful = self.doubtful | service.doubtful_changes | in_hand
        for one in found:
            took = service.made.get(one.id, [])
            about = f"change {one.id} ({one.act}) of notice {one.notice} is {one.state} {one.code}".strip()
            if sum(took) > 1 + self.again[one.id]:
                self._town.fault(f"{about}, and was made {sum(took)} times")
            if one.state is _S.DONE and not any(took) and one.code != "said_done":
                self._town.fault(f"{about}, and was never made")
            if one.state in _NO_EFFECT and any(took[-1:]) and one.id not in doubtful:
                self._town.fault(f"{about}, and was made")
            if one.state is _S.UNKNOWN and (one.id not in doubtful or not one.code):
                self._town.fault(f"{about}, and there is no reason for it")
            if one.state is _S.CALLING and one.id not in doubtful:
                self._town.fault(f"{about}, and nobody makes it")
        self._check_texts(service)

    def _check_texts(self, service: Service) -> None:
        for post in service.posts.values():
            confirmed = self._town.confirmed.get(post.notice)
            if confirmed is None or post.notice in self._forgotten:
                continue
            texts = [confirmed.contents[service.name], *(one.content for one in self.corrections[post.notice])]
            if not any(isinstance(text, TelegramPost) and _shows(post.content, text) for text in texts):
                self._town.fault(f"the post of notice {post.notice} shows what nobody confirmed: {post.content.plain}")

    def check_the_end(self) -> None:
        """Judges what is left when everything went well for an hour: each post reads as it was last asked for."""
        service = self._town.services[self._town.telegram]
        by_id = {one.id: one for one in self._all()}
        unsent = self._town.unsent()
        for one in by_id.values():
            if one.state in (_S.WAITING, _S.CALLING) and not {one.notice, one.cause} & unsent:
                self._town.fault(f"change {one.id} ({one.act}) is still {one.state} after an hour")
        for post in service.posts.values():
            wanted = self.corrections[post.notice]
            if post.deleted or post.notice in self._forgotten or not wanted or post.answer_was_lost:
                continue
            last = by_id[wanted[-1].change]
            if last.state is _S.DROPPED and last.code == ASKED_AGAIN:
                self._town.fault(f"the last correction of notice {post.notice} was dropped for another")
            certain = last.state is _S.DONE and last.code != "said_done"
            if certain and not _shows(post.content, wanted[-1].content):
                self._town.fault(f"notice {post.notice} was corrected, and its post reads: {post.content.plain}")

    def _of(self, notice: int) -> list[PostChange]:
        return PostChanges(self._town.observer).of([notice]).get(notice, [])

    def _all(self) -> list[PostChange]:
        found = PostChanges(self._town.observer).of(self._town.confirmed.keys())
        return [one for rows in found.values() for one in rows]


def _shows(post: TelegramPost, text: TelegramPost) -> bool:
    """Whether the post reads like ``text``, with a mark before it or without."""
    mark, _, rest = post.plain.partition("\n\n")
    return post.plain == text.plain or (rest == text.plain and mark.startswith(_MARKS))
