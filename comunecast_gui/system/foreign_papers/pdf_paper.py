# SPDX-License-Identifier: EUPL-1.2
"""The text of a PDF, page by page, within a time; of a signed one (.p7m) too."""

from __future__ import annotations

import io
import logging
from typing import Any

from comunecast_gui.core.errors import InputError
from comunecast_gui.system.foreign_papers.paper_limits import MOST_PAGES, MOST_UNPACKED, TEXT_ENOUGH, Deadline

BEGINS = b"%PDF-"


def text_of_pdf(data: bytes, deadline: Deadline) -> str:
    """The words of a PDF, in the order in which they were written.

    Raises InputError("paper_unreadable" | "paper_locked" | "paper_no_text" | "paper_too_long").
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        found = _pages(data[data.find(BEGINS) :], deadline)
    except InputError:
        raise
    except Exception as error:  # a damaged file makes the library raise a dozen types
        raise InputError("paper_unreadable", file=deadline.name) from error
    if not found.strip():
        raise InputError("paper_no_text", file=deadline.name)
    return found


def _pages(data: bytes, deadline: Deadline) -> str:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise InputError("paper_locked", file=deadline.name)
    found: list[str] = []
    pages = reader.pages[:MOST_PAGES]
    for number, page in enumerate(pages):
        deadline.check()
        deadline.work(number, len(pages))
        if _size(page.get("/Contents")) > MOST_UNPACKED:
            continue  # a drawing
        found.append(page.extract_text(visitor_operand_before=lambda *_: deadline.check()))
        if sum(map(len, found)) > TEXT_ENOUGH:
            break
    return "\n\n".join(found)


def _size(contents: Any) -> int:
    """Bytes of what draws a page, unpacked."""
    whole = contents.get_object() if hasattr(contents, "get_object") else contents
    parts = whole if isinstance(whole, list) else [whole]
    return sum(len(part.get_object().get_data()) for part in parts if part is not None)
