# SPDX-License-Identifier: EUPL-1.2
"""Reads Meta's webhooks about the office's templates, number and account; unknown ones are skipped by name.

Sources: see :mod:`comunecast_gui.core.meta.news`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from comunecast_gui.channels.answer_reader import NOT_IN_TEXT, object_at
from comunecast_gui.channels.redaction import harmless
from comunecast_gui.core.meta.news import ACCOUNT_EVENTS, MetaMatter, MetaNews

Json = Mapping[str, Any]
FIELDS = (
    "message_template_status_update",
    "template_category_update",
    "message_template_quality_update",
    "phone_number_quality_update",
    "business_capability_update",
    "account_update",
    "account_alerts",
)
"""The fields of the webhook that are read here; ``messages`` and ``user_preferences`` are about people."""
_WORD = re.compile(r"[A-Za-z0-9_\- ]{1,64}")
_NAME = re.compile(r"[a-z0-9_]{1,512}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[_-][A-Za-z]{2,4})?")
_LIMIT = re.compile(r"TIER_[A-Z0-9]{1,12}|-1|\d{1,9}")
_LATEST = 32_503_680_000
"""Seconds: the year 3000; what is written above is in milliseconds."""


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """The ids of the office's own account and number, where the same app serves others; empty: not known."""

    account_id: str = ""
    display_phone: str = ""


def read_account_change(field: str, value: Json, account: str, at: datetime, own: OwnAccount) -> Iterator[MetaNews]:
    """The news in one change of a field in :data:`FIELDS`; none if it says nothing known.

    ``account`` is the id of the account that it is about, ``at`` when Meta sent it.
    """
    if own.account_id and account and account != own.account_id:
        return
    match field:
        case "message_template_status_update":
            yield from _template(value, MetaMatter.TEMPLATE_STATUS, at, event=_word(value, "event"))
        case "template_category_update":
            yield from _category(value, at)
        case "message_template_quality_update":
            score, before = _word(value, "new_quality_score"), _word(value, "previous_quality_score")
            yield from _template(value, MetaMatter.TEMPLATE_QUALITY, at, event=score, value=score, before=before)
        case "phone_number_quality_update":
            yield from _number(value, at, own)
        case "business_capability_update":
            yield from _limits(value, at)
        case "account_update":
            yield from _account(value, at)
        case "account_alerts":
            yield from _alert(value, at)


def _template(
    told: Json,
    matter: MetaMatter,
    at: datetime,
    *,
    event: str,
    value: str = "",
    before: str = "",
    until: datetime | None = None,
) -> Iterator[MetaNews]:
    name, language = told.get("message_template_name"), told.get("message_template_language")
    if not (event and isinstance(name, str) and _NAME.fullmatch(name)):
        return
    spoken = language.replace("-", "_") if isinstance(language, str) and _LANGUAGE.fullmatch(language) else ""
    yield MetaNews(matter, at, event, name, spoken, value, before, until, _reason(told))


def _reason(told: Json) -> str:
    """Why, in Meta's words: a code, or the sentences of ``rejection_info`` and ``other_info``."""
    info = object_at(told, "rejection_info") or object_at(told, "other_info")
    said = [info.get("reason") or info.get("title"), info.get("recommendation") or info.get("description")]
    told_plainly = ". ".join(str(part) for part in said if isinstance(part, str) and part)
    reason = told.get("reason")
    code = reason if isinstance(reason, str) and reason not in ("NONE", "") else ""
    return _said(told_plainly or code)


def _category(told: Json, at: datetime) -> Iterator[MetaNews]:
    """A change that happened names ``previous_category``; one that is announced names ``correct_category``."""
    correct, new = _word(told, "correct_category"), _word(told, "new_category")
    if correct:
        until = moment(told.get("category_update_timestamp"))
        event = "ANNOUNCED"
        yield from _template(
            told, MetaMatter.TEMPLATE_CATEGORY, at, event=event, value=correct, before=new, until=until or at
        )
    elif new:
        before = _word(told, "previous_category")
        yield from _template(told, MetaMatter.TEMPLATE_CATEGORY, at, event="CHANGED", value=new, before=before)


