# SPDX-License-Identifier: EUPL-1.2
"""The number that an office writes from, as the set-up offers and keeps it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NumberChoice:
    """A number that the key may use; ``account`` is the id of its WhatsApp account, ``status`` is Meta's word."""

    id: str
    account: str
    display: str = ""
    name: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class WhatsAppPresent:
    """What is kept: whether there is a key, and the number that was chosen."""

    has_key: bool = False
    number_id: str = ""
    account_id: str = ""
    display: str = ""
