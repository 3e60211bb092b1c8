# SPDX-License-Identifier: EUPL-1.2
"""The registers' head, which an office notes elsewhere each month to prove that nothing before it changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from comunecast_gui.channels import time_stamp_authority
from comunecast_gui.core.atomic_file import replacing
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.core.trust.chain import Head, Problem, RegisterProof
from comunecast_gui.core.work.long_work import UNWATCHED, Work
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.consent import ledger, registers
from comunecast_gui.store.consent.audit import Audit, AuditRow
from comunecast_gui.store.consent.registers import Examined
from comunecast_gui.system import tls

_TAKEN = "ledger_head"
"""What the audit log calls it that somebody was given the line."""
EVERY = timedelta(days=31)
"""How often it belongs into the town's protocol register."""


def examine(workspace: Workspace, against: str = "", work: Work = UNWATCHED) -> Examined:
    """Reads both registers; ``against`` is a line or a head that was noted elsewhere, if any.

    Raises InputError("ledger_head_malformed" | "work_stopped"), and as :func:`.registers.examine`.
    """
    return registers.examine(workspace.database, Head.parse(against) if against else "", work)


def take(workspace: Workspace, who: str, work: Work = UNWATCHED) -> Examined:
    """The present head, for the line to note; once a day the audit log says who was given it. Raises as above."""
    found = examine(workspace, work=work)
    last, now = Audit(workspace.database).last(_TAKEN), workspace.clock.now()
    work.last_step()
    if found.intact and (last is None or last.date() != now.date()):
        Audit(workspace.database).write(AuditRow(now, who, _TAKEN, str(found.head)))
    return found


def line(workspace: Workspace, found: Examined, sentences: Sentences, date: datetime) -> str:
    """The head on one line, with what it is of."""
    counts = {"consents": found.consents.entries, "actions": found.actions.entries}
    return sentences.text(
        "ledger.head_line", office=workspace.office.name, date=f"{date:%d/%m/%Y}", head=found.head, **counts
    )


def prove(workspace: Workspace, who: str, sentences: Sentences, work: Work) -> RegisterProof:
    """Whether both registers are sound, with the line to note if they are. Raises as :func:`take`."""
    found = take(workspace, who, work)
    if not found.intact:
        return RegisterProof(sound=False, sentence=told(found.problems[0], sentences))
    noted = line(workspace, found, sentences, workspace.clock.now().astimezone(timezone_of(workspace.office)))
    return RegisterProof(sound=True, sentence=sentences.text("ledger.sound_line", line=noted), line=noted)


def stamp(noted: str, target: Path, authority: str) -> Path:
    """Has ``authority`` stamp the line; writes its answer as ``target`` and the line beside it, whose name is returned.

    ``openssl ts -verify -data LINE -in TARGET -CAfile CERTIFICATE`` checks the two later, without this program. Raises
    InputError("stamp_unreachable" | "stamp_refused" | "stamp_unwritable").
    """
    data = f"{noted}\n".encode()
    answer = time_stamp_authority.stamp(authority, data, tls.context())
    beside = target.with_name(f"{target.name}.txt")
    try:
        for path, content in ((beside, data), (target, answer)):
            with replacing(path) as file:
                file.write(content)
    except OSError as error:
        raise InputError("stamp_unwritable", field="stamp", file=target.name, reason=error.strerror) from None
    return beside


def last_taken(workspace: Workspace) -> datetime | None:
    """When somebody was given the line last; None: never. Raises ConfigError (``database_*``)."""
    return Audit(workspace.database).last(_TAKEN)


def is_due(workspace: Workspace) -> bool:
    """Whether the line should be noted again: there is something to prove, and the last one is a month old."""
    last = last_taken(workspace)
    if last is None:
        return ledger.count(workspace.database) > 0
    return workspace.clock.now() - last > EVERY


def told(problem: Problem, sentences: Sentences) -> str:
    """What is wrong, for a person."""
    return sentences.text(f"ledger.{problem.register}_{problem.fault}", entry=problem.entry)
