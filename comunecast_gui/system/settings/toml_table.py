# SPDX-License-Identifier: EUPL-1.2
"""Reads one table of a settings file key by key, so that each mistake is named by its place."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Mapping
from datetime import time
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.periods import hour

LONGEST = 500
"""Characters of a setting; addresses and keys are the longest."""
_MOST_ITEMS = 500
_HOUR = re.compile(r"([01]?\d|2[0-3])(?:[:.]([0-5]\d))?")
_NOT_ON_A_LINE = ("Cc", "Cs", "Zl", "Zp")
"""Unicode categories of what breaks a line, commands a terminal, or is half a sign."""


class Table:
    """Values are taken by key and type; what is left at :meth:`close` is unknown and refused.

    Every method raises InputError with a ``settings_...`` code, and ``field`` as ``table.key``.
    """

    def __init__(self, name: str, data: Mapping[str, Any]) -> None:
        self._name = name
        self._left = dict(data)

    def error(self, key: str, code: str, **values: object) -> InputError:
        """A mistake in the value of ``key``."""
        place = self._place(key)
        return InputError(code, field=place, key=place, **values)

    def text(
        self,
        key: str,
        *,
        default: str = "",
        required: bool = False,
        pattern: re.Pattern[str] | None = None,
        code: str = "",
        numbers: bool = False,
        secret: bool = False,
        most: int = LONGEST,
    ) -> str:
        """A text without blanks around it; ``pattern`` must match all of it unless it is empty, else ``code``.

        ``numbers``: a whole number is taken as its digits. ``secret``: the value stays out of the error.
        It has one line of at most ``most`` characters.
        """
        value = self._left.pop(key, default)
        if numbers and type(value) is int:
            value = str(value)
        if not isinstance(value, str):
            raise self.error(key, "settings_not_text")
        value = value.strip()
        if required and not value:
            raise self.error(key, "settings_missing")
        self._check_line(key, value, most)
        if pattern and value and not pattern.fullmatch(value):
            raise self.error(key, code, value="" if secret else value)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, none of them empty."""
        value = self._left.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.error(key, "settings_not_texts")
        if len(value) > _MOST_ITEMS:
            raise self.error(key, "settings_list_long", most=_MOST_ITEMS)
        for item in value:
            self._check_line(key, item.strip(), LONGEST)
        return tuple(item.strip() for item in value)

    def _check_line(self, key: str, value: str, most: int) -> None:
        if len(value) > most:
            raise self.error(key, "settings_text_long", most=most)
        if any(unicodedata.category(sign) in _NOT_ON_A_LINE for sign in value):
            raise self.error(key, "settings_text_lines")

    def number(self, key: str, *, default: float, least: float, most: float) -> float:
        """A number from ``least`` to ``most``."""
        value = self._left.pop(key, default)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self.error(key, "settings_not_number")
        if not least <= value <= most:
            raise self.error(key, "settings_out_of_range", value=value, least=least, most=most)
        return float(value)

    def hour(self, key: str, *, default: time, least: time, most: time) -> time:
        """A time of day from ``least`` to ``most``, as ``22:00``, ``7.30`` or a time of TOML."""
        value = self._left.pop(key, default)
        if isinstance(value, str):
            match = _HOUR.fullmatch(value.strip())
            value = match and time(int(match[1]), int(match[2] or 0))
        if not isinstance(value, time) or value.second or value.microsecond:
            raise self.error(key, "settings_not_hour")
        if not least <= value <= most:
            raise self.error(key, "settings_hour_out_of_range", value=hour(value), least=hour(least), most=hour(most))
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self._left.pop(key, default)
        if not isinstance(value, bool):
            raise self.error(key, "settings_not_flag")
        return value

    def url(self, key: str, *, default: str = "") -> str:
        """An https address without a final slash; http only for this computer itself."""
        value = self.text(key, default=default).rstrip("/")
        if value and not is_safe_url(value):
            raise self.error(key, "settings_bad_url")
        return value

    def urls(self, key: str, *, default: tuple[str, ...]) -> tuple[str, ...]:
        """A list of addresses as :meth:`url` takes them."""
        if key not in self._left:
            return default
        found = tuple(text.rstrip("/") for text in self.texts(key))
        if not all(map(is_safe_url, found)):
            raise self.error(key, "settings_bad_url")
        return found

    def timezone(self, key: str, *, default: str) -> str:
        """The name of a timezone of the IANA database."""
        value = self.text(key) or default
        try:
            ZoneInfo(value)
        except (ValueError, KeyError, OSError):
            raise self.error(key, "settings_bad_timezone", value=value) from None
        return value

    def table(self, key: str) -> Table | None:
        """A table of this one; None if it is not there."""
        return self.required_table(key) if key in self._left else None

    def required_table(self, key: str) -> Table:
        """A table that must be there."""
        if key not in self._left:
            raise self.error(key, "settings_missing")
        value = self._left.pop(key)
        if not isinstance(value, dict):
            raise self.error(key, "settings_not_table")
        return Table(self._place(key), value)

    def tables(self, key: str) -> list[Table]:
        """The tables of ``[[key]]``; at least one."""
        value = self._left.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.error(key, "settings_not_table")
        if not value:
            raise self.error(key, "settings_missing")
        return [Table(self._place(key), item) for item in value]

    def names(self) -> tuple[str, ...]:
        """The keys that nobody asked for yet, where they are the office's own words."""
        return tuple(self._left)

    def close(self) -> None:
        """Refuses the first key that nobody asked for: a misspelt setting must not be silently without effect."""
        for key in self._left:
            raise self.error(key, "settings_unknown_key")

    def _place(self, key: str) -> str:
        return f"{self._name}.{key}" if self._name else key


def is_safe_url(text: str) -> bool:
    """Whether a token may travel to this address: https, or http that does not leave this computer."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or parts.query or parts.fragment or re.search(r"\s", text):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_this_computer(host))


def is_this_computer(host: str) -> bool:
    """Whether a host is this computer, whatever a name server says: ``localhost``, or an address of the loopback.

    A network is no safe place for a token, however private: who is on it can read what passes.
    """
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address.is_loopback
