# SPDX-License-Identifier: EUPL-1.2
"""What commands tell of a notice that was queued, and the one that changes its posts: ``comunecast notice``."""

from __future__ import annotations

import logging
from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from comunecast_gui.cli import second_person
from comunecast_gui.cli.reply import NOT_ALL_SENT, OK, WRONG_CONFIGURATION, Reply
from comunecast_gui.cli.sending import run_engine, uninterrupted
from comunecast_gui.core.errors import InputError, SendError, UserError
from comunecast_gui.core.model import DeliveryState
from comunecast_gui.core.notice import notice_file
from comunecast_gui.core.ports import Scope
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.core.thread.post_change import Act, ChangeState, ChangeVerdict, PostChange
from comunecast_gui.services.thread import mistakes, posts
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.delivery.notices import Aside
from comunecast_gui.system.attachments import attach

ACTIONS = ("correct", "delete", "pin", "unpin", "settle")
"""What the command does."""
_ENDED_WELL = (ChangeState.DONE, ChangeState.DROPPED)
logger = logging.getLogger(__name__)


def change(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast notice``: the same object as ``status``; its exit status as :func:`exit_code_of`."""
    notice = workspace.notices.get(arguments.notice)
    kept = posts.changes(workspace)
    match arguments.action:
        case "correct":
            if arguments.file is None:
                raise InputError("correction_needs_file", field="file")
            draft = notice_file.load(arguments.file, attach)
            by = second_person.signed_in(workspace, arguments, sentences)
            ids = posts.correct(workspace, notice.id, draft.fields, arguments.channel, by, draft.attachments or None)
        case "settle":
            if arguments.change is None or arguments.outcome is None:
                raise InputError("settle_needs_change", field="change")
            posts.catch_up(workspace)
            if kept.one(arguments.change).notice != notice.id:
                raise InputError("unknown_post_change", change=arguments.change)
            return _settled(workspace, arguments, sentences)
        case action:
            by = second_person.signed_in(workspace, arguments, sentences)
            ids = posts.ask(workspace, notice.id, Act(action), arguments.channel, by)
    return _told(workspace, notice.id, ids, sentences)


def _settled(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``settle``; a post that never came out is posted anew, and its notice is told under ``anew``."""
    verdict, notice = ChangeVerdict(arguments.outcome), arguments.notice
    by = second_person.signed_in(workspace, arguments, sentences) if verdict is ChangeVerdict.AGAIN else None
    with uninterrupted() as interrupted:
        done = mistakes.settle(workspace, arguments.change, verdict, by)
    if done is not None and done.request is not None:
        return second_person.waits(workspace, done.request, (), sentences)
    if done is None or done.notice is None:
        return _told(workspace, notice, (arguments.change,), sentences)
    sending = run_engine(workspace, Scope(frozenset({done.notice})), sentences, interrupted=interrupted())
    reply = _told(workspace, notice, (arguments.change,), sentences)
    anew = counts_of(workspace, done.notice, sentences)
    out = all(counts[DeliveryState.ACCEPTED] for counts in anew["channels"].values())
    notes = [*reply.notes, *([sending.trouble] if sending.trouble else ())]
    lines = [*reply.lines, *count_lines(workspace, done.notice, sentences, why=True)]
    return Reply({**reply.data, "anew": anew}, lines, notes, OK if out else NOT_ALL_SENT)


def _told(workspace: Workspace, id: int, ids: Sequence[int], sentences: Sentences) -> Reply:
    """Makes the changes whose turn it is, and tells how these ended."""
    notes, kept = carry_out(workspace, sentences), posts.changes(workspace)
    code = exit_code_of([kept.one(each) for each in ids])
    data, lines = counts_of(workspace, id, sentences), count_lines(workspace, id, sentences, why=True)
    return Reply(data, lines, notes, code)


def exit_code_of(asked: Sequence[PostChange]) -> int:
    """2 where only the configuration is in the way; 3 where something did not take effect, or may not have."""
    rest = [one for one in asked if one.state not in _ENDED_WELL or one.is_pointless]
    if not rest:
        return OK
    return WRONG_CONFIGURATION if all(one.is_misconfigured for one in rest) else NOT_ALL_SENT


def carry_out(workspace: Workspace, sentences: Sentences) -> list[str]:
    """Makes the changes whose turn it is; returns a note for each post that could not be changed. Never raises.

    What was sent is sent: a post that keeps its old text, or is not pinned, is told and no failure of the sending.
    """
    try:
        touched = posts.catch_up(workspace)
        found = posts.changes(workspace).of(touched)
    except (UserError, SendError) as error:
        return [sentences.of(error)]
    except Exception:
        logger.exception("Posts could not be changed")
        return [sentences.text("cli.unexpected", folder=workspace.data_dir / "logs")]
    open_ones = [one for rows in found.values() for one in rows if one.state not in _ENDED_WELL]
    return [
        f"{sentences.text('cli.of_notice', channel=one.channel, notice=one.notice)}: "
        + sentences.of_post_change(one.act, one.mark, one.state, one.code, one.detail)
        for one in open_ones
    ]


def told(workspace: Workspace, notice: int, sentences: Sentences) -> list[dict[str, Any]]:
    """The changes of a notice's posts, for ``status``."""
    return [
        {
            "id": one.id,
            "channel": one.channel,
            "act": str(one.act),
            "mark": str(one.mark),
            "state": str(one.state),
            "code": one.code,
            "at": one.changed_at.isoformat(),
            "message": sentences.of_post_change(one.act, one.mark, one.state, one.code, one.detail),
        }
        for one in posts.changes(workspace).of([notice]).get(notice, [])
    ]


def counts_of(workspace: Workspace, notice: int, sentences: Sentences) -> dict[str, Any]:
    """The deliveries of a notice by channel and state, and what became of the changes of its posts."""
    channels = workspace.outbox.counts(notice) if notice else {}
    data: dict[str, Any] = {
        "notice": notice or None,
        "channels": {name: dict(counts) for name, counts in channels.items()},
    }
    if notice:
        row = workspace.notices.get(notice)
        data |= {"zones": list(row.zones)} if row.zones else {}
        if posts_told := told(workspace, notice, sentences):
            data["posts"] = posts_told
        data |= {"aside": {name: _why_aside(one, sentences) for name, one in row.aside.items()}} if row.aside else {}
    return data


def _why_aside(one: Aside, sentences: Sentences) -> dict[str, str | None]:
    since = one.since.isoformat() if one.since else None
    return {"code": one.code, "detail": one.detail, "message": sentences.of_lane(one), "since": since}


def count_lines(workspace: Workspace, notice: int, sentences: Sentences, *, why: bool = False) -> list[str]:
    """A line for each channel; with ``why`` also what is in the way of what is queued there."""
    lines = []
    for name, counts in (workspace.outbox.counts(notice) if notice else {}).items():
        states = ", ".join(f"{state} {number}" for state, number in counts.items() if number)
        lines.append(f"{name}: {states or sentences.text('cli.no_deliveries')}")
    aside = workspace.notices.get(notice).aside if why and notice else {}
    lines += [f"{name}: {sentences.of_lane(one)}" for name, one in aside.items()]
    if notice:
        lines += [f"{one['channel']}: {one['message']} [{one['id']}]" for one in told(workspace, notice, sentences)]
    return lines or [sentences.text("cli.no_notices")]
