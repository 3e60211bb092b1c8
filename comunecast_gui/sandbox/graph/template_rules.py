# SPDX-License-Identifier: EUPL-1.2
"""The rules that Meta holds a new template to, before a person or a machine reviews it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from comunecast_gui.sandbox.graph.error_bodies import GraphRefused

BODY_CHARACTERS = 1024
LINE_CHARACTERS = 60
BUTTON_CHARACTERS = 25
BUTTONS = 10
_NAME = re.compile(r"[a-z0-9_]{1,512}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:_[A-Z]{2,3})?")
_VARIABLE = re.compile(r"\{\{([^{}]*)\}\}")
_ADJACENT = re.compile(r"\}\} *\{\{")
_MARKUP = re.compile(r"[*_~`\n]")
_NAMED = re.compile(r"[a-z][a-z0-9_]*")
_LIFETIMES = {"UTILITY": (30, 43_200), "MARKETING": (43_200, 2_592_000), "AUTHENTICATION": (30, 900)}
"""Seconds, least and most, that a template may ask Meta to go on trying (Meta: "Configure message time-to-live")."""
_CATEGORIES = frozenset(_LIFETIMES)


def refuse(message: str, subcode: int = 0, title: str = "Invalid parameter") -> GraphRefused:
    """An error 100 of template management with the sentence that a person reads."""
    return GraphRefused(100, subcode=subcode, user_title=title, user_message=message)


def variables(text: str) -> list[str]:
    """The variables of a text, in the order of their first use."""
    return list(dict.fromkeys(match.strip() for match in _VARIABLE.findall(text)))


def check_template(body: Mapping[str, Any], words_per_variable: int) -> None:
    """Check a template as ``POST /{WABA}/message_templates`` does (Meta: "Template components").

    Meta does not publish the ratio between words and variables: ``words_per_variable`` words are asked for each.

    Raises:
        GraphRefused: with Meta's code, subcode and title.
    """
    for key in ("name", "language", "category", "components"):
        if not body.get(key):
            raise GraphRefused(100, message=f"(#100) The parameter {key} is required.")
    if not _NAME.fullmatch(str(body["name"])):
        raise GraphRefused(
            100,
            message="(#100) Param name must be no longer than 512 characters and contain only lowercase letters, "
            "numbers and underscores",
        )
    if not _LANGUAGE.fullmatch(str(body["language"])):
        raise GraphRefused(100, message="(#100) Param language is not a supported language code")
    if str(body["category"]) not in _CATEGORIES:
        raise GraphRefused(100, message=f"(#100) Param category must be one of {sorted(_CATEGORIES)}")
    check_components(body["components"], str(body.get("parameter_format", "positional")), words_per_variable)
    ttl = body.get("message_send_ttl_seconds")
    low, high = _LIFETIMES[str(body["category"])]
    if ttl is not None and not (type(ttl) is int and low <= ttl <= high):
        raise GraphRefused(100, message=f"(#100) Param message_send_ttl_seconds must be between {low} and {high}")


def check_components(components: Any, style: str, words_per_variable: int) -> None:
    """Check header, body, footer and buttons.

    Raises:
        GraphRefused: with Meta's code, subcode and title.
    """
    if style.lower() not in {"named", "positional"}:
        raise GraphRefused(100, message="(#100) Param parameter_format must be one of {NAMED, POSITIONAL}")
    named = style.lower() == "named"
    kinds = [str(part.get("type", "")).upper() for part in components]
    if len(set(kinds)) != len(kinds) or "BODY" not in kinds:
        raise refuse("A template has exactly one body and at most one header, footer and group of buttons.")
    for kind, part in zip(kinds, components, strict=True):
        if kind == "BODY":
            _check_body(part, named, words_per_variable)
        elif kind == "HEADER":
            _check_header(part, named)
        elif kind == "FOOTER":
            _check_footer(part)
        elif kind == "BUTTONS":
            _check_buttons(part.get("buttons") or [])
        else:
            raise GraphRefused(100, message=f"(#100) Param components: {kind} is not a component type")


def _check_body(part: Mapping[str, Any], named: bool, words_per_variable: int) -> None:
    text = str(part.get("text", ""))
    if not text:
        raise refuse("The body needs a text.")
    if len(text) > BODY_CHARACTERS:
        raise refuse(f"The body has more than {BODY_CHARACTERS} characters.", 2388040, "Character Limit Exceeded")
    used = _check_variables(text, named)
    bare = text.strip()
    if used and (bare.startswith("{{") or bare.endswith("}}")):
        raise refuse(
            "Variables can't be at the start or end of the template.",
            2388299,
            "Leading or trailing parameters not allowed",
        )
    if _ADJACENT.search(text):
        raise refuse("Variables can't stand right next to each other.", 2388072, "Body Format Incorrect")
    words = len(_VARIABLE.sub(" ", text).split())
    if used and words < words_per_variable * len(_VARIABLE.findall(text)) + 1:
        raise refuse(
            "This template has too many variables for its length. Reduce the number of variables or increase the "
            "message length.",
            2388293,
            "Parameters words ratio exceeds limit",
        )
    if re.search(r"\n{3,}", text):
        raise refuse("The message body can't have more than two consecutive newline characters.")
    _check_examples(part, "body", used, named)


def _check_header(part: Mapping[str, Any], named: bool) -> None:
    style = str(part.get("format", "")).upper()
    if style == "TEXT":
        text = str(part.get("text", ""))
        if not text or _MARKUP.search(_VARIABLE.sub("", text)) or _has_emoji(text):
            raise refuse(
                "The header is one line of text without emojis, asterisks or other marks.",
                2388047,
                "Header Format Incorrect",
            )
        if len(text) > LINE_CHARACTERS:
            raise refuse(f"The header has more than {LINE_CHARACTERS} characters.", 2388040, "Character Limit Exceeded")
        used = _check_variables(text, named)
        if len(used) > 1:
            raise refuse("The header has more than one variable.", 2388047, "Header Format Incorrect")
        _check_examples(part, "header", used, named)
    elif style in {"IMAGE", "DOCUMENT", "VIDEO"}:
        if not (part.get("example") or {}).get("header_handle"):
            raise refuse(f"A header of format {style} needs a sample file (header_handle).")
    else:
        raise GraphRefused(100, message="(#100) Param components: the format of the header is not valid")


def _check_footer(part: Mapping[str, Any]) -> None:
    text = str(part.get("text", ""))
    if len(text) > LINE_CHARACTERS:
        raise refuse(f"The footer has more than {LINE_CHARACTERS} characters.", 2388040, "Character Limit Exceeded")
    if not text or "{{" in text or "\n" in text or _has_emoji(text):
        raise refuse("The footer is one line without variables or emojis.", 2388073, "Footer Format Incorrect")


def _check_buttons(buttons: list[Mapping[str, Any]]) -> None:
    if not 1 <= len(buttons) <= BUTTONS:
        raise refuse(f"A template has 1 to {BUTTONS} buttons.")
    kinds = [str(button.get("type", "")).upper() for button in buttons]
    for kind, button in zip(kinds, buttons, strict=True):
        label = str(button.get("text", ""))
        if kind not in {"QUICK_REPLY", "URL", "PHONE_NUMBER"}:
            raise GraphRefused(100, message=f"(#100) Param buttons: {kind} is not a button type")
        if not label:
            raise refuse("A button needs a text.")
        if len(label) > BUTTON_CHARACTERS:
            raise refuse(f"A button has more than {BUTTON_CHARACTERS} characters.", 2388040, "Character Limit Exceeded")
        if kind == "URL" and not str(button.get("url", "")).startswith("https://"):
            raise refuse("The address of a button must begin with https://.")
    groups = [kind == "QUICK_REPLY" for kind in kinds]
    if sum(left != right for left, right in pairwise(groups)) > 1:
        raise refuse("Quick replies and the other buttons must each stand together.")


def _has_emoji(text: str) -> bool:
    return any(unicodedata.category(char) == "So" or char == "\ufe0f" for char in text)


def _check_variables(text: str, named: bool) -> list[str]:
    used = variables(text)
    if text.count("{{") != text.count("}}") or text.count("{{") != len(_VARIABLE.findall(text)):
        raise refuse("Variables have the wrong number of brackets.", 2388072, "Body Format Incorrect")
    if named:
        wrong = [name for name in used if not _NAMED.fullmatch(name)]
    else:
        wrong = [name for name, right in zip(used, range(1, len(used) + 1), strict=True) if name != str(right)]
    if wrong:
        raise refuse(f"The variable {{{{{wrong[0]}}}}} is not written as it must be.", 2388072, "Body Format Incorrect")
    return used


def _check_examples(part: Mapping[str, Any], place: str, used: list[str], named: bool) -> None:
    if not used:
        return
    example = part.get("example") or {}
    if named:
        given = {
            str(item.get("param_name"))
            for item in example.get(f"{place}_text_named_params") or []
            if item.get("example")
        }
        complete = given == set(used)
    else:
        rows = example.get(f"{place}_text") or []
        row = rows[0] if rows and isinstance(rows[0], list) else rows
        complete = len(row) == len(used) and all(row)
    if not complete:
        raise refuse(f"The variables of the {place} need one sample each.")
