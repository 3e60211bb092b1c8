# SPDX-License-Identifier: EUPL-1.2
"""Plays with notices for later: each goes out once, in its minute, or a person is asked, whatever happens meanwhile.

Two workstations share the office; computers sleep and die, clocks are set back, and the nights of both clock changes
pass. ``COMUNECAST_STEPS`` says how long, as for the other games (``test_game.py``).
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from comunecast_gui.core.content import TelegramPost
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import DeliveryState, Priority
from comunecast_gui.core.ports import ALL_ROWS, Accepted, NewNotice, Result
from comunecast_gui.core.schedule.due import GRACE, DueState
from comunecast_gui.core.schedule.local_hour import moment_of, moments
from comunecast_gui.services import wiring
from comunecast_gui.services.schedule import at_its_hour, decisions
from comunecast_gui.services.today import open_work
from comunecast_gui.services.training import TrainingSecrets
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system.settings import office_file
from tests.databases import KINDS, fresh_url
from tests.model.test_game import _LONG, _SHORT, MEMORY, NORMAL_STEPS, STEPS
from tests.ui.conftest import TOWN, FixedClock

ROME = ZoneInfo("Europe/Rome")
TELEGRAM = "telegram:principale"
NIGHTS = (
    datetime(2026, 3, 28, 21, tzinfo=UTC),
    datetime(2026, 10, 24, 21, tzinfo=UTC),
    datetime(2026, 6, 10, 7, tzinfo=UTC),
)
STEPS_OF_A_NIGHT = 12
WHO = st.sampled_from([0, 1])
MINUTE = timedelta(minutes=1)
WORDS = (
    *("mercato", "scuola", "ponte", "fiera", "piscina", "teatro", "parco", "museo", "concerto", "biblioteca"),
    *("stadio", "mensa", "asilo", "cinema", "argine", "palestra", "giardino", "fontana", "sagra", "mostra"),
    *("torneo", "vaccino", "anagrafe", "rotonda", "semaforo", "cantiere", "platano"),
)


class Hours(RuleBasedStateMachine):
    """Both workstations wake at the next hour, as the window does, unless they sleep."""

    database_kind = "sqlite"

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.due: dict[int, datetime] = {}
        self.sent: dict[int, list[datetime]] = {}
        self.by_person: set[int] = set()
        self.gone: set[int] = set()
        self.slept = self.set_back = False
        self.dies = False

    @initialize(night=st.sampled_from(NIGHTS), first=st.lists(st.integers(1, 400), min_size=3, max_size=5))
    def begin(self, night: datetime, first: list[int]) -> None:
        self.clock = FixedClock(night)
        folder = Path(tempfile.mkdtemp(prefix="hours-", dir=MEMORY))
        self.stack.callback(shutil.rmtree, folder, ignore_errors=True)
        url = self.stack.enter_context(fresh_url(self.database_kind))
        self.desks: list[Workspace] = []
        for name in ("a", "b"):
            desk = folder / name if url else folder / "one"
            desk.mkdir(exist_ok=True)
            database = f'\n[database]\nurl = "{url}"\n' if url else ""
            office_file.save(office_file.parse(TOWN + database), desk)
            opened = wiring.open_workspace(desk, clock=self.clock, secrets=TrainingSecrets())
            self.desks.append(self.stack.enter_context(opened))
        for number, ahead in enumerate(first):
            self.queue_for(ahead, number % 2, number % 2)

    def teardown(self) -> None:
        self.stack.close()

    # -- what happens -------------------------------------------------------------------------------------------

    @rule(ahead=st.sampled_from([1, 7, 30, 61, 170, 300, 900]), fold=st.integers(0, 1), who=WHO)
    def queue(self, ahead: int, fold: int, who: int) -> None:
        if len(self.due) < 12:
            self.queue_for(ahead, fold, who)

    def queue_for(self, ahead: int, fold: int, who: int) -> None:
        """A person types an hour of the office's clock; in the nights of the changes it may not be one."""
        typed = self.clock.at.astimezone(ROME).replace(tzinfo=None, fold=0, second=0) + ahead * MINUTE
        found = moments(typed, ROME)
        if len(found) != 1:
            with pytest.raises(InputError, match="hour_twice" if found else "hour_skipped"):
                moment_of(typed, ROME)
        if not found or found[min(fold, len(found) - 1)] <= self.clock.at:
            return
        due = found[min(fold, len(found) - 1)]
        said = f"Avviso numero {len(self.due)} delle {due:%H:%M}"
        words = [WORDS[(len(self.due) * 7 + place * (len(self.due) + 1)) % len(WORDS)] for place in range(6)]
        fields = {"titolo": said, "testo": f"Si parla di {', '.join(words)}."}
        post = {TELEGRAM: TelegramPost(said, said)}
        new = NewNotice(said, "generico", Priority.NORMAL, said, said, self.clock.at, post, fields, due=due)
        self.due[self.desks[who].outbox.enqueue(new)] = due

    @rule(minutes=st.sampled_from([2, 20, 90, 200]))
    def wake(self, minutes: int) -> None:
        """Time passes with both programs open: each sleeps until the next hour, or half a minute."""
        until = self.clock.at + minutes * MINUTE
        while self.clock.at < until:
            self.look(0)
            self.look(1)
            due = self.desks[0].schedules.next_due(self.clock.at)
            self.clock.at = until if due is None else min(until, max(due, self.clock.at + timedelta(seconds=1)))
        self.look(1)
        self.look(0)

    @rule(minutes=st.sampled_from([3, 6, 45, 100, 200]), who=WHO)
    def sleep(self, minutes: int, who: int) -> None:
        """Every computer is off for a while."""
        self.clock.at += minutes * MINUTE
        self.slept = True
        self.look(who)

    @rule()
    def die(self) -> None:
        """The next program that released something loses its power before it sent it."""
        self.dies = True

    @rule(minutes=st.sampled_from([2, 60]))
    def turn_back(self, minutes: int) -> None:
        self.clock.at -= minutes * MINUTE
        self.set_back = True
        self.desks[0].outbox.recover(self.clock.at)

    @rule(index=st.integers(0, 5), who=WHO)
    def take_back(self, index: int, who: int) -> None:
        if (notice := self.waiting(index)) is not None:
            decisions.take_back(self.desks[who], notice)
            self.gone.add(notice)

    @rule(index=st.integers(0, 5), minutes=st.integers(1, 120), who=WHO)
    def move(self, index: int, minutes: int, who: int) -> None:
        if (notice := self.waiting(index)) is not None:
            due = self.clock.at + minutes * MINUTE
            try:
                self.due[notice] = decisions.move(self.desks[who], notice, due).at
            except InputError as error:  # on another day its text would be wrong
                if error.code != "schedule_other_day" and error.values.get("why") != "its_day_has_passed":
                    raise

    @rule(index=st.integers(0, 5), who=WHO)
    def decide(self, index: int, who: int) -> None:
        """A person sends what did not go out."""
        if (notice := self.waiting(index)) is not None:
            self.by_person.add(notice)
            if decisions.send_now(self.desks[who], notice, whatever=True):
                self.send((notice,), who)

    # -- what the programs do ------------------------------------------------------------------------------------

    def waiting(self, index: int) -> int | None:
        found = self.desks[0].schedules.all()
        return found[index % len(found)].notice if found else None

    def look(self, who: int) -> None:
        released = at_its_hour.look(self.desks[who])
        if released and self.dies:
            self.dies = False
            self.gone.update(released)
            return
        self.send(released, who)

    def send(self, notices: tuple[int, ...], who: int) -> None:
        """As the engine does: only what it was asked for."""
        outbox, now = self.desks[who].outbox, self.clock.at
        scope = replace(ALL_ROWS, notices=frozenset(notices))
        while notices and (claims := outbox.exchange((), TELEGRAM, 9, now=now, scope=scope)):
            results = [
                Result(one.delivery, DeliveryState.ACCEPTED, now, accepted=Accepted(f"{one.delivery}"))
                for one in claims
            ]
            outbox.exchange(results, TELEGRAM, 0, now=now)
            for one in claims:
                self.sent.setdefault(one.notice, []).append(now)

    # -- what must be true ---------------------------------------------------------------------------------------

    @invariant()
    def each_went_out_once_in_its_minute_or_is_asked(self) -> None:
        if not self.due:
            return
        now = self.clock.at
        held = {one.notice: one.state(now) for one in self.desks[1].schedules.all()}
        unsent = open_work.waiting(self.desks[0])
        for notice, due in self.due.items():
            moments_sent = self.sent.get(notice, [])
            assert len(moments_sent) <= 1
            if moments_sent:
                assert notice not in held
                assert notice not in unsent
                if notice not in self.by_person:
                    late = moments_sent[0] - due
                    assert timedelta(0) <= late <= (GRACE if self.slept or self.set_back else MINUTE)
            elif notice in self.gone:
                assert notice not in held  # taken back, or a program died with it: then it stands among the unsent
            else:
                assert notice in held
                if now > due + GRACE:
                    assert held[notice] is DueState.HELD
        everybody = self.desks[0].outbox.exchange(
            (), TELEGRAM, 9, now=now, scope=replace(ALL_ROWS, notices=frozenset(held))
        )
        assert everybody == [], "nobody takes a row that was not released"


@pytest.mark.parametrize("kind", KINDS)
def test_each_notice_goes_out_once_in_its_minute_or_is_asked(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Hours, "database_kind", kind)
    long = STEPS != NORMAL_STEPS
    games = max(1, STEPS // STEPS_OF_A_NIGHT // 20) if long else 5
    chosen = settings(_LONG if long else _SHORT, max_examples=games, stateful_step_count=STEPS_OF_A_NIGHT)
    run_state_machine_as_test(Hours, settings=chosen)
