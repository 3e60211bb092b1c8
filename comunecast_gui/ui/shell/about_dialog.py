# SPDX-License-Identifier: EUPL-1.2
"""Says which program and version this is, under which licence, and the keys that work everywhere."""

from __future__ import annotations

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QGridLayout, QWidget

from comunecast_gui.system.paths import STATEMENT, licences, paper
from comunecast_gui.ui.runtime.window_services import OfficeInfo
from comunecast_gui.ui.shell.texts_dialog import TextsDialog
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import Look, label


class AboutDialog(FittingDialog):
    """Version, licence, keys."""

    def __init__(self, look: Look, info: OfficeInfo, parent: QWidget | None = None) -> None:
        super().__init__(look.theme.px(460), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("About ComuneCast"))
        column = self.column
        column.setSpacing(10)
        title = label(f"ComuneCast {info.version}")
        title.setObjectName("title")
        column.addWidget(title)
        column.addWidget(label(self.tr("{office}: notices on WhatsApp and Telegram").format(office=info.office.name)))
        column.addWidget(label(self.tr("Free software under the EUPL 1.2 licence."), "muted"))
        column.addWidget(
            label(self.tr("It uses Qt {qt} and other libraries under the LGPL 3.0.").format(qt=qVersion()), "muted")
        )
        column.addSpacing(6)
        column.addWidget(label(self.tr("Keys"), "section"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        for line, (keys, words) in enumerate(
            (
                ("Ctrl+1 … 7", self.tr("go to a page")),
                ("Ctrl+N", self.tr("new notice")),
                ("F6", self.tr("go to the messages above, the page, the progress below")),
                ("Ctrl+Enter", self.tr("send what is written")),
                ("Ctrl+P", self.tr("pause what is being sent, or go on")),
                ("Ctrl+.", self.tr("stop what is being sent")),
                ("Esc", self.tr("back to the list of the history")),
                ("Ctrl + / Ctrl -", self.tr("text size")),
                ("Ctrl+0", self.tr("text at its usual size")),
                ("Ctrl+Q", self.tr("quit")),
                ("F1", self.tr("the manual, at this page")),
            )
        ):
            grid.addWidget(label(keys, "strong", wrap=False), line, 0)
            grid.addWidget(label(words), line, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        column.addStretch(1)
        row = FlowLayout(gap=10, side=Qt.AlignmentFlag.AlignRight)
        files = licences()
        if files:
            texts = look.button(self.tr("&Licences…"))
            heading = self.tr("Licences")
            intro = self.tr("ComuneCast is yours to use, study, change and pass on. It stands on these:")
            texts.clicked.connect(lambda: TextsDialog(look, heading, intro, files, self).open())
            row.addWidget(texts)
        if (statement := paper(STATEMENT)).is_file():
            access = look.button(self.tr("&Accessibility…"))
            access_title = self.tr("Accessibility statement")
            access_intro = self.tr("What works with assistive technologies, and what does not yet (in Italian):")
            access.clicked.connect(lambda: TextsDialog(look, access_title, access_intro, [statement], self).open())
            row.addWidget(access)
        close = look.button(self.tr("&Close"), "primary")
        close.clicked.connect(self.accept)
        close.setAutoDefault(True)
        row.addWidget(close)
        self.set_foot(row)
        close.setFocus()
