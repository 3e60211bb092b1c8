# SPDX-License-Identifier: EUPL-1.2
"""Says which of the office's own categories do not work: the file, the line, and what to do."""

from __future__ import annotations

from collections.abc import Iterable

from comunecast_gui.core.notice.categories import OverlayFault
from comunecast_gui.core.report.health import Condition
from comunecast_gui.core.sentences import Sentences


def told(faults: Iterable[OverlayFault], sentences: Sentences) -> tuple[str, ...]:
    """A sentence for each."""
    return tuple(sentences.text(f"overlay.{one.code}", place=_place(one, sentences), **one.values) for one in faults)


def conditions(faults: Iterable[OverlayFault], sentences: Sentences) -> list[Condition]:
    """The same for the healthcheck: worth a look, since the program goes on with its own categories."""
    return [Condition("own_categories", True, sentence, warning=True) for sentence in told(faults, sentences)]


def _place(fault: OverlayFault, sentences: Sentences) -> str:
    if not fault.line:
        return fault.file
    return sentences.text("overlay.overlay_place", file=fault.file, line=fault.line)
