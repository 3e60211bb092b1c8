# SPDX-License-Identifier: EUPL-1.2
"""The log of a process, from which tokens and telephone numbers are removed as it is written."""

from __future__ import annotations

import logging
import re
from contextlib import suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from comunecast_gui.core.atomic_file import make_private
from comunecast_gui.core.errors import ConfigError, InputError

_LIBRARIES = ("alembic", "asyncio", "filelock", "httpcore", "httpx", "telegram", "urllib3")
_LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_MEGABYTE = 1_000_000
_HIDDEN = "***"

_SECRETS = (
    # Bot API, "Authorizing your bot": the token is part of the address.
    (re.compile(r"bot\d+(?::|%3[Aa])[\w-]+"), f"bot{_HIDDEN}"),
    (re.compile(r"(?<!\d)\d{3,20}(?::|%3[Aa])[\w-]{30,}"), _HIDDEN),
    # An access token of Meta's, wherever it stands.
    (re.compile(r"\bEA[A-Za-z0-9]{20,}"), _HIDDEN),
    (re.compile(r"(?i)\b(bearer\s+)[^\s'\",;]+"), rf"\1{_HIDDEN}"),
    # A message id of WhatsApp's is opaque, and nothing promises that the number is not inside.
    (re.compile(r"\bwamid\.[\w+/=-]*([\w+/=-]{6})"), rf"wamid.{_HIDDEN}\1"),
    (re.compile(r"(?i)(access_token['\"]?\s*[=:]\s*['\"]?)[^\s&'\",;}]+"), rf"\1{_HIDDEN}"),
)
_KEY = re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/_-]{32,}={0,2}")
"""A run as long as a key: those of the relay and of this office are 32 bytes in base64, in either alphabet."""
_FEW = 3
_SEPARATOR = r"[ .\-/()\u00a0\u2009\u202f]"
_NUMBERS = (
    # With + or 00 in front, however it is spaced.
    re.compile(rf"(?<![\w.])(?:\+|00)[1-9](?:{_SEPARATOR}{{0,2}}\d){{6,14}}(?!\w)"),
    # An Italian mobile number in groups, with or without 39.
    re.compile(
        rf"(?<![\w.+-])(?:39{_SEPARATOR})?\(?3\d\d{_SEPARATOR}{{1,2}}\d{{2,4}}(?:{_SEPARATOR}?\d{{2,4}}){{1,2}}(?!\w)"
    ),
    # The same one by one, or in whatever groups.
    re.compile(rf"(?<![\w.+-])(?:39{_SEPARATOR}{{0,2}})?3(?:{_SEPARATOR}{{0,2}}\d){{8,9}}(?!{_SEPARATOR}?\d|\w)"),
    # A bare run of digits as long as a number; a Telegram chat id (-100...) is none.
    re.compile(r"(?<![\w.+])(?<!-)\d{9,15}(?!\w)"),
)
_KEPT_DIGITS = 3


def redact(text: str) -> str:
    """``text`` without tokens, and with telephone numbers reduced to country code and last three digits.

    Whatever looks like a number is treated as one: a log may lose a message's id rather than keep a person's number.
    """
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    text = _KEY.sub(_hidden_key, text)
    for pattern in _NUMBERS:
        text = pattern.sub(_blotted, text)
    return text


def _hidden_key(match: re.Match[str]) -> str:
    """Hides what was drawn at random: small letters, capitals and digits. Rather a path is lost than a key kept."""
    signs = match[0]
    mixed = sum(map(str.islower, signs)) > _FEW and sum(map(str.isupper, signs)) > _FEW
    return _HIDDEN if mixed and any(map(str.isdigit, signs)) else signs


def _blotted(match: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", match[0])
    country = ""
    if match[0].startswith("+"):
        country = f"+{digits[:2]} "
    elif match[0].startswith("00"):
        country = f"00{digits[2:4]} "
    elif digits.startswith("39") and len(digits) > 10:
        country = "39 "
    return f"{country}•••{digits[-_KEPT_DIGITS:]}"


class RedactingFormatter(logging.Formatter):
    """Formats a record, its exception and its stack without secrets; the record itself is left alone."""

    def format(self, record: logging.LogRecord) -> str:
        try:
            message = record.getMessage()
        except (TypeError, ValueError, KeyError):  # logging itself would print the arguments as they are
            message = f"{record.msg} (arguments do not fit)"
        safe = logging.makeLogRecord({**record.__dict__, "msg": redact(message), "args": None, "exc_text": None})
        return super().format(safe)

    def formatException(self, ei: logging._SysExcInfoType) -> str:  # noqa: N802
        return redact(super().formatException(ei))

    def formatStack(self, stack_info: str) -> str:  # noqa: N802
        return redact(super().formatStack(stack_info))


class _LogFile(RotatingFileHandler):
    """A private log file whose errors are silent: a full disk must not change what a command does."""

    def _open(self) -> TextIOWrapper:
        make_private(Path(self.baseFilename))
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Says nothing: logging itself would print a traceback between the command's own lines."""

    def close(self) -> None:
        """What could not be written before cannot be written now."""
        with suppress(OSError):
            super().close()


def start(data_dir: Path, *, level: int = logging.INFO) -> logging.Handler:
    """Writes the log of this process to ``data_dir/logs/comunecast.log``, six files of a megabyte at most.

    Returns the handler for :func:`stop`. Libraries that log addresses or bodies are kept to warnings.
    Raises ConfigError("log_unusable") where the folder cannot be used, InputError("not_a_file").
    """
    folder = data_dir / "logs"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise ConfigError("log_unusable", folder=folder, reason=error.strerror) from error
    path = folder / "comunecast.log"
    if path.is_fifo():  # the first line would wait for a reader
        raise InputError("not_a_file", file=str(path))
    handler = _LogFile(path, maxBytes=_MEGABYTE, backupCount=5, encoding="utf-8", delay=True)
    handler.setFormatter(RedactingFormatter(_LINE))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    for name in _LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)
    return handler


def stop(handler: logging.Handler) -> None:
    """Ends what :func:`start` began. Never raises for what the disk does."""
    logging.getLogger().removeHandler(handler)
    handler.close()
