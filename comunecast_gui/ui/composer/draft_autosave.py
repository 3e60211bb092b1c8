# SPDX-License-Identifier: EUPL-1.2
"""Saves the notice being written to its file every few seconds, off the UI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from comunecast_gui.ui.runtime.drafts import DraftFolder, KeptDraft
from comunecast_gui.ui.runtime.ops import Ops

_KEEP = 2000
"""Milliseconds after a change until it is kept."""


class DraftAutosave(QObject):
    """Keeps what ``draft`` returns; does nothing where no drafts are kept."""

    changed = Signal()
    """A draft was written, or forgotten."""

    def __init__(
        self, ops: Ops, drafts: DraftFolder | None, draft: Callable[[], KeptDraft | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._ops = ops
        self._drafts = drafts
        self._draft = draft
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_KEEP)
        self._timer.timeout.connect(self.keep)

    @property
    def active(self) -> bool:
        """Whether drafts are kept here at all; in training they are not."""
        return self._drafts is not None

    def soon(self) -> None:
        """Something was changed."""
        if self._drafts and not self._timer.isActive():
            self._timer.start()

    def keep(self) -> None:
        """Keeps what is written at this moment."""
        self._timer.stop()
        if draft := self._draft():
            self.add(draft)

    def add(self, draft: KeptDraft) -> None:
        """Keeps this draft, whichever is being written."""
        if drafts := self._drafts:
            drafts.hold(draft)
            self._ops.query(self, drafts.write, lambda _: self.changed.emit())

    def read(self, then: Callable[[tuple[KeptDraft, ...]], None]) -> None:
        """Gives ``then`` all that is kept, the newest first; nothing happens where no drafts are kept."""
        if drafts := self._drafts:
            self._ops.query(self, drafts.all, then)

    def newest(self, draft: KeptDraft) -> KeptDraft | None:
        """What a draft that was read some time ago is by now; None if it was sent or thrown away meanwhile."""
        return self._drafts.newest(draft) if self._drafts else draft

    def keep_now(self) -> bool:
        """The same before the window closes; False if something, also of what was put aside, is kept nowhere."""
        self._timer.stop()
        draft, drafts = self._draft(), self._drafts
        if drafts is None:
            return False
        if draft:
            drafts.hold(draft)
        return drafts.write()

    def forget(self, uuid: str) -> None:
        """The notice was sent or thrown away: deletes it, and no other."""
        if drafts := self._drafts:
            drafts.forget(uuid)
            self.changed.emit()
