# SPDX-License-Identifier: EUPL-1.2
"""What goes out later goes out once, in its minute, and only if it is still true; else a person is asked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from comunecast_gui.core.approval.approval_request import Way
from comunecast_gui.core.approval.colleagues import Role
from comunecast_gui.core.content import TemplateMessage
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.model import DeliveryState, Draft
from comunecast_gui.core.notice.compose import compose
from comunecast_gui.core.notice.overlays import category_editing
from comunecast_gui.core.ports import ALL_ROWS, Claim
from comunecast_gui.core.schedule.due import GRACE, DueState, Falsehood
from comunecast_gui.services import queueing, wiring
from comunecast_gui.services.categories import own_categories
from comunecast_gui.services.schedule import at_its_hour, decisions
from comunecast_gui.services.training import TrainingSecrets
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.store.delivery.templates import TemplateRow
from comunecast_gui.system.settings import office_file
from tests.ui.conftest import MORNING, TOWN, FixedClock, add_people

TEXT = {"titolo": "Farmacia di turno", "testo": "Da sabato è di turno la farmacia di Fornacette."}
TELEGRAM = "telegram:principale"
DUE = MORNING.at + timedelta(days=1, hours=2)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MORNING.at)


@pytest.fixture
def workspace(data_dir: Path, clock: FixedClock) -> Iterator[Workspace]:
    office_file.save(office_file.parse(TOWN), data_dir)
    with wiring.open_workspace(data_dir, clock=clock, secrets=TrainingSecrets()) as opened:
        add_people(opened, 3)
        yield opened


def queued(workspace: Workspace, due: datetime | None = DUE, category: str = "generico", **draft: Any) -> int:
    now = workspace.clock.now()
    fields = draft.pop("fields", TEXT)
    wanted = Draft("", category, fields, due=due, **draft)
    context = wiring.check_context(workspace, now)
    found = compose(workspace.catalogue, wanted, workspace.office, now, workspace.channels, context, "it")
    assert found.notice, found.problems
    return queueing.queue(workspace, queueing.freeze(workspace, found)).notice or 0


def claims(workspace: Workspace, channel: str = "whatsapp") -> list[Claim]:
    return workspace.outbox.exchange((), channel, 100, now=workspace.clock.now(), scope=ALL_ROWS)


def test_nobody_takes_a_row_before_it_was_released(workspace: Workspace, clock: FixedClock) -> None:
    notice = queued(workspace)
    assert workspace.outbox.counts(notice)["whatsapp"][DeliveryState.QUEUED] == 3
    for moment in (clock.at, DUE - timedelta(seconds=1), DUE, DUE + timedelta(days=2)):
        clock.at = moment
        assert claims(workspace) == []
        assert workspace.outbox.waiting("whatsapp") == {}
        assert workspace.outbox.queued() == {}
        assert workspace.outbox.next_due("whatsapp", now=moment) is None


def test_the_text_has_the_date_of_the_day_on_which_it_goes_out(workspace: Workspace) -> None:
    notice = queued(workspace)
    assert "25 novembre 2026" in workspace.notices.get(notice).text


def test_what_was_confirmed_goes_out_though_its_subject_was_changed_meanwhile(
    workspace: Workspace, clock: FixedClock
) -> None:
    notice = queued(workspace)
    confirmed = workspace.notices.contents(notice)
    before = own_categories.entries(workspace, "generico")
    other = category_editing.with_value(before, "template", "📣 **{titolo}**\n\n{testo}\n\n{ente}, {data_invio}")
    own_categories.save(workspace, "generico", category_editing.with_value(other, "field:link.hidden", True), before)
    clock.at = DUE
    assert at_its_hour.look(workspace) == (notice,)
    assert workspace.notices.contents(notice) == confirmed


def test_it_goes_out_at_its_hour_and_once(workspace: Workspace, clock: FixedClock) -> None:
    notice = queued(workspace)
    clock.at = DUE - timedelta(seconds=1)
    assert at_its_hour.look(workspace) == ()
    assert workspace.schedules.next_due(clock.at) == DUE
    clock.at = DUE
    assert at_its_hour.look(workspace) == (notice,)
    assert at_its_hour.look(workspace) == ()
    assert len(claims(workspace)) == 3
    assert workspace.schedules.all() == []
    assert workspace.notices.get(notice).created_at == DUE


def test_who_subscribed_meanwhile_gets_it_too_and_who_left_does_not(workspace: Workspace, clock: FixedClock) -> None:
    notice = queued(workspace)
    add_people(workspace, 5)
    workspace.subscribers.leave(Person("393330000000"), clock.at + timedelta(hours=1), source="whatsapp")
    clock.at = DUE
    at_its_hour.look(workspace)
    assert len(claims(workspace)) == 4
    assert workspace.outbox.counts(notice)["whatsapp"][DeliveryState.SKIPPED] == 1


def test_what_was_released_before_the_disk_is_full_is_sent_by_who_released_it(
    workspace: Workspace, clock: FixedClock
) -> None:
    """The look failed at the second notice, and nobody was told that the first had to be sent."""
    first = queued(workspace)
    second = queued(
        workspace, fields=TEXT | {"titolo": "Mercato spostato", "testo": "Il mercato è in piazza Timisoara."}
    )
    clock.at = DUE
    writes = []

    def fill_up(connection: sa.Connection) -> None:
        if connection.get_execution_options().get("write", False):
            writes.append(1)
            if len(writes) > 1:
                full = sqlite3.OperationalError("full")
                full.sqlite_errorname = "SQLITE_FULL"
                raise full

    sa.event.listen(workspace.database.engine, "begin", fill_up, insert=True)
    assert at_its_hour.look(workspace) == (first,)
    with pytest.raises(ConfigError, match="disk_full"):
        at_its_hour.look(workspace)
    sa.event.remove(workspace.database.engine, "begin", fill_up)
    assert at_its_hour.look(workspace) == (second,)


def test_what_was_missed_is_asked_and_never_sent_late_by_itself(workspace: Workspace, clock: FixedClock) -> None:
    notice = queued(workspace)
    clock.at = DUE + GRACE + timedelta(seconds=1)
    assert at_its_hour.look(workspace) == ()
    [one] = workspace.schedules.all()
    assert (one.state(clock.at), one.held_because(clock.at)) == (DueState.HELD, "missed")
    assert claims(workspace) == []
    assert not workspace.schedules.release(notice, clock.at), "not even where the check is left out"
    assert decisions.send_now(workspace, notice)
    assert len(claims(workspace)) == 3


def test_missed_until_another_day_its_text_is_wrong(workspace: Workspace, clock: FixedClock) -> None:
    notice = queued(workspace)
    clock.at = DUE + timedelta(days=1)
    with pytest.raises(InputError) as refused:
        decisions.send_now(workspace, notice)
    assert (refused.value.code, refused.value.values["why"]) == ("schedule_false", "its_day_has_passed")
    assert claims(workspace) == []
    assert decisions.send_now(workspace, notice, whatever=True)


def test_what_is_not_true_today_is_told_and_the_notice_of_tomorrow_goes_out_tomorrow(
    workspace: Workspace, clock: FixedClock
) -> None:
    notice = queued(workspace)
    assert decisions.false_now(workspace, notice) == Falsehood("its_day_has_passed")
    with pytest.raises(InputError) as refused:
        decisions.send_now(workspace, notice)
    assert (refused.value.code, refused.value.values["why"]) == ("schedule_as_it_was", "its_day_has_passed")
    with pytest.raises(InputError) as refused:
        decisions.move(workspace, notice, DUE + timedelta(hours=20))
    assert refused.value.code == "schedule_other_day"
    [one] = workspace.schedules.all()
    assert (one.state(clock.at), one.held_code) == (DueState.WAITING, "")
    clock.at = DUE
    assert at_its_hour.look(workspace) == (notice,), "nobody has to do anything"


def test_whoever_read_what_is_not_true_may_send_it_today_all_the_same(workspace: Workspace) -> None:
    notice = queued(workspace)
    assert decisions.send_now(workspace, notice, whatever=True)
    assert len(claims(workspace)) == 3
    assert at_its_hour.look(workspace) == ()


def test_what_is_over_is_not_sent(workspace: Workspace, clock: FixedClock) -> None:
    period = {"inizio": "2026-11-25T12:30", "fine": "2026-11-25T14:00"}
    fields = {"rischi": ["temporali forti"], "livello": "gialla", "periodo": period}
    notice = queued(workspace, DUE - timedelta(hours=1), "meteo_allerta", fields=fields)
    clock.at = DUE + timedelta(hours=4)
    [one] = workspace.schedules.all()
    found = at_its_hour.what_became_false(workspace, one, clock.at)
    assert found
    assert (found.code, one.notice) == ("its_end_has_passed", notice)


def test_a_template_that_was_paused_holds_it(workspace: Workspace, clock: FixedClock) -> None:
    notice = queued(workspace)
    content = workspace.notices.contents(notice)["whatsapp"]
    assert isinstance(content, TemplateMessage)
    workspace.templates.save([TemplateRow(content.template, "it", "PAUSED", "UTILITY", "", clock.at)])
    clock.at = DUE
    assert at_its_hour.look(workspace) == ()
    [one] = workspace.schedules.all()
    assert one.held_because(clock.at) == "its_template_is_not_approved"
    assert one.held_detail == content.template
    assert claims(workspace) == []


def test_the_same_said_meanwhile_holds_it(workspace: Workspace, clock: FixedClock) -> None:
    queued(workspace)
    clock.at = DUE - timedelta(minutes=10)
    now_sent = queued(workspace, None)
    clock.at = DUE
    assert at_its_hour.look(workspace) == ()
    [one] = workspace.schedules.all()
    assert one.held_because(clock.at) == "a_check_fails"
    assert now_sent != one.notice


def test_an_update_of_an_alert_that_was_called_off_meanwhile_is_held(workspace: Workspace, clock: FixedClock) -> None:
    period = {"inizio": "2026-11-24T12:00", "fine": "2026-11-26T20:00"}
    alert = {"rischi": ["temporali forti"], "livello": "gialla", "periodo": period}
    parent = queued(workspace, None, "meteo_allerta", fields=alert)
    raised = {"titolo": "Allerta meteo, si aggiunge", "testo": "Restano chiusi i parchi di Fornacette."}
    update = queued(workspace, fields=raised, follows=parent)
    clock.at = DUE - timedelta(hours=3)
    over = {"livello_prima": "gialla", "ora": "2026-11-25T09:00", "riferimento": "l'allerta del 24 novembre"}
    queued(workspace, None, "meteo_cessata", fields=over, follows=parent)
    clock.at = DUE
    assert at_its_hour.look(workspace) == ()
    [one] = workspace.schedules.all()
    assert (one.notice, one.held_code) == (update, "its_thread_went_on")


def test_it_moves_within_its_day_and_is_taken_back_whole(workspace: Workspace, clock: FixedClock) -> None:
    notice = queued(workspace)
    later = DUE + timedelta(hours=1)
    assert decisions.move(workspace, notice, later).at == later
    with pytest.raises(InputError, match="schedule_other_day"):
        decisions.move(workspace, notice, later + timedelta(days=1))
    with pytest.raises(InputError, match="due_in_the_past"):
        decisions.move(workspace, notice, clock.at)
    clock.at = DUE
    assert at_its_hour.look(workspace) == ()
    decisions.take_back(workspace, notice)
    clock.at = later
    assert at_its_hour.look(workspace) == ()
    assert claims(workspace) == []
    counts = workspace.outbox.counts(notice)
    assert {name: states[DeliveryState.CANCELLED] for name, states in counts.items()} == {"whatsapp": 3, TELEGRAM: 1}
    with pytest.raises(InputError, match="not_scheduled"):
        decisions.take_back(workspace, notice)


def test_what_went_out_cannot_be_taken_back(workspace: Workspace, clock: FixedClock) -> None:
    notice = queued(workspace)
    clock.at = DUE
    assert at_its_hour.look(workspace) == (notice,)
    with pytest.raises(InputError, match="not_scheduled"):
        decisions.take_back(workspace, notice)


def test_cancelled_like_any_other_notice_it_gains_nobody_at_its_hour(workspace: Workspace, clock: FixedClock) -> None:
    notice = queued(workspace)
    workspace.notices.cancel(notice, clock.at)
    add_people(workspace, 5)
    assert workspace.schedules.all() == []
    assert not workspace.schedules.release(notice, DUE)
    clock.at = DUE
    assert at_its_hour.look(workspace) == ()
    assert claims(workspace) == []


def test_a_clock_set_back_does_not_move_the_hour(workspace: Workspace, clock: FixedClock) -> None:
    notice = queued(workspace)
    clock.at = MORNING.at - timedelta(hours=5)
    workspace.outbox.recover(clock.at)
    assert workspace.schedules.next_due(clock.at) == DUE
    clock.at = DUE
    assert at_its_hour.look(workspace) == (notice,)
    assert len(claims(workspace)) == 3


def test_the_seconds_to_take_it_back_are_no_part_of_what_was_confirmed(workspace: Workspace, clock: FixedClock) -> None:
    now = workspace.clock.now()
    context = wiring.check_context(workspace, now)
    draft = Draft("", "generico", TEXT)
    found = compose(workspace.catalogue, draft, workspace.office, now, workspace.channels, context, "it")
    frozen = queueing.freeze(workspace, found)
    assert frozen.notice
    waits = replace(frozen.notice, undo_until=now + timedelta(seconds=20))
    assert waits.digest == frozen.notice.digest
    notice = workspace.outbox.enqueue(waits)
    assert claims(workspace) == []
    clock.at = now + timedelta(seconds=20)
    assert at_its_hour.look(workspace) == (notice,)
    assert len(claims(workspace)) == 3


def test_an_aware_moment_is_kept_to_the_second(workspace: Workspace) -> None:
    due = datetime(2026, 11, 30, 6, 30, tzinfo=UTC)
    queued(workspace, due)
    assert workspace.schedules.all()[0].at == due


def test_a_second_person_approves_it_until_its_hour_and_it_waits_for_that(
    workspace: Workspace, clock: FixedClock
) -> None:
    anna = workspace.colleagues.add("Anna", "anna", set(Role), "4711-93", clock.at, None)
    bruno = workspace.colleagues.add("Bruno", "bruno", {Role.WRITES}, "8150-26", clock.at, anna)
    context = wiring.check_context(workspace, clock.at)
    draft = Draft("", "generico", TEXT, due=DUE)
    found = compose(workspace.catalogue, draft, workspace.office, clock.at, workspace.channels, context, "it")
    frozen = queueing.freeze(workspace, found)
    request = queueing.queue(workspace, frozen, bruno, undo=timedelta(seconds=20)).request
    assert request
    assert request.ends_at == DUE
    clock.at += timedelta(hours=20)
    after = workspace.approvals.approve(request.id, request.digest, anna.id, clock.at, Way.WINDOW)
    assert after.notice
    assert claims(workspace) == []
    one = workspace.schedules.get(after.notice)
    assert one
    assert (one.at, one.undo) == (DUE, False)
