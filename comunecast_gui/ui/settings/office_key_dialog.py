# SPDX-License-Identifier: EUPL-1.2
"""The dialog of the office key: shows it once for the paper, and takes it from there on another computer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from comunecast_gui.core.trust.recovery_words import COUNT
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.settings.office_key_paper import KeyPaper, draw_paper
from comunecast_gui.ui.settings.words_field import WordsField
from comunecast_gui.ui.widgets.by_keyboard import let_rest, tell_fault
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.look import Banner, Look, announce, button_row, label
from comunecast_gui.ui.widgets.qr_code import draw_code

_COLUMNS = 3


class OfficeKeyDialog(FittingDialog):
    """``show_key`` gives what goes on paper, ``enter_key`` keeps what was typed from it; both raise UserError."""

    def __init__(
        self,
        look: Look,
        ops: Ops,
        show_key: Callable[[], KeyPaper],
        enter_key: Callable[[str], None],
        parent: QWidget | None,
    ) -> None:
        px = look.theme.px
        super().__init__(px(680), parent)
        self._look, self._ops = look, ops
        self._show_key, self._enter_key = show_key, enter_key
        self._paper: KeyPaper | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Office key"))
        column = self.column
        column.setSpacing(10)
        column.addWidget(label(self.tr("Office key"), "section"))
        self._intro = label(
            self.tr(
                "The key opens the archive and the backups of this office on another computer. Print its {count} words "
                "once, keep the sheet in a safe, and let nobody photograph it. It is noted that you looked at it."
            ).format(count=COUNT),
            "muted",
        )
        column.addWidget(self._intro)
        self._sheet = QHBoxLayout()
        self._sheet.setSpacing(24)
        column.addLayout(self._sheet)
        self.words = WordsField(look)
        for hidden in (self.words.title, self.words):
            hidden.hide()
            column.addWidget(hidden)
        self._said = QVBoxLayout()
        column.addLayout(self._said)
        self._outcome: Banner | None = None
        column.addStretch(1)
        self.close_it = look.button(self.tr("&Close"))
        self.close_it.clicked.connect(self.reject)
        self.reveal = look.button(self.tr("&Show the words"), "primary", "it-password-visible")
        self.reveal.clicked.connect(self._on_reveal)
        self.print_it = look.button(self.tr("&Print…"), "primary", "it-print")
        self.print_it.clicked.connect(self._on_print)
        self.keep = look.button(self.tr("&Keep the key"), "primary", "it-key")
        self.keep.clicked.connect(self._on_keep)
        self.print_it.hide()
        self.keep.hide()
        self.set_foot(button_row(self.close_it, self.reveal, self.print_it, self.keep))

    @property
    def said(self) -> str:
        """What the dialog says of the last thing that was asked for; empty before it."""
        return self._outcome.text if self._outcome else ""

    @property
    def shown_words(self) -> tuple[str, ...]:
        """The words on the screen; none before they were asked for."""
        return self._paper.words if self._paper else ()

    def done(self, result: int) -> None:
        """Closes the dialog; the words go."""
        self._paper = None
        self.words.clear()
        super().done(result)

    # -- events -------------------------------------------------------------------------------------------------

    def _on_reveal(self) -> None:
        let_rest(self.reveal)
        self._ops.query(self, self._show_key, self._on_shown, self._on_no_key)

    def _on_shown(self, paper: KeyPaper) -> None:
        self._paper = paper
        self._sheet.addLayout(_grid(paper), 1)
        self._sheet.addWidget(_Code(paper.text, self._look.theme.px(190)), 0, Qt.AlignmentFlag.AlignTop)
        self.reveal.hide()
        self.print_it.show()
        self.print_it.setDefault(True)
        self.print_it.setFocus()

    def _on_no_key(self, sentence: str) -> None:
        """There is no key here, or another office's: it is taken from the paper."""
        self._say("warning", sentence)
        self.reveal.hide()
        for shown in (self.words.title, self.words, self.keep):
            shown.show()
        self.keep.setDefault(True)
        self.words.setFocus()

    def _on_keep(self) -> None:
        let_rest(self.keep)
        self._ops.query(self, partial(self._enter_key, self.words.toPlainText()), self._on_kept, self._on_refused)

    def _on_kept(self, _: object) -> None:
        for done in (self.words.title, self.words, self.keep, self._intro):
            done.hide()
        self.words.clear()
        self._say("success", self.tr("This computer has the office key now. Put the paper back into the safe."))
        self.close_it.setFocus()

    def _on_refused(self, sentence: str) -> None:
        self.keep.setEnabled(True)
        self._say("error", sentence)
        tell_fault(self.words, sentence)
        self.words.setFocus()

    def _on_print(self) -> None:
        # On Linux the module looks for printers when it is loaded.
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        if self._paper is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName("ComuneCast")
        asked = QPrintDialog(printer, self)
        if asked.exec() == QDialog.DialogCode.Accepted:
            painter = QPainter(printer)
            draw_paper(painter, QRectF(painter.viewport()), self._paper)
            painter.end()
            self._say("success", self.tr("The sheet is on its way to the printer. Compare it with the screen."))

    def _say(self, tone: str, text: str) -> None:
        if self._outcome is not None:
            self._said.removeWidget(self._outcome)
            self._outcome.hide()
            self._outcome.deleteLater()
        self._outcome = Banner(self._look, tone, text)
        self._said.addWidget(self._outcome)
        announce(self, text)


def _grid(paper: KeyPaper) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(6)
    rows = -(-len(paper.words) // _COLUMNS)
    for place, word in enumerate(paper.words):
        column, row = divmod(place, rows)
        grid.addWidget(label(f"{place + 1}.", "muted", wrap=False), row, 2 * column, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(label(word, "strong", wrap=False), row, 2 * column + 1)
        grid.setColumnStretch(2 * column + 1, 1)
    return grid


class _Code(QWidget):
    """The QR code of the key, for the reader of another computer."""

    def __init__(self, text: str, side: int) -> None:
        super().__init__()
        self._text = text
        self.setFixedSize(QSize(side, side))
        self.setAccessibleName(self.tr("QR code of the office key"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paints the code black on white, in every theme: readers expect it."""
        painter = QPainter(self)
        draw_code(painter, QRectF(self.rect()), self._text)
        painter.end()
