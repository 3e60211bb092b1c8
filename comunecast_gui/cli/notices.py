# SPDX-License-Identifier: EUPL-1.2
"""The commands about a notice: check, render, send, resume, cancel, status, unknown, settle; one mistake for all."""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from comunecast_gui.cli import engine_process, later, second_person, terminal
from comunecast_gui.cli.post_commands import carry_out, count_lines, counts_of, exit_code_of
from comunecast_gui.cli.progress_teller import said_while_waiting
from comunecast_gui.cli.reply import NOT_ALL_SENT, OK, WRONG_CONFIGURATION, WRONG_INPUT, Reply
from comunecast_gui.cli.sending import Sending, run_engine, sending_turn, uninterrupted
from comunecast_gui.core.approval.colleagues import Colleague
from comunecast_gui.core.changes import LanePhase
from comunecast_gui.core.content import TelegramPost, TemplateMessage, readable
from comunecast_gui.core.errors import InputError, UserError
from comunecast_gui.core.model import ChannelKind, DeliveryState, PriceCategory, Verdict, kind_of
from comunecast_gui.core.notice import notice_file
from comunecast_gui.core.notice.checks.check import Problem, Severity
from comunecast_gui.core.notice.compose import Composed, compose
from comunecast_gui.core.notice.costs import estimate
from comunecast_gui.core.notice.preflight import Preflight
from comunecast_gui.core.notice.render import read
from comunecast_gui.core.notice.render import render as render_content
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.ports import ALL_ROWS, Scope
from comunecast_gui.core.report.outlook import ChannelOutlook, Prospect
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.services import preflight, queueing, readiness, telegram_chats, wiring
from comunecast_gui.services.thread import mistakes, posts
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system import locks
from comunecast_gui.system.attachments import attach

_UNFINISHED = (DeliveryState.FAILED, DeliveryState.UNKNOWN, DeliveryState.QUEUED, DeliveryState.SENDING)
_ENDED_EARLY = (LanePhase.MISCONFIGURED, LanePhase.STOPPED)
_MOST_ASIDE = 10
"""Notices that were set aside of which each is told."""
_MARKS = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.HINT: "·"}


