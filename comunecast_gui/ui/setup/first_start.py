# SPDX-License-Identifier: EUPL-1.2
"""The set-up at the first start: with the training, and with a settings file that somebody has prepared."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from comunecast_gui.core.sentences import Sentences
from comunecast_gui.system import settings_keeping
from comunecast_gui.system.settings import office_file
from comunecast_gui.ui.runtime.next_start import Next
from comunecast_gui.ui.runtime.setup_step import SetupParts
from comunecast_gui.ui.runtime.slow_calls import Asks
from comunecast_gui.ui.setup.arrive_dialog import ArriveDialog
from comunecast_gui.ui.setup.join_dialog import JoinDialog
from comunecast_gui.ui.setup.setup_dialog import SetupDialog
from comunecast_gui.ui.widgets.look import Look


class FirstStart(SetupDialog):
    """The set-up of an office that does not exist yet; ``choice`` is what the person wants next.

    Whoever has kept an office and closes this window gets that office opened; what is still missing is said there.
    """

    def __init__(self, look: Look, asks: Asks, sentences: Sentences, parts: SetupParts, data_dir: Path) -> None:
        self.train = look.button(self.tr("Try &it in training"), "", "it-presentation")
        self.pick = look.button(self.tr("I have a &settings file…"), "", "it-files")
        self.bring = look.button(self.tr("From another comp&uter…"), "", "it-download")
        self.restore = look.button(self.tr("From a bac&kup…"), "", "it-restore")
        super().__init__(
            look,
            asks,
            sentences,
            parts,
            None,
            title=self.tr("Welcome to ComuneCast"),
            explanation=self.tr(
                "Step by step to the first notice on a real phone. To look around first, try the training with a "
                "sample town: nothing leaves this computer."
            ),
            extra=(self.train, self.bring, self.restore, self.pick),
        )
        self._arrive, self._archive = parts.arrive, parts.archive
        self._data_dir = data_dir
        self._kept = False
        self.choice = Next.CLOSE
        self.train.clicked.connect(partial(self._end, Next.TRAIN))
        self.pick.clicked.connect(self._on_pick)
        self.restore.clicked.connect(partial(self._end, Next.RESTORE))
        self.bring.setVisible(parts.arrive is not None)
        self.bring.clicked.connect(self.take_over)
        self.changed.connect(self._on_changed)

    def configure(self, path: Path | str) -> None:
        """Takes the settings of a file, off the UI thread, or says what is wrong with it."""

        def keep() -> None:
            settings_keeping.keep(self._data_dir, office_file.parse(Path(path)))

        self._asks.query(self, keep, lambda _: self._end(Next.AGAIN), self.say_trouble)

    def take_over(self) -> ArriveDialog:
        """Asks for the file of another computer, and takes its office over, off the UI thread."""
        dialog = ArriveDialog(self._look, self._asks, self)
        dialog.wanted.connect(partial(self._on_wanted, dialog))
        dialog.server_wanted.connect(self.join_archive)
        dialog.open()
        return dialog

    def join_archive(self) -> None:
        """Asks for the server with the office's archive."""
        if self._archive is not None:
            dialog = JoinDialog(self._look, self._asks, self._archive, self)
            dialog.joined.connect(partial(self._end, Next.AGAIN))
            dialog.open()

    def _on_wanted(self, dialog: ArriveDialog, file: Path, words: str) -> None:
        if self._arrive is not None:
            call = partial(self._arrive, file, words)
            off = (dialog.take, dialog.file, dialog.browse, dialog.words, dialog.server)
            dialog.bar.run(call, lambda _: self._on_arrived(dialog), dialog.say, off=off)

    def _on_arrived(self, dialog: ArriveDialog) -> None:
        dialog.accept()
        self._end(Next.AGAIN)

    def done(self, result: int) -> None:
        if self.choice is Next.CLOSE and self._kept:
            self.choice = Next.AGAIN
        super().done(result)

    def _on_changed(self) -> None:
        self._kept = True

    def _on_pick(self) -> None:
        dialog = QFileDialog(self, self.tr("Settings of the office"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilter(self.tr("Settings (*.toml)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.configure)
        dialog.open()

    def _end(self, choice: Next, *_: object) -> None:
        self.choice = choice
        self.done(self.DialogCode.Accepted)
