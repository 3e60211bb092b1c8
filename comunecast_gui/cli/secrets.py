# SPDX-License-Identifier: EUPL-1.2
"""The commands that put a token into the computer's keyring and say which ones are there."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from comunecast_gui.cli import office_key, terminal
from comunecast_gui.cli.reply import Reply
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.system.secrets import SecretName, Secrets
from comunecast_gui.system.settings import office_file


def keep(data_dir: Path, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast secrets set NAME``: asks for the value without showing it, or reads it from standard input."""
    name = SecretName(arguments.name)
    asked = sentences.text("cli.secret_prompt", name=name)
    value = terminal.ask_secret(asked)
    if not value:
        raise InputError("secret_empty", field=name, name=name)
    secrets = _of_office(data_dir)
    if name is SecretName.OFFICE_KEY:
        office_key.keep(data_dir, value)
        return Reply({"name": name, "kept": True}, [sentences.text("cli.office_key_kept")])
    secrets.set(name, value)
    host = secrets.hosts.get(name, "")
    said = sentences.text("cli.secret_kept_for" if host else "cli.secret_kept", name=name, host=host)
    return Reply({"name": name, "kept": True, "host": host}, [said])


def show(data_dir: Path, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast secrets list``: which ones are there, never what they are."""
    secrets = _of_office(data_dir)
    found = {name.value: secrets.get(name) is not None for name in SecretName}
    lines = [f"{name}: {sentences.text('cli.present' if there else 'cli.absent')}" for name, there in found.items()]
    notes = [
        sentences.text("cli.secret_moved", name=name, host=host, address=address)
        for name, address in secrets.hosts.items()
        if (host := secrets.elsewhere(name))
    ]
    return Reply({"secrets": found}, lines, notes)


def _of_office(data_dir: Path) -> Secrets:
    """The secrets, each for the host that the settings name; before there are settings they are for the first one."""
    try:
        return Secrets.of(data_dir, office_file.load(data_dir))
    except ConfigError:
        return Secrets(data_dir)
