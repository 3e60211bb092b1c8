# SPDX-License-Identifier: EUPL-1.2
"""Looks at its hour whether what a scheduled notice says is still true; lets it go, or holds it for a person."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from comunecast_gui.core.content import TemplateMessage, files_of
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.model import Draft
from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.core.notice.checks.check import CheckContext, Problem, Severity
from comunecast_gui.core.notice.checks.context import RecentNotice, standing_alerts
from comunecast_gui.core.notice.compose import compose
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.schedule.due import DueState, Falsehood, Scheduled
from comunecast_gui.services import wiring
from comunecast_gui.services.schedule.people_left import PeopleLeft
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.delivery.notices import NoticeRow
from comunecast_gui.system.locks import why_silent

logger = logging.getLogger(__name__)

_OF_THE_DAY = frozenset({"troppi_messaggi", "short_notice", "fuori_orario", "chiusura_mancante"})
"""Checks about when the person at the desk writes, and about other notices: they make nothing false in this one."""


def look(workspace: Workspace) -> tuple[int, ...]:
    """Releases what is due and still true, holds what is not; returns the notices that this call released.

    Whoever gets one returned has to send it: nobody else will. Raises ConfigError (``database_*``), but where something
    was released already: the others wait for the next look. An office that is on another computer releases nothing.
    """
    if why_silent(workspace.data_dir):
        return ()
    now = workspace.clock.now()
    released: list[int] = []
    left = PeopleLeft(workspace)
    for one in workspace.schedules.all():
        if one.state(now) is not DueState.DUE:
            continue
        try:
            if _goes(workspace, one, now, left):
                released.append(one.notice)
        except ConfigError as error:
            if not released:
                raise
            logger.warning("The look at what is due ended early: %s", error.code)
            break
    return tuple(released)


def _goes(workspace: Workspace, one: Scheduled, now: datetime, left: PeopleLeft) -> bool:
    """Releases what is still true, else holds it; whether this call released it."""
    found = None if one.undo else looked_at(workspace, one, now, left)
    if found is None:
        return workspace.schedules.release(one.notice, now)
    workspace.schedules.hold(one.notice, found.code, found.detail, now)
    return False


def what_became_false(workspace: Workspace, one: Scheduled, now: datetime) -> Falsehood | None:
    """The first thing in a frozen notice that was true when it was confirmed and is not ``now``.

    Raises ConfigError (``database_*``), InputError for a notice that could not be written like this any more.
    """
    row = workspace.notices.get(one.notice)
    return next(_falsehoods(workspace, row, one, now), None)


def looked_at(workspace: Workspace, one: Scheduled, now: datetime, left: PeopleLeft) -> Falsehood | None:
    """As :func:`what_became_false`, and whether Meta lets it reach its people now: it takes them from ``left``.

    That it could not be looked at is a reason too. Raises ConfigError (``database_*``).
    """
    try:
        return what_became_false(workspace, one, now) or left.take(one.notice)
    except (InputError, ConfigError) as error:
        if isinstance(error, ConfigError) and error.code.startswith("database"):
            raise
        return Falsehood("cannot_be_checked", error.code)
    except Exception:  # whatever it is, it holds this notice and no other
        logger.exception("Notice %d could not be looked at at its hour", one.notice)
        return Falsehood("cannot_be_checked")


def _falsehoods(workspace: Workspace, row: NoticeRow, one: Scheduled, now: datetime) -> Iterator[Falsehood]:
    zone = timezone_of(workspace.office)
    if row.valid_until is not None and row.valid_until <= now:
        yield Falsehood("its_end_has_passed")
    if one.at.astimezone(zone).date() != now.astimezone(zone).date():
        yield Falsehood("its_day_has_passed")
    for content in workspace.notices.contents(row.id).values():
        if isinstance(content, TemplateMessage) and not wiring.may_be_approved(workspace, content.template):
            yield Falsehood("its_template_is_not_approved", content.template)
    since = min([now - wiring.LOOK_BACK, *(each.created_at for each in _parents(workspace, row))])
    others = [each for each in workspace.notices.recent(since) if each.id != row.id]
    yield from _overtaken(row, others, workspace.catalogue)
    for problem in _new_problems(workspace, row, one, others, now):
        yield Falsehood("a_check_fails", problem.message)


def _parents(workspace: Workspace, row: NoticeRow) -> list[NoticeRow]:
    return [] if row.follows is None else [workspace.notices.get(row.follows)]


def _overtaken(row: NoticeRow, others: Sequence[NoticeRow], catalogue: Catalogue) -> Iterator[Falsehood]:
    """What it follows was gone on with, or called off, by a notice that was not there when it was confirmed."""
    if row.follows is None:
        return
    said = [each for each in others if each.reaches_people]
    for each in said:
        if each.follows == row.follows and each.created_at > row.created_at:
            yield Falsehood("its_thread_went_on", each.title)
    earlier = [each for each in said if each.id < row.id]
    stood, stands = _standing(earlier, catalogue), _standing(said, catalogue)
    if row.follows in stood - stands:
        yield Falsehood("its_alert_is_over")


def _standing(rows: Iterable[NoticeRow], catalogue: Catalogue) -> set[int]:
    return {alert.notice for alert in standing_alerts(map(wiring.recent_notice, rows), catalogue)}


def _new_problems(
    workspace: Workspace, row: NoticeRow, one: Scheduled, others: Sequence[NoticeRow], now: datetime
) -> list[Problem]:
    """Errors and warnings that the same words raise now, and did not when they were confirmed."""
    context = wiring.check_context(workspace, now)
    recent = tuple(wiring.recent_notice(each) for each in others if each.created_at > now - wiring.LOOK_BACK)
    earlier = tuple(each for each in recent if each.id < row.id)
    contents = workspace.notices.contents(row.id)
    files = {file.path: file for content in contents.values() for file in files_of(content)}
    draft = Draft(
        "",
        row.category,
        workspace.notices.fields(row.id),
        tuple(name for name in contents if name in workspace.channels),
        tuple(files.values()),
        row.follows,
        workspace.office.offer.zones_of(row.zones),
    )

    def problems(at: datetime, seen: tuple[RecentNotice, ...]) -> dict[tuple[str, str], Problem]:
        context_then: CheckContext = replace(context, recent=seen, open_alerts=())
        composed = compose(
            workspace.catalogue, draft, workspace.office, at, workspace.channels, context_then, workspace.language
        )
        return {(each.check, each.field): each for each in composed.problems if each.severity is not Severity.HINT}

    then, today = problems(one.at, earlier), problems(now, recent)
    return [each for key, each in today.items() if key not in then and each.check not in _OF_THE_DAY]
