# SPDX-License-Identifier: EUPL-1.2
"""Meta's error bodies: the title, the HTTP status and the type of each code (Meta: Cloud API "Error codes")."""

from __future__ import annotations

import hashlib
from typing import Any

from comunecast_gui.sandbox.replies import Reply

TITLES = {
    1: "API Unknown",
    2: "API Service",
    3: "API Method",
    4: "Application request limit reached",
    10: "Application does not have permission for this action",
    33: "Parameter value is not valid",
    100: "Invalid parameter",
    190: "Invalid OAuth access token - Cannot parse access token",
    200: "Permissions error",
    368: "Temporarily blocked for policies violations",
    613: "Calls to this api have exceeded the rate limit.",
    80007: "Rate limit issues",
    2500: "Unknown path components",
    130429: "Rate limit hit",
    130472: "User's number is part of an experiment",
    130497: "Business account is restricted from messaging users in this country.",
    131000: "Something went wrong",
    131005: "Access denied",
    131008: "Required parameter is missing",
    131009: "Parameter value is not valid",
    131016: "Service unavailable",
    131021: "Recipient cannot be sender",
    131026: "Message undeliverable",
    131030: "Recipient phone number not in allowed list",
    131031: "Account has been locked",
    131042: "Business eligibility payment issue",
    131045: "Incorrect certificate",
    131047: "Re-engagement message",
    131048: "Spam rate limit hit",
    131049: "This message was not delivered to maintain healthy ecosystem engagement.",
    131050: "User has stopped receipt of marketing messages",
    131051: "Unsupported message type",
    131052: "Media download error",
    131053: "Media upload error",
    131056: "(Business Account, Consumer Account) pair rate limit hit",
    131057: "Account in maintenance mode",
    131063: "Marketing messages are disabled for this account on this endpoint",
    131062: "Business-scoped user id is not allowed for this message",
    132000: "Number of parameters does not match the expected number of params",
    132001: "Template name does not exist in the translation",
    132005: "Translated text too long",
    132007: "Template format character policy violated",
    132008: "Template parameter value is not valid",
    132012: "Parameter format does not match format in the created template",
    132015: "Template is paused",
    132016: "Template is disabled",
    132018: "There's an issue with the parameters in your template",
    133000: "Incomplete Deregistration",
    133004: "Server temporarily unavailable",
    133005: "Two step verification PIN Mismatch",
    133006: "Phone number re-verification needed",
    133008: "Too Many two step verification PIN Guesses",
    133009: "Two step verification PIN Guessed Too Fast",
    133010: "Phone number not registered",
    133015: "Please wait a few minutes before attempting to register this phone number",
    133016: "Account register / deregister rate limit exceeded",
    135000: "Generic user error",
}
_DETAILS = {
    130429: "Message failed to send because there were too many messages sent from this phone number in a short "
    "period of time.",
    131026: "Message Undeliverable.",
    131047: "Message failed to send because more than 24 hours have passed since the customer last replied to this "
    "number.",
    131056: "Message failed to send because there were too many messages sent from this phone number to the same "
    "phone number in a short period of time.",
}
_STATUS = {
    1: 500, 2: 503, 10: 403, 190: 401, 200: 403, 368: 403, 613: 429, 130429: 403, 131000: 500, 131005: 403,
    131016: 503, 131031: 403, 131056: 403, 132001: 404, 133004: 503, 131057: 500,
}  # fmt: skip


class GraphRefused(Exception):
    """Meta refuses a request with ``code``. ``message`` replaces the code's own title where given."""

    def __init__(
        self,
        code: int,
        details: str = "",
        *,
        message: str = "",
        subcode: int = 0,
        user_title: str = "",
        user_message: str = "",
        status: int = 0,
        complaint: bool = True,
    ) -> None:
        self.code = code
        self.details = details
        self.subcode = subcode
        self.user_title = user_title
        self.user_message = user_message
        self.status = status or _STATUS.get(code, 400)
        self.complaint = complaint
        plain = code in {1, 2, 190, 2500} or (code == 100 and bool(subcode or user_title or user_message))
        title = message or TITLES.get(code, "Unknown error")
        self.message = title if plain or title.startswith("(#") else f"(#{code}) {title}"
        super().__init__(self.message)

    def reply(self, trace: int, *, messaging: bool = False) -> Reply:
        """The answer. ``messaging`` adds ``error_data``, as ``/messages`` and ``/media`` do."""
        error: dict[str, Any] = {"message": self.message, "type": "OAuthException", "code": self.code}
        if messaging and self.code not in {190, 200, 10}:
            details = self.details or default_details(self.code)
            error["error_data"] = {"messaging_product": "whatsapp", "details": details}
        elif self.details:
            error["error_data"] = {"messaging_product": "whatsapp", "details": self.details}
        if self.subcode:
            error["error_subcode"] = self.subcode
        if self.user_title or self.user_message:
            error["is_transient"] = False
            error["error_user_title"] = self.user_title
            error["error_user_msg"] = self.user_message
        error["fbtrace_id"] = "A" + hashlib.sha256(str(trace).encode()).hexdigest()[:22]
        told = " ".join(part for part in (self.message, self.details, self.user_message) if part)
        return Reply(self.status, {"error": error}, self.code, complaint=told if self.complaint else "")


def default_details(code: int) -> str:
    """The ``details`` of a code where the case adds nothing."""
    return _DETAILS.get(code, TITLES.get(code, "Unknown error"))


def status_error(code: int) -> dict[str, Any]:
    """The error inside a ``failed`` status (Meta: "status messages webhook")."""
    title = TITLES.get(code, "Unknown error")
    return {
        "code": code,
        "title": title,
        "message": title,
        "error_data": {"details": default_details(code)},
        "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
    }


def missing_object(object_id: str, method: str) -> GraphRefused:
    """The error for an id that does not exist or may not be seen."""
    return GraphRefused(
        100,
        message=f"Unsupported {method.lower()} request. Object with ID '{object_id}' does not exist, cannot be loaded "
        "due to missing permissions, or does not support this operation",
        subcode=33,
    )
