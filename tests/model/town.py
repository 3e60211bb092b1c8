# SPDX-License-Identifier: EUPL-1.2
"""A small office on virtual time: the moves of people and services, and the conditions that must hold."""

from __future__ import annotations

import asyncio
import math
import re
import sqlite3
import uuid
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache, partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from psycopg import errors as pg

from comunecast_gui.core.changes import Event, Fault, LanePhase, LaneProgress, SetAside
from comunecast_gui.core.content import Content
from comunecast_gui.core.delivery.engine import Engine
from comunecast_gui.core.delivery.pace import Pace
from comunecast_gui.core.errors import ConfigError, UserError
from comunecast_gui.core.model import DeliveryState, Draft, Office, Period, Verdict
from comunecast_gui.core.notice.compose import Composed, compose
from comunecast_gui.core.notice.follow_up import CORRECTION
from comunecast_gui.core.periods import local
from comunecast_gui.core.ports import ALL_ROWS, ChannelFactory, Claim, NewNotice, Result, Scope
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.core.trust.office_key import EnvironmentKey
from comunecast_gui.services import backups, queueing, wiring
from comunecast_gui.services.recovery import put_back
from comunecast_gui.services.schedule import at_its_hour
from comunecast_gui.services.thread import following
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.consent.number_changes import change_names
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.store.consent.subscribers import Subscribers
from comunecast_gui.store.db.database import FILE_NAME, Database, open_database
from comunecast_gui.store.db.schema import delivery, subscriber
from comunecast_gui.store.delivery.notices import Notices
from comunecast_gui.store.delivery.outbox import SqlOutbox
from comunecast_gui.store.delivery.receipts import Receipt
from comunecast_gui.store.delivery.schedules import waiting_schedules
from comunecast_gui.store.delivery.templates import Templates
from comunecast_gui.store.delivery.verdicts import Settlement
from comunecast_gui.store.restore import archive
from comunecast_gui.system.locks import sending_lock
from comunecast_gui.system.secrets import Secrets
from comunecast_gui.system.settings.values import Settings, TelegramChannelSettings, TelegramSettings, WhatsAppSettings
from tests.model.posting import Changer, Posts
from tests.model.services import FAULT_OF_A_DRIVER, Answer, ScriptedChannel, Service, Shown
from tests.model.virtual_time import START, Process, VirtualClock, VirtualLoop
from tests.receipts import receive

WHATSAPP, TELEGRAM = "whatsapp", "telegram:principale"
CHANNELS = (WHATSAPP, TELEGRAM)
PACES = {WHATSAPP: Pace(0.25, most=4, window=1.005, catch_up=0.5), TELEGRAM: Pace(1.1, most=20, window=60.0)}
COMMAND, WINDOW = 1800.0, float("inf")
"""Seconds that each waits for rows that are due later."""
_JOBS_UNDER_WAY = 0.005
"""A transaction that was asked for before a person pressed a button may still be carried out after it."""
_ANSWER_IS_READ = 1e-4
"""Whoever asked the database reads its answer some turns of the loop later, and a person may come in between."""

_S = DeliveryState
_ENDED = (LanePhase.FINISHED, LanePhase.STOPPED, LanePhase.MISCONFIGURED)
_SAYS_QUEUED = re.compile(r"(?<!non partiti )\b(?:resta|restano|è|sono) (?:tutto |tutti )?in coda\b")
"""That the messages which have not left stay queued is also true where there are none."""
_NOT_SENT = frozenset({_S.QUEUED, _S.SKIPPED, _S.EXPIRED, _S.CANCELLED, _S.FAILED})
_SENT = frozenset({_S.ACCEPTED, _S.HELD, _S.DELIVERED, _S.READ})


_BEGUN = _SENT | {_S.SENDING, _S.UNKNOWN}


class Trouble(StrEnum):
    """What ails a database."""

    LOCKED = "locked"
    """Somebody else is writing: reading goes on."""
    FULL = "full"
    """The disk is full: reading goes on."""
    GONE = "gone"
    """Nothing can be read or written."""


class Kind(StrEnum):
    """Kinds of notices that differ in urgency and in how long they are true."""

    NORMAL = "generico"
    URGENT = "meteo_allerta"
    """True for three hours."""


@dataclass
class Citizen:
    """Somebody who asked for notices; ``here`` until they leave."""

    number: str
    here: bool = True


@dataclass
class Confirmed:
    """What a person said yes to, and who had to get it then."""

    contents: Mapping[str, Content]
    audience: Sequence[Citizen]
    due: datetime | None = None
    """Not before this hour."""
    forgotten: bool = False
    """A disk was lost, and with it who of them is who."""


@dataclass
class Run:
    """Somebody asked that the queued rows in ``scope`` go out."""

    scope: Scope
    asked_at: float
    troubles: int
    stopped_at: float | None = None
    """When somebody pressed stop later."""
    newest: int | None = None
    """The newest notice at that time: a later one waits for the run of its own."""

    @property
    def stopped(self) -> bool:
        return self.stopped_at is not None


