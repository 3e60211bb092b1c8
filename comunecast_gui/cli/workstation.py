# SPDX-License-Identifier: EUPL-1.2
"""The commands that move an office to another computer: workstation away, add, here and back."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from comunecast_gui.cli import terminal
from comunecast_gui.cli.progress.work_line import shown
from comunecast_gui.cli.reply import Reply
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.services.workstation import moving
from comunecast_gui.system.clock import SystemClock
from comunecast_gui.system.user_account import user_name


def away(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast workstation away``: writes the file with which the office moves; nothing is sent from here then."""
    with shown(sentences, arguments) as work:
        words = moving.move_away(workspace, arguments.file, user_name(), with_keys=arguments.keys, work=work)
    return _written(arguments.file, words, sentences.text("cli.workstation_left"), sentences)


def add(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast workstation add``: the file for a second workstation of an archive on a server; this one goes on."""
    with shown(sentences, arguments) as work:
        words = moving.add_workstation(workspace, arguments.file, user_name(), with_keys=arguments.keys, work=work)
    return _written(arguments.file, words, sentences.text("cli.workstation_added"), sentences)


def here(data_dir: Path, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast workstation here``: asks for the words, and takes the office out of the file; sends nothing."""
    words = terminal.ask_secret(sentences.text("cli.workstation_prompt"))
    with shown(sentences, arguments) as work:
        arrived = moving.arrive(data_dir, arguments.file, words, SystemClock().now(), user_name(), work)
    data = {"office": arrived.office, "made_at": arrived.made_at.isoformat(), "keys": list(arrived.keys)}
    at = f"{arrived.made_at.astimezone():%d/%m/%Y %H:%M}"
    return Reply(data, [sentences.text("cli.workstation_arrived", office=arrived.office, at=at)])


def back(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast workstation back``: this computer sends again, because the office never arrived on the other one."""
    moving.come_back(workspace)
    return Reply({"back": True}, [sentences.text("cli.workstation_again")])


def _written(file: Path, words: Sequence[str], line: str, sentences: Sentences) -> Reply:
    shown = [sentences.text("cli.workstation_file", file=file), "  " + " ".join(words), line]
    return Reply({"file": str(file), "words": list(words)}, shown)
