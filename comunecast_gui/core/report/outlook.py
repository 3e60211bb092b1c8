# SPDX-License-Identifier: EUPL-1.2
"""Whether a notice sent now would go out on each channel, judged from what was found of the office's parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from comunecast_gui.core.model import kind_of
from comunecast_gui.core.report.health import SILENT, Condition
from comunecast_gui.core.sentences import Sentences


class Prospect(StrEnum):
    """What would become of a notice sent now."""

    GOES = "goes"
    DOUBTFUL = "doubtful"
    """It goes out, and somebody should look at something all the same."""
    STOPPED = "stopped"


class Mend(StrEnum):
    """Where a person mends what is in the way."""

    NOTHING = "nothing"
    KEYS = "keys"
    SETTINGS = "settings"
    SERVICE = "service"
    """In the panel of Meta, or in Telegram: nothing in this program helps."""
    COMPUTER = "computer"
    """On this computer, or in the office's network."""


_EVERYWHERE = ("moved_away", "settings", "database", "disk_space", "clock", "internet")
"""The parts without which no channel works, by the names of their conditions."""
_OF_WHATSAPP = ("office_key", "relay")
"""Parts outside WhatsApp that its notices need: consent is signed, and receipts come by the relay."""
_ONLY_HEARS = ("relay", "whatsapp_webhooks")
"""What is broken there keeps back what citizens write and what became of messages, but no notice."""
_KEYS = (
    *("secret_missing", "secret_other_host", "telegram_token", "telegram_token_moved", "whatsapp_190"),
    *("relay_key", "relay_private_key"),
)
_SERVICE = (
    *("whatsapp_token", "whatsapp_number", "whatsapp_account", "whatsapp_templates", "whatsapp_limit"),
    "whatsapp_payment",
)
_COMPUTER = ("database", "disk_space", "clock", "internet")
_HERE = SILENT | {"telegram_blocked", "keyring_locked"}
"""Codes of what is between this program and the services."""
_SETTINGS = ("chat_not_channel", "whatsapp_address", "telegram_chat_not_found")


@dataclass(frozen=True, slots=True)
class ChannelOutlook:
    """What would become of a notice on ``channel``; ``sentence`` says it to a person, with what to do.

    ``reasons`` are what stands in the way or is worth a look, the gravest first; ``mend`` is where the first of them is
    put right.
    """

    channel: str
    prospect: Prospect
    sentence: str
    reasons: tuple[Condition, ...] = ()
    mend: Mend = Mend.NOTHING


def judge(channels: Sequence[str], found: Iterable[Condition], sentences: Sentences) -> tuple[ChannelOutlook, ...]:
    """One outlook for each channel, in their order; pure, so that window, confirmation and command say the same."""
    conditions = list(found)
    return tuple(_of(channel, conditions, sentences) for channel in channels)


def _of(channel: str, found: Sequence[Condition], sentences: Sentences) -> ChannelOutlook:
    theirs = [one for one in found if (not one.ok or one.warning) and _concerns(one, channel)]
    if any(one.name.startswith(f"{channel}_") for one in theirs):
        theirs = [one for one in theirs if one.name != channel]  # the line that only counts the others
    stops = [one for one in theirs if not one.ok and not one.name.startswith(_ONLY_HEARS)]
    reasons = tuple(sorted(theirs, key=lambda one: (one not in stops, one.name not in _EVERYWHERE)))
    prospect = Prospect.STOPPED if stops else Prospect.DOUBTFUL if reasons else Prospect.GOES
    told = {"reason": reasons[0].detail if reasons else "", "others": len(reasons) - 1}
    code = f"outlook.{prospect}_several" if len(reasons) > 1 else f"outlook.{prospect}"
    mend = _mend(reasons[0]) if reasons else Mend.NOTHING
    return ChannelOutlook(channel, prospect, sentences.text(code, **told), reasons, mend)


def _concerns(condition: Condition, channel: str) -> bool:
    name = condition.name
    if name in (*_EVERYWHERE, channel, kind_of(channel)):
        return True
    return kind_of(channel).personal and (name.startswith((f"{channel}_", "relay_")) or name in _OF_WHATSAPP)


def _mend(condition: Condition) -> Mend:
    if condition.name in _COMPUTER or condition.code in _HERE:
        return Mend.COMPUTER
    if condition.code in _KEYS or condition.name.startswith("whatsapp_token_"):
        return Mend.KEYS
    if condition.name.startswith(_SERVICE) or condition.code.startswith("telegram_"):
        return Mend.SETTINGS if condition.code in _SETTINGS else Mend.SERVICE
    return Mend.SETTINGS