def _number(told: Json, at: datetime, own: OwnAccount) -> Iterator[MetaNews]:
    display = "".join(filter(str.isdecimal, str(told.get("display_phone_number", ""))))
    ours = "".join(filter(str.isdecimal, own.display_phone))
    event = _word(told, "event")
    if event in ("FLAGGED", "UNFLAGGED") and not (display and ours and display != ours):
        yield MetaNews(MetaMatter.NUMBER_QUALITY, at, event)
    if not event.startswith("THROUGHPUT"):  # whose "limit" is of messages a second
        yield from _limits(told, at)


def _limits(told: Json, at: datetime) -> Iterator[MetaNews]:
    """How many people a day; the limit is the business portfolio's (Meta: "Messaging limits")."""
    names = ("max_daily_conversations_per_business", "max_daily_conversation_per_phone", "current_limit")
    limit = next((found for name in names if (found := _limit(told.get(name)))), "")
    if limit:
        yield MetaNews(MetaMatter.LIMIT, at, "LIMIT", value=limit, before=_limit(told.get("old_limit")))


def _account(told: Json, at: datetime) -> Iterator[MetaNews]:
    event = _word(told, "event")
    if event == "ACCOUNT_RESTRICTION":
        infos = told.get("restriction_info")
        for info in infos if isinstance(infos, list) else [infos]:
            kind = _word(info, "restriction_type") if isinstance(info, Mapping) else ""
            if kind and isinstance(info, Mapping):
                yield MetaNews(MetaMatter.RESTRICTION, at, event, kind, until=moment(info.get("expiration")))
    elif event == "ACCOUNT_VIOLATION":
        kind = _word(object_at(told, "violation_info"), "violation_type")
        yield MetaNews(MetaMatter.ACCOUNT, at, event, "violation", value=kind)
    elif event in ACCOUNT_EVENTS:
        yield MetaNews(MetaMatter.ACCOUNT, at, event, value=_word(object_at(told, "ban_info"), "waba_ban_state"))


def _alert(told: Json, at: datetime) -> Iterator[MetaNews]:
    info = object_at(told, "alert_info") or told
    kind, severity = _word(info, "alert_type"), _word(info, "alert_severity")
    if not kind:
        return
    text = info.get("alert_description")
    # An alert that is over (NONE) takes the place of the one that it ends.
    event = severity if _word(info, "alert_status") != "NONE" else "NONE"
    yield MetaNews(MetaMatter.ALERT, at, event, kind, value=kind, detail=_said(text) if isinstance(text, str) else "")


def moment(written: object) -> datetime | None:
    """A time in seconds or milliseconds since the epoch, or in ISO form; None for anything else."""
    if isinstance(written, bool):
        return None
    try:
        if isinstance(written, str) and not written.strip().isdecimal():
            found = datetime.fromisoformat(written.strip())
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
        seconds = float(written) if isinstance(written, (int, float, str)) else 0.0
        return datetime.fromtimestamp(seconds / 1000 if seconds > _LATEST else seconds, UTC) if seconds > 0 else None
    except (ValueError, OverflowError, OSError):
        return None


def _said(text: str) -> str:
    """Meta's own sentence, as a database takes it and a person may see it."""
    return harmless(NOT_IN_TEXT.sub("", text))


def _limit(value: object) -> str:
    text = str(value) if isinstance(value, (int, str)) and not isinstance(value, bool) else ""
    return text if _LIMIT.fullmatch(text) and text != "TIER_NOT_SET" else ""


def _word(data: Json, key: str) -> str:
    """A word of Meta's own vocabulary: anything else is left out."""
    value = data.get(key)
    return value.strip() if isinstance(value, str) and _WORD.fullmatch(value) else ""
