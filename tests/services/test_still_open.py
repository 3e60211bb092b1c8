# SPDX-License-Identifier: EUPL-1.2
"""What was told stays open until it is called off, extended or declared over; an alert insists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from comunecast_gui.core.approval.colleagues import Role
from comunecast_gui.core.content import TelegramPost
from comunecast_gui.core.model import Priority, QuietHours
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.ports import NewNotice
from comunecast_gui.core.thread.corrections import WITHDRAWN
from comunecast_gui.sandbox.config import SandboxConfig
from comunecast_gui.sandbox.server import run_sandbox
from comunecast_gui.services import wiring
from comunecast_gui.services.today import insisting, still_open
from comunecast_gui.services.training import TrainingSecrets
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system import locks
from comunecast_gui.system.settings import office_file
from tests.ui.conftest import MORNING, TOWN, FixedClock

TELEGRAM = "telegram:principale"
HOUR = timedelta(hours=1)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MORNING.at)


@pytest.fixture
def workspace(data_dir: Path, clock: FixedClock) -> Iterator[Workspace]:
    office_file.save(office_file.parse(TOWN), data_dir)
    with wiring.open_workspace(data_dir, clock=clock, secrets=TrainingSecrets()) as opened:
        yield opened


def told(workspace: Workspace, category: str, end: timedelta | None = None, by: int | None = None, **more: Any) -> int:
    """A notice that was told now, whose end comes after so long."""
    now = workspace.clock.now()
    title = f"{category} {now:%d %H:%M}"
    values: dict[str, Any] = {"fields": {"zona": ["Fornacette"]}} | more
    until = now + end if end is not None else None
    contents = {TELEGRAM: TelegramPost(title, title)}
    new = NewNotice(uuid4().hex, category, Priority.HIGH, title, title, now, contents, valid_until=until, **values)
    return workspace.outbox.enqueue(new, by)


def open_now(workspace: Workspace) -> list[tuple[int, bool]]:
    """What is open, and whether it asks."""
    now = workspace.clock.now()
    return [(one.notice, one.asks(now)) for one in still_open.still_open(workspace)]


def test_a_cut_is_open_until_its_end_and_asks_from_then_on(workspace: Workspace, clock: FixedClock) -> None:
    cut = told(workspace, "acqua_guasto", 2 * HOUR)
    feast = told(workspace, "evento", HOUR)  # a feast ends by itself
    assert open_now(workspace) == [(feast, False), (cut, False)]
    clock.at += 3 * HOUR
    assert open_now(workspace) == [(cut, True)]
    [one] = still_open.still_open(workspace)
    assert (one.closing, one.longer, one.place) == ("servizio_ripristinato", "acqua_guasto", "Fornacette")


def test_works_told_long_ago_ask_at_the_end_of_their_day(workspace: Workspace, clock: FixedClock) -> None:
    days = {"opera": "Asfaltatura di via Casarosa", "fine_prevista": "2027-02-12"}
    works = told(workspace, "cantiere", fields=days)
    ended = told(workspace, "cantiere", fields=days | {"opera": "Ponte"})
    clock.at += timedelta(days=40)
    told(workspace, "generico", follows=ended)
    clock.at += timedelta(days=31)
    [one] = still_open.still_open(workspace)
    assert (one.notice, one.works, one.street, one.closing) == (works, True, "via Casarosa", "generico")
    assert not one.asks(clock.at)
    clock.at += timedelta(days=12)
    assert open_now(workspace) == [(works, True)]


def test_a_deadline_is_open_until_its_day_and_closes_by_itself(workspace: Workspace, clock: FixedClock) -> None:
    tax = told(workspace, "tributi", timedelta(days=60))
    clock.at += timedelta(days=59)
    assert open_now(workspace) == [(tax, False)]
    clock.at += timedelta(days=1)
    assert open_now(workspace) == []


def test_what_is_told_before_it_begins_has_not_begun(workspace: Workspace, clock: FixedClock) -> None:
    zone = timezone_of(workspace.office)
    hours = {"periodo": {"inizio": "2026-11-28T21:00", "fine": "2026-11-28T23:30"}}
    feast = told(workspace, "evento", 5 * timedelta(days=1), fields=hours)
    school = told(workspace, "scuole", 9 * timedelta(days=1), fields={"giorni": ["2026-12-01", "2026-11-30"]})
    tax = told(workspace, "tributi", 60 * timedelta(days=1), fields={"scadenza": "2027-01-20"})
    begins = {one.notice: one.begin for one in still_open.still_open(workspace)}
    evening, monday = datetime(2026, 11, 28, 21, tzinfo=zone), datetime(2026, 11, 30, tzinfo=zone)
    assert begins == {feast: evening, school: monday, tax: None}  # a deadline is no begin
    moved = {"periodo": {"inizio": "2026-11-29T21:00", "fine": "2026-11-29T23:30"}}
    later = told(workspace, "evento", 6 * timedelta(days=1), fields=moved, follows=feast)
    [one] = [one for one in still_open.still_open(workspace) if one.notice == later]
    assert one.begin == evening + timedelta(days=1)
    assert not one.has_begun(clock.now())
    assert one.has_begun(one.begin)


def test_what_has_no_hour_stays_open_and_a_promise_of_news_asks(workspace: Workspace, clock: FixedClock) -> None:
    water = told(workspace, "acqua_non_potabile")
    hour = f"{clock.at.astimezone(timezone_of(workspace.office)) + HOUR:%Y-%m-%dT%H:%M}"
    fault = told(workspace, "emergenza", fields={"aggiornamento": hour})
    assert open_now(workspace) == [(water, False), (fault, False)]
    clock.at += HOUR
    assert open_now(workspace) == [(water, False), (fault, True)]
    [_, one] = still_open.still_open(workspace)
    assert one.alert, "it insists"
    clock.at += timedelta(days=90)
    assert open_now(workspace) == [(water, False), (fault, True)]


def test_a_called_off_event_is_not_open_and_a_moved_one_until_its_new_day(
    workspace: Workspace, clock: FixedClock
) -> None:
    feast = told(workspace, "evento", 9 * HOUR)
    off = told(workspace, "evento_modifica", follows=feast)
    assert open_now(workspace) == []
    period = {"inizio": "2030-01-01T18:00", "fine": "2030-01-01T20:00"}
    moved = told(workspace, "evento_modifica", follows=off, fields={"nuova_data": period})
    assert open_now(workspace) == [(moved, False)]


def test_what_was_taken_back_is_not_open(workspace: Workspace, clock: FixedClock) -> None:
    cut = told(workspace, "acqua_guasto", 2 * HOUR)
    told(workspace, "rettifica", follows=cut, fields=WITHDRAWN)
    assert open_now(workspace) == []


def test_an_update_extends_it_and_an_all_clear_in_its_thread_ends_it(workspace: Workspace, clock: FixedClock) -> None:
    cut = told(workspace, "acqua_guasto", 2 * HOUR)
    clock.at += 3 * HOUR
    longer = told(workspace, "acqua_guasto", 4 * HOUR, follows=cut)
    assert open_now(workspace) == [(longer, False)]
    clock.at += 5 * HOUR
    assert open_now(workspace) == [(longer, True)]
    told(workspace, "servizio_ripristinato", follows=longer)
    assert open_now(workspace) == []


def test_declared_over_it_is_gone_until_something_more_is_told_of_it(workspace: Workspace, clock: FixedClock) -> None:
    alert = told(workspace, "meteo_allerta", 2 * HOUR)
    clock.at += 3 * HOUR
    assert open_now(workspace) == [(alert, True)]
    assert wiring.check_context(workspace, clock.at).open_alerts
    still_open.declare_over(workspace, alert, "Anna")
    assert open_now(workspace) == []
    assert wiring.check_context(workspace, clock.at).open_alerts == ()
    clock.at += HOUR
    again = told(workspace, "meteo_aggiornamento", 4 * HOUR, follows=alert)
    assert open_now(workspace) == [(again, False)]


@pytest.mark.parametrize("later", ["meteo_allerta", "meteo_cessata"])
def test_a_later_alert_or_all_clear_that_follows_nothing_says_what_holds(
    workspace: Workspace, clock: FixedClock, later: str
) -> None:
    told(workspace, "meteo_allerta", 2 * HOUR)
    clock.at += 3 * HOUR
    newer = told(workspace, later, 9 * HOUR)
    assert open_now(workspace) == ([(newer, False)] if later == "meteo_allerta" else [])


def test_an_update_without_an_end_leaves_the_end_that_was_said(workspace: Workspace, clock: FixedClock) -> None:
    alert = told(workspace, "meteo_allerta", 2 * HOUR)
    clock.at += HOUR
    update = told(workspace, "meteo_aggiornamento", follows=alert)
    assert open_now(workspace) == [(update, False)]
    clock.at += 2 * HOUR
    assert open_now(workspace) == [(update, True)]


def test_what_waits_for_its_hour_is_not_told_yet(workspace: Workspace, clock: FixedClock) -> None:
    told(workspace, "acqua_guasto", 9 * HOUR, due=clock.at + HOUR)
    assert open_now(workspace) == []


def test_an_alert_rings_on_the_offices_telephones_until_it_is_answered(data_dir: Path, clock: FixedClock) -> None:
    with run_sandbox(SandboxConfig()) as sandbox:
        office_file.save(office_file.parse(TOWN.replace("http://127.0.0.1:9/bot", sandbox.telegram_base_url)), data_dir)
        with wiring.open_workspace(data_dir, clock=clock, secrets=TrainingSecrets()) as workspace:
            anna = workspace.colleagues.add("Anna", "anna", set(Role), "4711-93", clock.at, None)
            word = workspace.colleagues.offer_chat(anna.id, clock.at, anna)
            assert workspace.colleagues.take_chat(word, 4711, clock.at)
            sandbox.control.telegram_writes(4711, "/start")
            alert = told(workspace, "meteo_allerta", HOUR, anna.id)

            def rung(office: Workspace = workspace) -> int:
                insisting.look(office)
                return sum("nessuno l'ha chiusa" in post.text for post in sandbox.control.posts(4711))

            assert rung() == 0
            clock.at += HOUR
            assert rung() == 1
            clock.at += HOUR
            assert rung() == 1, "not twice in two hours"
            clock.at += HOUR
            locks.move_away(data_dir, clock.at)
            assert rung() == 1, "the computer that the office is on by now rings"
            locks.stay(data_dir)
            assert rung() == 2
            clock.at += 3 * HOUR
            early = replace(workspace.office, quiet=QuietHours(begin=MORNING.at.time()))
            assert rung(replace(workspace, settings=replace(workspace.settings, office=early))) == 2
            assert rung() == 3, "it is not quiet, as this office has it"
            still_open.declare_over(workspace, alert, "Anna")
            clock.at += 9 * HOUR
            assert rung() == 3
