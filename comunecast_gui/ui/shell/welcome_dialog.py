# SPDX-License-Identifier: EUPL-1.2
"""The dialog shown when an office cannot be opened: the reason, and what to do next."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from comunecast_gui.core.errors import UserError
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.ui.runtime.next_start import Next, Said
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import Banner, Look, breakable, label, with_breakable
from comunecast_gui.ui.widgets.outside import open_folder

_LOST = frozenset({"database_corrupt", "database_empty"})
_BAD_SETTINGS = "settings_"
"""What a backup brings back: an archive that cannot be read, or settings that are wrong."""


class WelcomeDialog(FittingDialog):
    """The first window of an office whose settings or database cannot be opened.

    ``data_dir`` is None where the data folder itself is the trouble; ``choice`` is what the person wants next.
    """

    def __init__(
        self, look: Look, sentences: Sentences, error: UserError, data_dir: Path | None, said: Said | None = None
    ) -> None:
        """``said``: how what was done before this start ended."""
        super().__init__(look.theme.px(640), None)
        self._look = look
        self._data_dir = data_dir
        self.choice = Next.CLOSE
        self.setWindowTitle("ComuneCast")
        column = self.column
        column.setSpacing(12)
        title = label(self.tr("ComuneCast cannot open"))
        title.setObjectName("title")
        column.addWidget(title)
        if said is not None:
            column.addWidget(Banner(look, said.tone, with_breakable(said.text)))
        column.addWidget(Banner(look, "error", sentences.of(error)))
        if data_dir is not None:
            folder = label(
                self.tr("What happened is written in {folder}").format(folder=breakable(data_dir / "logs")), "small"
            )
            column.addWidget(folder)
        column.addStretch(1)
        self._flow = FlowLayout(gap=10, side=Qt.AlignmentFlag.AlignRight)
        self.set_foot(self._flow)
        self.restore: QPushButton | None = None
        self._offer(error.code)

    def _offer(self, code: str) -> None:
        self._button(self.tr("&Close"), "", "", Next.CLOSE)
        if self._data_dir is not None:
            logs = self._look.button(self.tr("Open the &log folder"), "", "it-external-link")
            folder = self._data_dir / "logs"
            logs.clicked.connect(lambda: open_folder(folder))
            self._flow.addWidget(logs)
            if code in _LOST or code.startswith(_BAD_SETTINGS):
                words = self.tr("&Restore a backup…")
                self.restore = self._button(words, "", "it-restore", Next.RESTORE)
        self.again = self._button(self.tr("Try &again"), "primary", "it-refresh", Next.AGAIN)
        self.again.setFocus()

    def _button(self, words: str, kind: str, icon: str, choice: Next) -> QPushButton:
        button = self._look.button(words, kind, icon)
        button.setAutoDefault(True)
        button.clicked.connect(lambda: self._end(choice))
        self._flow.addWidget(button)
        return button

    def _end(self, choice: Next) -> None:
        self.choice = choice
        self.done(self.DialogCode.Accepted if choice is not Next.CLOSE else self.DialogCode.Rejected)
