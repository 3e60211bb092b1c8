# SPDX-License-Identifier: EUPL-1.2
"""The band above everything in training: it says that nothing leaves this computer."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from comunecast_gui.ui.widgets.look import label

_LEFT, _TOP, _RIGHT, _BOTTOM = 22, 4, 18, 6
_GAP = 16


class TrainingBand(QFrame):
    """One line high: where the sentence does not fit, the one word that matters stays."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("trainingBand")
        row = QHBoxLayout(self)
        row.setContentsMargins(_LEFT, _TOP, _RIGHT, _BOTTOM)
        row.setSpacing(_GAP)
        self._word = label(self.tr("TRAINING"), wrap=False)
        self._word.setObjectName("word")
        row.addWidget(self._word)
        self._sentence = label(
            self.tr("Nothing leaves this computer: phones and channels here are imitated."), wrap=False
        )
        row.addWidget(self._sentence)
        row.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        both = self._word.sizeHint().width() + _GAP + self._sentence.sizeHint().width()
        self._sentence.setVisible(_LEFT + both + _RIGHT <= self.width())
