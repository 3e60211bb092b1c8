# SPDX-License-Identifier: EUPL-1.2
"""Which chapter of the manual speaks of what: its anchor in each language of the window."""

from __future__ import annotations

COURSE, KEYS, UNKNOWN = "course", "keys", "unknown"
"""The chapters that are about no page: the course, the keyboard, the outcomes that nobody knows."""
CHAPTERS = {
    COURSE: {"it": "il-corso-di-dieci-minuti", "en": "the-course-of-ten-minutes"},
    "home": {"it": "oggi", "en": "today"},
    "composer": {"it": "scrivere-una-comunicazione", "en": "writing-a-notice"},
    "history": {"it": "lo-storico", "en": "the-history"},
    UNKNOWN: {"it": "gli-esiti-incerti", "en": "unknown-outcomes"},
    "subscribers": {"it": "gli-iscritti", "en": "the-subscribers"},
    "statistics": {"it": "le-statistiche", "en": "statistics"},
    "templates": {"it": "i-modelli", "en": "templates"},
    "settings": {"it": "le-impostazioni", "en": "settings"},
    KEYS: {"it": "da-tastiera", "en": "by-keyboard"},
}
"""The chapter about each page of the window, and those about no page, by the anchors of their headings."""
