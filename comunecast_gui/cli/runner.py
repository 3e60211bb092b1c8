# SPDX-License-Identifier: EUPL-1.2
"""Runs one command: opens the office, calls the verb, and turns every failure into a sentence and a status."""

from __future__ import annotations

import json
import logging
import sys
from argparse import Namespace
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from comunecast_gui.cli import citizens, notices, office, secrets, subscribers
from comunecast_gui.cli.reply import NOT_ALL_SENT, WRONG_INPUT, Reply, deliver
from comunecast_gui.core.errors import SendError, UserError
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.services import backups, wiring
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system import logs

logger = logging.getLogger(__name__)

_ON_A_DESK: dict[str, Callable[[Workspace, Namespace, Sentences], Reply]] = {
    "check": lambda workspace, arguments, _: notices.check(workspace, arguments),
    "render": lambda workspace, arguments, _: notices.render(workspace, arguments),
    "send": notices.send,
    "resume": notices.resume,
    "status": lambda workspace, arguments, _: notices.status(workspace, arguments),
    "unknown": lambda workspace, _arguments, _: notices.unknown(workspace),
    "settle": notices.settle,
    "subscribers import": subscribers.load,
    "subscribers export": lambda workspace, arguments, _: subscribers.export(workspace, arguments),
    "subscribers erase": citizens.erase,
    "subscribers person": citizens.person,
    "inbox pull": citizens.pull,
    "telegram answer": citizens.answer,
    "telegram members": citizens.members,
    "ledger verify": citizens.verify,
    "subscribers list": lambda workspace, arguments, _: subscribers.show(workspace, arguments),
    "templates submit": office.submit,
    "templates sync": office.sync,
    "backup": office.backup,
}
_WITHOUT_A_DESK: dict[str, Callable[[Path, Namespace, Sentences], Reply]] = {
    "configure": office.configure,
    "secrets set": secrets.keep,
    "secrets list": secrets.show,
    "healthcheck": office.healthcheck,
    "migrate": office.migrate,
    "restore": office.restore,
    "relay keys": citizens.keys,
}
_SENDING = ("send", "resume", "settle")
_LOOKING = ("check", "render", "status", "unknown")
"""Verbs that a person waits for: the copy of the day is left to the others."""


def run(arguments: Namespace, data_dir: Path) -> int:
    """Runs the verb of ``arguments`` and returns the exit status of design section "Commands"."""
    log = logs.start(data_dir)
    try:
        return _run(arguments, data_dir)
    finally:
        logs.stop(log)


def _run(arguments: Namespace, data_dir: Path) -> int:
    sentences = wiring.sentences()
    verb = " ".join(filter(None, (arguments.verb, getattr(arguments, "action", None))))
    as_json = getattr(arguments, "json", False)
    try:
        if verb in _WITHOUT_A_DESK:
            reply = _WITHOUT_A_DESK[verb](data_dir, arguments, sentences)
        else:
            with wiring.open_workspace(data_dir) as workspace, _copied(workspace, verb, arguments):
                reply = _ON_A_DESK[verb](workspace, arguments, sentences)
    except UserError as error:
        return _refuse(sentences.of(error), error.code, error.field, error.exit_code, as_json)
    except SendError as error:
        return _refuse(sentences.of(error), error.code, "", 2, as_json)
    except Exception:
        logger.exception("The command %s failed", verb)
        code = NOT_ALL_SENT if arguments.verb in _SENDING else WRONG_INPUT
        return _refuse(sentences.text("cli.unexpected", folder=data_dir / "logs"), "unexpected", "", code, as_json)
    return deliver(reply, as_json)


def _copied(workspace: Workspace, verb: str, arguments: Namespace) -> AbstractContextManager[None]:
    for_a_window = getattr(arguments, "events", False)  # which sees to the copy itself
    return nullcontext() if verb in _LOOKING or for_a_window else backups.copied_daily(workspace)


def _refuse(sentence: str, code: str, field: str, exit_code: int, as_json: bool) -> int:
    where = f" [{field}]" if field else ""
    print(f"{sentence}{where}", file=sys.stderr)
    if as_json:
        print(json.dumps({"error": {"code": code, "field": field, "message": sentence}}, ensure_ascii=False))
    return exit_code
