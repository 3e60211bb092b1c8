# SPDX-License-Identifier: EUPL-1.2
"""Runs one command: opens the office, calls the verb, and turns every failure into a sentence and a status."""

from __future__ import annotations

import logging
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from comunecast_gui.cli import (
    bulletins,
    citizens,
    later,
    notices,
    office,
    office_key,
    post_commands,
    registers,
    relayed,
    second_person,
    secrets,
    subscribers,
    terminal,
    workstation,
)
from comunecast_gui.cli.reply import (
    NOT_ALL_SENT,
    OK,
    WRONG_INPUT,
    Refusal,
    Reply,
    deliver,
    refusal_of,
    refuse,
)
from comunecast_gui.cli.terminal import Fate
from comunecast_gui.core.errors import ConfigError, SendError, UserError
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.services import backups, wiring
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.services.workstation import shared_files
from comunecast_gui.system import logs, private_folder

logger = logging.getLogger(__name__)

_ON_A_DESK: dict[str, Callable[[Workspace, Namespace, Sentences], Reply]] = {
    "check": notices.check,
    "render": notices.render,
    "send": notices.send,
    "resume": notices.resume,
    "cancel": notices.cancel,
    "scheduled": later.show,
    "status": notices.status,
    **{" ".join(("notice", action)): post_commands.change for action in post_commands.ACTIONS},
    "notice correct-for-all": notices.correct_for_all,
    "unknown": notices.unknown,
    "settle": notices.settle,
    "approvals": second_person.show,
    "approve": notices.approve,
    "refuse": second_person.refuse,
    "colleagues list": second_person.colleagues,
    "colleagues add": second_person.add,
    "colleagues change": second_person.change,
    "colleagues remove": second_person.remove,
    "colleagues pin": second_person.set_pin,
    "colleagues phone": second_person.phone,
    "colleagues recover": second_person.recover,
    "subscribers import": subscribers.load,
    "subscribers export": subscribers.export,
    "subscribers erase": citizens.erase,
    "subscribers person": citizens.person,
    "inbox pull": relayed.pull,
    "inbox skip": relayed.skip,
    "relay subscribe": relayed.subscribe,
    "telegram answer": citizens.answer,
    "telegram members": citizens.members,
    "ledger verify": registers.verify,
    "ledger head": registers.head,
    "subscribers list": subscribers.show,
    "templates submit": office.submit,
    "templates sync": office.sync,
    "charges": office.show_charges,
    "bulletin": bulletins.show,
    "cap": bulletins.export_cap,
    "backup": office.backup,
    "workstation away": workstation.away,
    "workstation add": workstation.add,
    "workstation back": workstation.back,
    "key show": office_key.show,
    "key prove": office_key.prove,
}
_WITHOUT_A_DESK: dict[str, Callable[[Path, Namespace, Sentences], Reply]] = {
    "configure": office.configure,
    "secrets set": secrets.keep,
    "secrets list": secrets.show,
    "key enter": office_key.enter,
    "key make": office_key.make,
    "healthcheck": office.healthcheck,
    "papers": office.write_papers,
    "migrate": office.migrate,
    "restore": office.restore,
    "workstation here": workstation.here,
    "relay keys": relayed.keys,
    "relay kit": relayed.kit,
}
_SENDING = frozenset({"send", "resume", "settle", "approve", "notice correct-for-all"})
_ANSWERING = frozenset({
    "check", "render", "status", "unknown", "subscribers list", "subscribers person", "ledger verify", "secrets list",
    "healthcheck", "relay keys", "telegram members", "approvals", "colleagues list", "key make", "key show",
    "ledger head", "bulletin", "scheduled",
})  # fmt: skip
"""Verbs of which nothing is left but the answer: where that is lost, the command has failed."""
_LOOKING = ("check", "render", "status", "unknown", "bulletin")
"""Verbs that a person waits for: the copy of the day is left to the others."""


def run(arguments: Namespace, data_dir: Path) -> int:
    """Runs the verb of ``arguments`` and returns the exit status of design section "Commands".

    The status says what was done, and is known before anything is printed. A lost answer changes it only from 0 to 1
    and only where the answer is all that there was to do (``subscribers list > /dev/full``); what was sent stays sent.
    Raises ConfigError("data_dir_open"), and as :func:`.wiring.finish_restore`.
    """
    sentences = wiring.sentences()
    if arguments.verb != "healthcheck":  # it looks by itself, and tells the rest beside it
        exposure = private_folder.close(data_dir)
        if exposure and exposure.closed:
            terminal.tell(sentences.text(exposure.sentence, **exposure.values))
    wiring.finish_restore(data_dir)
    with _logged(data_dir, sentences):
        return _run(arguments, data_dir, sentences)


def _run(arguments: Namespace, data_dir: Path, sentences: Sentences) -> int:
    verb = " ".join(filter(None, (arguments.verb, getattr(arguments, "action", None))))
    as_json = getattr(arguments, "json", False)
    ended: list[int] = []
    try:
        if verb in _WITHOUT_A_DESK:
            _answer(_WITHOUT_A_DESK[verb](data_dir, arguments, sentences), verb, as_json, ended, sentences)
        else:
            with wiring.open_workspace(data_dir) as workspace, _cared_for(workspace, verb, arguments):
                shared_files.look(workspace)
                _answer(_ON_A_DESK[verb](workspace, arguments, sentences), verb, as_json, ended, sentences)
    except (Exception, KeyboardInterrupt) as error:
        if not ended:
            return refuse(_refusal(error, verb, data_dir, sentences), as_json)
        logger.warning("The command %s had ended when tidying up failed", verb, exc_info=error)
    return ended[-1]


def _answer(reply: Reply, verb: str, as_json: bool, ended: list[int], sentences: Sentences) -> None:
    """Notes the command's exit status in ``ended`` first of all, then prints the reply."""
    ended.append(reply.exit_code)
    if deliver(reply, as_json) is Fate.LOST:
        terminal.tell(sentences.text("cli.answer_lost"))
        if reply.exit_code == OK and verb in _ANSWERING:
            ended.append(WRONG_INPUT)


def _refusal(error: BaseException, verb: str, data_dir: Path, sentences: Sentences) -> Refusal:
    if isinstance(error, (UserError, SendError, KeyboardInterrupt)):
        return refusal_of(error, sentences)
    logger.error("The command %s failed", verb, exc_info=error)
    code = NOT_ALL_SENT if verb in _SENDING else WRONG_INPUT
    return Refusal(sentences.text("cli.unexpected", folder=data_dir / "logs"), "unexpected", "", code)


@contextmanager
def _logged(data_dir: Path, sentences: Sentences) -> Iterator[None]:
    """Keeps the log of this command; one that cannot be kept is said, and no reason not to send an alert."""
    try:
        log = logs.start(data_dir)
    except ConfigError as error:
        terminal.tell(sentences.of(error))
        yield
        return
    try:
        yield
    finally:
        logs.stop(log)


@contextmanager
def _cared_for(workspace: Workspace, verb: str, arguments: Namespace) -> Iterator[None]:
    """Once a day copies the office before a command, and forgets after it what is kept only for a while."""
    for_a_window = getattr(arguments, "events", False)  # which sees to both itself
    if verb in _LOOKING or for_a_window:
        yield
        return
    with backups.copied_daily(workspace):
        yield
    wiring.forget_daily(workspace)
