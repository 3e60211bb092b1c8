# SPDX-License-Identifier: EUPL-1.2
"""The part of the settings page about backups: when and where they were made, and the ways to make and use one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.trust.safekeeping import Safekeeping
from comunecast_gui.ui.runtime.administration import Administration
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import Banner, Look, announce, breakable, label
from comunecast_gui.ui.widgets.outside import open_folder
from comunecast_gui.ui.widgets.summary_list import SummaryList
from comunecast_gui.ui.widgets.work_bar import WorkBar

SUFFIX = ".backup"
_FOLDER = "backups"
_MEGABYTE = 1_000_000


class BackupCard(SummaryList):
    """Shows the dates; makes a backup where the person wants it. ``today`` goes into the proposed name."""

    restore_wanted = Signal()
    """The officer wants to put a backup back."""
    words_wanted = Signal()
    """The officer wants to try the recovery words."""
    made = Signal()
    """A backup was made, or noted."""

    def __init__(self, look: Look, ops: Ops, administration: Administration, today: Callable[[], date]) -> None:
        super().__init__(self.tr("Backups"))
        self._look = look
        self._ops = ops
        self._administration = administration
        self._today = today
        copies = administration.copies
        text = self.tr(
            "The program makes one a day on this computer by itself and keeps it for seven days. Put one elsewhere "
            "too, on a disk that is kept apart: it is encrypted, and only the 24 words on the office's paper open it."
        )
        if copies.note is not None:
            text = self.tr("The archive is on a server: whoever runs the server makes its backups.")
        self.add_foot(label(text, "small"))
        box = QWidget()
        flow = FlowLayout(box, gap=10)
        self.add_foot(box)
        self.make_button = look.button(self.tr("Make a &backup now…"), "", "it-download")
        self.make_button.clicked.connect(self._on_choose)
        self.restore_button = look.button(self.tr("&Restore a backup…"), "", "it-restore")
        self.restore_button.clicked.connect(self.restore_wanted)
        self.note_button = look.button(self.tr("A backup of the server was &made"), "", "it-check")
        self.note_button.clicked.connect(self.note)
        self.words_button = look.button(self.tr("&Try the words…"), "", "it-lock")
        self.words_button.clicked.connect(self.words_wanted)
        self.folder_button = look.button(self.tr("Open the folder of the bac&kups"), "", "it-external-link")
        self.folder_button.clicked.connect(lambda: open_folder(administration.data_dir / _FOLDER))
        for button, there in (
            (self.make_button, copies.make is not None),
            (self.restore_button, copies.look is not None and copies.put_back is not None),
            (self.note_button, copies.note is not None),
            (self.words_button, administration.prove_words is not None),
            (self.folder_button, copies.make is not None),
        ):
            if there:
                flow.addWidget(button)
            else:
                button.setParent(self)
                button.hide()
        self.bar = WorkBar(look, ops, self.tr("Making the backup…"))
        self.add_foot(self.bar)
        place = QWidget()
        self._said = QVBoxLayout(place)
        self._said.setContentsMargins(0, 0, 0, 0)
        self.add_foot(place)
        self._banner: Banner | None = None

    @property
    def said(self) -> str:
        """How the last backup went; empty before one."""
        return self._banner.text if self._banner else ""

    def refresh(self) -> None:
        """Looks again when the last ones were made."""
        if call := self._administration.safekeeping:
            self._ops.query(self, call, self._show, partial(self._say, "error"))

    def make(self, path: Path | str) -> None:
        """Makes a backup at ``path``, off the UI thread."""
        make = self._administration.copies.make
        if make is None:
            return
        target = Path(path)
        target = target if target.suffix else target.with_suffix(SUFFIX)
        made, failed = partial(self._on_made, target), partial(self._say, "error")
        self.bar.run(partial(make, target), made, failed, off=[self.make_button])

    def note(self) -> None:
        """Notes that whoever runs the server made a copy."""
        if note := self._administration.copies.note:
            self._ops.query(self, note, lambda _: self._on_noted(), partial(self._say, "error"))

    def _show(self, found: Safekeeping) -> None:
        zone = timezone_of(self._administration.settings.office)

        def told(at: datetime | None, where: str = "") -> str:
            if at is None:
                return self.tr("never")
            return ", ".join(filter(None, (labels.moment(at, zone), where)))

        rows = [(self.tr("Recovery words last tried"), told(found.proven))]
        if self._administration.copies.note is not None:
            rows.insert(0, (self.tr("Last backup of the server"), told(found.on_server)))
        else:
            here = str(self._administration.data_dir / _FOLDER)
            rows.insert(0, (self.tr("Last backup on this computer"), told(found.here, here)))
            rows.insert(1, (self.tr("Last backup put elsewhere"), told(found.elsewhere, found.elsewhere_file)))
        self.show_rows(rows)

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, self.tr("File for the backup"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Backup (*.backup)"))
        dialog.setDefaultSuffix(SUFFIX.lstrip("."))
        dialog.selectFile(f"comunecast-{self._today():%Y-%m-%d}{SUFFIX}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.make)
        dialog.open()

    def _on_made(self, target: Path, size: int) -> None:
        text = self.tr(
            "The backup is in {file} ({size} MB), and was read back: it is whole. Only the 24 words on the office's "
            "paper open it on another computer: keep the two apart."
        )
        self._say("success", text.format(file=breakable(target), size=labels.number(max(1, round(size / _MEGABYTE)))))
        self.made.emit()
        self.refresh()

    def _on_noted(self) -> None:
        self._say("success", self.tr("It is noted that a backup of the server was made."))
        self.made.emit()
        self.refresh()

    def _say(self, tone: str, text: str) -> None:
        if self._banner is not None:
            self._said.removeWidget(self._banner)
            self._banner.hide()
            self._banner.deleteLater()
        self._banner = Banner(self._look, tone, text)
        self._said.addWidget(self._banner)
        announce(self, text)
