# SPDX-License-Identifier: EUPL-1.2
"""What a person decides about a notice that goes out later: now, over days, at another hour, or not at all."""

from __future__ import annotations

from datetime import datetime

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.messaging_limit import OverDays
from comunecast_gui.core.model import DeliveryState
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.schedule.due import LIMIT_IS_LOWER, DueState, Falsehood, Scheduled
from comunecast_gui.services import template_approval
from comunecast_gui.services.schedule.at_its_hour import looked_at, what_became_false
from comunecast_gui.services.schedule.people_left import PeopleLeft
from comunecast_gui.services.wiring import WHATSAPP, Workspace
from comunecast_gui.system.locks import refuse_silent


def scheduled(workspace: Workspace, notice: int) -> Scheduled:
    """Raises InputError("not_scheduled"), ConfigError (``database_*``)."""
    found = workspace.schedules.get(notice)
    if found is None:
        raise InputError("not_scheduled", notice=notice)
    return found


def false_now(workspace: Workspace, notice: int) -> Falsehood | None:
    """What in it would not be true if it went out now; nothing is changed by asking.

    Raises InputError("not_scheduled"), ConfigError (``database_*``).
    """
    one = scheduled(workspace, notice)
    return None if one.undo else looked_at(workspace, one, workspace.clock.now(), PeopleLeft(workspace))


def send_now(workspace: Workspace, notice: int, *, whatever: bool = False) -> bool:
    """A person lets it go out now; True: whoever asked has to send it.

    Where something in it is not true now it is refused, unless the person has read that and wants it sent
    ``whatever`` it is. What still waits for its hour waits on as before: tomorrow's notice is true tomorrow. What went
    past its hour is held with that reason.

    Raises InputError: ``not_scheduled``, ``schedule_as_it_was`` and ``schedule_false`` with the reason. ConfigError
    ("moved_away" | "folder_copied", ``database_*``).
    """
    refuse_silent(workspace.data_dir)
    one, now = scheduled(workspace, notice), workspace.clock.now()
    found = None if whatever else false_now(workspace, notice)
    if found is None:
        return workspace.schedules.release(notice, now, by_person=True)
    raise _held(workspace, one, found, now)


def over_days(workspace: Workspace, notice: int) -> OverDays | None:
    """How the notice would be spread over days if a person sent it now; None where Meta sets no limit.

    Raises InputError("not_scheduled"), ConfigError where Meta cannot be asked, and ``database_*``.
    """
    scheduled(workspace, notice)
    found = template_approval.allowance(workspace)
    people = workspace.notices.get(notice).counts.get(WHATSAPP, {}).get(DeliveryState.QUEUED, 0)
    return None if found is None else OverDays(people, min(people, found.left), found.days(people))


def send_over_days(workspace: Workspace, notice: int) -> bool:
    """A person lets it go out now, to as many people as Meta lets it reach; the others get it on the next days.

    True: whoever asked has to send it. Raises as :func:`send_now` for whatever else is not true in it now.
    """
    refuse_silent(workspace.data_dir)
    one, now, found = scheduled(workspace, notice), workspace.clock.now(), false_now(workspace, notice)
    if found is not None and found.code != LIMIT_IS_LOWER:
        raise _held(workspace, one, found, now)
    left = template_approval.allowance(workspace)
    allowances = {} if left is None else {WHATSAPP: left}
    return workspace.schedules.release(notice, now, by_person=True, allowances=allowances)


def _held(workspace: Workspace, one: Scheduled, found: Falsehood, now: datetime) -> InputError:
    """Why it does not go out now; what went past its hour is held with that reason."""
    if one.state(now) is DueState.WAITING:
        return _refused("schedule_as_it_was", one, found)
    workspace.schedules.hold(one.notice, found.code, found.detail, now)
    return _refused("schedule_false", one, found)


def move(workspace: Workspace, notice: int, due: datetime) -> Scheduled:
    """Gives it another hour of the same day: its text has the date of that day.

    Raises InputError: ``not_scheduled``, ``due_in_the_past``, ``schedule_other_day``, ``schedule_as_it_was`` where
    something in it will not be true then; ConfigError as :func:`send_now`.
    """
    refuse_silent(workspace.data_dir)
    one, now = scheduled(workspace, notice), workspace.clock.now()
    zone = timezone_of(workspace.office)
    if due <= now:
        raise InputError("due_in_the_past", field="at")
    if due.astimezone(zone).date() != one.at.astimezone(zone).date():
        raise InputError("schedule_other_day", field="at")
    found = what_became_false(workspace, one, due)
    if found is not None:
        raise _refused("schedule_as_it_was", one, found)
    workspace.schedules.move(notice, due, now)
    return scheduled(workspace, notice)


def take_back(workspace: Workspace, notice: int) -> None:
    """Nothing of it goes out. Raises InputError("not_scheduled") where something did, ConfigError (``database_*``)."""
    workspace.schedules.take_back(notice, workspace.clock.now())


def _refused(code: str, one: Scheduled, found: Falsehood) -> InputError:
    return InputError(code, notice=one.notice, why=found.code, detail=found.detail)
