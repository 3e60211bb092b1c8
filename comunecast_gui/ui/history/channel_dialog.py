# SPDX-License-Identifier: EUPL-1.2
"""The dialog with which a person publishes a notice on the town's WhatsApp Channel: the text to copy, its picture."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from comunecast_gui.core.content import Content
from comunecast_gui.core.model import Attachment, Office
from comunecast_gui.core.notice.by_hand import channel_files, channel_text
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.store.delivery.hand_publications import HandPublication
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.look import Banner, Look, announce, buddy_label, button_row, label, set_role
from comunecast_gui.ui.widgets.outside import open_page
from comunecast_gui.ui.widgets.picture import picture_of
from comunecast_gui.ui.widgets.still_fields import TextArea

_LINES = 9
_THUMBNAIL = 140
_COPIED = 1600
"""Width in pixels of a picture that is copied: as wide as a telephone shows it."""


class ChannelDialog(FittingDialog):
    """Copy, open, paste, and say that it is done: WhatsApp lets no program publish on a Channel."""

    published = Signal()
    taken_back = Signal()

    def __init__(
        self,
        look: Look,
        office: Office,
        contents: Mapping[str, Content],
        done: HandPublication | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look.theme.px(640), parent)
        self._look = look
        self._office = office
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("WhatsApp Channel"))
        column = self.column
        column.addWidget(label(self.tr("Publish on the WhatsApp Channel"), "section"))
        column.addWidget(
            label(
                self.tr(
                    "WhatsApp lets no program publish on a Channel, so a person does it: copy the text, open the "
                    "Channel, paste it there, and say here that it is done. It does not count as sent by the program."
                ),
                "small",
            )
        )
        self.text = TextArea(channel_text(contents))
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(self.text.fontMetrics().lineSpacing() * _LINES)
        column.addWidget(buddy_label(self.tr("&Text, with WhatsApp's marks"), self.text))
        column.addWidget(self.text, 1)
        self.copy = look.button(self.tr("&Copy the text"), "", "it-copy")
        self.copy.clicked.connect(self._on_copy)
        self.open_channel = look.button(self.tr("&Open the Channel"), "", "it-external-link")
        self.open_channel.clicked.connect(self._on_open)
        column.addLayout(button_row(self.copy, self.open_channel))
        for file in channel_files(contents):
            column.addLayout(self._file(file))
        self._state = Banner(look, "info")
        self._state.hide()
        self.back = look.button(self.tr("C&lose"))
        self.back.clicked.connect(self.reject)
        self.take_back = look.button(self.tr("It is not there &after all"))
        self.take_back.clicked.connect(self.taken_back)
        self.mark = look.button(self.tr("I have p&ublished it"), "primary", "it-check")
        self.mark.clicked.connect(self.published)
        self.set_foot(button_row(self.take_back, self.back, self.mark), self._state)
        self.show_done(done)
        self.copy.setFocus()

    @property
    def state(self) -> str:
        """What was said last, or when it was published by hand; empty if neither."""
        return self._state.text if self._state.isVisibleTo(self) else ""

    def show_done(self, done: HandPublication | None) -> None:
        """Shows whether, when and by whom it was published by hand."""
        pressed = self.mark.hasFocus() or self.take_back.hasFocus()
        self.mark.setVisible(done is None)
        self.take_back.setVisible(done is not None)
        set_role(self.back, "kind", "primary" if done else "")
        if pressed:
            self.back.setFocus()
        if done is None:
            self._state.hide()
            return
        moment = labels.moment(done.at, timezone_of(self._office))
        words = self.tr("Published by hand on {moment}.").format(moment=moment)
        if done.who:
            words = self.tr("Published by hand on {moment}, by {who}.").format(moment=moment, who=done.who)
        self._say(words)

    def _say(self, words: str) -> None:
        self._state.set_text(words)
        self._state.show()
        announce(self, words)

    def _file(self, file: Attachment) -> QHBoxLayout:
        row = QHBoxLayout()
        picture = picture_of(file.file, width=self._look.theme.px(_THUMBNAIL))
        if not picture.isNull():
            shown = label()
            shown.setPixmap(picture)
            shown.setAccessibleName(file.alt)
            row.addWidget(shown, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.addWidget(label(file.alt, "small"))
        buttons = []
        if file.is_image:
            copy = self._look.button(self.tr("Copy the &picture"), "", "it-copy")
            copy.clicked.connect(partial(self._on_copy_picture, file))
            buttons.append(copy)
        save = self._look.button(self.tr("&Save a copy…"), "", "it-download")
        save.setAccessibleName(self.tr("Save a copy: {file}").format(file=file.alt))
        save.clicked.connect(partial(self._on_save, file))
        words.addLayout(button_row(*buttons, save))
        words.addStretch(1)
        row.addLayout(words, 1)
        return row

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._say(self.tr("The text is copied: open the Channel and paste it."))

    def _on_copy_picture(self, file: Attachment) -> None:
        QGuiApplication.clipboard().setPixmap(picture_of(file.file, width=_COPIED))
        self._say(self.tr("The picture is copied: paste it into the Channel."))

    def _on_save(self, file: Attachment) -> None:
        name = file.file.name if file.file else file.path.name
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Save a copy"), name)
        if chosen and file.file:
            try:
                Path(chosen).write_bytes(file.file.data)
            except OSError as error:
                self._say(self.tr("The file could not be written: {reason}").format(reason=error.strerror or ""))
            else:
                self._say(self.tr("Saved: {file}").format(file=chosen))

    def _on_open(self) -> None:
        if not open_page(self._office.whatsapp_channel):
            self._say(self.tr("No browser opened {address}.").format(address=self._office.whatsapp_channel))
