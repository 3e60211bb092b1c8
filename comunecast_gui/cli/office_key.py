# SPDX-License-Identifier: EUPL-1.2
"""The commands that show the office key as words for the paper, and take it from there on another computer."""

from __future__ import annotations

from argparse import Namespace
from contextlib import suppress
from pathlib import Path

from comunecast_gui.cli import terminal
from comunecast_gui.cli.progress.work_line import shown
from comunecast_gui.cli.reply import Reply
from comunecast_gui.core.errors import InputError, UserError
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.core.trust.office_key import OfficeKey
from comunecast_gui.services import wiring
from comunecast_gui.services.recovery import key_proof
from comunecast_gui.services.trust import office_key
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system.secrets import Secrets
from comunecast_gui.system.settings import office_file
from comunecast_gui.system.user_account import user_name

_IN_A_LINE = 4


def show(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast key show``: the key in 24 words; looking is written in the audit log."""
    words = office_key.words(office_key.show(workspace, user_name()))
    numbered = [f"{n:2}. {word:<10}" for n, word in enumerate(words, start=1)]
    lines = [" ".join(numbered[n : n + _IN_A_LINE]).rstrip() for n in range(0, len(numbered), _IN_A_LINE)]
    return Reply({"words": list(words)}, lines, [sentences.text("cli.office_key_paper")])


def make(data_dir: Path, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast key make``: a new key for the variable of a new office without a keyring; it is kept nowhere."""
    text = OfficeKey.fresh().reveal()
    return Reply({"office_key": text}, [text], [sentences.text("cli.office_key_new")])


def enter(data_dir: Path, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast key enter``: asks for the words, or what the QR code says, without showing them."""
    keep(data_dir, terminal.ask_secret(sentences.text("cli.office_key_prompt")))
    return Reply({"kept": True}, [sentences.text("cli.office_key_kept")])


def prove(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast key prove``: asks for the words, and opens the newest backup with them and nothing else."""
    text = terminal.ask_secret(sentences.text("cli.office_key_prompt"))
    if not text:
        raise InputError("secret_empty", field="office_key", name="office_key")
    with shown(sentences, arguments) as work:
        opened = key_proof.prove(workspace, text, user_name(), work=work)
    if opened is None:
        return Reply({"proven": True, "backup": None}, [sentences.text("cli.recovery_words_proven_server")])
    at = f"{opened.made_at.astimezone():%d/%m/%Y %H:%M}"
    line = sentences.text("cli.recovery_words_proven", file=opened.file, made_at=at, people=opened.people)
    data = {"proven": True, "backup": opened.file, "made_at": opened.made_at.isoformat(), "people": opened.people}
    return Reply(data, [line])


def keep(data_dir: Path, text: str) -> None:
    """Compares the key with the office's database, and keeps it. Raises as :func:`.office_key.enter` and ``read``."""
    if not text:
        raise InputError("secret_empty", field="office_key", name="office_key")
    key, secrets, url = office_key.read(text), Secrets(data_dir), ""
    with suppress(UserError):  # the key may come before the settings
        configured = office_file.load(data_dir)
        url = wiring.database_url(configured, Secrets.of(data_dir, configured))
    office_key.enter(data_dir, url, key, secrets)
