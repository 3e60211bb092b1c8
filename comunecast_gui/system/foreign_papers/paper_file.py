# SPDX-License-Identifier: EUPL-1.2
"""Reads the words of a file that a provider or an office sent: PDF, mail, DOCX, ODT or plain text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.regular_file import read_bytes
from comunecast_gui.core.work.long_work import UNWATCHED, Work
from comunecast_gui.system.foreign_papers import packed_paper, pdf_paper
from comunecast_gui.system.foreign_papers.paper_limits import MOST_BYTES, TEXT_ENOUGH, Deadline

SUFFIXES = ("pdf", "eml", "docx", "odt", "txt", "p7m")
"""What is offered in the question for a file; what a file is says its content."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an old Word file and a saved Outlook mail begin ([MS-CFB] 2.2)."""
_SIGNED = 4_096
"""Bytes before a signed PDF begins, at most (RFC 5652)."""


@dataclass(frozen=True, slots=True)
class Paper:
    """The words of a file; ``written_on`` is the day of a mail."""

    name: str
    text: str
    written_on: date | None = None


def read_paper(path: Path, work: Work = UNWATCHED) -> Paper:
    """Reads a file, within some seconds whatever it holds.

    Raises InputError: paper_missing, not_a_file, paper_too_large, paper_unreadable, paper_locked, paper_no_text,
    paper_too_long, paper_old_office, paper_unknown, work_stopped.
    """
    try:
        data = read_bytes(path, MOST_BYTES)
    except InputError as error:
        code = "paper_too_large" if error.code == "file_too_large" else error.code
        raise InputError(code, file=path.name, limit=MOST_BYTES // 1000**2) from None
    except OSError:
        raise InputError("paper_missing", file=path.name) from None
    return read_data(data, path.name, work)


def read_data(data: bytes, name: str, work: Work = UNWATCHED) -> Paper:
    """The same for the bytes of a file."""
    # Imported here: the library for mails takes its time to load, and few starts read one.
    from comunecast_gui.system.foreign_papers.mail_paper import is_mail, text_of_mail

    work.begin("paper")
    deadline = Deadline(name, work=work)
    if data.startswith(_OLE):
        raise InputError("paper_old_office", file=name)
    if pdf_paper.BEGINS in data[:_SIGNED]:
        return Paper(name, pdf_paper.text_of_pdf(data, deadline))
    if data.startswith(packed_paper.BEGINS):
        return Paper(name, packed_paper.text_of_packed(data, deadline))
    if is_mail(data):
        text, day = text_of_mail(data, deadline)
        return Paper(name, text, day)
    return Paper(name, _plain(data, name))


def _plain(data: bytes, name: str) -> str:
    if b"\0" in data[:TEXT_ENOUGH]:
        raise InputError("paper_unknown", file=name)
    try:
        text = data[: 4 * TEXT_ENOUGH].decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data[: 4 * TEXT_ENOUGH].decode("cp1252", "replace")
    if not text.strip():
        raise InputError("paper_no_text", file=name)
    return text
