# SPDX-License-Identifier: EUPL-1.2
"""Submits templates to Meta in as many goes as its hourly limit asks for, and goes on by itself when the hour is over.

What is still to be submitted is kept in the database until Meta has it: a program that is closed, or dies on the way,
goes on there, and of several workstations one does. Meta is asked each time what it has, so nothing is submitted twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from comunecast_gui.core.errors import ConfigError, InputError, SendError, Transient, UserError
from comunecast_gui.core.periods import local
from comunecast_gui.core.work.long_work import UNWATCHED, Work
from comunecast_gui.services import template_approval
from comunecast_gui.services.template_approval import LIMIT_CODES, Submission
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.delivery.submission_rounds import SubmissionRound, SubmissionRounds
from comunecast_gui.system.locks import submitting_alone, why_silent

HOUR = timedelta(hours=1)
"""Meta counts the calls of a moving hour (Meta: "Rate limits")."""
_AGAIN = timedelta(minutes=15)
"""When it tries again by itself after anything else that stopped it."""
_LONGEST = timedelta(hours=24)
"""No round waits longer; one that seems to was written by a clock that was wrong."""
_HOLDS = timedelta(minutes=15)
"""How long one template may take at most, its sample file uploaded: until then whoever submits is alive."""
_DUE = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What goes on by itself: when, in UTC, and how many templates Meta does not have yet.

    ``held``: nothing can be submitted before, because Meta's hour is not over or somebody is submitting just now, which
    is ``busy``.
    """

    at: datetime
    left: int
    held: bool
    busy: bool = False


def waiting(workspace: Workspace) -> Waiting | None:
    """The round that is not finished, None without one. Asks nobody. Raises ConfigError (``database_*``)."""
    found = SubmissionRounds(workspace.database).present()
    if found is None:
        return None
    held = _is_held(found, workspace.clock.now())
    return Waiting(found.at, len(_names(workspace, found)), held, held and bool(found.owner))


def minute_of(workspace: Workspace, rest: Waiting) -> datetime:
    """The first whole minute at which it goes on, in the office's naive local time."""
    return local(rest.at + timedelta(minutes=1, microseconds=-1), workspace.office)


def submit(
    workspace: Workspace, ids: Sequence[str], *, files: bool, work: Work = UNWATCHED, asks_meta: bool = False
) -> Submission:
    """Submits what Meta does not have of these categories, and of a round that waits; ``files``: the variants with a
    picture or a PDF, too.

    Before Meta's hour is over, or while another process submits, Meta is not asked: these wait with the others. With
    ``asks_meta`` a person wants to know it from Meta, whose clock it is; another process is not disturbed even so.
    A person who stops ``work`` ends the round too: nothing of it goes on by itself.
    Raises as :func:`.template_approval.submit`, but for Meta's limit; then a round that waited waits again.
    """
    with submitting_alone(workspace.data_dir) as alone:
        # Who died while submitting from this folder holds nobody up; of another workstation nobody knows.
        dead = alone and not workspace.database.shared
        return _submit_round(workspace, ids, work, files=files, asks_meta=asks_meta, dead=dead)


def _submit_round(
    workspace: Workspace, ids: Sequence[str], work: Work, *, files: bool, asks_meta: bool, dead: bool
) -> Submission:
    """As :func:`submit`; ``dead``: whoever has the round in hand does not live any more."""
    rounds, now = SubmissionRounds(workspace.database), workspace.clock.now()
    former: SubmissionRound | None = None

    def waits(found: SubmissionRound) -> bool:
        return _is_held(found, now) and (not dead if found.owner else not asks_meta)

    def begun(found: SubmissionRound | None) -> SubmissionRound:
        nonlocal former
        former = found
        all_ids = tuple(dict.fromkeys((*(found.categories if found else ()), *ids)))
        with_files = files or bool(found and found.files)
        if found is not None and waits(found):
            return replace(found, categories=all_ids, files=with_files)
        return SubmissionRound(all_ids, with_files, now + _HOLDS, rounds.owner)

    mine = rounds.change(begun)
    if former is not None and waits(former):
        return Submission((), left=_names(workspace, mine), stopped_by=Transient("80007"))
    try:
        done = _submit(workspace, mine, rounds, work)
    except InputError:  # stopped by a person before Meta was asked
        rounds.change(lambda found: _ended(found, mine, None))
        raise
    except (ConfigError, SendError):
        later = workspace.clock.now() + _AGAIN
        rounds.change(lambda found: _ended(found, mine, former and replace(former, at=later, owner="", limit=False)))
        raise
    rounds.change(lambda found: _ended(found, mine, _next(workspace.clock.now(), mine, done.stopped_by)))
    return done


