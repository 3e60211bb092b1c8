# SPDX-License-Identifier: EUPL-1.2
"""The text of a mail (EML): its subject, its words, and those of the papers it brings."""

from __future__ import annotations

import email
import html
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from email import policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime

from comunecast_gui.core.errors import InputError
from comunecast_gui.system.foreign_papers import packed_paper, pdf_paper
from comunecast_gui.system.foreign_papers.paper_limits import TEXT_ENOUGH, Deadline

_MOST_PARTS = 60
_MOST_PAPERS = 4
_MOST_MARKUP = 1_000_000
_HEADERS = re.compile(rb"(?:[!-9;-~]{1,60}:[^\r\n]{0,998}\r?\n(?:[ \t][^\r\n]{0,998}\r?\n){0,200}){2}")
_MAIL_WORD = re.compile(
    rb"^(?:from|to|subject|date|received|message-id|mime-version|return-path):", re.IGNORECASE | re.MULTILINE
)
_LINES = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6]|/table)\b[^<>]{0,1000}>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{1,4000}>")
_HIDDEN = ("style", "script", "head", "title")
_LONGEST_HEADER = 2_000


def is_mail(data: bytes) -> bool:
    """Whether a file begins as a mail does (RFC 5322)."""
    return bool(_HEADERS.match(data[:20_000])) and bool(_MAIL_WORD.search(data[:20_000]))


def text_of_mail(data: bytes, deadline: Deadline) -> tuple[str, date | None]:
    """The words of a mail, and the day on which it was written.

    Raises InputError("paper_unreadable" | "paper_no_text" | "paper_too_long").
    """
    try:
        mail = email.message_from_bytes(data, policy=policy.compat32)
        parts = list(_parts(mail))
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise InputError("paper_unreadable", file=deadline.name) from error
    found = [_body(parts)]
    for part in [one for one in parts if _is_paper(one)][:_MOST_PAPERS]:
        deadline.check()
        with suppress(InputError):  # what cannot be read is not what the words came from
            content = _bytes(part)
            if content.startswith(pdf_paper.BEGINS):
                found.append(pdf_paper.text_of_pdf(content, deadline))
            elif content.startswith(packed_paper.BEGINS):
                found.append(packed_paper.text_of_packed(content, deadline))
    words = "\n\n".join(filter(None, found))
    subject = _header(mail, "Subject")
    if not words.strip():
        raise InputError("paper_no_text", file=deadline.name)
    return (f"Oggetto: {subject}\n\n{words}" if subject else words)[:TEXT_ENOUGH], _day(mail)


def _parts(mail: Message) -> Iterator[Message]:
    for count, part in enumerate(mail.walk()):
        if count >= _MOST_PARTS:
            return
        if not part.is_multipart():
            yield part


def _body(parts: list[Message]) -> str:
    """The first plain text, or else the first page, of what is no attachment."""
    for kind in ("text/plain", "text/html"):
        for part in parts:
            if part.get_content_type() == kind and part.get_content_disposition() != "attachment":
                text = _decoded(_bytes(part), part.get_content_charset())
                said = _from_markup(text) if kind == "text/html" else text
                if said.strip():
                    return said[:TEXT_ENOUGH]
    return ""


def _is_paper(part: Message) -> bool:
    return part.get_content_maintype() == "application"


def _bytes(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _decoded(data: bytes, charset: str | None) -> str:
    for name in filter(None, (charset, "utf-8")):
        with suppress(LookupError, UnicodeDecodeError, ValueError):
            return data.decode(name)
    return data.decode("cp1252", "replace")


def _from_markup(text: str) -> str:
    """The words of a page: a mail's markup is no layout worth keeping."""
    text = text[:_MOST_MARKUP]
    for name in _HIDDEN:
        text = _without(text, name)
    return html.unescape(_TAG.sub("", _LINES.sub("\n", " ".join(text.split()))))


def _without(text: str, name: str) -> str:
    lowered, kept, place = text.lower(), [], 0
    while (start := lowered.find(f"<{name}", place)) >= 0:
        end = lowered.find(f"</{name}", start)
        kept.append(text[place:start])
        if end < 0:
            return "".join(kept)
        place = end
    return "".join([*kept, text[place:]])


def _header(mail: Message, name: str) -> str:
    raw = str(mail.get(name, ""))[:_LONGEST_HEADER]
    try:
        return " ".join(str(make_header(decode_header(raw))).split())
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return " ".join(raw.split())


def _day(mail: Message) -> date | None:
    try:
        return parsedate_to_datetime(str(mail.get("Date", ""))[:100]).date()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
