# SPDX-License-Identifier: EUPL-1.2
"""The sentences about a restore, before it and after it: the same in the window and at a terminal."""

from __future__ import annotations

from comunecast_gui.core.sentences import Sentences
from comunecast_gui.core.trust.backup_contents import Ahead
from comunecast_gui.services.recovery.put_back import Restored


def moved(ahead: Ahead, sentences: Sentences) -> list[str]:
    """One sentence for each address that a backup changes."""
    nothing = sentences.text("cli.restore_nothing")
    return [
        sentences.text("cli.restore_moved", key=one.key, before=one.before or nothing, after=one.after)
        for one in ahead.moved
    ]


def lines(done: Restored, sentences: Sentences) -> list[str]:
    """What was done, and where the office as it was before is kept."""
    told = [sentences.text("cli.restored", made_at=_moment(done))]
    if done.aside:
        told.append(sentences.text("cli.restored_aside", aside=done.aside))
    return told


def notes(done: Restored, sentences: Sentences) -> list[str]:
    """What somebody has to know or to decide now."""
    told = [] if done.compared else [sentences.text("cli.restored_unsure", made_at=_moment(done))]
    for code in ("departures", "arrivals", "queued", "unknown"):
        if count := getattr(done, code):
            told.append(sentences.text(f"cli.restored_{code}", count=count))
    return told


def _moment(done: Restored) -> str:
    return f"{done.made_at.astimezone():%d/%m/%Y %H:%M}"
