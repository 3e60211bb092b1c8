# SPDX-License-Identifier: EUPL-1.2
"""The commands that verify the consent ledger and the audit log, and print their head."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from comunecast_gui.cli.progress.work_line import shown
from comunecast_gui.cli.reply import OK, WRONG_INPUT, Reply
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.core.trust.chain import Register
from comunecast_gui.services.trust import register_head
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.consent.registers import Examined
from comunecast_gui.system.user_account import user_name


def verify(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast ledger verify``: ends with 1 if a register was altered, or does not continue ``--against``."""
    with shown(sentences, arguments) as work:
        found = register_head.examine(workspace, arguments.against, work)
    counts = {"consents": found.consents.entries, "actions": found.actions.entries}
    sound = sentences.text("ledger.sound_against" if arguments.against else "ledger.sound", head=found.head, **counts)
    notes = [sentences.text("ledger.before_key", count=found.before_key)] if found.before_key else []
    return _reply(found, sentences, [sound], notes)


def head(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast ledger head``: one line for the town's protocol register; ends with 1 if one is not sound."""
    with shown(sentences, arguments) as work:
        found = register_head.take(workspace, user_name(), work)
    now = workspace.clock.now().astimezone(timezone_of(workspace.office))
    line = register_head.line(workspace, found, sentences, now)
    if bool(arguments.stamp) != bool(arguments.authority):
        raise InputError("stamp_incomplete")
    if not (arguments.stamp and found.intact):
        return _reply(found, sentences, [line], [])
    beside = register_head.stamp(line, arguments.stamp, arguments.authority)
    return _reply(found, sentences, [line], [sentences.text("ledger.stamped", file=arguments.stamp, line=beside)])


def _reply(found: Examined, sentences: Sentences, lines: list[str], notes: list[str]) -> Reply:
    problems = [
        {
            "register": str(one.register),
            "fault": str(one.fault),
            "entry": one.entry,
            "message": register_head.told(one, sentences),
        }
        for one in found.problems
    ]
    data: dict[str, Any] = {
        "intact": found.intact,
        "entries": found.consents.entries,
        "actions": found.actions.entries,
        "head": str(found.head),
        "before_key": found.before_key,
        "problems": problems,
        # What the command said before it knew two registers.
        "ok": found.intact,
        "events": found.consents.entries,
        "position": found.first(Register.CONSENTS),
    }
    if found.intact:
        return Reply(data, lines, notes, OK)
    return Reply(data, [str(one["message"]) for one in problems], exit_code=WRONG_INPUT)