def check(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast check``: every problem of a notice; 1 when one of them is an error."""
    composed = _composed(workspace, arguments, _moment(workspace, arguments.at))
    if refused := telegram_chats.obstacle(workspace, composed.contents):
        problem = Problem(refused.code, refused.field, Severity.ERROR, wiring.sentences().of(refused))
        composed = replace(composed, notice=None, problems=(problem, *composed.problems))
    blocked = composed.notice is None
    lines = [_line(problem) for problem in composed.problems] or [sentences.text("cli.no_problems")]
    data: dict[str, Any] = {"problems": _problems(composed.problems)}
    if workspace.office.offer and wiring.WHATSAPP in composed.contents:
        data |= {"zones": list(composed.zones), "topic": composed.topic, "people": wiring.reach(workspace, composed)}
        lines.append(_audience(workspace, composed, sentences))
    return Reply(data, lines, exit_code=WRONG_INPUT if blocked else OK)


def render(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast render``: the text of one channel, as it would be sent."""
    at = _moment(workspace, arguments.at)
    draft, context = (
        wiring.with_audience(workspace, notice_file.load(arguments.file, attach)),
        wiring.check_context(workspace, at),
    )
    composed = compose(
        workspace.catalogue, draft, workspace.office, at, workspace.channels, context, workspace.language
    )
    written = read(composed.category, draft, workspace.office, at)
    content = render_content(written, ChannelKind(arguments.channel), workspace.language, context.templates)
    data: dict[str, Any] = {"text": content.html if isinstance(content, TelegramPost) else readable(content)}
    if isinstance(content, TemplateMessage):
        data |= {
            "parameters": dict(content.parameters),
            "template": content.template,
            "language": content.language,
            "footer": content.footer,
            "buttons": list(content.quick_replies),
        }
    else:
        data |= {"parameters": {}, "template": None}
    blocked = composed.notice is None
    notes = [_line(problem) for problem in composed.problems if problem.severity is Severity.ERROR]
    return Reply(data, [str(data["text"])], notes, WRONG_INPUT if blocked else OK)


def send(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast send``: checks, queues in one transaction, sends, and tells the outcome of every channel.

    What is queued is exactly what was shown, and what would become of any notice now is told with it, as in the window
    and by ``comunecast healthcheck``. ``--yes`` accepts the warnings that were true when the command was given:
    a notice that says the same and was queued since then by another command is none of them.
    """
    locks.refuse_silent(workspace.data_dir)  # before anybody is asked anything; queuing looks again
    due = later.due_of(workspace, arguments.at)
    composed = _composed(workspace, arguments, workspace.clock.now(), tuple(arguments.channel), due)
    if composed.notice and (refused := telegram_chats.obstacle(workspace, composed.contents)):
        raise refused
    if arguments.yes:
        composed = _as_known_at_the_start(workspace, arguments, composed)
    by: Colleague | None = None
    while True:
        notes = [_line(problem) for problem in composed.problems]
        if workspace.office.offer and wiring.WHATSAPP in composed.contents:
            notes.append(_audience(workspace, composed, sentences))
        if (
            wiring.WHATSAPP in composed.contents
            and len(composed.contents) > 1
            and not wiring.reach(workspace, composed)
        ):
            notes.append(sentences.text("cli.nobody_on_whatsapp"))
        frozen = _confirmed(workspace, arguments, composed, notes, sentences)
        if frozen is None:
            return Reply({"problems": _problems(composed.problems)}, (), notes, WRONG_INPUT)
        # Before the last look: somebody who searches for the PIN may take as long as over the question.
        by = by or second_person.signed_in(workspace, arguments, sentences)
        changed = queueing.revised(workspace, frozen) if _is_asking(arguments) else None
        if changed is None:
            break
        terminal.tell(sentences.text("cli.changed_while_asking"))
        composed = changed
    with uninterrupted() as interrupted:
        done = queueing.queue(workspace, frozen, by)
    if done.request is not None:
        return second_person.waits(workspace, done.request, notes, sentences)
    notice = done.notice or 0
    if arguments.enqueue_only or due is not None:
        return later.will_go(workspace, _queued(workspace, notice, notes, sentences), notice, sentences)
    sending = run_engine(workspace, Scope(frozenset({notice})), sentences, interrupted=interrupted())
    return _outcome(workspace, (notice,), sending, notes, sentences)


def correct_for_all(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast notice NOTICE correct-for-all FILE``: what is right, to everybody, one message each; sends it.

    The same object as ``status`` of the wrong notice, with ``stopped`` (deliveries that will not go out) and
    ``notices`` (those with what is right, each as ``status``). Raises InputError: ``correction_needs_file``,
    ``correction_all_channels``, and as :func:`comunecast_gui.services.thread.mistakes.correct_for_all`.
    """
    if arguments.file is None:
        raise InputError("correction_needs_file", field="file")
    if arguments.channel:
        raise InputError("correction_all_channels", field="channel")
    notice = workspace.notices.get(arguments.notice).id
    draft = notice_file.load(arguments.file, attach)
    by = second_person.signed_in(workspace, arguments, sentences)
    before = {one.id for one in posts.changes(workspace).of([notice]).get(notice, ())}
    with uninterrupted() as interrupted:
        done = mistakes.correct_for_all(workspace, notice, draft.fields, draft.attachments or None, by)
    if done.request is not None:
        stopped = sentences.text("cli.cancelled", count=done.stopped)
        reply = second_person.waits(workspace, workspace.approvals.get(done.request), [stopped], sentences)
        return replace(reply, data={**reply.data, "stopped": done.stopped, "notices": []})
    told = sentences.text("cli.corrected_for_all", stopped=done.stopped, notices=[str(one) for one in done.queued])
    if arguments.enqueue_only:
        sending, code = Sending(), NOT_ALL_SENT if done.queued else OK
    else:
        sending = run_engine(workspace, Scope(frozenset(done.queued)), sentences, interrupted=interrupted())
        code = OK
    reply = _outcome(workspace, done.queued, sending, [told], sentences)
    try:
        new = [one for one in posts.changes(workspace).of([notice]).get(notice, ()) if one.id not in before]
        right = [counts_of(workspace, one, sentences) for one in done.queued]
        data = counts_of(workspace, notice, sentences) | {"stopped": done.stopped, "notices": right}
        lines = [*count_lines(workspace, notice, sentences), *(reply.lines if done.queued else ())]
        codes = {code, reply.exit_code, exit_code_of(new)}
    except UserError as error:
        return replace(reply, notes=[*reply.notes, sentences.of(error)], exit_code=reply.exit_code or NOT_ALL_SENT)
    worst = next((one for one in (WRONG_CONFIGURATION, NOT_ALL_SENT) if one in codes), OK)
    return Reply(data, lines, reply.notes, worst)


def approve(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast approve``: a second person says yes, and the notice goes out; the same object as ``send``."""
    request, by = second_person.asked_to_approve(workspace, arguments, sentences)
    with uninterrupted() as interrupted:
        after = second_person.decided(workspace, request, by, emergency=arguments.emergency)
    notice, notices = after.notice or 0, after.notices
    approval, told = second_person.told_of(workspace, after, sentences)
    if arguments.enqueue_only or workspace.schedules.get(notice) is not None:
        reply = later.will_go(workspace, _queued(workspace, notice, [told], sentences), notice, sentences)
    else:
        sending = run_engine(workspace, Scope(frozenset(notices)), sentences, interrupted=interrupted())
        reply = _outcome(workspace, notices, sending, [told], sentences)
    return replace(reply, data={**reply.data, "approval": approval})


def resume(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast resume``: goes on with queued rows, of one notice or of all."""
    if arguments.events:
        return engine_process.serve(workspace)
    later.let_go(workspace, arguments.notice, whatever=arguments.whatever, over_days=arguments.over_days)
    queued = workspace.outbox.queued_notices()
    if arguments.notice is not None:
        notices: tuple[int, ...] = (workspace.notices.get(arguments.notice).id,)
        scope = Scope(frozenset(notices))
    else:
        notices, scope = tuple(sorted({notice for rows in queued.values() for notice in rows})), ALL_ROWS
    stale = _expired(workspace, notices)
    if arguments.ready_only:
        for notice in notices:
            _set_aside_what_is_not_ready(workspace, notice, sentences)
    sending = run_engine(workspace, scope, sentences)
    reply = _outcome(workspace, notices or (_latest(workspace),), sending, [], sentences, stale)
    gone = {name: n for name, rows in queued.items() if name not in workspace.channels and (n := _sum(rows, notices))}
    notes = [sentences.text("cli.channel_gone", channel=name, count=count) for name, count in gone.items()]
    here = locks.why_silent(workspace.data_dir) is None
    waits = arguments.wait and here and workspace.schedules.next_due(workspace.clock.now()) is not None
    if not waits and not any(_sum(rows, notices) for rows in queued.values()):
        notes.append(sentences.text("cli.nothing_queued"))
    code = WRONG_CONFIGURATION if gone else reply.exit_code
    reply = replace(reply, notes=[*notes, *reply.notes], exit_code=code)
    if waits:
        reply = _at_their_hours(workspace, reply, notices or (_latest(workspace),), sentences)
    return later.with_waiting(workspace, reply, sentences)


def _at_their_hours(workspace: Workspace, reply: Reply, notices: Sequence[int], sentences: Sentences) -> Reply:
    """Sends each notice at its hour, until none waits; Ctrl-C ends the waiting, and what waits waits on.

    Where another program sent them all meanwhile, the counts are those of ``notices`` by now.
    """
    sent: list[int] = []
    ended = Sending()
    try:
        while released := later.wait_for_next(workspace, sentences):
            ended = run_engine(workspace, Scope(frozenset(released)), sentences)
            sent += released
    except KeyboardInterrupt:
        terminal.tell(sentences.text("cli.sleeps_no_more"))
    after = _outcome(workspace, tuple(sent) or notices, ended, reply.notes, sentences)
    return replace(after, exit_code=WRONG_CONFIGURATION) if reply.exit_code == WRONG_CONFIGURATION else after


def cancel(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast cancel``: takes what is still queued of a notice off the queue, on all its channels or on some."""
    queueing.require_queue(workspace)
    notice = workspace.notices.get(arguments.notice)
    names = {
        wanted: [name for name in notice.counts if wanted in (name, kind_of(name))] for wanted in arguments.channel
    }
    if nowhere := [wanted for wanted, found in names.items() if not found]:  # a slip of the pen must not look done
        known = ", ".join(notice.counts)
        raise InputError("channel_not_of_notice", notice=notice.id, channel=", ".join(nowhere), known=known)
    taken = 0
    for name in notice.counts:
        if not names or any(name in found for found in names.values()):
            taken += queueing.cancel(workspace, notice.id, name)
    told = sentences.text("cli.cancelled" if taken else "cli.nothing_to_cancel", count=taken)
    return Reply(counts_of(workspace, notice.id, sentences), count_lines(workspace, notice.id, sentences), [told])


def status(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast status``: the counts of one notice, or of the latest."""
    wiring.recover_interrupted(workspace)
    notice = workspace.notices.get(arguments.notice).id if arguments.notice is not None else _latest(workspace)
    return Reply(counts_of(workspace, notice, sentences), count_lines(workspace, notice, sentences, why=True))


def unknown(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast unknown``: the deliveries of unknown outcome."""
    wiring.recover_interrupted(workspace)
    rows = [
        {
            "delivery": row.delivery,
            "notice": row.notice,
            "channel": row.channel,
            "recipient": row.recipient,
            "since": row.since.isoformat(),
            "reason": row.code,
        }
        for row in workspace.notices.unknown(limit=None)
    ]
    back = workspace.notices.unknown_notices()
    lines = [
        sentences.text("cli.unknown_notice_restored", notice=one.notice, title=one.title, count=one.count)
        for one in back
    ]
    together = {one.notice for one in back}
    lines += [sentences.text("cli.unknown_outcome", **row) for row in rows if row["notice"] not in together]
    return Reply({"unknown": rows}, lines or [sentences.text("cli.no_unknown")])


def settle(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast settle``: a person's verdict on one delivery; ``resend`` sends it again now.

    With ``--notice`` it concerns all deliveries of a notice that wait for a verdict. ``undo`` takes the last verdict
    back, as far as nothing else happened since.
    """
    if (arguments.delivery is None) == (arguments.notice is None):
        raise InputError("settle_one_or_all", field="delivery")
    if arguments.outcome == "undo":
        return _take_back(workspace, arguments, sentences)
    if arguments.notice is not None:
        return _settle_notice(workspace, arguments.notice, Verdict(arguments.outcome), sentences)
    with sending_turn(workspace, sentences), uninterrupted() as interrupted:
        workspace.outbox.recover(workspace.clock.now())
        workspace.notices.settle(arguments.delivery, arguments.outcome, workspace.clock.now())
    if arguments.outcome != "resend":
        return _settled(workspace, arguments.delivery, OK, [])
    scope = Scope(frozenset(), frozenset({arguments.delivery}))
    sending = run_engine(workspace, scope, sentences, interrupted=interrupted())
    notes = _sending_notes(sending, sentences)
    try:
        row = workspace.notices.delivery(arguments.delivery)
        code = NOT_ALL_SENT if row.state in _UNFINISHED else OK
        return _settled(workspace, arguments.delivery, _lane_code(sending, code), notes)
    except UserError as error:
        data = {"delivery": arguments.delivery}
        return Reply(data, (), [*notes, sentences.of(error)], _lane_code(sending, NOT_ALL_SENT))


def _settle_notice(workspace: Workspace, notice: int, verdict: Verdict, sentences: Sentences) -> Reply:
    """Applies one verdict to every delivery of the notice that waits for one."""
    with sending_turn(workspace, sentences), uninterrupted() as interrupted:
        workspace.outbox.recover(workspace.clock.now())
        workspace.notices.get(notice)
        done = workspace.notices.settle_all(verdict, workspace.clock.now(), notices=[notice]).done
    if not done:
        raise InputError("nothing_unknown", notice=notice)
    told = sentences.text(f"cli.settled_{verdict}", count=len(done), notice=notice)
    if verdict is not Verdict.RESEND:
        lines = [told, *count_lines(workspace, notice, sentences)]
        return Reply(counts_of(workspace, notice, sentences) | {"settled": len(done)}, lines)
    ended = run_engine(workspace, Scope(frozenset({notice})), sentences, interrupted=interrupted())
    reply = _outcome(workspace, (notice,), ended, [], sentences)
    return replace(reply, data={**reply.data, "settled": len(done)}, lines=[told, *reply.lines])


def _take_back(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast settle ... undo``: what was said of one delivery, or of all of a notice, was wrong."""
    now = workspace.clock.now()
    if arguments.notice is not None:
        notice = workspace.notices.get(arguments.notice).id
        rows = workspace.notices.take_back(now, notices=[notice])
        if not rows:
            raise InputError("nothing_to_take_back_of_notice", notice=notice)
        back = sum(row.done for row in rows)
        lines = [sentences.text("cli.taken_back", count=back, notice=notice)]
        notes = [sentences.text("cli.some_not_taken_back", count=len(rows) - back)] if back < len(rows) else []
        data = counts_of(workspace, notice, sentences) | {"taken_back": back}
        return Reply(data, [*lines, *count_lines(workspace, notice, sentences)], notes, OK if back else WRONG_INPUT)
    row = workspace.notices.delivery(arguments.delivery)
    for found in workspace.notices.take_back(now, deliveries=[row.id]):
        if not found.done:
            raise InputError("not_taken_back", delivery=row.id, state=found.state)
        return _settled(workspace, row.id, OK, [])
    raise InputError("nothing_to_take_back", delivery=row.id)


def _moment(workspace: Workspace, at: datetime | None) -> datetime:
    if at is None:
        return workspace.clock.now()
    return at if at.tzinfo else at.replace(tzinfo=timezone_of(workspace.office))


def _composed(
    workspace: Workspace,
    arguments: Namespace,
    at: datetime,
    channels: tuple[str, ...] = (),
    due: datetime | None = None,
) -> Composed:
    draft = replace(wiring.with_audience(workspace, notice_file.load(arguments.file, attach)), due=due)
    if channels:
        draft = replace(draft, channels=channels)
    context = wiring.check_context(workspace, at)
    return compose(workspace.catalogue, draft, workspace.office, at, workspace.channels, context, workspace.language)


def _audience(workspace: Workspace, composed: Composed, sentences: Sentences) -> str:
    """The audience in words, shown before sending."""
    people = wiring.reach(workspace, composed)
    parts = [sentences.text("cli.for_zones" if composed.zones else "cli.for_everybody", zones=composed.zones)]
    if composed.topic:
        parts.append(sentences.text("cli.for_topic", topic=composed.topic))
    return sentences.text("cli.audience_one" if people == 1 else "cli.audience", people=people, whom=parts)


def _confirmed(
    workspace: Workspace, arguments: Namespace, composed: Composed, notes: list[str], sentences: Sentences
) -> Composed | None:
    """The notice as it was frozen before a person, or ``--yes``, agreed to it; None: nobody did.

    Where nobody can be asked, a warning is not agreed to.
    """
    silent = not arguments.yes and not _is_asking(arguments)
    if composed.notice is None or (silent and composed.notice.warnings):
        return None
    looked, aside = Preflight(), frozenset[str]()
    if not arguments.enqueue_only:
        composed, looked, aside = _ready(workspace, arguments, composed, notes, sentences)
        notes += _dearer(workspace, composed, looked, sentences)
        notes += _too_small(workspace, composed, looked, sentences)
        notes += _outlook(looked)
    if silent and (looked.allowance or any(_would_not_go(one, looked) for one in looked.outlook)):
        return None
    frozen = queueing.freeze(workspace, composed, looked.allowance)
    if frozen.notice:
        frozen = replace(frozen, notice=replace(frozen.notice, prepared=looked.prepared, set_aside=aside))
    return frozen if not _is_asking(arguments) or _asked(notes, sentences) else None


class _Way(StrEnum):
    """What a person decides if a channel is not ready."""

    READY_ONLY = "ready_only"
    GENERIC = "generic"
    NONE = "none"


def _ready(
    workspace: Workspace, arguments: Namespace, composed: Composed, notes: list[str], sentences: Sentences
) -> tuple[Composed, Preflight, frozenset[str]]:
    """The notice to send, the services' answers, and the channels that the others do not wait for.

    Where a channel is not ready a person decides: at the terminal, or beforehand with ``--ready-only`` or
    ``--generic``. What may pass by itself is queued and waited for. Raises the error of the first channel that is not
    ready where nobody decided.
    """
    if not arguments.ready_only:
        for name in wiring.secret_names(composed.contents):
            workspace.secrets.require(name)
    with said_while_waiting(sentences.text("cli.asking_services")):
        looked = preflight.look_all_round(workspace, sentences, composed)
    blocked = frozenset(looked.unready) if arguments.ready_only else looked.blocked
    if not blocked:
        return composed, looked, blocked
    ready = [name for name in composed.contents if name not in blocked]
    match _way(arguments, looked, ready, notes, sentences):
        case _Way.GENERIC if looked.generic:
            notes.append(sentences.text("cli.generic_used"))
            again = Namespace(**{**vars(arguments), "generic": False})
            return _ready(workspace, again, looked.generic, notes, sentences)
        case _Way.READY_ONLY if ready:
            notes += _reasons(looked, blocked, sentences, queued=True)
            return composed, looked, blocked
    for note in [*notes, *_reasons(looked, blocked, sentences, queued=False)[1:]]:  # it ends with the first
        terminal.tell(note)
    if not _is_asking(arguments):
        if ready:
            terminal.tell(sentences.text("cli.ready_only_hint", channels=ready))
        if looked.generic:
            terminal.tell(sentences.text("cli.generic_hint"))
    raise next(error for name, error in looked.unready.items() if name in blocked)


def _outlook(looked: Preflight) -> list[str]:
    """What is worth a look on the channels now; of those that are not ready, why is told already."""
    told = [one for one in looked.outlook if one.prospect is not Prospect.GOES and one.channel not in looked.unready]
    return [f"{one.channel}: {one.sentence}" for one in told]


def _would_not_go(outlook: ChannelOutlook, looked: Preflight) -> bool:
    return outlook.prospect is Prospect.STOPPED and outlook.channel not in looked.unready


def _reasons(looked: Preflight, blocked: Collection[str], sentences: Sentences, *, queued: bool) -> list[str]:
    return [
        f"{name}: {sentences.of(error, queued=queued)}" for name, error in looked.unready.items() if name in blocked
    ]


def _way(
    arguments: Namespace, looked: Preflight, ready: Sequence[str], notes: Sequence[str], sentences: Sentences
) -> _Way:
    """The person's decision, given by an option or at the terminal."""
    if arguments.generic and looked.generic:
        return _Way.GENERIC
    if arguments.ready_only:
        return _Way.READY_ONLY
    offered = {_Way.READY_ONLY: bool(ready), _Way.GENERIC: looked.generic is not None}
    if not _is_asking(arguments) or not any(offered.values()):
        return _Way.NONE
    for note in [*notes, *_reasons(looked, looked.blocked, sentences, queued=False)]:
        terminal.tell(note)
    for way, question in ((_Way.GENERIC, "cli.ask_generic"), (_Way.READY_ONLY, "cli.ask_ready_only")):
        if offered[way]:
            answer = terminal.ask(sentences.text(question, channels=ready))
            if answer.casefold() in sentences.text("cli.yes_words").split():
                return way
    return _Way.NONE


def _set_aside_what_is_not_ready(workspace: Workspace, notice: int, sentences: Sentences) -> None:
    """Sets aside a queued notice's unready channels, so that the ready ones do not wait for them."""
    waiting = {name for name, counts in workspace.outbox.counts(notice).items() if counts[DeliveryState.QUEUED]}
    contents = {name: one for name, one in workspace.notices.contents(notice).items() if name in waiting}
    unready = [one for one in readiness.look_ahead(workspace, contents).values() if one.error]
    for one in unready:
        if one.error:
            place = sentences.text("cli.of_notice", channel=one.channel, notice=notice)
            terminal.tell(f"{place}: {sentences.of(one.error)}")
    workspace.outbox.set_aside(notice, [one.channel for one in unready], workspace.clock.now())


def _as_known_at_the_start(workspace: Workspace, arguments: Namespace, composed: Composed) -> Composed:
    """The same, compared only with the notices that were there when the command was given."""
    if composed.notice is None or composed.notice.compared is None:
        return composed
    given = workspace.clock.now() - timedelta(seconds=time.monotonic() - arguments.given)
    since = {row.id for row in workspace.notices.recent(given)}
    return replace(composed, notice=replace(composed.notice, compared=composed.notice.compared - since))


def _is_asking(arguments: Namespace) -> bool:
    """Whether a person at a terminal is asked."""
    return not arguments.yes and terminal.can_ask()


def _asked(notes: list[str], sentences: Sentences) -> bool:
    """Shows the notes to a person at a terminal and asks."""
    for note in notes:
        terminal.tell(note)
    notes.clear()
    return terminal.ask(sentences.text("cli.ask_send")).casefold() in sentences.text("cli.yes_words").split()


def _line(problem: Problem) -> str:
    where = f" [{problem.field}]" if problem.field else ""
    return f"{_MARKS[problem.severity]} {problem.message}{where}"


def _problems(problems: Sequence[Problem]) -> list[dict[str, str]]:
    return [
        {"check": one.check, "field": one.field, "severity": str(one.severity), "message": one.message}
        for one in problems
    ]


def _latest(workspace: Workspace) -> int:
    latest = workspace.notices.latest(1)
    return latest[0].id if latest else 0


def _sum(rows: Mapping[int, int], notices: Sequence[int]) -> int:
    return sum(rows.get(notice, 0) for notice in notices)


def _expired(workspace: Workspace, notices: Sequence[int]) -> dict[int, int]:
    """How many deliveries of each notice never went out because its end had passed."""
    found = workspace.outbox.counts_of(notices)
    return {
        notice: sum(counts[DeliveryState.EXPIRED] for counts in channels.values()) for notice, channels in found.items()
    }


def _dearer(workspace: Workspace, composed: Composed, looked: Preflight, sentences: Sentences) -> list[str]:
    """The note where Meta has made the template more expensive."""
    message = composed.contents.get(wiring.WHATSAPP)
    expected = composed.whatsapp_category.whatsapp.price_category
    if not isinstance(message, TemplateMessage) or looked.price in (None, expected, PriceCategory.UTILITY):
        return []
    people = wiring.reach(workspace, composed)
    day = workspace.clock.now().date()
    dear, cheap = (
        f"{estimate(wiring.rates(), price, readable(message), people, day).whatsapp_eur:.2f}".replace(".", ",")
        for price in (PriceCategory.MARKETING, PriceCategory.UTILITY)
    )
    return [sentences.text("cli.template_dearer", template=message.template, dear=dear, cheap=cheap)]


def _too_small(workspace: Workspace, composed: Composed, looked: Preflight, sentences: Sentences) -> list[str]:
    """The note where Meta's daily limit is smaller than the number of people."""
    if looked.allowance is None:
        return []
    people = wiring.reach(workspace, composed)
    left, days = looked.allowance.left, looked.allowance.days(people)
    return [sentences.text("cli.over_the_limit", people=people, left=left, days=days)]


def _queued(workspace: Workspace, notice: int, notes: Sequence[str], sentences: Sentences) -> Reply:
    """The counts of a notice that was only queued. Never raises, as :func:`_outcome`."""
    try:
        return Reply(counts_of(workspace, notice, sentences), count_lines(workspace, notice, sentences), notes)
    except UserError as error:
        return Reply({"notice": notice, "channels": {}}, (), [*notes, sentences.of(error)], NOT_ALL_SENT)


def _outcome(
    workspace: Workspace,
    notices: Sequence[int],
    sending: Sending,
    notes: Sequence[str],
    sentences: Sentences,
    stale: Mapping[int, int] | None = None,
) -> Reply:
    """The counts of the newest of ``notices`` (and of all, if there are several), with their exit status.

    ``stale``: how many deliveries of each had expired before; those that did since are told, and are not all well.

    Never raises: whoever is told that nothing was sent sends again. Where the rows cannot be read, some may be queued.
    """
    notes = [*notes, *_sending_notes(sending, sentences), *carry_out(workspace, sentences)]
    try:
        counts = [counts_of(workspace, notice, sentences) for notice in notices if notice]
        lines = [line for notice in notices for line in count_lines(workspace, notice, sentences)]
        late = {notice: n for notice, n in _expired(workspace, notices).items() if n > (stale or {}).get(notice, 0)}
    except UserError as error:
        data: dict[str, Any] = {"notice": notices[-1] if notices else None, "channels": {}}
        return Reply(data, (), [*notes, sentences.of(error)], _lane_code(sending, NOT_ALL_SENT))
    left = any(channel[state] for one in counts for channel in one["channels"].values() for state in _UNFINISHED)
    data = dict(counts[-1]) if counts else {"notice": None, "channels": {}}
    if len(counts) > 1:
        data["notices"] = counts
    notes += [sentences.text("cli.expired", notice=notice, count=count) for notice, count in late.items()]
    return Reply(data, lines, notes, _lane_code(sending, NOT_ALL_SENT if left or late else OK))


def _lane_code(sending: Sending, otherwise: int) -> int:
    stopped = any(lane.phase is LanePhase.MISCONFIGURED for lane in sending.lanes.values())
    return WRONG_CONFIGURATION if stopped else otherwise


def _sending_notes(sending: Sending, sentences: Sentences) -> list[str]:
    """Why lanes ended, and why notices were set aside."""
    notes = []
    for name, lane in sending.lanes.items():
        for one in lane.aside[:_MOST_ASIDE]:
            place = sentences.text("cli.of_notice", channel=name, notice=one.notice)
            notes.append(f"{place}: {sentences.of_lane(one)}")
        if lane.phase in _ENDED_EARLY and lane.code and lane.code not in {one.code for one in lane.aside}:
            notes.append(f"{name}: {sentences.of_lane(lane)}")
    return [*notes, *([sending.trouble] if sending.trouble else [])]


def _settled(workspace: Workspace, delivery: int, code: int, notes: list[str]) -> Reply:
    row = workspace.notices.delivery(delivery)
    data = {"delivery": row.id, "notice": row.notice, "channel": row.channel, "state": str(row.state)}
    return Reply(data, [f"{row.id}: {row.state}"], notes, code)
