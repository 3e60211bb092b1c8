# SPDX-License-Identifier: EUPL-1.2
"""Templates in several goes: nothing is submitted twice, nothing forgotten, and Meta's hour is waited for."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from comunecast_gui.channels.whatsapp.templates import TemplateApi
from comunecast_gui.core.errors import InputError, Misconfigured, SendError
from comunecast_gui.core.work.long_work import LongWork
from comunecast_gui.sandbox.faults import Fault, FaultKind
from comunecast_gui.services.categories import going_on
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.delivery.submission_rounds import SubmissionRounds
from comunecast_gui.system import locks
from comunecast_gui.system.whereabouts import folder_home
from tests.services.setup.conftest import SetupBench, benches

START = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
NEEDED = ("generico", "emergenza", "meteo_allerta", "acqua_guasto", "acqua_programmata", "energia_guasto", "scuole")


class Hands:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.moment = START

    def now(self) -> datetime:
        return self.moment


class Office:
    """One office, opened anew for each step as a program that was closed does; Meta's clock and its own go together."""

    def __init__(self, bench: SetupBench) -> None:
        self.bench, self.clock = bench, Hands()

    @contextmanager
    def opened(self) -> Iterator[Workspace]:
        with self.bench.folder.workspace() as workspace:
            yield replace(workspace, clock=self.clock)

    def wait(self, **time: float) -> None:
        self.clock.moment += timedelta(**time)
        self.bench.sandbox.control.advance(timedelta(**time).total_seconds())

    def posted(self) -> Counter[str]:
        return Counter(one.name for one in self.bench.sandbox.control.templates())

    def calls(self) -> int:
        return len(self.bench.sandbox.control.requests("whatsapp"))


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    with benches(tmp_path) as make:
        bench = make()
        if database_url:
            bench.folder.change({"database.url": database_url})
        bench.with_number()
        bench.sandbox.control.advance(3601)
        object.__setattr__(bench.sandbox.control._state.config, "management_per_hour", 5)
        yield Office(bench)


def test_it_goes_on_when_the_hour_is_over_until_meta_has_all(office: Office) -> None:
    with office.opened() as workspace:
        first = going_on.submit(workspace, NEEDED, files=False)
        rest = going_on.waiting(workspace)
    assert first.stopped_by is not None
    assert rest is not None
    assert (rest.at, rest.left, rest.held) == (START + going_on.HOUR, len(first.left), True)
    assert 0 < len(first.created) < len(NEEDED)
    before = office.calls()
    office.wait(minutes=59)
    with office.opened() as workspace:
        assert going_on.go_on(workspace) is None
        pressed = going_on.submit(workspace, ("uffici",), files=False)  # a person who presses meanwhile adds to it
        assert (pressed.created, len(pressed.left)) == ((), rest.left + 1)
    assert office.calls() == before
    goes = 0
    while goes < 6:
        office.wait(minutes=61)
        with office.opened() as workspace:
            if going_on.go_on(workspace) is None:
                break
        goes += 1
    with office.opened() as workspace:
        assert going_on.waiting(workspace) is None
        wanted = {workspace.catalogue.get(one).whatsapp.template_name for one in (*NEEDED, "uffici")}
    assert 1 <= goes <= 5
    assert office.posted() == Counter(dict.fromkeys(wanted, 1))
    refused = office.bench.sandbox.control.complaints("whatsapp")
    assert not [one for one in refused if one.code not in (80007,)]


