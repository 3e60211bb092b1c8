# SPDX-License-Identifier: EUPL-1.2
"""Finds the accounts and numbers that a token may use, and registers a number for sending.

Sources: Meta, "Manage WhatsApp Business accounts" (the accounts that ``debug_token`` names), Marketing API reference
"System User Assigned Whatsapp Business Accounts", "Business phone numbers", "Register a business phone number" (26 June
2026: a number is registered by this call alone, ten times in 72 hours), "WhatsApp error codes", "Registration errors"
(133000 a former deregistration failed and has to be made again, 133005 the PIN is another, 133006 the number has to be
verified first, 133008 the PIN was guessed too often, and the details tell how long to wait, 133009 it was written too
fast, 133015 the number was deleted a moment ago: wait five minutes, 133016 ten times in 72 hours).
"""

from __future__ import annotations

from dataclasses import dataclass

from comunecast_gui.channels.answer_reader import id_at, text_at
from comunecast_gui.channels.whatsapp.business_account import pages
from comunecast_gui.channels.whatsapp.graph_client import GraphClient
from comunecast_gui.core.errors import InputError, Misconfigured, Permanent, Transient
from comunecast_gui.core.meta.whatsapp_health import TokenFacts

_FIELDS = "id,display_phone_number,verified_name,status,code_verification_status,quality_rating"
_REFUSALS = {
    "133000": "setup_deregistration",
    "133005": "setup_pin_wrong",
    "133006": "setup_number_unverified",
    "133008": "setup_pin_too_often",
    "133009": "setup_pin_too_fast",
    "whatsapp_133015": "setup_number_just_deleted",
    "133016": "setup_registered_too_often",
}
_SAYS_HOW_LONG = "133008"


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number of an account, in Meta's words; ``status`` is CONNECTED once it can send."""

    id: str
    account: str
    display: str = ""
    name: str = ""
    status: str = ""
    verified: str = ""
    quality: str = ""


def accounts_of(client: GraphClient, token: TokenFacts) -> tuple[str, ...]:
    """The ids of the WhatsApp accounts that the token may use: it names them, or else its system user does.

    Empty where neither says. Blocks; raises SendError.
    """
    if token.accounts or not token.user:
        return token.accounts
    try:
        found = [id_at(one, "id") for one in pages(client, f"{token.user}/assigned_whatsapp_business_accounts")]
    except (Misconfigured, Permanent):
        return ()  # who may ask of a system user is Meta's to decide
    return tuple(dict.fromkeys(filter(None, found)))


def numbers_of(client: GraphClient, account: str) -> tuple[FoundNumber, ...]:
    """The numbers of one account. Blocks; raises SendError."""
    found = (
        FoundNumber(
            id_at(one, "id"),
            account,
            text_at(one, "display_phone_number"),
            text_at(one, "verified_name"),
            text_at(one, "status"),
            text_at(one, "code_verification_status"),
            text_at(one, "quality_rating"),
        )
        for one in pages(client, f"{account}/phone_numbers", fields=_FIELDS)
    )
    return tuple(one for one in found if one.id)


def set_pin(client: GraphClient, number: str, pin: str) -> None:
    """Gives the number another two-step PIN, where nobody remembers its own (Meta: "Two-step verification").

    Raises SendError; OutcomeUnknown where nobody knows which PIN it has now.
    """
    if client.post(number, {"pin": pin}).get("success") is not True:
        raise Transient("junk")


def register(client: GraphClient, number: str, pin: str) -> None:
    """Registers the number for sending, with its two-step PIN; a number without one has this PIN from now on.

    Raises InputError ("setup_pin_wrong" | "setup_number_unverified" | "setup_pin_too_often[_told]" |
    "setup_pin_too_fast" | "setup_deregistration" | "setup_number_just_deleted" | "setup_registered_too_often"),
    SendError; OutcomeUnknown where only the number's status tells what became of it.
    """
    try:
        answer = client.post(f"{number}/register", {"messaging_product": "whatsapp", "pin": pin})
    except (Misconfigured, Permanent) as error:
        if error.code not in _REFUSALS:
            raise
        says = error.code == _SAYS_HOW_LONG and error.detail and not error.detail.startswith("(#")  # the code's title
        told = "_told" if says else ""
        raise InputError(_REFUSALS[error.code] + told, field="pin", detail=error.detail) from None
    if answer.get("success") is not True:
        raise Transient("junk")
