# SPDX-License-Identifier: EUPL-1.2
"""Plays with the office at random: whatever people and services do in whatever order, no promise is broken.

``COMUNECAST_STEPS`` says how long (``python3 dev.py faults --steps 200000``); a broken promise is shown as the
shortest game that hypothesis could make of it, which is then written down in ``test_found.py``.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, closing
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.database import DirectoryBasedExampleDatabase
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from comunecast_gui.core.model import Verdict
from comunecast_gui.core.notice.follow_up import CORRECTION
from comunecast_gui.core.ports import ALL_ROWS
from comunecast_gui.core.thread.post_change import ChangeVerdict
from comunecast_gui.store.db.database import open_database
from tests.databases import KINDS, fresh_url
from tests.model.services import POST_ANSWERS, READY_ANSWERS, Answer
from tests.model.town import CHANNELS, COMMAND, TELEGRAM, WHATSAPP, WINDOW, Kind, Town, Trouble

NORMAL_STEPS = 2_000
STEPS = int(os.environ.get("COMUNECAST_STEPS", NORMAL_STEPS))
STEPS_OF_A_GAME = 50
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""A folder that is no disk: nothing here is about power cuts."""

PAUSES = st.sampled_from([0.0, 0.01, 0.1, 0.4, 2.0, 15.0, 120.0, 900.0])
TARGETS = st.sampled_from([CHANNELS, (WHATSAPP,), (TELEGRAM,)])
CHANNEL = st.sampled_from(CHANNELS)
_SHORT = settings(
    max_examples=max(1, STEPS // STEPS_OF_A_GAME),
    stateful_step_count=STEPS_OF_A_GAME,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
    phases=[Phase.generate, Phase.shrink],
    derandomize=True,
    database=None,
)
"""The same games each time: a change that breaks a promise is found where it was made, or by a longer session."""
_LONG = settings(
    _SHORT,
    derandomize=False,
    database=DirectoryBasedExampleDatabase(Path(".hypothesis") / "model"),
    phases=[Phase.reuse, Phase.generate, Phase.shrink],
)
"""Other games each time, after those that failed the last time."""
INDEX = st.integers(0, 9)
NOT_NOW = st.lists(
    st.sampled_from([Answer.BUSY, Answer.TOO_MUCH_FOR_ONE, Answer.TRY_TWICE, Answer.SLOW, Answer.LOST]),
    min_size=1,
    max_size=4,
)
MENDING = ("correct", "delete", "stop_and_mend", "correct_for_all", "follow")
NO_EDIT = st.lists(st.sampled_from(POST_ANSWERS), min_size=1, max_size=4)


def move(**drawn: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Any]:
    """A rule after which some time passes."""

    def decorate(function: Callable[..., None]) -> Any:
        @wraps(function)
        def step(self: Game, pause: float, **values: Any) -> None:
            function(self, **values)
            self.town.pass_time(pause)

        a_rule: Any = rule
        return a_rule(pause=PAUSES, **drawn)(step)

    return decorate


class Game(RuleBasedStateMachine):
    """One game. The rules only choose; what they do is said in :class:`Town`."""

    kind = "sqlite"
    empty: Path
    """A data folder with an empty database."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="game-", dir=MEMORY))
        shutil.copytree(self.empty, self.folder / "office")
        self.resources = ExitStack()
        url = self.resources.enter_context(fresh_url(self.kind))
        self.town = self.resources.enter_context(closing(Town(self.folder, url)))
        self.restored = False
        self.moves = 0
        """Since everything was calm."""

    @initialize(people=st.integers(1, 5), kind=st.sampled_from(Kind), channels=TARGETS, pause=PAUSES)
    def begin(self, people: int, kind: Kind, channels: tuple[str, ...], pause: float) -> None:
        for _ in range(people):
            self.town.join()
        self.town.start()
        self.town.tell(kind, channels)
        self.town.pass_time(pause)

    # People. What matters most has several rules, because all are equally likely.

    @move(kind=st.sampled_from(Kind), channels=TARGETS)
    def tell(self, kind: Kind, channels: tuple[str, ...]) -> None:
        self._tell(kind, channels)

    @move(kind=st.sampled_from(Kind), edited=st.booleans(), queued_only=st.booleans())
    def tell_after_a_while(self, kind: Kind, edited: bool, queued_only: bool) -> None:
        """The confirmation is open for a minute; somebody may go on writing meanwhile."""
        self.town.write(kind, CHANNELS)
        self.town.ask()
        self.town.pass_time(60)
        if edited:
            self.town.edit("È aperta anche di notte.")
        self.town.confirm(None if queued_only else "one")

    @precondition(lambda self: self.town.windows)
    @move(index=INDEX, command=st.sampled_from(["stop", "stop_at_once", "pause", "go_on"]))
    def press(self, index: int, command: str) -> None:
        getattr(self._window(index), command)()

    @precondition(lambda self: self.town.windows)
    @move(index=INDEX)
    def resume(self, index: int) -> None:
        self._window(index).send(ALL_ROWS)

    @move(channel=CHANNEL, what=st.sampled_from(["revoke_key", "enter_key"]))
    def key(self, channel: str, what: str) -> None:
        getattr(self.town, what)(channel)

    @precondition(lambda self: self.town.unknown())
    @move(index=INDEX, verdict=st.sampled_from(Verdict), window=st.sampled_from(["one", None]))
    def settle(self, index: int, verdict: Verdict, window: str | None) -> None:
        rows = self.town.unknown()
        self.town.settle(rows[index % len(rows)], verdict, window)

    @precondition(lambda self: self.town.resent or self.town.said_arrived)
    @move()
    def take_back(self) -> None:
        self.town.take_back()

    @precondition(lambda self: self.town.confirmed)
    @move(index=INDEX, channel=CHANNEL)
    def go_without(self, index: int, channel: str) -> None:
        self.town.go_without(self._notice(index), channel)

    @precondition(lambda self: self.town.confirmed)
    @move(index=INDEX, what=st.sampled_from(["cancel", "retry_failed"]))
    def change_notice(self, index: int, what: str) -> None:
        getattr(self.town, what)(self._notice(index))

    @move(kind=st.sampled_from(Kind), answers=NOT_NOW, seconds=st.sampled_from([0.12, 0.4, 1.2]))
    def cancel_while_calls_are_under_way(self, kind: Kind, answers: list[Answer], seconds: float) -> None:
        """What the service did not process then comes back to the queue of a notice that nobody wants any more."""
        for channel in CHANNELS:
            self.town.will_answer(channel, answers)
        self._tell(kind, CHANNELS)
        self.town.pass_time(seconds)
        self.town.cancel(max(self.town.confirmed))

    # What comes after a notice was told.

    @precondition(lambda self: self.town.confirmed)
    @move(index=INDEX, what=st.sampled_from(["correct", *MENDING]))
    def mend(self, index: int, what: str) -> None:
        """Also while it is being sent."""
        self._mend(self._notice(index), what)

    @move(
        answers=st.lists(st.sampled_from(POST_ANSWERS), min_size=1, max_size=4), again=st.sampled_from([0.0, 0.08, 5.0])
    )
    def correct_twice(self, answers: list[Answer], again: float) -> None:
        """The second correction is asked for while the first is under way, or waits."""
        self.town.services[TELEGRAM].changing.extend(answers)
        if self.town.confirmed:
            notice = max(self.town.confirmed)
            self._mend(notice, "correct")
            self.town.pass_time(again)
            self._mend(notice, "correct")

    @move(kind=st.sampled_from(Kind), what=st.sampled_from(MENDING))
    def mend_while_it_is_sent(self, kind: Kind, what: str) -> None:
        self.town.will_answer(TELEGRAM, [Answer.SLOW])
        self._tell(kind, CHANNELS)
        self.town.pass_time(3)
        self._mend(max(self.town.confirmed, default=0), what)

    @precondition(lambda self: self.town.confirmed)
    @move(index=INDEX, verdict=st.sampled_from(ChangeVerdict))
    def settle_change(self, index: int, verdict: ChangeVerdict) -> None:
        self.town.posts.settle(index, verdict)
        self._change_posts()

    @move(kind=st.sampled_from(Kind), channels=TARGETS, seconds=st.sampled_from([30.0, 600.0]))
    def tell_later(self, kind: Kind, channels: tuple[str, ...], seconds: float) -> None:
        self.town.tell_later(kind, channels, seconds)

    @precondition(lambda self: self.town.windows and self.town.unsent())
    @move(index=INDEX, seconds=st.sampled_from([0.0, 30.0, 590.0]))
    def look_at_the_hour(self, index: int, seconds: float) -> None:
        self.town.pass_time(seconds)
        self.town.look_at_the_hour(self._name(index))

    @precondition(lambda self: not self.town.url and not self.restored)
    @rule(lost=st.booleans())
    def back_up_or_restore(self, lost: bool) -> None:
        """Once in a game: putting a backup back takes as long as ten other moves."""
        if not self.town.has_backup:
            self.town.back_up()
        elif self.town.trouble is None:
            self.restored = True
            for window in list(self.town.windows):
                self.town.kill(window)
            self.town.restore(lost=lost)
            self.town.start()

    # Citizens

    @precondition(lambda self: self.town.holders)
    @move(index=INDEX, what=st.sampled_from(["join", "leave", "change_number"]))
    def citizen(self, index: int, what: str) -> None:
        citizens = list(self.town.holders.values())
        if what == "join":
            self.town.join()
        else:
            getattr(self.town, what)(citizens[index % len(citizens)])

    # Services

    @move(channel=CHANNEL, answers=st.lists(st.sampled_from(Answer), min_size=1, max_size=5))
    def answers(self, channel: str, answers: list[Answer]) -> None:
        self.town.will_answer(channel, answers)

    @move(channel=CHANNEL, answers=st.lists(st.sampled_from(READY_ANSWERS), min_size=1, max_size=8))
    def readiness(self, channel: str, answers: list[Answer]) -> None:
        self.town.will_be_ready(channel, answers)

    @precondition(lambda self: self.town.services[WHATSAPP].later)
    @move(indices=st.lists(INDEX, min_size=1, max_size=5), again=st.booleans())
    def receipts(self, indices: list[int], again: bool) -> None:
        for index in indices:
            self.town.receipt(index, again=again)

    # The machine

    @precondition(lambda self: self.town.windows)
    @move(index=INDEX, turns=st.integers(0, 40))
    def kill(self, index: int, turns: int) -> None:
        self.town.kill(self._name(index), turns)

    @move(name=st.sampled_from(["one", "two"]), patience=st.sampled_from([WINDOW, COMMAND]))
    def start(self, name: str, patience: float) -> None:
        if name not in self.town.windows:
            self.town.start(name, patience)

    @move(trouble=st.sampled_from(Trouble), seconds=st.sampled_from([0.002, 0.3, 5.0, 200.0]))
    def lose_database(self, trouble: Trouble, seconds: float) -> None:
        self.town.lose_database(trouble, seconds)

    @move(times=st.integers(1, 3))
    def lose_answers(self, times: int) -> None:
        self.town.lose_answers(times)

    @move(seconds=st.sampled_from([-3600.0, -10.0, 0.0, 600.0]))
    def set_clock(self, seconds: float) -> None:
        self.town.set_clock(seconds)

    @move()
    def wait(self) -> None:
        """Only time passes."""

    @precondition(lambda self: self.moves >= 10)
    @rule()
    def calm_down(self) -> None:
        self.moves = 0
        self.town.calm_down()

    @invariant()
    def promises_are_kept(self) -> None:
        self.moves += 1
        self.town.check()

    def teardown(self) -> None:
        try:
            if not self.town.faults:
                self.town.calm_down()
        finally:
            self.resources.close()
            shutil.rmtree(self.folder)

    def _tell(self, kind: Kind, channels: tuple[str, ...]) -> None:
        self.town.write(kind, channels)
        self.town.ask()
        self.town.confirm("one", at_once=True)

    def _notice(self, index: int) -> int:
        notices = sorted(self.town.confirmed)
        return notices[index % len(notices)]

    def _mend(self, notice: int, what: str) -> None:
        match what:
            case "correct" | "delete":
                getattr(self.town.posts, what)(notice)
            case "stop_and_mend" | "correct_for_all":
                getattr(self.town, what)(notice)
            case "follow":
                self.town.follow(notice, CORRECTION, {"errato": "alle 8", "corretto": "alle 9"})
        self._change_posts()

    def _change_posts(self) -> None:
        for window in self.town.windows.values():
            window.changer.begin()

    def _name(self, index: int) -> str:
        names = sorted(self.town.windows)
        return names[index % len(names)]

    def _window(self, index: int) -> Any:
        return self.town.windows[self._name(index)]


@pytest.mark.slow
@pytest.mark.timeout(0)
@pytest.mark.parametrize("kind", KINDS)
def test_random_moves_break_no_promise(kind: str, tmp_path: Path) -> None:
    open_database(tmp_path).close()
    game = type("GameHere", (Game,), {"kind": kind, "empty": tmp_path})
    chosen = _SHORT if STEPS <= NORMAL_STEPS else _LONG
    if kind != "sqlite":  # where a new database and each move take ten times as long
        chosen = settings(chosen, max_examples=max(1, chosen.max_examples // 10))
    run_state_machine_as_test(game, settings=chosen)
