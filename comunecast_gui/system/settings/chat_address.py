# SPDX-License-Identifier: EUPL-1.2
"""Reads the address of a Telegram channel in every form in which people copy it."""

from __future__ import annotations

import re

_NAME = r"[A-Za-z][A-Za-z0-9_]{3,31}"
_HOST = r"(?:https?://)?(?:www\.)?(?:t|telegram)\.me/"
_REST = r"(?:/\d*)*(?:\?\S*)?"
_PUBLIC = re.compile(rf"@({_NAME})|{_HOST}(?:s/)?({_NAME}){_REST}|(?:https?://)?({_NAME})\.t\.me/?", re.IGNORECASE)
_NUMBER = re.compile(r"-100\d{5,}")
_PRIVATE = re.compile(rf"{_HOST}c/(\d{{5,}}){_REST}", re.IGNORECASE)
_INVITATION = re.compile(rf"{_HOST}(?:\+|joinchat/)\S+", re.IGNORECASE)


def read_chat(text: str) -> str:
    """``@name`` or the number ``-100...`` that ``text`` stands for; empty where it is neither.

    Taken are ``@name``, ``t.me/name`` with or without ``https://``, the address of a post (``t.me/name/12``), that of a
    post in a private channel (``t.me/c/1234567890/12``) and the number. Source: Telegram, "Links" (core.telegram.org).
    """
    if _NUMBER.fullmatch(text):
        return text
    if found := _PRIVATE.fullmatch(text):
        return f"-100{found[1]}"
    if found := _PUBLIC.fullmatch(text):
        return f"@{found[1] or found[2] or found[3]}"
    return ""


def is_invitation(text: str) -> bool:
    """Whether it is an invitation, which lets a person in and tells a bot nothing."""
    return _INVITATION.fullmatch(text) is not None
