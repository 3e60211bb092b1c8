# SPDX-License-Identifier: EUPL-1.2
"""What the entries of a category are called on the screen."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.core.notice.overlays.merging import Entries


def place_words(at: str, entries: Entries, catalogue: Catalogue) -> str:
    """The entry at ``at`` (see :func:`.category_editing.with_value`); its inner name where no page edits it."""
    kind, colon, rest = at.partition(":")
    key, _, part = rest.rpartition(".")
    if colon and kind == "field":
        label = next((str(one.get("label") or key) for one in entries.get("fields", ()) if one["id"] == key), key)
        said = QCoreApplication.translate("Places", "Field {name}")
        return f"{said.format(name=label)}: {_part_words(part)}"
    if colon and kind == "follow_up":
        said = QCoreApplication.translate("Places", "Follow-up {name}")
        return f"{said.format(name=catalogue.name_of(key))}: {_part_words(part)}"
    if colon:
        said = QCoreApplication.translate("Places", "In place of {name}, when nothing was written")
        return said.format(name=f"{{{{{key}}}}}")
    return {
        "name": QCoreApplication.translate("Places", "Name in the list of subjects"),
        "hidden": QCoreApplication.translate("Places", "Not offered"),
        "template": QCoreApplication.translate("Places", "Text on Telegram"),
        "whatsapp.body": QCoreApplication.translate("Places", "Text on WhatsApp"),
        "whatsapp.footer": QCoreApplication.translate("Places", "Line at the end"),
        "whatsapp.price_category": QCoreApplication.translate("Places", "What it is declared as"),
        "fields.order": QCoreApplication.translate("Places", "Order of the fields"),
        "follow_ups.order": QCoreApplication.translate("Places", "Order of the follow-ups"),
    }.get(at, at)


def _part_words(part: str) -> str:
    return {
        "label": QCoreApplication.translate("Places", "name"),
        "when": QCoreApplication.translate("Places", "when"),
        "required": QCoreApplication.translate("Places", "must be filled"),
        "hidden": QCoreApplication.translate("Places", "left out"),
    }.get(part, part)
