# SPDX-License-Identifier: EUPL-1.2
"""Writes a command's output to the terminal; output that is lost does not change what the command did.

The answer goes to standard output, everything else to standard error. A reader that left (``list | head``), a full
disk, a closed stream and an old code page are all foreseen: no function here raises because of them.
"""

from __future__ import annotations

import errno
import getpass
import io
import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum
from typing import Any, TextIO

_READER_LEFT = frozenset({errno.EPIPE, errno.ESHUTDOWN} | ({errno.EINVAL} if os.name == "nt" else set()))
_LOST = (OSError, ValueError, RuntimeError)
"""A full disk; a closed stream; a signal's words in the middle of others."""
_UNICODE = ("utf-8", "utf8", "utf-16", "utf-32")


class Fate(StrEnum):
    """Whether an answer was written."""

    SHOWN = "shown"
    UNWANTED = "unwanted"
    """Whoever read it has left, with what it wanted: ``comunecast subscribers list | head``."""
    LOST = "lost"
    """It could not be written, for one because the disk is full."""


def prepare() -> None:
    """Makes the streams take every character: what the terminal does not know becomes a question mark."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a program without a console has none
            # Windows would write to a pipe or a file in the encoding of the country, which has no room for emoji.
            stream.reconfigure(encoding="utf-8" if os.name == "nt" else None, errors="replace")


def answer(text: str) -> Fate:
    """Writes the command's answer and one line's end to standard output."""
    return _write(sys.stdout, f"{text}\n")


def answer_json(data: Mapping[str, Any]) -> Fate:
    """Writes one JSON object on one line; in an old code page every other sign is escaped, so that none is lost."""
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower()
    return answer(json.dumps(data, ensure_ascii=not encoding.startswith(_UNICODE), default=str))


def tell(text: str) -> None:
    """Writes one line to standard error, beside the command's answer."""
    _write(sys.stderr, f"{one_line(text)}\n")


def show_progress(text: str) -> None:
    """Replaces the line that shows how far the command is."""
    _write(sys.stderr, f"\r\x1b[K{text}")


def one_line(text: str) -> str:
    """The text as a terminal may show it: on one line, without signs that command it."""
    spaced = " ".join(text.split())
    return spaced if spaced.isprintable() else "".join(sign if sign.isprintable() else "�" for sign in spaced)


def is_watched() -> bool:
    """Whether a person reads standard error."""
    return _is_terminal(sys.stderr)


def can_ask() -> bool:
    """Whether a person can answer questions here."""
    return _is_terminal(sys.stdin) and _is_terminal(sys.stderr)


def ask(question: str) -> str:
    """What the person answers, without blanks around it; empty where the input has ended."""
    _write(sys.stderr, f"{question} ")
    return _read_line()


def ask_secret(question: str) -> str:
    """What the person types without seeing it, or the first line of a standard input that is no terminal."""
    if not _is_terminal(sys.stdin):
        return _read_line()
    try:
        return getpass.getpass(f"{question} ").strip()
    except (EOFError, *_LOST):
        return ""


def close() -> None:
    """Flushes the streams, so that the interpreter does not fail on them when it ends."""
    for stream in (sys.stdout, sys.stderr):
        _write(stream, "")


def _write(stream: TextIO | None, text: str) -> Fate:
    if stream is None:
        return Fate.SHOWN
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        _let_go(stream)
        return Fate.UNWANTED if error.errno in _READER_LEFT else Fate.LOST
    except (ValueError, RuntimeError):
        return Fate.LOST
    return Fate.SHOWN


def _let_go(stream: TextIO) -> None:
    """Sends what the stream still holds nowhere (Python: signal, "Note on SIGPIPE")."""
    with suppress(*_LOST, io.UnsupportedOperation):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, stream.fileno())
        finally:
            os.close(nowhere)


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def _read_line() -> str:
    try:
        return sys.stdin.readline().strip() if sys.stdin else ""
    except _LOST:
        return ""
