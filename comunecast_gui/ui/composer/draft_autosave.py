# SPDX-License-Identifier: EUPL-1.2
"""Saves the notice being written to its file every few seconds, off the UI thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer

from comunecast_gui.ui.runtime.drafts import DraftFile, KeptDraft
from comunecast_gui.ui.runtime.ops import Ops

_KEEP = 2000
"""Milliseconds after a change until it is kept."""


class DraftAutosave(QObject):
    """Keeps what ``draft`` returns; does nothing where no drafts are kept."""

    def __init__(
        self, ops: Ops, drafts: DraftFile | None, draft: Callable[[], KeptDraft | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._ops = ops
        self._drafts = drafts
        self._draft = draft
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_KEEP)
        self._timer.timeout.connect(self._keep)

    def soon(self) -> None:
        """Something was changed."""
        if self._drafts and not self._timer.isActive():
            self._timer.start()

    def forget(self, uuid: str) -> None:
        """The notice was sent or thrown away: deletes it."""
        self._timer.stop()
        if drafts := self._drafts:
            drafts.forget(uuid)

    def _keep(self) -> None:
        drafts, draft = self._drafts, self._draft()
        if drafts and draft:
            self._ops.query(self, partial(drafts.save, draft), lambda _: None)
