# SPDX-License-Identifier: EUPL-1.2
"""The field into which the words of the office's recovery key are typed from paper."""

from __future__ import annotations

from comunecast_gui.ui.widgets.look import Look, label
from comunecast_gui.ui.widgets.still_fields import TextArea


class WordsField(TextArea):
    """The field; :attr:`title` is the label that stands above it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.title = label(self.tr("&Words on the paper"), "strong")
        self.title.setBuddy(self)
        self.setTabChangesFocus(True)
        self.setAccessibleName(self.tr("Words on the paper"))
        self.setPlaceholderText(self.tr("Separated by blanks; the first four letters of each are enough"))
        self.setFixedHeight(look.theme.px(110))
