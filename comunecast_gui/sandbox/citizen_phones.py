# SPDX-License-Identifier: EUPL-1.2
"""The citizens' phones: what each shows, when its owner last wrote, and whether WhatsApp is on it at all."""

from __future__ import annotations

from dataclasses import dataclass, field

WINDOW_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class PhoneMessage:
    """A message as the citizen sees it.

    ``kind``: template, text, image, document, contacts. ``text`` is the filled body or caption, ``header`` a line
    above it, ``media`` the kind and name of what is attached, ``callback_data`` our ``biz_opaque_callback_data``.
    """

    wamid: str
    at: float
    kind: str
    text: str
    header: str = ""
    footer: str = ""
    buttons: tuple[str, ...] = ()
    media: str = ""
    template: str = ""
    category: str = ""
    callback_data: str = ""

    @property
    def displayed(self) -> str:
        """Everything on the screen, top to bottom."""
        parts = [f"[{self.media}]" if self.media else "", self.header, self.text, self.footer]
        parts.extend(f"[ {label} ]" for label in self.buttons)
        return "\n".join(part for part in parts if part)


@dataclass(slots=True)
class Phone:
    """One citizen's phone. ``last_wrote`` is in seconds since the epoch, 0 for never."""

    number: str
    bsuid: str = ""
    on_whatsapp: bool = True
    takes_marketing: bool = True
    last_wrote: float = 0.0
    messages: list[PhoneMessage] = field(default_factory=list)
    written: list[str] = field(default_factory=list)

    def window_open(self, now: float) -> bool:
        """Whether free text may be sent: within 24 hours of the citizen's last message."""
        return self.last_wrote > 0 and now - self.last_wrote < WINDOW_SECONDS


@dataclass(slots=True)
class Phones:
    """All phones seen so far, by number in digits."""

    by_number: dict[str, Phone] = field(default_factory=dict)
    by_bsuid: dict[str, Phone] = field(default_factory=dict)

    def get(self, number: str) -> Phone:
        """The phone with this number, made at its first use."""
        phone = self.by_number.get(number)
        if phone is None:
            phone = self.by_number[number] = Phone(number)
        return phone

    def name(self, number: str, bsuid: str) -> Phone:
        """Give a phone its business-scoped user id."""
        phone = self.get(number)
        phone.bsuid = bsuid
        self.by_bsuid[bsuid] = phone
        return phone
