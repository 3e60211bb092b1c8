# SPDX-License-Identifier: EUPL-1.2
"""Asks of something that was told whether it is over, in the words of what it is about."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from comunecast_gui.core.report.today import StillOpen


def ended_question(one: StillOpen) -> str:
    """``È tornata l'acqua a Fornacette?``"""
    at = QCoreApplication.translate("Ended", " at {place}").format(place=one.place) if one.place else ""
    if one.category == "acqua_non_potabile":
        return QCoreApplication.translate("Ended", "Can the water be drunk again{at}?").format(at=at)
    if one.category.startswith("acqua"):
        return QCoreApplication.translate("Ended", "Is the water back{at}?").format(at=at)
    if one.category.startswith("energia"):
        return QCoreApplication.translate("Ended", "Is the power back{at}?").format(at=at)
    if one.category == "persona_scomparsa":
        return QCoreApplication.translate("Ended", "Was the missing person found?")
    if one.works:
        at = QCoreApplication.translate("Ended", " in {street}").format(street=one.street) if one.street else ""
        what = at or f": {one.title}"
        return QCoreApplication.translate("Ended", "Are the works finished{what}?").format(what=what)
    return QCoreApplication.translate("Ended", "Is it over: {title}?").format(title=one.title)