def test_of_two_workstations_one_goes_on(office: Office) -> None:
    with office.opened() as workspace:
        going_on.submit(workspace, NEEDED, files=False)
    office.wait(minutes=61)
    went: list[bool] = []
    starts = threading.Barrier(2)

    def workstation() -> None:
        with office.opened() as workspace:
            starts.wait()
            done = going_on.go_on(workspace)
        went.append(done is not None and bool(done.created))

    threads = [threading.Thread(target=workstation) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(went) == [False, True]
    assert set(office.posted().values()) == {1}


class KilledError(BaseException):
    """The program is killed."""


def test_a_program_that_dies_on_the_way_goes_on_there(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, made = TemplateApi.submit, list[int]()

    def dies(self: TemplateApi, *args: object) -> object:
        if len(made) == 2:
            raise KilledError
        made.append(1)
        return whole(self, *args)  # type: ignore[arg-type]

    with monkeypatch.context() as patch, office.opened() as workspace:
        patch.setattr(TemplateApi, "submit", dies)
        with pytest.raises(KilledError):
            going_on.submit(workspace, NEEDED, files=False)
    with office.opened() as workspace:
        rest = going_on.waiting(workspace)
        assert rest is not None
        assert (rest.held, rest.left) == (True, len(NEEDED) - 2)
        assert going_on.go_on(workspace) is None  # it may be alive elsewhere
    for _ in range(3):
        office.wait(minutes=61)
        with office.opened() as workspace:
            going_on.go_on(workspace)
    with office.opened() as workspace:
        assert going_on.waiting(workspace) is None
    assert office.posted() == Counter(dict.fromkeys(office.posted(), 1))
    assert len(office.posted()) == len(NEEDED)


def test_where_meta_falls_silent_it_tries_again_and_a_person_need_not_wait(office: Office) -> None:
    control = office.bench.sandbox.control
    control.add_fault(
        Fault(service="whatsapp", method="message_templates", kind=FaultKind.RESET, after=2, times=1, processed=True)
    )
    with office.opened() as workspace:
        first = going_on.submit(workspace, NEEDED[:3], files=False)
        rest = going_on.waiting(workspace)
        assert rest is not None
        assert not rest.held
        assert first.stopped_by is not None
        assert going_on.go_on(workspace) is None
    office.wait(minutes=16)
    with office.opened() as workspace:
        assert going_on.go_on(workspace) is not None
        assert going_on.waiting(workspace) is None
    assert office.posted() == Counter(dict.fromkeys(office.posted(), 1))
    assert len(office.posted()) == 3


def test_what_a_person_has_to_mend_keeps_what_waited_and_no_more(office: Office) -> None:
    control = office.bench.sandbox.control
    control.revoke_token("whatsapp")
    with office.opened() as workspace:
        with pytest.raises(Misconfigured):
            going_on.submit(workspace, NEEDED, files=False)
        assert going_on.waiting(workspace) is None
    control.revoke_token("whatsapp", revoked=False)
    with office.opened() as workspace:
        going_on.submit(workspace, NEEDED, files=False)
    control.revoke_token("whatsapp")
    office.wait(minutes=61)
    with office.opened() as workspace:
        with pytest.raises(SendError):
            going_on.go_on(workspace)
        rest = going_on.waiting(workspace)
    assert rest is not None
    assert rest.left > 0
    assert not rest.held


def test_what_a_person_stops_before_meta_is_asked_does_not_go_on_by_itself(office: Office) -> None:
    work = LongWork()
    work.stop()
    with office.opened() as workspace, pytest.raises(InputError, match="work_stopped"):
        going_on.submit(workspace, NEEDED, files=False, work=work)
    office.wait(minutes=61)
    with office.opened() as workspace:
        assert going_on.waiting(workspace) is None
        assert going_on.go_on(workspace) is None
    assert not office.posted()


def test_a_clock_that_was_a_year_ahead_and_an_office_that_is_on_another_computer(office: Office) -> None:
    office.clock.moment += timedelta(days=365)
    with office.opened() as workspace:
        going_on.submit(workspace, NEEDED, files=False)
    office.clock.moment = START
    office.bench.sandbox.control.advance(3601)
    locks.move_away(office.bench.folder.data_dir, START)
    with office.opened() as workspace:
        assert going_on.go_on(workspace) is None
    locks.come_back(office.bench.folder.data_dir)
    home = office.bench.folder.data_dir / folder_home.FILE_NAME
    kept = home.read_text()
    home.write_text(json.dumps({**json.loads(kept), "folder": "/elsewhere"}))
    with office.opened() as workspace:
        assert going_on.go_on(workspace) is None, "nor from the copy of a folder"
    home.write_text(kept)
    with office.opened() as workspace:
        done = going_on.go_on(workspace)
    assert done is not None
    assert done.created


def test_a_person_at_a_terminal_asks_meta_within_the_hour_and_disturbs_nobody(office: Office) -> None:
    """By Meta's clock the hour may be over; what it did not take waits in the same round, whoever began it."""
    with office.opened() as workspace:
        assert going_on.submit(workspace, NEEDED, files=False).left
        office.wait(minutes=5)
        before = office.calls()
        again = going_on.submit(workspace, ["acqua_guasto"], files=False, asks_meta=True)
        assert office.calls() > before
        assert again.left
        rest = going_on.waiting(workspace)
        assert rest == going_on.Waiting(office.clock.now() + going_on.HOUR, len(again.left), held=True)
        rounds = SubmissionRounds(workspace.database)
        rounds.change(lambda found: found and replace(found, owner="another", at=office.clock.now() + going_on.HOUR))
        before = office.calls()
        with locks.submitting_alone(workspace.data_dir):  # it lives
            assert going_on.submit(workspace, ["scuole"], files=False, asks_meta=True).left == again.left
        assert office.calls() == before
        rest = going_on.waiting(workspace)
        assert rest is not None
        assert rest.busy
        office.wait(minutes=56)
        done = going_on.submit(workspace, ["scuole"], files=False)
        # It died, and Meta is asked at once; of another workstation nobody knows.
        assert bool(done.created) is not workspace.database.shared
