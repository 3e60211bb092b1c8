# SPDX-License-Identifier: EUPL-1.2
"""Erases a person who asks for it: here at once, and in the Contact Book that Meta keeps for the office."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import StrEnum

from comunecast_gui.core.errors import ConfigError, Misconfigured, SendError
from comunecast_gui.services import meta_account
from comunecast_gui.services.wiring import Workspace

_NO_BOOK = frozenset({"whatsapp_100", "whatsapp_33"})
"""What Meta answers where the account has no Contact Book: the address does not exist (Graph API: 100 and 33)."""
logger = logging.getLogger(__name__)


class ContactBook(StrEnum):
    """What became of the person's entry in Meta's Contact Book (Meta: "Business-scoped user IDs")."""

    DELETED = "deleted"
    NONE = "none"
    """There was none, the account has no Contact Book, or the person's identifier was never told."""
    KEPT = "kept"
    """Meta could not be asked, or refused."""


@dataclass(frozen=True, slots=True)
class Erased:
    """Somebody was erased. ``error`` says why Meta keeps its entry; None: it keeps none."""

    contact_book: ContactBook
    error: ConfigError | SendError | None = None


def erase(workspace: Workspace, subscriber_id: int, *, source: str, who: str) -> Erased:
    """Erases the number here, then Meta's pair of number and identifier; blocks for one call.

    The first happens whatever becomes of the second: an erasure does not wait for a network. Raises
    InputError("unknown_subscriber" | "subscriber_left_already"), ConfigError (``database_*``).
    """
    bsuid = workspace.subscribers.remove(subscriber_id, workspace.clock.now(), source=source, who=who)
    if not bsuid or workspace.settings.whatsapp is None:
        return Erased(ContactBook.NONE)
    try:
        with meta_account.graph(workspace) as (client, configured):
            deleted = meta_account.account_api(client, configured).forget(bsuid)
    except (ConfigError, SendError) as error:
        if isinstance(error, Misconfigured) and error.code in _NO_BOOK:
            return Erased(ContactBook.NONE)
        logger.warning("Meta keeps the Contact Book's entry of somebody who was erased: %s", error.code)
        return Erased(ContactBook.KEPT, error)
    return Erased(ContactBook.DELETED if deleted else ContactBook.NONE)
