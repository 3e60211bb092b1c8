# SPDX-License-Identifier: EUPL-1.2
"""The commands that put a token into the computer's keyring and say which ones are there."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from comunecast_gui.cli import terminal
from comunecast_gui.cli.reply import Reply
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.system.secrets import SecretName, Secrets


def keep(data_dir: Path, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast secrets set NAME``: asks for the value without showing it, or reads it from standard input."""
    name = SecretName(arguments.name)
    asked = sentences.text("cli.secret_prompt", name=name)
    value = terminal.ask_secret(asked)
    if not value:
        raise InputError("secret_empty", field=name, name=name)
    Secrets(data_dir).set(name, value)
    return Reply({"name": name, "kept": True}, [sentences.text("cli.secret_kept", name=name)])


def show(data_dir: Path, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast secrets list``: which ones are there, never what they are."""
    secrets = Secrets(data_dir)
    found = {name.value: secrets.get(name) is not None for name in SecretName}
    lines = [f"{name}: {sentences.text('cli.present' if there else 'cli.absent')}" for name, there in found.items()]
    return Reply({"secrets": found}, lines)
