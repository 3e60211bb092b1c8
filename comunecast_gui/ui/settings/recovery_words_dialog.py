# SPDX-License-Identifier: EUPL-1.2
"""The dialog in which an officer types the 24 words from paper, and sees whether they open the newest backup."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from comunecast_gui.core.trust.recovery_words import COUNT
from comunecast_gui.core.trust.safekeeping import OpenedBackup
from comunecast_gui.ui.runtime.administration import ProvesWords
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.settings.words_field import WordsField
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.by_keyboard import tell_fault
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.look import Banner, Look, announce, button_row, label
from comunecast_gui.ui.widgets.work_bar import WorkBar


class RecoveryWordsDialog(FittingDialog):
    """``prove`` opens the newest backup with the typed words; it may take long and raises UserError."""

    proven = Signal()
    """The words opened a backup."""

    def __init__(self, look: Look, ops: Ops, prove: ProvesWords, zone: ZoneInfo, parent: QWidget | None) -> None:
        px = look.theme.px
        super().__init__(px(620), parent)
        self._prove = prove
        self._zone = zone
        self.setWindowTitle(self.tr("Try the recovery words"))
        column = self.column
        column.addWidget(label(self.tr("Try the recovery words"), "section"))
        column.addWidget(
            label(
                self.tr(
                    "If this computer breaks, only the 24 words on the office's paper open the backups. Take the paper "
                    "and type the words in order: the newest backup is opened with them and with nothing else. Nothing "
                    "of the office is changed, and the words are not kept."
                ),
                "muted",
            )
        )
        self.words = WordsField(look)
        self.words.textChanged.connect(self._on_typed)
        column.addWidget(self.words.title)
        column.addWidget(self.words)
        self._count = label("", "small")
        column.addWidget(self._count)
        self._outcome = Banner(look, "error")
        self._outcome.hide()
        self._look = look
        said = QWidget()
        self._said = QVBoxLayout(said)
        self._said.setContentsMargins(0, 0, 0, 0)
        self._said.addWidget(self._outcome)
        column.addStretch(1)
        self.later = look.button(self.tr("&Later"))
        self.later.clicked.connect(self.reject)
        self.try_them = look.button(self.tr("&Open the backup"), "primary", "it-key")
        self.try_them.clicked.connect(self._on_try)
        self.try_them.setDefault(True)
        self.bar = WorkBar(look, ops, self.tr("Opening the newest backup…"))
        self.set_foot(button_row(self.later, self.try_them), self.bar, said)
        self._on_typed()

    @property
    def said(self) -> str:
        """What the dialog says of the last try; empty before it."""
        return self._outcome.text if self._outcome.isVisibleTo(self) else ""

    def done(self, result: int) -> None:
        """Closes the dialog; the words go."""
        self.words.clear()
        super().done(result)

    def _on_typed(self) -> None:
        count = len(self.words.toPlainText().split())
        told = self.tr("{count} of {all} words").format(count=count, all=COUNT)
        self._count.setText(told)
        self.try_them.setEnabled(count > 0)

    def _on_try(self) -> None:
        self._outcome.hide()
        text, prove = self.words.toPlainText(), self._prove
        off = (self.try_them, self.words)
        self.bar.run(lambda work: prove(text, work=work), self._on_opened, self._on_refused, only_looks=True, off=off)

    def _on_opened(self, opened: OpenedBackup | None) -> None:
        self.words.clear()
        for done in (self.words.title, self.words, self._count, self.try_them):
            done.hide()
        self.later.setText(self.tr("&Close"))
        self.later.setFocus()
        good = self.tr("The paper is good: put it back into the safe. In a year you are asked again.")
        if opened is None:
            self._say("success", self.tr("These words are the key of this office.") + " " + good)
        else:
            told = self.tr("The backup of {moment} opened, with {people} subscribers.").format(
                moment=labels.moment(opened.made_at, self._zone), people=QLocale().toString(opened.people)
            )
            self._say("success", f"{told} {good}")
        self.proven.emit()

    def _on_refused(self, sentence: str) -> None:
        self._say("error", sentence)
        tell_fault(self.words, sentence)
        self.words.setFocus()

    def _say(self, tone: str, text: str) -> None:
        self._said.removeWidget(self._outcome)
        self._outcome.hide()
        self._outcome.deleteLater()
        self._outcome = Banner(self._look, tone, text)
        self._said.addWidget(self._outcome)
        announce(self, text)
