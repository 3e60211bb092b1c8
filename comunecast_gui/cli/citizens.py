# SPDX-License-Identifier: EUPL-1.2
"""The commands about citizens: a person's data, Telegram followers."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from comunecast_gui.cli.reply import NOT_ALL_SENT, OK, Reply
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.services import followers
from comunecast_gui.services.approval import bot_chats
from comunecast_gui.services.people import erasure
from comunecast_gui.services.people.erasure import ContactBook, Erased
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.consent.dossier import Dossiers
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.system import dossier_file, phones
from comunecast_gui.system.user_account import user_name


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
