# SPDX-License-Identifier: EUPL-1.2
"""Estimates what a notice will cost before it is sent, and what the same text would have cost as SMS."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.model import PriceCategory

_GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM7_DOUBLE = frozenset("^{}\\[~]|€")


@dataclass(frozen=True, slots=True)
class Rate:
    """Prices per delivered message from a day on, without VAT; ``source`` says where they were read."""

    since: date
    eur: dict[PriceCategory, Decimal]
    source: str


@dataclass(frozen=True, slots=True)
class Rates:
    """All dated price lists, and the price of one SMS part."""

    whatsapp: tuple[Rate, ...]
    sms_eur: Decimal
    sms_source: str

    @classmethod
    def load(cls, path: Path) -> Rates:
        """Reads ``costs.toml``. Raises ConfigError("resource_file")."""
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            rates = sorted((_rate(item) for item in data["whatsapp"]), key=lambda rate: rate.since)
            sms_eur, sms_source = Decimal(data["sms"]["eur"]), data["sms"]["source"]
        except (OSError, ValueError, KeyError, ArithmeticError, TypeError) as error:
            raise ConfigError("resource_file", file=path.name, reason=str(error)) from error
        if not rates:
            raise ConfigError("resource_file", file=path.name, reason="no price list")
        return cls(tuple(rates), sms_eur, sms_source)

    def on(self, day: date) -> Rate:
        """The price list in force on a day; the first one for earlier days."""
        return next((rate for rate in reversed(self.whatsapp) if rate.since <= day), self.whatsapp[0])


@dataclass(frozen=True, slots=True)
class Estimate:
    """Cost of one notice, without VAT. WhatsApp charges what it delivers, so this is the most it can be."""

    recipients: int
    price_category: PriceCategory
    whatsapp_eur: Decimal
    sms_parts: int
    sms_eur: Decimal
    rate: Rate


def estimate(rates: Rates, price_category: PriceCategory, text: str, recipients: int, day: date) -> Estimate:
    """What sending ``text`` to ``recipients`` people costs on WhatsApp on that day, and as SMS."""
    rate = rates.on(day)
    parts = sms_parts(text)
    return Estimate(
        recipients=recipients,
        price_category=price_category,
        whatsapp_eur=rate.eur[price_category] * recipients,
        sms_parts=parts,
        sms_eur=rates.sms_eur * parts * recipients,
        rate=rate,
    )


def sms_parts(text: str) -> int:
    """How many SMS a text takes: 160 or 153 a part in GSM-7, 70 or 67 in UCS-2 (3GPP TS 23.038, TS 23.040)."""
    if not text:
        return 0
    if all(char in _GSM7 or char in _GSM7_DOUBLE for char in text):
        sizes = [2 if char in _GSM7_DOUBLE else 1 for char in text]
        return _parts(sizes, 160, 153)
    return _parts([2 if ord(char) > 0xFFFF else 1 for char in text], 70, 67)


def _parts(sizes: list[int], alone: int, joined: int) -> int:
    """A character that takes two units is never split over two parts."""
    if sum(sizes) <= alone:
        return 1
    parts, used = 1, 0
    for size in sizes:
        if used + size > joined:
            parts, used = parts + 1, 0
        used += size
    return parts


def _rate(data: dict[str, Any]) -> Rate:
    return Rate(
        since=date.fromisoformat(str(data["since"])),
        eur={kind: Decimal(data["eur"][kind.value.lower()]) for kind in PriceCategory},
        source=data["source"],
    )
