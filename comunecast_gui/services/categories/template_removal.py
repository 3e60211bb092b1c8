# SPDX-License-Identifier: EUPL-1.2
"""Deletes at Meta the templates of a subject that the office deleted, where a person asks for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from comunecast_gui.channels.whatsapp.templates import TemplateApi
from comunecast_gui.core.content import Content, TemplateMessage
from comunecast_gui.core.errors import InputError
from comunecast_gui.services import meta_account
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.delivery.templates import TemplateRow

_DELETED = "DELETED"
"""What becomes of it at Meta (Meta: "Template management", statuses)."""


def at_meta(workspace: Workspace, id: str) -> tuple[str, ...]:
    """The names of the templates of this subject that Meta has, as far as it told: also former ones, and with a file.

    A name that another subject may have as well (``fiera`` with a picture, ``fiera_immagine``) is left to that one.
    Raises ConfigError (``database_*``).
    """
    there = {row.name for row in workspace.templates.all() if row.status != _DELETED}
    others = [one.id for one in workspace.catalogue if one.id != id]
    mine = filter(_names_of(id).fullmatch, there)
    return tuple(sorted(name for name in mine if not any(_names_of(one).fullmatch(name) for one in others)))


def _names_of(id: str) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(id)}(_immagine|_documento)?_v\d+")


def remove(workspace: Workspace, id: str) -> int:
    """Deletes them, in all languages; returns how many. What Meta does not have any more is left out.

    Meta locks the name of a deleted template for 30 days (Meta: "Template management"): the same text cannot come back
    sooner. Nothing is deleted while a notice that goes out with one of them still waits.
    Raises InputError("template_in_use"), ConfigError("no_whatsapp" | "secret_missing"), SendError; what was deleted
    before is noted then.
    """
    names = at_meta(workspace, id)
    if waiting := _waiting_with(workspace, names):
        raise InputError("template_in_use", count=waiting)
    deleted = 0
    with meta_account.graph(workspace) as (client, configured):
        api = TemplateApi(client, configured.business_account_id)
        for name in names:
            if api.find(name):
                api.delete(name)
                deleted += 1
            workspace.templates.save(_gone(row) for row in workspace.templates.all() if row.name == name)
    return deleted


def _waiting_with(workspace: Workspace, names: Collection[str]) -> int:
    """How many notices wait, in the queue, for their hour or for a second person, to go out with one of them."""
    queued = {notice for rows in workspace.outbox.queued_notices().values() for notice in rows}
    queued |= {row.id for row in workspace.notices.to_come()}
    found: list[Mapping[str, Content]] = [workspace.notices.contents(notice) for notice in queued]
    found += [new.contents for new in workspace.approvals.waiting_notices().values()]

    def uses(content: Content) -> bool:
        return isinstance(content, TemplateMessage) and content.template in names

    return sum(any(map(uses, contents.values())) for contents in found)


def _gone(row: TemplateRow) -> TemplateRow:
    return TemplateRow(row.name, row.language, _DELETED, row.category, row.body, row.seen_at, row.quality)
