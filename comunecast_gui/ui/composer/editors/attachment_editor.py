# SPDX-License-Identifier: EUPL-1.2
"""The editor for a picture or a document, which needs a description for people who cannot see it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import Attachment
from comunecast_gui.core.notice.categories import Field
from comunecast_gui.core.prepared_file import PreparedFile
from comunecast_gui.system.attachments import described, prepare_file
from comunecast_gui.ui.composer.editors.base import Editor
from comunecast_gui.ui.widgets.look import Look, label
from comunecast_gui.ui.widgets.picture import picture_of

_THUMBNAIL = 96

Outcome = PreparedFile | InputError
"""A file as it will go out, or why it cannot."""
Prepare = Callable[[QObject, Path, Callable[[Outcome], None]], None]
"""Prepares a file for an editor, now or in a thread, and hands the outcome over in the UI thread."""


def outcome_of(path: Path) -> Outcome:
    """Prepares the file at ``path``; takes up to a few seconds."""
    try:
        return prepare_file(path)
    except InputError as error:
        return error


def prepare_now(_editor: QObject, path: Path, done: Callable[[Outcome], None]) -> None:
    """Prepares a file while the editor waits."""
    done(outcome_of(path))


class ImageEditor(Editor):
    """A file and its description."""

    def __init__(self, field: Field, look: Look, prepare: Prepare = prepare_now, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._prepare = prepare
        self._path: Path | None = None
        self._outcome: Outcome | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        row = QHBoxLayout()
        self._choose = look.button(self.tr("Choose a file…"), "", "it-file-image")
        self._choose.setAccessibleName(self.tr("{field}: choose a file").format(field=field.label))
        self._choose.clicked.connect(self._on_choose)
        self._name = label("", "small")
        self._drop = look.icon_button("it-close", self.tr("{field}: take the file away").format(field=field.label))
        self._drop.clicked.connect(lambda: self.set_value(None))
        row.addWidget(self._choose)
        row.addWidget(self._name, 1)
        row.addWidget(self._drop)
        column.addLayout(row)
        self._thumbnail = label()
        self._thumbnail.setAlignment(Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._thumbnail)
        self._alt = QLineEdit()
        self._alt.setPlaceholderText(self.tr("What the picture shows and the words on it"))
        self._alt.setAccessibleName(self.tr("{field}: description for who cannot see it").format(field=field.label))
        self._alt.textChanged.connect(self.changed)
        column.addWidget(self._alt)
        self._show()

    def value(self) -> Any:
        return self._alt.text().strip() or self._path.name if self._path else None

    def set_value(self, raw: Any) -> None:
        """Only emptying is possible: a file is chosen by a person. ``raw`` may be a path."""
        self._path = Path(raw) if raw else None
        self._outcome = None
        if not raw:
            self._alt.clear()
        self._show()
        self.changed.emit()
        if self._path:
            self._prepare(self, self._path, partial(self._on_prepared, self._path))

    def set_description(self, text: str) -> None:
        self._alt.setText(text)

    def chosen(self) -> tuple[str, str] | None:
        """The path and the description, None without a file."""
        return (str(self._path), self._alt.text()) if self._path else None

    def attachment(self) -> Attachment | None:
        """The file as it will be sent, None without one.

        Raises InputError: "attachment_preparing" while it is made ready, why it cannot be sent, "attachment_no_alt".
        """
        if self._path is None:
            return None
        if self._outcome is None:
            raise InputError("attachment_preparing", field="attachments", file=self._path.name)
        if isinstance(self._outcome, InputError):
            raise self._outcome
        return described(self._path, self._outcome, self._alt.text())

    def trouble(self) -> InputError | None:
        """Why the file cannot be sent, or not yet."""
        try:
            self.attachment()
        except InputError as error:
            return error
        return None

    def inputs(self) -> list[QWidget]:
        return [self._alt] if self._path else [self._choose]

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, self.field.label)
        dialog.setNameFilter(self.tr("Pictures (*.jpg *.jpeg *.png *.gif *.webp *.tif *.tiff *.bmp);;PDF (*.pdf)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.set_value)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_prepared(self, path: Path, outcome: Outcome) -> None:
        if path != self._path or self._outcome is not None:  # another was chosen meanwhile
            return
        self._outcome = outcome
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self._name.setText(self._words())
        self._drop.setVisible(self._path is not None)
        self._alt.setVisible(self._path is not None)
        file = self._outcome if isinstance(self._outcome, PreparedFile) else None
        picture = picture_of(file, height=_THUMBNAIL)
        self._thumbnail.setVisible(not picture.isNull())
        if not picture.isNull():
            self._thumbnail.setPixmap(picture)

    def _words(self) -> str:
        """The file as readers will see it named."""
        if self._path is None:
            return self.tr("A picture, or a PDF")
        if not isinstance(self._outcome, PreparedFile):
            return self._path.name
        if self._outcome.pages:
            pages = self.tr("%Ln page(s)", "", self._outcome.pages)
            return f"{self._outcome.name} ({pages})"
        return self._outcome.name
