# SPDX-License-Identifier: EUPL-1.2
"""What Meta takes as the text of a template, told of one text at a time.

Sources: Meta, "Template components", "Template review"; error 132018 for what a value may hold; https and no shorteners
since 1 January 2026.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from comunecast_gui.core.content import TEXT_LIMITS, size
from comunecast_gui.core.model import ChannelKind
from comunecast_gui.core.notice.categories import VARIABLE
from comunecast_gui.core.notice.checks.texts import is_safe_link

BODY = TEXT_LIMITS[ChannelKind.WHATSAPP]
FOOTER = 60
BUTTON = 25
BUTTONS = 10
WORDS_FOR_A_VARIABLE = 3
"""Meta refuses too many variables for the length of a text, and does not say from where on (error 2388293)."""
LEAVE = "Disattiva"
"""The word that ends it at any time: every message says it (design, "Text")."""
_ADJACENT = re.compile(r"\}\}\W*\{\{")
_FIRST = re.compile(r"\W*\{\{")
_LAST = re.compile(r"\}\}\W*$")
_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_WORD = re.compile(r"\w[\w'’]*")
_RUN = re.compile(r"[\n\t]| {5}")
Found = tuple[str, dict[str, object]]
"""The code of a rule that a text breaks, and the values of its sentence."""


def in_body(text: str) -> Iterator[Found]:
    """What Meta has against a body; ``{ente}`` in it is the name of the office."""
    bare, names = text.strip(), VARIABLE.findall(text)
    if not bare:
        yield "body_empty", {}
        return
    if text.count("{{") != len(names) or text.count("}}") != len(names):
        yield "body_brackets", {}
        return
    if size(bare) > BODY:
        yield "body_long", {"length": size(bare), "limit": BODY}
    if twice := sorted({name for name in names if names.count(name) > 1}):
        yield "variable_twice", {"name": twice[0]}
    if _FIRST.match(bare):
        yield "variable_first", {"name": names[0]}
    if _LAST.search(bare):
        yield "variable_last", {"name": names[-1]}
    if _ADJACENT.search(bare):
        yield "variables_touch", {}
    words = len(_WORD.findall(VARIABLE.sub(" ", bare.replace("{ente}", "X"))))
    if words < WORDS_FOR_A_VARIABLE * len(names):
        yield "too_many_variables", {"count": len(names), "words": WORDS_FOR_A_VARIABLE * len(names) - words}
    if "\n\n\n" in bare.replace("\r", ""):
        yield "empty_lines", {}
    yield from _links(bare)


def in_footer(text: str) -> Iterator[Found]:
    """What Meta, or a promise of the town, has against a footer."""
    if len(text) > FOOTER:
        yield "footer_long", {"length": len(text), "limit": FOOTER}
    if "{" in text or "\n" in text or any(unicodedata.category(sign) == "So" or sign == "\ufe0f" for sign in text):
        yield "footer_signs", {}
    if LEAVE.casefold() not in text.casefold():
        yield "footer_without_leaving", {}


def in_buttons(labels: list[str]) -> Iterator[Found]:
    """What Meta, or a promise of the town, has against the buttons."""
    if len(labels) > BUTTONS:
        yield "too_many_buttons", {"limit": BUTTONS}
    for one in labels:
        if not one.strip() or len(one) > BUTTON or "{" in one or "\n" in one:
            yield "button_text", {"text": one, "limit": BUTTON}
    if LEAVE not in labels:
        yield "button_without_leaving", {}


def in_value(text: str) -> Iterator[Found]:
    """What Meta has against the value of a variable."""
    if _RUN.search(text):
        yield "value_lines", {}


def _links(text: str) -> Iterator[Found]:
    for link in _LINK.findall(text):
        if not is_safe_link(link.rstrip(".,;:!?)*_")):
            yield "link", {"link": link}
