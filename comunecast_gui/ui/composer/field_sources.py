# SPDX-License-Identifier: EUPL-1.2
"""Says under each prefilled field where its value comes from, and which of them a person has to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from comunecast_gui.core.bulletin.proposal import Step
from comunecast_gui.core.bulletin.zone_outlook import Origin, ZoneOutlook
from comunecast_gui.core.model import Office
from comunecast_gui.core.periods import local
from comunecast_gui.ui.widgets import labels

translate = QCoreApplication.translate
_HOURS = frozenset({"periodo", "ora"})
"""Fields of which the bulletin knows only the day."""


@dataclass(frozen=True, slots=True)
class FieldSource:
    """``said`` stands under the field; ``confirm`` is a button that says that the value holds, and empty if it does."""

    said: str
    confirm: str = ""


def sources_of(outlook: ZoneOutlook, office: Office) -> Mapping[str, FieldSource]:
    """By field, where what the proposed notice begins with comes from."""
    proposal, prefilled = outlook.proposal, outlook.prefilled
    if proposal is None or prefilled is None:
        return {}
    issued = local(proposal.basis.issued, office)
    texts = {
        Origin.BULLETIN: translate("Sources", "From the bulletin of {day}, {hour}.").format(
            day=labels.day(issued.date()), hour=labels.hour(issued)
        ),
        Origin.LAST_NOTICE: translate("Sources", "From the last notice of this alert."),
        Origin.ADVICE: translate("Sources", "The advice for this level and these risks."),
    }
    found = {id: FieldSource(texts[origin]) for id, origin in prefilled.origins.items() if origin in texts}
    over = proposal.step is Step.OVER
    for id in prefilled.asks:
        if id in _HOURS:
            found[id] = _hours(found[id].said, over=over) if id in found else _hours("", over=over)
        elif id in found:
            asked = translate("Sources", "Write what has changed, or say that it still holds.")
            found[id] = FieldSource(f"{found[id].said} {asked}", translate("Sources", "It still holds"))
        else:
            text = translate("Sources", "The bulletin does not say it: write what the town has decided.")
            found[id] = FieldSource(text)
    return found


def _hours(said: str, *, over: bool) -> FieldSource:
    if over:
        asked = translate("Sources", "Write when it really ended, or say that this hour holds.")
        return FieldSource(f"{said} {asked}".strip(), translate("Sources", "This hour holds"))
    asked = translate("Sources", "It has no hours: write those of the Region's warning, or say that these hold.")
    return FieldSource(f"{said} {asked}".strip(), translate("Sources", "These hours hold"))
