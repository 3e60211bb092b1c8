# SPDX-License-Identifier: EUPL-1.2
"""A picture or a document to send along, never without the description for who cannot see it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import Attachment
from comunecast_gui.core.notice.categories import Field
from comunecast_gui.core.notice.notice_file import attachment
from comunecast_gui.ui.composer.editors.base import Editor
from comunecast_gui.ui.widgets.look import Look, label

_THUMBNAIL = 96


class ImageEditor(Editor):
    """A file and its description."""

    def __init__(self, field: Field, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._path: Path | None = None
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
        if not raw:
            self._alt.clear()
        self._show()
        self.changed.emit()

    def set_description(self, text: str) -> None:
        self._alt.setText(text)

    def chosen(self) -> tuple[str, str] | None:
        """The path and the description, None without a file."""
        return (str(self._path), self._alt.text()) if self._path else None

    def attachment(self) -> Attachment | None:
        """The file as it will be sent, None without one. Raises InputError (no description, wrong kind, too large)."""
        return attachment(self._path, self._alt.text()) if self._path else None

    def trouble(self) -> InputError | None:
        """Why the file cannot be sent."""
        try:
            self.attachment()
        except InputError as error:
            return error
        return None

    def inputs(self) -> list[QWidget]:
        return [self._alt] if self._path else [self._choose]

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, self.field.label)
        dialog.setNameFilter(self.tr("Pictures (*.jpg *.jpeg *.png);;PDF (*.pdf)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.set_value)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _show(self) -> None:
        self._name.setText(self._path.name if self._path else self.tr("JPEG or PNG up to 5 MB, or PDF"))
        self._drop.setVisible(self._path is not None)
        self._alt.setVisible(self._path is not None)
        picture = QPixmap(str(self._path)) if self._path else QPixmap()
        self._thumbnail.setVisible(not picture.isNull())
        if not picture.isNull():
            self._thumbnail.setPixmap(picture.scaledToHeight(_THUMBNAIL, Qt.TransformationMode.SmoothTransformation))
