# SPDX-License-Identifier: EUPL-1.2
"""The dialog shown when an office cannot be opened: the reason, and what to do next."""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from comunecast_gui.core.errors import UserError
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.system import settings_keeping
from comunecast_gui.system.settings import office_file
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import Banner, Look, announce, breakable, label
from comunecast_gui.ui.widgets.outside import open_folder


class Next(Enum):
    """What a person wants after the window could not open."""

    CLOSE = auto()
    AGAIN = auto()
    """Something may be mended now."""
    TRAIN = auto()


class WelcomeDialog(FittingDialog):
    """The first window of an office that is not set up, or whose database cannot be opened.

    ``data_dir`` is None where the data folder itself is the trouble; ``choice`` is what the person wants next.
    """

    def __init__(self, look: Look, sentences: Sentences, error: UserError, data_dir: Path | None) -> None:
        super().__init__(look.theme.px(640), None)
        self._look = look
        self._sentences = sentences
        self._data_dir = data_dir
        self.choice = Next.CLOSE
        unset = error.code == "not_configured"
        self.setWindowTitle("ComuneCast")
        column = self.column
        column.setSpacing(12)
        title = label(self.tr("Welcome to ComuneCast") if unset else self.tr("ComuneCast cannot open"))
        title.setObjectName("title")
        column.addWidget(title)
        if unset:
            for text in self._first_words():
                column.addWidget(text)
        else:
            column.addWidget(Banner(look, "error", sentences.of(error)))
        self._failure = Banner(look, "error")
        self._failure.hide()
        if not unset and data_dir is not None:
            folder = label(
                self.tr("What happened is written in {folder}").format(folder=breakable(data_dir / "logs")), "small"
            )
            column.addWidget(folder)
        column.addStretch(1)
        self._flow = FlowLayout(gap=10, side=Qt.AlignmentFlag.AlignRight)
        self.set_foot(self._flow, self._failure)
        self._offer(unset)

    @property
    def failure(self) -> str:
        """What is wrong with the chosen file; empty if nothing is."""
        return self._failure.text if self._failure.isVisibleTo(self) else ""

    def configure(self, path: Path | str) -> None:
        """Takes the settings of a file, or says what is wrong with it."""
        if self._data_dir is None:
            return
        try:
            settings_keeping.keep(self._data_dir, office_file.parse(Path(path)))
        except UserError as error:
            self._say(self._sentences.of(error))
        else:
            self._end(Next.AGAIN)

    def _first_words(self) -> list[QLabel]:
        return [
            label(
                self.tr(
                    "The program is not yet set up for your office. You can try it at once with a sample town: "
                    "nothing leaves this computer."
                )
            ),
            label(
                self.tr(
                    "To use it in earnest, choose the settings file (office.toml) that whoever looks after the "
                    "computers has prepared, as the manual says."
                )
            ),
        ]

    def _offer(self, unset: bool) -> None:
        if unset:
            self.train = self._button(self.tr("&Try it in training"), "primary", "it-presentation", Next.TRAIN)
            self.pick = self._look.button(self.tr("Choose the &settings file…"), "", "it-files")
            self.pick.clicked.connect(self._on_pick)
            self._flow.addWidget(self.pick)
        else:
            self.again = self._button(self.tr("Try &again"), "primary", "it-refresh", Next.AGAIN)
            if self._data_dir is not None:
                logs = self._look.button(self.tr("Open the &log folder"), "", "it-external-link")
                folder = self._data_dir / "logs"
                logs.clicked.connect(lambda: open_folder(folder))
                self._flow.addWidget(logs)
        self._button(self.tr("&Close"), "", "", Next.CLOSE)

    def _button(self, words: str, kind: str, icon: str, choice: Next) -> QPushButton:
        button = self._look.button(words, kind, icon)
        button.setAutoDefault(True)
        button.clicked.connect(lambda: self._end(choice))
        self._flow.addWidget(button)
        return button

    def _on_pick(self) -> None:
        dialog = QFileDialog(self, self.tr("Settings of the office"))
        dialog.setNameFilter(self.tr("Settings (*.toml)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.configure)
        dialog.open()

    def _say(self, sentence: str) -> None:
        self._failure.set_text(sentence)
        self._failure.show()
        announce(self, sentence)

    def _end(self, choice: Next) -> None:
        self.choice = choice
        self.done(self.DialogCode.Accepted if choice is not Next.CLOSE else self.DialogCode.Rejected)
