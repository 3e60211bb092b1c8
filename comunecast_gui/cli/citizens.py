# SPDX-License-Identifier: EUPL-1.2
"""The commands about citizens: inbox pull, relay keys, a person's data, Telegram followers."""

from __future__ import annotations

import json
import os
from argparse import Namespace
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from comunecast_gui.cli.reply import NOT_ALL_SENT, OK, WRONG_CONFIGURATION, Reply
from comunecast_gui.cli.terminal import tell
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.inbound.answers import FREE_A_MONTH
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.relay.keys import make_keys
from comunecast_gui.services import erasure, followers, inbox, meta_account, meta_news
from comunecast_gui.services.approval import bot_chats
from comunecast_gui.services.erasure import ContactBook, Erased
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.consent.dossier import Dossiers
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.system import dossier_file, phones
from comunecast_gui.system.user_account import user_name


def pull(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast inbox pull``: ends with 3 if answers wait, and with 2 if a person has to fix something."""
    report = inbox.pull(workspace)
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
    if report.problem is not None:
        notes.append(sentences.of(report.problem))
        code = WRONG_CONFIGURATION
    return Reply({**data, "answered_this_month": month}, lines, notes, code)


def members(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast telegram members``: how many people follow each channel, today and on the days it was asked."""
    sizes = followers.count_members(workspace)
    data = {
        "channels": [
            {"channel": one.channel, "members": [{"day": str(day), "count": count} for day, count in one.counts]}
            for one in sizes
        ]
    }
    return Reply(data, [f"{one.channel}: {one.counts[-1][1]}" for one in sizes])


def answer(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast telegram answer``: one look at the bot's private chats, with citizens and with colleagues."""
    done = bot_chats.look(workspace)
    data: dict[str, Any] = {"answered": done.answered}
    lines = [sentences.text("cli.answered", count=done.answered)]
    if done.released:
        data["queued"] = list(done.released)
        lines += [sentences.text("cli.approved_on_telegram", notice=notice) for notice in done.released]
    return Reply(data, lines, exit_code=NOT_ALL_SENT if done.released else OK)


def keys(data_dir: Path, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast relay keys``: fresh pairs, shown once and kept nowhere."""
    data = asdict(make_keys())
    return Reply(data, [json.dumps(data, indent=2)], [sentences.text("relay_keys_shown")])


def subscribe(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast relay subscribe``: subscribes the app at Meta, and says what of the way back is proven.

    With ``RELAY_APP_SECRET``, the relay's own variable, a signed test goes through the relay; with ``--wait`` a message
    that somebody writes meanwhile proves the whole way. Ends with 2 where somebody has to mend something, and with 3
    where nothing came while it waited.
    """
    configured = workspace.settings.whatsapp
    number = (configured.display_phone if configured else "") or "-"
    write_now = sentences.text("relay.write_now", number=number, seconds=arguments.wait)
    app_secret = os.environ.get("RELAY_APP_SECRET", "").strip()
    found = meta_account.subscribe(workspace, arguments.wait, app_secret, lambda: tell(write_now))
    lines, notes = meta_account.proven(workspace, found, sentences, arguments.wait)
    works = found.listed and False not in (found.reached, found.signed)
    code = WRONG_CONFIGURATION if not works else NOT_ALL_SENT if found.heard is False else OK
    return Reply(asdict(found), lines, notes, code)


def person(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast subscribers person``: all data held about a person; reading it is written in the audit log."""
    digits = phones.parse(arguments.phone).digits
    dossier = Dossiers(workspace.database).of(Person(digits), user_name(), workspace.clock.now())
    if arguments.export:
        dossier_file.write(arguments.export, dossier, workspace.office)
    data = dossier_file.as_data(dossier)
    return Reply(data, dossier_file.lines(dossier, workspace.office))


def erase(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast subscribers erase``: the number goes, its keyed hash stays so that no list brings it back."""
    row = workspace.subscribers.find(Person(phones.parse(arguments.phone).digits))
    if row is None:
        raise InputError("person_unknown", field="phone")
    if not row.phone:
        return Reply({"erased": False, "id": row.id}, [sentences.text("subscriber_left_already")])
    done = erasure.erase(workspace, row.id, source=sentences.text("cli.erased_because"), who=user_name())
    data = {"erased": True, "id": row.id, "contact_book": done.contact_book}
    return Reply(data, [sentences.text("person_erased")], _of_the_contact_book(done, sentences))


def _of_the_contact_book(done: Erased, sentences: Sentences) -> list[str]:
    """The note about the person's entry in Meta's Contact Book."""
    if done.error is not None:
        return [sentences.text("subscriber.contact_book_kept", code=done.error.code)]
    deleted = done.contact_book is ContactBook.DELETED
    return [sentences.text("subscriber.contact_book_deleted")] if deleted else []