def go_on(workspace: Workspace) -> Submission | None:
    """Goes on with the round whose time has come; None without one, and where the office is on another computer.

    Raises as :func:`submit`.
    """
    found, now = SubmissionRounds(workspace.database).present(), workspace.clock.now()
    if found is None or now < found.at <= now + _LONGEST or why_silent(workspace.data_dir):
        return None
    return submit(workspace, (), files=False)


def _is_held(found: SubmissionRound, now: datetime) -> bool:
    return bool(found.owner or found.limit) and now < found.at <= now + _LONGEST


def _submit(workspace: Workspace, mine: SubmissionRound, rounds: SubmissionRounds, work: Work) -> Submission:
    """One go; after each template it is said again that this process is alive."""

    def alive() -> None:
        until = workspace.clock.now() + _HOLDS
        rounds.change(lambda found: replace(found, at=until) if found and found.owner == rounds.owner else found)

    known = {one.id: one for one in workspace.catalogue}
    categories = [known[one] for one in mine.categories if one in known]
    samples = template_approval.sample_files() if mine.files else ()
    try:
        return template_approval.submit(workspace, categories, samples, after_each=alive, work=work)
    except Transient as error:  # the limit was reached before the first question
        if error.code not in LIMIT_CODES:
            raise
        return Submission((), left=_names(workspace, mine), stopped_by=error)


def _next(now: datetime, mine: SubmissionRound, stopped: UserError | SendError | None) -> SubmissionRound | None:
    """The round after one go; None where nothing is left, or a person stopped it."""
    if stopped is None or isinstance(stopped, InputError):
        return None
    if isinstance(stopped, Transient) and stopped.code in LIMIT_CODES:
        asked = timedelta(seconds=stopped.retry_after or 0)
        return replace(mine, at=now + min(max(asked, HOUR), _LONGEST), owner="", limit=True)
    return replace(mine, at=now + _AGAIN, owner="")


def _ended(
    found: SubmissionRound | None, mine: SubmissionRound, after: SubmissionRound | None
) -> SubmissionRound | None:
    """What is kept after one go. What somebody added meanwhile waits too; what somebody took over is theirs."""
    if found is None or found.owner != mine.owner:
        return found
    added = tuple(one for one in found.categories if one not in mine.categories)
    if after is None:
        return replace(found, categories=added or mine.categories, at=_DUE, owner="") if _grew(found, mine) else None
    return replace(after, categories=(*after.categories, *added), files=after.files or found.files)


def _grew(found: SubmissionRound, mine: SubmissionRound) -> bool:
    return found.files != mine.files or len(found.categories) > len(mine.categories)


def _names(workspace: Workspace, found: SubmissionRound) -> tuple[str, ...]:
    """The names of the templates that Meta is not known to have."""
    known = {row.name for row in workspace.templates.all() if row.language == workspace.language}
    samples = template_approval.sample_files() if found.files else ()
    wanted = [one for one in workspace.catalogue if one.id in found.categories]
    names = [one.whatsapp.template_name for one in wanted]
    names += [one.whatsapp.media_template_name(file) for one in wanted for file in samples]
    return tuple(name for name in names if name not in known)
