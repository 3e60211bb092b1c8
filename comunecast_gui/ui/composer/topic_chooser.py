# SPDX-License-Identifier: EUPL-1.2
"""The choice of a category: a grouped list with a search field."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidgetItem, QVBoxLayout, QWidget

from comunecast_gui.core.notice.categories import Catalogue, Category
from comunecast_gui.core.notice.fields import LEVELS
from comunecast_gui.ui.widgets.look import EmptyState, Look, clearable, page_header
from comunecast_gui.ui.widgets.openable_list import OpenableList

_ID = Qt.ItemDataRole.UserRole
_WORDS = Qt.ItemDataRole.UserRole + 1
"""What a search looks in: the name first, then group and other words people use, and only then the example."""


def sign_of(category: Category) -> str:
    """The category's sign; that of an alert, which depends on its level, is shown as the yellow one."""
    return LEVELS["gialla"] if "{" in category.emoji else category.emoji


_IN_EXAMPLE = 3
_LEAST_LIST = 180
"""Height in pixels at normal text size below which the page scrolls rather than the list in it."""


def _rank(texts: Sequence[str], wanted: Sequence[str]) -> int:
    """The first of the texts that has all the words in it: the lower, the nearer."""
    return next((rank for rank, text in enumerate(texts) if all(word in text for word in wanted)), len(texts))


def folded(text: str) -> str:
    """Without case and accents, for searching."""
    return "".join(char for char in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(char))


def read_synonyms(path: Path) -> Mapping[str, str]:
    """The words that people look for, by category. Raises OSError, ValueError."""
    return {id: " ".join(words) for id, words in tomllib.loads(path.read_text("utf-8")).items()}


class Chooser(QWidget):
    """Offers the categories; ``chosen`` gives the id of one."""

    chosen = Signal(str)

    def __init__(
        self, look: Look, catalogue: Catalogue, synonyms: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        """``synonyms`` are other words for a category, by its id."""
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        header, _ = page_header(
            self.tr("What do you want to tell?"), self.tr("Choose the subject: the form and the text follow from it.")
        )
        column.addWidget(header)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search: water, alert, event…"))
        self.search.setAccessibleName(self.tr("Search a subject"))
        clearable(self.search)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        column.addWidget(self.search)
        self.list = OpenableList()
        self.list.setObjectName("plain")
        self.list.setAccessibleName(self.tr("Subjects"))
        self.list.setUniformItemSizes(False)
        self.list.setMinimumHeight(look.theme.px(_LEAST_LIST))
        self.list.itemActivated.connect(self._on_item)
        self.list.itemClicked.connect(self._on_item)
        column.addWidget(self.list, 1)
        self._nothing = EmptyState(
            look,
            "it-search",
            self.tr("No subject with these words"),
            self.tr("Try another word, or use “Avviso generico”."),
        )
        self._nothing.hide()
        column.addWidget(self._nothing, 1)
        self._groups: list[tuple[QListWidgetItem, list[QListWidgetItem]]] = []
        self._fill(catalogue, synonyms)

    def _fill(self, catalogue: Catalogue, synonyms: Mapping[str, str]) -> None:
        by_group: dict[str, list[Category]] = {}
        for category in catalogue:
            by_group.setdefault(category.group, []).append(category)
        for group, categories in by_group.items():
            head = QListWidgetItem(group)
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            font = head.font()
            font.setBold(True)
            head.setFont(font)
            self.list.addItem(head)
            items = []
            for category in categories:
                item = QListWidgetItem(f"{sign_of(category)}   {category.name}")
                item.setData(_ID, category.id)
                near = f"{category.name} {synonyms.get(category.id, '')}"
                texts = (category.name, near, f"{near} {group}", f"{near} {group} {category.example_text}")
                item.setData(_WORDS, [folded(text) for text in texts])
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{category.name}, {group}")
                self.list.addItem(item)
                items.append(item)
            self._groups.append((head, items))

    def shown_ids(self) -> list[str]:
        """The ids of the categories that the search leaves."""
        return [item.data(_ID) for _, items in self._groups for item in items if not item.isHidden()]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                item = self.list.currentItem()
                if item is not None and not item.isHidden():
                    self._on_item(item)
                return True
            if event.key() == Qt.Key.Key_Down:
                self.list.setFocus()
                if self.list.currentItem() is None:
                    self._select_first(self._all())
                return True
        return super().eventFilter(watched, event)

    def _all(self) -> list[QListWidgetItem]:
        return [item for _, items in self._groups for item in items]

    def _select_first(self, items: Sequence[QListWidgetItem]) -> None:
        self.list.setCurrentItem(items[0] if items else None)  # type: ignore[arg-type]

    def _filter(self, text: str) -> None:
        """Shows what matches, and marks the best match: it is what Enter opens."""
        wanted = folded(text).split()
        ranks = {id(item): _rank(item.data(_WORDS), wanted) for item in self._all()}
        best = min(ranks.values())
        worst_shown = _IN_EXAMPLE if best == _IN_EXAMPLE else _IN_EXAMPLE - 1
        for head, items in self._groups:
            for item in items:
                item.setHidden(ranks[id(item)] > worst_shown)
            head.setHidden(all(item.isHidden() for item in items))
        found = bool(self.shown_ids())
        self._select_first([item for item in self._all() if ranks[id(item)] == best] if wanted and found else [])
        self.list.setVisible(found)
        self._nothing.setVisible(not found)

    def _on_item(self, item: QListWidgetItem) -> None:
        if id := item.data(_ID):
            self.list.setCurrentRow(-1)  # so that it can be opened again
            self.chosen.emit(id)
