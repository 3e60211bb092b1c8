# SPDX-License-Identifier: EUPL-1.2
"""A command's reply: data for scripts, lines for people, and an exit status."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from comunecast_gui.cli import terminal
from comunecast_gui.cli.terminal import Fate
from comunecast_gui.core.errors import SendError, UserError
from comunecast_gui.core.sentences import Sentences

OK, WRONG_INPUT, WRONG_CONFIGURATION, NOT_ALL_SENT = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Reply:
    """``data`` is printed as one JSON object with ``--json``, ``lines`` without; ``notes`` go to standard error."""

    data: Mapping[str, Any]
    lines: Sequence[str] = ()
    notes: Sequence[str] = field(default=())
    exit_code: int = OK


@dataclass(frozen=True, slots=True)
class Refusal:
    """The refusal of a command: the sentence, its code, what to look at, and the exit status."""

    sentence: str
    code: str
    field: str
    exit_code: int


def deliver(reply: Reply, as_json: bool) -> Fate:
    """Prints the reply and tells whether anybody could read it. Never raises."""
    for note in reply.notes:
        terminal.tell(note)
    if as_json:
        return terminal.answer_json(reply.data)
    return terminal.answer("\n".join(reply.lines)) if reply.lines else Fate.SHOWN


def refuse(refusal: Refusal, as_json: bool) -> int:
    """Says in one sentence why there is no reply, and returns the exit status."""
    where = f" [{refusal.field}]" if refusal.field else ""
    terminal.tell(f"{refusal.sentence}{where}")
    if as_json:
        error = {"code": refusal.code, "field": refusal.field, "message": refusal.sentence}
        terminal.answer_json({"error": error})
    return refusal.exit_code


def refusal_of(error: UserError | SendError | KeyboardInterrupt, sentences: Sentences) -> Refusal:
    """The refusal for an exception before which nothing was sent."""
    if isinstance(error, UserError):
        return Refusal(sentences.of(error, queued=False), error.code, error.field, error.exit_code)
    if isinstance(error, SendError):
        return Refusal(sentences.of(error, queued=False), error.code, "", WRONG_CONFIGURATION)
    return Refusal(sentences.text("cli.interrupted"), "interrupted", "", WRONG_INPUT)
