# SPDX-License-Identifier: EUPL-1.2
"""The commands about the office itself: configure, templates, healthcheck, migrate."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from comunecast_gui import wiring
from comunecast_gui.cli.reply import OK, WRONG_CONFIGURATION, Reply
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.system import settings
from comunecast_gui.system.secrets import Secrets
from comunecast_gui.wiring import Desk


def configure(data_dir: Path, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast configure``: checks the file whole, then keeps it; nothing changes where something is wrong."""
    configured = settings.parse(arguments.file)
    settings.save(configured, data_dir)
    names = wiring.channel_names(configured)
    missing = wiring.missing_secrets(configured, Secrets(data_dir))
    notes = [sentences.text("configure.secret_missing", variable=name) for name in missing]
    data = {"office": configured.office.name, "channels": list(names)}
    return Reply(data, [f"{configured.office.name}: {', '.join(names) or 'nessun canale'}"], notes)