class Window(Process):
    """One running copy of the program with an engine of its own, as a window or a command has it."""

    def __init__(self, town: Town, data_dir: Path, patience: float) -> None:
        super().__init__()
        self._town = town
        self.data_dir = data_dir
        self.patience = patience
        self.database = open_database(data_dir, town.url)
        town.spoil(self.database)
        self.outbox = WatchedOutbox(self)
        self.in_hand: dict[int, Claim] = {}
        """Claimed, and the outcome is not recorded yet."""
        self.told: dict[str, LaneProgress] = {}
        self.seen: dict[str, tuple[float, Mapping[int, int]]] = {}
        """When each lane last looked at what is queued, and what it saw."""
        self.runs: list[Run] = []
        self._paused_at: float | None = None
        self._troubles_before = 0
        factories: dict[str, ChannelFactory] = {name: partial(self._make_channel, name) for name in CHANNELS}
        self.changer = Changer(self)
        self.engine = Engine(self.outbox, factories, town.clock, self._hear, PACES, patience)

    def _make_channel(self, name: str) -> ScriptedChannel:
        return ScriptedChannel(self._town.services[name], self._town.kept_keys[name])

    @property
    def town(self) -> Town:
        return self._town

    def send(self, scope: Scope) -> None:
        """Goes on with what is queued, or joins the sending under way."""
        run = Run(scope, self._town.loop.time(), self._town.troubles)
        self.runs.append(run)
        if not self.engine.running:
            self._troubles_before = self._town.troubles
        task = self._town.loop.start(self, self._run(scope))
        task.add_done_callback(lambda done: None if done.cancelled() else self._on_end(run, done.result()))
        self._town.loop.pass_turns(1)  # it has begun before the next order is heard, as on the window's own loop

    def stop(self) -> None:
        for run in self.runs:
            if not run.stopped:
                run.stopped_at, run.newest = self._town.loop.time(), max(self._town.confirmed, default=0)
        self.engine.stop()

    def stop_at_once(self) -> None:
        """Does not even wait for the answers to what is under way."""
        self.stop()
        self.engine.cut_off()

    def pause(self) -> None:
        if self.engine.running:
            self._paused_at = self._paused_at or self._town.loop.time()
        self.engine.pause()

    def go_on(self) -> None:
        self._paused_at = None
        self.engine.resume()

    @property
    def is_quiet(self) -> bool:
        """Whether it was asked to claim nothing more, and had the time to hear it."""
        asked = [self._paused_at, *(run.stopped_at for run in self.runs)]
        return any(at is not None and self._town.loop.time() > at + _JOBS_UNDER_WAY for at in asked)

    async def _run(self, scope: Scope) -> Mapping[str, LaneProgress] | Exception:
        try:
            if self.engine.running:
                return await self.engine.run(scope)
            with sending_lock(self.data_dir):
                return await self.engine.run(scope)
        except Exception as error:
            return error

    def _on_end(self, run: Run, ended: Mapping[str, LaneProgress] | Exception) -> None:
        self.runs.remove(run)
        if not self.engine.running:
            self._put_down()
        self.changer.begin()
        if isinstance(ended, Exception):
            self._judge_error(run, ended)
            return
        for name in CHANNELS:
            lane, queued = ended.get(name), self._owed(name, run)
            if not queued or (lane is None and run.stopped):
                continue
            if lane is None:
                self._town.fault(f"{queued} rows stay on {name}, and nothing was said of it")
            elif lane.phase is LanePhase.FINISHED:
                self._town.fault(f"{name} is said to have finished, and {queued} rows are still queued")
            elif not lane.code and not run.stopped:
                self._town.fault(f"{name} stopped with {queued} rows, nobody asked for it and no reason was told")
            elif self._is_old_news(run, lane):
                self._town.fault(f"{name} was not asked again: {lane.phase} {lane.code} is an older answer")

    def _owed(self, channel: str, run: Run) -> int:
        """How many rows of a run are still queued, without those that another run answers for."""
        waiting = self._town.waiting(channel, run.scope)
        owed = Counter({notice: rows for notice, rows in waiting.items() if run.newest is None or notice <= run.newest})
        for other in self.runs:
            owed -= Counter(self._town.waiting(channel, other.scope))
        return owed.total()

    def _is_old_news(self, run: Run, lane: LaneProgress) -> bool:
        """Whether a lane ended for a reason that the service gave before somebody asked to try again."""
        elsewhere = lane.code in ("", "other_channel", "later") or self._troubled_since(run)
        return not elsewhere and self._town.services[lane.channel].answered_at < run.asked_at

    def _judge_error(self, run: Run, error: Exception) -> None:
        expected = isinstance(error, ConfigError) and (error.code == "already_sending" or self._troubled_since(run))
        if not expected:
            self._town.fault(f"the engine fell over: {error!r}")

    def _troubled_since(self, run: Run) -> bool:
        return self._town.troubles > run.troubles or self._town.trouble is not None

    def _put_down(self) -> None:
        """Nothing is being sent: what it still has in hand can only be what the database did not take."""
        if self.in_hand:
            if self._town.troubles == self._troubles_before:
                self._town.fault(f"nothing is being sent, and {sorted(self.in_hand)} are under way")
            self._town.doubtful |= self.in_hand.keys()
            self.in_hand.clear()
        self._paused_at = None

    def _hear(self, event: Event) -> None:
        if isinstance(event, Fault) and FAULT_OF_A_DRIVER not in event.text:
            self._town.fault(f"nobody foresaw this on {event.channel}: {event.text}")
        if not isinstance(event, LaneProgress):
            return
        self.told[event.channel] = event
        if event.phase not in _ENDED:
            return
        queued = self._town.queued(event.channel, self.engine.scope)
        if event.phase is LanePhase.FINISHED and queued:
            self._town.fault(f"{event.channel} says that it finished, and {queued} rows are queued")
        self._town.look_at_sentence(_sentences().of_lane(event), queued or sum(self._just_seen(event).values()))
        for aside in event.aside:
            self._town.look_at_aside(event.channel, aside, self._just_seen(event).get(aside.notice, 0))

    def _just_seen(self, lane: LaneProgress) -> Mapping[int, int]:
        """What the lane saw queued, as long as its answer is the newest there can be."""
        at, waiting = self.seen.get(lane.channel, (-1.0, {}))
        return waiting if self._town.loop.time() - at < _ANSWER_IS_READ else {}

    def close(self) -> None:
        self._town.loop.kill(self)
        self._town.doubtful |= self.in_hand.keys()
        self._town.posts.doubtful |= self.changer.in_hand
        self.database.close()


