# SPDX-License-Identifier: EUPL-1.2
"""The automatic answers to citizens who write to the office: their texts, and when each may be sent."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from comunecast_gui.core.choices import NO_OFFER, WANTS_EVERYTHING, Breadth, ChoiceKind, Offer, Wanted, Wants, name_of
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.markup import Span, harmless, whatsapp
from comunecast_gui.core.model import Office
from comunecast_gui.core.sentences import fill

WINDOW = timedelta(hours=24) - timedelta(minutes=5)
"""A free text may follow a message within 24 hours (Cloud API: error 131047); a little is left for the call."""
REPEAT = timedelta(hours=24)
"""How often a person may get the same automatic answer, where it is not the confirmation of a change."""
FREE_A_MONTH = 1000
"""Answers that Meta does not charge, per number and calendar month (WhatsApp pricing from 1 October 2026)."""

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_RECEIVES = "{receives}"
"""Filled in for each person, after the rest."""


class AnswerKind(StrEnum):
    """Why the office answers."""

    WELCOME = "welcome"
    CHOSEN = "chosen"
    """What to receive was chosen: the answer says what that is now."""
    ALREADY = "already"
    GOODBYE = "goodbye"
    NOT_HERE = "not_here"
    OTHER = "other"
    """Something else was written: nobody reads it, and the answer says so."""
    PRIVACY = "privacy"

    @property
    def confirms(self) -> bool:
        """Whether it confirms a change, and so is sent each time."""
        return self in (AnswerKind.WELCOME, AnswerKind.GOODBYE)

    @property
    def tells_choices(self) -> bool:
        """Whether it says what the person receives."""
        return self in (AnswerKind.WELCOME, AnswerKind.CHOSEN)


class AnswerState(StrEnum):
    """Life of an answer: due -> sending -> accepted | failed | unknown, then delivered; ``late``: the window closed."""

    DUE = "due"
    SENDING = "sending"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """It may have arrived: never sent again."""
    LATE = "late"


@dataclass(frozen=True, slots=True)
class AnswerTexts:
    """The texts of one office, ready to send."""

    by_kind: Mapping[AnswerKind, str]
    telegram: str
    """For who writes to the Telegram bot itself."""
    receives: Mapping[str, str]
    """The sentences that say what a person receives."""
    offer: Offer = NO_OFFER

    @classmethod
    def load(cls, path: Path, office: Office) -> AnswerTexts:
        """Reads the texts and fills them in. Raises ConfigError("resource_file")."""
        contacts = " · ".join(filter(None, (office.phone, office.email)))
        values = {"office": office.name, "contacts": contacts, "privacy_url": office.privacy_url}
        values["offer"] = ", ".join(word for kind in ChoiceKind for word in office.offer.words_of(kind))
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            texts = {kind: _filled(data[kind], values) for kind in AnswerKind}
            receives = {key: str(text) for key, text in data["receives"].items()}
            return cls(texts, _filled(data["telegram"], values), receives, office.offer)
        except (OSError, ValueError, KeyError, AttributeError) as error:
            raise ConfigError("resource_file", file=path.name, reason=str(error)) from error

    def text(self, kind: AnswerKind, wants: Wants = WANTS_EVERYTHING) -> str:
        """The text to send; ``wants`` is what the person receives, which some texts tell."""
        lines = [line for each in ChoiceKind if (line := self._line(each, wants.of(each)))]
        return self.by_kind[kind].replace(_RECEIVES, "\n".join(lines) or self.receives.get(kind, ""))

    def _line(self, kind: ChoiceKind, wanted: Wanted) -> str:
        """The line about one kind of choice; empty for somebody who receives everything."""
        if wanted.breadth is Breadth.ALL:
            return ""
        names = [word for word in self.offer.words_of(kind) if name_of(word) in wanted.names]
        key = f"{kind}_{wanted.breadth}" if names else f"{kind}_none"
        if not names and wanted.breadth is Breadth.BUT:
            return ""
        return _filled(self.receives[key], {"names": _listed(names, self.receives["and"])})


def _listed(names: Sequence[str], last: str) -> str:
    return last.join(filter(None, (", ".join(names[:-1]), names[-1] if names else "")))


def _filled(text: str, values: Mapping[str, str]) -> str:
    empty = [f"{{{name}}}" for name, value in values.items() if not value]
    lines = [line for line in text.strip().split("\n") if not any(name in line for name in empty)]
    safe = {name: harmless(value) for name, value in values.items()} | {"receives": _RECEIVES}
    return fill("\n".join(_marked(line) for line in lines), safe).strip()


def _marked(line: str) -> str:
    """The line with WhatsApp's own marks for bold."""
    return whatsapp(Span(part, bold=place % 2 == 1) for place, part in enumerate(_BOLD.split(line)) if part)
