# SPDX-License-Identifier: EUPL-1.2
"""A check box whose words go on in the next line where one line is too narrow for them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

_WORDS = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextShowMnemonic)


class WrappingCheckBox(QCheckBox):
    """Qt's own cuts its words off."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Preferred)  # Qt's own takes no less than one line
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        room = QRect(0, 0, max(width - self._beside(), 1), 10_000)
        words = self.fontMetrics().boundingRect(room, _WORDS, self.text()).height()
        line = super().sizeHint().height()
        return max(line, words + line - self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        longest = max((self.fontMetrics().horizontalAdvance(word) for word in self.text().split()), default=0)
        return QSize(self._beside() + longest, super().minimumSizeHint().height())

    def hitButton(self, at: QPoint) -> bool:  # noqa: N802 - Qt's name
        """All the words can be clicked, also those in the second line."""
        return self.rect().contains(at)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The box as the style draws it, and beside it the words, which the style would keep in one line."""
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        words, option.text = option.text, ""
        painter.drawControl(QStyle.ControlElement.CE_CheckBox, option)
        room = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self)
        room.setRight(self.rect().right())
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | _WORDS
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, flags, words)

    def _beside(self) -> int:
        """The width of everything but the words."""
        words = self.fontMetrics().size(int(Qt.TextFlag.TextShowMnemonic), self.text()).width()
        return super().sizeHint().width() - words