class WatchedOutbox(SqlOutbox):
    """The real outbox, which tells the town what was claimed and what was recorded."""

    def __init__(self, window: Window) -> None:
        super().__init__(window.database)
        self._window = window

    def exchange(
        self,
        results: Sequence[Result],
        channel: str,
        room: int,
        *,
        now: datetime,
        scope: Scope = ALL_ROWS,
        gap: float = 0.0,
    ) -> list[Claim]:
        if self._window.database.shared:
            gap = 0.0  # which a server measures by a clock of its own, and that one is real
        claims = super().exchange(results, channel, room, now=now, scope=scope, gap=gap)
        for result in results:
            self._window.in_hand.pop(result.delivery, None)
        for claim in claims:
            self._window.in_hand[claim.delivery] = claim
            self._window.town.look_at_claim(self._window, claim)
        self._window.town.pass_on_answer()
        return claims

    def waiting(self, channel: str, scope: Scope = ALL_ROWS) -> dict[int, int]:
        waiting = super().waiting(channel, scope)
        self._window.seen[channel] = self._window.town.loop.time(), waiting
        return waiting

    def give_back(self, channel: str, kept: Collection[int], *, now: datetime) -> list[int]:
        rows = super().give_back(channel, kept, now=now)
        for row in rows:
            del self._window.in_hand[row]
        return rows


