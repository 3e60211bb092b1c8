# SPDX-License-Identifier: EUPL-1.2
"""How a category's WhatsApp text stands with Meta: what goes out, what waits, at what price."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from comunecast_gui.core.model import PriceCategory
from comunecast_gui.core.notice.categories import Category

_APPROVED, _REVIEWED = "APPROVED", "PENDING"


class Known(Protocol):
    """What Meta said last of a template."""

    @property
    def status(self) -> str: ...

    @property
    def category(self) -> str: ...

    @property
    def quality(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """``status`` is that of the present text (empty: Meta does not have it); ``goes_out`` whether anything can be sent.

    ``former``: what goes out is a text from before. ``dearer``: Meta put it among the promotional ones, though it was
    submitted as a service. ``price_category`` and ``quality`` are of what goes out, or of the
    present text where nothing does.
    """

    status: str
    goes_out: bool
    former: bool
    price_category: str
    quality: str
    dearer: bool = False

    @property
    def to_submit(self) -> bool:
        """Whether somebody has to send the present text to Meta."""
        return not self.status

    @property
    def reviewed(self) -> bool:
        return self.status == _REVIEWED


def standing(category: Category, known: Mapping[str, Known]) -> Standing:
    """How the category stands; ``known`` is what Meta said last, by the name of the template."""
    approved = [name for name, one in known.items() if one.status == _APPROVED]
    out = category.in_force(approved).whatsapp
    present, sent = known.get(category.whatsapp.template_name), known.get(out.template_name)
    price = (sent.category if sent else "") or str(out.price_category)
    return Standing(
        status=present.status if present else "",
        goes_out=out.template_name in approved,
        former=out.template_name != category.whatsapp.template_name,
        price_category=price,
        quality=sent.quality if sent else "",
        dearer=out.price_category is PriceCategory.UTILITY and price == PriceCategory.MARKETING,
    )
