# SPDX-License-Identifier: EUPL-1.2
"""Asks for what a new subject, a new field and a new follow-up need."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget

from comunecast_gui.core.notice.categories import Category
from comunecast_gui.core.notice.overlays.category_editing import ADDABLE
from comunecast_gui.ui.templates.entry_rows import kind_word
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import Look, buddy_label, button_row, label
from comunecast_gui.ui.widgets.still_fields import ChoiceField
from comunecast_gui.ui.widgets.wrapping_check_box import WrappingCheckBox

_WIDTH = 460


class NewFieldDialog(FittingDialog):
    """What a new field asks for, of which kind it is, and an example."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look.theme.px(_WIDTH), parent)
        self.name, self.kind, self.example = QLineEdit(), ChoiceField(), QLineEdit()
        for kind in ADDABLE:
            self.kind.addItem(kind_word(kind), kind)
        self.setWindowTitle(self.tr("A new field"))
        column = self.column
        column.addWidget(label(self.windowTitle(), "section"))
        _ask(column, self.tr("&What has to be entered"), self.name)
        _ask(column, self.tr("&Kind"), self.kind)
        _ask(column, self.tr("&Example"), self.example)
        said = self.tr(
            "Meta and the preview show the example. The field is written into the texts with “Insert a field”."
        )
        column.addWidget(label(said, "small"))
        self.required = WrappingCheckBox(self.tr("It &must be filled"))
        column.addWidget(self.required)
        column.addStretch(1)
        self.yes = look.button(self.tr("&Add it"), "primary")
        self.set_foot(_foot(self, look, self.yes, self.name))


class NewFollowUpDialog(FittingDialog):
    """Which subject is proposed, and when."""

    def __init__(self, look: Look, offered: Sequence[Category], parent: QWidget) -> None:
        super().__init__(look.theme.px(_WIDTH), parent)
        self.category, self.when = ChoiceField(), QLineEdit()
        for one in offered:
            self.category.addItem(one.name, one.id)
        self.setWindowTitle(self.tr("A new follow-up"))
        column = self.column
        column.addWidget(label(self.windowTitle(), "section"))
        _ask(column, self.tr("Which &subject is proposed"), self.category)
        self.when.setPlaceholderText(self.tr("at the end of the period"))
        _ask(column, self.tr("&When"), self.when)
        column.addStretch(1)
        self.yes = look.button(self.tr("&Add it"), "primary")
        self.set_foot(_foot(self, look, self.yes, self.when))


class NewCategoryDialog(FittingDialog):
    """The name of a new subject, and the one that it begins as a copy of."""

    def __init__(self, look: Look, offered: Sequence[Category], parent: QWidget) -> None:
        super().__init__(look.theme.px(_WIDTH), parent)
        self.name, self.like = QLineEdit(), ChoiceField()
        for one in offered:
            self.like.addItem(one.name, one.id)
        self.like.setCurrentIndex(self.like.findData("generico"))
        self.setWindowTitle(self.tr("A new subject"))
        column = self.column
        column.addWidget(label(self.windowTitle(), "section"))
        _ask(column, self.tr("&Name"), self.name)
        _ask(column, self.tr("Beg&in as a copy of"), self.like)
        said = self.tr("Then change the texts: Meta does not accept two templates with the same words.")
        column.addWidget(label(said, "small"))
        column.addStretch(1)
        self.yes = look.button(self.tr("&Begin"), "primary")
        self.set_foot(_foot(self, look, self.yes, self.name))


def _ask(column: QVBoxLayout, words: str, field: QWidget) -> None:
    column.addWidget(buddy_label(words, field))
    column.addWidget(field)


def _foot(dialog: QDialog, look: Look, yes: QPushButton, needed: QLineEdit) -> FlowLayout:
    """The two buttons; the second is free once the line is filled that is ``needed``."""
    no = look.button(QCoreApplication.translate("NewEntry", "&Cancel"))
    no.clicked.connect(dialog.reject)
    yes.clicked.connect(dialog.accept)
    yes.setDefault(True)
    yes.setEnabled(bool(needed.text().strip()))
    needed.textChanged.connect(lambda text: yes.setEnabled(bool(text.strip())))
    needed.setFocus()
    dialog.finished.connect(dialog.deleteLater)
    return button_row(no, yes)
