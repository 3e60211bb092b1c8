# SPDX-License-Identifier: EUPL-1.2
"""Puts into words how a category's WhatsApp text stands with Meta."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from PySide6.QtCore import QCoreApplication, QLocale

from comunecast_gui.core.model import PriceCategory
from comunecast_gui.core.notice.categories import Category, Origin
from comunecast_gui.core.notice.overlays.template_standing import Standing
from comunecast_gui.ui.widgets import labels


def state_words(one: Standing) -> str:
    """In a few words, for a line of a table."""
    if one.former and one.goes_out:
        if one.to_submit:
            return QCoreApplication.translate("Standing", "new text not yet sent to Meta")
        if one.reviewed:
            return QCoreApplication.translate("Standing", "new text being looked at")
        return QCoreApplication.translate("Standing", "new text not approved")
    return labels.template_word(one.status)


def whole_words(one: Standing) -> str:
    """In whole sentences: what goes out on WhatsApp now, and what has to be done."""
    if one.former and one.goes_out:
        first = {
            "": QCoreApplication.translate("Standing", "The new WhatsApp text has not been sent to Meta yet."),
            "PENDING": QCoreApplication.translate("Standing", "Meta is looking at the new WhatsApp text."),
        }.get(one.status, QCoreApplication.translate("Standing", "Meta did not approve the new WhatsApp text."))
        until = QCoreApplication.translate(
            "Standing", "Until it is approved the text from before goes out on WhatsApp, and the new one on Telegram."
        )
        return f"{first} {until}"
    if one.goes_out:
        return QCoreApplication.translate("Standing", "Meta approved this WhatsApp text: it goes out as it is.")
    if one.to_submit:
        return QCoreApplication.translate(
            "Standing",
            "Meta does not have this WhatsApp text yet: until it is approved the notice goes out on Telegram.",
        )
    if one.reviewed:
        return QCoreApplication.translate(
            "Standing", "Meta is looking at this WhatsApp text: until it is approved the notice goes out on Telegram."
        )
    return QCoreApplication.translate(
        "Standing", "Meta does not let this WhatsApp text go out: change it and send it again, or use Telegram."
    )


def price_words(one: Standing, prices: Mapping[PriceCategory, Decimal]) -> str:
    """What a message costs, in words and in cents."""
    known = {str(category): price for category, price in prices.items()}
    price = known.get(one.price_category)
    return labels.price_word(one.price_category) + (f", {labels.price_amount(price)}" if price else "")


def details(one: Standing, prices: Mapping[PriceCategory, Decimal], language: str) -> str:
    """Price, quality and language in one sentence, and that Meta made it dearer."""
    words = QCoreApplication.translate("Standing", "Each message: {price}; quality {quality}; language {language}.")
    said = words.format(
        price=price_words(one, prices), quality=labels.quality(one.quality), language=language_word(language)
    )
    if not one.dearer:
        return said
    moved = QCoreApplication.translate("Standing", "Meta moved it among the promotional ones, which cost more.")
    return f"{said} {moved}"


def language_word(code: str) -> str:
    """The name of the language with Meta's ``code`` ("it", "en_US"); the code if nobody knows it.

    Any other than Italian has the name that it has for itself.
    """
    if code == "it":
        return QCoreApplication.translate("Standing", "Italian")
    return QLocale(code).nativeLanguageName() or code


def origin_word(category: Category) -> str:
    """Whose the text is; empty for that of the program."""
    if category.hidden:
        return QCoreApplication.translate("Standing", "hidden")
    return {
        Origin.ADAPTED: QCoreApplication.translate("Standing", "adapted"),
        Origin.OWN: QCoreApplication.translate("Standing", "of the office"),
    }.get(category.origin, "")
