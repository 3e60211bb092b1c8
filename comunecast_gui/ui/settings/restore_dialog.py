# SPDX-License-Identifier: EUPL-1.2
"""The dialog that opens a backup with the words on paper, and shows what would change before it is put back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from comunecast_gui.core.errors import UserError
from comunecast_gui.core.trust.backup_contents import Ahead
from comunecast_gui.core.work.long_work import Work
from comunecast_gui.ui.runtime.slow_calls import Asks
from comunecast_gui.ui.settings.settings_rows import name_of
from comunecast_gui.ui.settings.words_field import WordsField
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.by_keyboard import noting, tell_fault
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.look import Banner, Look, announce, breakable, buddy_label, button_row, label
from comunecast_gui.ui.widgets.summary_list import SummaryList
from comunecast_gui.ui.widgets.work_bar import WorkBar
from comunecast_gui.ui.widgets.wrapping_check_box import WrappingCheckBox

_MOST = 8
"""So many changed addresses are told one by one."""


class RestoreDialog(FittingDialog):
    """First the file and the words, then what is in it; nothing is changed by this dialog."""

    wanted = Signal(object, str, object)
    """The person agreed: the file (a ``Path``), the words, and the :class:`Ahead` that was seen."""

    def __init__(
        self,
        look: Look,
        asks: Asks,
        open_backup: Callable[[Path, str, Work], Ahead],
        zone: ZoneInfo,
        parent: QWidget | None,
    ) -> None:
        super().__init__(look.theme.px(600), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._look = look
        self._open_backup = open_backup
        self._zone = zone
        self._seen: Ahead | None = None
        self.setWindowTitle(self.tr("Restore a backup"))
        column = self.column
        column.addWidget(label(self.tr("Restore a backup"), "section"))
        self._asked = QWidget()
        asked = QVBoxLayout(self._asked)
        asked.setContentsMargins(0, 0, 0, 0)
        text = self.tr(
            "Settings, archive, attachments and your own subjects become what they were when the backup was made. "
            "First you see what that changes; until you agree nothing is touched."
        )
        asked.addWidget(label(text, "muted"))
        self.file = QLineEdit()
        self.file.setAccessibleName(self.tr("Backup file"))
        asked.addWidget(buddy_label(self.tr("&Backup file"), self.file))
        row = QHBoxLayout()
        self.browse = look.button(self.tr("&Choose…"), "", "it-files")
        self.browse.clicked.connect(self._on_browse)
        row.addWidget(self.file, 1)
        row.addWidget(self.browse)
        asked.addLayout(row)
        self.words = WordsField(look)
        asked.addWidget(self.words.title)
        asked.addWidget(self.words)
        column.addWidget(self._asked)
        self._found = QVBoxLayout()
        column.addLayout(self._found)
        self.recognised: WrappingCheckBox | None = None
        """What has to be ticked before a backup is put back that goes elsewhere, or that nobody vouches for."""
        column.addStretch(1)
        self._failure = Banner(look, "error")
        self._failure.hide()
        self.back = look.button(self.tr("Ca&ncel"))
        self.back.clicked.connect(self.reject)
        self.look_button = look.button(self.tr("&Look into it"), "primary", "it-search")
        self.look_button.clicked.connect(self._on_look)
        self.look_button.setDefault(True)
        self.restore_button = look.button(self.tr("&Put it back"), "danger")
        self.restore_button.setAutoDefault(False)
        self.restore_button.clicked.connect(self._on_restore)
        self.restore_button.hide()
        self.bar = WorkBar(look, asks, self.tr("Opening the backup…"))
        self.set_foot(button_row(self.back, self.look_button, self.restore_button), self.bar, self._failure)
        self.file.textChanged.connect(self._update)
        self.words.textChanged.connect(self._update)
        self._update()

    @property
    def failure(self) -> str:
        """Why the backup was not opened; empty if nothing was wrong."""
        return self._failure.text if self._failure.isVisibleTo(self) else ""

    @property
    def under_way(self) -> str:
        """What is done afterwards, while no office is open."""
        return self.tr("Putting the backup back…")

    @property
    def path(self) -> Path:
        return Path(self.file.text().strip())

    def done(self, result: int) -> None:
        """Closes the dialog; the words go."""
        self.words.clear()
        super().done(result)

    def show_ahead(self, ahead: Ahead) -> None:
        """Shows what is in the backup beside what is here, in place of the questions."""
        self._seen = ahead
        self._asked.hide()
        self.look_button.hide()
        self._failure.hide()
        told = SummaryList(self.tr("What would change"))
        told.show_rows(self._rows(ahead))
        self._found.addWidget(told)
        doubts = self._doubts(ahead)
        for tone, text in doubts:
            self._found.addWidget(Banner(self._look, tone, text))
        if doubts:
            self.recognised = WrappingCheckBox(self.tr("I have &checked this, and it is right"))
            self.recognised.toggled.connect(self.restore_button.setEnabled)
            self._found.addWidget(self.recognised)
        text = self.tr(
            "Nothing is sent. Whoever left since stays out, whoever joined since stays in, and what was queued waits "
            "for your decision. What is here now is kept as a backup for some days. The window closes and opens again."
        )
        self._found.addWidget(label(text))
        self.back.setText(self.tr("&Leave it as it is"))
        self.restore_button.setEnabled(not doubts)
        self.restore_button.show()
        (self.recognised or self.back).setFocus()
        self.open_at_top()
        announce(self, ". ".join([f"{name}: {value}" for name, value in told.rows] + [text for _, text in doubts]))

    def _rows(self, ahead: Ahead) -> list[tuple[str, str]]:
        none = self.tr("none")
        people, now = labels.number(ahead.people), ahead.people_now
        channels, channels_now = (
            ", ".join(labels.channel_title(one, {}) for one in found or ()) or none
            for found in (ahead.channels, ahead.channels_now)
        )
        addresses = self.tr("%Ln change(s)", "", len(ahead.moved)) if ahead.moved else self.tr("the same as now")
        with_now = self.tr("{backup} (now {now})")
        if now is not None:
            people = with_now.format(backup=people, now=labels.number(now))
        if channels != channels_now:
            channels = with_now.format(backup=channels, now=channels_now)
        return [
            (self.tr("Made"), labels.moment(ahead.made_at, self._zone)),
            (self.tr("Subscribers"), people),
            (self.tr("Channels"), channels),
            (self.tr("Addresses"), addresses),
        ]

    def _doubts(self, ahead: Ahead) -> list[tuple[str, str]]:
        """What a person has to look at, each with the tone of its banner."""
        found = []
        if ahead.moved:
            nothing = self.tr("none")
            lines = [f"{name_of(one.key)}: {one.before or nothing} → {one.after}" for one in ahead.moved[:_MOST]]
            if more := len(ahead.moved) - _MOST:
                lines += [self.tr("and %Ln more", "", more)] if more > 0 else []
            text = self.tr("The program will write to other addresses, and the keys of the services go there:")
            found.append(("warning", "\n".join([text, *map(breakable, lines)])))
        if not ahead.sealed:
            text = self.tr(
                "This backup is not sealed: nobody can say whether somebody changed it. Put it back only if it was "
                "kept where nobody else could write."
            )
            found.append(("warning", text))
        return found

    def _update(self) -> None:
        self.look_button.setEnabled(bool(self.file.text().strip() and self.words.toPlainText().strip()))

    def _on_look(self) -> None:
        self._failure.hide()
        refused: list[UserError] = []
        opened = partial(self._open_backup, self.path, self.words.toPlainText())
        off = (self.look_button, self.file, self.browse, self.words)

        def call(work: Work) -> Ahead:
            return noting(partial(opened, work), refused)()

        self.bar.run(call, self.show_ahead, partial(self._on_refused, refused), only_looks=True, off=off)

    def _on_refused(self, refused: list[UserError], sentence: str) -> None:
        self._failure.set_text(sentence)
        self._failure.show()
        announce(self, sentence)
        words = any(one.code.startswith("recovery_words") for one in refused)
        field = self.words if words else self.file
        tell_fault(field, sentence)
        field.setFocus()

    def _on_restore(self) -> None:
        if self._seen is not None:
            self.wanted.emit(self.path, self.words.toPlainText(), self._seen)

    def _on_browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Backup file"))
        dialog.setNameFilters([self.tr("Backups (*.backup *.zip *.db)"), self.tr("All files (*)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.file.setText)
        dialog.open()
