# SPDX-License-Identifier: EUPL-1.2
"""The list of all subjects: how the text of each stands with Meta, its price, quality and language."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from comunecast_gui.core.model import PriceCategory
from comunecast_gui.core.notice.categories import Catalogue, Category
from comunecast_gui.core.notice.overlays.template_standing import Known, Standing, standing
from comunecast_gui.ui.templates.standing_words import (
    language_word,
    origin_word,
    price_words,
    state_words,
)
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.line_table import Line, LinesModel, LinesTable
from comunecast_gui.ui.widgets.look import Look

_ROW = 40
_WIDTHS = 250, 240, 275, 150, 100
_NARROW = 170, 150, 120, 100, 80
"""The widths where there is less room, in pixels at normal text size; there the language, the last one, is left out."""
_MOST_LINES = {0: 4, 1: 4, 2: 4, 3: 3}
_SIGNS = {"APPROVED": "it-check-circle", "PENDING": "it-clock", "": "it-minus-circle"}


class CategoryList(QWidget):
    """A line for each subject; Enter or a double click opens it, or asks whether a deleted one is to come back."""

    opened = Signal(str)
    """The id of a category."""
    restore_wanted = Signal(str)
    """The id of a category that the office deleted."""

    def __init__(self, look: Look, language: str, prices: Mapping[PriceCategory, Decimal]) -> None:
        super().__init__()
        self._look, self._language, self._prices = look, language, prices
        self._ids: list[str] = []
        self._deleted: frozenset[str] = frozenset()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.table = LinesTable(self.tr("Subjects and their templates"), look.theme.px(_ROW))
        headers = (
            self.tr("Subject"),
            self.tr("WhatsApp"),
            self.tr("Price of a message"),
            self.tr("Quality"),
            self.tr("Language"),
        )
        self.model = LinesModel(headers, self.table, draw=look.sign)
        self.table.setModel(self.model)
        self.table.activated.connect(lambda _: self._on_open())
        self.table.clicked.connect(lambda _: self._on_open())
        column.addWidget(self.table)
        look.on_theme(self.table, self._size)

    def show_categories(self, catalogue: Catalogue, known: Mapping[str, Known]) -> None:
        """Shows all, at the end those that the office hid, and those that it deleted."""
        ordered = [*sorted(catalogue.current, key=lambda one: one.hidden), *catalogue.deleted]
        self._deleted = frozenset(one.id for one in catalogue.deleted)
        self._ids = [one.id for one in ordered]
        self.model.set_lines([self._line(number, one, standing(one, known)) for number, one in enumerate(ordered)])

    def _line(self, number: int, category: Category, one: Standing) -> Line:
        if category.retired:
            way_back = self.tr("deleted: Restore…")
            return Line(number, (category.name, way_back, "", "", ""), signs={0: category.icon, 1: "it-minus-circle"})
        whose = origin_word(category)
        name = f"{category.name} ({whose})" if whose else category.name
        price, language = price_words(one, self._prices), language_word(self._language)
        cells = (name, state_words(one), price, labels.quality(one.quality), language)
        sign = "it-warning-circle" if one.dearer else _SIGNS.get(one.status, "it-warning-circle")
        return Line(number, cells, signs={0: category.icon, 1: sign})

    def _on_open(self) -> None:
        if line := self.table.current_line():
            id = self._ids[line.id]
            (self.restore_wanted if id in self._deleted else self.opened).emit(id)

    def _size(self) -> None:
        px = self._look.theme.px
        self.table.set_row_height(px(_ROW))
        narrow = [px(width) for width in _NARROW]
        self.table.set_widths([px(width) for width in _WIDTHS], 0, len(_WIDTHS) - 1, narrow=narrow)
        self.table.set_wrapping(_MOST_LINES)
