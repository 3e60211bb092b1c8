# SPDX-License-Identifier: EUPL-1.2
"""Shows what two people made of one subject at once, and takes the decision of the second."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from comunecast_gui.core.notice.overlays.edit_conflict import Difference
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.look import Look, button_row, label
from comunecast_gui.ui.widgets.still_fields import TextArea

_WIDTH = 720
_MOST = 30
"""Entries that are shown; who changed more sees them in the text of the subject itself."""
_LINES, _SHORT = 4, 40


class ConflictDialog(FittingDialog):
    """Closing it changes nothing: what was written is still in the editor, and what the other wrote is kept."""

    def __init__(
        self,
        look: Look,
        who: str,
        found: Sequence[Difference],
        named: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look.theme.px(_WIDTH), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Somebody else changed this subject too"))
        self.column.addWidget(label(self.windowTitle(), "section"))
        by = self.tr("{who} saved another version").format(who=who) if who else self.tr("Another version was saved")
        said = self.tr("{by} while you were writing. Neither of the two is lost: choose which one to keep.")
        self.column.addWidget(label(said.format(by=by), "muted"))
        grid = QGridLayout()
        grid.setSpacing(8)
        theirs_title, mine_title = self.tr("Now, from the other workstation"), self.tr("Yours")
        self.shown: list[tuple[str, str, str]] = []
        """What is on the screen: the name of the entry, theirs, mine."""
        for one in found[:_MOST]:
            name, row = named(one.at), grid.rowCount()
            grid.addWidget(label(name, "section"), row, 0, 1, 2)
            for place, (title, text) in enumerate(((theirs_title, one.theirs), (mine_title, one.mine))):
                grid.addWidget(label(title, "small"), row + 1, place)
                grid.addWidget(self._text(look, f"{name}: {title}", text), row + 2, place)
            self.shown.append((name, one.theirs, one.mine))
        self.column.addLayout(grid)
        if len(found) > _MOST:
            self.column.addWidget(label(self.tr("and %n more", "", len(found) - _MOST), "muted"))
        self.column.addStretch(1)
        self.mine = look.button(self.tr("Keep &mine"), "primary")
        self.theirs = look.button(self.tr("Take the &other"))
        self.back = look.button(self.tr("&Back to the text"))
        self.back.clicked.connect(self.reject)
        for button in (self.mine, self.theirs):
            button.clicked.connect(self.accept)
        self.set_foot(button_row(self.back, self.theirs, self.mine))
        self.back.setFocus()

    def _text(self, look: Look, name: str, text: str) -> TextArea:
        area = TextArea()
        area.setPlainText(text)
        area.setReadOnly(True)
        area.setTabChangesFocus(True)
        area.setAccessibleName(name)
        lines = _LINES if len(text) > _SHORT or "\n" in text else 1
        area.setFixedHeight(area.fontMetrics().lineSpacing() * lines + look.theme.px(28))
        return area
