# SPDX-License-Identifier: EUPL-1.2
"""The commands about the relay: inbox pull, inbox skip, relay keys, relay kit, relay subscribe."""

from __future__ import annotations

import json
import os
from argparse import Namespace
from dataclasses import asdict, fields
from pathlib import Path

from comunecast_gui.cli import terminal
from comunecast_gui.cli.progress.work_line import shown
from comunecast_gui.cli.reply import NOT_ALL_SENT, OK, WRONG_CONFIGURATION, WRONG_INPUT, Reply
from comunecast_gui.cli.terminal import tell
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.inbound.answers import FREE_A_MONTH
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.relay.keys import make_keys
from comunecast_gui.services import inbox, meta_account, meta_news, wiring
from comunecast_gui.services.setup import relay_kit
from comunecast_gui.services.trust import relay_keys
from comunecast_gui.services.trust.relay_keys import Stage
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system.secrets import SecretName
from comunecast_gui.system.user_account import user_name


def pull(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast inbox pull``: ends with 3 if answers wait, and with 2 if a person has to fix something."""
    with shown(sentences, arguments) as work:
        report = inbox.pull(workspace, work)
    relay_keys.tidy(workspace)
    month = inbox.answered_this_month(workspace)
    data = {each.name: getattr(report, each.name) for each in fields(report) if each.name != "problem"}
    lines = [
        sentences.text("cli.inbox_pulled", **data),
        sentences.text("cli.inbox_answers", count=month, free=FREE_A_MONTH),
    ]
    if report.chosen:
        lines.insert(1, sentences.text("cli.inbox_choices", count=report.chosen))
    notes = [one.text for one in meta_news.unseen(workspace, sentences)] if report.news else []
    if report.late:
        notes.append(sentences.text("inbox_late", count=report.late))
    if report.waiting:
        notes.append(sentences.text("inbox_waiting", count=report.waiting))
    code = NOT_ALL_SENT if report.waiting else OK
    if closed := inbox.closed_letters(workspace, sentences):
        notes += closed
        code = WRONG_CONFIGURATION
    if report.problem is not None:
        notes.append(sentences.of(report.problem))
        code = WRONG_CONFIGURATION
    return Reply({**data, "answered_this_month": month}, lines, notes, code)


def skip(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast inbox skip``: steps over letters that do not open, after asking a person.

    Ends with 1 where nobody said yes.
    """
    inbox.pull(workspace)
    waiting = inbox.quarantine_of(workspace).waiting()
    if not waiting.count:
        return Reply({"skipped": 0}, [sentences.text("relay.skip_none")])
    if not arguments.yes:
        for sentence in inbox.closed_letters(workspace, sentences):
            tell(sentence)
        if not terminal.can_ask():
            told = [sentences.text("relay.skip_unasked", count=waiting.count)]
            return Reply({"skipped": 0, "quarantined": waiting.count}, [], told, WRONG_INPUT)
        said = terminal.ask(sentences.text("relay.skip_ask", count=waiting.count)).casefold()
        if said not in sentences.text("cli.yes_words").split():
            told = [sentences.text("relay.not_skipped")]
            return Reply({"skipped": 0, "quarantined": waiting.count}, [], told, WRONG_INPUT)
    # Another workstation may have opened some of them, or stepped over them, while this one asked.
    skipped = inbox.quarantine_of(workspace).step_over(waiting.keys, user_name(), workspace.clock.now())
    report = inbox.pull(workspace)
    data = {"skipped": skipped, "quarantined": report.quarantined}
    return Reply(data, [sentences.text("relay.skipped" if skipped else "relay.skip_none", count=skipped)])


def keys(data_dir: Path, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast relay keys``: fresh pairs, shown once and kept nowhere; with ``--rotate`` those in use are changed.

    The answer's ``stage`` says whether somebody still has to enter the relay's part there.
    """
    if not arguments.rotate:
        data = asdict(make_keys())
        return Reply(data, [json.dumps(data, indent=2)], [sentences.text("relay_keys_shown")])
    with wiring.open_workspace(data_dir) as workspace:
        try:
            change = relay_keys.rotate(workspace, again=arguments.again)
        except ConfigError as error:
            if error.code != "relay_keys_in_environment":
                raise
            data = asdict(make_keys())
            told = [sentences.text("relay_keys_in_environment")]
            return Reply(data, [json.dumps(data, indent=2)], told)
        zone = timezone_of(workspace.office)
    until = f"{change.until.astimezone(zone):%d/%m/%Y}" if change.until else ""
    data = {
        "stage": change.stage,
        "public_key": change.public_key,
        "bearer_key_hash": change.bearer_key_hash,
        "former_until": change.until.isoformat() if change.until else None,
    }
    if change.stage is Stage.CHANGED:
        return Reply(data, [sentences.text("relay.keys_changed", date=until)])
    lines = [f"RELAY_PUBLIC_KEY={change.public_key}", f"RELAY_KEY_HASH={change.bearer_key_hash}"]
    return Reply(data, lines, [sentences.text("relay.keys_for_relay")])


def kit(data_dir: Path, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast relay kit``: the zip with which a web space, a server or a container runs the relay."""
    relay_kit.write(arguments.file)
    return Reply({"kit": str(arguments.file)}, [sentences.text("cli.relay_kit_written", file=arguments.file)])


def subscribe(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast relay subscribe``: subscribes the app at Meta, and says what of the way back is proven.

    With the app secret, kept here or in the relay's own variable ``RELAY_APP_SECRET``, a signed test goes through the
    relay; with ``--wait`` a message that somebody writes meanwhile proves the whole way. Ends with 2 where somebody has
    to mend something, and with 3 where nothing came while it waited.
    """
    configured = workspace.settings.whatsapp
    number = (configured.display_phone if configured else "") or "-"
    write_now = sentences.text("relay.write_now", number=number, seconds=arguments.wait)
    kept = workspace.secrets.get(SecretName.WHATSAPP_APP_SECRET)
    app_secret = os.environ.get("RELAY_APP_SECRET", "").strip() or (kept.reveal().split()[0] if kept else "")
    found = meta_account.subscribe(workspace, arguments.wait, app_secret, lambda: tell(write_now))
    lines, notes = meta_account.proven(workspace, found, sentences, arguments.wait)
    works = found.listed and False not in (found.reached, found.signed)
    code = WRONG_CONFIGURATION if not works else NOT_ALL_SENT if found.heard is False else OK
    return Reply(asdict(found), lines, notes, code)
