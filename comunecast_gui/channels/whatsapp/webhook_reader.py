# SPDX-License-Identifier: EUPL-1.2
"""Reads Meta's webhooks into the program's own events; unknown kinds are skipped by name, nothing raises.

Source: Meta, Cloud API "Webhooks", "messages webhook reference", "system messages webhook reference",
"user_preferences webhook reference", "Business-scoped user IDs". Order, uniqueness and batching are not promised there,
and new kinds appear without notice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from comunecast_gui.channels.answer_reader import whole
from comunecast_gui.channels.redaction import harmless
from comunecast_gui.channels.whatsapp.account_webhooks import FIELDS, OwnAccount, read_account_change
from comunecast_gui.core.inbound.events import (
    ANSWER_PREFIX,
    TRIAL_PREFIX,
    News,
    NumberChanged,
    Preference,
    Sender,
    Skipped,
    Status,
    UserIdChanged,
    Wrote,
)
from comunecast_gui.core.meta.charges import Pricing
from comunecast_gui.core.setup.trial_record import is_token

Json = Mapping[str, Any]

_BSUID = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}")
_NUMBER = re.compile(r"\+?([1-9][0-9]{5,14})")
_NAME = re.compile(r"[!-~]{1,250}")
"""An id of a message of ours, as the database takes it."""
_CHANGED = re.compile(r"\bchanged from (\S+) to (\S+)")
"""What the text of a system message says; ``from`` and the former user id may stand nowhere else."""
_STATUSES = frozenset({"sent", "delivered", "read", "failed"})
_MEDIA = frozenset({"image", "video", "audio", "voice", "document", "sticker", "location", "contacts", "order"})
_MILLISECONDS = 100_000_000_000
"""A timestamp above this is in milliseconds: in seconds it would be the year 5138."""
_AHEAD = timedelta(minutes=5)
_EARLIEST = datetime(2009, 1, 1, tzinfo=UTC)
"""There was no WhatsApp before."""
_KIND = re.compile(r"\w{1,40}")
_PRICE = re.compile(r"[A-Za-z0-9_]{1,32}")
_NOBODY = OwnAccount()


def read_payload(
    payload: bytes, received_at: datetime, phone_number_id: str = "", own: OwnAccount = _NOBODY
) -> list[News]:
    """The news in the body of one webhook. ``received_at`` stands in for a time that is missing or to come.

    An account may have several numbers: what is addressed to another than ``phone_number_id`` is skipped, and so is
    what is told of another account than ``own``.
    """
    try:
        data = json.loads(payload)
    except (ValueError, RecursionError):
        return [Skipped("malformed")]
    found = [
        news
        for entry in _objects(data, "entry")
        for change in _objects(entry, "changes")
        for news in _read(entry, change, received_at, phone_number_id, own) or [Skipped("empty")]
    ]
    return found or [Skipped("empty")]


def _read(entry: Json, change: Json, received_at: datetime, phone_number_id: str, own: OwnAccount) -> list[News]:
    field = change.get("field")
    if field not in FIELDS:
        return list(_change(change, received_at, phone_number_id))
    at = _moment(entry.get("time"), received_at)
    found: list[News] = list(read_account_change(field, _object(change, "value"), _text(entry, "id"), at, own))
    return found or [Skipped(field)]


def _change(change: Json, received_at: datetime, phone_number_id: str) -> Iterator[News]:
    field, value = change.get("field"), _object(change, "value")
    addressed_to = _text(_object(value, "metadata"), "phone_number_id")
    if phone_number_id and addressed_to not in ("", phone_number_id):
        yield Skipped("another number")
    elif field == "messages":
        contacts = list(_objects(value, "contacts"))
        for message in _objects(value, "messages"):
            yield _message(message, contacts, received_at)
        for status in _objects(value, "statuses"):
            yield _status(status, received_at)
        for _ in _objects(value, "errors"):
            yield Skipped("error")
        for key in ("messages", "statuses"):
            yield from _strays(value, key)
    elif field == "user_preferences":
        contacts = list(_objects(value, "contacts"))
        for preference in _objects(value, "user_preferences"):
            yield _preference(preference, contacts, received_at)
        yield from _strays(value, "user_preferences")
    else:
        yield Skipped(_kind(field))


def _message(message: Json, contacts: list[Json], received_at: datetime) -> News:
    kind, name = _text(message, "type"), _text(message, "id")
    sender = _sender(message, contacts)
    at = _moment(message.get("timestamp"), received_at)
    if not name:
        return Skipped("message without id")
    if kind == "system":
        return _system(message, name, sender, at)
    if not sender.wa_id and not sender.bsuid:
        return Skipped("message without sender")
    if kind in ("text", "button", "interactive"):
        return Wrote(name, at, sender, tuple(filter(None, _texts(message))))
    if kind in _MEDIA or kind == "unsupported":
        caption = _text(_object(message, kind), "caption")
        return Wrote(name, at, sender, (caption,) if caption else (), typed=False)
    return Skipped(_kind(kind))


def _texts(message: Json) -> Iterable[str]:
    """The text written, or the label and then the payload of a pressed button."""
    button, interactive = _object(message, "button"), _object(message, "interactive")
    yield _text(_object(message, "text"), "body")
    yield from (_text(button, "text"), _text(button, "payload"))
    for reply in ("button_reply", "list_reply"):
        yield from (_text(_object(interactive, reply), "title"), _text(_object(interactive, reply), "id"))


def _system(message: Json, name: str, sender: Sender, at: datetime) -> News:
    system = _object(message, "system")
    kind = _text(system, "type")
    told = _CHANGED.search(_text(system, "body"))
    before, after = (name.rstrip(".") for name in told.groups()) if told else ("", "")
    number = _number(system.get("wa_id")) or _number(system.get("new_wa_id")) or _number(after)
    bsuid = _bsuid(system.get("user_id")) or _bsuid(after)
    former = sender.bsuid or _bsuid(system.get("previous_user_id")) or _bsuid(before)
    if kind in ("user_changed_number", "customer_changed_number") and number:
        old = Sender(sender.wa_id or _number(before), former)
        return NumberChanged(name, at, old, number, bsuid) if old != Sender() else Skipped("system without sender")
    if kind == "user_changed_user_id" and former and bsuid:
        return UserIdChanged(at, former, bsuid)
    return Skipped(f"system {_kind(kind)}")


def _preference(preference: Json, contacts: list[Json], received_at: datetime) -> News:
    """Whether somebody takes marketing messages; for any other category WhatsApp has no such switch yet."""
    value, category = _text(preference, "value"), _text(preference, "category")
    named = {"from": preference.get("wa_id"), "from_user_id": preference.get("user_id")}
    sender = _sender(named, contacts)
    if category != "marketing_messages" or value not in ("stop", "resume") or sender == Sender():
        return Skipped(f"user_preferences {_kind(value)}")
    return Preference(_moment(preference.get("timestamp"), received_at), sender, marketing=value == "resume")


def _status(status: Json, received_at: datetime) -> News:
    kind, name = _text(status, "status"), _text(status, "id")
    if kind not in _STATUSES or not _NAME.fullmatch(name):
        return Skipped(f"status {_kind(kind)}")
    callback = _text(status, "biz_opaque_callback_data")
    delivery, answer = _ours(callback)
    error = next(_objects(status, "errors"), {})
    details = _text(_object(error, "error_data"), "details") or _text(error, "title") or _text(error, "message")
    code = whole(error.get("code"))
    return Status(
        kind,
        _moment(status.get("timestamp"), received_at),
        name,
        delivery,
        answer,
        code="" if code is None else str(code),
        detail=harmless(details),
        pricing=_pricing(_object(status, "pricing")),
        trial=_trial(callback),
    )


def _pricing(told: Json) -> Pricing | None:
    """What a status says of the price; None where it names no category."""
    category, kind, model = (_price(told.get(key)) for key in ("category", "type", "pricing_model"))
    billable = told.get("billable")
    if isinstance(billable, str):
        billable = {"true": True, "false": False}.get(billable.lower())
    return Pricing(category, kind, model[:16], billable if isinstance(billable, bool) else None) if category else None


def _price(value: object) -> str:
    return value if isinstance(value, str) and _PRICE.fullmatch(value) else ""


def _ours(callback: str) -> tuple[int | None, int | None]:
    """The id of the delivery, or of the answer, in the callback data."""
    number = callback.removeprefix(ANSWER_PREFIX)
    if not number.isascii() or not number.isdecimal() or len(number) > 18:
        return None, None
    return (None, int(number)) if callback != number else (int(number), None)


def _trial(callback: str) -> str:
    """The token of the trial in the callback data; empty for every other message."""
    token = callback.removeprefix(TRIAL_PREFIX)
    return token if callback != token and is_token(token) else ""


def _sender(message: Json, contacts: list[Json]) -> Sender:
    """The sender. ``from`` may be missing, empty, or hold the user id; the matching contact completes it."""
    number, bsuid = _number(message.get("from")), _bsuid(message.get("from_user_id")) or _bsuid(message.get("from"))
    for contact in contacts:
        its_number, its_bsuid = _number(contact.get("wa_id")), _bsuid(contact.get("user_id"))
        alone = len(contacts) == 1 and not number and not bsuid
        if alone or (number and its_number == number) or (bsuid and its_bsuid == bsuid):
            return Sender(number or its_number, bsuid or its_bsuid)
    return Sender(number, bsuid)


def _moment(written: object, received_at: datetime) -> datetime:
    """The time of an event. One in the future would outweigh whatever the person says until then."""
    if isinstance(written, bool) or not isinstance(written, (int, float, str)):
        return received_at
    try:
        seconds = float(written)
        moment = datetime.fromtimestamp(seconds / 1000 if seconds > _MILLISECONDS else seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return received_at
    return moment if _EARLIEST <= moment <= received_at + _AHEAD else received_at


def _number(value: object) -> str:
    found = _NUMBER.fullmatch(value) if isinstance(value, str) else None
    return found[1] if found else ""


def _bsuid(value: object) -> str:
    return value if isinstance(value, str) and _BSUID.fullmatch(value) else ""


def _kind(value: object) -> str:
    """The name of a kind, if it can be nothing else: it goes to the log."""
    return value if isinstance(value, str) and value.isascii() and _KIND.fullmatch(value) else "unknown"


def _text(data: Json, key: str) -> str:
    """The text under ``key``, without signs that databases and networks refuse."""
    value = data.get(key)
    return value.replace("\0", "").encode(errors="ignore").decode() if isinstance(value, str) else ""


def _strays(data: Json, key: str) -> Iterator[News]:
    """Values of a wrong type in places where objects should be."""
    values = data.get(key, [])
    if not isinstance(values, list):
        yield Skipped(f"{key} malformed")
        return
    for value in values:
        if not isinstance(value, dict):
            yield Skipped(f"{key} malformed")


def _object(data: Json, key: str) -> Json:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _objects(data: object, key: str) -> Iterator[Json]:
    values = data.get(key) if isinstance(data, dict) else None
    return (item for item in values if isinstance(item, dict)) if isinstance(values, list) else iter(())
