# SPDX-License-Identifier: EUPL-1.2
"""The choice of a category: a grouped list with a search field."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidgetItem, QVBoxLayout, QWidget

from comunecast_gui.core.notice import topic_search
from comunecast_gui.core.notice.categories import Catalogue, Category
from comunecast_gui.ui.widgets.look import EmptyState, Look, announce, clearable, page_header
from comunecast_gui.ui.widgets.openable_list import OpenableList

_ID = Qt.ItemDataRole.UserRole
_SIGN = Qt.ItemDataRole.UserRole + 1
"""The name of the drawn sign beside the words."""
_SIGN_SIZE = 20
_FREE = "generico"
"""The category for what no other is made for."""
_LEAST_LIST = 180
"""Height in pixels at normal text size below which the page scrolls rather than the list in it."""


@cache
def read_synonyms(path: Path) -> Mapping[str, Sequence[str]]:
    """The words that people look for, by category, read once in each process. Raises OSError, ValueError."""
    return tomllib.loads(path.read_text("utf-8"))


class Chooser(QWidget):
    """Offers the likeliest categories first, then all of them by group; ``chosen`` gives the id of one."""

    chosen = Signal(str)

    def __init__(
        self, look: Look, catalogue: Catalogue, synonyms: Mapping[str, Sequence[str]], parent: QWidget | None = None
    ) -> None:
        """``synonyms`` are other words for a category, by its id."""
        super().__init__(parent)
        self._look = look
        self._catalogue = catalogue
        self._result = ""
        """What was announced of the search last."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.search = QLineEdit(self)  # made first: the page begins with it, whatever stands above
        header, buttons = page_header(
            self.tr("What do you want to tell people?"),
            self.tr("Choose the subject: the form and the text follow from it."),
        )
        self.paste = look.button(self.tr("&Paste a notice…"), "", "it-copy")
        buttons.addWidget(self.paste)
        self.calendar = look.button(self.tr("From a &calendar…"), "", "it-calendar")
        self.calendar.hide()
        buttons.addWidget(self.calendar)
        column.addWidget(header)
        self.search.setPlaceholderText(self.tr("Search: water, alert, event…"))
        self.search.setAccessibleName(self.tr("Search a subject"))
        clearable(look, self.search)
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
        for before, after in ((self.search, self.list), (self.list, self.paste), (self.paste, self.calendar)):
            self.setTabOrder(before, after)
        self.free = look.button("", "", "it-pencil")
        self.free.clicked.connect(lambda: self.chosen.emit(_FREE))
        self._nothing = EmptyState(
            look,
            "it-search",
            self.tr("No subject with these words"),
            self.tr("Try another word, or write a notice of any kind."),
            self.free,
        )
        self._nothing.hide()
        column.addWidget(self._nothing, 1)
        self._groups: list[tuple[QListWidgetItem, list[QListWidgetItem]]] = []
        self._topics = _topics(catalogue, synonyms)
        self._suggested: list[QListWidgetItem] = []
        self._fill(catalogue)
        look.on_theme(self.list, self._draw_signs)

    def renew(self, catalogue: Catalogue, synonyms: Mapping[str, Sequence[str]]) -> None:
        """Offers what there is now: the office has changed its categories."""
        self._catalogue = catalogue
        self.list.clear()
        self._groups, self._suggested = [], []
        self._topics = _topics(catalogue, synonyms)
        self._fill(catalogue)
        self._draw_signs()
        self._filter(self.search.text())

    def suggest(self, ids: Sequence[str]) -> None:
        """Offers these categories above all others, as long as nothing is searched for."""
        if [item.data(_ID) for item in self._suggested[1:]] == list(ids):
            return
        for item in self._suggested:
            self.list.takeItem(self.list.row(item))
        group = self.tr("Likely now")
        found = [self._item(self._catalogue.get(id), group) for id in ids]
        self._suggested = [self._head(group), *found] if found else []
        for row, item in enumerate(self._suggested):
            self.list.insertItem(row, item)
        self._draw_signs()
        self._filter(self.search.text())

    @property
    def suggested(self) -> list[str]:
        """The ids of what is offered above all others."""
        return [item.data(_ID) for item in self._suggested[1:] if not item.isHidden()]

    def _fill(self, catalogue: Catalogue) -> None:
        free = next((one for one in catalogue.offered if one.id == _FREE), None)
        self.free.setText(free.name if free else "")
        self.free.setVisible(free is not None)
        by_group: dict[str, list[Category]] = {}
        for category in catalogue.offered:
            by_group.setdefault(category.group, []).append(category)
        for group, categories in by_group.items():
            head, items = self._head(group), [self._item(category, group) for category in categories]
            for item in (head, *items):
                self.list.addItem(item)
            self._groups.append((head, items))

    def _head(self, group: str) -> QListWidgetItem:
        head = QListWidgetItem(group)
        head.setFlags(Qt.ItemFlag.NoItemFlags)
        font = head.font()
        font.setBold(True)
        head.setFont(font)
        return head

    def _item(self, category: Category, group: str) -> QListWidgetItem:
        item = QListWidgetItem(category.name)
        item.setData(_ID, category.id)
        item.setData(_SIGN, category.icon)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{category.name}, {group}")
        return item

    def _draw_signs(self) -> None:
        size, colour = self._look.theme.px(_SIGN_SIZE), self._look.theme.colours.accent
        self.list.setIconSize(QSize(size, size))
        drawn: dict[str, QIcon] = {}
        for item in (*self._all(), *self._suggested[1:]):
            name = item.data(_SIGN)
            if name not in drawn:
                drawn[name] = self._look.icons.icon(name, colour, size)
            item.setIcon(drawn[name])

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
        near = topic_search.find(self._topics, text)
        for head, items in self._groups:
            for item in items:
                item.setHidden(item.data(_ID) not in near)
            head.setHidden(all(item.isHidden() for item in items))
        searched = bool(text.strip())
        for item in self._suggested:
            item.setHidden(searched)
        best = min(near.values(), default=None)
        self._select_first(
            [item for item in self._all() if near.get(item.data(_ID)) == best] if searched and near else []
        )
        self.list.setVisible(bool(near))
        self._nothing.setVisible(not near)
        self._tell_result(searched=searched)

    def _tell_result(self, *, searched: bool) -> None:
        """Announces what Enter opens now, once, to who searches without seeing the list."""
        best = self.list.currentItem()
        result = self.tr("Enter opens: {name}").format(name=best.text().strip()) if best else self._nothing.title
        if not searched:
            result = ""
        if result and result != self._result:
            announce(self, result)
        self._result = result

    def _on_item(self, item: QListWidgetItem) -> None:
        if id := item.data(_ID):
            self.list.setCurrentRow(-1)  # so that it can be opened again
            self.chosen.emit(id)


def _topics(catalogue: Catalogue, synonyms: Mapping[str, Sequence[str]]) -> list[topic_search.Topic]:
    return [
        topic_search.topic(one.id, one.name, synonyms.get(one.id, ()), one.group, one.example_text)
        for one in catalogue.offered
    ]