class Town:
    """Everything there is: the office, its citizens, its services; and the list of broken promises, ``faults``.

    A refusal with a reason is an honest answer to whatever is asked here: then nothing was changed.
    """

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder = folder
        self.url = url
        self.loop = VirtualLoop()
        self.clock = VirtualClock(self.loop)
        self.services = {name: Service(name, self.loop) for name in CHANNELS}
        self.kept_keys = dict.fromkeys(CHANNELS, 1)
        """What the office has in its keyring."""
        self.faults: list[str] = []
        self.trouble: Trouble | None = None
        self.troubles = 0
        """How often the database refused."""
        self._answers_to_lose = 0
        self._mending: asyncio.TimerHandle | None = None
        self.confirmed: dict[int, Confirmed] = {}
        self.lost_notices: set[int] = set()
        self.resent: Counter[int] = Counter()
        """How often a person had a delivery sent again."""
        self.cancelled: set[int] = set()
        """Notices of which nothing new may go out, but for what a person had sent again since."""
        self.wanted: set[int] = set()
        """Deliveries that a person had sent again since their notice was cancelled."""
        self._settled: Settlement | None = None
        self.set_aside: set[tuple[int, str]] = set()
        self.said_arrived: set[int] = set()
        self.doubtful: set[int] = set()
        """Deliveries that may honestly be of unknown outcome."""
        self.citizens: list[Citizen] = []
        self.holders: dict[str, Citizen] = {}
        self.form: Draft | None = None
        self.asked: Composed | None = None
        self._numbers = 0
        self._looked_at = Counter[str]()
        self._begun: set[int] = set()
        self.windows: dict[str, Window] = {}
        self.telegram = TELEGRAM
        self.posts = Posts(self)
        self._open()

    # What people do

    def start(self, name: str = "one", patience: float = WINDOW) -> None:
        """Starts a copy of the program; a second one on the same data folder cannot send."""
        with suppress(UserError):
            self.windows[name] = Window(self, self.data_dir(name), patience)

    def kill(self, name: str, turns: int = 0) -> None:
        """The process dies after some more turns of its loop."""
        self.loop.pass_turns(turns)
        self.windows.pop(name).close()

    def write(self, kind: Kind, channels: Collection[str]) -> None:
        """Fills in the form."""
        fields: dict[str, Any] = {"titolo": f"Avviso {len(self.confirmed)}", "testo": "La farmacia è aperta."}
        if kind is Kind.URGENT:
            now = local(self.clock.now(), self.workspace.office).replace(tzinfo=None, second=0, microsecond=0)
            period = Period(now + timedelta(hours=1), now + timedelta(hours=3))
            fields = {**wiring.catalogue().get(kind).example, "periodo": period, "provvedimenti": ""}
        self.form = Draft(uuid.UUID(int=len(self.confirmed)).hex, kind, fields, tuple(channels))

    def edit(self, words: str) -> None:
        """Goes on writing."""
        if self.form:
            key = "testo" if self.form.category == Kind.NORMAL else "provvedimenti"
            self.form = replace(self.form, fields={**self.form.fields, key: words})

    def ask(self) -> None:
        """Presses "send": the confirmation shows what will go out, as long as nothing blocks it."""
        if self.form is None:
            return
        with suppress(UserError):
            at = self.clock.now()
            context = wiring.check_context(self.workspace, at)
            composed = compose(
                wiring.catalogue(), self.form, self.workspace.office, at, self.workspace.channels, context
            )
            self._show(queueing.freeze(self.workspace, composed) if composed.notice else composed)

    def confirm(self, window: str | None = None, *, at_once: bool = False) -> int | None:
        """Says yes to what the confirmation shows; ``window`` begins to send it.

        Where it is no longer true, the confirmation shows what it is now, and waits for another yes; not asked where
        the person said it ``at_once``, in the instant in which it was composed.
        """
        asked, self.asked = self.asked, None
        if asked is None or asked.notice is None:
            return None
        notice: int | None = None
        with suppress(UserError):
            now = None if at_once else queueing.revised(self.workspace, asked)
            if now is not None:
                self._show(now)
                return None
            notice = queueing.queue(self.workspace, asked).notice or 0
            self._note_confirmed(notice, asked.notice)
            self.form = None
        if notice is not None and window in self.windows:
            self.windows[window].send(Scope(frozenset({notice})))
        return notice

    def _show(self, composed: Composed) -> None:
        self.asked = composed if composed.notice else None

    def _note_confirmed(self, notice: int, shown: NewNotice) -> None:
        if notice not in self.confirmed or notice in self.lost_notices:
            self.lost_notices.discard(notice)
            self.cancelled.discard(notice)
            self._begun.discard(notice)
            audience: Sequence[Citizen] = ()
            if WHATSAPP in shown.contents:
                audience = self.here() if shown.follows is None else self._chosen_for(notice)
            self.confirmed[notice] = Confirmed(shown.contents, audience, shown.due)

    def here(self) -> Sequence[Citizen]:
        return tuple(each for each in self.citizens if each.here)

    def _chosen_for(self, notice: int) -> Sequence[Citizen]:
        """For whom the store queued a notice that follows another: not for everybody."""
        mine = delivery.c.notice_id == notice, delivery.c.channel == WHATSAPP
        numbers = sa.select(subscriber.c.wa_id).join(delivery, delivery.c.subscriber_id == subscriber.c.id).where(*mine)
        with self.observer.reading() as connection:
            found = set(connection.execute(numbers).scalars())
        return tuple(each for each in self.here() if each.number in found)

    def tell(self, kind: Kind = Kind.NORMAL, channels: Collection[str] = CHANNELS, window: str | None = "one") -> int:
        """Writes, asks and confirms in one go; returns the notice."""
        self.write(kind, channels)
        self.ask()
        notice = self.confirm(window)
        assert notice is not None, self.asked
        return notice

    def tell_later(self, kind: Kind, channels: Collection[str], seconds: float) -> None:
        """Writes a notice for an hour of today."""
        self.write(kind, channels)
        if self.form:
            due = (self.clock.now() + timedelta(seconds=seconds)).replace(microsecond=0)
            self.form = replace(self.form, due=due)
        self.ask()
        self.confirm()

    def look_at_the_hour(self, window: str) -> None:
        """A window lets go what is due, and sends it."""
        released: Collection[int] = ()
        with suppress(UserError):
            released = at_its_hour.look(self.workspace)
        for notice in released:
            confirmed = self.confirmed[notice]
            if confirmed.due is None or self.clock.now() < confirmed.due:
                self.fault(f"notice {notice} was let go before its hour")
            if WHATSAPP in confirmed.contents:
                confirmed.audience = (
                    *confirmed.audience,
                    *(one for one in self.here() if one not in confirmed.audience),
                )
        if released:
            self.windows[window].send(Scope(frozenset(released)))

    def follow(self, notice: int, category: str, said: Mapping[str, Any], window: str | None = "one") -> None:
        """Writes, asks and confirms what follows a notice."""
        with suppress(UserError):
            begun = following.begin(self.workspace, notice, category)
            draft = Draft(
                uuid.UUID(int=len(self.confirmed)).hex,
                category,
                {**begun.fields, **said},
                begun.channels,
                follows=begun.possible.parent,
            )
            self.form = wiring.with_audience(self.workspace, draft)
            self.ask()
            self.confirm(window, at_once=True)

    def stop_and_mend(self, notice: int, window: str | None = "one") -> None:
        """Presses "I made a mistake": what waits is stopped, the post corrected, and who has it is told."""
        said = self.posts.stop_and_mend(notice)
        if said:
            self.follow(notice, CORRECTION, said, window)

    def correct_for_all(self, notice: int, window: str | None = "one") -> None:
        """Presses "I made a mistake" once more: who has it gets a correction, and everybody else what is right."""
        queued = self.posts.correct_for_all(notice)
        new = [one for one in queued if one not in self.confirmed or one in self.lost_notices]
        for one in new:  # of a lost computer's notice of that number nothing counts any more
            self.lost_notices.discard(one)
            self.cancelled.discard(one)
            self._begun.discard(one)
            contents = self.workspace.notices.contents(one)
            self.confirmed[one] = Confirmed(contents, self._chosen_for(one) if WHATSAPP in contents else ())
        told = Counter(citizen.number for one in new for citizen in self.confirmed[one].audience)
        if WHATSAPP in self.confirmed[notice].contents and list(new) == list(queued) and new:
            everybody = Counter(citizen.number for citizen in self.here())
            if told != everybody and not self.confirmed[notice].forgotten:
                self.fault(f"notice {notice} was corrected for all, and not each got one: {told} of {everybody}")
        if queued and window in self.windows:
            self.windows[window].send(Scope(frozenset(queued)))

    def enter_key(self, channel: str) -> None:
        """A person puts the key that the service takes now into the keyring, and the program is told."""
        self.kept_keys[channel] = self.services[channel].key
        for window in self.windows.values():
            window.engine.renew()

    def settle(self, row: int, verdict: Verdict, window: str | None = None) -> None:
        with suppress(UserError):
            self._settled = self.workspace.notices.settle_all(verdict, self.clock.now(), [row])
            if not self._settled.done:
                return
            if verdict is Verdict.ARRIVED:
                self.said_arrived.add(row)
            if verdict is Verdict.RESEND:
                self.resent[row] += 1
                self.wanted.add(row)
                if window in self.windows:
                    self.windows[window].send(Scope(frozenset(), frozenset({row})))

    def take_back(self) -> None:
        """Takes the last verdict back, wherever nothing else happened since."""
        settled, self._settled = self._settled, None
        if settled is not None:
            with suppress(UserError):
                for row in self.workspace.notices.take_back(self.clock.now(), settled.number):
                    if row.done and settled.verdict is Verdict.RESEND:
                        self.resent[row.delivery] -= 1
                        self.wanted.discard(row.delivery)
                    if row.done:
                        self.doubtful.add(row.delivery)

    def go_without(self, notice: int, channel: str) -> None:
        """A person decides that a notice's other channels do not wait for this one."""
        with suppress(UserError):
            self.workspace.outbox.set_aside(notice, [channel], self.clock.now())
            self.set_aside.add((notice, channel))

    def cancel(self, notice: int) -> None:
        with suppress(UserError):
            self.workspace.notices.cancel(notice, self.clock.now())
            self.note_cancelled(notice)

    def note_cancelled(self, notice: int) -> None:
        self.cancelled.add(notice)
        self.wanted -= {row.id for row in self.rows() if row.notice_id == notice}

    def retry_failed(self, notice: int) -> None:
        failed = {row.id for row in self.rows() if (row.notice_id, row.state) == (notice, _S.FAILED)}
        with suppress(UserError):
            self.workspace.notices.retry_failed(notice, None, self.clock.now())
            self.wanted |= failed & {row.id for row in self.rows() if row.state == _S.QUEUED}

    def back_up(self) -> None:
        with suppress(UserError):
            target = self.folder / "copy.zip"
            target.unlink(missing_ok=True)
            folder = self.folder / "workshop"
            folder.mkdir(exist_ok=True)
            key = backups.sealing_key(EnvironmentKey())
            archive.write(self.observer, target, self.clock.now(), key, workshop=folder, data_dir=self.data_dir())

    @property
    def has_backup(self) -> bool:
        return (self.folder / "copy.zip").exists()

    def restore(self, *, lost: bool = False) -> None:
        """Puts the backup back, where nothing is running; ``lost``: on a new computer, where nothing else is left."""
        assert not self.windows
        self._close()
        if lost:
            for path in self.data_dir().glob(f"{FILE_NAME}*"):
                path.unlink()
        try:
            copy, keys = self.folder / "copy.zip", EnvironmentKey()
            put_back.restore(self.data_dir(), copy, self.clock.now(), "ufficio", keys, lambda _: None)
        finally:
            self._open()
        rows = self.rows()
        self.lost_notices |= self.confirmed.keys() - {row.notice_id for row in rows}
        self.posts.forget()
        if lost:
            self._forgive(rows)

    def _forgive(self, rows: Sequence[Any]) -> None:
        """What was decided, and who came, went or moved after the copy was made, is nowhere any more."""
        self.doubtful |= {row.id for row in rows if row.state == _S.UNKNOWN}
        shown = Counter(each.claim.delivery for service in self.services.values() for each in service.shown)
        for row in rows:
            if row.state == _S.QUEUED:
                self.wanted.add(row.id)
            else:
                self.resent[row.id] = max(self.resent[row.id], shown[row.id])
        for confirmed in self.confirmed.values():
            confirmed.forgotten = True
        with self.observer.reading() as connection:
            known = set(
                connection.execute(sa.select(subscriber.c.wa_id).where(subscriber.c.wa_id.is_not(None))).scalars()
            )
        for number in self.holders.keys() - known:
            self.holders.pop(number).here = False
        for number in sorted(known - self.holders.keys()):
            self.holders[number] = Citizen(number)
            self.citizens.append(self.holders[number])

    # What citizens do

    def join(self, number: str | None = None) -> Citizen:
        """Somebody asks for notices, under a number of their own or one that is free again."""
        if number is None:
            self._numbers += 1
            number = f"39333{self._numbers:07d}"
        self.loop.pass_time(1)
        citizen = Citizen(number)
        with suppress(UserError):
            self.workspace.subscribers.join(Person(number), self._service_time(), source="whatsapp")
            self.citizens.append(citizen)
            self.holders[number] = citizen
        return citizen

    def leave(self, citizen: Citizen) -> None:
        self.loop.pass_time(1)
        with suppress(UserError):
            self.workspace.subscribers.leave(Person(citizen.number), self._service_time(), source="whatsapp")
            citizen.here = False
            del self.holders[citizen.number]

    def change_number(self, citizen: Citizen) -> None:
        self.loop.pass_time(1)
        self._numbers += 1
        number = f"39333{self._numbers:07d}"
        with suppress(UserError):
            with self.workspace.database.writing() as connection:
                former, new = Person(citizen.number), Person(number)
                change_names(connection, self.workspace.database, former, new, self._service_time())
            del self.holders[citizen.number]
            citizen.number = number
            self.holders[number] = citizen

    # What services do

    def will_answer(self, channel: str, answers: Sequence[Answer]) -> None:
        self.services[channel].sending.extend(answers)

    def will_be_ready(self, channel: str, answers: Sequence[Answer]) -> None:
        """What comes of opening the channel and of preparing notices."""
        self.services[channel].getting_ready.extend(answers)

    def revoke_key(self, channel: str) -> None:
        self.services[channel].key += 1

    def receipt(self, index: int, *, again: bool = False) -> None:
        """One of the receipts that are under way arrives; ``again``: and will arrive once more."""
        later = self.services[WHATSAPP].later
        if later:
            news = later[index % len(later)]
            if not again:
                later.remove(news)
            with suppress(UserError):
                code = "131026" if news.kind == "failed" else ""
                receive(
                    self.workspace.database, Receipt(news.kind, self.clock.now(), news.remote_id, news.delivery, code)
                )

    # What the machine does

    def pass_time(self, seconds: float) -> None:
        self.loop.pass_time(seconds)

    def set_clock(self, seconds: float) -> None:
        """Makes the wall clock wrong by ``seconds``."""
        self.clock.error = timedelta(seconds=seconds)

    def lose_database(self, trouble: Trouble, seconds: float) -> None:
        """For a while every transaction that needs what is not there is refused."""
        self.mend_database()
        self.trouble = trouble
        self._mending = self.loop.call_later(seconds, self.mend_database)

    def lose_answers(self, times: int) -> None:
        """The connection to the database breaks just after the next commits of who sends: they are not told of them."""
        self._answers_to_lose = times

    def pass_on_answer(self) -> None:
        """Is called after each commit of who sends. Raises ConfigError where its answer is lost."""
        if self._answers_to_lose:
            self._answers_to_lose -= 1
            self.troubles += 1
            raise ConfigError("database_unreachable", path="")

    def mend_database(self) -> None:
        self.trouble = None
        if self._mending:
            self._mending.cancel()

    def spoil(self, database: Database) -> None:
        """Lets the troubles of this town's database reach ``database``."""
        sa.event.listen(database.engine, "begin", self._begin, insert=True)

    def _begin(self, connection: sa.Connection) -> None:
        write = connection.get_execution_options().get("write", False)
        if self.trouble is None or not (write or self.trouble is Trouble.GONE):
            return
        self.troubles += 1
        raise _refusal(self.trouble, server=bool(self.url))

    # What must be true

    def fault(self, sentence: str) -> None:
        """A promise was broken."""
        self.faults.append(f"at {self.loop.time():.3f}: {sentence}")

    def look_at_claim(self, window: Window, claim: Claim) -> None:
        """Is called as soon as a delivery was claimed."""
        if window.is_quiet:
            self.fault(f"delivery {claim.delivery} was claimed after a pause or a stop")
        if self._is_cancelled(claim.delivery, claim.notice):
            self.fault(f"delivery {claim.delivery} was claimed after its notice was cancelled")
        confirmed = self.confirmed.get(claim.notice)
        if confirmed and confirmed.due and claim.notice in self.unsent():
            self.fault(f"delivery {claim.delivery} was claimed before its hour")
        if confirmed is None:
            self.fault(f"delivery {claim.delivery} belongs to nothing that was confirmed")
        elif claim.channel == WHATSAPP and not confirmed.forgotten:
            citizen = self.holders.get(claim.recipient)
            if citizen is None or not citizen.here:
                self.fault(f"delivery {claim.delivery} was claimed for somebody who left")
            elif citizen not in confirmed.audience:
                self.fault(f"delivery {claim.delivery} goes to somebody for whom it was not confirmed")

    def look_at_sentence(self, sentence: str, queued: int) -> None:
        """Is called with what a person reads of a lane that has ended, or of a notice that it does not send."""
        if _SAYS_QUEUED.search(sentence) and not queued:
            self.fault(f"nothing is queued, and a person reads: {sentence}")

    def look_at_aside(self, channel: str, aside: SetAside, seen: int) -> None:
        """Is called with each notice that a lane says it does not send now; ``seen``: rows that it saw just now."""
        queued = self.queued(channel, Scope(frozenset({aside.notice})))
        self.look_at_sentence(_sentences().of_lane(aside), queued or seen)
        begun = [row.id for row in self.rows() if row.notice_id == aside.notice and row.state in _BEGUN]
        if aside.code == "other_channel" and begun:
            self.fault(f"nothing of notice {aside.notice} is said to have gone out, and {begun} did")

    def check(self) -> None:
        """Raises AssertionError for whatever is not as promised."""
        rows = self.rows()
        self._check_messages()
        self._check_rows(rows)
        self._check_cancelled(rows)
        self._check_screens()
        self.posts.check()
        self.faults += self.loop.faults
        self.faults += [fault for service in self.services.values() for fault in service.faults]
        assert not self.faults, "\n".join(self.faults)

    def _check_messages(self) -> None:
        shown = Counter[int]()
        for name, service in self.services.items():
            shown.update(each.claim.delivery for each in service.shown)
            for each in service.shown[self._looked_at[name] :]:
                confirmed = self.confirmed.get(each.claim.notice)
                if confirmed is None or confirmed.contents.get(name) != each.content:
                    self.fault(f"delivery {each.claim.delivery} shows something that was not confirmed")
                else:
                    self._check_start(each, confirmed)
            self._looked_at[name] = len(service.shown)
        for row, times in shown.items():
            if times > 1 + self.resent[row]:
                self.fault(f"delivery {row} was shown {times} times")

    def _check_start(self, first: Shown, confirmed: Confirmed) -> None:
        """Nothing of a notice goes out before all its channels are ready, but for those that a person set aside."""
        notice = first.claim.notice
        if notice in self._begun:
            return
        self._begun.add(notice)
        for name, content in confirmed.contents.items():
            ready_at = self.services[name].ready_at.get(content, math.inf)
            waits = self.queued(name, Scope(frozenset({notice})))
            if waits and ready_at > first.at and (notice, name) not in self.set_aside:
                self.fault(f"notice {notice} went out on {first.claim.channel} before {name} was ready for it")

    def _check_rows(self, rows: Sequence[sa.Row[Any]]) -> None:
        shown, taken, doubtful = Counter[int](), Counter[int](), set(self.doubtful)
        for service in self.services.values():
            shown.update(each.claim.delivery for each in service.shown)
            taken.update(service.taken)
            doubtful |= service.doubtful
        under_way = {row for window in self.windows.values() if window.engine.running for row in window.in_hand}
        for row in rows:
            about = f"delivery {row.id} of {row.channel} is {row.state} {row.code}".strip()
            if row.state in _NOT_SENT and shown[row.id] > self.resent[row.id]:
                self.fault(f"{about}, and was shown {shown[row.id]} times")
            ended_well = self.services[row.channel].ended_well.get(row.id, False)
            if row.state == _S.FAILED and ended_well and row.id not in under_way:
                self.fault(f"{about}, and its last message was accepted and is shown")
            if row.state in _SENT and not taken[row.id] and row.id not in self.said_arrived:
                self.fault(f"{about}, and the service never took it")
            if row.state in (_S.DELIVERED, _S.READ) and not shown[row.id]:
                self.fault(f"{about}, and no phone shows it")
            if row.state == _S.UNKNOWN and (row.id not in doubtful or not row.code):
                self.fault(f"{about}, and there is no reason for it")
            if row.state == _S.SENDING and row.id not in under_way | self.doubtful:
                self.fault(f"{about}, and nobody is sending it")
        there = Counter((row.notice_id, row.channel) for row in rows)
        for notice, confirmed in self.confirmed.items():
            if notice in self.lost_notices:
                continue
            for name in confirmed.contents:
                expected = len(confirmed.audience) if name == WHATSAPP else 1
                if there[notice, name] != expected:
                    self.fault(f"notice {notice} has {there[notice, name]} deliveries on {name}, not {expected}")

    def _check_cancelled(self, rows: Sequence[sa.Row[Any]]) -> None:
        for row in rows:
            if row.state == _S.QUEUED and self._is_cancelled(row.id, row.notice_id):
                self.fault(f"delivery {row.id} is queued, and its notice was cancelled")
            if row.state == _S.CANCELLED and not self._is_cancelled(row.id, row.notice_id):
                self.fault(f"delivery {row.id} is cancelled, and somebody wants it sent")

    def _is_cancelled(self, row: int, notice: int) -> bool:
        return notice in self.cancelled and row not in self.wanted

    def _check_screens(self) -> None:
        for window in self.windows.values():
            if not window.engine.running:
                for name, lane in window.told.items():
                    if lane.phase not in _ENDED:
                        self.fault(f"{name} says {lane.phase}, and nothing is being sent")

    def calm_down(self) -> None:
        """Everything works again, and whoever is queued gets it: nothing may be left over."""
        self.mend_database()
        self.lose_answers(0)
        self.set_clock(0)
        for name, service in self.services.items():
            service.heal()
            self.enter_key(name)
        if not self.windows:
            self.start()
        for window in self.windows.values():
            window.go_on()
        for _ in range(2):
            self._wait_for_the_end(300)
            for window in self.windows.values():
                window.send(ALL_ROWS)
        self._wait_for_the_end(3000)
        for window in self.windows.values():
            window.changer.begin()
            self._wait_for_the_end(300)
        for name, window in self.windows.items():
            if window.engine.running:
                self.fault(f"{name} still sends after an hour in which everything went well")
        unsent = self.unsent()
        left = [row.id for row in self.rows() if row.state == _S.QUEUED and row.notice_id not in unsent]
        if left:
            self.fault(f"{left} are still queued after an hour in which everything went well")
        self.posts.check_the_end()
        self.check()

    def _wait_for_the_end(self, seconds: float) -> None:
        """Lets at most ``seconds`` pass until nothing is being sent."""
        until = self.loop.time() + seconds
        while self.loop.time() < until and any(
            window.runs or window.changer.running for window in self.windows.values()
        ):
            self.pass_time(5)

    # What the checks and the rules read

    def rows(self) -> Sequence[Any]:
        columns = delivery.c
        query = sa.select(columns.id, columns.notice_id, columns.channel, columns.state, columns.code)
        with self.observer.reading() as connection:
            return connection.execute(query.order_by(columns.id)).all()

    def unsent(self) -> set[int]:
        """Notices whose hour has not come, or that wait for a person's word at it."""
        with self.observer.reading() as connection:
            return {one.notice for one in waiting_schedules(connection)}

    def unknown(self) -> list[int]:
        return [row.id for row in self.rows() if row.state == _S.UNKNOWN]

    def waiting(self, channel: str, scope: Scope) -> Mapping[int, int]:
        """How many rows of each notice are queued."""
        return SqlOutbox(self.observer).waiting(channel, scope)

    def queued(self, channel: str, scope: Scope) -> int:
        return sum(self.waiting(channel, scope).values())

    def state(self, notice: int, channel: str = WHATSAPP) -> dict[str, int]:
        """How many deliveries of a notice are in each state."""
        return dict(Counter(row.state for row in self.rows() if (row.notice_id, row.channel) == (notice, channel)))

    def data_dir(self, name: str = "one") -> Path:
        """Without a server, all copies of the program on this computer share a folder."""
        folder = self.folder / (name if self.url else "office")
        folder.mkdir(exist_ok=True)
        return folder

    def close(self) -> None:
        for window in list(self.windows):
            self.kill(window)
        self._close()
        self.loop.close()

    def _open(self) -> None:
        self.observer = open_database(self.data_dir("observer"), self.url)
        database = open_database(self.data_dir("observer"), self.url)
        self.spoil(database)
        self.workspace = Workspace(
            self.data_dir("observer"),
            _settings(),
            Secrets(self.folder),
            self.clock,
            database,
            Subscribers(database),
            Notices(database),
            SqlOutbox(database),
            Templates(database),
        )

    def _close(self) -> None:
        self.observer.close()
        self.workspace.database.close()

    def _service_time(self) -> datetime:
        """What services write on what citizens say: their clocks are right."""
        return START + timedelta(seconds=self.loop.time())


def _refusal(trouble: Trouble, *, server: bool) -> Exception:
    """What the database's driver would raise."""
    if server:
        kinds = {Trouble.LOCKED: pg.LockNotAvailable, Trouble.FULL: pg.DiskFull, Trouble.GONE: pg.AdminShutdown}
        return sa.exc.OperationalError("", None, kinds[trouble]())
    names = {Trouble.LOCKED: "SQLITE_BUSY", Trouble.FULL: "SQLITE_FULL", Trouble.GONE: "SQLITE_IOERR"}
    error = sqlite3.OperationalError(trouble)
    error.sqlite_errorname = names[trouble]
    return error


@cache
def _sentences() -> Sentences:
    return wiring.sentences()


@cache
def _settings() -> Settings:
    office = Office("Comune di Calcinaia", ("Calcinaia", "Fornacette"), phone="0587 265442", alert_zone="Tosc-A4")
    return Settings(
        office,
        TelegramSettings("https://telegram.invalid/bot", (TelegramChannelSettings("principale", "@comunecalcinaia"),)),
        WhatsAppSettings("https://graph.invalid", "v25.0", "1", "2", "", rate_per_second=4.0, language="it"),
    )
